"""The statements of till sales, compiled once as those of a scan (`store.statements`), for batches of lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Dialect, bindparam, func, insert, literal_column, select, update
from sqlalchemy.sql.expression import Executable

from kanban_app.domain.cards import HOLDING
from kanban_app.store.database import Database
from kanban_app.store.statements import postgresql_dialect, sqlite_dialect
from kanban_app.store.till_tables import METADATA

MARKS_AT_ONCE = 200
"""So many marks of one day are asked about with one statement; fewer are filled up with the last one."""
FILE_COUNTS = (
    *("ended_at", "state", "line_count", "booked", "refunds", "already_booked", "unknown", "no_goods", "bad"),
    *("without_loop", "signals", "pieces"),
)

_card = METADATA.tables["card"]
_file, _line, _waiting, _carried = (
    METADATA.tables[name] for name in ("till_file", "till_line", "till_waiting", "till_carried")
)
_HOLDING: tuple[ColumnElement[str], ...] = tuple(literal_column(f"'{state.value}'") for state in sorted(HOLDING))
_NOBODYS: ColumnElement[str] = literal_column("''")


@dataclass(frozen=True, slots=True)
class TillStatements:
    """SQL texts in the database's own parameter style; each comment names the parameters in order."""

    marks_of_day: str  # day, MARKS_AT_ONCE marks
    insert_line: str  # day, mark
    insert_waiting: str  # day, mark, code, station_id, file_id, quantity
    drop_waiting: str  # day, mark
    waiting_of_day: str  # day, MARKS_AT_ONCE marks
    stock_by_loop: str
    carried: str  # station_id
    insert_carried: str  # station_id, item_id, steps
    update_carried: str  # steps, station_id, item_id
    update_file: str  # FILE_COUNTS, id


def till_statements(database: Database) -> TillStatements:
    """The statements for this database."""
    return _compiled("sqlite" if database.is_sqlite else "postgresql")


@cache
def _compiled(name: str) -> TillStatements:
    dialect = sqlite_dialect() if name == "sqlite" else postgresql_dialect()

    def marks(table: str) -> str:
        columns = METADATA.tables[table].c
        asked: list[BindParameter[int]] = [bindparam(f"mark_{place}") for place in range(MARKS_AT_ONCE)]
        of_day = columns.day == bindparam("known_day")
        return _text(select(columns.mark).where(of_day, columns.mark.in_(asked)), dialect)

    waiting_key = (_waiting.c.day == bindparam("known_day")) & (_waiting.c.mark == bindparam("known_mark"))
    at_station = _carried.c.station_id == bindparam("known_station")
    carried_key = at_station & (_carried.c.item_id == bindparam("known_item"))
    free = (_card.c.state.in_(_HOLDING), _card.c.on_hold.is_(False), _card.c.order_reference == _NOBODYS)
    return TillStatements(
        marks_of_day=marks("till_line"),
        insert_line=_text(_insert("till_line", ("day", "mark")), dialect),
        insert_waiting=_text(
            _insert("till_waiting", ("day", "mark", "code", "station_id", "file_id", "quantity")), dialect
        ),
        drop_waiting=_text(_waiting.delete().where(waiting_key), dialect),
        waiting_of_day=marks("till_waiting"),
        stock_by_loop=_text(
            select(_card.c.loop_id, func.sum(_card.c.quantity)).where(*free).group_by(_card.c.loop_id), dialect
        ),
        carried=_text(select(_carried.c.item_id, _carried.c.steps).where(at_station), dialect),
        insert_carried=_text(_insert("till_carried", ("station_id", "item_id", "steps")), dialect),
        update_carried=_text(update(_carried).where(carried_key).values(steps=bindparam("steps")), dialect),
        update_file=_text(
            update(_file)
            .where(_file.c.id == bindparam("known_id"))
            .values({name: bindparam(name) for name in FILE_COUNTS}),
            dialect,
        ),
    )


def _insert(table: str, names: tuple[str, ...]) -> Executable:
    return insert(METADATA.tables[table]).values({name: bindparam(name) for name in names})


def _text(statement: Executable, dialect: Dialect) -> str:
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    given = [name for name, value in compiled.params.items() if value is not None]
    assert not given, f"constants must stand in the text, not be parameters: {given}"
    return str(compiled)
