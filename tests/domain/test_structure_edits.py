"""What a change by hand may not break, and that everything that is wrong is said at its field."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.items import BomLine, Item, levels_from_leaves
from kanban_app.domain.loop_changes import MOST_CARDS
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import (
    NEW,
    EditFault,
    EditRefused,
    bom_faults,
    item_faults,
    loop_faults,
    refuse_if,
    station_faults,
)

SUPPLIER, SAW, STORE, SHOP = 1, 2, 3, 4
BEAM, LEG, CHAIR = 1, 2, 3
PLANT = Structure(
    [
        Station(SUPPLIER, "wood", StationKind.SUPPLIER),
        Station(SAW, "saw", StationKind.WORKSTATION, served_from_id=STORE),
        Station(STORE, "store", StationKind.STORE),
        Station(SHOP, "shop", StationKind.STORE),
    ],
    [Item(BEAM, "beam"), Item(LEG, "leg"), Item(CHAIR, "chair")],
    [BomLine(CHAIR, LEG, Fraction(4)), BomLine(LEG, BEAM, Fraction(1, 3))],
    [
        Loop(1, BEAM, SUPPLIER, SAW, LoopKind.SUPPLIER, 10, 4),
        Loop(2, LEG, SAW, STORE, LoopKind.PRODUCTION, 8, 4),
    ],
)


def told(faults: tuple[EditFault, ...]) -> list[tuple[str, str]]:
    return [(fault.field_name, fault.code) for fault in faults]


# -- stations ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["saw", "SAW"])
def test_a_station_cannot_take_the_name_of_another(name: str) -> None:
    assert told(station_faults(PLANT, Station(NEW, name, StationKind.STORE))) == [("name", "name_taken")]


def test_a_station_may_write_its_own_name_in_other_capitals() -> None:
    assert station_faults(PLANT, replace(PLANT.stations[SAW], name="Saw")) == ()


def test_a_station_that_a_loop_begins_at_keeps_its_kind_and_the_item_is_named() -> None:
    [fault] = station_faults(PLANT, replace(PLANT.stations[SAW], kind=StationKind.STORE, served_from_id=None))
    assert (fault.code, fault.values["item"]) == ("kind_in_use", "leg")


def test_a_station_that_a_loop_ends_at_may_become_anything_but_a_supplier() -> None:
    plant = Structure(
        PLANT.stations.values(),
        PLANT.items.values(),
        (),
        [Loop(1, LEG, STORE, SHOP, LoopKind.WITHDRAWAL, 1, 1)],
    )
    shop = plant.stations[SHOP]
    assert station_faults(plant, replace(shop, kind=StationKind.WORKSTATION)) == ()
    assert told(station_faults(plant, replace(shop, kind=StationKind.SUPPLIER))) == [("kind", "kind_in_use")]


def test_a_store_that_serves_a_workstation_stays_a_store() -> None:
    faults = station_faults(PLANT, replace(PLANT.stations[STORE], kind=StationKind.WORKSTATION))
    assert [(fault.code, fault.values["station"]) for fault in faults] == [("serves", "saw")]


@pytest.mark.parametrize(
    ("station", "code"),
    [
        (Station(NEW, "drill", StationKind.WORKSTATION, served_from_id=SAW), "no_store"),
        (Station(NEW, "yard", StationKind.STORE, served_from_id=STORE), "serves_workstations_only"),
        (Station(NEW, "drill", StationKind.WORKSTATION, served_from_id=99), "no_store"),
    ],
)
def test_only_a_store_serves_and_only_a_workstation_is_served(station: Station, code: str) -> None:
    assert told(station_faults(PLANT, station)) == [("served_from", code)]


# -- items -------------------------------------------------------------------------------------------------------------


def test_decimals_stay_once_quantities_are_written_and_may_change_before() -> None:
    finer = replace(PLANT.items[BEAM], decimals=2)
    assert told(item_faults(PLANT, finer, is_counted=True)) == [("decimals", "already_counted")]
    assert item_faults(PLANT, finer, is_counted=False) == ()


def test_everything_wrong_with_an_item_is_told_together() -> None:
    faults = item_faults(PLANT, Item(NEW, "", unit="", decimals=9), is_counted=False)
    assert told(faults) == [("code", "missing"), ("unit", "missing"), ("decimals", "out_of_range")]


# -- parts lists -------------------------------------------------------------------------------------------------------


def test_a_cycle_is_spelled_out_from_the_item_down_to_itself() -> None:
    [fault] = bom_faults(PLANT, BEAM, [BomLine(BEAM, CHAIR, Fraction(1))])
    assert (fault.code, fault.values["path"]) == ("bom_cycle", "beam → chair → leg → beam")
    assert fault.field_name == str(CHAIR)


def test_a_part_stands_in_a_list_once_and_in_more_than_nothing() -> None:
    lines = [BomLine(CHAIR, LEG, Fraction(4)), BomLine(CHAIR, LEG, Fraction(1)), BomLine(CHAIR, BEAM, Fraction(0))]
    assert [fault.code for fault in bom_faults(PLANT, CHAIR, lines)] == ["part_twice", "not_positive"]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=12))
def test_lists_that_are_let_through_one_after_the_other_never_close_a_circle(edges: list[tuple[int, int]]) -> None:
    items = [Item(number, f"item {number}") for number in range(1, 6)]
    bom: list[BomLine] = []
    for parent, component in edges:
        plant = Structure((), items, bom, ())
        own = {line.component_id: line for line in plant.components_of(parent)}
        own[component] = BomLine(parent, component, Fraction(1))
        if not bom_faults(plant, parent, list(own.values())):
            bom = [line for line in bom if line.parent_id != parent] + list(own.values())
    levels_from_leaves(bom)  # raises BomCycle


# -- loops -------------------------------------------------------------------------------------------------------------


def test_a_new_loop_needs_two_stations_a_user_and_ends_of_its_own() -> None:
    new = Loop(NEW, BEAM, SUPPLIER, SAW, LoopKind.SUPPLIER, 10, 4)
    assert told(loop_faults(PLANT, new)) == [("item", "loop_there")]
    assert told(loop_faults(PLANT, replace(new, consumer_id=SUPPLIER))) == [("consumer", "same_station")]
    to_supplier = Loop(NEW, LEG, SAW, SUPPLIER, LoopKind.PRODUCTION, 1, 1)
    assert told(loop_faults(PLANT, to_supplier)) == [("consumer", "pulls_to_supplier")]
    assert loop_faults(PLANT, replace(new, consumer_id=STORE)) == ()


def test_numbers_out_of_range_are_told_all_at_once_with_what_would_fit() -> None:
    loop = Loop(2, LEG, SAW, STORE, LoopKind.PRODUCTION, 0, 4, lot_cards=9, safety_cards=5)
    faults = loop_faults(PLANT, loop)
    assert told(faults) == [
        ("container_quantity", "out_of_range"),
        ("lot_cards", "lot_above_cards"),
        ("safety_cards", "safety_above_cards"),
    ]
    assert faults[1].values == {"least": "1", "most": "4"}


def test_a_slip_of_the_finger_issues_no_million_cards() -> None:
    assert told(loop_faults(PLANT, replace(PLANT.loops[2], card_count=MOST_CARDS + 1))) == [
        ("card_count", "out_of_range")
    ]
    assert loop_faults(PLANT, replace(PLANT.loops[2], card_count=MOST_CARDS)) == ()


def test_a_refusal_is_raised_only_where_something_is_wrong() -> None:
    refuse_if(())
    with pytest.raises(EditRefused, match="name: missing") as refused:
        refuse_if([EditFault("name", "missing")])
    assert refused.value.faults == (EditFault("name", "missing"),)
