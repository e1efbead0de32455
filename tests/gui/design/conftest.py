"""The design editor on the furniture plant, with hands in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kanban_app.gui.design.screen import DesignScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.printing.elements import Element
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory

LEFT = Qt.MouseButton.LeftButton


class Desk:
    """The screen, and hands in front of it."""

    def __init__(self, tools: Tools, factory: Factory) -> None:
        self.factory, self.tools = factory, tools
        self._show(None)

    def _show(self, name: str | None) -> None:
        self.screen = DesignScreen(self.tools)
        self.screen.resize(1280, 740)
        self.screen.show()
        self.screen.activateWindow()
        self.screen.refresh()
        if name is not None:
            self.screen.edit(name)
        until(lambda: self.screen.document.state is not None and self.screen.preview.paper.count())
        if name is not None:
            until(lambda: self.screen.document.design.name == name)
        self.drawn()

    def again(self, name: str | None = None) -> None:
        """Close the window and open it again, for this design."""
        file = self.screen.drafts._file
        self.close()
        assert file is not None
        file.flush()  # the worker may still be at it
        self._show(name)

    def drawn(self) -> None:
        """Wait until the card is drawn as the design is."""
        until(self.screen.preview.is_drawn)

    def open(self, name: str) -> None:
        """Open a design."""
        before = self.screen.document.state
        self.screen.edit(name)
        until(lambda: self.screen.document.state is not before)
        self.drawn()

    def choose(self, name: str) -> Element:
        """Choose the element of this name in the list."""
        design = self.screen.document.design
        [at] = [at for at, element in enumerate(design.elements) if element.name == name]
        self.screen.elements.list.setCurrentRow(at)
        return self.screen.document.element()

    def element(self, name: str) -> Element:
        """The element of this name, as it always is."""
        [found] = [element for element in self.screen.document.design.elements if element.name == name]
        return found

    def click(self, widget: QWidget) -> None:
        """Press a button."""
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, LEFT)
        QApplication.processEvents()

    def drag(self, start: QPointF, across_mm: float, down_mm: float, held: Qt.KeyboardModifier) -> None:
        """Press on the card, pull so many millimetres in three steps, and let go."""
        canvas = self.screen.preview.canvas
        scale = canvas.px_per_mm()
        QTest.mousePress(canvas, LEFT, held, start.toPoint())
        for share in (0.3, 0.7, 1.0):
            spot = QPointF(start.x() + across_mm * scale * share, start.y() + down_mm * scale * share)
            _move(canvas, spot, held)
        QTest.mouseRelease(canvas, LEFT, held, spot.toPoint())
        QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key on the card."""
        QTest.keyClick(self.screen.preview.canvas, key, held)

    def type_into(self, field: QLineEdit, text: str) -> None:
        """Type over what stands in a field, and leave it with Enter."""
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def keep(self, name: str) -> str:
        """Keep the design under a name; what is said about it."""
        self.screen.name.selectAll()
        QTest.keyClicks(self.screen.name, name)
        self.screen.say("")
        self.click(self.screen.keep)
        until(self.screen.told.text)
        return self.screen.told.text()

    def close(self) -> None:
        self.drawn()
        self.screen.close()
        self.screen.deleteLater()


def _move(widget: QWidget, spot: QPointF, held: Qt.KeyboardModifier) -> None:
    """Qt's own test move forgets which button is held."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    place = QPointF(widget.mapToGlobal(QPoint(round(spot.x()), round(spot.y()))))
    rounded = QPointF(round(spot.x()), round(spot.y()))
    event = QMouseEvent(QEvent.Type.MouseMove, rounded, place, Qt.MouseButton.NoButton, LEFT, held)
    QApplication.sendEvent(widget, event)


@pytest.fixture
def problems() -> list[object]:
    """What went wrong with nobody waiting."""
    return []


@pytest.fixture
def desk(
    qapp: QApplication, link: ShopLink, factory: Factory, sounds: Sounds, problems: list[object], tmp_path: Path
) -> Iterator[Desk]:
    """The editor with the usual large card open."""
    link.failed.connect(problems.append)
    tasks = Tasks(lambda _name, problem: problems.append(problem))
    settings = Settings()
    settings.print_format = "a6"

    def nothing(*_asked: object) -> None:
        """Nobody goes anywhere here."""

    settings.path = tmp_path / "settings.json"
    made = Desk(Tools(link, settings, tasks, sounds, factory.clock, nothing, nothing, nothing), factory)
    yield made
    made.close()
    tasks.close()
    assert problems == []
