"""Promise dates from a small plant: pegs are bought, racks are made of four pegs each, fetched to the shop and sold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.board import Board
from kanban_app.domain.demand_pegs import Supply, rework
from kanban_app.domain.promise_floor import Floor, Work
from kanban_app.domain.promise_network import NoRoute, PartKind, Wanted, network_of
from kanban_app.domain.promising import Hold, Promise, promise
from kanban_app.domain.working_time import BeyondHorizon, Span, WorkingCalendar, WorkingTime
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
    # 30: 24 have to be fetched, of which 4 are made: a container of ten, 8 h, from 40 of 80 pegs. Three cards of two
    # fetch 24 in four rounds of a day.
    found = asked(plant, 30)
    assert told(found) == [("make", 10), ("fetch", 24)]
    assert found.ready_at == plant.clock() + timedelta(hours=8, days=4)
    assert [(step.rounds, step.round_quantity) for step in found.critical_path] == [(1, 0), (4, 6)]


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
    assert fetch.finish - fetch.start == timedelta(days=4)


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
    # The bench needs 480 working minutes: Friday 07:00. The transport four rounds of a working day: Thursday 07:00.
    assert [step.finish.isoformat()[:16] for step in found.critical_path] == ["2026-03-06T07:00", "2026-03-12T07:00"]
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


# -- rounds ------------------------------------------------------------------------------------------------------------


def test_what_a_loop_can_not_hold_comes_in_rounds_of_its_cards_and_those_on_order_begin_theirs_when_they_come() -> None:
    plant = Workshop(moves("rack", to="shop", cards=3, container=2, lead_time_minutes=1440, in_process="skipped"))
    found = asked(plant, 6 + 12)
    assert [(step.quantity, step.rounds, step.round_quantity) for step in found.steps] == [(12, 2, 6)]
    assert found.ready_at - plant.clock() == timedelta(days=2)
    plant.do("consume", "rack 1")
    plant.clock.tick(hours=6)
    again = asked(plant, 4 + 2 + 6)
    # The two free ones bring four a day from now, the one on order its next two a day after it has come, in 18 h.
    hours = [(step.quantity, (step.finish - plant.clock()) / HOUR) for step in again.steps]
    assert hours == [(2, 24.0), (4, 24.0), (2, 48.0)], "it was not sent yet, so it takes a day from now"
    plant.do("hold", "rack 2", reason="wet")
    held = asked(plant, 2 + 2 + 4)
    assert [(step.quantity, step.rounds) for step in held.steps] == [(2, 1), (2, 1), (2, 1)], "two cards go round"


def test_cards_go_round_in_whole_lots() -> None:
    plant = Workshop(moves("rack", to="shop", cards=4, container=1, lot_cards=3, lead_time_minutes=1440))
    found = asked(plant, 4 + 6)
    assert [(step.quantity, step.rounds, step.round_quantity) for step in found.steps] == [(6, 2, 3)]


@st.composite
def one_loop(draw: st.DrawFn) -> tuple[Workshop, int]:
    """A loop of any kind with some of its cards on order, and how long its lead time is in minutes."""
    kind, lead = draw(st.sampled_from([buys, makes, moves])), draw(st.integers(1, 3000))
    cards = draw(st.integers(1, 4))
    plant = Workshop(
        kind("rack", to="shop", cards=cards, container=draw(st.integers(1, 3)), lead_time_minutes=lead),  # type: ignore[operator]
    )
    for number in range(1, draw(st.integers(0, cards)) + 1):
        plant.do("consume", f"rack {number}")
        if draw(st.booleans()):
            plant.do("dispatch" if kind is moves else "start", f"rack {number}")
        plant.clock.tick(minutes=draw(st.integers(0, 500)))
    return plant, lead


def simulated(plant: Workshop, quantity: int, lead: int) -> int:
    """In how many minutes that many pieces have come if each card goes as fast as its lead time lets it."""
    now, loop = plant.clock(), plant.loop("rack")
    ready, stock = [], 0
    for card in plant.kept.cards.values():
        if card.holds_stock:
            stock += card.quantity
            ready.append(lead)
        else:
            assert card.due_at is not None
            ready.append(max(0, int((card.due_at - now).total_seconds() // 60)))
    done = 0
    while stock < quantity:
        done = min(ready)
        ready[ready.index(done)] = done + lead
        stock += loop.container_quantity
    return done


@given(one_loop(), st.lists(st.integers(1, 40), min_size=2, max_size=4))
def test_a_promise_is_never_earlier_than_the_cards_can_go_round_nor_earlier_for_more(
    loop: tuple[Workshop, int], quantities: list[int]
) -> None:
    plant, lead = loop
    ready = []
    for quantity in sorted(quantities):
        found = asked(plant, quantity).ready_at
        assert found - plant.clock() >= timedelta(minutes=simulated(plant, quantity, lead))
        ready.append(found)
    assert ready == sorted(ready)


# -- as ordered --------------------------------------------------------------------------------------------------------


@given(st.integers(1, 25), st.integers(1, 4), st.sampled_from([0, 2]), st.booleans())
def test_a_line_made_to_order_is_promised_the_same_before_and_after_its_cards_are_issued(
    quantity: int, container: int, cards: int, is_work_known: bool
) -> None:
    plant = Workshop(
        buys("peg", cards=0, container=7, lead_time_minutes=3 * 1440),
        makes("rack", cards=cards, container=container, lead_time_minutes=600),
        bom=BOM,
    )
    work = {plant.loop_ids["rack"]: Work(Fraction(30), Fraction(20))} if is_work_known else {}
    draft = asked(plant, quantity, floor=floor_of(plant, work=work), to_order=True)
    made = rework(plant.structure, (plant.station_ids["shop"], 2), quantity, Supply())
    for card in made.issue:
        name = next(name for name, loop_id in plant.loop_ids.items() if loop_id == card.loop_id)
        plant.issue(name, card.quantity, order="4711/1")
    more = {"to_order": True, "reference": "4711/1", "confirmed": True}
    confirmed = asked(plant, quantity, floor=floor_of(plant, work=work), **more)
    assert confirmed.ready_at == draft.ready_at
    assert sum(step.quantity for step in confirmed.steps if step.kind is PartKind.MAKE) == quantity


def test_a_step_under_way_began_when_its_card_was_ordered_and_ends_when_it_comes() -> None:
    plant = chain()
    for number in range(1, 9):
        plant.do("consume", f"peg {number}")
    ordered = plant.clock()
    plant.clock.tick(days=1)
    for wanted_on in (None, TODAY + timedelta(days=30)):
        buy, make = asked(plant, 30, wanted_on, "stock").critical_path
        assert (buy.start, buy.finish) == (ordered, ordered + timedelta(days=3))
        assert make.finish > make.start >= buy.finish
    plant.clock.tick(days=9)
    late = asked(plant, 30, None, "stock").critical_path[0]
    assert (late.start, late.finish) == (ordered, plant.clock()), "past its day it is expected now"


@pytest.mark.parametrize("times", [{}, {"bench": WEEK, "stock": WEEK, "supplier": WEEK, "shop": WEEK}])
@pytest.mark.parametrize("quantity", [50_000, 900_000_000, 10**15])
def test_nothing_is_promised_beyond_twenty_years(times: dict[str, WorkingTime], quantity: int) -> None:
    plant = chain()
    floor = floor_of(plant, times={plant.station_ids[name]: time for name, time in times.items()})
    with pytest.raises(BeyondHorizon):
        asked(plant, quantity, floor=floor)
    with pytest.raises(BeyondHorizon):
        asked(plant, 30, date(9999, 12, 31), floor=floor)
    assert asked(plant, 30, date(1, 1, 1), floor=floor).late_by_days > 700_000
    far = Workshop(
        moves("rack", to="hall", cards=1, container=1), moves("rack", out_of="hall", to="shop", cards=1, container=1)
    )
    assert asked(far, 3_000, place="hall").ready_at - far.clock() == timedelta(days=2_999)
    with pytest.raises(BeyondHorizon):
        asked(far, 5_000)  # each of the two ways takes less than that
    assert asked(plant, 30, TODAY + timedelta(days=19 * 365), floor=floor).late_by_days == 0


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
