"""The whole map as a picture that can be painted in any part, at any scale, on a screen, a page or into a file."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from kanban_app.domain.flow_layout import Box
from kanban_app.domain.flow_ways import Decoupling, Pair, decoupling_of, stations_of, way_of
from kanban_app.domain.stations import StationKind
from kanban_app.gui.flow_map import words
from kanban_app.gui.flow_map.boxes import needed_size, paint_box
from kanban_app.gui.flow_map.inks import LEFT, RIGHT, pen, text_width, write
from kanban_app.gui.flow_map.lines import PILL_HEIGHT, PILLS_FROM, LinkPicture, pill_width, rect_of
from kanban_app.gui.flow_map.now import MOST_LINES, FlowNow, LinkNow, StationNow
from kanban_app.gui.flow_map.plan import FlowPlan
from kanban_app.i18n import _

FADED = 0.3
# Under the map stand the words of the decoupling point; its line runs at this distance from a box,
# its words at that from the line.
_FOOT, _BESIDE, _WORDS_OFF = 74.0, 15.0, 12.0


def sizes_of(now: FlowNow) -> dict[int, tuple[float, float]]:
    """The size of each station's box. A head keeps room for what it may say later."""
    sizes = {}
    for station_id, station in now.structure.stations.items():
        held = now.held_items(station_id)
        items = [now.structure.items[item_id].code for item_id in held]
        heads = [now.widest_work(station_id)]
        sizes[station_id] = needed_size(station.kind, station.name, heads, items[:MOST_LINES])
    return sizes


def pill_sizes_of(now: FlowNow) -> dict[Pair, tuple[float, float]]:
    """The room for the pill of each link with loops: for as many cards as its loops have."""
    sizes = {}
    for pair, loop_ids in now.pairs.items():
        if loop_ids:
            most = sum(now.structure.loops[loop_id].card_count for loop_id in loop_ids)
            sizes[pair] = (pill_width([words.calling_of(most, most)]), PILL_HEIGHT)
    return sizes


