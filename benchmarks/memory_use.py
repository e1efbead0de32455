"""What a loaded board weighs, against the bare rows of its cards: each measured in a fresh process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.plants import make_plant
from benchmarks.reporting import NotMeasured, Scale, Table

_BOARD = """
import gc, sys
from pathlib import Path
from kanban_app.operations.looking import read_board
from kanban_app.operations.plants import open_session
from benchmarks.memory_use import resident_kb
session = open_session(Path(sys.argv[1]))
gc.collect(); before = resident_kb()
board = read_board(session)
rows = board.rows()
gc.collect(); print(before, resident_kb())
"""
_ROWS = """
import gc, sys
from pathlib import Path
from kanban_app.operations.plants import open_session
from benchmarks.memory_use import resident_kb
session = open_session(Path(sys.argv[1]))
gc.collect(); before = resident_kb()
rows = session.database.raw.execute("SELECT * FROM card").fetchall()
gc.collect(); print(before, resident_kb())
"""


def measure(scale: Scale) -> list[Table]:
    """Per size, how much a process grows when it loads all cards."""
    if not Path("/proc/self/statm").exists():
        raise NotMeasured("resident memory is read from /proc, which this system does not have")
    table = Table(
        "Memory of a loaded board against the bare rows of its cards",
        ("cards", "ratio", "board", "bare rows", "per card", "whole process"),
    )
    with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
        for count in scale.card_counts:
            plant = Path(made) / f"{count}.kanban"
            make_plant(plant, count)
            board, rows = _growth_kb(_BOARD, plant), _growth_kb(_ROWS, plant)
            grown, bare = board[1] - board[0], max(1, rows[1] - rows[0])
            table.add(
                cards=count,
                ratio=f"{grown / bare:.2f}x",
                board=_megabytes(grown),
                bare_rows=_megabytes(bare),
                per_card=f"{grown / count:.2f} kB",
                whole_process=_megabytes(board[1]),
            )
    table.notes.append("board: cards as values, by id and by loop, and a row with its slots for every loop")
    return [table]


def _growth_kb(code: str, plant: Path) -> tuple[int, int]:
    run = subprocess.run(
        [sys.executable, "-c", code, str(plant)], capture_output=True, text=True, check=True, timeout=300
    )
    before, after = run.stdout.split()
    return int(before), int(after)


def _megabytes(kilobytes: int) -> str:
    return f"{kilobytes / 1024:.1f} MB"


def resident_kb() -> int:
    """The memory of this process that is really there, in kB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    raise NotMeasured("no resident size in /proc/self/status")
