"""What a design is made of. Lengths are millimetres of the design, from its upper left corner."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any, ClassVar

from kanban_app.printing.design_values import Reader, flag, many, number, one_of, span, words
from kanban_app.printing.geometry import Box
from kanban_app.printing.qr import SQUARES

FACES = ("production", "withdrawal", "supplier", "single_use")
"""The looks a rule can ask for: the kinds of loop, and the card that is used once."""
COLOURS = ("ink", "quiet", "paper", "kind")
"""Colours of the palette: texts, details, the paper's white, and the colour of the loop's kind."""
WEIGHTS = ("regular", "medium", "semibold", "bold", "code")
_LONGEST_MM = 1000.0


def _value(read: Reader, default: Any = MISSING) -> Any:
    """A field of a design with the reader of its value in the file."""
    return field(default=default, metadata={"read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A rule of one element: on which cards it applies, and what it does there.

    An empty condition does not ask. `kinds` are FACES; `lot` whether cards wait for a lot; `urgent`, `two_languages`
    and `code128` (the job's choice) are true or false; `categories` of the item, `customers` of the order; `empty`
    lists fields that say nothing. `show` shows or hides the element; `change` are (name, value) pairs that replace
    its own.
    """

    kinds: tuple[str, ...] = _value(many(one_of(*FACES)), ())
    lot: bool | None = _value(flag, None)
    urgent: bool | None = _value(flag, None)
    two_languages: bool | None = _value(flag, None)
    code128: bool | None = _value(flag, None)
    categories: tuple[str, ...] = _value(many(words), ())
    customers: tuple[str, ...] = _value(many(words), ())
    empty: tuple[str, ...] = _value(many(words), ())
    show: bool | None = _value(flag, None)
    change: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """One text of an element: a field of the card or fixed words, and how it may look.

    `sizes` are (largest, smallest) heights of capitals in mm: the first on one line, the second on two, ... `gap` is
    the white above it as a share of its capitals. With `whole_words` no word is broken inside.
    """

    field: str = _value(words, "")
    text: str = _value(words, "")
    weight: str = _value(one_of(*WEIGHTS), "bold")
    sizes: tuple[tuple[float, float], ...] = _value(many(span, 1, 6))
    gap: float = _value(number(0, 5), 0.0)
    colour: str = _value(one_of(*COLOURS), "ink")
    whole_words: bool = _value(flag, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing on a card: its place, and the rules that show, hide or change it. Later rules win."""

    kind: ClassVar[str] = ""

    name: str = _value(words, "")
    left: float = _value(number(-_LONGEST_MM, _LONGEST_MM))
    top: float = _value(number(-_LONGEST_MM, _LONGEST_MM))
    width: float = _value(number(0, _LONGEST_MM))
    height: float = _value(number(0, _LONGEST_MM))
    shown: bool = _value(flag, True)
    when: tuple[When, ...] = ()

    @property
    def box(self) -> Box:
        """Its rectangle."""
        return Box(self.left, self.top, self.width, self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Element):
    """Texts in a box.

    `stack`: below each other, the first keeps its size longest; a stack whose other texts are empty stands in the
    middle. `beside`: the first large, the others stacked at its right (`apart_mm` away, at least `room_mm` wide, up
    to `high_mm` high). `run`: one after the other on one line, or below each other where that is too long.
    `comfort_mm` is the white kept below a stack that stands at the `bottom`.
    """

    kind: ClassVar[str] = "text"

    parts: tuple[TextPart, ...] = ()
    arrangement: str = _value(one_of("stack", "beside", "run"), "stack")
    align: str = _value(one_of("left", "centre", "right"), "left")
    vertical: str = _value(one_of("top", "middle", "bottom"), "middle")
    comfort_mm: float = _value(number(0, 50), 0.0)
    apart_mm: float = _value(number(0, 50), 3.0)
    room_mm: float = _value(number(0, 500), 0.0)
    high_mm: float = _value(number(0, 500), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Element):
    """Words that name a box, at its upper left: one of the program's labels (`word`), or fixed words (`text`)."""

    kind: ClassVar[str] = "label"

    word: str = _value(words, "")
    text: str = _value(words, "")
    weight: str = _value(one_of(*WEIGHTS), "semibold")
    sizes: tuple[tuple[float, float], ...] = _value(many(span, 1, 6))
    colour: str = _value(one_of(*COLOURS), "quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline(Element):
    """A rectangle with round corners; its line stays inside its edges."""

    kind: ClassVar[str] = "box"

    stroke_mm: float = _value(number(0, 10), 0.35)
    radius_mm: float = _value(number(0, 50), 1.9)
    colour: str = _value(one_of(*COLOURS), "ink")
    fill: str = _value(one_of("", *COLOURS), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HairLine(Element):
    """A straight line from the upper left to the lower right of its box."""

    kind: ClassVar[str] = "rule"

    stroke_mm: float = _value(number(0.05, 10), 0.2)
    colour: str = _value(one_of(*COLOURS), "ink")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow(Element):
    """An arrow to the right, as wide and high as its box."""

    kind: ClassVar[str] = "arrow"

    colour: str = _value(one_of(*COLOURS), "ink")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Element):
    """The loop's kind as colour, pattern and word; the word stands in a white plate, turned in an upright band.

    The plate is `plate_left`, `plate_top`, `plate_width`, `plate_height` of the design.
    """

    kind: ClassVar[str] = "band"

    plate_left: float = _value(number(-_LONGEST_MM, _LONGEST_MM))
    plate_top: float = _value(number(-_LONGEST_MM, _LONGEST_MM))
    plate_width: float = _value(number(1, _LONGEST_MM))
    plate_height: float = _value(number(1, _LONGEST_MM))
    sizes: tuple[tuple[float, float], ...] = _value(many(span, 1, 1))
    scale: float = _value(number(0.2, 5), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotTriangle(Element):
    """The signal kanban's old shape; drawn only on cards that wait for their lot."""

    kind: ClassVar[str] = "lot_triangle"

    stroke_mm: float = _value(number(0.1, 10), 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner(Element):
    """The black corner at the upper right of its box, on which the revision stands."""

    kind: ClassVar[str] = "corner"

    colour: str = _value(one_of(*COLOURS), "ink")


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode(Element):
    """The card's code as a QR symbol at its box's upper left: a square is a 21st of the box's width."""

    kind: ClassVar[str] = "qr"

    @property
    def square_mm(self) -> float:
        """The side of one square."""
        return self.width / SQUARES


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCode(Element):
    """The card's code as Code 128 in the middle of its box, turned in one that is higher than wide.

    `narrow_mm` is its narrowest bar. The white at either end has to be within the box.
    """

    kind: ClassVar[str] = "code128"

    narrow_mm: float = _value(number(0.05, 5), 0.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Element):
    """The item's picture, as large as its box allows."""

    kind: ClassVar[str] = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentPlate(Element):
    """The black plate with the urgent mark; drawn only on urgent cards."""

    kind: ClassVar[str] = "urgent"

    sizes: tuple[tuple[float, float], ...] = _value(many(span, 1, 1))


KINDS: dict[str, type[Element]] = {
    each.kind: each
    for each in (
        Text, Label, Outline, HairLine, Arrow, Band, LotTriangle, Corner, QrCode, LineCode, Picture, UrgentPlate,
    )
}  # fmt: skip
"""The kinds of elements by their names in the file."""


@dataclass(frozen=True, slots=True)
class Design:
    """How a card looks: its size in mm and its elements, drawn in their order."""

    name: str
    width_mm: float
    height_mm: float
    elements: tuple[Element, ...]
