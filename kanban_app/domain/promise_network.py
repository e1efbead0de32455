"""What must happen before a line's pieces are there: stock, open signals, queues and what is not ordered yet, as tasks.

Need runs down the chain over (item, place) pairs, each seen once with all that its users need: first the line's own
pieces and cards, then stock that nobody was promised, then open signals by what is there first, then what has still to
be released. So the network costs linearly in the loops and BOM lines below the item and the cards it uses. A batch
waits for all of its inputs; nobody starts with half of them.

Lead times become working minutes by `WorkingTime.in_days`. A loop's own rule stays: a card's due time is calendar time,
now + lead time; working calendars are for promise dates only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from heapq import merge

from kanban_app.domain.cards import ON_ORDER, Card, CardState
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.promise_floor import Delivery, Floor
from kanban_app.domain.scheduling import Task
from kanban_app.domain.stations import StationKind

Node = tuple[int, int]
"""An item and the station that the loops end at which bring it."""


class PartKind(StrEnum):
    """What a task of a promise is."""

    QUEUE = "queue"
    MAKE = "make"
    FETCH = "fetch"
    BUY = "buy"


_KINDS = {
    LoopKind.PRODUCTION: PartKind.MAKE,
    LoopKind.WITHDRAWAL: PartKind.FETCH,
    LoopKind.SUPPLIER: PartKind.BUY,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one task stands for: `quantity` steps in that loop; for a queue how many cards stand before it."""

    kind: PartKind
    loop: Loop
    quantity: int
    card: Card | None = None
    ahead_count: int = 0
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: steps of an item at a station, for an order's line or for none.

    `claimed` steps go to others first, from the same stock and signals. A line made to order (`to_order`) takes nothing
    at its own place that is not pegged to it.
    """

    item_id: int
    station_id: int
    quantity: int
    reference: str = ""
    claimed: int = 0
    to_order: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """The tasks, each behind those it waits for, and what each of them is, by its id."""

    tasks: tuple[Task, ...]
    parts: Mapping[int, Part]


class NoRoute(ValueError):
    """Nothing brings an item to where it is needed."""

    def __init__(self, item_id: int, station_id: int) -> None:
        super().__init__(f"nothing brings item {item_id} to station {station_id}")
        self.item_id = item_id
        self.station_id = station_id


@dataclass(slots=True)
class _Batch:
    """Something that must still happen for a node: one card's trip, or a run of containers not ordered yet."""

    loop: Loop
    quantity: int
    containers: int
    card: Card | None = None
    inputs: set[Node] = field(default_factory=set)


def network_of(floor: Floor, wanted: Wanted) -> Network:
    """The tasks until the wanted pieces stand at their place; none where they stand there. Raises NoRoute."""
    return _Builder(floor, wanted).build()


