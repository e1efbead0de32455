"""More filters: by station, item, kind, state, age and mark; they are seen, and go one by one or all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card, CardState, Mark
from kanban_app.gui.board import plan
from kanban_app.gui.board.plan import Filter
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.board.sieve import OPEN, SINGLE_USE, Age, Question, Sieve, is_older
from kanban_app.gui.scan_input import ScanInput
from tests.gui.board import factory
from tests.gui.board.factory import NOW
from tests.gui.conftest import Hands, until

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def screen(qtbot: QtBot) -> BoardScreen:
    shown = BoardScreen(clock=lambda: NOW)
    qtbot.addWidget(shown)
    shown.resize(1826, 1080)
    shown.show()
    qtbot.waitExposed(shown)
    shown.set_maybe_lost(factory.maybe_lost())
    shown.show_board(factory.board())
    QApplication.processEvents()
    return shown


def _choose(screen: BoardScreen, name: str, text: str) -> None:
    """With the keys, as a person does."""
    if not screen.filters.more.isVisible():
        QTest.mouseClick(screen.filters.more_pill, LEFT)
    choice = screen.filters.more.choice(name)
    choice.setFocus()
    QTest.keyClick(choice, KEY.Key_Home)
    for _ in range(choice.count()):
        if choice.currentText() == text:
            return
        QTest.keyClick(choice, KEY.Key_Down)
    raise AssertionError(f"{name} offers no {text}")


def _asked(screen: BoardScreen) -> list[tuple[int, int]]:
    board = screen.model.board
    assert board is not None
    cards = (board.card(card_id) for card_id in screen.model.shown_cards())
    return [(card.loop_id, card.number) for card in cards if card is not None]


def test_a_source_and_a_state_leave_the_rows_and_cards_that_fit(screen: BoardScreen) -> None:
    _choose(screen, "source", "assembly line")
    assert screen.model.rowCount() == 3
    _choose(screen, "state", "being made")
    assert screen.model.rowCount() == 1
    assert _asked(screen) == [(8, 1)]
    slots = screen.model.cells_at(0).slots
    assert [slot.asked for slot in slots[:3]] == [True, False, False], "the others stand back"


def test_active_filters_are_seen_and_go_one_by_one(screen: BoardScreen) -> None:
    _choose(screen, "consumer", "factory")
    _choose(screen, "flag", "urgent")
    pills = screen.filters.active.pills()
    assert [pill.text() for pill in pills] == ["Consumer: factory", "Mark: urgent", "Show all"]
    QTest.mouseClick(screen.filters.more_pill, LEFT)
    QApplication.processEvents()
    assert pills[0].isVisible(), "also while the lists are closed"
    QTest.mouseClick(pills[0], LEFT)
    assert [pill.text() for pill in screen.filters.active.pills()] == ["Mark: urgent", "Show all"]
    assert screen.model.question.sieve == Sieve(flag=Mark.URGENT)
    assert screen.filters.more.choice("consumer").currentText() == "Any consumer"
    QTest.mouseClick(screen.filters.active.pills()[-1], LEFT)
    assert screen.model.question == Question()
    assert screen.model.rowCount() == 21
    assert not screen.filters.active.isVisible()


@pytest.mark.parametrize(
    "name, text, rows",
    [("item", "square table", 4), ("kind", "Supplier", 4), ("kind", "Single-use", 1), ("flag", "late", 2)],
)
def test_each_list_filters(screen: BoardScreen, name: str, text: str, rows: int) -> None:
    _choose(screen, name, text)
    assert screen.model.rowCount() == rows


def test_filters_without_a_hit_say_so_and_offer_everything(screen: BoardScreen) -> None:
    _choose(screen, "source", "saw")
    _choose(screen, "state", "full")
    _choose(screen, "flag", "on hold")
    assert screen.message.headline.text() == "Nothing fits these filters."
    QTest.mouseClick(screen.message.next, LEFT)
    assert screen.model.rowCount() == 21


def test_a_card_behind_filters_takes_them_off_when_it_is_looked_for(screen: BoardScreen) -> None:
    _choose(screen, "source", "saw")
    assert screen.show_card(next(card.id for card in factory.cards() if card.loop_id == 21))
    assert screen.model.question.sieve.is_open()


def test_a_pill_asks_for_its_cards_only(screen: BoardScreen) -> None:
    QTest.mouseClick(screen.filters.pill(Filter.ON_HOLD), LEFT)
    assert _asked(screen) == [(15, 4)]


# -- without a window


def _row_question(board: Board, loop_id: int, question: Question) -> tuple[bool, ...] | None:
    return question.asked_cards(plan.facts_of(board.row(loop_id), NOW, factory.maybe_lost()), board.structure, NOW)


def _card(**values: object) -> Card:
    return replace(factory.cards()[0], **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "age, length, older",
    [
        (Age.DAY, timedelta(days=1), False),
        (Age.DAY, timedelta(days=1, seconds=1), True),
        (Age.WEEK, timedelta(days=7), False),
        (Age.WEEK, timedelta(days=7, seconds=1), True),
        (Age.LEAD_TIME, timedelta(hours=100), False),
        (Age.LEAD_TIME, timedelta(hours=100, seconds=1), True),
    ],
)
def test_age_counts_from_the_open_signal_else_from_the_state(age: Age, length: timedelta, older: bool) -> None:
    loop = factory.structure().loops[1]
    calling = _card(signal_at=NOW - length, since_at=NOW)
    standing = _card(signal_at=None, since_at=NOW - length)
    assert is_older(calling, age, loop, NOW) is older
    assert is_older(standing, age, loop, NOW) is older


def test_an_open_question_asks_for_every_card_and_also_for_a_loop_without_any() -> None:
    board = factory.board()
    for row in board.rows():
        assert _row_question(board, row.loop.id, Question()) == (True,) * len(row.cards)
    bare = Board(factory.structure(), [])
    assert _row_question(bare, 1, Question()) == ()
    assert _row_question(bare, 1, Question(sieve=Sieve(state=CardState.FULL))) is None


def test_a_card_is_asked_for_only_if_all_tests_fit_the_same_card() -> None:
    board = factory.board()
    # loop 7: the late card is in process, the urgent one ordered
    assert _row_question(board, 7, Question(sieve=Sieve(state=CardState.IN_PROCESS, flag=Mark.LATE))) is not None
    assert _row_question(board, 7, Question(sieve=Sieve(state=CardState.IN_PROCESS, flag=Mark.URGENT))) is None
    assert _row_question(board, 7, Question(Filter.LATE, sieve=Sieve(state=CardState.IN_PROCESS))) is not None
    assert _row_question(board, 7, Question(Filter.LATE, sieve=Sieve(state=CardState.RELEASED))) is None


def test_a_searched_code_asks_for_its_card_and_a_searched_name_for_all() -> None:
    board = factory.board()
    card = next(card for card in board.cards() if (card.loop_id, card.number) == (5, 2))
    found = _row_question(board, 5, Question(search=card.code.casefold()))
    assert found is not None
    assert sum(found) == 1
    assert _row_question(board, 5, Question(search="chair leg")) == (True,) * 6


def test_taking_filters_off_one_by_one_opens_the_sieve() -> None:
    sieve = Sieve("saw", "assembly line", "chair leg", SINGLE_USE, CardState.FULL, Age.DAY, Mark.LATE)
    for name in sieve.active():
        sieve = sieve.without(name)
    assert sieve == OPEN
    assert sieve.is_open()


# -- typing


@pytest.fixture
def hands(screen: BoardScreen) -> Hands:
    """A person and a scanner in front of the board, with the program's ear between them."""
    ear = ScanInput(screen)
    scanned: list[str] = []
    ear.scanned.connect(scanned.append)
    screen.activateWindow()
    until(screen.isActiveWindow)
    ear.watch(screen.windowHandle())
    screen.view.setFocus()
    made = Hands(screen)
    made.scanned = scanned  # type: ignore[attr-defined]
    return made


