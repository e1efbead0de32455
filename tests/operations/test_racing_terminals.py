"""One empty container is one signal, whoever scans it: processes race for the same cards on both databases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from kanban_app.domain.changes import Answer
from kanban_app.domain.refusals import RefusalCode
from kanban_app.operations.auditing import audit
from tests.clock import Clock
from tests.databases import Databases, Place
from tests.operations.racing import empty_them, empty_them_naively, scan_round
from tests.store.processes import other_process
from tests.store.small_plant import SHOP, SOLD, STORE, cards_of, draft, plant_it

CARDS = 100


@pytest.fixture
def place(databases: Databases, clock: Clock) -> Place:
    place = databases.plant()
    plant_it(databases.session(place), clock(), draft(sold_cards=CARDS, made_cards=2 * CARDS))
    return place


def race(place: Place, work: Callable[..., None], *arguments: Any, count: int = 2) -> list[Any]:
    """Let so many processes begin at the same moment; their answers."""
    with ExitStack() as stack:
        racers = [
            stack.enter_context(other_process(work, place, f"racer {number}", *arguments))[0] for number in range(count)
        ]
        for racer in racers:
            assert racer.recv() == "ready"
        for racer in racers:
            racer.send("go")
        return [racer.recv() for racer in racers]


def codes(databases: Databases, place: Place) -> list[str]:
    return [card.code for card in cards_of(databases.open(place), SOLD)]


def test_two_terminals_empty_a_hundred_cards_once_each(databases: Databases, place: Place) -> None:
    answers = race(place, empty_them, codes(databases, place))
    session = databases.session(place)
    done = [answer for answer, _ in (told for racer in answers for told in racer)].count(Answer.DONE)
    refusals = {code for racer in answers for answer, code in racer if answer is Answer.REFUSED}
    assert done == CARDS
    assert refusals == {RefusalCode.ALREADY_EMPTY}
    assert session.database.fetch_one("SELECT count(*) FROM signal") == (CARDS,)
    consumed = session.database.fetch_all("SELECT card_id FROM event WHERE action = 'consume'")
    assert len(consumed) == len(set(consumed)) == CARDS
    assert audit(session).ok


def test_naive_terminals_would_signal_more_often_than_there_are_cards(databases: Databases, place: Place) -> None:
    """The negative control: the same race, read and written in two steps."""
    assert sum(race(place, empty_them_naively, codes(databases, place))) > CARDS


def test_terminals_that_write_at_the_same_time_wait_for_one_another_and_lose_nothing(
    databases: Databases, place: Place
) -> None:
    """No terminal ever sees `locked`, and each card goes its way whoever moves it."""
    answers = race(place, scan_round, codes(databases, place)[:40], [SHOP, STORE, SHOP] * 2, count=2)
    assert [failed for _, failed in answers] == [[], []]
    session = databases.session(place)
    booked = {row[0] for row in session.database.fetch_all("SELECT scan_id FROM event")}
    for ids, _ in answers:
        assert set(ids) <= booked
    assert audit(session).ok
