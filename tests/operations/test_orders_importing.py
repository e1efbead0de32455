"""Lists of orders booked on either database: choices become items once, and nothing stays of what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kanban_app.domain.draft import OrderLineDraft
from kanban_app.domain.orders import OrderRefused
from kanban_app.operations.auditing import audit
from kanban_app.operations.orders_changing import LineEdit, cancel, change_line, confirm
from kanban_app.operations.orders_importing import LineCounts, book_lines, read_choices, read_matched
from kanban_app.operations.orders_reading import read_order, read_orders
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import configuration
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.test_order_options import LIST, Plant

OAK = OrderLineDraft("A-1", "Ada", "chair", "shop", date(2026, 4, 1), 2, "open", 1, "", "by noon", "wood=oak")
ARMS = replace(OAK, options="wood=pine; extras=arms", price="199.00")
LEG = replace(OAK, item="leg", deliver_from="bench", options="", note="")
BEFORE = replace(OAK, order_number="A-0", status="closed", options="", price="150")


@pytest.fixture
def plant(databases: Databases, clock: Clock, tmp_path: Path) -> Plant:
    return Plant(databases.session(), clock, tmp_path)


def book(plant: Plant, *lines: OrderLineDraft) -> LineCounts:
    counts = book_lines(plant.session, lines, read_choices(plant.session), plant.clock.tick(minutes=1))
    report = audit(plant.session)
    assert report.ok, report.findings
    return counts


def made(session: Session) -> list[str]:
    return list(session.database.core.execute(select(configuration.c.choices)).scalars())


def test_lines_get_the_items_of_their_choices_with_price_and_note(plant: Plant) -> None:
    assert book(plant, OAK, ARMS, BEFORE) == LineCounts(drafts=2, history=1)
    oak, arms = (view.line for view in read_order(plant.session, "A-1").lines)
    assert (plant.item(oak).code, oak.options, oak.price, oak.note) == ("chair · oak", "wood=oak", "190", "by noon")
    assert (plant.item(arms).code, arms.price) == ("chair · pine, arms", "199.00")
    assert plant.parts(oak.item_id) == {"oak leg": 4}
    assert sorted(made(plant.session)) == ["wood=oak", "wood=pine; extras=arms"], "history makes no items"


def test_a_line_that_is_there_is_not_booked_again_though_its_price_or_parts_have_changed(plant: Plant) -> None:
    assert book(plant, OAK, BEFORE) == LineCounts(drafts=1, history=1)
    assert book(plant, replace(OAK, price="180"), BEFORE) == LineCounts(changed=1, known=1)
    plant.offer(LIST.replace("arm,2", "arm,3").replace("oak leg,,leg", "oak leg,5,leg"))
    assert book(plant, OAK, BEFORE) == LineCounts(known=2), "what a list says nothing of stays"
    assert [view.line.price for view in read_order(plant.session, "A-1").lines] == ["180"]
    assert book(plant, OAK, OAK) == LineCounts(drafts=1, known=1), "the same line twice is two lines"


def numbered(line: int, quantity: int = 2, **values: Any) -> OrderLineDraft:
    return replace(replace(LEG, line=line, quantity=quantity), **values)


def entered(plant: Plant, order: str = "A-1") -> list[tuple[int, int, str]]:
    return [(view.line.number, view.line.quantity, view.state.value) for view in read_order(plant.session, order).lines]


def faults(plant: Plant, *lines: OrderLineDraft) -> list[tuple[int, str]]:
    return [(number, fault.code) for number, fault in read_matched(plant.session, lines).faults]


def test_a_line_keeps_the_number_of_the_list_and_is_changed_by_it(plant: Plant) -> None:
    assert book(plant, numbered(10, 5), numbered(20, 5)) == LineCounts(drafts=2)
    assert book(plant, numbered(20, 9, item="arm")) == LineCounts(changed=1)
    assert entered(plant) == [(10, 5, "draft"), (20, 9, "draft")]
    assert book(plant, numbered(10, 5), numbered(20, 9, item="arm")) == LineCounts(known=2)
    assert book(plant, numbered(15, 5), numbered(10, 5)) == LineCounts(drafts=1, known=1)
    assert [number for number, *_rest in entered(plant)] == [10, 15, 20]


def test_without_line_numbers_the_same_item_and_day_is_the_same_line(plant: Plant) -> None:
    assert book(plant, numbered(0, 5), numbered(0, 5, item="arm")) == LineCounts(drafts=2)
    assert book(plant, numbered(0, 9, item="arm", price="3"), numbered(0, 5)) == LineCounts(changed=1, known=1)
    assert entered(plant) == [(1, 5, "draft"), (2, 9, "draft")]


def test_a_day_that_moved_is_the_same_line_where_only_one_can_be_meant(plant: Plant) -> None:
    book(plant, numbered(0, 5), numbered(0, 5, item="arm"))
    later = numbered(0, 5, due_on=date(2026, 5, 1))
    assert book(plant, later) == LineCounts(changed=1)
    assert entered(plant) == [(1, 5, "draft"), (2, 5, "draft")]
    much_later = numbered(0, 6, due_on=date(2026, 7, 1))
    assert book(plant, later, much_later) == LineCounts(drafts=1, known=1), "the old day is in the list too"
    latest = numbered(0, 7, due_on=date(2026, 8, 1))
    assert faults(plant, latest) == [(0, "one_line_more")], "there are two that it could be"
    confirm(plant.session, "A-1", plant.clock.tick(minutes=1), (2,))
    assert faults(plant, numbered(0, 5, item="arm", due_on=date(2026, 5, 1))) == [(0, "line_is_set")]


def test_a_line_that_was_typed_is_found_again_and_what_the_list_leaves_out_stays(plant: Plant) -> None:
    typed = plant.add("wood=oak", price="170")
    note = LineEdit(note="by hand", station_id=next(iter(plant.session.structure.stations)))
    change_line(plant.session, typed.order_number, 1, note, plant.clock.tick(minutes=1))
    said = replace(OAK, order_number=typed.order_number, deliver_from="", note="", due_on=typed.wanted_on, quantity=7)
    assert book(plant, said) == LineCounts(changed=1)
    [now] = read_order(plant.session, typed.order_number).lines
    assert now.line == replace(typed, quantity=7, note="by hand", station_id=note.station_id)


def test_a_draft_that_is_changed_gets_the_item_and_the_price_of_its_choices(plant: Plant) -> None:
    assert book(plant, replace(OAK, line=1)) == LineCounts(drafts=1)
    assert book(plant, replace(OAK, line=1, options="wood=pine")) == LineCounts(changed=1)
    [view] = read_order(plant.session, "A-1").lines
    assert (plant.item(view.line).code, view.line.options, view.line.price) == ("chair · pine", "wood=pine", "150")


def test_what_is_confirmed_or_done_is_not_changed_and_told_by_its_line(plant: Plant) -> None:
    book(plant, *(numbered(number, 2) for number in (1, 2, 3)))
    now = plant.clock.tick(minutes=1)
    confirm(plant.session, "A-1", now, (1,))
    cancel(plant.session, "A-1", now, (2,))
    before = entered(plant)
    corrected = [numbered(number, 9) for number in (1, 2, 3)]
    assert faults(plant, *corrected) == [(0, "line_is_set"), (1, "line_is_done")]
    with pytest.raises(OrderRefused):
        book(plant, *corrected)
    assert entered(plant) == before, "nothing in part"
    assert faults(plant, numbered(1, 2), numbered(2, 2)) == [(1, "line_is_history")], "cancelled here, it stays so"
    counts = book_lines(plant.session, corrected, read_choices(plant.session), now, True)
    assert counts == LineCounts(changed=1)
    assert entered(plant) == [*before[:2], (3, 9, "draft")]


def test_a_cancelled_line_is_history_and_never_cancels_one_that_is_awaited(plant: Plant) -> None:
    gone = numbered(1, 2, status="cancelled")
    assert book(plant, gone) == LineCounts(history=1)
    assert book(plant, gone) == LineCounts(known=1)
    assert entered(plant) == [(0, 2, "cancelled")]
    book(plant, replace(OAK, order_number="A-2", line=1))
    awaited = replace(OAK, order_number="A-2", line=1)
    for status in ("cancelled", "closed"):
        assert faults(plant, replace(awaited, status=status)) == [(0, "line_is_awaited")]
    confirm(plant.session, "A-2", plant.clock.tick(minutes=1))
    assert faults(plant, replace(awaited, status="closed")) == [(0, "line_is_awaited")]
    assert faults(plant, awaited) == []


def test_an_order_has_one_customer_as_if_it_were_typed(plant: Plant) -> None:
    nobody, other = numbered(2, customer=""), numbered(3, customer="Bo")
    assert faults(plant, nobody) == [(0, "order_without_customer")]
    assert faults(plant, numbered(1), nobody, other) == [(2, "other_customer")]
    assert book(plant, numbered(1), nobody) == LineCounts(drafts=2)
    assert {view.line.customer for view in read_order(plant.session, "A-1").lines} == {"Ada"}
    assert faults(plant, numbered(1, customer="Bo")) == [(0, "other_customer")], "though nothing else is otherwise"
    assert book(plant, replace(BEFORE, customer="")) == LineCounts(history=1), "history may have none"


def test_history_is_counted_line_by_line(plant: Plant) -> None:
    assert book(plant, BEFORE, BEFORE) == LineCounts(history=2)
    assert book(plant, BEFORE, BEFORE, BEFORE) == LineCounts(history=1, known=2)
    assert faults(plant, replace(BEFORE, status="open")) == [(0, "line_is_history")]


def test_choices_that_are_gone_when_it_is_booked_leave_nothing_behind(plant: Plant) -> None:
    choices = read_choices(plant.session)
    plant.offer(LIST.replace("arms", "armrests"))
    with pytest.raises(OrderRefused):
        book_lines(plant.session, [OAK, ARMS], choices, plant.clock.tick(minutes=1))
    assert (made(plant.session), read_orders(plant.session)) == ([], [])
