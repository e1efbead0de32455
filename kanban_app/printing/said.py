"""What the fields of a card say: the names that a design uses, and where each text comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from kanban_app import i18n
from kanban_app.domain.codes import spaced
from kanban_app.domain.paper import PaperCard
from kanban_app.i18n import _
from kanban_app.printing import wording
from kanban_app.printing.problems import Field
from kanban_app.printing.wording import Face, face_of


class Scope(IntEnum):
    """How far a text is the same: on all cards of a loop with the same facts, or on one card."""

    LOOP = 1
    CARD = 2


@dataclass(frozen=True, slots=True)
class Said:
    """One field: `say` answers its texts, the best first and then what may stand for it where that is too long.

    `field` is named when the text cannot be printed, `typed` lists what persons wrote of it. `is_words` marks the
    program's own words, which a second language says again. `marked` tells when it is white on black.
    """

    field: Field
    say: Callable[[PaperCard], tuple[str, ...]]
    scope: Scope = Scope.LOOP
    typed: tuple[Field, ...] = ()
    is_words: bool = False
    marked: Callable[[PaperCard], bool] | None = None


def said(name: str, card: PaperCard, second_language: str = "") -> tuple[str, ...]:
    """The texts of a field, best first; a second language stands behind a dot, and is left out before a refusal."""
    source = FIELDS[name]
    first = source.say(card)
    if not (second_language and source.is_words):
        return first
    with i18n.speaking(second_language):
        second = source.say(card)
    return joined(first, second)


def label(name: str, face: Face, second_language: str = "") -> tuple[str, ...]:
    """The words of a label, best first."""
    first = LABELS[name](face)
    if not second_language:
        return (first,)
    with i18n.speaking(second_language):
        second = LABELS[name](face)
    return joined((first,), (second,))


def joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Both languages behind each other where they differ, then the first alone."""
    if not first[0] or first[0] == second[0]:
        return first
    return (f"{first[0]} · {second[0]}", *first)


def typed_text(card: PaperCard, field: Field) -> str:
    """What a person wrote in this field, empty for one that holds no text."""
    found = getattr(card, field.value, "") or getattr(card.single_use, field.value, "")
    return found if isinstance(found, str) else ""


def _plain(field: Field) -> Said:
    return Said(field, lambda card: (typed_text(card, field),), typed=(field,))


def _words(say: Callable[[PaperCard], str], scope: Scope = Scope.LOOP) -> Said:
    return Said(Field.WORDING, lambda card: (say(card),), scope, is_words=True)


def _description(card: PaperCard) -> tuple[str, ...]:
    full, short = wording.description(card), wording.description(card, inputs=False)
    return (full,) if full == short else (full, short)


def _hint(card: PaperCard) -> tuple[str, ...]:
    return (wording.hint(card),)


def _due(card: PaperCard) -> str:
    once = card.single_use
    return wording.due(once.due_on, card.printed_at) if once and once.due_on else ""


FIELDS: dict[str, Said] = {
    "item_code": _plain(Field.ITEM_CODE),
    "item_description": _plain(Field.ITEM_DESCRIPTION),
    "item_category": _plain(Field.ITEM_CATEGORY),
    "description": Said(Field.INPUTS, _description, typed=(Field.ITEM_DESCRIPTION,)),
    "source_name": _plain(Field.SOURCE_NAME),
    "source_location": _plain(Field.SOURCE_LOCATION),
    "consumer_name": _plain(Field.CONSUMER_NAME),
    "consumer_location": _plain(Field.CONSUMER_LOCATION),
    "route": Said(
        Field.ROUTE, lambda card: (wording.route(card),), typed=(Field.SOURCE_NAME, Field.CONSUMER_NAME)
    ),
    "places": Said(
        Field.ROUTE, lambda card: (wording.places(card),), typed=(Field.SOURCE_LOCATION, Field.CONSUMER_LOCATION)
    ),
    "quantity": Said(
        Field.QUANTITY, lambda card: (i18n.quantity(card.container_quantity, card.decimals),)
    ),
    "unit": Said(Field.UNIT, lambda card: (wording.unit(card),), typed=(Field.UNIT,), is_words=True),
    "per_container": _words(lambda card: _("per container")),
    "container_type": _plain(Field.CONTAINER_TYPE),
    "number": Said(Field.NUMBER, lambda card: (str(card.number),), Scope.CARD),
    "of_count": Said(Field.NUMBER, lambda card: (wording.of_count(card.card_count),), Scope.CARD, is_words=True),
    "order_reference": _plain(Field.ORDER_REFERENCE),
    "customer": _plain(Field.CUSTOMER),
    "due": _words(_due),
    "use_once": _words(lambda card: wording.use_once(card) if card.single_use else "", Scope.CARD),
    "lot_note": _words(wording.lot_note),
    "starts_at": _words(lambda card: "" if card.single_use else wording.starts_at(card)),
    "lead_time": _words(lambda card: wording.lead_time(card.lead_time_minutes)),
    "when_empty": _words(lambda card: wording.when_empty(face_of(card))),
    "revision": Said(Field.REVISION, lambda card: (wording.corner(card),)),
    "code": Said(Field.CODE, lambda card: (spaced(card.code),), Scope.CARD),
    "hint": Said(Field.WORDING, _hint, Scope.CARD, is_words=True),
    "origin": Said(
        Field.WORDING, lambda card: (wording.origin(card), wording.origin_short(card)), typed=(Field.PLANT_NAME,)
    ),
    "origin_short": Said(Field.WORDING, lambda card: (wording.origin_short(card),), typed=(Field.PLANT_NAME,)),
    "plant_name": _plain(Field.PLANT_NAME),
    "printed": _words(wording.printed, Scope.CARD),
    "print_mark": Said(
        Field.WORDING, lambda card: (wording.print_mark(card.print_count),), Scope.CARD,
        marked=lambda card: card.print_count > 1,
    ),
}  # fmt: skip
"""By the name in a design."""

LABELS: dict[str, Callable[[Face], str]] = {
    "kind": lambda face: wording.labels(face).band,
    "from": lambda face: wording.labels(face).source,
    "to": lambda face: wording.labels(face).consumer,
    "card": lambda face: wording.labels(face).card,
    "lead_time": lambda face: wording.labels(face).lead_time,
    "starts_at": lambda face: wording.labels(face).lot,
    "when_empty": lambda face: wording.labels(face).when_empty,
    "urgent": lambda face: wording.urgent(),
}
"""Words of the program that name a box or a mark, by their name in a design."""
