"""Yesterday's plant can always be brought back: copies under load, restored beside what stood there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kanban_app.operations.auditing import audit
from kanban_app.operations.plants import PlantProblem, backup, new_plant, open_session, restore
from kanban_app.operations.shop import Shop
from kanban_app.store import backup as store_backup
from kanban_app.store import sqlite
from kanban_app.store.database import Database
from kanban_app.store.problems import FileProblem
from tests.clock import MONDAY, Clock
from tests.store.small_plant import SHOP, SOLD, STORE, cards_of, everything, live, scan

COPIES_UNDER_LOAD = 12


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    database = Database(path, read_only=True)
    try:
        return everything(database)
    finally:
        database.close()


def ledger(path: Path) -> list[tuple[object, ...]]:
    return sorted(content(path)["event"])


def refused(call: Callable[[], object]) -> FileProblem:
    with pytest.raises(PlantProblem) as caught:
        call()
    return caught.value.problem


@pytest.mark.parametrize("safe", [True, False], ids=["wal", "truncate"])
def test_a_backup_under_load_is_a_whole_plant_of_one_moment(
    lived: Path, safe: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every copy balances, and its ledger is a beginning of the ledger that it was taken from."""
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: safe)
    stop = threading.Event()
    trouble: list[BaseException] = []
    session = open_session(lived)

    def book() -> None:
        now = MONDAY + timedelta(days=10)
        try:
            while not stop.is_set():
                for station in (SHOP, STORE, SHOP):
                    for card in cards_of(session.database, SOLD):
                        now += timedelta(minutes=1)
                        scan(session, now, card, station, f"{now:%d%H%M}{station}{card.id}")
        except BaseException as error:
            trouble.append(error)
        finally:
            session.database.close()

    booking = threading.Thread(target=book)
    booking.start()
    try:
        copies = [backup(lived, lived.with_name(f"copy-{number}.kanban")) for number in range(COPIES_UNDER_LOAD)]
    finally:
        stop.set()
        booking.join()
    assert not trouble
    whole = ledger(lived)
    lengths = []
    for number, copy in enumerate(copies):
        target, aside = restore(copy, lived.with_name(f"restored-{number}.kanban"), MONDAY)
        assert aside is None
        entries = ledger(target)
        assert entries == whole[: len(entries)]
        lengths.append(len(entries))
        restored = open_session(target)
        assert audit(restored).ok
        restored.database.close()
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1] <= len(whole)


def test_a_copy_of_the_bare_file_under_load_would_lose_bookings(lived: Path) -> None:
    """The negative control: copying the file as a person does leaves out what is still in the journal."""
    session = open_session(lived)
    live(session, MONDAY + timedelta(days=10))
    bare = lived.with_name("bare.kanban")
    bare.write_bytes(lived.read_bytes())
    whole = session.database.fetch_one("SELECT count(*) FROM event")
    proper = backup(lived, lived.with_name("proper.kanban"))
    session.database.close()
    if sqlite.wal_is_safe(sqlite.LIBRARY.sqlite_version_info):
        assert (len(ledger(bare)),) != whole
    assert (len(ledger(proper)),) == whole


def test_what_stood_there_is_put_aside_when_a_backup_comes_back(lived: Path) -> None:
    copy = backup(lived, lived.with_name("copy.kanban"))
    session = open_session(lived)
    live(session, MONDAY + timedelta(days=10))
    session.database.close()
    later, earlier = content(lived), content(copy)
    assert later != earlier

    target, aside = restore(copy, lived, MONDAY)
    assert aside == lived.with_name(f"{lived.stem}.before-restore-20260302T060000.kanban")
    assert content(target) == earlier
    assert content(aside) == later
    assert sorted(path.name for path in lived.parent.iterdir()) == sorted([copy.name, target.name, aside.name])


def test_two_restores_in_one_second_put_two_plants_aside(lived: Path) -> None:
    copy = backup(lived, lived.with_name("copy.kanban"))
    asides = {restore(copy, lived, MONDAY)[1] for _ in range(3)}
    assert len(asides) == 3
    assert all(aside is not None and aside.exists() for aside in asides)


