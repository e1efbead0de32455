"""What a board shows: zones, marks, queues and rows, computed from the structure and the cards as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kanban_app.domain.cards import CALLING, ON_ORDER, Action, Card, CardState, Mark
from kanban_app.domain.loops import Loop, LoopKind, Step
from kanban_app.domain.structure import Structure


class Zone(StrEnum):
    """How urgent a loop is: wait, start, start now."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Bands:
    """How many of a loop's slots, from the left, are green, yellow and red."""

    green: int
    yellow: int
    red: int

    def zone(self, calling_count: int) -> Zone:
        """The zone that this many calling cards reach into."""
        if calling_count > self.green + self.yellow:
            return Zone.RED
        return Zone.YELLOW if calling_count > self.green else Zone.GREEN

    def of_slot(self, place: int) -> Zone:
        """The zone of the slot at this place, counted from 0 at the left."""
        return self.zone(place + 1)


def bands_of(loop: Loop, card_count: int | None = None) -> Bands:
    """Green the lot (at least one), red the safety cards (at least one from three cards on), yellow the rest.

    Where the number is too small for all three, red keeps its share first, then green.
    """
    count = loop.card_count if card_count is None else card_count
    red = min(max(loop.safety_cards, 1 if count >= 3 else 0), count)
    green = min(max(loop.lot_cards, 1), count - red)
    return Bands(green, count - red - green, red)


def is_late(card: Card, now: datetime) -> bool:
    """The signal has been open longer than the lead time allows."""
    return card.state in ON_ORDER and card.due_at is not None and now > card.due_at


def is_stale(card: Card, loop: Loop) -> bool:
    """The newest paper of this card is of an older revision than the loop."""
    return 0 < card.printed_revision < loop.revision and card.state is not CardState.RETIRED


def marks_of(card: Card, loop: Loop, now: datetime, maybe_lost: frozenset[int] = frozenset()) -> tuple[Mark, ...]:
    """The card's marks, the most important first. `maybe_lost` are the ids found by `lost.suspects`."""
    if card.state is CardState.RETIRED:
        return ()
    found = (
        (card.on_hold, Mark.ON_HOLD),
        (card.urgent, Mark.URGENT),
        (is_late(card, now), Mark.LATE),
        (card.short_at_source, Mark.SHORT_AT_SOURCE),
        (card.id in maybe_lost, Mark.MAYBE_LOST),
        (is_stale(card, loop), Mark.STALE),
    )
    return tuple(mark for present, mark in found if present)


_GATHERING = {CardState.IN_TRANSIT: 0, CardState.IN_PROCESS: 1, CardState.RELEASED: 2, CardState.EMPTY: 3}
_STANDING = {CardState.IN_USE: 0, CardState.FULL: 1, CardState.NEW: 2}


