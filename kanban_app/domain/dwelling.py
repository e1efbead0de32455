"""How long a card stands in each of its states, from its own ledger entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.events import CardEvent


@dataclass(frozen=True, slots=True)
class Stay:
    """A card stood in a state from `entered_at` to `left_at`; None while it still stands there."""

    state: CardState
    entered_at: datetime
    left_at: datetime | None = None

    def length(self, now: datetime) -> timedelta:
        """How long, up to `now` where it still stands there; a clock that was set back makes no stay negative."""
        return max((self.left_at or now) - self.entered_at, timedelta(0))


@dataclass(frozen=True, slots=True)
class Dwell:
    """The time in one state: in this cycle (None: not been there), and the median of the stays before (None: none)."""

    state: CardState
    now: timedelta | None
    usual: timedelta | None


def begins_cycle(event: CardEvent) -> bool:
    """Whether a cycle begins with this entry: the card was emptied, or put to use empty."""
    return event.action is not Action.REVERT and event.to_state is CardState.EMPTY is not event.from_state


def this_cycle(newest_first: Iterable[CardEvent]) -> list[CardEvent]:
    """The entries since the card was last emptied (or activated), oldest first."""
    found: list[CardEvent] = []
    for event in newest_first:
        found.append(event)
        if begins_cycle(event):
            break
    return found[::-1]


def stays_of(newest_first: Sequence[CardEvent]) -> list[Stay]:
    """The stays that a card's entries tell, oldest first; what was before the oldest entry is not known."""
    found: list[Stay] = []
    for event in reversed(newest_first):
        if found and event.to_state is found[-1].state:
            continue
        if found:
            found[-1] = Stay(found[-1].state, found[-1].entered_at, event.recorded_at)
        if found or event.to_state is not event.from_state:
            found.append(Stay(event.to_state, event.recorded_at))
    return found


def dwells_of(newest_first: Sequence[CardEvent], now: datetime) -> list[Dwell]:
    """Per state that the card has been in: the time in this cycle, and what is usual, in the order of the states."""
    cycle = this_cycle(newest_first)
    began_at = cycle[0].recorded_at if cycle else now
    stays = [stay for stay in stays_of(newest_first) if stay.state is not CardState.RETIRED]
    here: dict[CardState, timedelta] = {}
    before: dict[CardState, list[timedelta]] = {}
    for stay in stays:
        if stay.entered_at >= began_at or stay.left_at is None:
            here[stay.state] = here.get(stay.state, timedelta(0)) + stay.length(now)
        else:
            before.setdefault(stay.state, []).append(stay.length(now))
    return [
        Dwell(state, here.get(state), _middle(before[state]) if state in before else None)
        for state in CardState
        if state in here or state in before
    ]


def _middle(lengths: Sequence[timedelta]) -> timedelta:
    """The median; of two middle ones the longer."""
    return sorted(lengths)[len(lengths) // 2]
