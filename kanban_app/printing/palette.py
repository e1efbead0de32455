"""The colours of the paper: the tokens of the screens page (light theme) that reach it."""

from __future__ import annotations

from dataclasses import dataclass

from kanban_app.printing.layout import Line
from kanban_app.printing.wording import Face


def _rgb(token: str) -> str:
    """A token like #16202A as PDF's three numbers."""
    parts = (int(token[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in parts)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as PDF operands: texts, details, paper, and the band of each look."""

    ink: str
    quiet: str
    paper: str
    band: dict[Face, str]

    def of(self, line: Line, face: Face | None = None) -> str:
        """The colour of a line of text, on a card of this look."""
        if line.reversed_out:
            return self.paper
        if line.of_kind and face:
            return self.band[face]
        return self.quiet if line.quiet else self.ink

    def named(self, name: str, face: Face) -> str:
        """The colour that a design calls so, on a card of this look."""
        return {"ink": self.ink, "quiet": self.quiet, "paper": self.paper, "kind": self.band[face]}[name]


COLOURED = Palette(
    ink=_rgb("#16202A"),
    quiet=_rgb("#44515D"),
    paper=_rgb("#FFFFFF"),
    band={
        Face.PRODUCTION: _rgb("#00704D"),
        Face.WITHDRAWAL: _rgb("#0B5E95"),
        Face.SUPPLIER: _rgb("#A85A00"),
        Face.SINGLE_USE: _rgb("#83347A"),
    },
)
_BLACK = _rgb("#000000")
BLACK_ONLY = Palette(ink=_BLACK, quiet=_BLACK, paper=_rgb("#FFFFFF"), band=dict.fromkeys(Face, _BLACK))
