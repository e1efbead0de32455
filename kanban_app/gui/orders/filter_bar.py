"""What is looked at: pills for the usual lists, fields for state and customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Choice, Pill
from kanban_app.gui.orders.rows import Question, View, state_choices, view_texts
from kanban_app.i18n import _


class FilterBar(QWidget):
    """`asked` carries the Question, without the search."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=8, line_gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        group = QButtonGroup(self)
        group.setExclusive(True)
        self.pills: dict[View, Pill] = {}
        for view, text in view_texts().items():
            pill = self.pills[view] = Pill(text)
            pill.set_count(0)
            group.addButton(pill)
            pill.toggled.connect(lambda on: self.asked.emit(self.question()) if on else None)
            flow.addWidget(pill)
        self.state = Choice(name=_("State of the lines"))
        for text, value in state_choices():
            self.state.addItem(text, value)
        self.customer = Choice(name=_("Customer"))
        self.customer.setMaximumWidth(320)
        self.customer.addItem(_("every customer"), "")
        for choice in (self.state, self.customer):
            choice.currentIndexChanged.connect(lambda _place: self.asked.emit(self.question()))
        self.pills[View.OPEN].setChecked(True)

    def question(self) -> Question:
        """What is looked for."""
        view = next(view for view, pill in self.pills.items() if pill.isChecked())
        return Question(view, str(self.state.currentData()), str(self.customer.currentData()))

    def show_counts(self, counts: Mapping[View, int]) -> None:
        """The pills' figures."""
        for view, count in counts.items():
            self.pills[view].set_count(count)

    def show_customers(self, names: Sequence[str]) -> None:
        """Who can be chosen; who is chosen stays."""
        have = [self.customer.itemData(place) for place in range(1, self.customer.count())]
        if list(names) == have:
            return
        chosen = self.customer.currentData()
        with QSignalBlocker(self.customer):
            while self.customer.count() > 1:
                self.customer.removeItem(1)
            for name in names:
                self.customer.addItem(name, name)
            self.customer.setCurrentIndex(max(0, self.customer.findData(chosen)))

    def show_all(self) -> None:
        """Take the filters off."""
        for field in (self.state, self.customer):
            with QSignalBlocker(field):
                field.setCurrentIndex(0)
        with QSignalBlocker(self.pills[View.OPEN]):
            self.pills[View.OPEN].setChecked(True)
        self.asked.emit(replace(self.question()))
