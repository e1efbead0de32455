"""A table of values as Qt sees it, and the plain table that shows one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from kanban_app.gui.look import theme
from kanban_app.gui.table_model import TableModel
from kanban_app.gui.tills.plain_table import PlainTable

ROWS = (("rack", "12"), ("mug", ""))


@pytest.fixture
def model(qapp) -> TableModel[tuple[str, str]]:
    made: TableModel[tuple[str, str]] = TableModel(
        ("Item", "Pieces"),
        lambda row: row,
        lambda row: row[0],
        ink=lambda row, column: "stop" if column == 1 and row[1] else "",
        numbers=(1,),
    )
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show(ROWS)
    return made


def test_it_says_its_heads_cells_and_where_a_row_stands(model):
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    across = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(2)]
    assert across == ["Item", "Pieces"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert [model.index(0, place).data() for place in range(2)] == ["rack", "12"]
    assert (model.place_of("mug"), model.place_of("chair")) == (1, -1)


def test_a_row_is_read_out_without_its_empty_cells(model):
    read_out = [model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(2)]
    assert read_out == ["rack, 12", "mug"]


def test_ink_and_side_are_those_of_the_cell(model):
    red = model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole)
    assert red == theme.color("stop")
    assert model.index(1, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    sides = [model.index(0, place).data(Qt.ItemDataRole.TextAlignmentRole) for place in range(2)]
    assert sides[0] is None
    assert Qt.AlignmentFlag(sides[1]) & Qt.AlignmentFlag.AlignRight


def test_rows_that_are_gone_are_not_asked_for(model):
    index = model.index(1, 0)
    model.show(ROWS[:1])
    assert model.data(index) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


def test_what_is_chosen_stays_while_the_rows_are_the_same(qapp):
    table = PlainTable("Codes", ("Code", "is"))
    rows = [("a", "A", "rack"), ("b", "B", "mug")]
    table.show_rows(rows)
    table.selectRow(1)
    table.show_rows(list(rows))
    assert table.keys_chosen() == ["b"]
    table.show_rows(rows[1:])
    assert table.keys_chosen() == []
