"""The symbols of a scan's answer: done, done but look, refused, nothing to do."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from kanban_app.gui.look import shapes, theme


class AnswerSign(StrEnum):
    """The four looks of a scan's answer."""

    ACCEPTED = "accepted"
    WARNED = "warned"
    REFUSED = "refused"
    NO_OP = "no_op"


def answer_path(sign: AnswerSign, rect: QRectF) -> QPainterPath:
    """The lines of an answer's symbol, to be stroked: ring with tick, triangle with !, octagon or ring with bar."""

    def at(x: float, y: float) -> QPointF:
        return QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height())

    if sign is AnswerSign.ACCEPTED:
        path, strokes = shapes.disc(rect), [[(0.28, 0.52), (0.44, 0.68), (0.73, 0.34)]]
    elif sign is AnswerSign.WARNED:
        path, strokes = shapes.triangle(rect), [[(0.5, 0.36), (0.5, 0.60)], [(0.5, 0.77), (0.5, 0.772)]]
    elif sign is AnswerSign.REFUSED:
        path, strokes = shapes.octagon(rect), [[(0.28, 0.5), (0.72, 0.5)]]
    else:
        path, strokes = shapes.disc(rect), [[(0.32, 0.5), (0.68, 0.5)]]
    for stroke in strokes:
        path.moveTo(at(*stroke[0]))
        for point in stroke[1:]:
            path.lineTo(at(*point))
    return path


_ANSWER_INK = {
    AnswerSign.ACCEPTED: "on_ok",
    AnswerSign.WARNED: "on_warn",
    AnswerSign.REFUSED: "on_stop",
    AnswerSign.NO_OP: "ink2",
}


def paint_answer(painter: QPainter, rect: QRectF, sign: AnswerSign) -> None:
    """An answer's symbol in the ink of its coloured block (which the caller paints)."""
    pen = QPen(theme.color(_ANSWER_INK[sign]), rect.height() * 0.085)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(answer_path(sign, rect), pen)
    painter.restore()
