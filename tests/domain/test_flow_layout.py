"""The plan of the flow map for whatever plant: nothing on top of anything, lines at stations, always the same."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.flow_labels import labels_placed
from kanban_app.domain.flow_layers import crossing_count, layered
from kanban_app.domain.flow_layout import LANE, Box, FlowLayout, laid_out, traced
from kanban_app.domain.flow_ways import Pair

Sizes = dict[int, tuple[float, float]]
PILL = (88.0, 28.0)


@st.composite
def plants(draw: st.DrawFn, *, circles: bool = True) -> tuple[Sizes, list[Pair]]:
    """Stations of all sizes and links between them, in circles too if wanted."""
    count = draw(st.integers(1, 14))
    sizes = {
        station_id: (float(draw(st.integers(120, 300))), float(draw(st.integers(60, 500))))
        for station_id in range(1, count + 1)
    }
    ends = st.integers(1, count)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=40, unique=True))
    found = [(a, b) if circles else (min(a, b), max(a, b)) for a, b in pairs if a != b]
    return sizes, sorted(set(found))


def inner(box: Box) -> Box:
    return box.grown(-0.5)


@given(plants())
def test_no_two_stations_overlap_and_each_has_the_room_it_needs(plant: tuple[Sizes, list[Pair]]) -> None:
    sizes, pairs = plant
    layout = laid_out(sizes, pairs)
    assert layout.boxes.keys() == sizes.keys()
    for one, other in combinations(layout.boxes.values(), 2):
        assert not one.overlaps(other)
    for station_id, box in layout.boxes.items():
        assert box.width >= sizes[station_id][0]
        assert box.height >= sizes[station_id][1]
        assert box.x > 0
        assert box.y > 0
        assert box.right < layout.width
        assert box.bottom < layout.height


@given(plants())
def test_each_line_begins_and_ends_at_the_side_of_its_stations(plant: tuple[Sizes, list[Pair]]) -> None:
    sizes, pairs = plant
    layout = laid_out(sizes, pairs)
    assert layout.routes.keys() == set(pairs)
    for (source, consumer), route in layout.routes.items():
        for (x, y), station_id in ((route.points[0], source), (route.points[-1], consumer)):
            box = layout.boxes[station_id]
            assert x in (box.x, box.right)
            assert box.y < y < box.bottom


@given(plants())
def test_no_line_goes_through_a_station(plant: tuple[Sizes, list[Pair]]) -> None:
    layout = laid_out(*plant)
    for route in layout.routes.values():
        for lane in (-LANE, LANE):
            points = [Box(x, y, 0.0, 0.0) for x, y in traced(route, lane)]
            assert not [box for box in layout.boxes.values() for point in points if point.overlaps(inner(box))]


@given(plants(circles=False))
def test_without_circles_goods_only_go_to_the_right(plant: tuple[Sizes, list[Pair]]) -> None:
    layout = laid_out(*plant)
    for (source, consumer), route in layout.routes.items():
        assert layout.columns[source] < layout.columns[consumer]
        assert layout.boxes[source].right < layout.boxes[consumer].x
        assert route.points[0][0] == layout.boxes[source].right
        assert route.points[-1][0] == layout.boxes[consumer].x
        assert all(before[0] < after[0] for before, after in pairwise(route.points))


@given(plants(), st.randoms(use_true_random=False))
def test_the_same_plant_is_drawn_the_same_in_whatever_order_it_is_told(
    plant: tuple[Sizes, list[Pair]], shuffler: random.Random
) -> None:
    sizes, pairs = plant
    told = list(sizes.items())
    other = list(pairs)
    shuffler.shuffle(told)
    shuffler.shuffle(other)
    assert laid_out(dict(told), other) == laid_out(sizes, pairs)
    layout = laid_out(sizes, pairs)
    assert labels_placed(layout, dict.fromkeys(other, PILL)) == labels_placed(layout, dict.fromkeys(pairs, PILL))


@given(plants())
def test_every_link_has_its_pill_near_its_line(plant: tuple[Sizes, list[Pair]]) -> None:
    sizes, pairs = plant
    layout = laid_out(sizes, pairs)
    placed = labels_placed(layout, dict.fromkeys(pairs, PILL))
    assert placed.keys() == set(pairs)
    for pair, box in placed.items():
        assert (box.width, box.height) == pytest.approx(PILL)
        assert any(box.grown(3 * LANE).overlaps(Box(x, y, 0.1, 0.1)) for x, y in traced(layout.routes[pair]))


@given(plants())
def test_the_order_in_the_columns_never_crosses_more_than_as_told(plant: tuple[Sizes, list[Pair]]) -> None:
    sizes, pairs = plant
    layers = layered(sorted(sizes), pairs)
    after: list[list[int]] = [[] for _ in layers.column_of]
    for chain in layers.chains:
        for left, right in pairwise(chain.nodes):
            after[left].append(right)
    as_told = [sorted(column) for column in layers.columns]
    assert crossing_count(layers.columns, after) <= crossing_count(as_told, after)


def furniture() -> FlowLayout:
    """wood 1, screws 2, saw 3, grinder 4, assembly 5, factory 6, varnish 7, warehouse 8, shops 9 and 10."""
    pairs = [(1, 3), (1, 4), (2, 5), (3, 5), (4, 5), (5, 6), (6, 7), (7, 6), (6, 8), (8, 9), (8, 10)]
    return laid_out(dict.fromkeys(range(1, 11), (210.0, 150.0)), pairs)


def test_a_loop_back_is_drawn_beside_the_way_there() -> None:
    """factory store -> varnish -> factory store: varnish stands behind the store, one line each way, no more turned."""
    layout = furniture()
    assert [layout.columns[station_id] for station_id in (1, 3, 4, 5, 6, 7, 8, 9, 10)] == [0, 1, 1, 2, 3, 4, 4, 5, 5]
    there, back = layout.routes[6, 7].points, layout.routes[7, 6].points
    assert there[0][0] == back[-1][0] == layout.boxes[6].right
    assert there[-1][0] == back[0][0] == layout.boxes[7].x
    assert abs(there[0][1] - back[-1][1]) > 3 * LANE
    assert abs(there[-1][1] - back[0][1]) > 3 * LANE
    assert (there[0][1] - back[-1][1]) * (there[-1][1] - back[0][1]) > 0, "they do not cross"


def test_the_pills_of_a_plant_of_usual_size_cover_nothing() -> None:
    layout = furniture()
    pills = labels_placed(layout, dict.fromkeys(layout.routes, PILL))
    everything = [*pills.values(), *map(inner, layout.boxes.values())]
    assert not [(one, other) for one, other in combinations(everything, 2) if one.overlaps(other)]


def test_pills_of_lines_that_cross_do_not_cover_one_another() -> None:
    layout = laid_out(dict.fromkeys(range(1, 5), (200.0, 60.0)), [(1, 3), (1, 4), (2, 3), (2, 4)])
    pills = labels_placed(layout, dict.fromkeys(layout.routes, PILL))
    assert not [(one, other) for one, other in combinations(pills.values(), 2) if one.overlaps(other)]


def test_two_chains_told_crosswise_are_drawn_without_a_crossing() -> None:
    layers = layered([1, 2, 3, 4], [(1, 4), (2, 3)])
    after = [[3], [2], [], []]
    assert crossing_count([[0, 1], [2, 3]], after) == 1
    assert crossing_count(layers.columns, after) == 0


def test_a_chain_of_a_thousand_stations_and_a_ring_can_be_laid_out() -> None:
    count = 1000
    ring = [(place, place % count + 1) for place in range(1, count + 1)]
    layout = laid_out(dict.fromkeys(range(1, count + 1), (200.0, 90.0)), ring)
    assert sorted(layout.columns.values()) == list(range(count))
    assert layout.routes[count, 1].points[0][0] > layout.routes[count, 1].points[-1][0]


def test_a_plant_without_stations_is_an_empty_map() -> None:
    layout = laid_out({}, [])
    assert (layout.boxes, layout.routes, layout.width) == ({}, {}, 0.0)
