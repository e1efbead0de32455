"""Booking what a line's cards need: issue, release, hand over, give back."""

from __future__ import annotations

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Card
from kanban_app.domain.demand_pegs import Peg, Rework
from kanban_app.domain.issuing import issue_single_use, next_single_use_number
from kanban_app.domain.leaving import retire
from kanban_app.domain.orders import StartedChoice


def book_rework(booking: Booking, work: Rework, reference: str) -> tuple[list[Peg], list[Card]]:
    """Book everything but the surplus. Returns the pegs, with ids in the place of keys, and the cards issued."""
    for card in work.release:
        retire(booking, booking.card(card.id))
    for card in work.taken:
        booking.change(booking.card(card.id), order_reference=reference)
    for card in work.given_back:
        booking.change(booking.card(card.id), order_reference="")
    ids = _issue(booking, work, reference)
    pegs = [
        Peg(ids.get(peg.card, peg.card), None if peg.parent is None else ids.get(peg.parent, peg.parent), peg.pieces)
        for peg in work.pegs
    ]
    return pegs, [booking.cards[card_id] for card_id in ids.values()]


def _issue(booking: Booking, work: Rework, reference: str) -> dict[int, int]:
    """Key to card id. Numbers are counted here: asking the booking for each card would make it quadratic."""
    numbers: dict[int, int] = {}
    ids = {}
    for new in work.issue:
        loop = booking.structure.loops[new.loop_id]
        number = numbers.get(loop.id) or next_single_use_number(booking.source.cards_of((loop.id,)))
        numbers[loop.id] = number + 1
        ids[new.key] = issue_single_use(booking, loop, new.quantity, reference, number=number).id
    return ids


def book_started(booking: Booking, cards: list[Card], choice: StartedChoice, reference: str = "") -> list[Card]:
    """What becomes of started cards that their line does not ask for any more. Returns them as they are then.

    `stock` lets them be finished as nobody's, `use` pegs them to another line (`reference`), `scrap` takes them and
    what they hold out of the books, by the reason of the context.
    """
    if choice is StartedChoice.SCRAP:
        return [retire(booking, booking.card(card.id)) for card in cards]
    own = reference if choice is StartedChoice.USE else ""
    return [booking.change(booking.card(card.id), order_reference=own) for card in cards]
