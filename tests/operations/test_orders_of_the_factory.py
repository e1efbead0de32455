"""The furniture factory's open orders go through confirm, work and ship: made to stock, made to order, and mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.first_fill import Start
from kanban_app.domain.orders import LineState, Policy
from kanban_app.domain.stations import StationKind
from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import change_loops
from kanban_app.operations.decoupling import Target, move_point, read_points
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.importing.proposal import with_proposed_loops
from kanban_app.operations.importing.reading import read_plant
from kanban_app.operations.order_options import save_options
from kanban_app.operations.order_options_texts import rows_of
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import set_policy
from kanban_app.operations.orders_reading import read_orders
from kanban_app.operations.orders_shipping import read_shippable, ship, ship_backlog
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import do

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "furniture_factory"
FINISHED = ("chair", "round table", "square table", "varnished chair")


class Factory:
    """The factory with full cards. Every step is followed by an audit, on a server by one at the end."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self.session = session
        self.clock = clock
        reading = with_proposed_loops(read_plant([SHARED]))
        book_draft(session, replace(reading.draft, stock=()), Start.FULL, clock())

    def check(self) -> None:
        if self.session.database.is_sqlite:
            self.audit()

    def audit(self) -> None:
        report = audit(self.session)
        assert report.ok, report.findings
        # Pieces are neither made nor lost: the books covered whatever was taken.
        missing = self.session.database.fetch_all("SELECT seq FROM event WHERE action = 'unexplained_draw'")
        assert missing == []

    def set(self, policy: Policy, *items: str) -> None:
        for item in self.session.structure.items.values():
            if item.code in items:
                set_policy(self.session, item.id, policy, "for the test")

    def take_cards_out(self) -> None:
        """No loop keeps anything any more: every loop is only a way, those that stood by too."""
        loops = self.session.structure.loops.values()
        values = {loop.id: {"card_count": 0, "lot_cards": 1, "safety_cards": 0} for loop in loops}
        change_loops(self.session, values, self.clock.tick(minutes=1))
        self.check()

    def confirm(self) -> int:
        """Confirm every open order; how many lines there are."""
        count = 0
        for order in read_orders(self.session):
            count += len(confirm(self.session, order.number, self.clock.tick(minutes=1)))
            self.check()
        return count

    def states(self) -> list[LineState]:
        return [view.state for order in read_orders(self.session) for view in order.lines]

    def do(self, action: Action, cards: Iterable[Card]) -> int:
        chosen = list(cards)
        for card in chosen:
            [outcome] = do(self.session, self.clock.tick(minutes=5), action, card)
            assert outcome.answer.value == "done", outcome
        self.check()
        return len(chosen)

    def cards(self, *states: CardState) -> list[Card]:
        found = [card for card in read_cards(self.session.database) if card.state in states]
        return [card for card in found if not self.session.structure.loops[card.loop_id].suspended]

    def make_what_can_be_made(self) -> int:
        """Everybody works on what stands there for it, an order's own where it has some; how many cards came full."""
        structure = self.session.structure
        stock = [card for card in self.cards(CardState.FULL, CardState.IN_USE) if card.holds_stock]
        calling = self.cards(CardState.RELEASED)
        there: Counter[tuple[int, str]] = Counter()
        for card in stock:
            there[card.loop_id, card.order_reference] += card.quantity
        on_the_way = {(card.loop_id, card.order_reference) for card in calling if card.order_reference}
        ready = []
        for card in calling:
            loop, order = structure.loops[card.loop_id], card.order_reference
            needs = [
                ((found.loops[0].id, ""), (found.loops[0].id, order), found.quantity)
                for found in structure.inputs_of(loop, card.container_quantity)
            ]
            waits = any(own in on_the_way for _, own, _ in needs)
            if not waits and all(there[free] + (own != free) * there[own] >= steps for free, own, steps in needs):
                for free, own, steps in needs:
                    from_own = min(steps, there[own])
                    there[own] -= from_own
                    there[free] -= steps - from_own
                ready.append(card)
        return self.do(Action.RECEIVE, ready)

    def ship_all(self) -> int:
        """Ship what stands ready: made to order by order, the backlog oldest first; pieces that left."""
        pieces = 0
        for order in read_orders(self.session):
            if any(view.state is LineState.READY and view.line.has_own_cards for view in order.lines):
                pieces += sum(one.pieces for one in ship(self.session, order.number, self.clock.tick(minutes=1)))
                self.check()
        if read_shippable(self.session):
            pieces += sum(one.pieces for one in ship_backlog(self.session, self.clock.tick(minutes=1)))
            self.check()
        return pieces

    def run(self) -> int:
        """Work and ship until every line is done; the pieces that left."""
        pieces = 0
        for _round in range(200):
            pieces += self.ship_all()
            if not self.states():
                return pieces
            assert self.make_what_can_be_made(), self.states()
        raise AssertionError(self.states())


