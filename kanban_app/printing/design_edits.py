"""Steps of editing a design. Each answers a new design that has been read as a file is; nothing here draws.

Elements and rules are named by their places, counted from 0. With a `rule`, values go into what that rule sets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kanban_app.printing.design_files import changed, dump, load, thawed
from kanban_app.printing.design_values import DesignProblem
from kanban_app.printing.elements import KINDS, Band, Design, Element, HairLine, QrCode, Text
from kanban_app.printing.geometry import Box

Entry = dict[str, Any]

SMALLEST_MM = 1.0
"""No side of an element is pulled smaller; a line may be flat."""
_APART_MM = 3.0
_TEXT = {"field": "item_code", "sizes": [[5, 2.5]]}
_NEW: dict[str, Entry] = {
    "text": {"width": 40, "height": 8, "parts": [_TEXT]},
    "label": {"width": 30, "height": 3, "text": "TEXT", "sizes": [[2, 2]]},
    "box": {"width": 40, "height": 20},
    "rule": {"width": 40, "height": 0},
    "arrow": {"width": 8, "height": 6},
    "band": {
        "width": 14, "height": 60, "plate_left": 3.3, "plate_top": 8, "plate_width": 7.4, "plate_height": 44,
        "sizes": [[3.9, 2]],
    },
    "lot_triangle": {"width": 10.6, "height": 9.6},
    "corner": {"width": 20, "height": 20},
    "qr": {"width": 23.1, "height": 23.1},
    "code128": {"width": 54, "height": 12, "narrow_mm": 0.3},
    "picture": {"width": 27, "height": 22},
    "urgent": {"width": 31, "height": 6, "sizes": [[3.1, 2]]},
}  # fmt: skip


def effective(design: Design, at: int, rule: int | None = None) -> Element:
    """The element as it is, or as this rule alone would have it."""
    element = design.elements[at]
    if rule is None or not element.when[rule].change:
        return element
    return changed(element, thawed(element.when[rule].change))


def with_values(design: Design, at: int, values: Mapping[str, Any], rule: int | None = None) -> Design:
    """The design with these values of an element as a file has them. Raises DesignProblem with the place."""

    def edit(entries: list[Entry]) -> None:
        entry = entries[at]
        if rule is None:
            entry.update(values)
        else:
            entry["when"][rule].setdefault("set", {}).update(values)

    return _rewritten(design, edit)


def with_box(design: Design, at: int, box: Box, rule: int | None = None) -> Design:
    """The design with an element at this place and of this size, in hundredths of a mm.

    A QR code stays square; the plate in a band moves and grows with it. Raises DesignProblem.
    """
    element = effective(design, at, rule)
    box = _allowed(element, box)
    values = {"left": box.left, "top": box.top, "width": box.width, "height": box.height}
    if isinstance(element, Band):
        across = box.width / element.width if element.width else 1.0
        down = box.height / element.height if element.height else 1.0
        values["plate_left"] = box.left + (element.plate_left - element.left) * across
        values["plate_top"] = box.top + (element.plate_top - element.top) * down
        values["plate_width"], values["plate_height"] = element.plate_width * across, element.plate_height * down
    return with_values(design, at, {name: round(value, 2) for name, value in values.items()}, rule)


def _allowed(element: Element, box: Box) -> Box:
    least = 0.0 if isinstance(element, HairLine) else SMALLEST_MM
    wide, high = max(least, box.width), max(least, box.height)
    if isinstance(element, QrCode):
        wide = high = wide if abs(wide - element.width) > abs(high - element.height) else high
    return Box(box.left, box.top, wide, high)


# -- the list of elements ----------------------------------------------------------------------------------------------


def added(design: Design, kind: str, name: str) -> Design:
    """The design with a new element of this kind (a name of KINDS) in its middle, drawn last. Raises DesignProblem."""
    entry = {"kind": kind, "name": name, **_NEW[kind]}
    shrunk = min(1.0, design.width_mm / entry["width"], design.height_mm / max(entry["height"], 1.0))
    if shrunk < 1 and kind != "band":
        entry["width"], entry["height"] = entry["width"] * shrunk, entry["height"] * shrunk
    entry["left"] = max(0.0, round((design.width_mm - entry["width"]) / 2, 2))
    entry["top"] = max(0.0, round((design.height_mm - entry["height"]) / 2, 2))
    if kind == "band":
        entry["plate_left"] += entry["left"]
        entry["plate_top"] += entry["top"]
    return _rewritten(design, lambda entries: entries.append(entry))


def removed(design: Design, at: int) -> Design:
    """The design without an element. Raises DesignProblem for its last one."""
    return _rewritten(design, lambda entries: entries.__delitem__(at))


def duplicated(design: Design, at: int) -> Design:
    """The design with a second such element behind the first, a little aside. Raises DesignProblem when full."""
    twice = _rewritten(design, lambda entries: entries.insert(at + 1, dict(entries[at])))
    box = twice.elements[at].box
    left = _aside(box.left, box.width, design.width_mm)
    return with_box(twice, at + 1, Box(left, _aside(box.top, box.height, design.height_mm), box.width, box.height))


def _aside(start: float, length: float, room: float) -> float:
    return start + _APART_MM if start + length + _APART_MM <= room else start - _APART_MM


def reordered(design: Design, at: int, to: int) -> Design:
    """The design with an element at another place of the list: later ones are drawn over earlier ones."""
    elements = list(design.elements)
    elements.insert(to, elements.pop(at))
    return replace(design, elements=tuple(elements))


def renamed(design: Design, name: str) -> Design:
    """The design under another name."""
    return replace(design, name=name)


# -- rules -------------------------------------------------------------------------------------------------------------


def rules(design: Design, at: int) -> list[Entry]:
    """The rules of an element as a file has them."""
    found: list[Entry] = _entries(design)[at].get("when", [])
    return found


def with_rules(design: Design, at: int, wanted: Sequence[Entry]) -> Design:
    """The design with these rules of an element, as a file has them. Raises DesignProblem."""
    return _rewritten(design, lambda entries: entries[at].update(when=list(wanted)))


def parts(element: Text) -> list[Entry]:
    """The texts of an element as a file has them."""
    alone = Design("parts", 100, 100, (element,))
    found: list[Entry] = _entries(alone)[0]["parts"]
    return found


# -- sizes of texts ----------------------------------------------------------------------------------------------------


def size_ladder(largest: float, smallest: float, lines: int) -> list[list[float]]:
    """The sizes of a text on 1 to so many lines, from the largest capitals to the smallest in even shares; mm."""
    steps = [round(largest * (smallest / largest) ** (step / lines), 2) for step in range(lines + 1)]
    steps[-1] = smallest
    return [[steps[line], steps[line + 1]] for line in range(lines)]


# -- snapping ----------------------------------------------------------------------------------------------------------


def snapped(edges: Sequence[float], lines: Sequence[float], grid: float, reach: float) -> tuple[float, float | None]:
    """(how far to shift, the line met) so that one of these edges lies on a line within reach, else on the grid.

    All in mm along one direction; the first edge is the one that the grid counts for.
    """
    near = [(abs(line - edge), line - edge, line) for edge in edges for line in lines if abs(line - edge) <= reach]
    if near:
        _distance, shift, line = min(near)
        return shift, line
    return round(edges[0] / grid) * grid - edges[0], None


def edges_of(design: Design, without: int) -> tuple[list[float], list[float]]:
    """The upright and the level lines to snap to: edges and middles of the card and of the other elements shown."""
    boxes = [element.box for at, element in enumerate(design.elements) if at != without and element.shown]
    boxes.append(Box(0, 0, design.width_mm, design.height_mm))
    upright = {edge for box in boxes for edge in (box.left, box.left + box.width / 2, box.right)}
    level = {edge for box in boxes for edge in (box.top, box.top + box.height / 2, box.bottom)}
    return sorted(upright), sorted(level)


# -- reading and writing -----------------------------------------------------------------------------------------------


def _entries(design: Design) -> list[Entry]:
    found: list[Entry] = json.loads(dump(design))["elements"]
    return found


def _rewritten(design: Design, edit: Callable[[list[Entry]], object]) -> Design:
    whole = json.loads(dump(design))
    edit(whole["elements"])
    return load(json.dumps(whole))


__all__ = [
    "KINDS", "SMALLEST_MM", "DesignProblem", "added", "duplicated", "edges_of", "effective", "parts", "removed",
    "renamed", "reordered", "rules", "size_ladder", "snapped", "with_box", "with_rules", "with_values",
]  # fmt: skip
