"""Which sheet is which table, and which column which field: by headers, with the file's name as a hint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kanban_app.operations.importing.cells import Cell, cleaned
from kanban_app.operations.importing.fields import IGNORED, TABLES, Table
from kanban_app.operations.importing.header_text import plain, spellings
from kanban_app.operations.importing.mapping import Mapping, MappingEntry
from kanban_app.operations.importing.sheets import Row

HEADER_ROWS = 12
"""Titles and dates may stand above the headers; this many filled rows are looked at."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a row of headers was taken for.

    `columns` gives the index of each field, `headers` all headers as they stand. `unused` are headers no
    field was found for, `missing` required fields that no header stands for: then the table cannot be read,
    only named.
    """

    table: str
    header_row: int
    headers: tuple[str, ...]
    columns: dict[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    entry: MappingEntry | None = None

    @property
    def is_complete(self) -> bool:
        """The table is known and has all it needs."""
        return bool(self.table) and not self.missing


def recognise(rows: Sequence[Row], names: Sequence[str], mapping: Mapping) -> Recognised | None:
    """What a sheet is, from its first rows and the names of its file and sheet; None for a sheet without any
    row.

    What a person mapped goes first. Else the first row that makes a complete table is the header row; if none
    does, the row that comes nearest, with what is missing.
    """
    candidates = [(number, _headers(cells)) for number, cells in rows if any(cell not in ("", None) for cell in cells)]
    candidates = candidates[:HEADER_ROWS]
    for number, headers in candidates:
        entry = mapping.entry_for(header for header in headers if header)
        if entry is not None:
            return _by_entry(number, headers, entry)
    nearest: Recognised | None = None
    for number, headers in candidates:
        found = _by_headers(number, headers, names)
        if found.is_complete:
            return found
        if nearest is None or len(found.columns) > len(nearest.columns):
            nearest = found
    return nearest


def _headers(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple("" if cell is None else cleaned(str(cell)) for cell in cells)


def _by_entry(number: int, headers: tuple[str, ...], entry: MappingEntry) -> Recognised:
    if entry.table == IGNORED:
        return Recognised(IGNORED, number, headers, entry=entry)
    table = TABLES[entry.table]
    told = {plain(header): name for header, name in entry.columns.items()}
    fixed: dict[str, int] = {}
    for index, header in enumerate(headers):
        name = told.get(plain(header), "")
        if header and name and name not in fixed:
            fixed[name] = index
    free = {index: header for index, header in enumerate(headers) if header and plain(header) not in told}
    columns = fixed | {name: index for name, index in _assigned(table, free).items() if name not in fixed}
    return _result(table, number, headers, columns, entry, left_out={h for h in headers if plain(h) in told})


def _by_headers(number: int, headers: tuple[str, ...], names: Sequence[str]) -> Recognised:
    """The table that explains most headers. Where two do equally well, the names of file and sheet decide."""
    named = {index: header for index, header in enumerate(headers) if header}
    best: tuple[tuple[int, int, int, int], Recognised] | None = None
    for table in TABLES.values():
        columns = _assigned(table, named)
        found = _result(table, number, headers, columns)
        complete = not found.missing and len(columns) * 2 >= len(named)
        hinted = _is_hinted(table, names)
        surety = sum(_surety(table, name, headers[index]) for name, index in columns.items())
        score = (2 * complete + (hinted and bool(columns)), len(columns), int(hinted), surety)
        if best is None or score > best[0]:
            best = (score, found)
    assert best is not None
    score, found = best
    if found.missing and not score[2] and len(found.columns) < 2:
        return Recognised("", number, headers, unused=tuple(named.values()))
    if not found.missing and score[0] < 2:
        return Recognised("", number, headers, unused=tuple(named.values()))
    return found


def _result(
    table: Table,
    number: int,
    headers: tuple[str, ...],
    columns: dict[str, int],
    entry: MappingEntry | None = None,
    left_out: set[str] | None = None,
) -> Recognised:
    used = set(columns.values())
    unused = [h for i, h in enumerate(headers) if h and i not in used and h not in (left_out or ())]
    missing = tuple(name for name in table.required if name not in columns)
    return Recognised(table.name, number, headers, columns, tuple(unused), missing, entry)


@cache
def _ranks(table_name: str) -> dict[str, list[tuple[int, str]]]:
    """For each plain header the fields it may stand for, with how far down their list it is."""
    ranks: dict[str, list[tuple[int, str]]] = {}
    for known in TABLES[table_name].fields:
        seen: set[str] = set()
        for rank, header in enumerate(known.headers):
            for spelling in spellings(header) - seen:
                seen.add(spelling)
                ranks.setdefault(spelling, []).append((rank, known.name))
    return ranks


def _assigned(table: Table, headers: dict[int, str]) -> dict[str, int]:
    """The column of each field. The surest pair is settled first; of equals the column further left."""
    ranks = _ranks(table.name)
    pairs = sorted(
        (rank, index, name) for index, header in headers.items() for rank, name in ranks.get(plain(header), ())
    )
    columns: dict[str, int] = {}
    for _, index, name in pairs:
        if name not in columns and index not in columns.values():
            columns[name] = index
    return columns


def _surety(table: Table, name: str, header: str) -> int:
    rank = next(rank for rank, known in _ranks(table.name)[plain(header)] if known == name)
    return 3 if rank < 3 else 1


@cache
def _hint_words(table_name: str) -> frozenset[str]:
    return frozenset(word for hint in TABLES[table_name].hints for word in spellings(hint))


def _is_hinted(table: Table, names: Sequence[str]) -> bool:
    """A word of the file's or sheet's name is one of the table's: "sales_orders 2020.csv" is likely orders."""
    for name in names:
        words = [plain(word) for word in name.replace("_", " ").replace("-", " ").replace(".", " ").split()]
        joined = {"".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
        letters = {text.strip("0123456789") for text in joined}
        if _hint_words(table.name) & (joined | letters):
            return True
    return False
