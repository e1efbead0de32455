"""How a plant file is opened: journal, syncs, foreign keys, one library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from kanban_app.store import sqlite
from kanban_app.store.database import Database
from kanban_app.store.instants import from_us, to_us
from tests.clock import Clock
from tests.databases import Databases, SqliteFiles
from tests.store.small_plant import everything, live, plant_it

# https://sqlite.org/wal.html: mended in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines.
VERSIONS = [
    ((3, 34, 1), False),
    ((3, 40, 1), False),
    ((3, 44, 0), False),
    ((3, 44, 5), False),
    ((3, 44, 6), True),
    ((3, 44, 9), True),
    ((3, 45, 3), False),
    ((3, 49, 1), False),
    ((3, 50, 4), False),
    ((3, 50, 6), False),
    ((3, 50, 7), True),
    ((3, 51, 0), False),
    ((3, 51, 2), False),
    ((3, 51, 3), True),
    ((3, 52, 0), True),
    ((3, 53, 4), True),
    ((4, 0, 0), True),
]


@pytest.mark.parametrize(("version", "mended"), VERSIONS, ids=str)
def test_the_write_ahead_log_is_used_only_where_its_reset_is_mended(version: tuple[int, ...], mended: bool) -> None:
    assert sqlite.wal_is_safe(version) is mended


def pragma(database: Database, name: str) -> object:
    row = database.fetch_one(f"PRAGMA {name}")
    assert row is not None
    return row[0]


def test_a_plant_of_a_mended_library_has_a_write_ahead_log(files: SqliteFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: True)
    assert pragma(files.open(), "journal_mode") == "wal"


def test_a_plant_of_an_older_library_has_a_rollback_journal(
    files: SqliteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = files.plant()
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: False)
    assert pragma(files.open(place), "journal_mode") == "truncate"
    assert pragma(files.open(place), "journal_mode") == "truncate"


@pytest.mark.parametrize("safe", [True, False], ids=["wal", "truncate"])
def test_every_connection_keeps_the_rules(files: SqliteFiles, monkeypatch: pytest.MonkeyPatch, safe: bool) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: safe)
    database = files.open()
    full = 2
    assert pragma(database, "synchronous") == full
    assert pragma(database, "foreign_keys") == 1
    assert pragma(database, "trusted_schema") == 0
    assert pragma(database, "cell_size_check") == 1
    assert pragma(database, "mmap_size") == 0
    assert pragma(database, "busy_timeout") == sqlite.BUSY_TIMEOUT_MS
    assert pragma(database, "application_id") == sqlite.APPLICATION_ID


def test_a_connection_for_reading_changes_nothing(files: SqliteFiles) -> None:
    place = files.plant()
    assert isinstance(place, Path)
    reading = Database(place, read_only=True)
    try:
        with pytest.raises(OperationalError, match="readonly"):
            reading.core.exec_driver_sql("UPDATE plant SET name = 'other'")
    finally:
        reading.close()


def test_a_write_begins_at_once_so_that_a_second_one_waits_instead_of_failing(files: SqliteFiles) -> None:
    """A deferred transaction that has read may not write any more once another has written."""
    place = files.plant()
    first, second = files.open(place), files.open(place)
    first.execute("BEGIN")
    first.fetch_one("SELECT name FROM plant")
    with second.write():
        second.execute("UPDATE plant SET name = 'second'")
    with pytest.raises(second.driver_error, match="locked"):
        first.execute("UPDATE plant SET name = 'first'")
    first.execute("ROLLBACK")

    with first.write():
        first.execute("UPDATE plant SET name = 'first'")
    assert second.fetch_one("SELECT name FROM plant") == ("first",)


def test_what_is_raised_inside_a_write_leaves_everything_as_it_was(databases: Databases, clock: Clock) -> None:
    session = databases.session()
    plant_it(session, clock())
    before = everything(session.database)

    def break_off() -> None:
        with session.database.write():
            session.database.execute("UPDATE plant SET name = 'half'")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert everything(session.database) == before
    with session.database.write():
        session.database.execute("UPDATE plant SET name = 'whole'")
    assert session.database.fetch_one("SELECT name FROM plant") == ("whole",)


def test_a_view_stays_the_same_while_another_terminal_books(databases: Databases, clock: Clock) -> None:
    place = databases.plant()
    session, other = databases.session(place), databases.session(place)
    plant_it(session, clock())
    with session.database.read():
        before = session.database.fetch_one("SELECT count(*) FROM event")
        live(other, clock())
        assert session.database.fetch_one("SELECT count(*) FROM event") == before
    assert session.database.fetch_one("SELECT count(*) FROM event") != before


def test_a_commit_of_another_connection_is_noticed(databases: Databases) -> None:
    place = databases.plant()
    looking, other = databases.open(place), databases.open(place)
    before = looking.data_version()
    assert looking.data_version() == before
    with other.write():
        other.execute("UPDATE plant SET name = 'other'")
    assert looking.data_version() != before


def test_one_library_opens_every_plant_file() -> None:
    from tests.architecture.sources import sources

    opening = {
        source.name
        for source in sources("kanban_app")
        if "import sqlite3" in source.text or "import pysqlite3" in source.text
    }
    assert opening == {"kanban_app/store/sqlite.py"}


@pytest.mark.parametrize("name", ["plain", "50% off #1?", "Büro Åsa", "a&b=c;mode=ro", 'it\'s "here"', "trailing "])
def test_a_plant_may_have_any_name_that_a_file_may_have(fast_path: Path, clock: Clock, name: str) -> None:
    from kanban_app.operations.plants import new_plant, open_session

    path = new_plant(fast_path / name / f"{name}.kanban", name, now=clock())
    session = open_session(path)
    assert session.plant.name == name
    session.database.close()
    assert [file.name for file in path.parent.iterdir()] == [f"{name}.kanban"]


def test_instants_are_kept_to_the_microsecond_and_before_1970_too() -> None:
    for moment in (
        datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ):
        assert from_us(to_us(moment)) == moment
        assert to_us(moment + timedelta(microseconds=1)) == to_us(moment) + 1
