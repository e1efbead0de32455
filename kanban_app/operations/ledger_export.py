"""What is filtered of the ledger as a table for a spreadsheet: CSV or XLSX, written whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from kanban_app.domain.codes import spaced
from kanban_app.domain.quantities import decimal_from_steps
from kanban_app.domain.structure import Structure
from kanban_app.files import sync
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.ledger_views import LedgerFilter, LedgerPage, read_page
from kanban_app.operations.looking import HistoryLine
from kanban_app.operations.shop import Shop

# A sheet of a workbook has so many rows, its head included.
MOST_SHEET_ROWS = 1_048_576
_PAGE = 2_000
# A spreadsheet takes a text that begins so for a formula and runs it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float


class TooManyRows(ValueError):
    """More entries than a sheet can hold."""

    def text(self) -> str:
        """What the person is told."""
        return _("An Excel sheet holds {count} entries at most. Choose fewer days, or save as CSV.").format(
            count=MOST_SHEET_ROWS - 1
        )


class _Sheet(Protocol):
    def write(self, row: Sequence[Cell]) -> None: ...

    def finish(self) -> None: ...


def export_ledger(
    shop: Shop,
    wanted: LedgerFilter,
    target: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write the entries, newest first, to `target`: a workbook where it ends in .xlsx, else CSV. Returns how many.

    Blocks, and asks the shop page by page, so call it neither on the window's thread nor on one of the shop's.
    `progress` gets the entries looked through and all there are. Raises InterruptedError when cancelled, OSError and
    TooManyRows; `target` is then as it was.
    """
    count = 0
    with _whole(target) as temporary, _open_sheet(temporary, target.suffix.lower()) as sheet:
        sheet.write(heads())
        for page in _pages(shop, wanted, cancelled):
            for line in page.lines:
                sheet.write(cells(line, shop.structure))
            count += len(page.lines)
            if progress:
                progress(page.last_seq - page.next_before, max(1, page.last_seq))
        sheet.finish()
    return count


def _pages(shop: Shop, wanted: LedgerFilter, cancelled: Callable[[], bool]) -> Iterator[LedgerPage]:
    before: int | None = None
    while before != 0:
        if cancelled():
            raise InterruptedError
        page: LedgerPage = shop.read(read_page, wanted, before, _PAGE).result()
        yield page
        before = page.next_before


def heads() -> tuple[str, ...]:
    """The names of the columns."""
    return (
        _("Entry"),
        _("Time (UTC)"),
        _("What"),
        _("Card"),
        _("Number"),
        _("Item"),
        _("From state"),
        _("To state"),
        _("Quantity"),
        _("Left in it"),
        _("Unit"),
        _("Comes from"),
        _("Goes to"),
        _("Booked at"),
        _("Who"),
        _("Terminal"),
        _("Why"),
        _("Because of entry"),
        _("Takes back entry"),
        _("Cycle"),
    )


def cells(line: HistoryLine, structure: Structure) -> tuple[Cell, ...]:
    """One entry in the order of `heads`."""
    event = line.event
    station = structure.stations.get(event.station_id or 0)
    return (
        event.seq,
        event.recorded_at.strftime("%Y-%m-%d %H:%M:%S"),
        words.deed_of(event),
        spaced(line.card_code),
        line.card_number,
        line.item_code,
        words.state(event.from_state),
        words.state(event.to_state),
        _number(event.quantity, line.decimals),
        _number(event.quantity_after, line.decimals),
        structure.items[event.item_id].unit,
        line.source_name,
        line.consumer_name,
        station.name if station else "",
        event.person,
        event.terminal,
        event.reason,
        event.cause or "",
        event.reverts or "",
        event.cycle,
    )


def _number(steps: int, decimals: int) -> Cell:
    """A spreadsheet keeps numbers to 15 digits; what is longer is kept as a text, exactly."""
    value = decimal_from_steps(steps, decimals)
    if abs(steps) >= 10**15:
        return str(value)
    return int(value) if decimals == 0 or value == int(value) else float(value)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place when all went well; as files.write_whole, for what is streamed."""
    temporary = target.with_name(f".kanban-{os.urandom(8).hex()}.part")
    try:
        yield temporary
        sync(temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync(target.parent)


@contextmanager
def _open_sheet(path: Path, suffix: str) -> Iterator[_Sheet]:
    if suffix == ".xlsx":
        book = _Workbook(path)
        try:
            yield book
        finally:
            book.finish()  # it has temporary files of its own, which go with this
        return
    # With the mark at its beginning Excel reads the letters of a CSV right.
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        yield _Csv(file)


class _Csv:
    def __init__(self, file: Any) -> None:
        self._writer = csv.writer(file)

    def write(self, row: Sequence[Cell]) -> None:
        self._writer.writerow([_harmless(cell) for cell in row])

    def finish(self) -> None:
        """Nothing is left to do; who opened the file closes it."""


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


class _Workbook:
    def __init__(self, path: Path) -> None:
        from xlsxwriter import Workbook

        # Rows go to the disk as they come, whatever their number.
        self._book = Workbook(str(path), {"constant_memory": True})
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        self._is_finished = False

    def write(self, row: Sequence[Cell]) -> None:
        if self._row >= MOST_SHEET_ROWS:
            raise TooManyRows
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                self._sheet.write_string(self._row, column, cell)
            else:
                self._sheet.write_number(self._row, column, cell)
        self._row += 1

    def finish(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        if self._is_finished:
            return
        self._is_finished = True
        try:
            self._book.close()
        except FileCreateError as problem:
            raise OSError(*problem.args) from problem
