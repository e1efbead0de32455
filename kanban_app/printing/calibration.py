"""The calibration page: rulers and crosses at known places, and how to read a printer's offset and scale off them.

Printed without any correction. Offset and scale are those of PrintOptions: a point that should stand at x is drawn at
x times scale plus offset.
"""

from __future__ import annotations

import io
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from kanban_app import i18n
from kanban_app.i18n import _
from kanban_app.printing import fonts
from kanban_app.printing.fitting import Part, fit_stack, gap_mm, ladder
from kanban_app.printing.fonts import CAP_HEIGHT, Weight, width
from kanban_app.printing.layout import Line
from kanban_app.printing.palette import BLACK_ONLY
from kanban_app.printing.problems import Field
from kanban_app.printing.typesetter import Typesetter

PAGES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Papers by name: width and height in mm."""
CROSS_FROM_EDGE_MM = 20.0
"""From every edge of the paper to the nearest crosses."""
_POINTS_PER_MM = 72 / 25.4
_CROSS_ARM_MM = 8.0
_HAIR_MM = 0.1
_RULER_MM = 150.0
_TICKS = {10: 5.0, 5: 3.5, 1: 2.0}
_TEXT_LEFT, _TEXT_TOP, _TEXT_WIDTH, _TEXT_HEIGHT = 48.0, 62.0, 124.0, 150.0
_HEAD, _STEP = ladder((5.0, 3.0)), ladder(*[(2.6, 2.6)] * 8)


def crosses(page: str) -> list[tuple[float, float]]:
    """Where the four crosses stand: mm from the left and from the top of the paper. Raises KeyError."""
    wide, high = PAGES[page]
    near = CROSS_FROM_EDGE_MM
    return [(x, y) for y in (near, high - near) for x in (near, wide - near)]


def steps(page: str) -> list[str]:
    """How to read the page, in order."""
    wide, high = (length - 2 * CROSS_FROM_EDGE_MM for length in PAGES[page])
    told = {"wide": millimetres(wide), "high": millimetres(high), "edge": millimetres(CROSS_FROM_EDGE_MM)}
    texts = (
        _("1. Print this page at full size: no fitting to the page, no shrinking."),
        _("2. Measure from the left edge of the paper to the upper left cross. {edge} mm less what you measure is the"
          " offset to the right; it may be below zero."),
        _("3. Measure from the upper edge of the paper to the same cross. {edge} mm less what you measure is the offset"
          " down."),
        _("4. Measure from the upper left cross to the upper right one. {wide} mm divided by what you measure is the"
          " scale across."),
        _("5. Measure from the upper left cross to the lower left one. {high} mm divided by what you measure is the"
          " scale down."),
        _("6. Type the four numbers where cards are printed, under the name of this printer. Then print one sheet on"
          " plain paper and hold it against the labels."),
    )  # fmt: skip
    return [text.format(**told) for text in texts]


def millimetres(length: float) -> str:
    """A length with one decimal as the language in use writes it."""
    return i18n.quantity(round(length * 10), 1)


def calibration_page(page: str = "a4") -> bytes:
    """The page as a PDF in the language in use; `page` is one of PAGES. Raises KeyError for another."""
    wide, high = PAGES[page]
    title = _("Calibration page")
    canvas: Any = Canvas(
        io.BytesIO(), (wide * _POINTS_PER_MM, high * _POINTS_PER_MM), pageCompression=1, invariant=1,
        lang=i18n.language(), initialFontName=fonts.registered(Weight.REGULAR),
    )  # fmt: skip
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setCreator("kanban_app")
    canvas.setProducer("kanban_app")
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.scale(_POINTS_PER_MM, _POINTS_PER_MM)
    canvas.setLineWidth(_HAIR_MM)
    for x, y in crosses(page):
        canvas.line(x - _CROSS_ARM_MM, high - y, x + _CROSS_ARM_MM, high - y)
        canvas.line(x, high - y - _CROSS_ARM_MM, x, high - y + _CROSS_ARM_MM)
    lines = [*_rulers(canvas, high), *_written(title, steps(page))]
    canvas.addLiteral(Typesetter(canvas._doc, BLACK_ONLY, high).block(lines))
    canvas.showPage()
    with fonts.EMBEDDING:
        data: bytes = canvas.getpdfdata()
    return data


def _rulers(canvas: Any, high: float) -> list[Line]:
    """A ruler across and one down, both counting from the paper's edge; answers their numbers."""
    lines, start = [], CROSS_FROM_EDGE_MM + 15
    size = 2.0 / CAP_HEIGHT
    for at in range(round(start), round(start + _RULER_MM) + 1):
        tick = next(length for step, length in _TICKS.items() if at % step == 0)
        canvas.line(at, high - start, at, high - start + tick)
        canvas.line(start, high - at, start - tick, high - at)
        if at % 10 == 0 and at > start:
            text = i18n.quantity(at)
            half = width(text, Weight.REGULAR) * size / 2
            lines.append(Line(at - half, start - 6.0, size, Weight.REGULAR, text))
            lines.append(Line(start - 6.0 - 2 * half, at + 1.0, size, Weight.REGULAR, text))
    return lines


def _written(title: str, texts: list[str]) -> list[Line]:
    parts = [
        Part(Field.WORDING, title, Weight.BOLD, _HEAD),
        *(Part(Field.WORDING, text, Weight.REGULAR, _STEP, 1.0) for text in texts),
    ]
    lines: list[Line] = []
    above, y = None, _TEXT_TOP
    for fitted in fit_stack(parts, _TEXT_WIDTH, _TEXT_HEIGHT):
        y += (gap_mm(above, fitted) if above else 0.0) + fitted.capital_mm
        for place, text in enumerate(fitted.lines):
            y += fitted.pitch_mm if place else 0.0
            lines.append(Line(_TEXT_LEFT, y, fitted.size_mm, fitted.part.weight, text))
        above = fitted
    return lines
