"""New cards: for a loop's number of cards, and single-use cards (event kanban) for one order or reason."""

from __future__ import annotations

from collections.abc import Iterable

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.domain.loops import Loop
from kanban_app.domain.refusals import ReasonNeeded


def new_card(booking: Booking, loop: Loop, number: int, **fields: object) -> Card:
    """Issue a card that is not activated yet: printed, hung on its container, then activated."""
    card_id, code = booking.source.new_identity()
    card = Card(
        id=card_id,
        code=code,
        loop_id=loop.id,
        number=number,
        state=CardState.NEW,
        quantity=0,
        container_quantity=loop.container_quantity,
        cycle=0,
        since_at=booking.context.now,
        revision=loop.revision,
        print_reason=PrintReason.NEW,
        **fields,  # type: ignore[arg-type] # the fields of a single-use card, typed where they are given
    )
    booking.add_card(card)
    return card


def missing_numbers(booking: Booking, loop: Loop) -> list[int]:
    """Which of the numbers 1 to n of a loop no card carries."""
    taken = {card.number for card in booking.cards_of([loop]) if not card.single_use}
    return [number for number in range(1, loop.card_count + 1) if number not in taken]


def next_single_use_number(cards: Iterable[Card]) -> int:
    """The number of the next extra card of a loop that has these cards."""
    return max((card.number for card in cards if card.single_use), default=0) + 1


def issue_single_use(
    booking: Booking,
    loop: Loop,
    quantity: int,
    order_reference: str,
    cause: int | None = None,
    number: int | None = None,
) -> Card:
    """Issue a card for one container and order it at once; it is closed when it is consumed.

    It is pegged to the order, or else carries the reason of the context. Raises ReasonNeeded when it has neither.
    `number` is known to whoever issues many (None: the next one of its loop).
    """
    if not order_reference and not booking.context.reason.strip():
        raise ReasonNeeded(Action.ACTIVATE)
    if number is None:
        number = next_single_use_number(booking.cards_of([loop]))
    card = new_card(booking, loop, number, single_use=True, order_reference=order_reference)
    asked = booking.record(
        card,
        Action.ACTIVATE,
        CardState.EMPTY,
        0,
        cause,
        cycle=1,
        container_quantity=quantity,
        signal_at=booking.context.now,
    )
    return booking.release(asked, asked.last_event)


def issue_rest(booking: Booking, card: Card, received: Card, quantity: int) -> Card:
    """The rest of a short receipt stays on order as a single-use card in the state the container came from.

    Its inputs were taken with the container it was part of, so it is moved on without taking them again.
    """
    loop = booking.loop_of(card)
    number = next_single_use_number(booking.cards_of([loop]))
    rest = new_card(booking, loop, number, single_use=True, order_reference=card.order_reference)
    return booking.record(
        rest,
        Action.ACTIVATE,
        CardState.IN_TRANSIT,
        0,
        received.last_event,
        reason=f"rest of {card.code}",
        cycle=1,
        container_quantity=quantity,
        signal_at=card.signal_at,
        due_at=card.due_at,
    )
