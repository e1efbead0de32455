"""What the flow map shows of a plant at one moment: values per link and station, without Qt, to compare and paint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kanban_app.domain.board import Board, LoopRow, Zone, is_late
from kanban_app.domain.cards import ON_ORDER, Card, CardState
from kanban_app.domain.flow_ways import Pair, pairs_of
from kanban_app.domain.loops import Loop
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.plan import Work, work_of
from kanban_app.gui.flow_map import words
from kanban_app.gui.look.kinds import KindSign
from kanban_app.i18n import quantity

MOST_LINES = 12
MOST_HEADS = 5
MOST_CONTAINERS = 4
_SEVERITY = {Zone.GREEN: 0, Zone.YELLOW: 1, Zone.RED: 2}


@dataclass(frozen=True, slots=True)
class LoopNow:
    """One loop: cards that circulate and those for orders, each how many call; work at the source; steps held."""

    loop: Loop
    calling: int
    count: int
    orders_calling: int
    orders: int
    work: Work
    late: int
    zone: Zone
    is_out: bool


def loop_now(row: LoopRow, now: datetime) -> LoopNow:
    """The facts of one row at this moment."""
    orders = [card for card in row.cards if card.single_use]
    count = len(row.cards) - len(orders)
    circulating = any(not card.single_use and card.state is not CardState.NEW for card in row.cards)
    return LoopNow(
        row.loop,
        row.calling_count,
        count,
        sum(card.state in ON_ORDER for card in orders),
        len(orders),
        work_of(row),
        sum(is_late(card, now) for card in row.cards),
        row.zone if count else Zone.GREEN,
        row.pieces_here == 0 and circulating and not row.loop.suspended,
    )


@dataclass(frozen=True, slots=True)
class PillPart:
    """A pattern with what it counts: "5 of 14"."""

    sign: KindSign
    is_lot: bool
    text: str


@dataclass(frozen=True, slots=True)
class LinkNow:
    """One link: its pill, the arrowheads and containers to draw on it. Without loops it has no pill and no signals."""

    parts: tuple[PillPart, ...]
    heads: int
    containers: int
    only_orders: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item held at a station: how much of how much, in steps; without a loop it stands for those not shown."""

    item: str
    steps: int
    most: int
    pieces: str
    zone: Zone
    is_out: bool
    loop_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StationNow:
    """One station as its box shows it: what waits there and, where that is too long beside `late`, in fewer words."""

    name: str
    kind: StationKind
    work: str
    work_short: str
    late: str
    lines: tuple[ItemLine, ...]
    zone: Zone
    spoken: str


