"""A headline as large as its room allows: it grows smaller, then runs over two lines, and is never cut."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.gui.look import fonts, theme

_SMALLEST_SHARE = 0.62


class FitLabel(QWidget):
    """One text in the largest size up to `set_largest` that fits its width."""

    def __init__(self, parent: QWidget | None = None, *, weight: int = 700, tone: str = "ink") -> None:
        super().__init__(parent)
        self._text, self._weight, self._tone, self._largest = "", weight, tone, 32.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def text(self) -> str:
        """The text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def set_largest(self, size_px: float) -> None:
        """The size (px at 100 %) where there is room enough."""
        self._largest = size_px
        self.updateGeometry()
        self.update()

    def _fitting(self) -> tuple[QFont, bool]:
        """The font, and whether the text runs over two lines in it."""
        room = max(1, self.width())
        size = self._largest
        while size > self._largest * _SMALLEST_SHARE:
            if QFontMetrics(fonts.ui(size, self._weight)).horizontalAdvance(self._text) <= room:
                return fonts.ui(size, self._weight), False
            size -= 2
        return fonts.ui(round(self._largest * _SMALLEST_SHARE), self._weight), True

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), round(QFontMetrics(fonts.ui(self._largest, self._weight)).height() * 1.05))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font, two_lines = self._fitting()
        painter.setFont(font)
        painter.setPen(theme.color(self._tone))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if two_lines:
            flags |= int(Qt.TextFlag.TextWordWrap)
        painter.drawText(QRect(0, 0, self.width(), self.height()), flags, self._text)
