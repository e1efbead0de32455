"""Taking back the last step of a card together with everything it caused."""

from __future__ import annotations

from datetime import timedelta

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import HOLDING, Action, Card, CardState
from kanban_app.domain.events import ON_HOLD_BIT, SHORT_BIT, URGENT_BIT, CardEvent
from kanban_app.domain.refusals import NextKind, NextStep, ReasonNeeded, RefusalCode, refuse

REASON_ISSUE_REVERTED = "issue reverted"


def revert(booking: Booking, card: Card) -> None:
    """Take the card one step back, and the whole cascade of that step with it, by counter-entries.

    There is one counter-entry per card of the cascade; the reverted card's is the root. Raises Refusal: nothing_to_do
    where there is no step or another card's action caused it, not_permitted, changed_meanwhile once anything that the
    cascade touched has moved on; ReasonNeeded after the undo time.
    """
    step = effective_event(booking, card.last_event)
    if step is None:
        raise refuse(RefusalCode.NOTHING_TO_DO_HERE, card.id, Action.REVERT)
    root = root_of(booking, step)
    if root.card_id != card.id:
        other = NextStep(NextKind.DO_INSTEAD, Action.REVERT, root.card_id)
        raise refuse(RefusalCode.NOTHING_TO_DO_HERE, card.id, Action.REVERT, other)
    _check_permission(booking, card, root)
    firsts = _first_entries(cascade_of(booking, root))
    for card_id, first in firsts.items():
        _check_untouched(booking, booking.card(card_id), first, root)
    cause: int | None = None
    for card_id in sorted(firsts, key=lambda touched: (touched != card.id, -firsts[touched].seq)):
        after = _counter_book(booking, booking.card(card_id), firsts[card_id], cause)
        cause = cause or after.last_event


def effective_event(booking: Booking, seq: int) -> CardEvent | None:
    """The card's newest entry that still counts: what reverts took back is stepped over. None before the first."""
    while seq:
        event = booking.source.event(seq)
        if event.reverts is None:
            return event
        seq = booking.source.event(event.reverts).previous
    return None


def root_of(booking: Booking, event: CardEvent) -> CardEvent:
    """The entry at the root of the cascade that this one belongs to."""
    while event.cause is not None:
        event = booking.source.event(event.cause)
    return event


def cascade_of(booking: Booking, root: CardEvent) -> list[CardEvent]:
    """The root and everything it caused. One command's entries stand together, its root first."""
    members = {root.seq}
    found = [root]
    for event in booking.source.events_from(root.seq + 1):
        if event.cause not in members:
            break
        members.add(event.seq)
        found.append(event)
    return found


def _first_entries(cascade: list[CardEvent]) -> dict[int, CardEvent]:
    firsts: dict[int, CardEvent] = {}
    for event in cascade:
        firsts.setdefault(event.card_id, event)
    return firsts


def _check_permission(booking: Booking, card: Card, root: CardEvent) -> None:
    context = booking.context
    in_time = context.now - root.recorded_at <= timedelta(seconds=booking.rules.undo_window_s)
    own = in_time and root.person == context.person
    if not own and not context.supervisor:
        raise refuse(RefusalCode.NOT_PERMITTED, card.id, Action.REVERT, NextStep(NextKind.CALL_SUPERVISOR))
    if not in_time and not context.reason.strip():
        raise ReasonNeeded(Action.REVERT)


def _check_untouched(booking: Booking, card: Card, first: CardEvent, root: CardEvent) -> None:
    """Refuse when the card's newest effective entry is younger than the cascade."""
    newest = effective_event(booking, card.last_event)
    if newest is None or newest.seq < first.seq or root_of(booking, newest).seq != root.seq:
        step = NextStep(NextKind.SHOW_NOW, card_id=card.id)
        raise refuse(RefusalCode.CHANGED_MEANWHILE, card.id, Action.REVERT, step, root_event=root.seq)


def _counter_book(booking: Booking, card: Card, first: CardEvent, cause: int | None) -> Card:
    """Put one card back to where it stood before its first entry in the cascade."""
    before = effective_event(booking, first.previous)
    issued_here = before is None and first.action in (Action.REPLACE, Action.ACTIVATE) and first.cause is not None
    if issued_here or (before is None and card.single_use):
        return booking.record(
            card,
            Action.REVERT,
            CardState.RETIRED,
            card.quantity,
            cause,
            reason=REASON_ISSUE_REVERTED,
            reverts=first.seq,
            holds=0,
            print_reason=None,
        )
    quantity = before.quantity_after if before else 0
    marks = before.marks_after if before else 0
    return booking.record(
        card,
        Action.REVERT,
        first.from_state,
        abs(card.quantity - quantity),
        cause,
        reverts=first.seq,
        holds=quantity,
        cycle=before.cycle if before else 0,
        since_at=_since(booking, before, card),
        on_hold=bool(marks & ON_HOLD_BIT),
        urgent=bool(marks & URGENT_BIT),
        short_at_source=bool(marks & SHORT_BIT),
        replaced_by_id=None,
        due_at=None if first.from_state is CardState.EMPTY else card.due_at,
        full_at=_filled_at(booking, before) if first.from_state in HOLDING else card.full_at,
        print_reason=None if first.from_state in HOLDING else card.print_reason,
    )


def _since(booking: Booking, event: CardEvent | None, card: Card) -> object:
    """When the card entered the state it is put back to."""
    while event is not None:
        before = effective_event(booking, event.previous)
        if before is None or before.to_state is not event.to_state:
            return event.recorded_at
        event = before
    return card.since_at


def _filled_at(booking: Booking, event: CardEvent | None) -> object:
    """When the container was last filled, so that it keeps its place in the FIFO."""
    while event is not None:
        if event.action in (Action.RECEIVE, Action.ACTIVATE, Action.REPLACE):
            return event.recorded_at
        event = effective_event(booking, event.previous)
    return None
