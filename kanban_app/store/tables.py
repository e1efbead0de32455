"""The tables of a plant. `table=True` models do not validate: the rules are the domain's and the CHECKs here.

Instants are microseconds since 1970 UTC, quantities steps of the item, so that both sum and compare exactly on every
database. Changing anything here needs a migration; a test compares the two.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy import Boolean as SqlBoolean
from sqlmodel import Field, SQLModel

from kanban_app.domain.cards import CALLING, HOLDING, Action, CardState, PrintReason
from kanban_app.domain.loops import LoopKind, PrintRule, Step
from kanban_app.domain.orders import LineStatus
from kanban_app.domain.refusals import RefusalCode
from kanban_app.domain.stations import StationKind

# SQLite makes only a column of the very type INTEGER the row's own key.
BigKey = BigInteger().with_variant(Integer, "sqlite")


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A CHECK that a text column holds one of an enumeration's values."""
    allowed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


def _states(states: frozenset[CardState]) -> str:
    return ", ".join(sorted(f"'{state.value}'" for state in states))


def key(*foreign: str) -> Any:
    """The primary key column of a table, counted by the program; with a target it is a foreign key too."""
    return Field(sa_column=Column(BigKey, *map(ForeignKey, foreign), primary_key=True, autoincrement=False))


def whole(*, null: bool = False, target: str = "", default: int | None = None) -> Any:
    """A whole-number column; with `target` a foreign key."""
    links = [ForeignKey(target)] if target else []
    return Field(default=default, sa_column=Column(BigInteger, *links, nullable=null, default=default))


def text(default: str = "") -> Any:
    """A text column, never null."""
    return Field(default=default, sa_column=Column(String, nullable=False, default=default))


def text_or_none() -> Any:
    """A text column that is null where there is none."""
    return Field(default=None, sa_column=Column(String, nullable=True))


def yes_no(default: bool = False) -> Any:
    """A truth column, never null."""
    return Field(
        default=default, sa_column=Column(SqlBoolean(create_constraint=False), nullable=False, default=default)
    )


class PlantRow(SQLModel, table=True):
    """The one row about the plant itself: its name, its settings and its counters."""

    __tablename__ = "plant"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
    id: int = key()
    name: str = text()
    language: str = text("en")
    created_at: int = whole()
    code_offset: int = whole()
    structure_version: int = whole(default=1)
    refuse_on_shortage: bool = yes_no()
    double_scan_window_s: int = whole(default=5)
    undo_window_s: int = whole(default=30)
    print_folder: str = text()


class StationRow(SQLModel, table=True):
    """One station."""

    __tablename__ = "station"
    __table_args__ = (UniqueConstraint("name"), one_of("kind", StationKind))
    id: int = key()
    name: str = text()
    kind: str = text()
    location: str = text()
    served_from_id: int | None = whole(null=True, target="station.id")


class ItemRow(SQLModel, table=True):
    """One item."""

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_in_range"))
    id: int = key()
    code: str = text()
    description: str = text()
    unit: str = text("pcs")
    decimals: int = whole(default=0)
    category: str = text()
    unit_cost: str = text()
    picture: str = text()


class PictureRow(SQLModel, table=True):
    """One stored picture of an item."""

    __tablename__ = "picture"
    name: str = Field(sa_column=Column(String, primary_key=True))
    media_type: str = text()
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class BomLineRow(SQLModel, table=True):
    """Steps of the component per step of the parent, as an exact fraction."""

    __tablename__ = "bom_line"
    __table_args__ = (
        CheckConstraint("numerator > 0 AND denominator > 0", name="ratio_positive"),
        CheckConstraint("parent_id <> component_id", name="not_itself"),
    )
    parent_id: int = key("item.id")
    component_id: int = key("item.id")
    place: int = whole(default=0)
    numerator: int = whole()
    denominator: int = whole(default=1)


