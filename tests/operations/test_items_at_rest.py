"""Items that were made for choices go out of sight once nothing of them is ordered or about, and come back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.flow_ways import pairs_of
from kanban_app.domain.orders import LineStatus, OrderLine, StartedChoice
from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import change_loops
from kanban_app.operations.exporting import export_folder
from kanban_app.operations.item_policies import preview_policy
from kanban_app.operations.looking import read_board, read_history
from kanban_app.operations.order_options_changing import change_options
from kanban_app.operations.orders_changing import StartedWork, cancel
from kanban_app.operations.orders_reading import lines_of, read_order
from kanban_app.operations.orders_shipping import ship
from kanban_app.operations.orders_undoing import forget_drafts, take_back_cancellation
from kanban_app.operations.past_boards import read_past_board
from kanban_app.operations.structure_lists import read_lists
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import Databases, fast_folder, sqlite_files
from tests.operations.test_order_options import Plant
from tests.store.small_plant import do

SCRAP = StartedWork(StartedChoice.SCRAP, "changed their mind")
STOCK = StartedWork(StartedChoice.STOCK)


@pytest.fixture
def plant(databases: Databases, clock: Clock, tmp_path: Path) -> Plant:
    return Plant(databases.session(), clock, tmp_path)


def in_sight(plant: Plant) -> dict[str, Any]:
    """Whatever lists and boards show of the structure."""
    session = plant.session
    lists = read_lists(session)
    board = read_board(session)
    shop = next(one.id for one in session.structure.stations.values() if one.name == "shop")
    return {
        "lists": (lists.loops, lists.items, lists.stations),
        "board": [row.loop.id for row in board.rows()],
        "station": [row.loop.id for row in board.rows_ending_at(shop)],
        "map": pairs_of(session.structure),
        "chosen from": [item.code for item in session.structure.items_in_sight()],
        "used in": [line.parent_id for line in session.structure.parents_of(plant.id_of("leg"))],
    }


def cancelled(plant: Plant, line: OrderLine, started: StartedWork = SCRAP) -> None:
    cancel(plant.session, line.order_number, plant.clock.tick(minutes=1), (), started)
    plant.check()


def test_a_choice_that_nobody_waits_for_any_more_is_out_of_sight(plant: Plant) -> None:
    before = in_sight(plant)
    line = plant.add("wood=oak")
    assert plant.item(line).code in in_sight(plant)["chosen from"]
    change_options(plant.session, line.order_number, 1, ("wood=pine", "extras=arms"), plant.clock.tick(minutes=1))
    assert "chair · oak" not in in_sight(plant)["chosen from"], "the choice before is nobody's"
    line = plant.confirm(line)
    assert len(in_sight(plant)["board"]) == len(before["board"]) + 1
    cancelled(plant, line)
    assert in_sight(plant) == before
    assert plant.item(line).code == "chair · pine, arms", "the order still says what it was for"
    assert read_order(plant.session, line.order_number).lines[0].line.options == "wood=pine; extras=arms"
    assert "chair · pine, arms" in {told.item_code for told in read_history(plant.session)}
    assert preview_policy(plant.session, plant.id_of("chair"), {}).configured == 0


def test_the_same_choices_bring_it_back_as_it_was(plant: Plant) -> None:
    first = plant.confirm(plant.add("wood=oak"))
    shown = in_sight(plant)
    cancelled(plant, first)
    second = plant.add("wood=oak")
    assert second.item_id == first.item_id
    assert in_sight(plant) == shown
    take_back = plant.confirm(second)
    cancelled(plant, take_back)
    assert in_sight(plant) != shown
    now = plant.clock.tick(minutes=1)
    take_back_cancellation(plant.session, [take_back], now)
    assert in_sight(plant) == shown


def test_its_own_name_brings_it_back_too_and_a_draft_that_is_forgotten_takes_it_away(plant: Plant) -> None:
    before = in_sight(plant)
    cancelled(plant, plant.confirm(plant.add("wood=oak")))
    again = plant.add(item="chair · oak")
    assert "chair · oak" in in_sight(plant)["chosen from"]
    forget_drafts(plant.session, [again])
    assert in_sight(plant) == before


def test_what_is_finished_to_stock_stays_in_sight_until_the_last_of_it_is_gone(plant: Plant) -> None:
    before = in_sight(plant)
    line = plant.confirm(plant.add("wood=oak", quantity=4))
    cards = [card for card in read_cards(plant.session.database) if card.order_reference == line.reference]
    for card in cards:
        do(plant.session, plant.clock.tick(minutes=1), Action.RECEIVE, card)
    cancelled(plant, line, STOCK)
    for card in cards:
        assert "chair · oak" in in_sight(plant)["chosen from"]
        do(plant.session, plant.clock.tick(minutes=1), Action.CONSUME, card)
    assert in_sight(plant) == before
    do(plant.session, plant.clock.tick(minutes=1), Action.REVERT, cards[-1], reason="not empty yet")
    assert "chair · oak" in in_sight(plant)["chosen from"]


def test_what_has_all_been_shipped_is_out_of_sight(plant: Plant) -> None:
    before = in_sight(plant)
    line = plant.confirm(plant.add("wood=oak"))
    for card in read_cards(plant.session.database):
        if card.order_reference == line.reference:
            do(plant.session, plant.clock.tick(minutes=1), Action.RECEIVE, card)
    ship(plant.session, line.order_number, plant.clock.tick(minutes=1))
    assert lines_of(plant.session, line.order_number)[0].status is LineStatus.CLOSED
    after = in_sight(plant)
    assert {name: after[name] for name in ("lists", "board", "map")} == {
        name: before[name] for name in ("lists", "board", "map")
    }


def test_a_choice_that_a_loop_keeps_stays_in_sight(plant: Plant) -> None:
    line = plant.confirm(plant.add("wood=oak"))
    loop = next(one for one in plant.session.structure.loops.values() if one.item_id == line.item_id)
    change_loops(plant.session, {loop.id: {"card_count": 2}}, plant.clock.tick(minutes=1))
    cancelled(plant, line)
    assert "chair · oak" in in_sight(plant)["chosen from"]


def test_another_terminal_sees_it_go_and_come_back(plant: Plant, databases: Databases) -> None:
    other = databases.session(plant.session.database.place)
    shown = len(other.structure.loops_in_sight())
    line = plant.confirm(plant.add("wood=oak"))
    other.head()
    assert len(other.structure.loops_in_sight()) == shown + 1
    cancelled(plant, line)
    other.head()
    assert len(other.structure.loops_in_sight()) == shown
    assert len(other.structure.loops) == shown + 1


def test_a_board_of_the_past_still_has_it_with_its_cards(plant: Plant) -> None:
    line = plant.confirm(plant.add("wood=oak"))
    confirmed = plant.session.head().last_seq
    cancelled(plant, line)
    past = read_past_board(plant.session, confirmed).board
    [row] = [row for row in past.rows() if row.loop.item_id == line.item_id]
    assert [card.order_reference for card in row.cards] == [line.reference]


def test_what_is_written_out_leaves_it_out(plant: Plant, tmp_path: Path) -> None:
    def written(name: str) -> dict[str, str]:
        folder = tmp_path / name
        folder.mkdir()
        export_folder(plant.session, folder)
        return {file: (folder / f"{file}.csv").read_text("utf-8") for file in ("items", "bom", "loops")}

    before = written("before")
    line = plant.confirm(plant.add("wood=oak"))
    assert written("meanwhile") != before
    cancelled(plant, line)
    assert written("after") == before


# -- by chance ---------------------------------------------------------------------------------------------------------

CHOICES = ((), ("wood=oak",), ("extras=arms",), ("extras=paint",), ("wood=oak", "extras=arms"))
LINES = st.tuples(st.sampled_from(CHOICES), st.integers(1, 5), st.booleans(), st.integers(0, 3), st.booleans())


@settings(max_examples=25)
@given(wanted=st.lists(LINES, min_size=1, max_size=5), order=st.randoms(use_true_random=False))
def test_entering_confirming_and_cancelling_whatever_was_chosen_leaves_the_plant_as_it_was(
    wanted: list[tuple[tuple[str, ...], int, bool, int, bool]], order: Any
) -> None:
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder, sqlite_files(Path(folder)) as files:
        plant = Plant(files.session(), Clock(), Path(folder))
        before = in_sight(plant)
        lines = []
        for choices, quantity, is_confirmed, begun, is_changed in wanted:
            line = plant.add(*choices, quantity=quantity)
            if is_confirmed:
                line = plant.confirm(line)
                for card in list(_released(plant, line))[:begun]:
                    do(plant.session, plant.clock.tick(minutes=1), Action.START, card)
            if is_changed:
                change_options(
                    plant.session, line.order_number, 1, order.choice(CHOICES), plant.clock.tick(minutes=1), SCRAP
                )
            lines.append(line)
        order.shuffle(lines)
        for line in lines:
            cancelled(plant, line)
        assert in_sight(plant) == before
        assert audit(plant.session).ok


def _released(plant: Plant, line: OrderLine) -> Iterator[Any]:
    for card in read_cards(plant.session.database):
        if card.order_reference == line.reference and card.state is CardState.RELEASED:
            yield card
