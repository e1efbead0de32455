"""What the card walk says. No Qt, no reading."""

from __future__ import annotations

from collections.abc import Sequence

from kanban_app.domain.card_walk import Correction, Finding, Kind, Place
from kanban_app.domain.cards import HOLDING, Card, CardState
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.codes import spaced
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.words import pieces
from kanban_app.i18n import _, ngettext
from kanban_app.operations import words as shop_words
from kanban_app.operations.wording import card_name


def place(where: Place, structure: Structure) -> str:
    """A place as it is said: "assembly line, rack A1"."""
    station = structure.stations.get(where.station_id)
    return ", ".join(part for part in (station.name if station else "", within(where, structure)) if part)


def within(where: Place, structure: Structure) -> str:
    """Where in its station a place is; nothing where it is only called as the station itself."""
    station = structure.stations.get(where.station_id)
    same = station is not None and station.name.casefold() == where.name.casefold()
    return "" if same else where.name


def places(where: Sequence[Place], structure: Structure) -> str:
    """Some places: "saw or assembly line, rack A1"."""
    return _(" or ").join(place(one, structure) for one in where)


def kind(value: Kind) -> str:
    """What a pill says."""
    return {
        Kind.MISSING: _("Missing"),
        Kind.FOREIGN: _("Elsewhere"),
        Kind.DUPLICATE: _("Twice"),
        Kind.STALE: _("Old paper"),
        Kind.RETIRED: _("Out of use"),
    }[value]


def none_of(value: Kind) -> str:
    """What is said where nothing of a kind was found: good news is said as such."""
    return {
        Kind.MISSING: _("Nothing is missing where the walk is done."),
        Kind.FOREIGN: _("Every card hangs where it belongs."),
        Kind.DUPLICATE: _("No card was seen twice."),
        Kind.STALE: _("No old paper was seen."),
        Kind.RETIRED: _("No card that is out of use was seen."),
    }[value]


def finding(found: Finding, structure: Structure, heir: Card | None) -> tuple[str, str]:
    """What is wrong with a card, and what follows from it."""
    card = found.card
    name = f"{card_name(card, structure)}  {spaced(card.code)}"
    seen = _(" and ").join(place(one, structure) for one in found.seen_at)
    home = places(found.belongs_to, structure)
    texts = {
        Kind.MISSING: _("not seen at {home}"),
        Kind.FOREIGN: _("seen at {seen}; take it to {home}") if home else _("seen at {seen}; it is not in use yet"),
        Kind.DUPLICATE: _("seen twice: {seen}; keep one paper"),
        Kind.STALE: _("seen at {seen}; print a new paper"),
        Kind.RETIRED: _("seen at {seen}; take the paper away"),
    }
    text = texts[found.kind].format(home=home, seen=seen)
    if found.kind is Kind.RETIRED and heir is not None:
        text += ", " + _("card {code} replaces it").format(code=spaced(heir.code))
    return name, text


def holds(card: Card, structure: Structure) -> str:
    """What the books have in the container, or what it is doing instead."""
    item = structure.item_of(structure.loops[card.loop_id])
    state = shop_words.state(card.state)
    if card.state not in HOLDING:
        return state
    return _("{state}, {pieces}").format(state=state, pieces=pieces(card.quantity, item.decimals, item.unit))


def seen(card: Card, where: Place, fits: bool, home: Sequence[Place], structure: Structure) -> tuple[str, str]:
    """The answer to a scan: what was seen, and where it belongs if not here."""
    name = card_name(card, structure)
    if fits:
        return _("Seen: {card}").format(card=name), place(where, structure)
    if card.state is CardState.RETIRED:
        return _("{card} is out of use.").format(card=name), _("Take this paper away.")
    if not home:
        return _("{card} is not in use yet.").format(card=name), _("Hang it up when it is activated.")
    return (
        _("{card} does not belong here.").format(card=name),
        _("Take it to {home}.").format(home=places(home, structure)),
    )


def replaced(outcomes: Sequence[Outcome]) -> str:
    """How many lost cards were replaced."""
    count = sum(outcome.answer is Answer.DONE for outcome in outcomes)
    text = ngettext(
        "{count} card replaced. Its new paper waits on the print list.",
        "{count} cards replaced. Their new papers wait on the print list.",
        count,
    )
    return text.format(count=count)


def corrected(outcomes: Sequence[Outcome]) -> str:
    """How many counts were set right."""
    count = sum(outcome.answer is Answer.DONE for outcome in outcomes)
    return ngettext("{count} count corrected.", "{count} counts corrected.", count).format(count=count)


def correction(counted: Correction, structure: Structure) -> tuple[str, str]:
    """A count that differs from the books, and what can be done."""
    card = counted.card
    item = structure.item_of(structure.loops[card.loop_id])
    books = pieces(card.quantity, item.decimals, item.unit)
    left = pieces(counted.left, item.decimals, item.unit)
    text = _("counted {left}, the books say {books}").format(left=left, books=books)
    return f"{card_name(card, structure)}  {spaced(card.code)}", text