class LoopRow(SQLModel, table=True):
    """One loop. `issued_count` counts every card ever issued, so that a missing row is noticed."""

    __tablename__ = "loop"
    __table_args__ = (
        one_of("kind", LoopKind),
        one_of("in_use", Step),
        one_of("in_process", Step),
        one_of("in_transit", Step),
        one_of("print_rule", PrintRule),
        CheckConstraint("container_quantity >= 1", name="container_positive"),
        CheckConstraint("card_count >= 0 AND lot_cards >= 1 AND lead_time_minutes >= 0", name="numbers_in_range"),
        CheckConstraint("source_id <> consumer_id", name="two_stations"),
        CheckConstraint("revision >= 1 AND issued_count >= 0", name="counters_in_range"),
        Index("loop_by_ends", "item_id", "source_id", "consumer_id", unique=True),
    )
    id: int = key()
    item_id: int = whole(target="item.id")
    source_id: int = whole(target="station.id")
    consumer_id: int = whole(target="station.id")
    kind: str = text()
    container_quantity: int = whole()
    card_count: int = whole()
    lot_cards: int = whole(default=1)
    safety_cards: int = whole(default=0)
    lead_time_minutes: int = whole(default=1440)
    in_use: str = text("allowed")
    in_process: str = text("allowed")
    in_transit: str = text("allowed")
    scan_only: bool = yes_no()
    suspended: bool = yes_no()
    priority: int = whole(default=1)
    share: int = whole(default=0)
    over_tolerance_percent: int = whole(default=10)
    under_tolerance_percent: int = whole(default=10)
    rest_on_order: bool = yes_no()
    print_rule: str = text("list")
    container_type: str = text()
    source_location: str = text()
    consumer_location: str = text()
    revision: int = whole(default=1)
    revised_at: int | None = whole(null=True)
    issued_count: int = whole(default=0)
    explanation: str = text()


