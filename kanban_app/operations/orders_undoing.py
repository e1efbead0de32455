"""Taking back what was just done to orders: entered lines, a confirmation, a change, a cancellation, shipments.

Each is one transaction. Cards are only ever moved by bookings, so the ledger tells of the taking back too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select

from kanban_app.domain.cards import Action
from kanban_app.domain.events import CardEvent
from kanban_app.domain.orders import LineStatus, OrderLine, OrderRefused
from kanban_app.domain.refusals import Refusal
from kanban_app.domain.reverting import effective_event, revert, root_of
from kanban_app.operations.orders_booking import NOBODY, OrderDesk, Settling, Who, at_the_desk
from kanban_app.operations.orders_reading import chosen_lines, lines_of
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import order_line, shipment, shipment_line
from kanban_app.store.planting import tell_of_rest
from kanban_app.store.reading import StoredCards

_NO_CHOICE = Settling()


def forget_drafts(session: Session, lines: Sequence[OrderLine]) -> None:
    """Take out lines that were entered and nobody has confirmed. All or none. Raises OrderRefused not_a_draft."""
    with session.database.write():
        session.head()
        for line in lines:
            [now] = chosen_lines(session, line.order_number, (line.number,))
            if now.status is not LineStatus.OPEN:
                raise OrderRefused("not_a_draft", number=line.order_number, line=line.number)
            session.database.core.execute(delete(order_line).where(order_line.c.id == now.id))
        tell_of_rest(session.database, session.structure.at_rest)


def take_back_confirmation(
    session: Session, order_number: str, line_numbers: Sequence[int], now: datetime, who: Who = NOBODY
) -> list[OrderLine]:
    """Confirmed lines are drafts again and their cards leave. All or none.

    Raises OrderRefused: WorkStarted once a card is started, nothing_to_take_back where nothing is confirmed.
    """
    with at_the_desk(session, now, who, f"order {order_number} not confirmed after all") as desk:
        desk.allow()
        found = []
        for line in chosen_lines(session, order_number, line_numbers):
            if line.status is not LineStatus.CONFIRMED or line.shipped:
                continue
            if line.has_own_cards:
                desk.need(line, 0, _NO_CHOICE)
            draft = replace(line, status=LineStatus.OPEN, policy=None)
            desk.change_line(draft, status=draft.status.value, policy="", confirmed_at=None)
            found.append(draft)
        if not found:
            raise OrderRefused("nothing_to_take_back", number=order_number)
        return found


def take_back_cancellation(
    session: Session, before: Sequence[OrderLine], now: datetime, who: Who = NOBODY
) -> list[OrderLine]:
    """Lines are as they were before they were cancelled; those made to order get their cards again. All or none.

    `before` are the lines as they were. Raises OrderRefused nothing_to_take_back and what confirming raises.
    """
    number = before[0].order_number if before else ""
    with at_the_desk(session, now, who, f"order {number} not cancelled after all") as desk:
        desk.allow()
        ended = {line.number: line for line in lines_of(session, number) if _has_ended(line)}
        found = [line for line in before if line.number in ended and not _has_ended(line)]
        if not found:
            raise OrderRefused("nothing_to_take_back", number=number)
        return [_as_it_was(desk, line, ended[line.number]) for line in found]


def _as_it_was(desk: OrderDesk, before: OrderLine, now: OrderLine) -> OrderLine:
    """A line as it was before, with the cards for what has not left meanwhile."""
    again = replace(before, shipped=now.shipped)
    desk.change_line(again, status=again.status.value, quantity=again.quantity, finished_at=None)
    if again.has_own_cards and again.status is LineStatus.CONFIRMED:
        desk.need(again, again.remaining, _NO_CHOICE)
    return again


def take_back_change(session: Session, before: OrderLine, now: datetime, who: Who = NOBODY) -> OrderLine:
    """A line has the quantity, day, price and note again that it had before it was changed, also where that ended it.

    `before` is the line as it was. Raises OrderRefused: WorkStarted where less is wanted again than was started,
    nothing_to_take_back once it is cancelled or as much has left as was wanted before, and what confirming raises.
    """
    number = before.order_number
    with at_the_desk(session, now, who, f"order {number} not changed after all") as desk:
        [line] = chosen_lines(session, number, (before.number,))
        if line.status is LineStatus.CANCELLED or line.shipped >= before.quantity:
            raise OrderRefused("nothing_to_take_back", number=number)
        if line.has_own_cards and line.quantity != before.quantity:
            desk.allow()
            again = _as_it_was(desk, before, line)
        else:
            again = replace(before, shipped=line.shipped)
            desk.change_line(again, status=again.status.value, quantity=again.quantity, finished_at=None)
        desk.change_line(again, due_on=again.wanted_on.isoformat(), price=again.price, note=again.note)
        return again


def _has_ended(line: OrderLine) -> bool:
    return line.status in (LineStatus.CANCELLED, LineStatus.CLOSED)


# -- shipments ---------------------------------------------------------------------------------------------------------


def take_back_shipment(
    session: Session, order_number: str, now: datetime, who: Who = NOBODY, shipment_number: int = 0
) -> list[OrderLine]:
    """The newest shipment of an order has not left: its pieces stand at the shipping place again.

    Its number is given to the next one. Raises OrderRefused: nothing_to_take_back, also where the newest is another
    one than `shipment_number` (0: whichever it is), shipment_moved_on once a card of it has taken another step.
    """
    return take_back_shipments(session, {order_number: shipment_number}, now, who)


def take_back_shipments(
    session: Session, numbers: Mapping[str, int], now: datetime, who: Who = NOBODY
) -> list[OrderLine]:
    """Take back the newest shipment of each of these orders, by order number. All or none, as `take_back_shipment`."""
    with at_the_desk(session, now, who, "") as desk:
        core = session.database.core
        desk.booking.source = _Seeing(desk)
        ids = {_newest(session, order, number): order for order, number in numbers.items()}
        of_them = shipment_line.c.shipment_id.in_(ids)
        rows = core.execute(select(shipment_line).where(of_them).order_by(shipment_line.c.first_seq.desc())).all()
        lines = {line.id: line for order in numbers for line in lines_of(session, order)}
        found = []
        for row in rows:
            order = ids[row.shipment_id]
            reason = f"shipment of order {order} taken back"
            desk.booking.context = replace(desk.booking.context, reason=reason)
            _revert(desk, row.first_seq, row.last_seq, order)
            line = lines[row.line_id]
            again = replace(line, shipped=line.shipped - row.pieces, status=LineStatus.CONFIRMED)
            desk.change_line(again, shipped=again.shipped, status=again.status.value, finished_at=None)
            found.append(again)
        core.execute(delete(shipment_line).where(of_them))
        core.execute(delete(shipment).where(shipment.c.id.in_(ids)))
        return found


def _newest(session: Session, order_number: str, shipment_number: int) -> int:
    newest = select(shipment.c.id, shipment.c.number).where(shipment.c.order_number == order_number)
    row = session.database.core.execute(newest.order_by(shipment.c.number.desc()).limit(1)).first()
    if row is None or shipment_number not in (0, row.number):
        raise OrderRefused("nothing_to_take_back", number=order_number)
    return int(row.id)


def _revert(desk: OrderDesk, first_seq: int, last_seq: int, order_number: str) -> None:
    """Take back the draws that stand between these entries, the newest first."""
    source = desk.source
    events = [source.event(seq) for seq in range(first_seq, last_seq + 1)]
    roots = [event for event in events if event.cause is None and event.action is Action.DRAW]
    for event in reversed(roots):
        card = desk.booking.card(event.card_id)
        newest = effective_event(desk.booking, card.last_event)
        if newest is None or root_of(desk.booking, newest).seq != event.seq:
            raise OrderRefused("shipment_moved_on", number=order_number)
        try:
            revert(desk.booking, card)
        except Refusal:
            raise OrderRefused("shipment_moved_on", number=order_number) from None


class _Seeing(StoredCards):
    """The card source of a command that takes back several steps: it sees the entries made so far, too."""

    def __init__(self, desk: OrderDesk) -> None:
        super().__init__(desk.session.database, desk.session.plant.code_offset)
        self._desk = desk

    def event(self, seq: int) -> CardEvent:
        """The entry with this number, also one that is not written yet."""
        made = self._desk.booking.events
        return made[seq - made[0].seq] if made and seq >= made[0].seq else super().event(seq)