@pytest.fixture
def factory(databases: Databases, clock: Clock) -> Factory:
    if not SHARED.is_dir():
        pytest.skip("the furniture factory is not here: the folder shared/data/furniture_factory is missing")
    return Factory(databases.session(), clock)


ORDERED = 250


def test_made_to_stock_the_orders_ship_from_the_loops(factory: Factory) -> None:
    factory.set(Policy.MTS, *FINISHED)
    assert factory.confirm() == 16
    assert not any(card.single_use for card in read_cards(factory.session.database))
    assert factory.run() == ORDERED
    factory.audit()


def test_made_to_order_every_piece_is_made_for_its_line(factory: Factory) -> None:
    factory.set(Policy.MTO, *FINISHED)
    factory.take_cards_out()
    assert factory.confirm() == 16
    single = [card for card in read_cards(factory.session.database) if card.single_use]
    assert {card.state for card in single} == {CardState.RELEASED}
    assert factory.run() == ORDERED
    factory.audit()
    assert not [card for card in factory.cards(CardState.RELEASED, CardState.FULL) if card.order_reference]


def test_mixed_both_kinds_share_the_components_and_nobody_takes_anothers(factory: Factory) -> None:
    factory.set(Policy.MTO, "chair", "varnished chair")
    factory.set(Policy.MTS, "round table", "square table")
    assert factory.confirm() == 16
    assert factory.run() == ORDERED
    factory.audit()
    left = [card for card in read_cards(factory.session.database) if card.single_use]
    assert {card.state for card in left} == {CardState.RETIRED}


CHOICES = (
    {"group": "", "surcharge": "400"},
    {"group": "seat", "rule": "one required", "choice": "plain", "default": "yes"},
    {"group": "seat", "rule": "one required", "choice": "wide", "component": "chair leg", "quantity": "1"},
    {"group": "finish", "rule": "any", "choice": "sanded", "minutes": "10", "station": "Assemble chair"},
)


def test_mixed_with_chairs_assembled_to_order_all_components_come_from_loops(factory: Factory) -> None:
    structure = factory.session.structure
    [chair] = [item.id for item in structure.items.values() if item.code == "chair"]
    makers = [structure.stations[loop.source_id] for loop in structure.loops.values() if loop.item_id == chair]
    [station] = {one.name for one in makers if one.kind is StationKind.WORKSTATION}
    lines = [{**row, "station": station} if "station" in row else row for row in CHOICES]
    save_options(factory.session, {chair: rows_of(structure, chair, lines)})
    factory.set(Policy.ATO, "chair")
    factory.set(Policy.MTO, "varnished chair")
    factory.set(Policy.MTS, "round table", "square table")
    assert factory.confirm() == 16
    assembled = [card for card in read_cards(factory.session.database) if card.single_use]
    items = {
        factory.session.structure.item_of(factory.session.structure.loops[card.loop_id]).code for card in assembled
    }
    assert items == {"chair · plain", "varnished chair"}
    assert factory.run() == ORDERED
    factory.audit()


def test_the_point_of_the_chairs_moves_with_their_orders_made_in_between(factory: Factory) -> None:
    structure = factory.session.structure
    [chair] = [item.id for item in structure.items.values() if item.code == "chair"]
    before = {loop.id: loop.card_count for loop in structure.loops.values()}
    shops = {point.station_id for point in read_points(factory.session, chair)}
    [warehouse] = [one.id for one in structure.stations.values() if one.name == "warehouse"]
    move_point(factory.session, chair, Target(station_id=warehouse), factory.clock.tick(minutes=1))
    factory.check()
    assert {point.policy for point in read_points(factory.session, chair)} == {Policy.MTO}
    factory.set(Policy.MTS, "round table", "square table", "varnished chair")
    assert factory.confirm() == 16
    assert factory.run() == ORDERED
    for shop in sorted(shops):
        move_point(factory.session, chair, Target(station_id=shop, sold_at=shop), factory.clock.tick(minutes=1))
    factory.check()
    assert {loop.id: loop.card_count for loop in factory.session.structure.loops.values()} == before
