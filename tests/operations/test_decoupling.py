"""Moving the decoupling point of a plant: what is said before, what is done, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kanban_app.domain.cards import Action, CardState, PrintReason
from kanban_app.domain.decoupling_moves import numbers_of_loop
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, OrderLineDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.orders import OrderRefused, Policy
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.operations.auditing import audit
from kanban_app.operations.decoupling import Target, latest_move, move_point, preview_move, read_points, undo_move
from kanban_app.operations.decoupling_words import point_line, preview_json, preview_lines
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.orders_booking import Who
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, read_policies, set_policy
from kanban_app.operations.persons import keep_person
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import do

PLANT = PlantDraft(
    stations=(
        StationDraft("beams ltd", StationKind.SUPPLIER),
        StationDraft("saw", StationKind.WORKSTATION),
        StationDraft("bench", StationKind.WORKSTATION),
        StationDraft("store", StationKind.STORE),
        StationDraft("shop", StationKind.STORE),
    ),
    items=(ItemDraft("beam", unit_cost="8"), ItemDraft("leg", unit_cost="2.50"), ItemDraft("chair", unit_cost="100")),
    bom=(BomLineDraft("leg", "beam", Fraction(1, 2)), BomLineDraft("chair", "leg", Fraction(4))),
    loops=(
        LoopDraft("beam", "beams ltd", "saw", 10, 2, lead_time_minutes=7200),
        LoopDraft("leg", "saw", "bench", 8, 3, lead_time_minutes=1440),
        LoopDraft("chair", "bench", "store", 2, 4, lot_cards=2, lead_time_minutes=2880),
        LoopDraft("chair", "store", "shop", 1, 6, safety_cards=1, lead_time_minutes=60),
    ),
    order_lines=tuple(
        OrderLineDraft(f"h{number}", "Ada", "chair", "shop", date(2025, 1, number), 2, "closed") for number in (1, 10)
    ),
)
WANTED = date(2026, 4, 1)


class Plant:
    def __init__(self, session: Session, clock: Clock) -> None:
        self.session = session
        self.clock = clock
        book_draft(session, PLANT, Start.FULL, clock())

    def item(self, code: str) -> int:
        return next(item.id for item in self.session.structure.items.values() if item.code == code)

    def station(self, name: str) -> int:
        return next(one.id for one in self.session.structure.stations.values() if one.name == name)

    def move(self, station: str = "bench", person: str = "") -> object:
        target = Target(station_id=self.station(station))
        found = move_point(
            self.session, self.item("chair"), target, self.clock.tick(minutes=1), "one-offs", Who(person)
        )
        assert audit(self.session).ok
        return found

    def undo(self) -> None:
        kept = latest_move(self.session, self.item("chair"))
        undo_move(self.session, kept.id if kept else 0, self.clock.tick(minutes=1))
        assert audit(self.session).ok

    def counts(self) -> list[tuple[int, int, int]]:
        loops = self.session.structure.loops.values()
        return [(one.card_count, one.lot_cards, one.safety_cards) for one in map(numbers_of_loop, loops)]


@pytest.fixture
def plant(databases: Databases, clock: Clock) -> Plant:
    return Plant(databases.session(), clock)


def test_what_a_move_does_is_told_before_and_nothing_is_changed(plant: Plant) -> None:
    before = plant.counts()
    seen = preview_move(plant.session, plant.item("chair"), Target(station_id=plant.station("bench")), plant.clock())
    assert plant.counts() == before
    assert (seen.freed.steps, seen.freed.money) == ({plant.item("chair"): 14}, Decimal(1400))
    assert (seen.plan.minutes_before, seen.plan.minutes_after) == (0, 2940)
    told = "\n".join(preview_lines(plant.session.structure, seen))
    assert "Loop ends: chair, store to shop. Its 6 cards leave." in told
    assert "Frees 14 chair; 1,400.00 in money." in told
    assert "Customers wait 2 d 1 h from then on, until now only for shipping." in told
    answer = preview_json(plant.session.structure, seen)
    assert [loop["cards_after"] for loop in answer["ending"]] == [0, 0]
    assert answer["leaving_cards"] == 10


def test_what_stays_names_what_needs_it_and_where(databases: Databases, clock: Clock) -> None:
    session = databases.session()
    painted = replace(
        PLANT,
        stations=(*PLANT.stations, StationDraft("varnish", StationKind.WORKSTATION)),
        items=(*PLANT.items, ItemDraft("varnished chair")),
        bom=(*PLANT.bom, BomLineDraft("varnished chair", "chair", Fraction(1))),
        loops=(
            *PLANT.loops,
            LoopDraft("chair", "store", "varnish", 1, 2),
            LoopDraft("varnished chair", "varnish", "shop", 1, 2),
        ),
    )
    book_draft(session, painted, Start.FULL, clock())
    codes = {item.code: item.id for item in session.structure.items.values()}
    shop = next(one.id for one in session.structure.stations.values() if one.name == "shop")
    seen = preview_move(session, codes["chair"], Target(item_id=codes["leg"], sold_at=shop), clock())
    told = preview_lines(session.structure, seen)
    assert "chair at store stays, varnished chair at varnish needs it." in told
    [stays] = preview_json(session.structure, seen)["stays"]
    assert stays == {"item": "chair", "station": "store", "for": "varnished chair", "for_station": "varnish"}


def test_moving_ends_the_loops_and_the_item_is_made_to_order(plant: Plant) -> None:
    plant.move()
    assert plant.counts() == [(2, 1, 0), (3, 1, 0), (0, 1, 0), (0, 1, 0)]
    [point] = read_points(plant.session, plant.item("chair"))
    assert (point.policy, point.point.station_ids, point.minutes) == (Policy.MTO, (plant.station("bench"),), 2940)
    assert "stock up to bench, then 2 d 1 h" in point_line(plant.session.structure, plant.item("chair"), point)
    # Full containers leave as they are drawn empty, none before.
    chairs = [card for card in read_cards(plant.session.database) if card.loop_id > 2]
    assert {card.state for card in chairs} == {CardState.FULL}
    do(plant.session, plant.clock.tick(minutes=5), Action.CONSUME, chairs[-1])
    left = [card for card in read_cards(plant.session.database) if card.id == chairs[-1].id]
    assert [card.state for card in left] == [CardState.RETIRED]
    assert audit(plant.session).ok


def test_there_and_back_leaves_the_loops_as_they_were(plant: Plant) -> None:
    before = plant.counts()
    plant.move("bench")
    plant.move("shop")
    assert plant.counts() == before
    assert read_policies(plant.session) == {}
    assert {card.state for card in read_cards(plant.session.database)} == {CardState.FULL}


def test_what_begins_is_sized_by_what_customers_took_and_waits_for_its_paper(
    databases: Databases, clock: Clock
) -> None:
    """4 chairs in 10 days, so 1.6 legs a day; a chair's container takes 16 legs with its lot of two, eight without."""
    session = databases.session()
    loops = tuple(replace(loop, card_count=0, lot_cards=1, safety_cards=0) for loop in PLANT.loops)
    book_draft(session, replace(PLANT, loops=loops), Start.FULL, clock())
    [item_id] = [item.id for item in session.structure.items.values() if item.code == "chair"]
    [store] = [one.id for one in session.structure.stations.values() if one.name == "store"]
    seen = move_point(session, item_id, Target(station_id=store), clock.tick(minutes=1))
    assert {move.loop.id: move.numbers.card_count for move in seen.plan.loops} == {1: 2, 2: 2, 3: 2}
    assert seen.built.money == 20 * 8 + 16 * Decimal("2.50") + 4 * 100
    cards = read_cards(session.database)
    assert {(card.state, card.print_reason) for card in cards} == {(CardState.NEW, PrintReason.NEW)}
    assert len(cards) == 6
    assert audit(session).ok


