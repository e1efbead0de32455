"""The help drawer: opened by F1 at the screen one is on, searched, closed, and in nobody's way."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from kanban_app import i18n
from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui import later
from kanban_app.gui.help import drawer, topics
from kanban_app.gui.help.pages import Sign
from kanban_app.gui.look import theme
from kanban_app.operations import words
from tests.gui.conftest import until
from tests.gui.help.conftest import Desk
from tests.gui.program import Program


class Longer(gettext.NullTranslations):
    """A language in which everything takes 40 % more letters, in words that can be wrapped."""

    def gettext(self, message: str) -> str:
        return message + ("ö" * round(len(message) * 0.4) if len(message) < 20 else " ord" * round(len(message) * 0.1))


SCREENS = ("board", "station", "cards", "plant", "import", "first", "flow", "history", "loops", "walk")
ORDERING = {
    "orders": "Cards that nobody has started leave by themselves",
    "options": "groups of choices",
    "calendars": "Suppliers keep their own time",
    "purchases": "Emptied cards of suppliers gather here",
    "tills": "changes nothing before you book it",
}
# Matters that have no screen of their own, or a part of one.
MATTERS = ("entry", "customers", "order_lists", "policies", "promises")
PAPER = {"papers": "These papers book nothing", "design": "A rule makes an element look different on some cards"}
PAGES = {"customers": "A customer comes with the first order", "lists": "The lines become drafts"}


@pytest.mark.parametrize("screen", [*SCREENS, *PAPER, *ORDERING, *MATTERS])
def test_every_screen_is_explained(screen):
    topic = next(topic for topic in topics.topics() if topic.name == screen)
    assert topic.title
    assert topic.lines
    assert all(line.endswith(".") for line in topic.lines)


def test_every_screen_that_is_made_later_has_a_topic_too():
    assert later.PAGES.keys() <= {topic.name for topic in topics.topics()}


def test_f1_explains_the_screen_one_is_on_and_f1_again_closes(desk: Desk):
    desk.open("station")
    assert "what may I take" in desk.words()
    assert "F9 call for help" in desk.words()
    assert "Ctrl+K" in desk.words()
    desk.press(Qt.Key.Key_F1)
    until(lambda: not desk.drawer.isVisible())
    assert desk.field.hasFocus()
    desk.open("board")
    assert "One row is one loop" in desk.words()


def explained(program: Program) -> str:
    """What F1 says; a second F1 closes it."""
    program.hands.press(Qt.Key.Key_F1)
    until(lambda: program.office.ways.help is not None and program.office.ways.help.isVisible())
    opened = program.office.ways.help
    said = " ".join(label.text() for label in opened.text.widget().findChildren(QLabel))
    program.hands.press(Qt.Key.Key_F1)
    until(lambda: not opened.isVisible())
    return said


@pytest.mark.parametrize("screen", [*ORDERING, *PAPER])
def test_f1_explains_each_screen_of_orders_buying_and_paper(program: Program, plant: Path, screen: str):
    program.open(plant)
    program.office.go(screen)
    assert {**ORDERING, **PAPER}[screen] in explained(program)


def test_f1_explains_the_page_that_is_shown_within_the_orders(program: Program, plant: Path):
    program.open(plant)
    program.office.go("orders")
    screen = program.office.pages["orders"]
    assert ORDERING["orders"] in explained(program)
    program.hands.press(Qt.Key.Key_N, modifiers=Qt.KeyboardModifier.ControlModifier)
    until(screen.entry.isVisible)
    said = explained(program)
    assert "Type as in a spreadsheet" in said
    assert ORDERING["orders"] not in said
    for name, line in PAGES.items():
        screen.show_list()
        QTest.mouseClick(screen.doors[name], Qt.MouseButton.LeftButton)
        assert line in explained(program)
    program.hands.press(Qt.Key.Key_Escape)
    assert ORDERING["orders"] in explained(program)


def test_a_page_that_is_not_shown_any_more_is_not_explained(program: Program, plant: Path):
    program.open(plant)
    program.office.go("orders")
    program.office.pages["orders"].new_order()
    program.office.go("board")
    assert "One row is one loop" in explained(program)


def test_the_keys_that_the_orders_topic_names_are_those_of_the_screen(program: Program, plant: Path):
    program.open(plant)
    program.office.go("orders")
    own = {action.shortcut().toString() for action in program.office.pages["orders"].actions()}
    named = {key for topic in topics.topics() if topic.name == "orders" for key, _what in topic.keys}
    assert own == {key for key in named if key.startswith("Ctrl+")}


def test_esc_clears_the_search_first_and_closes_then(desk: Desk):
    desk.open()
    desk.hands.type("urgent")
    until(lambda: "mark urgent" in desk.words() and "One row is one loop" not in desk.words())
    desk.press(Qt.Key.Key_Escape)
    until(lambda: desk.drawer.field.text() == "" and "One row is one loop" in desk.words())
    assert desk.drawer.isVisible()
    desk.press(Qt.Key.Key_Escape)
    until(lambda: not desk.drawer.isVisible())
    assert desk.field.hasFocus()


def test_what_had_the_focus_may_have_gone_and_the_keys_of_its_screen_hold_still(desk: Desk):
    centre = desk.window.centralWidget()
    key = QShortcut(QKeySequence("Ctrl+N"), centre)
    key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    heard = []
    key.activated.connect(lambda: heard.append(True))
    desk.open()
    desk.field.hide()
    desk.press(Qt.Key.Key_F1)
    until(lambda: not desk.drawer.isVisible())
    desk.hands.press(Qt.Key.Key_N, modifiers=Qt.KeyboardModifier.ControlModifier)
    until(lambda: heard)


def test_its_own_button_closes_it(desk: Desk):
    desk.open()
    close = next(one for one in desk.drawer.findChildren(QAbstractButton) if one.text() == "Close")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not desk.drawer.isVisible()


def test_a_search_finds_lines_of_other_screens_and_says_when_there_are_none(desk: Desk):
    desk.open("board")
    desk.hands.type("decoupling")
    until(lambda: "Flow map" in desk.words() and "To stock or to order" in desk.words())
    desk.drawer.field.clear()
    desk.hands.type("zzz")
    until(lambda: "Nothing in the help fits zzz" in desk.words())


def test_a_scan_passes_while_the_search_has_the_focus(desk: Desk):
    desk.open()
    desk.hands.send("7KD042H")
    until(lambda: desk.scans == ["7KD042H"])
    assert desk.drawer.field.text() == ""


def test_the_colours_page_draws_every_state_mark_and_zone(desk: Desk):
    desk.open()
    QTest.mouseClick(desk.drawer.links[drawer.COLOURS], Qt.MouseButton.LeftButton)
    said = desk.words()
    assert all(words.state(state) in said for state in CardState)
    assert all(words.mark(mark) in said for mark in Mark)
    shown = [sign._shown for sign in desk.drawer.text.widget().findChildren(Sign)]
    assert {*CardState, *Mark, "stock", "order", "hold"} <= set(shown)
    assert not desk.drawer.grab().isNull()


def test_another_topic_is_chosen_from_the_list(desk: Desk):
    desk.open("board")
    place = desk.drawer.choice.findData("history")
    desk.drawer.choice.setCurrentIndex(place)
    desk.drawer.choice.activated.emit(place)
    assert "newest first" in desk.words()


def test_a_screen_without_a_page_gets_what_holds_everywhere(desk: Desk):
    desk.open("no such screen")
    assert "On every screen" in desk.words()


def test_it_stays_at_the_right_and_follows_the_window(desk: Desk):
    desk.open()
    for width, height in ((960, 600), (1920, 1080)):
        desk.window.resize(width, height)
        QApplication.processEvents()
        box = desk.drawer.geometry()
        assert (box.right() + 1, box.height()) == (width, height)
        assert box.left() >= width // 2 - 1 or width == 960


@pytest.mark.parametrize("zoom", [100, 150])
def test_nothing_is_cut_in_longer_languages(tools, tmp_path, monkeypatch, qapp, zoom):
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    theme.set_zoom(qapp, zoom)
    desk = Desk(tools, tmp_path)
    opened = desk.open()
    for name in ("board", "entry", drawer.COLOURS, drawer.TESTER, drawer.ABOUT):
        opened.show_page(name)
        for _round in range(3):
            QApplication.processEvents()
        for button in opened.findChildren(QAbstractButton):
            if button.isVisible() and button.text():
                assert button.width() >= QFontMetrics(button.font()).horizontalAdvance(button.text()), button.text()
        for label in opened.text.widget().findChildren(QLabel):
            assert label.mapTo(opened, label.rect().topRight()).x() <= opened.width(), label.text()
    until(opened.about.copy_button.isEnabled)
    desk.close()
