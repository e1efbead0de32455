"""Making a text fit its place: it shrinks, then wraps, and is refused when its smallest size is too large.

Sizes are in millimetres of the design. A ladder lists what may be tried, best first; the first rung that fits
wins, and a word is broken inside only when nothing else fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from kanban_app.printing.fonts import CAP_HEIGHT, NoGlyph, Weight, composed, width
from kanban_app.printing.problems import Field, MissingGlyph, TextDoesNotFit

LINE_PITCH = 1.18
"""Distance of two baselines, as a share of the size."""
_DESCENT = 0.24
_STEP = 0.93
# A line may end after a blank, and after one of these inside a long code; never inside 1.5 or 12:30.
_WORDS = re.compile(r"[^ \-/_]*[ \-/_]+|[^ \-/_]+")


@dataclass(frozen=True, slots=True)
class Rung:
    """One size of the font in mm, and how many lines it may take."""

    size_mm: float
    lines: int

    @property
    def capital_mm(self) -> float:
        """The height of its capitals."""
        return self.size_mm * CAP_HEIGHT


@dataclass(frozen=True, eq=False)
class Ladder:
    """Rungs, best first. Ladders are constants, compared by identity: it keeps the cache fast."""

    rungs: tuple[Rung, ...]


def ladder(*spans: tuple[float, float]) -> Ladder:
    """A ladder from (largest, smallest) capitals in mm: the first span on one line, the second on two, …"""
    rungs: list[Rung] = []
    for lines, (largest, smallest) in enumerate(spans, start=1):
        capital = largest
        while capital > smallest:
            rungs.append(Rung(capital / CAP_HEIGHT, lines))
            capital *= _STEP
        rungs.append(Rung(smallest / CAP_HEIGHT, lines))
    return Ladder(tuple(rungs))


@dataclass(frozen=True, slots=True)
class Part:
    """A text that wants a place: which field of the card it is and how it may look.

    `gap` is the white above it, as a share of its capitals' height. With `whole_words` no word is broken inside,
    whatever the size.
    """

    field: Field
    text: str
    weight: Weight
    ladder: Ladder
    gap: float = 0.0
    quiet: bool = False
    whole_words: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that has found its size: its lines, each with the blank it ends in."""

    part: Part
    size_mm: float
    lines: tuple[str, ...]

    @property
    def capital_mm(self) -> float:
        """The height of its capitals."""
        return self.size_mm * CAP_HEIGHT

    @property
    def pitch_mm(self) -> float:
        """The distance of two of its baselines."""
        return self.size_mm * LINE_PITCH

    @property
    def height_mm(self) -> float:
        """From the top of the first line's capitals to the last baseline."""
        return self.capital_mm + (len(self.lines) - 1) * self.pitch_mm


def fit(part: Part, width_mm: float) -> Fitted:
    """The text at the best size at which it fits the width.

    Raises TextDoesNotFit, or MissingGlyph for a character that no font prints.
    """
    return _best(part, width_mm)


def fit_stack(parts: Sequence[Part], width_mm: float, height_mm: float) -> tuple[Fitted, ...]:
    """Texts below each other in one box; the first keeps its size longest. Raises as `fit` does."""
    best = tuple([_best(part, width_mm) for part in parts])
    if stack_height_mm(best) <= height_mm:
        return best
    for choice in product(*[_all(part, width_mm) for part in parts]):
        if stack_height_mm(choice) <= height_mm:
            return choice
    longest = max(parts, key=lambda part: len(part.text))
    raise TextDoesNotFit(longest.field, longest.text)


def stack_height_mm(stack: Sequence[Fitted]) -> float:
    """From the top of the first capitals to the last baseline, with the gaps between."""
    height = sum([fitted.height_mm for fitted in stack])
    return height + sum([gap_mm(above, below) for above, below in pairwise(stack)])


def gap_mm(above: Fitted, below: Fitted) -> float:
    """From the last baseline above to the top of the capitals below."""
    return above.size_mm * _DESCENT + below.part.gap * below.capital_mm


@lru_cache(maxsize=4096)
def _best(part: Part, width_mm: float) -> Fitted:
    return next(_fitting(part, width_mm))


@lru_cache(maxsize=512)
def _all(part: Part, width_mm: float) -> tuple[Fitted, ...]:
    return tuple(_fitting(part, width_mm))


def _fitting(part: Part, width_mm: float) -> Iterator[Fitted]:
    """Every rung on which the text fits the width, best first. Raises TextDoesNotFit when there is none."""
    text = composed(part.text)
    try:
        total = width(text.rstrip(), part.weight)
    except NoGlyph as missing:
        raise MissingGlyph(part.field, part.text, missing.character) from None
    found = False
    in_words = _WORDS.findall(text) or [text]
    for words in (in_words,) if part.whole_words else (in_words, list(text)):
        for rung in part.ladder.rungs:
            lines = _wrapped(text, words, total, rung, width_mm / rung.size_mm, part.weight)
            if lines:
                found = True
                yield Fitted(part, rung.size_mm, lines)
        if found:
            return
    raise TextDoesNotFit(part.field, part.text)


def _wrapped(text: str, words: Sequence[str], total: float, rung: Rung, room: float, weight: Weight) -> tuple[str, ...]:
    """The lines of the text at this rung, or none when it needs more. `total` and `room` are in ems."""
    if total <= room:
        return (text,)
    if total > room * rung.lines:
        return ()
    lines = _broken(words, room, weight)
    if not lines or len(lines) > rung.lines:
        return ()
    # Lines of about the same length read better than a last line of one word.
    tight, loose = total / len(lines), room
    while loose - tight > 0.2:
        tried = (tight + loose) / 2
        shorter = _broken(words, tried, weight)
        if shorter and len(shorter) == len(lines):
            lines, loose = shorter, tried
        else:
            tight = tried
    return lines


def _broken(words: Sequence[str], room: float, weight: Weight) -> tuple[str, ...]:
    """Words put into lines as each fills up; none when one word is wider than the room."""
    lines, current = [], ""
    for word in words:
        if current and width((current + word).rstrip(), weight) > room:
            lines.append(current)
            current = ""
        current += word
        if width(current.rstrip(), weight) > room:
            return ()
    return (*lines, current)
