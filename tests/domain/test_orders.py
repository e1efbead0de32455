"""How far lines and orders have come, who gets what stands in stock, and which policy answers demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.backlog import in_turn, shared_out
from kanban_app.domain.orders import (
    LineFacts,
    LineState,
    LineStatus,
    OrderLine,
    Policy,
    order_state_of,
    state_of,
)
from kanban_app.domain.policies import ChosenPolicy, decoupling_at, default_policy, policy_of
from tests.domain.plants import Workshop, buys, makes, moves

LINE = OrderLine(1, "4711", 2, "Ada", 7, 3, date(2026, 3, 9), 10, status=LineStatus.CONFIRMED, policy=Policy.MTO)


def test_a_card_names_its_line_by_order_and_line_number() -> None:
    assert LINE.reference == "4711/2"


@pytest.mark.parametrize(
    ("changes", "facts", "state"),
    [
        ({"status": LineStatus.OPEN, "policy": None}, LineFacts(), LineState.DRAFT),
        ({}, LineFacts(cards_left=3), LineState.CONFIRMED),
        ({}, LineFacts(started=True, cards_left=3), LineState.IN_WORK),
        ({}, LineFacts(there=9, started=True, cards_left=3), LineState.IN_WORK),
        ({}, LineFacts(there=10, started=True, cards_left=3), LineState.READY),
        ({"shipped": 4}, LineFacts(there=6, started=True, cards_left=1), LineState.READY),
        ({"shipped": 4}, LineFacts(), LineState.IN_WORK),
        ({"shipped": 10, "status": LineStatus.CLOSED}, LineFacts(cards_left=1), LineState.SHIPPED),
        ({"shipped": 10, "status": LineStatus.CLOSED}, LineFacts(), LineState.CLOSED),
        ({"status": LineStatus.CANCELLED}, LineFacts(), LineState.CANCELLED),
    ],
)
def test_a_line_is_as_far_as_its_cards(changes: dict[str, object], facts: LineFacts, state: LineState) -> None:
    assert state_of(replace(LINE, **changes), facts) is state  # type: ignore[arg-type] # fields of a line


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ("draft draft", "draft"),
        ("draft confirmed", "confirmed"),
        ("confirmed ready", "in_work"),
        ("ready ready", "ready"),
        ("ready closed", "ready"),
        ("shipped closed", "shipped"),
        ("closed cancelled", "closed"),
        ("cancelled cancelled", "cancelled"),
        ("draft cancelled", "draft"),
        ("in_work closed", "in_work"),
    ],
)
def test_an_order_is_as_far_as_all_its_lines(states: str, state: str) -> None:
    assert order_state_of([LineState(name) for name in states.split()]).value == state


# -- backlog -----------------------------------------------------------------------------------------------------------

LINES = st.lists(
    st.builds(
        lambda number, item, day, quantity, priority: replace(
            LINE, id=number, item_id=item, wanted_on=date(2026, 3, day), quantity=quantity, priority=priority
        ),
        st.integers(1, 10_000),
        st.integers(1, 2),
        st.integers(1, 5),
        st.integers(1, 9),
        st.integers(0, 2),
    ),
    max_size=8,
    unique_by=lambda line: line.id,
)


@given(lines=LINES, first=st.integers(0, 30), second=st.integers(0, 30))
def test_stock_goes_to_the_oldest_wanted_date_first_and_none_is_given_twice(
    lines: list[OrderLine], first: int, second: int
) -> None:
    stock = {(3, 1): first, (3, 2): second}
    given_out = shared_out(lines, stock)
    for (_, item_id), there in stock.items():
        own = [line for line in in_turn(lines) if line.item_id == item_id]
        assert sum(given_out.get(line.id, 0) for line in own) == min(there, sum(line.quantity for line in own))
        short = next((place for place, line in enumerate(own) if given_out.get(line.id, 0) < line.quantity), len(own))
        assert all(line.id not in given_out for line in own[short + 1 :])


# -- policies ----------------------------------------------------------------------------------------------------------


def plant(**counts: int) -> Workshop:
    return Workshop(
        buys("beam", to="saw", cards=counts.get("beam", 2)),
        makes("leg", at="saw", to="bench", cards=counts.get("leg", 2)),
        makes("chair", at="bench", to="store", cards=counts.get("store", 2)),
        moves("chair", out_of="store", to="shop", cards=counts.get("shop", 2), name="to shop"),
        bom={"chair": {"leg": 4}, "leg": {"beam": 1}},
    )


def ids(shop: Workshop) -> tuple[int, int]:
    return shop.loop("chair").item_id, shop.station_ids["shop"]


def test_what_a_loop_keeps_at_the_shipping_place_is_made_to_stock_and_all_else_to_order() -> None:
    for cards, policy in ((2, Policy.MTS), (0, Policy.MTO)):
        shop = plant(shop=cards)
        item_id, station_id = ids(shop)
        assert default_policy(shop.structure, item_id, station_id) is policy
        assert policy_of(shop.structure, item_id, station_id, {}) is policy
        chosen = {item_id: ChosenPolicy(Policy.PUSH, "season")}
        assert policy_of(shop.structure, item_id, station_id, chosen) is Policy.PUSH
        assert default_policy(shop.structure, item_id, None) is policy, "it ships from where its last loop ends"


def test_an_item_that_ships_from_several_places_is_made_to_stock_where_all_of_them_keep_it() -> None:
    for cards, policy in ((2, Policy.MTS), (0, Policy.MTO)):
        shop = Workshop(
            makes("chair", at="bench", to="store", cards=2),
            moves("chair", out_of="store", to="north", cards=2, name="to north"),
            moves("chair", out_of="store", to="south", cards=cards, name="to south"),
        )
        assert default_policy(shop.structure, shop.loop("chair").item_id, None) is policy


def test_a_paused_second_source_keeps_nothing() -> None:
    shop = Workshop(
        buys("bolt", to="shop", cards=0), buys("bolt", of="other", to="shop", cards=3, suspended=True, name="standby")
    )
    item_id, station_id = shop.loop("bolt").item_id, shop.station_ids["shop"]
    assert default_policy(shop.structure, item_id, station_id) is Policy.MTO
    shop.change("bolt", suspended=True)
    assert default_policy(shop.structure, item_id, station_id) is Policy.MTS


@pytest.mark.parametrize(
    ("counts", "policy", "places"),
    [
        ({}, Policy.MTS, {"shop"}),
        ({}, Policy.MTO, {"store"}),
        ({"shop": 0}, Policy.MTO, {"store"}),
        ({"shop": 0, "store": 0}, Policy.MTO, {"bench"}),
        ({"shop": 0, "store": 0, "leg": 0}, Policy.MTO, {"saw"}),
        ({"shop": 0, "store": 0, "leg": 0, "beam": 0}, Policy.MTO, set()),
    ],
)
def test_the_decoupling_point_is_the_first_place_upstream_that_a_loop_holds(
    counts: dict[str, int], policy: Policy, places: set[str]
) -> None:
    shop = plant(**counts)
    found = decoupling_at(shop.structure, *ids(shop), policy)
    assert {shop.structure.stations[station_id].name for station_id in found.station_ids} == places
