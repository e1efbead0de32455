"""Lines of the map: goods grey to the right, signals dashed to the left with arrowheads, pills with the counts."""

from __future__ import annotations

from math import cos, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from kanban_app.domain.flow_layout import LANE, Box, Route
from kanban_app.gui.flow_map.inks import LEFT, pen, text_width, write
from kanban_app.gui.flow_map.lanes import REACH, Lane
from kanban_app.gui.flow_map.now import LinkNow, PillPart
from kanban_app.gui.look import kinds, theme

PILL_HEIGHT = 28.0
_PART_STEP = 23.0
_TILE, _PILL_PAD, _PILL_GAP = 18.0, 6.0, 6.0
_HEAD_LENGTH, _HEAD_HALF = 12.0, 4.6
HEAD_STEP = 24.0
_CONTAINER = 12.0
_CONTAINER_STEP = 15.0
# Below these scales dashes run together, and pills cannot be read.
DASHES_FROM, PILLS_FROM = 0.3, 0.42


def rect_of(box: Box) -> QRectF:
    """A box as Qt has it."""
    return QRectF(box.x, box.y, box.width, box.height)


def pill_width(texts: list[str]) -> float:
    """How wide a pill with these parts below each other is."""
    return 2 * _PILL_PAD + 2 + _TILE + _PILL_GAP + max(text_width(text, 14, 600) for text in texts)


class LinkPicture:
    """What of a link never changes while nothing is moved: its two lines and where its pill stands."""

    def __init__(self, route: Route, pill: Box | None) -> None:
        self.pill = pill
        # A workstation that its store serves has no signals: one line in the middle.
        self.goods = Lane(route, LANE if pill is not None else 0.0, backwards=False)
        self.signals = Lane(route, -LANE, backwards=True) if pill is not None else None
        self._end = self.goods.at(self.goods.length)
        self._places: dict[tuple[str, int], list[tuple[float, float, float]]] = {}
        self.line_bounds = rect_of(route.bounds).adjusted(-8, -8, 8, 8)
        self.bounds = self.line_bounds
        if pill is not None:
            # a pill that counts orders too is taller than its place
            self.bounds = self.line_bounds.united(rect_of(pill).adjusted(-8, -PILL_HEIGHT, 8, PILL_HEIGHT))

    def touches(self, part: QRectF, now: LinkNow) -> bool:
        """Whether something of it may be seen in this part of the map."""
        return self.goods.touches(part) or self.pill_rect(now).intersects(part)

    def paint_lines(self, painter: QPainter, part: QRectF, now: LinkNow, scale: float, *, heads: bool = True) -> None:
        """Goods, containers on their way, signals, as far as they go through a part; arrowheads only if asked for."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        is_dashed = scale >= DASHES_FROM
        if self.signals is None:
            self.goods.stroke(painter, part, pen("stock", 1.4, (1.5, 3.0) if is_dashed else ()))
        else:
            self.signals.stroke(painter, part, pen(signal_token(now), 1.7, (5.0, 3.4) if is_dashed else ()))
            self.goods.stroke(painter, part, pen("stock", 2.6))
        seen = part.adjusted(-REACH, -REACH, REACH, REACH)
        if seen.contains(self._end[0], self._end[1]):
            paint_head(painter, *self._end, "stock")
        for x, y, _turn in self._container_places(now.containers):
            if seen.contains(x, y):
                _paint_container(painter, x, y)
        for x, y, turn in self._head_places(now.heads) if heads else ():
            if seen.contains(x, y):
                paint_head(painter, x, y, turn, signal_token(now))

    def _container_places(self, count: int) -> list[tuple[float, float, float]]:
        if ("container", count) not in self._places:
            first = self.goods.length * 0.42
            found = [self.goods.at(first + place * _CONTAINER_STEP) for place in range(count)]
            self._places["container", count] = found
        return self._places["container", count]

    def _head_places(self, count: int, crept: float = 1.0) -> list[tuple[float, float, float]]:
        """One arrowhead a calling card, the first where the source is."""
        if self.signals is None or not count:
            return []
        found = self._places.get(("head", count)) if crept == 1.0 else None
        if found is None:
            step = min(HEAD_STEP, self.signals.length * 0.8 / count)
            found = [self.signals.at(self.signals.length - step * (place + 1.0 - crept)) for place in range(count)]
            if crept == 1.0:
                self._places["head", count] = found
        return found

    def paint_heads(self, painter: QPainter, now: LinkNow, crept: float) -> None:
        """The arrowheads on their way; `crept` (0 to 1) is how far they have come."""
        for place in self._head_places(now.heads, crept):
            paint_head(painter, *place, signal_token(now))

    def pill_rect(self, now: LinkNow) -> QRectF:
        """Where the pill stands now; empty without one."""
        if self.pill is None or not now.parts:
            return QRectF()
        width = pill_width([part.text for part in now.parts])
        height = PILL_HEIGHT + (len(now.parts) - 1) * _PART_STEP
        middle = rect_of(self.pill).center()
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def paint_pill(self, painter: QPainter, now: LinkNow) -> None:
        """The pill: for each part its pattern and count."""
        rect = self.pill_rect(now)
        if rect.isEmpty():
            return
        painter.setPen(QPen(theme.color(f"kind_{now.parts[0].sign.value}"), 1.4))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(rect.adjusted(0.7, 0.7, -0.7, -0.7), 6, 6)
        for place, part in enumerate(now.parts):
            row = QRectF(rect.left(), rect.top() + place * _PART_STEP, rect.width(), PILL_HEIGHT)
            _paint_part(painter, row, part)


def _paint_part(painter: QPainter, rect: QRectF, part: PillPart) -> None:
    tile = QRectF(rect.left() + _PILL_PAD + 1, rect.center().y() - _TILE / 2, _TILE, _TILE)
    kinds.paint_kind(painter, tile, part.sign)
    if part.is_lot:
        kinds.paint_lot_triangle(painter, tile.adjusted(4.5, 4.5, -4.5, -4.5), part.sign)
    left = tile.right() + _PILL_GAP
    write(painter, QRectF(left, rect.top(), rect.right() - left, rect.height()), part.text, "ink", 14, 600, LEFT)


def _paint_container(painter: QPainter, x: float, y: float) -> None:
    painter.setPen(QPen(theme.color("canvas"), 1.2))
    painter.setBrush(theme.color("order"))
    painter.drawRect(QRectF(x - _CONTAINER / 2, y - _CONTAINER / 2, _CONTAINER, _CONTAINER))


def signal_token(now: LinkNow) -> str:
    """Signals are blue; where only orders call they have the colour of their pattern."""
    return "kind_order" if now.only_orders else "order"


def paint_head(painter: QPainter, x: float, y: float, turn: float, token: str) -> None:
    """An arrowhead with its point here, in the direction `turn` (radians)."""
    ahead, aside = (cos(turn), sin(turn)), (-sin(turn), cos(turn))
    back_x, back_y = x - ahead[0] * _HEAD_LENGTH, y - ahead[1] * _HEAD_LENGTH
    corners = (
        QPointF(x, y),
        QPointF(back_x + aside[0] * _HEAD_HALF, back_y + aside[1] * _HEAD_HALF),
        QPointF(back_x - aside[0] * _HEAD_HALF, back_y - aside[1] * _HEAD_HALF),
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawPolygon(QPolygonF(corners))
