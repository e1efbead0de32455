"""Lots: emptied cards gather until the lot is reached, or until somebody releases them early with a reason."""

from __future__ import annotations

import pytest

from kanban_app.domain.refusals import NextKind, ReasonNeeded, RefusalCode
from tests.domain.plants import Workshop, buys, makes


def lot_of_three(cards: int = 6) -> Workshop:
    return Workshop(buys("bolt", cards=cards, lot_cards=3, container=10))


def empty_some(shop: Workshop, *numbers: int) -> None:
    for number in numbers:
        shop.clock.tick(minutes=1)
        shop.do("consume", f"bolt {number}")


def test_nothing_is_released_before_the_lot_is_reached() -> None:
    shop = lot_of_three()
    empty_some(shop, 1, 2)
    assert [shop.states()[f"bolt {number}"] for number in (1, 2, 3)] == ["empty", "empty", "full"]


def test_the_card_that_reaches_the_lot_releases_all_of_it_at_once() -> None:
    shop = lot_of_three()
    empty_some(shop, 5, 2)
    shop.clock.tick(minutes=1)
    events = shop.do("consume", "bolt 3")
    assert shop.told(since=events[0].seq) == ["release bolt 5 10", "release bolt 2 10", "release bolt 3 10"]
    assert {event.cause for event in events[1:]} == {events[0].seq}


def test_a_second_lot_gathers_while_the_first_is_being_made() -> None:
    shop = lot_of_three()
    empty_some(shop, 1, 2, 3, 4, 5)
    assert sorted(shop.states().values()) == ["empty", "empty", "full", "released", "released", "released"]
    empty_some(shop, 6)
    assert set(shop.states().values()) == {"released"}


def test_a_forced_release_takes_one_card_and_the_others_go_on_gathering() -> None:
    shop = lot_of_three()
    empty_some(shop, 1, 2)
    shop.do("release", "bolt 1", reason="the night shift needs it")
    assert shop.states()["bolt 1"] == "released"
    empty_some(shop, 3)
    assert [shop.states()[f"bolt {number}"] for number in (2, 3)] == ["empty", "empty"]
    empty_some(shop, 4)
    assert [shop.states()[f"bolt {number}"] for number in (2, 3, 4)] == ["released"] * 3


def test_a_forced_release_without_a_reason_is_wrong_use() -> None:
    shop = lot_of_three()
    empty_some(shop, 1)
    with pytest.raises(ReasonNeeded):
        shop.do("release", "bolt 1")


def test_starting_a_card_that_waits_for_its_lot_is_refused_with_the_early_release() -> None:
    shop = Workshop(makes("bolt", cards=3, lot_cards=3))
    shop.do("consume", "bolt 1")
    refused = shop.refused("start", "bolt 1", at="bench")
    assert refused.code is RefusalCode.NOTHING_TO_DO_HERE
    assert refused.next is not None
    assert (refused.next.kind, refused.next.action) == (NextKind.DO_INSTEAD, "release")


def test_a_held_card_does_not_count_for_the_lot() -> None:
    shop = lot_of_three()
    empty_some(shop, 1)
    shop.do("hold", "bolt 1", reason="the box leaks")
    empty_some(shop, 2, 3)
    assert [shop.states()[f"bolt {number}"] for number in (1, 2, 3)] == ["empty"] * 3
    empty_some(shop, 4)
    assert [shop.states()[f"bolt {number}"] for number in (1, 2, 3, 4)] == ["empty", *["released"] * 3]


def test_a_card_that_is_resumed_may_complete_the_lot() -> None:
    shop = lot_of_three()
    empty_some(shop, 1)
    shop.do("hold", "bolt 1", reason="the box leaks")
    empty_some(shop, 2, 3)
    shop.do("resume", "bolt 1", reason="mended")
    assert [shop.states()[f"bolt {number}"] for number in (1, 2, 3)] == ["released"] * 3


def test_taking_a_hold_back_completes_the_lot_as_resuming_does() -> None:
    shop = lot_of_three(cards=3)
    empty_some(shop, 1)
    shop.do("hold", "bolt 1", reason="the box leaks")
    empty_some(shop, 2, 3)
    shop.do("revert", "bolt 1", reason="it was another one")
    assert set(shop.states().values()) == {"released"}


def test_a_full_lot_never_waits_after_a_revert() -> None:
    shop = Workshop(buys("bolt", cards=4, lot_cards=2))
    empty_some(shop, 1, 2, 3)
    shop.do("revert", "bolt 2", reason="scanned the wrong one")
    assert shop.states() == {"bolt 1": "released", "bolt 2": "full", "bolt 3": "released", "bolt 4": "full"}


def test_a_release_that_is_taken_back_waits_for_its_lot_again() -> None:
    shop = lot_of_three()
    empty_some(shop, 1)
    shop.do("release", "bolt 1", reason="early")
    shop.do("revert", "bolt 1")
    card = shop.card("bolt 1")
    assert (card.state, card.due_at) == ("empty", None)
    empty_some(shop, 2, 3)
    assert [shop.states()[f"bolt {number}"] for number in (1, 2, 3)] == ["released"] * 3


def test_a_retired_card_leaves_the_lot_waiting_and_its_taken_back_retirement_completes_it() -> None:
    shop = lot_of_three(cards=3)
    empty_some(shop, 1)
    shop.do("retire", "bolt 1", reason="lost")
    empty_some(shop, 2, 3)
    assert shop.states() == {"bolt 2": "empty", "bolt 3": "empty"}
    shop.do("revert", "bolt 1", reason="found")
    assert set(shop.states().values()) == {"released"}


def test_a_suspended_loop_gathers_but_releases_nothing_until_it_runs_again() -> None:
    shop = lot_of_three()
    shop.change("bolt", suspended=True)
    empty_some(shop, 1, 2, 3)
    assert sorted(shop.states().values()) == ["empty"] * 3 + ["full"] * 3
    refused = shop.refused("release", "bolt 1", reason="need it")
    assert refused.code is RefusalCode.LOOP_SUSPENDED
    assert refused.next is not None
    assert refused.next.kind is NextKind.SEE_LOOP
    shop.change("bolt", suspended=False)
    assert sorted(shop.states().values()) == ["full"] * 3 + ["released"] * 3


def test_single_use_cards_do_not_count_for_the_lot() -> None:
    shop = lot_of_three()
    shop.issue("bolt", 10, reason="trial")
    empty_some(shop, 1, 2)
    assert shop.states()["bolt 1"] == "empty"
