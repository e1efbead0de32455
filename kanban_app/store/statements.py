"""Statements: declared once in SQLAlchemy Core over the tables, compiled once per database, run by its own cursor.

A booking runs some six statements; through SQLAlchemy's execution each costs more than SQLite's own work. Compiled
ahead and run on the driver's cursor, the whole booking stays near the raw transaction (figures: `make bench`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Select, bindparam, func, insert, literal_column, null, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import Executable

from kanban_app.domain.cards import HOLDING, CardState
from kanban_app.domain.ledger import FIELDS
from kanban_app.store.tables import METADATA

card, signal, event, request = (METADATA.tables[name] for name in ("card", "signal", "event", "request"))
plant, refusal, print_, loop = (METADATA.tables[name] for name in ("plant", "refusal", "print", "loop"))

CARD_COLUMNS = tuple(column.name for column in card.columns)
EVENT_COLUMNS = FIELDS
REFUSAL_COLUMNS = tuple(column.name for column in refusal.columns if column.name != "id")
# A constant in the text, so that the partial index on active cards can be used.
_RETIRED: ColumnElement[str] = literal_column(f"'{CardState.RETIRED.value}'")
_HOLDING: tuple[ColumnElement[str], ...] = tuple(literal_column(f"'{state.value}'") for state in sorted(HOLDING))
# Given when a card is issued. A key in an update costs its check, changed or not: `replaces_id` a fifth of the update.
_GIVEN = ("id", "code", "loop_id", "number", "single_use", "replaces_id")
_CHANGING = tuple(name for name in CARD_COLUMNS if name not in _GIVEN)


def _values(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}


def _card_select() -> Select[Any]:
    return select(*card.columns)


@dataclass(frozen=True, slots=True)
class Statements:
    """The SQL texts of the way of a scan, in the database's own parameter style, by position.

    Each comment names the parameters in order.
    """

    head: str
    card: str  # id
    card_by_code: str  # code
    cards_of_loop: str  # loop_id
    stock_of_loop: str  # loop_id
    trips_of_retired: str  # loop_id
    event: str  # seq
    events_from: str  # seq
    card_ids: str
    insert_card: str  # CARD_COLUMNS
    update_card: str  # _CHANGING, then known id, state, last_event
    insert_event: str  # EVENT_COLUMNS
    open_signal: str  # card_id, cycle, opened_at, released_at, due_at
    release_signal: str  # released_at, due_at, card_id
    close_signal: str  # closed_at, card_id
    reopen_signal: str  # card_id, cycle
    drop_signal: str  # card_id
    request: str  # scan_id
    insert_request: str  # scan_id, recorded_at, first_seq, last_seq, action, card_id, code
    prune_requests: str  # recorded_at
    insert_refusal: str  # recorded_at, code, scanned, action, card_id, station_id, person, terminal, scan_id
    count_issued: str  # count, loop_id


def compiled_for(dialect: Dialect) -> Statements:
    """Compile every statement for this database. `dialect` must use a positional parameter style."""

    def text(statement: Executable) -> str:
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        given = [name for name, value in compiled.params.items() if value is not None]
        assert not given, f"constants must stand in the text, not be parameters: {given}"
        return str(compiled)

    known = (card.c.id == bindparam("known_id")) & (card.c.state == bindparam("known_state"))
    known &= card.c.last_event == bindparam("known_event")
    open_one = (signal.c.card_id == bindparam("known_card")) & signal.c.closed_at.is_(None)
    newest = event.c.seq == select(func.max(event.c.seq)).scalar_subquery()
    return Statements(
        head=text(
            select(plant.c.structure_version, event.c.seq, event.c.hash).select_from(plant.outerjoin(event, newest))
        ),
        card=text(_card_select().where(card.c.id == bindparam("id"))),
        card_by_code=text(_card_select().where(card.c.code == bindparam("code"))),
        cards_of_loop=text(_card_select().where(card.c.loop_id == bindparam("loop_id"), card.c.state != _RETIRED)),
        stock_of_loop=text(
            _card_select()
            .where(card.c.loop_id == bindparam("loop_id"), card.c.state != _RETIRED)
            .where(card.c.state.in_(_HOLDING), card.c.on_hold.is_(False))
            .order_by(func.coalesce(card.c.full_at, card.c.since_at), card.c.id)
        ),
        trips_of_retired=text(
            select(func.sum(card.c.cycle)).where(
                card.c.loop_id == bindparam("loop_id"), card.c.state == _RETIRED, card.c.replaced_by_id.is_(None)
            )
        ),
        event=text(select(*event.columns).where(event.c.seq == bindparam("seq"))),
        events_from=text(select(*event.columns).where(event.c.seq >= bindparam("seq")).order_by(event.c.seq)),
        card_ids=text(select(func.max(card.c.id))),
        insert_card=text(insert(card).values(_values(CARD_COLUMNS))),
        update_card=text(update(card).where(known).values(_values(_CHANGING))),
        insert_event=text(insert(event).values(_values(EVENT_COLUMNS))),
        open_signal=text(insert(signal).values(_values(("card_id", "cycle", "opened_at", "released_at", "due_at")))),
        release_signal=text(update(signal).where(open_one).values(_values(("released_at", "due_at")))),
        close_signal=text(update(signal).where(open_one).values(_values(("closed_at",)))),
        reopen_signal=text(
            update(signal)
            .where(signal.c.card_id == bindparam("known_card"), signal.c.cycle == bindparam("known_cycle"))
            .values(closed_at=null())
        ),
        drop_signal=text(signal.delete().where(open_one)),
        request=text(select(*request.columns).where(request.c.scan_id == bindparam("scan_id"))),
        insert_request=text(insert(request).values(_values(tuple(column.name for column in request.columns)))),
        prune_requests=text(request.delete().where(request.c.recorded_at < bindparam("recorded_at"))),
        insert_refusal=text(insert(refusal).values(_values(REFUSAL_COLUMNS))),
        count_issued=text(
            update(loop)
            .where(loop.c.id == bindparam("known_loop"))
            .values(issued_count=loop.c.issued_count + bindparam("count"))
        ),
    )


def changing_columns() -> tuple[str, ...]:
    """The columns of a card that a booking may change, in the order of `update_card`."""
    return _CHANGING


def sqlite_dialect() -> Dialect:
    """SQLite with question marks."""
    return sqlite.dialect(paramstyle="qmark")


def postgresql_dialect() -> Dialect:
    """PostgreSQL through psycopg, with %s."""
    from sqlalchemy.dialects.postgresql import psycopg

    return psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
