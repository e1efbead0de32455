"""The print screen on the furniture plant, with hands in front of it and a printing thread behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kanban_app.gui.print_list import print_run, screen
from kanban_app.gui.print_list.model import Group
from kanban_app.gui.print_list.screen import PrintListScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory

LEFT = Qt.MouseButton.LeftButton


class Printer:
    """The printer of these tests: keeps what it is sent, or has a paper jam."""

    def __init__(self) -> None:
        self.sent: list[Path] = []
        self.is_jammed = False

    def __call__(self, path: Path, _choice: object) -> None:
        if self.is_jammed:
            raise OSError("paper jam")
        self.sent.append(path)


class Desk:
    """The screen, and hands in front of it."""

    def __init__(self, tools: Tools, factory: Factory) -> None:
        self.factory = factory
        self.screen = PrintListScreen(tools)
        self.screen.resize(1500, 900)
        self.screen.show()
        self.screen.refresh()
        until(lambda: self.screen.options.is_ready() and self.screen.model.count_of(Group.ALL))

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, LEFT)
        QApplication.processEvents()

    def type_into(self, field: QLineEdit, text: str) -> None:
        """Type over what stands in a field, and leave it with Enter."""
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def ended(self) -> str:
        """Wait until the run has ended and the list is read again; what is said about it."""
        until(lambda: not self.screen.run.is_running and not self.screen.box.stop_button.isVisible())
        QTest.qWait(50)
        return self.screen.box.told.text()

    def choose_only(self, *codes: str) -> None:
        """Tick these cards and no others."""
        self.screen.list.pills[Group.ALL].setChecked(True)
        model = self.screen.model
        model.tick_all(False)
        for row, card in enumerate(model.rows):
            if card.code in codes:
                model.setData(model.index(row, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)

    def close(self) -> None:
        until(lambda: not self.screen.run.is_running)
        self.screen.close()
        self.screen.deleteLater()


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Printer:
    """Stands in for the system's printers."""
    made = Printer()
    monkeypatch.setattr(screen, "printers_here", lambda: (["label", "office laser"], "office laser"))
    monkeypatch.setattr(print_run, "spool_here", lambda: made)
    return made


@pytest.fixture
def settings() -> Settings:
    """This terminal prints eight on a sheet."""
    made = Settings()
    made.print_format = "a4-8"
    return made


@pytest.fixture
def desk(
    qapp: QApplication, link: ShopLink, factory: Factory, sounds: Sounds, settings: Settings, printer: Printer
) -> Iterator[Desk]:
    """The screen with its list and its choices."""
    problems: list[object] = []
    link.failed.connect(problems.append)
    tasks = Tasks(lambda _name, problem: problems.append(problem))
    given = {
        "link": link,
        "settings": settings,
        "tasks": tasks,
        "sounds": sounds,
        "clock": factory.clock,
        "go": lambda _name: None,
        "show_card": lambda _card_id: None,
        "tell": lambda _tone, _text: None,
    }
    tools = Tools(**{name: given.get(name) for name in Tools.__dataclass_fields__})  # type: ignore[arg-type]
    made = Desk(tools, factory)
    yield made
    made.close()
    tasks.close()
    assert problems == []
