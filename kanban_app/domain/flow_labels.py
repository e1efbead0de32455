"""Where the pills of the flow map stand: beside their line, over no box and no other pill, over few other lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kanban_app.domain.flow_layout import LANE, Box, FlowLayout, Point, Route, traced
from kanban_app.domain.flow_ways import Pair

# Which share of its line a pill may stand at, the best first.
SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
_CELL = 96.0
_STEP = 16.0
_MOST_POINTS = 40
# From a line to a pill beside it: room for the line's arrowheads.
_CLEAR = 7.0
# What it costs to stand over a box, a pill, each point of another line, each of one's own, each place further out.
_ON_BOX, _ON_PILL, _ON_LINE, _ON_OWN, _FURTHER = 1000.0, 400.0, 9.0, 5.0, 2.0
_AWAY = 0.4


class _Grid:
    """What stands where, by squares, so that only what is near is looked at."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[int, int], list[tuple[Box, float]]] = {}
        self._points: dict[tuple[int, int], list[tuple[float, float, Pair]]] = {}

    def put(self, box: Box, cost: float) -> None:
        """Note that something stands here and what it costs to stand over it."""
        for cell in _cells_of(box):
            self._boxes.setdefault(cell, []).append((box, cost))

    def put_line(self, pair: Pair, points: list[Point]) -> None:
        """Note where a line goes."""
        for x, y in points:
            self._points.setdefault((int(x // _CELL), int(y // _CELL)), []).append((x, y, pair))

    def cost(self, pair: Pair, box: Box) -> float:
        """What it costs to stand here, for the pill of this link."""
        wide = box.grown(LANE)
        left, right, top, bottom = wide.x, wide.right, wide.y, wide.bottom
        under: dict[Box, float] = {}
        total = 0.0
        for cell in _cells_of(wide):
            under.update(entry for entry in self._boxes.get(cell, ()) if box.overlaps(entry[0]))
            for x, y, owner in self._points.get(cell, ()):
                if left < x < right and top < y < bottom:
                    total += _ON_OWN if owner == pair else _ON_LINE
        return total + sum(under.values())


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    for across in range(int(box.x // _CELL), int(box.right // _CELL) + 1):
        for down in range(int(box.y // _CELL), int(box.bottom // _CELL) + 1):
            yield across, down


def labels_placed(layout: FlowLayout, sizes: Mapping[Pair, tuple[float, float]]) -> dict[Pair, Box]:
    """The rectangle of the pill of each link that is given with a size. The same arguments answer the same."""
    grid = _Grid()
    for box in layout.boxes.values():
        grid.put(box.grown(3), _ON_BOX)
    lines = {pair: _points(route) for pair, route in layout.routes.items()}
    for pair, points in lines.items():
        grid.put_line(pair, points)
    placed: dict[Pair, Box] = {}
    for pair in sorted(sizes, key=lambda pair: (_length(layout.routes[pair]), pair)):
        placed[pair] = box = _best(grid, pair, _candidates(lines[pair], *sizes[pair]))
        grid.put(box.grown(4), _ON_PILL)
    return placed


def _points(route: Route) -> list[Point]:
    return list(traced(route, 0.0, max(_STEP, _length(route) / _MOST_POINTS)))


def _best(grid: _Grid, pair: Pair, candidates: Iterator[tuple[Box, float]]) -> Box:
    """Candidates come with what they cost by themselves, ever more: the search ends when nothing can be better."""
    best, least = next(candidates)
    least += grid.cost(pair, best)
    for box, own in candidates:
        if own >= least:
            break
        cost = own + grid.cost(pair, box)
        if cost < least:
            best, least = box, cost
    return best


def _length(route: Route) -> float:
    """The shortest links choose first: they have the least room."""
    return abs(route.points[-1][0] - route.points[0][0]) + abs(route.points[-1][1] - route.points[0][1])


def _candidates(points: list[Point], width: float, height: float) -> Iterator[tuple[Box, float]]:
    """Above the line, on it and below it, from the middle outwards; each with what it costs to be there."""
    for rank, share in enumerate(SHARES):
        x, y = points[round(share * (len(points) - 1))]
        for away, (right, down) in enumerate(_SIDES):
            middle_x = x + right * (width / 2 + LANE + _CLEAR)
            middle_y = y + down * (height / 2 + LANE + _CLEAR)
            yield Box(middle_x - width / 2, middle_y - height / 2, width, height), rank * _FURTHER + away * _AWAY


_SIDES = ((0, -1), (0, 0), (0, 1), (1, 0), (-1, 0))
