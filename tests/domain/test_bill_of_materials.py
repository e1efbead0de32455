"""Bills of materials: needs, levels, cycles spelled out, and chains thousands of items deep."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.items import BomCycle, BomLine, exploded, levels_from_leaves

DEPTH = 5_000


def line(parent: int, component: int, per_parent: int | Fraction = 1) -> BomLine:
    return BomLine(parent, component, Fraction(per_parent))


@pytest.mark.parametrize(
    ("per_parent", "steps", "need"),
    [
        (Fraction(4), 2, 8),
        (Fraction(1, 3), 3, 1),
        (Fraction(1, 3), 10, 4),
        (Fraction(1, 3), 9, 3),
        (Fraction(7, 2), 3, 11),
    ],
)
def test_a_need_is_rounded_up_to_a_whole_step_and_no_further(per_parent: Fraction, steps: int, need: int) -> None:
    assert line(1, 2, per_parent).need(steps) == need


def test_levels_count_from_what_is_bought() -> None:
    assert levels_from_leaves([line(1, 2), line(2, 3), line(1, 3), line(4, 3)]) == {1: 2, 2: 1, 3: 0, 4: 1}


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ([line(1, 1)], (1, 1)),
        ([line(1, 2), line(2, 1)], (1, 2, 1)),
        ([line(1, 2), line(2, 3), line(3, 4), line(4, 2)], (2, 3, 4, 2)),
        ([line(1, 2), line(1, 3), line(2, 5), line(3, 4), line(4, 3)], (3, 4, 3)),
    ],
    ids=["itself", "two", "below the top", "in the second branch"],
)
def test_an_item_that_contains_itself_is_spelled_out(lines: list[BomLine], path: tuple[int, ...]) -> None:
    with pytest.raises(BomCycle) as error:
        levels_from_leaves(lines)
    assert error.value.path == path
    assert str(error.value) == " -> ".join(map(str, path))


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=20))
def test_either_the_levels_rise_along_every_line_or_a_real_cycle_is_named(pairs: list[tuple[int, int]]) -> None:
    lines = [line(parent, component) for parent, component in pairs]
    levels, path = levels_or_cycle(lines)
    if path:
        assert path[0] == path[-1]
        assert len(path) >= 2
        assert set(pairwise(path)) <= set(pairs)
    assert path or all(levels[parent] > levels[component] for parent, component in pairs)


def levels_or_cycle(lines: list[BomLine]) -> tuple[dict[int, int], tuple[int, ...]]:
    try:
        return levels_from_leaves(lines), ()
    except BomCycle as cycle:
        return {}, cycle.path


def test_a_chain_of_five_thousand_items_has_five_thousand_levels() -> None:
    levels = levels_from_leaves(line(item, item + 1) for item in range(1, DEPTH))
    assert (levels[1], levels[DEPTH]) == (DEPTH - 1, 0)


def test_the_end_of_a_chain_of_five_thousand_items_that_leads_back_is_found() -> None:
    lines = [line(item, item + 1) for item in range(1, DEPTH)]
    with pytest.raises(BomCycle) as error:
        levels_from_leaves([*lines, line(DEPTH, 1)])
    assert len(error.value.path) == DEPTH + 1


def test_demand_goes_down_through_all_levels_and_adds_up_where_an_item_is_used_twice() -> None:
    lines = [line(1, 2, 2), line(1, 3, 1), line(2, 3, Fraction(3, 2))]
    assert exploded({1: Fraction(10)}, lines) == {1: 10, 2: 20, 3: 40}


def test_demand_goes_down_five_thousand_levels() -> None:
    lines = [line(item, item + 1) for item in range(1, DEPTH)]
    assert exploded({1: Fraction(3)}, lines)[DEPTH] == 3


def test_a_chain_as_wide_as_it_is_deep_is_not_walked_twice() -> None:
    # Two ways at each of 60 levels: 2**60 paths, which only counting each item once survives.
    lines = [
        line(level * 2 + side, level * 2 + 2 + other) for level in range(60) for side in (0, 1) for other in (0, 1)
    ]
    assert levels_from_leaves(lines)[0] == 60
