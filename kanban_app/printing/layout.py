"""Where the texts of a design's elements stand on one card, and at which size.

Each place answers its lines or raises TextDoesNotFit or MissingGlyph with the field that a person can change, so that
`check` can name everything that is wrong with a card and `render` can stop at the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from kanban_app.domain.paper import PaperCard
from kanban_app.printing.elements import Band, Element, Label, Text, TextPart, UrgentPlate
from kanban_app.printing.fitting import Fitted, Ladder, Part, fit, fit_stack, gap_mm, ladder, stack_height_mm
from kanban_app.printing.fonts import Weight, width
from kanban_app.printing.geometry import Box
from kanban_app.printing.problems import Field, MissingGlyph, PrintRefused, TextDoesNotFit
from kanban_app.printing.said import FIELDS, Scope, label, said, typed_text
from kanban_app.printing.wording import Face

WEIGHTS = {
    "regular": Weight.REGULAR,
    "medium": Weight.MEDIUM,
    "semibold": Weight.SEMIBOLD,
    "bold": Weight.BOLD,
    "code": Weight.CODE,
}
"""The fonts by the names that a design has for them."""
_MOST_REMEMBERED = 4096
_LEAST_BESIDE_MM = 10.0
# How much of the spare room stands at the left of a text.
_SHARES = {"left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: left end and baseline in mm from the card's upper left corner, size in mm.

    Written in ink, or `quiet`, `reversed_out` (white), `of_kind` (the band's colour); `plated` puts black behind it.
    """

    left: float
    baseline: float
    size_mm: float
    weight: Weight
    text: str
    quiet: bool = False
    reversed_out: bool = False
    of_kind: bool = False
    plated: bool = False


Texts = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1024)
def rungs_of(sizes: tuple[tuple[float, float], ...]) -> Ladder:
    """The ladder of these sizes; the same sizes are the same ladder."""
    return ladder(*sizes)


class TextPlace:
    """One text element of a design, ready to be filled for card after card."""

    def __init__(self, element: Text, second_language: str) -> None:
        self._element = element
        self._second = second_language
        self._placed: dict[object, list[Line]] = {}
        self._of_length: dict[int, Line] = {}
        self._says = [self._way_of(part) for part in element.parts]
        sources = [FIELDS[part.field] for part in element.parts if part.field]
        self._is_code = [(part.field, part.weight) for part in element.parts] == [("code", "code")]
        self.is_own = any(source.scope is Scope.CARD for source in sources)
        # What a loop's cards share is asked for once a loop, a code once in all.
        self.comes_again = self.is_own and not self._is_code
        marks = [(at, FIELDS[part.field].marked) for at, part in enumerate(element.parts) if part.field]
        self._marks = [(at, is_marked) for at, is_marked in marks if is_marked]

    def _way_of(self, part: TextPart) -> Callable[[PaperCard], tuple[str, ...]]:
        """How the texts of a part are found, without what this job does not need."""
        if not part.field:
            return lambda card: (part.text,)
        source = FIELDS[part.field]
        if not (self._second and source.is_words):
            return source.say
        return lambda card: said(part.field, card, self._second)

    def key(self, card: PaperCard) -> tuple[Texts, tuple[int, ...]]:
        """What the lines on this card depend on: its texts, and which of them are marked."""
        texts = tuple([say(card) for say in self._says])
        return texts, tuple([at for at, is_marked in self._marks if is_marked(card)]) if self._marks else ()

    def lines(self, card: PaperCard) -> list[Line]:
        """The lines on this card. Raises PrintRefused."""
        key = self.key(card)
        return self.lines_of(key, card) if self.comes_again else self._fresh(*key, card)

    def lines_of(self, key: tuple[Texts, tuple[int, ...]], card: PaperCard) -> list[Line]:
        """The same for texts that are known already, and remembered: they stand on many cards."""
        found = self._placed.get(key)
        if found is None:
            if len(self._placed) >= _MOST_REMEMBERED:
                self._placed.clear()
            found = self._placed[key] = self._fresh(*key, card)
        return found

    def _fresh(self, texts: Texts, marked: tuple[int, ...], card: PaperCard) -> list[Line]:
        """Every text's best, and what may stand for it where that does not fit."""
        if self._is_code:
            return self._code_lines(texts[0][0], marked, card)
        return self._best_of(texts, marked, card)

    def _code_lines(self, text: str, marked: tuple[int, ...], card: PaperCard) -> list[Line]:
        """A card code's line: all are equally long, and in their font all characters equally wide."""
        known = self._of_length.get(len(text))
        if known and text.isascii():
            return [
                Line(
                    known.left, known.baseline, known.size_mm, known.weight, text,
                    known.quiet, known.reversed_out, known.of_kind, known.plated,
                )
            ]  # fmt: skip
        lines = self._best_of(((text,),), marked, card)
        if len(lines) == 1 and text.isascii():
            self._of_length[len(text)] = lines[0]
        return lines

    def _best_of(self, texts: Texts, marked: tuple[int, ...], card: PaperCard) -> list[Line]:
        last = max(len(each) for each in texts) - 1
        for level in range(last + 1):
            chosen = [each[min(level, len(each) - 1)] for each in texts]
            try:
                return self._arranged(chosen, marked)
            except PrintRefused as refusal:
                if isinstance(refusal, MissingGlyph) or level == last:
                    raise self._blamed(refusal, chosen, card) from None
        return []

    def _arranged(self, chosen: Sequence[str], marked: tuple[int, ...]) -> list[Line]:
        element = self._element
        pairs = [(wanted, _part(wanted, text)) for wanted, text in zip(element.parts, chosen, strict=True) if text]
        if not pairs:
            return []
        if element.arrangement == "run":
            flags = [at in marked for at, text in enumerate(chosen) if text]
            return _run(element, pairs, flags)
        if element.arrangement == "beside":
            return _beside(element, pairs)
        return _stack(element, pairs)

    def _blamed(self, refusal: PrintRefused, chosen: Sequence[str], card: PaperCard) -> PrintRefused:
        """The refusal with the field and the text that a person typed, where the program has written the rest."""
        name = next(
            (
                part.field
                for part, text in zip(self._element.parts, chosen, strict=True)
                if text == refusal.text and part.field
            ),
            "",
        )
        typed = [(field, typed_text(card, field)) for field in FIELDS[name].typed] if name else []
        if isinstance(refusal, MissingGlyph):
            for field, text in typed:
                if refusal.character in text:
                    return MissingGlyph(field, text, refusal.character)
            return refusal
        longest = max(typed, key=lambda pair: len(pair[1]), default=None)
        return TextDoesNotFit(*longest) if longest else refusal


