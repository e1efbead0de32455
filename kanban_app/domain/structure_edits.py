"""What stations, items, parts lists and loops may become: every rule that a change by hand could break.

Each check answers all that is wrong, field by field, and changes nothing. New things have the id 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kanban_app.domain.items import BomCycle, BomLine, Item, levels_from_leaves
from kanban_app.domain.loop_changes import LARGEST_RANK, LONGEST_LEAD_TIME_MINUTES, MOST_CARDS, misfits
from kanban_app.domain.loops import Loop
from kanban_app.domain.quantities import LARGEST_STEPS, MOST_DECIMALS
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure

NEW = 0


@dataclass(frozen=True, slots=True)
class EditFault:
    """One thing that is wrong: the field, a stable code, and the facts that its wording needs."""

    field_name: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class EditRefused(ValueError):
    """A change that is not made, whole; `faults` says of each field why. Never empty."""

    def __init__(self, faults: Sequence[EditFault]) -> None:
        super().__init__(", ".join(f"{fault.field_name}: {fault.code}" for fault in faults))
        self.faults = tuple(faults)


def refuse_if(faults: Sequence[EditFault]) -> None:
    """Raises EditRefused where there is any fault."""
    if faults:
        raise EditRefused(faults)


def station_faults(structure: Structure, station: Station) -> tuple[EditFault, ...]:
    """What is wrong with a station as it would become."""
    faults = _name_faults("name", station.name, station.id, ((s.name, s.id) for s in structure.stations.values()))
    faults += _kind_faults(structure, station)
    store = structure.stations.get(station.served_from_id or NEW)
    if station.served_from_id is not None:
        if station.kind is not StationKind.WORKSTATION:
            faults.append(EditFault("served_from", "serves_workstations_only"))
        elif store is None or store.kind is not StationKind.STORE or store.id == station.id:
            faults.append(EditFault("served_from", "no_store", {"name": store.name if store else ""}))
    return tuple(faults)


def _kind_faults(structure: Structure, station: Station) -> list[EditFault]:
    """The kind of a loop follows from its source, and nobody pulls to a supplier: a kind in use stays."""
    old = structure.stations.get(station.id)
    if old is None or old.kind is station.kind:
        return []
    ends, begins = structure.loops_at(station.id)
    stuck = begins + (ends if station.kind is StationKind.SUPPLIER else [])
    if stuck:
        item = structure.item_of(stuck[0]).code
        return [EditFault("kind", "kind_in_use", {"name": old.name, "item": item, "count": str(len(stuck))})]
    served = [other.name for other in structure.stations.values() if other.served_from_id == station.id]
    if served:
        return [EditFault("kind", "serves", {"name": old.name, "station": served[0]})]
    return []


def item_faults(structure: Structure, item: Item, is_counted: bool) -> tuple[EditFault, ...]:
    """What is wrong with an item as it would become. `is_counted`: quantities of it are written somewhere."""
    faults = _name_faults("code", item.code, item.id, ((i.code, i.id) for i in structure.items.values()))
    if not item.unit:
        faults.append(EditFault("unit", "missing"))
    old = structure.items.get(item.id)
    if not 0 <= item.decimals <= MOST_DECIMALS:
        faults.append(EditFault("decimals", "out_of_range", {"least": "0", "most": str(MOST_DECIMALS)}))
    elif old is not None and is_counted and item.decimals != old.decimals:
        faults.append(EditFault("decimals", "already_counted", {"item": old.code, "decimals": str(old.decimals)}))
    return tuple(faults)


def _name_faults(where: str, name: str, own_id: int, known: Iterable[tuple[str, int]]) -> list[EditFault]:
    if not name:
        return [EditFault(where, "missing")]
    folded = name.casefold()
    taken = next((other for other, other_id in known if other.casefold() == folded and other_id != own_id), None)
    return [EditFault(where, "name_taken", {"name": taken})] if taken is not None else []


def bom_faults(structure: Structure, parent_id: int, lines: Sequence[BomLine]) -> tuple[EditFault, ...]:
    """What is wrong with the whole parts list of an item; `field_name` is the id of the component, as text.

    A cycle is spelled out from the item down to itself.
    """
    faults: list[EditFault] = []
    seen: set[int] = set()
    for line in lines:
        name = {"item": structure.items[line.component_id].code}
        if line.component_id in seen:
            faults.append(EditFault(str(line.component_id), "part_twice", name))
        elif line.per_parent <= 0:
            faults.append(EditFault(str(line.component_id), "not_positive", name))
        seen.add(line.component_id)
    others = [line for line in structure.bom if line.parent_id != parent_id]
    try:
        levels_from_leaves([*lines, *others])
    except BomCycle as cycle:
        path = _turned_to(parent_id, cycle.path)
        names = " → ".join(structure.items[item_id].code for item_id in path)
        faults.append(EditFault(str(path[1]), "bom_cycle", {"path": names}))
    return tuple(faults)


def _turned_to(item_id: int, path: tuple[int, ...]) -> tuple[int, ...]:
    """The same cycle, told from this item on if it is part of it."""
    if item_id not in path:
        return path
    ring = path[:-1]
    place = ring.index(item_id)
    return (*ring[place:], *ring[:place], item_id)


def loop_faults(structure: Structure, loop: Loop) -> tuple[EditFault, ...]:
    """What is wrong with a loop as it would become."""
    faults = [EditFault(name, _RANGE_CODES.get(name, "out_of_range"), _range_of(name, loop)) for name in misfits(loop)]
    if loop.id != NEW:
        return tuple(faults)
    if loop.source_id == loop.consumer_id:
        name = {"name": structure.stations[loop.source_id].name}
        faults.append(EditFault("consumer", "same_station", name))
    elif structure.stations[loop.consumer_id].kind is StationKind.SUPPLIER:
        faults.append(EditFault("consumer", "pulls_to_supplier", {"name": structure.stations[loop.consumer_id].name}))
    ends = (loop.item_id, loop.source_id, loop.consumer_id)
    if any((one.item_id, one.source_id, one.consumer_id) == ends for one in structure.loops.values()):
        faults.append(EditFault("item", "loop_there", {"item": structure.items[loop.item_id].code}))
    return tuple(faults)


_RANGE_CODES = {"lot_cards": "lot_above_cards", "safety_cards": "safety_above_cards"}
_RANGES: Mapping[str, Callable[[Loop], tuple[int, int]]] = {
    "container_quantity": lambda _loop: (1, LARGEST_STEPS),
    "card_count": lambda _loop: (0, MOST_CARDS),
    "lot_cards": lambda loop: (1, max(1, loop.card_count)),
    "safety_cards": lambda loop: (0, loop.card_count),
    "lead_time_minutes": lambda _loop: (0, LONGEST_LEAD_TIME_MINUTES),
    "priority": lambda _loop: (1, LARGEST_RANK),
    "share": lambda _loop: (0, LARGEST_RANK),
    "over_tolerance_percent": lambda _loop: (0, 1000),
    "under_tolerance_percent": lambda _loop: (0, 100),
}


def _range_of(name: str, loop: Loop) -> dict[str, str]:
    least, most = _RANGES[name](loop)
    return {"least": str(least), "most": str(most)}
