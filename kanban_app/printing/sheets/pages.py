"""The pages of a sheet as PDF: texts, lines, boxes and codes in mm from the upper left corner.

Pages are kept as operators until the last is known, because every head says how many there are.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from kanban_app import i18n
from kanban_app.printing import fonts, qr
from kanban_app.printing.fonts import Weight, composed, font, runs
from kanban_app.printing.sheets.sizes import Size
from kanban_app.printing.sheets.symbols import qr_symbol

# Bytes as they are, and nothing that fetches: as for cards.
rl_config.trustedHosts = []
rl_config.trustedSchemes = []
rl_config.useA85 = 0

POINTS_PER_MM = 72 / 25.4
BLACK, QUIET, HAIR, TINT = 0.0, 0.3, 0.6, 0.92
"""Greys: for what is read, for details, for lines, for grounds. All stay apart on a black and white printer."""
_ESCAPES = {byte: f"\\{byte:03o}" for byte in (*range(32), *range(127, 256))} | {
    ord(sign): "\\" + sign for sign in "()\\"
}


def decimal(value: float) -> str:
    """A number as PDF writes it, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


class Page:
    """One page being drawn. All lengths are mm, `top` and `baseline` are counted downwards."""

    def __init__(self, size: Size, encode: Callable[[Weight, str], Iterable[tuple[str, str]]]) -> None:
        self.size = size
        self.entries: list[tuple[str, int]] = []
        self.section = ""
        self.encode = encode
        self._operators: list[str] = []

    def operators(self) -> str:
        """What was drawn so far."""
        return "\n".join(self._operators)

    def text(self, left: float, baseline: float, size: float, weight: Weight, text: str, grey: float = BLACK) -> None:
        """One line of text of this size in mm."""
        place = f"1 0 0 1 {decimal(left)} {decimal(self.size.height - baseline)} Tm"
        shown = " ".join(f"{name} {decimal(size)} Tf {literal} Tj" for name, literal in self.encode(weight, text))
        self._operators.append(f"BT {decimal(grey)} g {place} {shown} ET")

    def fill(self, left: float, top: float, width: float, height: float, grey: float = BLACK) -> None:
        """A filled rectangle."""
        self._operators.append(f"{decimal(grey)} g {self._rectangle(left, top, width, height)} f")

    def frame(
        self, left: float, top: float, width: float, height: float, line: float = 0.3, grey: float = BLACK
    ) -> None:
        """The edge of a rectangle, `line` mm wide."""
        sides = self._rectangle(left, top, width, height)
        self._operators.append(f"{decimal(grey)} G {decimal(line)} w {sides} S")

    def line(
        self, points: Iterable[tuple[float, float]], line: float = 0.2, grey: float = HAIR, *, dashed: bool = False
    ) -> None:
        """A line through points, from left and top."""
        way = self._way(points)
        dash = "[1.5 1.5] 0 d" if dashed else "[] 0 d"
        self._operators.append(f"{decimal(grey)} G {decimal(line)} w {dash} {way} S [] 0 d")

    def shape(
        self, points: Iterable[tuple[float, float]], *, filled: bool, line: float = 0.4, grey: float = BLACK
    ) -> None:
        """A closed shape through points."""
        way = f"{self._way(points)} h"
        ink = f"{decimal(grey)} g {decimal(grey)} G {decimal(line)} w"
        self._operators.append(f"{ink} {way} {'B' if filled else 'S'}")

    def circle(self, left: float, top: float, across: float, *, line: float = 0.4) -> None:
        """The edge of a circle."""
        radius, bend = across / 2, across / 2 * 0.5523
        x, y = left + radius, self.size.height - top - radius
        n = decimal
        quarters = (
            (x + radius, y + bend, x + bend, y + radius, x, y + radius),
            (x - bend, y + radius, x - radius, y + bend, x - radius, y),
            (x - radius, y - bend, x - bend, y - radius, x, y - radius),
            (x + bend, y - radius, x + radius, y - bend, x + radius, y),
        )
        bows = " ".join(" ".join(map(n, bow)) + " c" for bow in quarters)
        self._operators.append(f"0 G {n(line)} w {n(x + radius)} {n(y)} m {bows} h S")

    def qr(self, text: str, left: float, top: float, side: float) -> None:
        """The symbol of a text, `side` mm wide without the white that it needs around it. Raises SheetRefused."""
        squares, path = qr_symbol(text)
        self.path(path, left, top + side, side / squares, side / squares)

    def path(self, path: str, left: float, bottom: float, across: float, up: float) -> None:
        """A filled path whose unit is `across` by `up` mm; its origin is at the left and the bottom."""
        n = decimal
        matrix = f"{across:.5f} 0 0 {up:.5f} {n(left)} {n(self.size.height - bottom)} cm"
        self._operators.append(f"q 0 g {matrix}\n{path}\nf Q")

    def raw(self, operators: str) -> None:
        """Operators that were made for a page of this height."""
        self._operators.append(operators)

    def _rectangle(self, left: float, top: float, width: float, height: float) -> str:
        return " ".join(map(decimal, (left, self.size.height - top - height, width, height))) + " re"

    def _way(self, points: Iterable[tuple[float, float]]) -> str:
        pairs = [f"{decimal(left)} {decimal(self.size.height - top)}" for left, top in points]
        return f"{pairs[0]} m " + " ".join(f"{pair} l" for pair in pairs[1:])


