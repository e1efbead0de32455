"""Which column of a till file is which: by its headers, or as a person said and the plant remembers.

The words are those of the plant's imports (`importing.fields`) with a till's own; a mapping file has the same form,
with "sales" as its table. What is said is remembered by the headers of the file, so each till keeps its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kanban_app.operations.importing.cells import cleaned
from kanban_app.operations.importing.fields import TABLES, Field, Table
from kanban_app.operations.importing.header_text import plain, spellings
from kanban_app.operations.importing.mapping import (
    DATE_ORDERS,
    DECIMALS,
    LARGEST_FILE_BYTES,
    MappingEntry,
    MappingError,
    signature,
)
from kanban_app.operations.importing.mapping import Mapping as SaidColumns
from kanban_app.operations.importing.problems import Where, fatal
from kanban_app.operations.importing.recognising import HEADER_ROWS, Recognised
from kanban_app.operations.importing.sheets import Row

SALES = "sales"
_REMEMBERED = f"{SALES}|"
_DATE = """date, invoice date, sold on, sold at, sale date, sales date, transaction date, receipt date, timestamp,
    datetime, date time, day, datum, köpdatum, försäljningsdatum, kvittodatum, dato, salgsdato, kvitteringsdato,
    bongdato, belegdatum, verkaufsdatum, buchungsdatum, tidpunkt, zeitpunkt"""
_TIME = "time, time of day, sold time, clock, tid, klockslag, klokkeslett, tidspunkt, zeit, uhrzeit"
_RECEIPT = """receipt, receipt no, receipt number, receipt id, ticket, ticket no, transaction, transaction id,
    transaction no, sale id, sale, bill, bill no, kvitto, kvittonummer, kvittonr, bong, bongnummer, bongnr,
    kvittering, kvitteringsnummer, bon, bonnummer, bonnr, kassenbon, beleg, belegnr"""
_CODE = "barcode, bar code, ean, ean code, gtin, upc, plu, streckkod, strekkode, varekode, strichcode, code, kod, kode"
_PRICE = "price, unit price, sales price, selling price, amount each, a price, försäljningspris, utpris, salgspris"


def _field(name: str, own: str, like: tuple[str, str] | None = None, required: bool = False) -> Field:
    """A field with a till's own headers first, then those of the same thing in another table."""
    headers = [" ".join(word.split()) for word in own.split(",") if word.strip()]
    if like is not None:
        headers += [word for field in TABLES[like[0]].fields if field.name == like[1] for word in field.headers]
    return Field(name, tuple(dict.fromkeys((name, *headers))), required)


SALES_TABLE = Table(
    SALES,
    (
        _field("item", _CODE, ("orders", "item"), required=True),
        _field("quantity", "quantity sold, sold, sold quantity, pieces sold", ("orders", "quantity"), required=True),
        _field("date", _DATE, required=True),
        _field("time", _TIME),
        _field("invoice", _RECEIPT, ("orders", "order")),
        _field("line", "", ("orders", "line")),
        _field("price", _PRICE, ("items", "unit_cost")),
        _field("customer", "", ("orders", "customer")),
        _field("description", "", ("items", "description")),
    ),
    ("sales", "till", "pos", "receipts", "transactions"),
)


def _ranks() -> dict[str, list[tuple[int, str]]]:
    """For each plain header the fields it may stand for, with how far down their list it is."""
    ranks: dict[str, list[tuple[int, str]]] = {}
    for field in SALES_TABLE.fields:
        seen: set[str] = set()
        for rank, header in enumerate(field.headers):
            for spelling in spellings(header) - seen:
                seen.add(spelling)
                ranks.setdefault(spelling, []).append((rank, field.name))
    return ranks


_RANKS = _ranks()


def recognise_sales(rows: Sequence[Row], said: SaidColumns) -> Recognised | None:
    """The header row and the column of each field; what is missing where none is complete. None without any row."""
    filled = [(number, cells) for number, cells in rows if any(cell not in ("", None) for cell in cells)]
    nearest: Recognised | None = None
    for number, cells in filled[:HEADER_ROWS]:
        headers = tuple("" if cell is None else cleaned(str(cell)) for cell in cells)
        found = _recognised(number, headers, said.entry_for(header for header in headers if header))
        if found.is_complete:
            return found
        if nearest is None or len(found.columns) > len(nearest.columns):
            nearest = found
    return nearest


