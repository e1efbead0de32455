"""Random histories of a small plant, booked as terminals do, with what stood after each command."""

from __future__ import annotations

import random
from dataclasses import dataclass

from kanban_app.domain.actions import QuantityNeeded
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer
from kanban_app.domain.refusals import ReasonNeeded
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.ledger.shops import Floor

DEEDS = tuple(action for action in Action if action is not Action.UNEXPLAINED_DRAW)
PEOPLE = ("Anna Lind", "Bo", "Åsa Öst")
REASONS = ("lost", "Ödelagd", "counted wrong", "because")


@dataclass
class History:
    """What was done: the plant's session, and after which entry every card stood how."""

    session: Session
    clock: Clock
    stood: dict[int, list[Card]]


def random_history(session: Session, clock: Clock, seed: int, steps: int) -> History:
    """Do so many things, sensible ones and nonsense; what is refused is no history."""
    dice = random.Random(seed)
    floor = Floor(session, clock)
    floor.change("peg", rest_on_order=True, under_tolerance_percent=100)
    stood = {session.head().last_seq: read_cards(session.database)}
    stations = [station.name for station in session.structure.stations.values()]
    for _ in range(steps):
        clock.tick(seconds=dice.choice((1, 20, 600, 40_000)))
        card = dice.choice(read_cards(session.database))
        person, reason = dice.choice(PEOPLE), dice.choice(REASONS)
        try:
            if dice.random() < 0.05:
                floor.issue("bolt", dice.randint(1, 60), order=f"S-{dice.randint(1, 9)}")
            elif dice.random() < 0.5:
                floor.scan(card.code, at=dice.choice(stations), person=person)
            else:
                amount = dice.choice((None, 1, 2, 5))
                weighted = (*DEEDS, Action.CONSUME, Action.START, Action.RECEIVE, Action.REVERT)
                outcome = floor.do(dice.choice(weighted), card.code, amount, person=person, reason=reason)
                assert outcome.answer is not Answer.NO_OP
        except (QuantityNeeded, ReasonNeeded):
            continue
        stood[session.head().last_seq] = read_cards(session.database)
    return History(session, clock, stood)
