"""A scan says which card; the terminal says where, and so which role. The action is the next step of that role."""

from __future__ import annotations

from datetime import timedelta

from kanban_app.domain import actions
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import HOLDING, Action, Card, CardState
from kanban_app.domain.loops import Loop, Step
from kanban_app.domain.refusals import NextKind, NextStep, RefusalCode, refuse
from kanban_app.domain.reverting import root_of


class DoubleScan(Exception):
    """The same card again within the double-scan window: a named no-op. `booked_seq` is the first scan's entry."""

    def __init__(self, card: Card, booked_seq: int) -> None:
        super().__init__(card.code)
        self.card = card
        self.booked_seq = booked_seq


def scan(booking: Booking, card_id: int, quantity: int | None = None) -> Action:
    """Book the next step that this role may take on this card, and say which it was.

    The context's station is the terminal's. Raises DoubleScan or Refusal; then nothing may be kept of the booking.
    """
    card = booking.card(card_id)
    _refuse_double_scan(booking, card)
    if card.state is CardState.RETIRED:
        raise actions.refuse_retired(card, None)
    action = next_action(booking, card)
    actions.do(booking, action, card_id, quantity)
    if 0 < card.printed_revision < booking.loop_of(card).revision:
        booking.warnings.append(RefusalCode.STALE_REVISION)
    return action


def _refuse_double_scan(booking: Booking, card: Card) -> None:
    """Only the same station counts: a neighbour who scans the card he was just handed takes the next step.

    A clock that was set back by a moment between two beeps makes no second step of them.
    """
    context = booking.context
    window = timedelta(seconds=booking.rules.double_scan_window_s)
    if not abs(context.now - card.since_at) < window or not card.last_event:
        return
    event = booking.source.event(card.last_event)
    same = event.station_id == context.station_id and event.scan_id and event.action is not Action.REVERT
    if same and root_of(booking, event).card_id == card.id:
        raise DoubleScan(card, event.seq)


def next_action(booking: Booking, card: Card) -> Action:
    """The next step for the role that the context's station has in the card's loop. Raises Refusal if there is none."""
    loop = booking.loop_of(card)
    station_id = booking.context.station_id
    if station_id == loop.source_id:
        found = _next_at_source(loop, card)
    elif station_id is not None and actions.consumes_here(booking, loop, station_id):
        found = _next_at_consumer(loop, card)
    else:
        raise refuse(RefusalCode.WRONG_STATION, card.id, None, NextStep(NextKind.REPORT_FOUND, card_id=card.id))
    if isinstance(found, Action):
        return found
    raise refuse(found, card.id)


def _next_at_source(loop: Loop, card: Card) -> Action | RefusalCode:
    if card.state is CardState.NEW:
        return RefusalCode.NOT_YET_ACTIVE
    if card.state is CardState.RELEASED and loop.in_process is not Step.SKIPPED:
        return Action.START
    if card.state in (CardState.RELEASED, CardState.IN_PROCESS):
        return Action.RECEIVE if loop.in_transit is Step.SKIPPED else Action.DISPATCH
    return RefusalCode.NOTHING_TO_DO_HERE


def _next_at_consumer(loop: Loop, card: Card) -> Action | RefusalCode:
    if card.state is CardState.NEW:
        return RefusalCode.NOT_YET_ACTIVE
    if card.state in HOLDING:
        return Action.CONSUME
    if card.state is CardState.IN_TRANSIT:
        return Action.RECEIVE
    if card.state is CardState.IN_PROCESS and loop.in_transit is not Step.REQUIRED:
        return Action.RECEIVE
    if card.state is CardState.RELEASED and not loop.reports_at_source:
        return Action.RECEIVE
    return RefusalCode.ALREADY_EMPTY
