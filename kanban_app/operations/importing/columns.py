"""Going through the rows of a recognised table: typed columns that read each different cell once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Generic, TypeVar

from kanban_app.operations.importing.cells import (
    BadCell,
    Cell,
    date_of,
    date_order_in,
    decimal_sign_in,
    is_serial_date,
    name_of,
    number_of,
    shown,
    text_of,
)
from kanban_app.operations.importing.problems import Fault, ProblemList, Severity, Where, error, warning
from kanban_app.operations.importing.recognising import Recognised
from kanban_app.operations.importing.sheets import Sheet, UnreadableSheet

T = TypeVar("T")

Parsed = tuple[T | None, Fault | None]
"""A cell's value, None where it is empty or bad, and what was noticed about it."""

SAMPLE_ROWS = 2000
"""So many rows are looked at to learn how a sheet writes its decimals and dates."""
MOST_REMEMBERED = 20_000
"""So many different cells of a column are remembered; then it starts again. Keeps a million order numbers
out.
"""


class ImportCancelled(Exception):
    """The user has stopped the import. Nothing was written."""


class Progress:
    """Tells how many rows are done, every thousand, and asks whether to go on."""

    def __init__(
        self,
        report: Callable[[int, int | None], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.rows = 0
        self._report = report
        self._is_cancelled = is_cancelled

    def one_row(self) -> None:
        """One more row is read. Raises ImportCancelled where the user wants to stop."""
        self.rows += 1
        if self.rows % 1000 == 0:
            self.tell()

    def tell(self, total: int | None = None) -> None:
        """Report now. Raises ImportCancelled."""
        if self._report is not None:
            self._report(self.rows, total)
        if self._is_cancelled is not None and self._is_cancelled():
            raise ImportCancelled


class Line:
    """One row of a table, and whether something in it is wrong."""

    __slots__ = ("_is_bad", "cells", "number", "problems", "sheet_where")

    def __init__(self, number: int, cells: list[Cell], sheet_where: Where, problems: ProblemList) -> None:
        self.number = number
        self.cells = cells
        self.sheet_where = sheet_where
        self.problems = problems
        self._is_bad = False

    def is_bad(self) -> bool:
        """An error was reported of this row."""
        return self._is_bad

    @property
    def where(self) -> Where:
        """The place of this row."""
        return Where(self.sheet_where.file, self.sheet_where.sheet, self.number)

    def report(self, fault: Fault, column: str = "", value: str = "") -> None:
        """Record a fault of this row; an error makes the row bad."""
        if fault.severity is Severity.ERROR:
            self._is_bad = True
        self.problems.add(fault, self.where, column, value)


@dataclass(frozen=True, slots=True)
class TableSource:
    """A recognised table in a sheet, with how the sheet writes decimals and dates (empty where it does not
    tell).
    """

    sheet: Sheet
    recognised: Recognised
    decimal_sign: str = ""
    date_order: str = ""

    @property
    def where(self) -> Where:
        """The file and sheet."""
        return self.sheet.where

    def header(self, name: str) -> str:
        """The header of our field as the file has it; empty where the file has no such column."""
        index = self.recognised.columns.get(name)
        return "" if index is None else self.recognised.headers[index]

    def has(self, name: str) -> bool:
        """The file has a column for this field."""
        return name in self.recognised.columns

    def lines(self, problems: ProblemList, progress: Progress | None = None) -> Iterator[Line]:
        """The rows below the headers that hold anything. A break in the file is reported, and ends them."""
        try:
            yield from self._lines(problems, progress)
        except UnreadableSheet as broken:
            problems.add(broken.fault, Where(self.where.file, self.where.sheet, broken.row))

    def cells_below_headers(self) -> Iterator[list[Cell]]:
        """The cells of all rows below the headers, up to where the file may break; that is told by `lines`."""
        try:
            for number, cells in self.sheet.rows():
                if number > self.recognised.header_row:
                    yield cells
        except UnreadableSheet:
            return

    def _lines(self, problems: ProblemList, progress: Progress | None) -> Iterator[Line]:
        headers = self.recognised.headers
        where, width = self.where, len(headers)
        for number, cells in self.sheet.rows():
            if number <= self.recognised.header_row or not _holds_anything(cells):
                continue
            if cells[0] == headers[0] and tuple(cells) == headers:
                continue  # headers again, as where two exports were joined
            if progress is not None:
                progress.one_row()
            line = Line(number, cells, where, problems)
            if len(cells) > width and _holds_anything(cells[width:]):
                line.report(error("too_many_cells", found=str(len(cells)), expected=str(width)))
            yield line


def _holds_anything(cells: list[Cell]) -> bool:
    for cell in cells:
        if cell.__class__ is str:
            if cell and not str(cell).isspace():
                return True
        elif cell is not None:
            return True
    return False


def table_source(sheet: Sheet, recognised: Recognised) -> TableSource:
    """The table with its decimal sign and date order found out from its first rows, or as a mapping tells."""
    entry = recognised.entry
    sample = list(islice(TableSource(sheet, recognised).cells_below_headers(), SAMPLE_ROWS))
    every = [cell for cells in sample for cell in cells]
    decimal_sign = (entry.decimal if entry else "") or decimal_sign_in(every) or sheet.decimal_sign_hint
    index = recognised.columns.get("due")
    dates = [] if index is None else [cells[index] for cells in sample if len(cells) > index]
    return TableSource(sheet, recognised, decimal_sign, (entry.dates if entry else "") or date_order_in(dates))


class Column(Generic[T]):
    """One field of a table. Calling it with a line answers the cell's value, and reports what is wrong with
    it.
    """

    __slots__ = ("_header", "_index", "_parse", "_required", "_seen")

    def __init__(
        self, source: TableSource, name: str, parse: Callable[[Cell], Parsed[T]], required: bool = False
    ) -> None:
        self._index = source.recognised.columns.get(name, -1)
        self._header = source.header(name)
        self._parse = parse
        self._required = required
        self._seen: dict[object, Parsed[T]] = {}

    @property
    def header(self) -> str:
        """The header as the file has it."""
        return self._header

    def __call__(self, line: Line) -> T | None:
        """The value of this field in this row; None where it is empty, missing or bad."""
        if not 0 <= self._index < len(line.cells):
            if self._required:
                line.report(error("missing_value"), self._header)
            return None
        cell = line.cells[self._index]
        # 1, 1.0 and True are one key to a dictionary, but not one cell.
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        parsed = self._seen.get(key)
        if parsed is None:
            if len(self._seen) >= MOST_REMEMBERED:
                self._seen.clear()
            parsed = self._read(cell)
            self._seen[key] = (parsed[0], None) if parsed[1] is not None and parsed[1].once else parsed
        value, fault = parsed
        if fault is not None:
            line.report(fault, self._header, shown(cell))
        return value

    def refuse(self, line: Line, fault: Fault) -> None:
        """Report something found later about this field of this row."""
        cell = line.cells[self._index] if 0 <= self._index < len(line.cells) else ""
        line.report(fault, self._header, shown(cell))

    def _read(self, cell: Cell) -> Parsed[T]:
        try:
            value, fault = self._parse(cell)
        except BadCell as problem:
            return None, problem.fault
        if self._required and fault is None and (value is None or value == ""):
            return None, error("missing_value")
        return value, fault


def names(source: TableSource, name: str, required: bool = False) -> Column[str]:
    """A column of names or codes."""
    return Column(source, name, lambda cell: (name_of(cell), None), required)


def texts(source: TableSource, name: str) -> Column[str]:
    """A column of free text."""
    return Column(source, name, lambda cell: (text_of(cell), None))


def numbers(source: TableSource, name: str, required: bool = False, above_zero: bool = False) -> Column[Decimal]:
    """A column of numbers that are zero or more, or more than zero."""
    return Column(source, name, partial(_number, sign=source.decimal_sign, above_zero=above_zero), required)


def _number(cell: Cell, sign: str, above_zero: bool) -> Parsed[Decimal]:
    value = number_of(cell, sign)
    if value is not None and value < 0:
        return None, error("not_positive" if above_zero else "negative")
    if value is not None and above_zero and not value:
        return None, error("not_positive")
    return value, None


def whole_numbers(source: TableSource, name: str) -> Column[int]:
    """A column of whole numbers, zero or more, up to a million."""
    return Column(source, name, partial(_whole_number, sign=source.decimal_sign))


def _whole_number(cell: Cell, sign: str) -> Parsed[int]:
    value, fault = _number(cell, sign, above_zero=False)
    if value is None or fault is not None:
        return None, fault
    if value != value.to_integral_value() or value > 1_000_000:
        return None, error("no_whole_number")
    return int(value), None


def dates(source: TableSource, name: str, required: bool = False) -> Column[date]:
    """A column of days."""
    return Column(source, name, partial(_date, order=source.date_order), required)


def _date(cell: Cell, order: str) -> Parsed[date]:
    day = date_of(cell, order)
    if day is not None and is_serial_date(cell):
        return day, warning("serial_date", day=day.isoformat())
    return day, None


def choices(
    source: TableSource, name: str, known: dict[str, T], refusal: str, plain: Callable[[str], str]
) -> Column[T]:
    """A column whose cells are one of some known words; the words are compared by `plain`."""

    def parse(cell: Cell) -> Parsed[T]:
        text = text_of(cell)
        if not text:
            return None, None
        value = known.get(plain(text))
        return (value, None) if value is not None else (None, error(refusal))

    return Column(source, name, parse)
