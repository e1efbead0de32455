"""Which elements of a design a card shows: its rules worked out once for all cards of the same look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kanban_app.domain.paper import PaperCard
from kanban_app.printing.design_files import changed, thawed
from kanban_app.printing.elements import (
    Design,
    Element,
    LineCode,
    LotTriangle,
    Picture,
    QrCode,
    Text,
    UrgentPlate,
    When,
)
from kanban_app.printing.layout import TextPlace
from kanban_app.printing.options import PrintOptions
from kanban_app.printing.problems import Field
from kanban_app.printing.said import said, typed_text
from kanban_app.printing.wording import Face, face_of


@dataclass(frozen=True, slots=True)
class Look:
    """What the cards of one look show. `number` names it within its job."""

    number: int
    face: Face
    static: tuple[Element, ...]
    of_loop: tuple[TextPlace, ...]
    own: tuple[TextPlace, ...]
    qr_codes: tuple[QrCode, ...]
    line_codes: tuple[LineCode, ...]
    pictures: tuple[Picture, ...]


class Looks:
    """The looks of a design in one job, made when the first card of each comes."""

    def __init__(self, design: Design, options: PrintOptions) -> None:
        self._design, self._options = design, options
        self._known: dict[tuple[object, ...], Look] = {}
        rules = [rule for element in design.elements for rule in element.when]
        self._asks_category = any(rule.categories for rule in rules)
        self._asks_customer = any(rule.customers for rule in rules)
        self._asked_empty = sorted({name for rule in rules for name in rule.empty})

    def of(self, card: PaperCard) -> Look:
        """The look of this card."""
        key = (
            face_of(card),
            is_lot(card),
            card.urgent,
            card.item_category if self._asks_category else "",
            typed_text(card, Field.CUSTOMER) if self._asks_customer else "",
            tuple([not said(name, card)[0] for name in self._asked_empty]),
        )
        look = self._known.get(key)
        if look is None:
            look = self._known[key] = self._worked_out(card, len(self._known) + 1)
        return look

    def _worked_out(self, card: PaperCard, number: int) -> Look:
        shown = list(shown_elements(self._design, card, self._options))
        places = [TextPlace(element, self._options.second_language) for element in shown if isinstance(element, Text)]
        return Look(
            number=number,
            face=face_of(card),
            static=tuple(each for each in shown if not isinstance(each, Text | QrCode | LineCode | Picture)),
            of_loop=tuple(place for place in places if not place.is_own),
            own=tuple(place for place in places if place.is_own),
            qr_codes=tuple(each for each in shown if isinstance(each, QrCode)),
            line_codes=tuple(each for each in shown if isinstance(each, LineCode)),
            pictures=tuple(each for each in shown if isinstance(each, Picture)),
        )


def is_lot(card: PaperCard) -> bool:
    """Whether the card waits until its lot is complete."""
    return card.lot_cards > 1 and not card.single_use


def shown_elements(design: Design, card: PaperCard, options: PrintOptions) -> Iterable[Element]:
    """The elements that this card shows, as its rules have changed them."""
    for element in design.elements:
        shown, change = element.shown, dict[str, Any]()
        for rule in element.when:
            if _applies(rule, card, options):
                shown = shown if rule.show is None else rule.show
                change.update(thawed(rule.change))
        if shown and not _pointless(element, card):
            yield changed(element, change) if change else element


def _pointless(element: Element, card: PaperCard) -> bool:
    return (isinstance(element, LotTriangle) and not is_lot(card)) or (
        isinstance(element, UrgentPlate) and not card.urgent
    )


def _applies(rule: When, card: PaperCard, options: PrintOptions) -> bool:
    """Whether everything that the rule asks is so."""
    flags: tuple[tuple[bool | None, Callable[[], bool]], ...] = (
        (rule.lot, lambda: is_lot(card)),
        (rule.urgent, lambda: card.urgent),
        (rule.two_languages, lambda: bool(options.second_language)),
        (rule.code128, lambda: options.code128),
    )
    return (
        (not rule.kinds or face_of(card).value in rule.kinds)
        and all(wanted is None or wanted == holds() for wanted, holds in flags)
        and (not rule.categories or card.item_category in rule.categories)
        and (not rule.customers or typed_text(card, Field.CUSTOMER) in rule.customers)
        and all(not said(name, card)[0] for name in rule.empty)
    )
