"""The screen of loops, items and stations in a window, on a full furniture plant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from kanban_app.gui.look.widgets import Button, Choice
from kanban_app.gui.loops.editor import Editor
from kanban_app.gui.loops.form import Form
from kanban_app.gui.loops.item_editor import ItemEditor
from kanban_app.gui.loops.screen import ITEMS, LoopsScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory

LEFT = Qt.MouseButton.LeftButton


class Desk:
    """The screen, and hands in front of it."""

    def __init__(self, tools: Tools, factory: Factory) -> None:
        self.factory = factory
        self.screen = LoopsScreen(tools)
        self.screen.resize(1600, 980)
        self.screen.show()
        self.screen.refresh()
        self.settle()

    @property
    def editor(self) -> Editor:
        shown = self.screen.editors.currentWidget()
        assert isinstance(shown, Editor)
        return shown

    def settle(self) -> None:
        """Wait until the screen has heard everything that it asked for."""
        editors = [self.screen.many, *(page.editor for page in self.screen.pages.values())]
        link = self.screen.tools.link
        item_editor = self.screen.pages[ITEMS].editor
        assert isinstance(item_editor, ItemEditor)

        def is_quiet() -> bool:
            asking = any(editor._asking or editor._keeping for editor in editors) or item_editor.policy.is_reading
            return not asking and not self.screen._reading and not link._reading

        # What was just clicked may have put its question only now.
        QApplication.processEvents()
        until(is_quiet)
        QApplication.processEvents()
        until(is_quiet)

    def turn_to(self, name: str) -> None:
        self.click(self.screen.pages[name].pill)

    def click(self, widget: object) -> None:
        QTest.mouseClick(widget, LEFT)  # type: ignore[call-overload]
        self.settle()

    def choose(self, text: str, *, and_more: bool = False) -> None:
        """Click the row that holds these words."""
        panel = self.screen.pages[self.screen.page_name()].panel
        row = next(row for row, line in enumerate(panel.model.rows) if text in " > ".join(line.texts))
        place = panel.table.visualRect(panel.model.index(row, 0)).center()
        keys = Qt.KeyboardModifier.ControlModifier if and_more else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(panel.table.viewport(), LEFT, keys, place)
        self.settle()

    def form_with(self, name: str) -> Form:
        return next(form for form in self.editor.findChildren(Form) if name in form.fields)

    def type(self, name: str, text: str) -> None:
        """Type over what stands in a field."""
        field = self.form_with(name).fields[name]
        if isinstance(field, Choice):
            field.setFocus()
            field.setCurrentIndex(field.findData(text))
            field.activated.emit(field.currentIndex())
        else:
            self.type_into(field, text)
        self.settle()

    def type_into(self, field: QLineEdit, text: str) -> None:
        self.screen.activateWindow()
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        popup = field.completer().popup() if field.completer() else None
        if popup is not None and popup.isVisible():
            popup.hide()
        self.settle()

    def fault(self, name: str) -> str:
        return self.form_with(name).fault(name)

    def rows(self, name: str) -> list[tuple[str, ...]]:
        return [line.texts for line in self.screen.pages[name].panel.model.rows]

    def button(self, words: str) -> Button:
        found = [one for one in self.screen.findChildren(Button) if one.isVisible() and one.text() == words]
        assert found, [one.text() for one in self.screen.findChildren(Button) if one.isVisible()]
        return found[0]


@pytest.fixture
def office_tools(qapp: QApplication, link: ShopLink, factory: Factory, sounds: Sounds) -> Iterator[Tools]:
    """The tools of a window in the office."""
    settings = Settings()
    settings.person = "Maria"
    tasks = Tasks(lambda name, problem: pytest.fail(f"{name}: {problem!r}"))
    yield Tools(link, settings, tasks, sounds, factory.clock, lambda _name: None, lambda _id: None, print)
    tasks.close()


@pytest.fixture
def open_desk(office_tools: Tools, factory: Factory) -> Iterator[Callable[[], Desk]]:
    """Opens the screen, with its lists read."""
    opened: list[Desk] = []

    def make() -> Desk:
        opened.append(Desk(office_tools, factory))
        return opened[-1]

    yield make
    for made in opened:
        made.screen.close()
        made.screen.deleteLater()


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Desk:
    """The screen, opened."""
    return open_desk()
