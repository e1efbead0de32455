"""The bare counterpart of a booking: the same rows written by sqlite3 alone, every value worked out beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from kanban_app.domain.changes import Outcome
from kanban_app.domain.ledger import FIELDS
from kanban_app.store.statements import CARD_COLUMNS

_SIGNAL_COLUMNS = ("card_id", "cycle", "opened_at", "released_at", "due_at", "closed_at")
_COMPARED_TABLES = ("card", "signal", "event", "request")


@dataclass(frozen=True, slots=True)
class Written:
    """What one transaction writes: statements with the rows for each."""

    statements: tuple[tuple[str, tuple[tuple[object, ...], ...]], ...]

    def write(self, connection: Any) -> None:
        """Write it, in one transaction."""
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        for statement, rows in self.statements:
            if len(rows) == 1:
                cursor.execute(statement, rows[0])
            else:
                cursor.executemany(statement, rows)
        cursor.execute("COMMIT")


class Recorder:
    """Finds out which rows a booking wrote: runs it on a plant and compares the rows before and after."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._cards = {row[0]: row for row in connection.execute("SELECT * FROM card")}
        opened = connection.execute("SELECT * FROM signal WHERE closed_at IS NULL")
        self._signals = {row[:2]: row for row in opened}

    def written_by(self, book: Callable[[], Outcome]) -> Written:
        """Book, and answer what it wrote."""
        outcome = book()
        assert outcome.events, outcome
        cards = [self._row("SELECT * FROM card WHERE id = ?", card.id) for card in outcome.cards]
        groups: dict[str, list[tuple[object, ...]]] = {}
        for row in cards:
            _add(groups, self._card_change(row))
        for event in outcome.events:
            _add(groups, (_insert("event", len(FIELDS)), self._row("SELECT * FROM event WHERE seq = ?", event.seq)))
        for row in cards:
            _add(groups, self._signal_change(row[0]))
        scan_id = outcome.events[0].scan_id
        _add(groups, (_insert("request", 7), self._row("SELECT * FROM request WHERE scan_id = ?", scan_id)))
        return Written(tuple((statement, tuple(rows)) for statement, rows in groups.items()))

    def _row(self, statement: str, key: object) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._connection.execute(statement, (key,)).fetchone()
        return row

    def _card_change(self, now: tuple[Any, ...]) -> tuple[str, tuple[object, ...]]:
        before = self._cards[now[0]]
        self._cards[now[0]] = now
        changed = [place for place, value in enumerate(now) if value != before[place]]
        names = tuple(CARD_COLUMNS[place] for place in changed)
        return _update("card", names, ("id",)), (*(now[place] for place in changed), now[0])

    def _signal_change(self, card_id: int) -> tuple[str, tuple[object, ...]] | None:
        newest = "SELECT * FROM signal WHERE card_id = ? ORDER BY cycle DESC LIMIT 1"
        now = self._connection.execute(newest, (card_id,)).fetchone()
        if now is None:
            return None
        before = self._signals.get(now[:2])
        self._signals[now[:2]] = now
        if before is None and now[5] is None:
            return _insert("signal", len(_SIGNAL_COLUMNS)), now
        if before is None or before == now:
            return None
        changed = [place for place in range(6) if now[place] != before[place]]
        names = tuple(_SIGNAL_COLUMNS[place] for place in changed)
        return _update("signal", names, ("card_id", "cycle")), (*(now[place] for place in changed), *now[:2])


def _add(groups: dict[str, list[tuple[object, ...]]], change: tuple[str, tuple[object, ...]] | None) -> None:
    if change is not None:
        groups.setdefault(change[0], []).append(change[1])


@cache
def _insert(table: str, count: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * count)})"


@cache
def _update(table: str, names: tuple[str, ...], keys: tuple[str, ...]) -> str:
    chosen = " AND ".join(f"{name} = ?" for name in keys)
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE {chosen}"


def differing_tables(one: Any, other: Any, last_entries: int) -> list[str]:
    """The tables in which two plants differ; of the ledger only the newest entries are looked at."""
    return [table for table in _COMPARED_TABLES if _rows(one, table, last_entries) != _rows(other, table, last_entries)]


def _rows(connection: Any, table: str, last_entries: int) -> Iterable[tuple[Any, ...]]:
    newest = f" ORDER BY seq DESC LIMIT {last_entries}" if table == "event" else " ORDER BY 1, 2"
    found: list[tuple[Any, ...]] = connection.execute(f"SELECT * FROM {table}{newest}").fetchall()
    return found
