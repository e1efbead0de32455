"""Single-use cards: pegged to an order or with a reason, ordered at once, closed when they are consumed."""

from __future__ import annotations

import pytest

from kanban_app.domain.refusals import ReasonNeeded
from tests.domain.plants import Workshop, buys, makes


def test_a_single_use_card_asks_for_just_what_it_was_issued_for() -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    card = shop.issue("part", 3, order="S-1")
    assert (card.state, card.container_quantity, card.order_reference) == ("released", 3, "S-1")
    assert shop.last.quantity == 3
    shop.do("receive", "part +1")
    assert shop.pieces() == {"part 1": 10, "part +1": 3}


def test_a_single_use_card_takes_the_inputs_of_what_it_asks_for() -> None:
    shop = Workshop(buys("peg", container=8), makes("rack", container=2), bom={"rack": {"peg": 4}})
    shop.issue("rack", 1, order="S-1")
    shop.do("start", "rack +1")
    assert shop.pieces("peg") == {"peg 1": 4, "peg 2": 8}


def test_a_loop_change_does_not_touch_a_single_use_card() -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    shop.issue("part", 3, order="S-1")
    shop.change("part", container_quantity=40)
    shop.do("receive", "part +1")
    assert shop.pieces()["part +1"] == 3


@pytest.mark.parametrize("emptied_by", ["consume", "draw"])
def test_a_single_use_card_closes_instead_of_signalling_again(emptied_by: str) -> None:
    shop = Workshop(buys("part", cards=1))
    shop.issue("part", 3, reason="trial")
    shop.do("receive", "part +1")
    events = shop.do(emptied_by, "part +1", 3)
    assert [event.action for event in events] == [emptied_by, "retire"]
    assert events[1].reason == "closed"
    assert shop.states() == {"part 1": "full"}


def test_a_closed_single_use_card_can_be_taken_back_within_the_undo_time() -> None:
    shop = Workshop(buys("part", cards=1))
    shop.issue("part", 3, reason="trial")
    shop.do("receive", "part +1")
    shop.do("consume", "part +1")
    shop.do("revert", "part +1")
    assert shop.pieces() == {"part 1": 10, "part +1": 3}


def test_taking_the_issue_back_retires_the_card_for_good() -> None:
    shop = Workshop(buys("part", cards=1))
    shop.issue("part", 3, reason="trial")
    shop.do("revert", "part +1")
    assert shop.states() == {"part 1": "full"}


def test_a_single_use_card_needs_an_order_or_a_reason() -> None:
    shop = Workshop(buys("part", cards=1))
    with pytest.raises(ReasonNeeded):
        shop.issue("part", 3)
    with pytest.raises(ReasonNeeded):
        shop.issue("part", 3, reason="  ")


def test_single_use_cards_are_numbered_apart_from_the_loops_own() -> None:
    shop = Workshop(buys("part", cards=2))
    numbers = [shop.issue("part", 3, order="S-1").number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert shop.preview("part", card_count=3).new_numbers == (3,)


def test_a_single_use_card_is_no_surplus_of_its_loop() -> None:
    shop = Workshop(buys("part", cards=2))
    for _ in range(3):
        shop.issue("part", 3, order="S-1")
    assert shop.change("part", card_count=1).surplus_ids == (shop.card("part 2").id,)
    assert shop.states()["part +3"] == "released"
