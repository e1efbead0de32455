"""The furniture factory: real data nobody here made, without a mapping file."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kanban_app.domain.demand import history_of
from kanban_app.domain.draft import LoopDraft
from kanban_app.domain.loops import KIND_OF_SOURCE
from kanban_app.domain.sizing import toyota_cards
from kanban_app.domain.stations import StationKind
from kanban_app.operations.importing.explaining import explain_all
from kanban_app.operations.importing.proposal import with_proposed_loops
from kanban_app.operations.importing.reading import Reading, read_plant
from kanban_app.operations.importing.summary import summary_of

LOOPS = """
production: chair leg saw>assembly line, table leg saw>assembly line, polished wooden panel grinder>assembly line,
    chair assembly line>factory, round table assembly line>factory, square table assembly line>factory,
    varnished chair varnish>factory
supplier: wooden beam wood supplier>saw, wooden panel wood supplier>grinder, cushion cushion supplier>assembly line,
    screws screw supplier>assembly line, chair chair supplier>factory
"""


@pytest.fixture
def reading(furniture_factory: Path) -> Reading:
    return with_proposed_loops(read_plant([furniture_factory]))


def loop(reading: Reading, item: str, source: str, consumer: str) -> LoopDraft:
    (found,) = [x for x in reading.draft.loops if (x.item, x.source, x.consumer) == (item, source, consumer)]
    return found


def test_every_table_is_recognised_with_every_column(reading: Reading) -> None:
    assert {(t.file, t.table, t.rows) for t in reading.tables_found} == {
        ("items.csv", "items", 11),
        ("bom.csv", "bom", 13),
        ("routing.csv", "routing", 7),
        ("suppliers.csv", "suppliers", 5),
        ("transfers.csv", "transfers", 6),
        ("stock.csv", "stock", 19),
        ("orders.csv", "orders", 220),
    }
    assert [t.unused for t in reading.tables_found] == [()] * 7
    assert reading.unmapped == ()
    assert reading.mapping_used == ()
    assert reading.rows_read == 281


def test_its_dirt_is_warned_of_and_stops_nothing(reading: Reading) -> None:
    assert Counter(p.code for p in reading.problems) == {"fraction_in_history": 10, "made_and_bought": 1}
    assert reading.is_bookable
    assert reading.problems[0].text() == (
        "orders.csv, row 65, column quantity: 55.5 pcs of varnished chair: counts as history, rounded up to 56."
    )


def test_orders_keep_their_status_and_half_chairs_are_rounded_up(reading: Reading) -> None:
    lines = list(reading.draft.order_lines)
    assert Counter(line.status for line in lines) == {"closed": 204, "open": 16}
    by_number = {line.order_number: line for line in lines}
    assert by_number["History 156"].quantity == 56
    assert by_number["Demand 02"].priority == 0


def test_stations_come_from_all_tables(reading: Reading) -> None:
    by_kind = {kind: {s.name for s in reading.draft.stations if s.kind is kind} for kind in StationKind}
    assert by_kind == {
        StationKind.WORKSTATION: {"saw", "grinder", "assembly line", "varnish"},
        StationKind.STORE: {"factory", "warehouse", "shop 1", "shop 2"},
        StationKind.SUPPLIER: {"wood supplier", "cushion supplier", "screw supplier", "chair supplier"},
    }
    assert {s.served_from for s in reading.draft.stations if s.kind is StationKind.WORKSTATION} == {"factory"}


def test_twenty_five_loops_are_proposed(reading: Reading) -> None:
    kinds = {s.name: KIND_OF_SOURCE[s.kind] for s in reading.draft.stations}
    assert Counter(kinds[x.source] for x in reading.draft.loops) == {"production": 7, "supplier": 5, "withdrawal": 13}
    ways = {f"{x.item} {x.source}>{x.consumer}" for x in reading.draft.loops}
    listed = {way.strip() for line in LOOPS.split("\n") for way in line.split(": ")[-1].split(",") if way.strip()}
    furniture = ("chair", "varnished chair", "round table", "square table")
    moved = {
        f"{item} {way}" for item in furniture for way in ("factory>warehouse", "warehouse>shop 1", "warehouse>shop 2")
    }
    assert ways == listed | moved | {"chair factory>varnish"}


def test_only_the_bought_chair_stands_by(reading: Reading) -> None:
    assert [(x.item, x.source, x.priority) for x in reading.draft.loops if x.suspended] == [
        ("chair", "chair supplier", 2)
    ]


@pytest.mark.parametrize(
    "way, container, lot, cards",
    [
        pytest.param(("wooden panel", "wood supplier", "grinder"), 50, 8, 9, id="multiple 50, minimum 400: lot 8, 8+1"),
        pytest.param(("wooden beam", "wood supplier", "saw"), 50, 1, 8, id="51.4*7*1.1/50=7.92->8"),
        pytest.param(("cushion", "cushion supplier", "assembly line"), 40, 5, 6, id="minimum 200 = 5x40, 5+1"),
        pytest.param(("screws", "screw supplier", "assembly line"), 3000, 1, 2, id="two-bin"),
        pytest.param(("chair", "chair supplier", "factory"), 50, 1, 8, id="10.7*30*1.1/50=7.08->8"),
        pytest.param(("chair", "warehouse", "shop 1"), 4, 1, 3, id="4.47*2*1.1/4=2.46->3"),
        pytest.param(("chair", "factory", "warehouse"), 10, 3, 4, id="multiple 10, minimum 30: lot 3, 3+1"),
        pytest.param(("chair", "assembly line", "factory"), 10, 1, 4, id="the warehouse takes 3 x 10 at once, 3+1"),
    ],
)
def test_numbers_by_hand(reading: Reading, way: tuple[str, str, str], container: int, lot: int, cards: int) -> None:
    found = loop(reading, *way)
    assert (found.container_quantity, found.lot_cards, found.card_count) == (container, lot, cards)


def test_no_loop_has_fewer_cards_than_the_formula_asks(reading: Reading) -> None:
    history = history_of(reading.draft.order_lines)
    assert history.days == 701
    for found in reading.draft.loops:
        reason = next(r for r in found.reasons if r.subject == "demand_a_day")
        a_day = Fraction(Decimal(reason.values["quantity"])) / history.days
        days = Fraction(found.lead_time_minutes, 1440)
        least = toyota_cards(a_day, days, found.container_quantity).cards
        assert found.card_count >= max(least, found.lot_cards + 1, 2)
        assert found.card_count <= 12


def test_demand_for_legs_is_four_for_each_chair_anybody_took(reading: Reading) -> None:
    ordered = history_of(reading.draft.order_lines).ordered
    chairs = sum(n for (item, _), n in ordered.items() if item in ("chair", "varnished chair"))
    reasons = loop(reading, "chair leg", "saw", "assembly line").reasons
    assert next(r for r in reasons if r.subject == "demand_a_day").values["quantity"] == str(4 * chairs)


def test_every_number_is_explained_in_words(reading: Reading) -> None:
    words = explain_all(loop(reading, "chair", "warehouse", "shop 1").reasons)
    assert words == [
        "From warehouse to shop 1, as in the list of transfers.",
        "4.468 a day: 3,132 in 701 days, from 1 Jan 2019 to 1 Dec 2020.",
        "4 per container: a number easy to count, about the 4.468 of a day or more, in 3 cards.",
        "Every card calls by itself: one container is enough for an order.",
        "2 d to refill, as the list says.",
        "3 cards: 4.468 a day × 2 d × 1.1 / 4 per container = 2.458, rounded up.",
        "1 for safety: 10 % of 2.234 cards is 0.224, rounded up.",
    ]


def test_the_dry_run_says_what_would_be_created(reading: Reading) -> None:
    summary = summary_of(reading)
    assert summary.counts == {
        "stations": 12,
        "workstations": 4,
        "stores": 4,
        "suppliers": 4,
        "items": 11,
        "bom_lines": 13,
        "loops": 25,
        "production_loops": 7,
        "withdrawal_loops": 13,
        "supplier_loops": 5,
        "suspended_loops": 1,
        "cards": sum(x.card_count for x in reading.draft.loops),
        "stock_rows": 19,
        "order_lines": 220,
        "open_order_lines": 16,
        "closed_order_lines": 204,
    }
    lines = summary.lines()
    assert "25 loops" in lines
    assert "  chair: chair supplier → factory (supplier), 8 cards of 50, standing by" in lines
    assert "  saw (workstation, served from factory)" in lines


def test_nothing_is_proposed_unless_it_is_asked_for(furniture_factory: Path) -> None:
    assert read_plant([furniture_factory]).draft.loops == ()


def test_it_reads_the_same_from_single_files_in_any_order(furniture_factory: Path, reading: Reading) -> None:
    backwards = sorted(furniture_factory.glob("*.csv"), reverse=True)
    again = with_proposed_loops(read_plant(backwards))
    assert again.draft.loops == reading.draft.loops
    assert again.draft.items == reading.draft.items
