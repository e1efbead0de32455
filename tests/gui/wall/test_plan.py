"""The distance rule, the order of rows, and when pages turn."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.board import Zone
from kanban_app.gui.wall import plan
from tests.gui.board.factory import NOW, board


def full_hd(inches: float, distance_cm: int = 500) -> plan.Sizes:
    width_mm = inches * 25.4 * 16 / math.hypot(16, 9)
    return plan.sizes_for(1920, 1080, plan.px_per_mm(1920, width_mm), distance_cm)


def test_letters_are_as_the_screens_page_says():
    """56 px on a 55-inch full-HD display read from 5 m; 70 px and one row fewer on 43 inches."""
    large, small = full_hd(55), full_hd(43)
    assert (large.first, large.second, large.row_count) == (56, 34, 6)
    assert (small.first, small.row_count) == (70, 5)


@given(
    st.integers(800, 7680), st.integers(600, 4320), st.floats(0, 5000), st.integers(100, 3000)
)  # fmt: skip
def test_everything_fits_and_is_readable_where_the_display_allows_it(width, height, width_mm, distance_cm):
    fineness = plan.px_per_mm(width, width_mm)
    sizes = plan.sizes_for(width, height, fineness, distance_cm)
    used = sizes.head + sizes.pad + sizes.foot + sizes.row_count * (sizes.row + sizes.gap)
    assert used <= height
    assert sizes.row_count >= 2
    capitals_mm = sizes.first * plan.CAPITAL / fineness
    as_wanted = capitals_mm >= distance_cm * 10 / 200 - 0.01
    as_large_as_it_gets = sizes.row_count <= 4 or sizes.first >= width // 16
    assert as_wanted or as_large_as_it_gets


def test_a_display_that_does_not_tell_its_size_counts_as_a_large_one():
    assert plan.sizes_for(1920, 1080, plan.px_per_mm(1920, 0), 500).first == 56


def test_red_comes_first_and_green_not_at_all():
    rows = plan.urgent_rows(board())
    zones = [row.zone for row in rows]
    assert set(zones) == {Zone.RED, Zone.YELLOW}
    assert zones == sorted(zones, key=[Zone.RED, Zone.YELLOW].index)
    everything = board()
    assert len(rows) == sum(row.zone is not Zone.GREEN for row in everything.rows())


def test_stations_follow_the_plant_and_only_with_what_they_must_start():
    made = board()
    rows = plan.urgent_rows(made)
    line = next(one.id for one in made.structure.stations.values() if one.name == "assembly line")
    idle = next(one.id for one in made.structure.stations.values() if one.name == "shop 2")
    sheets = plan.sheets_of(rows, [idle, line], 6)
    of_plant = [sheet for sheet in sheets if sheet.station_id is None]
    assert [row for sheet in of_plant for row in sheet.rows] == rows
    assert {sheet.station_id for sheet in sheets} == {None, line}
    assert all(row.loop.source_id == line for sheet in sheets if sheet.station_id == line for row in sheet.rows)


def test_an_untroubled_plant_has_one_empty_sheet():
    assert plan.sheets_of([], [1, 2], 6) == [plan.Sheet((), 1, 1)]


def rows_of(count: int, red: int) -> list:
    template = plan.urgent_rows(board())[0]
    return [
        replace(
            template,
            loop=replace(template.loop, id=place + 1),
            zone=Zone.RED if place < red else Zone.YELLOW,
            oldest_signal_at=NOW,
        )
        for place in range(count)
    ]


def test_pages_turn_every_twelve_beats_and_begin_again():
    turner, rows = plan.Turner(), rows_of(14, 2)
    turner.show(plan.sheets_of(rows, [], 6), rows)
    seen = []
    for _beat in range(plan.BEATS_A_PAGE * 4):
        turner.beat()
        seen.append(turner.place)
    assert [seen[place] for place in (0, 10, 11, 22, 23, 34, 35)] == [0, 0, 1, 1, 2, 2, 0]


def test_a_new_red_row_comes_forward_and_stays_while_it_is_new():
    turner, rows = plan.Turner(), rows_of(14, 2)
    turner.show(plan.sheets_of(rows, [], 6), rows)
    for _beat in range(plan.BEATS_A_PAGE):
        turner.beat()
    assert turner.place == 1
    more = rows_of(14, 3)
    turner.show(plan.sheets_of(more, [], 6), more)
    assert turner.place == 0
    assert turner.is_new(3)
    assert not turner.is_new(1)
    for _beat in range(plan.BEATS_NEW - 1):
        assert not turner.beat()
        assert turner.place == 0
    assert turner.beat()  # it is new no longer
    for _beat in range(plan.BEATS_A_PAGE):
        turner.beat()
    assert turner.place == 1


def test_what_was_red_when_the_wall_was_opened_is_not_new():
    turner, rows = plan.Turner(), rows_of(3, 3)
    turner.show(plan.sheets_of(rows, [], 6), rows)
    assert not any(turner.is_new(row.loop.id) for row in rows)


def test_fewer_sheets_leave_none_that_is_not_there():
    turner, rows = plan.Turner(), rows_of(14, 0)
    turner.show(plan.sheets_of(rows, [], 6), rows)
    turner.place = 2
    turner.show(plan.sheets_of(rows[:4], [], 6), rows[:4])
    assert turner.place == 0


@pytest.mark.parametrize("width_mm", [0, 16, 160_000])
def test_an_unbelievable_width_is_not_believed(width_mm):
    assert plan.px_per_mm(1920, width_mm) == 1920 / plan.USUAL_WIDTH_MM
