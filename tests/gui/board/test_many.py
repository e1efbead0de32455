"""Several cards chosen together: with Ctrl, Shift and keys; one action for all, an answer for each, all taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.gui.board import many_desk
from kanban_app.gui.board.plan import Filter
from kanban_app.gui.board.result_list import ResultList
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.look.answers import AnswerSign
from tests.gui.plants import Factory

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def _click(screen: BoardScreen, card: Card, modifiers: Qt.KeyboardModifier = NONE) -> None:
    place = screen.view.cell_of(card.id)
    assert place is not None
    QTest.mouseClick(screen.view.viewport(), LEFT, modifiers, place)


def _press(screen: BoardScreen, name: str) -> None:
    QTest.mouseClick(screen.panel.many.button(name), LEFT)


def _answered(screen: BoardScreen, qtbot: QtBot) -> ResultList:
    qtbot.waitUntil(lambda: screen.many._job is None and screen.panel.many.summary.isVisible())
    return screen.panel.many.list


def _all(plant: Factory) -> dict[int, Card]:
    return {card.id: card for card in plant.shop.board().result().cards()}


@pytest.fixture
def legs(plant: Factory) -> list[Card]:
    """Chair legs: 1 in use, 2 to 4 full, 5 in process, 6 ordered."""
    return plant.cards("chair leg", "assembly line")


@pytest.fixture
def chosen(live: BoardScreen, legs: list[Card]) -> list[Card]:
    _click(live, legs[1])
    for card in (legs[2], legs[4], legs[5]):
        _click(live, card, CTRL)
    return [legs[1], legs[2], legs[4], legs[5]]


def test_ctrl_chooses_one_more_and_again_one_less(live: BoardScreen, legs: list[Card]) -> None:
    _click(live, legs[1])
    assert not live.panel.many.isVisible()
    _click(live, legs[3], CTRL)
    assert live.view.picks.ids() == (legs[1].id, legs[3].id)
    assert live.panel.many.isVisible()
    assert live.panel.many.title.text() == "2 cards chosen"
    assert live.panel.many.which.text() == "2 full · chair leg"
    _click(live, legs[3], CTRL)
    assert live.view.picks.ids() == (legs[1].id,)
    assert not live.panel.many.isVisible()
    assert live.selected_card_id() == legs[1].id


def test_shift_chooses_what_is_between_and_a_plain_click_only_one(live: BoardScreen, plant: Factory) -> None:
    tables = plant.cards("table leg", "assembly line")
    row = live.model.facts_of_loop(tables[0].loop_id).row.cards
    _click(live, row[2])
    _click(live, row[5], SHIFT)
    assert live.view.picks.ids() == tuple(card.id for card in row[2:6])
    _click(live, row[3], SHIFT)
    assert live.view.picks.ids() == tuple(card.id for card in row[2:4]), "from where it began"
    _click(live, row[0])
    assert live.view.picks.ids() == (row[0].id,)


def test_shift_and_arrows_choose_a_rectangle(live: BoardScreen, legs: list[Card]) -> None:
    row = live.model.facts_of_loop(legs[0].loop_id).row.cards
    _click(live, row[0])
    for key in (KEY.Key_Right, KEY.Key_Down):
        QTest.keyClick(live.view, key, SHIFT)
    ids = live.view.picks.ids()
    assert len(ids) == 4
    assert ids[:2] == (row[0].id, row[1].id)
    QTest.keyClick(live.view, KEY.Key_Right)
    assert len(live.view.picks.ids()) == 1


def test_ctrl_with_arrows_and_space_chooses_without_a_mouse(live: BoardScreen, legs: list[Card]) -> None:
    row = live.model.facts_of_loop(legs[0].loop_id).row.cards
    _click(live, row[0])
    for _ in range(2):
        QTest.keyClick(live.view, KEY.Key_Right, CTRL)
    QTest.keyClick(live.view, KEY.Key_Space, CTRL)
    assert live.view.picks.ids() == (row[0].id, row[2].id)


def test_ctrl_a_chooses_what_the_filter_asks_for(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    held = plant.cards("square table", "factory store", CardState.FULL)[:2]
    plant.do(Action.HOLD, held, reason="cracked tops")
    qtbot.waitUntil(lambda: live.filters.pill(Filter.ON_HOLD).count() == 1)
    live.view.setFocus()
    QTest.keyClick(live.view, KEY.Key_A, CTRL)
    assert len(live.view.picks.ids()) == 63
    QTest.mouseClick(live.filters.pill(Filter.ON_HOLD), LEFT)
    live.view.setFocus()
    QTest.keyClick(live.view, KEY.Key_A, CTRL)
    assert set(live.view.picks.ids()) == {card.id for card in held}


def test_each_card_gets_its_answer_and_what_was_not_done_stands_first(
    live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot
) -> None:
    _press(live, "receive")
    rows = _answered(live, qtbot).rows.rows
    assert live.panel.many.summary.text() == "2 done, 2 not"
    assert [row.sign for row in rows[:2]] == [AnswerSign.REFUSED] * 2
    assert rows[0].headline == "chair leg 2 of 6 is already full."
    assert rows[0].detail.endswith("Next: Show it as it is now") or "Next: " in rows[0].detail
    assert rows[2].headline.startswith("Received: 8 pcs, chair leg")
    now = _all(plant)
    assert [now[card.id].state for card in chosen] == [CardState.FULL] * 4


def test_all_of_it_is_taken_back(live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot) -> None:
    _press(live, "receive")
    _answered(live, qtbot)
    assert live.panel.many.undo.isVisible()
    QTest.mouseClick(live.panel.many.undo, LEFT)
    qtbot.waitUntil(lambda: live.panel.many.summary.text() == "2 taken back")
    now = _all(plant)
    assert [now[card.id].state for card in chosen] == [card.state for card in chosen]
    assert not live.panel.many.undo.isVisible()


def test_what_moved_on_meanwhile_is_not_taken_back_and_says_why(
    live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot
) -> None:
    _press(live, "receive")
    _answered(live, qtbot)
    plant.do(Action.CONSUME, [plant.card("chair leg", "assembly line", 6)])
    QTest.mouseClick(live.panel.many.undo, LEFT)
    qtbot.waitUntil(lambda: live.panel.many.summary.text() == "1 taken back, 1 not")
    assert _all(plant)[chosen[3].id].state is CardState.RELEASED, "what somebody else did since is not undone"
    refused = live.panel.many.list.rows.rows[0]
    assert refused.sign is AnswerSign.REFUSED
    assert "chair leg 6 of 6" in refused.headline


def test_after_the_undo_time_one_reason_is_asked_for_taking_it_back(
    live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot
) -> None:
    _press(live, "receive")
    _answered(live, qtbot)
    plant.clock.now += timedelta(minutes=10)
    QTest.mouseClick(live.panel.many.undo, LEFT)
    qtbot.waitUntil(live.panel.many.is_asking)
    assert live.panel.many.reason.confirm.text() == "Take 2 steps back"
    QTest.keyClicks(live.panel.many.reason.field, "wrong cards")
    QTest.keyClick(live.panel.many.reason.field, KEY.Key_Return)
    qtbot.waitUntil(lambda: live.panel.many.summary.text() == "2 taken back")
    assert plant.shop.history(chosen[3].code, 1).result()[0].event.reason == "wrong cards"


def test_one_reason_is_asked_for_all(live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot) -> None:
    QTest.keyClick(live.view, KEY.Key_H, CTRL)
    field = live.panel.many.reason
    assert field.isVisible()
    assert field.confirm.text() == "Put 4 cards on hold"
    QTest.keyClicks(field.field, "to be checked")
    QTest.keyClick(field.field, KEY.Key_Return)
    _answered(live, qtbot)
    assert live.panel.many.summary.text() == "4 done"
    assert all(_all(plant)[card.id].on_hold for card in chosen)
    qtbot.waitUntil(live.panel.many.button("resume").isEnabled)
    _press(live, "resume")
    qtbot.waitUntil(lambda: not any(_all(plant)[card.id].on_hold for card in chosen))


def test_many_are_one_booking(
    live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    real = plant.shop.do

    def do(action: Action, codes: list[str], **more: object) -> object:
        asked.append(list(codes))
        return real(action, codes, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(plant.shop, "do", do)
    _press(live, "urgent")
    _answered(live, qtbot)
    assert asked == [[card.code for card in chosen]]


def test_very_many_go_in_parts_and_can_be_stopped(
    live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_desk, "BATCH", 1)
    many = live.panel.many
    _press(live, "urgent")
    assert many.progress.isVisible()
    assert many.progress.accessibleName() == "0 of 4 cards"
    assert not many.button("urgent").isEnabled()
    QTest.mouseClick(many.stop, LEFT)
    _answered(live, qtbot)
    qtbot.waitUntil(lambda: not many.progress.isVisible())
    assert many.summary.text() == "1 done, 3 left as they were"
    assert sum(_all(plant)[card.id].urgent for card in chosen) == 1


def test_all_are_printed_again_and_taken_out_of_use(
    live: BoardScreen, plant: Factory, chosen: list[Card], qtbot: QtBot
) -> None:
    _press(live, "print")
    _answered(live, qtbot)
    assert live.panel.many.summary.text() == "4 cards are on their print lists"
    assert all(_all(plant)[card.id].print_reason is PrintReason.ASKED for card in chosen)
    _press(live, "retire")
    QTest.keyClicks(live.panel.many.reason.field, "surplus")
    QTest.mouseClick(live.panel.many.reason.confirm, LEFT)
    qtbot.waitUntil(lambda: live.panel.many.summary.text() == "4 done")
    assert all(_all(plant)[card.id].state is CardState.RETIRED for card in chosen)
    QTest.mouseClick(live.panel.many.undo, LEFT)
    qtbot.waitUntil(lambda: live.panel.many.summary.text() == "4 taken back")


def test_an_answer_leads_to_its_card_and_the_choice_stays(live: BoardScreen, chosen: list[Card], qtbot: QtBot) -> None:
    _press(live, "receive")
    found = _answered(live, qtbot)
    QTest.mouseClick(found.viewport(), LEFT, pos=found.visualRect(found.rows.index(3)).center())
    assert live.selected_card_id() == found.rows.rows[3].card_id
    assert len(live.view.picks.ids()) == 4
    assert live.panel.many.isVisible()


def test_esc_leaves_the_question_first(live: BoardScreen, chosen: list[Card]) -> None:
    _press(live, "hold")
    live.view.setFocus()
    QTest.keyClick(live.view, KEY.Key_Escape)
    assert not live.panel.many.is_asking()
    assert live.view.picks.are_several()


def test_esc_chooses_one_again(live: BoardScreen, chosen: list[Card]) -> None:
    QTest.keyClick(live.view, KEY.Key_Escape)
    assert not live.panel.many.isVisible()
    assert live.view.picks.ids() == (chosen[-1].id,)


def test_a_plant_that_fails_says_so_for_all(
    live: BoardScreen,
    plant: Factory,
    chosen: list[Card],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    log_lines_allowed: None,
) -> None:
    monkeypatch.setattr(plant.shop, "do", lambda *_a, **_o: plant.shop.write(lambda _session: 1 / 0))
    _press(live, "urgent")
    qtbot.waitUntil(live.panel.many.summary.isVisible)
    assert live.panel.many.summary.text().startswith("This was not booked.")
    assert live.panel.many.button("urgent").isEnabled()
