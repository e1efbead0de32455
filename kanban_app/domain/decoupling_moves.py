"""Moving the decoupling point of an item: which loops end and which begin, what they hold, how long customers wait.

Everything between the new point and the sale is made when ordered, everything from the point upstream is kept by loops.
What another item takes from a place stays there; so does all that this place is filled from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from kanban_app.domain.demand_pegs import Place, inputs_at
from kanban_app.domain.flow_ways import holding_loops
from kanban_app.domain.items import Item
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.orders import OrderRefused
from kanban_app.domain.sizing import toyota_cards
from kanban_app.domain.structure import Structure

MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class LoopNumbers:
    """The numbers of a loop that a move changes."""

    card_count: int
    lot_cards: int = 1
    safety_cards: int = 0


NONE = LoopNumbers(0)


@dataclass(frozen=True, slots=True)
class LoopMove:
    """One loop that ends (no cards any more) or begins, as it is before, and its new numbers."""

    loop: Loop
    numbers: LoopNumbers

    @property
    def begins(self) -> bool:
        """Cards circulate in it from now on."""
        return self.numbers.card_count > 0

    @property
    def steps(self) -> int:
        """Steps that its containers hold when all are full: what is built, or (less than 0) freed."""
        return (self.numbers.card_count - self.loop.card_count) * self.loop.container_quantity


@dataclass(frozen=True, slots=True)
class Stays:
    """A place that a loop goes on filling because something else needs it: that item, made or sold at that station."""

    place: Place
    for_item_id: int
    for_station_id: int


@dataclass(frozen=True, slots=True)
class PointMove:
    """What moving a point does. The minutes are the longest way of lead times to the sale that ordered goods take."""

    item_id: int
    targets: tuple[Place, ...]
    loops: tuple[LoopMove, ...]
    stays: tuple[Stays, ...]
    minutes_before: int
    minutes_after: int

    @property
    def ending(self) -> tuple[LoopMove, ...]:
        """The loops that end."""
        return tuple(move for move in self.loops if not move.begins)

    @property
    def beginning(self) -> tuple[LoopMove, ...]:
        """The loops that begin."""
        return tuple(move for move in self.loops if move.begins)

    def values(self) -> dict[int, dict[str, object]]:
        """The new numbers by loop id, as a loop is changed by them."""
        return {move.loop.id: values_of(move.numbers) for move in self.loops}


def numbers_of_loop(loop: Loop) -> LoopNumbers:
    """The numbers that a loop has."""
    return LoopNumbers(loop.card_count, loop.lot_cards, loop.safety_cards)


def values_of(numbers: LoopNumbers) -> dict[str, object]:
    """As fields of a loop."""
    return {
        "card_count": numbers.card_count,
        "lot_cards": numbers.lot_cards,
        "safety_cards": numbers.safety_cards,
    }


def with_numbers(structure: Structure, numbers: Mapping[int, LoopNumbers]) -> Structure:
    """The same plant with these numbers in its loops."""
    loops = [
        replace(loop, **values_of(numbers[loop.id])) if loop.id in numbers else loop  # type: ignore[arg-type]
        for loop in structure.loops.values()
    ]
    plant = structure.stations.values(), structure.items.values(), structure.bom
    return Structure(*plant, loops, structure.version, structure.at_rest)


def money_of(item: Item, steps: int) -> Decimal | None:
    """What so many steps cost by the item's unit cost; None where nobody said what it costs."""
    try:
        cost = Decimal(item.unit_cost)
    except InvalidOperation:
        return None
    return cost * steps / 10**item.decimals if cost.is_finite() else None


def upstream_of(structure: Structure, place: Place) -> tuple[Place, ...]:
    """The places that filling this one takes from."""
    found = (below for loop in running_loops(structure, place) for _, below in inputs_at(structure, loop))
    return tuple(dict.fromkeys(below for below in found if below is not None))


def running_loops(structure: Structure, place: Place) -> list[Loop]:
    """The loops that fill a place, first asked first; paused ones only where no other runs."""
    ending = structure.loops_ending_at(*place)
    return [loop for loop in ending if not loop.suspended] or ending


def reached_from(structure: Structure, first: Iterable[Place]) -> dict[Place, tuple[Place, ...]]:
    """Every place on the way to these, themselves among them, with what each takes from."""
    waiting = list(first)
    found: dict[Place, tuple[Place, ...]] = {}
    while waiting:
        place = waiting.pop()
        if place not in found:
            found[place] = upstream_of(structure, place)
            waiting.extend(found[place])
    return found


