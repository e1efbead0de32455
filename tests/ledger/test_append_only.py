"""Nobody rewrites the ledger: the database itself refuses, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clock import Clock
from tests.databases import Databases
from tests.ledger.shops import Floor, a_day, everything

FORBIDDEN = [
    "UPDATE event SET quantity = 1",
    "UPDATE event SET reason = 'other' WHERE seq = 3",
    "UPDATE event SET recorded_at = recorded_at + 1 WHERE seq = 1",
    "UPDATE event SET seq = seq + 1000 WHERE seq = 1",
    "UPDATE event SET hash = hash WHERE seq = 1",
    "DELETE FROM event",
    "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
]
COLUMNS = (
    "recorded_at, action, card_id, item_id, cycle, from_state, to_state, quantity, quantity_after, marks_after, cause, "
    "previous, reverts, station_id, person, terminal, reason, scan_id, hash"
)
UPSERT = f"""INSERT INTO event (seq, {COLUMNS}) SELECT seq, {COLUMNS} FROM event WHERE seq = 3
ON CONFLICT (seq) DO UPDATE SET reason = 'other'"""
# SQLite's, PostgreSQL's.
WAYS_AROUND = {
    True: [
        f"INSERT OR REPLACE INTO event (seq, {COLUMNS}) SELECT seq, {COLUMNS} FROM event WHERE seq = 3",
        f"REPLACE INTO event (seq, {COLUMNS}) SELECT 3, {COLUMNS} FROM event WHERE seq = 4",
        "UPDATE OR REPLACE event SET seq = 2 WHERE seq = 3",
        UPSERT.replace("WHERE seq = 3", "WHERE seq = 3 AND true"),
    ],
    False: ["TRUNCATE event CASCADE", UPSERT],
}


def attempt(floor: Floor, statement: str) -> None:
    database = floor.session.database
    before = everything(floor.session)
    refused: Exception | None = None
    try:
        with database.write():
            database.execute(statement)
    except database.driver_error as error:
        refused = error
    assert refused is not None, "it was not refused"
    assert "append-only" in str(refused)
    assert everything(floor.session) == before


@pytest.fixture
def floor(databases: Databases, clock: Clock) -> Floor:
    shop = Floor(databases.session(), clock)
    a_day(shop)
    return shop


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_changing_or_deleting_entries_is_refused(floor: Floor, statement: str) -> None:
    attempt(floor, statement)


def test_the_databases_own_ways_around_are_refused_too(floor: Floor) -> None:
    for statement in WAYS_AROUND[floor.session.database.is_sqlite]:
        attempt(floor, statement)


def test_adding_entries_is_what_remains(floor: Floor) -> None:
    before = len(everything(floor.session)["event"])
    floor.done("urgent", "rack 2")
    assert len(everything(floor.session)["event"]) == before + 1


def test_without_the_triggers_the_same_statements_would_work(floor: Floor) -> None:
    drop_triggers(floor)
    with floor.session.database.write():
        floor.session.database.execute("UPDATE event SET reason = 'other' WHERE seq = 3")
    assert [row for row in everything(floor.session)["event"] if "other" in row]


def drop_triggers(floor: Floor) -> None:
    """What somebody with the file or the server in his hands could do; the audit is for him."""
    database: Any = floor.session.database
    if database.is_sqlite:
        for (name,) in database.fetch_all("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER {name}")
        return
    database.execute("ALTER TABLE event DISABLE TRIGGER USER")
