"""The fields of the editor's forms: a length that is typed or stepped by the arrow keys, a text, a choice."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Choice, TextLabel

_STEP_MM = 0.5


class LengthField(QLineEdit):
    """A number that a person types, with a point or a comma. `entered` carries what was typed once it is another one;
    the arrow keys step by `step`, with Shift ten times as far.
    """

    entered = Signal(float)

    def __init__(self, name: str, step: float = _STEP_MM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._value, self._step = 0.0, step
        self.editingFinished.connect(self._on_finished)

    def show_value(self, value: float) -> None:
        """Show this number; nobody typed it."""
        self._value = value
        with QSignalBlocker(self):
            self.setText(f"{value:g}")
            self.setCursorPosition(0)

    def _on_finished(self) -> None:
        try:
            typed = float(self.text().strip().replace(",", "."))
        except ValueError:
            typed = self._value
        self._enter(typed)

    def _enter(self, value: float) -> None:
        before = self._value
        if value != value or abs(value) > 1e6:  # noqa: PLR0124 - only what is no number differs from itself
            value = before
        self.show_value(value)
        if value != before:
            self.entered.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._on_finished()
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._enter(round(self._value + (1 if event.key() == Qt.Key.Key_Up else -1) * self._step * far, 2))
        else:
            super().keyPressEvent(event)


class TextField(QLineEdit):
    """A text. `entered` carries it once it is another one."""

    entered = Signal(str)

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(200)
        self._shown = ""
        self.editingFinished.connect(self._on_finished)

    def show_text(self, text: str) -> None:
        """Show this text; nobody typed it."""
        self._shown = text
        with QSignalBlocker(self):
            self.setText(text)

    def _on_finished(self) -> None:
        typed = self.text()
        if typed != self._shown:
            self._shown = typed
            self.entered.emit(typed)


class NamedChoice(Choice):
    """A choice of values with their words. The wheel turns it only while it has the keyboard: a panel is scrolled."""

    entered = Signal(object)

    def __init__(self, name: str, options: Iterable[tuple[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(parent, name=name)
        self.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refill(options)
        self.activated.connect(lambda _place: self.entered.emit(self.currentData()))

    def refill(self, options: Iterable[tuple[str, object]]) -> None:
        """Offer these."""
        with QSignalBlocker(self):
            self.clear()
            for words, value in options:
                self.addItem(words, value)

    def show_value(self, value: object) -> None:
        """Show this value; nobody chose it."""
        with QSignalBlocker(self):
            place = next((place for place in range(self.count()) if self.itemData(place) == value), -1)
            self.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


class Rows(QGridLayout):
    """Fields below each other with their words at the left; two short ones beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(theme.px(8))
        self.setVerticalSpacing(theme.px(6))
        self.setColumnStretch(1, 1)
        self.setColumnStretch(3, 1)

    def add(self, words: str, field: QWidget) -> None:
        """A field as wide as the form, below its words."""
        row = self.rowCount()
        self.addWidget(_label(words, field), row, 0, 1, 4)
        self.addWidget(field, row + 1, 0, 1, 4)

    def add_title(self, words: str) -> None:
        """Words above the fields that follow."""
        self.addWidget(TextLabel(words, size=14, weight=500, tone="ink2"), self.rowCount(), 0, 1, 4)

    def add_pair(self, first: tuple[str, QWidget], second: tuple[str, QWidget]) -> None:
        """Two short fields on one row, each behind its words."""
        row = self.rowCount()
        for column, (words, field) in ((0, first), (2, second)):
            self.addWidget(_label(words, field), row, column)
            self.addWidget(field, row, column + 1)


def _label(words: str, field: QWidget) -> TextLabel:
    label = TextLabel(words, size=14, weight=500, tone="ink2")
    label.setWordWrap(True)
    label.setBuddy(field)
    return label
