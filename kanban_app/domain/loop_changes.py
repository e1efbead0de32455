"""Changing a loop: never a container in mid-cycle; each card absorbs the change as it next passes empty."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kanban_app.domain.booking import REASON_SURPLUS, Booking
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.issuing import missing_numbers, new_card
from kanban_app.domain.loops import Loop

PRINTED = (
    "container_quantity",
    "lot_cards",
    "lead_time_minutes",
    "container_type",
    "source_location",
    "consumer_location",
)


class LoopChangeError(ValueError):
    """A value no loop can have; `field_name` says which."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name)
        self.field_name = field_name


@dataclass(frozen=True, slots=True)
class LoopChange:
    """What a change does: the loop as it becomes, numbers of cards to issue, ids that leave at their next empty."""

    loop: Loop
    new_numbers: tuple[int, ...]
    surplus_ids: tuple[int, ...]
    stale_ids: tuple[int, ...]


def check_loop(loop: Loop) -> None:
    """Raises LoopChangeError for a number out of its range."""
    ranges = {
        "container_quantity": loop.container_quantity >= 1,
        "card_count": loop.card_count >= 0,
        "lot_cards": 1 <= loop.lot_cards <= max(1, loop.card_count),
        "safety_cards": 0 <= loop.safety_cards <= loop.card_count,
        "lead_time_minutes": loop.lead_time_minutes >= 0,
        "priority": loop.priority >= 1,
        "share": loop.share >= 0,
        "over_tolerance_percent": 0 <= loop.over_tolerance_percent <= 1000,
        "under_tolerance_percent": 0 <= loop.under_tolerance_percent <= 100,
    }
    for name, holds in ranges.items():
        if not holds:
            raise LoopChangeError(name)


def preview(booking: Booking, loop_id: int, **values: object) -> LoopChange:
    """What changing these fields of a loop would do, without doing it. Raises LoopChangeError."""
    old = booking.structure.loops[loop_id]
    new = replace(old, **values)  # type: ignore[arg-type]
    check_loop(new)
    if any(getattr(old, name) != getattr(new, name) for name in PRINTED):
        new = replace(new, revision=old.revision + 1, revised_at=booking.context.now)
    cards = [card for card in booking.cards_of([old]) if not card.single_use]
    return LoopChange(
        new,
        tuple(missing_numbers(booking, new)),
        tuple(card.id for card in cards if card.number > new.card_count),
        tuple(card.id for card in cards if 0 < card.printed_revision < new.revision),
    )


def apply(booking: Booking, change: LoopChange) -> None:
    """Book what a change does at once: new cards are issued, and cards that are empty now absorb it now.

    The booking's structure must already hold the changed loop.
    """
    loop = change.loop
    for number in change.new_numbers:
        new_card(booking, loop, number)
    for card in booking.cards_of([loop]):
        if card.single_use:
            continue
        surplus = card.number > loop.card_count
        if surplus and card.state in (CardState.EMPTY, CardState.NEW):
            booking.record(
                card,
                Action.RETIRE,
                CardState.RETIRED,
                0,
                reason=REASON_SURPLUS,
                print_reason=None,
                holds=0,
            )
        elif card.state in (CardState.EMPTY, CardState.NEW):
            booking.absorb(card, loop)
    if not loop.suspended:
        booking.gather_all(loop)