class _Builder:
    def __init__(self, floor: Floor, wanted: Wanted) -> None:
        self._floor, self._wanted = floor, wanted
        self._structure = floor.board.structure
        self._root = (wanted.item_id, wanted.station_id)
        self._needed: dict[Node, int] = {}
        self._taken_before: dict[Node, int] = {}  # by cards that stand before ours in a queue
        self._batches: dict[Node, list[_Batch]] = {}
        self._looked_at: dict[int, int] = {}  # how far each station's queue was gone through, so that each comes once
        self._mine: set[int] = set()
        self._tasks: list[Task] = []
        self._parts: dict[int, Part] = {}
        self._newest_run: dict[int, int] = {}

    def build(self) -> Network:
        order = self._users_first(self._root)
        self._needed[self._root] = self._wanted.quantity + self._wanted.claimed
        for node in order:
            if self._needed.get(node):
                self._cover(node)
        done: dict[Node, tuple[int, ...]] = {}
        for node in reversed(order):
            done[node] = tuple(self._task_of(batch, done) for batch in self._batches.get(node, ()))
        return Network(tuple(self._tasks), self._parts)

    # -- need, down the chain --------------------------------------------------------------------------------------

    def _loops_of(self, node: Node) -> list[Loop]:
        return self._structure.loops_ending_at(node[1], node[0])

    def _users_first(self, root: Node) -> list[Node]:
        """Every node below the root behind all that use it. Loops in a circle are left at their last link."""
        order: list[Node] = []
        state: dict[Node, bool] = {}
        todo: list[tuple[Node, bool]] = [(root, False)]
        while todo:
            node, left = todo.pop()
            if left:
                order.append(node)
                state[node] = True
            elif node not in state:
                state[node] = False
                todo.append((node, True))
                for loop in self._loops_of(node):
                    todo += [(below, False) for below, _need in self._inputs(loop, loop.container_quantity)]
        return order[::-1]

    def _inputs(self, loop: Loop, quantity: int) -> list[tuple[Node, int]]:
        found = self._structure.inputs_of(loop, quantity)
        return [((one.item_id, one.loops[0].consumer_id), one.quantity) for one in found]

    def _cover(self, node: Node) -> None:
        """Find where the needed steps come from: what is there, what is on order, what has still to be ordered."""
        loops, left = self._loops_of(node), self._needed[node]
        own, free = self._cards_of(node, loops)
        left -= sum(card.quantity for card in own if card.holds_stock)
        coming = [card for card in own if card.state in ON_ORDER]
        if left > 0 and not (self._wanted.to_order and node == self._root):
            stock = sum(card.quantity for card in free if card.holds_stock)
            left -= max(0, stock - self._taken_before.get(node, 0))
            coming += self._soonest([card for card in free if card.state in ON_ORDER and not card.on_hold])
        for card in coming:
            if left <= 0:
                break
            left -= card.container_quantity
            self._add(node, _Batch(self._structure.loops[card.loop_id], card.container_quantity, 1, card))
        if left > 0:
            self._add_run(node, loops, left)
        for batch in self._batches.get(node, ()):
            if batch.loop.kind is LoopKind.PRODUCTION and self._takes_inputs(batch):
                self._let_others_take(batch)

    def _cards_of(self, node: Node, loops: Iterable[Loop]) -> tuple[list[Card], list[Card]]:
        """(cards of this line, cards of nobody). What is another order's is left alone."""
        own: list[Card] = []
        free: list[Card] = []
        for loop in loops:
            free += self._floor.cards_of(loop, "")
            if self._wanted.reference:
                own += self._floor.cards_of(loop, self._wanted.reference)
        return own, free

    def _soonest(self, cards: list[Card]) -> list[Card]:
        """What is nearest first; what a supplier has said a day for stands where that day puts it."""
        nearness = {CardState.IN_TRANSIT: 0, CardState.IN_PROCESS: 1, CardState.RELEASED: 2}

        def by_state(card: Card) -> tuple[int, datetime, int]:
            return nearness[card.state], card.due_at or card.since_at, card.id

        def comes(card: Card) -> datetime:
            return max(self._floor.now, self._floor.due(card) or card.since_at)

        said = [card for card in cards if card.id in self._floor.deliveries]
        others = sorted((card for card in cards if card.id not in self._floor.deliveries), key=by_state)
        return list(merge(sorted(said, key=lambda card: (comes(card), card.id)), others, key=comes))

    def _add_run(self, node: Node, loops: Sequence[Loop], steps: int) -> None:
        loop = next((loop for loop in loops if not loop.suspended), None)
        if loop is None:
            raise NoRoute(*node)
        containers = -(-steps // loop.container_quantity)
        if loop.card_count:
            containers = -(-containers // loop.lot_cards) * loop.lot_cards
        self._add(node, _Batch(loop, containers * loop.container_quantity, containers))

    def _add(self, node: Node, batch: _Batch) -> None:
        self._batches.setdefault(node, []).append(batch)
        if batch.card is not None:
            self._mine.add(batch.card.id)
        if self._takes_inputs(batch):
            for below, need in self._inputs(batch.loop, batch.quantity):
                self._needed[below] = self._needed.get(below, 0) + need
                batch.inputs.add(below)

    def _takes_inputs(self, batch: _Batch) -> bool:
        """A production card took its inputs as it was started, a withdrawal card as it was sent."""
        if batch.card is None or batch.card.state is CardState.RELEASED:
            return True
        return batch.card.state is CardState.IN_PROCESS and batch.loop.kind is LoopKind.WITHDRAWAL

    def _let_others_take(self, batch: _Batch) -> None:
        """What stands before this batch in the queue takes its inputs first, each card once."""
        station_id = batch.loop.source_id
        queue, looked_at = self._floor.queue(station_id), self._looked_at.get(station_id, 0)
        self._looked_at[station_id] = max(looked_at, queue.count_before(batch.card))
        for card in queue.waiting[looked_at : self._looked_at[station_id]]:
            if card.id not in self._mine:
                loop = self._structure.loops[card.loop_id]
                for below, need in self._inputs(loop, card.container_quantity):
                    self._taken_before[below] = self._taken_before.get(below, 0) + need

    # -- tasks, up the chain ---------------------------------------------------------------------------------------

    def _task_of(self, batch: _Batch, done: Mapping[Node, tuple[int, ...]]) -> int:
        after = [task_id for node in batch.inputs for task_id in done.get(node, ())]
        loop, card = batch.loop, batch.card
        if card is None or card.state is CardState.RELEASED:
            after += self._wait(batch)
        minutes, not_before = self._time_left(batch)
        said = self._floor.deliveries.get(card.id) if card else None
        part = Part(_KINDS[loop.kind], loop, batch.quantity, card, delivery=said)
        task_id = self._put(part, minutes, after, not_before)
        if card is None and self._shares_station(loop):
            self._newest_run[loop.source_id] = task_id
        return task_id

    def _put(self, part: Part, minutes: int, after: Iterable[int], not_before: datetime | None = None) -> int:
        task_id = len(self._tasks) + 1
        label = self._structure.items[part.loop.item_id].code
        card_id = part.card.id if part.card else None
        links = tuple(dict.fromkeys(after))
        self._tasks.append(Task(task_id, label, part.loop.source_id, minutes, links, not_before, card_id))
        self._parts[task_id] = part
        return task_id

    def _shares_station(self, loop: Loop) -> bool:
        """Only a workstation does one thing after the other: suppliers and transports take what is asked."""
        return self._structure.stations[loop.source_id].kind is StationKind.WORKSTATION

    def _wait(self, batch: _Batch) -> list[int]:
        """What a batch waits for at its workstation: the queue before it, or the run of this line before it."""
        loop = batch.loop
        if not self._shares_station(loop):
            return []
        if batch.card is None and loop.source_id in self._newest_run:
            return [self._newest_run[loop.source_id]]
        queue = self._floor.queue(loop.source_id)
        minutes = queue.minutes_before(batch.card)
        if loop.id not in self._floor.work:
            # A lead time from signal to full holds the usual wait already: only what is beyond it counts.
            minutes = max(0, minutes + self._floor.occupied(loop, batch.quantity) - self._minutes(batch))
        if not minutes:
            return []
        part = Part(PartKind.QUEUE, loop, batch.quantity, batch.card, queue.count_before(batch.card))
        return [self._put(part, minutes, ())]

    def _time_left(self, batch: _Batch) -> tuple[int, datetime | None]:
        """(working minutes still to go, not before when) of a batch."""
        card, loop = batch.card, batch.loop
        minutes = self._minutes(batch)
        if card is None or (card.state is CardState.RELEASED and loop.kind is not LoopKind.SUPPLIER):
            return minutes, None
        if card.state is CardState.IN_PROCESS and loop.kind is LoopKind.PRODUCTION:
            worked = self._floor.time_at(loop.source_id).working_minutes_between(card.since_at, self._floor.now)
            return max(0, minutes - worked), None
        if card.state is CardState.IN_PROCESS and loop.kind is LoopKind.WITHDRAWAL:
            return minutes, None
        return 0, self._floor.due(card)

    def _minutes(self, batch: _Batch) -> int:
        loop = batch.loop
        known = self._floor.work.get(loop.id)
        if known is not None:
            return batch.containers * known.minutes(batch.quantity // batch.containers)
        lead = self._floor.time_at(loop.source_id).in_days(loop.lead_time_minutes)
        if loop.kind is not LoopKind.PRODUCTION:
            return lead
        return lead + (batch.containers - 1) * (lead // max(loop.card_count, batch.containers))
