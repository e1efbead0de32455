"""Rows to the domain's values. Reading is by plain rows into frozen dataclasses, never through ORM objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.domain.codes import code_of
from kanban_app.domain.events import CardEvent, Rules
from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.ledger import GENESIS
from kanban_app.domain.loops import Loop, LoopKind, PrintRule, Step
from kanban_app.domain.orders import LineStatus
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from kanban_app.store.database import Database
from kanban_app.store.instants import from_us, from_us_or_none
from kanban_app.store.problems import FileProblem, StoreError
from kanban_app.store.tables import METADATA

_STATES = {state.value: state for state in CardState}
_ACTIONS = {action.value: action for action in Action}
# An unknown word, a text where a number was, an instant that no calendar has: a damaged file.
_NOT_OURS = (KeyError, TypeError, ValueError, OverflowError)
_PRINT_REASONS: dict[str | None, PrintReason | None] = {None: None, **{r.value: r for r in PrintReason}}


def card_from_row(row: Sequence[Any]) -> Card:
    """The card of one row in the order of the table's columns. Raises StoreError for what no program of ours wrote."""
    try:
        return _card(row)
    except _NOT_OURS as error:
        raise StoreError(FileProblem.DAMAGED, "", f"card {row[0]}: {error!r}") from error


def _card(row: Sequence[Any]) -> Card:
    return Card(
        row[0],
        row[1],
        row[2],
        row[3],
        _STATES[row[4]],
        row[5],
        row[6],
        row[7],
        from_us(row[8]),
        from_us_or_none(row[9]),
        from_us_or_none(row[10]),
        from_us_or_none(row[11]),
        bool(row[12]),
        bool(row[13]),
        bool(row[14]),
        bool(row[15]),
        row[16],
        row[17],
        row[18],
        row[19],
        _PRINT_REASONS[row[20]],
        row[21],
        row[22],
        row[23],
    )


def event_from_row(row: Sequence[Any]) -> CardEvent:
    """The ledger entry of one row in the order of the table's columns. Raises StoreError as card_from_row."""
    try:
        return _event(row)
    except _NOT_OURS as error:
        raise StoreError(FileProblem.DAMAGED, "", f"entry {row[0]}: {error!r}") from error


def _event(row: Sequence[Any]) -> CardEvent:
    return CardEvent(
        row[0],
        from_us(row[1]),
        _ACTIONS[row[2]],
        row[3],
        row[4],
        row[5],
        _STATES[row[6]],
        _STATES[row[7]],
        row[8],
        row[9],
        row[10],
        row[11],
        row[12] or 0,
        row[13],
        row[14],
        row[15],
        row[16],
        row[17],
        row[18],
    )


@dataclass(frozen=True, slots=True)
class Head:
    """Where the ledger ends: version of the structure, newest sequence number and its hash."""

    structure_version: int
    last_seq: int
    last_hash: bytes


def read_head(database: Database) -> Head:
    """Where the ledger ends now."""
    row = database.fetch_one(database.statements.head)
    assert row is not None, "a plant has its one row"
    return Head(row[0], row[1] or 0, bytes(row[2]) if row[2] else GENESIS)


@dataclass(frozen=True, slots=True)
class PlantInfo:
    """The plant itself: its name, language of its cards, settings and when it was made."""

    name: str
    language: str
    created_at: datetime
    code_offset: int
    print_folder: str
    rules: Rules


def read_plant(database: Database) -> PlantInfo:
    """The plant's one row."""
    row = database.core.execute(select(METADATA.tables["plant"])).one()._mapping
    rules = Rules(bool(row["refuse_on_shortage"]), row["double_scan_window_s"], row["undo_window_s"])
    created_at = from_us(row["created_at"])
    return PlantInfo(row["name"], row["language"], created_at, row["code_offset"], row["print_folder"], rules)


# What was made for choices is at rest where no line is open, no loop keeps it, no card is about, nothing is made of it.
# In plain words, for the tables of demand are not declared where only the structure is read.
_AT_REST = f"""
SELECT item_id FROM configuration
WHERE item_id NOT IN (SELECT item_id FROM order_line WHERE status IN ('{LineStatus.OPEN}', '{LineStatus.CONFIRMED}'))
AND item_id NOT IN (SELECT component_id FROM bom_line)
AND NOT EXISTS (
    SELECT 1 FROM loop WHERE loop.item_id = configuration.item_id AND (
        loop.card_count > 0
        OR EXISTS (SELECT 1 FROM card WHERE card.loop_id = loop.id AND card.state != '{CardState.RETIRED}')
    )
)
"""  # noqa: S608 - constants


def read_at_rest(database: Database) -> frozenset[int]:
    """The items made for choices of which nothing is ordered, kept or about any more."""
    return frozenset(row[0] for row in database.fetch_all(_AT_REST))


