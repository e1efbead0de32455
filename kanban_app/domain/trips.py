"""The trip that a card is on, as its ledger entries tell it: what still counts, and what follows from it.

A trip goes from the emptying that asked for a refill to the next one. Used where a step is taken back (`reverting`)
and where the past is looked at (`past`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from kanban_app.domain.cards import CALLING, HOLDING, ON_ORDER, Action, CardState
from kanban_app.domain.events import CardEvent

ORDERING = (Action.RELEASE, Action.START, Action.DISPATCH)

# Gives the entry of a sequence number.
EventOf = Callable[[int], CardEvent]


def effective(seq: int, event_of: EventOf) -> CardEvent | None:
    """The newest entry from `seq` back that still counts: what reverts took back is stepped over. None before all."""
    while seq:
        event = event_of(seq)
        if event.reverts is None:
            return event
        seq = event_of(event.reverts).previous
    return None


def handed_on_by(event: CardEvent, event_of: EventOf) -> CardEvent:
    """The entry of another card whose life this one goes on with; else the entry itself."""
    is_rest = event.action is Action.ACTIVATE and event.to_state is CardState.IN_TRANSIT
    if event.cause is not None and (is_rest or event.action is Action.REPLACE):
        return event_of(event.cause)
    return event


def backwards(event: CardEvent | None, event_of: EventOf) -> Iterator[CardEvent]:
    """An entry and those before it that still count. What happened to a replaced card happened to its heir, and the
    rest of a short receipt was asked for with the card that it was part of.
    """
    while event is not None:
        if event.action is not Action.REPLACE:
            yield event
        event = effective(handed_on_by(event, event_of).previous, event_of)


def trip(
    events: Iterable[CardEvent],
    state: CardState,
    *,
    single_use: bool,
    due_at: Callable[[CardEvent], datetime],
    begins: Callable[[CardEvent], bool],
) -> dict[str, Any]:
    """What the entries of a trip, newest first, tell of a card in `state`, by the names of its fields: since when it
    stands there, when it was filled (its place in the FIFO), emptied and due, and how much was asked for.

    `due_at` answers for a release, `begins` whether nothing before an entry matters any more. What is not found is not
    in the answer.
    """
    found: dict[str, Any] = {}
    for event in events:
        entered = event.from_state is not event.to_state
        if entered:
            found.setdefault("since_at", event.recorded_at)
        if state in HOLDING and entered and event.action in (Action.RECEIVE, Action.ACTIVATE):
            found.setdefault("full_at", event.recorded_at)
        if state in ON_ORDER and event.action is Action.RELEASE:
            found.setdefault("due_at", due_at(event))
        if event.action in ORDERING and state is not CardState.EMPTY and not single_use:
            found.setdefault("container_quantity", event.quantity)
        if state in CALLING and entered and event.to_state is CardState.EMPTY:
            found["signal_at"] = event.recorded_at
            break
        if begins(event):
            break
    return found
