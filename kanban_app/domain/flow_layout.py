"""Where everything stands on the flow map: boxes in columns, lines between them that pass between the boxes.

All lengths are in pixels at 96 dpi and 100 %. Only geometry here is in floating point; it counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from kanban_app.domain.flow_layers import Layers, layered
from kanban_app.domain.flow_ways import Pair

# Between two boxes of a column, around a line that passes a column, between columns, at the edge of the map.
BOX_GAP = 58.0
LINE_ROOM = 42.0
COLUMN_GAP = 118.0
WIDEST_GAP = 260.0
MARGIN = 36.0
# Between the lines that arrive at one side of a box, where it is tall enough; and to its corners.
PORT_STEP = 46.0
PORT_INSET = 14.0
# A box is at least so tall that its lines stand this far apart, for as many lines as one can still follow.
LEAST_STEP, MOST_SPREAD = 25.0, 14
# Between a link's two lines, from their middle.
LANE = 6.0
# With more lines than a few, a gap is so much wider for each of them: their pills need places.
_FEW_PARTS, _WIDER = 6, 10.0
_ROUNDS = 10
# A line that bends in every column is harder to follow than a box that stands a little off.
_WEIGHTS = {0: 1.0, 1: 2.0, 2: 8.0}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Whether both share some area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def grown(self, by: float) -> Box:
        """The same with so much more at every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Route:
    """The way of goods between two stations: points in the direction of the goods.

    Between two points at one height it runs straight, else in a curve that is level at both ends.
    """

    points: tuple[Point, ...]

    @property
    def bounds(self) -> Box:
        """The rectangle around it, its two lines included."""
        xs, ys = [x for x, _y in self.points], [y for _x, y in self.points]
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(LANE + 1)


@dataclass(frozen=True, slots=True)
class FlowLayout:
    """The whole map: a box by station, the column each stands in (0 at the left), a route by pair of stations."""

    boxes: Mapping[int, Box]
    columns: Mapping[int, int]
    routes: Mapping[Pair, Route]
    width: float
    height: float


def laid_out(sizes: Mapping[int, tuple[float, float]], pairs: Iterable[Pair]) -> FlowLayout:
    """Lay out the stations, given by id with the width and height each needs, and the links between them.

    The same arguments answer the same. No two boxes overlap; without circles every link goes to the right.
    """
    layers = layered(sorted(sizes), pairs)
    frame = _Frame(layers, sizes)
    frame.settle()
    boxes = {station_id: frame.box(node) for node, station_id in enumerate(layers.station_ids)}
    columns = {station_id: layers.column_of[node] for node, station_id in enumerate(layers.station_ids)}
    routes = {chain.pair: frame.route(number) for number, chain in enumerate(layers.chains)}
    width = frame.lefts[-1] + frame.widths[-1] + MARGIN if frame.lefts else 0.0
    bottoms = [box.bottom for box in boxes.values()]
    bottoms += [point[1] + LINE_ROOM / 2 for route in routes.values() for point in route.points]
    return FlowLayout(boxes, columns, routes, width, max(bottoms, default=-MARGIN) + MARGIN)


