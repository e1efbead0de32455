"""Green means saved: a terminal is killed at random moments, and no scan that was acknowledged is missing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kanban_app.domain.draft import ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.stations import StationKind
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.plants import new_plant, open_session
from kanban_app.store.audit import audit
from tests.clock import Clock

KILLS = int(os.environ.get("KANBAN_TEST_KILLS", "100"))
AUDIT_EVERY = 20
WORKER = "tests.reliability.worker"
ROOT = Path(__file__).parents[2]

PLANT = PlantDraft(
    stations=(StationDraft("mill", StationKind.WORKSTATION), StationDraft("shop", StationKind.STORE)),
    items=(ItemDraft("flour"),),
    loops=(LoopDraft("flour", "mill", "shop", 10, 30, print_rule=PrintRule.OFF),),
)


@pytest.fixture
def plant(fast_path: Path, clock: Clock) -> Path:
    path = new_plant(fast_path / "killed.kanban", "killed")
    session = open_session(path)
    book_draft(session, PLANT, Start.FULL, clock())
    session.database.close()
    return path


class Loop:
    """Starts a worker again and again and kills it; remembers what it acknowledged."""

    def __init__(self, plant: Path, *, early: bool = False) -> None:
        self.plant = plant
        self.early = ["early"] if early else []
        self.acknowledged: list[str] = []
        self.random = random.Random(20_261_121)

    def kill_once(self) -> None:
        """One life of a worker: from its first acknowledgement to a random instant within 30 ms."""
        words = [sys.executable, "-m", WORKER, str(self.plant), str(len(self.acknowledged) * 10), *self.early]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(self.random.uniform(0, 0.03))
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read()
        process.stdout.close()
        assert process.wait() == -signal.SIGKILL
        lines = (first + rest).decode().splitlines(keepends=True)
        self.acknowledged += [line.strip() for line in lines if line.endswith("\n")]

    def missing(self) -> list[str]:
        """Acknowledged scans that the reopened plant does not know; none may be booked twice."""
        session = open_session(self.plant)
        try:
            known = [row[0] for row in session.database.fetch_all("SELECT scan_id FROM request")]
            booked = session.database.fetch_all(
                "SELECT scan_id, count(*) FROM event WHERE cause IS NULL AND scan_id <> '' "
                "GROUP BY scan_id HAVING count(*) > 1"
            )
        finally:
            session.database.close()
        assert booked == []
        assert len(known) == len(set(known))
        return sorted(set(self.acknowledged) - set(known))


@pytest.mark.kill
def test_no_acknowledged_scan_is_lost_when_the_program_is_killed(plant: Path) -> None:
    loop = Loop(plant)
    for kill in range(1, KILLS + 1):
        loop.kill_once()
        assert loop.missing() == []
        if kill % AUDIT_EVERY == 0:
            session = open_session(plant)
            assert audit(session.database).findings == ()
            session.database.close()
    assert len(loop.acknowledged) > KILLS


@pytest.mark.kill
def test_a_program_that_answers_before_it_has_saved_would_be_caught(plant: Path) -> None:
    loop = Loop(plant, early=True)
    for _ in range(40):
        loop.kill_once()
        if loop.missing():
            return
    pytest.fail("an answer before the commit was never noticed")
