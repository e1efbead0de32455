"""Typing orders as in a spreadsheet: real keys, pasted rows, problems in words, nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from kanban_app.gui.look.widgets import Choice
from kanban_app.gui.orders.entry_grid import MARKED, SAID
from kanban_app.gui.orders.entry_rows import EMPTY, MOST_ROWS, Cell, choices_of, from_text, laid_in, pasted, to_text
from kanban_app.gui.orders.typed import Typed, day_of, item_of, price_of, steps_of
from kanban_app.gui.screen_tools import Tools
from kanban_app.operations.order_options import save_options
from kanban_app.operations.order_options_texts import read_option_file
from kanban_app.operations.orders_reading import read_orders
from tests.domain.plants import rack_shop
from tests.gui.conftest import until
from tests.gui.orders.conftest import Desk, Office

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2027, 1, 4)


def begin(desk: Desk) -> None:
    desk.hands.press(Qt.Key.Key_N, "", CTRL)
    until(desk.screen.entry.grid.hasFocus)


def row(*texts: str) -> str:
    return "".join(f"{text}\r" for text in texts)


def test_an_order_is_typed_confirmed_and_chosen(desk: Desk, office: Office) -> None:
    begin(desk)
    desk.type(row("Ada", "cha", "8", "2027-02-01", "shop 1", "12,5", "by noon"))
    entry = desk.screen.entry
    until(lambda: entry.model.rowCount() == 2)
    assert entry.model.rows[0][Cell.ITEM] == "chair", "the first item that begins so is filled in"
    desk.type(row("", "round", "2", "+30"))
    until(lambda: len(entry.model.lines()) == 2)
    until(lambda: entry.model.promises[0][0] and entry.model.promises[1][0])
    assert entry.model.promises[0] == ("Mon 1 Feb, in time", "ok")
    desk.hands.press(Qt.Key.Key_Return, "", CTRL)
    until(lambda: desk.screen.pages.currentWidget() is not entry)
    [order] = office.factory.shop.read(read_orders).result()
    until(lambda: office.state(order.number) != "draft")
    first, second = order.lines
    assert (first.line.customer, first.line.quantity, first.line.price, first.line.note) == (
        "Ada",
        8,
        "12.5",
        "by noon",
    )
    assert (second.line.customer, second.line.quantity) == ("Ada", 2)
    desk.settled(order.number)
    assert entry.model.rows == [EMPTY], "what was typed is an order now"


LIST = """\
item,group,rule,choice,default,component,quantity,replaces,surcharge,minutes,station,excludes
chair,,,,,,,,150,,,
chair,seat,one required,plain,yes,,,,,,,
chair,seat,one required,padded,,cushion,1,,40,,,
"""


def test_choices_of_an_item_are_taken_beside_the_row(desk: Desk, office: Office, tmp_path: Path) -> None:
    shop = office.factory.shop
    (tmp_path / "choices.csv").write_text(LIST)
    lists = read_option_file(shop.structure, tmp_path / "choices.csv")
    shop.write(save_options, lists).result()
    begin(desk)
    entry = desk.screen.entry
    desk.type(row("Ada", "chair", "2", "2027-02-01", "shop 1"))
    until(entry.choices.isVisible)
    assert entry.model.rows[0][Cell.PLACE] == "shop 1", "what appears beside it disturbs no typing"
    [seat] = entry.choices.chooser.findChildren(Choice)
    assert seat.currentData() == "plain"
    seat.setCurrentIndex(seat.findData("padded"))
    assert entry.model.rows[0][Cell.CHOICES] == "seat=padded"
    [line] = entry.model.lines()
    assert line.choices == ("seat=padded",)
    entry.grid.setCurrentIndex(entry.model.index(1, 0))
    until(lambda: not entry.choices.isVisible())
    QTest.mouseClick(entry.keep, Qt.MouseButton.LeftButton)
    until(lambda: shop.read(read_orders).result())
    [order] = shop.read(read_orders).result()
    [entered] = order.lines
    assert (entered.line.options, entered.line.price) == ("seat=padded", "190")


def test_choices_without_a_group_are_to_be_mended() -> None:
    assert choices_of(" seat = padded; arms=yes ,") == ("seat = padded", "arms=yes")
    assert choices_of("size=1,5 m, arms=yes") == ("size=1,5 m", "arms=yes")
    with pytest.raises(Typed):
        choices_of("padded")


def test_tab_goes_on_and_leaves_from_the_empty_row(desk: Desk) -> None:
    begin(desk)
    desk.type("Ada\t")
    grid = desk.screen.entry.grid
    until(lambda: grid.currentIndex().column() == Cell.ITEM)
    grid.setCurrentIndex(desk.screen.entry.model.index(1, 0))
    desk.hands.press(Qt.Key.Key_Tab)
    assert not grid.hasFocus()


def test_what_is_wrong_is_said_in_its_row_and_nothing_is_entered(desk: Desk, office: Office) -> None:
    begin(desk)
    desk.type(row("Ada", "sofa", "8", "2027-02-01"))
    entry = desk.screen.entry
    until(lambda: entry.model.meanings[0].wrong)
    said = entry.model.index(0, SAID).data()
    assert said == "There is no item “sofa”."
    assert not entry.confirm.isEnabled()
    desk.hands.press(Qt.Key.Key_Return, "", CTRL)
    assert office.factory.shop.read(read_orders).result() == []
    assert "1 row is to be mended" in entry.wrong.text()


def test_rows_of_a_spreadsheet_are_pasted(desk: Desk, office: Office) -> None:
    begin(desk)
    QGuiApplication.clipboard().setText("Ada\tchair\t8\t1.2.2027\n\tround table\t2\t1.2.2027\nBo\tchair\t4\t5.2.2027\n")
    desk.hands.press(Qt.Key.Key_V, "", CTRL)
    entry = desk.screen.entry
    until(lambda: len(entry.model.lines()) == 3)
    QTest.mouseClick(entry.keep, Qt.MouseButton.LeftButton)
    until(lambda: len(office.factory.shop.read(read_orders).result()) == 2)
    orders = {order.customer: order for order in office.factory.shop.read(read_orders).result()}
    assert len(orders["Ada"].lines) == 2
    assert {order.state.value for order in orders.values()} == {"draft"}
    until(desk.screen.undo_button.isEnabled)
    QTest.mouseClick(desk.screen.undo_button, Qt.MouseButton.LeftButton)
    until(lambda: office.factory.shop.read(read_orders).result() == [])


def test_pasted_cells_that_do_not_fit_are_marked_and_none_is_lost(desk: Desk, office: Office) -> None:
    begin(desk)
    text = 'Ada\tsofa\t8\tsoon\t\tcheap\t"for ""Bo"""\r\nBo\tchair\t4\t5.2.2027\tshop 1\t12,50\t5" legs\r\n'
    QGuiApplication.clipboard().setText(text)
    desk.hands.press(Qt.Key.Key_V, "", CTRL)
    model = desk.screen.entry.model
    assert model.rows[0][:7] == ("Ada", "sofa", "8", "soon", "", "cheap", 'for "Bo"')
    assert model.rows[1][:7] == ("Bo", "chair", "4", "5.2.2027", "shop 1", "12,50", '5" legs')
    marked = [cell for cell in range(SAID + 1) if model.index(0, cell).data(MARKED)]
    assert marked == [Cell.ITEM, Cell.WANTED, Cell.PRICE]
    assert "“sofa”" in model.meanings[0].wrong
    assert "“cheap”" in model.meanings[0].wrong
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, Cell.PRICE).data(role) == "Price of one: cheap, to be mended"
    [line] = model.lines()
    assert (line.customer, line.price, line.note) == ("Bo", "12.50", '5" legs')
    assert not desk.screen.entry.confirm.isEnabled()


