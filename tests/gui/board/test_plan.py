"""Grouping, filters with their counts, and search, on the furniture factory of the approved picture."""

from __future__ import annotations

import pytest

from kanban_app.domain.board import Board, LoopRow
from kanban_app.gui.board import plan
from kanban_app.gui.board.plan import Filter, Grouping, RowFacts
from kanban_app.gui.board.sieve import Question
from kanban_app.gui.board.tallies import Tallies
from tests.gui.board import factory
from tests.gui.board.factory import NOW


@pytest.fixture
def board() -> Board:
    return factory.board()


@pytest.fixture
def every(board: Board) -> list[RowFacts]:
    return [plan.facts_of(row, NOW, factory.maybe_lost()) for row in board.rows()]


def _counts(every: list[RowFacts]) -> dict[Filter, int]:
    return Tallies({facts.row.loop.id: facts for facts in every}, {}).counts


def test_counts_are_of_rows_as_in_the_approved_picture(every: list[RowFacts]) -> None:
    assert _counts(every) == {
        Filter.ALL: 21,
        Filter.NEEDS_ACTION: 8,
        Filter.RED: 1,
        Filter.LATE: 2,
        Filter.ON_HOLD: 1,
        Filter.SHORT_AT_SOURCE: 3,
        Filter.MAYBE_LOST: 1,
    }


@pytest.mark.parametrize("chosen", list(Filter))
def test_a_filter_shows_as_many_rows_as_its_count_says(every: list[RowFacts], chosen: Filter) -> None:
    assert sum(plan.passes(facts, chosen) for facts in every) == _counts(every)[chosen]


def test_rows_stand_by_source_in_flow_order(board: Board) -> None:
    lines = plan.in_order(board, Grouping.SOURCE)
    names = [board.structure.stations[lines[first].group_id].name for first, _size in plan.group_sizes(lines)]
    assert names[:3] == ["wood supplier", "cushion supplier", "screw supplier"]
    assert names.index("saw") < names.index("assembly line") < names.index("factory") < names.index("warehouse")
    assert sum(size for _first, size in plan.group_sizes(lines)) == 21


@pytest.mark.parametrize("grouping", list(Grouping))
def test_every_grouping_shows_every_loop_once_and_each_group_once(board: Board, grouping: Grouping) -> None:
    lines = plan.in_order(board, grouping)
    assert sorted(line.loop_id for line in lines) == sorted(board.structure.loops)
    groups = [lines[first].group_id for first, _size in plan.group_sizes(lines)]
    assert len(groups) == len(set(groups))


def test_items_are_grouped_by_name(board: Board) -> None:
    lines = plan.in_order(board, Grouping.ITEM)
    names = [board.structure.items[lines[first].group_id].code for first, _size in plan.group_sizes(lines)]
    assert names == sorted(names)


def _found(board: Board, row: LoopRow, text: str) -> bool:
    return Question(search=text).asked_cards(plan.facts_of(row, NOW), board.structure, NOW) is not None


@pytest.mark.parametrize(
    "text, items",
    [
        ("polished", ["polished wooden panel"]),
        ("PANEL", ["polished wooden panel", "wooden panel"]),
        ("  wooden   beam ", ["wooden beam"]),
        ("grinder", ["polished wooden panel", "wooden panel"]),
        ("rack b", ["polished wooden panel"]),
        ("nothing like it", []),
    ],
)
def test_search_finds_items_stations_and_places(board: Board, text: str, items: list[str]) -> None:
    wanted = plan.folded(text)
    found = [row for row in board.rows() if _found(board, row, wanted)]
    assert sorted(board.structure.items[row.loop.item_id].code for row in found) == items


def test_search_finds_a_card_by_its_code_however_it_is_spaced(board: Board) -> None:
    card = next(iter(board.row(7).cards))
    for text in (card.code, card.code.lower(), f"{card.code[:3]} {card.code[3:6]} {card.code[6:]}", card.code[:4]):
        assert _found(board, board.row(7), plan.folded(text)), text


def test_search_finds_single_use_cards_by_their_order(board: Board) -> None:
    found = [row.loop.id for row in board.rows() if _found(board, row, "13")]
    assert 11 in found


def test_two_letters_are_no_card_code(board: Board) -> None:
    card = next(iter(board.row(7).cards))
    assert not plan.card_matches(card, card.code[:2].lower())


def test_single_use_cards_are_counted_only_where_there_are_no_others(every: list[RowFacts]) -> None:
    orders = next(facts for facts in every if facts.only_orders())
    assert (orders.calling_cards(), orders.counted_cards()) == (3, 3)


def test_the_work_of_a_source_is_what_waits_runs_and_travels(board: Board) -> None:
    rows = [row for row in board.rows() if board.structure.stations[row.loop.source_id].name == "saw"]
    work = sum((plan.work_of(row) for row in rows), plan.Work())
    assert work == plan.Work(queued=1, running=2, travelling=1, steps=70)
    assert work - plan.work_of(rows[0]) == plan.work_of(rows[1])
