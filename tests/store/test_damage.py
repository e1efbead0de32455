"""Damaged files: whatever bit is wrong, it is noticed or it changes nothing that was booked.

SQLite itself has no checksums; the ledger's hash chain and the state table that it must replay to are what notices.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kanban_app.operations.auditing import audit, quick_check
from kanban_app.operations.plants import PlantProblem
from kanban_app.operations.shop import Shop
from kanban_app.store import sqlite
from kanban_app.store.database import Database
from tests.clock import Clock
from tests.databases import CREATED_AT, SqliteFiles, fast_folder, sqlite_files
from tests.store.small_plant import live, plant_it

FLIPS = int(os.environ.get("KANBAN_TEST_FLIPS", "300"))
SEED = int(os.environ.get("KANBAN_TEST_SEED", "1"))
# What was booked: who has what, where and since which entry. Nothing of it may be wrong without being noticed.
BOOKED = {
    "event": "SELECT * FROM event ORDER BY seq",
    "card": "SELECT id, state, quantity, cycle, on_hold, urgent, short_at_source, last_event FROM card ORDER BY id",
    "issued": "SELECT loop_id, count(*) FROM card GROUP BY loop_id ORDER BY loop_id",
    "signal": "SELECT card_id, cycle FROM signal WHERE closed_at IS NULL ORDER BY card_id",
}
# An empty reference and a zero are the same to whoever reads an entry.
REFERENCES = slice(11, 15)


def booked(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    found = {name: [tuple(row) for row in database.fetch_all(query)] for name, query in BOOKED.items()}
    found["event"] = [(*row[:11], *(part or 0 for part in row[REFERENCES]), *row[15:]) for row in found["event"]]
    return found


@pytest.fixture(scope="module")
def sound() -> Iterator[tuple[Path, bytes, dict[str, list[tuple[Any, ...]]]]]:
    """A plant with history, closed: a path to write spoilt copies to, its bytes, what was booked."""
    with TemporaryDirectory(dir=fast_folder()) as folder, sqlite_files(Path(folder)) as files:
        session = files.session()
        plant_it(session, CREATED_AT)
        live(session, CREATED_AT, rounds=6)
        assert audit(session).ok
        truth = booked(session.database)
        place = session.database.place
        session.database.close()
        assert isinstance(place, Path)
        yield place, place.read_bytes(), truth


def looked_at(path: Path, truth: dict[str, list[tuple[Any, ...]]]) -> str:
    """How a file is found: refused, damaged (an audit tells), harmless, or wrong without a word."""
    try:
        shop = Shop(path)
    except PlantProblem as problem:
        return f"refused: {problem.problem}"
    try:
        quick = shop.read(quick_check).result()
        report = shop.audit().result()
        if not (quick.ok and report.ok):
            return "an audit tells"
        found = shop.read(lambda session: booked(session.database)).result()
    except PlantProblem as problem:
        return f"refused while reading: {problem.problem}"
    finally:
        shop.close()
    return "harmless" if found == truth else "wrong without a word"


def write_fresh(path: Path, data: bytes) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    path.write_bytes(data)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def flip_many(sound: tuple[Path, bytes, Any], count: int, look: Callable[[Path, Any], str]) -> Counter[str]:
    path, data, truth = sound
    chance = random.Random(SEED)
    found: Counter[str] = Counter()
    for _ in range(count):
        bit = chance.randrange(len(data) * 8)
        write_fresh(path, flipped(data, bit))
        told = look(path, truth)
        found[told] += 1
        assert told != "wrong without a word" or look is not looked_at, f"bit {bit}, seed {SEED}"
    return found


def test_a_flipped_bit_is_noticed_or_changes_nothing_that_was_booked(sound: tuple[Path, bytes, Any]) -> None:
    found = flip_many(sound, FLIPS, looked_at)
    print(f"{FLIPS} flips: {dict(found)}")
    assert found["an audit tells"] > 0
    assert found["refused: damaged"] > 0
    assert sum(found.values()) == FLIPS


def test_without_the_audit_flipped_bits_would_go_unnoticed(sound: tuple[Path, bytes, Any]) -> None:
    """The negative control: SQLite's own check finds wrong quantities, times and names in order."""

    def only_sqlite(path: Path, truth: dict[str, list[tuple[Any, ...]]]) -> str:
        try:
            connection = sqlite.connect(path)
        except Exception:
            return "refused"
        try:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "refused"
            rows = connection.execute(BOOKED["event"]).fetchall()
        except Exception:
            return "refused"
        finally:
            connection.close()
        events = [(*row[:11], *(part or 0 for part in row[REFERENCES]), *row[15:]) for row in rows]
        return "harmless" if events == truth["event"] else "wrong without a word"

    assert flip_many(sound, min(FLIPS, 300), only_sqlite)["wrong without a word"] > 0


@pytest.mark.parametrize("cut", [1, 100, 511, 1_000, 4_096, 10_000, 40_000, 100_000])
def test_a_file_that_lost_its_end_is_noticed(sound: tuple[Path, bytes, Any], cut: int) -> None:
    path, data, truth = sound
    write_fresh(path, data[:-cut])
    assert looked_at(path, truth) in ("refused: damaged", "refused while reading: damaged", "an audit tells")


@pytest.mark.parametrize("size", [1, 15, 16, 99, 100, 512, 1_024])
def test_a_file_of_which_only_the_beginning_is_left_is_noticed(sound: tuple[Path, bytes, Any], size: int) -> None:
    path, data, truth = sound
    write_fresh(path, data[:size])
    assert looked_at(path, truth) in ("refused: damaged", "refused: no_plant")


def test_pages_in_the_wrong_place_are_noticed(sound: tuple[Path, bytes, Any]) -> None:
    path, data, truth = sound
    page = int.from_bytes(data[16:18], "big")
    pages = [data[start : start + page] for start in range(0, len(data), page)]
    chance = random.Random(SEED)
    for _ in range(10):
        shuffled = pages.copy()
        one, other = chance.sample(range(1, len(pages)), 2)
        shuffled[one], shuffled[other] = shuffled[other], shuffled[one]
        write_fresh(path, b"".join(shuffled))
        assert looked_at(path, truth) != "wrong without a word"


@pytest.mark.skipif(
    not sqlite.wal_is_safe(sqlite.LIBRARY.sqlite_version_info), reason="this library has no journal left"
)
def test_an_older_file_under_a_newer_journal_is_noticed(files: SqliteFiles, clock: Clock) -> None:
    """A restore by hand that forgets the journal beside the plant."""
    session = files.session()
    plant_it(session, clock())
    place = session.database.place
    assert isinstance(place, Path)
    session.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = place.read_bytes()
    now = live(session, clock(), rounds=2)
    session.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    live(session, now, rounds=2)
    journal = Path(f"{place}-wal").read_bytes()
    assert journal
    truth = booked(session.database)
    session.database.close()

    write_fresh(place, old)
    Path(f"{place}-wal").write_bytes(journal)
    assert looked_at(place, truth) in ("an audit tells", "refused: damaged", "refused while reading: damaged")
