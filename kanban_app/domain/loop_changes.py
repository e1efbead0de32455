"""Changing a loop: never a container in mid-cycle; each card absorbs the change as it next passes empty."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kanban_app.domain.booking import REASON_SURPLUS, Booking
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.issuing import missing_numbers, new_card
from kanban_app.domain.loops import Loop
from kanban_app.domain.quantities import LARGEST_STEPS

# A slip of the finger must not issue a million cards, nor promise a lead time of centuries.
MOST_CARDS = 10_000
LONGEST_LEAD_TIME_MINUTES = 10_000_000
LARGEST_RANK = 1_000_000

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


def misfits(loop: Loop) -> tuple[str, ...]:
    """The names of the numbers of a loop that are out of their range."""
    ranges = {
        "container_quantity": 1 <= loop.container_quantity <= LARGEST_STEPS,
        "card_count": 0 <= loop.card_count <= MOST_CARDS,
        "lot_cards": 1 <= loop.lot_cards <= max(1, loop.card_count),
        "safety_cards": 0 <= loop.safety_cards <= loop.card_count,
        "lead_time_minutes": 0 <= loop.lead_time_minutes <= LONGEST_LEAD_TIME_MINUTES,
        "priority": 1 <= loop.priority <= LARGEST_RANK,
        "share": 0 <= loop.share <= LARGEST_RANK,
        "over_tolerance_percent": 0 <= loop.over_tolerance_percent <= 1000,
        "under_tolerance_percent": 0 <= loop.under_tolerance_percent <= 100,
    }
    return tuple(name for name, holds in ranges.items() if not holds)


def check_loop(loop: Loop) -> None:
    """Raises LoopChangeError for a number out of its range."""
    for name in misfits(loop):
        raise LoopChangeError(name)


def preview(booking: Booking, loop_id: int, **values: object) -> LoopChange:
    """What changing these fields of a loop would do, without doing it. Raises LoopChangeError."""
    old = booking.structure.loops[loop_id]
    new = replace(old, **values)  # type: ignore[arg-type]
    check_loop(new)
    if any(getattr(old, name) != getattr(new, name) for name in PRINTED):
        new = _next_revision(booking, new)
    return _change_to(booking, new)


def reprinted(booking: Booking, loop_id: int) -> LoopChange:
    """The same loop in a new revision: something that stands on its paper was changed elsewhere, as a name."""
    return _change_to(booking, _next_revision(booking, booking.structure.loops[loop_id]))


def _next_revision(booking: Booking, loop: Loop) -> Loop:
    return replace(loop, revision=loop.revision + 1, revised_at=booking.context.now)


def _change_to(booking: Booking, new: Loop) -> LoopChange:
    cards = [card for card in booking.cards_of([new]) if not card.single_use]
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
