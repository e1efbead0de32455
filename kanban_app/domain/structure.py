"""The plant's structure: everything that changes seldom, indexed for the questions a booking asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.stations import Station


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a loop: the item, the steps one container takes, and the loops it is taken from, as asked."""

    item_id: int
    quantity: int
    loops: tuple[Loop, ...]


class Structure:
    """Stations, items, BOM and loops of a plant, with the lookups that the rules need. Never changed in place.

    `at_rest` are the items made for choices of others of which nothing is ordered, kept or about any more: history and
    rules know them and their loops, lists and boards leave them out of sight until somebody orders them again.
    """

    def __init__(
        self,
        stations: Iterable[Station],
        items: Iterable[Item],
        bom: Iterable[BomLine],
        loops: Iterable[Loop],
        version: int = 0,
        at_rest: frozenset[int] = frozenset(),
    ) -> None:
        self.stations = {station.id: station for station in stations}
        self.items = {item.id: item for item in items}
        self.bom = tuple(bom)
        self.loops = {loop.id: loop for loop in loops}
        self.version = version
        self.at_rest = at_rest
        self._components: dict[int, list[BomLine]] = {}
        for line in self.bom:
            self._components.setdefault(line.parent_id, []).append(line)
        self._ending_at: dict[tuple[int, int], list[Loop]] = {}
        for loop in self.loops.values():
            self._ending_at.setdefault((loop.consumer_id, loop.item_id), []).append(loop)
        for ending in self._ending_at.values():
            ending.sort(key=lambda loop: (loop.priority, loop.id))
        self._inputs: dict[tuple[int, int], tuple[Input, ...]] = {}

    def items_in_sight(self) -> list[Item]:
        """The items that a person chooses from or reads of: all that are not at rest."""
        return [item for item in self.items.values() if item.id not in self.at_rest]

    def loops_in_sight(self) -> list[Loop]:
        """The loops of those items."""
        return [loop for loop in self.loops.values() if loop.item_id not in self.at_rest]

    def item_of(self, loop: Loop) -> Item:
        """The item that circulates in this loop."""
        return self.items[loop.item_id]

    def components_of(self, item_id: int) -> list[BomLine]:
        """The BOM lines of an item, in the order of its parts list."""
        return self._components.get(item_id, [])

    def parents_of(self, item_id: int) -> list[BomLine]:
        """The BOM lines in which an item is the component (where used), of what is not at rest."""
        return [line for line in self.bom if line.component_id == item_id and line.parent_id not in self.at_rest]

    def loops_ending_at(self, station_id: int, item_id: int) -> list[Loop]:
        """The loops that bring an item to a station, first asked first."""
        return self._ending_at.get((station_id, item_id), [])

    def loops_at(self, station_id: int) -> tuple[list[Loop], list[Loop]]:
        """(loops that end here, loops whose source is here)."""
        ends = [loop for loop in self.loops.values() if loop.consumer_id == station_id]
        begins = [loop for loop in self.loops.values() if loop.source_id == station_id]
        return ends, begins

    def feeding_loops(self, station_id: int, item_id: int) -> tuple[Loop, ...]:
        """The loops that a draw of this item at this station takes from: its own, else those of the serving store."""
        own = self.loops_ending_at(station_id, item_id)
        served_from = self.stations[station_id].served_from_id
        if not own and served_from is not None:
            own = self.loops_ending_at(served_from, item_id)
        return tuple(loop for loop in own if not loop.scan_only)

    def inputs_of(self, loop: Loop, container_quantity: int) -> tuple[Input, ...]:
        """What refilling one container of this loop with that many steps takes at its source.

        An input that no loop brings to the source, or only loops set to scan only, is not listed: nothing is drawn.
        """
        key = (loop.id, container_quantity)
        found = self._inputs.get(key)
        if found is None:
            found = self._inputs[key] = self._find_inputs(loop, container_quantity)
        return found

    def _find_inputs(self, loop: Loop, container_quantity: int) -> tuple[Input, ...]:
        needs: list[tuple[int, int]] = []
        if loop.kind is LoopKind.PRODUCTION:
            needs = [(line.component_id, line.need(container_quantity)) for line in self.components_of(loop.item_id)]
        elif loop.kind is LoopKind.WITHDRAWAL:
            needs = [(loop.item_id, container_quantity)]
        inputs = (Input(item_id, need, self.feeding_loops(loop.source_id, item_id)) for item_id, need in needs)
        return tuple(found for found in inputs if found.loops)

    def flow_order(self) -> list[int]:
        """Station ids from the suppliers down to the last consumers (longest way first; ties by id)."""
        rank = dict.fromkeys(self.stations, 0)
        edges = {(loop.source_id, loop.consumer_id) for loop in self.loops.values()}
        for _ in range(len(self.stations)):
            moved = False
            for source_id, consumer_id in edges:
                if rank[consumer_id] < rank[source_id] + 1 <= len(self.stations):
                    rank[consumer_id] = rank[source_id] + 1
                    moved = True
            if not moved:
                break
        return sorted(self.stations, key=lambda station_id: (rank[station_id], station_id))
