"""Plain lists and tick boxes: pressed where they are painted, seen on both grounds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from kanban_app.gui.look import tables
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.tokens import DARK, LIGHT, Tokens, contrast


@pytest.fixture
def table(qtbot: QtBot) -> QTableView:
    made = QTableView()
    qtbot.addWidget(made)
    model = QStandardItemModel(2, 2, made)
    for row in range(2):
        item = QStandardItem(f"card {row}")
        item.setCheckable(True)
        item.setEditable(False)
        model.setItem(row, 0, item)
        model.setItem(row, 1, QStandardItem("where"))
    made.setModel(model)
    tables.dress(made)
    made.resize(400, 200)
    made.show()
    QTest.qWaitForWindowExposed(made)
    return made


def ticked(table: QTableView, row: int) -> bool:
    model = table.model()
    assert model is not None
    return Qt.CheckState(model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked


def box_of(table: QTableView, row: int) -> QPoint:
    model, delegate = table.model(), table.itemDelegate()
    assert model is not None
    assert isinstance(delegate, tables.InsetDelegate)
    return delegate.tick_rect(table.visualRect(model.index(row, 0))).center()


def test_a_click_on_the_box_turns_the_tick_over_and_one_on_the_text_does_not(table: QTableView) -> None:
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box_of(table, 1))
    assert (ticked(table, 0), ticked(table, 1)) == (False, True)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box_of(table, 1) + QPoint(80, 0))
    assert ticked(table, 1)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box_of(table, 1))
    assert not ticked(table, 1)


def test_the_space_bar_turns_the_tick_over(table: QTableView) -> None:
    model = table.model()
    assert model is not None
    table.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked(table, 0)


def test_a_tick_box_is_pressed_anywhere_on_its_words(qtbot: QtBot) -> None:
    tick = Tick("no sounds")
    qtbot.addWidget(tick)
    tick.resize(300, 44)
    tick.show()
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(250, 22))
    assert tick.isChecked()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert not tick.isChecked()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_the_box_is_seen_on_its_ground(tokens: Tokens) -> None:
    assert contrast(tokens.line_strong, tokens.surface) >= 3
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