def test_rows_pasted_into_a_cell_that_is_being_typed_go_to_the_grid(desk: Desk) -> None:
    begin(desk)
    desk.type("x")
    model, grid = desk.screen.entry.model, desk.screen.entry.grid
    until(lambda: bool(grid.findChildren(QLineEdit)))
    QGuiApplication.clipboard().setText("Ada\tchair\t8\nBo\tchair\t4\n")
    [field] = grid.findChildren(QLineEdit)
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert [row[:3] for row in model.rows] == [("Ada", "chair", "8"), ("Bo", "chair", "4"), ("", "", "")]


def test_what_has_no_room_is_not_pasted_in_part(desk: Desk) -> None:
    begin(desk)
    entry = desk.screen.entry
    desk.type(row("Ada"))
    until(lambda: entry.model.rows[0][Cell.CUSTOMER] == "Ada")
    entry.grid.setCurrentIndex(entry.model.index(0, Cell.NOTE))
    for text, said in (("a\tb\tc\n", "Begin further to the left."), ("a\nb\n" * MOST_ROWS, "as a file")):
        QGuiApplication.clipboard().setText(text)
        desk.hands.press(Qt.Key.Key_V, "", CTRL)
        assert said in entry.wrong.text()
        assert "Nothing was pasted." in entry.wrong.text()
        assert [one for one in entry.model.rows if one != EMPTY] == [("Ada", *EMPTY[1:])]


