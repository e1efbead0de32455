"""A card of a design that is being edited: what can be drawn is drawn, and everything else is told with its element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kanban_app import i18n
from kanban_app.domain.paper import PaperCard
from kanban_app.i18n import _
from kanban_app.printing.designs import validate
from kanban_app.printing.document import CardDocument
from kanban_app.printing.elements import Design, Element, Text
from kanban_app.printing.layout import TextPlace, check_fixed
from kanban_app.printing.looks import Look, shown_elements
from kanban_app.printing.options import PrintOptions
from kanban_app.printing.paper_format import PaperFormat
from kanban_app.printing.pictures import Pictures
from kanban_app.printing.placing import Placing
from kanban_app.printing.problems import PrintRefused, sentence
from kanban_app.printing.wording import face_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in words; `at` is the element's place from 0, None where it is about the whole card."""

    sentence: str
    at: int | None = None


class _AsItIs(Placing):
    """One card on a page of its own size, true to scale, whatever is wrong with its design."""

    def __init__(self, design: Design, options: PrintOptions) -> None:
        wide, high = design.width_mm, design.height_mm
        page = PaperFormat(
            "design", wide, high, 1, 1, 0, 0, wide, high, wide, high, 0.0, 0.0, cut_marks=False
        )  # fmt: skip
        super().__init__(page, replace(options, design=None))
        self.design, self.options, self.scale = design, options, 1.0

    def refusals(self, look: Look) -> Iterator[PrintRefused]:
        return iter(())


def draw_card(design: Design, card: PaperCard, options: PrintOptions, pictures: Pictures | None = None) -> bytes:
    """A PDF of one card, its page as large as the design, by the code that prints. Elements that don't fit stay away.

    Raises PrintRefused where the card itself can't be printed: its code, its picture.
    """
    drawable = tuple(
        element for element in design.elements if next(_refusals_of(design, element, card, options), None) is None
    )
    kept = replace(design, elements=drawable)
    document = CardDocument(_AsItIs(kept, options), pictures, design.name, card.printed_at)
    document.sheet([card])
    return document.finished()


def findings(
    design: Design, paper: PaperFormat, cards: Iterable[tuple[PaperCard, PrintOptions]], language: str = ""
) -> tuple[Finding, ...]:
    """What keeps this design from being printed on this paper, then what does not fit on these cards; each once.

    The cards speak this language, the one in use where it is empty; what is wrong is said in the one in use.
    """
    with i18n.speaking(language or i18n.language()):
        too_long = _unfitting(design, cards)
    found = [Finding(told, _element_of(design, told)) for told in dict.fromkeys(validate(design, paper))]
    found += [Finding(f"{_place(at, design.elements[at])}: {sentence(refusal)}", at) for at, refusal in too_long]
    return tuple(found)


def _unfitting(design: Design, cards: Iterable[tuple[PaperCard, PrintOptions]]) -> list[tuple[int, PrintRefused]]:
    """(the element's place, why it can't be drawn), the first of each kind."""
    known: dict[tuple[object, ...], tuple[int, PrintRefused]] = {}
    for card, options in cards:
        for at, element in enumerate(design.elements):
            for refusal in _refusals_of(design, element, card, options):
                known.setdefault((at, type(refusal), refusal.field), (at, refusal))
    return list(known.values())


def shown_boxes(design: Design, card: PaperCard, options: PrintOptions) -> tuple[Element | None, ...]:
    """Each element as this card shows it, None for one that it does not show."""
    return tuple(_shown(design, element, card, options) for element in design.elements)


def _shown(design: Design, element: Element, card: PaperCard, options: PrintOptions) -> Element | None:
    return next(iter(shown_elements(replace(design, elements=(element,)), card, options)), None)


def _refusals_of(design: Design, element: Element, card: PaperCard, options: PrintOptions) -> Iterator[PrintRefused]:
    shown = _shown(design, element, card, options)
    if shown is None:
        return
    try:
        if isinstance(shown, Text):
            TextPlace(shown, options.second_language).lines(card)
        else:
            check_fixed(shown, face_of(card), options.second_language)
    except PrintRefused as refusal:
        yield refusal


def _element_of(design: Design, told: str) -> int | None:
    """Which element a sentence of `validate` is about."""
    return next((at for at, element in enumerate(design.elements) if _place(at, element) in told), None)


def _place(at: int, element: Element) -> str:
    return _("Element {number} “{name}”").format(number=at + 1, name=element.name)
