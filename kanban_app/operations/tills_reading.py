"""Reading a till file: every line checked and packed into 20 bytes, so that half a million stay small and quick.

The file is gone through once, in a stream; each different cell of a column is read once. Booking then goes through the
packed lines, in order of their days. Nothing is written here.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

from kanban_app.domain.quantities import QuantityError, steps_from_decimal
from kanban_app.domain.till_sales import folded, is_cancellation, line_mark, numbered, shop_mark
from kanban_app.i18n import _
from kanban_app.operations.importing.cells import Cell, shown
from kanban_app.operations.importing.columns import SAMPLE_ROWS, ImportCancelled
from kanban_app.operations.importing.csv_sheet import open_csv
from kanban_app.operations.importing.files import find_sheets
from kanban_app.operations.importing.mapping import Mapping as SaidColumns
from kanban_app.operations.importing.problems import Fault, Problem, ProblemList, Where, error, fatal
from kanban_app.operations.importing.recognising import Recognised
from kanban_app.operations.importing.sheets import Found, Row, Sheet, UnreadableSheet
from kanban_app.operations.tills_cells import TillCells, till_cells
from kanban_app.operations.tills_fields import SALES, recognise_sales

HEAD_ROWS = 100
ROWS_A_TELLING = 5_000
LARGEST_UNPACKED_BYTES = 4_000_000_000
_PREVIEW_ROWS = 6


@dataclass(slots=True)
class TillCode:
    """A code of the file: as it is compared, as it stands there first, and what the file says of it."""

    code: str
    shown: str
    description: str = ""
    price: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a sheet was understood: its headers, the column of each field, what no field was found for, some rows."""

    where: Where
    headers: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    missing: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class TillRows:
    """The lines of a till file, packed: one place in each array is one line.

    `days` are days since 1970, `marks` those of `domain.till_sales.line_mark`, `code_of` and `quantity_of` places in
    `codes` and `quantities`. A quantity below zero was put back. `beside` tells equal marks apart: a number for what
    the row says in all the cells that the mark does not hold, and `sheet_of` the sheet. `line_count` counts the bad
    lines too, which are in no array; `repeat_count` those whose whole row says the same as an earlier one of the file.
    `folder` is the name of the folder that the file came from.
    """

    name: str
    folder: str = ""
    codes: list[TillCode] = field(default_factory=list)
    quantities: list[Decimal] = field(default_factory=list)
    days: array[int] = field(default_factory=lambda: array("i"))
    marks: array[int] = field(default_factory=lambda: array("q"))
    code_of: array[int] = field(default_factory=lambda: array("i"))
    quantity_of: array[int] = field(default_factory=lambda: array("i"))
    beside: array[int] = field(default_factory=lambda: array("q"))
    sheet_of: array[int] = field(default_factory=lambda: array("i"))
    line_count: int = 0
    bad_count: int = 0
    repeat_count: int = 0
    problems: tuple[Problem, ...] = ()
    has_fatal: bool = False
    sheets: tuple[Columns, ...] = ()
    used: tuple[Recognised, ...] = ()

    def __len__(self) -> int:
        return len(self.days)

    @property
    def days_sold(self) -> tuple[date, date] | None:
        """The first and the last day of a sale; None without lines."""
        return (_day(self.days[0]), _day(self.days[-1])) if self.days else None

    def sold_at(self, station_id: int) -> None:
        """Make the marks those of one shop; called once."""
        own = shop_mark(station_id)
        self.marks = array("q", (mark ^ own for mark in self.marks))


def _day(days: int) -> date:
    return date.fromordinal(days + _EPOCH)


_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class TillReading:
    """What reading needs to know: what was said about columns, how items count, who stops it.

    `decimals_of` answers the decimals of the item that a code means, None where nobody knows it. With
    `repeats_count` rows that say the same are sales of their own (see `domain.till_sales.line_mark`). Lines of a day
    after `last_day` are bad ones.
    """

    said: SaidColumns = field(default_factory=SaidColumns)
    decimals_of: Callable[[str], int | None] = lambda _code: None
    repeats_count: bool = False
    last_day: date = date.max
    progress: Callable[[int, int | None], None] | None = None
    cancelled: Callable[[], bool] | None = None


def read_till_file(path: Path, reading: TillReading) -> TillRows:
    """Read and check a file: .csv, .csv.gz, .xlsx. Everything wrong is a problem in the answer.

    Raises ImportCancelled when the person stops it.
    """
    rows = TillRows(path.name, path.parent.name)
    problems = ProblemList()
    with _sheets_of(path) as found:
        for fault, where in found.faults:
            problems.add(fault, where)
        _read_sheets(found.sheets, rows, problems, reading)
    rows.problems = problems.all(found.files)
    rows.has_fatal = problems.has_fatal
    _in_order(rows, reading.repeats_count)
    _tell(rows, reading, rows.line_count)
    return rows