class _Frame:
    """Coordinates of the nodes of some layers."""

    def __init__(self, layers: Layers, sizes: Mapping[int, tuple[float, float]]) -> None:
        self._layers = layers
        bend_count = len(layers.column_of) - layers.station_count
        tall = zip(layers.station_ids, _least_heights(layers), strict=True)
        self._heights = [max(sizes[station_id][1], least) for station_id, least in tall] + [LINE_ROOM] * bend_count
        self._ports: dict[tuple[int, int, bool], float] = {}
        self._neighbours: list[list[tuple[int, float, float]]] = [[] for _ in layers.column_of]
        self._middles = [0.0] * len(layers.column_of)
        self.widths = self._column_widths(sizes)
        self.lefts = self._column_lefts()
        self._set_ports()
        self._link()

    def _column_widths(self, sizes: Mapping[int, tuple[float, float]]) -> list[float]:
        ids, count = self._layers.station_ids, self._layers.station_count
        return [
            max((sizes[ids[node]][0] for node in column if node < count), default=0.0)
            for column in self._layers.columns
        ]

    def _column_lefts(self) -> list[float]:
        """A gap that many lines go through is a little wider."""
        parts = [0] * len(self.widths)
        for chain in self._layers.chains:
            for node in chain.nodes[1:]:
                parts[self._layers.column_of[node]] += 1
        lefts, right = [], MARGIN - COLUMN_GAP
        for width, part_count in zip(self.widths, parts, strict=True):
            gap = min(COLUMN_GAP + _WIDER * max(0, part_count - _FEW_PARTS), WIDEST_GAP)
            lefts.append(right + gap)
            right = lefts[-1] + width
        return lefts

    def _set_ports(self) -> None:
        """Where each link touches its boxes, as a distance from the box's middle: in the order of the other ends."""
        order = {node: place for column in self._layers.columns for place, node in enumerate(column)}
        sides: dict[tuple[int, bool], list[tuple[int, int]]] = {}
        for number, chain in enumerate(self._layers.chains):
            sides.setdefault((chain.nodes[0], True), []).append((order[chain.nodes[1]], number))
            sides.setdefault((chain.nodes[-1], False), []).append((order[chain.nodes[-2]], number))
        for (node, at_right), ends in sides.items():
            ends.sort()
            step = min(PORT_STEP, max(0.0, self._heights[node] - 2 * PORT_INSET) / len(ends))
            for place, (_other, number) in enumerate(ends):
                self._ports[node, number, at_right] = (place - (len(ends) - 1) / 2) * step

    def _link(self) -> None:
        """For every node its neighbours, where it should stand from each of them, and how much that counts."""
        count = self._layers.station_count
        for number, chain in enumerate(self._layers.chains):
            for left, right in pairwise(chain.nodes):
                weight = _WEIGHTS[(left >= count) + (right >= count)]
                down = self._port(left, number, True) - self._port(right, number, False)
                self._neighbours[right].append((left, down, weight))
                self._neighbours[left].append((right, -down, weight))

    def _port(self, node: int, number: int, at_right: bool) -> float:
        return self._ports.get((node, number, at_right), 0.0)

    def settle(self) -> None:
        """Find heights: near those of the neighbours, in the order of the column, without overlap."""
        for column in self._layers.columns:
            self._place(column, [0.0] * len(column), [1.0] * len(column))
        for turn in range(_ROUNDS):
            columns = self._layers.columns if turn % 2 == 0 else self._layers.columns[::-1]
            side = 0 if turn >= _ROUNDS - 4 else (-1 if turn % 2 == 0 else 1)
            for column in columns:
                self._settle_column(column, side)
        top = min((self._middles[node] - height / 2 for node, height in enumerate(self._heights)), default=0.0)
        self._middles = [round(middle - top + MARGIN, 1) for middle in self._middles]

    def _settle_column(self, column: Sequence[int], side: int) -> None:
        """Look at the neighbours at the left (-1), the right (1) or both (0); who has none there stays."""
        wanted, weights = [], []
        for node in column:
            own = self._layers.column_of[node]
            total = weighed = 0.0
            for other, down, weight in self._neighbours[node]:
                if not side or (self._layers.column_of[other] - own) * side > 0:
                    total += weight
                    weighed += weight * (self._middles[other] + down)
            wanted.append(weighed / total if total else self._middles[node])
            weights.append(total or 0.1)
        self._place(column, wanted, weights)

    def _place(self, column: Sequence[int], wanted: Sequence[float], weights: Sequence[float]) -> None:
        """Least squares under the column's order (pool adjacent violators)."""
        offsets, below = [], 0.0
        for place, node in enumerate(column):
            if place:
                below += self._distance(column[place - 1], node)
            offsets.append(below)
        pools: list[tuple[float, float, int]] = []
        for aim, weight, offset in zip(wanted, weights, offsets, strict=True):
            pool = (aim - offset, weight, 1)
            while pools and pools[-1][0] > pool[0]:
                mean, heavy, many = pools.pop()
                whole = heavy + pool[1]
                pool = ((mean * heavy + pool[0] * pool[1]) / whole, whole, many + pool[2])
            pools.append(pool)
        means = [mean for mean, _weight, many in pools for _ in range(many)]
        for node, mean, offset in zip(column, means, offsets, strict=True):
            self._middles[node] = mean + offset

    def _distance(self, upper: int, lower: int) -> float:
        both_boxes = upper < self._layers.station_count and lower < self._layers.station_count
        return (self._heights[upper] + self._heights[lower]) / 2 + (BOX_GAP if both_boxes else BOX_GAP / 3)

    def box(self, node: int) -> Box:
        """A station's box, as wide as its column."""
        column, height = self._layers.column_of[node], self._heights[node]
        return Box(self.lefts[column], self._middles[node] - height / 2, self.widths[column], height)

    def route(self, number: int) -> Route:
        """The way of a link, by the place of its chain, in the direction of its goods."""
        chain = self._layers.chains[number]
        left, *bends, right = chain.nodes
        start = self.box(left)
        points = [(start.right, self._middles[left] + self._port(left, number, True))]
        for bend in bends:
            column, y = self._layers.column_of[bend], self._middles[bend]
            points += [(self.lefts[column], y), (self.lefts[column] + self.widths[column], y)]
        points.append((self.box(right).x, self._middles[right] + self._port(right, number, False)))
        return Route(tuple(points[::-1] if chain.is_turned else points))


def _least_heights(layers: Layers) -> list[float]:
    """How tall each station must be for the lines at its sides."""
    at_left, at_right = [0] * len(layers.column_of), [0] * len(layers.column_of)
    for chain in layers.chains:
        at_right[chain.nodes[0]] += 1
        at_left[chain.nodes[-1]] += 1
    most = (max(at_left[node], at_right[node]) for node in range(layers.station_count))
    return [min(count, MOST_SPREAD) * LEAST_STEP + 2 * PORT_INSET if count else 0.0 for count in most]


def curve(start: Point, end: Point, lane: float = 0.0) -> tuple[Point, Point, Point, Point]:
    """The cubic curve between two points of a route, `lane` beside it (below it where goods go level)."""
    (x0, y0), (x1, y1) = start, end
    fall = (y1 - y0) * (1 if x1 >= x0 else -1)
    # parallel in the steep middle too: a line below is at the left of one that falls to the right
    bend = (x0 + x1) / 2 - lane * max(-1.0, min(1.0, fall / 40))
    return (x0, y0 + lane), (bend, y0 + lane), (bend, y1 + lane), (x1, y1 + lane)


def sampled(start: Point, end: Point, lane: float, count: int) -> Iterator[Point]:
    """`count` + 1 points along the curve between two points of a route, both ends among them."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve(start, end, lane)
    for place in range(count + 1):
        t = place / count
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        yield a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def traced(route: Route, lane: float = 0.0, step: float = 12.0) -> Iterator[Point]:
    """Points along a route, about `step` apart, both ends among them."""
    yield route.points[0][0], route.points[0][1] + lane
    for start, end in pairwise(route.points):
        count = max(1, round((abs(end[0] - start[0]) + abs(end[1] - start[1])) / step))
        yield from islice(sampled(start, end, lane, count), 1, None)
