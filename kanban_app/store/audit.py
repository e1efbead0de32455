"""The audit: the seven invariants of the domain page, section 6, checked by replaying the ledger.

`check_chain` is the quick one for every opening: a self-join on the chain that sees lost, doubled and illegal steps.
`audit` is the whole one: only the hash chain sees a changed quantity or time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kanban_app.domain.ledger import FIELDS, CardReplay, Finding, Replayed, replay
from kanban_app.store.database import Database
from kanban_app.store.tables import CALLING_STATES

_CHUNK = 10_000
_NO_NULLS = {"cause", "previous", "reverts", "station_id"}
_COLUMNS = ", ".join(f"coalesce({name}, 0)" if name in _NO_NULLS else name for name in FIELDS)
_ENTRIES = f"SELECT {_COLUMNS} FROM event ORDER BY seq"  # noqa: S608 - constants
_MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Audited:
    """The findings (none: the books balance), and how much was read."""

    findings: tuple[Finding, ...]
    entry_count: int
    card_count: int
    last_seq: int


def audit(
    database: Database,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Audited:
    """Replay the whole ledger in one view and compare it with the tables. `progress` gets the entries read so far.

    Stops after 200 findings: the first ones tell. Raises InterruptedError when cancelled.
    """
    found: list[Finding] = []
    replayed = Replayed()
    with database.read():
        for finding in replay(_entries(database, progress, cancelled), replayed):
            found.append(finding)
            if len(found) >= _MOST_FINDINGS:
                break
        if len(found) < _MOST_FINDINGS:
            found += _against_tables(database, replayed)
        found += check_pages(database)
        card_count = _number(database, "SELECT count(*) FROM card")
    return Audited(tuple(found[:_MOST_FINDINGS]), replayed.entry_count, card_count, replayed.last_seq)


def check_pages(database: Database) -> tuple[Finding, ...]:
    """Whether SQLite finds its own pages, indexes and references in order; a server looks after its own."""
    if not database.is_sqlite:
        return ()
    said = database.fetch_all("PRAGMA integrity_check(1)")
    sound = said == [("ok",)] and database.fetch_one("PRAGMA foreign_key_check") is None
    return () if sound else (Finding(2, "pages"),)


def _entries(
    database: Database, progress: Callable[[int], None] | None, cancelled: Callable[[], bool]
) -> Iterator[tuple[Any, ...]]:
    cursor = database.raw.cursor()
    cursor.execute(_ENTRIES)
    count = 0
    while rows := cursor.fetchmany(_CHUNK):
        if cancelled():
            raise InterruptedError
        if database.is_sqlite:
            yield from rows
        else:
            yield from ((*row[:-1], bytes(row[-1])) for row in rows)
        count += len(rows)
        if progress:
            progress(count)
    cursor.close()


def _number(database: Database, statement: str) -> int:
    row = database.fetch_one(statement)
    return int(row[0]) if row and row[0] is not None else 0


def _against_tables(database: Database, replayed: Replayed) -> Iterator[Finding]:
    yield from _card_counts(database)
    yield from _card_states(database, replayed)
    yield from _signals(database)
    yield from _pieces(database, replayed)
    yield from _acknowledged(database, replayed)


def _card_counts(database: Database) -> Iterator[Finding]:
    """1: the cards of a loop by state add up to the cards issued less the retired ones."""
    rows = database.fetch_all(
        # Counted first, then joined: a join of every loop with every card took 8 s at 50,000 cards.
        "SELECT loop.id, counted.first_id FROM loop LEFT JOIN (SELECT loop_id, count(*) AS cards, min(id) AS first_id "
        "FROM card GROUP BY loop_id) AS counted ON counted.loop_id = loop.id "
        "WHERE coalesce(counted.cards, 0) <> loop.issued_count"
    )
    yield from (Finding(1, "card_count", card_id=row[1] or 0) for row in rows)


def _card_states(database: Database, replayed: Replayed) -> Iterator[Finding]:
    """2: replaying the ledger gives the state table, to the piece. A card without entries must be new."""
    rows = database.fetch_all(
        "SELECT id, state, quantity, cycle, on_hold, urgent, short_at_source, last_event FROM card"
    )
    for card_id, state, quantity, cycle, on_hold, urgent, short, last_event in rows:
        marks = bool(on_hold) + 2 * bool(urgent) + 4 * bool(short)
        told = replayed.cards.pop(card_id, CardReplay("new", 0, 0, 0, 0))
        if told != (state, quantity, cycle, marks, last_event):
            code = "entry_missing" if last_event > replayed.last_seq else "card_state"
            yield Finding(7 if code == "entry_missing" else 2, code, last_event, card_id)
    yield from (Finding(1, "card_missing", card_id=card_id) for card_id in replayed.cards)


def _signals(database: Database) -> Iterator[Finding]:
    """3: exactly one open signal per card that calls, none otherwise."""
    calling = ", ".join(f"'{state}'" for state in CALLING_STATES)
    rows = database.fetch_all(
        f"SELECT id FROM card WHERE state IN ({calling}) "  # noqa: S608 - constants
        "AND id NOT IN (SELECT card_id FROM signal WHERE closed_at IS NULL)"
    )
    yield from (Finding(3, "signal_missing", card_id=row[0]) for row in rows)
    rows = database.fetch_all(
        "SELECT card_id FROM signal JOIN card ON card.id = signal.card_id WHERE closed_at IS NULL "  # noqa: S608
        f"AND (state NOT IN ({calling}) OR card.cycle <> signal.cycle)"
    )
    yield from (Finding(3, "signal_surplus", card_id=row[0]) for row in rows)


def _pieces(database: Database, replayed: Replayed) -> Iterator[Finding]:
    """4: pieces in less pieces out are the pieces held, per item."""
    held = dict(
        database.fetch_all(
            "SELECT loop.item_id, sum(card.quantity) FROM card JOIN loop ON loop.id = card.loop_id "
            "GROUP BY loop.item_id"
        )
    )
    for item_id in held.keys() | replayed.balance.keys():
        if int(held.get(item_id, 0)) != replayed.balance.get(item_id, 0):
            yield Finding(4, "pieces_held", item_id=item_id)


def _acknowledged(database: Database, replayed: Replayed) -> Iterator[Finding]:
    """7: whatever a terminal was told is booked stands in the ledger under its scan id."""
    rows: Iterable[tuple[Any, ...]] = database.fetch_all(
        "SELECT request.first_seq, request.card_id FROM request LEFT JOIN event ON event.seq = request.first_seq "
        "WHERE request.first_seq > 0 AND (event.seq IS NULL OR event.scan_id <> request.scan_id)"
    )
    yield from (Finding(7, "acknowledged_missing", seq=row[0], card_id=row[1] or 0) for row in rows)


def check_chain(database: Database) -> tuple[Finding, ...]:
    """The quick check: every entry continues its card's entry before, and the newest entries are the cards' states."""
    with database.read():
        broken = database.fetch_all(
            "SELECT e.seq, e.card_id FROM event e LEFT JOIN event p ON p.seq = e.previous "
            "WHERE coalesce(p.card_id, e.card_id) <> e.card_id OR coalesce(p.to_state, 'new') <> e.from_state "
            "OR (e.previous IS NULL) <> (p.seq IS NULL) LIMIT 20"
        )
        ends = database.fetch_all(
            "SELECT c.last_event, c.id FROM card c LEFT JOIN event e ON e.seq = c.last_event "
            "WHERE (e.seq IS NULL AND (c.last_event <> 0 OR c.state <> 'new')) OR e.card_id <> c.id "
            "OR e.to_state <> c.state OR e.quantity_after <> c.quantity LIMIT 20"
        )
        gap = _number(database, "SELECT count(*) - coalesce(max(seq), 0) FROM event")
        doubled = [] if broken else _doubled(database)
    found = [Finding(2, "chain", row[0], row[1]) for row in (*broken, *doubled)]
    found += [Finding(2, "card_state", row[0], row[1]) for row in ends]
    return tuple(found + ([Finding(5, "gap")] if gap else []))


def _doubled(database: Database) -> list[tuple[Any, ...]]:
    """(number, card) of entries that continue where another one continues already.

    Every entry is either the one before of exactly one other, or its card's newest: so the sums agree, which costs one
    pass. Only where they do not, the culprits are looked for.
    """
    entries = _number(database, "SELECT sum(seq) - sum(coalesce(previous, 0)) FROM event")
    if entries == _number(database, "SELECT sum(last_event) FROM card"):
        return []
    found = database.fetch_all(
        "SELECT max(seq), max(card_id) FROM event GROUP BY coalesce(previous, -card_id) HAVING count(*) > 1 "
        "ORDER BY 1 LIMIT 20"
    )
    return found or [(0, 0)]
