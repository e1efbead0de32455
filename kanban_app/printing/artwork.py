"""What is drawn and not written: band, boxes, arrow, corner, marks. Each is one form of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kanban_app.printing import geometry, layout, wording
from kanban_app.printing.fitting import Part, fit
from kanban_app.printing.fonts import CAP_HEIGHT, Weight, width
from kanban_app.printing.formats import PaperFormat
from kanban_app.printing.geometry import BAND_WIDTH, HEIGHT, WIDTH, Box
from kanban_app.printing.layout import Line
from kanban_app.printing.palette import Palette
from kanban_app.printing.problems import Field
from kanban_app.printing.typesetter import Typesetter
from kanban_app.printing.wording import Face

# Shows beyond the 4 mm that office printers leave white. The cut runs along it, so no card is touched.
_MARK_AT_EDGE_MM = 8.0
_MARK_INSIDE_MM = 3.0
_MARK_WIDTH_MM = 0.15


def draw_static(
    canvas: Any, face: Face, is_lot: bool, paper: PaperFormat, palette: Palette, setter: Typesetter
) -> None:
    """Everything that all cards of one look share, into the form that the canvas has open."""
    inset = paper.decoration_inset
    _band(canvas, face, inset, palette)
    _band_word(canvas, face, palette, setter)
    if is_lot:
        _lot_triangle(canvas, palette)
    _corner(canvas, inset, palette)
    _boxes(canvas, face, palette)
    canvas.addLiteral(setter.block(layout.labels(face)))


def _colour(canvas: Any, operands: str) -> None:
    canvas.addLiteral(f"{operands} rg {operands} RG")


def _band(canvas: Any, face: Face, inset: float, palette: Palette) -> None:
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(0, inset, BAND_WIDTH, HEIGHT - 2 * inset)
    canvas.clipPath(clip, stroke=0, fill=0)
    _colour(canvas, palette.band[face])
    _PATTERNS[face](canvas)
    canvas.restoreState()
    _colour(canvas, palette.band[face])
    canvas.setLineWidth(0.4)
    canvas.line(BAND_WIDTH, inset, BAND_WIDTH, HEIGHT - inset)


def _stripes(canvas: Any) -> None:
    canvas.setLineWidth(1.4)
    across = BAND_WIDTH + 4
    for step in range(-5, 28):
        start = step * 4.0
        canvas.line(-2, start, across - 2, start + across)


def _bars(canvas: Any) -> None:
    for step in range(29):
        canvas.rect(0, step * 3.7, BAND_WIDTH, 1.85, stroke=0, fill=1)


def _dots(canvas: Any) -> None:
    for row in range(46):
        for column in range(5):
            canvas.circle(column * 3.8 + (1.9 if row % 2 else 0.0), row * 2.35, 1.12, stroke=0, fill=1)


def _checks(canvas: Any) -> None:
    side = 2.8
    for row in range(38):
        for column in range(row % 2, 5, 2):
            canvas.rect(column * side, row * side, side, side, stroke=0, fill=1)


_PATTERNS: dict[Face, Callable[[Any], None]] = {
    Face.PRODUCTION: _stripes,
    Face.WITHDRAWAL: _bars,
    Face.SUPPLIER: _dots,
    Face.SINGLE_USE: _checks,
}


def _band_word(canvas: Any, face: Face, palette: Palette, setter: Typesetter) -> None:
    """The kind as a word, read when the card stands upright in a box's edge."""
    box = geometry.BAND_WORD
    canvas.addLiteral(f"{palette.paper} rg {palette.band[face]} RG")
    canvas.setLineWidth(geometry.THIN)
    _round_box(canvas, box, geometry.THIN, fill=1)
    word = Part(Field.WORDING, wording.labels(face).band, Weight.BOLD, geometry.BAND)
    fitted = fit(word, box.height - 4.0)
    long = width(word.text, Weight.BOLD) * fitted.size_mm
    canvas.saveState()
    # The word's own left end and baseline, after a quarter turn.
    baseline = box.left + (box.width + fitted.capital_mm) / 2
    canvas.translate(baseline, HEIGHT - box.top - (box.height + long) / 2)
    canvas.rotate(90)
    canvas.addLiteral(setter.block([Line(0, HEIGHT, fitted.size_mm, Weight.BOLD, word.text)]))
    canvas.restoreState()


def _lot_triangle(canvas: Any, palette: Palette) -> None:
    """The signal kanban's old shape: this card waits for its lot."""
    box = geometry.LOT_TRIANGLE
    canvas.addLiteral(f"{palette.paper} rg {palette.ink} RG")
    canvas.setLineWidth(0.9)
    path = canvas.beginPath()
    path.moveTo(box.left, HEIGHT - box.bottom)
    path.lineTo(box.right, HEIGHT - box.bottom)
    path.lineTo(box.left + box.width / 2, HEIGHT - box.top)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)


