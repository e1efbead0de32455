"""What must happen before a line's pieces are there: stock, open signals, queues and what is not ordered yet, as tasks.

Need runs down the chain over (item, place) pairs, each seen once with all that its users need: first the line's own
pieces and cards, then stock that nobody was promised, then open signals by what is there first, then what has still to
be released. So the network costs linearly in the loops and BOM lines below the item and the cards it uses. A batch
waits for all of its inputs; nobody starts with half of them.

What is not ordered yet comes as the loop brings it: its cards carry one container each a lead time, so what is more
than they hold comes in rounds, and a card that is on order begins its next round when it has come. A line made to order
gets cards of its own where no loop keeps the item, as `demand_pegs` issues them: as many as it takes, the last one for
the rest.

Lead times become working minutes by `WorkingTime.in_days`. A loop's own rule stays: a card's due time is calendar time,
now + lead time; working calendars are for promise dates only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from heapq import merge

from kanban_app.domain.cards import ON_ORDER, Card, CardState
from kanban_app.domain.flow_ways import holding_loops
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
    """What one task stands for: `quantity` steps in that loop; for a queue how many cards stand before it.

    What is not ordered yet comes in `rounds` of `round_quantity` steps.
    """

    kind: PartKind
    loop: Loop
    quantity: int
    card: Card | None = None
    ahead_count: int = 0
    delivery: Delivery | None = None
    rounds: int = 1
    round_quantity: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: steps of an item at a station, for an order's line or for none.

    `claimed` steps go to others first, from the same stock and signals. A line made to order (`to_order`) takes nothing
    at its own place that is not pegged to it. `confirmed` says that a person decided on it already.
    """

    item_id: int
    station_id: int
    quantity: int
    reference: str = ""
    claimed: int = 0
    to_order: bool = False
    confirmed: bool = False


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
    """Something that must still happen for a node: one card's trip, or a run of containers not ordered yet.

    `per_round` cards of the loop carry a run, 0 where it gets cards of its own. With `behind_open` they are, or some
    are, those that are on order now. The last container of a run may be for less.
    """

    loop: Loop
    quantity: int
    containers: int
    card: Card | None = None
    per_round: int = 0
    behind_open: bool = False
    inputs: set[Node] = field(default_factory=set)

    @property
    def rounds(self) -> int:
        """How many lead times one after the other a run takes."""
        return -(-self.containers // self.per_round) if self.per_round else 1

    def filled(self) -> list[tuple[int, int]]:
        """(steps, how many containers of so many) that it is made in."""
        if self.card is not None:
            return [(self.quantity, 1)]
        whole, part = divmod(self.quantity, self.loop.container_quantity)
        return [(steps, count) for steps, count in ((self.loop.container_quantity, whole), (part, 1)) if steps * count]


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
        self._newest_run: dict[int, tuple[int, Loop]] = {}

    def build(self) -> Network:
        order = self._users_first(self._root)
        self._needed[self._root] = self._wanted.quantity + self._wanted.claimed
        for node in order:
            if self._needed.get(node):
                self._cover(node)
        done: dict[Node, tuple[int, ...]] = {}
        for node in reversed(order):
            done[node] = self._tasks_of(self._batches.get(node, ()), done)
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
            left -= stock - self._taken_before.get(node, 0)  # what those before ours lack comes before ours too
            coming += self._soonest([card for card in free if card.state in ON_ORDER and not card.on_hold])
        for card in coming:
            if left <= 0:
                break
            left -= card.container_quantity
            self._add(node, _Batch(self._structure.loops[card.loop_id], card.container_quantity, 1, card))
        if left > 0:
            self._add_run(node, loops, left)
        for batch in self._batches.get(node, ()):
            if batch.loop.kind is not LoopKind.SUPPLIER and self._takes_inputs(batch):
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
        if self._wanted.to_order and (node == self._root or not holding_loops(self._structure, node[1], node[0])):
            self._add(node, _Batch(loop, steps, containers))
            return
        if not loop.card_count:
            self._add(node, _Batch(loop, containers * loop.container_quantity, containers))
            return
        containers = -(-containers // loop.lot_cards) * loop.lot_cards
        for batch in self._in_rounds(loop, containers):
            self._add(node, batch)

    def _in_rounds(self, loop: Loop, containers: int) -> Iterable[_Batch]:
        """The run of containers that a loop's own cards carry.

        Those that are free go at once and come back after every lead time; those on order follow as they have come, so
        in each round the free ones are first.
        """
        circulating = self._floor.circulating(loop)
        own = self._floor.cards_of(loop, "")
        coming = sum(card.state in ON_ORDER and not (card.on_hold or card.single_use) for card in own)
        coming = min(coming, circulating)
        free = circulating - coming
        full_rounds, over = divmod(containers, circulating)
        by_free = full_rounds * free + min(over, free)
        if loop.kind is LoopKind.PRODUCTION:  # one workstation makes it all, one container after the other
            yield self._run(loop, containers, circulating, behind_open=containers > free)
            return
        if by_free:
            yield self._run(loop, by_free, free)
        if containers > by_free:
            yield self._run(loop, containers - by_free, coming, behind_open=True)

    def _run(self, loop: Loop, containers: int, per_round: int, *, behind_open: bool = False) -> _Batch:
        quantity = containers * loop.container_quantity
        return _Batch(loop, quantity, containers, per_round=per_round, behind_open=behind_open)

    def _add(self, node: Node, batch: _Batch) -> None:
        self._batches.setdefault(node, []).append(batch)
        if batch.card is not None:
            self._mine.add(batch.card.id)
        if self._takes_inputs(batch):
            for steps, count in batch.filled():
                for below, need in self._inputs(batch.loop, steps):
                    self._needed[below] = self._needed.get(below, 0) + need * count
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

    def _tasks_of(self, batches: Iterable[_Batch], done: Mapping[Node, tuple[int, ...]]) -> tuple[int, ...]:
        """The tasks of one node's batches; the cards on order come before the runs that wait for them."""
        found: list[int] = []
        coming: dict[int, list[int]] = {}
        for batch in batches:
            after = [task_id for node in batch.inputs for task_id in done.get(node, ())]
            if batch.behind_open:
                after += coming.get(batch.loop.id, ())
            found.append(self._task_of(batch, after))
            if batch.card is not None and not batch.card.single_use:
                coming.setdefault(batch.loop.id, []).append(found[-1])
        return tuple(found)

    def _task_of(self, batch: _Batch, after: list[int]) -> int:
        loop, card = batch.loop, batch.card
        in_turn = self._shares_station(loop) and self._in_turn(batch)
        before = self._newest_run.get(loop.source_id) if in_turn else None
        minutes, not_before = self._time_left(batch)
        if before is not None:
            after.append(before[0])
            if card is not None and before[1] is loop and loop.id not in self._floor.work:
                minutes = self._floor.occupied(loop, batch.quantity)  # the one before it took the lead time
        if card is None or card.state is CardState.RELEASED:
            after += self._wait(batch)
        said = self._floor.deliveries.get(card.id) if card else None
        part = Part(_KINDS[loop.kind], loop, batch.quantity, card, delivery=said)
        if batch.rounds > 1:
            part = replace(part, rounds=batch.rounds, round_quantity=batch.per_round * loop.container_quantity)
        task_id = self._put(part, minutes, after, not_before)
        if in_turn:
            self._newest_run[loop.source_id] = (task_id, loop)
        return task_id

    def _in_turn(self, batch: _Batch) -> bool:
        """What is made for this line alone is made one after the other, ordered already or not."""
        card = batch.card
        if card is None:
            return True
        return bool(card.order_reference) and card.state is CardState.RELEASED

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
        """What a batch waits for at its workstation: the queue before it. A run behind another one is past that."""
        loop = batch.loop
        if not self._shares_station(loop):
            return []
        if batch.card is None and loop.source_id in self._newest_run:
            return []
        queue = self._floor.queue(loop.source_id)
        minutes = queue.minutes_before(batch.card)
        if loop.id not in self._floor.work:
            # A lead time from signal to full holds the usual wait already: only what is beyond it counts.
            lead = self._floor.time_at(loop.source_id).in_days(loop.lead_time_minutes)
            minutes = max(0, minutes + self._floor.occupied(loop, batch.quantity) - lead)
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
            return sum(known.minutes(steps) * count for steps, count in batch.filled())
        lead = self._floor.time_at(loop.source_id).in_days(loop.lead_time_minutes)
        if loop.kind is not LoopKind.PRODUCTION:
            return batch.rounds * lead
        # The workstation makes its next one at the loop's pace; whole rounds are the least that takes.
        paced = lead + (batch.containers - 1) * self._floor.occupied(loop, batch.quantity)
        return max(batch.rounds * lead, paced)
