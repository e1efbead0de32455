"""How a card leaves its loop: retired for good, or replaced because its paper was lost or damaged."""

from __future__ import annotations

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card, CardState, PrintReason


def retire(booking: Booking, card: Card) -> Card:
    """Take a card out of the loop for good; what its container held leaves the books with it."""
    return booking.record(
        card, Action.RETIRE, CardState.RETIRED, card.quantity, holds=0, on_hold=False, print_reason=None
    )


def replace_card(booking: Booking, card: Card) -> Card:
    """Retire a card and issue a new one that says whom it replaces.

    The container is still where it was, only its paper is gone: the new card stands in the old one's place, in the
    same state with the same pieces and the same due time, so nothing is ordered twice and nothing is forgotten.
    """
    card_id, code = booking.source.new_identity()
    left = retire(booking, card)
    booking.change(left, replaced_by_id=card_id)
    fresh = Card(
        id=card_id,
        code=code,
        loop_id=card.loop_id,
        number=card.number,
        state=CardState.NEW,
        quantity=0,
        container_quantity=card.container_quantity,
        cycle=0,
        since_at=booking.context.now,
        single_use=card.single_use,
        order_reference=card.order_reference,
        revision=card.revision,
        replaces_id=card.id,
        print_reason=PrintReason.REPLACED,
    )
    booking.add_card(fresh)
    return booking.record(
        fresh,
        Action.REPLACE,
        card.state,
        card.quantity,
        left.last_event,
        holds=card.quantity,
        cycle=card.cycle,
        since_at=card.since_at,
        full_at=card.full_at,
        signal_at=card.signal_at,
        due_at=card.due_at,
        on_hold=card.on_hold,
        urgent=card.urgent,
        short_at_source=card.short_at_source,
    )
