"""Tick boxes, in lists and in forms. Fusion's outline is too faint on a dark ground (under 3:1): ours is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from kanban_app.gui.look import fonts, icons, theme
from kanban_app.gui.look.widgets import paint_focus_ring

SIDE = 20
_GAP = 10
_HEIGHT = 44


def paint_tick(painter: QPainter, box: QRectF, checked: bool) -> None:
    """A tick box: an outline, or filled with the tick in it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = theme.px(1.5)
    painter.setPen(QPen(theme.color("accent" if checked else "line_strong"), edge))
    painter.setBrush(theme.color("accent" if checked else "surface"))
    painter.drawRoundedRect(box.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), theme.px(4), theme.px(4))
    if checked:
        icons.paint(painter, box.adjusted(theme.px(2), theme.px(2), -theme.px(2), -theme.px(2)), "check", "on_accent")
    painter.restore()


class Tick(QCheckBox):
    """A tick box with its words; all of it can be pressed, a finger high."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        theme.news().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(fonts.ui(15)).horizontalAdvance(self.text())
        return QSize(theme.px(SIDE + _GAP + 12) + words, theme.px(_HEIGHT))

    minimumSizeHint = sizeHint

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(SIDE)
        box = QRectF(theme.px(3), (self.height() - side) / 2, side, side)
        paint_tick(painter, box, self.isChecked())
        painter.setFont(fonts.ui(15))
        painter.setPen(theme.color("ink" if self.isEnabled() else "ink3"))
        words = self.rect().adjusted(theme.px(3 + SIDE + _GAP), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(6))
