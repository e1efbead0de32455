"""How orders for an item are met: what another policy would do is said before, kept with its reason, and put back."""

from __future__ import annotations

from datetime import date

import pytest

from kanban_app.domain.orders import Policy
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import change_loops
from kanban_app.operations.item_policies import keep_policy, preview_policy, read_item_policy
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, read_policies, set_policy
from kanban_app.operations.orders_reading import read_order
from kanban_app.operations.persons import keep_person
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.test_decoupling import Plant

MADE_TO_ORDER = {"policy": "mto", "reason": " one-offs "}


@pytest.fixture
def plant(databases: Databases, clock: Clock) -> Plant:
    return Plant(databases.session(), clock)


def enter(plant: Plant) -> str:
    entry = NewLine("Ada", plant.item("chair"), 2, date(2026, 4, 1), station_id=plant.station("shop"))
    return add_lines(plant.session, [entry], plant.clock())[0].order_number


def ordered(plant: Plant) -> str:
    number = enter(plant)
    confirm(plant.session, number, plant.clock())
    return number


def test_a_policy_is_kept_with_its_reason_and_put_back(plant: Plant) -> None:
    chair = plant.item("chair")
    assert read_item_policy(plant.session, chair).texts == {"policy": "", "reason": ""}
    kept = keep_policy(plant.session, chair, MADE_TO_ORDER)
    assert read_item_policy(plant.session, chair).texts == {"policy": "mto", "reason": "one-offs"}
    again = keep_policy(plant.session, chair, {"reason": "too dear to keep"})
    assert read_policies(plant.session)[chair].reason == "too dear to keep"
    assert read_policies(plant.session)[chair].policy is Policy.MTO
    keep_policy(plant.session, chair, again.before)  # type: ignore[arg-type]
    assert read_item_policy(plant.session, chair).texts == {"policy": "mto", "reason": "one-offs"}
    keep_policy(plant.session, chair, kept.before)  # type: ignore[arg-type]
    assert read_policies(plant.session) == {}
    assert audit(plant.session).ok


def test_where_stock_would_end_is_said_and_nothing_is_changed(plant: Plant) -> None:
    chair = plant.item("chair")
    [now] = read_item_policy(plant.session, chair).points
    [then] = preview_policy(plant.session, chair, MADE_TO_ORDER).points
    assert (now.policy, now.minutes) == (Policy.MTS, 0)
    assert (then.policy, then.point.station_ids, then.minutes) == (Policy.MTO, (plant.station("store"),), 60)
    assert read_policies(plant.session) == {}


def test_confirmed_lines_keep_theirs_and_drafts_follow(plant: Plant) -> None:
    chair, confirmed, draft = plant.item("chair"), ordered(plant), enter(plant)
    seen = preview_policy(plant.session, chair, MADE_TO_ORDER)
    assert (seen.confirmed, seen.drafts) == (1, 1)
    seen = preview_policy(plant.session, chair, {"policy": "mts"})
    assert (seen.confirmed, seen.drafts) == (0, 1)
    keep_policy(plant.session, chair, MADE_TO_ORDER)
    confirm(plant.session, draft, plant.clock())
    policies = [read_order(plant.session, number).lines[0].policy for number in (confirmed, draft)]
    assert policies == [Policy.MTS, Policy.MTO]
    assert audit(plant.session).ok


def test_stock_that_no_loop_keeps_is_named_and_orders_wait_for_it(plant: Plant) -> None:
    chair, shop = plant.item("chair"), plant.station("shop")
    assert preview_policy(plant.session, chair, {"policy": "mts"}).unkept == ()
    plant.move("bench")
    assert preview_policy(plant.session, chair, {"policy": "mts"}).unkept == (shop,)
    assert preview_policy(plant.session, chair, {"policy": "mto"}).unkept == ()
    loops = [loop.id for loop in plant.session.structure.loops.values() if loop.item_id == chair]
    assert [plant.session.structure.loops[loop_id].card_count for loop_id in loops] == [0, 0]
    change_loops(plant.session, {loop_id: {"card_count": 1} for loop_id in loops}, plant.clock())
    assert preview_policy(plant.session, chair, {"policy": "mts"}).unkept == ()


def test_an_order_to_stock_issues_no_cards_where_no_loop_keeps_it(plant: Plant) -> None:
    plant.move("bench")
    keep_policy(plant.session, plant.item("chair"), {"policy": "mts"})
    number = enter(plant)
    [change] = confirm(plant.session, number, plant.clock())
    assert change.issued == []
    assert audit(plant.session).ok


def test_who_does_not_supervise_changes_no_policy(plant: Plant) -> None:
    keep_person(plant.session, "", "Kim", supervisor=True)
    for ask in (
        lambda: keep_policy(plant.session, plant.item("chair"), MADE_TO_ORDER, "Robin"),
        lambda: set_policy(plant.session, plant.item("chair"), Policy.MTO, ""),
    ):
        with pytest.raises(EditRefused) as refused:
            ask()
        assert [fault.code for fault in refused.value.faults] == ["not_permitted"]
    assert read_policies(plant.session) == {}
    keep_policy(plant.session, plant.item("chair"), MADE_TO_ORDER, "Kim")
    assert read_policies(plant.session)[plant.item("chair")].policy is Policy.MTO
