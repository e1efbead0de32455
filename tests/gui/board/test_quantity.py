"""How much was received or taken: the whole container unless somebody counted otherwise, a reason outside tolerance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.items import Item
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.quantity_field import QuantityField, asked_for
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.look.answers import AnswerSign
from tests.gui.board import factory
from tests.gui.plants import Factory

KEY, CTRL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


def _now(screen: BoardScreen, card: Card) -> Card:
    assert screen.model.board is not None
    found = screen.model.board.card(card.id)
    assert found is not None
    return found


def _ask(screen: BoardScreen, card: Card, button: str = "next") -> QuantityField:
    screen.show_card(card.id)
    QTest.mouseClick(screen.panel.button(button), LEFT)
    assert screen.panel.quantity.isVisible()
    assert screen.panel.quantity.number.hasFocus()
    return screen.panel.quantity


def _count(field: QuantityField, text: str) -> None:
    field.number.selectAll()
    QTest.keyClicks(field.number, text)


def test_enter_receives_the_whole_container(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("cushion", "assembly line", CardState.IN_TRANSIT)[0]
    field = _ask(live, card)
    assert field.number.text() == "40"
    assert not field.reason.isVisible()
    with qtbot.waitSignal(live.booked):
        QTest.keyClick(field.number, KEY.Key_Return)
    qtbot.waitUntil(lambda: _now(live, card).quantity == 40)
    assert not live.panel.is_asking()
    assert live.panel.button("next").isVisible()


def test_a_short_receipt_within_tolerance_needs_no_reason(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("cushion", "assembly line", CardState.IN_TRANSIT)[0]
    field = _ask(live, card)
    _count(field, "37")
    assert field.confirm.isEnabled()
    assert not field.reason.isVisible()
    with qtbot.waitSignal(live.booked):
        QTest.keyClick(field.number, KEY.Key_Return)
    qtbot.waitUntil(lambda: _now(live, card).quantity == 37)


@pytest.mark.parametrize("counted", ["35", "45"])
def test_outside_the_tolerance_a_reason_is_asked(live: BoardScreen, plant: Factory, qtbot: QtBot, counted: str) -> None:
    card = plant.cards("cushion", "assembly line", CardState.IN_TRANSIT)[0]
    field = _ask(live, card)
    _count(field, counted)
    assert field.reason.isVisible()
    assert field.told.text() == "36 to 44 are allowed. Another number needs a reason."
    assert not field.confirm.isEnabled()
    QTest.keyClick(field.number, KEY.Key_Return)
    assert field.reason.field.hasFocus(), "Enter goes on to what is missing"
    QTest.keyClicks(field.reason.field, "some were scrapped")
    with qtbot.waitSignal(live.booked):
        QTest.keyClick(field.reason.field, KEY.Key_Return)
    qtbot.waitUntil(lambda: _now(live, card).quantity == int(counted))
    assert plant.shop.history(card.code, 1).result()[0].event.reason == "some were scrapped"


def test_some_are_taken_from_a_full_card(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.cards("chair leg", "assembly line", CardState.FULL)[0]
    field = _ask(live, card, "take")
    assert field.number.text() == "1"
    QTest.mouseClick(field.more, LEFT)
    QTest.keyClick(field.number, KEY.Key_Up)
    assert field.number.text() == "3"
    with qtbot.waitSignal(live.booked):
        QTest.mouseClick(field.confirm, LEFT)
    qtbot.waitUntil(lambda: _now(live, card).quantity == 5)
    assert _now(live, card).state is CardState.IN_USE


@pytest.mark.parametrize("text", ["", "many", "0", "-3", "1.5"])
def test_what_is_no_number_of_pieces_is_not_booked(live: BoardScreen, plant: Factory, text: str) -> None:
    field = _ask(live, plant.cards("cushion", "assembly line", CardState.IN_TRANSIT)[0])
    field.number.setText(text)
    assert not field.confirm.isEnabled()
    assert field.told.text() == "Type the number that was counted."
    QTest.keyClick(field.number, KEY.Key_Return)
    assert field.isVisible()


def test_esc_leaves_the_question_and_books_nothing(live: BoardScreen, plant: Factory) -> None:
    card = plant.cards("cushion", "assembly line", CardState.IN_TRANSIT)[0]
    field = _ask(live, card)
    QTest.keyClick(field.number, KEY.Key_Escape)
    assert not live.panel.is_asking()
    assert plant.card("cushion", "assembly line", card.number).state is CardState.IN_TRANSIT


def test_a_number_refused_by_a_changed_loop_comes_back_with_the_reason_asked(
    live: BoardScreen, plant: Factory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = plant.cards("cushion", "assembly line", CardState.IN_TRANSIT)[0]
    field = _ask(live, card)
    # the board knows a wider tolerance than the plant
    field._asked = replace(field.asked(), least=1)
    _count(field, "20")
    with qtbot.waitSignal(live.booked):
        QTest.keyClick(field.number, KEY.Key_Return)
    assert live.panel.notice.sign() is AnswerSign.REFUSED
    assert live.panel.notice.headline.text() == "20 counted; 36 to 44 are allowed."
    QTest.mouseClick(live.panel.notice.button, LEFT)
    assert field.number.text() == "20"
    assert field.reason.isVisible()


def test_a_card_that_cannot_be_received_is_refused_without_a_question(
    live: BoardScreen, plant: Factory, qtbot: QtBot
) -> None:
    live.show_card(plant.cards("chair", "shop 1", CardState.FULL)[0].id)
    live.view.setFocus()
    with qtbot.waitSignal(live.booked):
        QTest.keyClick(live.view, KEY.Key_R, CTRL)
    assert live.panel.quantity.isHidden()
    assert "already full" in live.panel.notice.headline.text()


def _metres(decimals: int) -> tuple[Structure, Card]:
    structure = factory.structure()
    card = next(card for card in factory.cards() if card.state is CardState.IN_TRANSIT)
    items = [replace(item, unit="m", decimals=decimals) for item in structure.items.values()]
    assert all(isinstance(item, Item) for item in items)
    return Structure(structure.stations.values(), items, (), structure.loops.values()), card


def test_a_quantity_is_asked_in_the_items_unit_with_its_decimals(qtbot: QtBot) -> None:
    structure, card = _metres(2)
    card = replace(card, container_quantity=1250)
    asked = asked_for(Action.RECEIVE, card, structure.loops[card.loop_id], structure)
    assert asked is not None
    field = QuantityField()
    qtbot.addWidget(field)
    field.ask(asked)
    assert (field.number.text(), field.asked().unit) == ("12.5", "m")
    field.number.setText("12,25")
    assert field.steps() == 1225
    field.number.setText("12.255")
    assert field.steps() is None


def test_a_card_on_hold_is_not_asked_about() -> None:
    structure, card = _metres(0)
    held = replace(card, on_hold=True)
    assert asked_for(Action.RECEIVE, held, structure.loops[card.loop_id], structure) is None
    assert asked_for(Action.HOLD, card, structure.loops[card.loop_id], structure) is None


def test_a_new_card_may_begin_empty() -> None:
    structure, card = _metres(0)
    asked = asked_for(Action.ACTIVATE, replace(card, state=CardState.NEW), structure.loops[card.loop_id], structure)
    assert asked is not None
    assert asked.smallest == 0
    assert not asked.needs_reason(0)
