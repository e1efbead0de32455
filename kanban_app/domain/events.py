"""Ledger entries: every change of a card, in the order in which it was booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kanban_app.domain.cards import Action, Card, CardState

ON_HOLD_BIT, URGENT_BIT, SHORT_BIT = 1, 2, 4


def mark_bits(card: Card) -> int:
    """The booked marks of a card as one small number: 1 on hold, 2 urgent, 4 short at source."""
    return card.on_hold * ON_HOLD_BIT + card.urgent * URGENT_BIT + card.short_at_source * SHORT_BIT


@dataclass(frozen=True, slots=True)
class CardEvent:
    """One entry of the append-only ledger.

    `quantity` is what the action concerned, in steps: drawn, emptied, asked for, received. `quantity_after` is what the
    container holds afterwards, `marks_after` its marks as bits (see `mark_bits`). `cause` is the sequence number of the
    event that triggered this one, None for what a person did; `previous` the card's entry before (0 for its first);
    `reverts` the first entry that a revert takes back. `item_id` differs from the card's item only for an unexplained
    draw, which names the missing input.
    """

    seq: int
    recorded_at: datetime
    action: Action
    card_id: int
    item_id: int
    cycle: int
    from_state: CardState
    to_state: CardState
    quantity: int
    quantity_after: int
    marks_after: int = 0
    cause: int | None = None
    previous: int = 0
    reverts: int | None = None
    station_id: int | None = None
    person: str = ""
    terminal: str = ""
    reason: str = ""
    scan_id: str = ""

    @property
    def is_count(self) -> bool:
        """Pieces were found that the books did not have; nothing was brought."""
        return self.action is Action.RECEIVE and self.from_state is self.to_state


@dataclass(frozen=True, slots=True)
class Context:
    """Who books, where and when. `supervisor` says whether this person may do what only supervisors may."""

    now: datetime
    station_id: int | None = None
    person: str = ""
    terminal: str = ""
    scan_id: str = ""
    reason: str = ""
    supervisor: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of a plant that decide bookings.

    `refuse_on_shortage`: an input that the books do not cover refuses the action instead of being booked as an
    unexplained draw. `double_scan_window_s` and `undo_window_s` are seconds.
    """

    refuse_on_shortage: bool = False
    double_scan_window_s: int = 5
    undo_window_s: int = 30
