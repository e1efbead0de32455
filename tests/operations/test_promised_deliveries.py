"""Promises keep to the day that a supplier said, for as long as it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.promising import Hold, Promise
from kanban_app.domain.shift_plans import ShiftPlan
from kanban_app.domain.working_time import Span
from kanban_app.operations.auditing import audit
from kanban_app.operations.calendars import keep_plan
from kanban_app.operations.changing import change_loop
from kanban_app.operations.promise_words import holding_text, why_text
from kanban_app.operations.promising import available_at, promise_for
from kanban_app.operations.purchase_views import read_orders
from kanban_app.operations.purchasing import cancel_order, confirm_order, make_order, send_order
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import BENCH, PEGS, STORE, SUPPLIER, cards_of, do, plant_it

PEG, RACK = 1, 2
TODAY = date(2026, 3, 2)  # a Monday, 06:00 UTC
DAY = timedelta(days=1)
WEEK = (((Span(360, 840),),) * 5) + ((), ())  # 06:00-14:00, Monday to Friday


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    """All pegs were used and are ordered, due tomorrow at 06:00 by days of UTC; the store has 8 racks."""
    session = databases.session()
    plant_it(session, clock())
    keep_plan(session, ShiftPlan(None, "UTC"))
    do(session, clock(), Action.CONSUME, *cards_of(session.database, PEGS))
    return session


def ordered(session: Session, clock: Clock, codes: tuple[str, ...] = ()) -> str:
    number = make_order(session, SUPPLIER, clock(), codes=codes)
    send_order(session, number, clock())
    return number


def racks(session: Session, clock: Clock, count: int = 10, wanted_on: date | None = None) -> Promise:
    """Two more than the store has: these must be made of eight pegs that are to come."""
    return promise_for(session, RACK, count, STORE, wanted_on, clock())


def told(found: Promise) -> list[tuple[str, date | None]]:
    return [(step.kind.value, step.delivery.day if step.delivery else None) for step in found.critical_path]


def rest_of(session: Session) -> Card:
    (rest,) = [card for card in cards_of(session.database, PEGS) if card.single_use]
    return rest


def test_a_confirmed_day_moves_the_promise_by_as_much_and_cancelling_falls_back(session: Session, clock: Clock) -> None:
    before = racks(session, clock)
    assert told(before) == [("buy", None), ("make", None)]
    number = ordered(session, clock)
    assert racks(session, clock).ready_at == before.ready_at, "sent, and nobody has answered yet"
    for days in (5, 3, 9, 0):
        confirm_order(session, number, clock(), TODAY + DAY + days * DAY)
        found = racks(session, clock)
        assert found.ready_at - before.ready_at == days * DAY
        assert told(found) == [("buy", TODAY + DAY + days * DAY), ("make", None)]
        assert found.critical_path[0].delivery is not None
        assert found.critical_path[0].delivery.number == number
    confirm_order(session, number, clock(), TODAY)
    assert before.ready_at - racks(session, clock).ready_at == DAY, "today, earlier than its lead time"
    confirm_order(session, number, clock(), TODAY + 9 * DAY)
    cancel_order(session, number, clock())
    assert (racks(session, clock).ready_at, told(racks(session, clock))) == (before.ready_at, told(before))
    assert audit(session).ok


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(0, 40), later=st.integers(0, 40), count=st.integers(9, 16))
def test_a_later_day_is_never_an_earlier_promise(
    session: Session, clock: Clock, first: int, later: int, count: int
) -> None:
    number = next((order.number for order in read_orders(session, clock())), "") or ordered(session, clock)
    confirm_order(session, number, clock(), TODAY + first * DAY)
    early = racks(session, clock, count)
    confirm_order(session, number, clock(), TODAY + (first + later) * DAY)
    assert racks(session, clock, count).ready_at - early.ready_at == later * DAY


def test_in_shifts_work_begins_with_the_first_shift_after_the_day(session: Session, clock: Clock) -> None:
    keep_plan(session, ShiftPlan(None, "UTC", shifts=WEEK))
    number = ordered(session, clock)
    starts = []
    for day in (date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9), date(2026, 3, 10)):
        confirm_order(session, number, clock(), day)
        starts.append(racks(session, clock).critical_path[-1].start)
    monday = datetime(2026, 3, 9, 6, tzinfo=UTC)
    assert starts == [datetime(2026, 3, 6, 6, tzinfo=UTC), monday, monday, monday + DAY]


def test_the_words_name_the_purchase_order_and_its_day(session: Session, clock: Clock) -> None:
    number = ordered(session, clock)
    confirm_order(session, number, clock(), TODAY + 7 * DAY)
    found = racks(session, clock, wanted_on=TODAY + DAY)
    step = found.critical_path[0]
    assert why_text(step, session.structure).endswith(f"purchase order {number} is confirmed for 9 Mar 2026")
    assert found.holding_up is not None
    assert found.holding_up.reason is Hold.ON_ITS_WAY
    said = holding_text(found.holding_up, session.structure, clock())
    assert said.endswith(f"peg for bench, comes on 9 Mar 2026, as supplier confirmed in purchase order {number}.")


def test_a_card_past_its_lead_time_is_late_only_when_the_confirmed_day_is_over(session: Session, clock: Clock) -> None:
    number = ordered(session, clock)
    clock.tick(days=3)
    late = racks(session, clock).holding_up
    assert late is not None
    assert late.reason is Hold.LATE
    confirm_order(session, number, clock(), TODAY + 3 * DAY)
    clock.tick(hours=17)  # 23:00 of that day
    assert racks(session, clock).holding_up is None
    clock.tick(hours=1)
    late = racks(session, clock).holding_up
    assert late is not None
    said = holding_text(late, session.structure, clock())
    assert said.endswith(f"was confirmed for 5 Mar 2026 in purchase order {number}. Ask at supplier.")


def test_what_came_is_there_and_the_rest_comes_on_the_confirmed_day(session: Session, clock: Clock) -> None:
    change_loop(session, PEGS, {"rest_on_order": True}, clock())
    number = ordered(session, clock)
    confirm_order(session, number, clock(), TODAY + 7 * DAY)
    first = cards_of(session.database, PEGS)[0]
    do(session, clock(), Action.RECEIVE, first, quantity=6, reason="short")
    # Eight pegs are needed, six are there: the rest of two comes first of all that is confirmed for that day.
    rest = rest_of(session)
    found = racks(session, clock, count=16)
    bought = {step.card.id: step.delivery for step in found.steps if step.card and step.kind.value == "buy"}
    assert rest.id in bought
    assert {said.day for said in bought.values() if said} == {TODAY + 7 * DAY}
    assert None not in bought.values()
    confirm_order(session, number, clock(), TODAY + 9 * DAY)
    assert racks(session, clock, count=16).ready_at - found.ready_at == 2 * DAY
    assert audit(session).ok


def test_a_lost_cards_replacement_keeps_the_confirmed_day(session: Session, clock: Clock) -> None:
    number = ordered(session, clock)
    confirm_order(session, number, clock(), TODAY + 7 * DAY)
    before = racks(session, clock)
    do(session, clock(), Action.REPLACE, *cards_of(session.database, PEGS), reason="lost")
    after = racks(session, clock)
    assert after.ready_at == before.ready_at
    assert after.critical_path[0].card != before.critical_path[0].card


def test_a_card_that_came_and_is_ordered_again_is_not_in_the_old_order(session: Session, clock: Clock) -> None:
    number = ordered(session, clock)
    confirm_order(session, number, clock(), TODAY + 7 * DAY)
    do(session, clock(), Action.RECEIVE, *cards_of(session.database, PEGS))
    do(session, clock(), Action.CONSUME, *cards_of(session.database, PEGS))
    assert told(racks(session, clock)) == [("buy", None), ("make", None)]


def test_what_comes_first_is_used_first_though_another_is_further_along(session: Session, clock: Clock) -> None:
    sent = cards_of(session.database, PEGS)[:1]
    number = ordered(session, clock, tuple(card.code for card in sent))
    confirm_order(session, number, clock(), TODAY + 30 * DAY)
    found = racks(session, clock)
    assert told(found) == [("buy", None), ("make", None)]
    assert found.critical_path[0].finish == clock() + DAY
    assert told(racks(session, clock, 16))[0] == ("buy", TODAY + 30 * DAY), "all four are needed"


def test_what_is_free_to_promise_comes_on_the_confirmed_day(session: Session, clock: Clock) -> None:
    number = ordered(session, clock)
    confirm_order(session, number, clock(), TODAY + 7 * DAY)
    free = [(one.day, one.quantity) for one in available_at(session, PEG, BENCH, clock())]
    assert free == [(TODAY, 0), (TODAY + 7 * DAY, 32)]
