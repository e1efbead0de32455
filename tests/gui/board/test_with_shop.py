"""The board on a real plant file: what is clicked is booked, what is booked is seen, lives are read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.changes import Changes
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.operations.shop import Shop
from tests.gui.plants import Factory

KEY, CTRL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def screen(live: BoardScreen) -> BoardScreen:
    return live


def _choose(screen: BoardScreen, card: Card) -> None:
    place = screen.view.cell_of(card.id)
    assert place is not None
    QTest.mouseClick(screen.view.viewport(), LEFT, pos=place)


def _now(screen: BoardScreen, card: Card) -> Card:
    assert screen.model.board is not None
    found = screen.model.board.card(card.id)
    assert found is not None
    return found


def _receive(screen: BoardScreen, qtbot: QtBot) -> None:
    """The blue button, and Enter for the whole container."""
    QTest.mouseClick(screen.panel.button("next"), LEFT)
    with qtbot.waitSignal(screen.booked):
        QTest.keyClick(screen.panel.quantity.number, KEY.Key_Return)


def test_the_life_of_a_card_says_who_when_and_what_caused_it(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("polished wooden panel", "assembly line", 1)
    _choose(screen, card)
    qtbot.waitUntil(lambda: len(screen.panel.life_list.steps()) == 4)
    emptied, ordered, started, now = screen.panel.life_list.steps()
    assert emptied.headline == "Emptied"
    assert emptied.lines[0] == "assembly line · Anna Lind"
    assert ordered.headline == "Ordered"
    assert started.headline == "Started"
    assert now.headline == "In work for 1 d 2 h"
    assert now.tone == "stop"
    qtbot.waitUntil(lambda: screen.panel.cycle_bars.bars() is not None)
    bars = screen.panel.cycle_bars.bars()
    assert bars is not None
    assert bars.bars[-1].open
    assert bars.bars[-1].late


def test_a_cause_in_another_card_is_named(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    plant.do(Action.START, [plant.card("chair", "factory store", 4)], at="assembly line")
    legs = plant.cards("chair leg", "assembly line", CardState.RELEASED)
    emptied = next(card for card in legs if card.number not in (5, 6))
    qtbot.waitUntil(lambda: _now(screen, emptied).state is CardState.RELEASED)
    _choose(screen, emptied)
    cause = "cause: the start of chair 4"
    qtbot.waitUntil(lambda: any(cause in step.lines for step in screen.panel.life_list.steps()))


def test_the_blue_button_books_and_says_what_was_done(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("polished wooden panel", "assembly line", 2)
    assert card.state is CardState.IN_TRANSIT
    _choose(screen, card)
    _receive(screen, qtbot)
    qtbot.waitUntil(lambda: _now(screen, card).state is CardState.FULL)
    assert screen.panel.notice.isVisible()
    assert screen.panel.notice.sign() is AnswerSign.ACCEPTED
    assert "Received" in screen.panel.notice.headline.text()
    assert plant.card("polished wooden panel", "assembly line", 2).state is CardState.FULL
    assert screen.selected_card_id() == card.id
    event = plant.shop.history(card.code, 1).result()[0].event
    assert event.person == "Anna Lind"


def test_ctrl_u_marks_urgent(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("chair", "factory store", CardState.RELEASED)[0]
    _choose(screen, card)
    QTest.keyClick(screen.view, KEY.Key_U, CTRL)
    qtbot.waitUntil(lambda: _now(screen, card).urgent)


def test_ctrl_h_asks_for_a_reason_in_the_panel_and_books_it(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("square table", "factory store", CardState.FULL)[0]
    _choose(screen, card)
    QTest.keyClick(screen.view, KEY.Key_H, CTRL)
    assert screen.panel.is_asking()
    assert screen.panel.reason.field.hasFocus()
    assert QApplication.activeModalWidget() is None
    assert not screen.panel.reason.confirm.isEnabled(), "no reason yet"
    QTest.keyClicks(screen.panel.reason.field, "cracked tops")
    QTest.keyClick(screen.panel.reason.field, KEY.Key_Return)
    qtbot.waitUntil(lambda: _now(screen, card).on_hold)
    assert not screen.panel.is_asking()
    assert plant.shop.history(card.code, 1).result()[0].event.reason == "cracked tops"


def test_esc_leaves_the_question_and_books_nothing(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("square table", "factory store", CardState.FULL)[0]
    _choose(screen, card)
    QTest.mouseClick(screen.panel.button("lost"), LEFT)
    assert screen.panel.is_asking()
    QTest.keyClick(screen.panel.reason.field, KEY.Key_Escape)
    assert not screen.panel.is_asking()
    assert screen.panel.button("lost").isVisible()
    assert plant.card("square table", "factory store", card.number).state is CardState.FULL


def test_a_refusal_is_said_in_the_panel_with_its_next_step(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("chair leg", "assembly line", CardState.FULL)[0]
    _choose(screen, card)
    with qtbot.waitSignal(screen.booked):
        QTest.keyClick(screen.view, KEY.Key_R, CTRL)
    notice = screen.panel.notice
    assert notice.isVisible()
    assert notice.sign() is AnswerSign.REFUSED
    assert "already full" in notice.headline.text()
    assert "Nothing was changed." in notice.detail.text()
    assert QApplication.activeModalWidget() is None


def test_a_card_changed_meanwhile_is_not_booked_twice(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("polished wooden panel", "assembly line", 2)
    _choose(screen, card)
    QTest.mouseClick(screen.panel.button("next"), LEFT)
    with qtbot.waitSignal(screen.booked):
        QTest.mouseClick(screen.panel.quantity.confirm, LEFT)
        QTest.mouseClick(screen.panel.button("next"), LEFT)
        QTest.keyClick(screen.view, KEY.Key_R, CTRL)
    qtbot.waitUntil(lambda: _now(screen, card).state is CardState.FULL)
    received = [line for line in plant.shop.history(card.code).result() if line.event.action is Action.RECEIVE]
    assert len(received) == 1


def test_print_again_puts_the_card_on_its_sources_list(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("cushion", "assembly line", CardState.FULL)[0]
    _choose(screen, card)
    QTest.keyClick(screen.view, KEY.Key_P, CTRL)
    qtbot.waitUntil(screen.panel.notice.isVisible)
    assert "On the print list of cushion supplier" in screen.panel.notice.headline.text()
    assert card.id in [listed.id for listed in plant.shop.print_list().result()]


def test_undo_takes_the_last_step_back(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("polished wooden panel", "assembly line", 2)
    _choose(screen, card)
    _receive(screen, qtbot)
    qtbot.waitUntil(lambda: len(screen.panel.life_list.steps()) == 6)
    QTest.mouseClick(screen.panel.button("undo"), LEFT)
    qtbot.waitUntil(lambda: _now(screen, card).state is CardState.IN_TRANSIT)


def test_undo_of_an_old_step_asks_why(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("polished wooden panel", "assembly line", 1)
    _choose(screen, card)
    qtbot.waitUntil(lambda: len(screen.panel.life_list.steps()) == 4)
    QTest.mouseClick(screen.panel.button("undo"), LEFT)
    assert screen.panel.is_asking()
    assert screen.panel.reason.action() is Action.REVERT


def test_what_another_terminal_books_is_seen_here(screen: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("chair", "shop 1", CardState.FULL)[0]
    with_other = Shop.open(plant.path, terminal="other")
    try:
        with_other.do(Action.CONSUME, [card.code], person="Erik").result()
        qtbot.waitUntil(lambda: _now(screen, card).state is not CardState.FULL)
        row = screen.model.index_of_card(card.id).row()
        assert screen.model.cells_at(row).here.text == "8"
    finally:
        with_other.close()


def test_a_plant_that_fails_says_so_and_the_board_lives_on(
    screen: BoardScreen, plant: Factory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, log_lines_allowed: None
) -> None:
    def broken(*_arguments: object, **_options: object) -> object:
        return plant.shop.write(lambda _session: 1 / 0)

    monkeypatch.setattr(plant.shop, "do", broken)
    card = plant.cards("chair leg", "assembly line", CardState.FULL)[0]
    _choose(screen, card)
    QTest.keyClick(screen.view, KEY.Key_U, CTRL)
    qtbot.waitUntil(screen.panel.notice.isVisible)
    assert screen.panel.notice.headline.text() == "This was not booked."
    screen.apply(Changes())
    QTest.keyClick(screen.view, KEY.Key_Right)
    assert screen.selected_card_id() != card.id


def test_a_closed_plant_leaves_nothing_on_the_board(screen: BoardScreen, plant: Factory) -> None:
    _choose(screen, plant.card("chair leg", "assembly line", 1))
    screen.set_shop(None)
    assert screen.model.rowCount() == 0
    assert screen.selected_card_id() is None
    assert screen.panel.hint.isVisible()


def test_the_same_plant_told_again_keeps_what_is_chosen(screen: BoardScreen, plant: Factory) -> None:
    card = plant.card("chair leg", "assembly line", 1)
    _choose(screen, card)
    screen.set_shop(plant.shop, "Erik")
    assert screen.model.rowCount() == 12
    assert screen.selected_card_id() == card.id
