"""The heads of a table's columns are read whole: columns share their room so, and a head takes two lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.columns import LEAST, Columns, _spread, head_width, words_width
from kanban_app.gui.look.sheet import HEAD_PAD
from kanban_app.settings import Settings

HEADS = ("Customer", "Quantity that is wanted", "Note", "Incomprehensibilities")


@pytest.fixture
def table(qtbot: QtBot) -> QTableView:
    made = QTableView()
    qtbot.addWidget(made)
    model = QStandardItemModel(2, len(HEADS), made)
    model.setHorizontalHeaderLabels(list(HEADS))
    made.setModel(model)
    tables.dress(made)
    return made


def widths(table: QTableView, room: int) -> list[int]:
    table.show()
    QTest.qWaitForWindowExposed(table)
    table.resize(room + table.width() - table.viewport().width(), 200)
    QApplication.processEvents()
    header = table.horizontalHeader()
    return [header.sectionSize(place) for place in range(len(HEADS))]


def least() -> list[int]:
    return [max(theme.px(LEAST), head_width(head)) for head in HEADS]


def test_a_column_gets_what_its_head_needs_from_those_that_have_more(table: QTableView) -> None:
    Columns(table, Settings(), "test", {0: 300, 1: 30, 2: 300, 3: 30})
    found = widths(table, sum(least()) + 60)
    assert all(wide >= needed for wide, needed in zip(found, least(), strict=True))
    assert sum(found) == sum(least()) + 60


def test_a_fixed_column_is_as_wide_as_its_head_too(table: QTableView) -> None:
    Columns(table, Settings(), "test", {0: 300, 1: 300, 2: 300, 3: 30}, frozenset({3}))
    found = widths(table, sum(least()) + 60)
    assert found[3] == least()[3]
    assert all(wide >= needed for wide, needed in zip(found, least(), strict=True))


def test_where_there_is_too_little_room_all_give_way_and_nothing_is_pushed_out(table: QTableView) -> None:
    Columns(table, Settings(), "test", {0: 300, 1: 30, 2: 300, 3: 30})
    found = widths(table, sum(least()) - 40)
    assert sum(found) == sum(least()) - 40
    assert all(wide >= theme.px(LEAST) for wide in found)


def test_whoever_drags_a_divider_decides(table: QTableView) -> None:
    Columns(table, Settings(), "test", dict.fromkeys(range(4), 100))
    widths(table, sum(least()) + 200)
    table.horizontalHeader().resizeSection(3, theme.px(LEAST))
    table.horizontalHeader().resizeSection(0, theme.px(LEAST))
    QApplication.processEvents()
    assert table.horizontalHeader().sectionSize(0) < least()[0]


def test_a_head_of_several_words_needs_the_wider_of_its_two_lines_only(qapp: QApplication) -> None:
    white = 2 * theme.px(HEAD_PAD)
    assert head_width("Price one") == max(words_width("Price"), words_width("one")) + white
    early, late = (max(map(words_width, both)) for both in (("Price", "of one"), ("Price of", "one")))
    assert head_width("Price of one") == min(early, late) + white
    assert head_width("Note") > words_width("Note")
    assert head_width("") == head_width(" ")


def test_a_head_may_take_two_lines(table: QTableView) -> None:
    assert table.horizontalHeader().defaultAlignment().value & Qt.TextFlag.TextWordWrap


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(44, 200)), min_size=1, max_size=9), st.integers(0, 900))
def test_the_room_is_shared_whole_and_nobody_gets_less_than_the_least(columns, spare) -> None:
    parts = {place: part for place, (part, _) in enumerate(columns)}
    floors = {place: floor for place, (_, floor) in enumerate(columns)}
    room = sum(floors.values()) + spare
    found = _spread(parts, room, floors)
    assert sum(found.values()) == room
    assert all(found[place] >= floors[place] for place in parts)
    assert list(found) == list(parts)
