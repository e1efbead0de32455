"""Customers' orders: on the left all lines, on the right the chosen one; new orders and customers in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.domain.orders import OrderLine
from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Panel, SearchField, TextLabel
from kanban_app.gui.orders.customers_page import CustomersPage
from kanban_app.gui.orders.desk import OrderDesk
from kanban_app.gui.orders.doors import Doors
from kanban_app.gui.orders.entry_page import EntryPage
from kanban_app.gui.orders.filter_bar import FilterBar
from kanban_app.gui.orders.import_page import OrderImportPage
from kanban_app.gui.orders.model import LineModel
from kanban_app.gui.orders.promises import Answer, Promises
from kanban_app.gui.orders.reading import read_rows
from kanban_app.gui.orders.rows import LineRow, Question, counts, nothing_text
from kanban_app.gui.orders.side import LineSide
from kanban_app.gui.orders.table import LineTable
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _

_LOADING_MS = 200
# Bookings come in bursts; the list follows when there is a pause.
_FOLLOW_MS = 400
# Dates arrive in portions; the pills count after a few of them.
_COUNT_MS = 250


class OrdersScreen(QWidget):
    """The orders of the open plant."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._chosen = 0
        self._was_read = False
        self._customers: tuple[str, ...] = ()
        self.model = LineModel(self)
        self.promises = Promises(tools, self)
        self.desk = OrderDesk(tools, self)
        self.table = LineTable(self.model, tools.settings)
        self.filters = FilterBar()
        self.search = SearchField(_("Find order, item, customer"), "Ctrl+F")
        self.message = Message()
        self.told = TextLabel(size=15, tone="ink2")
        self.side = LineSide(tools, self.desk, self._all_lines)
        self.entry, self.customers, self.lists = EntryPage(tools), CustomersPage(), OrderImportPage(tools)
        self.pages, self._stack = QStackedWidget(), QStackedWidget()
        self._loading = QTimer(self, singleShot=True, interval=_LOADING_MS)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._following = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._lay_out()
        self._connect()
        self._add_keys()

    # -- building --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(TextLabel(_("Orders"), size=24, weight=700))
        self.told.setWordWrap(True)
        head.addWidget(self.told, 1)
        self.search.setMinimumWidth(theme.px(280))
        head.addWidget(self.search)
        self.undo_button = Button(_("Take back"), icon="undo")
        self.undo_button.clicked.connect(self.desk.take_back)
        self.undo_button.setEnabled(False)
        head.addWidget(self.undo_button)
        self.new_button = Button(_("New order"), icon="plus", kind="primary", tip=_("New order (Ctrl+N)"))
        head.addWidget(self.new_button)
        column.addLayout(head)
        listed = QWidget()
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(8))
        inside.addWidget(self._make_doors())
        inside.addWidget(self.filters)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self._list_panel(), 23)
        row.addWidget(self.side, 20)
        inside.addLayout(row, 1)
        self._listed = listed
        for page in (listed, self.entry, self.customers, self.lists):
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.table)

    def _make_doors(self) -> Doors:
        calls: dict[str, Callable[[], object]] = {
            "backlog": self.side.begin_backlog,
            "customers": self.show_customers,
            "lists": partial(self._show_page, self.lists),
            "purchases": partial(self._tools.go, "purchases"),
            "tills": partial(self._tools.go, "tills"),
        }
        doors = Doors(calls, (self.filters.state, self.filters.customer))
        self.doors = doors.buttons
        return doors

    def _list_panel(self) -> Panel:
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 1)
        self.table.setAccessibleName(_("Order lines"))
        for page in (self.table, self.message, GreyRows()):
            self._stack.addWidget(page)
        inside.addWidget(self._stack)
        return panel

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.typed.connect(self._type_on)
        self.table.entered.connect(self.side.detail.focus_next)
        self.search.textChanged.connect(lambda _text: self._ask())
        self.search.returnPressed.connect(self._to_table)
        self.filters.asked.connect(self._on_asked)
        self.message.next_asked.connect(self._on_message)
        self.new_button.clicked.connect(self.new_order)
        self.promises.arrived.connect(self._on_promises)
        self.desk.told.connect(self._say)
        self.desk.done.connect(self.refresh)
        self.desk.undo_changed.connect(self._on_undo)
        self.side.left.connect(self._to_table)
        self.entry.entered.connect(self._enter)
        for page in (self.entry, self.customers, self.lists):
            page.left.connect(self.show_list)
        self.customers.kept.connect(self._keep_customer)
        self.customers.orders_wanted.connect(self._show_orders_of)
        self.lists.booked.connect(self._on_lists_booked)
        self._counting.timeout.connect(self._count)
        self._loading.timeout.connect(lambda: self._stack.setCurrentIndex(2))
        self._following.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        for news in (self._tools.link.changed, self._tools.link.board_read):
            news.connect(self._on_news)

    def _on_news(self, *_news: object) -> None:
        if self.isVisible():
            self._following.start()

    def _add_keys(self) -> None:
        entries = (
            ("Ctrl+F", _("Find"), self._to_search),
            ("Ctrl+N", _("New order"), self.new_order),
            ("Ctrl+Z", _("Take back"), self.desk.take_back),
        )
        for key, text, call in entries:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, call=call: call())
            self.addAction(action)

    # -- the list --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the lines again; what is chosen, searched and typed stays."""
        shop = self._tools.link.shop
        if shop is None:
            return
        if not self._was_read:
            self._loading.start()
        everything = self.model.question.with_done
        self._tools.link.when_done(shop.read(read_rows, self._tools.clock, everything), self._on_read, self._on_unread)
        if self.pages.currentWidget() is self.entry:
            self.entry.refresh()

    def _on_read(self, rows: list[LineRow]) -> None:
        self._loading.stop()
        self._was_read = True
        self.model.show(rows)
        self.filters.show_customers(self.model.customers())
        self._show_found()
        self.promises.ask(self._in_turn(), soon=bool(self.model.every and self.model.every[0].promise))

    def _in_turn(self) -> list[OrderLine]:
        """The lines whose dates are wanted, the chosen one and those in sight first."""
        chosen = self.model.row_of(self._chosen)
        first = [chosen.line] if chosen is not None else []
        shown = [row.line for row in self.model.rows]
        every = [row.line for row in self.model.every]
        return list({line.id: line for line in (*first, *shown, *every)}.values())

    def _on_unread(self, problem: BaseException) -> None:
        self._loading.stop()
        self.message.say(_("The orders could not be read."), "", _("Try again"))
        self._stack.setCurrentWidget(self.message)
        self.side.hide()
        self._tools.link.failed.emit(problem)

    def _on_promises(self, found: dict[int, Answer]) -> None:
        self.model.take_promises(found)
        if not self._counting.isActive():
            self._counting.start()
        row = self.model.row_of(self._chosen)
        if row is not None and self._chosen in found:
            self.side.show_promise(row)

    def _count(self) -> None:
        self.filters.show_counts(counts(self.model.every, self.model.question))

    def _on_asked(self, question: Question) -> None:
        was = self.model.question.with_done
        self._ask()
        if question.with_done != was:
            self.refresh()

    def _ask(self) -> None:
        self.model.choose(replace(self.filters.question(), search=self.search.text().strip()))
        self._show_found()

    def _show_found(self) -> None:
        rows = self.model.rows
        self._count()
        if rows:
            self._stack.setCurrentWidget(self.table)
            place = max(0, self.model.place_of(self._chosen))
            if self.table.currentIndex().row() == place:
                self._show_row(rows[place])
            else:
                self.table.setCurrentIndex(self.model.index(place, 0))
        elif self._was_read:
            self._say_nothing()
        self.side.setVisible(bool(rows) or self.side.is_form())

    def _say_nothing(self) -> None:
        question = self.model.question
        if question.search:
            self.message.say(_("Nothing fits “{text}”.").format(text=question.search), "", _("Show all"))
        elif not self.model.every and question == Question():
            detail = _("Type orders as in a spreadsheet, or bring them from a file.")
            self.message.say(_("No orders yet"), detail, _("New order"))
        else:
            self.message.say(nothing_text(question.view), "", _("Show all"))
        self._stack.setCurrentWidget(self.message)

    def _on_message(self) -> None:
        if not self._was_read:
            self.refresh()
        elif not self.model.every and self.model.question == Question():
            self.new_order()
        else:
            self.search.clear()
            self.filters.show_all()

    def _on_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if 0 <= current.row() < len(self.model.rows):
            self._show_row(self.model.rows[current.row()])

    def _show_row(self, row: LineRow) -> None:
        self._chosen = row.line.id
        self.side.show_row(row)

    def chosen(self) -> LineRow | None:
        """The line at the side."""
        return self.model.row_of(self._chosen)

    def show_order(self, line_id: int) -> None:
        """Choose this line, whatever is looked for."""
        self._chosen = line_id
        self.show_list()
        self.search.clear()
        self.filters.show_all()
        self.refresh()

    def _all_lines(self) -> Sequence[OrderLine]:
        return [row.line for row in self.model.every]

    # -- keys ------------------------------------------------------------------------------------------------------

    def _type_on(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(self.search.text() + text)

    def _to_search(self) -> None:
        self.show_list()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.hasFocus():
            if self.search.text():
                self.search.clear()
            else:
                self._to_table()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.setMinimumWidth(theme.px(280 if self.width() > theme.px(1000) else 160))

    # -- pages -----------------------------------------------------------------------------------------------------

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self) -> None:
        """Back to the lines."""
        self.pages.setCurrentWidget(self._listed)
        self._to_table()

    def new_order(self) -> None:
        """Type new orders."""
        self.pages.setCurrentWidget(self.entry)
        self.entry.begin(self._customers or tuple(self.model.customers()))
        self._read_customers(self._know_customers)

    def _know_customers(self, found: Sequence[Any]) -> None:
        self._customers = tuple(one.name for one in found)
        self.entry.set_customers(self._customers)

    def _enter(self, lines: Sequence[Any], confirmed: bool) -> None:
        def entered(made: Sequence[OrderLine]) -> None:
            self.entry.clear()
            self.show_order(made[0].id)
            if confirmed:
                for number in dict.fromkeys(line.order_number for line in made):
                    self.desk.confirm(number)

        self.desk.add(lines, entered)

    def show_customers(self) -> None:
        """The customers."""
        self._show_page(self.customers)
        self._read_customers(self.customers.show_customers)

    def _read_customers(self, on_read: Callable[[Sequence[Any]], None]) -> None:
        """Those that are kept, and those that only orders name."""
        from kanban_app.operations.orders_reading import Customer, read_customers

        shop = self._tools.link.shop
        if shop is None:
            return

        def read(found: Sequence[Customer]) -> None:
            known = {one.name for one in found}
            named = [Customer(0, name) for name in self.model.customers() if name not in known]
            on_read(sorted((*found, *named), key=lambda one: one.name.casefold()))

        self._tools.link.when_done(shop.read(read_customers), read)

    def _keep_customer(self, before: str, name: str, address: str, note: str) -> None:
        from kanban_app.operations.orders_entering import keep_customer

        def kept(found: Any) -> None:
            self._say(_("{name} is kept.").format(name=found.name), "ok")
            self._read_customers(lambda every: self.customers.show_customers(every, found.name))

        new_name = name if before and name != before else ""
        self.desk.ask(
            lambda shop: shop.write(keep_customer, before or name, address, note, new_name), kept, lambda _found: None
        )

    def _show_orders_of(self, name: str) -> None:
        self.filters.show_all()
        place = self.filters.customer.findData(name)
        if place >= 0:
            self.filters.customer.setCurrentIndex(place)
            self.show_list()
        else:
            self._say(_("{name} waits for nothing.").format(name=name), "ink2")

    def _on_lists_booked(self, text: str) -> None:
        self._say(text, "ok")
        self.show_list()
        self.refresh()

    # -- what came of it -------------------------------------------------------------------------------------------

    def _say(self, text: str, tone: str) -> None:
        self.told.set_tone(tone)
        self.told.setText(text)

    def _on_undo(self, text: str) -> None:
        self.undo_button.setEnabled(bool(text))
        self.undo_button.say(_("Take back: {what} (Ctrl+Z)").format(what=text) if text else _("Nothing to take back"))
