"""Is this workbook safe to open? Looks into the zip before anything parses it.

A workbook of 1.5 MB can unfold to 600 MB of XML, one cell in the last corner can make a reader lay out 17
thousand million empty ones, names can point out of the folder, and declared sizes can lie. Every part is
unzipped once, in pieces that are thrown away, and counted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from kanban_app.operations.importing.problems import Fault, fatal

LARGEST_FILE_BYTES = 20_000_000
LARGEST_UNZIPPED_BYTES = 200_000_000
LARGEST_RATIO = 100
MOST_ENTRIES = 2_000
MOST_CELLS_LAID_OUT = 12_000_000
"""Rows times columns of one sheet: a reader keeps the whole rectangle in memory, empty cells too."""
SMALL_BYTES = 1_000_000
"""Below this a high ratio is no danger: a short sheet of equal rows packs well."""

_CHUNK = 1 << 20
_OVERLAP = 64
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})?(\d{1,10})["']""")
_FORBIDDEN = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL_WITHOUT_PLACE = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)|[/>])""")
_ODD_REFERENCE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["'][^"']*&""")


def fault_of_workbook(path: Path) -> Fault | None:
    """Why this file must not be opened as a workbook; None if it may. Raises OSError."""
    size = path.stat().st_size
    if size > LARGEST_FILE_BYTES:
        return fatal("workbook_too_large", limit=_megabytes(LARGEST_FILE_BYTES))
    try:
        with zipfile.ZipFile(path) as archive:
            return _fault_of_entries(archive, size) or _fault_of_contents(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        return fatal("broken_workbook")


def _fault_of_entries(archive: zipfile.ZipFile, size: int) -> Fault | None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or len({entry.filename for entry in entries}) != len(entries):
        return fatal("workbook_bomb")
    if any(_leads_out(entry.filename) for entry in entries):
        return fatal("workbook_leads_out")
    if any(entry.flag_bits & 1 for entry in entries):
        return fatal("encrypted_workbook")
    # The other methods of zip unpack in one piece of any size, and no spreadsheet program uses them.
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        return fatal("broken_workbook")
    # More packed bytes than the file has: entries that share their bytes.
    if sum(entry.compress_size for entry in entries) > size:
        return fatal("workbook_bomb")
    if sum(entry.file_size for entry in entries) > LARGEST_UNZIPPED_BYTES:
        return fatal("workbook_too_large", limit=_megabytes(LARGEST_UNZIPPED_BYTES))
    if any(_is_bomb(entry) for entry in entries):
        return fatal("workbook_bomb")
    names = {entry.filename.lower() for entry in entries}
    return None if "xl/workbook.xml" in names else fatal("no_workbook")


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > SMALL_BYTES and entry.file_size > LARGEST_RATIO * max(1, entry.compress_size)


def _fault_of_contents(archive: zipfile.ZipFile) -> Fault | None:
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.endswith((".xml", ".rels", ".vml")):
            fault = _fault_of_xml(archive, entry, is_sheet="worksheets/" in name)
            if fault:
                return fault
        else:
            _unzip(archive, entry)
    return None


def _unzip(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Reading to the end compares the real size and checksum with the declared ones."""
    with archive.open(entry) as part:
        while part.read(_CHUNK):
            pass


def _fault_of_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, is_sheet: bool) -> Fault | None:
    extent = _Extent()
    rest = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            if _FORBIDDEN.search(text) or (not rest and text.startswith((b"\xff\xfe", b"\xfe\xff"))):
                return fatal("workbook_entities")
            if is_sheet:
                if _ODD_REFERENCE.search(text):
                    return fatal("broken_workbook")
                extent.grow(text)
            rest = text[-_OVERLAP:]
    if extent.cells > MOST_CELLS_LAID_OUT:
        return fatal("workbook_too_wide", rows=str(extent.row), columns=str(extent.column))
    return None


@dataclass(slots=True)
class _Extent:
    """The last row and column of a sheet, as far as it was looked at."""

    row: int = 0
    column: int = 0
    row_elements: int = 0

    @property
    def cells(self) -> int:
        return max(self.row, self.row_elements) * max(1, self.column)

    def grow(self, text: bytes) -> None:
        for letters, digits in set(_REFERENCE.findall(text)):
            self.row = max(self.row, int(digits))
            self.column = max(self.column, _column(letters))
        self.row_elements += len(_ROW.findall(text))
        if _CELL_WITHOUT_PLACE.search(text):
            # Cells may leave out where they stand: then the widest row counts.
            widest = max(len(_CELL.findall(row)) for row in _ROW.split(text))
            self.column = max(self.column, widest)


def _column(letters: bytes) -> int:
    """1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _megabytes(size: int) -> str:
    return str(size // 1_000_000)
