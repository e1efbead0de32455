"""The line under the board: what bands and shapes mean."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.look import chips, fonts, theme
from kanban_app.i18n import _
from kanban_app.operations import words

STATES = (
    CardState.EMPTY,
    CardState.RELEASED,
    CardState.IN_PROCESS,
    CardState.IN_TRANSIT,
    CardState.IN_USE,
    CardState.FULL,
)
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Legend(QWidget):
    """Painted, because its chips are the board's own. The bands' words give way first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """Show the letters of the plant's language."""
        self._letters = letters
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = fonts.ui(13)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("ink2"))
        x = self.width() - theme.px(16) - self._states_width(metrics)
        bands = _("Green band: wait.  Yellow: start.  Red: start now.")
        if theme.px(16) + metrics.horizontalAdvance(bands) + theme.px(24) < x:
            painter.drawText(QRect(theme.px(16), 0, x, self.height()), LEFT, bands)
        width, height = theme.px(28), theme.px(20)
        for state in STATES:
            body = QRectF(x, (self.height() - height) / 2, width, height)
            chips.paint(painter, body, chips.Face(state, self._letters[state], 0, 4))
            x += width + theme.px(8)
            painter.setFont(font)
            painter.setPen(theme.color("ink2"))
            text = words.state(state)
            painter.drawText(QRect(int(x), 0, self.width(), self.height()), LEFT, text)
            x += metrics.horizontalAdvance(text) + theme.px(16)

    def _states_width(self, metrics: QFontMetrics) -> int:
        texts = sum(metrics.horizontalAdvance(words.state(state)) for state in STATES)
        return texts + len(STATES) * theme.px(28 + 8) + (len(STATES) - 1) * theme.px(16)
