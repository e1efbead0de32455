"""What a make-to-order line needs through the whole BOM, and which card is for which: the pegs.

One reckoning serves confirming, changing and cancelling. It goes from the shipping place upstream, each place once and
after everything that is made from it, so its cost grows with the loops touched. At each place the line's own cards
come first; what no loop holds and no card of the line covers is issued as single-use cards of whole containers.

Net requirements level by level, lot for lot: Heizer and Render, Operations Management, chapter on MRP; but the lots are
the containers that people carry, and need rounds up per container, as starting one takes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from kanban_app.domain.cards import HOLDING, Card, CardState
from kanban_app.domain.flow_ways import bringing_loops, holding_loops
from kanban_app.domain.items import BomLine
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.orders import OrderRefused
from kanban_app.domain.structure import Structure

MOST_CARDS = 50_000
"""A line that would need more single-use cards than this is a slip of the keys or a container of one piece."""

Place = tuple[int, int]
"""(station, item): where the pieces of a card stand once it is full."""

_ONE_TO_ONE = Fraction(1)
NOT_STARTED = frozenset({CardState.NEW, CardState.EMPTY, CardState.RELEASED})


@dataclass(frozen=True, slots=True)
class NewCard:
    """A single-use card to be issued; `key` is negative and stands for its id until it has one."""

    key: int
    loop_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Peg:
    """That many steps of a card are for the parent, or where it is None for the line. Both are card ids or keys."""

    card: int
    parent: int | None
    pieces: int


@dataclass(slots=True)
class Rework:
    """What has to be done so that a line has the cards it needs and no others.

    `release` are its cards that nobody has started and nothing asks for any more, `surplus` those that were started:
    a person says what becomes of them. `taken` are free cards that it takes for itself, `given_back` such ones that it
    took earlier and needs no more. `pegs` are those of all cards that it keeps.
    """

    issue: list[NewCard] = field(default_factory=list)
    release: list[Card] = field(default_factory=list)
    surplus: list[Card] = field(default_factory=list)
    taken: list[Card] = field(default_factory=list)
    given_back: list[Card] = field(default_factory=list)
    pegs: list[Peg] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Supply:
    """The cards that a line may count on: its own, which of those it took from stock, and what stands free at a place.

    Free cards are those of nobody that hold stock and may be drawn from, in the order in which they are to be taken.
    """

    own: Collection[Card] = ()
    from_stock: frozenset[int] = frozenset()
    free_at: Callable[[Place], Iterable[Card]] = lambda _place: ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one card, or the line, takes from a place. `lead_minutes` is how long before the end that is."""

    parent: int | None
    pieces: int
    lead_minutes: int


def rework(structure: Structure, top: Place, need: int, supply: Supply) -> Rework:
    """The cards that a line of `need` steps at its shipping place (`top`) takes, given those it has. 0 ends it.

    A place that a loop keeps filled is left to that loop, but the shipping place never is. Raises OrderRefused:
    no_route and route_paused for an item that nothing brings where it is needed, route_in_circle, too_many_cards.
    """
    return _Reckoning(structure, top, supply).worked_out(need)


def capacity_of(card: Card) -> int:
    """The steps that a card holds, or brings when it comes full."""
    return card.quantity if card.state in HOLDING else card.container_quantity


def inputs_taken(loop: Loop, card: Card) -> bool:
    """Whether what the card is made or fetched from has left its own place already."""
    if loop.kind is LoopKind.SUPPLIER:
        return True
    if loop.kind is LoopKind.WITHDRAWAL:
        return card.state in HOLDING or card.state is CardState.IN_TRANSIT
    return card.state not in NOT_STARTED


