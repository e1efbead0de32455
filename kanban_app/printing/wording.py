"""The words of a card: what its fields say to a person, in the language in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from kanban_app import i18n
from kanban_app.domain.codes import spaced
from kanban_app.domain.loops import revision_letter
from kanban_app.domain.paper import InputLine, PaperCard
from kanban_app.i18n import _, ngettext

_MINUTES_A_DAY = 24 * 60
# Lines of "made from" that a person still reads; beyond it the number of parts says more.
_MOST_INPUTS = 6


class Face(StrEnum):
    """The looks of a card: the three kinds of loop, and the card that is used once."""

    PRODUCTION = "production"
    WITHDRAWAL = "withdrawal"
    SUPPLIER = "supplier"
    SINGLE_USE = "single_use"


def face_of(card: PaperCard) -> Face:
    """Which look a card has."""
    return Face.SINGLE_USE if card.single_use else Face(card.kind.value)


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands on every card of one look."""

    band: str
    source: str
    consumer: str
    card: str
    lead_time: str
    lot: str
    when_empty: str


def labels(face: Face) -> Labels:
    """The labels of a look in the language in use."""
    band = {
        Face.PRODUCTION: _("PRODUCTION"),
        Face.WITHDRAWAL: _("WITHDRAWAL"),
        Face.SUPPLIER: _("SUPPLIER"),
        Face.SINGLE_USE: _("SINGLE USE"),
    }[face]
    once = face is Face.SINGLE_USE
    return Labels(
        band=band,
        source=_("FROM"),
        consumer=_("TO"),
        card=_("ORDER") if once else _("CARD"),
        lead_time=_("LEAD TIME"),
        lot="" if once else _("STARTS AT"),
        when_empty=_("WHEN USED") if once else _("WHEN EMPTY"),
    )


def when_empty(face: Face) -> str:
    """What to do with the card when its container is empty."""
    if face is Face.SINGLE_USE:
        return _("close, throw away")
    return _("scan, keep card") if face is Face.SUPPLIER else _("scan, hang up")


def corner(card: PaperCard) -> str:
    """The mark in the black corner: the revision's letter, or 1 on the card that is used once."""
    return "1" if card.single_use else revision_letter(card.revision)


def description(card: PaperCard, *, inputs: bool = True) -> str:
    """The item in words and what one container of it is made from; `inputs=False` only counts the parts."""
    if not card.inputs:
        return card.item_description
    if inputs and len(card.inputs) <= _MOST_INPUTS:
        made_from = _("from {inputs}").format(inputs=", ".join(map(_input, card.inputs)))
    else:
        count = len(card.inputs)
        made_from = ngettext("from {count} part", "from {count} different parts", count).format(count=count)
    return f"{card.item_description} · {made_from}" if card.item_description else made_from


def _input(line: InputLine) -> str:
    unit = "" if line.unit == "pcs" else f" {line.unit}"
    return f"{i18n.quantity(line.quantity, line.decimals)}{unit} {line.item_code}"


def unit(card: PaperCard) -> str:
    """The unit as people say it."""
    if card.unit != "pcs":
        return card.unit
    return ngettext("piece", "pieces", card.container_quantity)


def lot_note(card: PaperCard) -> str:
    """Below the card's number: does it call alone or in a lot."""
    if card.lot_cards > 1:
        return _("lot of {count}: see triangle").format(count=card.lot_cards)
    return _("one at a time")


def starts_at(card: PaperCard) -> str:
    """How many empty cards start the source."""
    return ngettext("{count} card", "{count} cards", card.lot_cards).format(count=card.lot_cards)


def lead_time(minutes: int) -> str:
    """The lead time as said in the shop: whole days as days, the rest as a length of time."""
    days, rest = divmod(minutes, _MINUTES_A_DAY)
    if days and not rest:
        return ngettext("{count} day", "{count} days", days).format(count=days)
    return i18n.duration(minutes)


def route(card: PaperCard) -> str:
    """From which station to which, on one line."""
    return f"{card.source_name} → {card.consumer_name}"


def places(card: PaperCard) -> str:
    """From which place to which; one alone says that nothing is known of the other."""
    here, there = card.source_location, card.consumer_location
    if here and there:
        return _("{here} to {there}").format(here=here, there=there)
    return f"{here} →" if here else there and f"→ {there}"


def of_count(card_count: int) -> str:
    """After the card's number: of how many."""
    return _("of {count}").format(count=card_count)


def use_once(card: PaperCard) -> str:
    """The last line of a single-use card's order."""
    if card.card_count > 1:
        return _("{number} of {count} · use once").format(number=card.number, count=card.card_count)
    return _("use once")


def due(due_on: date, printed_at: datetime) -> str:
    """The day an order is wanted; with its year when that is not the year of printing."""
    return _weekday(due_on, due_on.year != printed_at.astimezone().year, i18n.language())


@lru_cache(maxsize=512)
def _weekday(on: date, with_year: bool, language: str) -> str:
    from babel.dates import format_date

    return format_date(on, "EEE d MMM y" if with_year else "EEE d MMM", locale=language)


@lru_cache(maxsize=512)
def _day(on: date, _language: str) -> str:
    return i18n.day(on)


def origin(card: PaperCard) -> str:
    """The foot's left: plant, loop and revision."""
    letter = revision_letter(card.revision)
    if card.revised_at is None:
        revision = _("revision {letter}").format(letter=letter)
    else:
        revision = _("revision {letter} of {day}").format(letter=letter, day=_local_day(card.revised_at))
    parts = (card.plant_name, _("loop {number}").format(number=card.loop_id), revision)
    return " · ".join(part for part in parts if part)


def origin_short(card: PaperCard) -> str:
    """The same for a small card."""
    revision = _("rev {letter}").format(letter=revision_letter(card.revision))
    parts = (card.plant_name, _("loop {number}").format(number=card.loop_id), revision)
    return " · ".join(part for part in parts if part)


def printed(card: PaperCard) -> str:
    """The foot's right: the day of printing."""
    return _("printed {day}").format(day=_local_day(card.printed_at))


def print_mark(print_count: int) -> str:
    """Which print this is. Every one after the first is marked, so that two papers of one card are seen."""
    ordinals = {1: _("1st print"), 2: _("2nd print"), 3: _("3rd print")}
    return ordinals.get(print_count) or _("print no. {count}").format(count=print_count)


def hint(card: PaperCard) -> str:
    """Below the code: which card this one replaces, or what the code is for."""
    if card.replaces_code:
        return _("replaces {code}").format(code=spaced(card.replaces_code))
    return _("type this if it will not scan")


def urgent() -> str:
    """The mark of a card that goes to the top of the queue."""
    return _("URGENT")


def job_title(plant_name: str, count: int) -> str:
    """The title of the document."""
    title = ngettext("{count} kanban card", "{count} kanban cards", count).format(count=count)
    return f"{plant_name} · {title}" if plant_name else title


def _local_day(instant: datetime) -> str:
    return _day(instant.astimezone().date(), i18n.language())
