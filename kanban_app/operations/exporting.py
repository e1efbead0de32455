"""Everything that stands in a plant's lists, out again: a folder of CSV files that an import reads back unchanged, or
one workbook. Stations, items, parts lists, loops and order lines; cards and their history stay in the plant. The list
of orders by itself, with its choices, is also read by the import of orders.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from kanban_app.domain.loops import Loop
from kanban_app.domain.quantities import decimal_from_steps
from kanban_app.domain.structure import Structure
from kanban_app.files import write_whole
from kanban_app.operations.importing.cells import FORMULA_STARTS
from kanban_app.operations.importing.words import NONE
from kanban_app.operations.orders_writing import NUMBERS, order_headers, order_rows
from kanban_app.operations.session import Session
from kanban_app.operations.structure_texts import LOOP_FIELDS, amount_text

TABLES = ("stations", "items", "bom", "loops", "orders")
_LOOP_COLUMNS = ("item", "source", "consumer", *LOOP_FIELDS)
_HEADERS = {
    "stations": ("station", "kind", "location", "served_from"),
    "items": ("item", "description", "unit", "decimals", "category", "unit_cost", "picture"),
    "bom": ("parent", "component", "quantity_per"),
    "loops": _LOOP_COLUMNS,
}
_NUMBERS = frozenset(
    {
        *("decimals", "container_quantity", "card_count", "lot_cards", "safety_cards", "lead_time_minutes"),
        *("priority", "share", "over_tolerance_percent", "under_tolerance_percent"),
    }
)
Row = tuple[str, ...]
Progress = Callable[[int], None]


class ExportCancelled(Exception):
    """The person has stopped the export. A workbook or a file is there whole or not at all."""


class _Watch:
    """Counts rows, tells every thousand, and stops where nobody waits any more."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._rows = 0
        self._progress = progress
        self._cancelled = cancelled

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows. Raises ExportCancelled."""
        for row in rows:
            self._rows += 1
            if self._rows % 1000 == 0:
                if self._cancelled and self._cancelled():
                    raise ExportCancelled
                if self._progress:
                    self._progress(self._rows)
            yield row


def export_folder(
    session: Session,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """One CSV file for each table that holds anything, in a folder that is made; files of the same name are replaced.

    The same plant gives the same bytes. `progress` gets the rows written. Raises OSError, ExportCancelled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    watch = _Watch(progress, cancelled)
    written = []
    with session.database.read():
        session.head()
        files = {name: _csv(_head(session, name), watch.over(_rows(session, name))) for name in TABLES}
    for name, data in files.items():
        path = folder / f"{name}.csv"
        if data:
            write_whole(path, data)
            written.append(path)
        else:
            path.unlink(missing_ok=True)  # of an earlier export, when there was something
    return written


def export_workbook(
    session: Session,
    path: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """One workbook with a sheet for each table that holds anything. Raises OSError, ExportCancelled."""
    import xlsxwriter

    data = io.BytesIO()
    # Texts stay texts: nothing becomes a formula or a link, and no row waits in memory.
    options = {"in_memory": False, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(data, options)
    try:
        _write_sheets(session, workbook, _Watch(progress, cancelled))
    finally:
        workbook.close()  # of a stopped one the temporary files go
    write_whole(path, data.getvalue())
    return path


def _write_sheets(session: Session, workbook: Any, watch: _Watch) -> None:
    bold = workbook.add_format({"bold": True})
    with session.database.read():
        session.head()
        for name in TABLES:
            rows = watch.over(_rows(session, name))
            first = next(rows, None)
            if first is None and name != TABLES[0]:
                continue
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            head = _head(session, name)
            sheet.set_column(0, len(head) - 1, 18)
            sheet.write_row(0, 0, head, bold)
            _write_rows(sheet, name, rows if first is None else chain([first], rows))


def _write_rows(sheet: Any, name: str, rows: Iterable[Row]) -> None:
    numbers = _number_places(name)
    for line, row in enumerate(rows, 1):
        _write_row(sheet, line, row, numbers)


def _number_places(name: str) -> Sequence[int]:
    if name == "orders":
        return NUMBERS
    return [place for place, header in enumerate(_HEADERS[name]) if header in _NUMBERS]


def _write_row(sheet: Any, line: int, row: Row, numbers: Sequence[int]) -> None:
    for place, text in enumerate(row):
        # A spreadsheet keeps 15 digits; what is longer stays exact as a text.
        if place in numbers and text and len(text) <= 15:
            sheet.write_number(line, place, float(text))
        elif text:
            sheet.write_string(line, place, text)


def _csv(head: Row, rows: Iterable[Row]) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    empty = True
    for row in rows:
        empty = False
        writer.writerow([_guarded(text) for text in row])
    return b"" if empty else made.getvalue().encode()


def _guarded(text: str) -> str:
    """No spreadsheet may run a name as a formula; an import takes the apostrophe off again."""
    return f"'{text}" if text.startswith(tuple(FORMULA_STARTS)) and len(text) > 1 else text


def _head(session: Session, name: str) -> Row:
    return order_headers(session.plant.language) if name == "orders" else _HEADERS[name]


def _rows(session: Session, name: str) -> Iterator[Row]:
    if name == "orders":
        return order_rows(session)
    return iter(_STRUCTURE_ROWS[name](session.structure))


def _station_rows(structure: Structure) -> Iterator[Row]:
    for station in structure.stations.values():
        store = structure.stations.get(station.served_from_id or 0)
        yield station.name, station.kind.value, station.location or NONE, store.name if store else NONE


def _item_rows(structure: Structure) -> Iterator[Row]:
    for item in structure.items_in_sight():
        numbers = str(item.decimals), item.category, _plain_cost(item.unit_cost)
        yield item.code, item.description, item.unit, *numbers, item.picture


def _plain_cost(text: str) -> str:
    """As an import writes it: 38.00 is 38."""
    return f"{Decimal(text).normalize():f}" if text else ""


def _bom_rows(structure: Structure) -> Iterator[Row]:
    for line in structure.bom:
        if line.parent_id in structure.at_rest:
            continue
        ends = structure.items[line.parent_id].code, structure.items[line.component_id].code
        yield *ends, amount_text(structure, line)


def _loop_rows(structure: Structure) -> Iterator[Row]:
    for loop in structure.loops_in_sight():
        item = structure.item_of(loop)
        ends = structure.stations[loop.source_id].name, structure.stations[loop.consumer_id].name
        yield item.code, *ends, *(_loop_text(loop, name, item.decimals) for name in LOOP_FIELDS)


def _loop_text(loop: Loop, name: str, decimals: int) -> str:
    value = getattr(loop, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{decimal_from_steps(value, decimals):f}" if name == "container_quantity" else str(value)


_STRUCTURE_ROWS: dict[str, Callable[[Structure], Iterator[Row]]] = {
    "stations": _station_rows,
    "items": _item_rows,
    "bom": _bom_rows,
    "loops": _loop_rows,
}
