"""Taking the last step back: once, visibly, with everything it caused, and not after anything has moved on."""

from __future__ import annotations

from typing import Any

import pytest

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.refusals import NextKind, ReasonNeeded, RefusalCode
from tests.domain.plants import Workshop, buys, makes, moves, rack_shop

# What reverting puts back; the rest of a card is its identity, its paper and its place in the ledger.
PUT_BACK = ("state", "quantity", "cycle", "container_quantity", "on_hold", "urgent", "short_at_source", "since_at")


def as_it_stood(card: Card) -> dict[str, Any]:
    kept = {name: getattr(card, name) for name in PUT_BACK}
    if card.state in ("full", "in_use"):
        return {**kept, "full_at": card.full_at}
    if card.state in ("empty", "released", "in_process", "in_transit"):
        return {**kept, "signal_at": card.signal_at, "due_at": card.due_at}
    return kept


def steps_of(shop: Workshop) -> list[tuple[str, str, int | None]]:
    """A long life of one card, with marks, a loop change and a replacement on the way."""
    return [
        ("draw", "part 1", 3),
        ("urgent", "part 1", None),
        ("consume", "part 1", None),
        ("start", "part 1", None),
        ("hold", "part 1", None),
        ("resume", "part 1", None),
        ("dispatch", "part 1", None),
        ("receive", "part 1", 12),
        ("draw", "part 1", 12),
        ("receive", "part 1", None),
        ("consume", "part 1", None),
        ("retire", "part 1", None),
    ]


def test_every_step_of_a_life_can_be_taken_back_one_after_the_other_to_the_beginning() -> None:
    shop = Workshop(makes("part", cards=1, container=10), start="new")
    past: list[tuple[int, dict[str, Any]]] = []
    for action, name, quantity in [("activate", "part 1", None), *steps_of(shop)]:
        past.append((len(shop.kept.events), as_it_stood(shop.card(name))))
        shop.clock.tick(minutes=7)
        shop.do(action, name, quantity, reason="because")
    while past:
        _count, stood = past.pop()
        shop.clock.tick(minutes=1)
        shop.do("revert", "part 1", reason="wrong")
        now = as_it_stood(shop.card("part 1"))
        if stood["state"] == "new":
            now["since_at"], now["container_quantity"] = stood["since_at"], stood["container_quantity"]
        assert now == stood
    refused = shop.refused("revert", "part 1", reason="wrong")
    assert refused.code in (RefusalCode.NOTHING_TO_DO_HERE, RefusalCode.NOT_YET_ACTIVE)


def test_a_revert_is_a_counter_entry_that_names_what_it_takes_back() -> None:
    shop = Workshop(buys("part", cards=1))
    (consumed, released) = shop.do("consume", "part 1")
    (counter,) = shop.do("revert", "part 1")
    assert (counter.action, counter.reverts, counter.previous) == (Action.REVERT, consumed.seq, released.seq)
    assert (counter.from_state, counter.to_state, counter.quantity_after) == ("released", "full", 10)


def test_a_step_taken_back_and_done_again_counts_once() -> None:
    shop = Workshop(buys("part", cards=2))
    for _ in range(5):
        shop.do("consume", "part 1")
        shop.do("revert", "part 1")
    shop.do("consume", "part 1")
    shop.do("receive", "part 1")
    assert shop.pieces() == {"part 1": 10, "part 2": 10}
    assert shop.card("part 1").cycle == 2


def test_a_container_taken_back_keeps_its_place_in_the_queue_of_the_oldest() -> None:
    shop = rack_shop(cards=4, container=1)
    shop.clock.tick(hours=1)
    shop.do("consume", "peg 1")
    shop.do("receive", "peg 1")
    shop.clock.tick(hours=1)
    shop.do("draw", "peg 2", 1)
    shop.do("revert", "peg 2")
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert shop.pieces("peg") == {"peg 1": 8, "peg 2": 4}


def test_a_replaced_container_that_was_drawn_from_keeps_its_place_when_the_draw_is_taken_back() -> None:
    shop = rack_shop(cards=4, container=1)
    filled_at = shop.card("peg 1").full_at
    shop.clock.tick(hours=1)
    shop.do("replace", "peg 1", reason="torn")
    shop.do("draw", "peg 1", 1)
    shop.do("revert", "peg 1")
    assert (shop.card("peg 1").full_at, shop.card("peg 1").since_at) == (filled_at, filled_at)


