"""Old papers that are out: from the revision on, until a scan with the new paper, or until they are destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from kanban_app.domain.cards import Action
from kanban_app.operations.recall_list import write_recall
from kanban_app.operations.recalls import OldPaper, destroyed, found_again, out_by_station, read_old_papers
from kanban_app.operations.shop import Shop
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.terminals import card_of, planted, terminals
from tests.store.small_plant import SHOP, SOLD, STORE


@pytest.fixture
def shop(databases: Databases, clock: Clock) -> Iterator[Shop]:
    """Every card is printed; then a loop gets another quantity."""
    with terminals(planted(databases, clock), clock) as [opened]:
        print_all(opened)
        clock.tick(minutes=5)
        opened.change_loop(SOLD, container_quantity=3).result()
        clock.tick(minutes=5)
        yield opened


def print_all(shop: Shop) -> None:
    shop.print_cards([card.code for card in shop.board().result().cards()], "a4-8").result()


def out(shop: Shop) -> list[OldPaper]:
    return shop.read(read_old_papers).result()


def test_every_card_of_a_changed_loop_has_an_old_paper_out(shop: Shop) -> None:
    papers = out(shop)
    assert [paper.card.number for paper in papers] == [1, 2, 3, 4]
    assert {(paper.revision, paper.station_id, paper.replaced_at) for paper in papers} == {(1, SHOP, None)}


def test_a_plant_whose_loops_never_changed_recalls_nothing(databases: Databases, clock: Clock) -> None:
    with terminals(planted(databases, clock), clock) as [shop]:
        print_all(shop)
        assert out(shop) == []


def test_a_scan_of_the_old_paper_only_tells_where_it_was_seen(shop: Shop, clock: Clock) -> None:
    shop.scan(card_of(shop, SOLD, 1).code, SHOP, person="Anna").result()
    [seen] = [paper for paper in out(shop) if paper.seen_at]
    assert (seen.card.number, seen.seen_at, seen.seen_by) == (1, clock(), "Anna")


def test_printed_is_not_swapped_and_the_next_scan_is(shop: Shop, clock: Clock) -> None:
    print_all(shop)
    assert [paper.replaced_at for paper in out(shop)] == [clock()] * 4
    clock.tick(minutes=5)
    shop.scan(card_of(shop, SOLD, 1).code, SHOP).result()
    assert [paper.card.number for paper in out(shop)] == [2, 3, 4]


def test_an_entry_that_only_followed_from_another_is_no_sight_of_the_card(shop: Shop, clock: Clock) -> None:
    """Urgent is booked in the office: nobody had the card in hand."""
    print_all(shop)
    clock.tick(minutes=5)
    shop.do(Action.CONSUME, [card_of(shop, SOLD, 1).code]).result()
    assert len(out(shop)) == 4


def test_a_destroyed_paper_is_not_out_and_the_next_revision_recalls_the_card_again(shop: Shop, clock: Clock) -> None:
    cards = [card_of(shop, SOLD, 1), card_of(shop, SOLD, 2)]
    assert shop.write(destroyed, cards, "Anna", clock()).result() == 2
    assert shop.write(destroyed, cards, "Anna", clock()).result() == 0
    assert [paper.card.number for paper in out(shop)] == [3, 4]
    print_all(shop)
    clock.tick(minutes=5)
    shop.change_loop(SOLD, container_quantity=2).result()
    assert {(paper.card.number, paper.revision) for paper in out(shop)} == {(n, 2) for n in (1, 2, 3, 4)}


def test_a_tick_can_be_taken_back(shop: Shop, clock: Clock) -> None:
    [first, *_rest] = out(shop)
    shop.write(destroyed, [first.card], "Anna", clock()).result()
    shop.write(found_again, first).result()
    assert out(shop)[0] == first


def test_a_card_that_left_for_good_is_not_looked_for(shop: Shop) -> None:
    shop.do(Action.RETIRE, [card_of(shop, SOLD, 1).code], reason="broken").result()
    assert [paper.card.number for paper in out(shop)] == [2, 3, 4]


def test_a_container_stands_where_its_state_says_or_is_on_its_way(shop: Shop) -> None:
    code = card_of(shop, SOLD, 1).code
    shop.scan(code, SHOP).result()
    assert out_by_station(out(shop)) == {SHOP: 3, STORE: 1}
    shop.do(Action.DISPATCH, [code]).result()
    assert out_by_station(out(shop)) == {SHOP: 3, None: 1}


def test_the_list_to_walk_with_names_every_card_in_the_language_of_the_plant(shop: Shop, tmp_path: Path) -> None:
    target = tmp_path / "recall.pdf"
    assert shop.read(write_recall, target, shop.clock()).result() == 4
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    for number in (1, 2, 3, 4):
        code = card_of(shop, SOLD, number).code
        assert f"{code[:3]} {code[3:6]} {code[6:]}" in text
    assert "4 old cards are still out." in text
    assert "A → B" in text


def test_ticking_off_changes_neither_stock_nor_the_ledger(shop: Shop, clock: Clock) -> None:
    before = [replace(card, print_reason=None) for card in shop.board().result().cards()]
    shop.write(destroyed, [card_of(shop, SOLD, 1)], "Anna", clock()).result()
    assert [replace(card, print_reason=None) for card in shop.board().result().cards()] == before
    assert shop.audit().result().ok
