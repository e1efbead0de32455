"""The model says exactly what changed, keeps rows in place, and speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kanban_app.domain.cards import Card, CardState
from kanban_app.gui.board.cells import Column, SlotKind, cells_of, page_starts
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.look import chips
from tests.gui.board import factory
from tests.gui.board.factory import NOW, changed


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[BoardModel]:
    made = BoardModel()
    made.set_maybe_lost(factory.maybe_lost())
    made.set_slot_count(10)
    made.show(factory.board(), NOW, chips.letters("en"))
    for row in range(made.rowCount()):
        made.cells_at(row)
    yield made
    made.deleteLater()


class Heard:
    """Which cells a model said to have changed, and whether it did anything rougher."""

    def __init__(self, model: BoardModel) -> None:
        self.cells: list[tuple[int, int]] = []
        self.rough: list[str] = []
        model.dataChanged.connect(self._on_data_changed)
        model.modelReset.connect(lambda: self.rough.append("reset"))
        model.layoutChanged.connect(lambda: self.rough.append("layout"))
        model.rowsInserted.connect(lambda: self.rough.append("inserted"))
        model.rowsRemoved.connect(lambda: self.rough.append("removed"))

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        assert first == last, "one cell at a time"
        self.cells.append((first.row(), first.column()))


def _card(model: BoardModel, loop_id: int, number: int) -> Card:
    assert model.board is not None
    return next(card for card in model.board.cards() if (card.loop_id, card.number) == (loop_id, number))


def test_it_keeps_qts_rules_for_models(model: BoardModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_an_urgent_card_changes_one_cell(model: BoardModel) -> None:
    heard = Heard(model)
    card = _card(model, 2, 3)
    model.apply([changed(card, urgent=True)], NOW)
    where = model.index_of_card(card.id)
    assert heard.cells == [(where.row(), where.column())]
    assert not heard.rough


def test_an_emptied_card_changes_its_row_and_no_other(model: BoardModel) -> None:
    heard = Heard(model)
    card = _card(model, 5, 4)
    row = model.index_of_card(card.id).row()
    after = changed(
        card, state=CardState.RELEASED, quantity=0, since_at=NOW, signal_at=NOW, due_at=NOW + timedelta(days=1)
    )
    model.apply([after], NOW)
    names = {column: model.column(column) for column in (Column.CALLING, Column.HERE, Column.OLDEST)}
    columns = {column for place, column in heard.cells if place == row}
    assert {names[Column.CALLING], names[Column.HERE]} <= columns
    assert names[Column.OLDEST] not in columns, "an older signal is open still"
    others = {cell for cell in heard.cells if cell[0] != row}
    first_of_group = next(place for place, line in enumerate(model.lines()) if line.group_id == 4)
    assert others <= {(first_of_group, int(Column.GROUP))}, "the station's queue count is the only other cell"
    assert model.data(model.index(first_of_group, Column.GROUP)) == "saw"
    assert model.label_at(first_of_group).detail == "2 in queue, 2 running"


def test_an_older_after_image_changes_nothing(model: BoardModel) -> None:
    heard = Heard(model)
    card = _card(model, 2, 3)
    model.apply([replace(card, urgent=True, last_event=card.last_event - 1)], NOW)
    assert not heard.cells


def test_what_was_applied_to_the_board_before_is_still_told(model: BoardModel) -> None:
    """The window may share one board between its screens."""
    heard = Heard(model)
    after = changed(_card(model, 2, 3), urgent=True)
    assert model.board is not None
    model.board.apply([after])
    model.apply([after], NOW)
    assert len(heard.cells) == 1


def test_time_makes_cards_late_and_counts_follow(model: BoardModel) -> None:
    before = model.counts()[Filter.LATE]
    heard = Heard(model)
    model.refresh(NOW + timedelta(days=30))
    assert model.counts()[Filter.LATE] > before
    assert heard.cells
    assert not heard.rough
    heard.cells.clear()
    model.refresh(NOW + timedelta(days=30))
    assert not heard.cells, "nothing moved, nothing is painted"


def test_a_row_that_no_longer_passes_stays_until_the_rows_may_move(model: BoardModel) -> None:
    model.choose(filter=Filter.ON_HOLD)
    assert model.rowCount() == 1
    heard = Heard(model)
    held = next(card for card in model.facts_at(0).row.cards if card.on_hold)
    model.apply([changed(held, on_hold=False)], NOW)
    assert model.counts()[Filter.ON_HOLD] == 0
    assert model.rowCount() == 1
    assert model.needs_rearranging()
    assert not heard.rough
    model.rearrange()
    assert model.rowCount() == 0
    assert heard.rough == ["removed"]


def test_rearranging_moves_only_what_must(model: BoardModel) -> None:
    model.choose(filter=Filter.LATE)
    loops = [line.loop_id for line in model.lines()]
    late = _card(model, 5, 1)
    model.apply([changed(late, due_at=NOW - timedelta(hours=1))], NOW)
    heard = Heard(model)
    model.rearrange()
    assert heard.rough == ["inserted"]
    assert [line.loop_id for line in model.lines() if line.loop_id != 5] == loops


def test_counts_stay_right_through_many_changes(model: BoardModel) -> None:
    assert model.board is not None
    for card in list(model.board.cards())[::3]:
        model.apply([changed(card, urgent=True, on_hold=card.id % 2 == 0, short_at_source=True)], NOW)
    live = model.counts()
    model.show(model.board, NOW, chips.letters("en"))
    assert live == model.counts()


@pytest.mark.parametrize(
    "count, slots, starts",
    [
        (10, 10, [0]),
        (11, 10, [0, 9]),  # 9 and a way on; a way back and 2
        (18, 10, [0, 9]),  # a way back and 9
        (19, 10, [0, 9, 17]),  # 9 and on; back, 8, on; back and 2
        (3, 2, [0]),
    ],
)
def test_a_row_with_too_many_cards_has_pages(count: int, slots: int, starts: list[int]) -> None:
    assert page_starts(count, slots) == starts


@pytest.mark.parametrize("cards", [11, 18, 19, 40, 97])
def test_every_card_of_a_long_row_can_be_reached_and_none_is_shown_twice(qtbot: QtBot, cards: int) -> None:
    model = BoardModel()
    model.set_slot_count(10)
    model.show(factory.many(1, cards), NOW, chips.letters("en"))
    seen = [slot.card_id for slot in model.cells_at(0).slots if slot.kind is SlotKind.CARD]
    while model.turn_page(model.index(0, Column.FIRST_SLOT + 9)):
        seen += [slot.card_id for slot in model.cells_at(0).slots if slot.kind is SlotKind.CARD]
    assert sorted(seen) == list(range(1, cards + 1))
    hidden = [slot.hidden_count for slot in model.cells_at(0).slots if slot.kind is SlotKind.BEFORE]
    assert hidden == [cards - sum(slot.kind is SlotKind.CARD for slot in model.cells_at(0).slots)]
    while model.turn_page(model.index(0, Column.FIRST_SLOT)):
        pass
    assert model.cells_at(0).slots[0].card_id == seen[0]
    model.deleteLater()


def test_a_chip_speaks_item_card_state_marks_and_since_when(model: BoardModel) -> None:
    index = model.index_of_card(_card(model, 7, 2).id)
    text = str(model.data(index, Qt.ItemDataRole.AccessibleTextRole))
    for part in ("polished wooden panel", "card 2 of 6", "being made since", "late"):
        assert part in text


def test_every_cell_that_shows_something_speaks(model: BoardModel) -> None:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            shown = model.data(index)
            if shown:
                assert model.data(index, Qt.ItemDataRole.AccessibleTextRole), (row, column)


def test_only_cards_can_be_chosen(model: BoardModel) -> None:
    index = model.index_of_card(_card(model, 7, 2).id)
    assert model.flags(index) & Qt.ItemFlag.ItemIsSelectable
    for column in (Column.GROUP, Column.ITEM, Column.FIRST_SLOT + 9):
        assert not model.flags(model.index(index.row(), column)) & Qt.ItemFlag.ItemIsSelectable


def test_grouping_by_consumer_turns_the_other_column_around(model: BoardModel) -> None:
    model.choose(grouping=Grouping.CONSUMER)
    assert model.headerData(Column.OTHER, Qt.Orientation.Horizontal) == "Comes from"
    row = model.index_of_card(_card(model, 7, 2).id).row()
    assert model.data(model.index(row, Column.GROUP)) == "assembly line"
    assert model.data(model.index(row, Column.OTHER)) == "grinder"


def test_the_zone_cell_says_what_to_do_and_the_lot_that_gathers(model: BoardModel) -> None:
    zone = model.column(Column.ZONE)
    by_item = {model.cells_at(row).item: str(model.data(model.index(row, zone))) for row in range(14)}
    assert by_item["wooden panel"] == "lot 7 of 8"
    assert by_item["screws"] == "two-bin"
    assert by_item["polished wooden panel"].startswith("start now")
    assert by_item["cushion"] == "start"


def test_none_left_is_said_in_red_but_not_of_single_use_cards(model: BoardModel) -> None:
    here = {model.cells_at(row).item: model.cells_at(row).here for row in range(model.rowCount())}
    assert (here["polished wooden panel"].text, here["polished wooden panel"].tone) == ("0", "stop")
    assert (here["varnished chair"].text, here["varnished chair"].tone) == ("0", "ink")


def test_an_extra_card_takes_no_band_from_those_that_circulate(model: BoardModel) -> None:
    row = model.index_of_card(_card(model, 5, 1).id).row()
    bands = [slot.zone for slot in model.cells_at(row).slots]
    extra = replace(_card(model, 5, 1), id=9001, code="XXXXXXX", number=9, single_use=True, since_at=NOW, signal_at=NOW)
    model.apply([extra], NOW)
    slots = model.cells_at(row).slots
    place = next(place for place, slot in enumerate(slots) if slot.card_id == 9001)
    assert slots[place].zone is None
    assert [slot.zone for slot in slots if slot.card_id not in (0, 9001)] == bands[:6]


def test_a_paused_loop_that_stands_by_is_not_told_as_empty(model: BoardModel) -> None:
    assert model.board is not None
    facts = model.facts_at(0)
    paused = replace(facts.row, loop=replace(facts.row.loop, suspended=True), pieces_here=0)
    shown = cells_of(replace(facts, row=paused), model.board.structure, Grouping.SOURCE, (), NOW)
    assert (shown.here.tone, shown.zone_detail.text) == ("ink", "paused")
