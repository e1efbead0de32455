"""Moving the decoupling point: which loops end and begin, what they hold, how long a customer waits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.decoupling_moves import (
    LoopNumbers,
    PointMove,
    demand_at,
    money_of,
    numbers_of_loop,
    plan_move,
    sized,
    targets_for,
    waiting_minutes,
    with_numbers,
)
from kanban_app.domain.demand_pegs import Place
from kanban_app.domain.flow_ways import decoupling_of, holding_loops
from kanban_app.domain.items import Item
from kanban_app.domain.loops import Loop
from kanban_app.domain.orders import OrderRefused
from kanban_app.domain.structure import Structure
from tests.domain.plants import LoopPlan, Workshop, buys, makes, moves

BOM = {"chair": {"leg": 4, "cushion": 1}, "stool": {"leg": 3}, "leg": {"beam": Fraction(1, 2)}}
DAY = 1440


def furniture(*more: LoopPlan, **cards: int) -> Workshop:
    """beam -> saw -> bench -> store -> shop; a cushion is bought; every loop holds two cards if nothing is said."""
    return Workshop(
        buys("beam", to="saw", cards=cards.get("beam", 2), lead_time_minutes=7 * DAY),
        buys("cushion", of="upholsterer", to="bench", cards=cards.get("cushion", 2), lead_time_minutes=3 * DAY),
        makes("leg", at="saw", to="bench", cards=cards.get("leg", 2), container=8, lead_time_minutes=DAY),
        makes("chair", at="bench", to="store", cards=cards.get("chair", 2), container=2, lead_time_minutes=2 * DAY),
        moves("chair", out_of="store", to="shop", cards=cards.get("shop", 2), container=4, name="shop"),
        *more,
        bom=BOM,
    )


def at(plant: Workshop, loop: str) -> Place:
    return plant.loop(loop).consumer_id, plant.loop(loop).item_id


def five(_loop: Loop) -> LoopNumbers:
    return LoopNumbers(5, 1, 1)


def move(
    plant: Workshop,
    *targets: str,
    structure: Structure | None = None,
    numbers: Callable[[Loop], LoopNumbers] = five,
) -> PointMove:
    return plan_move(structure or plant.structure, {at(plant, "shop")}, {at(plant, name) for name in targets}, numbers)


def named(plant: Workshop, found: PointMove) -> dict[str, int]:
    """The new card counts by loop."""
    names = {loop_id: name for name, loop_id in plant.loop_ids.items()}
    return {names[one.loop.id]: one.numbers.card_count for one in found.loops}


def test_moving_upstream_ends_the_loops_towards_the_sale() -> None:
    plant = furniture()
    found = move(plant, "leg", "cushion")
    assert named(plant, found) == {"chair": 0, "shop": 0}
    assert sorted(one.steps for one in found.ending) == [-8, -4]
    assert (found.minutes_before, found.minutes_after) == (0, 2 * DAY + plant.loop("shop").lead_time_minutes)


def test_moving_towards_the_sale_begins_loops_for_all_that_fills_the_point() -> None:
    plant = furniture(shop=0, chair=0, leg=0)
    found = move(plant, "chair")
    assert named(plant, found) == {"leg": 5, "chair": 5}
    assert found.minutes_before == plant.loop("shop").lead_time_minutes + 3 * DAY
    assert found.minutes_after == plant.loop("shop").lead_time_minutes


def test_a_branch_beside_the_way_keeps_its_point() -> None:
    plant = furniture()
    assert named(plant, move(plant, "beam")) == {"leg": 0, "chair": 0, "shop": 0}


def test_what_another_item_takes_stays_with_all_that_fills_it() -> None:
    plant = furniture(makes("stool", at="bench", to="store"))
    found = move(plant, "beam")
    assert named(plant, found) == {"chair": 0, "shop": 0}
    [stays] = found.stays
    assert (stays.place, plant.structure.items[stays.for_item_id].code) == (at(plant, "leg"), "stool")
    assert stays.for_station_id == at(plant, "leg")[0], "the stool is made where the legs stand"


def test_a_point_that_is_held_for_others_does_not_move() -> None:
    plant = furniture(makes("stool", at="bench", to="store"), chair=0, shop=0)
    with pytest.raises(OrderRefused) as refused:
        move(plant, "beam")
    assert (refused.value.code, refused.value.facts["other"]) == ("kept_for_others", "stool")


def test_a_point_that_stands_there_already_does_not_move() -> None:
    plant = furniture()
    with pytest.raises(OrderRefused) as refused:
        move(plant, "shop")
    assert refused.value.code == "nothing_moves"


def test_a_paused_way_is_not_begun() -> None:
    plant = furniture(shop=0)
    plant.change("shop", suspended=True)
    with pytest.raises(OrderRefused) as refused:
        move(plant, "shop")
    assert refused.value.code == "route_paused"


def test_a_station_means_its_place_nearest_to_the_sale_and_an_item_where_it_arrives() -> None:
    plant = furniture()
    sales = {at(plant, "shop")}
    bench = plant.station_ids["bench"]
    assert targets_for(plant.structure, sales, station_id=bench) == {at(plant, "leg"), at(plant, "cushion")}
    assert targets_for(plant.structure, sales, item_id=plant.loop("chair").item_id) == {at(plant, "shop")}
    assert targets_for(plant.structure, sales, station_id=plant.station_ids["store"]) == {at(plant, "chair")}
    with pytest.raises(OrderRefused):
        targets_for(plant.structure, sales, station_id=plant.station_ids["upholsterer"])


def test_demand_goes_up_the_chain_and_sizes_what_begins() -> None:
    """2 chairs a day: 8 legs, 2 cushions, 4 beams. Legs: 8 a day, 1 day, 10 % safety, in eights: 1.1, so 2 cards;
    a chair container takes 8 legs at once: 2. Chairs to the shop: 2 a day, 1 day, in fours."""
    plant = furniture()
    rates = demand_at(plant.structure, {at(plant, "shop"): Fraction(2)})
    assert {name: rates[at(plant, name)] for name in ("shop", "chair", "leg", "cushion", "beam")} == {
        "shop": 2,
        "chair": 2,
        "leg": 8,
        "cushion": 2,
        "beam": 4,
    }
    assert sized(plant.structure, plant.loop("leg"), Fraction(8)) == LoopNumbers(2, 1, 1)
    assert sized(plant.structure, plant.loop("beam"), Fraction(4)) == LoopNumbers(4, 1, 1)
    assert sized(plant.structure, plant.loop("shop"), Fraction(0)) == LoopNumbers(2, 1, 0)


def test_money_is_exact_and_unknown_where_nobody_said_a_cost() -> None:
    assert str(money_of(Item(1, "oil", decimals=3, unit_cost="2.40"), 2500)) == "6.00"
    assert money_of(Item(1, "oil", unit_cost=""), 5) is None
    assert money_of(Item(1, "oil", unit_cost="NaN"), 5) is None


PLACES = ("shop", "chair", "leg", "cushion", "beam")


@given(
    counts=st.lists(st.integers(0, 3), min_size=5, max_size=5),
    first=st.sets(st.sampled_from(PLACES), min_size=1),
    second=st.sets(st.sampled_from(PLACES), min_size=1),
)
def test_the_point_stands_where_it_was_moved_to(counts: list[int], first: set[str], second: set[str]) -> None:
    plant = furniture(**dict(zip(PLACES, counts, strict=True)))
    structure = plant.structure
    for targets in (first, second):
        try:
            found = move(plant, *targets, structure=structure)
        except OrderRefused:  # it stands there already
            continue
        assert found.minutes_before == waiting_minutes(structure, {at(plant, "shop")})
        structure = with_numbers(structure, {one.loop.id: one.numbers for one in found.loops})
        assert found.minutes_after == waiting_minutes(structure, {at(plant, "shop")})
        assert all(holding_loops(structure, *at(plant, name)) for name in targets)
        shop_id = plant.station_ids["shop"]
        point = decoupling_of(structure, plant.loop("shop").item_id, shop_id)
        assert point.is_all_stock == ("shop" in targets)


@given(targets=st.sets(st.sampled_from(PLACES), min_size=1))
def test_moving_there_and_back_leaves_the_loops_as_they_were(targets: set[str]) -> None:
    plant = furniture()
    before = plant.structure
    kept = {loop.id: numbers_of_loop(loop) for loop in before.loops.values()}
    try:
        there = move(plant, *targets)
    except OrderRefused:
        return
    moved = with_numbers(before, {one.loop.id: one.numbers for one in there.loops})
    back = move(plant, "shop", structure=moved, numbers=lambda loop: kept[loop.id])
    again = with_numbers(moved, {one.loop.id: one.numbers for one in back.loops})
    assert again.loops == before.loops
    assert {one.loop.id: -one.steps for one in there.loops} == {one.loop.id: one.steps for one in back.loops}
