"""From what was gathered to a draft: stations completed, what the plant has already left out, all checked together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kanban_app.domain.demand import History
from kanban_app.domain.draft import BomLineDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.items import BomCycle, BomLine, levels_from_leaves
from kanban_app.domain.moves import circles, moves_by_item
from kanban_app.domain.stations import StationKind
from kanban_app.domain.supply_lists import ALL_ITEMS, PlantFacts, TransferRow
from kanban_app.operations.importing.problems import Fault, Severity, Where, error, told_once, warning
from kanban_app.operations.importing.session import Session
from kanban_app.operations.importing.words import NONE

MOST_CIRCLES_TOLD = 20


def check_together(session: Session, existing: PlantDraft) -> None:
    """What no single row shows: circles in parts lists and transfers, items that are made and bought."""
    _refuse_bom_cycles(session, existing.bom)
    _refuse_transfer_circles(session)
    _warn_of_made_and_bought(session)


def _refuse_bom_cycles(session: Session, existing: Iterable[BomLineDraft]) -> None:
    """Spell out every circle of the parts list, and leave out the line that closes it: what follows needs an end."""
    gathered = session.gathered
    ids = {code: number for number, code in enumerate(session.items.known)}
    names = list(ids)
    fixed = [BomLine(ids[line.parent], ids[line.component], line.per_parent) for line in existing]
    for _ in range(MOST_CIRCLES_TOLD):
        lines = [BomLine(ids[line.parent], ids[line.component], line.per_parent) for line, _ in gathered.bom]
        try:
            levels_from_leaves([*fixed, *lines])
            return
        except BomCycle as cycle:
            edges = set(zip(cycle.path, cycle.path[1:], strict=False))
            path = " → ".join(names[item_id] for item_id in cycle.path)
            closing = [n for n, line in enumerate(lines) if (line.parent_id, line.component_id) in edges]
        if not closing:
            return
        _, where = gathered.bom.pop(closing[-1])
        fault = Fault("bom_cycle", Severity.ERROR, {"path": path}, skippable=False)
        session.problems.add(fault, where)
    gathered.bom.clear()


def _refuse_transfer_circles(session: Session) -> None:
    gathered = session.gathered
    rows = [row for row, _ in gathered.transfers]
    facts = PlantFacts(items=tuple(session.items.known.values()), transfers=tuple(rows), stock=tuple(gathered.stock))
    told: set[TransferRow] = set()
    for move, path in circles(moves_by_item(facts, History(sold_at=frozenset(gathered.sold_at)))):
        for row, where in gathered.transfers:
            is_its = row.item in (move.item, ALL_ITEMS)
            if is_its and (row.source, row.destination) == (move.source, move.destination) and row not in told:
                told.add(row)
                session.problems.add(error("transfer_circle", item=move.item, path=" → ".join(path)), where)
                break


def _warn_of_made_and_bought(session: Session) -> None:
    made = {row.item: row for row, _ in session.gathered.routing}
    for row, where in session.gathered.suppliers:
        maker = made.get(row.item)
        if maker is not None:
            first = row.supplier if row.priority < maker.priority else maker.workstation
            values = {"item": row.item, "workstation": maker.workstation, "supplier": row.supplier}
            session.problems.add(warning("made_and_bought", first=first, **values), where, value=row.item)


def completed_stations(session: Session, files: Where) -> tuple[StationDraft, ...]:
    """All stations, each workstation with the store that serves it: the one named, or that of its location.

    Where a workstation has no location and there is one store only, it is that one, with a warning.
    """
    every = list(session.stations.known.values())
    stores = [station for station in every if station.kind is StationKind.STORE]
    by_location = {station.location: station.name for station in reversed(stores) if station.location}
    by_location |= {station.name: station.name for station in stores}
    return tuple(_with_store(station, by_location, stores, session, files) for station in every)


def _with_store(
    station: StationDraft,
    by_location: dict[str, str],
    stores: list[StationDraft],
    session: Session,
    files: Where,
) -> StationDraft:
    if station.served_from == NONE:
        return replace(station, served_from="")
    if station.served_from:
        spelled = session.stations.spelled(station.served_from) or ""
        if session.stations.kind_of(spelled) is StationKind.STORE:
            return replace(station, served_from=spelled)
        values = {"name": station.name, "store": station.served_from}
        session.problems.add(Fault("store_of_workstation", Severity.ERROR, values, skippable=False), files)
        return replace(station, served_from="")
    if station.kind is not StationKind.WORKSTATION:
        return station
    store = by_location.get(station.location, "")
    if not store and not station.location and len(stores) == 1:
        store = stores[0].name
        session.problems.add(told_once("made_up_store", station=station.name, store=store), files)
    return replace(station, served_from=store)


def drafts(session: Session, stations: tuple[StationDraft, ...], existing: PlantDraft) -> tuple[PlantDraft, PlantFacts]:
    """(what is new to the plant, what a proposal of loops rests on)."""
    gathered = session.gathered
    old_stations = {station.name for station in existing.stations}
    old_items = {item.code for item in existing.items}
    items = tuple(session.items.known.values())
    bom = _new_bom_lines(session, existing)
    draft = PlantDraft(
        stations=tuple(station for station in stations if station.name not in old_stations),
        items=tuple(item for item in items if item.code not in old_items),
        bom=bom,
        loops=_new_loops(session, existing),
        stock=tuple(gathered.stock),
        # A draft's lines are gone through, never indexed; a tuple of a million would fill the memory.
        order_lines=gathered.order_lines,
    )
    facts = PlantFacts(
        stations=stations,
        items=items,
        bom=(*existing.bom, *bom),
        routing=tuple(row for row, _ in gathered.routing),
        transfers=tuple(row for row, _ in gathered.transfers),
        suppliers=tuple(row for row, _ in gathered.suppliers),
        stock=draft.stock,
        order_lines=gathered.order_lines,
    )
    return draft, facts


def _new_bom_lines(session: Session, existing: PlantDraft) -> tuple[BomLineDraft, ...]:
    old = {(line.parent, line.component): line for line in existing.bom}
    new: list[BomLineDraft] = []
    for line, where in session.gathered.bom:
        there = old.get((line.parent, line.component))
        if there is None:
            new.append(line)
        elif there != line:
            name = f"{line.parent}, {line.component}"
            session.problems.add(warning("already_there", name=name), where)
    return tuple(new)


def _new_loops(session: Session, existing: PlantDraft) -> tuple[LoopDraft, ...]:
    old = {(loop.item, loop.source, loop.consumer): replace(loop, reasons=()) for loop in existing.loops}
    new: list[LoopDraft] = []
    for loop, where in session.gathered.loops:
        there = old.get((loop.item, loop.source, loop.consumer))
        if there is None:
            new.append(loop)
        elif there != _with_steps_of(there, loop):
            name = f"{loop.item}, {loop.source}, {loop.consumer}"
            session.problems.add(warning("already_there", name=name), where)
    return tuple(new)


def _with_steps_of(there: LoopDraft, loop: LoopDraft) -> LoopDraft:
    """The loop with the steps of the one that is there, where its row says nothing of them."""
    return replace(
        loop,
        in_use=loop.in_use or there.in_use,
        in_process=loop.in_process or there.in_process,
        in_transit=loop.in_transit or there.in_transit,
    )
