"""The customers: a list, and one of them to be changed or added."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.tables import InsetDelegate
from kanban_app.gui.look.widgets import Button, Panel, SearchField, TextLabel
from kanban_app.i18n import _
from kanban_app.operations.orders_reading import Customer


class CustomersPage(QWidget):
    """`kept` carries the name it had (empty: a new one), and the name, address and note as typed."""

    kept = Signal(str, str, str, str)
    orders_wanted = Signal(str)
    left = Signal()
    help_topic = "customers"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._every: tuple[Customer, ...] = ()
        self._shown: Customer | None = None
        self._is_typing_new = False
        self.search = SearchField(_("Find a customer"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Customers"))
        self.list.setItemDelegate(InsetDelegate(self.list))
        self.nobody = TextLabel(_("No customers yet. They come with their first order."), tone="ink2")
        self.nobody.setWordWrap(True)
        self.title = TextLabel(size=18, weight=700)
        self.name, self.note = QLineEdit(), QLineEdit()
        self.address = QPlainTextEdit()
        self.address.setTabChangesFocus(True)
        self.add = Button(_("New customer"), icon="plus")
        self.keep = Button(_("Keep"), kind="primary")
        self.orders = Button(_("Show the orders"))
        self.back = Button(_("Back to the list"), kind="quiet", icon="left")
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._fill())
        self.list.currentRowChanged.connect(self._on_row)
        self.add.clicked.connect(self._begin_new)
        self.keep.clicked.connect(self._keep)
        self.name.returnPressed.connect(self.keep.click)
        self.name.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.orders.clicked.connect(lambda: self.orders_wanted.emit(self._shown.name if self._shown else ""))
        self.back.clicked.connect(self.left)
        self.setFocusProxy(self.search)
        self._show(None)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        left, right = Panel(), Panel()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        for widget in (self.search, self.nobody, self.list, self.add):
            column.addWidget(widget)
        column.setStretch(2, 1)
        form = QVBoxLayout(right)
        form.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        form.setSpacing(theme.px(8))
        form.addWidget(self.title)
        framed = Panel()
        frame = QVBoxLayout(framed)
        frame.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        frame.addWidget(self.address)
        framed.setFixedHeight(theme.px(120))
        fields: tuple[tuple[str, QWidget, QWidget], ...] = (
            (_("Name"), self.name, self.name),
            (_("Address, as it stands on papers"), self.address, framed),
            (_("Note"), self.note, self.note),
        )
        for text, field, shown in fields:
            label = TextLabel(text, size=13, weight=600, tone="ink2")
            label.setBuddy(field)
            field.setAccessibleName(text)
            form.addWidget(label)
            form.addWidget(shown)
        buttons = QHBoxLayout()
        for button in (self.keep, self.orders, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        form.addLayout(buttons)
        form.addStretch(1)
        row.addWidget(left, 2)
        row.addWidget(right, 3)

    def show_customers(self, found: Sequence[Customer], chosen: str = "") -> None:
        """Show these; `chosen` or who was shown stays."""
        self._every = tuple(found)
        name = chosen or (self._shown.name if self._shown else "")
        self._fill()
        if not self._is_typing_new:
            places = [place for place in range(self.list.count()) if self.list.item(place).text() == name]
            self.list.setCurrentRow(places[0] if places else 0)

    def _fill(self) -> None:
        sought = self.search.text().casefold().split()
        found = [one for one in self._every if all(word in _found_by(one) for word in sought)]
        self.list.blockSignals(True)
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.name, self.list)
            item.setSizeHint(QSize(0, theme.px(44)))
        self.list.blockSignals(False)
        self.nobody.setVisible(not found)
        self.nobody.setText(
            _("No customer fits “{text}”.").format(text=self.search.text())
            if self._every
            else _("No customers yet. They come with their first order.")
        )

    def _on_row(self, place: int) -> None:
        self._is_typing_new &= place < 0
        item = self.list.item(place)
        name = item.text() if item is not None else ""
        self._show(next((one for one in self._every if one.name == name), None))

    def _show(self, one: Customer | None) -> None:
        self._shown = one
        self.title.setText(one.name if one else _("New customer"))
        self.name.setText(one.name if one else "")
        self.address.setPlainText(one.address if one else "")
        self.note.setText(one.note if one else "")
        self.orders.setVisible(one is not None)
        self.keep.setEnabled(one is not None)

    def _begin_new(self) -> None:
        self._is_typing_new = True
        self.list.setCurrentRow(-1)
        self._show(None)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self.name.text().strip():
            self._is_typing_new = False
            before = self._shown.name if self._shown else ""
            self.kept.emit(before, self.name.text().strip(), self.address.toPlainText(), self.note.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _found_by(one: Customer) -> str:
    return f"{one.name}\n{one.address}\n{one.note}".casefold()
