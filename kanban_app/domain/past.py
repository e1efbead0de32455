"""A card as it stood after one of its ledger entries: the way back along its chain, without folding the whole ledger.

State, pieces, cycle and marks stand in the entry itself. Since when, filled, ordered and due follow from the entries
before it that still count, as when a step is taken back (`reverting`). What the ledger does not keep stays as the card
has it now: its number, its loop, and how much its container should hold where no order tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

from kanban_app.domain.cards import CALLING, HOLDING, ON_ORDER, Action, Card, CardState
from kanban_app.domain.events import ON_HOLD_BIT, SHORT_BIT, URGENT_BIT, CardEvent

# A container of screws is drawn from thousands of times in one trip; how old it is, is told roughly then.
MOST_STEPS = 200
_ORDERING = (Action.RELEASE, Action.START, Action.DISPATCH)

EventOf = Callable[[int], CardEvent]


def card_at(card: Card, seq: int, lead_time_minutes: int, event_of: EventOf) -> Card | None:
    """The card as its entry `seq` left it; with 0 as it was before its first entry, None if it was not there then.

    `card` is the card as it is now, `lead_time_minutes` its loop's; `event_of` gives the entry of a sequence number.
    """
    if not seq:
        return _before_everything(card)
    entry = event_of(seq)
    state, marks = entry.to_state, entry.marks_after
    told: dict[str, Any] = {"since_at": entry.recorded_at, "full_at": None, "signal_at": None, "due_at": None}
    told |= _trip(entry, state, card.single_use, lead_time_minutes, event_of)
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


def _trip(
    entry: CardEvent, state: CardState, single_use: bool, lead_time_minutes: int, event_of: EventOf
) -> dict[str, Any]:
    """Since when the card stands so, when it was filled, emptied and due, and how much was asked for."""
    found: dict[str, Any] = {}
    for event in islice(_backwards(entry, event_of), MOST_STEPS):
        entered = event.from_state is not event.to_state
        if entered:
            found.setdefault("since_at", event.recorded_at)
        if state in HOLDING and event.action in (Action.RECEIVE, Action.ACTIVATE):
            found.setdefault("full_at", event.recorded_at)
        if state in ON_ORDER and event.action is Action.RELEASE:
            found.setdefault("due_at", event.recorded_at + timedelta(minutes=lead_time_minutes))
        ordered = event.action in _ORDERING
        if ordered and state is not CardState.EMPTY and not single_use:
            found.setdefault("container_quantity", event.quantity)
        if state in CALLING and entered and event.to_state is CardState.EMPTY:
            found["signal_at"] = event.recorded_at
            break
        if state not in CALLING and (ordered or event.action in (Action.ACTIVATE, Action.RETIRE)):
            break
    return found


def _backwards(entry: CardEvent, event_of: EventOf) -> Iterator[CardEvent]:
    """The entry and those before it that still counted then, on through the card that it replaces or is the rest of."""
    seq = entry.seq
    while seq:
        event = event_of(seq)
        if event.reverts is not None:
            seq = event_of(event.reverts).previous
            continue
        if event.action is not Action.REPLACE:
            yield event
        seq = _handed_on_by(event, event_of).previous


def _handed_on_by(event: CardEvent, event_of: EventOf) -> CardEvent:
    """The entry of another card whose life this one goes on with; else the entry itself."""
    is_rest = event.action is Action.ACTIVATE and event.to_state is CardState.IN_TRANSIT
    if event.cause is not None and (is_rest or event.action is Action.REPLACE):
        return event_of(event.cause)
    return event
