"""What is on order from suppliers, what waits to be ordered, what is late, and how long it really takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, exists, select

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.events import CardEvent
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.purchasing import (
    OPEN_STATES,
    MeasuredLeadTime,
    PurchaseState,
    SupplierTerms,
    WaitingCard,
    amount,
    is_unanswered,
    measured,
    state_of,
)
from kanban_app.operations.purchase_terms import read_supplier_terms
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us, from_us_or_none
from kanban_app.store.purchase_tables import purchase_card, purchase_line, purchase_order
from kanban_app.store.reading import StoredCards, card_from_row
from kanban_app.store.tables import METADATA

_card, _loop, _signal = (METADATA.tables[name] for name in ("card", "loop", "signal"))
_order, _line, _asked = purchase_order, purchase_line, purchase_card
_MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class OrderedCard:
    """A card in a purchase order, or the one that took its place.

    `steps` is what it asks for. `received_at` is when its container came full; `rest_open` says that part of it is
    still to come; `gone` that nobody waits for it any more: its emptying was taken back, or it left its loop.
    `is_extra`: it brings what the supplier's terms add, which nobody asked for.
    """

    card_id: int
    code: str
    cycle: int
    steps: int
    state: CardState
    received_at: datetime | None
    rest_open: bool
    gone: bool
    order_reference: str
    is_extra: bool = False

    @property
    def is_received(self) -> bool:
        """Everything of it has come."""
        return self.received_at is not None and not self.rest_open

    @property
    def is_outstanding(self) -> bool:
        """It is still to come, or part of it."""
        return not self.gone and not self.is_received


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """One line; `extra_steps` is what the supplier's terms add to what the cards ask for."""

    id: int
    item_id: int
    ordered_steps: int
    price: Decimal | None
    cards: tuple[OrderedCard, ...]

    @property
    def extra_steps(self) -> int:
        """What was ordered beyond what cards asked for, for a minimum or a multiple."""
        return max(0, self.ordered_steps - sum(card.steps for card in self.cards if not card.is_extra))

    @property
    def extra_card(self) -> OrderedCard | None:
        """The card that brings the extra; None where there is no extra, or it has no card yet."""
        return next((card for card in self.cards if card.is_extra and not card.gone), None)

    def steps_with_extra(self, codes: Collection[str]) -> int | None:
        """What these cards and the extra were ordered with together; None where part of it has come, or no extra is
        still to come.
        """
        extra = self.extra_card
        if extra is None:
            return None
        meant = [card for card in self.cards if card.code in {*codes, extra.code}]
        return None if any(card.received_at for card in meant) else sum(card.steps for card in meant)


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """One purchase order as it stands now. `late_on` is the day that has passed without all of it, else None."""

    number: str
    supplier_id: int
    state: PurchaseState
    created_at: datetime
    sent_at: datetime | None
    confirmed_at: datetime | None
    cancelled_at: datetime | None
    wanted_on: date
    confirmed_on: date | None
    person: str
    note: str
    lines: tuple[PurchaseLine, ...]
    is_unanswered: bool
    late_on: date | None

    @property
    def cards(self) -> list[OrderedCard]:
        """The cards of all lines."""
        return [card for line in self.lines for card in line.cards]

    def total(self, decimals: dict[int, int]) -> Decimal:
        """What it costs, exactly; lines without a price count as nothing. `decimals` is by item id."""
        return sum((amount(line.ordered_steps, decimals[line.item_id], line.price) for line in self.lines), Decimal(0))


def read_waiting(session: Session) -> list[WaitingCard]:
    """The released cards of supplier loops that stand in no open order; cards on hold and paused loops wait.

    A card that an order gave back waits again, also while it still counts as being bought.
    """
    asked = exists().where(
        _asked.c.card_id == _card.c.id, _asked.c.cycle == _card.c.cycle, _asked.c.given_back_at.is_(None)
    )
    given_back = exists().where(
        _asked.c.card_id == _card.c.id, _asked.c.cycle == _card.c.cycle, _asked.c.given_back_at.is_not(None)
    )
    released = _card.c.state == CardState.RELEASED.value
    back = and_(_card.c.state == CardState.IN_PROCESS.value, given_back)
    statement = (
        select(_card)
        .join(_loop, _loop.c.id == _card.c.loop_id)
        .where(_loop.c.kind == LoopKind.SUPPLIER.value, _loop.c.suspended.is_(False), _card.c.on_hold.is_(False))
        .where(released | back, ~asked)
        .order_by(_card.c.id)
    )
    source = session.cards()
    cards = [card_from_row(row) for row in session.database.core.execute(statement)]
    return [_waiting(session, card) for card in cards if not _asked_before_replacing(session, source, card)]


