"""The side of the orders screen: the chosen line, or the form for what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
from kanban_app.gui.orders.options_form import OptionsForm
from kanban_app.gui.orders.reading import (
    preview,
    read_detail,
    read_missing,
    read_offer,
    write_note,
    write_pick_list,
)
from kanban_app.gui.orders.rows import LineRow
from kanban_app.gui.orders.started_box import with_parts
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.domain.options import Options
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
        self.change, self.options, self.cancel = ChangeForm(), OptionsForm(), CancelForm()
        self.ship, self.backlog = ShipForm(), BacklogForm()
        self._areas: dict[QWidget, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.stack)
        self.stack.addWidget(self.detail)
        for form in (self.change, self.options, self.cancel, self.ship, self.backlog):
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
        detail.link_dropped.connect(lambda link: self._desk.unlink(self._number(), link))
        detail.link_opened.connect(self._open_link)
        self.change.changed.connect(self._change)
        self.options.chosen.connect(self._choose)
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

        def show_missing(count: int) -> None:
            if asked == self._asked:
                self.detail.show_missing(count)

        # A line that another terminal took out meanwhile leaves the list with its next reading.
        self._tools.link.when_done(shop.read(read_detail, line.order_number, line.number), show, lambda _gone: None)
        if line.has_own_cards and line.remaining:
            missing = shop.read(read_missing, line.order_number, line.number)
            self._tools.link.when_done(missing, show_missing, lambda _gone: None)
        else:
            self.detail.show_missing(0)

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
        row, detail = self._row, self.detail.detail()
        if row is None or self._tools.link.shop is None:
            return
        count = len(detail.order.lines) if detail is not None else 1
        if name == "change":
            self._show_form(self.change)
            self.change.show_line(row.view, row.structure, row.today)
        elif name == "options":
            self._begin_options(row)
        elif name == "cancel":
            self._show_form(self.cancel)
            self.cancel.show_line(row.view, count, row.structure)
        elif name == "ship":
            self._show_form(self.ship)
            self.ship.show_line(row.view, count, row.structure)
        else:
            self._do(name, row)

    def _do(self, name: str, row: LineRow) -> None:
        """What a button does without asking more."""
        detail, number = self.detail.detail(), row.line.order_number
        if name == "confirm":
            self._desk.confirm(number)
        elif name == "card":
            held_up = row.promise.holding_up if isinstance(row.promise, Promise) else None
            if held_up is not None and held_up.card is not None:
                self._tools.show_card(held_up.card.id)
        elif name == "again":
            self._order_again(row.line)
        elif name == "undo_shipment":
            self._desk.take_back_shipment(number)
        elif name == "pick":
            self._ask_paper(number)
        elif detail is not None and detail.shipments:
            self._ask_paper(number, detail.shipments[-1].number)

    def _begin_options(self, row: LineRow) -> None:
        from kanban_app.operations.importing.order_choices import choices_in

        self._show_form(self.options)
        self.options.show_line(row.line, row.structure)

        def show(offer: Options) -> None:
            if self._row is not None and self._row.line.id == row.line.id:
                self.options.show_options(offer, choices_in(row.line.options), row.structure)

        shop = self._tools.link.shop
        if shop is not None:
            self._tools.link.when_done(shop.read(read_offer, row.line.item_id), show, self._desk.refused)

    def _order_again(self, line: OrderLine) -> None:
        """The line at its own quantity: its cards are reckoned anew."""
        from kanban_app.operations.orders_changing import LineEdit, StartedWork

        self._desk.change(line, LineEdit(quantity=line.quantity), StartedWork(), self.show_line)

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

    def _others(self, cards: Sequence[Card], ended: Collection[int] = ()) -> list[OrderLine]:
        """The lines that started work could be used for: confirmed with own cards, of the items of these cards or made
        of them; not the line itself, and none of those that end with it.
        """
        row, shop = self._row, self._tools.link.shop
        if row is None or shop is None:
            return []
        structure = shop.structure  # not the row's: cards may be of loops that are newer
        items = {structure.loops[card.loop_id].item_id for card in cards}
        found = [
            line
            for line in self._lines()
            if line.has_own_cards
            and line.status is LineStatus.CONFIRMED
            and line.id != row.line.id
            and line.id not in ended
        ]
        takes = {item_id: items <= with_parts(structure, item_id) for item_id in {line.item_id for line in found}}
        return [line for line in found if takes[line.item_id]]

    def _change(self, edit: LineEdit, started: StartedWork) -> None:
        if self._row is not None:
            self._desk.change(self._row.line, edit, started, self.show_line)

    def _choose(self, texts: Sequence[str], started: StartedWork) -> None:
        if self._row is not None:
            self._desk.choose(self._row.line, texts, started, self.show_line)

    def _on_started(self, cards: Sequence[Card]) -> None:
        asking = next(
            (form for form in (self.change, self.options) if self.stack.currentWidget() is self._areas[form]), None
        )
        shop = self._tools.link.shop
        if shop is not None and asking is not None:
            asking.ask_started(cards, self._others(cards), shop.structure)
        elif self.stack.currentWidget() is self._areas[self.cancel]:
            self.cancel.ask()  # somebody started work while this was being read

    def _preview(self, numbers: tuple[int, ...]) -> None:
        shop, row = self._tools.link.shop, self._row
        if shop is None or row is None:
            return

        def show(found: Any) -> None:
            if self._row is not None:
                ended = {one.line.id for one in found}
                begun = [card for one in found for card in one.started]
                self.cancel.show_preview(found, self._others(begun, ended), shop.structure)

        self._tools.link.when_done(shop.read(preview, row.line.order_number, numbers), show, self._desk.refused)

    def _cancel(self, numbers: tuple[int, ...], started: StartedWork) -> None:
        detail, row = self.detail.detail(), self._row
        if row is None:
            return
        of_order = [view.line for view in detail.order.lines] if detail is not None else [row.line]
        lines = [line for line in of_order if not numbers or line.number in numbers]
        self._desk.cancel(lines, numbers, started, self.show_line)

    def _ship(self, numbers: tuple[int, ...], steps: int | None, noted: bool) -> None:
        if self._row is None:
            return
        order_number = self._row.line.order_number

        def done(shipment: int) -> None:
            self.show_line()
            if noted:
                self._ask_paper(order_number, shipment)

        self._desk.ship(order_number, numbers, steps, done)

    # -- links and papers ------------------------------------------------------------------------------------------

    def _open_link(self, link: Link) -> None:
        is_address = "://" in link.link
        url = QUrl(link.link) if is_address else QUrl.fromLocalFile(link.link)
        if not QDesktopServices.openUrl(url):
            self._desk.told.emit(_("No program opened {link}.").format(link=link.link), "warn")

    def _ask_paper(self, number: str, shipment: int = 0) -> None:
        """Where to save the delivery note of a shipment, or without one the pick list."""
        kept = _("Delivery note {number}-{shipment}") if shipment else _("Pick list {number}")
        proposal = kept.format(number=number.replace("/", "-"), shipment=shipment)
        title = _("Save the delivery note") if shipment else _("Save the pick list")
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
