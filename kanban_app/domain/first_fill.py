"""The first fill of a plant: which new card starts with how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kanban_app.domain.cards import Card
from kanban_app.domain.loops import Loop
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure


class Start(StrEnum):
    """How new cards begin: not activated, all full, filled as far as the counted stock goes, or all empty."""

    NEW = "new"
    FULL = "full"
    FROM_STOCK = "from-stock"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Counted:
    """Counted stock of an item at a place: the name of a station or of a location."""

    item_id: int
    place: str
    quantity: int


@dataclass(frozen=True, slots=True)
class FirstFill:
    """Steps per card id to activate with (0 is empty), and the stock that no card holds."""

    quantities: Mapping[int, int]
    unplaced: tuple[Counted, ...]


def first_fill(
    structure: Structure, cards: Mapping[int, Sequence[Card]], start: Start, stock: Iterable[Counted]
) -> FirstFill:
    """Work out the first fill. `cards` are the new cards by loop id; suspended loops stand by and start empty-handed.

    Stock at a place goes to the loops that end at the station of that name, else at the stations of that location,
    stores first; whole containers first, then one that is partly filled.
    """
    filled: dict[int, int] = {}
    if start is Start.NEW:
        return FirstFill({}, ())
    for loop_id, of_loop in cards.items():
        loop = structure.loops[loop_id]
        if not loop.suspended:
            filled |= {card.id: loop.container_quantity if start is Start.FULL else 0 for card in of_loop}
    unplaced = []
    if start is Start.FROM_STOCK:
        for counted in stock:
            left = counted.quantity
            for loop in _loops_at(structure, counted):
                left = _fill_loop(loop, cards.get(loop.id, ()), left, filled)
            if left:
                unplaced.append(Counted(counted.item_id, counted.place, left))
    return FirstFill(filled, tuple(unplaced))


def _loops_at(structure: Structure, counted: Counted) -> list[Loop]:
    place = counted.place.casefold()
    stations = [station for station in structure.stations.values() if station.name.casefold() == place]
    if not stations:
        stations = [station for station in structure.stations.values() if station.location.casefold() == place]
    else:
        here = {station.id for station in stations}
        # A store's stock may lie at the workstations of its location that have loops of their own.
        stations += [
            station
            for station in structure.stations.values()
            if station.location.casefold() == place and station.id not in here
        ]
    stations.sort(key=lambda station: station.kind is not StationKind.STORE)
    found = [loop for station in stations for loop in structure.loops_ending_at(station.id, counted.item_id)]
    return [loop for loop in found if not loop.suspended]


def _fill_loop(loop: Loop, cards: Sequence[Card], quantity: int, filled: dict[int, int]) -> int:
    for card in cards:
        # Stock may be counted in several lines; what the first one filled is not filled again.
        room = min(quantity, loop.container_quantity - filled[card.id])
        filled[card.id] += room
        quantity -= room
    return quantity