class FlowNow:
    """The facts of all links and stations of one board. Rows are taken over loop by loop, so that nobody waits."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.structure: Structure = board.structure
        self.pairs = pairs_of(self.structure)
        self.way: frozenset[int] | None = None
        self.loop_ids = tuple(loop.id for loop in self.structure.loops_in_sight())
        self._loops: dict[int, LoopNow] = {}
        self._ending: dict[int, list[int]] = {}
        self._beginning: dict[int, list[int]] = {}
        for loop in sorted(self.structure.loops_in_sight(), key=lambda loop: loop.id):
            self._ending.setdefault(loop.consumer_id, []).append(loop.id)
            self._beginning.setdefault(loop.source_id, []).append(loop.id)

    def take(self, loop_id: int, now: datetime) -> bool:
        """Look at one loop; whether something is different that the map shows."""
        found = loop_now(self.board.row(loop_id), now)
        is_new = self._loops.get(loop_id) != found
        self._loops[loop_id] = found
        return is_new

    def pair_of(self, loop_id: int) -> Pair:
        """The link of a loop."""
        loop = self.structure.loops[loop_id]
        return loop.source_id, loop.consumer_id

    # -- links

    def shown_loops(self, pair: Pair) -> tuple[int, ...]:
        """The loops that a link stands for: with a way chosen, those of that way, if any."""
        loops = self.pairs.get(pair, ())
        if self.way is None:
            return loops
        return tuple(loop_id for loop_id in loops if loop_id in self.way) or loops

    def link(self, pair: Pair) -> LinkNow:
        """A link as it is now."""
        loops = [self._loops[loop_id] for loop_id in self.shown_loops(pair) if loop_id in self._loops]
        calling, count = sum(loop.calling for loop in loops), sum(loop.count for loop in loops)
        ordered, orders = sum(loop.orders_calling for loop in loops), sum(loop.orders for loop in loops)
        parts = []
        if count:
            sign = KindSign(loops[0].loop.kind.value)
            is_lot = all(loop.loop.is_lot for loop in loops if loop.count)
            parts.append(PillPart(sign, is_lot, words.calling_of(calling, count)))
        if orders or (loops and not count):
            parts.append(PillPart(KindSign.ORDER, False, words.calling_of(ordered, orders)))
        travelling = sum(loop.work.travelling for loop in loops)
        return LinkNow(
            tuple(parts),
            min(calling + ordered, MOST_HEADS),
            min(travelling, MOST_CONTAINERS),
            bool(loops) and not count,
        )

    def link_told(self, pair: Pair) -> str:
        """A link in words, with each of its loops."""
        loops = [self._loops[loop_id] for loop_id in self.shown_loops(pair) if loop_id in self._loops]
        return words.link_told(self.structure, pair, [(loop.loop, loop.calling, loop.count) for loop in loops])

    # -- stations

    def widest_work(self, station_id: int) -> str:
        """The longest that a station's head may say, of what waits there, while all its cards call."""
        cards = sum(self.structure.loops[loop_id].card_count for loop_id in self._beginning.get(station_id, ()))
        return words.station_work(self.structure.stations[station_id].kind, Work(cards, cards))

    def held_items(self, station_id: int) -> dict[int, tuple[int, ...]]:
        """The items held at a station, each with the loops that bring it, in the order of the loops."""
        held: dict[int, tuple[int, ...]] = {}
        for loop_id in self._ending.get(station_id, ()):
            item_id = self.structure.loops[loop_id].item_id
            held[item_id] = (*held.get(item_id, ()), loop_id)
        return held

    def loops_at(self, station_id: int) -> Iterator[int]:
        """The loops that end here, then those that the station refills."""
        yield from self._ending.get(station_id, ())
        yield from self._beginning.get(station_id, ())

    def loops_of(self, station_id: int) -> tuple[list[int], list[int]]:
        """(the loops that this station refills, those that end here)."""
        return self._beginning.get(station_id, []), self._ending.get(station_id, [])

    def loop_told(self, loop_id: int) -> str:
        """A loop in words, with where it goes."""
        found = self._loops.get(loop_id)
        loop = self.structure.loops[loop_id]
        return words.loop_entry(self.structure, loop, found.calling if found else 0, found.count if found else 0)

    def station(self, station_id: int) -> StationNow:
        """A station as it is now."""
        station = self.structure.stations[station_id]
        served = [self._loops[found] for found in self._beginning.get(station_id, ()) if found in self._loops]
        work = sum((loop.work for loop in served), Work())
        loop_count = sum(1 for _loop in self.loops_at(station_id))
        late = sum(loop.late for loop in served)
        lines = self._lines(station_id)
        zone = max((line.zone for line in lines), key=_SEVERITY.__getitem__, default=Zone.GREEN)
        shown, short = words.station_work(station.kind, work), words.station_work(station.kind, Work(work.queued))
        shown, short = shown or words.loops_here(loop_count), short or shown or words.loops_here(loop_count)
        told = words.late(late) if late else ""
        spoken = words.station_spoken(station, shown, told, [(line.item, line.pieces, line.zone) for line in lines])
        return StationNow(station.name, station.kind, shown, short, told, lines, zone, spoken)

    def _lines(self, station_id: int) -> tuple[ItemLine, ...]:
        lines = [self._line(item_id, loops) for item_id, loops in self.held_items(station_id).items()]
        if len(lines) <= MOST_LINES:
            return tuple(lines)
        if self.way is not None:
            lines.sort(key=lambda line: self.way is not None and self.way.isdisjoint(line.loop_ids))
        shown, rest = lines[: MOST_LINES - 1], lines[MOST_LINES - 1 :]
        zone = max((line.zone for line in rest), key=_SEVERITY.__getitem__)
        return (*shown, ItemLine(words.more_items(len(rest)), 0, 0, "", zone, False, ()))

    def _line(self, item_id: int, loop_ids: tuple[int, ...]) -> ItemLine:
        item = self.structure.items[item_id]
        loops = [self._loops[loop_id] for loop_id in loop_ids if loop_id in self._loops]
        steps = sum(loop.work.steps for loop in loops)
        most = sum(loop.loop.container_quantity * loop.count for loop in loops)
        return ItemLine(
            item.code,
            steps,
            max(most, steps),
            quantity(steps, item.decimals),
            max((loop.zone for loop in loops), key=_SEVERITY.__getitem__, default=Zone.GREEN),
            bool(loops) and not steps and any(loop.is_out for loop in loops),
            loop_ids,
        )

    # -- ways to the cards

    def card_of(self, loop_ids: Iterable[int]) -> Card | None:
        """The card to look at first among these loops: of the most urgent loop, its first that calls."""
        rows = [row for row in map(self.board.row, loop_ids) if row.cards]
        if not rows:
            return None
        row = max(rows, key=lambda row: (_SEVERITY[row.zone], row.calling_count))
        return row.cards[0]
