"""A line of the map: drawn where it can be seen, with the places of what moves along it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from math import atan2, hypot, pi

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from kanban_app.domain.flow_layout import Point, Route, curve, sampled

# How far arrowheads and containers reach from their line, and lines from a part that is painted.
REACH = 16.0
_SAMPLES = 12


class Lane:
    """One of a link's two lines. Long ones are drawn in part only: what is out of sight costs nothing."""

    def __init__(self, route: Route, lane: float, *, backwards: bool) -> None:
        self._lane = lane
        # from the left to the right, so that a part is found by where it is
        points = route.points if route.points[0][0] <= route.points[-1][0] else route.points[::-1]
        self._is_reversed = backwards is (points is route.points)
        self._points = points
        self._xs = [x for x, _y in points]
        self._begins = [0.0]
        for start, end in pairwise(points):
            self._begins.append(self._begins[-1] + _length(start, end))

    @property
    def length(self) -> float:
        """How long the line is."""
        return self._begins[-1]

    def _through(self, part: QRectF) -> tuple[int, int]:
        """The first and the last of the points between which it goes through this part of the map."""
        first = max(0, bisect_right(self._xs, part.left() - REACH) - 1)
        last = min(len(self._points) - 1, bisect_left(self._xs, part.right() + REACH))
        heights = [y for _x, y in self._points[first : last + 1]]
        if last <= first or max(heights) < part.top() - REACH or min(heights) > part.bottom() + REACH:
            return 0, 0
        return first, last

    def touches(self, part: QRectF) -> bool:
        """Whether the line, or what is drawn on it, may be seen in this part of the map."""
        first, last = self._through(part)
        return last > first

    def stroke(self, painter: QPainter, part: QRectF, ink: QPen) -> None:
        """Draw what goes through this part of the map."""
        first, last = self._through(part)
        if last <= first:
            return
        x, y = self._points[first]
        path = QPainterPath(QPointF(x, y + self._lane))
        for start, end in pairwise(self._points[first : last + 1]):
            _p0, p1, p2, p3 = curve(start, end, self._lane)
            path.cubicTo(QPointF(*p1), QPointF(*p2), QPointF(*p3))
        if ink.style() == Qt.PenStyle.CustomDashLine:
            ink.setDashOffset(self._begins[first] / ink.widthF())
        painter.strokePath(path, ink)

    def at(self, distance: float) -> tuple[float, float, float]:
        """The point at this distance from where it begins, and the direction there (radians)."""
        along = self.length - distance if self._is_reversed else distance
        along = max(0.0, min(along, self.length))
        place = min(max(0, bisect_right(self._begins, along) - 1), len(self._points) - 2)
        samples = list(sampled(self._points[place], self._points[place + 1], self._lane, _SAMPLES))
        rest = along - self._begins[place]
        for (x0, y0), (x1, y1) in pairwise(samples):
            length = hypot(x1 - x0, y1 - y0)
            if rest <= length or (x1, y1) == samples[-1]:
                share = min(1.0, rest / (length or 1.0))
                turn = atan2(y1 - y0, x1 - x0) + (pi if self._is_reversed else 0.0)
                return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, turn
            rest -= length
        raise AssertionError


def _length(start: Point, end: Point) -> float:
    if start[1] == end[1]:
        return abs(end[0] - start[0])
    return sum(hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(sampled(start, end, 0.0, _SAMPLES)))
