"""A scanner's cable: a pseudo-terminal behind a name that stays when it is pulled out and put back."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from kanban_app.gui import serial_line

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]


class Cable:
    """`name` is what the program opens; `send` is what the scanner does."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder / "scanner")
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        self._ends = os.openpty()
        Path(self.name).symlink_to(os.ttyname(self._ends[1]))

    def pull_out(self) -> None:
        if self._ends is not None:
            Path(self.name).unlink()
            for end in self._ends:
                os.close(end)
            self._ends = None

    def send(self, data: bytes) -> None:
        assert self._ends is not None
        os.write(self._ends[0], data)


def rest(seconds: float) -> None:
    """Let the window work, and the line, which needs the interpreter meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QTest.qWait(1)
        time.sleep(0.002)


@pytest.fixture
def cable(fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cable]:
    """Plugged in; what is away is looked for more often than on a shop floor."""
    monkeypatch.setattr(serial_line, "RETRY_MS", 40)
    made = Cable(fast_path)
    made.plug_in()
    yield made
    made.pull_out()
