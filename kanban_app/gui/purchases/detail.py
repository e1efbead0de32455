"""One purchase order, or what waits to become one: its days, its containers, and the one next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTableView, QVBoxLayout, QWidget

from kanban_app import i18n
from kanban_app.domain.purchasing import PurchaseState
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.gui.purchases.model import ContainerModel, PurchaseRow, containers_of
from kanban_app.i18n import _
from kanban_app.settings import Settings


class PurchaseDetail(QWidget):
    """`next_asked` carries the day that was typed for a confirmation, empty for the wanted one."""

    next_asked = Signal(str)
    cancel_asked = Signal()
    paper_asked = Signal()
    mail_asked = Signal()
    terms_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.title = TextLabel(size=18, weight=700)
        self.about = TextLabel(size=15, tone="ink2")
        for label in (self.title, self.about):
            label.setWordWrap(True)
            column.addWidget(label)
        self.model = ContainerModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Containers of this order"))
        tables.dress(self.table, row_height=56, settings=settings, name="purchase containers")
        self.table.setWordWrap(True)
        self.table.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        column.addWidget(self.table, 1)
        self.day = QLineEdit()
        self.day.setAccessibleName(_("Day of delivery that the supplier named"))
        self.day.setPlaceholderText(_("delivered on, as 2027-01-31"))
        self.day.setMinimumHeight(theme.px(44))
        self.next_button = Button("", kind="primary")
        self.next_button.clicked.connect(lambda: self.next_asked.emit(self.day.text().strip()))
        self.day.returnPressed.connect(self.next_button.click)
        column.addWidget(self.day)
        column.addWidget(self.next_button)
        row = QHBoxLayout()
        self.paper_button = Button(_("Order as PDF…"), icon="printer")
        self.mail_button = Button(_("Write a mail"))
        for button, asked in ((self.paper_button, self.paper_asked), (self.mail_button, self.mail_asked)):
            button.clicked.connect(asked)
            row.addWidget(button)
        column.addLayout(row)
        row = QHBoxLayout()
        self.terms_button = Button(_("Terms of this supplier…"), kind="quiet")
        self.terms_button.clicked.connect(self.terms_asked)
        self.cancel_button = Button(_("Cancel this order"), kind="quiet")
        self.cancel_button.clicked.connect(self.cancel_asked)
        row.addWidget(self.terms_button)
        row.addWidget(self.cancel_button)
        column.addLayout(row)
        self.setTabOrder(self.table, self.day)

    def show_row(self, row: PurchaseRow, structure: Structure) -> None:
        """Show this; a day that is being typed stays."""
        self.model.show(containers_of(row, structure))
        self.title.setText(row.supplier)
        self.about.setText(_about(row))
        state = row.order.state if row.order else None
        self.next_button.setText(_next_step(row))
        self.next_button.setVisible(bool(_next_step(row)))
        self.day.setVisible(state is PurchaseState.SENT)
        for button in (self.paper_button, self.mail_button):
            button.setVisible(row.order is not None)
        closed = state in (PurchaseState.RECEIVED, PurchaseState.CANCELLED)
        self.cancel_button.setVisible(row.order is not None and not closed)

    def minimumWidthForButtons(self) -> int:
        """What the widest row of buttons needs."""
        rows = ((self.paper_button, self.mail_button), (self.terms_button, self.cancel_button))
        return max(sum(button.sizeHint().width() for button in row) for row in rows) + theme.px(8)

    def focus_next(self) -> None:
        """Put the focus where the next step is."""
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _about(row: PurchaseRow) -> str:
    if row.order is None:
        return _("{late}. Wanted {day}.").format(late=row.late, day=row.wanted)
    order = row.order
    parts = [row.state]
    if order.confirmed_on:
        parts.append(_("confirmed for {day}").format(day=i18n.day(order.confirmed_on)))
    else:
        parts.append(_("wanted {day}").format(day=i18n.day(order.wanted_on)))
    parts += [part for part in (row.late, order.person, order.note) if part]
    return " · ".join(parts)


def _next_step(row: PurchaseRow) -> str:
    if row.order is None:
        return _("Make the order")
    return {
        PurchaseState.DRAFT: _("Send it"),
        PurchaseState.SENT: _("It is confirmed"),
        PurchaseState.CONFIRMED: _("All of it has come"),
        PurchaseState.PARTLY_RECEIVED: _("The rest has come"),
    }.get(row.order.state, "")
