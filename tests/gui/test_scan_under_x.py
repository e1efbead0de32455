"""A scanner as X really delivers it: keys by their codes, under six layouts and with Caps Lock on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kanban_app.domain.codes import code_of, parse
from tests.gui.conftest import ENTER_CODE, SCAN_CODES

NEEDED = ("Xvfb", "xdotool", "setxkbmap")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or any(shutil.which(name) is None for name in NEEDED),
    reason=f"needs an X server of its own: {', '.join(NEEDED)}",
)

WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from kanban_app.gui.scan_input import ScanInput

app = QApplication(sys.argv)
window = QMainWindow()
field = QLineEdit(window)
window.setCentralWidget(field)
scan_input = ScanInput(window)
scan_input.listen()
scan_input.scanned.connect(lambda text: print("SCAN", text, flush=True))
for keys in ("Ctrl+Z", "Ctrl+P", "F8"):
    QShortcut(QKeySequence(keys), window).activated.connect(lambda keys=keys: print("SHORTCUT", keys, flush=True))
field.textChanged.connect(lambda text: print("FIELD", text, flush=True))
app.focusWindowChanged.connect(lambda focus: focus and print("READY", flush=True))
window.show()
QTimer.singleShot(100, window.activateWindow)
sys.exit(app.exec())
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        yield ":" + numbers.readline().strip()
    server.terminate()
    server.wait()


class Terminal:
    """The program in a window of its own on that display."""

    def __init__(self, display: str) -> None:
        self.environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WINDOW],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line == "READY\n", line + (self.process.stderr.read() if self.process.stderr else "")

    def run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment, check=True)

    def press(self, keys: list[str], delay_ms: int = 4) -> None:
        self.run("xdotool", "key", "--delay", str(delay_ms), *keys)

    def scan(self, text: str) -> None:
        self.press([str(SCAN_CODES[character.lower()]) for character in text] + [str(ENTER_CODE)])

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate()


@pytest.fixture
def terminal(display: str) -> Iterator[Terminal]:
    running = Terminal(display)
    yield running
    running.run("setxkbmap", "us")
    running.end()


@pytest.mark.parametrize("caps", [False, True], ids=["plain", "Caps Lock"])
@pytest.mark.parametrize("layout", ["us", "de", "fr", "gb", "cz", "pl"])
def test_a_scanner_set_to_a_us_keyboard_is_read_right_under(terminal, layout, caps):
    terminal.run("setxkbmap", layout)
    if caps:
        terminal.press(["66"])
    for card_id in range(1, 9):
        code = code_of(card_id, 4711)
        terminal.scan(code)
        word, _, text = terminal.line().partition(" ")
        assert (word, parse(text)) == ("SCAN", code)
    if caps:
        terminal.press(["66"])


def test_control_characters_of_a_scan_fire_no_shortcut(terminal):
    keys = [str(SCAN_CODES[character]) for character in "7kd4"]
    terminal.press(["ctrl+z", "F8", *keys, "ctrl+p", str(ENTER_CODE)])
    assert terminal.line().startswith("SCAN")


def test_a_persons_keys_reach_the_field_and_the_shortcuts(terminal):
    terminal.press([str(SCAN_CODES["c"]), str(SCAN_CODES["h"])], delay_ms=150)
    assert [terminal.line(), terminal.line()] == ["FIELD c", "FIELD ch"]
    terminal.press(["F8"])
    assert terminal.line() == "SHORTCUT F8"
