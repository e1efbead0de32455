"""A draft into the tables: stations, items, BOM, loops, order history and the loops' new cards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update

from kanban_app.domain.draft import LoopDraft, OrderLineDraft, PlantDraft, StationDraft
from kanban_app.domain.loops import KIND_OF_SOURCE, Step, default_steps
from kanban_app.store.database import Database
from kanban_app.store.instants import to_us
from kanban_app.store.reading import read_at_rest
from kanban_app.store.tables import METADATA

# A million order lines are written in parts, so that they never stand in memory together.
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Planted:
    """What a draft added, by kind, and the ids that its names have now."""

    counts: Mapping[str, int]
    station_ids: Mapping[str, int]
    item_ids: Mapping[str, int]
    new_loop_ids: tuple[int, ...]


def plant_draft(database: Database, draft: PlantDraft, now: datetime, *, are_lines_new: bool = False) -> Planted:
    """Write a draft's structure inside the caller's transaction. What is there already, by name, stays as it is.

    `are_lines_new`: the order lines have been compared with those that are there, and all are to be added.
    """
    stations, new_stations = _named(database, "station", "name", _station_rows(draft.stations))
    _link_serving_stores(database, draft.stations, stations)
    items, new_items = _named(
        database,
        "item",
        "code",
        {
            item.code: {
                "description": item.description,
                "unit": item.unit,
                "decimals": item.decimals,
                "category": item.category,
                "unit_cost": item.unit_cost,
                "picture": item.picture,
            }
            for item in draft.items
        },
    )
    new_lines = _write_bom(database, draft, items)
    new_loops = _write_loops(database, draft.loops, stations, items, now)
    new_orders = _write_orders(database, draft, stations, items, are_lines_new)
    counts = {
        "stations": new_stations,
        "items": new_items,
        "bom_lines": new_lines,
        "loops": len(new_loops),
        "order_lines": new_orders,
    }
    bump_structure(database)
    return Planted(counts, stations, items, tuple(new_loops))


def bump_structure(database: Database) -> None:
    """Tell every terminal that stations, items, BOM or loops changed."""
    plant = METADATA.tables["plant"]
    database.core.execute(update(plant).values(structure_version=plant.c.structure_version + 1))


def tell_of_rest(database: Database, known: frozenset[int]) -> None:
    """Tell every terminal where an item made for choices came to rest, or is needed again; `known` are those at rest.

    Inside the caller's transaction, after whatever may have changed it.
    """
    if read_at_rest(database) != known:
        bump_structure(database)


def next_id(database: Database, table: Table) -> int:
    """The first unused number of a table counted by the program."""
    return int(database.core.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) + 1


def _named(
    database: Database, table_name: str, name_column: str, wanted: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, int], int]:
    """Add what is not there by name. Returns every name's id and how many were added."""
    table = METADATA.tables[table_name]
    ids = {row[0]: row[1] for row in database.core.execute(select(table.c[name_column], table.c.id))}
    number = next_id(database, table)
    rows = []
    for name, values in wanted.items():
        if name not in ids:
            ids[name] = number
            rows.append({"id": number, name_column: name, **values})
            number += 1
    _insert(database, table, rows)
    return ids, len(rows)


