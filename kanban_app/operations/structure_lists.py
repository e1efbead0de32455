"""Loops, items and stations as lines of lists: what a person reads of each, in the order in which one looks for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, quantity
from kanban_app.operations import words
from kanban_app.operations.session import Session
from kanban_app.operations.structure_texts import minutes_text


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: its id, what its cells say, and all of it in small letters for finding."""

    id: int
    texts: tuple[str, ...]
    found_by: str


@dataclass(frozen=True, slots=True)
class StructureLists:
    """Every line of the three lists, and the structure that they were made from."""

    structure: Structure
    loops: tuple[Line, ...]
    items: tuple[Line, ...]
    stations: tuple[Line, ...]


def read_lists(session: Session) -> StructureLists:
    """The three lists as they are now."""
    session.head()
    structure = session.structure
    return StructureLists(structure, _loops(structure), _items(structure), _stations(structure))


def _line(own_id: int, *texts: str) -> Line:
    return Line(own_id, texts, " ".join(texts).casefold())


def _loops(structure: Structure) -> tuple[Line, ...]:
    loops = sorted(structure.loops_in_sight(), key=lambda loop: (structure.item_of(loop).code.casefold(), loop.id))
    lines = []
    for loop in loops:
        item = structure.item_of(loop)
        amount = f"{quantity(loop.container_quantity, item.decimals)} {words.unit(item.unit)}"
        cards = str(loop.card_count)
        if loop.is_lot:
            cards = _("{count}, lots of {lot}").format(count=loop.card_count, lot=loop.lot_cards)
        lines.append(
            _line(
                loop.id,
                item.code,
                structure.stations[loop.source_id].name,
                structure.stations[loop.consumer_id].name,
                words.kind(loop.kind),
                amount,
                cards,
                minutes_text(loop.lead_time_minutes),
                _("paused") if loop.suspended else "",
            )
        )
    return tuple(lines)


def _items(structure: Structure) -> tuple[Line, ...]:
    loops = Counter(loop.item_id for loop in structure.loops.values())
    parts = Counter(line.parent_id for line in structure.bom)
    used = Counter(line.component_id for line in structure.bom if line.parent_id not in structure.at_rest)
    return tuple(
        _line(
            item.id,
            item.code,
            item.description,
            words.unit(item.unit),
            item.category,
            _some(parts[item.id]),
            _some(used[item.id]),
            _some(loops[item.id]),
        )
        for item in sorted(structure.items_in_sight(), key=lambda item: item.code.casefold())
    )


def _stations(structure: Structure) -> tuple[Line, ...]:
    begins = Counter(loop.source_id for loop in structure.loops_in_sight())
    ends = Counter(loop.consumer_id for loop in structure.loops_in_sight())
    lines = []
    for station_id in structure.flow_order():
        station = structure.stations[station_id]
        store = structure.stations.get(station.served_from_id or 0)
        counts = _some(begins[station_id]), _some(ends[station_id])
        places = station.location, store.name if store else ""
        lines.append(_line(station_id, station.name, words.station_kind(station.kind), *places, *counts))
    return tuple(lines)


def _some(count: int) -> str:
    """A count that is worth reading; nothing for none."""
    return str(count) if count else ""