def read_structure(database: Database) -> Structure:
    """Everything that changes seldom."""
    tables = METADATA.tables
    rows = {
        name: database.core.execute(select(tables[name]).order_by(*tables[name].primary_key.columns)).all()
        for name in ("station", "item", "loop")
    }
    bom = tables["bom_line"]
    lines = database.core.execute(select(bom).order_by(bom.c.parent_id, bom.c.place, bom.c.component_id)).all()
    return Structure(
        (Station(row.id, row.name, StationKind(row.kind), row.location, row.served_from_id) for row in rows["station"]),
        (_item(row) for row in rows["item"]),
        (BomLine(row.parent_id, row.component_id, Fraction(row.numerator, row.denominator)) for row in lines),
        (_loop(row) for row in rows["loop"]),
        read_head(database).structure_version,
        read_at_rest(database),
    )


def _item(row: Any) -> Item:
    return Item(row.id, row.code, row.description, row.unit, row.decimals, row.category, row.unit_cost, row.picture)


def _loop(row: Any) -> Loop:
    return Loop(
        id=row.id,
        item_id=row.item_id,
        source_id=row.source_id,
        consumer_id=row.consumer_id,
        kind=LoopKind(row.kind),
        container_quantity=row.container_quantity,
        card_count=row.card_count,
        lot_cards=row.lot_cards,
        safety_cards=row.safety_cards,
        lead_time_minutes=row.lead_time_minutes,
        in_use=Step(row.in_use),
        in_process=Step(row.in_process),
        in_transit=Step(row.in_transit),
        scan_only=bool(row.scan_only),
        suspended=bool(row.suspended),
        priority=row.priority,
        share=row.share,
        over_tolerance_percent=row.over_tolerance_percent,
        under_tolerance_percent=row.under_tolerance_percent,
        rest_on_order=bool(row.rest_on_order),
        print_rule=PrintRule(row.print_rule),
        container_type=row.container_type,
        source_location=row.source_location,
        consumer_location=row.consumer_location,
        revision=row.revision,
        revised_at=from_us_or_none(row.revised_at),
    )


def read_cards(database: Database) -> list[Card]:
    """Every card, retired ones included (10,000 cards: about 20 ms)."""
    table = METADATA.tables["card"]
    columns = ", ".join(column.name for column in table.columns)
    return [card_from_row(row) for row in database.fetch_all(f"SELECT {columns} FROM card")]  # noqa: S608 - constants


class StoredCards:
    """The booking's CardSource over one connection, inside its transaction. Cards read once are kept for it."""

    def __init__(self, database: Database, code_offset: int) -> None:
        self._database = database
        self._code_offset = code_offset
        self._cards: dict[int, Card] = {}
        self._loops: dict[int, list[Card]] = {}
        self._last_id: int | None = None

    def card(self, card_id: int) -> Card:
        """The card as committed. Raises KeyError for an id that never was."""
        known = self._cards.get(card_id)
        if known is None:
            row = self._database.fetch_one(self._database.statements.card, (card_id,))
            if row is None:
                raise KeyError(card_id)
            known = self._cards[card_id] = card_from_row(row)
        return known

    def card_by_code(self, code: str) -> Card | None:
        """The card with this code, or None."""
        row = self._database.fetch_one(self._database.statements.card_by_code, (code,))
        if row is None:
            return None
        return self._cards.setdefault(row[0], card_from_row(row))

    def cards_of(self, loop_ids: tuple[int, ...]) -> list[Card]:
        """Every card of these loops that is not retired."""
        found: list[Card] = []
        for loop_id in loop_ids:
            cards = self._loops.get(loop_id)
            if cards is None:
                rows = self._database.fetch_all(self._database.statements.cards_of_loop, (loop_id,))
                cards = self._loops[loop_id] = [self._cards.setdefault(row[0], card_from_row(row)) for row in rows]
            found += cards
        return found

    def in_stock(self, loop_id: int) -> Iterator[Card]:
        """The cards of this loop that hold stock and are not on hold, longest full first, each made when asked for."""
        for row in self._database.fetch_each(self._database.statements.stock_of_loop, (loop_id,)):
            yield self._cards.get(row[0]) or self._cards.setdefault(row[0], card_from_row(row))

    def trips_of_retired(self, loop_id: int) -> int:
        """How often the cards went round that have left this loop for good; a replaced card lives on in its heir."""
        row = self._database.fetch_one(self._database.statements.trips_of_retired, (loop_id,))
        return int(row[0]) if row and row[0] else 0

    def event(self, seq: int) -> CardEvent:
        """The ledger entry with this number. Raises KeyError."""
        row = self._database.fetch_one(self._database.statements.event, (seq,))
        if row is None:
            raise KeyError(seq)
        return event_from_row(row)

    def events_from(self, seq: int) -> Iterator[CardEvent]:
        """Ledger entries from this number on; read one by one, because a caller stops early."""
        while (row := self._database.fetch_one(self._database.statements.event, (seq,))) is not None:
            yield event_from_row(row)
            seq += 1

    def new_identity(self) -> tuple[int, str]:
        """The next unused card id and its code."""
        if self._last_id is None:
            row = self._database.fetch_one(self._database.statements.card_ids)
            self._last_id = (row[0] if row else 0) or 0
        self._last_id += 1
        return self._last_id, code_of(self._last_id, self._code_offset)