class CardRow(SQLModel, table=True):
    """One card as it is now; the ledger tells how it came there."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("code"),
        one_of("state", CardState),
        CheckConstraint(f"(state IN ({_states(HOLDING)})) = (quantity > 0)", name="stock_in_state"),
        CheckConstraint("quantity >= 0 AND container_quantity >= 1", name="quantity_in_range"),
        CheckConstraint("number >= 1 AND cycle >= 0", name="number_in_range"),
        CheckConstraint(
            "print_reason IS NULL OR print_reason IN (" + ", ".join(f"'{r.value}'" for r in PrintReason) + ")",
            name="print_reason_known",
        ),
    )
    id: int = key()
    code: str = text()
    loop_id: int = whole(target="loop.id")
    number: int = whole()
    state: str = text("new")
    quantity: int = whole(default=0)
    container_quantity: int = whole()
    cycle: int = whole(default=0)
    since_at: int = whole()
    full_at: int | None = whole(null=True)
    signal_at: int | None = whole(null=True)
    due_at: int | None = whole(null=True)
    on_hold: bool = yes_no()
    urgent: bool = yes_no()
    short_at_source: bool = yes_no()
    single_use: bool = yes_no()
    order_reference: str = text()
    revision: int = whole(default=1)
    printed_revision: int = whole(default=0)
    print_count: int = whole(default=0)
    print_reason: str | None = Field(default=None, sa_column=Column(String, nullable=True))
    replaces_id: int | None = whole(null=True, target="card.id")
    replaced_by_id: int | None = whole(null=True)
    last_event: int = whole(default=0)


_card = SQLModel.metadata.tables["card"]
_active = _card.c.state != CardState.RETIRED.value
_counted = _active & literal_column("NOT single_use")  # in the words that both databases have
Index("card_by_loop", _card.c.loop_id, sqlite_where=_active, postgresql_where=_active)
Index(
    "card_number_once", _card.c.loop_id, _card.c.number, unique=True, sqlite_where=_counted, postgresql_where=_counted
)
_listed = _card.c.print_reason.is_not(None)
Index("card_to_print", _card.c.print_reason, sqlite_where=_listed, postgresql_where=_listed)


class SignalRow(SQLModel, table=True):
    """One request to refill one card, from emptied to full again; taken away when the emptying is reverted."""

    __tablename__ = "signal"
    card_id: int = key("card.id")
    cycle: int = key()
    opened_at: int = whole()
    released_at: int | None = whole(null=True)
    due_at: int | None = whole(null=True)
    closed_at: int | None = whole(null=True)


_signal = SQLModel.metadata.tables["signal"]
_open = _signal.c.closed_at.is_(None)
Index("signal_open", _signal.c.card_id, unique=True, sqlite_where=_open, postgresql_where=_open)


class EventRow(SQLModel, table=True):
    """One entry of the append-only ledger; columns in the order of `domain.ledger.Entry`.

    No secondary index: a booking then costs the same at every ledger size (measured in `make bench`).
    """

    __tablename__ = "event"
    __table_args__ = (
        one_of("action", Action),
        CheckConstraint("length(hash) = 32", name="hash_whole"),
        CheckConstraint("cause IS NULL OR cause < seq", name="cause_before"),
        CheckConstraint("quantity >= 0 AND quantity_after >= 0", name="quantities_in_range"),
    )
    seq: int = key()
    recorded_at: int = whole()
    action: str = text()
    card_id: int = whole(target="card.id")
    item_id: int = whole(target="item.id")
    cycle: int = whole()
    from_state: str = text()
    to_state: str = text()
    quantity: int = whole()
    quantity_after: int = whole()
    marks_after: int = whole(default=0)
    cause: int | None = whole(null=True, target="event.seq")
    previous: int | None = whole(null=True, target="event.seq")
    reverts: int | None = whole(null=True, target="event.seq")
    station_id: int | None = whole(null=True, target="station.id")
    person: str = text()
    terminal: str = text()
    reason: str = text()
    scan_id: str = text()
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RequestRow(SQLModel, table=True):
    """The scan ids booked lately, with the entries they made; pruned, so that it stays small."""

    __tablename__ = "request"
    __table_args__ = (Index("request_by_time", "recorded_at"),)
    scan_id: str = Field(sa_column=Column(String, primary_key=True))
    recorded_at: int = whole()
    first_seq: int = whole(default=0)
    last_seq: int = whole(default=0)
    action: str = text()
    card_id: int | None = whole(null=True)
    code: str = text()


class RefusalRow(SQLModel, table=True):
    """One refusal, kept in the record; it changed nothing."""

    __tablename__ = "refusal"
    __table_args__ = (one_of("code", RefusalCode),)
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    recorded_at: int = whole()
    code: str = text()
    scanned: str = text()
    action: str = text()
    card_id: int | None = whole(null=True)
    station_id: int | None = whole(null=True)
    person: str = text()
    terminal: str = text()
    scan_id: str = text()


class PrintRow(SQLModel, table=True):
    """One paper that was made of a card."""

    __tablename__ = "print"
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    card_id: int = whole(target="card.id")
    printed_at: int = whole()
    revision: int = whole()
    print_count: int = whole()
    format_name: str = text()
    file_name: str = text()


class PersonRow(SQLModel, table=True):
    """A person who books. Where nobody is listed, whoever works here may do everything."""

    __tablename__ = "person"
    __table_args__ = (Index("person_badge", "badge", unique=True),)
    name: str = Field(sa_column=Column(String, primary_key=True))
    supervisor: bool = yes_no()
    badge: str | None = text_or_none()
    pin_hash: str | None = text_or_none()


class ShiftNoteRow(SQLModel, table=True):
    """What one shift leaves to the next at a station, until somebody has seen to it."""

    __tablename__ = "shift_note"
    __table_args__ = (Index("shift_note_station", "station_id"),)
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    station_id: int = whole(target="station.id")
    written_at: int = whole()
    done_at: int | None = whole(null=True)
    person: str = text()
    note: str = text()


class HelpCallRow(SQLModel, table=True):
    """A station calling for help, from its beginning to its end."""

    __tablename__ = "help_call"
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    station_id: int = whole(target="station.id")
    began_at: int = whole()
    ended_at: int | None = whole(null=True)
    person: str = text()
    note: str = text()


_help = SQLModel.metadata.tables["help_call"]
_calling = _help.c.ended_at.is_(None)
Index("help_call_open", _help.c.station_id, unique=True, sqlite_where=_calling, postgresql_where=_calling)


class OrderLineRow(SQLModel, table=True):
    """One line of the imported order history or of an open order; `line_number` 0 was never open here."""

    __tablename__ = "order_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("shipped BETWEEN 0 AND quantity", name="shipped_in_range"),
        one_of("status", LineStatus),
        Index("order_line_by_number", "order_number"),
    )
    id: int = key()
    order_number: str = text()
    customer: str = text()
    item_id: int = whole(target="item.id")
    station_id: int | None = whole(null=True, target="station.id")
    due_on: str = text()
    quantity: int = whole()
    status: str = text("open")
    priority: int = whole(default=1)
    line_number: int = whole(default=0)
    shipped: int = whole(default=0)
    policy: str = text()
    price: str = text()
    note: str = text()
    options: str = text()
    confirmed_at: int | None = whole(null=True)
    finished_at: int | None = whole(null=True)


_order_line = SQLModel.metadata.tables["order_line"]
_awaited = _order_line.c.status.in_([literal_column(f"'{s}'") for s in (LineStatus.OPEN, LineStatus.CONFIRMED)])
Index("order_line_awaited", _order_line.c.due_on, sqlite_where=_awaited, postgresql_where=_awaited)


class ImportMappingRow(SQLModel, table=True):
    """What the user said about headers that were not recognised, by the signature of the header row."""

    __tablename__ = "import_mapping"
    signature: str = Field(sa_column=Column(String, primary_key=True))
    mapping: str = text()


METADATA = SQLModel.metadata
CALLING_STATES = tuple(sorted(state.value for state in CALLING))
