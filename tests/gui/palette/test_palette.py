"""The palette in a real window: typed into, gone through, done; and a scanner that does not care that it is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from kanban_app.domain.cards import Card
from kanban_app.domain.codes import spaced
from kanban_app.gui.look.widgets import Button
from kanban_app.gui.palette.commands import Command, matching
from kanban_app.gui.palette.finders import commands_of, plant_finder
from kanban_app.gui.palette.palette import Palette
from kanban_app.gui.scan_input import ScanInput
from tests.gui.conftest import Hands, until
from tests.gui.plants import Factory


class Desk:
    """A window with a field, a palette over it and a scanner in front of it."""

    def __init__(self, finders: list | None = None) -> None:
        self.done: list[str] = []
        self.scans: list[str] = []
        self.possible = True
        self.window = QMainWindow()
        centre = QWidget()
        self.column = QVBoxLayout(centre)
        self.field = QLineEdit()
        self.column.addWidget(self.field)
        self.window.setCentralWidget(centre)
        self.palette = Palette(self.commands, self.window, finders or [])
        key = QShortcut(QKeySequence("Ctrl+K"), self.window)
        key.activated.connect(self.palette.toggle)
        self.scan_input = ScanInput(self.window)
        self.scan_input.scanned.connect(self.scans.append)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        until(self.window.isActiveWindow)
        self.scan_input.watch(self.window.windowHandle())
        self.field.setFocus()
        self.hands = Hands(self.window)

    def commands(self) -> list[Command]:
        def doing(name: str):
            return lambda: self.done.append(name)

        return [
            Command("board", "Show the board", "F2", doing("board")),
            Command("backup", "Make a backup…", "", doing("backup"), group="Plant"),
            Command("orders", "Show the orders", "F4", doing("orders"), lambda: self.possible),
            Command("café", "Öppna kaféet", "", doing("café")),
        ]

    def open(self) -> None:
        self.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        until(self.palette.isVisible)

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = ""
    ) -> None:
        self.hands.press(key, text, modifiers)
        QTest.qWait(70)

    def offered(self) -> list[str]:
        return [command.text for command in self.palette.model.commands]

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


def test_ctrl_k_opens_it_and_esc_closes_it_with_the_focus_where_it_was(desk):
    desk.open()
    assert desk.palette.field.hasFocus()
    assert "Show the board" in desk.offered()
    desk.press(Qt.Key.Key_Escape)
    until(lambda: not desk.palette.isVisible())
    assert desk.field.hasFocus()
    assert desk.done == []


def test_typed_letters_find_and_enter_does_it(desk):
    desk.open()
    desk.hands.type("back")
    until(lambda: desk.offered() == ["Make a backup…"])
    desk.press(Qt.Key.Key_Return, text="\r")
    until(lambda: desk.done == ["backup"])
    assert not desk.palette.isVisible()
    assert desk.field.text() == ""


def test_arrows_go_through_the_list_while_one_types(desk):
    desk.open()
    desk.hands.type("show")
    assert desk.offered() == ["Show the board", "Show the orders"]
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return, text="\r")
    until(lambda: desk.done == ["orders"])


def test_what_is_not_possible_now_is_not_offered(desk):
    desk.possible = False
    desk.open()
    assert "Show the orders" not in desk.offered()


def test_a_scan_goes_through_while_it_is_open(desk):
    desk.open()
    desk.hands.send("7KD042H")
    until(lambda: desk.scans == ["7KD042H"])
    QTest.qWait(70)
    assert desk.palette.field.text() == ""
    assert desk.palette.isVisible()
    assert desk.done == []


def test_a_word_that_fits_nothing_is_answered(desk):
    desk.open()
    desk.hands.type("xyz")
    assert desk.palette.nothing.isVisible()
    assert "xyz" in desk.palette.nothing.text()
    desk.press(Qt.Key.Key_Return, text="\r")
    assert desk.palette.isVisible()


def test_a_click_beside_it_closes_it(desk):
    desk.open()
    QTest.mouseClick(desk.field, Qt.MouseButton.LeftButton)
    until(lambda: not desk.palette.isVisible())
    assert desk.field.hasFocus()


def test_a_click_does_a_command(desk):
    desk.open()
    rect = desk.palette.list.visualRect(desk.palette.model.index(1))
    QTest.mouseClick(desk.palette.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    until(lambda: desk.done == ["backup"])


def test_accents_case_and_the_order_of_words_do_not_matter(desk):
    texts = [command.text for command in matching(desk.commands(), "KAFE oppna")]
    assert texts == ["Öppna kaféet"]
    assert [command.name for command in matching(desk.commands(), "plant")] == ["backup"]
    assert [command.name for command in matching(desk.commands(), "f4")] == ["orders"]


def test_what_begins_so_comes_first():
    made = [Command(str(place), text, "", print) for place, text in enumerate(["go on", "a log", "logs", "the log"])]
    assert [command.text for command in matching(made, "log")] == ["logs", "a log", "the log"]


def test_cards_items_and_stations_are_found_and_gone_to(link, factory: Factory):
    gone: list[tuple[str, int]] = []
    find = plant_finder(
        lambda: link.board, lambda card: gone.append(("card", card)), lambda station: gone.append(("station", station))
    )
    desk = Desk([find])
    card: Card = factory.card("chair", "factory store", 4)
    desk.open()
    desk.hands.type(spaced(card.code).lower())
    until(lambda: len(desk.offered()) == 1)
    assert desk.offered() == [f"Card {spaced(card.code)}, chair"]
    desk.press(Qt.Key.Key_Return, text="\r")
    until(lambda: gone == [("card", card.id)])
    desk.open()
    desk.hands.type("grind")
    desk.press(Qt.Key.Key_Return, text="\r")
    until(lambda: gone[-1] == ("station", factory.station("grinder")))
    desk.open()
    desk.hands.type("cushion")
    assert desk.offered() == ["cushion supplier", "cushion, cushion supplier to assembly line"]
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return, text="\r")
    until(lambda: gone[-1][0] == "card" and len(gone) == 3)
    assert link.board.card(gone[-1][1]).loop_id == factory.loop("cushion", "assembly line")
    desk.close()


def test_codes_are_found_by_their_beginning_and_new_cards_at_once(link, factory: Factory):
    find = plant_finder(lambda: link.board, print, print)
    card = factory.card("chair", "factory store", 4)
    for length in (3, 5, 7):
        texts = [command.text for command in find(card.code[:length])]
        assert f"Card {spaced(card.code)}, chair" in texts
        assert all(text.removeprefix("Card ").replace(" ", "").startswith(card.code[:length]) for text in texts)
    middle = card.code[2:6]
    begins_so = [other for other in link.board.cards() if other.code.startswith(middle)]
    assert len([command for command in find(middle) if command.group == "Card"]) == len(begins_so)
    before = {known.id for known in link.board.cards()}
    factory.shop.issue(factory.loop("chair", "factory store"), None, "12", "").result()
    until(lambda: {known.id for known in link.board.cards()} != before)
    new = next(known for known in link.board.cards() if known.id not in before)
    assert [command.name for command in find(new.code)] == [f"card {new.id}"]


def test_what_a_window_offers_by_itself(desk):
    button, hidden = Button("Print 3 cards"), Button("Stop")
    button.clicked.connect(lambda: desk.done.append("print"))
    desk.column.addWidget(button)
    desk.column.addWidget(hidden)
    hidden.hide()
    action = QAction("&Close the book", desk.window)
    action.setShortcut(QKeySequence("Ctrl+W"))
    action.triggered.connect(lambda: desk.done.append("close"))
    named, nameless = (QShortcut(QKeySequence(key), desk.window) for key in ("F3", "F4"))
    named.setWhatsThis("Show the flow")
    QApplication.processEvents()
    found = {command.text: command for command in commands_of(desk.window)}
    assert {"Print 3 cards", "Close the book", "Show the flow"} <= set(found)
    assert "Stop" not in found
    assert found["Close the book"].key == "Ctrl+W"
    for text in ("Print 3 cards", "Close the book"):
        found[text].call()
    assert desk.done == ["print", "close"]
    button.deleteLater()
    QTest.qWait(1)
    QApplication.sendPostedEvents(None, 52)
    assert not found["Print 3 cards"].is_possible()
    assert nameless.isEnabled()


def test_it_fits_a_small_window_and_follows_its_size(desk):
    desk.open()
    desk.window.resize(960, 600)
    QApplication.processEvents()
    assert desk.palette.geometry().right() < 960
    assert desk.palette.geometry().bottom() < 600
