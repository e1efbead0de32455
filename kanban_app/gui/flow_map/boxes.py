"""Station boxes: suppliers with a saw-tooth roof, workstations plain, stores open to the left; what each holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from kanban_app.domain.board import Zone
from kanban_app.domain.stations import StationKind
from kanban_app.gui.flow_map.inks import LEFT, RIGHT, pen, text_width, write, write_wrapped
from kanban_app.gui.flow_map.now import MOST_LINES, ItemLine, StationNow
from kanban_app.gui.look import shapes, theme

PAD, ROOF, HEAD, LINE, FOOT = 14.0, 16.0, 62.0, 29.0, 8.0
NARROWEST, WIDEST = 178.0, 286.0
_BAR, _PIECES, _SIGN, _GAP = 38.0, 52.0, 16.0, 7.0
_TEETH = 4
# Below this scale a box shows its name and its zone only: anything else would be under 8 px.
COARSE_BELOW = 0.5
_READABLE = 12.0


def needed_size(kind: StationKind, name: str, head_texts: Sequence[str], items: Sequence[str]) -> tuple[float, float]:
    """The width and height a station's box needs for these texts, its items as they are written in it."""
    beside = _BAR + _PIECES + _SIGN + 3 * _GAP
    texts = [text_width(name, 17, 700), *(text_width(text, 14, 400) for text in head_texts)]
    texts += [text_width(item, 14, 500) + beside for item in items[:MOST_LINES]]
    width = min(max(NARROWEST, max(texts) + 2 * PAD), WIDEST)
    line_count = min(len(items), MOST_LINES)
    roof = ROOF if kind is StationKind.SUPPLIER else 0.0
    return round(width), roof + HEAD + line_count * LINE + (FOOT if line_count else 0.0)


def outline(kind: StationKind, rect: QRectF) -> QPainterPath:
    """A station's shape as an area."""
    if kind is not StationKind.SUPPLIER:
        path = QPainterPath()
        radius = 8.0 if kind is StationKind.WORKSTATION else 0.0
        path.addRoundedRect(rect, radius, radius)
        return path
    tooth = rect.width() / _TEETH
    points = [rect.bottomLeft(), QPointF(rect.left(), rect.top() + ROOF)]
    for place in range(_TEETH):
        points.append(QPointF(rect.left() + (place + 0.62) * tooth, rect.top()))
        points.append(QPointF(rect.left() + (place + 0.62) * tooth, rect.top() + ROOF))
    points[-1] = QPointF(rect.right(), rect.top() + ROOF * 0.6)
    points.append(rect.bottomRight())
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _store_walls(rect: QRectF) -> QPainterPath:
    """Open to the left: one takes from there."""
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.topRight())
    path.lineTo(rect.bottomRight())
    path.lineTo(rect.bottomLeft())
    return path


def paint_box(painter: QPainter, rect: QRectF, now: StationNow, lit: frozenset[int] | None, scale: float) -> None:
    """Draw a station. `lit` are the loops whose items stand out, None for all; `scale` tells how small it will be."""
    is_store = now.kind is StationKind.STORE
    shape = outline(now.kind, rect)
    painter.fillPath(shape, theme.color("surface"))
    edge = pen("line_strong", 3.0 if is_store else 1.6)
    edge.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    inner = rect.adjusted(0, 1.5, -1.5, -1.5)
    painter.strokePath(_store_walls(inner) if is_store else shape, edge)
    body = rect.adjusted(PAD, ROOF if now.kind is StationKind.SUPPLIER else 0.0, -PAD, 0)
    if scale < COARSE_BELOW:
        _paint_coarse(painter, body, now, scale)
        return
    _paint_head(painter, body, now)
    opacity = painter.opacity()
    for place, line in enumerate(now.lines):
        is_lit = lit is None or not line.loop_ids or not lit.isdisjoint(line.loop_ids)
        painter.setOpacity(opacity if is_lit else opacity * 0.4)
        top = body.top() + HEAD + place * LINE
        _paint_line(painter, QRectF(body.left(), top, body.width(), LINE), line)
    painter.setOpacity(opacity)


