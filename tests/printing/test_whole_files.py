"""Files appear whole or not at all: after a kill, on a full disk, for a name that cannot be."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kanban_app.files import write_whole

ROOT = Path(__file__).resolve().parents[2]
SIZE = 6_000_000
WHOLE = (b"A" * SIZE, b"B" * SIZE)

WRITER = """
import sys
from pathlib import Path
from kanban_app.files import write_whole

def in_pieces(path, data):
    with path.open("wb") as file:
        for start in range(0, len(data), 65536):
            file.write(data[start : start + 65536])

write = {"whole": write_whole, "in_pieces": in_pieces}[sys.argv[2]]
print("ready", flush=True)
while True:
    for letter in (b"A", b"B"):
        write(Path(sys.argv[1]), letter * int(sys.argv[3]))
"""
LIMITED = """
import resource, signal, sys
from pathlib import Path
from kanban_app.files import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
data = b"B" * 200_000
try:
    write_whole(Path(sys.argv[1]), data) if sys.argv[2] == "whole" else Path(sys.argv[1]).write_bytes(data)
except OSError as full:
    print(type(full).__name__)
"""


def run(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A process of its own, so that it can be killed or starved."""
    return subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def torn_after_kills(path: Path, way: str, kills: int) -> int:
    """How often the file at `path` is torn when its writer is killed at a random moment."""
    chance, torn = random.Random(11), 0
    for _ in range(kills):
        path.write_bytes(WHOLE[0])
        writer = run(WRITER, str(path), way, str(SIZE))
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.03))
        writer.kill()
        writer.communicate()
        assert writer.returncode == -signal.SIGKILL
        torn += path.read_bytes() not in WHOLE
    return torn


@pytest.mark.kill
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    assert torn_after_kills(tmp_path / "cards.pdf", "whole", 25) == 0


@pytest.mark.kill
def test_control_a_writer_that_writes_in_place_leaves_torn_files(tmp_path: Path) -> None:
    assert torn_after_kills(tmp_path / "cards.pdf", "in_pieces", 25) > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size to stand for a full disk")
def test_when_the_disk_is_full_the_old_file_stands_and_nothing_is_left_over(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    path.write_bytes(b"old")
    answer, _ = run(LIMITED, str(path), "whole").communicate()
    assert answer == "OSError\n"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size to stand for a full disk")
def test_control_writing_in_place_on_a_full_disk_destroys_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    path.write_bytes(b"old")
    answer, _ = run(LIMITED, str(path), "in place").communicate()
    assert answer == "OSError\n"
    assert path.read_bytes() not in (b"old", b"B" * 200_000)


def test_a_new_file_and_one_written_over_hold_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    for data in (b"first", b"second, longer", b""):
        write_whole(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("c" * 251 + ".pdf")
    write_whole(path, b"data")
    assert path.read_bytes() == b"data"


def test_a_missing_folder_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "away" / "cards.pdf", b"data")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_that_name_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    path.mkdir()
    with pytest.raises(OSError):
        write_whole(path, b"data")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_others_may_read_the_file_as_the_system_has_it_set(tmp_path: Path) -> None:
    write_whole(tmp_path / "cards.pdf", b"data")
    (tmp_path / "usual.pdf").write_bytes(b"data")
    assert (tmp_path / "cards.pdf").stat().st_mode == (tmp_path / "usual.pdf").stat().st_mode