def test_two_steps_back_is_due_when_it_was_due_before() -> None:
    shop = Workshop(buys("part", cards=1, lead_time_minutes=60))
    shop.do("consume", "part 1")
    asked = shop.card("part 1")
    shop.clock.tick(minutes=30)
    shop.do("receive", "part 1")
    shop.clock.tick(minutes=30)
    shop.do("consume", "part 1")
    shop.do("revert", "part 1", reason="wrong")
    shop.do("revert", "part 1", reason="wrong")
    card = shop.card("part 1")
    assert (card.signal_at, card.due_at, card.cycle) == (asked.signal_at, asked.due_at, 1)


def test_a_trip_taken_back_asks_for_what_it_asked_for_before_the_loop_changed() -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    shop.do("consume", "part 1")
    shop.do("receive", "part 1")
    shop.change("part", container_quantity=40)
    shop.do("consume", "part 1")
    assert shop.card("part 1").container_quantity == 40
    shop.do("revert", "part 1")
    shop.do("revert", "part 1")
    assert (shop.card("part 1").state, shop.card("part 1").container_quantity) == ("released", 10)
    shop.do("receive", "part 1")
    shop.do("consume", "part 1")
    assert shop.card("part 1").container_quantity == 40


# -- the cascade ---------------------------------------------------------------------------------------------------


def test_taking_a_start_back_puts_every_input_back_and_withdraws_its_orders() -> None:
    shop = rack_shop(container=3)
    shop.do("consume", "rack 1")
    before = {name: as_it_stood(shop.card(name)) for name in ("rack 1", "peg 1", "peg 2")}
    started = shop.do("start", "rack 1")
    counters = shop.do("revert", "rack 1")
    assert {name: as_it_stood(shop.card(name)) for name in before} == before
    assert [(counter.reverts, counter.cause) for counter in counters] == [
        (started[0].seq, None),
        (started[3].seq, counters[0].seq),
        (started[1].seq, counters[0].seq),
    ]


def test_taking_the_emptying_back_that_released_a_lot_puts_the_others_back_to_waiting() -> None:
    shop = Workshop(buys("bolt", cards=4, lot_cards=2))
    shop.do("consume", "bolt 1")
    shop.do("consume", "bolt 2")
    shop.do("revert", "bolt 2")
    assert shop.states() == {"bolt 1": "empty", "bolt 2": "full", "bolt 3": "full", "bolt 4": "full"}
    assert shop.card("bolt 1").due_at is None


def test_taking_a_short_receipt_back_takes_the_card_for_the_rest_away() -> None:
    shop = Workshop(buys("part", cards=1, rest_on_order=True))
    shop.do("consume", "part 1")
    shop.do("receive", "part 1", 6, reason="rest follows")
    shop.do("revert", "part 1")
    assert shop.states() == {"part 1": "released"}
    shop.do("receive", "part 1", 6, reason="rest follows")
    assert shop.states() == {"part 1": "full", "part +2": "in_transit"} or shop.states() == {
        "part 1": "full",
        "part +1": "in_transit",
    }


def test_an_unexplained_draw_is_taken_back_with_its_start_and_the_mark_too() -> None:
    shop = rack_shop(container=5)
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert shop.card("rack 1").short_at_source
    shop.do("revert", "rack 1")
    assert not shop.card("rack 1").short_at_source
    assert shop.pieces("peg") == {"peg 1": 8, "peg 2": 8}


def test_what_another_card_caused_is_taken_back_at_that_card() -> None:
    shop = rack_shop()
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    refused = shop.refused("revert", "peg 1")
    assert refused.code is RefusalCode.NOTHING_TO_DO_HERE
    assert refused.next is not None
    assert (refused.next.kind, refused.next.action, refused.next.card_id) == (
        NextKind.DO_INSTEAD,
        Action.REVERT,
        shop.card("rack 1").id,
    )


@pytest.mark.parametrize("then", ["receive", "start", "urgent", "hold", "retire", "replace"])
def test_a_step_whose_effect_has_moved_on_stays(then: str) -> None:
    shop = rack_shop()
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    shop.do(then, "peg 1", reason="because")
    refused = shop.refused("revert", "rack 1")
    assert refused.code is RefusalCode.CHANGED_MEANWHILE
    assert refused.next is not None
    assert refused.next.kind is NextKind.SHOW_NOW
    assert refused.next.card_id == min(
        card.id for card in shop.kept.cards.values() if card.loop_id == shop.loop_ids["peg"]
    )


def test_a_step_whose_effect_has_moved_on_and_was_taken_back_can_be_taken_back_again() -> None:
    shop = rack_shop()
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    shop.do("receive", "peg 1")
    shop.do("revert", "peg 1")
    shop.do("revert", "rack 1")
    assert shop.states() == {"peg 1": "full", "peg 2": "full", "rack 1": "released", "rack 2": "full"}