def _waiting(session: Session, card: Card) -> WaitingCard:
    loop = session.structure.loops[card.loop_id]
    due = card.due_at or card.since_at
    return WaitingCard(
        card.id, card.code, card.cycle, loop.source_id, loop.item_id, loop.consumer_id, card.container_quantity,
        loop.lead_time_minutes, due.astimezone().date(), card.order_reference,
    )  # fmt: skip


def _asked_before_replacing(session: Session, source: StoredCards, card: Card) -> bool:
    """The card took the place of a lost one that an open order asks for: the container is on its way already."""
    while card.replaces_id is not None:
        before = source.card(card.replaces_id)
        open_one = select(_asked.c.card_id).where(
            _asked.c.card_id == before.id, _asked.c.cycle == card.cycle, _asked.c.given_back_at.is_(None)
        )
        if session.database.core.execute(open_one).first() is not None:
            return True
        card = before
    return False


def read_orders(
    session: Session, now: datetime, *, number: str = "", supplier_id: int | None = None
) -> list[PurchaseOrder]:
    """Purchase orders, the newest first: all, of one supplier, or the one with this number."""
    statement = select(_order).order_by(_order.c.id.desc())
    if number:
        statement = statement.where(_order.c.number == number)
    if supplier_id is not None:
        statement = statement.where(_order.c.supplier_id == supplier_id)
    heads = session.database.core.execute(statement).all()
    lines = _lines_of(session, [head.id for head in heads])
    terms = read_supplier_terms(session)
    return [
        _order_of(head, lines.get(head.id, ()), terms.get(head.supplier_id, SupplierTerms()), now) for head in heads
    ]


def _order_of(head: Any, lines: tuple[PurchaseLine, ...], terms: SupplierTerms, now: datetime) -> PurchaseOrder:
    stored = PurchaseState(head.state)
    wanted_for = [card for line in lines for card in line.cards if not card.gone]
    some = sum(card.received_at is not None for card in wanted_for)
    whole = sum(card.is_received for card in wanted_for)
    state = state_of(stored, whole, len(wanted_for))
    if some and state is stored and stored in OPEN_STATES and stored is not PurchaseState.DRAFT:
        state = PurchaseState.PARTLY_RECEIVED  # of one container a part has come
    sent_at = from_us_or_none(head.sent_at)
    confirmed_on = date.fromisoformat(head.confirmed_on) if head.confirmed_on else None
    wanted_on = date.fromisoformat(head.wanted_on)
    promised = confirmed_on or wanted_on
    is_late = sent_at is not None and state in OPEN_STATES and promised < now.astimezone().date()
    return PurchaseOrder(
        head.number, head.supplier_id, state, from_us(head.created_at), sent_at, from_us_or_none(head.confirmed_at),
        from_us_or_none(head.cancelled_at), wanted_on, confirmed_on, head.person, head.note, lines,
        is_unanswered(state, sent_at, terms.answer_days, now), promised if is_late else None,
    )  # fmt: skip


def _lines_of(session: Session, order_ids: Sequence[int]) -> dict[int, tuple[PurchaseLine, ...]]:
    core = session.database.core
    wanted = select(_line).where(_line.c.order_id.in_(order_ids)).order_by(_line.c.id)
    rows = core.execute(wanted).all() if order_ids else []
    cards = _cards_of(session, [row.id for row in rows])
    found: dict[int, tuple[PurchaseLine, ...]] = {}
    for row in rows:
        price = Decimal(row.price) if row.price is not None else None
        line = PurchaseLine(row.id, row.item_id, row.ordered_steps, price, tuple(cards.get(row.id, ())))
        found[row.order_id] = (*found.get(row.order_id, ()), line)
    return found


def _cards_of(session: Session, line_ids: Sequence[int]) -> dict[int, list[OrderedCard]]:
    statement = (
        select(_asked.c.line_id, _asked.c.cycle, _asked.c.steps, _asked.c.given_back_at, *_card.columns)
        .join(_card, _card.c.id == _asked.c.card_id)
        .where(_asked.c.line_id.in_(line_ids))
        .order_by(_asked.c.line_id, _asked.c.card_id)
    )
    rows = session.database.core.execute(statement).all() if line_ids else []
    source, rests = session.cards(), open_rests(session)
    found: dict[int, list[OrderedCard]] = {}
    for row in rows:
        card = newest_heir(source, card_from_row(row[4:]))
        ordered = _ordered(session, card, row.cycle, row.steps, row.given_back_at is not None, rests)
        found.setdefault(row.line_id, []).append(ordered)
    return found