def in_slots(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The cards in the order of a loop's slots: calling ones gather from the left, full ones stand at the right."""

    def place(card: Card) -> tuple[int, int, float, int]:
        if card.state in CALLING:
            since = card.signal_at or card.since_at
            return (0, _GATHERING[card.state], since.timestamp(), card.number)
        return (1, _STANDING.get(card.state, 9), (card.full_at or card.since_at).timestamp(), card.number)

    return tuple(sorted((card for card in cards if card.state is not CardState.RETIRED), key=place))


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One loop as a board's row. `pieces_here` are steps at the consumer; `oldest_signal_at` of what is calling."""

    loop: Loop
    cards: tuple[Card, ...]
    bands: Bands
    zone: Zone
    calling_count: int
    gathering_count: int
    pieces_here: int
    oldest_signal_at: datetime | None


def loop_row(loop: Loop, cards: Iterable[Card]) -> LoopRow:
    """The row of one loop from its cards."""
    slots = in_slots(cards)
    calling = [card for card in slots if card.state in CALLING and not card.single_use]
    signals = [card.signal_at for card in slots if card.state in CALLING and card.signal_at]
    bands = bands_of(loop)
    return LoopRow(
        loop,
        slots,
        bands,
        bands.zone(len(calling)),
        len(calling),
        sum(card.state is CardState.EMPTY for card in calling),
        sum(card.quantity for card in slots),
        min(signals, default=None),
    )


@dataclass(frozen=True, slots=True)
class Material:
    """One input of a queued card: what one container takes, what is here, what is on its way and when it is due."""

    item_id: int
    needed: int
    here: int
    coming: int
    due_at: datetime | None

    @property
    def is_here(self) -> bool:
        """The books cover it now."""
        return self.here >= self.needed


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One card in a source's queue. `action` is the step the source takes next; `rank` counts from 1."""

    rank: int
    card: Card
    loop: Loop
    zone: Zone
    action: Action
    materials: tuple[Material, ...]

    @property
    def can_start(self) -> bool:
        """Everything it takes is here and nobody holds it."""
        return not self.card.on_hold and all(material.is_here for material in self.materials)


class Board:
    """All cards of a plant by loop, with the questions that screens ask. Rows are made on demand and kept."""

    def __init__(self, structure: Structure, cards: Iterable[Card]) -> None:
        self.structure = structure
        self._by_id: dict[int, Card] = {}
        self._by_loop: dict[int, dict[int, Card]] = {loop_id: {} for loop_id in structure.loops}
        self._rows: dict[int, LoopRow] = {}
        for card in cards:
            self._put(card)
        # What is at rest now may have had cards on a board of the past. The same rows as long as the board lives.
        at_rest, loops = structure.at_rest, structure.loops.values()
        self._in_sight = [loop for loop in loops if loop.item_id not in at_rest or self._by_loop[loop.id]]

    def _put(self, card: Card) -> None:
        self._by_id[card.id] = card
        of_loop = self._by_loop[card.loop_id]
        if card.state is CardState.RETIRED:
            of_loop.pop(card.id, None)
        else:
            of_loop[card.id] = card
        self._rows.pop(card.loop_id, None)

    def apply(self, cards: Iterable[Card]) -> frozenset[int]:
        """Take over after-images; returns the ids of the loops whose rows changed. Older images are ignored."""
        touched = set()
        for card in cards:
            known = self._by_id.get(card.id)
            if card.loop_id in self._by_loop and (known is None or card.last_event >= known.last_event):
                self._put(card)
                touched.add(card.loop_id)
        return frozenset(touched)

    def card(self, card_id: int) -> Card | None:
        """The card with this id, if the board knows it."""
        return self._by_id.get(card_id)

    def card_by_code(self, code: str) -> Card | None:
        """The card with this code, if the board knows it."""
        return next((card for card in self._by_id.values() if card.code == code), None)

    def cards(self) -> Iterable[Card]:
        """Every card the board knows, retired ones included."""
        return self._by_id.values()

    def row(self, loop_id: int) -> LoopRow:
        """The row of one loop."""
        row = self._rows.get(loop_id)
        if row is None:
            row = self._rows[loop_id] = loop_row(self.structure.loops[loop_id], self._by_loop[loop_id].values())
        return row

    def rows(self) -> list[LoopRow]:
        """One row per loop in sight, grouped by the source that must act, sources in flow order."""
        place = {station_id: rank for rank, station_id in enumerate(self.structure.flow_order())}
        loops = sorted(
            self._in_sight,
            key=lambda loop: (place[loop.source_id], place[loop.consumer_id], loop.id),
        )
        return [self.row(loop.id) for loop in loops]

    def rows_ending_at(self, station_id: int) -> list[LoopRow]:
        """What may be taken at a station: the loops that end there, and those of the store that serves it."""
        served_from = self.structure.stations[station_id].served_from_id
        ends = [loop for loop in self._in_sight if loop.consumer_id in (station_id, served_from)]
        return [self.row(loop.id) for loop in sorted(ends, key=lambda loop: (loop.consumer_id != station_id, loop.id))]

    def stock_of(self, loops: Iterable[Loop], order_reference: str = "") -> int:
        """Steps in these loops that may be drawn, for this order or for none."""
        cards = (card for loop in loops for card in self._by_loop[loop.id].values() if card.holds_stock)
        return sum(card.quantity for card in cards if card.order_reference in ("", order_reference))

    def queue(self, station_id: int) -> list[QueueEntry]:
        """What the station must make or send next: urgent first, then by zone, then by due time."""
        order = {Zone.RED: 0, Zone.YELLOW: 1, Zone.GREEN: 2}
        waiting = [
            (card, row)
            for row in map(self.row, self._loops_from(station_id))
            for card in row.cards
            if card.state is CardState.RELEASED
        ]
        waiting.sort(
            key=lambda pair: (
                not pair[0].urgent,
                order[pair[1].zone],
                pair[0].due_at or pair[0].since_at,
                pair[0].id,
            )
        )
        return [self._entry(rank, card, row) for rank, (card, row) in enumerate(waiting, start=1)]

    def working(self, station_id: int) -> list[QueueEntry]:
        """What the station is making or picking now, longest first."""
        busy = [
            (card, row)
            for row in map(self.row, self._loops_from(station_id))
            for card in row.cards
            if card.state is CardState.IN_PROCESS
        ]
        busy.sort(key=lambda pair: (pair[0].since_at, pair[0].id))
        return [self._entry(rank, card, row) for rank, (card, row) in enumerate(busy, start=1)]

    def _loops_from(self, station_id: int) -> list[int]:
        return [loop.id for loop in self.structure.loops.values() if loop.source_id == station_id]

    def _entry(self, rank: int, card: Card, row: LoopRow) -> QueueEntry:
        loop = row.loop
        return QueueEntry(rank, card, loop, row.zone, source_action(loop, card), self.materials(card, loop))

    def materials(self, card: Card, loop: Loop) -> tuple[Material, ...]:
        """What refilling this card takes, against what is there. Empty once its inputs were taken."""
        picked = card.state is CardState.IN_PROCESS and loop.kind is LoopKind.PRODUCTION
        if card.state not in (CardState.RELEASED, CardState.IN_PROCESS) or picked:
            return ()
        return tuple(
            self._material(wanted.item_id, wanted.quantity, wanted.loops, card.order_reference)
            for wanted in self.structure.inputs_of(loop, card.container_quantity)
        )

    def _material(self, item_id: int, needed: int, loops: tuple[Loop, ...], order_reference: str) -> Material:
        coming = [card for loop in loops for card in self.row(loop.id).cards if card.state in ON_ORDER]
        due = [card.due_at for card in coming if card.due_at]
        total = sum(card.container_quantity for card in coming)
        return Material(item_id, needed, self.stock_of(loops, order_reference), total, min(due, default=None))


def source_action(loop: Loop, card: Card) -> Action:
    """The step that the source takes next with a card that is released or in process."""
    if card.state is CardState.RELEASED and loop.in_process is not Step.SKIPPED:
        return Action.START
    return Action.RECEIVE if loop.in_transit is Step.SKIPPED else Action.DISPATCH


def count_by_state(cards: Iterable[Card]) -> Mapping[CardState, int]:
    """How many cards stand in each state."""
    counts = dict.fromkeys(CardState, 0)
    for card in cards:
        counts[card.state] += 1
    return counts
