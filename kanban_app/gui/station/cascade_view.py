"""Draws what a booking took: per input its cards as before and after, and which source was asked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.look import chips, fonts, shapes, theme
from kanban_app.gui.look.widgets import elided
from kanban_app.gui.station.cascade import InputChange
from kanban_app.gui.station.measures import COMPACT, Measures
from kanban_app.i18n import _

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
# Gaps in px at 100 %: within a pair, between pairs, around the line between two inputs.
_ARROW, _PAIR_GAP, _COLUMN_GAP = 20, 16, 22


class CascadeView(QWidget):
    """Nothing to press: the answer's picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inputs: tuple[InputChange, ...] = ()
        self.letters: Mapping[CardState, str] = chips.letters("en")
        self.ground = "ok_tint"
        self.measures = COMPACT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_inputs(self, inputs: tuple[InputChange, ...], ground: str) -> None:
        """Draw these on this ground."""
        self.inputs, self.ground = inputs, ground
        self.setVisible(bool(inputs))
        self.setAccessibleName(". ".join(f"{change.title}: {change.follows}" for change in inputs))
        self.update()

    def set_measures(self, measures: Measures) -> None:
        """Be wide or compact."""
        self.measures = measures
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(24 + 6 + self._chip()[1] + 6 + 22))

    minimumSizeHint = sizeHint

    def _chip(self) -> tuple[int, int]:
        return (54, 40) if self.measures.wide else (46, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown, widths = self._columns()
        x = 0.0
        for place, (change, width) in enumerate(zip(shown, widths, strict=True)):
            if place:
                painter.setPen(QPen(theme.color("line_strong"), 1))
                line_x = round(x - theme.px(_COLUMN_GAP) / 2) + 0.5
                painter.drawLine(QPointF(line_x, 0), QPointF(line_x, self.height()))
            self._paint_column(painter, QRectF(x, 0, width, self.height()), change)
            x += width + theme.px(_COLUMN_GAP)
        rest = len(self.inputs) - len(shown)
        if rest:
            painter.setFont(fonts.ui(15, 600))
            painter.setPen(theme.color("ink2"))
            painter.drawText(QRectF(x, 0, theme.px(90), theme.px(24)), _LEFT, _("and {count} more").format(count=rest))

    def _columns(self) -> tuple[list[InputChange], list[float]]:
        """As many inputs as there is room for, and how wide each is: what is left over is shared out."""
        natural = [self._natural(change) for change in self.inputs]
        gap, room = theme.px(_COLUMN_GAP), float(self.width())
        count = len(natural)
        while count > 1 and sum(natural[:count]) + gap * (count - 1) + self._rest_room(count) > room:
            count -= 1
        used = sum(natural[:count]) + gap * (count - 1) + self._rest_room(count)
        spare = max(0.0, room - used) / max(1, count) * 0.6
        widths = [min(width, room) + min(spare, theme.px(120)) for width in natural[:count]]
        return list(self.inputs[:count]), widths

    def _rest_room(self, count: int) -> int:
        return 0 if count == len(self.inputs) else theme.px(90)

    def _natural(self, change: InputChange) -> float:
        pair = 2 * self._chip()[0] + _ARROW
        pairs = len(change.steps) * pair + (len(change.steps) - 1) * _PAIR_GAP
        arrow = 26 if change.asks else 0
        title = QFontMetrics(fonts.ui(16, 700)).horizontalAdvance(change.title)
        follows = QFontMetrics(fonts.ui(15, 600)).horizontalAdvance(change.follows) + theme.px(arrow)
        return float(max(theme.px(pairs), title, follows)) + 4

    def _paint_column(self, painter: QPainter, area: QRectF, change: InputChange) -> None:
        head = QRectF(area.left(), 0, area.width(), theme.px(22))
        painter.setFont(fonts.ui(16, 700))
        painter.setPen(theme.color("ink"))
        painter.drawText(head, _LEFT, elided(change.title, QFontMetrics(painter.font()), round(area.width())))
        self._paint_pairs(painter, area, change)
        self._paint_follows(painter, area, change)

    def _paint_pairs(self, painter: QPainter, area: QRectF, change: InputChange) -> None:
        width, height = (theme.px(side) for side in self._chip())
        arrow, gap = theme.px(_ARROW), theme.px(_PAIR_GAP)
        x, y = area.left(), theme.px(28)
        for place, step in enumerate(change.steps):
            more = theme.px(40) if place < len(change.steps) - 1 else 0
            if x + 2 * width + arrow + more > area.right() + 6 and place:
                painter.setFont(fonts.ui(15, 600))
                painter.setPen(theme.color("ink2"))
                rest = QRectF(x, y, theme.px(60), height)
                painter.drawText(rest, _LEFT, f"+{len(change.steps) - place}")
                return
            chips.paint(painter, QRectF(x, y, width, height), chips.face_of(step.before, self.letters), self.ground)
            self._paint_arrow(painter, x + width, y + height / 2, arrow)
            x += width + arrow
            chips.paint(painter, QRectF(x, y, width, height), chips.face_of(step.after, self.letters), self.ground)
            x += width + gap

    def _paint_arrow(self, painter: QPainter, x: float, y: float, width: float) -> None:
        pen = QPen(theme.color("ink2"), 1.7)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        inset, head = width * 0.2, width * 0.22
        painter.drawLine(QPointF(x + inset, y), QPointF(x + width - inset, y))
        painter.drawLine(QPointF(x + width - inset, y), QPointF(x + width - inset - head, y - head))
        painter.drawLine(QPointF(x + width - inset, y), QPointF(x + width - inset - head, y + head))

    def _paint_follows(self, painter: QPainter, area: QRectF, change: InputChange) -> None:
        y = theme.px(28) + theme.px(self._chip()[1]) + theme.px(4)
        x = area.left()
        if change.asks:
            sign = QRectF(x + 1, y + theme.px(4), theme.px(17), theme.px(13))
            painter.setPen(QPen(theme.color("order"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shapes.state_path(CardState.RELEASED, sign))
            x += theme.px(26)
        painter.setFont(fonts.ui(15, 600 if change.asks else 400))
        painter.setPen(theme.color("order_ink" if change.asks else "ink2"))
        room = QRect(round(x), y, round(area.right() - x), theme.px(22))
        painter.drawText(room, _LEFT, elided(change.follows, QFontMetrics(painter.font()), room.width()))
