"""A scan: which card, at which station, and so the next step of that role. Never a toggle."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kanban_app.domain.loops import LoopKind, Step
from kanban_app.domain.refusals import NextKind, RefusalCode
from kanban_app.domain.scanning import DoubleScan
from tests.domain.plants import Workshop, buys, makes, moves


def shop_of(kind: str, **options: Any) -> tuple[Workshop, str, str]:
    """A one-card shop with the names of its source and its consumer."""
    if kind == LoopKind.SUPPLIER:
        return Workshop(buys("part", cards=1, **options)), "supplier", "bench"
    if kind == LoopKind.WITHDRAWAL:
        return Workshop(moves("part", cards=1, **options)), "stock", "bench"
    return Workshop(makes("part", cards=1, **options)), "bench", "shop"


@pytest.mark.parametrize(
    ("kind", "options", "way"),
    [
        ("production", {}, ["start", "dispatch", "receive"]),
        ("production", {"in_transit": Step.SKIPPED}, ["start", "finish"]),
        ("production", {"in_process": Step.SKIPPED}, ["dispatch", "receive"]),
        ("production", {"in_process": Step.SKIPPED, "in_transit": Step.SKIPPED}, ["finish"]),
        ("withdrawal", {}, ["dispatch", "receive"]),
        ("withdrawal", {"in_process": Step.ALLOWED}, ["start", "dispatch", "receive"]),
        ("supplier", {}, ["start", "dispatch", "receive"]),
    ],
)
def test_scanning_at_the_right_station_each_time_walks_the_card_from_full_to_full(
    kind: str, options: dict[str, Any], way: list[str]
) -> None:
    shop, source, consumer = shop_of(kind, **options)
    assert shop.scan("part 1", consumer) == "consume"
    for step in way:
        shop.clock.tick(minutes=1)
        station = consumer if step == "receive" else source
        assert shop.scan("part 1", station) == ("receive" if step == "finish" else step)
    assert shop.states() == {"part 1": "full"}


@pytest.mark.parametrize("kind", ["production", "withdrawal", "supplier"])
def test_a_supplier_needs_nobody_at_the_source_but_a_station_that_reports_does(kind: str) -> None:
    shop, _source, consumer = shop_of(kind)
    shop.scan("part 1", consumer)
    shop.clock.tick(minutes=1)
    if kind == "supplier":
        assert shop.scan("part 1", consumer) == "receive"
        return
    refused = shop.scan_refused("part 1", consumer)
    assert refused.code is RefusalCode.ALREADY_EMPTY
    assert refused.next is not None
    assert refused.next.kind is NextKind.WAIT_FOR_SOURCE


@pytest.mark.parametrize("state", ["full", "in_use"])
def test_the_source_has_nothing_to_do_with_a_card_that_stands_at_the_consumer(state: str) -> None:
    shop, source, _consumer = shop_of("production")
    if state == "in_use":
        shop.do("draw", "part 1", 1)
    assert shop.scan_refused("part 1", source).code is RefusalCode.NOTHING_TO_DO_HERE


def test_the_source_has_nothing_to_do_with_a_card_that_it_has_sent() -> None:
    shop, source, consumer = shop_of("production")
    shop.scan("part 1", consumer)
    shop.do("dispatch", "part 1")
    assert shop.scan_refused("part 1", source).code is RefusalCode.NOTHING_TO_DO_HERE


@pytest.mark.parametrize(
    ("state", "steps"), [("full", ()), ("released", ("consume",)), ("in_transit", ("consume", "dispatch"))]
)
def test_a_station_at_neither_end_of_the_loop_does_nothing_whatever_the_card_does(
    state: str, steps: tuple[str, ...]
) -> None:
    shop = Workshop(makes("part", cards=1), makes("other", at="press", to="shop"))
    for step in steps:
        shop.do(step, "part 1")
    assert shop.states("part") == {"part 1": state}
    refused = shop.scan_refused("part 1", "press")
    assert refused.code is RefusalCode.WRONG_STATION
    assert refused.next is not None
    assert refused.next.kind is NextKind.REPORT_FOUND


@pytest.mark.parametrize("where", ["source", "consumer"])
def test_a_new_card_asks_for_its_activation(where: str) -> None:
    shop = Workshop(makes("part"), start="new")
    refused = shop.scan_refused("part 1", "bench" if where == "source" else "shop")
    assert refused.code is RefusalCode.NOT_YET_ACTIVE
    assert refused.next is not None
    assert (refused.next.kind, refused.next.card_id) == (NextKind.ASK_ACTIVATION, shop.card("part 1").id)


def test_a_held_card_is_refused_and_can_be_freed() -> None:
    shop = Workshop(makes("part", cards=1))
    shop.do("hold", "part 1", reason="bent")
    refused = shop.scan_refused("part 1", "shop")
    assert refused.code is RefusalCode.ON_HOLD
    assert refused.next is not None
    assert refused.next.kind is NextKind.RESUME


def test_a_held_card_names_the_sibling_that_can_be_used_meanwhile() -> None:
    shop = Workshop(makes("part", cards=2))
    shop.do("hold", "part 1", reason="bent")
    refused = shop.scan_refused("part 1", "shop")
    assert refused.next is not None
    assert (refused.next.kind, refused.next.action, refused.next.card_id) == (
        NextKind.DO_INSTEAD,
        "consume",
        shop.card("part 2").id,
    )


def test_an_old_paper_is_a_warning_and_the_step_is_done() -> None:
    shop = Workshop(makes("part", cards=2))
    shop.paper("part 1")
    shop.change("part", container_quantity=40)
    assert shop.scan("part 1", "shop") == "consume"
    assert shop.warnings == [RefusalCode.STALE_REVISION]
    shop.scan("part 2", "shop")
    assert shop.warnings == []


# -- double scans --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [0, 1, 4.999])
def test_the_same_card_at_the_same_station_within_the_window_is_a_named_no_op(seconds: float) -> None:
    shop = Workshop(makes("part", cards=1))
    shop.do("consume", "part 1")
    shop.scan("part 1", "bench")
    first = shop.last
    shop.clock.tick(seconds=seconds)
    with pytest.raises(DoubleScan) as double:
        shop.scan("part 1", "bench")
    assert (double.value.booked_seq, double.value.card.id) == (first.seq, first.card_id)
    assert shop.states() == {"part 1": "in_process"}


def test_after_the_window_the_next_scan_is_the_next_step() -> None:
    shop = Workshop(makes("part", cards=1))
    shop.do("consume", "part 1")
    shop.scan("part 1", "bench")
    shop.clock.tick(seconds=5)
    assert shop.scan("part 1", "bench") == "dispatch"


def test_a_clock_set_back_by_a_moment_between_two_beeps_does_not_make_a_second_step_of_them() -> None:
    shop = Workshop(makes("part", cards=1))
    shop.do("consume", "part 1")
    shop.scan("part 1", "bench")
    shop.clock.tick(seconds=-2)
    with pytest.raises(DoubleScan):
        shop.scan("part 1", "bench")


def test_a_clock_set_back_by_an_hour_does_not_keep_the_card_from_being_scanned() -> None:
    shop = Workshop(makes("part", cards=1))
    shop.do("consume", "part 1")
    shop.scan("part 1", "bench")
    shop.clock.tick(hours=-1)
    assert shop.scan("part 1", "bench") == "dispatch"


def test_the_neighbour_who_is_handed_the_card_takes_the_next_step_at_once() -> None:
    shop = Workshop(makes("part", cards=1))
    shop.scan("part 1", "shop")
    assert shop.scan("part 1", "bench") == "start"


def test_a_scan_taken_back_may_be_repeated_at_once() -> None:
    shop = Workshop(makes("part", cards=1))
    shop.scan("part 1", "shop")
    shop.do("revert", "part 1", at="shop")
    assert shop.scan("part 1", "shop") == "consume"


def test_a_card_that_another_ones_scan_changed_is_no_double_scan() -> None:
    shop = Workshop(buys("part", to="stock", cards=2, name="bought"), moves("part", to="bench", cards=1, container=10))
    shop.do("consume", "part 1")
    shop.scan("part 1", "stock")
    assert shop.states("bought")["bought 1"] == "released"
    assert shop.scan("bought 1", "stock") == "receive"


def test_a_window_of_nothing_lets_every_scan_through() -> None:
    shop = Workshop(makes("part", cards=1))
    shop.rules = replace(shop.rules, double_scan_window_s=0)
    shop.do("consume", "part 1")
    assert [shop.scan("part 1", "bench") for _ in range(2)] == ["start", "dispatch"]
