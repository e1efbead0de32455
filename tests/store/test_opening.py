"""Files that are no usable plant: each gets its plain message, and nothing is changed, not even beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kanban_app.operations.plants import PlantProblem, new_plant, open_session
from kanban_app.operations.shop import Shop
from kanban_app.store import plant_file, sqlite
from kanban_app.store.migrating import SCHEMA
from kanban_app.store.problems import FileProblem, StoreError
from tests.architecture.sources import ROOT
from tests.clock import Clock
from tests.databases import SqliteFiles
from tests.store.processes import other_process
from tests.store.small_plant import live, plant_it

NOBODY = 65534
# What a person must be able to find in the message.
SAID = {
    FileProblem.MISSING: "There is no plant file",
    FileProblem.NO_PLANT: "is no plant file. It was left as it is.",
    FileProblem.NEWER: "Update this program to open it.",
    FileProblem.DAMAGED: "is damaged. It was left as it is. Restore the newest backup.",
    FileProblem.READ_ONLY: "Allow writing to the file and its folder",
    FileProblem.LOCKED: "is in use by another program.",
    FileProblem.NETWORK_FOLDER: "is on a network or cloud folder",
    FileProblem.NO_RIGHTS: "can't be read or written here.",
    FileProblem.EXISTS: "is there already. Choose another name.",
    FileProblem.DISK_FULL: "Make room, then go on.",
    FileProblem.BAD_ADDRESS: "Write it as postgresql://name:password@server:5432/database.",
    FileProblem.NO_SERVER: "Check the address, and that the server runs.",
    FileProblem.NO_ENTRY: "Check the name, the password and the database.",
    FileProblem.SERVER_LOST: "See in the history whether the last booking is there",
    FileProblem.ON_SERVER: "Have the server make and bring back its backups.",
}


def zero_length(plant: Path) -> None:
    plant.write_bytes(b"")


def a_text(plant: Path) -> None:
    plant.write_text("card;state\n7KD042H;full\n" * 200, encoding="utf-8")


def another_program_s(plant: Path, journal: str = "delete") -> None:
    plant.unlink()
    other = sqlite.LIBRARY.connect(str(plant))
    other.execute(f"PRAGMA journal_mode={journal}")
    other.execute("CREATE TABLE recipe (name TEXT)")
    other.execute("INSERT INTO recipe VALUES ('soup')")
    other.commit()
    other.close()


def a_folder(plant: Path) -> None:
    plant.unlink()
    plant.mkdir()
    (plant / "inside.txt").write_text("x")


def a_pipe(plant: Path) -> None:
    plant.unlink()
    os.mkfifo(plant)


def gone(plant: Path) -> None:
    plant.unlink()


def of_a_newer_program(plant: Path) -> None:
    newer = sqlite.LIBRARY.connect(str(plant))
    newer.execute(f"PRAGMA user_version={SCHEMA + 1}")
    newer.commit()
    newer.close()


def read_only(plant: Path) -> None:
    plant.chmod(0o444)


def cut_in_the_middle(plant: Path) -> None:
    os.truncate(plant, plant.stat().st_size // 2)


def without_its_first_table(plant: Path) -> None:
    data = bytearray(plant.read_bytes())
    data[100:4096] = bytes(3996)
    plant.write_bytes(data)


def links_to_itself(plant: Path) -> None:
    plant.unlink()
    plant.symlink_to(plant)


CASES: list[tuple[Callable[[Path], None], FileProblem]] = [
    (gone, FileProblem.MISSING),
    (zero_length, FileProblem.NO_PLANT),
    (a_text, FileProblem.NO_PLANT),
    (another_program_s, FileProblem.NO_PLANT),
    (partial(another_program_s, journal="wal"), FileProblem.NO_PLANT),
    (a_folder, FileProblem.NO_PLANT),
    (a_pipe, FileProblem.NO_PLANT),
    (of_a_newer_program, FileProblem.NEWER),
    (read_only, FileProblem.READ_ONLY),
    (cut_in_the_middle, FileProblem.DAMAGED),
    (without_its_first_table, FileProblem.DAMAGED),
    (links_to_itself, FileProblem.NO_RIGHTS),
]


def standing(folder: Path) -> dict[str, bytes | int]:
    """Every file of the folder with what is in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else path.lstat().st_mode
        for path in sorted(folder.rglob("*"))
    }


def refused(open_it: Callable[[], object]) -> PlantProblem:
    with pytest.raises(PlantProblem) as caught:
        open_it()
    text = caught.value.text()
    assert SAID[caught.value.problem] in text
    assert str(caught.value.place) in text
    assert not any(word in text for word in ("Errno", "sqlite", "Traceback", "Error"))
    return caught.value


@pytest.mark.parametrize(
    ("spoil", "problem"), CASES, ids=lambda value: getattr(value, "__name__", None) or getattr(value, "value", "wal")
)
def test_a_file_that_cannot_be_used_is_told_in_words_and_left_as_it_was(
    lived: Path, spoil: Callable[[Path], None], problem: FileProblem
) -> None:
    spoil(lived)
    before = standing(lived.parent)
    assert refused(lambda: open_session(lived)).problem is problem
    assert refused(lambda: Shop(lived)).problem is problem
    assert standing(lived.parent) == before


