"""The steps of a purchase order: made of what waits, sent, confirmed, cancelled. Receiving is the cards' own step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from kanban_app.domain import actions
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.events import Context
from kanban_app.domain.issuing import issue_single_use
from kanban_app.domain.leaving import retire
from kanban_app.domain.loops import Step
from kanban_app.domain.purchasing import (
    OPEN_STATES,
    Proposal,
    PurchaseProblem,
    PurchaseRefused,
    PurchaseState,
)
from kanban_app.operations.booking import clean
from kanban_app.operations.purchase_gathering import gathered, needed_days
from kanban_app.operations.purchase_views import OrderedCard, PurchaseLine, PurchaseOrder, read_orders, read_waiting
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us
from kanban_app.store.purchase_tables import purchase_card, purchase_line, purchase_order
from kanban_app.store.writing import write_booking

_order, _line, _asked = purchase_order, purchase_line, purchase_card
FIRST_NUMBER = 1001


def make_order(
    session: Session, supplier_id: int, now: datetime, *, person: str = "", codes: Collection[str] = ()
) -> str:
    """Make a draft of what waits for a supplier, or of these cards of it; answers its number.

    Raises PurchaseRefused(nothing_waits) when there is nothing, or one of the cards does not wait.
    """
    needed = needed_days(session, now, supplier_id)
    with session.database.write():
        session.head()
        return _make(session, _gathered(session, supplier_id, now, codes, needed), now, clean(person))


def _gathered(
    session: Session, supplier_id: int, now: datetime, codes: Collection[str], needed: Mapping[int, date]
) -> Proposal:
    waiting = [card for card in read_waiting(session) if card.supplier_id == supplier_id]
    if codes:
        foreign = next((code for code in codes if code not in {card.code for card in waiting}), None)
        if foreign is not None:
            raise PurchaseRefused(PurchaseProblem.NOT_ON_ORDER, foreign)
        waiting = [card for card in waiting if card.code in codes]
    found = gathered(session, waiting, needed, now)
    if not found:
        raise PurchaseRefused(PurchaseProblem.NOTHING_WAITS, session.structure.stations[supplier_id].name)
    return found[0]


def _make(session: Session, proposal: Proposal, now: datetime, person: str) -> str:
    core = session.database.core
    highest = core.execute(select(func.max(_order.c.id))).scalar() or 0
    number = f"P{FIRST_NUMBER + highest}"
    order_id = core.execute(
        insert(_order)
        .values(
            number=number,
            supplier_id=proposal.supplier_id,
            state=PurchaseState.DRAFT.value,
            created_at=to_us(now),
            wanted_on=proposal.wanted_on.isoformat(),
            person=person,
            note="",
        )
        .returning(_order.c.id)
    ).scalar_one()
    _insert_lines(session, order_id, proposal)
    return number


def _insert_lines(session: Session, order_id: int, proposal: Proposal) -> None:
    core = session.database.core
    for line in proposal.lines:
        price = str(line.price) if line.price is not None else None
        row = {"order_id": order_id, "item_id": line.item_id, "ordered_steps": line.ordered_steps, "price": price}
        line_id = core.execute(insert(_line).values(**row).returning(_line.c.id)).scalar_one()
        core.execute(
            insert(_asked),
            [
                {"line_id": line_id, "card_id": card.card_id, "cycle": card.cycle, "steps": card.steps}
                for card in line.cards
            ],
        )


def send_order(session: Session, number: str, now: datetime, *, person: str = "", terminal: str = "") -> None:
    """A draft is sent: its cards are being bought from now on. Raises PurchaseRefused.

    What has come or left since it was made is not asked for again, and what the supplier's terms add gets its cards, as
    `fit_draft` does it.
    """
    needed = _needed_days(session, number, now)
    with session.database.write():
        session.head()
        order = _fitted(session, number, now, needed)
        if order.state is PurchaseState.CANCELLED:
            raise PurchaseRefused(PurchaseProblem.ALREADY_CLOSED, number)
        if order.state is not PurchaseState.DRAFT:
            raise PurchaseRefused(PurchaseProblem.ALREADY_SENT, number)
        _start_cards(session, order, Context(now, order.supplier_id, clean(person), clean(terminal), reason=number))
        _set(session, number, state=PurchaseState.SENT.value, sent_at=to_us(now))


def fit_draft(session: Session, number: str, now: datetime) -> None:
    """Take out of a draft what no longer waits: cards that have come, left, were paused or put on hold since.

    The lines shrink by the supplier's terms. What these add to a line gets a single-use card, so that the order's paper
    has a code for it. Another order stays as it is. Raises PurchaseRefused: no_order, nothing_waits when nothing of a
    draft does; it can be cancelled then.
    """
    needed = _needed_days(session, number, now)
    with session.database.write():
        session.head()
        _fitted(session, number, now, needed)


def _needed_days(session: Session, number: str, now: datetime) -> dict[int, date]:
    """What lines need of the supplier of an order; of nobody where there is no such order."""
    asked = select(_order.c.supplier_id).where(_order.c.number == number)
    supplier_id = session.database.core.execute(asked).scalar()
    return needed_days(session, now, supplier_id) if supplier_id is not None else {}


def _fitted(session: Session, number: str, now: datetime, needed: Mapping[int, date]) -> PurchaseOrder:
    order = _found(session, number, now)
    if order.state is not PurchaseState.DRAFT:
        return order
    if _has_stale_cards(session, order):
        codes = {card.code for card in order.cards if not card.gone}
        if not _rewrite(session, order, codes, now, needed):
            raise PurchaseRefused(PurchaseProblem.NOTHING_WAITS, session.structure.stations[order.supplier_id].name)
        order = _found(session, number, now)
    _issue_extras(session, order, now)
    return _found(session, number, now)


def _issue_extras(session: Session, order: PurchaseOrder, now: datetime) -> None:
    """What the terms add to a line comes in a container of its own, which is nobody's: a single-use card asks for it.

    It stands with the loop whose card nobody's order waits for, where there is one: there the pieces are used.
    """
    lines = [line for line in order.lines if line.extra_steps and line.extra_card is None]
    if not lines:
        return
    booking, last_hash = _booking(session, Context(now, order.supplier_id, order.person, reason=order.number))
    rows = []
    for line in lines:
        host = booking.loop_of(booking.card(_host_of(line).card_id))
        card = issue_single_use(booking, host, line.extra_steps, "")
        rows.append({"line_id": line.id, "card_id": card.id, "cycle": card.cycle, "steps": 0})
    write_booking(session.database, booking, last_hash)
    session.database.core.execute(insert(_asked), rows)


def _host_of(line: PurchaseLine) -> OrderedCard:
    return min((card for card in line.cards if not card.gone), key=lambda card: (bool(card.order_reference), card.code))


def _retire_extras(session: Session, order: PurchaseOrder, context: Context) -> None:
    """Nobody needs what only the terms of an order added, once the order is changed or cancelled."""
    booking, last_hash = _booking(session, context)
    for card in order.cards:
        if card.is_extra and card.is_outstanding and card.received_at is None:
            retire(booking, booking.card(card.card_id))
    write_booking(session.database, booking, last_hash)


def _has_stale_cards(session: Session, order: PurchaseOrder) -> bool:
    """A card of a draft that would not be gathered now."""
    cards, loops = session.cards(), session.structure.loops
    for ordered in order.cards:
        card = cards.card(ordered.card_id)
        waits = card.state in (CardState.RELEASED, CardState.IN_PROCESS) and card.cycle == ordered.cycle
        if ordered.gone or not waits or card.on_hold or loops[card.loop_id].suspended:
            return True
    return False


def _rewrite(
    session: Session, order: PurchaseOrder, codes: Collection[str], now: datetime, needed: Mapping[int, date]
) -> bool:
    """Gather a draft anew from those of these cards that wait; False, and an empty draft, where none does."""
    _retire_extras(session, order, Context(now, order.supplier_id, order.person, reason=order.number))
    _empty(session, order.number)
    waiting = {card.code for card in read_waiting(session) if card.supplier_id == order.supplier_id}
    left = waiting.intersection(codes)
    if not left:
        return False
    proposal = _gathered(session, order.supplier_id, now, left, needed)
    order_id = session.database.core.execute(select(_order.c.id).where(_order.c.number == order.number)).scalar_one()
    _insert_lines(session, order_id, proposal)
    _set(session, order.number, wanted_on=proposal.wanted_on.isoformat())
    return True


def _start_cards(session: Session, order: PurchaseOrder, context: Context) -> None:
    """The cards that their loops let be bought; those that skip the state stay ordered until they come."""
    booking, last_hash = _booking(session, context)
    for ordered in order.cards:
        card = booking.card(ordered.card_id)
        loop = booking.loop_of(card)
        may_start = loop.in_process is not Step.SKIPPED and not card.on_hold and not loop.suspended
        if card.state is CardState.RELEASED and may_start:
            actions.do(booking, Action.START, card.id)
    write_booking(session.database, booking, last_hash)


def confirm_order(session: Session, number: str, now: datetime, confirmed_on: date | None = None) -> None:
    """The supplier has answered; None: for the day that was wanted. Again changes the day. Raises PurchaseRefused."""
    with session.database.write():
        order = _found(session, number, now)
        if order.state is PurchaseState.DRAFT:
            raise PurchaseRefused(PurchaseProblem.NOT_SENT, number)
        if order.state not in OPEN_STATES:
            raise PurchaseRefused(PurchaseProblem.ALREADY_CLOSED, number)
        day = confirmed_on or order.wanted_on
        _set(
            session, number, state=PurchaseState.CONFIRMED.value, confirmed_at=to_us(now), confirmed_on=day.isoformat()
        )


def cancel_order(
    session: Session, number: str, now: datetime, *, reason: str = "", person: str = "", terminal: str = ""
) -> list[str]:
    """An order is cancelled; what has not come waits to be ordered again. Answers the codes of those cards.

    Raises PurchaseRefused: no_order, already_closed, already_received when all of it has come.
    """
    with session.database.write():
        session.head()
        order = _found(session, number, now)
        if order.state is PurchaseState.RECEIVED:
            raise PurchaseRefused(PurchaseProblem.ALREADY_RECEIVED, number)
        if order.state is PurchaseState.CANCELLED:
            raise PurchaseRefused(PurchaseProblem.ALREADY_CLOSED, number)
        context = Context(now, None, clean(person), terminal, reason=clean(reason) or number)
        back = [card for card in order.cards if card.is_outstanding and card.received_at is None]
        _give_back(session, number, [card.card_id for card in back], now)
        _retire_extras(session, order, context)
        back = [card for card in back if not card.is_extra]
        _stop_buying(session, [card.card_id for card in back], context)
        _set(session, number, state=PurchaseState.CANCELLED.value, cancelled_at=to_us(now), note=clean(reason))
        return [card.code for card in back]


def drop_cards(session: Session, number: str, codes: Collection[str], now: datetime) -> None:
    """Take cards out of a draft; they wait again, and the lines shrink by the supplier's terms. Raises PurchaseRefused:
    already_sent, not_on_order with the code that is not in it.
    """
    needed = _needed_days(session, number, now)
    with session.database.write():
        session.head()
        order = _found(session, number, now)
        if order.state is not PurchaseState.DRAFT:
            raise PurchaseRefused(PurchaseProblem.ALREADY_SENT, number)
        kept = {card.code: card for card in order.cards if not card.gone}
        foreign = next((code for code in codes if code not in kept), None)
        if foreign is not None:
            raise PurchaseRefused(PurchaseProblem.NOT_ON_ORDER, foreign)
        rest = [code for code in kept if code not in codes]
        if not _rewrite(session, order, rest, now, needed):
            _set(session, number, state=PurchaseState.CANCELLED.value, cancelled_at=to_us(now))


def _empty(session: Session, number: str) -> None:
    """Nobody has seen a draft: what it asked for is not kept."""
    core = session.database.core
    lines = select(_line.c.id).join(_order, _order.c.id == _line.c.order_id).where(_order.c.number == number)
    known = core.execute(lines).scalars().all()
    core.execute(delete(_asked).where(_asked.c.line_id.in_(known)))
    core.execute(delete(_line).where(_line.c.id.in_(known)))


def _give_back(session: Session, number: str, card_ids: Collection[int], now: datetime) -> None:
    lines = select(_line.c.id).join(_order, _order.c.id == _line.c.order_id).where(_order.c.number == number)
    session.database.core.execute(
        update(_asked)
        .where(_asked.c.line_id.in_(lines), _asked.c.card_id.in_(card_ids), _asked.c.given_back_at.is_(None))
        .values(given_back_at=to_us(now))
    )


def _stop_buying(session: Session, card_ids: Collection[int], context: Context) -> None:
    """Cards that only count as being bought because of the order are ordered again. What has been marked since stays as
    it is and is gathered all the same.
    """
    booking, last_hash = _booking(session, context)
    for card_id in card_ids:
        card = booking.card(card_id)
        if card.state is CardState.IN_PROCESS and booking.source.event(card.last_event).action is Action.START:
            actions.do(booking, Action.REVERT, card_id)
    write_booking(session.database, booking, last_hash)


def _booking(session: Session, context: Context) -> tuple[Booking, bytes]:
    head = session.head()
    booking = Booking(session.structure, session.cards(), session.plant.rules, context, head.last_seq + 1)
    return booking, head.last_hash


def _found(session: Session, number: str, now: datetime) -> PurchaseOrder:
    found = read_orders(session, now, number=number)
    if not found:
        raise PurchaseRefused(PurchaseProblem.NO_ORDER, number)
    return found[0]


def _set(session: Session, number: str, **values: Any) -> None:
    session.database.core.execute(update(_order).where(_order.c.number == number).values(**values))
