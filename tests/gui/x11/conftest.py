"""The real program on an X server of its own, driven by real keys and a real mouse; it prints what it shows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from tests.gui.conftest import ENTER_CODE, SCAN_CODES

NEEDED = ("Xvfb", "xdotool")
WIDTH, HEIGHT = 1280, 800
# A folder for pictures of the screens, for whoever wants to look at them.
PICTURES = os.environ.get("KANBAN_X11_PICTURES", "")

PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication
from kanban_app import app

def place(widget):
    point = widget.mapToGlobal(widget.rect().center())
    return [point.x(), point.y()]

def standing(widget):
    name = widget.accessibleName() or QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return [type(widget).__name__, name, widget.isVisible(), id(widget)]

def watch(window):
    last = {}
    def look():
        office = window.office
        if office is None or office.link.board is None:
            return
        focus = QApplication.focusWidget()
        ways, terminal = office.ways, office.station.terminal
        selected = office.board.desk.card()
        buttons = {
            button.text() or button.accessibleName(): place(button)
            for button in window.findChildren(QAbstractButton)
            if button.isVisible() and not button.visibleRegion().isEmpty()
        }
        now = {
            "page": office.page_name(),
            "palette": ways.palette is not None and ways.palette.isVisible(),
            "help": ways.help is not None and ways.help.isVisible(),
            "wall": office.full_screens.wall is not None,
            "focus": standing(focus) if focus else [],
            "search": office.board.search.text(),
            "card": selected.code if selected and office.page_name() == "board" else "",
            "station": terminal.station_id if office.station.is_at_station() else None,
            "answer": terminal.strip.answer.headline,
            "bars": [bar.label.text() for bar in window.bars.shown.values()],
            "buttons": buttons,
            "stall": office.heartbeat.longest_ms,
            "zoom": office.settings.zoom_percent,
            "size": [window.width(), window.height()],
        }
        if now != last:
            last.update(now)
            print(json.dumps(now), flush=True)
    timer = QTimer(window)
    timer.timeout.connect(look)
    timer.start(30)
    window.move(0, 0)
    window.resize(1280, 800)
    QTimer.singleShot(50, window.activateWindow)

sys.exit(app.run(Path(sys.argv[1]), on_first_picture=watch))
"""


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """An X server as large as the smallest screen that the program is made for."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if sys.platform != "linux" or missing:
        pytest.skip(f"needs an X server of its own: {', '.join(missing) or 'Linux'}")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        yield ":" + numbers.readline().strip()
    server.terminate()
    server.wait()


class Terminal:
    """The program with its hands in front of it. `shown` is what it showed last."""

    def __init__(self, display: str, folder: Path) -> None:
        homes = {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
        self.environment = {**os.environ, **homes, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        self.display, self.folder = display, folder
        made = self.command("demo", str(folder / "demo"), "--no-window")
        self.plant = Path(made.strip().splitlines()[-1])
        self.shown: dict[str, Any] = {}
        self._lines: Queue[str] = Queue()
        errors = (folder / "errors.txt").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.plant)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        errors.close()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self.until(lambda shown: shown.get("page") == "board")
        self.run("xdotool", "mousemove", str(WIDTH // 2), str(HEIGHT - 20))
        self.until(lambda shown: shown["focus"])

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def command(self, *arguments: str) -> str:
        """What a verb of the command line answers."""
        command = [sys.executable, "-m", "kanban_app", *arguments]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    def until(self, happened: Callable[[dict[str, Any]], object], seconds: float = 8) -> dict[str, Any]:
        """Wait until the window shows something; the limit is only there so that a broken test ends."""
        deadline = time.monotonic() + seconds
        while not (self.shown and happened(self.shown)):
            try:
                self.shown = json.loads(self._lines.get(timeout=max(0.01, deadline - time.monotonic())))
            except Empty:
                errors = (self.folder / "errors.txt").read_text()
                raise AssertionError(f"did not happen; shown: {self.shown} {errors}") from None
        return self.shown

    def on(self, page: str) -> dict[str, Any]:
        return self.until(lambda shown: shown["page"] == page)

    def run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment, check=True)

    def press(self, *keys: str, delay_ms: int = 120) -> None:
        """A person's keys."""
        self.run("xdotool", "key", "--delay", str(delay_ms), *keys)

    def scan(self, text: str) -> None:
        """A scanner's keys, by their codes, and its Enter."""
        codes = [str(SCAN_CODES[character.lower()]) for character in text] + [str(ENTER_CODE)]
        self.run("xdotool", "key", "--delay", "4", *codes)

    def click(self, words: str) -> None:
        """The mouse, on the button with these words."""
        shown = self.until(lambda shown: any(words in text for text in shown["buttons"]))
        x, y = shown["buttons"][min((text for text in shown["buttons"] if words in text), key=len)]
        self.run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def picture(self, name: str) -> Any:
        """The screen as it is."""
        from PIL import ImageGrab

        made = ImageGrab.grab(xdisplay=self.display)
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            made.save(Path(PICTURES) / f"{name}.png")
        return made

    def log(self) -> str:
        return "".join(path.read_text() for path in self.folder.rglob("kanban_app.log"))

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate()
        self._reader.join()


@pytest.fixture(scope="session")
def running(display: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """One program for all stories: each begins at the board and leaves nothing open."""
    made = Terminal(display, tmp_path_factory.mktemp("x11"))
    yield made
    made.end()


@pytest.fixture
def terminal(running: Terminal) -> Terminal:
    """The program, at its board."""
    running.run("xdotool", "mousemove", str(WIDTH // 2), str(HEIGHT - 20))
    if running.shown["page"] == "station":
        running.click("Board")
    else:
        running.press("Escape", "F2")
    running.on("board")
    return running
