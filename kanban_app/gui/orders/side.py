"""The side of the orders screen: the chosen line, or the form for what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.domain.cards import Card
from kanban_app.domain.orders import LineStatus, OrderLine
from kanban_app.domain.promising import Promise
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.widgets import Panel
from kanban_app.gui.orders.backlog_form import BacklogForm
from kanban_app.gui.orders.desk import OrderDesk
from kanban_app.gui.orders.detail import LineDetailPanel
from kanban_app.gui.orders.forms import CancelForm, ChangeForm, Form, ShipForm
from kanban_app.gui.orders.reading import preview, read_detail, write_note, write_pick_list
from kanban_app.gui.orders.rows import LineRow
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.order_views import LineDetail
    from kanban_app.operations.orders_changing import LineEdit, StartedWork
    from kanban_app.operations.orders_reading import Link


class LineSide(Panel):
    """`lines` answers the lines of the list, for what started work can be used for."""

    left = Signal()

    def __init__(self, tools: Tools, desk: OrderDesk, lines: Callable[[], Sequence[OrderLine]]) -> None:
        super().__init__()
        self._tools, self._desk, self._lines = tools, desk, lines
        self._row: LineRow | None = None
        self._asked = 0
        self.stack = QStackedWidget()
        self.detail = LineDetailPanel()
        self.change, self.cancel, self.ship, self.backlog = ChangeForm(), CancelForm(), ShipForm(), BacklogForm()
        self._areas: dict[QWidget, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.stack)
        self.stack.addWidget(self.detail)
        for form in (self.change, self.cancel, self.ship, self.backlog):
            self.stack.addWidget(self._scrolled(form))
            form.left.connect(self.show_line)
        self._connect()

    def _scrolled(self, form: Form) -> QScrollArea:
        form.column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(16))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(form)
        form.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self._areas[form] = area
        return area

    def _connect(self) -> None:
        detail = self.detail
        detail.asked.connect(self.begin)
        detail.card_wanted.connect(self._tools.show_card)
        detail.link_given.connect(lambda link: self._desk.link(self._number(), link))
        detail.link_dropped.connect(self._desk.unlink)
        detail.link_opened.connect(self._open_link)
        self.change.changed.connect(self._change)
        self.cancel.scope_chosen.connect(self._preview)
        self.cancel.cancelled.connect(self._cancel)
        self.ship.shipped.connect(self._ship)
        self.backlog.go.clicked.connect(lambda: self._desk.ship_backlog(self.show_line))
        self._desk.started.connect(self._on_started)

    # -- the line --------------------------------------------------------------------------------------------------

    def _number(self) -> str:
        return self._row.line.order_number if self._row else ""

    def show_row(self, row: LineRow | None) -> None:
        """Show this line; a form stays as long as it is about the same one."""
        same = row is not None and self._row is not None and row.line.id == self._row.line.id
        self._row = row
        if row is None:
            return
        shop = self._tools.link.shop
        if shop is not None:
            self.detail.set_letters(chips.letters(shop.plant.language))
        self.detail.show_row(row)
        if not same and self.stack.currentWidget() is not self._areas[self.backlog]:
            self.show_line()
        self._read()

    def show_promise(self, row: LineRow) -> None:
        """Another date has been reckoned for the line that is shown."""
        self._row = row
        self.detail.show_row(row)
        detail = self.detail.detail()
        if detail is not None:
            self.detail.show_detail(detail, row, self._tools.clock())

    def _read(self) -> None:
        shop, row = self._tools.link.shop, self._row
        if shop is None or row is None:
            return
        self._asked += 1
        asked, line = self._asked, row.line

        def show(found: LineDetail) -> None:
            if asked == self._asked and self._row is not None:
                self.detail.show_detail(found, self._row, self._tools.clock())

        # A line that another terminal took out meanwhile leaves the list with its next reading.
        self._tools.link.when_done(shop.read(read_detail, line.order_number, line.number), show, lambda _gone: None)

    def show_line(self) -> None:
        """Back from a form, and to the list."""
        if self.is_form():
            self.stack.setCurrentWidget(self.detail)
            self.left.emit()

    def is_form(self) -> bool:
        """Whether something is being asked."""
        return self.stack.currentWidget() is not self.detail

    def _show_form(self, form: Form) -> None:
        self.stack.setCurrentWidget(self._areas[form])

    # -- what is done ----------------------------------------------------------------------------------------------

    def begin(self, name: str) -> None:
        """Begin what a button of the line asks for."""
        row, shop, detail = self._row, self._tools.link.shop, self.detail.detail()
        if row is None or shop is None:
            return
        count = len(detail.order.lines) if detail is not None else 1
        if name == "confirm":
            self._desk.confirm(row.line.order_number)
        elif name == "change":
            self._show_form(self.change)
            self.change.show_line(row.view, row.structure, row.today)
        elif name == "cancel":
            self._show_form(self.cancel)
            self.cancel.show_line(row.view, count, row.structure)
        elif name == "ship":
            self._show_form(self.ship)
            self.ship.show_line(row.view, count, row.structure)
        elif name == "card" and isinstance(row.promise, Promise) and row.promise.holding_up is not None:
            card = row.promise.holding_up.card
            if card is not None:
                self._tools.show_card(card.id)
        elif name == "undo_shipment":
            self._desk.take_back_shipment(row.line.order_number)
        else:
            self._ask_paper(name)

    def begin_backlog(self) -> None:
        """Read what could be shipped from stock."""
        from kanban_app.operations.orders_shipping import read_shippable

        shop = self._tools.link.shop
        if shop is not None:
            self._tools.link.when_done(shop.read(read_shippable), self._on_backlog)

    def _on_backlog(self, found: Any) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            self._show_form(self.backlog)
            self.backlog.show_found(found, shop.structure)

    def _others(self) -> list[OrderLine]:
        """The lines that started work of this one could be used for: of the same item, confirmed with own cards."""
        own = self._row.line if self._row else None
        found = (line for line in self._lines() if line.has_own_cards and line.status is LineStatus.CONFIRMED)
        return [line for line in found if own is not None and line.item_id == own.item_id and line.id != own.id]

    def _change(self, edit: LineEdit, started: StartedWork) -> None:
        if self._row is not None:
            self._desk.change(self._row.line, edit, started, self.show_line)

    def _on_started(self, cards: Sequence[Card]) -> None:
        if self._row is not None and self.stack.currentWidget() is self._areas[self.change]:
            self.change.ask_started(cards, self._others(), self._row.structure)

    def _preview(self, numbers: tuple[int, ...]) -> None:
        shop, row = self._tools.link.shop, self._row
        if shop is None or row is None:
            return

        def show(found: Any) -> None:
            if self._row is not None:
                self.cancel.show_preview(found, self._others(), self._row.structure)

        self._tools.link.when_done(shop.read(preview, row.line.order_number, numbers), show, self._desk.refused)

    def _cancel(self, numbers: tuple[int, ...], started: StartedWork) -> None:
        detail, row = self.detail.detail(), self._row
        if row is None:
            return
        of_order = [view.line for view in detail.order.lines] if detail is not None else [row.line]
        lines = [line for line in of_order if not numbers or line.number in numbers]
        self._desk.cancel(lines, numbers, started, self.show_line)

    def _ship(self, numbers: tuple[int, ...], steps: int | None) -> None:
        if self._row is not None:
            self._desk.ship(self._row.line.order_number, numbers, steps, self.show_line)

    # -- links and papers ------------------------------------------------------------------------------------------

    def _open_link(self, link: Link) -> None:
        is_address = "://" in link.link
        url = QUrl(link.link) if is_address else QUrl.fromLocalFile(link.link)
        if not QDesktopServices.openUrl(url):
            self._desk.told.emit(_("No program opened {link}.").format(link=link.link), "warn")

    def _ask_paper(self, name: str) -> None:
        number = self._number()
        is_note = name == "note"
        detail = self.detail.detail()
        shipment = detail.shipments[-1].number if is_note and detail is not None and detail.shipments else 0
        kept = _("Delivery note {number}-{shipment}") if is_note else _("Pick list {number}")
        proposal = kept.format(number=number.replace("/", "-"), shipment=shipment)
        title = _("Save the delivery note") if is_note else _("Save the pick list")
        dialog = QFileDialog(self, title, f"{proposal}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save_paper(number, shipment, Path(path)))
        dialog.open()

    def save_paper(self, order_number: str, shipment: int, target: Path) -> None:
        """Write the delivery note of a shipment, or with shipment 0 the pick list, beside the window."""
        shop, clock = self._tools.link.shop, self._tools.clock
        if shop is None:
            return
        if shipment:
            work = shop.draw(lambda: write_note(shop, order_number, shipment, clock, target))
        else:
            work = shop.draw(lambda: write_pick_list(shop, order_number, clock, target))
        said = _("Saved as {name}.").format(name=target.name)
        self._tools.link.when_done(work, lambda _path: self._desk.told.emit(said, "ok"), self._desk.refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.is_form():
            self.show_line()
        else:
            self.left.emit()
