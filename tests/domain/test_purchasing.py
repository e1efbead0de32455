"""What is ordered for what waits: quantities, prices, days, states, measured lead times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kanban_app.domain.purchasing import (
    ItemTerms,
    LeadDays,
    PriceBreak,
    PurchaseState,
    SupplierTerms,
    WaitingCard,
    amount,
    delivery_day,
    is_unanswered,
    measured,
    ordered_steps,
    price_at,
    proposals,
    state_of,
)
from kanban_app.domain.working_time import Span, WorkingCalendar, WorkingTime

MONDAY = date(2026, 11, 23)
TUESDAY_AND_THURSDAY = frozenset({1, 3})


DAY_MINUTES = 24 * 60


def card(
    number: int, *, supplier: int = 1, item: int = 1, steps: int = 50, due: date = MONDAY, days: int = 3
) -> WaitingCard:
    return WaitingCard(number, f"CARD{number}", 1, supplier, item, 9, steps, days * DAY_MINUTES, due)


@given(st.integers(1, 10**9), st.integers(0, 10**6), st.integers(0, 10**5))
def test_what_is_ordered_covers_the_need_and_no_smaller_quantity_would(asked: int, minimum: int, multiple: int) -> None:
    terms = ItemTerms(minimum, multiple)
    steps = ordered_steps(asked, terms)
    step = multiple or 1
    assert steps >= asked
    assert steps >= minimum
    assert steps % step == 0
    assert steps - step < max(asked, minimum)


@pytest.mark.parametrize(
    ("steps", "price"), [(1, "12.50"), (99, "12.50"), (100, "11.20"), (499, "11.20"), (500, "10"), (10**6, "10")]
)
def test_the_highest_break_reached_sets_the_price(steps: int, price: str) -> None:
    breaks = tuple(PriceBreak(n, Decimal(p)) for n, p in ((1, "12.50"), (500, "10"), (100, "11.20")))
    assert price_at(ItemTerms(breaks=breaks), steps) == Decimal(price)


def test_below_the_first_break_its_price_holds_and_without_prices_there_is_none() -> None:
    assert price_at(ItemTerms(breaks=(PriceBreak(100, Decimal(3)),)), 5) == Decimal(3)
    assert price_at(ItemTerms(), 5) is None


def test_money_is_exact() -> None:
    """2.5 kg (2,500 steps of three decimals) at 0.10 are 0.25; thirds of a cent do not get lost either."""
    assert amount(2500, 3, Decimal("0.10")) == Decimal("0.25")
    assert amount(3, 0, Decimal("0.001")) * 1000 == Decimal(3)


@given(st.integers(-30, 60), st.integers(0, 30), st.sets(st.integers(0, 6)))
def test_a_delivery_comes_on_a_day_of_delivery_no_earlier_than_possible(due: int, soonest: int, days: set[int]) -> None:
    wanted, earliest = MONDAY + timedelta(days=due), MONDAY + timedelta(days=soonest)
    found = delivery_day(wanted, earliest, frozenset(days))
    assert found >= earliest
    assert not days or found.weekday() in days
    could = [
        earliest + timedelta(days=n) for n in range(91) if not days or (earliest + timedelta(days=n)).weekday() in days
    ]
    in_time = [day for day in could if day <= wanted]
    assert found == (in_time[-1] if in_time else could[0])


def test_what_waits_is_gathered_per_supplier_and_item_on_their_terms() -> None:
    """Three cards of 50 beams are 150; in bundles of 100 that is 200, 50 more than asked. The first is due on Friday
    the 4th, delivered on Thursday the 3rd, three days before that it has to be ordered.
    """
    waiting = [card(3, due=date(2026, 12, 9)), card(1, due=date(2026, 12, 4)), card(2, due=date(2026, 12, 7))]
    terms = {(1, 1): ItemTerms(100, 100, (PriceBreak(1, Decimal(5)), PriceBreak(200, Decimal(4))))}
    found = proposals(
        [*waiting, card(4, supplier=2, item=2, due=date(2026, 11, 25))],
        terms,
        {1: SupplierTerms(delivery_weekdays=TUESDAY_AND_THURSDAY)},
        MONDAY,
    )
    assert [one.supplier_id for one in found] == [2, 1], "the one to order first comes first"
    beams = found[1].lines[0]
    assert [waits.card_id for waits in beams.cards] == [1, 2, 3]
    assert (beams.ordered_steps, beams.extra_steps, beams.price) == (200, 50, Decimal(4))
    assert (found[1].wanted_on, found[1].order_by) == (date(2026, 12, 3), date(2026, 11, 30))
    assert found[0].order_by < MONDAY + timedelta(days=1), "due sooner than the lead time: it should be ordered now"


def test_what_takes_longest_to_come_decides_the_day_to_order() -> None:
    """Needed later, and nevertheless to be ordered first: 20 days before 20 December is 30 November."""
    waiting = [card(1, due=date(2026, 12, 10)), card(2, due=date(2026, 12, 20), days=20)]
    (found,) = proposals(waiting, {}, {}, MONDAY)
    assert (found.wanted_on, found.order_by) == (date(2026, 12, 10), date(2026, 11, 30))


IN_SHIFTS = WorkingTime(WorkingCalendar(weekly=((Span(480, 960),),) * 5 + ((), ())))


def test_a_suppliers_lead_time_counts_its_working_days() -> None:
    """Seven working days before Tuesday 1 December, with Saturdays and Sundays off, is Friday 20 November."""
    days = LeadDays({1: IN_SHIFTS})
    friday, tuesday = date(2026, 11, 20), date(2026, 12, 1)
    assert days.ordered_on(1, tuesday, 7 * DAY_MINUTES) == friday
    assert days.delivered_on(1, friday, 7 * DAY_MINUTES) == tuesday
    assert days.ordered_on(2, tuesday, 7 * DAY_MINUTES) == date(2026, 11, 24), "one without a calendar counts all days"


@given(st.integers(0, 500), st.integers(0, 60 * DAY_MINUTES), st.sampled_from([1, 2]))
def test_what_is_ordered_by_the_day_comes_by_the_day(ahead: int, minutes: int, supplier: int) -> None:
    days = LeadDays({1: IN_SHIFTS})
    wanted = MONDAY + timedelta(days=ahead)
    assume(wanted.weekday() < 5)  # on a day off it delivers nothing
    assert days.delivered_on(supplier, days.ordered_on(supplier, wanted, minutes), minutes) <= wanted


@given(st.integers(0, 6), st.integers(-200, 200), st.integers(0, 60), st.sets(st.integers(0, 6)))
def test_nothing_is_to_be_ordered_before_today(weekday: int, due: int, lead: int, weekdays: set[int]) -> None:
    today = MONDAY + timedelta(days=weekday)
    terms = {1: SupplierTerms(delivery_weekdays=frozenset(weekdays))}
    waiting = [card(1, due=MONDAY + timedelta(days=due), days=lead)]
    (found,) = proposals(waiting, {}, terms, today, lead_days=LeadDays({1: IN_SHIFTS}))
    assert found.order_by >= today


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 100)), max_size=30))
def test_every_card_that_waits_is_in_exactly_one_line_of_its_supplier(parts: list[tuple[int, int, int]]) -> None:
    waiting = [card(place, supplier=s, item=i, steps=n) for place, (s, i, n) in enumerate(parts, start=1)]
    found = proposals(waiting, {}, {}, MONDAY)
    listed = [(one.supplier_id, line.item_id, c.card_id) for one in found for line in one.lines for c in line.cards]
    assert sorted(listed) == sorted((c.supplier_id, c.item_id, c.card_id) for c in waiting)
    assert all(sum(c.steps for c in line.cards) == line.ordered_steps for one in found for line in one.lines)


@pytest.mark.parametrize(
    ("stored", "received", "cards", "state"),
    [
        (PurchaseState.SENT, 0, 3, PurchaseState.SENT),
        (PurchaseState.SENT, 1, 3, PurchaseState.PARTLY_RECEIVED),
        (PurchaseState.CONFIRMED, 3, 3, PurchaseState.RECEIVED),
        (PurchaseState.CANCELLED, 3, 3, PurchaseState.CANCELLED),
        (PurchaseState.DRAFT, 0, 0, PurchaseState.DRAFT),
    ],
)
def test_the_state_follows_from_the_cards(
    stored: PurchaseState, received: int, cards: int, state: PurchaseState
) -> None:
    assert state_of(stored, received, cards) is state


def test_an_order_is_unanswered_after_the_suppliers_days_and_only_while_it_is_sent() -> None:
    sent_at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    after = sent_at + timedelta(days=2, seconds=1)
    assert is_unanswered(PurchaseState.SENT, sent_at, 2, after)
    assert not is_unanswered(PurchaseState.SENT, sent_at, 2, after - timedelta(seconds=2))
    assert not is_unanswered(PurchaseState.CONFIRMED, sent_at, 2, after)


def test_measured_lead_times_are_nearest_ranks() -> None:
    """Ten trips of 10, 20 … 100 minutes: the fifth is the median, the ninth the ninth tenth."""
    found = measured([100, 10, 30, 20, 50, 40, 70, 60, 90, 80], 45)
    assert found is not None
    assert (found.count, found.median_minutes, found.high_minutes, found.planned_minutes) == (10, 50, 90, 45)
    assert measured([], 45) is None
