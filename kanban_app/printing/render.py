"""Cards to PDF. Canvas only, no markup: a card's text cannot do anything but stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kanban_app.domain.paper import PaperCard
from kanban_app.printing import layout, wording
from kanban_app.printing.document import CardDocument, facts_of_the_loop
from kanban_app.printing.formats import FORMATS
from kanban_app.printing.layout import Section
from kanban_app.printing.palette import BLACK_ONLY, COLOURED
from kanban_app.printing.pictures import Pictures, found, readable
from kanban_app.printing.problems import PrintCancelled, PrintProblem, PrintRefused

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def render(
    cards: Sequence[PaperCard],
    format_name: str,
    pictures: Pictures | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    black_only: bool = False,
) -> bytes:
    """A PDF of the cards (one or more) in their order, on the paper that FORMATS has under this name.

    `pictures` answers an item picture by name; `progress` is told (cards done, cards in all) after each sheet
    and `cancelled` asked before it. `black_only` prints without colours or greys, for thermal printers. The
    outline lists stations and items as they follow each other. The same input in the same language and time
    zone gives the same bytes. Raises KeyError for an unknown format, ValueError without cards, PrintCancelled
    when stopped, and a PrintRefused (text that does not fit, missing glyph, bad code, bad picture) before any
    byte is made.
    """
    paper = FORMATS[format_name]
    if not cards:
        raise ValueError("there are no cards to print")
    title = wording.job_title(cards[0].plant_name, len(cards))
    palette = BLACK_ONLY if black_only else COLOURED
    document = CardDocument(paper, pictures, palette, title, max(card.printed_at for card in cards))
    for start in range(0, len(cards), paper.cards_per_page):
        if cancelled and cancelled():
            raise PrintCancelled
        document.sheet(cards[start : start + paper.cards_per_page])
        if progress:
            progress(min(start + paper.cards_per_page, len(cards)), len(cards))
    return document.finished()


def check(cards: Iterable[PaperCard], pictures: Pictures | None = None) -> list[PrintProblem]:
    """Everything that keeps these cards from being printed, each problem once with the codes of its cards.

    The same for all formats, because all show the same design. An empty list: `render` refuses none of them.
    """
    problems: dict[tuple[object, ...], tuple[PrintRefused, list[str]]] = {}
    of_loop: dict[tuple[object, ...], list[PrintRefused]] = {}
    of_picture: dict[str, list[PrintRefused]] = {}
    for card in cards:
        facts = facts_of_the_loop(card)
        if facts not in of_loop:
            of_loop[facts] = _refusals(card, layout.SAME_FOR_THE_LOOP)
        if card.picture not in of_picture:
            of_picture[card.picture] = _picture_refusals(card.picture, pictures)
        for refusal in (*of_loop[facts], *of_picture[card.picture], *_refusals(card, layout.OWN)):
            key = (type(refusal), refusal.field, refusal.text, getattr(refusal, "character", ""))
            problems.setdefault(key, (refusal, []))[1].append(card.code)
    return [PrintProblem(refusal, tuple(codes)) for refusal, codes in problems.values()]


def _refusals(card: PaperCard, sections: Sequence[Section]) -> list[PrintRefused]:
    refusals = []
    for section in sections:
        try:
            section(card)
        except PrintRefused as refusal:
            refusals.append(refusal)
    return refusals


def _picture_refusals(name: str, pictures: Pictures | None) -> list[PrintRefused]:
    try:
        source = found(pictures, name)
        if source is not None:
            readable(name, source)
    except PrintRefused as refusal:
        return [refusal]
    return []
