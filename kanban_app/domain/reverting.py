"""Taking back the last step of a card together with everything it caused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import HOLDING, Action, Card, CardState
from kanban_app.domain.events import ON_HOLD_BIT, SHORT_BIT, URGENT_BIT, CardEvent
from kanban_app.domain.refusals import NextKind, NextStep, ReasonNeeded, RefusalCode, refuse
from kanban_app.domain.trips import ORDERING, backwards, effective, handed_on_by, trip

REASON_ISSUE_REVERTED = "issue reverted"


def revert(booking: Booking, card: Card) -> None:
    """Take the card one step back, and the whole cascade of that step with it, by counter-entries.

    There is one counter-entry per card of the cascade; the reverted card's is the root. Raises Refusal: nothing_to_do
    where there is no step or another card's action caused it, not_permitted, changed_meanwhile once anything that the
    cascade touched has moved on or a retired card's number is taken; ReasonNeeded after the undo time.
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
        _check_number_is_free(booking, booking.card(card_id), firsts, root)
    cause: int | None = None
    for card_id in sorted(firsts, key=lambda touched: (touched != card.id, -firsts[touched].seq)):
        after = _counter_book(booking, booking.card(card_id), firsts[card_id], cause)
        cause = cause or after.last_event
    _go_on(booking, booking.card(card.id), root, {booking.card(touched).loop_id for touched in firsts}, cause)


def effective_event(booking: Booking, seq: int) -> CardEvent | None:
    """The card's newest entry that still counts: what reverts took back is stepped over. None before the first."""
    return effective(seq, booking.source.event)


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


def _check_number_is_free(booking: Booking, card: Card, touched: Iterable[int], root: CardEvent) -> None:
    """Refuse when a card that was taken out would come back beside another one with its number."""
    if card.state is not CardState.RETIRED or card.single_use:
        return
    siblings = (other for other in booking.cards_of([booking.loop_of(card)]) if not other.single_use)
    heir = next((other for other in siblings if other.number == card.number and other.id not in touched), None)
    if heir is not None:
        step = NextStep(NextKind.SHOW_NOW, card_id=heir.id)
        raise refuse(RefusalCode.CHANGED_MEANWHILE, card.id, Action.REVERT, step, root_event=root.seq)


def _go_on(booking: Booking, card: Card, root: CardEvent, loop_ids: set[int], cause: int | None) -> None:
    """What stands empty again may fill a lot with what was emptied since; a hold taken back is a card resumed."""
    if root.action is Action.HOLD and card.state is CardState.EMPTY:
        booking.pass_empty(card)
        return
    for loop in (booking.structure.loops[loop_id] for loop_id in sorted(loop_ids)):
        if loop.is_lot and not loop.suspended:
            booking.gather(loop, cause)


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
        on_hold=bool(marks & ON_HOLD_BIT),
        urgent=bool(marks & URGENT_BIT),
        short_at_source=bool(marks & SHORT_BIT),
        replaced_by_id=None,
        print_reason=None if first.from_state in HOLDING else card.print_reason,
        **_trip(booking, card, before, first.from_state),
    )


def _trip(booking: Booking, card: Card, before: CardEvent | None, state: CardState) -> dict[str, Any]:
    """What the ledger tells about the trip that a card is put back to. What is not found stays as the card has it."""
    found: dict[str, Any] = {"due_at": None} if state is CardState.EMPTY else {}
    return found | trip(
        backwards(before, booking.source.event),
        state,
        single_use=card.single_use,
        due_at=lambda release: _due_at(booking, card, release),
        begins=lambda event: state in HOLDING and event.action in (*ORDERING, Action.ACTIVATE),
    )


def _due_at(booking: Booking, card: Card, release: CardEvent) -> datetime:
    """When an order is due: as the card has it where it was ordered last by this release.

    Else by the lead time of now, because the ledger does not keep what it was.
    """
    newest = next(event for event in _chain(booking, card.last_event) if event.action is Action.RELEASE)
    if card.due_at is not None and newest.seq == release.seq:
        return card.due_at
    return release.recorded_at + timedelta(minutes=booking.loop_of(card).lead_time_minutes)


def _chain(booking: Booking, seq: int) -> Iterator[CardEvent]:
    """As `backwards`, with the entries that do not count any more and those that took them back."""
    while seq:
        event = booking.source.event(seq)
        yield event
        seq = handed_on_by(event, booking.source.event).previous
