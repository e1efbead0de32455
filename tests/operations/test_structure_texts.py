"""What is typed about stations, items, parts and loops, as values, and back again exactly."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain import structure_edits
from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.loops import Loop, LoopKind, PrintRule, Step
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.operations import structure_texts, structure_words
from kanban_app.operations.structure_texts import (
    LOOP_FIELDS,
    amount_text,
    bom_line_of,
    item_of,
    item_texts,
    loop_texts,
    loop_values,
    minutes_of,
    minutes_text,
    new_loop_of,
    station_of,
    station_texts,
)

PLANT = Structure(
    [
        Station(1, "wood", StationKind.SUPPLIER),
        Station(2, "saw", StationKind.WORKSTATION, "hall", 3),
        Station(3, "Store", StationKind.STORE),
    ],
    [Item(1, "glue", unit="kg", decimals=3), Item(2, "chair")],
    [],
    [Loop(1, 1, 1, 2, LoopKind.SUPPLIER, 2500, 4)],
)


def refused(call: object, *arguments: object) -> list[tuple[str, str]]:
    with pytest.raises(EditRefused) as caught:
        call(*arguments)  # type: ignore[operator]
    assert all(structure_words.fault_text(fault) for fault in caught.value.faults)
    return [(fault.field_name, fault.code) for fault in caught.value.faults]


@given(st.integers(0, 10_000_000))
def test_a_lead_time_is_written_so_that_it_is_read_as_the_same(minutes: int) -> None:
    assert minutes_of(minutes_text(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"), [("90", 90), ("3 d 4 h", 4560), ("2h30min", 150), ("1 T", 60), ("15 m", 15)]
)
def test_lead_times_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "soon", "3 weeks", "-5", "1.5 h", "3 d 4"])
def test_what_is_no_lead_time_is_refused(text: str) -> None:
    assert refused(minutes_of, text) == [("", "no_duration")]


@given(st.integers(0, 6), st.integers(0, 6), st.fractions(Fraction(1, 10**6), 10**6, max_denominator=10**6))
def test_an_amount_is_written_so_that_it_is_read_as_the_same(parent: int, component: int, ratio: Fraction) -> None:
    plant = Structure((), [Item(1, "a", decimals=parent), Item(2, "b", decimals=component)], (), ())
    line = BomLine(1, 2, ratio * Fraction(10) ** (component - parent))
    assert bom_line_of(plant, 1, "b", amount_text(plant, line)) == line


def test_a_loop_is_written_so_that_nothing_of_it_changes() -> None:
    loop = replace(PLANT.loops[1], in_use=Step.REQUIRED, print_rule=PrintRule.OFF, rest_on_order=True, share=3)
    texts = loop_texts(PLANT, loop)
    assert set(texts) == set(LOOP_FIELDS)
    assert texts["container_quantity"] == "2.5"
    assert loop_values(PLANT, loop, texts) == {}


def test_only_what_differs_is_a_change() -> None:
    texts = {"container_quantity": "2,5", "card_count": "5", "scan_only": "Yes", "print_rule": "LIST"}
    assert loop_values(PLANT, PLANT.loops[1], texts) == {"card_count": 5, "scan_only": True}


def test_everything_that_cannot_be_read_is_told_at_its_field() -> None:
    texts = {"container_quantity": "2.5555", "card_count": "", "in_use": "maybe", "colour": "red", "lot_cards": "1.5"}
    assert refused(loop_values, PLANT, PLANT.loops[1], texts) == [
        ("colour", "unknown_field"),
        ("container_quantity", "too_many_decimals"),
        ("card_count", "missing"),
        ("lot_cards", "whole"),
        ("in_use", "no_choice"),
    ]


def test_a_new_loop_gets_its_kind_and_steps_from_its_source() -> None:
    typed = {"item": "CHAIR", "source": "store", "consumer": "saw", "container_quantity": "4"}
    loop = new_loop_of(PLANT, typed)
    assert (loop.kind, loop.in_process, loop.container_quantity) == (LoopKind.WITHDRAWAL, Step.SKIPPED, 4)
    assert new_loop_of(PLANT, typed | {"source": "wood"}).kind is LoopKind.SUPPLIER


def test_a_new_loop_without_anything_names_what_is_needed() -> None:
    assert refused(new_loop_of, PLANT, {"source": "moon"}) == [
        ("item", "missing"),
        ("source", "unknown_station"),
        ("consumer", "missing"),
        ("container_quantity", "missing"),
    ]


def test_a_unit_brings_its_decimals_until_somebody_says_otherwise() -> None:
    assert item_of(None, {"code": "paint", "unit": "Liter", "decimals": ""}).decimals == 3
    assert item_of(None, {"code": "paint", "unit": "l", "decimals": "1"}).decimals == 1
    assert item_of(PLANT.items[1], {"unit": "g"}).decimals == 3


def test_costs_and_names_are_cleaned_as_an_import_does() -> None:
    item = item_of(None, {"code": "  oak\u00a0 plank ", "unit_cost": "1 200,50"})
    assert (item.code, item.unit_cost) == ("oak plank", "1200.5")
    assert refused(item_of, None, {"code": "x" * 121, "unit_cost": "-3"}) == [
        ("code", "too_long"),
        ("unit_cost", "not_positive"),
    ]


def test_stations_and_items_are_written_so_that_nothing_changes() -> None:
    for station in PLANT.stations.values():
        assert station_of(PLANT, station, station_texts(PLANT, station)) == station
    for item in PLANT.items.values():
        assert item_of(item, item_texts(item)) == item


def test_every_code_that_a_change_can_be_refused_with_has_words() -> None:
    used: set[str] = set()
    for module in (structure_edits, structure_texts):
        text = inspect.getsource(module)
        used |= set(re.findall(r'_refused\(\s*"(\w+)"', text))
        used |= set(re.findall(r'EditFault\((?:"\w+"|[\w.]+(?:\([^()]*\))?), "(\w+)"', text))
    assert {"no_choice", "bom_cycle", "name_taken", "kind_in_use"} <= used
    assert used <= structure_words.codes()
