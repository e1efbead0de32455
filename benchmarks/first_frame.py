"""From the start of the process to the first frame, with a plant to open, against an empty PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.comparing import Compared
from benchmarks.plants import make_plant
from benchmarks.reporting import COMPARED, Scale, Table

# What each process says is the moment on the system's clock that does not jump; the starting process has the same.
_EMPTY = """
import time
from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        self.painted = True
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
while not window.painted:
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
app.processEvents()
print(time.monotonic(), flush=True)
"""
_PROGRAM = """
import sys, time
from kanban_app import cli
from kanban_app import app
real = app.run
def on_first_picture(window):
    print(time.monotonic(), flush=True)
    from PySide6.QtCore import QTimer
    window.watch = QTimer(window)
    def look():
        office = window.office
        if office is not None and office.link.board is not None and office.board.view.painted_count():
            window.watch.stop()
            print(time.monotonic(), flush=True)
            window.close()
    window.watch.timeout.connect(look)
    window.watch.start(1)
app.run = lambda *arguments, **options: real(*arguments, **options, on_first_picture=on_first_picture)
sys.exit(cli.main(["--plant", sys.argv[1]]))
"""


def measure(scale: Scale) -> list[Table]:
    """Each in a process of its own, in turns."""
    table = Table(
        "Opening a plant to the first frame against an empty PySide6 window", ("cards", "until", *COMPARED), target=1.5
    )
    with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
        folder = Path(made)
        for count in scale.card_counts:
            plant = folder / f"{count}.kanban"
            make_plant(plant, count)
            ours: list[list[float]] = []
            empty: list[float] = []
            for place in range(scale.repeats(10) + 1):
                found = _started(folder, _PROGRAM, str(plant)), _started(folder, _EMPTY)
                if place:  # the first start reads the files from the disk
                    ours.append(found[0])
                    empty.append(found[1][0])
            for place, until in enumerate(("first frame", "board shown")):
                compared = Compared([times[place] for times in ours], empty)
                table.add_compared(compared, cards=count, until=until)
    table.notes.append("the wanted ratio is for the first frame; the board follows when it is read")
    return [table]


def _started(folder: Path, code: str, *arguments: str) -> list[float]:
    """Seconds from the start to each moment that the process tells."""
    own = {name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA")}
    environment = {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen"}
    # Compiled as an installed program is, and without writing into anybody's checkout.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    start = time.monotonic()
    command = [sys.executable, "-c", code, *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    moments = [float(line) - start for line in run.stdout.split()]
    assert run.returncode == 0, run.stderr
    assert moments, run.stderr
    return moments
