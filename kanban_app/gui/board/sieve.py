"""More filters than the pills: by station, item, kind, card state, age and mark. No Qt, no clock.

Stations and items are meant by name, so that a kept filter holds in every plant that has them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kanban_app.domain.cards import Card, CardState, Mark
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import plan
from kanban_app.gui.board.plan import Filter, RowFacts

# What a kind may be besides the kinds of loops: cards that are used once.
SINGLE_USE = "single_use"
KINDS = (*(kind.value for kind in LoopKind), SINGLE_USE)
STATES = tuple(state for state in CardState if state is not CardState.RETIRED)


class Age(StrEnum):
    """Cards that have been calling, or standing in their state, for longer than this."""

    LEAD_TIME = "lead_time"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is let through; "" and None let everything through. `kind` is one of KINDS."""

    source: str = ""
    consumer: str = ""
    item: str = ""
    kind: str = ""
    state: CardState | None = None
    age: Age | None = None
    flag: Mark | None = None

    def is_open(self) -> bool:
        """Everything passes."""
        return self == OPEN

    def active(self) -> tuple[str, ...]:
        """The names of the fields that hold something back."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))

    def without(self, name: str) -> Sieve:
        """The same with one of its fields open."""
        return self.having(name, getattr(OPEN, name))

    def having(self, name: str, value: Any) -> Sieve:
        """The same with another value of one of its fields."""
        return replace(self, **{name: value})

    def passes_loop(self, loop: Loop, structure: Structure) -> bool:
        """Whether a loop's stations, item and kind pass."""
        return (
            self.source in ("", structure.stations[loop.source_id].name)
            and self.consumer in ("", structure.stations[loop.consumer_id].name)
            and self.item in ("", structure.items[loop.item_id].code)
            and self.kind in ("", SINGLE_USE, loop.kind.value)
        )

    def asks_for_cards(self) -> bool:
        """Whether it tells one card of a loop from another."""
        return bool(self.state or self.age or self.flag or self.kind == SINGLE_USE)

    def passes_card(self, card: Card, marks: tuple[Mark, ...], loop: Loop, now: datetime) -> bool:
        """Whether a card's state, age and marks pass."""
        return (
            self.state in (None, card.state)
            and (self.flag is None or self.flag in marks)
            and (self.kind != SINGLE_USE or card.single_use)
            and (self.age is None or is_older(card, self.age, loop, now))
        )


OPEN = Sieve()
_LENGTHS = {Age.DAY: timedelta(days=1), Age.WEEK: timedelta(weeks=1)}


def is_older(card: Card, age: Age, loop: Loop, now: datetime) -> bool:
    """Whether its signal is open, or else its state lasts, longer than this."""
    limit = timedelta(minutes=loop.lead_time_minutes) if age is Age.LEAD_TIME else _LENGTHS[age]
    return now - (card.signal_at or card.since_at) > limit


_MARK_OF = {
    Filter.LATE: Mark.LATE,
    Filter.ON_HOLD: Mark.ON_HOLD,
    Filter.SHORT_AT_SOURCE: Mark.SHORT_AT_SOURCE,
    Filter.MAYBE_LOST: Mark.MAYBE_LOST,
}


@dataclass(frozen=True, slots=True)
class Question:
    """All that a board is asked at one time: a pill, the text searched for (folded), the other filters."""

    filter: Filter = Filter.ALL
    search: str = ""
    sieve: Sieve = OPEN

    def asking(self, filter: Filter | None, search: str | None, sieve: Sieve | None) -> Question:
        """The question with these in it; what is None stays. `search` is a text as it was typed."""
        return Question(
            self.filter if filter is None else filter,
            self.search if search is None else plan.folded(search),
            self.sieve if sieve is None else sieve,
        )

    def asked_cards(self, facts: RowFacts, structure: Structure, now: datetime) -> tuple[bool, ...] | None:
        """Which cards of a row are asked for, in the order of the row; None where the row is not."""
        row = facts.row
        if not (self.sieve.passes_loop(row.loop, structure) and plan.passes(facts, self.filter)):
            return None
        tests = self._tests_of_cards(facts, structure, now)
        if not tests:
            return (True,) * len(row.cards)
        found = tuple(
            all(test(card, marks) for test in tests) for card, marks in zip(row.cards, facts.marks, strict=True)
        )
        return found if any(found) else None

    def _tests_of_cards(
        self, facts: RowFacts, structure: Structure, now: datetime
    ) -> list[Callable[[Card, tuple[Mark, ...]], bool]]:
        loop, sieve = facts.row.loop, self.sieve
        tests: list[Callable[[Card, tuple[Mark, ...]], bool]] = []
        mark = _MARK_OF.get(self.filter)
        if mark is not None:
            tests.append(lambda _card, marks: mark in marks)
        if sieve.asks_for_cards():
            tests.append(lambda card, marks: sieve.passes_card(card, marks, loop, now))
        if self.search and not plan.names_match(facts.row, structure, self.search):
            tests.append(lambda card, _marks: plan.card_matches(card, self.search))
        return tests
