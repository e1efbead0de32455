"""The actions a person can do to a card, each with what it refuses. `do` is the only entry."""

from __future__ import annotations

from collections.abc import Callable

from kanban_app.domain.booking import Booking, inputs_due
from kanban_app.domain.cards import CALLING, HOLDING, ON_ORDER, Action, Card, CardState
from kanban_app.domain.issuing import issue_rest
from kanban_app.domain.leaving import replace_card, retire
from kanban_app.domain.loops import Loop, Step
from kanban_app.domain.quantities import LARGEST_STEPS
from kanban_app.domain.refusals import NextKind, NextStep, ReasonNeeded, Refusal, RefusalCode, refuse
from kanban_app.domain.reverting import revert

SUPERVISED = frozenset({Action.ACTIVATE, Action.RELEASE, Action.HOLD, Action.RESUME, Action.RETIRE, Action.REPLACE})
WITH_REASON = frozenset({Action.RELEASE, Action.HOLD, Action.RETIRE, Action.REPLACE})
DESPITE_HOLD = frozenset({Action.REVERT, Action.RETIRE, Action.RESUME, Action.REPLACE})
BEFORE_ACTIVATION = frozenset({Action.ACTIVATE, Action.RETIRE, Action.REPLACE, Action.HOLD, Action.RESUME})
AT_SOURCE = frozenset({Action.START, Action.DISPATCH})
AT_CONSUMER = frozenset({Action.DRAW, Action.CONSUME})


class QuantityNeeded(ValueError):
    """A draw without its quantity, or one that no container can hold: wrong use, nothing is booked."""


def do(
    booking: Booking, action: Action, card_id: int, quantity: int | None = None, seen_event: int | None = None
) -> None:
    """Do one action to one card inside the booking.

    `quantity` is in steps of the item and concerns activate (0 starts it empty), draw and receive. `seen_event` is the
    card's last entry that the person saw; if it moved on since, the action is refused as changed_meanwhile.
    Raises Refusal (nothing may be kept of the booking then), ReasonNeeded or QuantityNeeded.
    """
    card = booking.card(card_id)
    _check(booking, action, card, seen_event)
    if quantity is not None and quantity > LARGEST_STEPS:
        raise QuantityNeeded
    _ACTIONS[action](booking, card, quantity)


def _check(booking: Booking, action: Action, card: Card, seen_event: int | None) -> None:
    context = booking.context
    if seen_event is not None and seen_event != card.last_event:
        raise refuse(RefusalCode.CHANGED_MEANWHILE, card.id, action, NextStep(NextKind.SHOW_NOW, card_id=card.id))
    if card.state is CardState.RETIRED and action is not Action.REVERT:
        raise refuse_retired(card, action)
    if card.on_hold and action not in DESPITE_HOLD:
        raise refuse(RefusalCode.ON_HOLD, card.id, action)
    if card.state is CardState.NEW and action not in BEFORE_ACTIVATION:
        raise refuse(
            RefusalCode.NOT_YET_ACTIVE,
            card.id,
            action,
            NextStep(NextKind.ASK_ACTIVATION, Action.ACTIVATE, card.id),
        )
    if action in SUPERVISED and not context.supervisor:
        raise refuse(RefusalCode.NOT_PERMITTED, card.id, action, NextStep(NextKind.CALL_SUPERVISOR))
    _check_station(booking, action, card)
    if action in WITH_REASON and not context.reason.strip():
        raise ReasonNeeded(action)


def refuse_retired(card: Card, action: Action | None) -> Refusal:
    """The refusal for a card that is out of the loop, with its replacement if there is one."""
    step = NextStep(NextKind.USE_REPLACEMENT, card_id=card.replaced_by_id) if card.replaced_by_id else None
    return refuse(RefusalCode.RETIRED, card.id, action, step)


def _check_station(booking: Booking, action: Action, card: Card) -> None:
    """Whoever says where they stand must stand where the action is done."""
    station_id = booking.context.station_id
    if station_id is None:
        return
    loop = booking.loop_of(card)
    at_consumer = consumes_here(booking, loop, station_id)
    if action in AT_SOURCE:
        allowed = station_id == loop.source_id
    elif action in AT_CONSUMER:
        allowed = at_consumer
    elif action is Action.RECEIVE:
        finishes_here = station_id == loop.source_id and loop.in_transit is Step.SKIPPED
        allowed = at_consumer or finishes_here
    else:
        return
    if not allowed:
        raise refuse(RefusalCode.WRONG_STATION, card.id, action, NextStep(NextKind.REPORT_FOUND, card_id=card.id))


def consumes_here(booking: Booking, loop: Loop, station_id: int) -> bool:
    """The station is the loop's consumer, or a workstation served from that store."""
    return station_id == loop.consumer_id or booking.structure.stations[station_id].served_from_id == loop.consumer_id


