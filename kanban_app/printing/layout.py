"""Which text of a card stands where, at which size: the part of the design that depends on the card.

Each section answers its lines or raises TextDoesNotFit or MissingGlyph, so that `check` can name everything
that is wrong with a card and `render` can stop at the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kanban_app import i18n
from kanban_app.domain.codes import CODE_LENGTH, CodeError, parse, spaced
from kanban_app.domain.paper import PaperCard
from kanban_app.i18n import _
from kanban_app.printing import geometry, wording
from kanban_app.printing.fitting import Fitted, Ladder, Part, fit, fit_stack, gap_mm, stack_height_mm
from kanban_app.printing.fonts import CAP_HEIGHT, Weight, width
from kanban_app.printing.geometry import PADDING, Box
from kanban_app.printing.problems import BadCode, Field, MissingGlyph, TextDoesNotFit


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: left end and baseline in mm from the card's upper left corner, size in mm."""

    left: float
    baseline: float
    size_mm: float
    weight: Weight
    text: str
    quiet: bool = False
    reversed_out: bool = False


Section = Callable[[PaperCard], list[Line]]


def header(card: PaperCard) -> list[Line]:
    """The item, the largest of all, and what it is and is made from."""
    item = Part(Field.ITEM_CODE, card.item_code, Weight.BOLD, geometry.ITEM)
    full, short = wording.description(card), wording.description(card, inputs=False)
    texts = (full,) if full == short else (full, short)
    for text in texts:
        about = Part(Field.ITEM_DESCRIPTION, text, Weight.REGULAR, geometry.DESCRIPTION, 0.36, quiet=True)
        try:
            return _centred(_stack([item, about], geometry.HEADER), geometry.HEADER)
        except TextDoesNotFit as too_long:
            if text is texts[-1]:
                raise TextDoesNotFit(too_long.field, _typed(card, too_long.field)) from None
        except MissingGlyph as missing:
            field = missing.field
            if field is Field.ITEM_DESCRIPTION and missing.character not in card.item_description:
                raise MissingGlyph(Field.INPUTS, text, missing.character) from None
            raise MissingGlyph(field, _typed(card, field), missing.character) from None
    return []


def _typed(card: PaperCard, field: Field) -> str:
    """What a person wrote of a line that the program has written the rest of."""
    typed: str = getattr(card, field.value)
    return typed


def route(card: PaperCard) -> list[Line]:
    """From which station, to which station, and where there."""
    source = _place(
        geometry.SOURCE, (Field.SOURCE_NAME, card.source_name), (Field.SOURCE_LOCATION, card.source_location)
    )
    consumer = _place(
        geometry.CONSUMER,
        (Field.CONSUMER_NAME, card.consumer_name),
        (Field.CONSUMER_LOCATION, card.consumer_location),
    )
    return source + consumer


def _place(box: Box, name: tuple[Field, str], location: tuple[Field, str]) -> list[Line]:
    inside = _inside(box, from_top=5.1, to_bottom=1.9)
    parts = [
        Part(*name, Weight.BOLD, geometry.STATION),
        Part(*location, Weight.MEDIUM, geometry.LOCATION, 0.5),
    ]
    stack = _stack(parts, inside)
    return _settled(stack, inside, 1.6) if location[1] else _centred(stack, inside)


def quantity(card: PaperCard) -> list[Line]:
    """How much is in a container, in which unit and which container."""
    box = geometry.QUANTITY
    left, room = box.left + PADDING + 0.5, box.width - 2 * PADDING - 0.5
    unit = Part(Field.UNIT, wording.unit(card), Weight.BOLD, geometry.UNIT, whole_words=True)
    per_container = Part(
        Field.WORDING,
        _("per container"),
        Weight.REGULAR,
        geometry.PER_CONTAINER,
        0.45,
        quiet=True,
        whole_words=True,
    )
    amount = Part(Field.QUANTITY, i18n.quantity(card.container_quantity, card.decimals), Weight.BOLD, geometry.AMOUNT)
    figures, beside = _amount_and_unit(amount, unit, per_container, room)
    middle = box.top + (12.5 if card.container_type else box.height / 2)
    height = max(figures.capital_mm, stack_height_mm(beside))
    baseline = middle + height / 2
    lines = _downwards((figures,), left, baseline - figures.capital_mm)
    offset = left + width(amount.text, Weight.BOLD) * figures.size_mm + 3.0
    lines += _downwards(beside, offset, baseline - stack_height_mm(beside))
    below = _inside(box, from_top=21.3, to_bottom=2.0)
    kind = Part(Field.CONTAINER_TYPE, card.container_type, Weight.MEDIUM, geometry.CONTAINER)
    return lines + _settled(_stack([kind], below), below, 0.8)


def _amount_and_unit(amount: Part, unit: Part, per: Part, room: float) -> tuple[Fitted, tuple[Fitted, ...]]:
    """The figures as large as the unit beside them allows."""
    ems = width(amount.text, Weight.BOLD)
    for rung in amount.ladder.rungs:
        rest = room - ems * rung.size_mm - 3.0
        if rest < 10.0:
            continue
        try:
            beside = fit_stack((unit, per), rest, max(rung.capital_mm, 9.0))
        except TextDoesNotFit:
            continue
        return Fitted(amount, rung.size_mm, (amount.text,)), beside
    fit(unit, room - 13.0)
    raise TextDoesNotFit(amount.field, amount.text)


