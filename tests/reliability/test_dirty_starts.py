"""Power back, program back: whatever mess a killed computer leaves, the plant opens with all that was acknowledged."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import call_for_help
from kanban_app.operations.plants import PlantProblem, new_plant, open_session
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.store import sqlite
from kanban_app.store.database import Database
from kanban_app.store.problems import FileProblem
from tests.clock import Clock
from tests.operations.terminals import card_of
from tests.store.processes import other_process
from tests.store.small_plant import SHOP, SOLD, live, plant_it


def copied(place: Path, target: Path) -> Path:
    """The plant and what stands beside it, as they are at this moment: what a power cut leaves."""
    target.parent.mkdir(exist_ok=True)
    for ending in ("", "-wal", "-journal"):
        if Path(f"{place}{ending}").exists():
            shutil.copy(f"{place}{ending}", f"{target}{ending}")
    return target


@pytest.fixture
def running(fast_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Session]]:
    """Makes a plant with some history, open, with this journal."""
    opened: list[Session] = []

    def make(journal: str) -> Session:
        monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: journal == "wal")
        session = open_session(new_plant(fast_path / "running.kanban", "running", now=clock()))
        plant_it(session, clock())
        live(session, clock())
        opened.append(session)
        return session

    yield make
    for session in opened:
        if not session.database.core.closed:
            session.database.close()


def entries(place: Path) -> int:
    """How many entries the ledger has; the books balance."""
    session = open_session(place)
    try:
        report = audit(session)
        assert report.ok, report.texts
        return report.entry_count
    finally:
        session.database.close()


def half_a_booking(database: Database) -> None:
    """Enough rows that SQLite writes pages before the commit."""
    database.execute("PRAGMA cache_size=5")
    database.execute("UPDATE card SET quantity = quantity + 1 WHERE quantity > 0")
    for number in range(400):
        database.execute("INSERT INTO request VALUES (?, 0, 0, 0, '', NULL, ?)", (f"half-{number}", "x" * 400))


@pytest.mark.parametrize("journal", ["wal", "truncate"])
def test_a_plant_that_was_cut_off_between_bookings_opens_whole(
    running: Callable[[str], Session], fast_path: Path, journal: str
) -> None:
    session = running(journal)
    row = session.database.fetch_one("SELECT count(*) FROM event")
    place = session.database.place
    assert isinstance(place, Path)
    assert (entries(copied(place, fast_path / "left" / "x.kanban")),) == row


@pytest.mark.parametrize("journal", ["wal", "truncate"])
def test_a_plant_that_was_cut_off_inside_a_booking_opens_without_it(
    running: Callable[[str], Session], fast_path: Path, journal: str
) -> None:
    session = running(journal)
    before = session.database.fetch_one("SELECT count(*) FROM event")
    place = session.database.place
    assert isinstance(place, Path)

    def cut_off_inside() -> Path:
        with session.database.write():
            half_a_booking(session.database)
            left = copied(place, fast_path / "left" / "x.kanban")
            raise InterruptedError(left)

    with pytest.raises(InterruptedError) as caught:
        cut_off_inside()
    left = Path(str(caught.value.args[0]))
    journal_left = Path(f"{left}{'-wal' if journal == 'wal' else '-journal'}")
    assert journal_left.stat().st_size > 0, "this start is dirty"
    assert (entries(left),) == before


def cut_off_while_growing(place: Path) -> None:
    """Only the first page was written, which counts pages that are not yet there; the journal has it as it was."""
    before = place.read_bytes()
    page_size, pages = int.from_bytes(before[16:18], "big"), int.from_bytes(before[28:32], "big")
    first = before[:page_size]
    checksum = sum(first[place] for place in range(page_size - 200, 0, -200))
    # https://sqlite.org/fileformat2.html, "The Rollback Journal": a sector of header, then number, page, checksum.
    header = struct.pack(">8s5I", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 1, 0, pages, 512, page_size)
    record = struct.pack(">I", 1) + first + struct.pack(">I", checksum)
    Path(f"{place}-journal").write_bytes(header.ljust(512, b"\0") + record)
    place.write_bytes(before[:28] + (pages + 7).to_bytes(4, "big") + before[32:])


@pytest.fixture
def cut_off(running: Callable[[str], Session]) -> tuple[Path, int]:
    """Such a plant, and how many entries it has."""
    session = running("truncate")
    (count,) = session.database.fetch_one("SELECT count(*) FROM event") or (0,)
    place = session.database.place
    assert isinstance(place, Path)
    session.database.close()
    cut_off_while_growing(place)
    return place, count


def test_a_plant_that_was_cut_off_while_its_file_grew_opens_whole(cut_off: tuple[Path, int]) -> None:
    place, count = cut_off
    assert entries(place) == count


def test_without_its_journal_such_a_plant_is_called_damaged(cut_off: tuple[Path, int]) -> None:
    """The negative control."""
    place, _count = cut_off
    Path(f"{place}-journal").unlink()
    with pytest.raises(PlantProblem) as caught:
        open_session(place)
    assert caught.value.problem is FileProblem.DAMAGED


def with_an_empty_journal(place: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{place}{ending}").touch()


def with_a_torn_journal(place: Path) -> None:
    Path(f"{place}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(40))


def with_a_journal_of_nothing(place: Path) -> None:
    Path(f"{place}-journal").write_bytes(bytes(512))


def with_unfinished_files(place: Path) -> None:
    for name in (f".{place.name}.unfinished", f".{place.name}.restoring", f".{place.name}.unfinished-journal"):
        place.with_name(name).write_bytes(b"half")


def with_half_a_paper(place: Path) -> None:
    folder = place.with_name(f"{place.stem} cards")
    folder.mkdir()
    (folder / ".kanban-0123456789abcdef.part").write_bytes(b"%PDF-1.4 half")


@pytest.mark.parametrize(
    "mess",
    [
        with_an_empty_journal,
        with_a_torn_journal,
        with_a_journal_of_nothing,
        with_unfinished_files,
        with_half_a_paper,
    ],
)
def test_what_lies_beside_a_plant_is_no_hindrance(
    running: Callable[[str], Session], mess: Callable[[Path], None], clock: Clock
) -> None:
    session = running("wal")
    row = session.database.fetch_one("SELECT count(*) FROM event")
    place = session.database.place
    assert isinstance(place, Path)
    session.database.close()
    mess(place)
    assert (entries(place),) == row
    shop = Shop(place, clock=clock)
    assert shop.scan(card_of(shop, SOLD, 4).code, SHOP).result().card is not None
    shop.close()


def hold_for_a_moment(place: Path, answer: object) -> None:
    """Have the file alone until told to let go."""
    database = Database(place)
    database.execute("PRAGMA locking_mode=EXCLUSIVE")
    database.execute("BEGIN EXCLUSIVE")
    answer.send("held")  # type: ignore[attr-defined] # a Connection
    answer.recv()  # type: ignore[attr-defined] # a Connection
    database.close()


def test_a_plant_that_is_locked_while_the_program_starts_opens_as_soon_as_it_is_free(
    running: Callable[[str], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = running("wal")
    place = session.database.place
    assert isinstance(place, Path)
    session.database.close()
    with other_process(hold_for_a_moment, place) as (holder, _process):
        assert holder.recv() == "held"
        with monkeypatch.context() as impatient:
            impatient.setattr(sqlite, "connect", partial(sqlite.connect, timeout_ms=100))
            with pytest.raises(PlantProblem) as caught:
                open_session(place)
        assert caught.value.problem is FileProblem.LOCKED
        holder.send("let go")
        assert entries(place) > 0


def test_a_server_that_is_away_is_said_in_words() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(PlantProblem) as caught:
        open_session("postgresql://somebody:secret@127.0.0.1:9/nothing?connect_timeout=1")
    assert "secret" not in caught.value.text() + str(caught.value.place)


def test_a_call_for_help_that_was_open_is_open_still(running: Callable[[str], Session], fast_path: Path) -> None:
    session = running("wal")
    call_for_help(session, SHOP, "fire", "Kim", Clock()())
    place = session.database.place
    assert isinstance(place, Path)
    shop = Shop(copied(place, fast_path / "left" / "x.kanban"))
    assert list(shop.open_calls().result()) == [SHOP]
    shop.close()
