"""What is drawn and not written: band, boxes, arrow, corner, marks. Each look is one form of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kanban_app.printing.elements import (
    Arrow,
    Band,
    Corner,
    Element,
    HairLine,
    Label,
    LotTriangle,
    Outline,
    UrgentPlate,
)
from kanban_app.printing.fonts import CAP_HEIGHT, Weight, width
from kanban_app.printing.geometry import Box
from kanban_app.printing.layout import Line, label_lines, mark_words
from kanban_app.printing.looks import Look
from kanban_app.printing.palette import Palette
from kanban_app.printing.paper_format import PaperFormat
from kanban_app.printing.typesetter import Typesetter
from kanban_app.printing.wording import Face

# Shows beyond the 4 mm that office printers leave white. The cut runs along it, so no card is touched.
_MARK_AT_EDGE_MM = 8.0
_MARK_INSIDE_MM = 3.0
_MARK_WIDTH_MM = 0.15


class Artist:
    """Draws the elements of one look into the form that a canvas has open, in mm of the design (y upwards)."""

    def __init__(
        self, canvas: Any, face: Face, height: float, inset: float, palette: Palette, setter: Typesetter, second: str
    ) -> None:
        self._canvas, self._face, self._height, self._inset = canvas, face, height, inset
        self._palette, self._setter, self._second = palette, setter, second

    def draw(self, look: Look) -> None:
        """Everything that all cards of the look share."""
        for element in look.static:
            self._ways()[type(element)](element)

    def _ways(self) -> dict[type[Element], Callable[[Any], None]]:
        return {
            Band: self._band, Outline: self._outline, HairLine: self._hair_line, Arrow: self._arrow,
            Corner: self._corner, LotTriangle: self._lot_triangle, UrgentPlate: self._urgent, Label: self._label,
        }  # fmt: skip

    def _colour(self, name: str) -> str:
        return self._palette.named(name, self._face)

    def _use(self, name: str) -> None:
        operands = self._colour(name)
        self._canvas.addLiteral(f"{operands} rg {operands} RG")

    def _label(self, element: Label) -> None:
        lines = label_lines(element, self._face, self._second)
        if lines:
            self._canvas.addLiteral(self._setter.block(lines, self._face))

    def _band(self, element: Band) -> None:
        canvas, inset = self._canvas, self._inset
        top, bottom = max(element.top, inset), min(element.box.bottom, self._height - inset)
        band = Box(element.left, top, element.width, bottom - top)
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(band.left, self._height - band.bottom, band.width, band.height)
        canvas.clipPath(clip, stroke=0, fill=0)
        self._use("kind")
        canvas.translate(element.left, self._height - element.box.bottom)
        canvas.scale(element.scale, element.scale)
        long, high = element.width / element.scale, element.height / element.scale
        _PATTERNS[self._face](canvas, long, high)
        canvas.restoreState()
        self._use("kind")
        canvas.setLineWidth(0.4 * element.scale)
        if element.height > element.width:
            canvas.line(band.right, self._height - band.bottom, band.right, self._height - band.top)
        else:
            canvas.line(band.left, self._height - band.bottom, band.right, self._height - band.bottom)
        self._band_word(element)

    def _band_word(self, element: Band) -> None:
        """The kind as a word; in an upright band it is read when the card stands upright in a box's edge."""
        canvas = self._canvas
        plate = Box(element.plate_left, element.plate_top, element.plate_width, element.plate_height)
        stroke = 0.35 * element.scale
        canvas.addLiteral(f"{self._colour('paper')} rg {self._colour('kind')} RG")
        self._round_box(plate, stroke, 1.9 * element.scale, fill=1)
        turned = plate.height > plate.width
        room = plate.height if turned else plate.width
        text, size, capital = mark_words(element, self._face, self._second)
        long = width(text, Weight.BOLD) * size
        canvas.saveState()
        if turned:
            # The word's own left end and baseline, after a quarter turn.
            canvas.translate(plate.left + (plate.width + capital) / 2, self._height - plate.top - (room + long) / 2)
            canvas.rotate(90)
        else:
            middle = self._height - plate.top - (plate.height + capital) / 2
            canvas.translate(plate.left + (room - long) / 2, middle)
        line = Line(0, self._height, size, Weight.BOLD, text)
        canvas.addLiteral(self._setter.block([line], self._face))
        canvas.restoreState()

    def _lot_triangle(self, element: LotTriangle) -> None:
        """The signal kanban's old shape: this card waits for its lot."""
        canvas, box = self._canvas, element.box
        canvas.addLiteral(f"{self._colour('paper')} rg {self._colour('ink')} RG")
        canvas.setLineWidth(element.stroke_mm)
        path = canvas.beginPath()
        path.moveTo(box.left, self._height - box.bottom)
        path.lineTo(box.right, self._height - box.bottom)
        path.lineTo(box.left + box.width / 2, self._height - box.top)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)

    def _corner(self, element: Corner) -> None:
        self._use(element.colour)
        box = element.box
        drawn_in = max(0.0, self._inset - box.top)
        top = self._height - box.top - drawn_in
        path = self._canvas.beginPath()
        path.moveTo(box.left - drawn_in, top)
        path.lineTo(box.right, top)
        path.lineTo(box.right, top - box.height)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _outline(self, element: Outline) -> None:
        """FROM is thin, TO thick: the eye goes where the container goes."""
        if element.fill:
            self._canvas.addLiteral(f"{self._colour(element.fill)} rg {self._colour(element.colour)} RG")
        else:
            self._use(element.colour)
        self._round_box(element.box, element.stroke_mm, element.radius_mm, fill=1 if element.fill else 0)

    def _round_box(self, box: Box, stroke: float, radius: float, fill: int = 0) -> None:
        """A box whose line stays inside its edges."""
        half = stroke / 2
        self._canvas.setLineWidth(stroke)
        self._canvas.roundRect(
            box.left + half, self._height - box.bottom + half, box.width - stroke, box.height - stroke,
            max(0.0, radius - half), stroke=1 if stroke else 0, fill=fill,
        )  # fmt: skip

    def _hair_line(self, element: HairLine) -> None:
        self._use(element.colour)
        self._canvas.setLineWidth(element.stroke_mm)
        box = element.box
        self._canvas.line(box.left, self._height - box.top, box.right, self._height - box.bottom)

    def _arrow(self, element: Arrow) -> None:
        self._use(element.colour)
        canvas, box = self._canvas, element.box
        middle, half = self._height - box.top - box.height / 2, box.height / 2
        head, shaft = half * 2.8 / 2.3, half * 0.9 / 2.3
        canvas.rect(box.left, middle - shaft / 2, box.width - head * 2.4 / 2.8, shaft, stroke=0, fill=1)
        path = canvas.beginPath()
        path.moveTo(box.right - head, middle - half)
        path.lineTo(box.right, middle)
        path.lineTo(box.right - head, middle + half)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    def _urgent(self, element: UrgentPlate) -> None:
        """A black plate with the urgent mark (a diamond with !) and the word."""
        canvas, box = self._canvas, element.box
        unit = box.height / 6.0
        self._use("ink")
        canvas.roundRect(box.left, self._height - box.bottom, box.width, box.height, 1.2 * unit, stroke=0, fill=1)
        text, word_size, capital = mark_words(element, self._face, self._second)
        spare = box.width - 7.2 * unit - width(text, Weight.BOLD) * word_size
        left = box.left + (spare - 1.3 * unit) / 2
        middle = self._height - box.top - box.height / 2
        self._urgent_sign(left + 3.6 * unit, middle, unit)
        baseline = self._height - middle + capital / 2
        spelled = Line(left + 7.2 * unit, baseline, word_size, Weight.BOLD, text, reversed_out=True)
        canvas.addLiteral(self._setter.block([spelled], self._face))

    def _urgent_sign(self, centre: float, middle: float, unit: float) -> None:
        """A white diamond with an exclamation mark."""
        canvas, leg, size = self._canvas, 2.3 * unit, 2.9 * unit
        self._use("paper")
        diamond = canvas.beginPath()
        diamond.moveTo(centre, middle - leg)
        for x, y in ((centre + leg, middle), (centre, middle + leg), (centre - leg, middle)):
            diamond.lineTo(x, y)
        diamond.close()
        canvas.drawPath(diamond, stroke=0, fill=1)
        left, below = centre - width("!", Weight.BOLD) * size / 2, size * CAP_HEIGHT / 2
        sign = Line(left, self._height - middle + below, size, Weight.BOLD, "!")
        canvas.addLiteral(self._setter.block([sign], self._face))


