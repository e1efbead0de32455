"""The filters beyond the pills: a list for each, and the active ones as pills that take them off again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import sieve_words
from kanban_app.gui.board.sieve import KINDS, OPEN, STATES, Age, Sieve
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Choice, Pill
from kanban_app.i18n import _

NAMES = tuple(field.name for field in fields(Sieve))
FEWEST_LETTERS = 11


def flowing(holder: QWidget, *, line_gap: int = 0) -> FlowLayout:
    """Lay a widget's parts out in lines, its height following from its width."""
    flow = FlowLayout(holder, line_gap=line_gap)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return flow


class MoreFilters(QWidget):
    """A list per filter. `chosen` carries the Sieve."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sieve = OPEN
        self._structure: Structure | None = None
        self._filled_for: Structure | None = None
        self._choices: dict[str, Choice] = {}
        flow = flowing(self, line_gap=6)
        for name in NAMES:
            choice = self._choices[name] = Choice(name=sieve_words.field_name(name))
            # by its letters and not by its entries: two thousand items are not measured
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            longest = max(FEWEST_LETTERS, len(sieve_words.any_value(name)))
            choice.setMinimumContentsLength(longest)
            choice.activated.connect(lambda place, name=name: self._on_chosen(name, place))
            flow.addWidget(choice)
        self._fill_fixed()

    def choice(self, name: str) -> Choice:
        """The list of a filter, by its field of Sieve."""
        return self._choices[name]

    def set_structure(self, structure: Structure) -> None:
        """Offer these stations and items; filled when it is seen."""
        self._structure = structure
        if not self.isHidden():
            self._fill_names()

    def show_sieve(self, sieve: Sieve) -> None:
        """Show this as chosen."""
        self._sieve = sieve
        for name, choice in self._choices.items():
            choice.setCurrentIndex(max(0, choice.findData(getattr(sieve, name) or "")))

    def setVisible(self, visible: bool) -> None:
        if visible:
            self._fill_names()
        super().setVisible(visible)

    def _fill_fixed(self) -> None:
        self._fill("kind", ((kind, sieve_words.kind_name(kind)) for kind in KINDS))
        self._fill("state", ((state, sieve_words.value_name(state)) for state in STATES))
        self._fill("age", ((age, sieve_words.value_name(age)) for age in Age))
        self._fill("flag", ((mark, sieve_words.value_name(mark)) for mark in Mark))

    def _fill_names(self) -> None:
        structure = self._structure
        if structure is None or structure is self._filled_for:
            return
        self._filled_for = structure
        loops = structure.loops_in_sight()
        stations, items = structure.stations, structure.items
        self._fill_with("source", {stations[loop.source_id].name for loop in loops})
        self._fill_with("consumer", {stations[loop.consumer_id].name for loop in loops})
        self._fill_with("item", {items[loop.item_id].code for loop in loops})
        self.show_sieve(self._sieve)

    def _fill_with(self, name: str, texts: set[str]) -> None:
        self._fill(name, ((text, text) for text in sorted(texts, key=str.casefold)))

    def _fill(self, name: str, entries: Iterable[tuple[object, str]]) -> None:
        choice = self._choices[name]
        choice.clear()
        choice.addItem(sieve_words.any_value(name), "")
        for value, text in entries:
            choice.addItem(text, value)

    def _on_chosen(self, name: str, place: int) -> None:
        value = self._choices[name].itemData(place) or getattr(OPEN, name)
        self._sieve = self._sieve.having(name, _typed(name, value))
        self.chosen.emit(self._sieve)


def _typed(name: str, value: object) -> object:
    """Qt gives enumerated texts back as plain ones."""
    kinds: dict[str, type[StrEnum]] = {"state": CardState, "age": Age, "flag": Mark}
    return kinds[name](str(value)) if name in kinds and value is not None else value


class ActiveFilters(QWidget):
    """What is held back now, a pill each: pressed it goes. `removed` carries the field's name, `all_removed` none."""

    removed = Signal(str)
    all_removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = flowing(self)
        self._shown: tuple[str, ...] = ()
        self.hide()

    def show_sieve(self, sieve: Sieve) -> None:
        """Show what this holds back; nothing where it is open."""
        texts = tuple(sieve_words.said(sieve, name) for name in sieve.active())
        if texts == self._shown:
            return
        self._shown = texts
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name, text in zip(sieve.active(), texts, strict=True):
            pill = Pill(text, icon="close", checkable=False)
            pill.setAccessibleName(_("Take off: {filter}").format(filter=text))
            pill.clicked.connect(lambda _checked=False, name=name: self.removed.emit(name))
            self._flow.addWidget(pill)
        if texts:
            every = Pill(_("Show all"), checkable=False)
            every.clicked.connect(lambda _checked=False: self.all_removed.emit())
            self._flow.addWidget(every)
        self.setVisible(bool(texts))
        self.updateGeometry()

    def pills(self) -> list[Pill]:
        """The pills, the last one takes off all."""
        items = (self._flow.itemAt(place) for place in range(self._flow.count()))
        found = (item.widget() for item in items if item is not None)
        return [widget for widget in found if isinstance(widget, Pill)]