def test_every_problem_of_a_file_has_its_words() -> None:
    assert set(SAID) == set(FileProblem)
    for problem in FileProblem:
        assert SAID[problem] in PlantProblem(problem, "/plants/x.kanban").text()


def test_opening_a_sound_plant_leaves_nothing_beside_it(lived: Path) -> None:
    open_session(lived).database.close()
    assert [path.name for path in lived.parent.iterdir()] == [lived.name]


@contextmanager
def another_process(plant: Path, *words: str) -> Iterator[None]:
    """A process of its own that has the file and has said these words to SQLite."""
    script = (
        "import sys; from pathlib import Path; from kanban_app.store import sqlite\n"
        "connection = sqlite.connect(Path(sys.argv[1]))\n"
        "for words in sys.argv[2:]: connection.execute(words)\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(plant), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "ready\n"
        yield
    finally:
        holder.stdin.close()
        holder.stdout.close()
        holder.wait()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits a moment for a lock instead of five seconds."""
    monkeypatch.setattr(sqlite, "connect", partial(sqlite.connect, timeout_ms=100))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("journal", ["wal", "truncate"])
def test_a_plant_that_another_process_has_locked_is_told_so_and_opens_afterwards(
    lived: Path, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: journal == "wal")
    open_session(lived).database.close()
    holding = ("PRAGMA locking_mode=EXCLUSIVE", f"PRAGMA journal_mode={journal}", "BEGIN EXCLUSIVE")
    with another_process(lived, *holding):
        before = lived.read_bytes()
        assert refused(lambda: open_session(lived)).problem is FileProblem.LOCKED
        assert lived.read_bytes() == before
    open_session(lived).database.close()


def tell(plant: Path, answer: Connection) -> None:
    """In a process of its own: give up all rights and try to open the plant."""
    new_plant(plant.with_name("warm up"), "loads everything that only root may read")
    open_session(plant.with_name("warm up.kanban")).database.close()
    plant.with_name("warm up.kanban").unlink()
    os.setuid(NOBODY)
    try:
        open_session(plant)
    except PlantProblem as problem:
        answer.send((problem.problem, problem.text()))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("mode", "folder_mode", "problem"),
    [
        (0o600, 0o755, FileProblem.NO_RIGHTS),
        (0o644, 0o755, FileProblem.READ_ONLY),
        (0o666, 0o755, FileProblem.READ_ONLY),
        (0o666, 0o700, FileProblem.NO_RIGHTS),
    ],
    ids=["of somebody else", "only to read", "in a folder only to read", "in a closed folder"],
)
def test_a_plant_without_the_rights_to_it_is_told_in_words(
    lived: Path, mode: int, folder_mode: int, problem: FileProblem
) -> None:
    lived.chmod(mode)
    lived.parent.chmod(folder_mode)
    before = standing(lived.parent)
    with other_process(tell, lived) as (answer, _process):
        told, text = answer.recv()
    assert told is problem
    assert SAID[problem] in text
    assert standing(lived.parent) == before


# -- making ----------------------------------------------------------------------------------------------------------


def test_a_new_plant_never_takes_the_place_of_a_file(lived: Path) -> None:
    before = standing(lived.parent)
    assert refused(lambda: new_plant(lived, "again")).problem is FileProblem.EXISTS
    assert standing(lived.parent) == before


def test_a_new_plant_where_no_file_can_be_is_told_in_words(lived: Path) -> None:
    before = standing(lived.parent)
    assert refused(lambda: new_plant(lived / "inside" / "x.kanban", "x")).problem is FileProblem.NO_RIGHTS
    assert refused(lambda: new_plant(lived.with_name("x" * 300), "x")).problem is FileProblem.NO_RIGHTS
    assert standing(lived.parent) == before


def test_a_plant_that_could_not_be_made_whole_leaves_nothing(fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_half(place: Path, _row: object) -> None:
        another_program_s(place, journal="wal")
        Path(f"{place}-journal").touch()
        raise StoreError(FileProblem.DISK_FULL, str(place))

    monkeypatch.setattr(plant_file, "_fill", fill_half)
    assert refused(lambda: new_plant(fast_path / "x.kanban", "x")).problem is FileProblem.DISK_FULL
    assert list(fast_path.iterdir()) == []


def test_what_an_interrupted_making_left_is_no_hindrance(fast_path: Path) -> None:
    (fast_path / ".x.kanban.unfinished").write_bytes(b"half")
    (fast_path / ".x.kanban.unfinished-wal").write_bytes(b"half")
    path = new_plant(fast_path / "x", "x")
    open_session(path).database.close()
    assert [file.name for file in fast_path.iterdir()] == ["x.kanban"]


def test_a_plant_that_was_moved_with_its_journal_opens_with_all_that_was_booked(
    files: SqliteFiles, clock: Clock
) -> None:
    """A copy of a running plant and the files beside it is what a killed computer leaves."""
    session = files.session()
    plant_it(session, clock())
    live(session, clock())
    count = session.database.fetch_one("SELECT count(*) FROM event")
    place = session.database.place
    assert isinstance(place, Path)
    moved = place.with_name("moved.kanban")
    for ending in ("-wal", "-journal", ""):
        if Path(f"{place}{ending}").exists():
            shutil.copy(f"{place}{ending}", f"{moved}{ending}")
    again = files.session(moved)
    assert again.database.fetch_one("SELECT count(*) FROM event") == count
