"""A field for a measure: a number with decimals, typed with a point or a comma, kept within its range."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class MeasureField(QLineEdit):
    """`changed` says that another value was typed. What is no number of the range gives way to what stood there."""

    changed = Signal(float)

    def __init__(self, least: float, most: float, decimals: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most, self._decimals = least, most, decimals
        self._value = 0.0
        self.editingFinished.connect(self._on_typed)

    def value(self) -> float:
        """The number that stands there."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show this number."""
        self._value = round(min(max(value, self._least), self._most), self._decimals)
        self.setText(f"{self._value:.{self._decimals}f}")

    def _on_typed(self) -> None:
        before = self._value
        try:
            self.set_value(float(self.text().replace(",", ".")))
        except ValueError:
            self.set_value(before)
        if self._value != before:
            self.changed.emit(self._value)
