"""Killed in mid-print: no file is torn, and no card counts as printed without its paper."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kanban_app.domain.cards import Action
from kanban_app.domain.loops import PrintRule
from kanban_app.operations.plants import open_session
from kanban_app.operations.print_desk import PrintOrder
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.store.audit import audit
from tests.clock import Clock
from tests.operations.paper import codes_on
from tests.reliability.killing import MARKS, Killer, planted
from tests.reliability.worker import Life, print_for_ever, print_long_runs_for_ever
from tests.store.small_plant import draft

KILLS = int(os.environ.get("KANBAN_TEST_PRINT_KILLS", "20"))
LONGEST_LIFE_S = 0.15

pytestmark = MARKS


@pytest.fixture
def plant(fast_path: Path, clock: Clock) -> Path:
    plan = draft(sold_cards=10, made_cards=8, print_rule=PrintRule.FOLDER)
    return planted(fast_path / "printing.kanban", clock, plan)


Work = Callable[[Path, Life, Connection], None]


class Printing:
    """Lets terminals print and kills them; reads every file once."""

    def __init__(self, plant: Path, *, prints_too_early: bool = False, work: Work = print_for_ever) -> None:
        self.plant = plant
        self.work = work
        self.folder = plant.with_name("printing cards")
        self.prints_too_early = prints_too_early
        self.lives = 0
        self.codes: dict[str, list[str]] = {}
        self.told: set[str] = set()
        self.killer = Killer(LONGEST_LIFE_S)

    def live_and_die(self) -> None:
        """One life: from the first paper to a random instant while the next ones are drawn."""
        self.lives += 1
        life = Life(self.lives, prints_too_early=self.prints_too_early)
        for paths in self.killer.one_life(self.work, self.plant, life):
            self.told |= {Path(path).name for path in paths}

    def read_new_files(self) -> None:
        """Every PDF with the name of one is whole; codes_on raises for a torn one."""
        for path in sorted(self.folder.glob("*.pdf")):
            if path.name not in self.codes:
                self.codes[path.name] = codes_on(path)

    def recorded(self, session: Session) -> dict[str, list[str]]:
        """File name -> codes of the cards that are recorded as printed in it."""
        rows = session.database.fetch_all(
            "SELECT print.file_name, card.code FROM print JOIN card ON card.id = print.card_id"
        )
        found: dict[str, list[str]] = defaultdict(list)
        for name, code in rows:
            found[name].append(code)
        return found

    def printed_without_a_file(self, session: Session) -> list[str]:
        recorded = self.recorded(session)
        return [name for name, codes in recorded.items() if sorted(self.codes.get(name, [])) != sorted(codes)]


def test_no_paper_is_torn_and_none_is_recorded_that_is_not_there(plant: Path) -> None:
    printing = Printing(plant)
    for _ in range(KILLS):
        printing.live_and_die()
        printing.read_new_files()
        session = open_session(plant)
        try:
            assert printing.printed_without_a_file(session) == []
            assert printing.told <= set(printing.recorded(session)), "a paper that was told of is recorded"
            assert audit(session.database).findings == ()
            assert cards_that_nobody_will_print(session) == []
        finally:
            session.database.close()
    assert len(printing.codes) > KILLS
    # What a killed print left unfinished has a name that no person takes for a card.
    assert all(path.name.startswith(".") for path in printing.folder.iterdir() if path.suffix != ".pdf")
    print(f"{KILLS} kills while printing: {len(printing.codes)} whole files, 0 torn, 0 recorded without a file")


def unlogged(printing: Printing, session: Session) -> list[str]:
    """Files that are there and of whose cards the record knows nothing, or not all."""
    recorded = printing.recorded(session)
    return [name for name, codes in printing.codes.items() if sorted(recorded.get(name, [])) != sorted(codes)]


def test_a_long_run_that_is_killed_leaves_no_torn_file_and_no_unlogged_card(plant: Path) -> None:
    """Whatever a killed run left is put right when the next one begins; no card is printed twice for it."""
    printing = Printing(plant, work=print_long_runs_for_ever)
    cut_off = 0
    for _ in range(KILLS):
        printing.live_and_die()
        printing.read_new_files()
        shop = Shop(plant)
        try:
            cut_off += shop.desk.interrupted().result() is not None
            result = shop.desk.print(PrintOrder(resume=True)).result()
            assert not result.problems
            assert shop.desk.interrupted().result() is None
        finally:
            shop.close()
        printing.read_new_files()
        session = open_session(plant)
        try:
            assert printing.printed_without_a_file(session) == []
            assert unlogged(printing, session) == []
            counts = {row[0] for row in session.database.fetch_all("SELECT print_count FROM card")}
            assert len(counts) == 1, "every card is on as many papers: nothing is missing, nothing printed twice"
            assert audit(session.database).findings == ()
        finally:
            session.database.close()
    assert cut_off, "no life ended in the middle of a run"
    print(f"{KILLS} kills in long runs: {len(printing.codes)} whole files, {cut_off} went on, 0 torn, 0 unlogged")


def cards_that_nobody_will_print(session: Session) -> list[str]:
    """Cards whose newest release is neither on paper nor on the print list."""
    released = session.database.fetch_all(
        "SELECT card.code, max(event.seq), count(*) FROM event JOIN card ON card.id = event.card_id "
        f"WHERE event.action = '{Action.RELEASE.value}' AND card.print_reason IS NULL GROUP BY card.code"
    )
    papers = dict(
        session.database.fetch_all(
            "SELECT card.code, count(*) FROM print JOIN card ON card.id = print.card_id GROUP BY card.code"
        )
    )
    return [code for code, _, _count in released if not papers.get(code)]


def test_a_program_that_records_before_it_draws_would_be_caught(plant: Path) -> None:
    """The negative control."""
    printing = Printing(plant, prints_too_early=True)
    for _ in range(30):
        printing.live_and_die()
        printing.read_new_files()
        session = open_session(plant)
        found = printing.printed_without_a_file(session)
        session.database.close()
        if found:
            return
    pytest.fail("a paper that was never drawn was never missed")