def test_letters_typed_on_the_board_go_to_the_search(screen: BoardScreen, hands: Hands) -> None:
    hands.type("chair l")
    until(lambda: screen.model.rowCount() == 1)
    assert screen.search.text() == "chair l"
    assert screen.search.hasFocus()


def test_a_scanners_burst_does_not(screen: BoardScreen, hands: Hands) -> None:
    before = screen.view.chosen_id()
    hands.send(factory.cards()[3].code)
    until(lambda: hands.scanned == [factory.cards()[3].code])  # type: ignore[attr-defined]
    QTest.qWait(200)
    assert screen.search.text() == ""
    assert screen.view.hasFocus()
    assert screen.model.rowCount() == 21
    assert screen.view.chosen_id() == before


def test_a_burst_in_the_middle_of_a_search_leaves_it_alone(screen: BoardScreen, hands: Hands) -> None:
    hands.type("tab")
    QTest.qWait(200)
    hands.send(factory.cards()[3].code)
    until(lambda: len(hands.scanned) == 1)  # type: ignore[attr-defined]
    assert screen.search.text() == "tab"


def test_digits_and_capitals_are_typed_too_and_chords_are_not(screen: BoardScreen) -> None:
    screen.view.setFocus()
    QTest.keyClick(screen.view, KEY.Key_7)
    assert screen.search.text() == "7"
    screen.view.setFocus()
    QTest.keyClick(screen.view, "K")
    assert screen.search.text() in ("k", "K")
    screen.view.setFocus()
    QTest.keyClick(screen.view, KEY.Key_E, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(screen.view, KEY.Key_Space)
    assert screen.view.hasFocus()


def test_ctrl_a_and_shift_arrows_come_through_the_ear_of_the_program(screen: BoardScreen, hands: Hands) -> None:
    hands.press(KEY.Key_A, "\x01", Qt.KeyboardModifier.ControlModifier)
    until(screen.view.picks.are_several)
    hands.press(KEY.Key_Escape)
    until(lambda: not screen.view.picks.are_several())
    hands.press(KEY.Key_Right)
    hands.press(KEY.Key_Right, "", Qt.KeyboardModifier.ShiftModifier)
    until(screen.view.picks.are_several)