def _stripes(canvas: Any, wide: float, high: float) -> None:
    canvas.setLineWidth(1.4)
    across = wide + 4
    for step in range(-int(across / 4) - 1, int(high / 4) + 2):
        start = step * 4.0
        canvas.line(-2, start, across - 2, start + across)


def _bars(canvas: Any, wide: float, high: float) -> None:
    """Across the band, whichever way it runs."""
    for step in range(int(max(wide, high) / 3.7) + 1):
        if high > wide:
            canvas.rect(0, step * 3.7, wide, 1.85, stroke=0, fill=1)
        else:
            canvas.rect(step * 3.7, 0, 1.85, high, stroke=0, fill=1)


def _dots(canvas: Any, wide: float, high: float) -> None:
    for row in range(int(high / 2.35) + 2):
        for column in range(int(wide / 3.8) + 2):
            canvas.circle(column * 3.8 + (1.9 if row % 2 else 0.0), row * 2.35, 1.12, stroke=0, fill=1)


def _checks(canvas: Any, wide: float, high: float) -> None:
    side = 2.8
    for row in range(int(high / side) + 1):
        for column in range(row % 2, int(wide / side) + 1, 2):
            canvas.rect(column * side, row * side, side, side, stroke=0, fill=1)


_PATTERNS: dict[Face, Callable[[Any, float, float], None]] = {
    Face.PRODUCTION: _stripes,
    Face.WITHDRAWAL: _bars,
    Face.SUPPLIER: _dots,
    Face.SINGLE_USE: _checks,
}


