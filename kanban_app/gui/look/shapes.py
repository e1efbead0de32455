"""Our own shapes: card states, marks, zones and bands (loop kinds are in `kinds`, a scan's answers in `answers`).

Every meaning is colour and shape and letter. `*_path` functions answer outlines within a rectangle and know no colour;
`paint_*` functions draw in the theme in use.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from kanban_app.domain.board import Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui.look import fonts, theme

CORNER = 0.14
POINT = 0.28
ARROW = 0.32


def polygon(rect: QRectF, *points: tuple[float, float]) -> QPainterPath:
    """A closed outline through points given as shares of the rectangle's width and height."""
    path = QPainterPath()
    corners = [QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height()) for x, y in points]
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


def rounded(rect: QRectF, share: float = CORNER) -> QPainterPath:
    """A rectangle whose corners are rounded by a share of its height."""
    path = QPainterPath()
    path.addRoundedRect(rect, share * rect.height(), share * rect.height())
    return path


def _open_box(rect: QRectF) -> QPainterPath:
    radius = CORNER * rect.height()
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.left(), rect.bottom() - radius)
    path.quadTo(rect.bottomLeft(), QPointF(rect.left() + radius, rect.bottom()))
    path.lineTo(rect.right() - radius, rect.bottom())
    path.quadTo(rect.bottomRight(), QPointF(rect.right(), rect.bottom() - radius))
    path.lineTo(rect.topRight())
    return path


def _crossed(rect: QRectF) -> QPainterPath:
    path = rounded(rect)
    path.moveTo(rect.bottomLeft())
    path.lineTo(rect.topRight())
    return path


def _lean(rect: QRectF, heights: float) -> float:
    """How far a point reaches in, as a share of the width; given in heights so that its angle is always the same."""
    return heights * rect.height() / rect.width()


def _arrow_left(rect: QRectF) -> QPainterPath:
    x = _lean(rect, ARROW)
    return polygon(rect, (0, 0.5), (x, 0), (1, 0), (1, 1), (x, 1))


def _arrow_right(rect: QRectF) -> QPainterPath:
    x = 1 - _lean(rect, ARROW)
    return polygon(rect, (0, 0), (x, 0), (1, 0.5), (x, 1), (0, 1))


def _hexagon(rect: QRectF) -> QPainterPath:
    x = _lean(rect, POINT)
    return polygon(rect, (0, 0.5), (x, 0), (1 - x, 0), (1, 0.5), (1 - x, 1), (x, 1))


_STATE_PATHS: dict[CardState, Callable[[QRectF], QPainterPath]] = {
    CardState.NEW: rounded,
    CardState.FULL: rounded,
    CardState.IN_USE: rounded,
    CardState.EMPTY: _open_box,
    CardState.RELEASED: _arrow_left,
    CardState.IN_PROCESS: _hexagon,
    CardState.IN_TRANSIT: _arrow_right,
    CardState.RETIRED: _crossed,
}


def state_path(state: CardState, rect: QRectF) -> QPainterPath:
    """The outline of a card in this state. Empty is open at the top; retired carries its cross line."""
    return _STATE_PATHS[state](rect)


def paint_state(painter: QPainter, rect: QRectF, state: CardState, share_left: float = 1.0) -> None:
    """The shape of a card without its letter. `share_left` (0 to 1) is the level of a card in use."""
    width = max(1.5, rect.height() * 0.05)
    inset = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state is CardState.FULL:
        painter.fillPath(state_path(state, rect), theme.color("stock"))
    elif state in (CardState.IN_PROCESS, CardState.IN_TRANSIT):
        painter.fillPath(state_path(state, rect), theme.color("order"))
    elif state is CardState.RELEASED:
        _outlined(painter, state_path(state, inset), "order", width, theme.color("order_tint"))
    elif state is CardState.IN_USE:
        painter.fillPath(rounded(inset), theme.color("surface"))
        level = QRectF(inset)
        level.setTop(inset.bottom() - inset.height() * share_left)
        painter.setClipRect(level)
        painter.fillPath(rounded(inset), theme.mix("stock", "surface", 0.38))
        painter.setClipping(False)
        _outlined(painter, rounded(inset), "stock", width)
    elif state is CardState.EMPTY:
        painter.fillRect(inset, theme.color("surface"))
        _outlined(painter, state_path(state, inset), "stock", width)
    else:
        _outlined(painter, state_path(state, inset), "line_strong", width, dashed=state is CardState.NEW)
    painter.restore()


