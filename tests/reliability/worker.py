"""Terminals in processes of their own that are going to be killed.

Before each scan they say what they are going to do, and after it that it is done, as a person would see it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.loops import Loop
from kanban_app.domain.print_jobs import Look
from kanban_app.files import write_whole
from kanban_app.operations import papers, print_desk
from kanban_app.operations.print_desk import PrintOrder
from kanban_app.operations.shop import Shop
from kanban_app.store import sqlite

AT_SOURCE = (CardState.RELEASED, CardState.IN_PROCESS)
NOTHING_TO_SCAN = (CardState.NEW, CardState.RETIRED, CardState.EMPTY)


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan of one card at one station."""

    scan_id: str
    code: str
    station_id: int


@dataclass(frozen=True, slots=True)
class Life:
    """How a worker lives: its number, the journal, what the one before it left without an answer, its bad habit."""

    number: int
    journal: str = "wal"
    resend: tuple[Scan, ...] = ()
    answers_too_early: bool = False
    prints_too_early: bool = False


def open_as(place: Path, life: Life) -> Shop:
    """The plant, with the journal that this life is about."""
    sqlite.wal_is_safe = lambda _version: life.journal == "wal"
    return Shop(place)


def whose_turn(loop: Loop, card: Card) -> int:
    """The station that takes the card's next step."""
    return loop.source_id if card.state in AT_SOURCE else loop.consumer_id


def scan_for_ever(place: Path, life: Life, answer: Connection) -> None:
    """Scan one card after the other, each where its next step is, until killed."""
    shop = open_as(place, life)
    chance = random.Random(life.number)
    for scan in life.resend:
        scan_one(shop, scan, life, answer)
    count = 0
    while True:
        cards = [card for card in shop.board().result().cards() if card.state not in NOTHING_TO_SCAN]
        card = chance.choice(cards)
        station_id = whose_turn(shop.structure.loops[card.loop_id], card)
        scan_one(shop, Scan(f"{life.number}-{count}", card.code, station_id), life, answer)
        count += 1


def scan_one(shop: Shop, scan: Scan, life: Life, answer: Connection) -> None:
    """One scan, announced, booked and acknowledged."""
    answer.send(("going to", scan))
    if life.answers_too_early:
        answer.send(("done", scan))
    shop.scan(scan.code, scan.station_id, scan_id=scan.scan_id).result()
    if not life.answers_too_early:
        answer.send(("done", scan))


def print_for_ever(place: Path, life: Life, answer: Connection) -> None:
    """Scan cards whose paper is printed at once, and say what was printed, until killed."""
    shop = open_as(place, life)
    if life.prints_too_early:
        record_before_drawing(shop, answer)
    chance = random.Random(life.number)
    while True:
        cards = [card for card in shop.board().result().cards() if card.state not in NOTHING_TO_SCAN]
        card = chance.choice(cards)
        station_id = whose_turn(shop.structure.loops[card.loop_id], card)
        outcome = shop.printed(shop.scan(card.code, station_id).result())
        if outcome.printed:
            answer.send(outcome.printed)


def record_before_drawing(shop: Shop, answer: Connection) -> None:
    """The bad habit: a card counts as printed before its file is there. It says when it has recorded one."""

    def print_part(run: Any, places: range, suffix: str, *_rest: object) -> Path:
        job = papers.part_of(run.job, places)
        target = shop.desk._own_file(run.folder, job, suffix)
        shop.write(papers.record, job, target.name).result()
        answer.send([])
        target.parent.mkdir(exist_ok=True)
        write_whole(target, papers.draw(job))
        return target

    shop.desk._print_part = print_part  # type: ignore[method-assign,assignment]


def print_long_runs_for_ever(place: Path, life: Life, answer: Connection) -> None:
    """Print every card of the plant in parts of two sheets, go on with what the one before left, until killed."""
    shop = open_as(place, life)
    if life.prints_too_early:
        record_before_drawing(shop, answer)
    print_desk.PART_CARDS = 16
    codes = tuple(card.code for card in shop.board().result().cards())
    shop.desk.print(PrintOrder(resume=True)).result()
    answer.send([])
    while True:
        shop.desk.print(PrintOrder(codes, Look("a4-8"), again=True)).result()


def stand_still_while_writing(place: Path, answer: Connection) -> None:
    """Begin to write, change something, and freeze before the end."""
    import os
    import signal

    from kanban_app.store.database import Database

    database = Database(place)
    with database.write():
        database.execute("UPDATE plant SET name = 'half'")
        answer.send(os.getpid())
        os.kill(os.getpid(), signal.SIGSTOP)


def book_until_there_is_no_room(place: Path, room_bytes: int, answer: Connection) -> None:
    """Scan until the file may not grow any more, then get room and go on; tells what was acknowledged and said."""
    import resource

    from kanban_app.operations.plants import PlantProblem

    shop = open_as(place, Life(0))
    cards = [card for card in shop.board().result().cards() if card.state is CardState.FULL]
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, resource.RLIM_INFINITY))
    acknowledged, said, after = [], "", 0
    for count in range(20_000):
        card = cards[count % len(cards)]
        try:
            shop.call_for_help(1, f"{datetime.now(UTC)}" * 4).result()
            shop.end_help(1).result()
            shop.scan(card.code, 1 + count % 4, scan_id=f"id-{count}").result()
        except PlantProblem as problem:
            said = f"{problem.problem}: {problem.text()}"
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            after = count
            continue
        acknowledged.append(f"id-{count}")
        if said and count > after + 20:
            break
    answer.send((acknowledged, said))
    shop.close()