def label_lines(element: Label, face: Face, second_language: str) -> list[Line]:
    """The lines of a label; none on a look for which the program has no such word."""
    texts = label(element.word, face, second_language) if element.word else (element.text,)
    if not texts[0]:
        return []
    rungs = rungs_of(element.sizes)
    for text in texts:
        part = Part(Field.WORDING, text, WEIGHTS[element.weight], rungs, whole_words=text is not texts[-1])
        try:
            stack = fit_stack((part,), element.width, element.height)
        except TextDoesNotFit:
            if text is texts[-1]:
                raise
            continue
        return _downwards(stack, [element.colour], element.left, element.top)
    return []


def mark_words(element: Band | UrgentPlate, face: Face, second_language: str) -> tuple[str, float, float]:
    """(words, size, capitals' height) on a band or an urgent plate: in both languages where there is room.

    Raises TextDoesNotFit when there is none for one.
    """
    if isinstance(element, Band):
        name, room = "kind", max(element.plate_width, element.plate_height) - 4.0 * element.scale
    else:
        name, room = "urgent", element.width - 8.6 * element.height / 6.0
    *both, first = label(name, face, second_language)
    rungs = rungs_of(element.sizes)
    for text in both:
        with suppress(TextDoesNotFit):
            fitted = fit(Part(Field.WORDING, text, Weight.BOLD, rungs, whole_words=True), room)
            return text, fitted.size_mm, fitted.capital_mm
    fitted = fit(Part(Field.WORDING, first, Weight.BOLD, rungs), room)
    return first, fitted.size_mm, fitted.capital_mm


def check_fixed(element: Element, face: Face, second_language: str) -> None:
    """Lay out what an element says on every card of a look. Raises PrintRefused as drawing it would."""
    if isinstance(element, Label):
        label_lines(element, face, second_language)
    elif isinstance(element, Band | UrgentPlate):
        mark_words(element, face, second_language)


_Pairs = Sequence[tuple[TextPart, Part]]


def _part(wanted: TextPart, text: str) -> Part:
    field = FIELDS[wanted.field].field if wanted.field else Field.WORDING
    rungs = rungs_of(wanted.sizes)
    return Part(field, text, WEIGHTS[wanted.weight], rungs, wanted.gap, whole_words=wanted.whole_words)


