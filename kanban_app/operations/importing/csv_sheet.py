"""CSV files as they come: any of four delimiters, four encodings, quotes, a BOM, empty lines. Read in one
stream.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kanban_app.operations.importing.problems import Fault, Where, fatal, warning
from kanban_app.operations.importing.sheets import Row, UnreadableSheet

DELIMITERS = ",;\t|"
LONGEST_LINE = 1_000_000
"""A longer line is no table; without a limit one broken file would fill the memory."""
_SAMPLE_BYTES = 65_536
_SAMPLE_LINES = 60
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class CsvSheet:
    """A CSV file with its encoding and delimiter found out. `prefix_lines` is 1 where Excel's "sep=;" leads
    it.
    """

    path: Path
    where: Where
    encoding: str
    delimiter: str
    prefix_lines: int = 0

    @property
    def decimal_sign_hint(self) -> str:
        """Semicolons divide fields where the comma is the decimal sign."""
        return "," if self.delimiter == ";" else ""

    def rows(self) -> Iterator[Row]:
        """All rows, with their numbers. Raises UnreadableSheet where quotes or lines break."""
        with _opened(self.path, self.encoding) as text:
            for _ in range(self.prefix_lines):
                text.readline()
            reader = csv.reader(_lines(text), delimiter=self.delimiter, strict=True)
            number = self.prefix_lines
            try:
                for cells in reader:
                    number += 1
                    yield number, list(cells)
            except csv.Error:
                raise UnreadableSheet(fatal("broken_quotes"), number + 1) from None
            except OSError as problem:
                raise UnreadableSheet(fatal("unreadable", reason=str(problem.strerror)), number + 1) from None


def open_csv(path: Path, where: Where) -> tuple[CsvSheet | None, list[Fault]]:
    """The file as a sheet, None where it is empty or no text, and what was noticed. Raises OSError."""
    with path.open("rb") as binary:
        head = binary.read(_SAMPLE_BYTES)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return None, [warning("empty_file")]
    encoding, faults = _encoding(path, head)
    if not encoding:
        return None, faults
    sample = _sample(path, encoding)
    first = sample[0].strip().strip('"') if sample else ""
    if first.lower().startswith("sep=") and len(first) == 5 and first[4] in DELIMITERS:
        return CsvSheet(path, where, encoding, first[4], 1), faults
    return CsvSheet(path, where, encoding, _delimiter(sample)), faults


def _opened(path: Path, encoding: str) -> TextIO:
    errors = "replace" if encoding == "cp1252" else "strict"
    return path.open(encoding=encoding, errors=errors, newline="")


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise csv.Error
        yield line


def _encoding(path: Path, head: bytes) -> tuple[str, list[Fault]]:
    """(encoding, what was noticed). A file that is no valid UTF-8 is taken for Windows-1252, and says so."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "", [fatal("not_text")]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _if_valid(path, "utf-16")
    if guessed := _utf16_by_zeros(head):
        return _if_valid(path, guessed)
    if b"\0" in head:
        return "", [fatal("not_text")]
    if _is_valid(path, "utf-8-sig"):
        return "utf-8-sig", []
    return "cp1252", [warning("windows_1252")]


def _if_valid(path: Path, encoding: str) -> tuple[str, list[Fault]]:
    return (encoding, []) if _is_valid(path, encoding) else ("", [fatal("not_text")])


def _utf16_by_zeros(head: bytes) -> str:
    """UTF-16 without its mark: nearly every second byte of a table in Latin letters is zero."""
    evens, odds = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odds > 0.6 * half and evens < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if evens > 0.6 * half and odds < 0.1 * half else ""


def _is_valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as binary:
            while chunk := binary.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _sample(path: Path, encoding: str) -> list[str]:
    with _opened(path, encoding) as text:
        chunk = text.read(_SAMPLE_BYTES)
    lines = io.StringIO(chunk, newline="").readlines()
    if len(chunk) == _SAMPLE_BYTES and len(lines) > 1:
        lines.pop()  # may be cut in the middle
    return lines[:_SAMPLE_LINES]


def _delimiter(sample: list[str]) -> str:
    """The delimiter that divides most rows into the same number of cells; of equals the one with more cells."""
    best = (0.0, 0, DELIMITERS[0])
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if any(cell.strip() for cell in row)]
        if not widths or max(widths) < 2:
            continue
        width, same = Counter(width for width in widths if width > 1).most_common(1)[0]
        best = max(best, (round(same / len(widths), 2), width, delimiter))
    return best[2]
