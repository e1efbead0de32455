"""A station calls for help: an event with a beginning and an end, shown on every board."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kanban_app.operations.shop import Shop
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.terminals import planted, terminals
from tests.store.small_plant import BENCH, STORE


@pytest.fixture
def shops(databases: Databases, clock: Clock) -> Iterator[list[Shop]]:
    with terminals(planted(databases, clock), clock, 2) as opened:
        yield opened


def test_a_call_has_a_beginning_a_person_and_a_note(shops: list[Shop], clock: Clock) -> None:
    began_at = clock.tick(minutes=3)
    shops[0].call_for_help(STORE, "  no boxes\n", "Kim").result()
    clock.tick(minutes=9)
    [call] = shops[1].open_calls().result().values()
    assert (call.station_id, call.began_at, call.person, call.note) == (STORE, began_at, "Kim", "no boxes")


def test_calling_twice_is_one_call(shops: list[Shop], clock: Clock) -> None:
    for shop in (*shops, *shops):
        shop.call_for_help(STORE, "again").result()
        clock.tick(minutes=1)
    assert len(shops[0].open_calls().result()) == 1


def test_an_ended_call_is_gone_and_the_next_one_begins_anew(shops: list[Shop], clock: Clock) -> None:
    shops[0].call_for_help(STORE).result()
    shops[0].call_for_help(BENCH).result()
    shops[1].end_help(STORE).result()
    assert list(shops[0].open_calls().result()) == [BENCH]
    later = clock.tick(hours=1)
    shops[1].call_for_help(STORE).result()
    assert shops[0].open_calls().result()[STORE].began_at == later


def test_ending_where_nobody_calls_changes_nothing(shops: list[Shop]) -> None:
    shops[0].end_help(STORE).result()
    assert shops[0].open_calls().result() == {}


def test_a_call_books_no_entry_and_the_books_balance(shops: list[Shop]) -> None:
    before = shops[0].history(limit=1).result()
    shops[0].call_for_help(STORE).result()
    shops[0].end_help(STORE).result()
    assert shops[0].history(limit=1).result() == before
    assert shops[0].audit().result().ok
