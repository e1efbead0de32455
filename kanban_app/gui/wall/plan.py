"""How large, in which order and for how long the wall shows its rows. No Qt, no clock."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kanban_app.domain.board import Board, LoopRow, Zone

# Height of Inter's capitals as a share of the font's size.
CAPITAL = 0.727
# Capitals are at least this share of the distance they are read from (ISO 9241: 17 minutes of arc).
CAPITAL_OF_DISTANCE = 1 / 200
# Second lines are read from nearer: 3 m where first lines are read from 5 m.
SECOND_OF_FIRST = 0.6
# A display that does not tell its size counts as 55 inches wide across.
USUAL_WIDTH_MM = 1217.6
_BELIEVABLE_MM = (100, 4000)
_LEAST_ROWS = 3

# A beat is a second.
BEATS_A_PAGE = 12
BEATS_NEW = 60

# Heights as shares of the first line's size.
_HEAD, _FOOT, _PAD, _ROW, _GAP = 2.1, 1.0, 0.2, 2.22, 0.16


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in px: font sizes of first and second lines, head, foot, rows and what is between them."""

    first: int
    second: int
    head: int
    foot: int
    pad: int
    row: int
    gap: int
    row_count: int


def px_per_mm(width_px: int, width_mm: float) -> float:
    """How fine a display is, by its own word where that can be believed."""
    least, most = _BELIEVABLE_MM
    return width_px / (width_mm if least <= width_mm <= most else USUAL_WIDTH_MM)


def sizes_for(width_px: int, height_px: int, fineness: float, distance_cm: int) -> Sizes:
    """The sizes at which people at this distance can read; `fineness` is in px per mm.

    Three rows always fit, so a small display reads from nearer than was asked for.
    """
    wanted = distance_cm * 10 * CAPITAL_OF_DISTANCE / CAPITAL * fineness
    most = min(height_px / (_HEAD + _FOOT + _PAD + _LEAST_ROWS * (_ROW + _GAP)), width_px / 16)
    wanted = max(12.0, min(wanted, most))
    first = _even(wanted) if wanted < most else math.floor(wanted)
    head, foot, pad, row, gap = (round(first * share) for share in (_HEAD, _FOOT, _PAD, _ROW, _GAP))
    row_count = max(1, (height_px - head - foot - pad) // (row + gap))
    return Sizes(first, _even(wanted * SECOND_OF_FIRST), head, foot, pad, row, gap, row_count)


def _even(size: float) -> int:
    return 2 * math.ceil(size / 2)


def urgent_rows(board: Board) -> list[LoopRow]:
    """The loops in red and yellow, red first; within a zone those with nothing left, then the oldest signal."""
    found = [row for row in map(board.row, board.structure.loops) if row.zone is not Zone.GREEN]

    def place(row: LoopRow) -> tuple[bool, bool, float, int]:
        oldest = row.oldest_signal_at.timestamp() if row.oldest_signal_at else math.inf
        return row.zone is not Zone.RED, row.pieces_here > 0, oldest, row.loop.id

    return sorted((row for row in found if not row.loop.suspended), key=place)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is seen at one time: of the whole plant, or of what one station must make or send."""

    rows: tuple[LoopRow, ...]
    page: int
    page_count: int
    station_id: int | None = None


def sheets_of(rows: Sequence[LoopRow], station_ids: Sequence[int], row_count: int) -> list[Sheet]:
    """All sheets in their turn: the plant's, then those of each chosen station that has something to start."""
    found = _sheets(rows, None, row_count) or [Sheet((), 1, 1)]
    for station_id in station_ids:
        found += _sheets([row for row in rows if row.loop.source_id == station_id], station_id, row_count)
    return found


def _sheets(rows: Sequence[LoopRow], station_id: int | None, row_count: int) -> list[Sheet]:
    starts = range(0, len(rows), row_count)
    return [
        Sheet(tuple(rows[start : start + row_count]), page, len(starts), station_id)
        for page, start in enumerate(starts, start=1)
    ]


class Turner:
    """Which sheet is seen. It turns every 12 beats, and never while a row has newly become red."""

    def __init__(self) -> None:
        self.place = 0
        self._count = 1
        self._waited = 0
        self._red: frozenset[int] | None = None
        self._new: dict[int, int] = {}

    def show(self, sheets: Sequence[Sheet], rows: Sequence[LoopRow]) -> None:
        """Take over what there is now; the sheet with a newly red row comes forward. `rows` are all of them."""
        red = frozenset(row.loop.id for row in rows if row.zone is Zone.RED)
        came = red - self._red if self._red is not None else frozenset()
        self._red = red
        self._new = {loop_id: beats for loop_id, beats in self._new.items() if loop_id in red}
        self._new |= dict.fromkeys(came, BEATS_NEW)
        self._count = len(sheets)
        self.place = min(self.place, self._count - 1)
        if came:
            self.place = next(
                place for place, sheet in enumerate(sheets) if any(row.loop.id in came for row in sheet.rows)
            )
            self._waited = 0

    def is_new(self, loop_id: int) -> bool:
        """Whether this row turned red a moment ago."""
        return loop_id in self._new

    def beat(self) -> bool:
        """A second has passed. Returns whether anything looks different now."""
        before = len(self._new)
        self._new = {loop_id: beats - 1 for loop_id, beats in self._new.items() if beats > 1}
        if self._new or self._count < 2:
            self._waited = 0
            return len(self._new) != before
        self._waited += 1
        if self._waited < BEATS_A_PAGE:
            return len(self._new) != before
        self._waited = 0
        self.place = (self.place + 1) % self._count
        return True
