"""A card is dragged to its next state with mouse or finger; what a drop is refused for is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.loops import Step
from kanban_app.gui.board.drop_bar import targets_of
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.look.answers import AnswerSign
from tests.gui.board import factory
from tests.gui.plants import Factory

KEY, LEFT, NONE = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _move(screen: BoardScreen, to: QPoint) -> None:
    """Qt's own test mouse moves without its button."""
    port = screen.view.viewport()
    place, world = QPointF(to), QPointF(port.mapToGlobal(to))
    event = QMouseEvent(QEvent.Type.MouseMove, place, world, Qt.MouseButton.NoButton, LEFT, NONE)
    QApplication.sendEvent(port, event)


def _pick_up(screen: BoardScreen, card: Card) -> QPoint:
    place = screen.view.cell_of(card.id)
    assert place is not None
    QTest.mousePress(screen.view.viewport(), LEFT, NONE, place)
    _move(screen, place + QPoint(30, 4))
    assert screen.view.drag.is_running()
    assert screen.view.drag.bar.isVisible()
    return place


def _drop(screen: BoardScreen, action: Action) -> None:
    target = screen.view.drag.bar.place_of(action)
    _move(screen, target)
    QTest.mouseRelease(screen.view.viewport(), LEFT, NONE, target)
    assert not screen.view.drag.bar.isVisible()


def test_dropped_on_its_next_state_it_is_booked(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("chair leg", "assembly line", 6)
    assert card.state is CardState.RELEASED
    _pick_up(live, card)
    offered = live.view.drag.bar.targets()
    assert [target.action for target in offered if target.is_next] == [Action.START]
    with qtbot.waitSignal(live.booked):
        _drop(live, Action.START)
    assert plant.card("chair leg", "assembly line", 6).state is CardState.IN_PROCESS
    assert live.panel.notice.sign() is AnswerSign.ACCEPTED


def test_dropped_on_full_it_asks_how_many_came(live: BoardScreen, plant: Factory) -> None:
    _pick_up(live, plant.cards("cushion", "assembly line", CardState.IN_TRANSIT)[0])
    _drop(live, Action.RECEIVE)
    assert live.panel.quantity.isVisible()
    assert live.panel.quantity.number.text() == "40"


def test_a_drop_that_is_refused_says_why(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("chair leg", "assembly line", 3)
    _pick_up(live, card)
    with qtbot.waitSignal(live.booked):
        _drop(live, Action.START)
    assert live.panel.notice.sign() is AnswerSign.REFUSED
    assert live.panel.notice.headline.text() == "chair leg 3 of 6 is already full."
    assert plant.card("chair leg", "assembly line", 3).state is CardState.FULL


def test_dropped_on_another_loop_it_stays_and_says_so(live: BoardScreen, plant: Factory) -> None:
    _pick_up(live, plant.card("chair leg", "assembly line", 6))
    other = live.view.cell_of(plant.card("round table", "shop 1", 1).id)
    assert other is not None
    QTest.mouseRelease(live.view.viewport(), LEFT, NONE, other)
    assert live.panel.notice.headline.text() == "A card stays in its loop."
    assert not live.view.drag.is_pressed()


@pytest.mark.parametrize("how", ["esc", "back", "outside"])
def test_a_drag_can_be_broken_off(live: BoardScreen, plant: Factory, how: str) -> None:
    card = plant.card("chair leg", "assembly line", 6)
    place = _pick_up(live, card)
    if how == "esc":
        QTest.keyClick(live.view, KEY.Key_Escape)
        place = live.view.drag.bar.place_of(Action.START)
    elif how == "outside":
        place = QPoint(-40, -40)
    QTest.mouseRelease(live.view.viewport(), LEFT, NONE, place)
    assert not live.view.drag.bar.isVisible()
    assert not live.panel.notice.isVisible()
    assert plant.card("chair leg", "assembly line", 6).state is CardState.RELEASED


def test_a_finger_drags_as_a_mouse_does(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("chair leg", "assembly line", 6)
    place = live.view.cell_of(card.id)
    assert place is not None
    device = QTest.createTouchDevice()
    port = live.view.viewport()
    QTest.touchEvent(port, device).press(0, place, port)
    QTest.touchEvent(port, device).move(0, place + QPoint(30, 4), port)
    assert live.view.drag.is_running()
    target = live.view.drag.bar.place_of(Action.START)
    QTest.touchEvent(port, device).move(0, target, port)
    with qtbot.waitSignal(live.booked):
        QTest.touchEvent(port, device).release(0, target, port)
    assert plant.card("chair leg", "assembly line", 6).state is CardState.IN_PROCESS


def test_a_small_tremble_is_a_click_and_chooses_no_other_card(live: BoardScreen, plant: Factory) -> None:
    card = plant.card("chair leg", "assembly line", 6)
    place = live.view.cell_of(card.id)
    assert place is not None
    QTest.mousePress(live.view.viewport(), LEFT, NONE, place)
    _move(live, place + QPoint(2, 1))
    assert not live.view.drag.is_running()
    QTest.mouseRelease(live.view.viewport(), LEFT, NONE, place)
    assert live.selected_card_id() == card.id


def test_the_bar_stays_within_the_board_for_the_first_and_the_last_row(live: BoardScreen) -> None:
    room = live.view.viewport().rect()
    for row in (0, live.model.rowCount() - 1):
        card = live.model.facts_at(row).row.cards[0]
        place = _pick_up(live, card)
        assert room.contains(live.view.drag.bar.geometry())
        assert not live.view.drag.bar.geometry().contains(place), "the card itself stays in sight"
        live.view.drag.cancel()


def test_states_that_a_loop_skips_have_no_field() -> None:
    card = next(card for card in factory.cards() if card.state is CardState.RELEASED)
    loop = replace(factory.structure().loops[card.loop_id], in_process=Step.SKIPPED, in_use=Step.SKIPPED)
    states = [target.state for target in targets_of(card, loop, Action.DISPATCH)]
    assert states == [CardState.FULL, CardState.EMPTY, CardState.RELEASED, CardState.IN_TRANSIT]
    new = targets_of(replace(card, state=CardState.NEW), loop, Action.ACTIVATE)
    assert new[0].action is Action.ACTIVATE