def inputs_at(structure: Structure, loop: Loop) -> Iterator[tuple[BomLine, Place | None]]:
    """What refilling a card of this loop takes, and from where; None where no loop brings it there."""
    if loop.kind is LoopKind.PRODUCTION:
        needed: Iterable[BomLine] = structure.components_of(loop.item_id)
    elif loop.kind is LoopKind.WITHDRAWAL:
        needed = (BomLine(loop.item_id, loop.item_id, _ONE_TO_ONE),)
    else:
        needed = ()
    for line in needed:
        loops = bringing_loops(structure, loop.source_id, line.component_id)
        yield line, (loops[0].consumer_id, line.component_id) if loops else None


@dataclass(frozen=True, slots=True)
class _Card:
    """A card that a place can count on, there or still to be issued."""

    key: int
    loop: Loop
    capacity: int
    inputs_taken: bool


class _Reckoning:
    """One line's way from its shipping place upstream."""

    def __init__(self, structure: Structure, top: Place, supply: Supply) -> None:
        self.structure = structure
        self.top = top
        self.supply = supply
        self.work = Rework()
        self.missing: list[tuple[str, Place]] = []
        self._own: dict[Place, list[Card]] = {}
        for card in supply.own:
            loop = structure.loops[card.loop_id]
            self._own.setdefault((loop.consumer_id, loop.item_id), []).append(card)
        self._wanted: dict[Place, list[_Wanted]] = {}
        self._routes: dict[Place, Loop | None] = {}

    def worked_out(self, need: int) -> Rework:
        """The whole reckoning; need in steps."""
        if need > 0:
            self._wanted[self.top] = [_Wanted(None, need, 0)]
            for place in self._downstream_first():
                self._serve(place, self._own.pop(place, []))
        for cards in self._own.values():  # at places that are not on the way any more
            self._use(cards, 0)
        if self.missing:
            code, (station_id, item_id) = self.missing[0]
            raise OrderRefused(code, item_id=item_id, station_id=station_id, more=len(set(self.missing)) - 1)
        return self.work

    def _downstream_first(self) -> list[Place]:
        """Every place on the way, each after all that take from it; without recursion, so that depth has no limit."""
        done: list[Place] = []
        known: set[Place] = set()
        on_path: set[Place] = set()
        todo: list[tuple[Place, bool]] = [(self.top, False)]
        while todo:
            place, is_left = todo.pop()
            if is_left:
                on_path.discard(place)
                done.append(place)
            elif place in on_path:
                raise OrderRefused("route_in_circle", item_id=place[1], station_id=place[0])
            elif place not in known:
                known.add(place)
                on_path.add(place)
                todo.append((place, True))
                todo.extend((found, False) for found in self._upstream(place))
        return done[::-1]

    def _upstream(self, place: Place) -> Iterator[Place]:
        loops = {card.loop_id: self.structure.loops[card.loop_id] for card in self._own.get(place, ())}
        route = self._route(place)
        if route is not None:
            loops[route.id] = route
        for loop in loops.values():
            yield from (found for _, found in inputs_at(self.structure, loop) if found is not None)

    def _route(self, place: Place) -> Loop | None:
        """The loop that cards of the line are issued in; None where loops hold the place, or nothing brings it."""
        if place not in self._routes:
            held = place != self.top and holding_loops(self.structure, *place)
            running = (loop for loop in self.structure.loops_ending_at(*place) if not loop.suspended)
            self._routes[place] = None if held else next(running, None)
        return self._routes[place]

    def _serve(self, place: Place, own: list[Card]) -> None:
        """Cover what is wanted at one place, and ask upstream for what that takes. The earliest need comes first."""
        wanted = sorted(self._wanted.pop(place, ()), key=lambda one: -one.lead_minutes)
        total = sum(one.pieces for one in wanted)
        kept = self._use(own, total)
        rest = total - sum(map(capacity_of, kept))
        if rest > 0 and (place == self.top or not holding_loops(self.structure, *place)):
            taken = self._take_free(place, rest)
            kept += taken
            rest -= sum(map(capacity_of, taken))
            fresh = self._issued(place, rest)
        else:
            fresh = []
        cards = [self._known(card) for card in kept] + fresh
        for card, lead_minutes in self._pegged(cards, wanted):
            if not card.inputs_taken:
                self._ask_upstream(card, lead_minutes + card.loop.lead_time_minutes)

    def _known(self, card: Card) -> _Card:
        loop = self.structure.loops[card.loop_id]
        return _Card(card.id, loop, capacity_of(card), inputs_taken(loop, card))

    def _use(self, own: list[Card], total: int) -> list[Card]:
        """Which of the line's cards at a place it keeps: what was started first, then what fits without a rest."""
        kept: list[Card] = []
        started = [card for card in own if card.state not in NOT_STARTED]
        for card in sorted(started, key=_further_on_first):
            if total > 0:
                kept.append(card)
                total -= capacity_of(card)
            elif card.id in self.supply.from_stock and card.state in HOLDING:
                self.work.given_back.append(card)
            else:
                self.work.surplus.append(card)
        for card in sorted((card for card in own if card.state in NOT_STARTED), key=lambda card: card.id):
            if capacity_of(card) <= total:
                kept.append(card)
                total -= capacity_of(card)
            else:
                self.work.release.append(card)
        return kept

    def _take_free(self, place: Place, rest: int) -> list[Card]:
        """Containers of nobody's that stand where no loop keeps any; one that holds more than is needed stays free."""
        if holding_loops(self.structure, *place):
            return []
        taken = []
        for card in self.supply.free_at(place):
            if capacity_of(card) <= rest:
                taken.append(card)
                rest -= capacity_of(card)
        self.work.taken += taken
        return taken

    def _issued(self, place: Place, rest: int) -> list[_Card]:
        if rest <= 0:
            return []
        loop = self._route(place)
        if loop is None:
            is_paused = bool(self.structure.loops_ending_at(*place))
            self.missing.append(("route_paused" if is_paused else "no_route", place))
            return []
        whole, part = divmod(rest, loop.container_quantity)
        if len(self.work.issue) + whole > MOST_CARDS:
            raise OrderRefused("too_many_cards", item_id=loop.item_id, station_id=place[0], most=MOST_CARDS)
        made = []
        for quantity in [loop.container_quantity] * whole + [part] * (part > 0):
            new = NewCard(-len(self.work.issue) - 1, loop.id, quantity)
            self.work.issue.append(new)
            made.append(_Card(new.key, loop, quantity, loop.kind is LoopKind.SUPPLIER))
        return made

    def _pegged(self, cards: list[_Card], wanted: list[_Wanted]) -> Iterator[tuple[_Card, int]]:
        """Share what the cards bring out to what is wanted, both in turn. Yields each card with its earliest need."""
        waiting = iter(wanted)
        one, open_pieces = next(waiting, None), 0
        open_pieces = one.pieces if one else 0
        for card in cards:
            left, first = card.capacity, one
            while left > 0 and one is not None:
                pieces = min(left, open_pieces)
                self.work.pegs.append(Peg(card.key, one.parent, pieces))
                left -= pieces
                open_pieces -= pieces
                if not open_pieces:
                    one = next(waiting, None)
                    open_pieces = one.pieces if one else 0
            yield card, first.lead_minutes if first else 0

    def _ask_upstream(self, card: _Card, lead_minutes: int) -> None:
        for line, place in inputs_at(self.structure, card.loop):
            if place is None:
                self.missing.append(("no_route", (card.loop.source_id, line.component_id)))
            else:
                self._wanted.setdefault(place, []).append(_Wanted(card.key, line.need(card.capacity), lead_minutes))


def _further_on_first(card: Card) -> tuple[bool, bool, datetime, int]:
    """What stands full longest, then what is on its way, then what is being made."""
    return (card.state not in HOLDING, card.state is not CardState.IN_TRANSIT, card.full_at or card.since_at, card.id)
