"""What a refusal offers instead: the likely meant card, or the one thing that helps."""

from __future__ import annotations

from dataclasses import replace

from kanban_app.domain.actions import consumes_here
from kanban_app.domain.board import source_action
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.loops import Loop, Step
from kanban_app.domain.refusals import NextKind, NextStep, RefusalCode, Refused

_FIXED = {
    RefusalCode.UNKNOWN_CARD: NextKind.FIND_CARD,
    RefusalCode.BAD_CHECK_CHARACTER: NextKind.TYPE_AGAIN,
    RefusalCode.NOT_PERMITTED: NextKind.CALL_SUPERVISOR,
    RefusalCode.DOUBLE_SCAN: NextKind.GO_ON,
}


def with_next_step(booking: Booking, refused: Refused) -> Refused:
    """The refusal with its one next step filled in, read from the books as they are without the refused booking."""
    if refused.next is not None:
        return refused
    if refused.code in _FIXED:
        return replace(refused, next=NextStep(_FIXED[refused.code]))
    if refused.card_id is None:
        return refused
    card = booking.source.card(refused.card_id)
    suspended = booking.loop_of(card).suspended
    return replace(refused, next=_instead(booking, card, refused) or _fallback(card, refused, suspended))


def _instead(booking: Booking, card: Card, refused: Refused) -> NextStep | None:
    loop = booking.loop_of(card)
    if refused.code is RefusalCode.MATERIAL_SHORT:
        at_source = booking.context.station_id in (None, loop.source_id) and refused.action is not Action.DRAW
        return _startable(booking, card, loop) if at_source else None
    siblings = [other for other in _siblings(booking, loop) if other.id != card.id and not other.on_hold]
    for action in _wanted(booking, loop, card, refused):
        found = _first(booking, siblings, action)
        if found is not None:
            return NextStep(NextKind.DO_INSTEAD, action, found.id)
    return None


def _startable(booking: Booking, card: Card, loop: Loop) -> NextStep | None:
    """Another card in the same source's queue whose inputs are all here, the one wanted first."""
    queue = [
        (waiting.due_at or waiting.since_at, waiting.id, other, waiting)
        for other in booking.structure.loops.values()
        if other.source_id == loop.source_id and not other.suspended
        for waiting in booking.source.cards_of((other.id,))
        if waiting.state is CardState.RELEASED and waiting.id != card.id and not waiting.on_hold
    ]
    for _due_at, _id, other, waiting in sorted(queue, key=lambda entry: entry[:2]):
        inputs = booking.structure.inputs_of(other, waiting.container_quantity)
        if all(booking.stock_of(wanted.loops, waiting.order_reference) >= wanted.quantity for wanted in inputs):
            return NextStep(NextKind.DO_INSTEAD, source_action(other, waiting), waiting.id)
    return None


def _siblings(booking: Booking, loop: Loop) -> list[Card]:
    """The cards that could have been meant, as committed: those of the loop, longest in their state first."""
    cards = booking.source.cards_of((loop.id,))
    return sorted(cards, key=lambda card: (card.full_at or card.since_at, card.id))


def _wanted(booking: Booking, loop: Loop, card: Card, refused: Refused) -> list[Action]:
    """Which action the person most likely meant to do, from the refusal and from where they stand."""
    if refused.action is not None:
        return [refused.action] if refused.action in _READY else []
    station_id = booking.context.station_id
    if refused.code in (RefusalCode.RETIRED, RefusalCode.NOT_YET_ACTIVE) or station_id is None:
        return []
    if station_id == loop.source_id:
        if loop.suspended:
            return []
        return [Action.DISPATCH if loop.in_process is Step.SKIPPED else Action.START]
    return [Action.CONSUME] if consumes_here(booking, loop, station_id) else []


_READY = {
    Action.CONSUME: (CardState.FULL, CardState.IN_USE),
    Action.DRAW: (CardState.FULL, CardState.IN_USE),
    Action.RECEIVE: (CardState.IN_TRANSIT,),
    Action.START: (CardState.RELEASED,),
    Action.DISPATCH: (CardState.RELEASED, CardState.IN_PROCESS),
}


def _first(booking: Booking, siblings: list[Card], action: Action) -> Card | None:
    return next((card for card in siblings if card.state in _READY[action]), None)


def _fallback(card: Card, refused: Refused, suspended: bool) -> NextStep | None:
    if refused.code is RefusalCode.ON_HOLD:
        return NextStep(NextKind.RESUME, Action.RESUME, card.id)
    if refused.code is RefusalCode.ALREADY_EMPTY and card.state is not CardState.EMPTY:
        return NextStep(NextKind.WAIT_FOR_SOURCE)
    if refused.code is RefusalCode.ALREADY_EMPTY and suspended:
        return NextStep(NextKind.SEE_LOOP, card_id=card.id)
    if refused.code is RefusalCode.ALREADY_EMPTY:
        return NextStep(NextKind.DO_INSTEAD, Action.RELEASE, card.id)
    if refused.code is RefusalCode.NOT_YET_ACTIVE:
        return NextStep(NextKind.ASK_ACTIVATION, Action.ACTIVATE, card.id)
    return NextStep(NextKind.SHOW_NOW, card_id=card.id)
