"""Reading the tables of items, stations, parts lists and stock."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kanban_app.domain.draft import BomLineDraft, ItemDraft, StationDraft, StockDraft
from kanban_app.domain.quantities import MOST_DECIMALS
from kanban_app.domain.stations import StationKind
from kanban_app.operations.importing.cells import BadCell, Cell, factor_of, name_of, text_of
from kanban_app.operations.importing.columns import (
    Column,
    Parsed,
    TableSource,
    choices,
    names,
    numbers,
    texts,
    whole_numbers,
)
from kanban_app.operations.importing.header_text import plain
from kanban_app.operations.importing.problems import error, told_once, warning
from kanban_app.operations.importing.session import Session
from kanban_app.operations.importing.words import NONE, STATION_KINDS, UNIT_DECIMALS, UNITS


def read_items(source: TableSource, session: Session) -> None:
    """Items with their unit; the unit gives the number of decimals unless a column says it."""
    code, description = names(source, "item", required=True), texts(source, "description")
    unit = Column(source, "unit", _unit)
    decimals = whole_numbers(source, "decimals")
    category, subcategory = texts(source, "category"), texts(source, "subcategory")
    unit_cost, picture = numbers(source, "unit_cost"), texts(source, "picture")
    for line in source.lines(session.problems, session.progress):
        name = code(line) or ""
        spelled = session.items.spelled(name) or name
        measure = unit(line) or "pcs"
        places = decimals(line)
        if places is not None and places > MOST_DECIMALS:
            decimals.refuse(line, error("out_of_range"))
        item = ItemDraft(
            spelled,
            description(line) or "",
            measure,
            UNIT_DECIMALS.get(measure, 0) if places is None else places,
            category(line) or subcategory(line) or "",
            _plain_number(unit_cost(line)),
            picture(line) or "",
        )
        if line.is_bad() or not session.is_new(("item", spelled), item, line, spelled):
            continue
        there = session.items.known.get(spelled)
        if there is None:
            session.items.add(item)
            session.gathered.items.append(item)
        elif there != item:
            line.report(warning("already_there", name=spelled))


def _unit(cell: Cell) -> Parsed[str]:
    text = text_of(cell)
    if not text:
        return None, None
    unit = UNITS.get(plain(text))
    return (unit, None) if unit else (text, told_once("unknown_unit"))


def _plain_number(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_stations(source: TableSource, session: Session) -> None:
    """Stations with their kind. A list of stations is complete: no other table may name one that is not on
    it. A dash says that a station has no location, or is served from nowhere.
    """
    name, location = names(source, "station", required=True), names(source, "location")
    kind: Column[StationKind] = choices(source, "kind", STATION_KINDS, "bad_kind", plain)
    served_from = names(source, "served_from")
    for line in source.lines(session.problems, session.progress):
        called, what = name(line), kind(line)
        if what is None and not line.is_bad():
            kind.refuse(line, error("missing_value"))
        place, store = location(line) or "", served_from(line) or ""
        if line.is_bad() or not called or what is None:
            continue
        spelled = session.stations.spelled(called) or called
        if place == NONE:
            place = ""
        elif not place and what is StationKind.STORE:
            place = spelled
        station = StationDraft(spelled, what, place, store)
        if not session.is_new(("station", spelled), station, line, spelled):
            continue
        there = session.stations.known.get(spelled)
        if there is not None and there.kind is not what:
            line.report(error("two_kinds", name=spelled, kind=there.kind.value, other=what.value))
        elif there is not None and there != replace(station, served_from=store if store != NONE else ""):
            line.report(warning("already_there", name=spelled))
        else:
            session.stations.add(station)


def read_bom(source: TableSource, session: Session) -> None:
    """Parts lists: how much of a component goes into one unit of its parent."""
    parent = Column(source, "parent", session.items.resolve, required=True)
    component = Column(source, "component", session.items.resolve, required=True)
    sign = source.decimal_sign

    def ratio(cell: Cell) -> Parsed[Fraction]:
        value = factor_of(cell, sign)
        return (None, error("not_positive")) if value is not None and value <= 0 else (value, None)

    quantity_per = Column(source, "quantity_per", ratio, required=True)
    for line in source.lines(session.problems, session.progress):
        whole, part, amount = parent(line), component(line), quantity_per(line)
        if line.is_bad() or whole is None or part is None or amount is None:
            continue
        steps = Fraction(10 ** session.items.known[part].decimals, 10 ** session.items.known[whole].decimals)
        row = BomLineDraft(whole, part, amount * steps)
        if session.is_new(("bom", whole, part), row, line, f"{whole}, {part}"):
            session.gathered.bom.append((row, line.where))


def read_stock(source: TableSource, session: Session) -> None:
    """Pieces on hand at a station or location."""
    code = Column(source, "item", session.items.resolve, required=True)
    place = Column(source, "location", session.stations.resolve_location, required=True)
    on_hand = numbers(source, "on_hand", required=True)
    for line in source.lines(session.problems, session.progress):
        item, where, amount = code(line), place(line), on_hand(line)
        if line.is_bad() or item is None or where is None:
            continue
        stock = StockDraft(item, where, session.steps(amount, item, on_hand, line))
        if not line.is_bad() and session.is_new(("stock", item, where), stock, line, f"{item}, {where}"):
            session.gathered.stock.append(stock)


def claim_station_names(source: TableSource, session: Session, name: str, kind: StationKind) -> None:
    """Take down, before anything is read, what stations of this kind a column names.

    So a place that is named in one table and made a workstation by another is never taken for a store.
    """
    index = source.recognised.columns.get(name, -1)
    for cells in source.cells_below_headers():
        if 0 <= index < len(cells):
            try:
                session.stations.claim(name_of(cells[index]), kind)
            except BadCell:
                continue  # told when the row is read