def _paint_head(painter: QPainter, body: QRectF, now: StationNow) -> None:
    top = body.top() + 9
    write(painter, QRectF(body.left(), top, body.width(), 24), now.name, "ink", 17, 700)
    if not now.late:
        write(painter, QRectF(body.left(), top + 25, body.width(), 20), now.work, "ink2", 14, 400)
        return
    told = text_width(now.late, 14, 600)
    room = body.width() - told
    choices = [f"{now.work}, ", f"{now.work_short}, ", ""]
    work = next(text for text in choices if not text or text_width(text, 14, 400) <= room)
    write(painter, QRectF(body.left(), top + 25, room, 20), work, "ink2", 14, 400)
    x = body.left() + (text_width(work, 14, 400) if work else 0.0)
    write(painter, QRectF(x, top + 25, told, 20), now.late, "stop", 14, 600)


def _paint_line(painter: QPainter, rect: QRectF, line: ItemLine) -> None:
    tone = "stop" if line.is_out else "ink"
    sign = QRectF(rect.right() - _SIGN, rect.center().y() - _SIGN / 2, _SIGN, _SIGN)
    if line.zone is not Zone.GREEN:
        shapes.paint_zone(painter, sign, line.zone)
    if not line.loop_ids:
        write(painter, rect.adjusted(0, 0, -_SIGN - _GAP, 0), line.item, "ink2", 14, 400)
        return
    pieces_width = max(text_width(line.pieces, 15, 700), _PIECES * 0.6)
    pieces = QRectF(sign.left() - _GAP - pieces_width, rect.top(), pieces_width, rect.height())
    write(painter, pieces, line.pieces, tone, 15, 700, RIGHT)
    bar_right = sign.left() - 2 * _GAP - max(pieces_width, _PIECES)
    bar = QRectF(bar_right - _BAR, rect.center().y() - 5, _BAR, 10)
    if bar.right() > pieces.left() - 2:
        bar.moveRight(pieces.left() - _GAP)
    _paint_bar(painter, bar, line)
    name = QRectF(rect.left(), rect.top(), bar.left() - _GAP - rect.left(), rect.height())
    write(painter, name, line.item, tone, 14, 500, LEFT)


def _paint_bar(painter: QPainter, bar: QRectF, line: ItemLine) -> None:
    painter.fillRect(bar, theme.color("surface"))
    if line.most:
        painter.fillRect(
            QRectF(bar.topLeft(), bar.bottomLeft()).adjusted(0, 0, bar.width() * line.steps / line.most, 0),
            theme.color("stock"),
        )
    painter.setPen(QPen(theme.color("stop" if line.is_out else "line_strong"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)


def _paint_coarse(painter: QPainter, body: QRectF, now: StationNow, scale: float) -> None:
    """The name as large as can be read, and the worst zone."""
    sign = 0.0
    if now.zone is not Zone.GREEN:
        sign = min(22.0, body.height() * 0.4)
        place = QRectF(body.right() - sign, body.top() + (HEAD - sign) / 2, sign, sign)
        shapes.paint_zone(painter, place, now.zone)
        sign += 8
    size = float(round(min(_READABLE / scale, HEAD * 0.6)))
    room = QRectF(body.left(), body.top(), body.width() - sign, HEAD)
    longest = max((text_width(word, size, 600) for word in now.name.split()), default=0.0)
    has_two_lines = body.height() >= 2.6 * size and room.width() >= longest
    if has_two_lines and text_width(now.name, size, 600) > room.width():
        write_wrapped(painter, room.adjusted(0, 4, 0, body.height() - HEAD), now.name, "ink", size, 600)
    else:
        write(painter, room, now.name, "ink", size, 600)