def draw_cut_marks(canvas: Any, paper: PaperFormat) -> None:
    """Where the knife goes, in mm of the paper: ticks at the paper's edges, crosses between the cells."""
    canvas.setLineWidth(_MARK_WIDTH_MM)
    uprights, levels = _cuts(paper)
    wide, high = paper.page_width_mm, paper.page_height_mm
    for x in uprights:
        canvas.line(x, 0, x, _MARK_AT_EDGE_MM)
        canvas.line(x, high - _MARK_AT_EDGE_MM, x, high)
    for y in levels:
        canvas.line(0, y, _MARK_AT_EDGE_MM, y)
        canvas.line(wide - _MARK_AT_EDGE_MM, y, wide, y)
    for x in uprights:
        for y in levels:
            canvas.line(x - _MARK_INSIDE_MM, y, x + _MARK_INSIDE_MM, y)
            canvas.line(x, y - _MARK_INSIDE_MM, x, y + _MARK_INSIDE_MM)


def _cuts(paper: PaperFormat) -> tuple[list[float], list[float]]:
    """From the left and from below: every edge of a cell that is no edge of the paper, two cells' common edge once."""
    lefts = [paper.left_mm + column * paper.pitch_x_mm for column in range(paper.columns)]
    tops = [paper.top_mm + row * paper.pitch_y_mm for row in range(paper.rows)]
    edges_x = {round(edge, 3) for left in lefts for edge in (left, left + paper.cell_width_mm)}
    edges_y = {round(edge, 3) for top in tops for edge in (top, top + paper.cell_height_mm)}
    uprights = sorted(edge for edge in edges_x if 0.01 < edge < paper.page_width_mm - 0.01)
    levels = sorted(paper.page_height_mm - edge for edge in edges_y if 0.01 < edge < paper.page_height_mm - 0.01)
    return uprights, levels
