"""The table of actions on the domain page, section 4: from where to where, with each optional state each way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kanban_app.domain.actions import QuantityNeeded
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.loops import Step
from kanban_app.domain.quantities import LARGEST_STEPS
from kanban_app.domain.refusals import NextKind, ReasonNeeded, RefusalCode
from tests.domain.plants import Workshop, buys, makes, moves, rack_shop

ORDERED = ("released", "in_process", "in_transit")
REASON: dict[str, Any] = {"reason": "because"}

# How a card of a loop with lot two comes into each state, starting full (new: as issued).
WAY_TO = {
    "full": (),
    "in_use": (("draw", 3),),
    "empty": (("consume", None),),
    "released": (("consume", None), ("release", None)),
    "in_process": (("consume", None), ("release", None), ("start", None)),
    "in_transit": (("consume", None), ("release", None), ("dispatch", None)),
    "retired": (("retire", None),),
}
# domain page, section 4: which actions are possible in which state.
POSSIBLE = {
    "new": {"activate", "hold", "retire", "replace"},
    "full": {"draw", "consume", "hold", "urgent", "retire", "replace", "revert"},
    "in_use": {"draw", "consume", "hold", "urgent", "retire", "replace", "revert"},
    "empty": {"release", "hold", "urgent", "retire", "replace", "revert"},
    "released": {"start", "dispatch", "receive", "hold", "urgent", "retire", "replace", "revert"},
    "in_process": {"dispatch", "receive", "hold", "urgent", "retire", "replace", "revert"},
    "in_transit": {"receive", "hold", "urgent", "retire", "replace", "revert"},
    "retired": {"revert"},
}
LEADS_TO = {
    "activate": "full",
    "consume": "empty",
    "release": "released",
    "start": "in_process",
    "dispatch": "in_transit",
    "receive": "full",
    "retire": "retired",
}


def shop_with(state: str) -> Workshop:
    """A shop whose "part 1" is in this state; its lot of two keeps it empty when it is emptied."""
    shop = Workshop(buys("part", to="bench", cards=3, lot_cards=2), start="new" if state == "new" else "full")
    for action, quantity in WAY_TO.get(state, ()):
        shop.do(action, "part 1", quantity, **REASON)
    assert shop.card("part 1").state == state
    return shop


@pytest.mark.parametrize("state", POSSIBLE)
@pytest.mark.parametrize("action", sorted(set().union(*POSSIBLE.values()) | {"resume"}))
def test_an_action_is_possible_exactly_in_the_states_of_the_table(state: str, action: str) -> None:
    shop = shop_with(state)
    quantity = 2 if action == "draw" else None
    if action not in POSSIBLE[state]:
        shop.refused(action, "part 1", quantity, **REASON)
        return
    shop.do(action, "part 1", quantity, **REASON)
    if action in LEADS_TO:
        assert shop.card("part 1").state == LEADS_TO[action]


@pytest.mark.parametrize("state", [state for state in POSSIBLE if state != "retired"])
def test_marks_do_not_move_a_card(state: str) -> None:
    shop = shop_with(state)
    before = shop.card("part 1")
    shop.do("hold", "part 1", reason="bent")
    assert (shop.card("part 1").state, shop.card("part 1").on_hold) == (before.state, True)
    shop.do("resume", "part 1", reason="straight again")
    held = shop.card("part 1")
    assert (held.state, held.quantity, held.since_at, held.on_hold) == (
        before.state,
        before.quantity,
        before.since_at,
        False,
    )


@pytest.mark.parametrize("state", [state for state in POSSIBLE if state != "retired"])
def test_a_held_card_refuses_every_action_but_revert_retire_replace_and_resume(state: str) -> None:
    shop = shop_with(state)
    shop.do("hold", "part 1", reason="bent")
    for action in Action:
        if action in (Action.REVERT, Action.RETIRE, Action.RESUME, Action.REPLACE, Action.UNEXPLAINED_DRAW):
            continue
        assert shop.refused(action.value, "part 1", 1, reason="because").code is RefusalCode.ON_HOLD


# -- activate ------------------------------------------------------------------------------------------------------


def test_a_card_activated_without_a_quantity_is_full() -> None:
    shop = Workshop(buys("part", container=10), start="new")
    shop.do("activate", "part 1")
    card = shop.card("part 1")
    assert (card.state, card.quantity, card.cycle, card.full_at) == (CardState.FULL, 10, 1, shop.clock())


def test_less_than_nothing_can_not_be_in_a_container() -> None:
    shop = Workshop(buys("part", container=10), start="new")
    with pytest.raises(QuantityNeeded):
        shop.do("activate", "part 1", -1, reason="because")


def test_a_card_activated_with_part_of_a_container_holds_that_much() -> None:
    shop = Workshop(buys("part", container=10), start="new")
    shop.do("activate", "part 1", 4)
    assert shop.pieces() == {"part 1": 4}


def test_a_card_activated_empty_signals_at_once() -> None:
    shop = Workshop(buys("part", container=10), start="new")
    shop.do("activate", "part 1", 0)
    card = shop.card("part 1")
    assert (card.state, card.signal_at) == (CardState.RELEASED, shop.clock())


def test_a_card_activated_empty_in_a_lot_waits_for_the_lot() -> None:
    shop = Workshop(buys("part", cards=3, lot_cards=2), start="new")
    shop.do("activate", "part 1", 0)
    assert shop.states() == {"part 1": "empty", "part 2": "new", "part 3": "new"}
    shop.do("activate", "part 3", 0)
    assert shop.states() == {"part 1": "released", "part 2": "new", "part 3": "released"}


def test_activating_above_the_tolerance_needs_a_reason() -> None:
    shop = Workshop(buys("part", container=10), start="new")
    refused = shop.refused("activate", "part 1", 12)
    assert (refused.code, refused.next and refused.next.kind) == (
        RefusalCode.QUANTITY_OUT_OF_TOLERANCE,
        NextKind.CHOOSE_REASON,
    )
    shop.do("activate", "part 1", 12, reason="counted twice")
    assert shop.pieces() == {"part 1": 12}


# -- draw and consume ----------------------------------------------------------------------------------------------


def test_a_draw_opens_the_container_and_the_last_one_empties_it() -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    shop.do("draw", "part 1", 4)
    assert (shop.states(), shop.pieces()) == ({"part 1": "in_use"}, {"part 1": 6})
    shop.do("draw", "part 1", 6)
    assert (shop.states(), shop.pieces()) == ({"part 1": "released"}, {})


def test_consuming_an_opened_container_takes_what_is_left() -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    shop.do("draw", "part 1", 4)
    (consumed, _released) = shop.do("consume", "part 1")
    assert (consumed.action, consumed.quantity, consumed.quantity_after) == (Action.CONSUME, 6, 0)


@pytest.mark.parametrize("quantity", [None, 0, -1])
def test_a_draw_needs_a_quantity(quantity: int | None) -> None:
    shop = Workshop(buys("part"))
    with pytest.raises(QuantityNeeded):
        shop.do("draw", "part 1", quantity)


@pytest.mark.parametrize("action", ["activate", "draw", "receive"])
def test_no_reason_makes_a_quantity_beyond_the_largest_one_possible(action: str) -> None:
    shop = Workshop(buys("part", cards=1), start="new" if action == "activate" else "full")
    if action == "receive":
        shop.do("consume", "part 1")
    with pytest.raises(QuantityNeeded):
        shop.do(action, "part 1", LARGEST_STEPS + 1, reason="because")
    shop.do(action, "part 1", LARGEST_STEPS, reason="because")


def test_where_in_use_is_skipped_an_opened_container_still_counts_as_full() -> None:
    shop = Workshop(buys("part", cards=1, in_use=Step.SKIPPED))
    shop.do("draw", "part 1", 4)
    assert (shop.states(), shop.pieces()) == ({"part 1": "full"}, {"part 1": 6})


def test_where_in_use_is_required_a_full_container_must_be_drawn_from_first() -> None:
    shop = Workshop(buys("part", cards=1, in_use=Step.REQUIRED))
    refused = shop.refused("consume", "part 1")
    assert refused.code in (RefusalCode.NOTHING_TO_DO_HERE, RefusalCode.ALREADY_FULL)
    assert refused.next is not None
    assert (refused.next.kind, refused.next.action) == (NextKind.DO_INSTEAD, Action.DRAW)
    shop.do("draw", "part 1", 1)
    shop.do("consume", "part 1")
    assert shop.states() == {"part 1": "released"}


# -- release -------------------------------------------------------------------------------------------------------


def test_a_release_sets_the_due_time_to_the_lead_time_from_now() -> None:
    shop = Workshop(buys("part", cards=1, lead_time_minutes=90))
    shop.clock.tick(hours=2)
    shop.do("consume", "part 1")
    assert shop.card("part 1").due_at == shop.clock() + timedelta(minutes=90)


def test_the_due_time_counts_from_the_release_and_not_from_the_emptying() -> None:
    shop = Workshop(buys("part", cards=2, lot_cards=2, lead_time_minutes=90))
    emptied_at = shop.clock()
    shop.do("consume", "part 1")
    assert shop.card("part 1").due_at is None
    shop.clock.tick(hours=5)
    shop.do("consume", "part 2")
    card = shop.card("part 1")
    assert (card.signal_at, card.due_at) == (emptied_at, shop.clock() + timedelta(minutes=90))


@pytest.mark.parametrize("action", ["release", "hold", "retire", "replace"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_what_a_supervisor_forces_needs_a_reason(action: str, reason: str) -> None:
    shop = shop_with("empty")
    with pytest.raises(ReasonNeeded):
        shop.do(action, "part 1", reason=reason)


# -- start, dispatch, receive --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_process", "in_transit", "steps"),
    [
        (Step.ALLOWED, Step.ALLOWED, ("start", "dispatch", "receive")),
        (Step.ALLOWED, Step.ALLOWED, ("start", "receive")),
        (Step.ALLOWED, Step.ALLOWED, ("dispatch", "receive")),
        (Step.ALLOWED, Step.ALLOWED, ("receive",)),
        (Step.REQUIRED, Step.ALLOWED, ("start", "dispatch", "receive")),
        (Step.REQUIRED, Step.ALLOWED, ("start", "receive")),
        (Step.ALLOWED, Step.REQUIRED, ("start", "dispatch", "receive")),
        (Step.ALLOWED, Step.REQUIRED, ("dispatch", "receive")),
        (Step.REQUIRED, Step.REQUIRED, ("start", "dispatch", "receive")),
        (Step.SKIPPED, Step.ALLOWED, ("dispatch", "receive")),
        (Step.SKIPPED, Step.REQUIRED, ("dispatch", "receive")),
        (Step.SKIPPED, Step.SKIPPED, ("receive",)),
        (Step.ALLOWED, Step.SKIPPED, ("start", "receive")),
        (Step.ALLOWED, Step.SKIPPED, ("receive",)),
        (Step.REQUIRED, Step.SKIPPED, ("start", "receive")),
        (Step.SKIPPED, Step.ALLOWED, ("receive",)),
    ],
)
@pytest.mark.parametrize("plan", [buys, makes, moves], ids=["supplier", "production", "withdrawal"])
def test_the_optional_states_may_be_passed_as_the_loop_says(
    plan: Any, in_process: Step, in_transit: Step, steps: tuple[str, ...]
) -> None:
    shop = Workshop(plan("part", to="till", cards=1, in_process=in_process, in_transit=in_transit))
    shop.do("consume", "part 1")
    for step in steps:
        shop.do(step, "part 1")
    assert shop.states() == {"part 1": "full"}


@pytest.mark.parametrize(
    ("in_process", "in_transit", "steps", "refused", "instead"),
    [
        (Step.REQUIRED, Step.ALLOWED, (), "dispatch", "start"),
        (Step.REQUIRED, Step.ALLOWED, (), "receive", "start"),
        (Step.ALLOWED, Step.REQUIRED, (), "receive", "dispatch"),
        (Step.ALLOWED, Step.REQUIRED, ("start",), "receive", "dispatch"),
        (Step.REQUIRED, Step.REQUIRED, (), "receive", "start"),
        (Step.SKIPPED, Step.ALLOWED, (), "start", "dispatch"),
        (Step.SKIPPED, Step.SKIPPED, (), "start", "receive"),
        (Step.ALLOWED, Step.SKIPPED, (), "dispatch", "receive"),
        (Step.ALLOWED, Step.SKIPPED, ("start",), "dispatch", "receive"),
        (Step.REQUIRED, Step.SKIPPED, (), "dispatch", "start"),
    ],
)
def test_a_step_that_the_loop_skips_or_that_would_pass_a_required_one_is_refused_with_the_right_one(
    in_process: Step, in_transit: Step, steps: tuple[str, ...], refused: str, instead: str
) -> None:
    shop = Workshop(makes("part", cards=1, in_process=in_process, in_transit=in_transit))
    shop.do("consume", "part 1")
    for step in steps:
        shop.do(step, "part 1")
    refusal = shop.refused(refused, "part 1")
    assert refusal.code is RefusalCode.NOTHING_TO_DO_HERE
    assert refusal.next is not None
    assert (refusal.next.kind, refusal.next.action, refusal.next.card_id) == (
        NextKind.DO_INSTEAD,
        Action(instead),
        shop.card("part 1").id,
    )
    shop.do(instead, "part 1")


@pytest.mark.parametrize("steps", [("start",), ("dispatch",), ("receive",), ("start", "dispatch", "receive")])
def test_production_takes_its_inputs_when_start_is_passed_and_only_once(steps: tuple[str, ...]) -> None:
    shop = rack_shop()
    shop.do("consume", "rack 1")
    assert shop.pieces("peg") == {"peg 1": 8, "peg 2": 8}
    shop.do(steps[0], "rack 1")
    assert shop.states("peg") == {"peg 1": "released", "peg 2": "full"}
    for step in steps[1:]:
        shop.do(step, "rack 1")
    assert shop.pieces("peg") == {"peg 2": 8}


@pytest.mark.parametrize("steps", [("dispatch",), ("receive",), ("dispatch", "receive")])
def test_a_withdrawal_takes_its_input_when_dispatch_is_passed_and_only_once(steps: tuple[str, ...]) -> None:
    shop = Workshop(
        buys("part", to="stock", cards=2, container=10, name="bought"), moves("part", cards=1, container=10)
    )
    shop.do("consume", "part 1")
    for step in steps:
        shop.do(step, "part 1")
        assert shop.pieces("bought") == {"bought 2": 10}


def test_picking_for_a_withdrawal_takes_nothing_before_it_is_sent() -> None:
    shop = Workshop(
        buys("part", to="stock", cards=2, container=10, name="bought"),
        moves("part", cards=1, container=10, in_process=Step.ALLOWED),
    )
    shop.do("consume", "part 1")
    shop.do("start", "part 1")
    assert shop.pieces("bought") == {"bought 1": 10, "bought 2": 10}
    shop.do("receive", "part 1")
    assert shop.pieces("bought") == {"bought 2": 10}


def test_a_supplier_takes_no_inputs() -> None:
    shop = Workshop(buys("part", cards=1), buys("ore", to="supplier"), bom={"part": {"ore": 1}})
    shop.do("consume", "part 1")
    shop.do("receive", "part 1")
    assert shop.pieces("ore") == {"ore 1": 10, "ore 2": 10}


@pytest.mark.parametrize("state", ORDERED)
def test_receiving_fills_the_container_begins_a_new_cycle_and_ends_the_marks_of_the_old_one(state: str) -> None:
    shop = shop_with(state)
    shop.do("urgent", "part 1")
    shop.clock.tick(hours=1)
    shop.do("receive", "part 1")
    card = shop.card("part 1")
    assert (card.state, card.quantity, card.cycle, card.full_at) == (CardState.FULL, 10, 2, shop.clock())
    assert not card.urgent
    assert not card.short_at_source


@pytest.mark.parametrize(("quantity", "needs_reason"), [(8, True), (9, False), (10, False), (11, False), (12, True)])
def test_a_receipt_outside_the_tolerance_needs_a_reason(quantity: int, needs_reason: bool) -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    shop.do("consume", "part 1")
    if needs_reason:
        refused = shop.refused("receive", "part 1", quantity)
        assert refused.code is RefusalCode.QUANTITY_OUT_OF_TOLERANCE
        assert refused.next is not None
        assert refused.next.kind is NextKind.CHOOSE_REASON
        assert refused.facts == {"quantity": quantity, "least_quantity": 9, "most_quantity": 11}
    shop.do("receive", "part 1", quantity, reason="counted" if needs_reason else "")
    assert shop.pieces() == {"part 1": quantity}


def test_the_tolerance_is_that_of_what_was_ordered_while_the_loop_changes() -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    shop.do("consume", "part 1")
    shop.change("part", container_quantity=40)
    shop.do("receive", "part 1", 11)
    shop.do("revert", "part 1")
    refused = shop.refused("receive", "part 1", 40)
    assert refused.facts == {"quantity": 40, "least_quantity": 9, "most_quantity": 11}


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_can_not_be_received(quantity: int) -> None:
    shop = shop_with("released")
    with pytest.raises(QuantityNeeded):
        shop.do("receive", "part 1", quantity, reason="because")


# -- short receipts ------------------------------------------------------------------------------------------------


def test_the_rest_of_a_short_receipt_stays_on_order_where_the_loop_says_so() -> None:
    shop = Workshop(buys("part", cards=1, container=10, rest_on_order=True))
    shop.do("consume", "part 1")
    asked = shop.card("part 1")
    shop.do("receive", "part 1", 6, reason="rest follows")
    rest = shop.card("part +1")
    assert shop.pieces() == {"part 1": 6}
    assert (rest.state, rest.container_quantity, rest.single_use) == (CardState.IN_TRANSIT, 4, True)
    assert (rest.signal_at, rest.due_at) == (asked.signal_at, asked.due_at)
    shop.do("receive", "part +1")
    assert shop.pieces() == {"part 1": 6, "part +1": 4}


def test_the_rest_of_a_short_receipt_is_forgotten_where_the_loop_does_not_say_so() -> None:
    shop = Workshop(buys("part", cards=1, container=10))
    shop.do("consume", "part 1")
    shop.do("receive", "part 1", 6, reason="that is all")
    assert shop.states() == {"part 1": "full"}


def test_the_rest_takes_no_inputs_a_second_time() -> None:
    shop = rack_shop(rest_on_order=True)
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    shop.do("receive", "rack 1", 1, reason="one is bent")
    assert shop.pieces("peg") == {"peg 2": 8}
    shop.do("receive", "rack +1")
    assert shop.pieces("peg") == {"peg 2": 8}


def test_the_rest_leaves_when_it_is_used_up_and_the_loop_has_its_cards_as_before() -> None:
    shop = Workshop(buys("part", cards=1, container=10, rest_on_order=True))
    shop.do("consume", "part 1")
    shop.do("receive", "part 1", 6, reason="rest follows")
    shop.do("receive", "part +1")
    shop.do("consume", "part +1")
    assert shop.states() == {"part 1": "full"}


# -- two bins ------------------------------------------------------------------------------------------------------


def test_two_bins_take_turns() -> None:
    shop = Workshop(buys("screw", cards=2, container=500))
    for bin_number in (1, 2, 1, 2):
        shop.clock.tick(days=1)
        shop.do("consume", f"screw {bin_number}")
        assert sorted(shop.states().values()) == ["full", "released"]
        shop.do("receive", f"screw {bin_number}")
    assert [shop.card(f"screw {number}").cycle for number in (1, 2)] == [3, 3]
