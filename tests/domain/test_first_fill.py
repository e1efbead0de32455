"""The first fill: which new card starts with how much."""

from __future__ import annotations

from typing import Any

import pytest

from kanban_app.domain.first_fill import Counted, FirstFill, Start, first_fill
from kanban_app.domain.stations import Station
from tests.domain.plants import Workshop, buys, makes, moves


def fill(shop: Workshop, start: Start, *stock: Counted) -> FirstFill:
    cards = {
        loop.id: [card for card in shop.kept.cards.values() if card.loop_id == loop.id]
        for loop in shop.structure.loops.values()
    }
    return first_fill(shop.structure, cards, start, stock)


def named(shop: Workshop, filled: FirstFill) -> dict[str, int]:
    return {shop.name_of(shop.card(card_id)): quantity for card_id, quantity in filled.quantities.items()}


def part_shop(**options: Any) -> Workshop:
    return Workshop(buys("part", cards=3, container=10, **options), start="new")


def test_new_cards_may_wait_for_their_activation() -> None:
    assert named(part_shop(), fill(part_shop(), Start.NEW)) == {}


def test_all_cards_may_start_full() -> None:
    assert named(part_shop(), fill(part_shop(), Start.FULL)) == {"part 1": 10, "part 2": 10, "part 3": 10}


def test_all_cards_may_start_empty() -> None:
    assert named(part_shop(), fill(part_shop(), Start.EMPTY)) == {"part 1": 0, "part 2": 0, "part 3": 0}


def test_counted_stock_fills_whole_containers_first_and_then_a_part_of_one() -> None:
    shop = part_shop()
    filled = fill(shop, Start.FROM_STOCK, Counted(1, "bench", 14))
    assert named(shop, filled) == {"part 1": 10, "part 2": 4, "part 3": 0}
    assert filled.unplaced == ()


def test_stock_that_no_card_holds_is_told() -> None:
    shop = part_shop()
    filled = fill(shop, Start.FROM_STOCK, Counted(1, "bench", 34))
    assert filled.unplaced == (Counted(1, "bench", 4),)


def test_stock_counted_in_two_lines_is_the_same_as_in_one() -> None:
    shop = part_shop()
    filled = fill(shop, Start.FROM_STOCK, Counted(1, "bench", 14), Counted(1, "bench", 3))
    assert sum(named(shop, filled).values()) == 17
    assert named(shop, filled) == {"part 1": 10, "part 2": 7, "part 3": 0}


def test_stock_counted_twice_beyond_what_the_cards_hold_is_told_and_lost_nowhere() -> None:
    shop = part_shop()
    filled = fill(shop, Start.FROM_STOCK, Counted(1, "bench", 25), Counted(1, "BENCH", 25))
    assert sum(named(shop, filled).values()) + sum(counted.quantity for counted in filled.unplaced) == 50


def test_stock_in_a_place_nobody_knows_is_told() -> None:
    shop = part_shop()
    assert fill(shop, Start.FROM_STOCK, Counted(1, "attic", 5)).unplaced == (Counted(1, "attic", 5),)


def test_a_suspended_loop_starts_with_nothing() -> None:
    shop = part_shop(suspended=True)
    filled = fill(shop, Start.FROM_STOCK, Counted(1, "bench", 5))
    assert (named(shop, filled), filled.unplaced) == ({}, (Counted(1, "bench", 5),))


def test_stock_of_a_location_goes_to_its_stores_before_its_workstations() -> None:
    shop = Workshop(
        makes("part", at="press", to="bench", cards=1, name="bench"),
        moves("part", out_of="depot", to="shelf", cards=1, name="shelf"),
        makes("rack", at="bench", to="shelf", cards=1),
        start="new",
    )
    for name in ("bench", "shelf"):
        station = shop.structure.stations[shop.station_ids[name]]
        shop.structure.stations[station.id] = Station(station.id, station.name, station.kind, "hall 1")
    filled = fill(shop, Start.FROM_STOCK, Counted(1, "hall 1", 14))
    assert named(shop, filled) == {"bench 1": 4, "shelf 1": 10, "rack 1": 0}


@pytest.mark.parametrize("start", list(Start))
def test_no_card_starts_with_more_than_its_container(start: Start) -> None:
    shop = part_shop()
    filled = fill(shop, start, Counted(1, "bench", 1000))
    assert all(0 <= quantity <= 10 for quantity in filled.quantities.values())
