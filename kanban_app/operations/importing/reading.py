"""Reading a plant from spreadsheets: everything is read and checked, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from kanban_app.domain.draft import PlantDraft
from kanban_app.domain.stations import StationKind
from kanban_app.domain.supply_lists import PlantFacts
from kanban_app.operations.importing.building import check_together, completed_stations, drafts
from kanban_app.operations.importing.columns import Progress, TableSource, table_source
from kanban_app.operations.importing.fields import IGNORED, READING_ORDER, TABLES
from kanban_app.operations.importing.files import find_sheets
from kanban_app.operations.importing.mapping import Mapping, MappingEntry
from kanban_app.operations.importing.names import ItemNames, StationNames
from kanban_app.operations.importing.order_choices import OrderChoices
from kanban_app.operations.importing.order_table import read_orders
from kanban_app.operations.importing.plant_tables import (
    claim_station_names,
    read_bom,
    read_items,
    read_stations,
    read_stock,
)
from kanban_app.operations.importing.problems import (
    Problem,
    ProblemList,
    Severity,
    Where,
    fatal,
    told_once,
    warning,
)
from kanban_app.operations.importing.recognising import Recognised, recognise
from kanban_app.operations.importing.session import Session
from kanban_app.operations.importing.sheets import Found, Row, Sheet, UnreadableSheet
from kanban_app.operations.importing.supply_tables import (
    claim_loop_sources,
    read_loops,
    read_routing,
    read_suppliers,
    read_transfers,
)

HEAD_ROWS = 100
"""So far down the headers of a table are looked for."""

_READERS: dict[str, Callable[[TableSource, Session], None]] = {
    "items": read_items,
    "stations": read_stations,
    "suppliers": read_suppliers,
    "routing": read_routing,
    "bom": read_bom,
    "transfers": read_transfers,
    "stock": read_stock,
    "loops": read_loops,
    "orders": read_orders,
}


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that was read: where, as what, how many rows, and which header became which field.

    `headers` are all of them in their order, `entry` is what a person told of them before.
    """

    file: str
    sheet: str
    table: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    entry: MappingEntry | None = None


@dataclass(frozen=True, slots=True)
class UnmappedTable:
    """A table somebody has to tell about. `table` is the likeliest one or empty, `missing` what it then lacks."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    table: str = ""
    missing: tuple[str, ...] = ()


class ImportRefused(Exception):
    """A draft with errors was asked for to be booked. `problems` are its errors."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.text() for problem in problems[:20]))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Reading:
    """What an import found.

    `draft` holds the good rows; whether it may be booked says `is_bookable`. `facts` is what `proposal` needs to
    propose loops. Of each kind of problem the first thousand are in `problems`; `error_count` and `warning_count`
    count all. `mapping_used` are the mapping entries that were needed: give them to `mapping.to_remember`.
    `tables_ignored` are those that a person said are not for us.
    """

    draft: PlantDraft
    facts: PlantFacts
    problems: tuple[Problem, ...]
    error_count: int
    warning_count: int
    has_fatal: bool
    skip_bad_rows: bool
    tables_found: tuple[FoundTable, ...]
    unmapped: tuple[UnmappedTable, ...]
    rows_read: int
    mapping_used: tuple[MappingEntry, ...] = ()
    tables_ignored: tuple[FoundTable, ...] = ()

    @property
    def is_bookable(self) -> bool:
        """There is no error, or only such as end with their rows, which the user agreed to leave out."""
        return not self.error_count or (self.skip_bad_rows and not self.has_fatal)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an import."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that are told and stop nothing."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    def draft_to_book(self) -> PlantDraft:
        """The draft, to be written. Raises ImportRefused where errors forbid it."""
        if not self.is_bookable:
            raise ImportRefused(self.errors)
        return self.draft


def read_plant(
    paths: Iterable[Path],
    mapping: Mapping | None = None,
    *,
    skip_bad_rows: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    today: date | None = None,
    existing: PlantDraft | None = None,
    choices: OrderChoices | None = None,
) -> Reading:
    """Read and check everything in these files and folders. Writes nothing but a temporary file for order lines.

    `mapping` tells about headers the program does not know. With `skip_bad_rows` rows with errors are left out (and
    stay reported); without it one error makes the reading unbookable. `progress` is called with rows done and, at the
    end, rows in all; `cancelled` is asked as often. Order lines without a status count as closed where they were
    wanted before `today`. `existing` is what the plant has already, by names: it is known, and is not created again.
    `choices` is what its items offer to the lines of orders: then, where there are orders, they are all that is read.
    Without it choices are left out, with a warning.
    Raises ImportCancelled; everything else that is wrong is a problem in the result.
    """
    there = existing or PlantDraft()
    session = Session(
        ItemNames(there.items),
        StationNames(there.stations),
        ProblemList(),
        Progress(progress, cancelled),
        today,
        choices,
    )
    found = find_sheets(paths)
    for fault, where in found.faults:
        session.problems.add(fault, where)
    recognised = _recognised(found, mapping or Mapping(), session.problems)
    tables = [table_source(sheet, known) for sheet, known in _wanted(recognised, choices)]
    unmapped = _unmapped(recognised, session.problems)
    if not tables:
        session.problems.add(fatal("nothing_found", known=", ".join(TABLES)), Where(", ".join(found.files)))
    found_tables = _read_all(tables, session, there)
    files = Where("")
    check_together(session, there)
    stations = completed_stations(session, files)
    draft, facts = drafts(session, stations, there)
    session.progress.tell(session.progress.rows)
    return Reading(
        draft,
        facts,
        session.problems.all(found.files),
        session.problems.count(Severity.ERROR),
        session.problems.count(Severity.WARNING),
        session.problems.has_fatal,
        skip_bad_rows,
        found_tables,
        unmapped,
        session.progress.rows,
        tuple(known.entry for _, known in recognised if known.entry is not None),
        tuple(_found(sheet.where, known, 0) for sheet, known in recognised if known.table == IGNORED),
    )


