"""Codes nobody knows: their lines wait, a person says what they are, and then they are booked once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kanban_app.operations.looking import read_reasons
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_codes import NO_GOODS, read_told, read_unknown
from kanban_app.operations.tills_importing import TillOptions, import_till_file, tell_code
from kanban_app.store.reading import read_cards
from tests.databases import Databases
from tests.tills.selling import booked, books, carried, figures, held, line, opened, shop_draft, till_file

DESCRIBED = ("receipt", "code", "quantity", "sold at", "price", "customer", "description")


@pytest.fixture
def shop(databases: Databases) -> Any:
    with opened(databases.plant(), shop_draft()) as made:
        yield made


def unknown(shop: Shop) -> dict[str, tuple[int, int]]:
    return {one.shown: (one.line_count, int(one.pieces)) for one in shop.read(read_unknown).result()}


def waiting(shop: Shop) -> int:
    return shop.read(lambda session: len(session.database.fetch_all("SELECT mark FROM till_waiting"))).result()


def item_id(shop: Shop, code: str) -> int:
    return next(item.id for item in shop.structure.items.values() if item.code == code)


def test_lines_of_unknown_codes_wait_and_are_booked_when_somebody_says_what_they_are(
    shop: Shop, fast_path: Path
) -> None:
    path = till_file(fast_path, [line(1, "4006381", 3), line(2, "4006381", -1), line(3, "mug", 1)])
    assert figures(booked(shop, path)) == {"booked": 1, "unknown": 2, "pieces": 1}
    assert figures(booked(shop, path)) == {"already_booked": 1, "unknown": 2}
    assert unknown(shop) == {"4006381": (2, 2)}
    counts = tell_code(shop, "4006381", item_id(shop, "mug"))
    assert (counts.booked, counts.refunds, counts.pieces) == (1, 1, 2)
    assert (held(shop)["mug"], carried(shop)) == (20 - 1 - 3, {"mug": 1})
    assert unknown(shop) == {}
    assert waiting(shop) == 0
    # and from then on the code is known
    assert figures(booked(shop, path)) == {"already_booked": 3}
    assert figures(booked(shop, till_file(fast_path, [line(9, "4006381", 1)]))) == {"booked": 1, "pieces": 1}
    assert [(told.shown, told.item_id) for told in shop.read(read_told).result()] == [("4006381", item_id(shop, "mug"))]
    books(shop)


def test_broken_pieces_that_waited_are_told_as_they_were_booked(shop: Shop, fast_path: Path) -> None:
    booked(shop, till_file(fast_path, [line(1, "4006381", "1.4"), line(2, "4006381", "2")]))
    counts = tell_code(shop, "4006381", item_id(shop, "mug"))
    assert (counts.booked, counts.pieces, held(shop)["mug"]) == (2, 3, 17)
    books(shop)


def test_codes_that_are_no_goods_are_proposed_and_never_taken_for_such_by_themselves(
    shop: Shop, fast_path: Path
) -> None:
    lines = [(*line(1, "POST", 1), "POSTAGE"), (*line(2, "4711", 2), "TEAPOT")]
    path = till_file(fast_path, lines, headers=DESCRIBED)
    assert figures(booked(shop, path)) == {"unknown": 2}
    proposals = {one.shown: one.proposed_no_goods for one in shop.read(read_unknown).result()}
    assert proposals == {"POST": True, "4711": False}
    assert tell_code(shop, "post", NO_GOODS).no_goods == 1
    assert figures(booked(shop, path)) == {"unknown": 1, "no_goods": 1}
    tell_code(shop, "post", None)
    assert figures(booked(shop, path)) == {"unknown": 2}
    assert figures(booked(shop, path, no_goods=("POST", "4711"))) == {"no_goods": 2}


def test_batches_without_anything_new_count_like_the_first_time(
    shop: Shop, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kanban_app.operations.tills_importing.BATCH_LINES", 2)
    monkeypatch.setattr("kanban_app.operations.tills_importing.MOST_BATCH_LINES", 2)
    codes = ("mug", "POST", "unheard", "plate", "POST", "unheard", "mug")
    path = till_file(fast_path, [line(number, code, 1) for number, code in enumerate(codes)])
    assert figures(booked(shop, path, no_goods=("POST",))) == {"booked": 3, "unknown": 2, "no_goods": 2, "pieces": 3}
    before = books(shop)
    assert figures(booked(shop, path)) == {"already_booked": 3, "unknown": 2, "no_goods": 2}
    assert (books(shop), waiting(shop)) == (before, 2)
    # what one of them means by now is booked, though it stood in a batch of known lines
    tell_code(shop, "post", item_id(shop, "cloth"))
    assert figures(booked(shop, path)) == {"already_booked": 3, "unknown": 2, "booked": 2, "pieces": 2}


def test_an_item_that_is_made_later_takes_its_waiting_lines_with_the_next_file(shop: Shop, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "teapot", 2)])
    assert figures(booked(shop, path)) == {"unknown": 1}
    assert figures(booked(shop, path, create=True)) == {"already_booked": 1}
    assert unknown(shop) == {}
    assert carried(shop) == {}
    books(shop)


def test_a_file_can_make_its_shop_with_items_and_loops(databases: Databases, fast_path: Path) -> None:
    lines = [line(number, "vase", 3, day=1 + number % 3) for number in range(9)]
    lines += [line(50, "Vase", -2, day=3), line(51, "ribbon", "1.25", day=3), line(52, "POST", 1)]
    with opened(databases.plant()) as shop:
        path = till_file(fast_path, lines)
        with pytest.raises(KeyError):
            import_till_file(shop, path, "corner", TillOptions())
        tried = import_till_file(shop, path, "corner", TillOptions(create=True, dry_run=True))
        assert not shop.structure.stations
        done = import_till_file(shop, path, "corner", TillOptions(create=True))
        assert figures(done) == {"booked": 10, "refunds": 1, "unknown": 1, "pieces": 26.25}
        assert figures(tried) == figures(done)
        assert dict(done.created) == dict(tried.created)
        assert (done.created["stations"], done.created["items"], done.created["loops"]) == (2, 2, 2)
        items = {item.code: item.decimals for item in shop.structure.items.values()}
        assert items == {"vase": 0, "ribbon": 2}
        vase = next(loop for loop in shop.structure.loops.values() if shop.structure.item_of(loop).code == "vase")
        subjects = [reason.subject for reason in shop.read(read_reasons, vase.id).result()]
        assert "card_count" in subjects
        assert shop.read(lambda session: len(read_cards(session.database))).result() == done.created["cards"]
        assert shop.audit().result().findings == ()
        again = import_till_file(shop, path, "Corner ", TillOptions(create=True))
        assert figures(again) == {"already_booked": 11, "unknown": 1}
