"""Promise dates of real order lines: from stock and to order, with working time, as the work goes on."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from kanban_app.domain.cards import Action
from kanban_app.domain.draft import LoopDraft, Reason
from kanban_app.domain.orders import OrderLine, OrderRefused, Policy
from kanban_app.domain.promise_floor import Work
from kanban_app.domain.promise_network import PartKind
from kanban_app.domain.promising import Hold, Promise, PromiseRefused
from kanban_app.domain.shift_plans import PlanDay, ShiftPlan
from kanban_app.domain.working_time import Span
from kanban_app.operations.auditing import audit
from kanban_app.operations.calendars import keep_plan
from kanban_app.operations.changing import change_loop
from kanban_app.operations.orders_changing import cancel, confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, set_policy
from kanban_app.operations.orders_reading import read_orders
from kanban_app.operations.promise_words import date_text, holding_text, label_text, refused_text, step_text, why_text
from kanban_app.operations.promising import (
    PromiseBook,
    Round,
    available_at,
    promise_for,
    promise_of,
    promises_of,
    read_work,
    round_at,
)
from kanban_app.operations.session import Session
from kanban_app.operations.structuring import save_station
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import BENCH, PEGS, RACKS, SHOP, SOLD, STORE, cards_of, do, draft, plant_it

PEG, RACK = 1, 2
TODAY = date(2026, 3, 2)  # a Monday, 06:00 UTC
WEEK = (((Span(360, 840),),) * 5) + ((), ())  # 06:00-14:00, Monday to Friday


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    """Four racks in the shop, 8 in the store, 32 pegs; every lead time is a day. Days are those of UTC."""
    session = databases.session()
    plant_it(session, clock())
    keep_plan(session, ShiftPlan(None, "UTC"))
    return session


def entered(session: Session, now: datetime, quantity: int, wanted_on: date, number: str = "") -> OrderLine:
    [line] = add_lines(session, [NewLine("Ada", RACK, quantity, wanted_on, number, SHOP)], now)
    return line


def confirmed(session: Session, now: datetime, quantity: int, wanted_on: date) -> OrderLine:
    line = entered(session, now, quantity, wanted_on)
    confirm(session, line.order_number, now)
    return line


def told(found: Promise) -> list[tuple[str, int]]:
    return [(step.kind.value, step.quantity) for step in found.critical_path]


def test_a_line_from_stock_goes_by_stock_then_by_what_must_be_made(session: Session, clock: Clock) -> None:
    line = confirmed(session, clock(), 4, TODAY)
    assert promise_of(session, line.id, clock()).promised_on == TODAY
    # 14 more than the first four: 10 to fetch beyond the stock of the store, 6 of them made.
    found = promise_of(session, confirmed(session, clock(), 14, TODAY + timedelta(days=1)).id, clock())
    assert told(found) == [("make", 6), ("fetch", 14)]
    # Three containers of a loop of four: a day and twice a quarter of one; then two cards of two fetch 14 in four
    # rounds of a day: Saturday 18:00.
    assert (found.ready_at - clock(), found.promised_on) == (timedelta(days=5.5), TODAY + timedelta(days=5))
    assert found.late_by_days == 4
    assert why_text(found.critical_path[1], session.structure) == "in 4 rounds of 4, not ordered yet"
    assert found.holding_up is not None
    assert found.holding_up.reason is Hold.NOT_ORDERED
    said = holding_text(found.holding_up, session.structure, clock())
    assert said == "6 pcs rack for store come as their loop orders. Issue extra cards to be faster."
    # Ten from stock, 8 to fetch beyond the 4 before: two rounds, and nobody is told to confirm what is confirmed.
    more = replace(found.holding_up, step=found.critical_path[1])
    said = holding_text(more, session.structure, clock())
    assert said.startswith("14 pcs rack for shop come in 4 rounds of 4, as the loop has cards.")
    drafted = promise_of(session, entered(session, clock(), 14, TODAY).id, clock()).holding_up
    assert drafted is not None
    assert "Confirm the line" in holding_text(drafted, session.structure, clock())


def test_the_earlier_wanted_line_goes_first_and_one_not_confirmed_last(session: Session, clock: Clock) -> None:
    late = confirmed(session, clock(), 4, TODAY + timedelta(days=9))
    draft_line = entered(session, clock(), 4, TODAY)
    assert promise_of(session, late.id, clock()).steps == ()
    assert told(promise_of(session, draft_line.id, clock())) == [("fetch", 4)]
    early = confirmed(session, clock(), 3, TODAY)
    assert promise_of(session, early.id, clock()).steps == ()
    assert told(promise_of(session, late.id, clock())) == [("fetch", 3)]
    found = promises_of(session, [late.id, early.id, draft_line.id, 999], clock())
    assert found[late.id] == promise_of(session, late.id, clock())
    assert set(found) == {late.id, early.id, draft_line.id}
    assert told(promise_for(session, RACK, 2, SHOP, None, clock())) == [("fetch", 5)], "after all that are confirmed"


def test_a_line_made_to_order_is_pegged_through_and_its_date_follows_its_cards(session: Session, clock: Clock) -> None:
    set_policy(session, RACK, Policy.MTO, "too dear to hold")
    line = entered(session, clock(), 2, TODAY + timedelta(days=1))
    drafted = promise_of(session, line.id, clock())
    assert told(drafted) == [("fetch", 2)], "the store holds racks: only the last hop is for the order"
    confirm(session, line.order_number, clock())
    own = [card for card in read_cards(session.database) if card.order_reference == line.reference]
    found = promise_of(session, line.id, clock())
    assert {step.card.id for step in found.steps if step.card} == {card.id for card in own}
    assert found.promised_on == TODAY + timedelta(days=1) == drafted.promised_on
    clock.tick(hours=20)
    late = promise_of(session, line.id, clock())
    assert late.late_by_days == 1, "nobody sent them on Monday"
    assert late.holding_up is not None
    assert late.holding_up.card in own
    do(session, clock(), Action.DISPATCH, *own, station_id=STORE)
    assert promise_of(session, line.id, clock()).late_by_days == 0, "due a day after they were ordered"
    do(session, clock(), Action.RECEIVE, *[c for c in read_cards(session.database) if c.id in {o.id for o in own}])
    assert promise_of(session, line.id, clock()).steps == ()
    assert audit(session).ok


def test_what_waits_in_the_queue_and_on_hold_is_told_with_its_card(session: Session, clock: Clock) -> None:
    racks = cards_of(session.database, RACKS)
    do(session, clock(), Action.CONSUME, *racks[:2], station_id=STORE)
    line = confirmed(session, clock(), 10, TODAY)
    found = promise_of(session, line.id, clock())
    assert told(found) == [("make", 2), ("fetch", 6)]
    assert found.holding_up is not None
    assert found.holding_up.card is not None
    assert found.holding_up.card.id == racks[0].id
    structure = session.structure
    assert holding_text(found.holding_up, structure, clock()) == "rack for store waits at bench. Mark it urgent there."
    assert [step_text(step, structure) for step in found.critical_path] == ["bench: 2 pcs rack", "6 pcs rack to shop"]
    assert [label_text(step, structure) for step in found.critical_path] == ["bench, 2 rack", "to shop, 6 rack"]
    assert "is not started" in why_text(found.critical_path[0], structure)
    assert date_text(found) == "5 Mar 2026, 3 days late", "six in two rounds of four"


def test_shifts_and_days_off_count(session: Session, clock: Clock) -> None:
    keep_plan(session, ShiftPlan(None, "UTC", shifts=WEEK))
    clock.tick(days=4)  # Friday 06:00
    found = promise_for(session, RACK, 6, SHOP, None, clock())
    assert found.promised_on == date(2026, 3, 6), "a working day of transport is over as Friday's shift ends"
    clock.tick(hours=1)
    assert promise_for(session, RACK, 6, SHOP, None, clock()).promised_on == date(2026, 3, 9)
    wednesday = date(2026, 3, 18)
    planned = promise_for(session, RACK, 6, SHOP, wednesday, clock())
    assert planned.promised_on == wednesday
    assert planned.critical_path[0].start == datetime(2026, 3, 18, 6, 0, tzinfo=UTC), "as late as it may be"


def test_what_is_free_to_promise_is_stock_and_signals_less_what_is_confirmed(session: Session, clock: Clock) -> None:
    sold = cards_of(session.database, SOLD)
    do(session, clock(), Action.CONSUME, *sold[:2], station_id=SHOP)
    today, tomorrow = TODAY, TODAY + timedelta(days=1)

    def free() -> list[tuple[date, int]]:
        return [(one.day, one.quantity) for one in available_at(session, RACK, SHOP, clock())]

    assert free() == [(today, 2), (tomorrow, 2)]
    line = confirmed(session, clock(), 3, tomorrow)
    assert free() == [(today, 1), (tomorrow, 0)]
    cancel(session, line.order_number, clock())
    assert free() == [(today, 2), (tomorrow, 2)]


def test_the_work_that_the_lists_told_is_used_until_somebody_changes_the_lead_time(
    databases: Databases, clock: Clock
) -> None:
    session = databases.session()
    plan = draft()
    values = {"lead_time_minutes": "1440", "fixed_minutes": "30", "minutes_per_unit": "20"}
    loops = [
        replace(loop, reasons=(Reason("lead_time_minutes", "made", values),)) if loop.source == "bench" else loop
        for loop in plan.loops
    ]
    plant_it(session, clock(), replace(plan, loops=tuple(loops)))
    assert read_work(session) == {RACKS: Work(Fraction(30), Fraction(20))}
    found = promise_for(session, RACK, 10, STORE, None, clock())
    assert [step.finish - step.start for step in found.steps] == [timedelta(minutes=30 + 2 * 20)]
    change_loop(session, RACKS, {"lead_time_minutes": 600}, clock())
    assert read_work(session) == {}


def test_where_no_date_can_be_given_it_says_why(session: Session, clock: Clock) -> None:
    huge = 10**9
    far = date(9999, 12, 31)
    asked = {
        "no_route": lambda: promise_for(session, PEG, 1, SHOP, None, clock()),
        "takes_too_long": lambda: promise_for(session, RACK, huge, SHOP, TODAY, clock()),
        "wanted_too_far": lambda: promise_for(session, RACK, 1, SHOP, far, clock()),
        "unknown_line": lambda: promise_of(session, 4711, clock()),
    }
    line = confirmed(session, clock(), 1, TODAY)
    cancel(session, line.order_number, clock())
    asked["not_awaited"] = lambda: promise_of(session, line.id, clock())
    for code, ask in asked.items():
        with pytest.raises(PromiseRefused) as refused:
            ask()
        assert refused.value.code == code
        assert "Nothing was changed." in refused_text(refused.value)


def test_a_line_that_has_no_date_takes_none_from_the_others(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch, log_lines_allowed: None
) -> None:
    early, line = (confirmed(session, clock(), 2, TODAY + timedelta(days=days)) for days in (0, 2))
    huge = confirmed(session, clock(), 900_000_000, TODAY + timedelta(days=1))
    found = promises_of(session, [early.id, line.id, huge.id], clock())
    assert isinstance(found[early.id], Promise)
    codes = {one: answer.code for one, answer in found.items() if isinstance(answer, PromiseRefused)}
    assert codes == {huge.id: "takes_too_long", line.id: "takes_too_long"}, "what is wanted later waits behind it"
    cancel(session, huge.order_number, clock())

    def fails(_book: PromiseBook, asked: OrderLine) -> Promise:
        raise OverflowError(asked.reference)

    monkeypatch.setattr(PromiseBook, "of_line", fails)
    found = promises_of(session, [early.id], clock())
    refused = found[early.id]
    assert isinstance(refused, PromiseRefused)
    assert early.reference in refused_text(refused)


def test_a_place_that_nothing_ships_from_has_no_date_and_takes_no_line(session: Session, clock: Clock) -> None:
    # The bench works with pegs that come to it, and no rack comes there: served from the store, racks are near.
    save_station(session, replace(session.structure.stations[BENCH], served_from_id=STORE), clock())
    with pytest.raises(PromiseRefused) as refused:
        promise_for(session, RACK, 1, BENCH, None, clock())
    assert refused.value.code == "no_route"
    with pytest.raises(OrderRefused) as not_entered:
        add_lines(session, [NewLine("Ada", RACK, 1, TODAY, "4711", BENCH)], clock())
    assert not_entered.value.code == "no_route"
    assert read_orders(session) == []
    set_policy(session, RACK, Policy.MTS, "drawn from the store")
    assert promise_for(session, RACK, 1, BENCH, None, clock()).steps == ()


def test_beyond_stock_a_loop_brings_its_cards_each_lead_time(session: Session, clock: Clock) -> None:
    assert round_at(session, RACK, SHOP, clock()) == Round(4, 1440)
    set_policy(session, RACK, Policy.MTO, "too dear to hold")
    assert round_at(session, RACK, SHOP, clock()) is None, "it gets as many cards as it takes"


def test_lines_made_to_order_share_what_is_there_with_those_confirmed_before(session: Session, clock: Clock) -> None:
    """The store has 8 racks for all of them; its loop makes the rest."""
    set_policy(session, RACK, Policy.MTO, "each for somebody")
    days = []
    for _number in range(4):
        line = confirmed(session, clock(), 6, TODAY + timedelta(days=1))
        found = promise_of(session, line.id, clock())
        days.append(found.earliest_on)
        clock.tick(minutes=1)
    assert days == sorted(days)
    assert days[0] < days[1] < days[3], "the first has the stock, the last waits longest"


def test_two_threads_get_the_same_dates_from_one_book(session: Session, clock: Clock) -> None:
    """What is looked at is kept; the window asks for typed lines while it reckons those of the list."""
    keep_plan(session, ShiftPlan(None, "Europe/Stockholm", shifts=WEEK))
    confirmed(session, clock(), 30, TODAY + timedelta(days=90))
    entered(session, clock(), 200, TODAY)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        found = {dates_of(PromiseBook(session, clock())) for _number in range(40)}
    finally:
        sys.setswitchinterval(interval)
    assert len(found) == 1


def dates_of(book: PromiseBook) -> tuple[object, ...]:
    """What three threads are told at once."""
    ask = lambda quantity: book.of_item(RACK, quantity, SHOP, TODAY).earliest_on
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(ask, quantity) for quantity in (4, 90, 400, 60, 300)]
        return tuple(one.result() for one in asked)


def test_an_item_that_ships_from_two_places_asks_which(databases: Databases, clock: Clock) -> None:
    session = databases.session()
    plan = draft()
    outlet = replace(plan.stations[3], name="outlet")
    plan = replace(
        plan, stations=(*plan.stations, outlet), loops=(*plan.loops, LoopDraft("rack", "store", "outlet", 1, 2))
    )
    plant_it(session, clock(), plan)
    with pytest.raises(PromiseRefused) as refused:
        promise_for(session, RACK, 1, None, None, clock())
    assert "shop, outlet" in refused_text(refused.value)
    assert promise_for(session, PEG, 1, None, None, clock()).steps == ()


def test_a_plant_that_never_works_gives_no_date(session: Session, clock: Clock) -> None:
    years = [PlanDay(date(year, 1, 1), date(year, 12, 31), None) for year in range(2025, 2050)]
    keep_plan(session, ShiftPlan(None, "UTC", shifts=WEEK, days=tuple(years)))
    with pytest.raises(PromiseRefused) as refused:
        promise_for(session, RACK, 6, SHOP, None, clock())
    assert refused.value.code == "no_working_time"


def test_asking_changes_nothing(session: Session, clock: Clock) -> None:
    line = confirmed(session, clock(), 30, TODAY)
    before = (session.head(), read_cards(session.database))
    found = promise_of(session, line.id, clock())
    assert {step.kind for step in found.steps} == {PartKind.BUY, PartKind.MAKE, PartKind.FETCH}
    assert {step.station_id for step in found.steps} >= {BENCH, STORE}
    assert session.structure.loops[PEGS].source_id in {step.station_id for step in found.steps}
    assert (session.head(), read_cards(session.database)) == before


def test_a_line_waits_for_what_all_lines_wanted_before_it_take(session: Session, clock: Clock) -> None:
    days = (3, 1, 3, 2, 1)
    lines = [confirmed(session, clock(), 1 + place, TODAY + timedelta(days=late)) for place, late in enumerate(days)]
    fetched = {}
    for line in lines:
        found = promise_of(session, line.id, clock())
        fetched[line.id] = sum(step.quantity for step in found.steps if step.kind is PartKind.FETCH)
    for line in lines:
        before = [one for one in lines if (one.wanted_on, one.id) <= (line.wanted_on, line.id)]
        assert fetched[line.id] == max(0, sum(one.quantity for one in before) - 4), "four stand in the shop"