def _refuse_state(card: Card, action: Action, step: NextStep | None = None) -> Refusal:
    """The refusal that tells what the card is doing instead."""
    wants_stock = action in (Action.CONSUME, Action.DRAW)
    if card.state in HOLDING:
        return refuse(RefusalCode.ALREADY_FULL, card.id, action, step)
    if card.state in CALLING and wants_stock:
        return refuse(RefusalCode.ALREADY_EMPTY, card.id, action, step)
    return refuse(RefusalCode.NOTHING_TO_DO_HERE, card.id, action, step)


def _activate(booking: Booking, card: Card, quantity: int | None) -> None:
    loop = booking.loop_of(card)
    if card.state is not CardState.NEW:
        code = RefusalCode.ALREADY_FULL if card.state in HOLDING else RefusalCode.ALREADY_EMPTY
        raise refuse(code, card.id, Action.ACTIVATE)
    filled = loop.container_quantity if quantity is None else quantity
    if filled < 0:
        raise QuantityNeeded
    _check_tolerance(booking, card, Action.ACTIVATE, filled, 0, loop.allowed_receipt()[1])
    now = booking.context.now
    card = booking.change(card, revision=loop.revision, container_quantity=loop.container_quantity)
    if filled:
        booking.record(card, Action.ACTIVATE, CardState.FULL, filled, holds=filled, full_at=now, cycle=1)
        return
    after = booking.record(card, Action.ACTIVATE, CardState.EMPTY, 0, signal_at=now, cycle=1)
    if card.single_use:
        booking.release(after, after.last_event)
    else:
        booking.pass_empty(after)


def _draw(booking: Booking, card: Card, quantity: int | None) -> None:
    if quantity is None or quantity < 1:
        raise QuantityNeeded
    if card.state not in HOLDING:
        raise _refuse_state(card, Action.DRAW)
    taken = min(quantity, card.quantity)
    first = len(booking.events)
    booking.take(card, taken, Action.DRAW)
    root = booking.events[first].seq
    loop = booking.loop_of(card)
    here = booking.structure.loops_ending_at(loop.consumer_id, loop.item_id)
    siblings = tuple(other for other in here if other is loop or not other.scan_only)
    missing = booking.draw(siblings, quantity - taken, root, card.order_reference) if quantity > taken else 0
    if missing:
        booking.note_missing(booking.card(card.id), loop.item_id, quantity, missing, root)


def _consume(booking: Booking, card: Card, quantity: int | None) -> None:
    if card.state not in HOLDING:
        raise _refuse_state(card, Action.CONSUME)
    if card.state is CardState.FULL and booking.loop_of(card).in_use is Step.REQUIRED:
        raise refuse(
            RefusalCode.NOTHING_TO_DO_HERE,
            card.id,
            Action.CONSUME,
            NextStep(NextKind.DO_INSTEAD, Action.DRAW, card.id),
        )
    booking.take(card, card.quantity, Action.CONSUME)


def _release(booking: Booking, card: Card, quantity: int | None) -> None:
    _refuse_suspended(booking, card, Action.RELEASE)
    if card.state is not CardState.EMPTY:
        raise _refuse_state(card, Action.RELEASE)
    booking.release(card)


def _refuse_suspended(booking: Booking, card: Card, action: Action) -> None:
    if booking.loop_of(card).suspended:
        raise refuse(RefusalCode.LOOP_SUSPENDED, card.id, action, NextStep(NextKind.SEE_LOOP, card_id=card.id))


def _start(booking: Booking, card: Card, quantity: int | None) -> None:
    loop = booking.loop_of(card)
    _refuse_suspended(booking, card, Action.START)
    if loop.in_process is Step.SKIPPED and card.state is CardState.RELEASED:
        instead = Action.RECEIVE if loop.in_transit is Step.SKIPPED else Action.DISPATCH
        raise _refuse_state(card, Action.START, NextStep(NextKind.DO_INSTEAD, instead, card.id))
    if card.state is not CardState.RELEASED:
        raise _refuse_state(card, Action.START, _lot_step(booking, card))
    _move(booking, card, Action.START, CardState.IN_PROCESS)


def _lot_step(booking: Booking, card: Card) -> NextStep | None:
    """An empty card waits for its lot: the one thing that helps is releasing it early, where its loop runs."""
    if card.state is not CardState.EMPTY:
        return None
    if booking.loop_of(card).suspended:
        return NextStep(NextKind.SEE_LOOP, card_id=card.id)
    return NextStep(NextKind.DO_INSTEAD, Action.RELEASE, card.id)


