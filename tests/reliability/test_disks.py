"""Disks that are full, only to be read or gone: plain words, nothing acknowledged is lost, work goes on afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kanban_app.domain.loops import PrintRule
from kanban_app.operations.auditing import audit
from kanban_app.operations.plants import PlantProblem, new_plant, open_session
from kanban_app.operations.shop import Shop
from kanban_app.store.problems import FileProblem
from tests.clock import Clock
from tests.operations.terminals import card_of
from tests.reliability.mounts import can_mount, read_only_view, resize, small_disk
from tests.reliability.worker import book_until_there_is_no_room
from tests.store.processes import other_process
from tests.store.small_plant import SHOP, SOLD, STORE, cards_of, draft, everything, plant_it

needs_mounts = pytest.mark.skipif(not can_mount(), reason="only root on Linux makes disks")
MOST_SCANS = 20_000


def make_plant(path: Path, clock: Clock, print_rule: PrintRule = PrintRule.LIST) -> Path:
    new_plant(path, "full", now=clock())
    session = open_session(path)
    plant_it(session, clock(), draft(print_rule=print_rule))
    session.database.close()
    return path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "1500k") as folder:
        yield folder


def scan_until_refused(shop: Shop, clock: Clock, numbers: Iterator[int]) -> tuple[list[str], PlantProblem]:
    """Ids that were acknowledged, and what stopped it."""
    card = card_of(shop, SOLD, 1)
    done: list[str] = []
    for number in numbers:
        assert number < MOST_SCANS
        scan_id = f"id-{number}"
        try:
            shop.scan(card.code, (SHOP, STORE, SHOP)[number % 3], scan_id=scan_id, person="x" * 150).result()
        except PlantProblem as problem:
            return done, problem
        done.append(scan_id)
        clock.tick(seconds=20)
    raise AssertionError


def booked(path: Path) -> set[str]:
    session = open_session(path)
    try:
        report = audit(session)
        assert report.ok, report.texts
        return {row[0] for row in session.database.fetch_all("SELECT scan_id FROM request")}
    finally:
        session.database.close()


@needs_mounts
def test_a_full_disk_is_said_and_scanning_goes_on_when_there_is_room(disk: Path, clock: Clock) -> None:
    path = make_plant(disk / "full.kanban", clock)
    shop = Shop(path, clock=clock)
    try:
        numbers = count()
        done, problem = scan_until_refused(shop, clock, numbers)
        assert problem.problem is FileProblem.DISK_FULL
        assert "Nothing was booked. Make room, then go on." in problem.text()
        assert len(done) > 10
        for _ in range(20):  # who goes on scanning is told so each time
            more, problem = scan_until_refused(shop, clock, numbers)
            done += more
            assert problem.problem is FileProblem.DISK_FULL
        assert shop.board().result().rows(), "reading goes on"

        resize(disk, "8m")
        for _ in range(30):
            number = next(numbers)
            outcome = shop.scan(card_of(shop, SOLD, 2).code, SHOP, scan_id=f"id-{number}").result()
            done.append(f"id-{number}")
            clock.tick(seconds=20)
            assert outcome.card is not None
    finally:
        shop.close()
    assert set(done) <= booked(path)


@needs_mounts
@pytest.mark.parametrize("size_kb", [64, 300, 460, 560, 700, 880])
def test_a_new_plant_that_does_not_fit_on_the_disk_is_not_there(tmp_path: Path, clock: Clock, size_kb: int) -> None:
    """Whatever of making it the disk has no room for; 438 kB are the file, as much again is its journal meanwhile."""
    with small_disk(tmp_path / "disk", f"{size_kb}k") as folder:
        with pytest.raises(PlantProblem, check=lambda error: error.problem is FileProblem.DISK_FULL):
            new_plant(folder / "full.kanban", "full", now=clock())
        assert list(folder.iterdir()) == []


@needs_mounts
def test_a_paper_that_does_not_fit_on_the_disk_leaves_the_booking_and_the_card_on_the_list(
    tmp_path: Path, fast_path: Path, clock: Clock
) -> None:
    path = make_plant(fast_path / "x.kanban", clock, PrintRule.FOLDER)
    with small_disk(tmp_path / "tray", "16k") as tray:
        shop = Shop(path, clock=clock)
        try:
            shop.change_settings(print_folder=str(tray)).result()
            card = card_of(shop, SOLD, 1)
            done = shop.printed(shop.scan(card.code, SHOP).result())
            assert done.events
            assert done.printed == ()
            assert [path.name for path in tray.iterdir()] == []
            assert card.code in [waiting.code for waiting in shop.print_list().result()]
            assert shop.audit().result().ok
        finally:
            shop.close()


@needs_mounts
def test_no_room_for_a_new_plant_or_a_backup_is_said_and_leaves_nothing(
    tmp_path: Path, fast_path: Path, clock: Clock
) -> None:
    path = make_plant(fast_path / "x.kanban", clock)
    with small_disk(tmp_path / "disk", "100k") as disk:
        from kanban_app.operations.plants import backup, restore

        for attempt in (
            lambda: new_plant(disk / "new.kanban", "new"),
            lambda: backup(path, disk / "copy.kanban"),
            lambda: restore(path, disk / "restored.kanban", clock()),
        ):
            with pytest.raises(PlantProblem) as caught:
                attempt()
            assert caught.value.problem is FileProblem.DISK_FULL
            assert str(disk) in caught.value.text()
            assert list(disk.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
@pytest.mark.parametrize("room_bytes", [300_000, 700_000])
def test_a_file_that_may_not_grow_is_the_same_trouble(fast_path: Path, clock: Clock, room_bytes: int) -> None:
    """The same without a disk of one's own: the system limits the size of a file."""
    path = make_plant(fast_path / "x.kanban", clock)
    with other_process(book_until_there_is_no_room, path, room_bytes) as (answer, process):
        acknowledged, said = answer.recv()
        process.join()
    assert said.startswith("disk_full: ")
    assert "Make room, then go on." in said
    assert set(acknowledged) <= booked(path)
    assert len(acknowledged) > 20