def _outlined(
    painter: QPainter,
    path: QPainterPath,
    token: str,
    width: float,
    fill: QColor | None = None,
    *,
    dashed: bool = False,
) -> None:
    pen = QPen(theme.color(token), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3.6, 1.6])
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else QBrush(Qt.BrushStyle.NoBrush))
    painter.drawPath(path)


def disc(rect: QRectF) -> QPainterPath:
    """A circle."""
    path = QPainterPath()
    path.addEllipse(rect)
    return path


def _diamond(rect: QRectF) -> QPainterPath:
    return polygon(rect, (0.5, -0.06), (1.06, 0.5), (0.5, 1.06), (-0.06, 0.5))


def triangle(rect: QRectF) -> QPainterPath:
    """A triangle standing on its base."""
    return polygon(rect, (0.5, 0.02), (1.04, 0.96), (-0.04, 0.96))


def _fold(rect: QRectF) -> QPainterPath:
    return polygon(rect, (0, 0), (1, 0), (1, 1))


MARK_LOOK: dict[Mark, tuple[str, str, Callable[[QRectF], QPainterPath]]] = {
    Mark.ON_HOLD: ("hold", "on_hold", lambda rect: rounded(rect, 0.12)),
    Mark.URGENT: ("stop", "on_stop", _diamond),
    Mark.LATE: ("stop", "on_stop", disc),
    Mark.SHORT_AT_SOURCE: ("warn_fill", "on_warn", triangle),
    Mark.MAYBE_LOST: ("warn_fill", "on_warn", disc),
    Mark.STALE: ("warn_fill", "on_warn", _fold),
}


def mark_path(mark: Mark, rect: QRectF) -> QPainterPath:
    """The outline of a mark."""
    return MARK_LOOK[mark][2](rect)


def paint_mark(painter: QPainter, rect: QRectF, mark: Mark, ground: str = "surface") -> None:
    """One mark with its sign, and a thin gap of the ground's colour around it so that it stands off its card."""
    fill, ink, _ = MARK_LOOK[mark]
    path = mark_path(mark, rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    gap = QPen(theme.color(ground), max(2.0, rect.height() * 0.18))
    gap.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, gap)
    painter.fillPath(path, theme.color(fill))
    if fill == "warn_fill":
        # yellow alone is only 1.8:1 on white
        painter.strokePath(path, QPen(theme.color("warn"), max(0.8, rect.height() * 0.06)))
    pen = QPen(theme.color(ink), max(1.2, rect.height() * 0.13))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(_sign(mark, rect), pen)
    painter.restore()


def _sign(mark: Mark, rect: QRectF) -> QPainterPath:
    def at(x: float, y: float) -> QPointF:
        return QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height())

    path = QPainterPath()
    if mark is Mark.ON_HOLD:
        strokes = [((0.34, 0.26), (0.34, 0.74)), ((0.66, 0.26), (0.66, 0.74))]
    elif mark is Mark.URGENT:
        strokes = [((0.5, 0.24), (0.5, 0.52)), ((0.5, 0.77), (0.5, 0.78))]
    elif mark is Mark.LATE:
        strokes = [((0.5, 0.22), (0.5, 0.54)), ((0.5, 0.54), (0.72, 0.54))]
    elif mark is Mark.SHORT_AT_SOURCE:
        strokes = [((0.5, 0.38), (0.5, 0.58)), ((0.5, 0.80), (0.5, 0.81))]
    elif mark is Mark.MAYBE_LOST:
        path.moveTo(at(0.35, 0.36))
        path.cubicTo(at(0.36, 0.16), at(0.68, 0.16), at(0.66, 0.38))
        path.cubicTo(at(0.65, 0.50), at(0.5, 0.48), at(0.5, 0.60))
        strokes = [((0.5, 0.80), (0.5, 0.81))]
    else:
        strokes = []
    for start, end in strokes:
        path.moveTo(at(*start))
        path.lineTo(at(*end))
    return path


