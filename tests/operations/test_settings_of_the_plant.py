"""The plant's settings: what they may be, and that the very next booking goes by them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Answer
from kanban_app.domain.refusals import RefusalCode
from kanban_app.operations.shop import Shop
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.terminals import card_of, planted, terminals
from tests.store.small_plant import BENCH, PEGS, RACKS, SHOP, SOLD


@pytest.fixture
def shop(databases: Databases, clock: Clock) -> Iterator[Shop]:
    with terminals(planted(databases, clock), clock) as [opened]:
        yield opened


def settings(shop: Shop) -> object:
    shop.board().result()
    return shop.plant


WRONG: list[tuple[str, object]] = [
    ("name", ""),
    ("name", "x" * 61),
    ("name", 5),
    ("language", "english"),
    ("language", "xx"),
    ("double_scan_window_s", -1),
    ("double_scan_window_s", 61),
    ("double_scan_window_s", "5"),
    ("undo_window_s", 3_601),
    ("undo_window_s", True),
    ("refuse_on_shortage", 1),
    ("refuse_on_shortage", None),
    ("print_folder", "x" * 401),
    ("code_offset", 1),
    ("structure_version", 1),
    ("id", 2),
    ("nonsense", 1),
]


def test_a_setting_out_of_its_range_is_refused_by_name_and_nothing_changes(shop: Shop) -> None:
    before = settings(shop)
    for name, value in WRONG:
        wanted = {"print_folder": "elsewhere", "undo_window_s": 60, name: value}
        with pytest.raises(ValueError, match=f"^{name}$"):
            shop.change_settings(**wanted).result()
        assert settings(shop) == before


def test_several_settings_change_together(shop: Shop) -> None:
    shop.change_settings(
        name="Räcke & Söner", language="sv", undo_window_s=0, double_scan_window_s=60, print_folder="/tmp/x"
    ).result()
    shop.board().result()
    assert (shop.plant.name, shop.plant.language, shop.plant.print_folder) == ("Räcke & Söner", "sv", "/tmp/x")
    assert (shop.plant.rules.undo_window_s, shop.plant.rules.double_scan_window_s) == (0, 60)


def test_the_double_scan_window_counts_from_the_next_scan_on(shop: Shop, clock: Clock) -> None:
    card = card_of(shop, PEGS, 1)
    shop.scan(card.code, BENCH).result()
    clock.tick(seconds=10)
    shop.change_settings(double_scan_window_s=11).result()
    assert shop.scan(card.code, BENCH).result().code is RefusalCode.DOUBLE_SCAN
    shop.change_settings(double_scan_window_s=0).result()
    assert shop.scan(card.code, BENCH).result().answer is Answer.DONE


def test_a_plant_that_refuses_shortages_books_nothing_of_a_short_action(shop: Shop) -> None:
    shop.do(Action.CONSUME, [card_of(shop, PEGS, number).code for number in range(1, 5)]).result()
    rack = card_of(shop, RACKS, 1)
    shop.do(Action.CONSUME, [rack.code]).result()
    shop.change_settings(refuse_on_shortage=True).result()
    before = shop.history(limit=1).result()[0].event.seq
    [refused] = shop.do(Action.START, [rack.code]).result()
    assert (refused.answer, refused.code) == (Answer.REFUSED, RefusalCode.MATERIAL_SHORT)
    assert shop.history(limit=1).result()[0].event.seq == before
    shop.change_settings(refuse_on_shortage=False).result()
    [done] = shop.do(Action.START, [rack.code]).result()
    assert (done.answer, done.code) == (Answer.DONE, RefusalCode.MATERIAL_SHORT)


def test_the_undo_time_counts_for_what_was_booked_before(shop: Shop, clock: Clock) -> None:
    from kanban_app.domain.refusals import ReasonNeeded

    card = card_of(shop, SOLD, 1)
    shop.scan(card.code, SHOP).result()
    clock.tick(seconds=100)
    with pytest.raises(ReasonNeeded):
        shop.do(Action.REVERT, [card.code]).result()
    shop.change_settings(undo_window_s=120).result()
    assert shop.do(Action.REVERT, [card.code]).result()[0].answer is Answer.DONE
