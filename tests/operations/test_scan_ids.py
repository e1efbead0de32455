"""Double beeps, double clicks, resends: the same scan id is booked once and answers with the first result."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.refusals import RefusalCode
from kanban_app.operations.auditing import audit
from kanban_app.operations.reporting import outcome_json
from kanban_app.operations.session import Session
from kanban_app.store.writing import REQUESTS_KEPT
from tests.clock import Clock
from tests.databases import Databases, Place
from tests.store.small_plant import (
    BENCH,
    PEGS,
    RACKS,
    SHOP,
    SOLD,
    STORE,
    cards_of,
    do,
    everything,
    plant_it,
    scan,
)

DUPLICATES = 600


@pytest.fixture
def place(databases: Databases, clock: Clock) -> Place:
    place = databases.plant()
    plant_it(databases.session(place), clock())
    clock.tick(minutes=1)
    return place


def number_of_entries(session: Session) -> int:
    row = session.database.fetch_one("SELECT count(*) FROM event")
    assert row is not None
    return int(row[0])


def told(session: Session, outcome: Outcome, clock: Clock) -> object:
    return outcome_json(outcome, session.structure, clock())


def test_ten_replays_of_a_scan_are_one_booking_with_one_answer(
    databases: Databases, place: Place, clock: Clock
) -> None:
    session = databases.session(place)
    card = cards_of(session.database, SOLD)[0]
    first = scan(session, clock(), card, SHOP, "id-1", person="Kim")
    assert first.answer is Answer.DONE
    before = everything(session.database)
    replays = [scan(session, clock(), card, SHOP, "id-1", person="Kim") for _ in range(10)]
    assert everything(session.database) == before
    assert {str(told(session, replay, clock)) for replay in replays} == {str(told(session, first, clock))}


def test_a_replay_from_another_terminal_is_the_same_booking(databases: Databases, place: Place, clock: Clock) -> None:
    session, other = databases.session(place), databases.session(place)
    card = cards_of(session.database, SOLD)[0]
    first = scan(session, clock(), card, SHOP, "id-1")
    before = everything(session.database)
    clock.tick(hours=3)
    again = scan(other, clock(), card, SHOP, "id-1")
    assert everything(session.database) == before
    assert again.events == first.events


def test_other_ids_are_other_scans(databases: Databases, place: Place, clock: Clock) -> None:
    """The negative control: with a new id each time the same beeps do much more than one of them."""
    session = databases.session(place)
    card = cards_of(session.database, SOLD)[0]
    answers = []
    for number in range(4):
        answers.append(scan(session, clock.tick(minutes=1), card, SHOP, f"id-{number}").answer)
        scan(session, clock.tick(minutes=1), card, STORE, f"store-{number}")
    assert answers.count(Answer.DONE) > 1


def test_a_replay_answers_as_before_though_the_card_has_moved_on(
    databases: Databases, place: Place, clock: Clock
) -> None:
    session = databases.session(place)
    card = cards_of(session.database, RACKS)[0]
    first = do(session, clock(), Action.CONSUME, card, scan_id="id-1")[0]
    do(session, clock.tick(minutes=5), Action.START, card)
    before = everything(session.database)
    again = do(session, clock.tick(minutes=5), Action.CONSUME, card, scan_id="id-1")[0]
    assert everything(session.database) == before
    assert (again.answer, again.code, again.events) == (first.answer, first.code, first.events)
    assert again.card is not None
    assert again.card.state is CardState.IN_PROCESS


def test_a_replay_of_a_refusal_is_refused_the_same_way_and_recorded_once(
    databases: Databases, place: Place, clock: Clock
) -> None:
    session = databases.session(place)
    card = cards_of(session.database, SOLD)[0]
    first = scan(session, clock(), card, BENCH, "id-1")
    assert (first.answer, first.code) == (Answer.REFUSED, RefusalCode.WRONG_STATION)
    before = everything(session.database)
    again = scan(session, clock(), card, BENCH, "id-1")
    assert told(session, again, clock) == told(session, first, clock)
    assert everything(session.database) == before


def test_a_replay_of_a_double_scan_is_the_same_no_op(databases: Databases, place: Place, clock: Clock) -> None:
    session = databases.session(place)
    card = cards_of(session.database, SOLD)[0]
    scan(session, clock(), card, SHOP, "id-1")
    first = scan(session, clock.tick(seconds=1), card, SHOP, "id-2")
    assert (first.answer, first.code) == (Answer.NO_OP, RefusalCode.DOUBLE_SCAN)
    before = everything(session.database)
    again = scan(session, clock(), card, SHOP, "id-2")
    assert (again.answer, again.code) == (Answer.NO_OP, RefusalCode.DOUBLE_SCAN)
    assert everything(session.database) == before


def test_a_replay_repeats_the_warning_that_material_was_short(databases: Databases, place: Place, clock: Clock) -> None:
    session = databases.session(place)
    do(session, clock(), Action.CONSUME, *cards_of(session.database, PEGS))
    rack = cards_of(session.database, RACKS)[0]
    do(session, clock(), Action.CONSUME, rack)
    first = do(session, clock(), Action.START, rack, scan_id="id-1")[0]
    assert (first.answer, first.code) == (Answer.DONE, RefusalCode.MATERIAL_SHORT)
    again = do(session, clock(), Action.START, rack, scan_id="id-1")[0]
    assert told(session, again, clock) == told(session, first, clock)


def test_a_replay_of_an_action_on_several_cards_books_none_of_them_again(
    databases: Databases, place: Place, clock: Clock
) -> None:
    session = databases.session(place)
    cards = cards_of(session.database, SOLD)
    first = do(session, clock(), Action.CONSUME, *cards, scan_id="id-1")
    again = do(session, clock(), Action.CONSUME, *cards, scan_id="id-1")
    assert [outcome.events for outcome in again] == [outcome.events for outcome in first]
    assert all(outcome.answer is Answer.DONE for outcome in again)


def test_hundreds_of_duplicates_in_any_order_book_nothing_more(
    databases: Databases, place: Place, clock: Clock
) -> None:
    session = databases.session(place)
    chance = random.Random(7)
    sent = []
    for turn in range(12):
        for station in (SHOP, STORE, SHOP):
            for card in cards_of(session.database, SOLD):
                name = f"{turn}-{station}-{card.id}-{len(sent)}"
                sent.append((card, station, name, scan(session, clock.tick(minutes=1), card, station, name)))
    entries = number_of_entries(session)
    for _ in range(DUPLICATES):
        card, station, name, first = chance.choice(sent)
        again = scan(session, clock.tick(seconds=1), card, station, name)
        assert (again.answer, again.events) == (first.answer, first.events)
    assert number_of_entries(session) == entries
    assert audit(session).ok


def test_ids_are_forgotten_when_nobody_can_send_them_any_more(databases: Databases, place: Place, clock: Clock) -> None:
    """The table of requests stays small however long a plant runs."""
    session = databases.session(place)
    card = cards_of(session.database, PEGS)[0]
    for turn in range(200):
        scan(session, clock.tick(hours=4), card, BENCH, f"id-{turn}")
    rows = session.database.fetch_all("SELECT recorded_at FROM request")
    oldest = min(row[0] for row in rows) / 1e6
    assert oldest > clock().timestamp() - (REQUESTS_KEPT + timedelta(days=256 * 4 / 24)).total_seconds()
    assert len(rows) < 200 + 1
