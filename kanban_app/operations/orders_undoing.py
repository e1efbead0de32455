"""Taking back what was just done to orders: entered lines, a confirmation, a cancellation, a shipment.

Each is one transaction. Cards are only ever moved by bookings, so the ledger tells of the taking back too.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from kanban_app.store.reading import StoredCards

_NO_CHOICE = Settling()


def forget_drafts(session: Session, lines: Sequence[OrderLine]) -> None:
    """Take out lines that were entered and nobody has confirmed. All or none. Raises OrderRefused not_a_draft."""
    with session.database.write():
        for line in lines:
            [now] = chosen_lines(session, line.order_number, (line.number,))
            if now.status is not LineStatus.OPEN:
                raise OrderRefused("not_a_draft", number=line.order_number, line=line.number)
            session.database.core.execute(delete(order_line).where(order_line.c.id == now.id))


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
        for line in found:
            values = {"status": line.status.value, "quantity": line.quantity, "finished_at": None}
            desk.change_line(line, **values)
            if line.has_own_cards and line.status is LineStatus.CONFIRMED:
                desk.need(line, line.remaining, _NO_CHOICE)
        return found


def _has_ended(line: OrderLine) -> bool:
    return line.status in (LineStatus.CANCELLED, LineStatus.CLOSED)


# -- shipments ---------------------------------------------------------------------------------------------------------


def take_back_shipment(session: Session, order_number: str, now: datetime, who: Who = NOBODY) -> list[OrderLine]:
    """The newest shipment of an order has not left: its pieces stand at the shipping place again.

    Its number is given to the next one. Raises OrderRefused: nothing_to_take_back, shipment_moved_on once a card of it
    has taken another step.
    """
    with at_the_desk(session, now, who, f"shipment of order {order_number} taken back") as desk:
        core = session.database.core
        newest = select(shipment.c.id).where(shipment.c.order_number == order_number)
        shipment_id = core.execute(newest.order_by(shipment.c.number.desc()).limit(1)).scalar()
        if shipment_id is None:
            raise OrderRefused("nothing_to_take_back", number=order_number)
        of_it = shipment_line.c.shipment_id == shipment_id
        rows = core.execute(select(shipment_line).where(of_it).order_by(shipment_line.c.first_seq.desc())).all()
        lines = {line.id: line for line in lines_of(session, order_number)}
        desk.booking.source = _Seeing(desk)
        found = []
        for row in rows:
            _revert(desk, row.first_seq, row.last_seq, order_number)
            line = lines[row.line_id]
            again = replace(line, shipped=line.shipped - row.pieces, status=LineStatus.CONFIRMED)
            desk.change_line(again, shipped=again.shipped, status=again.status.value, finished_at=None)
            found.append(again)
        core.execute(delete(shipment_line).where(of_it))
        core.execute(delete(shipment).where(shipment.c.id == shipment_id))
        return found


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