def targets_for(structure: Structure, sales: Collection[Place], *, station_id: int = 0, item_id: int = 0) -> set[Place]:
    """The places that are meant by a station or an item on the way to these sales: those nearest to the sale.

    A station that is served from a store means the store. Raises OrderRefused not_on_the_way.
    """
    ways = reached_from(structure, sales)
    station = structure.stations.get(station_id)
    meant = {place for place in ways if place[0] == station_id or place[1] == item_id}
    if not meant and station is not None and station.served_from_id is not None:
        meant = {place for place in ways if place[0] == station.served_from_id}
    nearest: set[Place] = set()
    seen: set[Place] = set()
    waiting = list(sales)
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        if place in meant:
            nearest.add(place)
        else:
            waiting.extend(ways[place])
    if not nearest:
        raise OrderRefused("not_on_the_way", item_id=next(iter(sales))[1])
    return nearest


def plan_move(
    structure: Structure,
    sales: Collection[Place],
    targets: Collection[Place],
    numbers_for: Callable[[Loop], LoopNumbers],
    *,
    made_to_order: bool = False,
) -> PointMove:
    """What letting stock end at `targets` does, for goods that are sold at `sales` (one item's). Nothing is changed.

    `numbers_for` says which numbers a loop gets that begins. What is `made_to_order` so far is not taken from stock at
    the sale itself. Raises OrderRefused: nothing_moves, kept_for_others,
    route_paused, route_in_circle.
    """
    ways = reached_from(structure, sales)
    held = set(reached_from(structure, targets))
    ordered = _downstream_of(ways, targets) - held
    stays = _staying(structure, ordered)
    kept = set(reached_from(structure, [one.place for one in stays]))
    loops = [*_ended(structure, ordered - kept), *_begun(structure, held, numbers_for)]
    item_id = next(iter(sales))[1]
    if not loops:
        first = next(iter(stays), None)
        if first is None:
            raise OrderRefused("nothing_moves", item_id=item_id)
        other = structure.items[first.for_item_id].code
        raise OrderRefused("kept_for_others", item_id=first.place[1], station_id=first.place[0], other=other)
    after = with_numbers(structure, {move.loop.id: move.numbers for move in loops})
    return PointMove(
        item_id,
        tuple(sorted(targets)),
        tuple(sorted(loops, key=lambda move: move.loop.id)),
        tuple(stays),
        waiting_minutes(structure, sales, made_to_order=made_to_order),
        waiting_minutes(after, sales),
    )


def _downstream_of(ways: Mapping[Place, tuple[Place, ...]], targets: Collection[Place]) -> set[Place]:
    """The places of `ways` that take from a target, directly or through others."""
    takers: dict[Place, list[Place]] = {}
    for place, feeds in ways.items():
        for feed in feeds:
            takers.setdefault(feed, []).append(place)
    found: set[Place] = set()
    waiting = [taker for target in targets for taker in takers.get(target, ())]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting.extend(takers.get(place, ()))
    return found


def _staying(structure: Structure, ordered: set[Place]) -> list[Stays]:
    """The places among these that others take from, as each is found; what feeds them stays with them."""
    takers: dict[Place, list[Loop]] = {}
    for loop in structure.loops_in_sight():
        if not loop.suspended:
            for _, place in inputs_at(structure, loop):
                if place is not None:
                    takers.setdefault(place, []).append(loop)
    found = []
    for place in (place for place in takers if place in ordered):
        others = [loop for loop in takers[place] if (loop.consumer_id, loop.item_id) not in ordered]
        if others and holding_loops(structure, *place):
            found.append(Stays(place, *_needed_for(others[0], takers)))
    return found


def _needed_for(loop: Loop, takers: Mapping[Place, Sequence[Loop]]) -> tuple[int, int]:
    """(item, station): what is made where of what this loop takes; where it is only brought on, where that ends."""
    seen: set[int] = set()
    while loop.kind is not LoopKind.PRODUCTION and loop.id not in seen:
        seen.add(loop.id)
        going_on = takers.get((loop.consumer_id, loop.item_id), ())
        if not going_on:
            return loop.item_id, loop.consumer_id
        loop = next((one for one in going_on if one.kind is LoopKind.PRODUCTION), going_on[0])
    return loop.item_id, loop.source_id


