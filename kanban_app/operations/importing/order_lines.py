"""Order lines by the million: written to a temporary file while they are read, and gone through again from
there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile

from kanban_app.domain.draft import OrderLineDraft
from kanban_app.operations.importing.problems import ProblemList, Where, error, warning

_LINES_PER_CHUNK = 2000
_BYTES_IN_MEMORY = 4_000_000
_MARKS = 1 << 26
"""Bits of the table that notices what may be a duplicate: 8 MB, and one line of 67 wrongly suspected at a
million.
"""

_MOST_DIGITS = 6

Kept = tuple[str, str, str, str, str, int, int, str, int, str, str, str, int, int]
"""order, line, item, place, customer, due (ordinal), quantity, status, priority, price, note, options, source, row."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order line with where it stands. `line` is its number within the order, empty where the file has
    none.
    """

    draft: OrderLineDraft
    line: str
    source: int
    row: int


class SpooledOrderLines(Collection[OrderLineDraft]):
    """Order lines that may be gone through any number of times while only some thousand are in memory.

    Their file is temporary and nameless; it vanishes with this object.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_BYTES_IN_MEMORY)  # noqa: SIM115 - lives as long as the lines
        self._chunks: list[tuple[int, int]] = []
        self._pending: list[Kept] = []
        self._count = 0
        self._open_count = 0
        self._dropped: set[int] = set()
        self._sources: list[Where] = []
        self._marks = bytearray()
        self._suspects: set[int] = set()

    def __len__(self) -> int:
        return self._count - len(self._dropped)

    def __contains__(self, line: object) -> bool:
        return any(line == other for other in self)

    def __iter__(self) -> Iterator[OrderLineDraft]:
        for ordinal, kept in enumerate(self._every()):
            if ordinal not in self._dropped:
                order, line, item, place, customer, due, quantity, status, priority, price, note, options, _, _ = kept
                said = (price, note, options, _number_in(line))
                day = date.fromordinal(due)
                yield OrderLineDraft(order, customer, item, place, day, quantity, status, priority, *said)

    def places_of(self, numbers: Collection[int]) -> dict[int, Where]:
        """Where some of the lines stand in the files, by their number as they are gone through, from 0."""
        found: dict[int, Where] = {}
        going_on = enumerate(kept for ordinal, kept in enumerate(self._every()) if ordinal not in self._dropped)
        for number, kept in going_on if numbers else ():
            if number in numbers:
                place = self._sources[kept[12]]
                found[number] = Where(place.file, place.sheet, kept[13])
        return found

    @property
    def open_count(self) -> int:
        """How many of them are of open orders; the others are history."""
        return self._open_count

    def close(self) -> None:
        """Give the temporary file back. The lines are gone."""
        self._file.close()

    def __del__(self) -> None:
        self._file.close()

    def append(self, line: OrderRow) -> None:
        """One more line. Raises OSError where the disk is full."""
        draft = line.draft
        kept = (
            draft.order_number,
            line.line,
            draft.item,
            draft.deliver_from,
            draft.customer,
            draft.due_on.toordinal(),
            draft.quantity,
            draft.status,
            draft.priority,
            draft.price,
            draft.note,
            draft.options,
            line.source,
            line.row,
        )
        if draft.order_number:
            self._suspect(kept)
        self._pending.append(kept)
        self._count += 1
        self._open_count += draft.status == "open"
        if len(self._pending) >= _LINES_PER_CHUNK:
            self._write()

    def drop_duplicates(self, problems: ProblemList, sources: list[Where]) -> None:
        """Leave out lines that stand there twice, with a warning where they are equal and an error where not.

        One line is an order's line number, or else its item with its choices, place and date. Lines without an order
        are never compared.
        """
        self._sources = sources
        first: dict[tuple[object, ...], tuple[Kept, int]] = {}
        if not self._suspects:
            return
        for ordinal, kept in enumerate(self._every()):
            if not kept[0] or _mark_of(kept) not in self._suspects:
                continue
            known = first.setdefault(_key(kept), (kept, ordinal))[0]
            if known is not kept:
                self._dropped.add(ordinal)
                self._open_count -= kept[7] == "open"
                _report(kept, known, problems, sources)
        self._suspects.clear()
        self._marks = bytearray()

    def _suspect(self, kept: Kept) -> None:
        if not self._marks:
            self._marks = bytearray(_MARKS // 8)
        mark = _mark_of(kept)
        byte, bit = mark >> 3, 1 << (mark & 7)
        if self._marks[byte] & bit:
            self._suspects.add(mark)
        else:
            self._marks[byte] |= bit

    def _write(self) -> None:
        data = json.dumps(self._pending, ensure_ascii=False, separators=(",", ":")).encode()
        offset = self._file.seek(0, 2)
        self._file.write(data)
        self._chunks.append((offset, len(data)))
        self._pending.clear()

    def _every(self) -> Iterator[Kept]:
        for offset, size in self._chunks:
            # Sought anew for every chunk: two loops over the lines may be under way at a time.
            self._file.seek(offset)
            yield from map(tuple, json.loads(self._file.read(size)))
        yield from list(self._pending)


def _key(kept: Kept) -> tuple[object, ...]:
    return (kept[0], kept[1]) if kept[1] else (kept[0], kept[2], kept[3], kept[5], kept[11])


def _number_in(line: str) -> int:
    """A line's number where it is one that a line can have here; else 0."""
    return int(line) if line.isascii() and line.isdigit() and len(line) <= _MOST_DIGITS else 0


def _mark_of(kept: Kept) -> int:
    return hash(_key(kept)) % _MARKS


def _report(kept: Kept, known: Kept, problems: ProblemList, sources: list[Where]) -> None:
    place, other = sources[kept[12]], sources[known[12]]
    where = Where(place.file, place.sheet, kept[13])
    values = {"other": str(known[13]), "file": other.file}
    if kept[:12] == known[:12]:
        problems.add(warning("duplicate_row", **values), where)
    else:
        key = " ".join(str(part) for part in (kept[0], kept[1] or kept[2]))
        problems.add(error("conflicting_row", key=key, **values), where)


def open_count(lines: Collection[OrderLineDraft]) -> int:
    """How many of these lines are of open orders."""
    if isinstance(lines, SpooledOrderLines):
        return lines.open_count
    return sum(line.status == "open" for line in lines)
