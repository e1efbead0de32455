"""The one next step of a refusal: what the person most likely meant, and always something that can be done."""

from __future__ import annotations

from typing import Any

import pytest

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.loops import Step
from kanban_app.domain.refusals import NextKind, NextStep, RefusalCode
from tests.domain.plants import NotRefused, Workshop, buys, makes

WAY_TO = {
    "new": (),
    "full": ("activate",),
    "empty": ("activate", "consume"),
    "released": ("activate", "consume", "release"),
    "in_process": ("activate", "consume", "release", "start"),
    "in_transit": ("activate", "consume", "release", "dispatch"),
}


def shop_with(first: str, second: str, **options: Any) -> Workshop:
    """Two cards in these states, of a loop with a lot that keeps them waiting when they are emptied."""
    shop = Workshop(makes("part", cards=9, lot_cards=9, **options), start="new")
    for number, state in ((1, first), (2, second)):
        for step in WAY_TO[state]:
            shop.do(step, f"part {number}", reason="because")
    return shop


def instead(shop: Workshop, action: str, name: str = "part 2") -> NextStep:
    return NextStep(NextKind.DO_INSTEAD, Action(action), shop.card(name).id)


@pytest.mark.parametrize(
    ("state", "sibling", "at", "action"),
    [
        ("empty", "full", "shop", "consume"),
        ("released", "full", "shop", "consume"),
        ("full", "released", "bench", "start"),
        ("empty", "released", "bench", "start"),
        ("in_transit", "released", "bench", "start"),
    ],
)
def test_a_scan_of_the_wrong_card_names_the_sibling_that_is_ready_for_this_station(
    state: str, sibling: str, at: str, action: str
) -> None:
    shop = shop_with(state, sibling)
    assert shop.scan_refused("part 1", at).next == instead(shop, action)


def test_a_source_that_sends_without_picking_is_shown_what_to_send() -> None:
    shop = shop_with("full", "released", in_process=Step.SKIPPED)
    assert shop.scan_refused("part 1", "bench").next == instead(shop, "dispatch")


@pytest.mark.parametrize(
    ("action", "state", "sibling"),
    [
        ("consume", "empty", "full"),
        ("consume", "in_transit", "full"),
        ("draw", "released", "full"),
        ("receive", "full", "in_transit"),
        ("start", "full", "released"),
        ("start", "in_process", "released"),
        ("dispatch", "full", "in_process"),
        ("dispatch", "in_transit", "released"),
    ],
)
def test_an_action_on_the_wrong_card_names_the_sibling_that_is_ready_for_it(
    action: str, state: str, sibling: str
) -> None:
    shop = shop_with(state, sibling)
    quantity = 1 if action == "draw" else None
    assert shop.refused(action, "part 1", quantity).next == instead(shop, action)


def test_the_sibling_that_has_been_full_longest_is_named() -> None:
    shop = Workshop(buys("part", cards=3))
    shop.do("consume", "part 1")
    shop.clock.tick(hours=1)
    shop.do("consume", "part 2")
    shop.do("receive", "part 2")
    assert shop.refused("consume", "part 1").next == instead(shop, "consume", "part 3")


def test_a_held_sibling_is_not_named() -> None:
    shop = shop_with("empty", "full")
    shop.do("hold", "part 2", reason="bent")
    assert shop.refused("consume", "part 1").next == NextStep(
        NextKind.DO_INSTEAD, Action.RELEASE, shop.card("part 1").id
    )


@pytest.mark.parametrize(
    ("state", "suspended", "kind"),
    [
        ("empty", False, NextKind.DO_INSTEAD),
        ("empty", True, NextKind.SEE_LOOP),
        ("released", False, NextKind.WAIT_FOR_SOURCE),
        ("in_process", False, NextKind.WAIT_FOR_SOURCE),
        ("in_transit", False, NextKind.WAIT_FOR_SOURCE),
    ],
)
def test_without_a_full_sibling_an_empty_card_says_what_it_waits_for(
    state: str, suspended: bool, kind: NextKind
) -> None:
    shop = shop_with(state, "new")
    if suspended:
        shop.change("part", suspended=True)
    refused = shop.refused("consume", "part 1")
    assert refused.code is RefusalCode.ALREADY_EMPTY
    assert refused.next is not None
    assert refused.next.kind is kind


@pytest.mark.parametrize("action", ["activate", "release", "resume", "urgent", "revert"])
def test_an_action_that_is_done_to_this_very_card_sends_nobody_to_another_one(action: str) -> None:
    shop = shop_with("full", "in_transit")
    shop.do("urgent", "part 1")
    if action == "revert":
        shop.do("revert", "part 1")
        shop.do("revert", "part 1")
    refused = shop.refused(action, "part 1", at="shop", reason="because")
    assert refused.next is not None
    assert refused.next.card_id in (None, shop.card("part 1").id)


STATES = [state for state in CardState if state not in (CardState.RETIRED, CardState.IN_USE)]


TRIED = ["activate", "consume", "release", "start", "dispatch", "receive", "resume", "scan bench", "scan shop"]


@pytest.mark.parametrize("first", STATES)
@pytest.mark.parametrize("second", STATES)
@pytest.mark.parametrize("suspended", [False, True])
def test_whatever_else_a_refusal_offers_to_do_can_be_done(first: str, second: str, suspended: bool) -> None:
    for tried in TRIED:
        shop = shop_with(first, second)
        if suspended:
            shop.change("part", suspended=True)
        step = step_of_refusal(shop, tried)
        if step is not None and step.kind is NextKind.DO_INSTEAD:
            assert step.action is not None
            assert step.card_id is not None
            shop.do(step.action.value, step.card_id, reason="because")


def step_of_refusal(shop: Workshop, tried: str) -> NextStep | None:
    """The next step where it is refused; None where it is done."""
    try:
        if tried.startswith("scan"):
            return shop.scan_refused("part 1", tried.removeprefix("scan ")).next
        return shop.refused(tried, "part 1", reason="because").next
    except NotRefused:
        return None
