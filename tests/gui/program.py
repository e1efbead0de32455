"""The whole program in a test: its window, its office, a scanner and fingers in front of it."""

from __future__ import annotations

from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from kanban_app.gui.main_window import MainWindow
from kanban_app.gui.office import Office
from kanban_app.gui.sounds import Sounds
from kanban_app.logs import Logs
from kanban_app.settings import Settings
from tests.gui.conftest import Hands, until


class Program:
    """The window as the program runs it, but for its loop: the test's own waiting drives that."""

    def __init__(self, settings: Settings, logs: Logs, sounds: Sounds, loop: qasync.QEventLoop) -> None:
        self.settings, self.loop = settings, loop
        self.window = MainWindow(settings, logs)
        self.office = Office(self.window, sounds)
        self.gone = False
        self.window.gone.connect(self._on_gone)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        until(self.window.isActiveWindow)
        self.office.scan_input.watch(self.window.windowHandle())
        self.office.go("first")
        self.hands = Hands(self.window)

    def _on_gone(self) -> None:
        self.gone = True

    def open(self, path: Path) -> None:
        until(lambda: not self.office.doors._busy)  # while a plant is being closed the doors take no other
        self.office.doors.open(path)
        until(lambda: self.office.link.board is not None)
        QApplication.processEvents()

    def bar(self, name: str) -> str:
        bar = self.window.bars.shown.get(name)
        return bar.label.text() if bar is not None else ""

    def close(self) -> None:
        if not self.gone:
            self.window.close()
            until(lambda: self.gone)
        self.window.deleteLater()
