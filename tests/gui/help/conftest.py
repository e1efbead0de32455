"""A window with the help in it, a field beside it and a scanner in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from kanban_app.gui.help.drawer import HelpDrawer
from kanban_app.gui.scan_input import ScanInput
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.tasks import Tasks
from kanban_app.settings import Settings
from tests.gui.conftest import Hands, until


class Desk:
    """The window as the office makes it: F1 toggles the help of the page that is shown."""

    def __init__(self, tools: Tools, log_folder: Path) -> None:
        self.page = "board"
        self.scans: list[str] = []
        self.window = QMainWindow()
        centre = QWidget()
        column = QVBoxLayout(centre)
        self.field = QLineEdit()
        column.addWidget(self.field)
        column.addStretch(1)
        self.window.setCentralWidget(centre)
        self.drawer = HelpDrawer(tools, self.window, log_folder)
        key = QShortcut(QKeySequence("F1"), self.window)
        key.activated.connect(lambda: self.drawer.toggle(self.page))
        self.scan_input = ScanInput(self.window)
        self.scan_input.scanned.connect(self.scans.append)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        until(self.window.isActiveWindow)
        self.scan_input.watch(self.window.windowHandle())
        self.field.setFocus()
        self.hands = Hands(self.window)

    def press(self, key: Qt.Key) -> None:
        self.hands.press(key)
        QTest.qWait(80)

    def open(self, page: str = "board") -> HelpDrawer:
        self.page = page
        self.press(Qt.Key.Key_F1)
        until(self.drawer.isVisible)
        return self.drawer

    def words(self) -> str:
        """All that is to be read in the drawer's page of text."""
        QApplication.processEvents()
        return " ".join(label.text() for label in self.drawer.text.widget().findChildren(QLabel))

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def tools(link, factory, sounds) -> Iterator[Tools]:
    tasks = Tasks(lambda _what, problem: pytest.fail(str(problem)))
    yield Tools(link, Settings(), tasks, sounds, factory.clock, lambda _name: None, lambda _id: None, print)
    tasks.close()


@pytest.fixture
def desk(tools, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tools, tmp_path / "log")
    yield made
    made.close()
