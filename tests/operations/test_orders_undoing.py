"""Taking back what was done to orders: the books hold, and what has moved on is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kanban_app.domain.first_fill import Start
from kanban_app.domain.orders import StartedChoice
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.order_views import order_of_card, read_line, read_lines
from kanban_app.operations.orders_booking import WorkStarted
from kanban_app.operations.orders_changing import StartedWork, read_missing
from kanban_app.operations.orders_papers import read_note, read_pick_list
from kanban_app.operations.orders_reading import lines_of, read_order, read_orders
from kanban_app.operations.orders_shipping import read_shipments, ship_backlog
from kanban_app.operations.orders_undoing import (
    forget_drafts,
    take_back_cancellation,
    take_back_change,
    take_back_confirmation,
    take_back_shipment,
    take_back_shipments,
)
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.test_orders import Office, chairs, refused


@pytest.fixture
def office(databases: Databases, clock: Clock) -> Iterator[Office]:
    session = databases.session()
    book_draft(session, chairs(), Start.FULL, clock())
    made = Office(session, clock)
    yield made
    made.audit()


def test_drafts_are_forgotten_and_what_is_confirmed_is_not(office: Office) -> None:
    number = office.add("chair", 3)
    lines = lines_of(office.session, number)
    office.confirm(number)
    with refused("not_a_draft"):
        forget_drafts(office.session, lines)
    other = office.add("chair", 3)
    forget_drafts(office.session, lines_of(office.session, other))
    with refused("unknown_order"):
        lines_of(office.session, other)


def test_a_confirmation_taken_back_leaves_no_card_and_confirming_again_issues_the_same(office: Office) -> None:
    number, loops = office.add("chair", 3), office.loops()
    issued = sorted(card.container_quantity for card in office.confirm(number)[0].issued)
    take_back_confirmation(office.session, number, (), office.now)
    office.check()
    assert office.state(number) == "draft"
    assert office.cards(number) == []
    assert office.loops() == loops
    again = office.confirm(number)[0].issued
    assert sorted(card.container_quantity for card in again) == issued
    office.do("start", office.cards(number, "leg")[0])
    with pytest.raises(WorkStarted):
        take_back_confirmation(office.session, number, (), office.now)
    assert office.state(number) == "in_work"
    with refused("nothing_to_take_back"):
        take_back_confirmation(office.session, office.add("chair", 1), (), office.now)


def test_a_cancellation_taken_back_brings_the_order_and_its_cards_again(office: Office) -> None:
    number = office.add("chair", 3)
    office.confirm(number)
    before = lines_of(office.session, number)
    with refused("nothing_to_take_back"):
        take_back_cancellation(office.session, before, office.now)
    asked = sorted(card.container_quantity for card in office.cards(number))
    office.cancel(number)
    take_back_cancellation(office.session, before, office.now)
    office.check()
    assert office.state(number) == "confirmed"
    assert sorted(card.container_quantity for card in office.cards(number)) == asked
    office.work(number)
    assert office.ship(number) == [3]


@pytest.mark.parametrize("item", ["stool", "chair"])
def test_a_change_taken_back_also_where_it_ended_the_line(office: Office, item: str) -> None:
    number = office.add(item, 4)
    office.confirm(number)
    office.work(number)
    office.ship(number, quantity=2)
    [before] = lines_of(office.session, number)
    office.change(number, quantity=2, note="enough", started=StartedWork(StartedChoice.STOCK))
    assert office.state(number) == "closed"
    take_back_change(office.session, before, office.now)
    office.check()
    assert lines_of(office.session, number) == [before]
    office.work(number)
    assert office.ship(number) == [2]
    with refused("nothing_to_take_back"):
        take_back_change(office.session, before, office.now)


def test_what_left_meanwhile_is_not_made_again_when_a_cancellation_is_taken_back(office: Office) -> None:
    number = office.add("chair", 4)
    office.confirm(number)
    before = lines_of(office.session, number)
    office.work(number)
    office.ship(number, quantity=3)
    office.cancel(number, "stock")
    take_back_cancellation(office.session, before, office.now)
    office.check()
    assert (office.state(number), read_missing(office.session, number, 1)) == ("ready", 0)


def test_several_shipments_are_taken_back_together_or_not_at_all(office: Office) -> None:
    numbers = [office.add("stool", 2), office.add("stool", 3)]
    for number in numbers:
        office.confirm(number)
    stood = {card.code: (card.state, card.quantity) for card in office.cards(item="stool")}
    shipped = {one.line.order_number: one.shipment for one in ship_backlog(office.session, office.now)}
    with refused("nothing_to_take_back"):
        take_back_shipments(office.session, {**shipped, numbers[1]: 2}, office.now)
    assert [office.state(number) for number in numbers] == ["closed", "closed"]
    take_back_shipments(office.session, shipped, office.now)
    office.check()
    assert {card.code: (card.state, card.quantity) for card in office.cards(item="stool")} == stood


def test_lost_cards_are_counted_until_they_are_ordered_again(office: Office) -> None:
    number = office.add("chair", 2)
    assert read_missing(office.session, number, 1) == 0
    office.confirm(number)
    assert read_missing(office.session, number, 1) == 0
    office.do("retire", office.cards(number, "leg")[0], reason="fell into the saw")
    assert read_missing(office.session, number, 1) == 1
    office.change(number, quantity=2)
    assert read_missing(office.session, number, 1) == 0


def test_an_order_whose_pieces_left_is_listed_while_cards_of_it_are_about(office: Office) -> None:
    number = office.add("chair", 2)
    office.confirm(number)
    office.work(number)
    office.change(number, quantity=1)
    assert office.ship(number) == [1]
    assert [(order.number, order.state.value) for order in read_orders(office.session)] == [(number, "shipped")]
    office.cancel(number, "stock")
    assert read_orders(office.session) == []


@pytest.mark.parametrize(("item", "quantity"), [("stool", 5), ("chair", 3)])
def test_a_shipment_taken_back_leaves_the_plant_as_it_was(office: Office, item: str, quantity: int) -> None:
    number = office.add(item, quantity)
    office.confirm(number)
    office.work(number)
    stood = {card.code: (card.state, card.quantity) for card in office.cards(item=item)}
    assert office.ship(number) == [quantity]
    take_back_shipment(office.session, number, office.now)
    office.check()
    assert {card.code: (card.state, card.quantity) for card in office.cards(item=item)} == stood
    assert office.state(number) == "ready"
    assert read_shipments(office.session, number) == []
    assert office.ship(number) == [quantity]
    with refused("nothing_to_take_back"):
        take_back_shipment(office.session, office.add("stool", 1), office.now)


def test_two_lines_out_of_one_container_come_back_into_it(office: Office) -> None:
    number = office.add("stool", 1)
    office.add("stool", 2, number)
    office.confirm(number)
    stood = {card.code: (card.state, card.quantity) for card in office.cards(item="stool")}
    assert office.ship(number) == [1, 2]
    take_back_shipment(office.session, number, office.now)
    office.check()
    assert {card.code: (card.state, card.quantity) for card in office.cards(item="stool")} == stood


def test_a_shipment_whose_card_moved_on_stays(office: Office) -> None:
    number = office.add("stool", 2)
    office.confirm(number)
    office.ship(number)
    [emptied] = [card for card in office.cards(item="stool") if not card.quantity]
    office.do("receive", emptied)
    with refused("shipment_moved_on"):
        take_back_shipment(office.session, number, office.now)
    assert office.state(number) == "closed"


# -- reading -----------------------------------------------------------------------------------------------------------


def test_a_line_shows_its_own_ways_first_and_where_the_loops_begin(office: Office) -> None:
    number = office.add("chair", 3)
    office.confirm(number)
    detail = read_line(office.session, number, 1)
    items = [office.session.structure.items[way.loop.item_id].code for way in detail.ways]
    assert items == ["chair", "chair", "leg", "beam"]
    assert [way.depth for way in detail.ways] == [0, 1, 2, 3]
    assert [way.needed for way in detail.ways][:3] == [3, 3, 12]
    assert [way.is_own for way in detail.ways] == [True, True, True, False]
    assert [way.is_decoupling for way in detail.ways] == [False, False, False, True]
    every = {card.id for way in detail.ways if way.is_own for card in way.cards}
    assert every == {card.id for card in office.cards(number)}
    [some, *_rest] = sorted(every)
    line = order_of_card(office.session, some)
    assert line is not None
    assert line.order_number == number
    assert order_of_card(office.session, office.cards(item="stool")[0].id) is None


def test_a_line_from_stock_begins_with_the_loops(office: Office) -> None:
    number = office.add("stool", 5)
    detail = read_line(office.session, number, 1)
    assert detail.ways[0].is_decoupling
    assert detail.ways[0].here == 6
    [listed] = read_lines(office.session)
    assert number in listed.found_by
    assert "stool" in listed.found_by


# -- papers ------------------------------------------------------------------------------------------------------------


def test_the_pick_list_names_the_containers_that_shipping_takes(office: Office) -> None:
    number = office.add("stool", 7)
    office.confirm(number)
    paper = read_pick_list(office.session, number, office.now)
    [line] = paper.lines
    assert sum(one.steps for one in line.containers) == 6
    assert line.missing_steps == 1
    taken = {card.code for card in office.cards(item="stool") if card.quantity}
    assert {one.code for one in line.containers} == taken
    assert office.ship(number) == [6]


def test_two_lines_are_not_picked_out_of_the_same_pieces(office: Office) -> None:
    number = office.add("stool", 5)
    office.add("stool", 4, number)
    office.confirm(number)
    paper = read_pick_list(office.session, number, office.now)
    assert [sum(one.steps for one in line.containers) for line in paper.lines] == [5, 1]


def test_delivery_notes_number_partial_shipments_and_say_what_is_to_come(office: Office) -> None:
    number = office.add("stool", 8)
    office.confirm(number)
    with refused("no_shipment"):
        read_note(office.session, number, 0, office.now)
    assert office.ship(number) == [6]
    [first] = read_note(office.session, number, 0, office.now).lines
    assert (first.steps, first.before_steps, first.later_steps) == (6, 0, 2)
    for card in office.cards(item="stool"):
        if not card.quantity:
            office.do("receive", card)
    assert office.ship(number) == [2]
    second = read_note(office.session, number, 0, office.now)
    assert second.shipment == 2
    assert second.is_partial
    assert (second.lines[0].steps, second.lines[0].before_steps, second.lines[0].later_steps) == (2, 6, 0)
    [again] = read_note(office.session, number, 1, office.now).lines
    assert again.steps == 6
    assert read_order(office.session, number).state.value == "closed"
