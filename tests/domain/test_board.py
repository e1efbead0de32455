"""What a board shows: zones, marks, slots, rows and queues."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kanban_app.domain.board import Bands, Board, Zone, bands_of, count_by_state, in_slots, is_late, is_stale, marks_of
from kanban_app.domain.cards import Action, Card, CardState, Mark
from tests.domain.plants import Workshop, buys, makes, moves, rack_shop


def board_of(shop: Workshop) -> Board:
    return Board(shop.structure, shop.kept.cards.values())


# -- zones ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cards", "lot", "safety", "bands"),
    [
        (1, 1, 0, (1, 0, 0)),
        (2, 1, 0, (1, 1, 0)),
        (3, 1, 0, (1, 1, 1)),
        (6, 1, 0, (1, 4, 1)),
        (6, 1, 2, (1, 3, 2)),
        (6, 3, 2, (3, 1, 2)),
        (6, 4, 2, (4, 0, 2)),
        (6, 5, 2, (4, 0, 2)),
        (2, 1, 2, (0, 0, 2)),
        (0, 1, 0, (0, 0, 0)),
    ],
    ids=str,
)
def test_green_is_the_lot_red_the_safety_part_and_yellow_the_rest(
    cards: int, lot: int, safety: int, bands: tuple[int, int, int]
) -> None:
    loop = Workshop(buys("part", cards=cards, lot_cards=lot, safety_cards=safety), start="new").loop("part")
    found = bands_of(loop)
    assert (found.green, found.yellow, found.red) == bands
    assert found.green + found.yellow + found.red == cards


@pytest.mark.parametrize(
    ("calling", "zone"),
    [(0, "green"), (1, "green"), (2, "green"), (3, "yellow"), (5, "yellow"), (6, "red"), (7, "red")],
)
def test_the_calling_cards_fill_the_slots_from_the_green_side(calling: int, zone: str) -> None:
    assert Bands(2, 3, 2).zone(calling) == zone


def test_every_slot_has_its_zone_from_the_left() -> None:
    bands = Bands(1, 2, 1)
    assert [bands.of_slot(place) for place in range(4)] == [Zone.GREEN, Zone.YELLOW, Zone.YELLOW, Zone.RED]


@pytest.mark.parametrize("steps", [("consume",), ("consume", "start"), ("consume", "dispatch")])
def test_every_calling_card_counts_wherever_it_is_on_its_way(steps: tuple[str, ...]) -> None:
    shop = Workshop(makes("part", cards=4))
    for number in (1, 2):
        for step in steps:
            shop.do(step, f"part {number}")
    row = board_of(shop).row(1)
    assert (row.calling_count, row.zone) == (2, Zone.YELLOW)


def test_single_use_cards_stand_in_the_row_but_call_in_no_zone() -> None:
    shop = Workshop(buys("part", cards=1))
    shop.issue("part", 3, order="S-1")
    row = board_of(shop).row(1)
    assert (row.calling_count, row.zone, len(row.cards)) == (0, Zone.GREEN, 2)


# -- marks ---------------------------------------------------------------------------------------------------------


def test_a_card_is_late_when_its_signal_is_open_longer_than_the_lead_time() -> None:
    shop = Workshop(buys("part", cards=1, lead_time_minutes=60))
    shop.do("consume", "part 1")
    card = shop.card("part 1")
    assert not is_late(card, shop.clock() + timedelta(minutes=60))
    assert is_late(card, shop.clock() + timedelta(minutes=60, seconds=1))


@pytest.mark.parametrize("state", ["full", "empty"])
def test_a_card_that_nobody_has_ordered_is_not_late(state: str) -> None:
    shop = Workshop(buys("part", cards=2, lot_cards=2))
    if state == "empty":
        shop.do("consume", "part 1")
    assert not is_late(shop.card("part 1"), shop.clock() + timedelta(days=100))


def test_a_card_is_stale_while_its_newest_paper_is_of_an_older_revision() -> None:
    shop = Workshop(buys("part"))
    assert not is_stale(shop.card("part 1"), shop.loop("part"))
    shop.paper("part 1")
    shop.change("part", container_quantity=40)
    assert is_stale(shop.card("part 1"), shop.loop("part"))
    shop.paper("part 1")
    assert not is_stale(shop.card("part 1"), shop.loop("part"))


def test_the_marks_stand_in_the_order_of_their_importance() -> None:
    shop = Workshop(buys("part", cards=1, lead_time_minutes=60))
    shop.paper("part 1")
    shop.do("consume", "part 1")
    shop.change("part", container_quantity=40)
    card = replace(shop.card("part 1"), on_hold=True, urgent=True, short_at_source=True)
    marks = marks_of(card, shop.loop("part"), shop.clock() + timedelta(hours=2), frozenset({card.id}))
    assert marks == tuple(Mark)


def test_a_retired_card_has_no_marks() -> None:
    shop = Workshop(buys("part"))
    shop.do("urgent", "part 1")
    shop.do("retire", "part 1", reason="lost")
    assert marks_of(shop.card("part 1"), shop.loop("part"), shop.clock()) == ()


# -- rows ----------------------------------------------------------------------------------------------------------


def test_calling_cards_gather_at_the_left_and_full_ones_stand_at_the_right() -> None:
    shop = Workshop(makes("part", cards=8, lot_cards=2), start="full")
    for number, steps in {5: ("dispatch",), 4: ("start",), 3: (), 2: ()}.items():
        shop.clock.tick(minutes=1)
        shop.do("consume", f"part {number}")
        if shop.card(f"part {number}").state is CardState.EMPTY:
            shop.do("release", f"part {number}", reason="early")
        for step in steps:
            shop.do(step, f"part {number}")
    shop.do("consume", "part 1")
    shop.do("draw", "part 8", 1)
    shop.do("retire", "part 7", reason="lost")
    slots = in_slots(shop.kept.cards.values())
    assert [(card.number, card.state.value) for card in slots] == [
        (5, "in_transit"),
        (4, "in_process"),
        (3, "released"),
        (2, "released"),
        (1, "empty"),
        (8, "in_use"),
        (6, "full"),
    ]


def test_a_row_tells_what_is_here_and_since_when_it_has_been_calling() -> None:
    shop = Workshop(buys("part", cards=4, lot_cards=3))
    shop.do("consume", "part 1")
    first = shop.clock()
    shop.clock.tick(hours=1)
    shop.do("consume", "part 2")
    shop.do("draw", "part 3", 4)
    row = board_of(shop).row(1)
    assert (row.pieces_here, row.gathering_count, row.oldest_signal_at) == (16, 2, first)


def test_rows_stand_in_flow_order_grouped_by_the_source_that_must_act() -> None:
    shop = Workshop(
        makes("frame", at="weld", to="shop"),
        moves("rod", out_of="stock", to="weld", name="fetched"),
        buys("rod", to="stock"),
        bom={"frame": {"rod": 2}},
    )
    names = {loop_id: name for name, loop_id in shop.loop_ids.items()}
    assert [names[row.loop.id] for row in board_of(shop).rows()] == ["rod", "fetched", "frame"]


def test_a_plant_that_goes_in_a_circle_still_has_its_rows() -> None:
    shop = Workshop(moves("box", out_of="stock", to="wash"), moves("box", out_of="wash", to="stock", name="back"))
    assert len(board_of(shop).rows()) == 2


def test_a_workstation_sees_the_loops_that_end_there_and_those_of_the_store_that_serves_it() -> None:
    shop = Workshop(buys("peg", to="stock"), buys("glue", to="bench"), makes("rack"), served_from={"bench": "stock"})
    rows = board_of(shop).rows_ending_at(shop.station_ids["bench"])
    assert [row.loop.id for row in rows] == [shop.loop_ids["glue"], shop.loop_ids["peg"]]


# -- queues --------------------------------------------------------------------------------------------------------


def test_a_queue_goes_by_urgency_then_by_zone_then_by_due_time() -> None:
    shop = Workshop(
        makes("slow", cards=4, lead_time_minutes=600),
        makes("quick", cards=4, lead_time_minutes=10),
        makes("short", cards=3, lead_time_minutes=600),
    )
    for name in ("slow 1", "slow 2", "quick 1", "short 1", "short 2", "short 3"):
        shop.clock.tick(seconds=1)
        shop.do("consume", name)
    shop.do("urgent", "slow 2")
    queue = board_of(shop).queue(shop.station_ids["bench"])
    names = [shop.name_of(entry.card) for entry in queue]
    assert names == ["slow 2", "short 1", "short 2", "short 3", "slow 1", "quick 1"]
    assert [entry.zone for entry in queue] == ["yellow", "red", "red", "red", "yellow", "green"]
    assert [entry.rank for entry in queue] == [1, 2, 3, 4, 5, 6]


def test_a_queue_holds_only_what_is_released_and_working_only_what_is_in_process() -> None:
    shop = Workshop(makes("part", cards=4, lot_cards=2))
    shop.do("consume", "part 1")
    shop.do("consume", "part 2")
    shop.do("consume", "part 3")
    shop.do("start", "part 1")
    board = board_of(shop)
    bench = shop.station_ids["bench"]
    assert [entry.card.number for entry in board.queue(bench)] == [2]
    assert [entry.card.number for entry in board.working(bench)] == [1]


def test_a_queue_entry_tells_what_it_takes_and_whether_it_is_here() -> None:
    shop = rack_shop(container=3)
    shop.do("consume", "rack 1")
    (entry,) = board_of(shop).queue(shop.station_ids["bench"])
    (material,) = entry.materials
    assert (material.needed, material.here, material.coming) == (12, 16, 0)
    assert entry.can_start
    shop.do("consume", "peg 1")
    (entry,) = board_of(shop).queue(shop.station_ids["bench"])
    (material,) = entry.materials
    assert (material.here, material.coming, material.due_at) == (8, 8, shop.card("peg 1").due_at)
    assert not entry.can_start


@pytest.mark.parametrize("trouble", ["hold", "peg"])
def test_pieces_that_are_held_or_pegged_to_another_order_do_not_let_a_card_start(trouble: str) -> None:
    shop = rack_shop(peg={"cards": 1})
    if trouble == "hold":
        shop.do("hold", "peg 1", reason="rusty")
    else:
        shop.do("consume", "peg 1")
        shop.issue("peg", 8, order="S-2")
        shop.do("receive", "peg +1")
    shop.do("consume", "rack 1")
    (entry,) = board_of(shop).queue(shop.station_ids["bench"])
    assert not entry.can_start


def test_pieces_pegged_to_the_cards_own_order_let_it_start() -> None:
    shop = rack_shop(peg={"cards": 1})
    shop.do("consume", "peg 1")
    shop.issue("peg", 8, order="S-1")
    shop.do("receive", "peg +1")
    shop.issue("rack", 2, order="S-1")
    (entry,) = board_of(shop).queue(shop.station_ids["bench"])
    assert entry.can_start


def test_a_held_card_can_not_start() -> None:
    shop = rack_shop()
    shop.do("consume", "rack 1")
    shop.do("hold", "rack 1", reason="drawing is wrong")
    (entry,) = board_of(shop).queue(shop.station_ids["bench"])
    assert not entry.can_start


def test_what_is_already_being_made_waits_for_nothing_more() -> None:
    shop = rack_shop()
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    (entry,) = board_of(shop).working(shop.station_ids["bench"])
    assert entry.materials == ()


@pytest.mark.parametrize(
    ("options", "released", "in_process"),
    [
        ({}, Action.START, Action.DISPATCH),
        ({"in_transit": "skipped"}, Action.START, Action.RECEIVE),
        ({"in_process": "skipped"}, Action.DISPATCH, Action.DISPATCH),
        ({"in_process": "skipped", "in_transit": "skipped"}, Action.RECEIVE, Action.RECEIVE),
    ],
)
def test_the_queue_names_the_step_that_the_source_takes_next(
    options: dict[str, Any], released: Action, in_process: Action
) -> None:
    from kanban_app.domain.board import source_action
    from kanban_app.domain.loops import Step

    steps: dict[str, Any] = {name: Step(value) for name, value in options.items()}
    loop = Workshop(makes("part", **steps)).loop("part")
    card = Workshop(makes("part")).card("part 1")
    assert source_action(loop, replace(card, state=CardState.RELEASED)) is released
    assert source_action(loop, replace(card, state=CardState.IN_PROCESS)) is in_process


# -- after-images --------------------------------------------------------------------------------------------------


def test_a_board_takes_after_images_and_tells_which_loops_changed() -> None:
    shop = rack_shop()
    board = board_of(shop)
    events = shop.do("consume", "rack 1")
    assert board.apply([shop.card(event.card_id) for event in events]) == {shop.loop_ids["rack"]}
    assert board.row(shop.loop_ids["rack"]).calling_count == 1


def test_a_board_ignores_an_image_older_than_what_it_knows() -> None:
    shop = rack_shop()
    old = shop.card("rack 1")
    shop.do("consume", "rack 1")
    board = board_of(shop)
    assert board.apply([old]) == frozenset()
    assert board.card(old.id) == shop.card("rack 1")


def test_a_retired_card_leaves_its_row_but_is_still_known() -> None:
    shop = rack_shop()
    board = board_of(shop)
    card = shop.card("rack 1")
    shop.do("retire", "rack 1", reason="lost")
    board.apply([shop.card(card.id)])
    assert card.id not in [shown.id for shown in board.row(card.loop_id).cards]
    assert board.card_by_code(card.code) == shop.card(card.id)


def test_a_board_that_follows_every_booking_is_the_same_as_one_read_anew() -> None:
    shop = rack_shop(cards=3)
    board = board_of(shop)
    for action, name in [("consume", "rack 1"), ("start", "rack 1"), ("consume", "rack 2"), ("receive", "rack 1")]:
        events = shop.do(action, name)
        board.apply([shop.card(event.card_id) for event in events])
        assert board.rows() == board_of(shop).rows()


def test_cards_are_counted_by_state_with_zeros_for_the_others() -> None:
    shop = rack_shop()
    shop.do("consume", "rack 1")
    counts = count_by_state(shop.kept.cards.values())
    assert {state: count for state, count in counts.items() if count} == {"full": 3, "released": 1}
    assert set(counts) == set(CardState)
    assert all(isinstance(card, Card) for card in shop.kept.cards.values())