def _insert(database: Database, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        database.core.execute(insert(table), list(rows))


def _station_rows(stations: Iterable[StationDraft]) -> dict[str, dict[str, Any]]:
    return {station.name: {"kind": station.kind.value, "location": station.location} for station in stations}


def _link_serving_stores(database: Database, stations: Iterable[StationDraft], ids: Mapping[str, int]) -> None:
    table = METADATA.tables["station"]
    for station in stations:
        if station.served_from:
            own = table.c.id == ids[station.name]
            database.core.execute(
                update(table)
                .where(own, table.c.served_from_id.is_(None))
                .values(served_from_id=ids[station.served_from])
            )


def _write_bom(database: Database, draft: PlantDraft, items: Mapping[str, int]) -> int:
    table = METADATA.tables["bom_line"]
    known = {tuple(row) for row in database.core.execute(select(table.c.parent_id, table.c.component_id))}
    rows = []
    for place, line in enumerate(draft.bom):
        ends = (items[line.parent], items[line.component])
        if ends not in known:
            known.add(ends)
            ratio = {"numerator": line.per_parent.numerator, "denominator": line.per_parent.denominator}
            rows.append({"parent_id": ends[0], "component_id": ends[1], "place": place, **ratio})
    _insert(database, table, rows)
    return len(rows)


def _write_loops(
    database: Database,
    loops: Iterable[LoopDraft],
    stations: Mapping[str, int],
    items: Mapping[str, int],
    now: datetime,
) -> list[int]:
    table = METADATA.tables["loop"]
    ends = (table.c.item_id, table.c.source_id, table.c.consumer_id)
    known = {tuple(row) for row in database.core.execute(select(*ends))}
    kinds = dict(
        tuple(row) for row in database.core.execute(select(*(METADATA.tables["station"].c[n] for n in ("id", "kind"))))
    )
    number = next_id(database, table)
    rows: list[dict[str, Any]] = []
    for loop in loops:
        row = _loop_row(loop, stations, items, kinds)
        if (row["item_id"], row["source_id"], row["consumer_id"]) not in known:
            rows.append({"id": number + len(rows), "revised_at": to_us(now), **row})
    _insert(database, table, rows)
    return [row["id"] for row in rows]


def _loop_row(
    loop: LoopDraft, stations: Mapping[str, int], items: Mapping[str, int], kinds: Mapping[int, str]
) -> dict[str, Any]:
    source_id = stations[loop.source]
    kind = KIND_OF_SOURCE[kinds[source_id]]  # type: ignore[index] # a StrEnum's member equals its text
    in_process, in_transit = default_steps(kind)
    reasons = [{"subject": r.subject, "rule": r.rule, "values": dict(r.values)} for r in loop.reasons]
    return {
        "item_id": items[loop.item],
        "source_id": source_id,
        "consumer_id": stations[loop.consumer],
        "kind": kind.value,
        "container_quantity": loop.container_quantity,
        "card_count": loop.card_count,
        "lot_cards": loop.lot_cards,
        "safety_cards": loop.safety_cards,
        "lead_time_minutes": loop.lead_time_minutes,
        "in_use": (loop.in_use or Step.ALLOWED).value,
        "in_process": (loop.in_process or in_process).value,
        "in_transit": (loop.in_transit or in_transit).value,
        "scan_only": loop.scan_only,
        "suspended": loop.suspended,
        "priority": loop.priority,
        "share": loop.share,
        "over_tolerance_percent": loop.over_tolerance_percent,
        "under_tolerance_percent": loop.under_tolerance_percent,
        "rest_on_order": loop.rest_on_order,
        "print_rule": loop.print_rule.value,
        "container_type": loop.container_type,
        "source_location": loop.source_location,
        "consumer_location": loop.consumer_location,
        "explanation": json.dumps(reasons, ensure_ascii=False) if reasons else "",
    }


def _write_orders(
    database: Database,
    draft: PlantDraft,
    stations: Mapping[str, int],
    items: Mapping[str, int],
    are_new: bool,
) -> int:
    """Add the order lines that are not there yet; a line that stands twice in the lists is two lines. Streamed."""
    table = METADATA.tables["order_line"]
    columns = (table.c.order_number, table.c.item_id, table.c.due_on, table.c.quantity)
    known = () if are_new else database.core.execute(select(*columns))
    there = Counter((number, item, due, quantity) for number, item, due, quantity in known)
    first = number = next_id(database, table)
    numbers = _LineNumbers(database)
    rows: list[dict[str, Any]] = []
    for line in draft.order_lines:
        item_id = items[line.item]
        identity = (line.order_number, item_id, line.due_on.isoformat(), line.quantity)
        if there[identity]:
            there[identity] -= 1
            continue
        rows.append(_order_row(number, line, stations.get(line.deliver_from), item_id))
        if line.status == "open":
            rows[-1]["line_number"] = numbers.of(line)
        number += 1
        if len(rows) >= _CHUNK:
            _insert(database, table, rows)
            rows = []
            numbers.are_written()
    _insert(database, table, rows)
    return number - first


class _LineNumbers:
    """The number of each new open line within its order: the list's own where it is free, else the next one."""

    def __init__(self, database: Database) -> None:
        self._core = database.core
        self._highest = Counter(_open_lines(database))
        self._waiting: set[tuple[str, int]] = set()
        table = METADATA.tables["order_line"]
        of_order = (table.c.order_number == bindparam("order")) & (table.c.line_number == bindparam("line"))
        self._asked = select(table.c.id).where(of_order).limit(1)

    def of(self, line: OrderLineDraft) -> int:
        """The number of this line, given away once."""
        order, highest = line.order_number, self._highest[line.order_number]
        number = line.line if order else 0
        if not number or (number <= highest and self._is_taken(order, number)):
            number = highest + 1
        self._highest[order] = max(highest, number)
        self._waiting.add((order, number))
        return number

    def are_written(self) -> None:
        """The lines whose numbers were given so far are in the table now."""
        self._waiting.clear()

    def _is_taken(self, order: str, number: int) -> bool:
        if (order, number) in self._waiting:
            return True
        return self._core.execute(self._asked, {"order": order, "line": number}).first() is not None


def _open_lines(database: Database) -> dict[str, int]:
    """The highest line number of each order that was ever open here."""
    table = METADATA.tables["order_line"]
    counted = select(table.c.order_number, func.max(table.c.line_number)).where(table.c.line_number > 0)
    return {row[0]: row[1] for row in database.core.execute(counted.group_by(table.c.order_number))}


def _order_row(number: int, line: OrderLineDraft, station_id: int | None, item_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "line_number": 0,
        "order_number": line.order_number,
        "customer": line.customer,
        "item_id": item_id,
        "station_id": station_id,
        "due_on": line.due_on.isoformat(),
        "quantity": line.quantity,
        "status": line.status,
        "priority": line.priority,
        "price": line.price,
        "note": line.note,
        "options": line.options,
    }