def _recognised(found: Found, mapping: Mapping, problems: ProblemList) -> list[tuple[Sheet, Recognised]]:
    recognised: list[tuple[Sheet, Recognised]] = []
    for sheet in found.sheets:
        where = sheet.where
        known = recognise(_head(sheet, problems), (Path(where.file).stem, where.sheet), mapping)
        if known is not None:
            recognised.append((sheet, known))
    return recognised


def _wanted(recognised: list[tuple[Sheet, Recognised]], choices: OrderChoices | None) -> list[tuple[Sheet, Recognised]]:
    known = [pair for pair in recognised if pair[1].is_complete and pair[1].table != IGNORED]
    orders = [pair for pair in known if pair[1].table == "orders"]
    return orders if orders and choices is not None else known


def _head(sheet: Sheet, problems: ProblemList) -> Sequence[Row]:
    rows: list[Row] = []
    try:
        rows.extend(islice(sheet.rows(), HEAD_ROWS))
    except UnreadableSheet as broken:
        # A table that is recognised all the same is read again, and reports it then.
        if len(rows) < 2:
            problems.add(broken.fault, replace(sheet.where, row=broken.row))
    return rows


def _unmapped(recognised: list[tuple[Sheet, Recognised]], problems: ProblemList) -> tuple[UnmappedTable, ...]:
    """Tables nobody knows. They stop the import: what was meant to be read must not be missing silently."""
    unmapped: list[UnmappedTable] = []
    for sheet, known in recognised:
        if known.is_complete:
            continue
        headers = tuple(header for header in known.headers if header)
        where = replace(sheet.where, row=known.header_row)
        unmapped.append(UnmappedTable(where.file, where.sheet, headers, known.table, known.missing))
        told = ", ".join(headers)
        if known.table:
            values = {"table": known.table, "fields": ", ".join(known.missing), "headers": told}
            problems.add(fatal("missing_column", **values), where)
        elif len(headers) < 2:
            # One column of anything is a note, not a table.
            problems.add(warning("unknown_table", headers=told, known=_known_fields()), where)
        else:
            problems.add(fatal("unknown_table", headers=told, known=_known_fields()), where)
    return tuple(unmapped)


def _known_fields() -> str:
    return "; ".join(f"{table.name} ({', '.join(table.field_names)})" for table in TABLES.values())


def _read_all(tables: list[TableSource], session: Session, existing: PlantDraft) -> tuple[FoundTable, ...]:
    names = {source.recognised.table for source in tables}
    is_new = not existing.items and session.choices is None
    session.items.is_deriving = bool(tables) and "items" not in names and is_new
    ordered = sorted(tables, key=lambda source: READING_ORDER.index(source.recognised.table))
    claims_done = False
    found: list[FoundTable] = []
    for source in ordered:
        if not claims_done and READING_ORDER.index(source.recognised.table) > READING_ORDER.index("stations"):
            session.stations.is_strict = "stations" in names or session.choices is not None
            _claim(ordered, session)
            claims_done = True
        found.append(_read_one(source, session))
    if session.items.is_deriving:
        fault = told_once("no_items_table", count=str(len(session.items.known)))
        session.problems.add(fault, Where(""))
    lines, sources = session.gathered.order_lines, session.gathered.order_sources
    lines.drop_duplicates(session.problems, sources)
    return tuple(found)


def _claim(tables: list[TableSource], session: Session) -> None:
    for source in tables:
        if source.recognised.table == "suppliers":
            claim_station_names(source, session, "supplier", StationKind.SUPPLIER)
    for source in tables:
        if source.recognised.table == "routing":
            claim_station_names(source, session, "workstation", StationKind.WORKSTATION)
        elif source.recognised.table == "loops":
            claim_loop_sources(source, session)


def _read_one(source: TableSource, session: Session) -> FoundTable:
    known, before = source.recognised, session.progress.rows
    head = replace(source.where, row=known.header_row)
    for header in known.unused:
        session.problems.add(warning("unused_column"), head, header)
    try:
        _READERS[known.table](source, session)
    except OSError as problem:
        session.problems.add(fatal("no_room", reason=str(problem.strerror)), source.where)
    rows = session.progress.rows - before
    if not rows:
        session.problems.add(warning("empty_table", table=known.table), source.where)
    return _found(head, known, rows)


def _found(where: Where, known: Recognised, rows: int) -> FoundTable:
    columns = tuple((known.headers[index], name) for name, index in known.columns.items())
    headers = tuple(header for header in known.headers if header)
    return FoundTable(where.file, where.sheet, known.table, rows, columns, known.unused, headers, known.entry)
