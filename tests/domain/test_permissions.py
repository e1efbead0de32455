"""Who may do what: supervisors, and the stations at either end of a loop."""

from __future__ import annotations

from typing import Any

import pytest

from kanban_app.domain.cards import Action
from kanban_app.domain.loops import Step
from kanban_app.domain.refusals import NextKind, RefusalCode
from tests.domain.plants import Workshop, buys, makes

# action: where it is done ("" is anywhere), who may do it, the steps that make it possible.
TABLE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "activate": ("", "supervisor", ()),
    "draw": ("shop", "anyone", ("activate",)),
    "consume": ("shop", "anyone", ("activate",)),
    "release": ("", "supervisor", ("activate", "consume")),
    "start": ("bench", "anyone", ("activate", "consume", "release")),
    "dispatch": ("bench", "anyone", ("activate", "consume", "release")),
    "receive": ("shop", "anyone", ("activate", "consume", "release")),
    "hold": ("", "supervisor", ("activate",)),
    "resume": ("", "supervisor", ("activate", "hold")),
    "urgent": ("", "anyone", ("activate",)),
    "retire": ("", "supervisor", ("activate",)),
    "replace": ("", "supervisor", ("activate",)),
}


def shop_ready_for(action: str) -> Workshop:
    # The lot of two keeps a single emptied card waiting, so that a release is possible.
    shop = Workshop(makes("part", cards=2, lot_cards=2), start="new")
    for step in TABLE[action][2]:
        shop.do(step, "part 1", reason="because")
    return shop


def test_the_table_names_every_action_of_a_person() -> None:
    assert TABLE.keys() | {"revert", "unexplained_draw"} == {action.value for action in Action}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("at", ["", "bench", "shop", "elsewhere"])
@pytest.mark.parametrize("role", ["supervisor", "anyone"])
def test_an_action_is_done_by_whom_and_where_the_table_says(action: str, at: str, role: str) -> None:
    shop = shop_ready_for(action)
    shop.station_ids["elsewhere"] = 0
    shop.structure.stations[0] = shop.structure.stations[shop.station_ids["shop"]]
    place, allowed, _ = TABLE[action]
    quantity = 1 if action == "draw" else None
    who: dict[str, Any] = {"at": at, "person": "bo", "supervisor": role == "supervisor", "reason": "because"}
    if allowed == "supervisor" and role != "supervisor":
        refused = shop.refused(action, "part 1", quantity, **who)
        assert refused.code is RefusalCode.NOT_PERMITTED
        assert refused.next is not None
        assert refused.next.kind is NextKind.CALL_SUPERVISOR
    elif place and at and at != place:
        refused = shop.refused(action, "part 1", quantity, **who)
        assert refused.code is RefusalCode.WRONG_STATION
        assert refused.next is not None
        assert refused.next.kind is NextKind.REPORT_FOUND
    else:
        shop.do(action, "part 1", quantity, **who)


def test_a_workstation_consumes_what_stands_in_the_store_that_serves_it() -> None:
    shop = Workshop(buys("peg", to="stock"), makes("rack"), served_from={"bench": "stock"})
    shop.do("consume", "peg 1", at="bench")
    assert shop.states("peg") == {"peg 1": "released", "peg 2": "full"}


@pytest.mark.parametrize(
    ("in_transit", "allowed"), [(Step.SKIPPED, True), (Step.ALLOWED, False), (Step.REQUIRED, False)]
)
def test_the_source_finishes_a_card_only_where_the_loop_has_no_transit(in_transit: Step, allowed: bool) -> None:
    shop = Workshop(makes("part", in_transit=in_transit))
    shop.do("consume", "part 1")
    shop.do("start", "part 1")
    if allowed:
        shop.do("receive", "part 1", at="bench")
    else:
        assert shop.refused("receive", "part 1", at="bench").code is RefusalCode.WRONG_STATION


def test_an_action_on_a_card_that_moved_on_since_it_was_looked_at_is_refused() -> None:
    shop = Workshop(buys("part"))
    seen = shop.card("part 1").last_event
    shop.do("draw", "part 1", 1)
    refused = shop.refused("consume", "part 1", seen_event=seen)
    assert refused.code is RefusalCode.CHANGED_MEANWHILE
    assert refused.next is not None
    assert refused.next.kind is NextKind.SHOW_NOW
    shop.do("consume", "part 1", seen_event=shop.card("part 1").last_event)