def octagon(rect: QRectF) -> QPainterPath:
    """An octagon with flat sides."""
    middle, radius = rect.center(), min(rect.width(), rect.height()) / 2 / cos(pi / 8)
    corners = [
        QPointF(middle.x() + radius * cos(pi / 8 + k * pi / 4), middle.y() + radius * sin(pi / 8 + k * pi / 4))
        for k in range(8)
    ]
    path = QPainterPath()
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


def _wide_triangle(rect: QRectF) -> QPainterPath:
    return polygon(rect, (0.5, 0.02), (1.08, 0.98), (-0.08, 0.98))


ZONE_LOOK: dict[Zone, tuple[str, str, str, Callable[[QRectF], QPainterPath]]] = {
    Zone.GREEN: ("zone_g", "ok", "on_zone_g", disc),
    Zone.YELLOW: ("zone_y", "warn", "on_zone_y", _wide_triangle),
    Zone.RED: ("zone_r", "zone_r", "on_zone_r", octagon),
}


def zone_path(zone: Zone, rect: QRectF) -> QPainterPath:
    """The outline of a zone's symbol: circle, triangle, octagon."""
    return ZONE_LOOK[zone][3](rect)


def paint_zone(painter: QPainter, rect: QRectF, zone: Zone, text: str = "") -> None:
    """A zone's symbol, with the queue rank inside where one is given."""
    fill, line, ink, _ = ZONE_LOOK[zone]
    width = max(1.2, rect.height() * 0.045)
    inset = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _outlined(painter, zone_path(zone, inset), line, width, theme.color(fill))
    if text:
        share = 0.5 if len(text) < 2 else 0.42
        painter.setFont(fonts.exact(rect.height() * share, 700))
        painter.setPen(theme.color(ink))
        down = rect.height() * 0.15 if zone is Zone.YELLOW else 0.0
        painter.drawText(rect.translated(0, down), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_band(painter: QPainter, rect: QRectF, zone: Zone) -> None:
    """The band under a card slot: solid, dashed or hatched."""
    painter.save()
    if zone is Zone.GREEN:
        painter.fillRect(rect, theme.color("band_g"))
    elif zone is Zone.YELLOW:
        dash, gap = rect.height() * 1.5, rect.height() * 0.5
        x = rect.left()
        while x < rect.right():
            painter.fillRect(QRectF(x, rect.top(), min(dash, rect.right() - x), rect.height()), theme.color("band_y"))
            x += dash + gap
    else:
        paint_hatching(painter, rect, theme.color("band_r"), rect.height() * 0.75)
    painter.restore()


def paint_hatching(painter: QPainter, rect: QRectF, color: QColor, stripe: float) -> None:
    """Diagonal stripes over a rectangle, `stripe` wide with gaps of about the same width, on the ground as it is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    lean, step = rect.height(), stripe * 2.1
    path = QPainterPath()
    x = rect.left() - lean
    while x < rect.right() + lean:
        corners = [
            QPointF(x, rect.bottom()),
            QPointF(x + stripe * 1.2, rect.bottom()),
            QPointF(x + stripe * 1.2 + lean, rect.top()),
            QPointF(x + lean, rect.top()),
        ]
        path.addPolygon(QPolygonF(corners))
        x += step
    painter.fillPath(path, color)
    painter.restore()
