"""The plant as a promise sees it: its cards, its queues, its working times and what suppliers have said.

What many promises look at is found once and kept, so that dates for all lines cost linearly in the lines and the cards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card
from kanban_app.domain.loops import Loop
from kanban_app.domain.quantities import rounded_up
from kanban_app.domain.working_time import WorkingTime


@dataclass(frozen=True, slots=True)
class Work:
    """The work in a loop's batches at its source: minutes per batch and per step of the item."""

    fixed_minutes: Fraction
    minutes_per_step: Fraction

    def minutes(self, steps: int) -> int:
        """Working minutes for one batch of so many steps, rounded up."""
        return rounded_up(self.fixed_minutes + self.minutes_per_step * steps)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a supplier said of a card: the day that purchase order `number` is confirmed for; `at` is its instant."""

    number: str
    day: date
    at: datetime


class WorkQueue:
    """What stands at a workstation: what it makes now, then what waits, each with the minutes it keeps it busy."""

    def __init__(self, busy: Sequence[tuple[Card, int]], waiting: Sequence[tuple[Card, int]]) -> None:
        self.waiting = [card for card, _minutes in waiting]
        self._place = {card.id: place for place, card in enumerate(self.waiting)}
        # Several workers make several at once: the next one is free when the first of them is done.
        self._before = [min((minutes for _card, minutes in busy), default=0)]
        for _card, minutes in waiting:
            self._before.append(self._before[-1] + minutes)

    def count_before(self, card: Card | None) -> int:
        """How many wait before this one; all of them before what is not released yet."""
        return len(self.waiting) if card is None else self._place.get(card.id, 0)

    def minutes_before(self, card: Card | None) -> int:
        """The working minutes until this one's turn."""
        return self._before[self.count_before(card)]


@dataclass(frozen=True, slots=True)
class Floor:
    """The plant as it is now, as far as a promise depends on it. `work` is by loop, `times` by station.

    A loop without an entry in `work` takes its lead time; a station without one in `times` works always. `deliveries`
    is by card: what a supplier said holds instead of the card's due time. What many promises look at is kept, so the
    board must not change meanwhile.
    """

    board: Board
    now: datetime
    work: Mapping[int, Work] = field(default_factory=dict)
    times: Mapping[int, WorkingTime] = field(default_factory=dict)
    deliveries: Mapping[int, Delivery] = field(default_factory=dict)
    _cards: dict[int, dict[str, list[Card]]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _queues: dict[int, WorkQueue] = field(default_factory=dict, init=False, repr=False, compare=False)

    def cards_of(self, loop: Loop, reference: str) -> Sequence[Card]:
        """The cards of a loop that are for this order's line, or with "" for nobody."""
        found = self._cards.get(loop.id)
        if found is None:
            found = {}
            for card in self.board.row(loop.id).cards:
                found.setdefault(card.order_reference, []).append(card)
            self._cards[loop.id] = found
        return found.get(reference, ())

    def circulating(self, loop: Loop) -> int:
        """How many cards of a loop go round together: whole lots; a card on hold goes nowhere. At least 1."""
        held = sum(card.on_hold and not card.single_use for card in self.cards_of(loop, ""))
        return max(1, (loop.card_count - held) // loop.lot_cards * loop.lot_cards)

    def queue(self, station_id: int) -> WorkQueue:
        """What stands at a workstation."""
        found = self._queues.get(station_id)
        if found is None:
            found = self._queues[station_id] = self._read_queue(station_id)
        return found

    def _read_queue(self, station_id: int) -> WorkQueue:
        busy = [(entry.card, self._still_busy(entry.card, entry.loop)) for entry in self.board.working(station_id)]
        waiting = [
            (entry.card, self.occupied(entry.loop, entry.card.container_quantity))
            for entry in self.board.queue(station_id)
            if not entry.card.on_hold
        ]
        return WorkQueue(busy, waiting)

    def _still_busy(self, card: Card, loop: Loop) -> int:
        worked = self.time_at(loop.source_id).working_minutes_between(card.since_at, self.now)
        return max(0, self.occupied(loop, card.container_quantity) - worked)

    def occupied(self, loop: Loop, steps: int) -> int:
        """The working minutes that one container keeps its workstation busy: its work, else the loop's pace."""
        known = self.work.get(loop.id)
        if known is not None:
            return known.minutes(steps)
        return self.time_at(loop.source_id).in_days(loop.lead_time_minutes) // max(1, loop.card_count)

    def due(self, card: Card) -> datetime | None:
        """When a card that is on order is to be full: what its supplier said, else its due time."""
        said = self.deliveries.get(card.id)
        return card.due_at if said is None else said.at

    def time_at(self, station_id: int) -> WorkingTime:
        """The working time of a station."""
        return self.times.get(station_id) or WorkingTime()
