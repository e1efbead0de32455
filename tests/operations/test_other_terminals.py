"""What one terminal commits, the others hear of: bookings, loops, settings, calls for help, papers."""

from __future__ import annotations

import pytest

from kanban_app.domain.cards import Action, CardState
from tests.clock import Clock
from tests.databases import Databases, Place
from tests.operations.terminals import Listener, card_of, planted, terminals
from tests.store.small_plant import RACKS, SHOP, SOLD, STORE


@pytest.fixture
def place(databases: Databases, clock: Clock) -> Place:
    return planted(databases, clock)


def test_a_booking_reaches_the_subscribers_of_another_terminal(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        assert listener.look() == []
        card = card_of(one, SOLD, 1)
        done = one.scan(card.code, SHOP, scan_id="id-1").result()
        [changes] = listener.look()
        assert changes.events == done.events
        assert [changed.state for changed in changes.cards] == [CardState.RELEASED]
        assert changes.last_seq == done.events[-1].seq
        assert not changes.structure
        assert listener.look() == []


def test_several_bookings_between_two_looks_are_told_together_and_none_is_lost(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        for number in range(1, 5):
            one.scan(card_of(one, SOLD, number).code, SHOP).result()
        heard = listener.look()
        seqs = [event.seq for changes in heard for event in changes.events]
        assert seqs == list(range(seqs[0], seqs[0] + 8))


def test_a_terminal_hears_of_its_own_bookings_without_polling(place: Place, clock: Clock) -> None:
    with terminals(place, clock) as [one]:
        listener = Listener(one)
        done = one.scan(card_of(one, SOLD, 1).code, SHOP).result()
        one.board().result()
        assert [changes.events for changes in listener.heard] == [done.events]


def test_a_refusal_tells_nobody_of_changed_cards(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        one.scan(card_of(one, SOLD, 1).code, 2).result()
        assert all(not changes.cards and not changes.structure for changes in listener.look())


def test_a_changed_loop_is_read_again_by_all(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        one.change_loop(SOLD, container_quantity=3, card_count=5).result()
        assert any(changes.structure for changes in listener.look())
        assert other.structure.loops[SOLD].container_quantity == 3
        one.board().result()
        assert one.structure.loops[SOLD].container_quantity == 3
        assert card_of(other, SOLD, 5).state is CardState.NEW


def test_a_booking_on_a_loop_that_another_terminal_just_changed_uses_the_new_numbers(
    place: Place, clock: Clock
) -> None:
    with terminals(place, clock, 2) as [one, other]:
        one.change_loop(SOLD, container_quantity=3).result()
        done = other.scan(card_of(other, SOLD, 1).code, SHOP).result()
        assert done.card is not None
        assert done.card.container_quantity == 3


def test_changed_settings_reach_every_terminal(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        one.change_settings(name="New name", undo_window_s=90).result()
        assert listener.look()
        one.board().result()  # its own reader has looked by then
        for shop in (one, other):
            assert shop.plant.name == "New name"
            assert shop.plant.rules.undo_window_s == 90


def test_a_call_for_help_reaches_every_terminal(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        one.call_for_help(STORE, "no boxes").result()
        assert any("help" in changes.other for changes in listener.look())
        assert list(other.open_calls().result()) == [STORE]


def test_a_call_for_help_is_heard_even_when_a_booking_comes_with_it(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        one.call_for_help(STORE, "no boxes").result()
        one.scan(card_of(one, SOLD, 1).code, SHOP).result()
        heard = listener.look()
        assert any(changes.events for changes in heard)
        assert any("help" in changes.other for changes in heard)


def test_a_printed_paper_reaches_every_terminal(place: Place, clock: Clock, fast_path: Place) -> None:
    with terminals(place, clock, 2) as [one, other]:
        listener = Listener(other)
        card = card_of(one, RACKS, 1)
        one.ask_print([card.code]).result()
        assert any("paper" in changes.other for changes in listener.look())
        assert [listed.code for listed in other.print_list(2).result() if listed.id == card.id] == [card.code]


def test_who_stopped_listening_is_told_nothing(place: Place, clock: Clock) -> None:
    with terminals(place, clock) as [one]:
        heard: list[object] = []
        one.subscribe(heard.append)
        one.unsubscribe(heard.append)
        one.do(Action.CONSUME, [card_of(one, SOLD, 1).code]).result()
        one.board().result()
        assert heard == []


def test_a_board_with_the_changes_applied_is_the_board_as_read(place: Place, clock: Clock) -> None:
    with terminals(place, clock, 2) as [one, other]:
        board = other.board().result()
        listener = Listener(other)
        for number in (1, 2):
            for station in (SHOP, STORE, SHOP):
                one.scan(card_of(one, SOLD, number).code, station).result()
                clock.tick(minutes=1)
            for changes in listener.look():
                board.apply(changes.cards)
        fresh = other.board().result()
        assert {card.id: card for card in board.cards()} == {card.id: card for card in fresh.cards()}