def _stack(element: Text, pairs: _Pairs) -> list[Line]:
    box = element.box
    stack = fit_stack([part for _, part in pairs], box.width, box.height)
    spare = box.height - stack_height_mm(stack)
    between, top = 0.0, box.top
    if element.vertical == "middle" or len(element.parts) > 1 == len(stack):
        top += spare / 2
    elif element.vertical == "bottom":
        between = min(1.2, spare / 4) if len(stack) > 1 else 0.0
        top += spare - between - min(element.comfort_mm, (spare - between) / 2)
    lines = _downwards(stack, [wanted.colour for wanted, _ in pairs], box.left, top, between)
    return _aligned(lines, element.align, box)


def _aligned(lines: list[Line], align: str, box: Box) -> list[Line]:
    if align == "left":
        return lines
    share = _SHARES[align]
    return [
        replace(line, left=box.left + (box.width - width(line.text.rstrip(), line.weight) * line.size_mm) * share)
        for line in lines
    ]


def _beside(element: Text, pairs: _Pairs) -> list[Line]:
    """The first text as large as the others at its right allow."""
    box, (wanted, first) = element.box, pairs[0]
    rest = [part for _, part in pairs[1:]]
    large, stack = _large_and_rest(element, first, rest)
    height = max(large.capital_mm, stack_height_mm(stack)) if stack else large.capital_mm
    baseline = box.top + (box.height + height) / 2
    lines = _downwards((large,), [wanted.colour], box.left, baseline - large.capital_mm)
    if stack:
        left = box.left + width(first.text, first.weight) * large.size_mm + element.apart_mm
        colours = [each.colour for each, _ in pairs[1:]]
        lines += _downwards(stack, colours, left, baseline - stack_height_mm(stack))
    return lines


def _large_and_rest(element: Text, first: Part, rest: Sequence[Part]) -> tuple[Fitted, tuple[Fitted, ...]]:
    box = element.box
    try:
        ems = width(first.text, first.weight)
    except ValueError:
        fit(first, box.width)
        raise
    for rung in first.ladder.rungs:
        room = box.width - ems * rung.size_mm - (element.apart_mm if rest else 0.0)
        if room < (element.room_mm if rest else 0.0) or rung.capital_mm > box.height:
            continue
        try:
            stack = fit_stack(rest, room, max(rung.capital_mm, element.high_mm)) if rest else ()
        except TextDoesNotFit:
            continue
        return Fitted(first, rung.size_mm, (first.text,)), stack
    if rest:
        fit(rest[0], box.width - _LEAST_BESIDE_MM - element.apart_mm)
    raise TextDoesNotFit(first.field, first.text)


def _run(element: Text, pairs: _Pairs, marked: Sequence[bool]) -> list[Line]:
    """Texts one after the other on one line; below each other where it is too short."""
    box, pieces = element.box, []
    for at, (_, part) in enumerate(pairs):
        following = marked[at + 1] if at + 1 < len(pairs) else None
        pieces.append(part.text + ("" if following is None else "   " if following or marked[at] else " · "))
    for rung in pairs[0][1].ladder.rungs:
        widths = [width(text, part.weight) * rung.size_mm for text, (_, part) in zip(pieces, pairs, strict=True)]
        if rung.lines == 1 and sum(widths) <= box.width:
            lines, left = (
                [],
                box.left + (box.width - sum(widths)) * _SHARES[element.align],
            )
            baseline = box.top + (box.height + rung.capital_mm) / 2
            for text, wide, (wanted, part), mark in zip(pieces, widths, pairs, marked, strict=True):
                lines.append(_line(left, baseline, rung.size_mm, part.weight, text, wanted.colour, mark))
                left += wide
            return lines
    stacked = _stack(element, pairs)
    texts = {part.text for (_, part), mark in zip(pairs, marked, strict=True) if mark}
    return [replace(line, reversed_out=True, plated=True) if line.text in texts else line for line in stacked]


def _line(left: float, baseline: float, size: float, weight: Weight, text: str, colour: str, mark: bool) -> Line:
    return Line(
        left, baseline, size, weight, text,
        quiet=colour == "quiet", reversed_out=mark or colour == "paper", of_kind=colour == "kind", plated=mark,
    )  # fmt: skip


def _downwards(
    stack: tuple[Fitted, ...], colours: Sequence[str], left: float, top: float, between: float = 0.0
) -> list[Line]:
    lines: list[Line] = []
    above, y = None, top
    for fitted, colour in zip(stack, colours, strict=True):
        y += gap_mm(above, fitted) + between if above else 0.0
        y += fitted.capital_mm
        for place, text in enumerate(fitted.lines):
            y += fitted.pitch_mm if place else 0.0
            lines.append(_line(left, y, fitted.size_mm, fitted.part.weight, text, colour, mark=False))
        above = fitted
    return lines
