"""Card designs: data that says what stands where. Built-in ones lie in resources/designs; own ones are such files too.

`load` reads a file's text, `dump` writes it, `validate` tells what keeps a design from a paper, and `usable` answers
the design to print with: the own one, or the paper's usual one with a message.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache

from kanban_app import resources
from kanban_app.i18n import _
from kanban_app.printing.barcode import MOST_BARS, QUIET_BARS
from kanban_app.printing.design_files import changed, dump, load, thawed
from kanban_app.printing.design_values import DesignProblem
from kanban_app.printing.elements import Band, Design, Element, Label, LineCode, QrCode, Text, UrgentPlate
from kanban_app.printing.geometry import Box
from kanban_app.printing.paper_format import (
    SMALLEST_BAR_MM,
    SMALLEST_CAPITAL_MM,
    SMALLEST_QR_SQUARE_MM,
    PaperFormat,
    hundredths,
)
from kanban_app.printing.qr import QUIET_SQUARES

__all__ = [
    "BUILT_IN", "Design", "DesignProblem", "built_in", "changed", "dump", "load", "measured", "smallest_capital",
    "smallest_scale", "usable", "validate",
]  # fmt: skip

BUILT_IN = ("a6", "label", "credit-card", "flat", "small")
"""The names of the built-in designs; those that say most come first."""
_CUT_EDGE_MM = 2.0
_TOUCHING_MM = 0.05
_BARS = MOST_BARS + 2 * QUIET_BARS


@cache
def built_in(name: str) -> Design:
    """The built-in design of this name. Raises KeyError for another name."""
    if name not in BUILT_IN:
        raise KeyError(name)
    return load(resources.path(f"designs/{name}.json").read_text(encoding="utf-8"))


def measured(paper: PaperFormat, design: Design) -> float:
    """The scale at which a design stands in the cells of a paper: the paper's own for designs of its design's size."""
    usual = built_in(paper.design)
    if paper.scale and (design.width_mm, design.height_mm) == (usual.width_mm, usual.height_mm):
        return paper.scale
    edge = 2 * _CUT_EDGE_MM if paper.cut_marks else 0.0
    return min((paper.cell_width_mm - edge) / design.width_mm, (paper.cell_height_mm - edge) / design.height_mm)


def smallest_scale(design: Design) -> float:
    """The smallest scale at which every text can be read and every code that is always there can be scanned."""
    needed = [SMALLEST_CAPITAL_MM / smallest_capital(design)]
    for element in design.elements:
        if isinstance(element, QrCode) and element.shown:
            needed.append(SMALLEST_QR_SQUARE_MM / max(element.square_mm, 1e-6))
        elif isinstance(element, LineCode) and element.shown:
            needed.append(SMALLEST_BAR_MM / element.narrow_mm)
    return max(needed)


def smallest_capital(design: Design) -> float:
    """The height of the smallest letters that a design may print, in mm of the design."""
    return min((capital for element in design.elements for capital in _capitals(element)), default=math.inf)


def usable(design: Design | None, paper: PaperFormat) -> tuple[Design, str]:
    """The design to print with on this paper, and a message where it is not the one asked for."""
    usual = built_in(paper.design)
    if design is None:
        return usual, ""
    problems = validate(design, paper)
    if not problems:
        return design, ""
    message = _("The design “{name}” can't be used on this paper, so the usual one is printed. {problem}")
    return usual, message.format(name=design.name, problem=problems[0])


def validate(design: Design, paper: PaperFormat) -> list[str]:
    """Everything that keeps a design from being printed on this paper, as sentences with the element's place."""
    scale = measured(paper, design)
    return [*_missing(design), *_misplaced(design), *_too_small(design, scale), *_in_the_white(design)]


def _missing(design: Design) -> Iterator[str]:
    codes = [element for element in design.elements if isinstance(element, QrCode | LineCode)]
    if not any(element.shown for element in codes):
        yield _("No code stands on the card: a scanner could not read it.")
    parts = [part for element in design.elements if isinstance(element, Text) for part in element.parts]
    if not any(part.field == "code" for part in parts):
        yield _("The card code does not stand on the card in letters: nobody could type it.")


def _misplaced(design: Design) -> Iterator[str]:
    for at, element in enumerate(design.elements, start=1):
        for variant in _variants(element):
            box = variant.box
            inside = box.left >= -_TOUCHING_MM and box.top >= -_TOUCHING_MM
            inside = inside and box.right <= design.width_mm + _TOUCHING_MM
            if not (inside and box.bottom <= design.height_mm + _TOUCHING_MM):
                yield _("{place} reaches beyond the card.").format(place=_place(at, element))
                break
        if (
            isinstance(element, LineCode)
            and max(element.width, element.height) < element.narrow_mm * _BARS - _TOUCHING_MM
        ):
            yield _("{place} is too short for its bars and the white at either end.").format(place=_place(at, element))
        if isinstance(element, QrCode) and abs(element.width - element.height) > _TOUCHING_MM:
            yield _("{place} is not as wide as it is high.").format(place=_place(at, element))


def _too_small(design: Design, scale: float) -> Iterator[str]:
    for at, element in enumerate(design.elements, start=1):
        smallest = min(_capitals(element), default=SMALLEST_CAPITAL_MM / max(scale, 1e-6)) * scale
        if smallest < SMALLEST_CAPITAL_MM - 1e-6:
            yield _("{place}: letters of {height} mm are too small on this paper; {least} mm can be read.").format(
                place=_place(at, element), height=hundredths(smallest), least=f"{SMALLEST_CAPITAL_MM:g}"
            )
        fine, least = _fineness(element, scale)
        if fine < least - 1e-6:
            yield _("{place}: lines of {width} mm are too fine to scan on this paper; {least} mm are needed.").format(
                place=_place(at, element), width=hundredths(fine), least=f"{least:g}"
            )


def _fineness(element: Element, scale: float) -> tuple[float, float]:
    """How wide the narrowest line of a code is that always stands on the card, and how wide it has to be."""
    if isinstance(element, QrCode) and element.shown:
        return element.square_mm * scale, SMALLEST_QR_SQUARE_MM
    if isinstance(element, LineCode) and element.shown:
        return element.narrow_mm * scale, SMALLEST_BAR_MM
    return 0.0, 0.0


def _in_the_white(design: Design) -> Iterator[str]:
    """What stands in the white that a QR code needs around it."""
    for code in design.elements:
        if not (isinstance(code, QrCode) and code.shown):
            continue
        quiet = QUIET_SQUARES * code.square_mm - _TOUCHING_MM
        white = Box(code.left - quiet, code.top - quiet, code.width + 2 * quiet, code.height + 2 * quiet)
        for at, element in enumerate(design.elements, start=1):
            if element is not code and element.shown and _overlap(element.box, white):
                yield _("{place} stands in the white that the code needs around it.").format(place=_place(at, element))


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _variants(element: Element) -> Iterable[Element]:
    yield element
    for rule in element.when:
        if rule.change:
            yield changed(element, thawed(rule.change))


def _capitals(element: Element) -> list[float]:
    """The smallest capitals of each text of an element, in mm of the design."""
    found = []
    for variant in _variants(element):
        if isinstance(variant, Text):
            found += [smallest for part in variant.parts for _, smallest in part.sizes]
        elif isinstance(variant, Label | Band | UrgentPlate):
            found += [smallest for _, smallest in variant.sizes]
    return found


def _place(at: int, element: Element) -> str:
    return _("Element {number} “{name}”").format(number=at, name=element.name)
