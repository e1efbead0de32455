"""Buying: what a supplier is asked for, on which terms, by when, and how far an order has come.

Quantities are steps of the item, money exact decimals in the plant's currency, days local dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from functools import partial
from itertools import chain

from kanban_app.domain.quantities import decimal_from_steps
from kanban_app.domain.working_time import NoWorkingTime, WorkingTime

DAYS_AHEAD = 366
LOW_RANK, HIGH_RANK = 50, 90


class PurchaseState(StrEnum):
    """How far a purchase order has come. From `partly_received` on it follows from its cards."""

    DRAFT = "draft"
    SENT = "sent"
    CONFIRMED = "confirmed"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


STORED_STATES = (PurchaseState.DRAFT, PurchaseState.SENT, PurchaseState.CONFIRMED, PurchaseState.CANCELLED)
OPEN_STATES = frozenset(
    {PurchaseState.DRAFT, PurchaseState.SENT, PurchaseState.CONFIRMED, PurchaseState.PARTLY_RECEIVED}
)


class PurchaseProblem(StrEnum):
    """Why a step of purchasing is refused."""

    NOTHING_WAITS = "nothing_waits"
    NO_ORDER = "no_order"
    NO_SUPPLIER = "no_supplier"
    NOT_BOUGHT_HERE = "not_bought_here"
    ALREADY_SENT = "already_sent"
    NOT_SENT = "not_sent"
    ALREADY_CLOSED = "already_closed"
    ALREADY_RECEIVED = "already_received"
    NO_CARD_LEFT = "no_card_left"
    NOT_ON_ORDER = "not_on_order"
    BAD_TERMS = "bad_terms"


class TermsPart(StrEnum):
    """Which part of a supplier's terms a text was given for."""

    QUANTITIES = "quantities"
    DAYS = "days"
    EMAIL = "email"
    ANSWER = "answer"
    NAME = "name"


