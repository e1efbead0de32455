"""Where a card should hang, and what a walk finds out about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.card_walk import (
    Correction,
    Kind,
    Place,
    Walk,
    corrections,
    findings,
    is_expected,
    places_of,
    route,
    sighting_of,
)
from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.items import Item
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from tests.clock import MONDAY

SUPPLIER, BENCH, SHOP = 1, 2, 3


def loop(id: int, item: int, source: int, consumer: int, there: str, here: str) -> Loop:
    kind = LoopKind.SUPPLIER if source == SUPPLIER else LoopKind.PRODUCTION
    return Loop(id, item, source, consumer, kind, 10, 3, source_location=there, consumer_location=here)


STRUCTURE = Structure(
    (
        Station(SUPPLIER, "supplier", StationKind.SUPPLIER),
        Station(BENCH, "bench", StationKind.WORKSTATION, "hall 1"),
        Station(SHOP, "shop", StationKind.STORE, "town"),
    ),
    (Item(1, "peg"), Item(2, "rack"), Item(3, "hook")),
    (),
    (
        loop(1, 1, SUPPLIER, BENCH, "", "shelf 10"),
        loop(2, 2, BENCH, SHOP, "out rack", "aisle"),
        loop(3, 3, SUPPLIER, BENCH, "", "shelf 2"),
        loop(4, 3, BENCH, SHOP, "", ""),
    ),
)


def card(id: int, loop_id: int, state: CardState = CardState.FULL, **more: object) -> Card:
    quantity = 10 if state is CardState.FULL else 4 if state is CardState.IN_USE else 0
    return Card(id, f"C{id}", loop_id, id, state, quantity, 10, 1, MONDAY, **more)


def seen(walk: Walk, one: Card, place: Place, *, old: bool = False) -> None:
    walk.see(sighting_of(one, place, MONDAY, STRUCTURE, old_paper=old))


@pytest.mark.parametrize(
    ("state", "loop_id", "places", "expected"),
    [
        (CardState.FULL, 2, [(SHOP, "aisle")], True),
        (CardState.IN_USE, 2, [(SHOP, "aisle")], True),
        (CardState.EMPTY, 2, [(BENCH, "out rack")], True),
        (CardState.RELEASED, 2, [(BENCH, "out rack")], True),
        (CardState.IN_PROCESS, 2, [(BENCH, "out rack")], True),
        (CardState.IN_TRANSIT, 2, [(BENCH, "out rack"), (SHOP, "aisle")], False),
        (CardState.NEW, 2, [], False),
        (CardState.RETIRED, 2, [], False),
        # nobody walks to a supplier; the paper may still hang at home
        (CardState.RELEASED, 1, [(SUPPLIER, ""), (BENCH, "shelf 10")], False),
        (CardState.FULL, 1, [(BENCH, "shelf 10")], True),
        # where a loop names no place the station's own stands in
        (CardState.RELEASED, 4, [(BENCH, "hall 1")], True),
        (CardState.FULL, 4, [(SHOP, "town")], True),
    ],
)
def test_a_card_hangs_where_its_state_says(state, loop_id, places, expected):
    one = card(1, loop_id, state)
    assert [(place.station_id, place.name) for place in places_of(one, STRUCTURE)] == places
    assert is_expected(one, STRUCTURE) is expected


def test_the_way_goes_with_the_goods_and_shelf_2_comes_before_shelf_10():
    stops = route([card(1, 1), card(2, 2), card(3, 3)], STRUCTURE)
    places = [(stop.place.station_id, stop.place.name) for stop in stops]
    assert places == [
        (BENCH, "hall 1"),
        (BENCH, "out rack"),
        (BENCH, "shelf 2"),
        (BENCH, "shelf 10"),
        (SHOP, "aisle"),
        (SHOP, "town"),
    ]
    assert [one.id for stop in stops for one in stop.cards] == [3, 1, 2]
    assert {stop.place.station_id for stop in route([], STRUCTURE, frozenset({SHOP}))} == {SHOP}


SHELF, RACK, AISLE = Place(BENCH, "shelf 10"), Place(BENCH, "out rack"), Place(SHOP, "aisle")


def found(walk: Walk, *cards: Card) -> list[tuple[Kind, int]]:
    by_id = {one.id: one for one in cards}
    return [(finding.kind, finding.card.id) for finding in findings(walk, route(cards, STRUCTURE), by_id, STRUCTURE)]


def test_a_card_that_nobody_saw_is_missing_once_its_place_is_done():
    walk, one, two = Walk(MONDAY), card(1, 1), card(2, 1)
    seen(walk, two, SHELF)
    assert found(walk, one, two) == []
    walk.done.add(SHELF)
    assert found(walk, one, two) == [(Kind.MISSING, 1)]


def test_a_card_that_was_booked_since_the_walk_began_was_in_somebodys_hands():
    walk = Walk(MONDAY)
    walk.done |= {SHELF, RACK}
    moved = replace(card(1, 2, CardState.RELEASED), since_at=MONDAY + timedelta(minutes=1))
    assert found(walk, moved) == []
    assert found(walk, replace(moved, since_at=MONDAY)) == [(Kind.MISSING, 1)]


def test_a_card_elsewhere_says_where_it_belongs_and_is_not_missing():
    walk, one = Walk(MONDAY), card(1, 1)
    seen(walk, one, AISLE)
    walk.done |= {SHELF, AISLE}
    [finding] = findings(walk, route([one], STRUCTURE), {1: one}, STRUCTURE)
    assert (finding.kind, finding.seen_at, finding.belongs_to) == (Kind.FOREIGN, (AISLE,), (SHELF,))


def test_what_was_seen_where_it_belonged_is_no_stranger_when_it_moves_on():
    walk, one = Walk(MONDAY), card(1, 2)
    seen(walk, one, AISLE)
    assert found(walk, replace(one, state=CardState.RELEASED, quantity=0)) == []


def test_two_papers_are_one_card_at_two_places_or_an_old_and_a_new_one():
    one = card(1, 1)
    twice = Walk(MONDAY)
    seen(twice, one, SHELF)
    seen(twice, one, SHELF)
    assert found(twice, one) == []
    seen(twice, one, AISLE)
    assert found(twice, one) == [(Kind.FOREIGN, 1), (Kind.DUPLICATE, 1)]
    old_and_new = Walk(MONDAY)
    seen(old_and_new, one, SHELF)
    seen(old_and_new, one, SHELF, old=True)
    assert found(old_and_new, one) == [(Kind.DUPLICATE, 1), (Kind.STALE, 1)]


def test_an_old_paper_is_one_that_the_person_or_the_books_know_to_be_old():
    walk = Walk(MONDAY)
    printed = card(1, 1, printed_revision=1)
    seen(walk, printed, SHELF)
    assert found(walk, printed) == []
    loops = [replace(one, revision=2) for one in STRUCTURE.loops.values()]
    newer = Structure(STRUCTURE.stations.values(), STRUCTURE.items.values(), (), loops)
    [finding] = findings(walk, route([printed], newer), {1: printed}, newer)
    assert finding.kind is Kind.STALE


def test_a_card_that_is_out_of_use_is_neither_elsewhere_nor_missing():
    walk = Walk(MONDAY)
    out = replace(card(1, 1), state=CardState.RETIRED, quantity=0, replaced_by_id=2)
    seen(walk, out, SHELF)
    walk.done.add(SHELF)
    assert found(walk, out) == [(Kind.RETIRED, 1)]


def test_a_sighting_that_is_taken_back_never_was():
    walk, one = Walk(MONDAY), card(1, 1)
    seen(walk, one, AISLE)
    walk.see(replace(walk.sightings[0], is_taken_back=True))
    assert walk.sightings == []


def test_only_counts_that_differ_and_still_hold_are_corrections():
    walk = Walk(MONDAY)
    one, two, three = card(1, 1, last_event=7), card(2, 1, last_event=7), card(3, 1, last_event=9)
    for card_id, left in ((1, 4), (2, 10), (3, 4), (4, 4)):
        walk.count(card_id, left, 7)
    assert corrections(walk, {1: one, 2: two, 3: three}) == [Correction(one, 4, 7)]
    assert Correction(one, 4, 7).less == 6
    walk.count(1, None, 7)
    assert corrections(walk, {1: one}) == []


@given(st.lists(st.tuples(st.sampled_from(list(CardState)), st.integers(1, 4)), min_size=1, max_size=12))
def test_whoever_sees_everything_in_its_place_finds_nothing_wrong(kinds):
    cards = [card(number, loop_id, state) for number, (state, loop_id) in enumerate(kinds, start=1)]
    walk = Walk(MONDAY)
    stops = route(cards, STRUCTURE)
    assert sorted(one.id for stop in stops for one in stop.cards) == [
        one.id for one in cards if is_expected(one, STRUCTURE)
    ]
    for stop in stops:
        for one in stop.cards:
            seen(walk, one, stop.place)
        walk.done.add(stop.place)
    assert found(walk, *cards) == []
