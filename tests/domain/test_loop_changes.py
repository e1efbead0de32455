"""Loop changes never touch a container in mid-cycle: each card takes them over as it next passes empty."""

from __future__ import annotations

import pytest

from kanban_app.domain.cards import PrintReason
from kanban_app.domain.loop_changes import PRINTED, LoopChangeError
from tests.domain.plants import Workshop, buys

MID_CYCLE = {
    "full": (),
    "in_use": (("draw", 1),),
    "released": (("consume", None),),
    "in_process": (("consume", None), ("start", None)),
    "in_transit": (("consume", None), ("dispatch", None)),
}


def shop_in(state: str) -> Workshop:
    shop = Workshop(buys("part", cards=2, container=10))
    for action, quantity in MID_CYCLE[state]:
        shop.do(action, "part 1", quantity)
    return shop


@pytest.mark.parametrize("state", MID_CYCLE)
def test_a_container_in_mid_cycle_keeps_its_quantity_until_it_has_been_emptied_again(state: str) -> None:
    shop = shop_in(state)
    before = shop.card("part 1")
    shop.change("part", container_quantity=40)
    assert shop.card("part 1") == before
    if state not in ("full", "in_use"):
        shop.do("receive", "part 1")
        assert shop.pieces()["part 1"] == 10
    shop.do("consume", "part 1")
    assert shop.card("part 1").container_quantity == 40
    shop.do("receive", "part 1")
    assert shop.pieces()["part 1"] == 40


@pytest.mark.parametrize("start", ["empty", "new"])
def test_a_card_that_stands_empty_or_waits_for_activation_takes_the_change_over_at_once(start: str) -> None:
    shop = Workshop(buys("part", cards=2, lot_cards=2), start="new")
    if start == "empty":
        shop.do("activate", "part 1", 0)
    shop.change("part", container_quantity=40)
    assert (shop.card("part 1").container_quantity, shop.card("part 1").revision) == (40, 2)


@pytest.mark.parametrize("state", MID_CYCLE)
def test_a_surplus_card_in_mid_cycle_leaves_when_it_is_next_emptied(state: str) -> None:
    shop = Workshop(buys("part", cards=3, container=10))
    for action, quantity in MID_CYCLE[state]:
        shop.do(action, "part 3", quantity)
    change = shop.change("part", card_count=2)
    assert change.surplus_ids == (shop.card("part 3").id,)
    assert shop.states()["part 3"] == state
    if state not in ("full", "in_use"):
        shop.do("receive", "part 3")
    events = shop.do("consume", "part 3")
    assert [event.action for event in events] == ["consume", "retire"]
    assert events[1].reason == "surplus"
    assert shop.states() == {"part 1": "full", "part 2": "full"}


@pytest.mark.parametrize("start", ["empty", "new"])
def test_a_surplus_card_that_stands_empty_or_new_leaves_at_once(start: str) -> None:
    shop = Workshop(buys("part", cards=3, lot_cards=2), start="new")
    if start == "empty":
        shop.do("activate", "part 3", 0)
    shop.change("part", card_count=2)
    assert shop.states() == {"part 1": "new", "part 2": "new"}


def test_the_cards_with_the_highest_numbers_are_the_surplus() -> None:
    shop = Workshop(buys("part", cards=5))
    assert shop.preview("part", card_count=3).surplus_ids == (shop.card("part 4").id, shop.card("part 5").id)


def test_a_surplus_card_that_is_wanted_again_stays() -> None:
    shop = Workshop(buys("part", cards=3))
    shop.change("part", card_count=2)
    change = shop.change("part", card_count=3)
    assert (change.new_numbers, change.surplus_ids) == ((), ())
    shop.do("consume", "part 3")
    assert shop.states()["part 3"] == "released"


