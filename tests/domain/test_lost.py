"""Maybe lost: longer than 95 % of its past, at least twice the lead time, while its siblings moved on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.lost import may_be_asked, percentile_95, suspects
from tests.domain.plants import Workshop, buys

HOUR = timedelta(hours=1)
USUAL = [timedelta(minutes=minutes) for minutes in (30, 40, 50, 60, 70)]


def shop_of_three() -> Workshop:
    """Lead time one hour, so that twice it is two."""
    return Workshop(buys("part", cards=3, lead_time_minutes=60))


def lost(shop: Workshop, dwells: Mapping[str, Sequence[timedelta]]) -> list[str]:
    """Which of the released cards are suspects; the dwells are those in the queue of the source."""
    cards = [card for card in shop.kept.cards.values() if card.state is not CardState.RETIRED]
    by_id = {shop.card(name).id: past for name, past in dwells.items()}
    found = suspects(cards, shop.loop("part"), shop.clock(), by_id)
    return sorted(shop.name_of(card) for card in cards if card.id in found and card.state is CardState.RELEASED)


def stand(shop: Workshop, hours: float) -> Workshop:
    """Card 1 stands in the source's queue for that long; card 2 comes after half of it and is taken first."""
    shop.do("consume", "part 1")
    shop.clock.tick(hours=hours / 2)
    shop.do("consume", "part 2")
    shop.do("start", "part 2")
    shop.clock.tick(hours=hours / 2)
    return shop


def test_a_card_that_stands_much_longer_than_ever_while_its_siblings_moved_on_is_maybe_lost() -> None:
    assert lost(stand(shop_of_three(), 3), {"part 1": USUAL}) == ["part 1"]


@pytest.mark.parametrize(("hours", "found"), [(1.99, []), (2, ["part 1"])])
def test_nothing_is_lost_before_twice_the_lead_time(hours: float, found: list[str]) -> None:
    assert lost(stand(shop_of_three(), hours), {"part 1": USUAL}) == found


def test_a_card_that_often_stood_that_long_is_not_lost() -> None:
    assert lost(stand(shop_of_three(), 3), {"part 1": [3 * HOUR] * 5}) == []


def test_the_card_that_moved_last_is_not_lost_because_the_whole_line_stands() -> None:
    shop = shop_of_three()
    shop.do("consume", "part 2")
    shop.clock.tick(hours=2)
    shop.do("consume", "part 1")
    shop.do("start", "part 1")
    shop.clock.tick(hours=100)
    assert lost(shop, {"part 1": USUAL}) == ["part 2"]


def test_cards_that_all_wait_in_one_queue_are_not_lost_however_late_their_source_is() -> None:
    shop = shop_of_three()
    for name in ("part 1", "part 2", "part 3"):
        shop.do("consume", name)
        shop.clock.tick(hours=1)
    shop.clock.tick(hours=100)
    assert lost(shop, {"part 1": USUAL, "part 2": USUAL, "part 3": USUAL}) == []


def test_a_full_container_is_maybe_lost_when_a_younger_one_was_emptied_before_it() -> None:
    shop = shop_of_three()
    shop.do("consume", "part 2")
    shop.clock.tick(hours=1)
    shop.do("receive", "part 2")
    shop.clock.tick(hours=50)
    shop.do("consume", "part 2")
    full = shop.card("part 1")
    cards = [shop.card(f"part {number}") for number in (1, 2, 3)]
    assert full.id in suspects(cards, shop.loop("part"), shop.clock(), {full.id: USUAL})
    assert full.id not in suspects(cards[::2], shop.loop("part"), shop.clock(), {full.id: USUAL})


def test_a_sibling_that_was_only_issued_or_retired_has_not_moved_on() -> None:
    shop = shop_of_three()
    shop.clock.tick(hours=1)
    shop.do("consume", "part 1")
    shop.clock.tick(hours=50)
    shop.change("part", card_count=5)
    shop.do("retire", "part 2", reason="damaged")
    shop.clock.tick(hours=50)
    assert lost(shop, {"part 1": USUAL}) == []
    cards = list(shop.kept.cards.values())  # the retired one is among them
    assert shop.card("part 1").id not in suspects(
        cards, shop.loop("part"), shop.clock(), {shop.card("part 1").id: USUAL}
    )


def test_a_card_with_few_cycles_is_judged_by_its_whole_loop() -> None:
    shop = stand(shop_of_three(), 3)
    assert lost(shop, {"part 1": [3 * HOUR], "part 2": USUAL * 10}) == ["part 1"]
    assert lost(shop, {"part 1": [HOUR], "part 2": [4 * HOUR] * 10}) == []


def test_a_card_with_cycles_enough_is_judged_by_its_own() -> None:
    shop = stand(shop_of_three(), 3)
    assert lost(shop, {"part 1": USUAL, "part 2": [9 * HOUR] * 50}) == ["part 1"]


def test_without_any_past_nothing_is_called_lost() -> None:
    assert lost(stand(shop_of_three(), 100), {}) == []


@pytest.mark.parametrize("state", [CardState.NEW, CardState.RETIRED])
def test_cards_outside_the_loop_are_not_asked(state: CardState) -> None:
    shop = shop_of_three()
    card: Card = replace(shop.card("part 1"), state=state)
    assert not may_be_asked(card, shop.loop("part"), shop.clock() + 1000 * HOUR)


@given(st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=100)), min_size=1, max_size=200))
def test_ninety_five_of_a_hundred_do_not_exceed_the_percentile_and_one_place_lower_would_be_too_few(
    values: list[timedelta],
) -> None:
    found = percentile_95(values)
    assert found in values
    assert sum(value <= found for value in values) >= ceil(len(values) * 95 / 100)
    assert sum(value < found for value in values) < len(values) * 95 / 100
