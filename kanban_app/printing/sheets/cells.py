"""What stands in the cells of a table: texts below each other, a card's code, a box to write in, a rank with its zone.

A cell knows how wide it would like to be and how high it is at a width; drawing never fails once its height was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from kanban_app.domain.board import Zone
from kanban_app.printing import fitting
from kanban_app.printing.fitting import Fitted, Ladder, Part, ladder
from kanban_app.printing.fonts import CAP_HEIGHT, NoGlyph, Weight, composed, width
from kanban_app.printing.problems import Field, MissingGlyph, TextDoesNotFit
from kanban_app.printing.sheets.pages import BLACK, CODE_QUIET, CODE_SIDE, HAIR, QUIET, Page
from kanban_app.printing.sheets.refusing import SheetField, SheetRefused

PADDING = 1.4
_LINE_GAP = 1.6
# Highest and lowest capitals in mm: on one line, on two, … None is lower than 1.5.
LARGE = ladder((3.0, 2.2), (2.6, 1.9), (2.0, 1.7), (1.7, 1.6), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5))
BODY = ladder((2.3, 1.9), (2.1, 1.7), (1.8, 1.6), (1.6, 1.5), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5))
SMALL = ladder((1.8, 1.6), (1.7, 1.5), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5), (1.5, 1.5))
ONE_LINE = ladder((4.2, 1.6))


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a sheet: what it stands for and how it looks."""

    field: SheetField
    text: str
    ladder: Ladder = BODY
    weight: Weight = Weight.REGULAR
    grey: float = BLACK
    whole: bool = False


@lru_cache(maxsize=8192)
def fitted(words: Words, width_mm: float) -> Fitted:
    """The text at the best size for this width. Raises SheetRefused."""
    part = Part(Field.WORDING, words.text, words.weight, words.ladder, whole_words=words.whole)
    try:
        return fitting.fit(part, width_mm)
    except MissingGlyph as missing:
        raise SheetRefused(words.field, words.text, missing.character) from None
    except TextDoesNotFit:
        raise SheetRefused(words.field, words.text) from None


def natural_width(words: Words) -> float:
    """How wide the text is on one line at its largest. Raises SheetRefused for a character that no font prints."""
    try:
        return width(composed(words.text), words.weight) * words.ladder.rungs[0].size_mm
    except NoGlyph as missing:
        raise SheetRefused(words.field, words.text, missing.character) from None


def draw_words(page: Page, words: Words, left: float, top: float, width_mm: float, *, right: bool = False) -> float:
    """Write a text with the top of its capitals at `top`; the height it took. Raises SheetRefused."""
    found = fitted(words, width_mm)
    baseline = top + found.capital_mm
    for line in found.lines:
        shift = width_mm - width(line.rstrip(), words.weight) * found.size_mm if right else 0.0
        page.text(left + shift, baseline, found.size_mm, words.weight, line, words.grey)
        baseline += found.pitch_mm
    return found.height_mm


class Cell(Protocol):
    """One cell of a row."""

    def natural(self) -> float:
        """The width in mm that it would like to have."""

    def height(self, width_mm: float) -> float:
        """How high it is at this width. Raises SheetRefused for what cannot stand there."""

    def draw(self, page: Page, left: float, top: float, width_mm: float, height_mm: float) -> None:
        """Draw it into this place."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts below each other; empty ones take no place."""

    texts: tuple[Words, ...]
    right: bool = False

    def natural(self) -> float:
        """As wide as the widest on one line."""
        return max(map(natural_width, self._there()), default=0.0) + 2 * PADDING

    def height(self, width_mm: float) -> float:
        """All of them with the white between."""
        heights = [fitted(words, width_mm - 2 * PADDING).height_mm for words in self._there()]
        return sum(heights) + _LINE_GAP * max(0, len(heights) - 1) + 2 * PADDING

    def draw(self, page: Page, left: float, top: float, width_mm: float, height_mm: float) -> None:
        """From the top downwards."""
        at = top + PADDING
        for words in self._there():
            at += draw_words(page, words, left + PADDING, at, width_mm - 2 * PADDING, right=self.right) + _LINE_GAP

    def _there(self) -> list[Words]:
        return [words for words in self.texts if words.text]


@dataclass(frozen=True, slots=True)
class CardCode:
    """The QR code of a card with the white that it needs."""

    code: str

    def natural(self) -> float:
        """The symbol and its white."""
        return CODE_SIDE + 2 * CODE_QUIET

    def height(self, width_mm: float) -> float:
        """The same: it is a square."""
        return CODE_SIDE + 2 * CODE_QUIET

    def draw(self, page: Page, left: float, top: float, width_mm: float, height_mm: float) -> None:
        """In the middle of its place."""
        page.qr(self.code, left + (width_mm - CODE_SIDE) / 2, top + (height_mm - CODE_SIDE) / 2, CODE_SIDE)


@dataclass(frozen=True, slots=True)
class WriteIn:
    """A box to write in by hand, with a small word in its corner; `tick` is a small square instead."""

    word: str = ""
    wide: float = 16.0
    tick: bool = False

    def natural(self) -> float:
        """As wide as it was asked for."""
        return self.wide

    def height(self, width_mm: float) -> float:
        """Room for a hand."""
        return 8.0

    def draw(self, page: Page, left: float, top: float, width_mm: float, height_mm: float) -> None:
        """A square in the middle, or a box that fills its place."""
        if self.tick:
            page.frame(left + (width_mm - 6) / 2, top + (height_mm - 6) / 2, 6, 6, 0.35)
            return
        page.frame(left + 0.8, top + 0.8, width_mm - 1.6, height_mm - 1.6, 0.25, HAIR)
        if self.word:
            draw_words(page, word_in_box(self.word), left + 1.8, top + 1.8, width_mm - 3.6)


def word_in_box(text: str) -> Words:
    """The small word in the corner of a box."""
    return Words(SheetField.WORDING, text, SMALL, grey=QUIET)


@dataclass(frozen=True, slots=True)
class Rank:
    """The place in a queue and the loop's zone, as shape and word."""

    rank: int
    zone: Zone
    word: str

    def natural(self) -> float:
        """Room for three digits and the word."""
        return 17.0

    def height(self, width_mm: float) -> float:
        """The number and the word below it."""
        return 2 * PADDING + 4.6 + fitted(self._word(), width_mm - 2 * PADDING).height_mm

    def draw(self, page: Page, left: float, top: float, width_mm: float, height_mm: float) -> None:
        """The shape at the left of the number."""
        draw_zone(page, self.zone, left + PADDING, top + PADDING, 3.4)
        number = Words(SheetField.WORDING, str(self.rank), LARGE, Weight.BOLD)
        draw_words(page, number, left + PADDING + 4.6, top + PADDING + 0.2, width_mm - 2 * PADDING - 4.6)
        draw_words(page, self._word(), left + PADDING, top + PADDING + 4.6, width_mm - 2 * PADDING)

    def _word(self) -> Words:
        return Words(SheetField.WORDING, self.word, SMALL, Weight.MEDIUM)


def draw_zone(page: Page, zone: Zone, left: float, top: float, side: float) -> None:
    """Red a full square, yellow a triangle, green a ring: apart without any colour."""
    if zone is Zone.RED:
        page.fill(left, top, side, side)
    elif zone is Zone.YELLOW:
        page.shape(((left + side / 2, top + 0.2), (left + side, top + side), (left, top + side)), filled=False)
    else:
        page.circle(left + 0.2, top + 0.2, side - 0.4)


def capital(size_mm: float) -> float:
    """The size of the font whose capitals are this high."""
    return size_mm / CAP_HEIGHT
