"""Text as PDF operators. Each piece of text is encoded once per document, however many cards carry it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kanban_app.printing.fonts import Weight, composed, font, runs
from kanban_app.printing.geometry import HEIGHT
from kanban_app.printing.layout import Line
from kanban_app.printing.palette import Palette
from kanban_app.printing.wording import Face

# What a PDF string must not hold as it is: its own signs, and bytes that are no printable ASCII.
_ESCAPES = {byte: f"\\{byte:03o}" for byte in (*range(32), *range(127, 256))} | {
    ord(sign): "\\" + sign for sign in "()\\"
}
_MOST_REMEMBERED = 5000


def decimal(value: float) -> str:
    """A number as PDF writes it, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


class Typesetter:
    """Encodes text for one document with the subset fonts of that document; `height` is that of the card in mm."""

    def __init__(self, document: Any, palette: Palette, height: float = HEIGHT) -> None:
        self._height = height
        self._document = document
        self._encoded: dict[tuple[Weight, str], tuple[tuple[str, str], ...]] = {}
        self._palette = palette

    def block(self, lines: Iterable[Line], face: Face | None = None) -> str:
        """The operators that write these lines, in the coordinates of the card (y upwards)."""
        written = ["BT"]
        colour = ""
        for line in lines:
            wanted = self._palette.of(line, face)
            if wanted != colour:
                written.append(f"{wanted} rg")
                colour = wanted
            written.append(f"1 0 0 1 {decimal(line.left)} {decimal(self._height - line.baseline)} Tm")
            size = decimal(line.size_mm)
            for name, literal in self._encode(line.weight, line.text):
                written.append(f"{name} {size} Tf {literal} Tj")
        written.append("ET")
        return "\n".join(written)

    def _encode(self, weight: Weight, text: str) -> tuple[tuple[str, str], ...]:
        key = (weight, text)
        found = self._encoded.get(key)
        if found is None:
            if len(self._encoded) >= _MOST_REMEMBERED:
                self._encoded.clear()
            found = self._encoded[key] = tuple(self._pieces(weight, composed(text)))
        return found

    def _pieces(self, weight: Weight, text: str) -> Iterable[tuple[str, str]]:
        """(font resource, PDF string) for each piece of the text that stands in one subset of one font."""
        for name, piece in runs(text, weight):
            face = font(name)
            for subset, encoded in face.splitString(piece, self._document):
                resource = face.getSubsetInternalName(subset, self._document)
                yield resource, f"({encoded.decode('latin-1').translate(_ESCAPES)})"
