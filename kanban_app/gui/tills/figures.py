"""A till file's figures: what they count at the left, the numbers under each other at the right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import TextLabel
from kanban_app.i18n import number as number_text


class Figures(QWidget):
    """Label and number, row by row, in one block as wide as its place or two side by side."""

    def __init__(self, parent: QWidget | None = None, *, blocks: int = 2) -> None:
        super().__init__(parent)
        self._blocks = blocks
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(2, theme.px(24))
        self._grid.setColumnStretch(5 if blocks > 1 else 0, 1)
        self.texts: dict[str, str] = {}

    def show_rows(self, rows: Sequence[tuple[str, int | Decimal]]) -> None:
        """Become these rows."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        half = -(-len(rows) // self._blocks)
        self.texts = {}
        for place, (label, value) in enumerate(rows):
            line, block = place % half, place // half
            text = self.texts[label] = number_text(value)
            number = TextLabel(text, size=15, weight=600)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            words = TextLabel(label, size=15, tone="ink2")
            words.setAccessibleName(f"{label}: {text}")
            words.setWordWrap(self._blocks == 1)
            self._grid.addWidget(words, line, block * 3)
            self._grid.addWidget(number, line, block * 3 + 1)
