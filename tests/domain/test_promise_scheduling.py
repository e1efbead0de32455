"""The two passes over a network of tasks, against trying every way through small ones, and against published cases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.available import available_to_promise, master_schedule
from kanban_app.domain.scheduling import Task, TaskCycle, schedule
from kanban_app.domain.working_time import Span, WorkingCalendar, WorkingTime

CASES = Path(__file__).parents[3] / "shared" / "data" / "cases.json"
NOW = datetime(2027, 1, 11, 6, 0, tzinfo=UTC)  # a Monday
MINUTE = timedelta(minutes=1)
HOURS = WorkingTime(WorkingCalendar("UTC", (((Span(360, 840),),) * 5) + ((), ())))  # Monday to Friday, 06:00-14:00


def published(case_id: str) -> dict[str, Any]:
    if not CASES.exists():
        pytest.skip("the published cases are not here: cases.json is missing")
    return next(case for case in json.loads(CASES.read_text(encoding="utf-8")) if case["id"] == case_id)


def task(task_id: int, minutes: int, *after: int, **more: Any) -> Task:
    return Task(task_id, f"task {task_id}", more.pop("station", 1), minutes, after, **more)


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_forwards_the_longest_way_decides_and_the_rest_has_slack() -> None:
    # 1 (60) and 2 (90) before 3 (30): done after 120; 1 could begin 30 later.
    plan = schedule([task(3, 30, 1, 2), task(1, 60), task(2, 90)], NOW)
    assert plan.finish == plan.earliest == NOW + 120 * MINUTE
    assert [slot.task.id for slot in plan.critical] == [2, 3]
    assert {slot.task.id: slot.slack_minutes for slot in plan.slots} == {3: 0, 1: 30, 2: 0}
    assert not plan.in_time


def test_backwards_everything_is_as_late_as_it_may_be() -> None:
    wanted = NOW + timedelta(days=1)
    plan = schedule([task(1, 60), task(2, 90), task(3, 30, 1, 2)], NOW, wanted)
    assert plan.in_time
    assert plan.finish == wanted
    assert plan.earliest == NOW + 120 * MINUTE
    assert [slot.start for slot in plan.slots] == [wanted - 90 * MINUTE, wanted - 120 * MINUTE, wanted - 30 * MINUTE]


def test_what_would_have_to_begin_in_the_past_is_planned_forwards() -> None:
    plan = schedule([task(1, 60)], NOW, NOW + 59 * MINUTE)
    assert not plan.in_time
    assert plan.finish == NOW + 60 * MINUTE


def test_each_station_has_its_own_hours() -> None:
    # 8 h on Monday's shift end 14:00; the transport works always and comes 20 h later; then 60 minutes on Tuesday.
    tasks = [task(1, 480), task(2, 20 * 60, 1, station=2), task(3, 60, 2)]
    plan = schedule(tasks, NOW, None, {1: HOURS})
    assert [slot.finish for slot in plan.slots] == [
        datetime(2027, 1, 11, 14, 0, tzinfo=UTC),
        datetime(2027, 1, 12, 10, 0, tzinfo=UTC),
        datetime(2027, 1, 12, 11, 0, tzinfo=UTC),
    ]
    back = schedule(tasks, NOW, datetime(2027, 1, 18, tzinfo=UTC), {1: HOURS})  # Sunday, midnight
    assert back.finish == datetime(2027, 1, 15, 14, 0, tzinfo=UTC), "nothing is done after the shift on Friday"
    # Friday 13:00 less 20 h is Thursday 17:00: the shift before it is 06:00 to 14:00.
    assert back.slots[0].start == datetime(2027, 1, 14, 6, 0, tzinfo=UTC)


def test_a_task_begins_when_its_station_works() -> None:
    saturday = NOW - timedelta(days=2)
    plan = schedule([task(1, 60)], saturday, None, {1: HOURS})
    assert (plan.slots[0].start, plan.slots[0].finish) == (NOW, NOW + timedelta(hours=1))


def test_what_is_done_or_only_comes_later_takes_no_time() -> None:
    tasks = [task(1, 500, done=True), task(2, 0, not_before=NOW + timedelta(hours=5)), task(3, 10, 1, 2)]
    plan = schedule(tasks, NOW)
    assert plan.finish == NOW + timedelta(hours=5, minutes=10)
    assert [slot.task.id for slot in plan.critical] == [2, 3]


def test_nothing_to_do_is_done_now() -> None:
    assert schedule([], NOW).finish == NOW


def test_tasks_that_wait_for_one_another_are_named() -> None:
    with pytest.raises(TaskCycle, match=r"\[2, 3\]"):
        schedule([task(1, 5), task(2, 5, 1, 3), task(3, 5, 2)], NOW)


# -- against trying everything -----------------------------------------------------------------------------------------


@st.composite
def networks(draw: st.DrawFn) -> list[Task]:
    tasks = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        before = draw(st.lists(st.integers(1, number - 1), unique=True, max_size=3)) if number > 1 else []
        later = draw(st.none() | st.integers(0, 900).map(lambda minutes: NOW + minutes * MINUTE))
        tasks.append(
            task(
                number,
                draw(st.integers(0, 600)),
                *before,
                station=draw(st.integers(1, 2)),
                not_before=later,
                done=draw(st.booleans()) if number == 1 else False,
            )
        )
    return draw(st.permutations(tasks))


def ways_to(end: Task, tasks: dict[int, Task]) -> list[list[Task]]:
    """Every way through the network that ends with this task."""
    return [[end], *([*way, end] for before in end.after for way in ways_to(tasks[before], tasks))]


def length_of(way: Sequence[Task], times: dict[int, WorkingTime]) -> datetime:
    """When a way is done that nothing else holds up."""
    done = NOW
    for one in way:
        done = max(done, one.not_before or done)
        if one.minutes and not one.done:
            time = times.get(one.station_id, WorkingTime())
            done = time.add_working_minutes(time.next_working(done), one.minutes)
    return done


@given(networks(), st.booleans())
def test_the_earliest_end_is_that_of_the_longest_of_all_ways(tasks: list[Task], with_hours: bool) -> None:
    times = {1: HOURS} if with_hours else {}
    by_id = {one.id: one for one in tasks}
    plan = schedule(tasks, NOW, None, times)
    every = [way for one in tasks for way in ways_to(one, by_id)]
    assert plan.earliest == max(length_of(way, times) for way in every)
    assert length_of([slot.task for slot in plan.critical], times) == plan.earliest


@given(networks(), st.booleans(), st.integers(0, 5_000))
def test_no_task_begins_before_its_time_and_none_after_its_latest(
    tasks: list[Task], with_hours: bool, wanted_after: int
) -> None:
    times = {1: HOURS} if with_hours else {}
    wanted = NOW + wanted_after * MINUTE
    plan = schedule(tasks, NOW, wanted, times)
    slots = {slot.task.id: slot for slot in plan.slots}
    target = max(wanted, plan.earliest)
    assert plan.in_time == (plan.earliest <= wanted)
    for slot in plan.slots:
        assert slot.earliest_start >= max(NOW, slot.task.not_before or NOW)
        assert slot.latest_finish <= target
        assert slot.earliest_start <= slot.start <= slot.latest_start
        for before in slot.task.after:
            assert slots[before].finish <= slot.start
            assert slots[before].earliest_finish <= slot.earliest_start


@given(networks())
def test_beginning_at_the_latest_start_keeps_the_end_and_a_minute_later_does_not(tasks: list[Task]) -> None:
    plan = schedule(tasks, NOW)
    for slot in plan.slots:
        for later, kept in ((timedelta(0), True), (MINUTE, False)):
            moved = [
                replace(one, not_before=slot.latest_start + later) if one.id == slot.task.id else one for one in tasks
            ]
            assert (schedule(moved, NOW).earliest <= plan.earliest) is kept


# -- published cases ---------------------------------------------------------------------------------------------------


def frepple_order(case: dict[str, Any], order: str, made: int) -> list[Task]:
    """Delivery 1 d after 7 d of assembly; `made` subassemblies in lots of 2, each 1 d + 2 * 12 h, side by side."""
    a_day = 1440
    lots = [task(10 + lot, a_day + 2 * 12 * 60) for lot in range(made // 2)]
    return [*lots, task(1, 7 * a_day, *(lot.id for lot in lots)), task(2, a_day, 1)]


@pytest.mark.parametrize(
    ("order", "working"),
    [
        ("order 1", "7 of 15 there: today + 7 d + 1 d = 9 Jan, 6 days late; backwards 3 - 1 - 7 = 26 Dec is over"),
        ("order 2", "8 left, 6 made in 3 lots of 2 d: 1 + 2 = 3 Jan, + 7 + 1 = 11 Jan, as wanted"),
    ],
    ids=lambda text: f"PR01 {text}" if " Jan" in text else text,
)
def test_pr01_promise_dates_with_lead_times(order: str, working: str) -> None:
    case = published("PR01")
    inputs, expected = case["inputs"], case["expected"]
    today = datetime.fromisoformat(inputs["today"]).replace(tzinfo=UTC)
    orders = {one["id"]: one for one in inputs["orders"]}
    due = datetime.fromisoformat(orders[order]["due"]).replace(tzinfo=UTC)
    left = inputs["on_hand"]["subassembly"]
    for one in inputs["orders"]:
        made = max(0, one["qty"] - left)
        left = max(0, left - one["qty"])
        if one["id"] == order:
            break
    tasks = frepple_order(case, order, made)
    plan = schedule(tasks, today, due)
    assert plan.finish.date() == date.fromisoformat(expected["constrained"][order])
    starts = {slot.task.id: slot.start.date().isoformat() for slot in plan.slots}
    assert starts[1] == expected["end_item_starts"][0 if order == "order 1" else 1]
    assert plan.in_time is (order == "order 2")
    if order == "order 2":
        assert made == expected["subassembly_made"]
        assert [slot.task.id for slot in plan.critical][-2:] == [1, 2]
        assert schedule(tasks, today).earliest == due, "not a day to spare"
    else:
        unconstrained = schedule(tasks, today - timedelta(days=60), due)
        assert next(slot.start for slot in unconstrained.slots if slot.task.id == 1).date() == date.fromisoformat(
            expected["unconstrained_make_start"][order]
        )


def test_at01_available_to_promise_of_the_industrial_pumps() -> None:
    # 64 - 33 - 20 = 11; 70 - 10 - 4 = 56; 70 - 2 - 0 = 68; 70; 70
    case = published("AT01")
    inputs, expected = case["inputs"], case["expected"]
    plan = master_schedule(inputs["beginning_inventory"], inputs["forecast"], inputs["orders"], inputs["lot"])
    assert list(plan.projected) == expected["projected_on_hand"]
    assert list(plan.produced) == expected["mps"]
    assert list(plan.available) == expected["atp"]


def test_every_published_case_on_dates_and_atp_is_looked_at() -> None:
    if not CASES.exists():
        pytest.skip("the published cases are not here: cases.json is missing")
    every = json.loads(CASES.read_text(encoding="utf-8"))
    assert [case["id"] for case in every if case["topic"] in ("atp", "promise_date")] == ["AT01", "PR01"]


def test_what_a_later_order_takes_too_much_was_not_free_before() -> None:
    # 10 there, 5 come on the third day, 8 are ordered for that day: 3 of the 10 are spoken for.
    assert available_to_promise(10, [0, 0, 5], [0, 0, 8]) == [7, None, 0]
    assert available_to_promise(2, [0, 5], [4, 9]) == [-6, 0]


@given(
    st.integers(0, 50),
    st.lists(st.tuples(st.sampled_from([0, 0, 10, 25]), st.integers(0, 20)), min_size=1, max_size=12),
)
def test_what_is_free_adds_up_to_what_comes_less_what_is_ordered(beginning: int, days: list[tuple[int, int]]) -> None:
    receipts, orders = [receipt for receipt, _ in days], [ordered for _, ordered in days]
    free = available_to_promise(beginning, receipts, orders)
    assert sum(here or 0 for here in free) == beginning + sum(receipts) - sum(orders)
    assert all(here >= 0 for here in free[1:] if here is not None)
    # Promising all of it in any period leaves no period short.
    if (free[0] or 0) >= 0:
        stock = beginning
        for receipt, ordered, here in zip(receipts, orders, free, strict=True):
            stock += receipt - ordered - (here or 0)
            assert stock >= 0
