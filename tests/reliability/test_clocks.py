"""A wrong clock, a clock set back, two terminals that disagree: order and numbers stay right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Answer
from kanban_app.domain.refusals import RefusalCode
from tests.clock import MONDAY, Clock
from tests.databases import Databases, Place
from tests.operations.terminals import card_of, planted, terminals
from tests.store.small_plant import PEGS, SHOP, SOLD, STORE

BENCH_OF_PEGS = 2
JUMPS = {
    "an hour back": timedelta(hours=-1),
    "a year on": timedelta(days=366),
    "to 1970, the battery is empty": datetime(1970, 1, 1, tzinfo=UTC) - MONDAY,
    "a minute back": timedelta(minutes=-1),
}


@pytest.fixture
def place(databases: Databases, clock: Clock) -> Place:
    return planted(databases, clock)


@pytest.mark.parametrize("jump", list(JUMPS.values()), ids=list(JUMPS))
def test_a_clock_that_jumps_while_cards_travel_changes_no_order_and_no_stock(
    place: Place, clock: Clock, jump: timedelta
) -> None:
    with terminals(place, clock) as [shop]:
        for turn in range(4):
            for station in (SHOP, STORE, SHOP):
                clock.tick(minutes=1)
                if (turn, station) == (2, STORE):
                    clock.now += jump
                outcome = shop.scan(card_of(shop, SOLD, 1).code, station).result()
                assert outcome.answer is Answer.DONE
        seqs = [line.event.seq for line in shop.history().result()]
        assert seqs == sorted(seqs, reverse=True)
        assert shop.audit().result().ok


@pytest.mark.parametrize("jump", list(JUMPS.values()), ids=list(JUMPS))
def test_no_trip_of_a_card_ever_took_less_than_no_time(place: Place, clock: Clock, jump: timedelta) -> None:
    with terminals(place, clock) as [shop]:
        card = card_of(shop, PEGS, 1)
        shop.scan(card.code, BENCH_OF_PEGS).result()
        clock.now += jump
        shop.do(Action.RECEIVE, [card.code]).result()
        [cycle] = shop.cycles(card.id).result()
        assert cycle.closed_at is not None
        assert cycle.closed_at >= cycle.opened_at


def test_a_double_scan_is_seen_by_a_clock_that_stands_still_and_not_by_one_set_back(place: Place, clock: Clock) -> None:
    with terminals(place, clock) as [shop]:
        card = card_of(shop, PEGS, 1)
        shop.scan(card.code, BENCH_OF_PEGS).result()
        assert shop.scan(card.code, BENCH_OF_PEGS).result().code is RefusalCode.DOUBLE_SCAN
        clock.tick(hours=-1)
        assert shop.scan(card.code, BENCH_OF_PEGS).result().answer is Answer.DONE


def test_two_terminals_ten_minutes_apart_write_one_ledger_in_the_order_of_their_bookings(
    databases: Databases, place: Place
) -> None:
    ahead, behind = Clock(MONDAY + timedelta(minutes=10)), Clock(MONDAY - timedelta(minutes=10))
    with terminals(place, ahead) as [one], terminals(place, behind) as [other]:
        for turn in range(6):
            shop = (one, other)[turn % 2]
            shop.scan(card_of(shop, SOLD, 1).code, (SHOP, STORE, SHOP)[turn % 3]).result()
            ahead.tick(minutes=1)
            behind.tick(minutes=1)
        told = [line.event for line in reversed(one.history().result()) if line.event.station_id]
        roots = [event.recorded_at for event in told if event.cause is None]
        assert [later > earlier for earlier, later in pairwise(roots)] == [False, True, False, True, False]
        assert [event.seq for event in told] == sorted(event.seq for event in told)
        assert one.audit().result().ok


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice_is_two_hours(databases: Databases, fold: int) -> None:
    """In the night of 25 October 2026 half past two comes twice in Berlin; instants are kept in UTC."""
    from zoneinfo import ZoneInfo

    local = datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=ZoneInfo("Europe/Berlin"))
    clock = Clock(local)
    with terminals(planted(databases, clock), clock) as [shop]:
        card = card_of(shop, SOLD, 1)
        shop.scan(card.code, SHOP).result()
        stored = shop.history(limit=1).result()[0].event.recorded_at
        assert stored == local.astimezone(UTC)
        assert stored.hour == fold
