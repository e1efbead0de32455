"""The table in a real window: one changed card paints one cell, keys go by card, nothing jumps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card, CardState
from kanban_app.gui.board import view as view_module
from kanban_app.gui.board.cells import Column, SlotKind
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.board.view import BoardView
from kanban_app.gui.look import chips, theme
from tests.gui.board import factory
from tests.gui.board.factory import NOW, changed

KEY = Qt.Key


def _shown(qtbot: QtBot, board: Board, width: int = 1390, height: int = 930) -> BoardView:
    model = BoardModel()
    view = BoardView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    model.show(board, NOW, chips.letters("en"))
    _settled()
    return view


def _settled() -> None:
    for _ in range(4):
        QApplication.processEvents()


def _model(view: BoardView) -> BoardModel:
    model = view.model()
    assert isinstance(model, BoardModel)
    return model


def _card(view: BoardView, loop_id: int, number: int) -> Card:
    board = _model(view).board
    assert board is not None
    return next(card for card in board.cards() if (card.loop_id, card.number) == (loop_id, number))


def _chosen(view: BoardView) -> Card:
    board = _model(view).board
    assert board is not None
    card = board.card(view.chosen_id() or 0)
    assert card is not None
    return card


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    return _shown(qtbot, factory.board())


def _painted_by(view: BoardView, cards: list[Card]) -> int:
    _settled()
    before = view.painted_count()
    _model(view).apply(cards, NOW)
    _settled()
    return view.painted_count() - before


@pytest.mark.parametrize("loop_count", [10, 1000])
def test_one_changed_card_paints_one_cell_however_many_there_are(qtbot: QtBot, loop_count: int) -> None:
    view = _shown(qtbot, factory.many(loop_count, 10))
    card = _card(view, 5, 2)
    assert view.cell_of(card.id) is not None
    assert _painted_by(view, [changed(card, urgent=True)]) == 1


def test_the_count_of_painted_cells_would_notice_a_whole_repaint(qtbot: QtBot) -> None:
    view = _shown(qtbot, factory.many(100, 10))
    before = view.painted_count()
    view.viewport().update()
    _settled()
    assert view.painted_count() - before > 100


def test_two_cards_far_apart_paint_two_cells(view: BoardView) -> None:
    cards = [changed(_card(view, 2, 3), urgent=True), changed(_card(view, 19, 1), urgent=True)]
    assert _painted_by(view, cards) == 2


def test_a_changed_card_out_of_sight_paints_nothing(qtbot: QtBot) -> None:
    view = _shown(qtbot, factory.many(500, 10))
    assert _painted_by(view, [changed(_card(view, 400, 2), urgent=True)]) == 0


def test_a_changed_card_is_outlined_and_then_no_more(view: BoardView) -> None:
    card = _card(view, 2, 3)
    _model(view).apply([changed(card, urgent=True)], NOW)
    assert _model(view).is_fresh(card.id)
    QTest.qWait(2700)
    assert not _model(view).is_fresh(card.id)


def test_stations_span_their_rows_and_single_ones_do_not(view: BoardView, capfd: pytest.CaptureFixture[str]) -> None:
    names = {_model(view).label_at(row).name: view.rowSpan(row, Column.GROUP) for row in range(21)}
    assert names["warehouse"] == 6
    assert names["screw supplier"] == 1
    _model(view).choose(grouping=Grouping.ITEM)
    _settled()
    assert view.rowSpan(0, Column.GROUP) == 5, "five loops of chairs"
    assert "setSpan" not in capfd.readouterr().err


# -- keys


def test_arrows_go_by_card(view: BoardView) -> None:
    view.choose_card(_card(view, 7, 1).id)
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Right)
    assert (_chosen(view).loop_id, _chosen(view).number) == (7, 2)
    QTest.keyClick(view, KEY.Key_Down)
    assert _chosen(view).loop_id == 8
    QTest.keyClick(view, KEY.Key_Up)
    QTest.keyClick(view, KEY.Key_Left)
    QTest.keyClick(view, KEY.Key_Left)
    assert (_chosen(view).loop_id, _chosen(view).number) == (7, 1)


def test_down_finds_the_nearest_card_of_a_shorter_row(view: BoardView) -> None:
    view.choose_card(_card(view, 3, 7).id)
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Down)
    assert (_chosen(view).loop_id, _chosen(view).number) == (4, 2)


def test_home_and_end_stay_in_the_row(view: BoardView) -> None:
    view.choose_card(_card(view, 8, 3).id)
    view.setFocus()
    QTest.keyClick(view, KEY.Key_End)
    assert _chosen(view).loop_id == 8
    last = view.currentIndex().column()
    QTest.keyClick(view, KEY.Key_Home)
    assert view.currentIndex().column() == Column.FIRST_SLOT
    assert last == Column.FIRST_SLOT + 7


def test_the_first_arrow_chooses_the_first_card(view: BoardView) -> None:
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Down)
    assert view.currentIndex().row() == 0
    assert view.chosen_id() is not None


def test_arrows_at_the_edges_stay(view: BoardView) -> None:
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Down)
    first = view.chosen_id()
    for key in (KEY.Key_Up, KEY.Key_Left, KEY.Key_PageUp):
        QTest.keyClick(view, key)
        assert view.chosen_id() == first


def test_bare_letters_and_digits_act_nowhere(view: BoardView) -> None:
    view.choose_card(_card(view, 7, 1).id)
    view.setFocus()
    before = view.chosen_id()
    for character in "chair 7KD":
        QTest.keyClick(view, character)
    assert view.chosen_id() == before


def test_enter_asks_for_the_life(view: BoardView, qtbot: QtBot) -> None:
    view.choose_card(_card(view, 7, 1).id)
    view.setFocus()
    with qtbot.waitSignal(view.life_asked) as asked:
        QTest.keyClick(view, KEY.Key_Return)
    assert asked.args == [view.chosen_id()]


def test_a_click_chooses_a_card_and_one_beside_cards_changes_nothing(view: BoardView, qtbot: QtBot) -> None:
    card = _card(view, 7, 3)
    place = view.cell_of(card.id)
    assert place is not None
    with qtbot.waitSignal(view.card_chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [card.id]
    beside = QPoint(view.columnViewportPosition(Column.ITEM) + 10, place.y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert view.chosen_id() == card.id


# -- nothing jumps


def test_the_choice_goes_with_the_card(view: BoardView) -> None:
    card = _card(view, 5, 5)
    view.choose_card(card.id)
    before = view.currentIndex().column()
    after = changed(card, state=CardState.RELEASED, quantity=0, signal_at=NOW, due_at=NOW + timedelta(days=1))
    _model(view).apply([after], NOW)
    assert view.chosen_id() == card.id
    assert view.currentIndex().column() != before
    assert _model(view).card_at(view.currentIndex()) == after


def test_a_board_read_again_keeps_choice_and_scroll_position(qtbot: QtBot) -> None:
    view = _shown(qtbot, factory.many(200, 10))
    view.verticalScrollBar().setValue(3217)
    card = _card(view, 90, 4)
    view.choose_card(card.id, scroll=False)
    _settled()
    _model(view).show(factory.many(200, 10), NOW, chips.letters("en"))
    _settled()
    assert view.verticalScrollBar().value() == 3217
    assert _chosen(view).id == card.id


def test_changes_do_not_scroll(qtbot: QtBot) -> None:
    view = _shown(qtbot, factory.many(200, 10))
    view.choose_card(_card(view, 3, 1).id)
    view.verticalScrollBar().setValue(4000)
    _model(view).apply([changed(_card(view, 3, 1), state=CardState.FULL, signal_at=None, quantity=10)], NOW)
    _settled()
    assert view.verticalScrollBar().value() == 4000


def test_rows_under_a_finger_do_not_move(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "REST_MS", 400)
    view = _shown(qtbot, factory.board())
    _model(view).choose(filter=Filter.ON_HOLD)
    held = next(card for card in _model(view).facts_at(0).row.cards if card.on_hold)
    view.setFocus()
    _model(view).apply([changed(held, on_hold=False)], NOW)
    for _ in range(4):
        QTest.qWait(150)
        QTest.keyClick(view, KEY.Key_Right)
        assert _model(view).rowCount() == 1
    qtbot.waitUntil(lambda: _model(view).rowCount() == 0)


def test_rows_above_the_first_in_sight_leave_without_moving_it(qtbot: QtBot) -> None:
    view = _shown(qtbot, factory.many(120, 10))
    model = _model(view)
    assert model.board is not None
    model.apply([changed(_card(view, loop, 1), urgent=True, on_hold=loop % 2 == 0) for loop in range(1, 121)], NOW)
    model.choose(filter=Filter.ON_HOLD)
    _settled()
    view.verticalScrollBar().setValue(700)
    top = model.lines()[view.rowAt(0)].loop_id
    place = view.rowViewportPosition(view.rowAt(0))
    model.apply([changed(changed(_card(view, loop, 1)), on_hold=False) for loop in (2, 4, 6)], NOW)
    view.rearrange()
    _settled()
    assert model.rowCount() == 57
    row = view.rowAt(0)
    assert (model.lines()[row].loop_id, view.rowViewportPosition(row)) == (top, place)


# -- room


def test_at_full_width_all_slots_fit_and_no_name_is_cut(view: BoardView) -> None:
    assert _model(view).slot_count() == 10
    assert view.horizontalScrollBar().maximum() == 0
    delegate = view.itemDelegate()
    for row in range(21):
        for column in (Column.ITEM, Column.OTHER):
            index = _model(view).index(row, column)
            text = str(_model(view).data(index))
            assert not delegate.is_cut(index, text, view.columnWidth(column)), text  # type: ignore[attr-defined]


def test_compact_leaves_out_goes_to_and_oldest(view: BoardView) -> None:
    view.set_compact(True)
    assert view.isColumnHidden(Column.OTHER)
    assert view.isColumnHidden(_model(view).column(Column.OLDEST))
    view.set_compact(False)
    assert not view.isColumnHidden(Column.OTHER)


@pytest.mark.parametrize("width", [1000, 1150, 1390, 2400, 3700])
def test_the_columns_fill_the_width_without_a_bar(qtbot: QtBot, width: int) -> None:
    view = _shown(qtbot, factory.board(), width)
    total = sum(view.columnWidth(c) for c in range(_model(view).columnCount()) if not view.isColumnHidden(c))
    assert total == view.viewport().width()


def test_cards_that_do_not_fit_are_a_step_away(qtbot: QtBot) -> None:
    view = _shown(qtbot, factory.many(3, 40))
    model = _model(view)
    slots = model.cells_at(0).slots
    assert slots[-1].kind is SlotKind.MORE
    assert slots[-1].hidden_count == 40 - (len(slots) - 1)
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Down)
    QTest.keyClick(view, KEY.Key_End)
    QTest.keyClick(view, KEY.Key_Return)
    assert model.cells_at(0).slots[0].kind is SlotKind.BEFORE
    place = view.visualRect(model.index(0, Column.FIRST_SLOT)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert model.cells_at(0).slots[0].kind is SlotKind.CARD


def test_choosing_a_hidden_card_turns_its_row_to_it(qtbot: QtBot) -> None:
    view = _shown(qtbot, factory.many(3, 40))
    card = _card(view, 2, 38)
    assert view.cell_of(card.id) is None
    assert view.choose_card(card.id)
    assert view.cell_of(card.id) is not None
    assert view.chosen_id() == card.id


def test_zoom_makes_rows_and_slots_larger_and_keeps_the_choice(view: BoardView, qapp: QApplication) -> None:
    view.choose_card(_card(view, 7, 2).id)
    height, width = view.rowHeight(0), view.columnWidth(Column.FIRST_SLOT)
    theme.set_zoom(qapp, 150)
    _settled()
    assert view.rowHeight(0) == round(height * 1.5) or view.rowHeight(0) == round(41 * 1.5)
    assert view.columnWidth(Column.FIRST_SLOT) > width
    assert _chosen(view).loop_id == 7


def test_both_themes_paint_different_pictures(view: BoardView, qapp: QApplication) -> None:
    light = view.grab().toImage()
    theme.apply(qapp, "dark")
    _settled()
    assert view.grab().toImage() != light


def test_the_view_is_a_plain_table_view(view: BoardView) -> None:
    assert isinstance(view, QTableView)
    assert view.verticalHeader().isHidden()


def test_the_chosen_card_shows_whether_the_keys_go_to_the_board(view: BoardView) -> None:
    view.choose_card(_card(view, 7, 2).id)
    view.setFocus()
    _settled()
    with_focus = view.grab().toImage()
    view.clearFocus()
    _settled()
    assert view.grab().toImage() != with_focus


def test_a_board_that_only_shows_lets_nothing_be_dragged_or_chosen_together(view: BoardView) -> None:
    first, second = _card(view, 7, 1), _card(view, 7, 3)
    for card, modifiers in ((first, Qt.KeyboardModifier.NoModifier), (second, Qt.KeyboardModifier.ControlModifier)):
        place = view.cell_of(card.id)
        assert place is not None
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)
    assert not view.picks.are_several()
    assert not view.drag.is_pressed()
    view.setFocus()
    QTest.keyClick(view, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not view.picks.are_several()
    assert not view.property("takes_letters")