def test_a_withdrawal_taken_back_returns_its_pieces_to_the_store() -> None:
    shop = Workshop(buys("part", to="stock", container=10, name="bought"), moves("part", cards=1, container=4))
    shop.do("consume", "part 1")
    shop.do("dispatch", "part 1")
    shop.do("revert", "part 1")
    assert shop.pieces() == {"bought 1": 10, "bought 2": 10}


# -- cards that left -----------------------------------------------------------------------------------------------


def test_a_retired_card_comes_back_as_it_was() -> None:
    shop = Workshop(buys("part", cards=2))
    shop.do("draw", "part 1", 4)
    before = as_it_stood(shop.card("part 1"))
    shop.do("retire", "part 1", reason="lost")
    shop.do("revert", "part 1", reason="found")
    assert as_it_stood(shop.card("part 1")) == before


def test_a_retired_card_does_not_come_back_beside_the_one_that_took_its_number() -> None:
    shop = Workshop(buys("part", cards=2))
    lost = shop.card("part 1")
    shop.do("retire", "part 1", reason="lost")
    shop.change("part", lead_time_minutes=60)
    heir = shop.card("part 1")
    assert heir.id != lost.id
    refused = shop.refused("revert", lost.id, reason="found")
    assert refused.code is RefusalCode.CHANGED_MEANWHILE
    assert refused.next is not None
    assert (refused.next.kind, refused.next.card_id) == (NextKind.SHOW_NOW, heir.id)


def test_a_surplus_card_does_not_come_back_either_once_its_number_was_issued_again() -> None:
    shop = Workshop(buys("part", cards=2))
    shop.change("part", card_count=1)
    gone = shop.card("part 2")
    shop.do("consume", "part 2")
    shop.change("part", card_count=2)
    assert shop.refused("revert", gone.id, reason="found").code is RefusalCode.CHANGED_MEANWHILE


def test_a_replacement_taken_back_brings_the_old_paper_back_and_retires_the_new_one() -> None:
    shop = Workshop(buys("part", cards=2))
    old = shop.card("part 1")
    shop.do("replace", "part 1", reason="lost")
    new = shop.card("part 1")
    at_the_new_one = shop.refused("revert", "part 1")
    assert at_the_new_one.next is not None
    assert (at_the_new_one.next.action, at_the_new_one.next.card_id) == (Action.REVERT, old.id)
    shop.do("revert", old.id)
    assert (shop.card("part 1").id, shop.card("part 1").replaced_by_id) == (old.id, None)
    assert shop.card(new.id).state == "retired"


def test_a_card_replaced_again_after_that_is_replaced_once() -> None:
    shop = Workshop(buys("part", cards=2))
    old = shop.card("part 1")
    shop.do("replace", "part 1", reason="lost")
    shop.do("revert", old.id)
    shop.do("replace", "part 1", reason="lost after all")
    assert shop.pieces() == {"part 1": 10, "part 2": 10}
    assert shop.card("part 1").replaces_id == old.id


# -- who and when --------------------------------------------------------------------------------------------------


def test_within_the_undo_time_the_same_person_takes_a_step_back_without_a_reason() -> None:
    shop = Workshop(buys("part"))
    shop.do("consume", "part 1", person="bo", supervisor=False)
    shop.clock.tick(seconds=shop.rules.undo_window_s)
    shop.do("revert", "part 1", person="bo", supervisor=False)
    assert shop.states()["part 1"] == "full"


def test_another_person_calls_a_supervisor() -> None:
    shop = Workshop(buys("part"))
    shop.do("consume", "part 1", person="bo", supervisor=False)
    refused = shop.refused("revert", "part 1", person="cy", supervisor=False)
    assert refused.code is RefusalCode.NOT_PERMITTED
    assert refused.next is not None
    assert refused.next.kind is NextKind.CALL_SUPERVISOR


def test_after_the_undo_time_it_takes_a_supervisor_and_a_reason() -> None:
    shop = Workshop(buys("part"))
    shop.do("consume", "part 1", person="bo", supervisor=False)
    shop.clock.tick(seconds=shop.rules.undo_window_s + 1)
    assert shop.refused("revert", "part 1", person="bo", supervisor=False).code is RefusalCode.NOT_PERMITTED
    with pytest.raises(ReasonNeeded):
        shop.do("revert", "part 1", person="ann")
    shop.do("revert", "part 1", person="ann", reason="wrong card")
    assert shop.states()["part 1"] == "full"
