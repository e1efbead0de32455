"""Cards (kanban): the identity of one container in a loop, its states, actions and marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CardState(StrEnum):
    """Where a card is on its way from full to full."""

    NEW = "new"
    FULL = "full"
    IN_USE = "in_use"
    EMPTY = "empty"
    RELEASED = "released"
    IN_PROCESS = "in_process"
    IN_TRANSIT = "in_transit"
    RETIRED = "retired"


HOLDING = frozenset({CardState.FULL, CardState.IN_USE})
CALLING = frozenset({CardState.EMPTY, CardState.RELEASED, CardState.IN_PROCESS, CardState.IN_TRANSIT})
ON_ORDER = CALLING - {CardState.EMPTY}


class Action(StrEnum):
    """What can be done to a card; `unexplained_draw` is booked by the program when the books did not cover an input."""

    ACTIVATE = "activate"
    DRAW = "draw"
    CONSUME = "consume"
    RELEASE = "release"
    START = "start"
    DISPATCH = "dispatch"
    RECEIVE = "receive"
    REVERT = "revert"
    HOLD = "hold"
    RESUME = "resume"
    URGENT = "urgent"
    RETIRE = "retire"
    REPLACE = "replace"
    UNEXPLAINED_DRAW = "unexplained_draw"


class Mark(StrEnum):
    """What is wrong with a card, in the order in which a small chip shows the first."""

    ON_HOLD = "on_hold"
    URGENT = "urgent"
    LATE = "late"
    SHORT_AT_SOURCE = "short_at_source"
    MAYBE_LOST = "maybe_lost"
    STALE = "stale"


class PrintReason(StrEnum):
    """Why a card stands on the print list of its source station."""

    NEW = "new"
    RELEASED = "released"
    REVISION = "revision"
    REPLACED = "replaced"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Card:
    """One card as it is now.

    `quantity` is what the container holds, `container_quantity` what it should hold on this trip, both in steps.
    `since_at` is when it entered its state, `full_at` when it was last filled (FIFO goes by it), `signal_at` when its
    open signal was raised and `due_at` when that should be full again. `revision` is the loop's revision absorbed on
    this trip, `printed_revision` the one on the newest paper (0: never printed). `last_event` is the sequence number of
    its newest ledger entry, 0 before the first.
    """

    id: int
    code: str
    loop_id: int
    number: int
    state: CardState
    quantity: int
    container_quantity: int
    cycle: int
    since_at: datetime
    full_at: datetime | None = None
    signal_at: datetime | None = None
    due_at: datetime | None = None
    on_hold: bool = False
    urgent: bool = False
    short_at_source: bool = False
    single_use: bool = False
    order_reference: str = ""
    revision: int = 1
    printed_revision: int = 0
    print_count: int = 0
    print_reason: PrintReason | None = None
    replaces_id: int | None = None
    replaced_by_id: int | None = None
    last_event: int = 0

    @property
    def holds_stock(self) -> bool:
        """Full or opened, and free to be drawn from."""
        return self.state in HOLDING and not self.on_hold
