"""The settings: what holds can be read, a change is kept at once, a value that does not fit leaves the old one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.settings_screen.screen import SettingsScreen
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.operations.persons import read_persons
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory


@pytest.fixture
def screen(link: ShopLink, factory: Factory, sounds: Sounds) -> Iterator[SettingsScreen]:
    def nowhere(*_where: object) -> None:
        """Leads to no other screen."""

    tasks = Tasks(nowhere)
    tools = Tools(link, Settings(), tasks, sounds, factory.clock, nowhere, nowhere, nowhere)
    made = SettingsScreen(tools)
    made.resize(1280, 800)
    made.show()
    QTest.qWaitForWindowExposed(made)
    made.fill()
    yield made
    made.close()
    made.deleteLater()


def rules_kept(factory: Factory) -> tuple[int, int, bool]:
    rules = factory.shop.settings().result().rules
    return rules.undo_window_s, rules.double_scan_window_s, rules.refuse_on_shortage


def test_every_number_can_be_read_where_it_stands(screen: SettingsScreen) -> None:
    for field, text in ((screen.undo, "30 s"), (screen.double_scan, "5 s")):
        assert field.text() == text
        line = field.lineEdit()
        assert line.width() > line.fontMetrics().horizontalAdvance(text)
        picture = field.grab().toImage()
        ground = picture.pixelColor(picture.width() - 30, picture.height() // 2)
        inked = any(picture.pixelColor(x, picture.height() // 2) != ground for x in range(8, 60))
        assert inked, "nothing is painted where the number stands"


def test_a_number_typed_is_kept_when_the_field_is_left(screen: SettingsScreen, factory: Factory) -> None:
    screen.undo.setFocus()
    screen.undo.selectAll()
    QTest.keyClicks(screen.undo, "90")
    QTest.keyClick(screen.undo, Qt.Key.Key_Tab)
    until(lambda: screen.told.text() == "Kept.")
    assert rules_kept(factory) == (90, 5, False)


def test_refusing_without_material_is_chosen_by_keyboard(screen: SettingsScreen, factory: Factory) -> None:
    screen.shortage.setFocus()
    QTest.keyClick(screen.shortage, Qt.Key.Key_Down)
    until(lambda: screen.told.text() == "Kept.")
    assert rules_kept(factory)[2] is True


def test_a_name_that_does_not_fit_leaves_the_old_one(screen: SettingsScreen, factory: Factory) -> None:
    before = factory.shop.settings().result().name
    screen.name.setFocus()
    screen.name.selectAll()
    QTest.keyClick(screen.name, Qt.Key.Key_Delete)
    QTest.keyClick(screen.name, Qt.Key.Key_Return)
    until(lambda: "does not fit" in screen.told.text())
    assert factory.shop.settings().result().name == before
    assert screen.name.text() == before


def test_sounds_are_muted_by_a_tick(screen: SettingsScreen) -> None:
    QTest.mouseClick(screen.muted, Qt.MouseButton.LeftButton, pos=screen.muted.rect().center())
    assert screen._settings.muted
    assert screen.told.text() == "Kept."


def listed(factory: Factory) -> list[tuple[str, bool, str, bool]]:
    found = factory.shop.read(read_persons).result()
    return [(person.name, person.supervisor, person.badge, person.has_pin) for person in found]


def type_into(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClicks(field, text)


def test_people_are_listed_from_the_keyboard(screen: SettingsScreen, factory: Factory) -> None:
    people = screen.people
    assert "everybody may supervise" in people.told.text()
    type_into(people.name, "Kim")
    type_into(people.pin, "4711")
    people.badge.setFocus()
    assert screen.take_scan("B-17\r")
    QTest.keyClick(people.badge, Qt.Key.Key_Return)
    until(lambda: people.table.rowCount() == 1)
    assert listed(factory) == [("Kim", True, "B-17", True)]
    screen._settings.person = "Kim"
    type_into(people.name, "Sam")
    QTest.keyClick(people.name, Qt.Key.Key_Return)
    until(lambda: people.table.rowCount() == 2)
    people.table.selectRow(1)
    assert people.name.text() == "Sam"
    QTest.mouseClick(people.drop, Qt.MouseButton.LeftButton)
    until(lambda: people.table.rowCount() == 1)
    assert listed(factory) == [("Kim", True, "B-17", True)]


def test_what_is_refused_is_told_and_what_was_typed_stays(screen: SettingsScreen, factory: Factory) -> None:
    people = screen.people
    type_into(people.name, "Kim")
    type_into(people.pin, "12")
    QTest.mouseClick(people.keep, Qt.MouseButton.LeftButton)
    until(lambda: people.told.text() == "A PIN has 4 to 8 digits.")
    assert (people.name.text(), people.pin.text()) == ("Kim", "12")
    assert listed(factory) == []


def test_a_scan_is_not_for_the_settings_unless_a_badge_is_waited_for(screen: SettingsScreen) -> None:
    screen.name.setFocus()
    assert not screen.take_scan("B-17")
    assert screen.people.badge.text() == ""