@contextmanager
def _sheets_of(path: Path) -> Iterator[Found]:
    """The sheets of a file; one that is packed is unpacked beside, in the system's temporary folder."""
    if path.suffix.lower() != ".gz":
        yield find_sheets([path])
        return
    with tempfile.TemporaryDirectory(prefix="kanban-till-") as folder:
        plain = Path(folder) / path.with_suffix("").name
        found, where = Found(files=[path.name]), Where(path.name)
        try:
            with gzip.open(path) as packed, plain.open("wb") as target:
                shutil.copyfileobj(_Limited(packed), target, 1 << 20)
            sheet, noticed = open_csv(plain, where)
        except (OSError, EOFError) as problem:  # gzip's own refusals are among them
            found.faults.append((fatal("unreadable", reason=str(problem.args[-1] if problem.args else problem)), where))
        else:
            found.sheets.extend([sheet] if sheet else [])
            found.faults.extend((fault, where) for fault in noticed)
        yield found


class _Limited:
    """A packed file that may not unpack to more than a disk can be asked for."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self._left = LARGEST_UNPACKED_BYTES

    def read(self, size: int = -1) -> bytes:
        """Some more of it. Raises OSError where it is too much."""
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise OSError(f"more than {LARGEST_UNPACKED_BYTES // 10**9} GB")
        return data


def _read_sheets(sheets: Iterable[Sheet], rows: TillRows, problems: ProblemList, reading: TillReading) -> None:
    every = [(sheet, known) for sheet in sheets if (known := _recognised(sheet, problems, reading.said)) is not None]
    complete = [(sheet, known) for sheet, known in every if known.is_complete]
    rows.sheets = tuple(_columns(sheet, known) for sheet, known in every)
    rows.used = tuple(known for _sheet, known in complete)
    if not complete:
        for sheet, known in every[:1]:
            values = {"table": SALES, "fields": ", ".join(known.missing), "headers": ", ".join(known.headers)}
            problems.add(fatal("missing_column", **values), Where(sheet.where.file, sheet.where.sheet))
    codes: dict[str, int] = {}
    for place, (sheet, known) in enumerate(complete):  # a till tells more than is needed: columns may be left over
        before = len(rows)
        _read_sheet(sheet, known, rows, codes, problems, reading)
        rows.sheet_of.extend([place] * (len(rows) - before))


def _recognised(sheet: Sheet, problems: ProblemList, said: SaidColumns) -> Recognised | None:
    rows: list[Row] = []
    try:
        rows.extend(islice(sheet.rows(), HEAD_ROWS))
    except UnreadableSheet as broken:
        if len(rows) < 2:
            problems.add(broken.fault, Where(sheet.where.file, sheet.where.sheet, broken.row))
    return recognise_sales(rows, said)


def _columns(sheet: Sheet, known: Recognised) -> Columns:
    fields = tuple((known.headers[index], name) for name, index in known.columns.items())
    preview: list[tuple[str, ...]] = []
    try:
        below = (cells for number, cells in sheet.rows() if number > known.header_row)
        preview += [tuple(shown(cell) for cell in cells) for cells in islice(below, _PREVIEW_ROWS)]
    except UnreadableSheet:
        pass  # told where the sheet is read
    return Columns(sheet.where, known.headers, fields, known.unused, known.missing, tuple(preview))


def _read_sheet(
    sheet: Sheet,
    known: Recognised,
    rows: TillRows,
    codes: dict[str, int],
    problems: ProblemList,
    reading: TillReading,
) -> None:
    sample = [cells for number, cells in islice(sheet.rows(), SAMPLE_ROWS) if number > known.header_row]
    cells_of = till_cells(known, sample, sheet.decimal_sign_hint, rows.quantities, reading.last_day)
    pack = _Packing(rows, codes, cells_of, problems, reading, sheet.where)
    try:
        for number, cells in sheet.rows():
            if number > known.header_row and any(cell not in ("", None) for cell in cells):
                pack.line(number, cells)
    except UnreadableSheet as broken:
        problems.add(broken.fault, Where(sheet.where.file, sheet.where.sheet, broken.row))


class _Packing:
    """Takes the lines of one sheet into the arrays."""

    def __init__(
        self,
        rows: TillRows,
        codes: dict[str, int],
        cells: TillCells,
        problems: ProblemList,
        reading: TillReading,
        where: Where,
    ) -> None:
        self.rows, self.codes, self.cells, self.problems, self.reading = rows, codes, cells, problems, reading
        self.where = where
        self._headers = cells.headers
        self._beside = cells.beside_the_mark()
        self._spelled: dict[str, int] = {}

    def line(self, number: int, cells: list[Cell]) -> None:
        """One line: packed where everything in it is right, reported where not. Raises ImportCancelled."""
        rows, of = self.rows, self.cells
        rows.line_count += 1
        if rows.line_count % ROWS_A_TELLING == 0:
            _tell(rows, self.reading, None)
        if len(cells) < of.width:
            cells = [*cells, *[""] * (of.width - len(cells))]
        if tuple(cells) == self._headers:  # headers again, as where two exports were joined
            rows.line_count -= 1
            return
        shown_code, amount, at = of.code[cells[of.at["item"]]], of.quantity[cells[of.at["quantity"]]], of.moment(cells)
        invoice, price = of.text("invoice", cells), of.price_text(cells)
        customer, line = of.text("customer", cells), of.text("line", cells)
        if shown_code is None or amount is None or at is None or None in (invoice, price, customer, line):
            self._refuse(number, of.faults(cells), cells)
            return
        place = self._spelled.get(shown_code)
        if place is None:
            place = self._new_spelling(shown_code)
        quantity, text, is_whole = amount
        code = rows.codes[place]
        if not is_whole and (fault := self._fraction(code, quantity)):
            self._refuse(number, [("quantity", fault)], cells)
            return
        if price and price != "0":
            code.price = price
        if not code.description:
            code.description = of.text("description", cells) or ""
        if rows.quantities[quantity] > 0 and is_cancellation(invoice or ""):
            quantity = of.put_back(quantity)
        said = (invoice or "", code.code, at[1], text, price or "", customer or "", line or "")
        rows.marks.append(line_mark(*said))
        rows.beside.append(hash(self._beside(cells)))
        rows.days.append(at[0])
        rows.code_of.append(place)
        rows.quantity_of.append(quantity)

    def _new_spelling(self, shown_code: str) -> int:
        code = folded(shown_code)
        place = self.codes.get(code)
        if place is None:
            place = self.codes[code] = len(self.rows.codes)
            self.rows.codes.append(TillCode(code, shown_code))
        self._spelled[shown_code] = place
        return place

    def _fraction(self, code: TillCode, quantity: int) -> Fault | None:
        """What is wrong with a broken quantity of an item that the plant knows."""
        decimals = self.reading.decimals_of(code.code)
        if decimals is None:
            return None
        try:
            steps_from_decimal(self.rows.quantities[quantity], decimals)
        except QuantityError as problem:
            values = {"item": code.shown, "unit": _("pcs"), "decimals": str(decimals)}
            return error("fraction" if problem.limit == "whole" else "too_many_decimals", **values)
        return None

    def _refuse(self, number: int, faults: Iterable[tuple[str, Fault]], cells: list[Cell]) -> None:
        self.rows.bad_count += 1
        where = Where(self.where.file, self.where.sheet, number)
        for name, fault in faults:
            index = self.cells.at[name]
            self.problems.add(fault, where, self._headers[index], shown(cells[index]))


def _in_order(rows: TillRows, repeats_count: bool) -> None:
    """By day, as they happened; and lines of one mark are told apart, or counted where nothing tells them apart."""
    days = rows.days
    if any(days[place] > days[place + 1] for place in range(len(days) - 1)):
        order = sorted(range(len(days)), key=days.__getitem__)
        for name in ("days", "marks", "code_of", "quantity_of", "beside", "sheet_of"):
            before = getattr(rows, name)
            setattr(rows, name, array(before.typecode, [before[place] for place in order]))
        days = rows.days
    start = 0
    for stop in _ends_of_days(days):
        first: dict[int, int] = {}
        equal: dict[int, list[int]] = {}
        for place in range(start, stop):
            mark = rows.marks[place]
            earlier = first.setdefault(mark, place)
            if earlier != place:
                equal.setdefault(mark, [earlier]).append(place)
        for mark, places in equal.items():
            _tell_apart(rows, mark, places, repeats_count)
        start = stop


def _tell_apart(rows: TillRows, mark: int, places: list[int], repeats_count: bool) -> None:
    """Lines of one mark whose rows differ get marks of their own; whole rows that repeat do where repeats count.

    Each sheet counts for itself: two that tell the same sales with different columns still tell them once.
    """
    of_sheet: dict[int, dict[int, int]] = {}
    most = 0
    for occurrence, place in enumerate(places, 1):
        known = of_sheet.setdefault(rows.sheet_of[place], {})
        number = known.setdefault(rows.beside[place], len(known) + 1)
        if number <= most:
            rows.repeat_count += 1
        most = max(most, number)
        rows.marks[place] = numbered(mark, occurrence if repeats_count else number)


def _ends_of_days(days: array[int]) -> Iterator[int]:
    for place in range(1, len(days)):
        if days[place] != days[place - 1]:
            yield place
    if days:
        yield len(days)


def _tell(rows: TillRows, reading: TillReading, total: int | None) -> None:
    if reading.progress is not None:
        reading.progress(rows.line_count, total)
    if reading.cancelled is not None and reading.cancelled():
        raise ImportCancelled
