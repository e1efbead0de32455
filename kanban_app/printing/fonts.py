"""The fonts of the paper: which file draws which character, and how wide.

Inter draws, DejaVu Sans Mono draws the codes, Noto Sans and then DejaVu stand behind them character by
character. A character that needs more than its own glyph in its place (marks that attach to their neighbour,
scripts written from the right, invisible controls) is as missing as one without a glyph: reportlab does no
shaping.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from kanban_app import resources

# Embedding reads a font file through one shared position: two documents must not do it at once.
EMBEDDING = Lock()

CAP_HEIGHT = 0.727
"""Height of Inter's capitals, as a share of the size."""
CODE_CAP_HEIGHT = 0.729
"""The same of DejaVu Sans Mono."""


class Weight(StrEnum):
    """The cuts in use; the value is the file's and the font's name."""

    REGULAR = "Inter-Regular"
    MEDIUM = "Inter-Medium"
    SEMIBOLD = "Inter-SemiBold"
    BOLD = "Inter-Bold"
    CODE = "DejaVuSansMono-Bold"


_BEHIND = {
    Weight.REGULAR: ("NotoSans-Regular", "DejaVuSansMono-Bold"),
    Weight.MEDIUM: ("NotoSans-Regular", "DejaVuSansMono-Bold"),
    Weight.SEMIBOLD: ("NotoSans-Bold", "DejaVuSansMono-Bold"),
    Weight.BOLD: ("NotoSans-Bold", "DejaVuSansMono-Bold"),
    Weight.CODE: ("NotoSans-Bold",),
}
_WRITTEN_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})
# Controls, formats, surrogates, private use, unassigned, line and paragraph ends; marks that need placing.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"})


class NoGlyph(ValueError):
    """No font of the chain draws this character in its place."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X}")
        self.character = character


@cache
def font(name: str) -> TTFont:
    """The font of resources/fonts with this PostScript name, read once."""
    return TTFont(name, str(resources.path(f"fonts/{name}.ttf")))


def registered(weight: Weight) -> str:
    """The name under which reportlab itself finds this font."""
    pdfmetrics.registerFont(font(weight.value))
    return weight.value


class _Glyphs(dict[str, tuple[str, float]]):
    """Character -> (font name, width in ems), found when it is first asked for."""

    def __init__(self, weight: Weight) -> None:
        super().__init__()
        self._chain = (weight.value, *_BEHIND[weight])

    def __missing__(self, character: str) -> tuple[str, float]:
        if not _stands_alone(character):
            raise NoGlyph(character)
        for name in self._chain:
            face = font(name).face
            if face.charToGlyph.get(ord(character), 0):
                found = self[character] = (name, face.charWidths[ord(character)] / 1000)
                return found
        raise NoGlyph(character)


def _stands_alone(character: str) -> bool:
    return (
        unicodedata.category(character) not in _UNPRINTABLE
        and unicodedata.bidirectional(character) not in _WRITTEN_FROM_THE_RIGHT
    )


@cache
def _glyphs(weight: Weight) -> _Glyphs:
    return _Glyphs(weight)


def composed(text: str) -> str:
    """The same text with letter and accent as one character where Unicode has one (macOS writes two)."""
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return text
    return unicodedata.normalize("NFC", text)


def width(text: str, weight: Weight) -> float:
    """How wide the text is at size 1, in the unit of the size. Raises NoGlyph."""
    glyphs = _glyphs(weight)
    return sum(glyphs[character][1] for character in text)


def runs(text: str, weight: Weight) -> list[tuple[str, str]]:
    """The text cut where the font changes: (font name, piece). Raises NoGlyph."""
    glyphs = _glyphs(weight)
    pieces: list[tuple[str, str]] = []
    for character in text:
        name = glyphs[character][0]
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + character)
        else:
            pieces.append((name, character))
    return pieces
