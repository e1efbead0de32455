"""Loops proposed from what an ERP lists: which ones, and with which numbers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.domain.containers import countable_numbers, nearest_countable
from kanban_app.domain.demand import history_of
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, OrderLineDraft, StationDraft, StockDraft
from kanban_app.domain.proposal_reasons import decimal_text
from kanban_app.domain.proposing import (
    ALL_ITEMS,
    Gap,
    PlantFacts,
    RoutingRow,
    SupplierRow,
    TransferRow,
    propose,
    propose_loops,
)
from kanban_app.domain.stations import StationKind

HALL = StationDraft("hall", StationKind.STORE, "hall")
SHOP = StationDraft("shop", StationKind.STORE, "shop")
SAW = StationDraft("saw", StationKind.WORKSTATION, "hall", "hall")
LINE = StationDraft("line", StationKind.WORKSTATION, "hall", "hall")
PAINT = StationDraft("paint", StationKind.WORKSTATION, "hall", "hall")
MILL = StationDraft("mill", StationKind.SUPPLIER)
DAY = 1440


def orders(item: str, place: str, a_day: int, days: int = 10, status: str = "closed") -> tuple[OrderLineDraft, ...]:
    start = date(2027, 1, 4)
    return tuple(
        OrderLineDraft(f"{item}-{n}", "", item, place, start + timedelta(n), a_day, status) for n in range(days)
    )


def bench_factory(**changes: object) -> PlantFacts:
    """A bench of one seat and two legs, sold in the shop: hall makes, shop sells."""
    facts = {
        "stations": (HALL, SHOP, SAW, LINE, MILL),
        "items": tuple(ItemDraft(code) for code in ("bench", "seat", "leg", "wood")),
        "bom": (
            BomLineDraft("bench", "seat", Fraction(1)),
            BomLineDraft("bench", "leg", Fraction(2)),
            BomLineDraft("leg", "wood", Fraction(1)),
        ),
        "routing": (
            RoutingRow("bench", "line", "hall", Fraction(30), Fraction(60)),
            RoutingRow("leg", "saw", "hall", Fraction(6)),
        ),
        "transfers": (TransferRow("bench", "hall", "shop", DAY),),
        "suppliers": (
            SupplierRow("mill", "wood", "hall", 7 * DAY, 0, 50),
            SupplierRow("mill", "seat", "hall", 5 * DAY, 40, 0),
        ),
        "order_lines": orders("bench", "shop", 10),
    }
    return PlantFacts(**{**facts, **changes})  # type: ignore[arg-type]


def by_way(loops: list[LoopDraft]) -> dict[tuple[str, str, str], LoopDraft]:
    return {(loop.item, loop.source, loop.consumer): loop for loop in loops}


def the_loop(facts: PlantFacts, item: str, source: str, consumer: str) -> LoopDraft:
    return by_way(propose_loops(facts))[item, source, consumer]


def rule(loop: LoopDraft, subject: str) -> str:
    return next(reason.rule for reason in loop.reasons if reason.subject == subject)


# ------------------------------------------------------------------------------------------------ which way


def test_routing_supplier_and_transfer_rows_become_loops() -> None:
    assert set(by_way(propose_loops(bench_factory()))) == {
        ("bench", "line", "hall"),
        ("bench", "hall", "shop"),
        ("leg", "saw", "line"),
        ("wood", "mill", "saw"),
        ("seat", "mill", "line"),
    }


def test_a_part_that_one_workstation_uses_goes_straight_there() -> None:
    assert rule(the_loop(bench_factory(), "leg", "saw", "line"), "way") == "straight"


def test_a_part_that_several_use_goes_to_the_store_and_is_withdrawn_by_each() -> None:
    facts = bench_factory(
        stations=(HALL, SHOP, SAW, LINE, PAINT, MILL),
        items=tuple(ItemDraft(code) for code in ("bench", "stool", "seat", "leg", "wood")),
        bom=(*bench_factory().bom, BomLineDraft("stool", "leg", Fraction(3))),
        routing=(*bench_factory().routing, RoutingRow("stool", "paint", "hall", Fraction(10))),
    )
    ways = by_way(propose_loops(facts))
    assert {way for way in ways if way[0] == "leg"} == {
        ("leg", "saw", "hall"),
        ("leg", "hall", "line"),
        ("leg", "hall", "paint"),
    }
    assert rule(ways["leg", "saw", "hall"], "way") == "several_users"


def test_a_part_that_is_sold_goes_to_the_store_even_if_one_workstation_uses_it() -> None:
    facts = bench_factory(order_lines=(*orders("bench", "shop", 10), *orders("leg", "hall", 1)))
    ways = by_way(propose_loops(facts))
    assert {way for way in ways if way[0] == "leg"} == {("leg", "saw", "hall"), ("leg", "hall", "line")}


def test_an_order_far_in_the_future_makes_an_item_sold_too() -> None:
    later = OrderLineDraft("x", "", "leg", "hall", date(2030, 1, 1), 1, "open")
    ways = by_way(propose_loops(bench_factory(order_lines=(*orders("bench", "shop", 10), later))))
    assert ("leg", "hall", "line") in ways


def test_what_a_supplier_delivers_to_a_workstation_stays_there() -> None:
    offers = (SupplierRow("mill", "wood", "saw", DAY), SupplierRow("mill", "seat", "hall", DAY))
    assert ("wood", "mill", "saw") in by_way(propose_loops(bench_factory(suppliers=offers)))


def test_a_workstation_that_makes_its_own_part_keeps_it_in_the_store_and_no_loop_runs_in_place() -> None:
    facts = bench_factory(
        routing=(RoutingRow("bench", "line", "hall"), RoutingRow("leg", "line", "hall")), suppliers=()
    )
    ways = by_way(propose_loops(facts))
    assert rule(ways["leg", "line", "hall"], "way") == "own_use"
    assert not [way for way in ways if way[1] == way[2]]


def test_all_items_means_what_the_source_keeps_or_gets_or_sells() -> None:
    facts = bench_factory(
        transfers=(TransferRow(ALL_ITEMS, "hall", "shop", DAY, 1, 1), TransferRow("bench", "hall", "hall2", DAY)),
        stations=(HALL, SHOP, StationDraft("hall2", StationKind.STORE), SAW, LINE, MILL),
        stock=(StockDraft("bench", "hall", 0), StockDraft("seat", "hall", 5), StockDraft("wood", "saw", 5)),
        order_lines=(*orders("bench", "shop", 1), *orders("leg", "hall", 1)),
    )
    to_shop = {
        item for item, source, consumer in by_way(propose_loops(facts)) if (source, consumer) == ("hall", "shop")
    }
    assert to_shop == {"bench", "seat", "leg"}


def test_all_items_follows_through_a_chain_of_stores() -> None:
    stores = tuple(StationDraft(name, StationKind.STORE) for name in ("far", "farther"))
    facts = bench_factory(
        stations=(*bench_factory().stations, *stores),
        transfers=(
            TransferRow(ALL_ITEMS, "far", "farther", DAY),
            TransferRow(ALL_ITEMS, "shop", "far", DAY),
            TransferRow("bench", "hall", "shop", DAY),
        ),
    )
    assert ("bench", "far", "farther") in by_way(propose_loops(facts))


def test_an_explicit_row_goes_before_a_wildcard() -> None:
    rows = (TransferRow(ALL_ITEMS, "hall", "shop", DAY), TransferRow("bench", "hall", "shop", 3 * DAY, 30, 10))
    facts = bench_factory(transfers=rows, stock=(StockDraft("bench", "hall", 1),))
    loop = the_loop(facts, "bench", "hall", "shop")
    assert (loop.lead_time_minutes, loop.container_quantity, loop.lot_cards) == (3 * DAY, 10, 3)


def test_a_transfer_that_would_close_a_circle_is_left_out() -> None:
    rows = (TransferRow("bench", "hall", "shop", DAY), TransferRow("bench", "shop", "hall", DAY))
    assert ("bench", "shop", "hall") not in by_way(propose_loops(bench_factory(transfers=rows)))


def test_a_source_of_lower_priority_stands_by() -> None:
    offers = (*bench_factory().suppliers, SupplierRow("mill", "bench", "hall", 30 * DAY, 0, 0, 2))
    ways = by_way(propose_loops(bench_factory(suppliers=offers)))
    bought, made = ways["bench", "mill", "hall"], ways["bench", "line", "hall"]
    assert (bought.suspended, bought.priority) == (True, 2)
    assert (made.suspended, made.priority) == (False, 1)
    assert rule(bought, "suspended") == "stands_by"


def test_at_equal_priority_what_is_made_goes_before_what_is_bought() -> None:
    offers = (*bench_factory().suppliers, SupplierRow("mill", "bench", "hall", DAY))
    assert the_loop(bench_factory(suppliers=offers), "bench", "mill", "hall").suspended


def test_two_suppliers_of_equal_priority_share_the_demand() -> None:
    stations = (*bench_factory().stations, StationDraft("forest", StationKind.SUPPLIER))
    offers = (
        SupplierRow("mill", "wood", "hall", 10 * DAY, 0, 10),
        SupplierRow("forest", "wood", "hall", 10 * DAY, 0, 10),
    )
    ways = by_way(propose_loops(bench_factory(stations=stations, suppliers=offers)))
    # 20 wood a day, half each: 10*10*1.1/10 = 11
    for source in ("mill", "forest"):
        loop = ways["wood", source, "saw"]
        assert (loop.share, loop.suspended, loop.card_count) == (1, False, 11)


def test_what_nothing_brings_is_named() -> None:
    proposal = propose(bench_factory(suppliers=(SupplierRow("mill", "wood", "hall", DAY),)))
    assert proposal.gaps == (Gap("nothing_brings_it", "seat", "line", "bench"),)


def test_what_has_no_store_to_go_to_is_named() -> None:
    facts = PlantFacts(
        stations=(StationDraft("saw", StationKind.WORKSTATION),),
        items=(ItemDraft("leg"),),
        routing=(RoutingRow("leg", "saw"),),
    )
    proposal = propose(facts)
    assert proposal.loops == ()
    assert proposal.gaps == (Gap("no_place_to_go", "leg", "saw"),)


# -------------------------------------------------------------------------------------------------- numbers


def test_demand_explodes_through_the_bom_and_along_the_chain() -> None:
    loops = by_way(propose_loops(bench_factory()))
    a_day = {
        way: next(r.values["demand_a_day"] for r in loop.reasons if r.subject == "demand_a_day")
        for way, loop in loops.items()
    }
    assert a_day == {
        ("bench", "hall", "shop"): "10",
        ("bench", "line", "hall"): "10",
        ("seat", "mill", "line"): "10",
        ("leg", "saw", "line"): "20",
        ("wood", "mill", "saw"): "20",
    }


def test_the_order_multiple_is_the_container_and_the_minimum_the_lot() -> None:
    loop = the_loop(
        bench_factory(transfers=(TransferRow("bench", "hall", "shop", DAY, 30, 10),)), "bench", "hall", "shop"
    )
    # lot = 30/10; cards = max(ceil(10*1*1.1/10)=2, 3+1, 2)
    assert (loop.container_quantity, loop.lot_cards, loop.card_count, loop.safety_cards) == (10, 3, 4, 1)


def test_a_multiple_of_one_says_nothing() -> None:
    loop = the_loop(
        bench_factory(transfers=(TransferRow("bench", "hall", "shop", DAY, 1, 1),)), "bench", "hall", "shop"
    )
    assert (loop.container_quantity, loop.lot_cards) == (10, 1)
    assert rule(loop, "container_quantity") == "day_of_demand"


def test_a_large_minimum_of_a_countable_part_is_divided_into_handy_containers() -> None:
    # 10 seats a day, 14 days, at least 200: 40 x 5, cards = max(ceil(10*14*1.1/40)=4, 5+1) = 6
    offers = (SupplierRow("mill", "seat", "hall", 14 * DAY, 200, 1), SupplierRow("mill", "wood", "hall", DAY))
    loop = the_loop(bench_factory(suppliers=offers), "seat", "mill", "line")
    assert (loop.container_quantity, loop.lot_cards, loop.card_count) == (40, 5, 6)


def test_a_minimum_beyond_counting_is_one_box_of_two() -> None:
    offers = (SupplierRow("mill", "seat", "hall", DAY, 3000, 1), SupplierRow("mill", "wood", "hall", DAY))
    loop = the_loop(bench_factory(suppliers=offers), "seat", "mill", "line")
    assert (loop.container_quantity, loop.lot_cards, loop.card_count) == (3000, 1, 2)


def test_a_tiny_multiple_is_taken_several_times_so_that_the_cards_stay_few() -> None:
    offers = (SupplierRow("mill", "seat", "hall", 10 * DAY, 0, 2), SupplierRow("mill", "wood", "hall", DAY))
    loop = the_loop(bench_factory(suppliers=offers), "seat", "mill", "line")
    # 10*10*1.1 = 110 seats under way: 55 boxes of 2, 11 of 10, but 7 of 16 (110/16 = 6.875)
    assert (loop.container_quantity, loop.card_count) == (16, 7)
    assert rule(loop, "container_quantity") == "order_multiples"


def test_production_takes_its_fixed_minutes_and_so_many_for_each_piece() -> None:
    # container 10 (a day's demand): 60 + 30*10 = 360 minutes
    assert the_loop(bench_factory(), "bench", "line", "hall").lead_time_minutes == 360


def test_nothing_is_refilled_faster_than_in_an_hour() -> None:
    quick = (RoutingRow("bench", "line", "hall", Fraction(1, 2)), RoutingRow("leg", "saw", "hall", Fraction(6)))
    loop = the_loop(bench_factory(routing=quick), "bench", "line", "hall")
    assert (loop.lead_time_minutes, rule(loop, "lead_time_minutes")) == (60, "an_hour")


def test_a_lead_time_nobody_wrote_down_is_a_day() -> None:
    unclear = (RoutingRow("bench", "line", "hall"), RoutingRow("leg", "saw", "hall", Fraction(6)))
    loop = the_loop(bench_factory(routing=unclear), "bench", "line", "hall")
    assert (loop.lead_time_minutes, rule(loop, "lead_time_minutes")) == (DAY, "unclear")


def test_a_loop_holds_the_largest_withdrawal_and_one_container_more() -> None:
    facts = bench_factory(transfers=(TransferRow("bench", "hall", "shop", DAY, 30, 10),))
    loop = the_loop(facts, "bench", "line", "hall")
    assert (loop.container_quantity, loop.card_count, rule(loop, "card_count")) == (10, 4, "draw_and_one")


def test_without_demand_a_loop_is_the_smallest_that_works() -> None:
    loops = by_way(propose_loops(bench_factory(order_lines=())))
    shop, seats = loops["bench", "hall", "shop"], loops["seat", "mill", "line"]
    assert (shop.container_quantity, shop.card_count) == (1, 2)
    assert (seats.container_quantity, seats.lot_cards, seats.card_count) == (8, 5, 6)  # at least 40
    assert loops["wood", "mill", "saw"].container_quantity == 50


def test_quantities_of_measured_items_are_reckoned_in_steps() -> None:
    items = (ItemDraft("bench"), ItemDraft("seat"), ItemDraft("leg"), ItemDraft("wood", unit="kg", decimals=3))
    bom = (BomLineDraft("bench", "leg", Fraction(2)), BomLineDraft("leg", "wood", Fraction(1500)))
    offers = (SupplierRow("mill", "wood", "hall", DAY, 0, 25_000),)
    loop = the_loop(bench_factory(items=items, bom=bom, suppliers=offers), "wood", "mill", "saw")
    # 20 legs a day of 1.5 kg: 30 kg * 1 d * 1.1 / 25 kg = 1.32 -> 2; a box of 20 legs takes 30 kg at once: 2 + 1
    assert (loop.container_quantity, loop.card_count) == (25_000, 3)
    reason = next(r for r in loop.reasons if r.subject == "demand_a_day")
    assert reason.values["demand_a_day"] == "30"


def test_every_loop_explains_each_of_its_numbers() -> None:
    for loop in propose_loops(bench_factory()):
        subjects = [reason.subject for reason in loop.reasons]
        assert subjects[:7] == [
            "way",
            "demand_a_day",
            "container_quantity",
            "lot_cards",
            "lead_time_minutes",
            "card_count",
            "safety_cards",
        ]


def test_red_green_and_yellow_fit_into_the_cards() -> None:
    for loop in propose_loops(bench_factory()):
        assert loop.lot_cards + loop.safety_cards <= loop.card_count
        assert loop.safety_cards >= 1 or loop.card_count < 3


# --------------------------------------------------------------------------------------------------- demand


def test_the_history_spans_its_closed_orders_and_later_open_ones_do_not_thin_it() -> None:
    later = OrderLineDraft("x", "", "bench", "shop", date(2027, 6, 1), 500, "open")
    within = OrderLineDraft("y", "", "bench", "shop", date(2027, 1, 5), 7, "open")
    history = history_of((*orders("bench", "shop", 10), later, within))
    assert (history.first_on, history.last_on, history.days) == (date(2027, 1, 4), date(2027, 1, 13), 10)
    assert history.ordered == {("bench", "shop"): 107}


def test_without_closed_orders_the_open_ones_are_the_history() -> None:
    assert history_of(orders("bench", "shop", 10, status="open")).days == 10


def test_orders_of_a_single_day_are_taken_for_a_month() -> None:
    assert history_of(orders("bench", "shop", 60, days=1)).days == 30


def test_no_orders_are_no_history() -> None:
    assert history_of(()).per_day(Fraction(5)) == 0


# ---------------------------------------------------------------------------------------------- containers


def test_countable_numbers_begin_as_a_person_counts() -> None:
    assert list(islice(countable_numbers(), 16)) == [1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 200, 250, 400, 500, 1000]


@pytest.mark.parametrize(
    "demand, container",
    [
        (Fraction(1, 3), 1),
        (Fraction(1), 1),
        (Fraction(5, 2), 2),
        (Fraction(3), 4),
        (Fraction(107, 10), 10),
        (Fraction(43), 40),
    ],
)
def test_the_nearest_number_is_nearest_as_a_ratio(demand: Fraction, container: int) -> None:
    assert nearest_countable(demand) == container


@pytest.mark.parametrize(
    "value, up, text",
    [
        (Fraction(0), False, "0"),
        (Fraction(5, 2), False, "2.5"),
        (Fraction(1, 3), False, "0.333"),
        (Fraction(1, 3), True, "0.334"),
        (Fraction(20001, 10000), True, "2.001"),
        (Fraction(1, 900), False, "0.0011"),
        (Fraction(3000), False, "3000"),
    ],
)
def test_numbers_in_reasons_read_plainly(value: Fraction, up: bool, text: str) -> None:
    assert decimal_text(value, up) == text


# -------------------------------------------------------------------------------------------------- any plant


@st.composite
def any_plant(draw: st.DrawFn) -> PlantFacts:
    makers = draw(st.integers(1, 4))
    count = draw(st.integers(1, 6))
    codes = [f"i{n}" for n in range(count)]
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    lines = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)) if pairs else []
    stores = [HALL, SHOP]
    stations = [*stores, MILL, *(StationDraft(f"w{n}", StationKind.WORKSTATION, "hall", "hall") for n in range(makers))]
    amounts = st.integers(0, 500)
    made = draw(st.lists(st.sampled_from(codes), unique=True))
    return PlantFacts(
        stations=tuple(stations),
        items=tuple(ItemDraft(code) for code in codes),
        bom=tuple(
            BomLineDraft(codes[a], codes[b], Fraction(draw(st.integers(1, 9)), draw(st.integers(1, 3))))
            for a, b in lines
        ),
        routing=tuple(
            RoutingRow(code, f"w{draw(st.integers(0, makers - 1))}", "hall", Fraction(draw(amounts), 7))
            for code in made
        ),
        suppliers=tuple(
            SupplierRow("mill", code, "hall", draw(amounts), draw(amounts), draw(amounts), draw(st.integers(1, 3)))
            for code in draw(st.lists(st.sampled_from(codes), unique=True))
        ),
        transfers=tuple(
            TransferRow(code, "hall", "shop", draw(amounts), draw(amounts), draw(amounts))
            for code in draw(st.lists(st.sampled_from([ALL_ITEMS, *codes]), unique=True))
        ),
        order_lines=tuple(
            line
            for code in draw(st.lists(st.sampled_from(codes), unique=True))
            for line in orders(code, "shop", draw(st.integers(1, 400)))
        ),
    )


@settings(max_examples=150, deadline=None)
@given(any_plant())
def test_whatever_the_plant_every_loop_can_turn(facts: PlantFacts) -> None:
    kinds = {station.name: station.kind for station in facts.stations}
    seen = set()
    for loop in propose_loops(facts):
        assert loop.source != loop.consumer
        assert kinds[loop.consumer] is not StationKind.SUPPLIER
        assert loop.container_quantity >= 1
        assert loop.card_count > loop.lot_cards >= 1
        assert 0 <= loop.safety_cards <= loop.card_count - loop.lot_cards
        assert loop.lead_time_minutes >= 60
        assert (loop.item, loop.source, loop.consumer) not in seen
        seen.add((loop.item, loop.source, loop.consumer))


def test_cancelled_lines_asked_for_nothing() -> None:
    sold, gone = orders("bench", "shop", 10), orders("leg", "hall", 7, days=30, status="cancelled")
    assert history_of((*sold, *gone)) == history_of(sold)
