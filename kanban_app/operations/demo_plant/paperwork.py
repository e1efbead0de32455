"""The paper: who printed which cards when. At first only what is new; in the last days every released card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from kanban_app.domain.cards import Card
from kanban_app.domain.loops import PrintRule
from kanban_app.operations import papers
from kanban_app.operations.changing import change_loop
from kanban_app.operations.demo_plant import plan
from kanban_app.operations.demo_plant.floor import Floor
from kanban_app.operations.demo_plant.shifts import next_at
from kanban_app.operations.looking import read_print_list

# Ingrid prints what waits when she comes in and before lunch; what is released later waits.
PRINTING = (time(6, 10), time(11, 40))
FORMAT = "a4-8"
_DAYS_OF_PRINTING = 3
_LAST_PRINT_MINUTES = 75
_AT_ONCE = (("engine", plan.FINISHED_GOODS), ("wheel", plan.TURNERY))


class Paperwork:
    """Ingrid's prints."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def put_on_agenda(self) -> None:
        """The first of the prints, and the day since when released cards are printed too."""
        self.floor.at(min(next_at(self.floor.now, at) for at in PRINTING), self._print_round)
        since = self.floor.shifts.days_ago(_DAYS_OF_PRINTING, time(6, 5))
        self.floor.at(since, self._print_what_is_released)
        self.floor.at(self.floor.shifts.before_end(_LAST_PRINT_MINUTES), self.print_waiting)

    def _print_round(self) -> None:
        """Print what waits, and again in half a day."""
        if self.floor.now < self.floor.shifts.before_end(_LAST_PRINT_MINUTES):
            self.print_waiting()
        self.floor.at(min(next_at(self.floor.now, at) for at in PRINTING), self._print_round)

    def print_waiting(self) -> None:
        """Record the print list as printed."""
        self._record(read_print_list(self.floor.session), FORMAT)

    def print_at_once(self) -> None:
        """What a card's loop prints at once has long been printed when somebody looks."""
        loops = self.floor.session.structure.loops
        waiting = read_print_list(self.floor.session)
        at_once = [card for card in waiting if loops[card.loop_id].print_rule is PrintRule.FOLDER]
        self._record(at_once, papers.DEFAULT_FORMAT)

    def _record(self, cards: Iterable[Card], format_name: str) -> None:
        session = self.floor.session
        job = papers.prepare(session, list(cards), format_name, self.floor.real_now)
        if job.cards:
            papers.record(session, job, f"cards-{self.floor.real_now:%Y%m%dT%H%M%S}.pdf")
            self.floor.look_again()

    def _print_what_is_released(self) -> None:
        """From now on a released card goes on the print list, and in two loops onto paper at once."""
        floor = self.floor
        at_once = {floor.loop(item, source).id for item, source in _AT_ONCE}
        for loop_id in floor.session.structure.loops:
            rule = PrintRule.FOLDER if loop_id in at_once else PrintRule.LIST
            change_loop(floor.session, loop_id, {"print_rule": rule}, floor.real_now)
        floor.look_again()
