"""Cards to PDF. Canvas only, no markup: a card's text cannot do anything but stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kanban_app.domain.paper import PaperCard
from kanban_app.printing import wording
from kanban_app.printing.document import CardDocument, checked_code, facts_of_the_loop
from kanban_app.printing.layout import TextPlace, check_fixed
from kanban_app.printing.looks import Look, Looks
from kanban_app.printing.options import PLAIN, PrintOptions
from kanban_app.printing.paper_format import PaperFormat
from kanban_app.printing.pictures import Pictures, found, readable
from kanban_app.printing.placing import Placing
from kanban_app.printing.problems import PrintCancelled, PrintProblem, PrintRefused

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def render(
    cards: Sequence[PaperCard],
    paper: PaperFormat | str,
    pictures: Pictures | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    options: PrintOptions = PLAIN,
) -> bytes:
    """A PDF of the cards (one or more) in their order, on this paper or the one of this name.

    `pictures` answers an item picture by name; `progress` is told (cards done, cards in all) after each sheet
    and `cancelled` asked before it. The outline lists stations and items as they follow each other. The same
    input in the same language and time zone gives the same bytes. Raises UnknownFormat (a KeyError),
    ValueError without cards, PrintCancelled when stopped, and a PrintRefused (text that does not fit, missing
    glyph, bad code, bad picture, code too fine, no such cell) before any byte is made.
    """
    placing = Placing(paper, options)
    if not cards:
        raise ValueError("there are no cards to print")
    title = wording.job_title(cards[0].plant_name, len(cards))
    document = CardDocument(placing, pictures, title, max(card.printed_at for card in cards))
    start, first_place = 0, placing.first_free
    while start < len(cards):
        if cancelled and cancelled():
            raise PrintCancelled
        end = start + placing.paper.cards_per_page - first_place
        document.sheet(cards[start:end], first_place)
        start, first_place = end, 0
        if progress:
            progress(min(start, len(cards)), len(cards))
    return document.finished()


def check(
    cards: Iterable[PaperCard],
    paper: PaperFormat | str = "a6",
    pictures: Pictures | None = None,
    options: PrintOptions = PLAIN,
) -> list[PrintProblem]:
    """Everything that keeps these cards from being printed so, each problem once with the codes of its cards.

    An empty list: `render` with the same paper and options refuses none of them. Raises UnknownFormat.
    """
    placing = Placing(paper, options)
    job = _Checked(placing, pictures)
    problems: dict[tuple[object, ...], tuple[PrintRefused, list[str]]] = {}
    for card in cards:
        for refusal in job.refusals(card):
            key = (type(refusal), refusal.field, refusal.text, getattr(refusal, "character", ""))
            problems.setdefault(key, (refusal, []))[1].append(card.code)
    return [PrintProblem(refusal, tuple(codes)) for refusal, codes in problems.values()]


class _Checked:
    """What has been found out about the cards of one job."""

    def __init__(self, placing: Placing, pictures: Pictures | None) -> None:
        self._placing, self._pictures = placing, pictures
        self._looks = Looks(placing.design, placing.options)
        self._of_loop: dict[tuple[object, ...], tuple[Look, list[PrintRefused]]] = {}
        self._of_look: dict[int, list[PrintRefused]] = {}
        self._of_picture: dict[str, list[PrintRefused]] = {}

    def refusals(self, card: PaperCard) -> list[PrintRefused]:
        """Everything that is wrong with one card."""
        facts = facts_of_the_loop(card)
        if facts not in self._of_loop:
            look = self._looks.of(card)
            self._of_loop[facts] = (look, _refusals(card, look.of_loop))
        look, of_loop = self._of_loop[facts]
        if look.number not in self._of_look:
            self._of_look[look.number] = _refusals_of_look(look, self._placing)
        if card.picture not in self._of_picture:
            self._of_picture[card.picture] = _picture_refusals(card.picture, self._pictures)
        own = _refusals(card, look.own)
        return [*self._of_look[look.number], *of_loop, *self._of_picture[card.picture], *own, *_code_refusals(card)]


def _refusals_of_look(look: Look, placing: Placing) -> list[PrintRefused]:
    """What is wrong with the paper, the codes and the fixed words of a look."""
    found_wrong = list(placing.refusals(look))
    for element in look.static:
        try:
            check_fixed(element, look.face, placing.options.second_language)
        except PrintRefused as refusal:
            found_wrong.append(refusal)
    return found_wrong


def _refusals(card: PaperCard, places: Sequence[TextPlace]) -> list[PrintRefused]:
    refusals = []
    for place in places:
        try:
            place.lines(card)
        except PrintRefused as refusal:
            refusals.append(refusal)
    return refusals


def _code_refusals(card: PaperCard) -> list[PrintRefused]:
    try:
        checked_code(card)
    except PrintRefused as refusal:
        return [refusal]
    return []


def _picture_refusals(name: str, pictures: Pictures | None) -> list[PrintRefused]:
    try:
        source = found(pictures, name)
        if source is not None:
            readable(name, source)
    except PrintRefused as refusal:
        return [refusal]
    return []