def _ended(structure: Structure, places: Iterable[Place]) -> Iterator[LoopMove]:
    for place in places:
        for loop in holding_loops(structure, *place):
            yield LoopMove(loop, NONE)


def _begun(
    structure: Structure, places: Iterable[Place], numbers_for: Callable[[Loop], LoopNumbers]
) -> Iterator[LoopMove]:
    for place in places:
        loops = running_loops(structure, place)
        if holding_loops(structure, *place) or not loops:
            continue
        if loops[0].suspended:
            raise OrderRefused("route_paused", item_id=place[1], station_id=place[0])
        for loop in loops:
            if loop.priority == loops[0].priority:
                yield LoopMove(loop, numbers_for(loop))


def waiting_minutes(structure: Structure, sales: Iterable[Place], *, made_to_order: bool = False) -> int:
    """The longest way of lead times that goods still have to take to these places once they are ordered, in minutes.

    0 where loops keep the goods there, unless they are `made_to_order` all the same. Raises OrderRefused
    route_in_circle.
    """
    minutes: dict[Place, int] = {}
    on_path: set[Place] = set()
    first = list(sales)
    ordered = frozenset(first) if made_to_order else frozenset()
    todo = [(place, False) for place in first]
    while todo:
        place, is_left = todo.pop()
        loops = running_loops(structure, place)
        if is_left:
            on_path.discard(place)
            longest = max((minutes[below] for below in upstream_of(structure, place)), default=0)
            minutes[place] = loops[0].lead_time_minutes + longest
        elif place in on_path:
            raise OrderRefused("route_in_circle", item_id=place[1], station_id=place[0])
        elif place not in minutes and (not loops or (place not in ordered and holding_loops(structure, *place))):
            minutes[place] = 0
        elif place not in minutes:
            on_path.add(place)
            todo.append((place, True))
            todo.extend((below, False) for below in upstream_of(structure, place) if below not in minutes)
    return max((minutes[place] for place in first), default=0)


# -- numbers for loops that begin --------------------------------------------------------------------------------------


def demand_at(structure: Structure, sold: Mapping[Place, Fraction]) -> dict[Place, Fraction]:
    """Steps a day that are taken at every place, from what is sold a day at some of them.

    Raises OrderRefused route_in_circle.
    """
    ways = reached_from(structure, sold)
    taken: dict[Place, Fraction] = {}
    for place in _takers_first(ways):
        rate = taken[place] = taken.get(place, Fraction(0)) + sold.get(place, Fraction(0))
        loops = running_loops(structure, place)
        for line, below in inputs_at(structure, loops[0]) if loops else ():
            if below is not None:
                taken[below] = taken.get(below, Fraction(0)) + rate * line.per_parent
    return taken


def _takers_first(ways: Mapping[Place, tuple[Place, ...]]) -> list[Place]:
    open_takers = dict.fromkeys(ways, 0)
    for feeds in ways.values():
        for feed in feeds:
            open_takers[feed] += 1
    ready = [place for place, count in open_takers.items() if not count]
    order: list[Place] = []
    while ready:
        place = ready.pop()
        order.append(place)
        for feed in ways[place]:
            open_takers[feed] -= 1
            if not open_takers[feed]:
                ready.append(feed)
    if len(order) < len(ways):
        stuck = next(place for place, count in open_takers.items() if count)
        raise OrderRefused("route_in_circle", item_id=stuck[1], station_id=stuck[0])
    return order


def sized(structure: Structure, loop: Loop, demand_a_day: Fraction) -> LoopNumbers:
    """The numbers of a loop by what is taken a day where it ends: Toyota's formula, and at least one container more
    than the largest draw of those who take from it. `demand_a_day` is in steps.
    """
    days = Fraction(loop.lead_time_minutes, MINUTES_A_DAY)
    toyota = toyota_cards(demand_a_day, days, loop.container_quantity)
    draw = max(_draws_at(structure, (loop.consumer_id, loop.item_id)), default=0)
    cards = max(toyota.cards, -(-draw // loop.container_quantity) + 1, 2)
    least = 1 if cards >= 3 else 0
    return LoopNumbers(cards, 1, min(max(toyota.safety_cards, least), cards - 1))


def _draws_at(structure: Structure, place: Place) -> Iterator[int]:
    for loop in structure.loops_in_sight():
        for line, below in inputs_at(structure, loop):
            if below == place:
                yield line.need(loop.container_quantity) * loop.lot_cards
