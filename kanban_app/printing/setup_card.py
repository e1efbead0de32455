"""The set-up card of a scanner: a code to scan while testing, and what to set where. One A6 page."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from kanban_app import i18n
from kanban_app.domain.codes import spaced
from kanban_app.domain.scanner_check import TEST_CODE
from kanban_app.i18n import _
from kanban_app.printing import fonts, qr
from kanban_app.printing.fonts import CAP_HEIGHT, CODE_CAP_HEIGHT, Weight, width
from kanban_app.printing.formats import FORMATS
from kanban_app.printing.geometry import HEIGHT, WIDTH
from kanban_app.printing.layout import Line
from kanban_app.printing.palette import COLOURED
from kanban_app.printing.typesetter import Typesetter, decimal

_POINTS_PER_MM = 72 / 25.4
_LEFT, _TEXT_WIDTH = 8.0, 84.0
_QR_LEFT, _QR_TOP, _QR_SQUARE = 102.0, 22.0, 1.7
_TEXT_CAPITAL, _SMALLEST_CAPITAL = 2.8, 1.3
_FIRST_BASELINE, _LAST_BASELINE = 25.0, 99.0


def steps() -> list[str]:
    """What to set, in its order: the settings that scanners come with are seldom these."""
    return [
        _("1. Plug the scanner in. Open Help with F1, choose Scanner test and press Start the test."),
        _("2. Scan the code at the right. The screen says what to change, if anything."),
        _("3. Set the scanner by its own manual: keyboard (USB HID), country USA or as the computer,"
          " Enter (CR) after each code."),
        _("4. No prefix, no AIM identifier, no pause between characters, Caps Lock as the computer."),
        _("5. Scan again until the screen says: this scanner works."),
    ]  # fmt: skip


def render(printed_at: datetime) -> bytes:
    """The card as a PDF in the language in use."""
    paper = FORMATS["a6"]
    size = (paper.page_width_mm * _POINTS_PER_MM, paper.page_height_mm * _POINTS_PER_MM)
    canvas: Any = Canvas(
        io.BytesIO(), size, pageCompression=1, invariant=1, lang=i18n.language(),
        initialFontName=fonts.registered(Weight.REGULAR),
    )  # fmt: skip
    canvas.setTitle(_("Set-up card for scanners"))
    canvas.setAuthor("")
    canvas.setCreator("kanban_app")
    canvas.setProducer("kanban_app")
    moment = printed_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
    canvas.setDateFormatter(lambda *_: moment)
    # A viewer that shrinks the page to the printer's margins would shrink the code.
    canvas.setViewerPreference("PrintScaling", "None")
    scale = decimal(_POINTS_PER_MM)
    canvas.addLiteral(f"q {scale} 0 0 {scale} 0 0 cm")
    canvas.addLiteral(Typesetter(canvas._doc, COLOURED).block(_lines()))
    side, left = decimal(_QR_SQUARE), decimal(_QR_LEFT)
    bottom = decimal(HEIGHT - _QR_TOP - qr.SQUARES * _QR_SQUARE)
    canvas.addLiteral(f"0 g q {side} 0 0 {side} {left} {bottom} cm\n{qr.path(TEST_CODE)}\nf Q")
    canvas.addLiteral("Q")
    canvas.showPage()
    with fonts.EMBEDDING:
        data: bytes = canvas.getpdfdata()
    return data


def _lines() -> list[Line]:
    title = _("Set-up card for scanners")
    title_size = min(5.0 / CAP_HEIGHT, (WIDTH - 2 * _LEFT) / width(title, Weight.BOLD))
    lines = [Line(_LEFT, 14.0, title_size, Weight.BOLD, title)]
    lines += _fitted_steps()
    code = spaced(TEST_CODE)
    code_size = 4.0 / CODE_CAP_HEIGHT
    middle = _QR_LEFT + qr.SQUARES * _QR_SQUARE / 2
    below = _QR_TOP + qr.SQUARES * _QR_SQUARE + 10
    lines.append(Line(middle - width(code, Weight.CODE) * code_size / 2, below, code_size, Weight.CODE, code))
    note = _("This code books nothing.")
    note_size = min(2.0 / CAP_HEIGHT, 46 / width(note, Weight.REGULAR))
    left = middle - width(note, Weight.REGULAR) * note_size / 2
    lines.append(Line(left, below + 6, note_size, Weight.REGULAR, note, quiet=True))
    return lines


def _fitted_steps() -> list[Line]:
    """All steps at the largest size at which they fit; a language may need twice the lines of another."""
    capital = _TEXT_CAPITAL
    while True:
        lines = _steps_at(capital / CAP_HEIGHT)
        if lines[-1].baseline <= _LAST_BASELINE or capital <= _SMALLEST_CAPITAL:
            return lines
        capital -= 0.1


def _steps_at(size: float) -> list[Line]:
    lines, baseline = [], _FIRST_BASELINE
    for step in steps():
        for text in _wrapped(step, size):
            lines.append(Line(_LEFT, baseline, size, Weight.REGULAR, text))
            baseline += size * 1.35
        baseline += size * 0.6
    return lines


def _wrapped(text: str, size: float) -> list[str]:
    """Words put into lines as each fills up."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, Weight.REGULAR) * size <= _TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
