"""The items' drawings: from shapes that a person can edit to the straight strokes that a plant file stores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import cos, radians, sin

from sqlalchemy import insert

from kanban_app import resources
from kanban_app.operations.session import Session
from kanban_app.store.tables import METADATA

MEDIA_TYPE = "text/drawing"
_CURVE_STEPS = 14
_DEGREES_A_STEP = 9
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
_COMMAND = re.compile(r"([MLHVCQZmlhvcqz])([-+.\d\s,]*)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")

Point = tuple[float, float]


def drawing_name(item_code: str) -> str:
    """The resource that holds an item's drawing."""
    return f"demo/{item_code.replace(' ', '_')}.txt"


def store_drawings(session: Session, item_codes: tuple[str, ...]) -> None:
    """Keep each item's drawing in the plant, under the item's name; inside a transaction of its own."""
    rows = [{"name": code, "media_type": MEDIA_TYPE, "data": read_drawing(code).encode("ascii")} for code in item_codes]
    with session.database.write():
        session.database.core.execute(insert(METADATA.tables["picture"]), rows)


def read_drawing(item_code: str) -> str:
    """An item's drawing as it is stored: "WIDTH HEIGHT PATH". Raises FileNotFoundError where it has none."""
    return as_strokes(resources.path(drawing_name(item_code)).read_text(encoding="utf-8"))


def as_strokes(text: str) -> str:
    """A drawing of shapes (see resources/demo/README.md) as "WIDTH HEIGHT PATH" of straight strokes.

    Raises ValueError for a line that is no shape.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    strokes = [stroke for line in lines[1:] for stroke in _shape(line)]
    return f"{lines[0]} {' '.join(_written(stroke) for stroke in strokes)}"


def _written(stroke: list[Point]) -> str:
    points = [f"{_short(x)} {_short(y)}" for x, y in stroke]
    return f"M{points[0]} L{' '.join(points[1:])}"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _shape(line: str) -> Iterator[list[Point]]:
    word, _, rest = line.partition(" ")
    numbers = [float(number) for number in rest.split()] if word.islower() and len(word) > 1 else []
    if word == "circle":
        x, y, radius = numbers
        yield _ellipse(x, y, radius, radius, 0, 360)
    elif word == "ellipse":
        x, y, across, down = numbers
        yield _ellipse(x, y, across, down, 0, 360)
    elif word == "arc":
        x, y, across, down, start, end = numbers
        yield _ellipse(x, y, across, down, start, end)
    elif word == "box":
        yield _box(*numbers)
    else:
        yield from _path(line)


def _ellipse(x: float, y: float, across: float, down: float, start: float, end: float) -> list[Point]:
    steps = max(4, round(abs(end - start) / _DEGREES_A_STEP))
    angles = [radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + across * cos(angle), y + down * sin(angle)) for angle in angles]


def _box(x: float, y: float, width: float, height: float, radius: float) -> list[Point]:
    """Four quarter circles and what joins them."""
    left, right, top, bottom = x + radius, x + width - radius, y + radius, y + height - radius
    corners = ((right, top, -90), (right, bottom, 0), (left, bottom, 90), (left, top, 180))
    points = [
        point for cx, cy, start in corners for point in _ellipse(cx, cy, radius, radius, float(start), start + 90.0)
    ]
    return [*points, points[0]]


def _path(line: str) -> Iterator[list[Point]]:
    if _COMMAND.sub("", line).strip():
        raise ValueError(line)
    stroke: list[Point] = []
    for letter, arguments in _COMMAND.findall(line):
        kind = letter.upper()
        numbers = [float(number) for number in _NUMBER.findall(arguments)]
        if kind == "M":
            if len(stroke) > 1:
                yield stroke
            stroke = [_end(kind, letter, numbers, stroke[-1] if stroke else (0.0, 0.0))]
        elif kind == "Z":
            stroke.append(stroke[0])
        else:
            for place in range(0, len(numbers), _ARGUMENTS[kind]):
                _go_on(stroke, kind, letter, numbers[place : place + _ARGUMENTS[kind]])
    if len(stroke) > 1:
        yield stroke


def _go_on(stroke: list[Point], kind: str, letter: str, numbers: list[float]) -> None:
    here = stroke[-1]
    if kind not in "CQ":
        stroke.append(_end(kind, letter, numbers, here))
        return
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    controls = [here, *(_end("L", letter, list(pair), here) for pair in pairs)]
    stroke += [_on_curve(controls, step / _CURVE_STEPS) for step in range(1, _CURVE_STEPS + 1)]


def _end(kind: str, letter: str, numbers: list[float], here: Point) -> Point:
    x, y = here if letter.islower() else (0.0, 0.0)
    if kind == "H":
        return x + numbers[0], here[1]
    if kind == "V":
        return here[0], y + numbers[0]
    return x + numbers[0], y + numbers[1]


def _on_curve(controls: list[Point], share: float) -> Point:
    """The point of a Bézier curve at this share of its way (de Casteljau)."""
    points = controls
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(points)]
    return points[0]
