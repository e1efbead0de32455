"""Buying: on the left what waits and what was ordered, on the right one of it with its one next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.purchasing import ItemTerms, PurchaseRefused, PurchaseState, SupplierTerms
from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.widgets import Panel, Pill, TextLabel
from kanban_app.gui.purchases.detail import PurchaseDetail
from kanban_app.gui.purchases.model import PurchaseModel, PurchaseRow, row_of_order, row_of_proposal
from kanban_app.gui.purchases.reading import read_lists, read_needs, read_terms, write_mail, write_paper
from kanban_app.gui.purchases.terms import TermsForm
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.purchase_gathering import Needs
    from kanban_app.operations.purchase_views import PurchaseOrder
    from kanban_app.operations.shop import Shop

_SIDE_WIDTH = 420
_LOADING_MS = 200
# Bookings come in bursts; the list follows when there is a pause.
_FOLLOW_MS = 600
_OPEN = frozenset({PurchaseState.DRAFT, PurchaseState.SENT, PurchaseState.CONFIRMED, PurchaseState.PARTLY_RECEIVED})


class PurchasesScreen(QWidget):
    """What is bought for the open plant."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._chosen: tuple[str, int] | None = None
        self._every: list[PurchaseRow] = []
        self.model = PurchaseModel(self)
        self.table = QTableView()
        self.message = Message()
        self.detail = PurchaseDetail(tools.settings)
        self.terms = TermsForm()
        self.told = TextLabel(size=15, tone="ink2")
        self._stack, self._side = QStackedWidget(), QStackedWidget()
        self._loading = QTimer(self, singleShot=True, interval=_LOADING_MS)
        self._following = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._lay_out()
        self._connect()

    # -- building --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(TextLabel(_("Purchases"), size=24, weight=700))
        self.told.setWordWrap(True)
        head.addWidget(self.told, 1)
        self.late = Pill(_("Late or unanswered"))
        self.closed = Pill(_("Closed ones too"))
        for pill in (self.late, self.closed):
            pill.toggled.connect(lambda _on: self._show_rows())
            head.addWidget(pill)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self._list_panel(), 1)
        row.addWidget(self._side_panel())
        column.addLayout(row, 1)
        self.setFocusProxy(self.table)

    def _list_panel(self) -> Panel:
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 1)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What waits to be ordered, and the orders"))
        tables.dress(self.table, row_height=60, settings=self._tools.settings, name="purchases")
        self.table.setWordWrap(True)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        for place in (2, 3):
            self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        for page in (self.table, self.message, GreyRows()):
            self._stack.addWidget(page)
        inside.addWidget(self._stack)
        return panel

    def _side_panel(self) -> Panel:
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        self._terms_page = QScrollArea()
        self._terms_page.setWidget(self.terms)
        self._terms_page.setWidgetResizable(True)
        self.terms.setAutoFillBackground(False)
        self._terms_page.setFrameShape(QFrame.Shape.NoFrame)
        self._terms_page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in (self.detail, self._terms_page):
            self._side.addWidget(page)
        inside.addWidget(self._side)
        wide = max(theme.px(_SIDE_WIDTH), self.detail.minimumWidthForButtons() + theme.px(40))
        panel.setFixedWidth(wide)
        self._side_box = panel
        panel.hide()
        return panel

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.detail.next_asked.connect(self._on_next)
        self.detail.cancel_asked.connect(self._cancel)
        self.detail.paper_asked.connect(self._ask_where)
        self.detail.mail_asked.connect(self._write_mail)
        self.detail.terms_asked.connect(self._show_terms)
        self.terms.left.connect(lambda: self._side.setCurrentWidget(self.detail))
        self.terms.refused.connect(lambda said: self._say(said, "stop"))
        self.terms.supplier_kept.connect(self._keep_supplier)
        self.terms.item_kept.connect(self._keep_item)
        self.message.next_asked.connect(self._show_all)
        self._loading.timeout.connect(lambda: self._stack.setCurrentIndex(2))
        self._following.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        for news in (self._tools.link.changed, self._tools.link.board_read):
            news.connect(self._on_news)

    # -- the list --------------------------------------------------------------------------------------------------

    def _on_news(self, *_news: object) -> None:
        """Unseen it would slow every scan; whoever comes here later gets it read then."""
        if self.isVisible():
            self._following.start()

    def refresh(self) -> None:
        """Read what waits and the orders again; what is chosen stays chosen."""
        shop = self._tools.link.shop
        if shop is None:
            return
        if not self._every:
            self._loading.start()
        reading = shop.read(read_needs, self._tools.clock())
        self._tools.link.when_done(reading, lambda needs: self._on_needs(shop, needs), self._on_unread)

    def _on_needs(self, shop: Shop, needs: Needs | None) -> None:
        """Many orders take seconds to reckon: beside the thread that reads, which the other screens wait for."""
        if needs is None:
            self._read_lists(shop, {})
            return
        reckoning = self._tools.tasks.on_worker(needs.days)
        self._tools.link.when_done(reckoning, lambda needed: self._read_lists(shop, needed), self._on_unread)

    def _read_lists(self, shop: Shop, needed: Mapping[int, date]) -> None:
        if shop is self._tools.link.shop:
            reading = shop.read(read_lists, needed, self._tools.clock())
            self._tools.link.when_done(reading, self._on_read, self._on_unread)

    def _on_read(self, found: tuple[list[Any], list[PurchaseOrder]]) -> None:
        shop = self._tools.link.shop
        self._loading.stop()
        if shop is None:
            return
        waiting, orders = found
        today = self._tools.clock().astimezone().date()
        self._every = [row_of_proposal(one, shop.structure, today) for one in waiting]
        self._every += [row_of_order(order, shop.structure) for order in orders]
        self._show_rows()

    def _on_unread(self, problem: BaseException) -> None:
        self._loading.stop()
        self.message.say(_("The purchases could not be read."), "", _("Show all"))
        self._stack.setCurrentWidget(self.message)
        self._tools.link.failed.emit(problem)

    def _show_rows(self) -> None:
        late = [row for row in self._every if row.order is None or row.order.late_on or row.order.is_unanswered]
        self.late.set_count(sum(row.order is not None for row in late))
        rows = late if self.late.isChecked() else self._every
        if not self.closed.isChecked():
            rows = [row for row in rows if row.order is None or row.order.state in _OPEN]
        chosen = self._chosen
        self.model.show(rows)
        place = self.model.place_of(chosen) if chosen else -1
        if rows:
            self._stack.setCurrentWidget(self.table)
            self.table.setCurrentIndex(self.model.index(max(0, place), 0))
        else:
            self._say_nothing()
        self._side_box.setVisible(bool(rows))

    def _say_nothing(self) -> None:
        if self.late.isChecked() and any(row.order for row in self._every):
            self.message.say(_("Nothing is late."), "", _("Show all"))
        elif self._every:
            self.message.say(_("Nothing waits to be ordered."), _("All orders are closed."), _("Show all"))
        else:
            self.message.say(_("Nothing waits to be ordered."), _("Emptied cards of suppliers gather here."))
        self._stack.setCurrentWidget(self.message)

    def _show_all(self) -> None:
        self.late.setChecked(False)
        self.closed.setChecked(True)
        self.refresh()

    def _on_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row, shop = self._row(current.row()), self._tools.link.shop
        if row is None or shop is None:
            return
        if row.key != self._chosen:
            self.detail.day.clear()
            self._side.setCurrentWidget(self.detail)
        self._chosen = row.key
        self.detail.show_row(row, shop.structure)

    def _row(self, place: int) -> PurchaseRow | None:
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def chosen(self) -> PurchaseRow | None:
        """The row at the side."""
        return self._row(self.table.currentIndex().row())

    # -- steps -----------------------------------------------------------------------------------------------------

    def _on_next(self, typed_day: str) -> None:
        row, shop = self.chosen(), self._tools.link.shop
        if row is None or shop is None:
            return
        if row.proposal is not None:
            self._make(shop, row.proposal.supplier_id)
        elif row.order is not None:
            self._go_on(shop, row.order, typed_day)

    def _make(self, shop: Shop, supplier_id: int) -> None:
        from kanban_app.operations.purchasing import make_order

        def made(number: str) -> None:
            self._chosen = (number, 0)
            self._done(_("{number} is a draft. Send it when it is as it should be.").format(number=number))

        self._ask(shop.write(make_order, supplier_id, self._tools.clock()), made)

    def _go_on(self, shop: Shop, order: PurchaseOrder, typed_day: str) -> None:
        from kanban_app.operations.purchasing import confirm_order, send_order

        now, number = self._tools.clock(), order.number
        if order.state is PurchaseState.DRAFT:
            sent = _("{number} is sent. Its containers are being bought.").format(number=number)
            self._ask(shop.write(send_order, number, now), lambda _none: self._done(sent))
        elif order.state is PurchaseState.SENT:
            try:
                day = date.fromisoformat(typed_day) if typed_day else None
            except ValueError:
                self._say(_("Write a day as 2027-01-31."), "warn")
                return
            confirmed = _("{number} is confirmed.").format(number=number)
            self._ask(shop.write(confirm_order, number, now, day), lambda _none: self._done(confirmed))
        else:
            codes = [card.code for card in order.cards if card.is_outstanding]
            self._ask(shop.do(Action.RECEIVE, codes), self._on_received)

    def _on_received(self, outcomes: list[Outcome]) -> None:
        refused = sum(outcome.answer is Answer.REFUSED for outcome in outcomes)
        if refused:
            text = _("{done} containers are received, {refused} refused. Scan those to see why.")
            self._say(text.format(done=len(outcomes) - refused, refused=refused), "warn")
            self.refresh()
        else:
            self._done(_("Received. Take one back on its card if it has not come."))

    def _cancel(self) -> None:
        from kanban_app.operations.purchasing import cancel_order

        row, shop = self.chosen(), self._tools.link.shop
        if row is None or row.order is None or shop is None:
            return
        number = row.order.number
        said = _("{number} is cancelled. What has not come waits again.").format(number=number)
        self._ask(shop.write(cancel_order, number, self._tools.clock()), lambda _codes: self._done(said))

    def _ask(self, future: Future[Any], on_done: Callable[[Any], None]) -> None:
        self._tools.link.when_done(future, on_done, self._on_refused)

    def _on_refused(self, problem: BaseException) -> None:
        from kanban_app.operations.paper_sheets import SheetError
        from kanban_app.operations.purchase_words import purchase_refusal

        if isinstance(problem, PurchaseRefused):
            self._say(purchase_refusal(problem), "stop")
        elif isinstance(problem, SheetError):
            self._say(problem.said, "stop")
        elif isinstance(problem, OSError):
            self._say(_("The file could not be written: {problem}").format(problem=problem.strerror), "stop")
        else:
            self._tools.link.failed.emit(problem)
        self.refresh()

    def _done(self, said: str) -> None:
        self._say(said, "ok")
        self.refresh()

    def _say(self, text: str, tone: str) -> None:
        self.told.set_tone(tone)
        self.told.setText(text)

    # -- terms -----------------------------------------------------------------------------------------------------

    def _show_terms(self) -> None:
        row, shop = self.chosen(), self._tools.link.shop
        if row is not None and shop is not None:
            supplier_id = row.order.supplier_id if row.order else row.proposal.supplier_id if row.proposal else 0
            self._ask(shop.read(read_terms), lambda found: self._on_terms(supplier_id, found))

    def _on_terms(self, supplier_id: int, found: tuple[Any, Any, Any]) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            suppliers, items, measured = found
            terms = suppliers.get(supplier_id, SupplierTerms())
            self.terms.show_supplier(supplier_id, shop.structure, terms, items, measured)
            self._side.setCurrentWidget(self._terms_page)

    def _keep_supplier(self, supplier_id: int, terms: SupplierTerms) -> None:
        from kanban_app.operations.purchase_terms import keep_supplier_terms

        shop = self._tools.link.shop
        if shop is not None:
            kept = shop.write(keep_supplier_terms, supplier_id, terms)
            self._ask(kept, lambda _none: self._done(_("Kept.")))

    def _keep_item(self, supplier_id: int, item_id: int, terms: ItemTerms) -> None:
        from kanban_app.operations.purchase_terms import keep_item_terms

        shop = self._tools.link.shop
        if shop is not None:
            kept = shop.write(keep_item_terms, supplier_id, item_id, terms)
            self._ask(kept, lambda _none: self._done(_("Kept. The next order goes by it.")))

    # -- paper -----------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        row = self.chosen()
        if row is None or row.order is None:
            return
        number = row.order.number
        dialog = QFileDialog(self, _("Save as PDF"), str(Path.home() / f"{number}.pdf"), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.save_paper(number, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_paper(self, number: str, target: Path) -> None:
        """Write an order with its pull sheet into a file, beside the window."""
        shop = self._tools.link.shop
        if shop is not None:
            said = _("Saved as {name}.").format(name=target.name)
            work = shop.draw(lambda: write_paper(shop, number, self._tools.clock, target))
            self._ask(work, lambda _path: self._done(said))

    def _write_mail(self) -> None:
        row, shop = self.chosen(), self._tools.link.shop
        if row is None or row.order is None or shop is None:
            return
        number, supplier_id = row.order.number, row.order.supplier_id
        work = shop.draw(lambda: write_mail(shop, number, supplier_id, self._tools.clock))
        self._ask(work, self._on_mail)

    def _on_mail(self, path: Path) -> None:
        self._done(_("A mail with the order is open in the mail program. It is yours to send."))
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._say(_("No mail program opened it. The mail lies in {path}.").format(path=path), "warn")
