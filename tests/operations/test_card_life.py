"""A card's life as it is read for the panel: entries, the commands of this cycle as trees, cycles, papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kanban_app.domain.cards import Action, Card
from kanban_app.operations.card_life import CardLife, read_life
from tests.gui.plants import Factory, lived_in


@pytest.fixture
def plant(fast_path: Path) -> Iterator[Factory]:
    made = lived_in(Factory(fast_path))
    yield made
    made.close()


def _life(plant: Factory, card: Card) -> CardLife:
    return plant.shop.read(read_life, card.id).result()


def test_entries_come_newest_first_with_the_cycles(plant: Factory) -> None:
    card = plant.card("polished wooden panel", "assembly line", 1)
    life = _life(plant, card)
    assert [line.event.action for line in life.lines] == [
        Action.START,
        Action.RELEASE,
        Action.CONSUME,
        Action.ACTIVATE,
    ]
    assert len(life.cycles) == 1


def test_a_start_is_a_tree_with_all_that_it_took(plant: Factory) -> None:
    chair = plant.card("chair", "factory store", 4)
    plant.do(Action.START, [chair], at="assembly line")
    tree = _life(plant, chair).commands[-1]
    assert (tree[0].depth, tree[0].line.event.action, tree[0].line.event.card_id) == (0, Action.START, chair.id)
    assert {entry.line.item_code for entry in tree} >= {"chair", "chair leg", "cushion", "screws"}
    for entry in tree[1:]:
        assert entry.line.event.cause in {other.line.event.seq for other in tree}


def test_a_card_that_another_ones_start_emptied_shows_that_start_as_the_root(plant: Factory) -> None:
    before = {card.id for card in plant.cards("chair leg", "assembly line") if card.holds_stock}
    plant.do(Action.START, [plant.card("chair", "factory store", 4)], at="assembly line")
    emptied = [c for c in plant.cards("chair leg", "assembly line") if c.id in before and not c.holds_stock]
    assert emptied
    root = _life(plant, emptied[0]).commands[0][0]
    assert (root.line.item_code, root.line.card_number, root.depth) == ("chair", 4, 0)


def test_a_step_that_did_nothing_else_has_no_tree(plant: Factory) -> None:
    panel = plant.card("table leg", "assembly line", 7)
    roots = {command[0].line.event.action for command in _life(plant, panel).commands}
    assert Action.DISPATCH not in roots


def test_papers_are_listed_newest_first(plant: Factory) -> None:
    card = plant.card("chair leg", "assembly line", 2)
    assert _life(plant, card).prints == ()
    for _ in range(3):
        plant.shop.print_cards([card.code], "a6").result()
    life = _life(plant, card)
    assert [paper.print_count for paper in life.prints] == [3, 2, 1]
    assert life.print_count == 3
    assert life.prints[0].format_name == "a6"


def test_a_card_that_is_not_there_is_an_error_of_the_caller(plant: Factory) -> None:
    with pytest.raises(KeyError):
        plant.shop.read(read_life, 999_999).result()