class Pages:
    """A document of one size of page. `finished` makes the bytes."""

    def __init__(self, title: str, size: Size, printed_at: datetime) -> None:
        self.size = size
        self.pages: list[Page] = []
        points = (size.width * POINTS_PER_MM, size.height * POINTS_PER_MM)
        self._canvas: Any = Canvas(
            io.BytesIO(), points, pageCompression=1, invariant=1, lang=i18n.language(),
            initialFontName=fonts.registered(Weight.REGULAR),
        )  # fmt: skip
        self._encoded: dict[tuple[Weight, str], list[tuple[str, str]]] = {}
        self._describe(title, printed_at)

    def _describe(self, title: str, printed_at: datetime) -> None:
        canvas = self._canvas
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("kanban_app")
        canvas.setProducer("kanban_app")
        moment = printed_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
        canvas.setDateFormatter(lambda *_: moment)
        # A viewer that shrinks the page to the printer's margins would shrink every code.
        canvas.setViewerPreference("PrintScaling", "None")
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def begin(self) -> Page:
        """The next page, empty."""
        page = Page(self.size, self.encode)
        self.pages.append(page)
        return page

    def finished(self) -> bytes:
        """The document's bytes; nothing can be added afterwards."""
        canvas, entries = self._canvas, 0
        scale = f"{POINTS_PER_MM:.6f}"
        for page in self.pages:
            for title, level in page.entries:
                entries += 1
                canvas.bookmarkPage(f"entry-{entries}")
                canvas.addOutlineEntry(title, f"entry-{entries}", level)
            canvas.addLiteral(f"q {scale} 0 0 {scale} 0 0 cm\n{page.operators()}\nQ")
            canvas.showPage()
        with fonts.EMBEDDING:
            data: bytes = canvas.getpdfdata()
        return data

    def encode(self, weight: Weight, text: str) -> list[tuple[str, str]]:
        """(font resource, PDF string) for each piece of the text that stands in one subset of one font."""
        found = self._encoded.get((weight, text))
        if found is None:
            document, found = self._canvas._doc, []
            for name, piece in runs(composed(text), weight):
                face = font(name)
                for subset, encoded in face.splitString(piece, document):
                    resource = face.getSubsetInternalName(subset, document)
                    found.append((resource, f"({encoded.decode('latin-1').translate(_ESCAPES)})"))
            self._encoded[weight, text] = found
        return found


CODE_SQUARE = 0.55
"""Side of a card code's squares on a list in mm: 4.4 dots of a 203 dpi printer."""
CODE_SIDE = CODE_SQUARE * qr.SQUARES
CODE_QUIET = CODE_SQUARE * qr.QUIET_SQUARES