def _recognised(number: int, headers: tuple[str, ...], entry: MappingEntry | None) -> Recognised:
    told = {plain(header): name for header, name in entry.columns.items()} if entry else {}
    columns: dict[str, int] = {}
    for index, header in enumerate(headers):
        name = told.get(plain(header), "") if header else ""
        if name:
            columns.setdefault(name, index)
    free = [(index, plain(header)) for index, header in enumerate(headers) if header and plain(header) not in told]
    pairs = sorted((rank, index, name) for index, header in free for rank, name in _RANKS.get(header, ()))
    for _rank, index, name in pairs:
        if name not in columns and index not in columns.values():
            columns[name] = index
    used = set(columns.values())
    unused = tuple(header for index, header in enumerate(headers) if header and index not in used)
    missing = tuple(name for name in SALES_TABLE.required if name not in columns)
    return Recognised(SALES, number, headers, columns, unused, missing, entry)


# -- what was said ---------------------------------------------------------------------------------------------------


def read_said(path: Path) -> SaidColumns:
    """The mapping in a JSON file. Raises MappingError, with what is wrong and where."""
    where = Where(path.name)
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise MappingError(fatal("bad_mapping", reason="size"), where)
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise MappingError(fatal("unreadable", reason=str(problem.strerror)), where) from None
    except (ValueError, RecursionError) as problem:
        raise MappingError(fatal("bad_json", reason=str(problem)), where) from None
    tables = data.get("tables") if isinstance(data, dict) else None
    if not isinstance(tables, list):
        raise MappingError(fatal("bad_mapping", reason="tables"), where)
    return SaidColumns(tuple(_entry(entry, where) for entry in tables))


def said_before(kept: Mapping[str, str]) -> SaidColumns:
    """What the plant remembers about tills, of all its remembered mappings. What is no longer valid is left out."""
    entries = []
    for key, text in kept.items():
        if key.startswith(_REMEMBERED):
            try:
                entries.append(_entry(json.loads(text), Where("")))
            except (MappingError, ValueError):
                continue
    return SaidColumns(tuple(entries))


def to_keep(entry: MappingEntry) -> tuple[str, str]:
    """(key, text) under which the plant remembers what was said about these headers."""
    return _REMEMBERED + signature(entry.match), json.dumps(entry.as_json(), ensure_ascii=False)


def said(headers: Iterable[str], columns: Mapping[str, str], decimal: str = "", dates: str = "") -> SaidColumns:
    """What somebody chose in a form: our field, or "", by their header."""
    match = tuple(header for header in headers if header)
    return SaidColumns((MappingEntry(match, SALES, dict(columns), decimal, dates),))


def _entry(data: object, where: Where) -> MappingEntry:
    if not isinstance(data, dict):
        raise MappingError(fatal("bad_mapping", reason="entry"), where)
    if data.get("table", SALES) != SALES:
        raise MappingError(fatal("bad_mapping_table", name=str(data.get("table")), known=SALES), where)
    columns = data.get("columns", {})
    match = data.get("match") or (list(columns) if isinstance(columns, dict) else None)
    if not _are_texts(match) or not match:
        raise MappingError(fatal("bad_mapping", reason="match"), where)
    if not isinstance(columns, dict) or not _are_texts([*columns, *columns.values()]):
        raise MappingError(fatal("bad_mapping", reason="columns"), where)
    for header, name in columns.items():
        if name and name not in SALES_TABLE.field_names:
            known = ", ".join(SALES_TABLE.field_names)
            raise MappingError(fatal("bad_mapping_field", header=header, name=name, known=known), where)
    decimal, dates = data.get("decimal", ""), data.get("dates", "")
    if decimal not in DECIMALS or dates not in DATE_ORDERS:
        raise MappingError(fatal("bad_mapping", reason="decimal"), where)
    return MappingEntry(tuple(match), SALES, dict(columns), str(decimal), str(dates))


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
