"""A form: labelled fields, and under each what is wrong with it. It keeps what was typed, whatever happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kanban_app.domain.structure_edits import EditFault
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Choice, TextLabel
from kanban_app.gui.loops.name_field import NameField
from kanban_app.operations import structure_words

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field: its name in the plant, and how it is filled.

    `options` (value, words) are chosen from; `names` are the names of which it is one; else it is typed. `hint` stands
    in it while it is empty.
    """

    name: str
    options: Options = ()
    names: QStringListModel | None = None
    hint: str = ""


class Form(QWidget):
    """Fields by name. `edited` says that a person has changed one."""

    edited = Signal(str)

    def __init__(self, plans: Iterable[FieldPlan], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QLineEdit | Choice] = {}
        self.labels: dict[str, TextLabel] = {}
        self._faults: dict[str, TextLabel] = {}
        self._shown: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        for plan in plans:
            self._add(plan)

    def _add(self, plan: FieldPlan) -> None:
        words = structure_words.field(plan.name)
        label = TextLabel(words, size=15)
        label.setWordWrap(True)
        field = self._field_of(plan)
        field.setAccessibleName(words)
        label.setBuddy(field)
        fault = TextLabel(size=14, weight=500, tone="stop")
        fault.setWordWrap(True)
        fault.hide()
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(fault, row + 1, 0, 1, 2)
        self.fields[plan.name], self.labels[plan.name], self._faults[plan.name] = field, label, fault

    def _field_of(self, plan: FieldPlan) -> QLineEdit | Choice:
        if plan.options:
            choice = Choice(name=plan.name)
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for value, words in plan.options:
                choice.addItem(words, value)
            choice.activated.connect(lambda _place: self.edited.emit(plan.name))
            return choice
        line = QLineEdit() if plan.names is None else NameField(plan.names)
        line.setPlaceholderText(plan.hint)
        # Also where a name is chosen from the list: that is no typing to Qt.
        line.textChanged.connect(lambda _text: self._on_text(plan.name))
        return line

    def _on_text(self, name: str) -> None:
        if self.text(name) != self._shown.get(name, "") or self.fields[name].hasFocus():
            self.edited.emit(name)

    def set_row_visible(self, name: str, visible: bool) -> None:
        """Show or hide a whole field."""
        self.labels[name].setVisible(visible)
        self.fields[name].setVisible(visible)
        if not visible:
            self._faults[name].hide()

    # -- texts -----------------------------------------------------------------------------------------------------

    def fill(self, texts: Mapping[str, str]) -> None:
        """Show these texts as what holds; nothing is typed then."""
        self._shown = dict(texts)
        for name in self.fields:
            self.set_text(name, texts.get(name, ""))
        self.show_faults(())

    def set_text(self, name: str, text: str) -> None:
        """Put a text into a field, as typed."""
        field = self.fields[name]
        field.blockSignals(True)
        if isinstance(field, Choice):
            field.setCurrentIndex(max(0, field.findData(text)))
        elif field.text() != text:
            field.setText(text)
        field.blockSignals(False)

    def text(self, name: str) -> str:
        """What stands in a field."""
        field = self.fields[name]
        return str(field.currentData()) if isinstance(field, Choice) else field.text().strip()

    def texts(self) -> dict[str, str]:
        """What stands in every visible field."""
        return {name: self.text(name) for name in self.fields if not self.fields[name].isHidden()}

    def typed(self) -> dict[str, str]:
        """What differs from what holds."""
        return {name: text for name, text in self.texts().items() if text != self._shown.get(name, "")}

    def refill(self, texts: Mapping[str, str]) -> None:
        """Show what holds now, without touching what was typed."""
        typed = self.typed()
        self.fill(texts)
        for name, text in typed.items():
            self.set_text(name, text)

    # -- what is wrong ---------------------------------------------------------------------------------------------

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        """Write under each field what is wrong with it; answers the faults of fields that are not here."""
        by_name: dict[str, str] = {}
        others = []
        for fault in faults:
            if fault.field_name in self.fields and not self.fields[fault.field_name].isHidden():
                by_name.setdefault(fault.field_name, structure_words.fault_text(fault))
            else:
                others.append(fault)
        for name, label in self._faults.items():
            text = by_name.get(name, "")
            label.setText(text)
            label.setVisible(bool(text))
            self.fields[name].setAccessibleDescription(text)
        return others

    def fault(self, name: str) -> str:
        """What is written under a field."""
        return self._faults[name].text()

    def focus_first_fault(self) -> None:
        """Go to the first field that something is wrong with."""
        name = next((name for name, label in self._faults.items() if label.text()), None)
        if name is not None:
            self.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
