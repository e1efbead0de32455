"""Booking a count: what a container really holds, against what the books say."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.counting import found_more
from kanban_app.domain.events import Context
from kanban_app.domain.refusals import Refusal
from kanban_app.operations.booking import clean
from kanban_app.operations.persons import may_supervise
from kanban_app.operations.session import Session
from kanban_app.store.writing import write_booking

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop


def book_more(
    session: Session, card: Card, more: int, reason: str, person: str, terminal: str, now: datetime
) -> Outcome:
    """Add so many steps that were found in the container of this card, as it was when it was counted.

    Answers refused when the card moved on since, or may not be corrected by this person. Raises ReasonNeeded.
    """
    who = clean(person)
    with session.database.write():
        head = session.head()
        context = Context(
            now, None, who, clean(terminal), "", clean(reason), supervisor=may_supervise(session.database, who)
        )
        booking = Booking(session.structure, session.cards(), session.plant.rules, context, head.last_seq + 1)
        try:
            found_more(booking, card.id, more, card.last_event)
        except Refusal as refusal:
            refused = refusal.refused
            now_it_is = session.cards().card(card.id)
            return Outcome(Answer.REFUSED, card.code, Action.RECEIVE, now_it_is, refused.code, refused, refused.next)
        write_booking(session.database, booking, head.last_hash)
    return Outcome(
        Answer.DONE,
        card.code,
        Action.RECEIVE,
        booking.card(card.id),
        events=tuple(booking.events),
        cards=tuple(booking.cards.values()),
        previous=(card,),
    )


def book_count(shop: Shop, card: Card, left: int, reason: str, person: str = "") -> Outcome | None:
    """Put the books right: `left` steps are in the container of this card, as it was when it was counted. Blocks.

    Fewer than the books have are drawn, which may empty it; more are added. None when they agree. Raises ReasonNeeded.
    """
    less = card.quantity - left
    if less < 0:
        return shop.write(book_more, card, -less, reason, person, shop.terminal, shop.clock()).result()
    if less == 0:
        return None
    drawn = shop.do(
        Action.DRAW,
        [card.code],
        quantity=less,
        reason=reason,
        person=person,
        scan_id=uuid.uuid4().hex,
        seen_event=card.last_event,
    )
    return drawn.result()[0]