@pytest.mark.skipif(not sqlite.wal_is_safe(sqlite.LIBRARY.sqlite_version_info), reason="nothing tells who has the file")
def test_a_plant_is_not_replaced_while_a_terminal_has_it_open(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else that terminal would go on booking into the file that was put aside, and tell people it is booked."""
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 100)
    copy = backup(lived, lived.with_name("copy.kanban"))
    before = content(lived)
    shop = Shop(lived)
    try:
        assert refused(lambda: restore(copy, lived, MONDAY)) is FileProblem.LOCKED
        assert shop.audit().result().ok
    finally:
        shop.close()
    assert content(lived) == before
    assert sorted(path.name for path in lived.parent.iterdir()) == sorted([copy.name, lived.name])
    restore(copy, lived, MONDAY)


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "tampered"])
def test_a_backup_that_is_no_good_is_refused_and_the_plant_stays(lived: Path, kind: str) -> None:
    copy = backup(lived, lived.with_name("copy.kanban"))
    expected = FileProblem.DAMAGED
    if kind == "missing":
        copy.unlink()
        expected = FileProblem.MISSING
    elif kind == "text":
        copy.write_text("hello " * 1000)
        expected = FileProblem.NO_PLANT
    elif kind == "cut":
        copy.write_bytes(copy.read_bytes()[:-50_000])
    else:
        database = Database(copy)
        database.execute("UPDATE card SET state = 'empty', quantity = 0 WHERE id = 1")
        database.execute("PRAGMA journal_mode=DELETE")
        database.close()
    before = {path.name: path.read_bytes() for path in lived.parent.iterdir()}
    assert refused(lambda: restore(copy, lived, MONDAY)) is expected
    assert {path.name: path.read_bytes() for path in lived.parent.iterdir()} == before


def test_the_problem_of_a_backup_names_the_backup(lived: Path) -> None:
    copy = backup(lived, lived.with_name("copy.kanban"))
    copy.write_bytes(copy.read_bytes()[:-50_000])
    with pytest.raises(PlantProblem) as caught:
        restore(copy, lived, MONDAY)
    assert str(copy) in caught.value.text()


def test_a_backup_that_may_only_be_read_comes_back(lived: Path) -> None:
    copy = backup(lived, lived.with_name("copy.kanban"))
    before = content(copy)
    as_it_was = copy.read_bytes()
    copy.chmod(0o444)
    target, _aside = restore(copy, lived.with_name("again.kanban"), MONDAY)
    assert content(target) == before
    assert copy.read_bytes() == as_it_was
    open_session(target).database.close()


def test_a_damaged_plant_is_put_aside_as_it_is_and_the_backup_comes_back(lived: Path) -> None:
    """The way back to work: the newest backup takes the place of the damaged file, which is kept."""
    copy = backup(lived, lived.with_name("copy.kanban"))
    good = content(lived)
    damaged = lived.read_bytes()[:-60_000]
    lived.write_bytes(damaged)
    assert refused(lambda: open_session(lived)) is FileProblem.DAMAGED
    target, aside = restore(copy, lived, MONDAY)
    assert aside is not None
    assert aside.read_bytes() == damaged
    assert content(target) == good


def test_a_backup_never_takes_the_place_of_a_file(lived: Path) -> None:
    other = lived.with_name("other.kanban")
    other.write_text("mine")
    assert refused(lambda: backup(lived, other)) is FileProblem.EXISTS
    assert other.read_text() == "mine"


def test_only_plants_are_backed_up(lived: Path) -> None:
    assert refused(lambda: backup(lived.with_name("none.kanban"), lived.with_name("x"))) is FileProblem.MISSING
    lived.write_text("hello " * 1000)
    assert refused(lambda: backup(lived, lived.with_name("x"))) is FileProblem.NO_PLANT
    assert [path.name for path in lived.parent.iterdir()] == [lived.name]


def test_a_backup_that_breaks_off_leaves_nothing(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(_reading: object, unfinished: Path) -> None:
        unfinished.write_bytes(b"half")
        Path(f"{unfinished}-journal").write_bytes(b"half")
        raise sqlite.LIBRARY.OperationalError("database or disk is full")

    monkeypatch.setattr(store_backup, "_copy", break_off)
    assert refused(lambda: backup(lived, lived.with_name("copy.kanban"))) is FileProblem.DISK_FULL
    assert [path.name for path in lived.parent.iterdir()] == [lived.name]


def test_a_backup_through_the_shop_is_taken_while_it_books(fast_path: Path, clock: Clock) -> None:
    shop = Shop(new_plant(fast_path / "x.kanban", "x"), clock=clock)
    try:
        copy = shop.backup(fast_path / "deep" / "down" / "copy.kanban").result()
        with pytest.raises(PlantProblem):
            shop.backup(copy).result()
    finally:
        shop.close()
    assert len(ledger(copy)) == 0
