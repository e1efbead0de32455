"""A terminal that freezes in the middle of a booking: the others are told `in use` and can read all the while."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from kanban_app.operations.plants import PlantProblem
from kanban_app.operations.shop import Shop
from kanban_app.store import database, sqlite
from kanban_app.store.problems import FileProblem
from tests.clock import Clock
from tests.databases import Databases, Place
from tests.operations.terminals import card_of, planted, terminals
from tests.reliability.worker import stand_still_while_writing
from tests.store.processes import other_process
from tests.store.small_plant import SHOP, SOLD

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows cannot freeze a process")


@pytest.fixture
def place(databases: Databases, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A plant whose terminals wait a moment for their turn instead of five seconds."""
    monkeypatch.setattr(sqlite, "connect", partial(sqlite.connect, timeout_ms=200))
    monkeypatch.setattr(database, "LOCK_TIMEOUT_MS", 200)
    return planted(databases, clock)


@pytest.fixture
def frozen(place: Place) -> Iterator[int]:
    """The process id of a terminal that stands still inside a write."""
    with other_process(stand_still_while_writing, place) as (answer, process):
        pid = answer.recv()
        yield pid
        process.kill()


def refusal(shop: Shop, code: str) -> PlantProblem:
    with pytest.raises(PlantProblem) as caught:
        shop.scan(code, SHOP, scan_id="id-1").result()
    return caught.value


def test_another_terminal_is_told_in_its_own_time_and_books_once_the_frozen_one_is_gone(
    place: Place, frozen: int, clock: Clock
) -> None:
    with terminals(place, clock) as [shop]:
        card = card_of(shop, SOLD, 1)
        problem = refusal(shop, card.code)
        assert problem.problem is FileProblem.LOCKED
        assert "in use by another program. Nothing was booked. Try again in a moment." in problem.text()
        assert shop.history(limit=1).result()[0].event.scan_id != "id-1"
        assert shop.audit().result().ok, "reading goes on"

        os.kill(frozen, signal.SIGKILL)
        done = shop.scan(card.code, SHOP, scan_id="id-1").result()
        assert done.events
        assert shop.plant.name != "half"
        assert shop.audit().result().ok


def test_a_terminal_can_be_started_while_another_is_frozen(place: Place, frozen: int, clock: Clock) -> None:
    with terminals(place, clock) as [shop]:
        assert shop.board().result().rows()


def test_a_frozen_terminal_that_wakes_up_finishes_what_it_began(place: Place, frozen: int, clock: Clock) -> None:
    with terminals(place, clock) as [shop]:
        assert refusal(shop, card_of(shop, SOLD, 1).code).problem is FileProblem.LOCKED
        os.kill(frozen, signal.SIGCONT)
        while not shop.history().result()[0].event.scan_id:
            with suppress(PlantProblem):
                shop.scan(card_of(shop, SOLD, 1).code, SHOP, scan_id="id-1").result()
        shop.board().result()
        assert shop.audit().result().ok


@pytest.mark.parametrize("journal", ["truncate"])
def test_with_a_rollback_journal_too_it_is_said(
    fast_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, journal: str
) -> None:
    """The journal of an SQLite without a safe write-ahead log; there readers wait for a commit."""
    from tests.databases import sqlite_files

    monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: journal == "wal")
    monkeypatch.setattr(sqlite, "connect", partial(sqlite.connect, timeout_ms=200))
    with sqlite_files(fast_path) as files:
        place = planted(files, clock)
        with terminals(place, clock) as [shop]:
            card = card_of(shop, SOLD, 1)
            with other_process(stand_still_while_writing, place) as (answer, process):
                answer.recv()
                assert refusal(shop, card.code).problem is FileProblem.LOCKED
                assert shop.audit().result().ok
                process.kill()
            assert shop.scan(card.code, SHOP, scan_id="id-1").result().events
