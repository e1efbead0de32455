"""One day of the week as a bar of 24 hours: when is worked, with its breaks as gaps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.domain.shift_plans import spans_text
from kanban_app.domain.working_time import DAY_MINUTES, Span
from kanban_app.gui.look import fonts, theme
from kanban_app.i18n import _
from kanban_app.operations.calendar_words import worked_text

HEIGHT, WIDTH = 44, 170
_TRACK = 18
_HOURS = (0, 6, 12, 18, 24)


class DayBar(QWidget):
    """Paints the working spans of one day; what goes on after midnight ends in a point at the right."""

    def __init__(self, day_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day_name = day_name
        self._spans: Sequence[Span] = ()
        self._inherited = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def show_spans(self, spans: Sequence[Span], *, inherited: bool = False) -> None:
        """Show these spans; `inherited` ones are the plant's and are outlined only."""
        self._spans, self._inherited = spans, inherited
        minutes = sum(span.minutes for span in spans)
        said = f"{spans_text(spans)}, {worked_text(minutes)}" if spans else _("not worked")
        self.setAccessibleName(f"{self._day_name}: {said}")
        self.setToolTip(said + ("\n" + _("as the plant") if inherited else ""))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(110), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        air = theme.px(8)
        track = QRectF(air, theme.px(6), self.width() - 2 * air, theme.px(_TRACK))
        painter.fillRect(track, theme.color("sunken"))
        self._paint_hours(painter, track)
        for span in self._spans:
            self._paint_span(painter, track, span)

    def _x(self, track: QRectF, minute: int) -> float:
        return track.left() + track.width() * minute / DAY_MINUTES

    def _paint_hours(self, painter: QPainter, track: QRectF) -> None:
        painter.setFont(fonts.ui(11))
        painter.setPen(theme.color("ink3"))
        metrics = painter.fontMetrics()
        for hour in _HOURS:
            x = self._x(track, hour * 60)
            text = str(hour)
            left = min(
                max(0.0, x - metrics.horizontalAdvance(text) / 2), self.width() - metrics.horizontalAdvance(text)
            )
            painter.drawText(QPointF(left, track.bottom() + theme.px(13)), text)
            painter.drawLine(QPointF(x, track.bottom() - theme.px(3)), QPointF(x, track.bottom()))

    def _paint_span(self, painter: QPainter, track: QRectF, span: Span) -> None:
        left = self._x(track, min(span.start, DAY_MINUTES))
        right = self._x(track, min(span.end, DAY_MINUTES))
        shape = QPolygonF([QPointF(left, track.top()), QPointF(right, track.top())])
        if span.end > DAY_MINUTES and span.start < DAY_MINUTES:
            shape.append(QPointF(right + theme.px(7), track.center().y()))
        shape.append(QPointF(right, track.bottom()))
        shape.append(QPointF(left, track.bottom()))
        painter.setPen(QPen(theme.color("stock"), theme.px(1.5)))
        painter.setBrush(theme.color("surface" if self._inherited else "stock"))
        painter.drawPolygon(shape)