def test_a_move_is_taken_back_while_nothing_has_moved_on(plant: Plant) -> None:
    before = plant.counts()
    set_policy(plant.session, plant.item("chair"), Policy.MTS, "fast sellers")
    plant.move()
    assert read_policies(plant.session) == {}
    plant.undo()
    assert plant.counts() == before
    assert read_policies(plant.session)[plant.item("chair")].reason == "fast sellers"
    with pytest.raises(OrderRefused) as refused:
        plant.undo()
    assert refused.value.code == "unknown_move"


def test_a_move_stays_once_its_cards_have_moved_on(plant: Plant) -> None:
    plant.move()
    card = next(card for card in read_cards(plant.session.database) if card.loop_id == 4)
    do(plant.session, plant.clock.tick(minutes=5), Action.CONSUME, card)
    after = plant.counts()
    with pytest.raises(OrderRefused) as refused:
        plant.undo()
    assert refused.value.code == "moved_on"
    assert plant.counts() == after


def test_lines_that_wait_for_stock_are_not_left_without(plant: Plant) -> None:
    def order(quantity: int) -> None:
        entry = NewLine("Ada", plant.item("chair"), quantity, WANTED, station_id=plant.station("shop"))
        [line] = add_lines(plant.session, [entry], plant.clock())
        confirm(plant.session, line.order_number, plant.clock.tick(minutes=1))

    order(6)
    plant.move()
    plant.undo()
    order(1)
    before = plant.counts()
    with pytest.raises(OrderRefused) as refused:
        plant.move()
    assert refused.value.code == "lines_wait"
    assert plant.counts() == before


def test_only_a_supervisor_moves_the_point(plant: Plant) -> None:
    keep_person(plant.session, "", "Boss", supervisor=True)
    before = plant.counts()
    with pytest.raises(EditRefused):
        plant.move(person="Ada")
    assert plant.counts() == before
    plant.move(person="Boss")


REFUSALS: tuple[tuple[str, Callable[[Plant], Target]], ...] = (
    ("not_on_the_way", lambda plant: Target(station_id=plant.station("beams ltd"))),
    ("nothing_moves", lambda plant: Target(station_id=plant.station("shop"))),
    ("nothing_brings", lambda plant: Target(station_id=plant.station("bench"), sold_at=plant.station("saw"))),
)


@pytest.mark.parametrize(("code", "target"), REFUSALS)
def test_what_does_not_go_is_refused(plant: Plant, code: str, target: Callable[[Plant], Target]) -> None:
    with pytest.raises(OrderRefused) as refused:
        preview_move(plant.session, plant.item("chair"), target(plant), plant.clock())
    assert refused.value.code == code
