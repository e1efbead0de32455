"""Which way goods take through a plant: what feeds a loop, all that one item needs, and where its stock ends.

The decoupling point is the place in the chain where order-driven work ends and loop-driven work begins: the first
place, going upstream from the sale, that a loop keeps filled (Hoekstra and Romme, Integral Logistic Structures, 1992).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure

Pair = tuple[int, int]
"""(the station goods leave, the station they go to)."""


def feeders_of(structure: Structure, loop: Loop) -> tuple[Loop, ...]:
    """The loops that bring to the source what it takes for this loop, those set to scan only among them.

    They end at the source, or at the store that serves it where none ends there.
    """
    if loop.kind is LoopKind.SUPPLIER:
        return ()
    if loop.kind is LoopKind.WITHDRAWAL:
        wanted = [loop.item_id]
    else:
        wanted = [line.component_id for line in structure.components_of(loop.item_id)]
    return tuple(found for item_id in wanted for found in bringing_loops(structure, loop.source_id, item_id))


def bringing_loops(structure: Structure, station_id: int, item_id: int) -> list[Loop]:
    """The loops that bring an item to where this station takes it: to itself, else to the store that serves it."""
    own = structure.loops_ending_at(station_id, item_id)
    served_from = structure.stations[station_id].served_from_id
    return structure.loops_ending_at(served_from, item_id) if not own and served_from is not None else own


def pairs_of(structure: Structure) -> dict[Pair, tuple[int, ...]]:
    """The loops in sight between each two stations, by id; none where a store only serves a workstation."""
    found: dict[Pair, tuple[int, ...]] = {}
    for loop in sorted(structure.loops_in_sight(), key=lambda loop: loop.id):
        pair = (loop.source_id, loop.consumer_id)
        found[pair] = (*found.get(pair, ()), loop.id)
    for loop in structure.loops_in_sight():
        for feeder in feeders_of(structure, loop):
            if feeder.consumer_id != loop.source_id:
                found.setdefault((feeder.consumer_id, loop.source_id), ())
    return found


def way_of(structure: Structure, item_id: int) -> frozenset[int]:
    """The ids of all loops an item goes through, and of those that bring what it is made of, up to the suppliers."""
    return frozenset(loop.id for loop in _upstream(structure, _loops_of(structure, item_id)))


def stations_of(structure: Structure, loop_ids: Iterable[int]) -> frozenset[int]:
    """The stations at both ends of these loops."""
    loops = [structure.loops[loop_id] for loop_id in loop_ids]
    return frozenset(end for loop in loops for end in (loop.source_id, loop.consumer_id))


def _loops_of(structure: Structure, item_id: int) -> list[Loop]:
    return [loop for loop in structure.loops.values() if loop.item_id == item_id]


def _upstream(structure: Structure, first: Iterable[Loop]) -> Iterator[Loop]:
    """Each loop once, however it is reached."""
    waiting = list(first)
    seen = {loop.id for loop in waiting}
    while waiting:
        loop = waiting.pop()
        yield loop
        for feeder in feeders_of(structure, loop):
            if feeder.id not in seen:
                seen.add(feeder.id)
                waiting.append(feeder)


@dataclass(frozen=True, slots=True)
class Decoupling:
    """Where an item's stock ends. `station_ids` hold the last stock before the sale, in the order of their ids.

    `to_order` are the loops from there to the sale, in which only single-use cards go. Without any the point stands at
    the sale: all of it is kept in stock. Without stations nothing of it is kept.
    """

    station_ids: tuple[int, ...]
    to_order: frozenset[int]

    @property
    def is_all_stock(self) -> bool:
        """Loops keep the item filled up to the place of sale."""
        return bool(self.station_ids) and not self.to_order


def holding_loops(structure: Structure, station_id: int, item_id: int) -> list[Loop]:
    """The loops with circulating cards that keep an item at a station; none where only what is ordered comes there.

    A paused loop counts only where no other one runs: a second source that stands by refills nothing.
    """
    ending = structure.loops_ending_at(station_id, item_id)
    running = [loop for loop in ending if not loop.suspended] or ending
    return [loop for loop in running if loop.card_count > 0]


def decoupling_of(
    structure: Structure, item_id: int, station_id: int | None = None, *, made_to_order: bool = False
) -> Decoupling:
    """The decoupling point of an item, going upstream from where it is sold (or used, where it is only a component).

    A place is stocked when a loop with cards that circulate ends there. `station_id` is the one place it ships from
    (None: all of them); what is `made_to_order` is not taken from the stock of that place itself.
    """
    to_order: set[int] = set()
    stations: set[int] = set()
    first = [(loop.consumer_id, loop.item_id) for loop in _last_loops(structure, item_id)]
    waiting = first if station_id is None else [(station_id, item_id)]
    ordered = frozenset(waiting) if made_to_order else frozenset()
    seen = set(waiting)
    while waiting:
        place = waiting.pop()
        if place not in ordered and holding_loops(structure, *place):
            stations.add(place[0])
            continue
        ending = structure.loops_ending_at(*place)
        to_order.update(loop.id for loop in ending)
        feeders = [feeder for loop in ending for feeder in feeders_of(structure, loop)]
        for found in dict.fromkeys((feeder.consumer_id, feeder.item_id) for feeder in feeders):
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    return Decoupling(tuple(sorted(stations)), frozenset(to_order))


def places_of_sale(structure: Structure, item_id: int) -> list[int]:
    """The stations that an item ships from, where nobody says: where its last loops end, by id."""
    return sorted({loop.consumer_id for loop in _last_loops(structure, item_id)})


def _last_loops(structure: Structure, item_id: int) -> list[Loop]:
    """Those that no further loop of the item goes on from: at the places of sale, else where it is built in."""
    loops = _loops_of(structure, item_id)
    going_on = {loop.source_id for loop in loops}
    last = [loop for loop in loops if loop.consumer_id not in going_on] or loops
    kinds = structure.stations
    sold = [loop for loop in last if kinds[loop.consumer_id].kind is not StationKind.WORKSTATION]
    return sold or last