class FlowPicture:
    """A plan with what is shown on it now. `update_link` and `update_station` answer what must be painted again."""

    def __init__(self, now: FlowNow, plan: FlowPlan) -> None:
        self.now, self.plan = now, plan
        layout = plan.layout
        self.boxes = {station_id: rect_of(box) for station_id, box in layout.boxes.items()}
        self.links = {pair: LinkPicture(route, plan.pills.get(pair)) for pair, route in layout.routes.items()}
        self.bounds = QRectF(0, 0, layout.width, layout.height + _FOOT)
        self.item_id: int | None = None
        self.point: Decoupling | None = None
        self._lit_stations: frozenset[int] = frozenset()
        self._stations: dict[int, StationNow] = {}
        self._link_facts: dict[Pair, LinkNow] = {}
        self.look_again()

    def look_again(self) -> None:
        """Take over everything as it is now."""
        self._stations = {station_id: self.now.station(station_id) for station_id in self.boxes}
        self._link_facts = {pair: self.now.link(pair) for pair in self.links}

    def update_link(self, pair: Pair) -> QRectF:
        """What must be painted again of a link; empty where nothing differs."""
        found = self.now.link(pair)
        if found == self._link_facts[pair]:
            return QRectF()
        self._link_facts[pair] = found
        return self.links[pair].bounds

    def update_station(self, station_id: int) -> QRectF:
        """What must be painted again of a station; empty where nothing differs."""
        found = self.now.station(station_id)
        if found == self._stations[station_id]:
            return QRectF()
        self._stations[station_id] = found
        return self.boxes[station_id].adjusted(-2, -2, 2, 2)

    # -- what is there

    def station(self, station_id: int) -> StationNow:
        """A station as it is shown."""
        return self._stations[station_id]

    def link(self, pair: Pair) -> LinkNow:
        """A link as it is shown."""
        return self._link_facts[pair]

    def station_at(self, point: QPointF) -> int | None:
        """The station whose box is here."""
        return next((station_id for station_id, rect in self.boxes.items() if rect.contains(point)), None)

    def pill_at(self, point: QPointF, scale: float) -> Pair | None:
        """The link whose pill is here, where pills are shown at this scale; of several the last painted."""
        if scale < PILLS_FROM:
            return None
        near = [pair for pair, link in self.links.items() if link.bounds.contains(point)]
        found = [pair for pair in near if self.links[pair].pill_rect(self.link(pair)).contains(point)]
        return max(found, key=self.is_link_lit, default=None)

    # -- one item's way

    def show_way(self, item_id: int | None) -> None:
        """Let one item's way stand out, with its decoupling point; None for all items."""
        self.item_id = item_id
        structure = self.now.structure
        self.now.way = None if item_id is None else way_of(structure, item_id)
        self.point = None if item_id is None else decoupling_of(structure, item_id)
        self._lit_stations = stations_of(structure, self.now.way or ())
        self.look_again()

    def is_station_lit(self, station_id: int) -> bool:
        """Whether a station belongs to what is shown."""
        return self.now.way is None or station_id in self._lit_stations

    def is_link_lit(self, pair: Pair) -> bool:
        """Whether a link belongs to what is shown; one without loops does when both its ends do."""
        if self.now.way is None:
            return True
        loops = self.now.pairs[pair]
        return not self.now.way.isdisjoint(loops) if loops else self._lit_stations.issuperset(pair)

    # -- painting

    def paint(self, painter: QPainter, part: QRectF, scale: float, headless: Collection[Pair] = ()) -> None:
        """Paint what touches this part of the map; arrowheads of the `headless` links are left to who asks so."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        near = [pair for pair, link in self.links.items() if link.bounds.intersects(part)]
        touched = [pair for pair in near if self.links[pair].touches(part, self.link(pair))]
        touched.sort(key=self.is_link_lit)
        for pair in touched:
            painter.setOpacity(self._link_opacity(pair))
            self.links[pair].paint_lines(painter, part, self.link(pair), scale, heads=pair not in headless)
        for station_id, rect in self.boxes.items():
            if rect.adjusted(-3, -3, 3, 3).intersects(part):
                painter.setOpacity(1.0 if self.is_station_lit(station_id) else FADED)
                paint_box(painter, rect, self.station(station_id), self.now.way, scale)
        painter.setOpacity(1.0)
        self._paint_point(painter)
        if scale >= PILLS_FROM:
            for pair in touched:
                if self.links[pair].pill_rect(self.link(pair)).intersects(part):
                    painter.setOpacity(self._link_opacity(pair))
                    self.links[pair].paint_pill(painter, self.link(pair))
        painter.setOpacity(1.0)

    def paint_heads(self, painter: QPainter, pair: Pair, crept: float) -> None:
        """The arrowheads of one link on their way."""
        painter.setOpacity(self._link_opacity(pair))
        self.links[pair].paint_heads(painter, self.link(pair), crept)
        painter.setOpacity(1.0)

    def _link_opacity(self, pair: Pair) -> float:
        return 1.0 if self.is_link_lit(pair) else FADED

    def point_lines(self) -> list[tuple[float, float]]:
        """The decoupling point as upright lines: (x, top) of each, one for each column where stock ends."""
        if self.point is None:
            return []
        columns = self.plan.layout.columns
        stations = sorted(self.point.station_ids, key=lambda station_id: (columns[station_id], station_id))
        lines: list[tuple[float, float]] = []
        for _column, group in groupby(stations, key=columns.__getitem__):
            ids = list(group)
            places = [self._beside(station_id) for station_id in ids]
            lines.append((max(places), min(self.plan.layout.boxes[station_id].y for station_id in ids) - 26))
        return lines

    def words_area(self) -> QRectF | None:
        """Where the words of the decoupling point stand: at the foot of its first line."""
        lines = self.point_lines()
        if not lines:
            return None
        return QRectF(lines[0][0] - 180, self.plan.layout.height, 360, _FOOT - 10).intersected(self.bounds)

    def _beside(self, station_id: int) -> float:
        """Work on order begins at a workstation after its stock of inputs; a store is behind what it holds."""
        box: Box = self.plan.layout.boxes[station_id]
        kind = self.now.structure.stations[station_id].kind
        is_before = kind is StationKind.WORKSTATION and self.point is not None and not self.point.is_all_stock
        return box.x - _BESIDE if is_before else box.right + _BESIDE

    def _paint_point(self, painter: QPainter) -> None:
        lines = self.point_lines()
        bottom = self.plan.layout.height
        for place, (x, top) in enumerate(lines):
            painter.setPen(pen("hold", 3.2))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom + _FOOT - 10))
            if not place:
                self._write_point(painter, x, bottom)

    def _write_point(self, painter: QPainter, x: float, bottom: float) -> None:
        """At the foot of the map nothing else stands."""
        assert self.point is not None
        stocked, ordered = words.point_sides(self.point)
        title = _("Decoupling point")
        # at the sale end there is no room at the right of the line
        is_right = x + _WORDS_OFF + text_width(title, 16, 700) < self.bounds.right()
        left, right = QRectF(0, bottom - 2, x - _WORDS_OFF, 24), QRectF(x + _WORDS_OFF, bottom - 2, 600, 24)
        write(painter, right if is_right else left, title, "hold", 16, 700, LEFT if is_right else RIGHT)
        left.translate(0, 26)
        right.translate(0, 26)
        write(painter, left, f"‹ {stocked}", "ink2", 15, 600, RIGHT)
        if ordered:
            write(painter, right, f"{ordered} ›", "hold", 15, 600, LEFT)