def _dispatch(booking: Booking, card: Card, quantity: int | None) -> None:
    loop = booking.loop_of(card)
    _refuse_suspended(booking, card, Action.DISPATCH)
    if card.state not in (CardState.RELEASED, CardState.IN_PROCESS):
        raise _refuse_state(card, Action.DISPATCH, _lot_step(booking, card))
    _refuse_skipping(card, loop.in_process, Action.DISPATCH, Action.START, CardState.RELEASED)
    if loop.in_transit is Step.SKIPPED:
        raise _refuse_state(card, Action.DISPATCH, NextStep(NextKind.DO_INSTEAD, Action.RECEIVE, card.id))
    _move(booking, card, Action.DISPATCH, CardState.IN_TRANSIT)


def _refuse_skipping(card: Card, step: Step, action: Action, instead: Action, *states: CardState) -> None:
    if step is Step.REQUIRED and card.state in states:
        raise _refuse_state(card, action, NextStep(NextKind.DO_INSTEAD, instead, card.id))


def _move(booking: Booking, card: Card, action: Action, to_state: CardState) -> None:
    """Take the step and, where it passes the point at which inputs are taken, take them."""
    due = inputs_due(booking.loop_of(card), card.state, to_state)
    after = booking.record(card, action, to_state, card.container_quantity)
    if due:
        booking.take_inputs(after)


def _receive(booking: Booking, card: Card, quantity: int | None) -> None:
    loop = booking.loop_of(card)
    if card.state not in ON_ORDER:
        raise _refuse_state(card, Action.RECEIVE, _lot_step(booking, card))
    _refuse_skipping(card, loop.in_process, Action.RECEIVE, Action.START, CardState.RELEASED)
    _refuse_skipping(card, loop.in_transit, Action.RECEIVE, Action.DISPATCH, CardState.RELEASED, CardState.IN_PROCESS)
    received = card.container_quantity if quantity is None else quantity
    if received < 1:
        raise QuantityNeeded
    _check_tolerance(booking, card, Action.RECEIVE, received, *loop.allowed_receipt(card.container_quantity))
    due = inputs_due(loop, card.state, CardState.FULL)
    after = booking.record(
        card,
        Action.RECEIVE,
        CardState.FULL,
        received,
        holds=received,
        cycle=card.cycle + 1,
        full_at=booking.context.now,
        urgent=False,
        short_at_source=False,
    )
    if due:
        booking.take_inputs(after)
    if received < card.container_quantity and loop.rest_on_order:
        issue_rest(booking, card, after, card.container_quantity - received)


def _check_tolerance(booking: Booking, card: Card, action: Action, quantity: int, least: int, most: int) -> None:
    """Outside the tolerance a quantity needs a reason."""
    if not least <= quantity <= most and not booking.context.reason.strip():
        raise refuse(
            RefusalCode.QUANTITY_OUT_OF_TOLERANCE,
            card.id,
            action,
            NextStep(NextKind.CHOOSE_REASON, action, card.id),
            quantity=quantity,
            least_quantity=least,
            most_quantity=most,
        )


def _hold(booking: Booking, card: Card, quantity: int | None) -> None:
    booking.record(card, Action.HOLD, card.state, card.quantity, on_hold=True)


def _resume(booking: Booking, card: Card, quantity: int | None) -> None:
    if not card.on_hold:
        raise refuse(RefusalCode.NOTHING_TO_DO_HERE, card.id, Action.RESUME)
    after = booking.record(card, Action.RESUME, card.state, card.quantity, on_hold=False)
    if after.state is CardState.EMPTY:
        booking.pass_empty(after)


def _urgent(booking: Booking, card: Card, quantity: int | None) -> None:
    if card.urgent:
        raise refuse(RefusalCode.NOTHING_TO_DO_HERE, card.id, Action.URGENT)
    booking.record(card, Action.URGENT, card.state, card.quantity, urgent=True)


def _retire(booking: Booking, card: Card, quantity: int | None) -> None:
    retire(booking, card)


def _revert(booking: Booking, card: Card, quantity: int | None) -> None:
    revert(booking, card)


def _replace(booking: Booking, card: Card, quantity: int | None) -> None:
    replace_card(booking, card)


_ACTIONS: dict[Action, Callable[[Booking, Card, int | None], None]] = {
    Action.ACTIVATE: _activate,
    Action.DRAW: _draw,
    Action.CONSUME: _consume,
    Action.RELEASE: _release,
    Action.START: _start,
    Action.DISPATCH: _dispatch,
    Action.RECEIVE: _receive,
    Action.REVERT: _revert,
    Action.HOLD: _hold,
    Action.RESUME: _resume,
    Action.URGENT: _urgent,
    Action.RETIRE: _retire,
    Action.REPLACE: _replace,
}