@needs_mounts
def test_a_disk_that_may_only_be_read_is_said_and_nothing_is_changed(
    tmp_path: Path, fast_path: Path, clock: Clock
) -> None:
    path = make_plant(fast_path / "x.kanban", clock)
    before = path.read_bytes()
    with read_only_view(fast_path, tmp_path / "view") as view:
        with pytest.raises(PlantProblem) as caught:
            open_session(view / path.name)
        assert caught.value.problem is FileProblem.READ_ONLY
        with pytest.raises(PlantProblem) as caught:
            new_plant(view / "new", "new")
        assert caught.value.problem is FileProblem.NO_RIGHTS
    assert path.read_bytes() == before


@needs_mounts
def test_a_backup_on_a_disk_that_may_only_be_read_comes_back(tmp_path: Path, fast_path: Path, clock: Clock) -> None:
    from kanban_app.operations.plants import backup, restore

    path = make_plant(fast_path / "x.kanban", clock)
    copy = backup(path, fast_path / "copies" / "copy.kanban")
    with read_only_view(copy.parent, tmp_path / "view") as view:
        target, _ = restore(view / copy.name, tmp_path / "restored.kanban", clock())
    one, other = open_session(path), open_session(target)
    assert everything(one.database) == everything(other.database)
    one.database.close()
    other.database.close()


@needs_mounts
def test_a_stick_that_was_pulled_out_is_a_missing_plant_until_it_is_back(tmp_path: Path, clock: Clock) -> None:
    with small_disk(tmp_path / "stick", "4m") as stick:
        path = make_plant(stick / "x.kanban", clock)
        kept = path.read_bytes()
    with pytest.raises(PlantProblem) as caught:
        open_session(path)
    assert caught.value.problem is FileProblem.MISSING
    assert list((tmp_path / "stick").iterdir()) == []
    path.write_bytes(kept)
    session = open_session(path)
    assert len(cards_of(session.database, SOLD)) == 4
    session.database.close()
