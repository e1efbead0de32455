"""The patterns of the loop kinds: stripes, bars, dots, checks; and the triangle of a lot."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kanban_app.gui.look import shapes, theme


class KindSign(StrEnum):
    """The four patterns of loops; the first three are spelled as `LoopKind`."""

    PRODUCTION = "production"
    WITHDRAWAL = "withdrawal"
    SUPPLIER = "supplier"
    ORDER = "order"


def paint_kind(painter: QPainter, rect: QRectF, kind: KindSign) -> None:
    """A loop kind's tile: its pattern in its colour, outlined."""
    token = f"kind_{kind.value}"
    outline = shapes.rounded(rect.adjusted(0.75, 0.75, -0.75, -0.75), 3 / max(rect.height(), 3))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(outline, theme.mix(token, "surface", 0.16))
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    _PATTERNS[kind](painter, rect, theme.color(token))
    painter.restore()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(outline, QPen(theme.color(token), 1.5))
    painter.restore()


def _unit(rect: QRectF) -> float:
    return max(1.0, min(rect.width(), rect.height()) / 22) if rect.width() > 14 else 1.0


def _stripes(painter: QPainter, rect: QRectF, color: QColor) -> None:
    unit, height = _unit(rect), rect.height()
    pen = QPen(color, 2.0 * unit)
    painter.setPen(pen)
    x = rect.left() - height
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + height, rect.top()))
        x += 5.2 * unit


def _bars(painter: QPainter, rect: QRectF, color: QColor) -> None:
    unit = _unit(rect)
    y = rect.top() + 2.6 * unit
    while y < rect.bottom():
        painter.fillRect(QRectF(rect.left(), y, rect.width(), 1.8 * unit), color)
        y += 4.2 * unit


def _dots(painter: QPainter, rect: QRectF, color: QColor) -> None:
    unit = _unit(rect)
    step, size = 4.6 * unit, 2.3 * unit
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    row, y = 0, rect.top() + 2.6 * unit
    while y < rect.bottom():
        x = rect.left() + 2.6 * unit + (step / 2 if row % 2 else 0)
        while x < rect.right():
            painter.drawEllipse(QRectF(x, y, size, size))
            x += step
        row, y = row + 1, y + step * 0.8


def _checks(painter: QPainter, rect: QRectF, color: QColor) -> None:
    side = 3.3 * _unit(rect)
    row, y = 0, rect.top()
    while y < rect.bottom():
        x = rect.left() + (side if row % 2 else 0)
        while x < rect.right():
            painter.fillRect(QRectF(x, y, side, side), color)
            x += 2 * side
        row, y = row + 1, y + side


_PATTERNS: dict[KindSign, Callable[[QPainter, QRectF, QColor], None]] = {
    KindSign.PRODUCTION: _stripes,
    KindSign.WITHDRAWAL: _bars,
    KindSign.SUPPLIER: _dots,
    KindSign.ORDER: _checks,
}


def paint_lot_triangle(painter: QPainter, rect: QRectF, kind: KindSign) -> None:
    """The old shape of the signal kanban: a triangle for loops whose lot is more than one card."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = shapes.polygon(rect, (0.5, 0), (1, 1), (0, 1))
    painter.fillPath(path, theme.color("surface"))
    painter.strokePath(path, QPen(theme.color(f"kind_{kind.value}"), 1.5))
    painter.restore()
