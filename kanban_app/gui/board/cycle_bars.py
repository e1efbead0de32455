"""Small bars of a card's last cycles against the plan: late ones in red with their length, the open one outlined."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.gui.board.life import Bar, Bars
from kanban_app.gui.look import fonts, theme

HEIGHT = 128
FEWEST = 12


class CycleBars(QWidget):
    """Paints Bars; nothing without cycles."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Bars | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def show_bars(self, bars: Bars | None) -> None:
        """Show these cycles."""
        self._bars = bars
        self.setVisible(bars is not None and bool(bars.bars))
        self.setAccessibleName(bars.spoken() if bars else "")
        self.setToolTip(bars.spoken() if bars else "")
        self.update()

    def bars(self) -> Bars | None:
        """What is shown."""
        return self._bars

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._bars is None or not self._bars.bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.height() - theme.px(2)
        room = self.height() - theme.px(24)
        highest = max(self._bars.planned * 1.15, *(bar.length for bar in self._bars.bars))
        scale = room / highest if highest > 0 else 0.0
        step = self.width() / max(FEWEST, len(self._bars.bars))
        rects = []
        for place, bar in enumerate(self._bars.bars):
            height = max(2.0, bar.length * scale)
            rects.append(QRectF(place * step + theme.px(2), ground - height, step - theme.px(8), height))
            self._paint_bar(painter, rects[-1], bar)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(QPointF(0, ground), QPointF(self.width(), ground))
        self._paint_plan(painter, ground - self._bars.planned * scale)
        for rect, bar in zip(rects, self._bars.bars, strict=True):
            self._paint_label(painter, rect, bar)

    def _paint_bar(self, painter: QPainter, rect: QRectF, bar: Bar) -> None:
        if bar.open:
            painter.setPen(QPen(theme.color("stop" if bar.late else "order"), 1.5))
            painter.setBrush(theme.color("stop_tint" if bar.late else "order_tint"))
            painter.drawRect(rect)
        else:
            painter.fillRect(rect, theme.color("stop" if bar.late else "stock"))

    def _paint_label(self, painter: QPainter, rect: QRectF, bar: Bar) -> None:
        """Over its bar, on its own ground: the plan's line may pass there."""
        if not bar.label:
            return
        painter.setFont(fonts.ui(13, 600))
        width = painter.fontMetrics().horizontalAdvance(bar.label) + theme.px(4)
        over = QRectF(rect.center().x() - width / 2, rect.top() - theme.px(18), width, theme.px(16))
        painter.fillRect(over, theme.color("surface"))
        painter.setPen(theme.color("stop" if bar.late else "order_ink"))
        painter.drawText(over, Qt.AlignmentFlag.AlignCenter, bar.label)

    def _paint_plan(self, painter: QPainter, y: float) -> None:
        assert self._bars is not None
        pen = QPen(theme.color("ink2"), 1.2)
        pen.setDashPattern([4, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setFont(fonts.ui(12, 500))
        metrics = painter.fontMetrics()
        text = QRectF(0, y - theme.px(18), metrics.horizontalAdvance(self._bars.planned_text) + 8, theme.px(16))
        painter.fillRect(text, theme.color("surface"))
        painter.setPen(theme.color("ink2"))
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, self._bars.planned_text)