def _ordered(
    session: Session, card: Card, cycle: int, steps: int, given_back: bool, rests: dict[tuple[int, int], Card]
) -> OrderedCard:
    keys = [(_signal.c.card_id == card.id) & (_signal.c.cycle == cycle)]
    signal = session.database.core.execute(select(_signal.c.closed_at).where(*keys)).first()
    received = signal is not None and signal.closed_at is not None and card.cycle > cycle
    left = card.state is CardState.RETIRED and card.cycle == cycle
    gone = (given_back and not received) or left or signal is None
    closed_at = from_us(signal.closed_at) if signal is not None and received else None
    return OrderedCard(
        card.id,
        card.code,
        cycle,
        steps or card.container_quantity,
        card.state,
        closed_at,
        (card.id, cycle) in rests,
        gone,
        card.order_reference,
        is_extra=not steps,
    )


def newest_heir(source: StoredCards, card: Card) -> Card:
    """The card itself, or the one that took its place when its paper was lost."""
    while card.replaced_by_id is not None:
        card = source.card(card.replaced_by_id)
    return card


def open_rests(session: Session) -> dict[tuple[int, int], Card]:
    """The cards that stand for the rest of a short receipt, by (card, cycle) of what they are the rest of."""
    statement = (
        select(_card)
        .join(_loop, _loop.c.id == _card.c.loop_id)
        .where(_card.c.single_use, _card.c.state == CardState.IN_TRANSIT.value, _loop.c.kind == LoopKind.SUPPLIER.value)
    )
    source = session.cards()
    found = {}
    for row in session.database.core.execute(statement):
        rest = card_from_row(row)
        origin = _origin_of_rest(source, rest)
        if origin is not None:
            found[origin.card_id, origin.cycle - 1] = rest
    return found


def _origin_of_rest(source: StoredCards, rest: Card) -> CardEvent | None:
    """The receipt that fell short, of the container that the rest was first asked for with."""
    origin = None
    seq: int | None = rest.last_event
    while seq:
        event = source.event(seq)
        is_rest = event.action is Action.ACTIVATE and event.to_state is CardState.IN_TRANSIT and event.cause
        if is_rest:
            origin = source.event(event.cause or 0)
            seq = origin.previous
        else:
            seq = event.cause if event.action is Action.REPLACE else event.previous
    return origin


def received_steps(session: Session, card_id: int, cycle: int) -> int:
    """How much has come of what a card asked for on this trip, rests of short receipts included."""
    source = session.cards()
    return _received(source, newest_heir(source, source.card(card_id)), cycle)


def _received(source: StoredCards, card: Card, cycle: int) -> int:
    receipt = _receipt_of(source, card, cycle)
    if receipt is None:
        return 0
    return receipt.quantity + sum(_received(source, rest, 1) for rest in _rests_of(source, receipt))


def _receipt_of(source: StoredCards, card: Card, cycle: int) -> CardEvent | None:
    seq = card.last_event if card.cycle > cycle else 0
    while seq:
        event = source.event(seq)
        if event.action is Action.RECEIVE and not event.is_count and event.cycle == cycle + 1:
            return event
        if event.cycle <= cycle:
            return None
        seq = event.previous
    return None


def _rests_of(source: StoredCards, receipt: CardEvent) -> Iterable[Card]:
    members = {receipt.seq}
    for event in source.events_from(receipt.seq + 1):
        if event.cause not in members:
            return
        members.add(event.seq)
        if event.action is Action.ACTIVATE and event.to_state is CardState.IN_TRANSIT:
            yield newest_heir(source, source.card(event.card_id))


def read_lead_times(session: Session) -> dict[int, MeasuredLeadTime]:
    """What replenishing really took, by supplier loop: from ordered to full, over all its cards' trips."""
    statement = (
        select(_card.c.loop_id, _signal.c.released_at, _signal.c.closed_at)
        .join(_card, _card.c.id == _signal.c.card_id)
        .join(_loop, _loop.c.id == _card.c.loop_id)
        .where(_loop.c.kind == LoopKind.SUPPLIER.value, _signal.c.released_at.is_not(None))
        .where(_signal.c.closed_at.is_not(None), _card.c.cycle > _signal.c.cycle)
    )
    minutes: dict[int, list[int]] = {}
    for row in session.database.core.execute(statement):
        minutes.setdefault(row.loop_id, []).append((row.closed_at - row.released_at) // _MINUTE_US)
    found = {}
    for loop_id, of_loop in minutes.items():
        taken = measured(of_loop, session.structure.loops[loop_id].lead_time_minutes)
        if taken is not None:
            found[loop_id] = taken
    return found