def test_a_quotation_mark_that_does_not_end_swallows_no_cell() -> None:
    assert pasted('"a\tb\nc\td\n') == [('"a', "b"), ("c", "d")]
    assert pasted("a\t\n\nb\tc\n") == [("a", ""), ("",), ("b", "c")]


def test_what_is_typed_is_there_again_after_esc_and_after_a_restart(desk: Desk, tools: Tools) -> None:
    begin(desk)
    desk.type(row("Ada", "chair", "8"))
    until(lambda: desk.screen.entry.model.rows[0][Cell.QUANTITY] == "8")
    desk.hands.press(Qt.Key.Key_Escape)
    assert desk.screen.pages.currentWidget() is not desk.screen.entry
    desk.screen.entry._note.write()
    again = Desk(tools)
    begin(again)
    assert again.screen.entry.model.rows[0][:3] == ("Ada", "chair", "8")
    again.close()


def test_a_row_is_taken_out_and_a_cell_emptied(desk: Desk) -> None:
    begin(desk)
    desk.type(row("Ada", "chair", "8", "2027-02-01", "", "", ""))
    model, grid = desk.screen.entry.model, desk.screen.entry.grid
    until(lambda: grid.currentIndex().row() == 1)
    grid.setCurrentIndex(model.index(0, Cell.QUANTITY))
    desk.hands.press(Qt.Key.Key_Delete)
    assert model.meanings[0].wrong == "The quantity is missing."
    desk.hands.press(Qt.Key.Key_Delete, "", CTRL)
    assert model.rows == [EMPTY]


# -- what is typed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-02-01", date(2027, 2, 1)),
        ("1.2.2027", date(2027, 2, 1)),
        ("1.2.", date(2027, 2, 1)),
        ("3.1.", date(2028, 1, 3)),
        ("+10", date(2027, 1, 14)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date) -> None:
    assert day_of(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "soon", "31.2.", "2027-13-01", "+99999"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(Typed) as told:
        day_of(text, TODAY)
    assert told.value.said.endswith(".")


def test_items_quantities_and_prices() -> None:
    structure = rack_shop().structure
    code = structure.items[1].code
    assert item_of(code.upper(), structure) == 1
    for wrong in (lambda: item_of("no such thing", structure), lambda: item_of(" ", structure)):
        with pytest.raises(Typed):
            wrong()
    assert steps_of("2,5", 1) == 25
    assert price_of("12,50") == "12.50"
    for bad in (lambda: steps_of("0", 0), lambda: steps_of("x", 0), lambda: price_of("cheap")):
        with pytest.raises(Typed):
            bad()


def test_a_block_is_laid_in_and_rows_are_remembered() -> None:
    assert pasted("chair") == []
    block = pasted('a\t"two\nlines"\r\nb\tc\r\n')
    assert block == [("a", "two lines"), ("b", "c")]
    rows = laid_in([EMPTY], (0, CELL_BEFORE_LAST), block)
    assert [one[CELL_BEFORE_LAST:] for one in rows] == [("a", "two lines"), ("b", "c")]
    assert from_text(to_text([*rows, EMPTY])) == rows
    assert from_text("{") == from_text("[1]") == []


CELL_BEFORE_LAST = Cell.NOTE