class PurchaseRefused(Exception):
    """A step that is refused; nothing was changed. `about` is the order's number, the supplier or the text meant.

    `part` tells of bad_terms what the text was given for.
    """

    def __init__(self, problem: PurchaseProblem, about: str = "", part: TermsPart = TermsPart.QUANTITIES) -> None:
        super().__init__(f"{problem}: {about}")
        self.problem = problem
        self.about = about
        self.part = part


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """From this many steps on one whole unit costs this much."""

    from_steps: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """What a supplier asks for one item: least steps and a multiple of steps for a line (0: none), and its prices."""

    minimum_steps: int = 0
    multiple_steps: int = 0
    breaks: tuple[PriceBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplierTerms:
    """How a supplier is reached and when it delivers.

    `delivery_weekdays` counts from 0, Monday; empty means any day. After `answer_days` without a confirmation an order
    is listed as unanswered.
    """

    email: str = ""
    address: str = ""
    delivery_weekdays: frozenset[int] = frozenset()
    answer_days: int = 2


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A released card that is to be bought and stands in no open order.

    `due_on` is when it should be full: for an order's own card the day on which its pieces are needed.
    """

    card_id: int
    code: str
    cycle: int
    supplier_id: int
    item_id: int
    consumer_id: int
    steps: int
    lead_time_minutes: int
    due_on: date
    order_reference: str = ""


@dataclass(frozen=True, slots=True)
class LineProposal:
    """What to order of one item: the cards, and what the supplier's terms add on top of them.

    `ordered_steps` = the cards' steps + `extra_steps`. Nobody needs the extra; when the order goes out it gets
    a single-use card of its own, so that it is received like the rest. `price` is for one whole unit, None where none
    is known.
    """

    item_id: int
    cards: tuple[WaitingCard, ...]
    ordered_steps: int
    extra_steps: int
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits to be ordered from one supplier. `wanted_on` is the day of delivery that serves the earliest card,
    `order_by` the last day on which to order for the card that must be ordered first; it is never before today.
    """

    supplier_id: int
    lines: tuple[LineProposal, ...]
    wanted_on: date
    order_by: date


def ordered_steps(asked: int, terms: ItemTerms) -> int:
    """The least quantity that covers what is asked for, is no less than the minimum, and a whole multiple.

    All in steps, `asked` 1 or more. A minimum that is no multiple is rounded up to one.
    """
    wanted = max(asked, terms.minimum_steps)
    multiple = max(1, terms.multiple_steps)
    return -(-wanted // multiple) * multiple


def price_at(terms: ItemTerms, steps: int) -> Decimal | None:
    """The price of one whole unit when so many steps are ordered: that of the highest break reached.

    Below the lowest break the lowest holds; None without prices.
    """
    reached = [one for one in terms.breaks if one.from_steps <= steps]
    if reached:
        return max(reached, key=lambda one: one.from_steps).price
    return min(terms.breaks, key=lambda one: one.from_steps).price if terms.breaks else None


def amount(steps: int, decimals: int, price: Decimal | None) -> Decimal:
    """What so many steps cost, exactly; zero without a price."""
    return decimal_from_steps(steps, decimals) * price if price is not None else Decimal(0)


def _never(*_asked: object) -> bool:
    return False


def delivery_day(
    wanted_on: date, earliest: date, weekdays: frozenset[int], is_free: Callable[[date], bool] = _never
) -> date:
    """The last day of delivery that is no later than wanted; if that can't be met, the first from `earliest` on.

    `is_free` tells the days on which nobody delivers or receives. Where that leaves no day in a year, `earliest`.
    """

    def delivers(day: date) -> bool:
        return (not weekdays or day.weekday() in weekdays) and not is_free(day)

    back = min((wanted_on - earliest).days, DAYS_AHEAD)
    days = [wanted_on - timedelta(days=place) for place in range(back + 1)]
    later = (earliest + timedelta(days=place) for place in range(DAYS_AHEAD))
    return next((day for day in chain(days, later) if delivers(day)), earliest)


@dataclass(frozen=True, slots=True)
class LeadDays:
    """Counts suppliers' lead times in days: working days of a supplier that has a calendar, as promises count them, and
    days of the calendar for one that has none. `times` is by supplier id, `zone` the plant's, whose days are meant.
    """

    times: Mapping[int, WorkingTime] = field(default_factory=dict)
    zone: tzinfo = UTC

    def delivered_on(self, supplier_id: int, ordered_on: date, minutes: int) -> date:
        """The day on which comes what is ordered on this day and takes so many minutes."""
        working = self.times.get(supplier_id)
        if working is not None:
            try:
                end = self._midnight(ordered_on + timedelta(days=1))
                come = working.add_working_minutes(end, working.in_days(minutes)) - timedelta(microseconds=1)
                return come.astimezone(self.zone).date()
            except NoWorkingTime:  # it never works: the list shows the plain days, the promise says why there is none
                pass
        return ordered_on + timedelta(days=_whole_days(minutes))

    def ordered_on(self, supplier_id: int, delivered_on: date, minutes: int) -> date:
        """The last day on which to order what takes so many minutes, for it to come on this day."""
        working = self.times.get(supplier_id)
        if working is not None:
            try:
                start = self._midnight(delivered_on)
                last = working.subtract_working_minutes(start, working.in_days(minutes))
                return last.astimezone(self.zone).date()
            except NoWorkingTime:
                pass
        return delivered_on - timedelta(days=_whole_days(minutes))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


def _whole_days(minutes: int) -> int:
    return -(-minutes // (24 * 60))


def proposals(
    waiting: Iterable[WaitingCard],
    item_terms: dict[tuple[int, int], ItemTerms],
    supplier_terms: dict[int, SupplierTerms],
    today: date,
    is_free: Callable[[int, date], bool] = _never,
    lead_days: LeadDays = LeadDays(),
) -> list[Proposal]:
    """What waits, gathered per supplier and item; suppliers in the order of the day on which to order.

    `item_terms` is by (supplier id, item id). The cards of a line stand in order of their due day. `is_free` tells of a
    supplier's id and a day whether nothing is delivered then, `lead_days` counts the lead times of suppliers.
    """
    by_supplier: dict[int, dict[int, list[WaitingCard]]] = {}
    for card in waiting:
        by_supplier.setdefault(card.supplier_id, {}).setdefault(card.item_id, []).append(card)
    found = []
    for supplier_id, by_item in by_supplier.items():
        lines = tuple(
            line_of(item_id, cards, item_terms.get((supplier_id, item_id), ItemTerms()))
            for item_id, cards in sorted(by_item.items())
        )
        terms = supplier_terms.get(supplier_id, SupplierTerms())
        needs = {(card.due_on, card.lead_time_minutes) for line in lines for card in line.cards}
        deliver = partial(delivery_day, weekdays=terms.delivery_weekdays, is_free=partial(is_free, supplier_id))
        days = [_days(lead_days, supplier_id, need, today, deliver) for need in needs]
        wanted_on, order_by = (min(of_all) for of_all in zip(*days, strict=True))
        found.append(Proposal(supplier_id, lines, wanted_on, order_by))
    return sorted(found, key=lambda one: (one.order_by, one.supplier_id))


def line_of(item_id: int, cards: Sequence[WaitingCard], terms: ItemTerms) -> LineProposal:
    """The line that orders these cards (one or more) on these terms."""
    asked = sum(card.steps for card in cards)
    steps = ordered_steps(asked, terms)
    ordered = tuple(sorted(cards, key=lambda card: (card.due_on, card.card_id)))
    return LineProposal(item_id, ordered, steps, steps - asked, price_at(terms, steps))


def _days(
    lead_days: LeadDays, supplier_id: int, need: tuple[date, int], today: date, deliver: Callable[[date, date], date]
) -> tuple[date, date]:
    """(day of delivery, last day to order) for what is needed on a day and takes so many minutes to come."""
    due_on, minutes = need
    wanted = deliver(due_on, lead_days.delivered_on(supplier_id, today, minutes))
    return wanted, max(today, lead_days.ordered_on(supplier_id, wanted, minutes))


def state_of(stored: PurchaseState, received_count: int, card_count: int) -> PurchaseState:
    """How far an order has come, from what was booked of it and from its cards.

    `card_count` is how many cards it asks for now, `received_count` how many of them have been full since.
    """
    if stored in (PurchaseState.CANCELLED, PurchaseState.DRAFT) or not card_count or not received_count:
        return stored
    return PurchaseState.RECEIVED if received_count >= card_count else PurchaseState.PARTLY_RECEIVED


def is_unanswered(stored: PurchaseState, sent_at: datetime | None, answer_days: int, now: datetime) -> bool:
    """Sent, not confirmed, and longer ago than the supplier usually needs to answer."""
    waiting = stored is PurchaseState.SENT and sent_at is not None
    return waiting and sent_at is not None and now - sent_at > timedelta(days=answer_days)


@dataclass(frozen=True, slots=True)
class MeasuredLeadTime:
    """What replenishing took, in minutes from ordered to full, over `count` trips: half were no longer than the median,
    nine of ten no longer than `high`. `planned_minutes` is what the loop says.
    """

    count: int
    median_minutes: int
    high_minutes: int
    planned_minutes: int


def measured(minutes: Sequence[int], planned_minutes: int) -> MeasuredLeadTime | None:
    """The median and the 90th percentile by nearest rank (Hyndman and Fan 1996, definition 1); None without trips."""
    if not minutes:
        return None
    ordered = sorted(minutes)

    def at(percent: int) -> int:
        return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]

    return MeasuredLeadTime(len(ordered), at(LOW_RANK), at(HIGH_RANK), planned_minutes)
