"""Other choices for a line that is entered already: its item changes, and with it the cards that work for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kanban_app.domain.orders import LineStatus, OrderRefused
from kanban_app.operations.booking import clean
from kanban_app.operations.order_options import base_of, configure, keep_options
from kanban_app.operations.orders_booking import NOBODY, LineChange, Who, at_the_desk
from kanban_app.operations.orders_changing import StartedWork, settling_for
from kanban_app.operations.orders_reading import chosen_lines
from kanban_app.operations.session import Session

_NOTHING_SAID = StartedWork()


def change_options(
    session: Session,
    order_number: str,
    line_number: int,
    texts: Sequence[str],
    now: datetime,
    started: StartedWork = _NOTHING_SAID,
    who: Who = NOBODY,
    price: str | None = None,
) -> LineChange:
    """Let these be all the choices of a line. Where it has cards, those not started leave and new ones are issued.

    `price` None: what the choices cost; otherwise this price, as it stood before a change that is taken back.

    Raises OrderRefused: finished, from_stock, work_left once pieces have left, work_started (WorkStarted), what
    `order_options.configure` and `orders_changing.confirm` raise; ReasonNeeded for scrap.
    """
    reason = clean(started.reason) or f"order {order_number}"
    with at_the_desk(session, now, who, reason) as desk:
        [line] = chosen_lines(session, order_number, (line_number,))
        if line.status not in (LineStatus.OPEN, LineStatus.CONFIRMED):
            raise OrderRefused("finished", number=order_number, line=line_number)
        if line.shipped:
            raise OrderRefused("work_left", number=order_number, line=line_number)
        found = configure(session, base_of(session, line.item_id), texts, now)
        if price is not None:
            found, line = replace(found, price=""), replace(line, price=price)
        desk.booking.structure = session.structure  # a choice may have made an item
        if line.status is LineStatus.CONFIRMED and not line.has_own_cards:
            raise OrderRefused("from_stock", number=order_number, line=line_number)
        if line.status is LineStatus.OPEN or found.item_id == line.item_id:
            return LineChange(keep_options(session, line, found))
        desk.allow()
        before = desk.need(line, 0, settling_for(session, started, line))
        change = desk.need(keep_options(session, line, found), line.remaining, settling_for(session, started, line))
        return replace(change, released=before.released, settled=before.settled, choice=before.choice)
