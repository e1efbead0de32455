"""What each of several processes does that race for the same cards."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection

from kanban_app.domain.cards import Action
from kanban_app.operations.booking import book_action, book_scan
from kanban_app.operations.commands import Do, Scan
from kanban_app.operations.plants import open_session
from kanban_app.store.database import Database
from tests.clock import Clock
from tests.databases import Place

MADE_UP_WORK_S = 0.001


def empty_them(place: Place, name: str, codes: list[str], answer: Connection) -> None:
    """Consume these cards one after the other; answers with how each went."""
    session = open_session(place)
    clock = Clock()
    answer.send("ready")
    answer.recv()
    outcomes = [
        book_action(session, Do(Action.CONSUME, (code,), terminal=name, scan_id=f"{name}-{code}"), clock())[0]
        for code in codes
    ]
    answer.send([(outcome.answer, outcome.code) for outcome in outcomes])
    session.database.close()


def scan_round(place: Place, name: str, codes: list[str], stations: list[int], answer: Connection) -> None:
    """Scan these cards at each of the stations in turn; answers with the ids that were booked and what failed."""
    session = open_session(place)
    clock = Clock()
    answer.send("ready")
    answer.recv()
    booked, failed = [], []
    for turn, station in enumerate(stations):
        for code in codes:
            scan_id = f"{name}-{turn}-{code}"
            try:
                outcome = book_scan(session, Scan(code, station, scan_id, terminal=name), clock.tick(seconds=30))
            except Exception as error:
                failed.append(repr(error))
                continue
            if outcome.events:
                booked.append(scan_id)
    answer.send((booked, failed))
    session.database.close()


def empty_them_naively(place: Place, name: str, codes: list[str], answer: Connection) -> None:
    """As many programs do it: read, decide, write, without one transaction around the three."""
    database = Database(place)
    answer.send("ready")
    answer.recv()
    mark = "?" if database.is_sqlite else "%s"
    signals = 0
    for code in codes:
        row = database.fetch_one(f"SELECT state FROM card WHERE code = {mark}", (code,))
        if row == ("full",):
            time.sleep(MADE_UP_WORK_S)
            with database.write():
                database.execute(f"UPDATE card SET state = 'empty', quantity = 0 WHERE code = {mark}", (code,))
            signals += 1
    answer.send(signals)
    database.close()
