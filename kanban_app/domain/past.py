"""A card as it stood after one of its ledger entries: the way back along its chain, without folding the whole ledger.

State, pieces, cycle and marks stand in the entry itself. Since when, filled, ordered and due follow from the entries
before it that still count, as when a step is taken back (`reverting`). What the ledger does not keep stays as the card
has it now: its number, its loop, and how much its container should hold where no order tells.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

from kanban_app.domain.cards import CALLING, Action, Card, CardState
from kanban_app.domain.events import ON_HOLD_BIT, SHORT_BIT, URGENT_BIT
from kanban_app.domain.trips import ORDERING, EventOf, backwards, effective, trip

# A container of screws is drawn from thousands of times in one trip; how old it is, is told roughly then.
MOST_STEPS = 200
_BEGINNING = (*ORDERING, Action.ACTIVATE, Action.RETIRE)


def card_at(card: Card, seq: int, lead_time_minutes: int, event_of: EventOf) -> Card | None:
    """The card as its entry `seq` left it; with 0 as it was before its first entry, None if it was not there then.

    `card` is the card as it is now, `lead_time_minutes` its loop's; `event_of` gives the entry of a sequence number.
    """
    if not seq:
        return _before_everything(card)
    entry = event_of(seq)
    state, marks = entry.to_state, entry.marks_after
    told: dict[str, Any] = {"since_at": entry.recorded_at, "full_at": None, "signal_at": None, "due_at": None}
    lead_time = timedelta(minutes=lead_time_minutes)
    told |= trip(
        islice(backwards(effective(seq, event_of), event_of), MOST_STEPS),
        state,
        single_use=card.single_use,
        due_at=lambda release: release.recorded_at + lead_time,
        begins=lambda event: state not in CALLING and event.action in _BEGINNING,
    )
    return replace(
        card,
        state=state,
        quantity=entry.quantity_after,
        cycle=entry.cycle,
        on_hold=bool(marks & ON_HOLD_BIT),
        urgent=bool(marks & URGENT_BIT),
        short_at_source=bool(marks & SHORT_BIT),
        printed_revision=0,
        last_event=seq,
        **told,
    )


def _before_everything(card: Card) -> Card | None:
    """An extra card and a replacement are issued with their first entry; any other waits to be activated."""
    if card.single_use or card.replaces_id is not None:
        return None
    marks = {"on_hold": False, "urgent": False, "short_at_source": False}
    times = {"full_at": None, "signal_at": None, "due_at": None}
    return replace(card, state=CardState.NEW, quantity=0, cycle=0, printed_revision=0, last_event=0, **marks, **times)  # type: ignore[arg-type] # flags and no instants
