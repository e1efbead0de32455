"""Options in a window: typed, kept, brought from a file, refused by cell, and chosen from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QTableWidgetItem

from kanban_app import i18n
from kanban_app.gui.look.widgets import Choice
from kanban_app.gui.options.screen import OptionsScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.operations.order_options import read_option_rows
from kanban_app.operations.order_options_texts import COLUMNS
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory
from tests.gui.test_long_texts import Longer, cut_buttons

LIST = """\
item,group,rule,choice,default,component,quantity,replaces,surcharge,minutes,station,excludes
chair,,,,,,,,150,,,
chair,seat,one required,plain,yes,,,,,,,
chair,seat,one required,padded,,cushion,1,,40,,,extras=light
chair,extras,any,arms,,wooden beam,2,,25.50,15,assembly line,
chair,extras,any,light,,,,chair leg,,,,
"""


class Desk:
    """The screen, and hands in front of it."""

    def __init__(self, tools: Tools, factory: Factory, folder: Path) -> None:
        self.factory = factory
        self.folder = folder
        self.screen = OptionsScreen(tools)
        self.screen.resize(1208, 760)
        self.screen.show()
        self.screen.refresh()
        until(lambda: self.screen.items.count() > 0)

    def item(self, code: str) -> int:
        return next(item.id for item in self.factory.shop.structure.items.values() if item.code == code)

    def choose_item(self, code: str) -> None:
        self.screen.items.setCurrentIndex(self.screen.items.findText(code))

    def type(self, row: int, column: str, text: str) -> None:
        self.screen.table.item(row, COLUMNS.index(column)).setText(text)

    def kept(self) -> list[str]:
        lists = self.factory.shop.read(read_option_rows).result()
        return [row.choice for row in lists.get(self.item("chair"), ())]

    def bring(self, text: str) -> None:
        file = self.folder / "options.csv"
        file.write_text(text, encoding="utf-8")
        self.screen.bring_file(file)

    def boxes(self) -> list[QCheckBox]:
        return [box for box in self.screen.chooser.findChildren(QCheckBox) if box.isVisible()]


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def desk(
    qapp: QApplication, link: ShopLink, factory: Factory, sounds: Sounds, told: list[str], tmp_path: Path
) -> Iterator[Desk]:
    failures: list[tuple[str, BaseException]] = []
    tasks = Tasks(lambda what, problem: failures.append((what, problem)))

    def nothing(_value: object) -> None:
        pass

    tools = Tools(
        link, Settings(), tasks, sounds, factory.clock, nothing, nothing, lambda _tone, text: told.append(text)
    )
    desk = Desk(tools, factory, tmp_path)
    yield desk
    tasks.close()
    desk.screen.close()
    desk.screen.deleteLater()
    assert not failures


def test_a_list_is_brought_shown_and_chosen_from(desk: Desk, told: list[str]) -> None:
    desk.bring(LIST)
    until(lambda: desk.screen.items.currentText() == "chair" and desk.screen.table.rowCount() == 6)
    assert told == ["The choices in options.csv are kept."]
    chooser = desk.screen.chooser
    assert chooser.texts() == ("seat=plain", "extras=")
    assert chooser.name.text() == "chair · plain"
    assert chooser.price.text() == "Price 150.00"
    [arms, light] = desk.boxes()
    arms.click()
    assert chooser.name.text() == "chair · plain, arms"
    assert "2 wooden beam" in chooser.parts.text()
    seat = chooser.findChild(Choice)
    seat.setCurrentIndex(seat.findData("padded"))
    assert chooser.price.text() == "Price 215.50"
    light.click()
    assert chooser.configuration is None
    assert "do not go together" in chooser.fault.text()


def test_what_is_typed_is_kept_by_one_button(desk: Desk, told: list[str]) -> None:
    desk.choose_item("chair")
    assert not desk.screen.keep.isEnabled()
    desk.type(0, "group", "seat")
    assert desk.screen.table.rowCount() == 2
    assert "Row 1, Choice" in desk.screen.told.text()
    desk.type(0, "choice", "plain")
    assert desk.screen.told.text() == "Not kept yet."
    assert not desk.screen.items.isEnabled()
    assert desk.kept() == []
    desk.screen.keep.click()
    until(lambda: desk.kept() == ["plain"])
    until(lambda: told == ["The choices are kept."])
    assert not desk.screen.keep.isEnabled()


def test_what_is_wrong_is_said_and_stood_in_and_nothing_is_kept(desk: Desk) -> None:
    desk.choose_item("chair")
    desk.type(0, "group", "seat")
    desk.type(0, "choice", "padded")
    desk.type(0, "component", "velvet")
    desk.screen.keep.click()
    assert "There is no item velvet." in desk.screen.told.text()
    assert desk.screen.table.currentColumn() == COLUMNS.index("component")
    assert desk.kept() == []
    desk.screen.forget.click()
    assert desk.screen.table.rows() == []


def test_a_bad_file_is_refused_by_row(desk: Desk) -> None:
    desk.bring(LIST.replace("wooden beam", "beam of light"))
    until(lambda: "Row 5, Part" in desk.screen.told.text())
    assert desk.kept() == []


def test_a_row_is_emptied_by_a_key_and_taken_out_by_a_button(desk: Desk) -> None:
    desk.bring(LIST)
    until(lambda: desk.screen.table.rowCount() == 6)
    table = desk.screen.table
    table.setCurrentCell(1, COLUMNS.index("default"))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    cell = table.currentItem()
    assert isinstance(cell, QTableWidgetItem)
    assert cell.text() == ""
    assert desk.screen.chooser.texts()[0] == "seat="
    assert "seat is not chosen yet" in desk.screen.chooser.fault.text()
    desk.screen.out.click()
    assert table.rowCount() == 5


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())


def test_it_fits_with_longer_texts_at_the_smallest_size(longer: None, desk: Desk) -> None:
    desk.bring(LIST)
    until(lambda: desk.screen.table.rowCount() == 6)
    assert not cut_buttons(desk.screen)
    assert desk.screen.minimumSizeHint().width() <= 1208
