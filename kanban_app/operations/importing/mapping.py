"""What a person told about headers the program did not know, as a file and as something a plant remembers.

The file: {"tables": [{"match": ["Bestellung", "Stk"], "table": "orders", "columns": {"Stk": "quantity"}}]}

`match` lists headers that must all be there; `table` is one of `fields.TABLES`, or "ignore" for a sheet that
is not for us; `columns` maps their headers to our fields, or to "" for a column to leave out. Columns that
are not listed are recognised as usual. "decimal" ("," or ".") and "dates" ("dmy" or "mdy") may settle what
the cells leave open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path

from kanban_app.operations.importing.fields import IGNORED, TABLES
from kanban_app.operations.importing.header_text import plain
from kanban_app.operations.importing.problems import Fault, Where, fatal

DECIMALS = ("", ".", ",")
DATE_ORDERS = ("", "dmy", "mdy")
LARGEST_FILE_BYTES = 1_000_000


class MappingError(ValueError):
    """A mapping that cannot be used. `fault` says why and `where` in which file."""

    def __init__(self, fault: Fault, where: Where) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.where = where


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """How one kind of sheet is to be read."""

    match: tuple[str, ...]
    table: str
    columns: MappingOf[str, str] = field(default_factory=dict)
    decimal: str = ""
    dates: str = ""

    def fits(self, headers: Iterable[str]) -> bool:
        """All headers that it names are there."""
        there = {plain(header) for header in headers}
        return bool(self.match) and all(plain(header) in there for header in self.match)

    def as_json(self) -> dict[str, object]:
        """The entry as in a mapping file."""
        entry: dict[str, object] = {
            "match": list(self.match),
            "table": self.table,
            "columns": dict(self.columns),
        }
        entry |= {"decimal": self.decimal} if self.decimal else {}
        return entry | ({"dates": self.dates} if self.dates else {})


@dataclass(frozen=True, slots=True)
class Mapping:
    """The entries in the order in which they are asked."""

    entries: tuple[MappingEntry, ...] = ()

    def entry_for(self, headers: Iterable[str]) -> MappingEntry | None:
        """The entry that names most of these headers and no other; of equals the first."""
        there = list(headers)
        fitting = [entry for entry in self.entries if entry.fits(there)]
        return max(fitting, key=lambda entry: len(entry.match), default=None)

    def before(self, other: Mapping) -> Mapping:
        """This mapping's entries, and after them the other's: what is said now goes before what is
        remembered.
        """
        return Mapping(self.entries + other.entries)


def signature(headers: Iterable[str]) -> str:
    """The headers of a sheet as one text, the same however they are ordered or spelled; the key to remember
    by.
    """
    return "|".join(sorted({plain(header) for header in headers} - {""}))


def remembered(kept: MappingOf[str, str]) -> Mapping:
    """The mapping a plant remembers: texts of `to_remember` by their signature. What is no longer valid is
    left out.
    """
    entries: list[MappingEntry] = []
    for text in kept.values():
        try:
            entries.append(_entry(json.loads(text), Where("")))
        except (MappingError, ValueError):
            continue
    return Mapping(tuple(entries))


def to_remember(entries: Iterable[MappingEntry]) -> dict[str, str]:
    """What to keep in the plant: for each entry its signature and its text. Give both back to `remembered`."""
    return {signature(entry.match): json.dumps(entry.as_json(), ensure_ascii=False) for entry in entries}


def read_mapping(path: Path) -> Mapping:
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
    return mapping_of(data, where)


def mapping_of(data: object, where: Where | None = None) -> Mapping:
    """The mapping in such data. Raises MappingError."""
    place = where or Where("")
    tables = data.get("tables") if isinstance(data, dict) else None
    if not isinstance(tables, list):
        raise MappingError(fatal("bad_mapping", reason="tables"), place)
    return Mapping(tuple(_entry(entry, place) for entry in tables))


def template(unmapped: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, object]:
    """A mapping file to fill in, for sheets given by (best guess of table, headers)."""
    return {
        "tables": [
            {"match": list(headers), "table": table or "?", "columns": dict.fromkeys(headers, "?")}
            for table, headers in unmapped
        ]
    }


def _entry(data: object, where: Where) -> MappingEntry:
    if not isinstance(data, dict):
        raise MappingError(fatal("bad_mapping", reason="entry"), where)
    table = data.get("table")
    if table != IGNORED and table not in TABLES:
        known = ", ".join([*TABLES, IGNORED])
        raise MappingError(fatal("bad_mapping_table", name=str(table), known=known), where)
    match, columns = data.get("match"), data.get("columns", {})
    if not _are_texts(match) or not match:
        raise MappingError(fatal("bad_mapping", reason="match"), where)
    if not isinstance(columns, dict) or not _are_texts([*columns, *columns.values()]):
        raise MappingError(fatal("bad_mapping", reason="columns"), where)
    if table != IGNORED:
        _check_fields(columns, TABLES[str(table)].field_names, where)
    decimal, dates = data.get("decimal", ""), data.get("dates", "")
    if decimal not in DECIMALS or dates not in DATE_ORDERS:
        raise MappingError(fatal("bad_mapping", reason="decimal"), where)
    return MappingEntry(tuple(match), str(table), dict(columns), str(decimal), str(dates))


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _check_fields(columns: dict[str, str], known: tuple[str, ...], where: Where) -> None:
    for header, name in columns.items():
        if name and name not in known:
            fault = fatal("bad_mapping_field", header=header, name=name, known=", ".join(known))
            raise MappingError(fault, where)
    named = [name for name in columns.values() if name]
    if len(set(named)) != len(named):
        raise MappingError(fatal("bad_mapping", reason="twice"), where)
