"""Putting the books right upwards: more was counted in a container than the books have."""

from __future__ import annotations

from kanban_app.domain.actions import QuantityNeeded, refuse_retired
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import HOLDING, Action, Card, CardState
from kanban_app.domain.quantities import LARGEST_STEPS
from kanban_app.domain.refusals import NextKind, NextStep, ReasonNeeded, RefusalCode, refuse


def found_more(booking: Booking, card_id: int, more: int, seen_event: int | None = None) -> Card:
    """Add `more` steps (1 or more) that were found in a full or opened container; the card stays where it is.

    The entry is a receipt without a change of state: the pieces come into the books here, and the container keeps its
    place in the FIFO. Raises Refusal: changed_meanwhile when the card's newest entry is not `seen_event`, retired,
    on_hold, not_permitted without a supervisor, already_empty for a card without stock; ReasonNeeded, QuantityNeeded.
    """
    card = booking.card(card_id)
    if seen_event is not None and seen_event != card.last_event:
        step = NextStep(NextKind.SHOW_NOW, card_id=card.id)
        raise refuse(RefusalCode.CHANGED_MEANWHILE, card.id, Action.RECEIVE, step)
    if card.state is CardState.RETIRED:
        raise refuse_retired(card, Action.RECEIVE)
    if card.on_hold:
        raise refuse(RefusalCode.ON_HOLD, card.id, Action.RECEIVE)
    if not booking.context.supervisor:
        raise refuse(RefusalCode.NOT_PERMITTED, card.id, Action.RECEIVE, NextStep(NextKind.CALL_SUPERVISOR))
    if card.state not in HOLDING:
        raise refuse(RefusalCode.ALREADY_EMPTY, card.id, Action.RECEIVE)
    if not booking.context.reason.strip():
        raise ReasonNeeded(Action.RECEIVE)
    if not 1 <= more <= LARGEST_STEPS - card.quantity:
        raise QuantityNeeded
    return booking.record(card, Action.RECEIVE, card.state, more, holds=card.quantity + more)
