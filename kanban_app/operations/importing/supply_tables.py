"""Reading the tables of who makes, buys, moves and pulls: routing, suppliers, transfers, loops."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from kanban_app.domain.draft import LoopDraft
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.quantities import rounded_up
from kanban_app.domain.stations import StationKind
from kanban_app.domain.supply_lists import RoutingRow, SupplierRow, TransferRow
from kanban_app.operations.importing.cells import BadCell, name_of
from kanban_app.operations.importing.columns import (
    Column,
    Line,
    TableSource,
    choices,
    names,
    numbers,
    whole_numbers,
)
from kanban_app.operations.importing.header_text import plain
from kanban_app.operations.importing.names import ALL_ITEMS_MARK, item_or_all
from kanban_app.operations.importing.problems import error
from kanban_app.operations.importing.session import Session
from kanban_app.operations.importing.words import FLAGS, LOOP_KINDS, PRINT_RULES, STEPS

MINUTES_IN = {"lead_time_days": 1440, "lead_time_hours": 60, "lead_time_minutes": 1}


class LeadTime:
    """The lead time of a row in minutes, from whichever of the columns for days, hours and minutes is filled."""

    def __init__(self, source: TableSource) -> None:
        self._columns = [(numbers(source, name), minutes) for name, minutes in MINUTES_IN.items() if source.has(name)]

    def __call__(self, line: Line) -> int | None:
        """Whole minutes, rounded up; None where the row does not say."""
        found: int | None = None
        for column, minutes in self._columns:
            value = column(line)
            if value is not None and value > 10_000_000:
                column.refuse(line, error("out_of_range"))
            elif value is not None and found is None:
                found = rounded_up(Fraction(value) * minutes)
        return found


def read_routing(source: TableSource, session: Session) -> None:
    """Who makes what, and how long it takes. An item is made at one workstation."""
    code = Column(source, "item", session.items.resolve, required=True)
    resolve = partial(session.stations.resolve, kind=StationKind.WORKSTATION)
    workstation = Column(source, "workstation", resolve, required=True)
    location = Column(source, "location", session.stations.resolve_location)
    per_unit = [(numbers(source, "minutes_per_unit"), 1), (numbers(source, "hours_per_unit"), 60)]
    fixed = [(numbers(source, "fixed_minutes"), 1), (numbers(source, "fixed_hours"), 60)]
    minimum, multiple = numbers(source, "minimum"), numbers(source, "multiple")
    priority = whole_numbers(source, "priority")
    for line in source.lines(session.problems, session.progress):
        item, station = code(line), workstation(line)
        row = RoutingRow(
            item or "",
            station or "",
            location(line) or "",
            _minutes(line, per_unit),
            _minutes(line, fixed),
            session.steps(minimum(line), item or "", minimum, line),
            session.steps(multiple(line), item or "", multiple, line),
            priority(line) or 1,
        )
        if line.is_bad() or item is None or not _made_here(row, workstation, line, session):
            continue
        if session.is_new(("routing", item), row, line, item):
            session.gathered.routing.append((row, line.where))
            _locate(row, line, session)


def _minutes(line: Line, columns: list[tuple[Column[Decimal], int]]) -> Fraction | None:
    values = [(column(line), minutes) for column, minutes in columns]
    return next((Fraction(value) * minutes for value, minutes in values if value is not None), None)


def _made_here(row: RoutingRow, column: Column[str], line: Line, session: Session) -> bool:
    known = session.seen.get(("routing", row.item))
    if known is not None and isinstance(known[0], RoutingRow) and known[0].workstation != row.workstation:
        column.refuse(line, error("made_twice", item=row.item, first=known[0].workstation))
        return False
    return True


def _locate(row: RoutingRow, line: Line, session: Session) -> None:
    station = session.stations.known[row.workstation]
    if not row.location or row.location == row.workstation:
        return
    if not station.location:
        session.stations.add(replace(station, location=row.location))
    elif station.location != row.location:
        values = {"name": station.name, "first": station.location, "other": row.location}
        line.report(error("two_locations", **values))


def read_suppliers(source: TableSource, session: Session) -> None:
    """Who sells us what, and where to."""
    resolve = partial(session.stations.resolve, kind=StationKind.SUPPLIER)
    supplier = Column(source, "supplier", resolve, required=True)
    code = Column(source, "item", session.items.resolve, required=True)
    delivered_to = Column(source, "delivered_to", session.stations.resolve_location)
    lead_time = LeadTime(source)
    minimum, multiple = numbers(source, "minimum_order"), numbers(source, "order_multiple")
    priority = whole_numbers(source, "priority")
    for line in source.lines(session.problems, session.progress):
        seller, item, place = supplier(line), code(line), delivered_to(line) or ""
        row = SupplierRow(
            seller or "",
            item or "",
            place,
            lead_time(line),
            session.steps(minimum(line), item or "", minimum, line),
            session.steps(multiple(line), item or "", multiple, line),
            priority(line) or 1,
        )
        key = ("supplier", row.supplier, row.item, place)
        if not line.is_bad() and session.is_new(key, row, line, f"{row.supplier}, {row.item}"):
            session.gathered.suppliers.append((row, line.where))


def read_transfers(source: TableSource, session: Session) -> None:
    """What is moved between stations. `All items` stands for what the source keeps or sells."""
    code = Column(source, "item", session.items.resolve_or_all, required=True)
    start = Column(source, "from", session.stations.resolve_place, required=True)
    end = Column(source, "to", session.stations.resolve_place, required=True)
    lead_time = LeadTime(source)
    minimum, multiple = numbers(source, "minimum"), numbers(source, "multiple")
    priority = whole_numbers(source, "priority")
    for line in source.lines(session.problems, session.progress):
        item, source_name, destination = code(line), start(line), end(line)
        minutes, rank = lead_time(line), priority(line) or 1
        # A wildcard's quantities are whole units, whatever the items are counted in.
        counted_as = "" if item == ALL_ITEMS_MARK else item or ""
        least = session.steps(minimum(line), counted_as, minimum, line)
        times = session.steps(multiple(line), counted_as, multiple, line)
        if line.is_bad() or not item or not source_name or not destination:
            continue
        kind = session.stations.kind_of(source_name)
        if kind is not StationKind.STORE:
            start.refuse(line, error("not_a_store", name=source_name, kind=kind.value if kind else ""))
        if source_name == destination:
            end.refuse(line, error("same_station", name=destination))
        row = TransferRow(item_or_all(item), source_name, destination, minutes, least, times, rank)
        key = ("transfer", item, source_name, destination)
        if not line.is_bad() and session.is_new(key, row, line, f"{item}, {source_name}, {destination}"):
            session.gathered.transfers.append((row, line.where))


def read_loops(source: TableSource, session: Session) -> None:
    """Loops with their numbers, as an export of loops has them."""
    code = Column(source, "item", session.items.resolve, required=True)
    start = Column(source, "source", session.stations.resolve_any, required=True)
    end = Column(source, "consumer", session.stations.resolve_place, required=True)
    container = numbers(source, "container_quantity", required=True, above_zero=True)
    cards, lot = whole_numbers(source, "card_count"), whole_numbers(source, "lot_cards")
    safety, priority = whole_numbers(source, "safety_cards"), whole_numbers(source, "priority")
    share, lead_time = whole_numbers(source, "share"), LeadTime(source)
    suspended = choices(source, "suspended", FLAGS, "bad_flag", plain)
    scan_only = choices(source, "scan_only", FLAGS, "bad_flag", plain)
    print_rule = choices(source, "print_rule", PRINT_RULES, "bad_print_rule", plain)
    box, from_shelf = names(source, "container_type"), names(source, "source_location")
    to_shelf = names(source, "consumer_location")
    steps = {name: choices(source, name, STEPS, "bad_step", plain) for name in ("in_use", "in_process", "in_transit")}
    over, under = (whole_numbers(source, f"{side}_tolerance_percent") for side in ("over", "under"))
    rest_on_order = choices(source, "rest_on_order", FLAGS, "bad_flag", plain)
    for line in source.lines(session.problems, session.progress):
        item, source_name, consumer = code(line), start(line), end(line)
        lot_cards = lot(line) or 1
        draft = LoopDraft(
            item or "",
            source_name or "",
            consumer or "",
            session.steps(container(line), item or "", container, line),
            _or_else(cards(line), lot_cards + 1),
            lot_cards,
            safety(line) or 0,
            _or_else(lead_time(line), 1440),
            suspended(line) or False,
            scan_only(line) or False,
            priority(line) or 1,
            share(line) or 0,
            print_rule(line) or PrintRule.FOLDER,
            box(line) or "",
            from_shelf(line) or "",
            to_shelf(line) or "",
            in_use=steps["in_use"](line),
            in_process=steps["in_process"](line),
            in_transit=steps["in_transit"](line),
            over_tolerance_percent=_or_else(over(line), 10),
            under_tolerance_percent=_or_else(under(line), 10),
            rest_on_order=rest_on_order(line) or False,
        )
        if not line.is_bad():
            _keep_loop(draft, cards, end, line, session)


def _or_else(value: int | None, otherwise: int) -> int:
    """What the row says, a zero too."""
    return otherwise if value is None else value


def _keep_loop(draft: LoopDraft, cards: Column[int], end: Column[str], line: Line, session: Session) -> None:
    if max(1, draft.card_count) < draft.lot_cards:
        values = {"lot": draft.lot_cards, "least": draft.lot_cards, "cards": draft.card_count}
        cards.refuse(line, error("lot_too_large", **{name: str(value) for name, value in values.items()}))
    if draft.source == draft.consumer:
        end.refuse(line, error("same_station", name=draft.consumer))
    key = ("loop", draft.item, draft.source, draft.consumer)
    name = f"{draft.item}, {draft.source}, {draft.consumer}"
    if not line.is_bad() and session.is_new(key, draft, line, name):
        session.gathered.loops.append((draft, line.where))


def claim_loop_sources(source: TableSource, session: Session) -> None:
    """Take down, before anything is read, what the sources of loops are, where the table says the kind of a loop."""
    name_index, kind_index = (source.recognised.columns.get(name, -1) for name in ("source", "kind"))
    for cells in source.cells_below_headers():
        if not 0 <= max(name_index, kind_index) < len(cells):
            continue
        kind = LOOP_KINDS.get(plain(cells[kind_index])) if kind_index >= 0 else None
        if kind is not None:
            try:
                session.stations.claim(name_of(cells[name_index]), kind)
            except BadCell:
                continue  # told when the row is read
