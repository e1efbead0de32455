"""Columns of lists that were read as something else than they are: put right by hand, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from qasync import QEventLoop

from kanban_app.gui.importing.mapping_form import MappingForm
from kanban_app.gui.importing.screen import ImportScreen
from kanban_app.gui.look.widgets import Choice
from kanban_app.gui.orders.import_page import OrderImportPage
from kanban_app.gui.screen_tools import Tools
from kanban_app.operations.importing.mapping import mapping_of
from tests.gui.conftest import until
from tests.gui.orders.conftest import Desk, Office
from tests.gui.orders.test_orders_screen import press

HEAD = "order;item;quantity;due date;required date;comment;remark;ship from;customer"
LINE = ";chair;4;2027-02-01;2027-03-01;loud;soft;shop 1;Ada"


@pytest.fixture
def page(desk: Desk, fast_path: Path) -> OrderImportPage:
    press(desk.screen.doors["lists"])
    page = desk.screen.lists
    assert not page.columns.isVisible(), "nothing is read yet"
    read(page, list_of(fast_path, "900"))
    assert page.columns.isVisible()
    return page


def list_of(folder: Path, number: str, name: str = "list") -> Path:
    file = folder / f"{name}.csv"
    file.write_text(f"{HEAD}\n{number}{LINE}\n")
    return file


def read(page: OrderImportPage, *files: Path) -> None:
    page.read(files)
    until(lambda: not page.is_busy and page.verdict.text())


def form_of(page: OrderImportPage | ImportScreen) -> MappingForm:
    form = page.mapping_area.widget()
    assert isinstance(form, MappingForm)
    assert page.stack.currentWidget() is page.mapping_area
    return form


def field(form: MappingForm, header: str) -> Choice:
    block = form.blocks[0]
    return block._fields[block.headers.index(header)]


def choose(form: MappingForm, header: str, name: str) -> None:
    there = field(form, header)
    there.setCurrentIndex(there.findData(name))


def test_a_column_that_was_read_as_another_is_put_right_and_remembered(
    desk: Desk, office: Office, page: OrderImportPage, fast_path: Path
) -> None:
    press(page.columns)
    form = form_of(page)
    assert not page.book.isEnabled(), "nothing is entered while the columns are open"
    shown = [field(form, header).currentData() for header in form.blocks[0].headers]
    assert shown == ["order", "item", "quantity", "due", "", "note", "", "deliver_from", "customer"]
    choose(form, "required date", "due")
    assert field(form, "due date").currentData() == "", "one column is one thing"
    choose(form, "comment", "")
    press(form.again)
    until(page.book.hasFocus)
    press(page.book)
    until(lambda: desk.orders() == ["900"])
    line = office.order("900").lines[0].line
    assert (line.wanted_on, line.note) == (date(2027, 3, 1), ""), "what is left out is not read as usual either"

    press(desk.screen.doors["lists"])
    read(page, list_of(fast_path, "901"))
    press(page.book)
    until(lambda: "901" in desk.orders())
    assert office.order("901").lines[0].line.wanted_on == date(2027, 3, 1)
    press(desk.screen.doors["lists"])
    read(page, list_of(fast_path, "902"))
    press(page.columns)
    assert field(form_of(page), "required date").currentData() == "due"


@pytest.mark.parametrize("way", ["button", "key"])
def test_columns_that_are_right_are_left_as_they_are(desk: Desk, page: OrderImportPage, way: str) -> None:
    said = page.verdict.text()
    press(page.columns)
    form = form_of(page)
    until(form.blocks[0].kind.hasFocus)
    choose(form, "required date", "due")
    if way == "key":
        desk.hands.press(Qt.Key.Key_Escape)
    else:
        press(form.keep)
    assert page.stack.currentWidget() is not page.mapping_area
    assert page.isVisible(), "the list is still before us"
    assert (page.verdict.text(), page.book.isEnabled(), page.columns.hasFocus()) == (said, True, True)
    press(page.columns)
    assert field(form_of(page), "due date").currentData() == "due"


def test_files_with_the_same_headers_are_told_once(page: OrderImportPage, fast_path: Path) -> None:
    read(page, list_of(fast_path, "900"), list_of(fast_path, "901", "more"))
    press(page.columns)
    form = form_of(page)
    assert len(form.blocks) == 1
    choose(form, "required date", "due")
    press(form.again)
    until(page.book.isEnabled)
    draft = page._found.reading.draft if page._found else None
    assert draft is not None
    assert {line.due_on for line in draft.order_lines} == {date(2027, 3, 1)}


def test_a_table_that_was_left_out_is_brought_back(page: OrderImportPage) -> None:
    press(page.columns)
    form = form_of(page)
    kind = form.blocks[0].kind
    kind.setCurrentIndex(0)
    assert not field(form, "item").isEnabled()
    press(form.again)
    until(lambda: not page.is_busy and page.verdict.text())
    assert not page.book.isEnabled()
    press(page.columns)
    kind = form_of(page).blocks[0].kind
    kind.setCurrentIndex(kind.findData("orders"))
    assert field(form_of(page), "due date").currentData() == "due"
    press(form_of(page).again)
    until(page.book.isEnabled)


def test_what_is_needed_and_left_out_is_asked_for(page: OrderImportPage) -> None:
    press(page.columns)
    form = form_of(page)
    choose(form, "quantity", "")
    press(form.again)
    until(lambda: not page.is_busy)
    asked = form_of(page)
    assert asked is not form
    assert not asked.keep.isVisible(), "it can't stay as it is"
    assert not page.book.isEnabled()
    press(asked.again)
    until(page.book.isEnabled)


def test_how_numbers_are_written_stays_told(page: OrderImportPage) -> None:
    told = {"match": HEAD.split(";"), "table": "orders", "columns": {"comment": "note"}, "decimal": ",", "dates": "dmy"}
    page._mapping = mapping_of({"tables": [told]})
    page.read_again()
    until(lambda: not page.is_busy and page.verdict.text())
    press(page.columns)
    [entry] = form_of(page).mapping().entries
    assert (entry.decimal, entry.dates) == (",", "dmy")


@pytest.fixture
def imports(loop: QEventLoop, tools: Tools, office: Office) -> Iterator[ImportScreen]:
    screen = ImportScreen(tools.link, tools.tasks, tools.settings)
    screen.resize(1280, 800)
    screen.show()
    yield screen
    screen.close()
    screen.deleteLater()


def test_columns_of_any_list_are_put_right_before_it_is_created(imports: ImportScreen, fast_path: Path) -> None:
    imports.read([list_of(fast_path, "900")])
    until(imports.book.isEnabled)
    assert imports.columns.isVisible()
    press(imports.columns)
    form = form_of(imports)
    assert not imports.book.isEnabled()
    press(form.keep)
    assert imports.stack.currentWidget() is imports.found
    assert imports.book.isEnabled()
    press(imports.columns)
    choose(form_of(imports), "required date", "due")
    press(form_of(imports).again)
    until(lambda: imports.stack.currentWidget() is imports.found and imports.book.isEnabled())
    assert imports.reading is not None
    assert [line.due_on for line in imports.reading.draft.order_lines] == [date(2027, 3, 1)]
