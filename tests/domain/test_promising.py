"""Promise dates from a small plant: pegs are bought, racks are made of four pegs each, fetched to the shop and sold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.board import Board
from kanban_app.domain.promise_floor import Floor, Work
from kanban_app.domain.promise_network import NoRoute, PartKind, Wanted, network_of
from kanban_app.domain.promising import Hold, Promise, promise
from kanban_app.domain.working_time import Span, WorkingCalendar, WorkingTime
from tests.domain.plants import LoopPlan, Workshop, buys, makes, moves

BOM = {"rack": {"peg": 4}}
TODAY = date(2026, 3, 2)  # a Monday, 06:00 UTC
HOUR = timedelta(hours=1)
WEEK = WorkingTime(WorkingCalendar("UTC", (((Span(360, 840),),) * 5) + ((), ())))  # 06:00-14:00, Monday to Friday


def chain(*more: LoopPlan, **options: object) -> Workshop:
    """Two cards of ten racks at the bench's end, three of two in the shop, eight of ten pegs. Lead times: bench 8 h,
    transport 1 d, supplier 3 d.
    """
    bench = {"lead_time_minutes": 480, **options}
    return Workshop(
        buys("peg", cards=8, container=10, lead_time_minutes=3 * 1440),
        makes("rack", to="stock", lead_time_minutes=bench.pop("lead_time_minutes"), **bench),
        moves("rack", to="shop", cards=3, container=2, name="sold", in_process="skipped"),
        *more,
        bom=BOM,
    )


def floor_of(plant: Workshop, **more: object) -> Floor:
    return Floor(Board(plant.structure, plant.kept.cards.values()), plant.clock(), **more)  # type: ignore[arg-type]


def asked(
    plant: Workshop,
    quantity: int,
    wanted_on: date | None = None,
    place: str = "shop",
    *,
    floor: Floor | None = None,
    item: str = "rack",
    **more: object,
) -> Promise:
    item_id = next(one.id for one in plant.structure.items.values() if one.code == item)
    wanted = Wanted(item_id, plant.station_ids[place], quantity, **more)  # type: ignore[arg-type]
    return promise(floor or floor_of(plant), wanted, wanted_on, UTC)


def told(found: Promise) -> list[tuple[str, int]]:
    return [(step.kind.value, step.quantity) for step in found.critical_path]


def test_what_stands_in_the_shop_is_promised_for_today() -> None:
    found = asked(chain(), 6, TODAY)
    assert (found.promised_on, found.late_by_days, found.steps, found.holding_up) == (TODAY, 0, (), None)


def test_what_is_not_there_is_fetched_and_what_is_not_in_the_store_is_made_first() -> None:
    plant = chain()
    # 6 are in the shop, 20 in the store: 8 need one day of transport.
    assert told(asked(plant, 8)) == [("fetch", 2)]
    assert asked(plant, 8).promised_on == TODAY + timedelta(days=1)
    # 30: 24 have to be fetched, of which 4 are made: a container of ten, 8 h, from 40 of 80 pegs.
    found = asked(plant, 30)
    assert told(found) == [("make", 10), ("fetch", 24)]
    assert found.ready_at == plant.clock() + timedelta(hours=8, days=1)


def test_bought_parts_that_are_short_come_first() -> None:
    plant = chain()
    # 66: 60 to fetch, 40 to make, 160 pegs, of which 80 are there.
    found = asked(plant, 66)
    assert told(found) == [("buy", 80), ("make", 40), ("fetch", 60)]
    assert {step.kind for step in found.steps} == {PartKind.BUY, PartKind.MAKE, PartKind.FETCH}


def test_the_wanted_day_is_promised_where_it_can_be_kept_and_work_is_planned_backwards_from_it() -> None:
    friday = TODAY + timedelta(days=4)
    found = asked(chain(), 8, friday)
    assert (found.promised_on, found.earliest_on, found.late_by_days) == (friday, TODAY + timedelta(days=1), 0)
    assert found.critical_path[0].finish.date() == friday + timedelta(days=1), "by the end of Friday, midnight"
    late = asked(chain(), 66, TODAY + timedelta(days=2))
    assert late.late_by_days == (late.promised_on - TODAY).days - 2 > 0


def test_an_open_signal_is_waited_for_instead_of_asking_for_more() -> None:
    plant = chain()
    plant.do("consume", "rack 1")
    plant.do("start", "rack 1")
    plant.clock.tick(hours=3)
    found = asked(plant, 16, place="stock")
    assert [(step.kind, step.card) for step in found.steps] == [(PartKind.MAKE, plant.card("rack 1"))]
    assert found.ready_at == plant.clock() + 5 * HOUR, "three of its eight hours are over"


def test_the_date_is_reckoned_anew_as_work_proceeds() -> None:
    plant = chain()
    began = plant.clock()
    plant.do("consume", "rack 1")
    hours = []
    for action in ("", "start", "dispatch", "receive"):
        plant.clock.tick(hours=2)
        if action:
            plant.do(action, "rack 1")
        hours.append((asked(plant, 16, place="stock").ready_at - began) / HOUR)
    # Not started for 2 h: 8 h from then; started at 4; sent at 6, it is due 8 h after its signal; there at 8.
    assert hours == [10, 12, 8, 8]


def test_others_go_first_where_the_same_pieces_are_claimed() -> None:
    plant = chain()
    assert asked(plant, 6).steps == ()
    assert told(asked(plant, 6, claimed=6)) == [("fetch", 6)]


def test_a_line_made_to_order_counts_on_its_own_cards_only() -> None:
    plant = chain()
    plant.issue("sold", 2, order="4711/1")
    plant.issue("sold", 2, order="4712/1")
    own = asked(plant, 2, to_order=True, reference="4711/1")
    assert [step.card for step in own.steps] == [plant.card("sold +1")]
    # Stock in the shop is not its own; what is not issued yet would have to be fetched.
    assert told(asked(plant, 2, to_order=True)) == [("fetch", 2)]
    # And a line from stock leaves both cards alone.
    assert all(step.card is None for step in asked(plant, 8).steps)


def test_a_batch_waits_for_the_queue_of_its_workstation() -> None:
    plant = chain(makes("shelf", to="stock", cards=3, container=1, lead_time_minutes=600))
    work = {
        plant.loop_ids["rack"]: Work(Fraction(30), Fraction(20)),
        plant.loop_ids["shelf"]: Work(Fraction(60), Fraction(0)),
    }
    plant.do("consume", "shelf 1")
    plant.do("consume", "shelf 2")
    found = asked(plant, 30, floor=floor_of(plant, work=work))
    queue, make, fetch = found.critical_path
    # Two shelves of 60 minutes stand before it; ten racks take 30 + 10 * 20.
    assert (queue.kind, queue.ahead_count, queue.finish - queue.start) == (PartKind.QUEUE, 2, 2 * HOUR)
    assert make.finish - make.start == timedelta(minutes=230)
    assert fetch.finish - fetch.start == timedelta(days=1)


def test_where_only_a_lead_time_is_known_it_holds_the_usual_queue_already() -> None:
    plant = chain(makes("shelf", to="stock", cards=3, container=1, lead_time_minutes=600))
    for number in (1, 2, 3):
        plant.do("consume", f"shelf {number}")
    found = asked(plant, 30)
    # A shelf each 200 minutes, a rack card each 240: 3 * 200 + 240 is 360 more than the 480 of the lead time.
    assert [step.finish - step.start for step in found.critical_path[:2]] == [6 * HOUR, 8 * HOUR]


def test_what_stands_before_it_takes_its_parts_first() -> None:
    plant = chain(makes("shelf", to="stock", cards=2, container=10, lead_time_minutes=1))
    bom = [*plant.structure.bom]
    shelf = next(item for item in plant.structure.items.values() if item.code == "shelf")
    shelves = replace(bom[0], parent_id=shelf.id)
    old = plant.structure
    plant.structure = type(old)(old.stations.values(), old.items.values(), [*bom, shelves], old.loops.values())
    assert told(asked(plant, 46)) == [("make", 20), ("fetch", 40)], "80 pegs are just enough"
    plant.do("consume", "shelf 1")
    assert told(asked(plant, 46))[0] == ("buy", 40), "the shelf in the queue takes 40 of them"


def test_one_run_after_the_other_at_one_workstation() -> None:
    plant = Workshop(
        makes("leg", at="saw", to="bench", cards=0, lead_time_minutes=60),
        makes("top", at="saw", to="bench", cards=0, lead_time_minutes=60),
        makes("table", to="shop", cards=0, lead_time_minutes=60),
        bom={"table": {"leg": 1, "top": 1}},
    )
    found = asked(plant, 10, item="table")
    assert [step.finish - found.made_at for step in found.steps] == [HOUR, 2 * HOUR, 3 * HOUR]


def test_nights_and_weekends_are_not_worked_and_a_day_of_lead_time_is_a_working_day() -> None:
    plant = chain()
    times = dict.fromkeys((plant.station_ids["bench"], plant.station_ids["stock"]), WEEK)
    plant.clock.tick(days=3, hours=1)  # Thursday 07:00
    found = asked(plant, 30, floor=floor_of(plant, times=times))
    # The bench needs 480 working minutes: Friday 07:00. The transport one working day: Monday 07:00.
    assert [step.finish.isoformat()[:16] for step in found.critical_path] == ["2026-03-06T07:00", "2026-03-09T07:00"]
    there = asked(plant, 6, date(2026, 3, 5), floor=floor_of(plant, times={plant.station_ids["shop"]: WEEK}))
    assert there.promised_on == date(2026, 3, 5)


def test_what_is_there_is_promised_for_the_next_working_day() -> None:
    plant = chain()
    plant.clock.tick(days=5)  # Saturday
    found = asked(plant, 6, date(2026, 3, 7), floor=floor_of(plant, times={plant.station_ids["shop"]: WEEK}))
    assert (found.promised_on, found.late_by_days) == (date(2026, 3, 9), 2)


def test_a_line_at_risk_names_the_card_that_holds_it_up() -> None:
    plant = chain()
    plant.do("consume", "rack 1")
    in_time = asked(plant, 16, TODAY + timedelta(days=2), "stock")
    assert in_time.holding_up is None
    late = asked(plant, 16, TODAY - timedelta(days=1), "stock")
    assert late.holding_up is not None
    assert (late.holding_up.reason, late.holding_up.card) == (Hold.IN_QUEUE, plant.card("rack 1"))
    plant.do("start", "rack 1")
    plant.clock.tick(hours=9)
    overdue = asked(plant, 16, TODAY + timedelta(days=2), "stock")
    assert overdue.holding_up is not None
    assert overdue.holding_up.reason is Hold.LATE, "in time still, but its card is past its due time"
    assert told(asked(plant, 40, TODAY))[-1] == ("fetch", 34)


def test_the_orders_own_card_on_hold_is_what_holds_it_up_and_a_free_one_is_not_counted_on() -> None:
    plant = chain()
    plant.issue("sold", 2, order="4711/1")
    plant.do("hold", "sold +1", reason="scratched")
    found = asked(plant, 2, to_order=True, reference="4711/1")
    assert found.holding_up is not None
    assert (found.holding_up.reason, found.holding_up.card) == (Hold.ON_HOLD, plant.card("sold +1"))
    plant.do("consume", "rack 1")
    plant.do("hold", "rack 1", reason="scratched")
    assert all(step.card is None for step in asked(plant, 16, place="stock").steps)


def test_where_nothing_leads_there_is_no_date() -> None:
    plant = chain()
    with pytest.raises(NoRoute) as gap:
        asked(plant, 1, item="peg")
    assert gap.value.station_id == plant.station_ids["shop"]


def test_loops_in_a_circle_are_left_at_their_last_link() -> None:
    plant = Workshop(
        moves("box", out_of="hall", to="yard", cards=1, container=1, name="out"),
        moves("box", out_of="yard", to="hall", cards=1, container=1, name="back"),
    )
    floor = floor_of(plant)
    item = next(iter(plant.structure.items))
    network = network_of(floor, Wanted(item, plant.station_ids["yard"], 5))
    assert [part.kind for part in network.parts.values()] == [PartKind.FETCH, PartKind.FETCH]


@given(st.lists(st.integers(1, 60), min_size=2, max_size=5, unique=True), st.integers(0, 20))
def test_more_pieces_are_never_there_earlier(quantities: list[int], claimed: int) -> None:
    plant = chain()
    plant.do("consume", "rack 1")
    ready = [asked(plant, quantity, claimed=claimed).ready_at for quantity in sorted(quantities)]
    assert ready == sorted(ready)


@given(st.lists(st.tuples(st.integers(1, 80), st.sampled_from(["", "A/1"]), st.booleans()), min_size=2, max_size=5))
def test_what_many_promises_share_changes_none_of_them(questions: list[tuple[int, str, bool]]) -> None:
    plant = chain(makes("shelf", to="stock", cards=3, container=1, lead_time_minutes=600))
    for name in ("shelf 1", "rack 1", "shelf 2", "rack 2", "sold 1"):
        plant.do("consume", name)
    shared = floor_of(plant)
    for quantity, reference, to_order in questions:
        more = {"reference": reference, "to_order": to_order}
        assert asked(plant, quantity, floor=shared, **more) == asked(plant, quantity, **more)