def test_more_cards_are_issued_new_with_the_numbers_that_are_missing() -> None:
    shop = Workshop(buys("part", cards=3))
    shop.do("retire", "part 2", reason="lost")
    change = shop.change("part", card_count=5)
    assert change.new_numbers == (2, 4, 5)
    assert shop.states() == {
        "part 1": "full",
        "part 2": "new",
        "part 3": "full",
        "part 4": "new",
        "part 5": "new",
    }
    assert shop.card("part 4").print_reason is PrintReason.NEW


def test_a_smaller_lot_releases_what_has_gathered() -> None:
    shop = Workshop(buys("part", cards=4, lot_cards=3))
    shop.do("consume", "part 1")
    shop.do("consume", "part 2")
    shop.change("part", lot_cards=2)
    assert sorted(shop.states().values()) == ["full", "full", "released", "released"]


def test_a_larger_lot_waits_longer() -> None:
    shop = Workshop(buys("part", cards=4, lot_cards=2))
    shop.do("consume", "part 1")
    shop.change("part", lot_cards=3)
    shop.do("consume", "part 2")
    assert sorted(shop.states().values()) == ["empty", "empty", "full", "full"]


def test_a_surplus_card_is_not_counted_for_the_lot_it_stood_in() -> None:
    shop = Workshop(buys("part", cards=4, lot_cards=3))
    shop.do("consume", "part 4")
    shop.do("consume", "part 1")
    shop.change("part", card_count=3)
    shop.do("consume", "part 2")
    assert shop.states() == {"part 1": "empty", "part 2": "empty", "part 3": "full"}


# -- paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PRINTED)
def test_what_stands_on_the_paper_makes_a_new_revision_and_the_old_papers_are_listed(name: str) -> None:
    shop = Workshop(buys("part", cards=3))
    shop.paper("part 1")
    value = "box" if name in ("container_type", "source_location", "consumer_location") else 2
    change = shop.change("part", **{name: value})
    assert change.loop.revision == 2
    assert change.loop.revised_at == shop.clock()
    assert change.stale_ids == (shop.card("part 1").id,)


@pytest.mark.parametrize(
    "values", [{"card_count": 3}, {"priority": 2}, {"suspended": True}, {"container_quantity": 10}]
)
def test_what_does_not_stand_on_the_paper_leaves_the_revision(values: dict[str, object]) -> None:
    shop = Workshop(buys("part", cards=2, container=10))
    shop.paper("part 1")
    change = shop.change("part", **values)
    assert (change.loop.revision, change.stale_ids) == (1, ())


def test_a_stale_paper_goes_on_the_print_list_as_its_card_takes_the_change_over() -> None:
    shop = Workshop(buys("part", cards=2, lot_cards=2))
    shop.paper("part 1")
    shop.change("part", container_quantity=40)
    assert shop.card("part 1").print_reason is PrintReason.NEW or shop.card("part 1").print_reason is None
    shop.do("consume", "part 1")
    assert shop.card("part 1").print_reason is PrintReason.REVISION


# -- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("container_quantity", 0),
        ("card_count", -1),
        ("lot_cards", 0),
        ("lot_cards", 4),
        ("safety_cards", -1),
        ("safety_cards", 4),
        ("lead_time_minutes", -1),
        ("priority", 0),
        ("share", -1),
        ("over_tolerance_percent", -1),
        ("over_tolerance_percent", 1001),
        ("under_tolerance_percent", -1),
        ("under_tolerance_percent", 101),
    ],
)
def test_a_number_no_loop_can_have_is_named_and_nothing_changes(name: str, value: int) -> None:
    shop = Workshop(buys("part", cards=3))
    before = shop.loop("part")
    with pytest.raises(LoopChangeError) as error:
        shop.change("part", **{name: value})
    assert error.value.field_name == name
    assert shop.loop("part") == before


def test_a_loop_may_be_emptied_of_all_its_cards() -> None:
    shop = Workshop(buys("part", cards=2))
    shop.change("part", card_count=0)
    for name in ("part 1", "part 2"):
        shop.do("consume", name)
    assert shop.states() == {}
