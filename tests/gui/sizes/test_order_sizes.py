"""Orders, options, working time, purchases and till sales in every size: nothing one acts by is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kanban_app.gui.orders.entry_rows import CELLS, Cell
from tests.gui.conftest import until
from tests.gui.order_plant import DRAFT, LATE, SHIPPED, TO_ORDER, with_orders
from tests.gui.plants import lived_in
from tests.gui.sizes.walking import CASES, Walk

ROWS = (("Nora", "chair", "2", "2027-02-01"), ("", "square table", "many", "soon"), ("Ada", "chair", "1", "+30"))


class OrderWalk(Walk):
    """The screens of what is ordered, bought and sold."""

    def all(self, plant: Path, till: Path) -> None:
        self.program.open(plant)
        self.orders()
        self.order_forms()
        self.order_pages()
        self.options()
        self.calendars()
        self.purchases()
        self.tills(till)
        self.point()

    def choose(self, number: str) -> None:
        """An order's first line, with all that is read of it."""
        screen = self.office.pages["orders"]
        screen.show_list()
        place = next(place for place, row in enumerate(screen.model.rows) if row.line.order_number == number)
        screen.table.setCurrentIndex(screen.model.index(place, 0))

        def is_there() -> bool:
            row, detail = screen.chosen(), screen.side.detail.detail()
            return row is not None and detail is not None and row.promise is not None and detail.view.line == row.line

        until(is_there)

    def orders(self) -> None:
        self.go("orders", lambda page: len(page.model.rows) == 4)
        for number in (DRAFT, TO_ORDER, SHIPPED, LATE):
            self.choose(number)
            self.look(f"orders, {number}")

    def order_forms(self) -> None:
        side = self.office.pages["orders"].side
        self.choose(TO_ORDER)
        for name, asks in (("change", side.change.go), ("ship", side.ship.go), ("cancel", side.cancel.started)):
            side.begin(name)
            until(asks.isVisible)
            self.look(f"orders, {name}")
            side.show_line()
        side.begin_backlog()
        until(side.backlog.isVisible)
        self.look("orders, backlog")
        side.show_line()

    def order_pages(self) -> None:
        screen = self.office.pages["orders"]
        screen.new_order()
        rows = [(*row, *[""] * (CELLS - len(row))) for row in ROWS]
        screen.entry.model.show(rows)
        screen.entry.grid.setCurrentIndex(screen.entry.model.index(0, Cell.ITEM))
        until(screen.entry.choices.isVisible)
        until(lambda: screen.entry.model.promises[0][0])
        self.look("new orders")
        screen.show_customers()
        until(lambda: screen.customers.list.count() >= 2)
        self.look("customers")
        screen.doors["lists"].click()
        self.look("order lists")
        screen.show_list()

    def options(self) -> None:
        self.go("options", lambda page: page.table.rowCount() == 6)
        self.look("options")
        page = self.office.pages["options"]
        page.table.item(0, 0).setText("seat")
        self.look("options, not kept")
        page.forget.click()

    def calendars(self) -> None:
        page = self.go("calendars", lambda page: page._known is not None and page.preview.item(0, 0) is not None)
        self.look("working time")
        page.week.days[0].shifts.setText("mornings")
        page.week.edited.emit()
        page.keep.click()
        self.look("working time, refused")
        page.undo.click()
        until(lambda: not page._pause.isActive())

    def purchases(self) -> None:
        page = self.go("purchases", lambda page: page.detail.isVisible() and page.model.rowCount() >= 2)
        for place in range(page.model.rowCount()):
            page.table.setCurrentIndex(page.model.index(place, 0))
            self.look(f"purchases, {place}")
        page.detail.terms_button.click()
        until(page.terms.isVisible)
        self.look("terms of a supplier")

    def tills(self, till: Path) -> None:
        page = self.go("tills", lambda page: page.codes.unknown and page.reports.reports)
        self.look("till sales")
        page.file.read(till)
        until(lambda: not page.file._busy)
        self.look("till sales, tried")
        page.file.show_columns()
        self.look("till sales, columns")
        for place in (1, 2, 3):
            page.pills[place].setChecked(True)
            self.look(f"till sales, page {place}")

    def point(self) -> None:
        page = self.go("flow", lambda page: page.view.picture is not None)
        structure = self.office.link.board.structure
        chair = next(item.id for item in structure.items.values() if item.code == "chair")
        page.head.items.setCurrentIndex(page.head.items.findData(chair))
        until(page.moving.isVisible)
        page.moving.choose(page.moving.stations[-1])
        QApplication.processEvents()
        until(page.moving.told.isVisible)
        self.look("flow, moving the point")


@pytest.mark.parametrize("catalogue, width, height, zoom", CASES)
def test_nothing_of_orders_is_cut(program, factory, fast_path, plant, speak, catalogue, width, height, zoom) -> None:
    till = with_orders(lived_in(factory), fast_path)
    speak(catalogue)
    walk = OrderWalk(program, (width, height), zoom)
    walk.all(plant, till)
    assert walk.found == {}
