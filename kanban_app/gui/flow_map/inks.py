"""Fonts, pens and cut names of the map. It is drawn in a measure of its own and scaled, so these know no zoom."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from kanban_app.gui.look import fonts, theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter


@lru_cache(maxsize=64)
def font(size: float, weight: int) -> QFont:
    """The text font at so many of the map's pixels."""
    return fonts.exact(size, weight)


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, weight: int) -> float:
    """How wide a text is."""
    return QFontMetricsF(font(size, weight)).horizontalAdvance(text)


@lru_cache(maxsize=20_000)
def cut(text: str, width: float, size: float, weight: int) -> str:
    """A name cut in the middle to fit."""
    if text_width(text, size, weight) <= width:
        return text
    return QFontMetricsF(font(size, weight)).elidedText(text, Qt.TextElideMode.ElideMiddle, width)


def write(
    painter: QPainter, rect: QRectF, text: str, token: str, size: float, weight: int, place: Qt.AlignmentFlag = LEFT
) -> None:
    """One line of text within a rectangle, cut where it is too long."""
    painter.setFont(font(size, weight))
    painter.setPen(theme.color(token))
    painter.drawText(rect, place | Qt.TextFlag.TextDontClip, cut(text, rect.width() + 1, size, weight))


def write_wrapped(painter: QPainter, rect: QRectF, text: str, token: str, size: float, weight: int) -> None:
    """A name in as many lines as there is room for, from the top."""
    painter.setFont(font(size, weight))
    painter.setPen(theme.color(token))
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, text)


def pen(token: str, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    """A pen in a token's colour; dashes in widths."""
    made = QPen(theme.color(token), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        made.setDashPattern(list(dashes))
    return made
