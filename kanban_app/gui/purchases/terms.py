"""What a supplier asks for: how it is reached, when it delivers, and minimum, multiple and prices of each item."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.purchasing import ItemTerms, MeasuredLeadTime, PurchaseRefused, SupplierTerms
from kanban_app.domain.quantities import decimal_from_steps
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.i18n import _, duration


def weekday_names() -> tuple[str, ...]:
    """Monday to Sunday, short, as they are typed on the command line too."""
    from kanban_app.operations.purchase_reporting import WEEKDAYS

    return WEEKDAYS


class TermsForm(QWidget):
    """One supplier's terms. `supplier_kept` carries (supplier id, SupplierTerms), `item_kept` (supplier id, item id,
    ItemTerms), `refused` a sentence.
    """

    supplier_kept = Signal(int, object)
    item_kept = Signal(int, int, object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._supplier_id = 0
        self._structure: Structure | None = None
        self._terms: Mapping[tuple[int, int], ItemTerms] = {}
        self._measured: Mapping[int, MeasuredLeadTime] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.name = TextLabel(size=18, weight=700)
        column.addWidget(self.name)
        self.email = self._field(column, _("E-mail"))
        self.address = self._field(column, _("Address"))
        self.days = self._field(column, _("Delivers on, as: tue thu (empty: any day)"))
        self.answer = self._field(column, _("Answers within so many days"))
        self.keep_button = Button(_("Keep how it delivers"))
        self.keep_button.clicked.connect(self._keep_supplier)
        column.addWidget(self.keep_button)
        self.item = Choice(name=_("Item"))
        self.item.currentIndexChanged.connect(self._show_item)
        column.addWidget(self.item)
        self.minimum = self._field(column, _("At least"))
        self.multiple = self._field(column, _("In steps of"))
        self.breaks = self._field(column, _("Price each, as: 12.50 or 1=12.50 100=11"))
        self.lead_time = TextLabel(size=14, tone="ink2")
        self.lead_time.setWordWrap(True)
        column.addWidget(self.lead_time)
        row = QHBoxLayout()
        self.item_button = Button(_("Keep for this item"), kind="primary")
        self.item_button.clicked.connect(self._keep_item)
        self.back_button = Button(_("Back to the order"), kind="quiet")
        self.back_button.clicked.connect(self.left)
        row.addWidget(self.item_button)
        row.addWidget(self.back_button)
        column.addLayout(row)
        column.addStretch(1)

    def _field(self, column: QVBoxLayout, name: str) -> QLineEdit:
        label = TextLabel(name, size=13, weight=600, tone="ink2")
        label.setWordWrap(True)
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setMinimumHeight(theme.px(44))
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def show_supplier(
        self,
        supplier_id: int,
        structure: Structure,
        supplier: SupplierTerms,
        items: Mapping[tuple[int, int], ItemTerms],
        measured: Mapping[int, MeasuredLeadTime],
    ) -> None:
        """Show these terms; `measured` is by loop id."""
        self._supplier_id, self._structure, self._terms, self._measured = supplier_id, structure, items, measured
        names = weekday_names()
        self.name.setText(structure.stations[supplier_id].name)
        self.email.setText(supplier.email)
        self.address.setText(", ".join(supplier.address.splitlines()))
        self.days.setText(" ".join(names[day] for day in sorted(supplier.delivery_weekdays)))
        self.answer.setText(str(supplier.answer_days))
        chosen = self.item.currentData()
        self.item.blockSignals(True)
        self.item.clear()
        for loop in structure.loops_at(supplier_id)[1]:
            if self.item.findData(loop.item_id) < 0:
                self.item.addItem(structure.items[loop.item_id].code, loop.item_id)
        self.item.setCurrentIndex(max(0, self.item.findData(chosen)))
        self.item.blockSignals(False)
        self._show_item()

    def _show_item(self) -> None:
        from kanban_app.operations.purchase_terms import breaks_text

        item_id = self.item.currentData()
        has_item = item_id is not None and self._structure is not None
        for widget in (self.minimum, self.multiple, self.breaks, self.item_button):
            widget.setEnabled(has_item)
        if item_id is None or self._structure is None:
            self.lead_time.setText(_("Nothing is bought from this supplier yet."))
            return
        decimals = self._structure.items[item_id].decimals
        terms = self._terms.get((self._supplier_id, item_id), ItemTerms())
        self.minimum.setText(f"{decimal_from_steps(terms.minimum_steps, decimals):f}")
        self.multiple.setText(f"{decimal_from_steps(terms.multiple_steps, decimals):f}")
        self.breaks.setText(breaks_text(terms, decimals))
        self.lead_time.setText(self._told_lead_time(item_id))

    def _told_lead_time(self, item_id: int) -> str:
        assert self._structure is not None
        loops = [loop for loop in self._structure.loops_at(self._supplier_id)[1] if loop.item_id == item_id]
        told = []
        for loop in loops:
            one = self._measured.get(loop.id)
            if one is None:
                planned = duration(loop.lead_time_minutes)
                told.append(_("Planned {planned}. It has not come often enough to tell more.").format(planned=planned))
            else:
                text = _("Planned {planned}. Of {count} times half took {median} or less, nine of ten {high} or less.")
                told.append(
                    text.format(
                        planned=duration(one.planned_minutes),
                        count=one.count,
                        median=duration(one.median_minutes),
                        high=duration(one.high_minutes),
                    )
                )
        return "\n".join(told)

    def _keep_supplier(self) -> None:
        from kanban_app.operations.purchase_reporting import supplier_terms_from
        from kanban_app.operations.purchase_words import purchase_refusal

        values = {
            "email": self.email.text().strip(),
            "address": self.address.text().strip(),
            "days": self.days.text(),
            "answer": self.answer.text().strip(),
        }
        try:
            terms = supplier_terms_from(values, SupplierTerms())
        except PurchaseRefused as refused:
            self.refused.emit(purchase_refusal(refused))
            return
        self.supplier_kept.emit(self._supplier_id, terms)

    def _keep_item(self) -> None:
        from kanban_app.operations.purchase_terms import item_terms_from
        from kanban_app.operations.purchase_words import purchase_refusal

        item_id = self.item.currentData()
        if item_id is None or self._structure is None:
            return
        values = {"minimum": self.minimum.text(), "multiple": self.multiple.text(), "breaks": self.breaks.text()}
        try:
            terms = item_terms_from(values, self._structure.items[item_id].decimals)
        except PurchaseRefused as refused:
            self.refused.emit(purchase_refusal(refused))
            return
        self.item_kept.emit(self._supplier_id, item_id, terms)
