"""Transfers item by item: what a wildcard row stands for, and which rows would send goods in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kanban_app.domain.demand import History
from kanban_app.domain.supply_lists import ALL_ITEMS, PlantFacts, TransferRow


def moves_by_item(facts: PlantFacts, history: History) -> list[TransferRow]:
    """The transfer rows with every wildcard replaced by the items it stands for. Some may run in a circle.

    `All items` means the items that the source keeps (it has a stock row of them, or they are moved to it) or
    sells. An explicit row of an item between the same two stations comes before a wildcard's.
    """
    unit_steps = {item.code: 10**item.decimals for item in facts.items}
    rows = [row for row in facts.transfers if row.item != ALL_ITEMS]
    wildcards = [row for row in facts.transfers if row.item == ALL_ITEMS]
    known = {(row.item, row.source, row.destination) for row in rows}
    kept: dict[str, dict[str, None]] = {}
    for item, place in [(line.item, line.place) for line in facts.stock] + sorted(history.sold_at):
        kept.setdefault(place, {})[item] = None
    for row in rows:
        kept.setdefault(row.destination, {})[row.item] = None
    grown = True
    while grown:
        grown = False
        for row in wildcards:
            for item in list(kept.get(row.source, ())):
                if (item, row.source, row.destination) not in known:
                    known.add((item, row.source, row.destination))
                    rows.append(_standing_for(row, item, unit_steps.get(item, 1)))
                    kept.setdefault(row.destination, {})[item] = None
                    grown = True
    return rows


def _standing_for(row: TransferRow, item: str, unit_steps: int) -> TransferRow:
    return replace(row, item=item, minimum=row.minimum * unit_steps, multiple=row.multiple * unit_steps)


def circles(rows: Iterable[TransferRow]) -> Iterator[tuple[TransferRow, tuple[str, ...]]]:
    """The rows that would send an item back to where it came from, in the order given, with the circle of
    stations.
    """
    ways: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        onward = ways.setdefault(row.item, {})
        back = _path(onward, row.destination, row.source)
        if back:
            yield row, (row.source, *back)
        else:
            onward.setdefault(row.source, []).append(row.destination)


def _path(onward: Mapping[str, list[str]], start: str, goal: str) -> tuple[str, ...]:
    """The stations from start to goal, both included; empty where no way leads there."""
    came_from = {start: ""}
    todo = [start]
    while todo:
        place = todo.pop()
        if place == goal:
            path = [place]
            while came_from[path[-1]]:
                path.append(came_from[path[-1]])
            return tuple(reversed(path))
        for following in onward.get(place, ()):
            if following not in came_from:
                came_from[following] = place
                todo.append(following)
    return ()