def _corner(canvas: Any, inset: float, palette: Palette) -> None:
    _colour(canvas, palette.ink)
    leg, top = geometry.CORNER_LEG, HEIGHT - inset
    path = canvas.beginPath()
    path.moveTo(WIDTH - leg - inset, top)
    path.lineTo(WIDTH, top)
    path.lineTo(WIDTH, top - leg)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _boxes(canvas: Any, face: Face, palette: Palette) -> None:
    """FROM is thin, TO thick: the eye goes where the container goes. An order is thick too."""
    _colour(canvas, palette.ink)
    number = geometry.THICK if face is Face.SINGLE_USE else geometry.THIN
    for box, stroke in (
        (geometry.SOURCE, geometry.THIN),
        (geometry.CONSUMER, geometry.THICK),
        (geometry.QUANTITY, geometry.THIN),
        (geometry.NUMBER, number),
    ):
        _round_box(canvas, box, stroke)
    _arrow(canvas)
    canvas.setLineWidth(0.2)
    rule = HEIGHT - geometry.FOOT_RULE
    canvas.line(geometry.LEFT, rule, geometry.RIGHT, rule)


def _round_box(canvas: Any, box: Box, stroke: float, fill: int = 0) -> None:
    """A box whose line stays inside its edges."""
    canvas.setLineWidth(stroke)
    half = stroke / 2
    canvas.roundRect(
        box.left + half, HEIGHT - box.bottom + half, box.width - stroke, box.height - stroke,
        geometry.RADIUS - half, stroke=1, fill=fill,
    )  # fmt: skip


def _arrow(canvas: Any) -> None:
    middle = HEIGHT - geometry.SOURCE.top - geometry.SOURCE.height / 2
    start, end = geometry.SOURCE.right + 0.8, geometry.CONSUMER.left - 0.5
    canvas.rect(start, middle - 0.45, end - start - 2.4, 0.9, stroke=0, fill=1)
    head = canvas.beginPath()
    head.moveTo(end - 2.8, middle - 2.3)
    head.lineTo(end, middle)
    head.lineTo(end - 2.8, middle + 2.3)
    head.close()
    canvas.drawPath(head, stroke=0, fill=1)


def draw_urgent(canvas: Any, palette: Palette, setter: Typesetter) -> None:
    """A black plate with the urgent mark (a diamond with !) and the word."""
    box = geometry.URGENT
    _colour(canvas, palette.ink)
    canvas.roundRect(box.left, HEIGHT - box.bottom, box.width, box.height, 1.2, stroke=0, fill=1)
    middle, centre = HEIGHT - box.top - box.height / 2, box.left + 3.6
    _colour(canvas, palette.paper)
    diamond = canvas.beginPath()
    diamond.moveTo(centre, middle - 2.3)
    diamond.lineTo(centre + 2.3, middle)
    diamond.lineTo(centre, middle + 2.3)
    diamond.lineTo(centre - 2.3, middle)
    diamond.close()
    canvas.drawPath(diamond, stroke=0, fill=1)
    word = fit(Part(Field.WORDING, wording.urgent(), Weight.BOLD, geometry.TERM), box.width - 8.6)
    size = 2.9
    left, below = centre - width("!", Weight.BOLD) * size / 2, size * CAP_HEIGHT / 2
    sign = Line(left, HEIGHT - middle + below, size, Weight.BOLD, "!")
    baseline = HEIGHT - middle + word.capital_mm / 2
    spelled = Line(box.left + 7.2, baseline, word.size_mm, Weight.BOLD, word.lines[0], reversed_out=True)
    canvas.addLiteral(setter.block([sign, spelled]))


def draw_cut_marks(canvas: Any, paper: PaperFormat) -> None:
    """Where the knife goes: ticks at the paper's edges, crosses between the cells; in mm of the paper."""
    canvas.setLineWidth(_MARK_WIDTH_MM)
    uprights = [paper.left_mm + column * paper.pitch_x_mm for column in range(1, paper.columns)]
    levels = [paper.page_height_mm - paper.top_mm - row * paper.pitch_y_mm for row in range(1, paper.rows)]
    for x in uprights:
        canvas.line(x, 0, x, _MARK_AT_EDGE_MM)
        canvas.line(x, paper.page_height_mm - _MARK_AT_EDGE_MM, x, paper.page_height_mm)
    for y in levels:
        canvas.line(0, y, _MARK_AT_EDGE_MM, y)
        canvas.line(paper.page_width_mm - _MARK_AT_EDGE_MM, y, paper.page_width_mm, y)
    for x in uprights:
        for y in levels:
            canvas.line(x - _MARK_INSIDE_MM, y, x + _MARK_INSIDE_MM, y)
            canvas.line(x, y - _MARK_INSIDE_MM, x, y + _MARK_INSIDE_MM)