def number(card: PaperCard) -> list[Line]:
    """Card k of n, or the order of a card that is used once."""
    return _order(card) if card.single_use else _card_of(str(card.number), wording.of_count(card.card_count))


@lru_cache(maxsize=4096)
def _card_of(figures: str, rest: str) -> list[Line]:
    """The number large, the rest of the sentence behind it at about half the size."""
    box = geometry.NUMBER
    left, room = box.left + PADDING, box.width - 2 * PADDING
    for rung in geometry.CARD_NUMBER.rungs:
        small = rung.size_mm * 0.53
        wide = width(figures, Weight.BOLD) * rung.size_mm
        if wide + 2.4 + width(rest, Weight.SEMIBOLD) * small <= room:
            baseline = box.top + 15.1 + rung.capital_mm / 2
            return [
                Line(left, baseline, rung.size_mm, Weight.BOLD, figures),
                Line(left + wide + 2.4, baseline, small, Weight.SEMIBOLD, rest),
            ]
    raise TextDoesNotFit(Field.NUMBER, f"{figures} {rest}")


def _order(card: PaperCard) -> list[Line]:
    once = card.single_use
    assert once is not None
    inside = _inside(geometry.NUMBER, from_top=6.0, to_bottom=2.2)
    due = wording.due(once.due_on, card.printed_at) if once.due_on else ""
    parts = [
        Part(Field.ORDER_REFERENCE, once.order_reference, Weight.BOLD, geometry.ORDER),
        Part(Field.CUSTOMER, once.customer, Weight.MEDIUM, geometry.CUSTOMER, 0.3),
        Part(Field.WORDING, due, Weight.BOLD, geometry.DUE, 0.4),
        Part(Field.WORDING, wording.use_once(card), Weight.MEDIUM, geometry.NOTE, 0.35, quiet=True),
    ]
    return _centred(_stack(parts, inside), inside)


def lot(card: PaperCard) -> list[Line]:
    """Below k of n: whether the card calls alone."""
    if card.single_use:
        return []
    inside = _inside(geometry.NUMBER, from_top=21.3, to_bottom=2.0)
    note = Part(Field.WORDING, wording.lot_note(card), Weight.REGULAR, geometry.NOTE, quiet=True)
    return _settled(_stack([note], inside), inside, 0.8)


def terms(card: PaperCard) -> list[Line]:
    """Lead time, lot, and what to do with the card when its container is empty."""
    face = wording.face_of(card)
    lead_time, empty = wording.lead_time(card.lead_time_minutes), wording.when_empty(face)
    texts = [lead_time, empty] if card.single_use else [lead_time, wording.starts_at(card), empty]
    lines = []
    for text, box in zip(texts, geometry.ONCE_TERMS if card.single_use else geometry.TERMS, strict=True):
        inside = Box(box.left, box.top + 3.3, box.width, box.height - 3.3)
        lines += _centred(_stack([Part(Field.WORDING, text, Weight.BOLD, geometry.TERM)], inside), inside)
    return lines


def corner(card: PaperCard) -> list[Line]:
    """The revision's letter in the black corner."""
    box, mark = geometry.CORNER_TEXT, wording.corner(card)
    letter = fit(Part(Field.REVISION, mark, Weight.BOLD, geometry.REVISION), box.width)
    size, baseline = letter.size_mm, box.top + letter.capital_mm
    left = box.right - width(mark, Weight.BOLD) * size
    return [Line(left, baseline, size, Weight.BOLD, mark, reversed_out=True)]


def code(card: PaperCard) -> list[Line]:
    """The short code in letters, and below it what it is for."""
    try:
        parse(card.code)
    except CodeError:
        raise BadCode(Field.CODE, card.code) from None
    left, baseline, size = _place_of_code()
    return [Line(left, baseline, size, Weight.CODE, spaced(card.code)), *_hint(wording.hint(card))]


@cache
def _place_of_code() -> tuple[float, float, float]:
    """Left end, baseline and size: the same for all codes, whose characters are all equally wide."""
    any_code = Part(Field.CODE, spaced("0" * CODE_LENGTH), Weight.CODE, geometry.SHORT_CODE)
    (line,) = _middle(any_code, geometry.CODE)
    return line.left, line.baseline, line.size_mm


@lru_cache(maxsize=4096)
def _hint(text: str) -> list[Line]:
    return _middle(Part(Field.WORDING, text, Weight.REGULAR, geometry.HINTS, quiet=True), geometry.HINT)


def origin(card: PaperCard) -> list[Line]:
    """The foot's left: plant, loop, revision and its day."""
    box = replace(geometry.FOOT, width=geometry.FOOT.width - geometry.FOOT_RIGHT_WIDTH - 3.0)
    words = Part(Field.PLANT_NAME, wording.origin(card), Weight.REGULAR, geometry.FOOTER, quiet=True)
    try:
        return _centred(_stack([words], box), box)
    except TextDoesNotFit:
        raise TextDoesNotFit(Field.PLANT_NAME, card.plant_name) from None
    except MissingGlyph as missing:
        raise MissingGlyph(Field.PLANT_NAME, card.plant_name, missing.character) from None


