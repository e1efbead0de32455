"""Published cases on exploding a BOM and netting it level by level, through the reckoning that makes the pegs.

Each item of a case has a way of its own without cards and a container that takes any quantity (lot for lot). What is on
hand lies free at its place. A card's start is its line's date less the lead times on its way down to the line.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.demand_pegs import Place, Supply, rework
from kanban_app.domain.items import BomLine, Item, exploded
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure

CASES = Path(__file__).resolve().parents[3] / "shared" / "data" / "cases.json"
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
SHOP, DAY = 900, 1440


def case(case_id: str) -> Any:
    if not CASES.is_file():
        pytest.skip("the published cases are not here: the file shared/data/cases.json is missing")
    return next(found for found in json.loads(CASES.read_text(encoding="utf-8")) if found["id"] == case_id)


class Plan:
    """A case as a plant: item n is made at station n, and goes to every station that uses it, or to the shop.

    A made item's stock is one for all its users, so its loop ends at a store that serves them.
    """

    STORE = 901

    def __init__(self, bom: Mapping[str, Mapping[str, int]], lead_times: Mapping[str, int]) -> None:
        names = sorted({*bom, *(part for parts in bom.values() for part in parts)})
        self.ids = {name: place for place, name in enumerate(names, start=1)}
        self.names = {place: name for name, place in self.ids.items()}
        self.lead_times = lead_times
        stations = [Station(n, name, StationKind.WORKSTATION, "", self.STORE) for n, name in self.names.items()]
        stores = [Station(number, str(number), StationKind.STORE, "", None) for number in (SHOP, self.STORE)]
        lines = [
            BomLine(self.ids[parent], self.ids[part], Fraction(ratio))
            for parent, parts in bom.items()
            for part, ratio in parts.items()
        ]
        self.made_of = lines
        loops = [
            Loop(n, n, n, self.STORE, LoopKind.PRODUCTION, 10**9, 0, lead_time_minutes=lead_times[name] * DAY)
            for n, name in self.names.items()
        ]
        self.structure = Structure(
            [*stations, *stores], [Item(n, name) for n, name in self.names.items()], lines, loops
        )
        self.stock: dict[int, int] = {}
        self.releases: dict[str, Counter[str]] = {}
        self.gross: dict[str, Counter[str]] = {}

    def put_on_hand(self, stock: Mapping[str, int]) -> None:
        for name, pieces in stock.items():
            self.stock[self.ids[name]] = self.stock.get(self.ids[name], 0) + pieces

    def _free_at(self, place: Place) -> Iterable[Card]:
        pieces = self.stock.get(place[1], 0)
        if pieces:
            yield Card(10_000 + place[1], "", place[1], 1, CardState.FULL, pieces, pieces, 1, MONDAY, single_use=True)

    def order(self, name: str, pieces: int, day: int) -> None:
        """One order; what it takes from stock is gone for the next."""
        work = rework(self.structure, (self.STORE, self.ids[name]), pieces, Supply(free_at=self._free_at))
        for card in work.taken:
            self.stock[card.loop_id] = 0
        items = {new.key: self.names[new.loop_id] for new in work.issue}
        items |= {card.id: self.names[card.loop_id] for card in work.taken}
        quantities = {new.key: new.quantity for new in work.issue}
        due: dict[int | None, int] = {None: day}
        for peg in work.pegs:  # every parent comes before what feeds it
            needed = due[peg.parent] - (self.lead_times[items[peg.parent]] if peg.parent is not None else 0)
            due[peg.card] = min(due.get(peg.card, needed), needed)
            self.gross.setdefault(items[peg.card], Counter())[str(needed)] += peg.pieces
            if peg.card in quantities:
                start = needed - self.lead_times[items[peg.card]]
                self.releases.setdefault(items[peg.card], Counter())[str(start)] += peg.pieces

    def net(self) -> dict[str, dict[str, int]]:
        """What has to be made by which day."""
        return {
            name: {str(int(day) + self.lead_times[name]): pieces for day, pieces in found.items()}
            for name, found in self.releases.items()
        }


def test_mr09_speaker_kits_explode_without_stock() -> None:
    """50 kits: B 2x50, C 3x50, E 2B+2C, F 2C, D 2B+2F, G 1F."""
    given = case("MR09")
    plan = Plan(given["inputs"]["bom"], given["inputs"]["lead_times"])
    ids = plan.ids
    found = exploded({ids["A"]: Fraction(50)}, plan.made_of)
    wanted = given["expected"]["gross_explosion_no_stock"]
    assert {name: int(found[ids[name]]) for name in wanted} == wanted
    plan.order("A", 50, 8)
    assert {name: sum(plan.gross[name].values()) for name in wanted} == wanted


def test_mr09_speaker_kits_net_of_stock_are_released_when_the_book_says() -> None:
    """A 50-10; B 2x40-15; C 3x40-20; E 2x65 by day 5 (10 on hand) and 2x100 by day 6; D takes its stock on day 3."""
    given = case("MR09")
    plan = Plan(given["inputs"]["bom"], given["inputs"]["lead_times"])
    plan.put_on_hand(given["inputs"]["on_hand"])
    plan.order("A", 50, 8)
    assert {name: dict(found) for name, found in plan.releases.items()} == given["expected"]["planned_releases"]


def test_mr13_product_z_is_released_lot_for_lot() -> None:
    """59 Z: A 2x59, B 3x59, C and D 4x118, E 2x472, each its lead time before."""
    given = case("MR13")
    plan = Plan(given["inputs"]["bom"], given["inputs"]["lead_times"])
    plan.order("Z", 59, 10)
    assert {name: dict(found) for name, found in plan.releases.items()} == given["expected"]["planned_releases"]


def test_mr01_three_orders_net_over_shared_parts() -> None:
    """Stock and the receipt due on day 1 go to the order whose need comes first; the last is the firm one, day 10."""
    given = case("MR01")
    inputs, expected = given["inputs"], given["expected"]
    plan = Plan(inputs["bom"], inputs["lead_times"])
    plan.put_on_hand(inputs["on_hand"])
    plan.put_on_hand({name: sum(due.values()) for name, due in inputs["scheduled_receipts"].items()})
    plan.order("FP-2", inputs["demand"]["FP-2"]["7"], 7)
    plan.order("FP-1", inputs["demand"]["FP-1"]["7"], 7)
    [firm] = inputs["firm_orders"]
    plan.order(firm["item"], firm["qty"], firm["finish"])
    found = plan.net()
    assert found["FP-2"].pop(str(firm["finish"])) == firm["qty"]
    assert found == expected["net"]
    assert {name: dict(plan.gross[name]) for name in expected["gross"]} == expected["gross"]
    assert list(plan.releases["FP-1"]) == [str(expected["FP-1_order_start"])]
