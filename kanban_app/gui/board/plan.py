"""Which rows a board shows and in which order: grouping, filters with their counts, search. No Qt, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kanban_app.domain.board import Board, LoopRow, Zone, marks_of
from kanban_app.domain.cards import Card, CardState, Mark
from kanban_app.domain.structure import Structure


class Grouping(StrEnum):
    """What rows are gathered by."""

    SOURCE = "source"
    CONSUMER = "consumer"
    ITEM = "item"


class Filter(StrEnum):
    """The pills above the board, in their order."""

    ALL = "all"
    NEEDS_ACTION = "needs_action"
    RED = "red"
    LATE = "late"
    ON_HOLD = "on_hold"
    SHORT_AT_SOURCE = "short_at_source"
    MAYBE_LOST = "maybe_lost"


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One loop's row with the marks of its cards at one moment. `marks` stand in the order of `row.cards`."""

    row: LoopRow
    marks: tuple[tuple[Mark, ...], ...]

    def has(self, mark: Mark) -> bool:
        """Some card of the row has this mark."""
        return any(mark in of_card for of_card in self.marks)

    def counted_cards(self) -> int:
        """How many cards circulate; single-use cards only where there are no others."""
        circulating = sum(not card.single_use for card in self.row.cards)
        return circulating or len(self.row.cards)

    def calling_cards(self) -> int:
        """How many of those call."""
        if self.only_orders():
            return sum(card.signal_at is not None for card in self.row.cards)
        return self.row.calling_count

    def only_orders(self) -> bool:
        """All cards are single-use, each for an order."""
        return bool(self.row.cards) and all(card.single_use for card in self.row.cards)


def facts_of(row: LoopRow, now: datetime, maybe_lost: frozenset[int] = frozenset()) -> RowFacts:
    """The row with its marks at this moment."""
    return RowFacts(row, tuple(marks_of(card, row.loop, now, maybe_lost) for card in row.cards))


def needs_action(facts: RowFacts) -> bool:
    """Somebody should start, or should have: yellow, red or late."""
    return facts.row.zone is not Zone.GREEN or facts.has(Mark.LATE)


_PASSES: Mapping[Filter, Callable[[RowFacts], bool]] = {
    Filter.ALL: lambda facts: True,
    Filter.NEEDS_ACTION: needs_action,
    Filter.RED: lambda facts: facts.row.zone is Zone.RED,
    Filter.LATE: lambda facts: facts.has(Mark.LATE),
    Filter.ON_HOLD: lambda facts: facts.has(Mark.ON_HOLD),
    Filter.SHORT_AT_SOURCE: lambda facts: facts.has(Mark.SHORT_AT_SOURCE),
    Filter.MAYBE_LOST: lambda facts: facts.has(Mark.MAYBE_LOST),
}


def passes(facts: RowFacts, chosen: Filter) -> bool:
    """Whether a filter lets a row through."""
    return _PASSES[chosen](facts)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the board: its loop and the group it stands in (a station's id, or an item's)."""

    loop_id: int
    group_id: int


def in_order(board: Board, grouping: Grouping) -> list[Line]:
    """All loops as lines, groups together: stations in flow order, items by name."""
    loops = [row.loop for row in board.rows()]
    if grouping is Grouping.SOURCE:
        return [Line(loop.id, loop.source_id) for loop in loops]
    if grouping is Grouping.CONSUMER:
        place = {station_id: rank for rank, station_id in enumerate(board.structure.flow_order())}
        loops.sort(key=lambda loop: place[loop.consumer_id])
        return [Line(loop.id, loop.consumer_id) for loop in loops]
    items = board.structure.items
    loops.sort(key=lambda loop: (items[loop.item_id].code.casefold(), loop.item_id))
    return [Line(loop.id, loop.item_id) for loop in loops]


def group_sizes(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """(first line, number of lines) of each group."""
    sizes: list[tuple[int, int]] = []
    for place, line in enumerate(lines):
        if sizes and lines[sizes[-1][0]].group_id == line.group_id:
            sizes[-1] = (sizes[-1][0], sizes[-1][1] + 1)
        else:
            sizes.append((place, 1))
    return sizes


def folded(text: str) -> str:
    """A text as search compares it: small letters, single spaces."""
    return " ".join(text.casefold().split())


def names_match(row: LoopRow, structure: Structure, wanted: str) -> bool:
    """Whether item, stations or places of a row contain the folded text."""
    if not wanted:
        return True
    loop, item = row.loop, structure.items[row.loop.item_id]
    names = (
        item.code,
        item.description,
        structure.stations[loop.source_id].name,
        structure.stations[loop.consumer_id].name,
        loop.source_location,
        loop.consumer_location,
    )
    return any(wanted in folded(name) for name in names)


def card_matches(card: Card, wanted: str) -> bool:
    """Whether the card's code, however spaced, or its order contains the folded text."""
    unspaced = wanted.replace(" ", "").replace("-", "")
    found_code = len(unspaced) >= 3 and unspaced in card.code.casefold()
    return found_code or (bool(card.order_reference) and wanted in folded(card.order_reference))


@dataclass(frozen=True, slots=True)
class Work:
    """What rows hold and ask for: cards ordered, being made, on their way; steps at the consumers."""

    queued: int = 0
    running: int = 0
    travelling: int = 0
    steps: int = 0

    def __add__(self, other: Work) -> Work:
        return Work(
            self.queued + other.queued,
            self.running + other.running,
            self.travelling + other.travelling,
            self.steps + other.steps,
        )

    def __sub__(self, other: Work) -> Work:
        return self + Work(-other.queued, -other.running, -other.travelling, -other.steps)


def work_of(row: LoopRow) -> Work:
    """The work of one row."""
    states = [card.state for card in row.cards]
    return Work(
        states.count(CardState.RELEASED),
        states.count(CardState.IN_PROCESS),
        states.count(CardState.IN_TRANSIT),
        row.pieces_here,
    )