def print_note(card: PaperCard) -> list[Line]:
    """The foot's right: the day of printing and which print it is; a reprint's mark is white on black."""
    return _print_note(wording.printed(card), wording.print_mark(card.print_count), card.print_count > 1)


@lru_cache(maxsize=256)
def _print_note(day: str, mark: str, again: bool) -> list[Line]:
    size, right, top = geometry.FOOTER.rungs[0].size_mm, geometry.RIGHT, geometry.FOOT.top
    joined = "   " if again else " · "
    day_width, mark_width, between = (width(text, Weight.BOLD) * size for text in (day, mark, joined))
    if day_width + between + mark_width <= geometry.FOOT_RIGHT_WIDTH:
        baseline = top + (geometry.FOOT.height + size * CAP_HEIGHT) / 2
        start = right - mark_width - between - day_width
        return [
            Line(start, baseline, size, Weight.BOLD, day + joined),
            Line(right - mark_width, baseline, size, Weight.BOLD, mark, reversed_out=again),
        ]
    if max(day_width, mark_width) > geometry.FOOT_RIGHT_WIDTH:
        raise TextDoesNotFit(Field.WORDING, f"{day} {mark}")
    return [
        Line(right - day_width, top + size * CAP_HEIGHT, size, Weight.BOLD, day),
        Line(right - mark_width, top + geometry.FOOT.height, size, Weight.BOLD, mark, reversed_out=again),
    ]


SAME_FOR_THE_LOOP: tuple[Section, ...] = (header, route, quantity, lot, terms, corner, origin)
"""What all cards of a loop with the same data share."""
OWN: tuple[Section, ...] = (number, code, print_note)
"""What differs from card to card."""


def _stack(parts: Iterable[Part], box: Box) -> tuple[Fitted, ...]:
    """The parts that say something, fitted into the box."""
    said = [part for part in parts if part.text]
    return fit_stack(said, box.width, box.height) if said else ()


def _inside(box: Box, from_top: float, to_bottom: float) -> Box:
    """The part of a box that texts may use."""
    height = box.height - from_top - to_bottom
    return Box(box.left + PADDING, box.top + from_top, box.width - 2 * PADDING, height)


def _centred(stack: tuple[Fitted, ...], box: Box) -> list[Line]:
    return _downwards(stack, box.left, box.top + (box.height - stack_height_mm(stack)) / 2)


def _settled(stack: tuple[Fitted, ...], box: Box, comfort_mm: float) -> list[Line]:
    """At the bottom of the box, some of the spare room below and some between the texts."""
    spare = box.height - stack_height_mm(stack)
    between = min(1.2, spare / 4) if len(stack) > 1 else 0.0
    below = min(comfort_mm, (spare - between) / 2)
    return _downwards(stack, box.left, box.top + spare - between - below, between)


def _middle(part: Part, box: Box) -> list[Line]:
    """The text with every line in the middle of the box's width, from its top."""
    lines = _downwards(fit_stack((part,), box.width, box.height), box.left, box.top)
    return [
        replace(line, left=box.left + (box.width - width(line.text.rstrip(), line.weight) * line.size_mm) / 2)
        for line in lines
    ]


def _downwards(stack: tuple[Fitted, ...], left: float, top: float, between: float = 0.0) -> list[Line]:
    lines, above, y = [], None, top
    for fitted in stack:
        y += gap_mm(above, fitted) + between if above else 0.0
        y += fitted.capital_mm
        for place, text in enumerate(fitted.lines):
            y += fitted.pitch_mm if place else 0.0
            lines.append(Line(left, y, fitted.size_mm, fitted.part.weight, text, fitted.part.quiet))
        above = fitted
    return lines


def _label(box: Box, text: str, weight: Weight, rungs: Ladder) -> list[Line]:
    """A label at the upper left of a box."""
    if not text:
        return []
    fitted = fit(Part(Field.WORDING, text, weight, rungs), box.width)
    return [Line(box.left, box.top + fitted.capital_mm, fitted.size_mm, weight, text, quiet=True)]


def labels(face: wording.Face) -> list[Line]:
    """The labels that stand on every card of a look."""
    words = wording.labels(face)
    lines = []
    for box, text in (
        (geometry.SOURCE, words.source),
        (geometry.CONSUMER, words.consumer),
        (geometry.NUMBER, words.card),
    ):
        inside = Box(box.left + PADDING, box.top + 2.2, box.width - 2 * PADDING, 2.0)
        lines += _label(inside, text, Weight.SEMIBOLD, geometry.LABEL)
    texts = [text for text in (words.lead_time, words.lot, words.when_empty) if text]
    for box, text in zip(geometry.TERMS if words.lot else geometry.ONCE_TERMS, texts, strict=True):
        lines += _label(box, text, Weight.SEMIBOLD, geometry.LABEL)
    return lines
