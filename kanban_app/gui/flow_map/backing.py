"""The map as it was last painted, kept: panning paints only what comes into sight, a booking only its loop."""

from __future__ import annotations

from collections.abc import Collection
from time import perf_counter

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from kanban_app.domain.flow_ways import Pair
from kanban_app.gui.flow_map.picture import FlowPicture
from kanban_app.gui.look import theme

# A map that took longer than this is stretched while somebody zooms, and painted anew when the hand rests.
SLOW_S = 0.025


class Backing:
    """One picture of the viewport's size. `scale` is viewport pixels by map pixels, `origin` the map's corner in it."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._scale = 0.0
        self._origin = QPointF()
        self.last_paint_s = 0.0

    def forget(self) -> None:
        """Everything is different now."""
        self._scale = 0.0

    def is_of(self, size: QSize, ratio: float, scale: float) -> bool:
        """Whether it was painted for this viewport at this scale."""
        return self._scale == scale and self._pixmap.size() == size * ratio

    def paint_all(
        self,
        picture: FlowPicture,
        size: QSize,
        ratio: float,
        scale: float,
        origin: QPointF,
        headless: Collection[Pair],
    ) -> None:
        """Paint the whole viewport."""
        begun = perf_counter()
        if self._pixmap.size() != size * ratio:
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
        self._scale, self._origin = scale, origin
        self.paint_part(picture, QRect(0, 0, size.width(), size.height()), headless)
        self.last_paint_s = perf_counter() - begun

    def paint_part(self, picture: FlowPicture, part: QRect, headless: Collection[Pair]) -> None:
        """Paint a rectangle of the viewport."""
        painter = QPainter(self._pixmap)
        painter.setClipRect(part)
        painter.fillRect(part, theme.color("canvas"))
        painter.translate(self._origin)
        painter.scale(self._scale, self._scale)
        picture.paint(painter, self._on_map(part), self._scale, headless)
        painter.end()

    def _on_map(self, part: QRect) -> QRectF:
        left, top = (part.x() - self._origin.x()) / self._scale, (part.y() - self._origin.y()) / self._scale
        return QRectF(left, top, part.width() / self._scale, part.height() / self._scale)

    def move_to(self, picture: FlowPicture, size: QSize, origin: QPointF, headless: Collection[Pair]) -> None:
        """Shift what is there and paint what came into sight."""
        across, down = round(origin.x() - self._origin.x()), round(origin.y() - self._origin.y())
        self._origin = origin
        if not across and not down:
            return
        whole = QRect(0, 0, size.width(), size.height())
        if abs(across) >= size.width() or abs(down) >= size.height():
            self.paint_part(picture, whole, headless)
            return
        old = self._pixmap
        self._pixmap = QPixmap(old.size())
        self._pixmap.setDevicePixelRatio(old.devicePixelRatio())
        painter = QPainter(self._pixmap)
        painter.drawPixmap(across, down, old)
        painter.end()
        kept = whole.translated(across, down).intersected(whole)
        if across:
            x = kept.right() + 1 if across < 0 else 0
            self.paint_part(picture, QRect(x, 0, abs(across), size.height()), headless)
        if down:
            y = kept.bottom() + 1 if down < 0 else 0
            self.paint_part(picture, QRect(kept.x(), y, kept.width(), abs(down)), headless)

    def show(self, painter: QPainter) -> None:
        """Put it on the screen."""
        painter.drawPixmap(0, 0, self._pixmap)

    def show_stretched(self, painter: QPainter, scale: float, origin: QPointF) -> None:
        """Put it on the screen as if it were of another scale."""
        if not self._scale or self._pixmap.isNull():
            return
        share = scale / self._scale
        painter.save()
        painter.translate(origin.x() - self._origin.x() * share, origin.y() - self._origin.y() * share)
        painter.scale(share, share)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.restore()
