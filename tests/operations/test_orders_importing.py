"""Lists of orders booked on either database: choices become items once, and nothing stays of what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from kanban_app.domain.draft import OrderLineDraft
from kanban_app.domain.orders import OrderRefused
from kanban_app.operations.auditing import audit
from kanban_app.operations.orders_importing import book_lines, read_choices
from kanban_app.operations.orders_reading import read_order, read_orders
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import configuration
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.test_order_options import LIST, Plant

OAK = OrderLineDraft("A-1", "Ada", "chair", "shop", date(2026, 4, 1), 2, "open", 1, "", "by noon", "wood=oak")
ARMS = replace(OAK, options="wood=pine; extras=arms", price="199.00")
BEFORE = replace(OAK, order_number="A-0", status="closed", options="", price="150")


@pytest.fixture
def plant(databases: Databases, clock: Clock, tmp_path: Path) -> Plant:
    return Plant(databases.session(), clock, tmp_path)


def book(plant: Plant, *lines: OrderLineDraft) -> int:
    count = book_lines(plant.session, lines, read_choices(plant.session), plant.clock.tick(minutes=1))
    report = audit(plant.session)
    assert report.ok, report.findings
    return count


def made(session: Session) -> list[str]:
    return list(session.database.core.execute(select(configuration.c.choices)).scalars())


def test_lines_get_the_items_of_their_choices_with_price_and_note(plant: Plant) -> None:
    assert book(plant, OAK, ARMS, BEFORE) == 3
    oak, arms = (view.line for view in read_order(plant.session, "A-1").lines)
    assert (plant.item(oak).code, oak.options, oak.price, oak.note) == ("chair · oak", "wood=oak", "190", "by noon")
    assert (plant.item(arms).code, arms.price) == ("chair · pine, arms", "199.00")
    assert plant.parts(oak.item_id) == {"oak leg": 4}
    assert sorted(made(plant.session)) == ["wood=oak", "wood=pine; extras=arms"], "history makes no items"


def test_a_line_that_is_there_is_not_booked_again_though_its_price_or_parts_have_changed(plant: Plant) -> None:
    assert book(plant, OAK, BEFORE) == 2
    assert book(plant, replace(OAK, price="180"), BEFORE) == 0
    plant.offer(LIST.replace("arm,2", "arm,3").replace("oak leg,,leg", "oak leg,5,leg"))
    assert book(plant, OAK, BEFORE) == 0
    assert book(plant, OAK, OAK) == 1, "the same line twice is two lines"


def test_choices_that_are_gone_when_it_is_booked_leave_nothing_behind(plant: Plant) -> None:
    choices = read_choices(plant.session)
    plant.offer(LIST.replace("arms", "armrests"))
    with pytest.raises(OrderRefused):
        book_lines(plant.session, [OAK, ARMS], choices, plant.clock.tick(minutes=1))
    assert (made(plant.session), read_orders(plant.session)) == ([], [])
