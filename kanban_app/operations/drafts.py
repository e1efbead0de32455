"""Booking a draft: structure, new cards and their first fill, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kanban_app.domain import actions
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.draft import PlantDraft
from kanban_app.domain.events import Context
from kanban_app.domain.first_fill import Counted, FirstFill, Start, first_fill
from kanban_app.domain.issuing import missing_numbers, new_card
from kanban_app.domain.items import Item
from kanban_app.operations.session import Session
from kanban_app.store.planting import plant_draft
from kanban_app.store.writing import write_booking

REASON_FIRST_FILL = "first fill"


@dataclass(frozen=True, slots=True)
class Booked:
    """What was created, by kind, how many cards stand in each state, and the stock that no card holds."""

    counts: Mapping[str, int]
    states: Mapping[CardState, int]
    unplaced: tuple[tuple[Item, Counted], ...]


def book_draft(session: Session, draft: PlantDraft, start: Start, now: datetime, person: str = "") -> Booked:
    """Create everything in the draft and start its cards; whole or, when anything fails, not at all."""
    with session.database.write():
        planted = plant_draft(session.database, draft, now)
        session.refresh()
        context = Context(now, person=person, reason=REASON_FIRST_FILL)
        head = session.head()
        booking = Booking(session.structure, session.cards(), session.plant.rules, context, head.last_seq + 1)
        cards = _issue(booking, planted.new_loop_ids)
        stock = [Counted(planted.item_ids[line.item], line.place, line.quantity) for line in draft.stock]
        filled = first_fill(session.structure, cards, start, stock)
        _activate(booking, filled)
        write_booking(session.database, booking, head.last_hash)
    states = dict.fromkeys(CardState, 0)
    for card in booking.cards.values():
        states[card.state] += 1
    counts = {**planted.counts, "cards": len(booking.cards)}
    items = booking.structure.items
    return Booked(counts, states, tuple((items[counted.item_id], counted) for counted in filled.unplaced))


def _issue(booking: Booking, loop_ids: tuple[int, ...]) -> dict[int, list[Card]]:
    issued = {}
    for loop_id in loop_ids:
        loop = booking.structure.loops[loop_id]
        issued[loop_id] = [new_card(booking, loop, number) for number in missing_numbers(booking, loop)]
    return issued


def _activate(booking: Booking, filled: FirstFill) -> None:
    for card_id, quantity in filled.quantities.items():
        actions.do(booking, Action.ACTIVATE, card_id, quantity)
