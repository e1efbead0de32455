"""The wall's picture: head, call for help, rows, foot. Everything is as large as the distance asks for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kanban_app.domain.board import Zone
from kanban_app.gui.look import chips, fonts, icons, shapes, theme
from kanban_app.gui.wall.plan import Sizes
from kanban_app.gui.wall.rows import WallRow

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RADIUS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the wall says at this moment. `message` stands in the place of rows; its tone is ok, ink2 or stop."""

    title: str
    clock: str
    counts: tuple[tuple[Zone, str], ...] = ()
    rows: tuple[WallRow, ...] = ()
    calls: str = ""
    message: str = ""
    message_tone: str = "ink2"
    detail: str = ""
    then: str = ""
    page: str = ""

    def spoken(self) -> str:
        """Everything as text, for who hears the screen."""
        lines = [self.title, self.calls, self.message, self.detail, *(row.spoken() for row in self.rows), self.page]
        return ". ".join(filter(None, lines))


class WallPicture(QWidget):
    """Paints what it was given last."""

    def __init__(self, sizes: Sizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sizes = sizes
        self.shown = Shown("", "")
        theme.news().changed.connect(self.update)

    def show_all(self, shown: Shown, sizes: Sizes) -> None:
        """Show this at these sizes."""
        if (shown, sizes) != (self.shown, self.sizes):
            self.shown, self.sizes = shown, sizes
            self.setAccessibleName(shown.spoken())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("canvas"))
        sizes = self.sizes
        self._paint_head(painter, QRectF(0, 0, self.width(), sizes.head))
        side = sizes.first * 0.57
        top = float(sizes.head + sizes.pad)
        if self.shown.calls:
            self._paint_calls(painter, QRectF(side, top, self.width() - 2 * side, sizes.row))
            top += sizes.row + sizes.gap
        if self.shown.message:
            self._paint_message(painter, QRectF(side, top, self.width() - 2 * side, self.height() - top - sizes.foot))
            return
        right = self._right_width()
        for row in self.shown.rows:
            self._paint_row(painter, QRectF(side, top, self.width() - 2 * side, sizes.row), row, right)
            top += sizes.row + sizes.gap
        self._paint_foot(painter, QRectF(side * 1.5, self.height() - sizes.foot, self.width() - 3 * side, sizes.foot))

    # -- parts -----------------------------------------------------------------------------------------------------

    def _text(
        self, painter: QPainter, box: QRectF, text: str, size: float, weight: int, align: Qt.AlignmentFlag
    ) -> None:
        """A text in its box, cut in the middle only where it is wider than that."""
        font = fonts.exact(size, weight)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.drawText(box, align, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, box.width()))

    def _paint_head(self, painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box, theme.color("surface"))
        painter.fillRect(QRectF(0, box.bottom() - 1, box.width(), 1), theme.color("line"))
        first, side = self.sizes.first, self.sizes.first * 0.85
        clock = QFontMetricsF(fonts.exact(first * 1.3, 700)).horizontalAdvance(self.shown.clock) + 4
        painter.setPen(theme.color("ink"))
        self._text(painter, box.adjusted(0, 0, -side, 0), self.shown.clock, first * 1.3, 700, _RIGHT)
        font = fonts.exact(first * 0.86, 600)
        gap, symbol = first * 0.35, first * 0.95
        widths = [QFontMetricsF(font).horizontalAdvance(text) + 2 for _, text in self.shown.counts]
        whole = sum(widths) + len(widths) * (symbol + 2.2 * gap)
        x = max(box.width() / 2 - whole / 2, 0.0)
        title = box.adjusted(side, 0, -(box.width() - x) if widths else -(clock + 2 * side), 0)
        if title.width() < first * 6:
            x = box.width() - clock - 2 * side - whole
            title = QRectF(side, box.top(), max(0.0, x - 2 * side), box.height())
        self._text(painter, title, self.shown.title, first, 700, _LEFT)
        for (zone, text), width in zip(self.shown.counts, widths, strict=True):
            shapes.paint_zone(painter, QRectF(x, box.center().y() - symbol / 2, symbol, symbol), zone)
            painter.setPen(theme.color("ink"))
            self._text(painter, QRectF(x + symbol + gap, 0, width, box.height()), text, first * 0.86, 600, _LEFT)
            x += symbol + width + 2.2 * gap

    def _paint_calls(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("warn_fill"))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        first = self.sizes.first
        icons.paint(
            painter, QRectF(box.left() + first * 0.4, box.center().y() - first / 2, first, first), "hand", "on_warn"
        )
        painter.setPen(theme.color("on_warn"))
        self._text(painter, box.adjusted(first * 1.75, 0, -first * 0.3, 0), self.shown.calls, first * 0.9, 700, _LEFT)

    def _paint_message(self, painter: QPainter, box: QRectF) -> None:
        first, shown = self.sizes.first, self.shown
        sign = {"ok": "check_circle", "stop": "alert_octagon"}.get(shown.message_tone, "")
        middle = box.center().y()
        if sign:
            side = first * 2.4
            icons.paint(painter, QRectF(box.center().x() - side / 2, middle - side * 1.5, side, side), sign,
                        shown.message_tone)  # fmt: skip
        wrapped = _CENTRE | Qt.TextFlag.TextWordWrap
        painter.setPen(theme.color(shown.message_tone if sign else "ink2"))
        painter.setFont(fonts.exact(first * 1.1, 700))
        painter.drawText(QRectF(box.left(), middle - first * 1.1, box.width(), first * 3), wrapped, shown.message)
        painter.setPen(theme.color("ink2"))
        painter.setFont(fonts.exact(self.sizes.second, 500))
        painter.drawText(QRectF(box.left(), middle + first * 2, box.width(), first * 2.4), wrapped, shown.detail)

    def _right_width(self) -> float:
        here = QFontMetricsF(fonts.exact(self.sizes.first, 700))
        detail = QFontMetricsF(fonts.exact(self.sizes.second, 500))
        widths = [
            max(here.horizontalAdvance(row.here), detail.horizontalAdvance(row.detail)) for row in self.shown.rows
        ]
        return min(max(widths, default=0.0) + 2, self.width() * 0.3)

    def _paint_row(self, painter: QPainter, box: QRectF, row: WallRow, right: float) -> None:
        sizes, first = self.sizes, self.sizes.first
        red = row.zone is Zone.RED
        width = first * (0.14 if row.is_new else 0.055) if red else 1.0
        painter.setPen(QPen(theme.color("stop" if red else "line"), width))
        painter.setBrush(theme.color("stop_tint" if row.is_new else "surface"))
        painter.drawRoundedRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2), _RADIUS, _RADIUS)
        symbol = first * 1.3
        shapes.paint_zone(
            painter, QRectF(box.left() + first * 0.5, box.center().y() - symbol / 2, symbol, symbol), row.zone
        )
        left = box.left() + first * 2.25
        last = box.right() - first * 0.3
        middle = max(box.left() + box.width() * 0.43, left + first * 3)
        upper = QRectF(0, box.top() + sizes.row * 0.05, 0, first * 1.2)
        lower = QRectF(0, upper.bottom(), 0, sizes.second * 1.25)
        for line, text, size, weight, tone, detail, detail_tone, start, end, align in (
            (upper, row.item, first, 700, "ink", row.place, "ink2", left, middle - first * 0.3, _LEFT),
            (upper, row.here, first, 700, row.here_tone, row.detail, row.detail_tone, last - right, last, _RIGHT),
        ):
            painter.setPen(theme.color(tone))
            self._text(painter, QRectF(start, line.top(), end - start, line.height()), text, size, weight, align)
            painter.setPen(theme.color(detail_tone))
            under = QRectF(start, lower.top(), end - start, lower.height())
            self._text(painter, under, detail, sizes.second, 500, align)
        room = QRectF(middle, box.top(), last - right - first * 0.5 - middle, box.height())
        self._paint_chips(painter, room, row.faces, "stop_tint" if row.is_new else "surface")

    def _paint_chips(self, painter: QPainter, box: QRectF, faces: tuple[chips.Face, ...], ground: str) -> None:
        first = self.sizes.first
        width, height, gap = round(first * 1.36), round(first * 1.04), round(first * 0.17)
        fitting = max(0, int((box.width() + gap) / (width + gap)))
        count = len(faces) if len(faces) <= fitting else max(0, int((box.width() - first * 1.2) / (width + gap)))
        for place, face in enumerate(faces[:count]):
            x = round(box.left()) + place * (width + gap)
            chips.paint(painter, QRectF(x, round(box.center().y() - height / 2), width, height), face, ground)
        if count < len(faces):
            painter.setPen(theme.color("ink2"))
            end = box.left() + count * (width + gap)
            rest = QRectF(end, box.top(), box.right() - end, box.height())
            self._text(painter, rest, f"+{len(faces) - count}", self.sizes.second, 600, _LEFT)

    def _paint_foot(self, painter: QPainter, box: QRectF) -> None:
        second = self.sizes.second
        page = QFontMetricsF(fonts.exact(second, 500)).horizontalAdvance(self.shown.page) + 4
        painter.setPen(theme.color("ink2"))
        then = box.adjusted(0, 0, -page - self.sizes.first, 0)
        painter.setFont(fonts.exact(second, 500))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(self.shown.then, Qt.TextElideMode.ElideRight, then.width())
        painter.drawText(then, _LEFT, text)
        painter.setPen(theme.color("ink3"))
        self._text(painter, box, self.shown.page, second, 500, _RIGHT)
