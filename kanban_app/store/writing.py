"""A booking into the database: after-images, signals and ledger entries, inside the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import CALLING, ON_ORDER, Card, CardState
from kanban_app.domain.events import CardEvent
from kanban_app.domain.ledger import entry_hash
from kanban_app.store.database import Database
from kanban_app.store.instants import to_us, to_us_or_none
from kanban_app.store.planting import tell_of_rest

# How long a scan id is remembered. A terminal that was offline over a holiday still gets its first answer.
REQUESTS_KEPT = timedelta(days=30)
_PRUNE_EVERY = 256
_RETIRED = CardState.RETIRED


class ChangedMeanwhile(Exception):
    """Another terminal changed a card between this booking's reading and its writing."""

    def __init__(self, card_id: int) -> None:
        super().__init__(card_id)
        self.card_id = card_id


def write_booking(database: Database, booking: Booking, last_hash: bytes) -> bytes:
    """Write everything a booking changed. Returns the hash of its last entry.

    Updates are conditional on the state that the booking started from. Raises ChangedMeanwhile when another terminal
    was faster; the caller's transaction must be left by it, so that nothing is kept.
    """
    changed = [(before, booking.cards[card_id]) for card_id, before in booking.before.items() if before is not None]
    # Who leaves makes room first: a loop has each of its numbers once.
    for was, after in sorted(changed, key=lambda pair: pair[1].state is not CardState.RETIRED):
        _update_card(database, was, after)
    issued = [booking.cards[card_id] for card_id, before in booking.before.items() if before is None]
    if issued:
        database.execute_many(database.statements.insert_card, [card_row(card) for card in issued])
        _count_issued(database, (card.loop_id for card in issued))
    last_hash = _insert_events(database, booking.events, last_hash)
    for card_id, before in booking.before.items():
        _write_signal(database, before, booking.cards[card_id], booking.context.now)
    if issued or any((was.state is _RETIRED) is not (after.state is _RETIRED) for was, after in changed):
        tell_of_rest(database, booking.structure.at_rest)
    return last_hash


def card_row(card: Card) -> tuple[object, ...]:
    """The row of a card in the order of the table's columns."""
    changing = _changing(card)
    return (
        *(card.id, card.code, card.loop_id, card.number),
        *changing[:11],
        card.single_use,
        *changing[11:16],
        card.replaces_id,
        *changing[16:],
    )


def _changing(card: Card) -> tuple[object, ...]:
    """What may change of a card, in the order of the statement `update_card`."""
    return (
        card.state.value,
        card.quantity,
        card.container_quantity,
        card.cycle,
        to_us(card.since_at),
        to_us_or_none(card.full_at),
        to_us_or_none(card.signal_at),
        to_us_or_none(card.due_at),
        card.on_hold,
        card.urgent,
        card.short_at_source,
        card.order_reference,
        card.revision,
        card.printed_revision,
        card.print_count,
        card.print_reason.value if card.print_reason else None,
        card.replaced_by_id,
        card.last_event,
    )


def _count_issued(database: Database, loop_ids: Iterable[int]) -> None:
    for loop_id, count in Counter(loop_ids).items():
        database.execute(database.statements.count_issued, (count, loop_id))


def _update_card(database: Database, before: Card, after: Card) -> None:
    cursor = database.execute(
        database.statements.update_card,
        (*_changing(after), before.id, before.state.value, before.last_event),
    )
    if cursor.rowcount != 1:
        raise ChangedMeanwhile(before.id)


def _insert_events(database: Database, events: list[CardEvent], last_hash: bytes) -> bytes:
    rows = []
    for event in events:
        entry = entry_of(event)
        last_hash = entry_hash(entry, last_hash)
        rows.append((*stored(entry), last_hash))
    database.execute_many(database.statements.insert_event, rows)
    return last_hash


def entry_of(event: CardEvent) -> tuple[object, ...]:
    """The ledger row of an event without its hash, zeros where there is nothing: what is hashed."""
    return (
        event.seq,
        to_us(event.recorded_at),
        event.action.value,
        event.card_id,
        event.item_id,
        event.cycle,
        event.from_state.value,
        event.to_state.value,
        event.quantity,
        event.quantity_after,
        event.marks_after,
        event.cause or 0,
        event.previous,
        event.reverts or 0,
        event.station_id or 0,
        event.person,
        event.terminal,
        event.reason,
        event.scan_id,
    )


def stored(entry: tuple[object, ...]) -> tuple[object, ...]:
    """The same row as it is stored: references to nothing are NULL, so that foreign keys hold."""
    return (*entry[:11], entry[11] or None, entry[12] or None, entry[13] or None, entry[14] or None, *entry[15:])


def _write_signal(database: Database, before: Card | None, after: Card, now: datetime) -> None:
    """Keep the one open signal of a card in step with its state."""
    was_calling = before is not None and before.state in CALLING
    is_calling = after.state in CALLING
    statements = database.statements
    if is_calling and not was_calling:
        _open_signal(database, before, after, now)
    elif was_calling and not is_calling and before is not None:
        if after.state is CardState.NEW or (after.cycle == before.cycle and after.state is not CardState.RETIRED):
            database.execute(statements.drop_signal, (after.id,))  # the emptying was taken back
        else:
            database.execute(statements.close_signal, (to_us(now), after.id))
    elif is_calling and before is not None and before.due_at != after.due_at:
        released_at = to_us(now) if after.state in ON_ORDER else None
        database.execute(statements.release_signal, (released_at, to_us_or_none(after.due_at), after.id))


def _open_signal(database: Database, before: Card | None, after: Card, now: datetime) -> None:
    released = after.state in ON_ORDER
    if before is not None and before.cycle != after.cycle and before.cycle > 0:
        database.execute(database.statements.reopen_signal, (after.id, after.cycle))  # the receipt was taken back
        return
    if before is not None and before.state is CardState.RETIRED:
        database.execute(database.statements.reopen_signal, (after.id, after.cycle))
        return
    opened_at = to_us(after.signal_at or now)
    database.execute(
        database.statements.open_signal,
        (after.id, after.cycle, opened_at, to_us(now) if released else None, to_us_or_none(after.due_at)),
    )


def remember_request(
    database: Database,
    scan_id: str,
    now: datetime,
    events: list[CardEvent],
    action: str,
    card_id: int | None,
    code: str,
) -> None:
    """Keep what a scan id did, so that the same id is booked once and answers with the first result."""
    first, last = (events[0].seq, events[-1].seq) if events else (0, 0)
    database.execute(database.statements.insert_request, (scan_id, to_us(now), first, last, action, card_id, code))
    if last and last % _PRUNE_EVERY == 0:
        database.execute(database.statements.prune_requests, (to_us(now - REQUESTS_KEPT),))
