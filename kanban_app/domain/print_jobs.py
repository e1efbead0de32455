"""Print jobs as values: how cards look on which paper, in which parts a long run is drawn, when two runs are one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

PART_CARDS = 240
"""About half a second of drawing: so much a killed run loses at most."""


class JobState(StrEnum):
    """How a print job stands: being made (or interrupted), complete, stopped by somebody."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Look:
    """How cards are put on paper: format and design by name, and what the person chose. Lengths in mm, scale 1 is true.

    `design` empty is the format's own; `cut_marks` None is as the format has it; `start_cell` counts from 1.
    """

    format_name: str = "a6"
    design: str = ""
    black_only: bool = False
    second_language: str = ""
    code128: bool = False
    start_cell: int = 1
    two_sided: bool = False
    cut_marks: bool | None = None
    lamination_margin_mm: float = 0.0
    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def as_text(self) -> str:
        """The look as one line of JSON, its keys in order."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Look:
        """The look that `as_text` wrote; what a newer version added is left out."""
        known: dict[str, Any] = json.loads(text)
        return cls(**{name: value for name, value in known.items() if name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one card: its code, the loop's revision on it, and the how-manieth print it is."""

    code: str
    revision: int
    print_count: int


def identity(look: Look, papers: Iterable[Paper]) -> str:
    """What makes two runs the same: format, design, and the same prints of the same cards. 64 hexadecimal digits."""
    return _digest(look, (f"{paper.code} {paper.revision} {paper.print_count}" for paper in papers))


def request(look: Look, codes: Iterable[str]) -> str:
    """What two orders of the same cards in the same format have in common, whatever was printed in between."""
    return _digest(look, codes)


def _digest(look: Look, lines: Iterable[str]) -> str:
    told = "\n".join((look.format_name, look.design, *sorted(lines)))
    return hashlib.sha256(told.encode()).hexdigest()


def parts(count: int, per_sheet: int, start_cell: int = 1, most: int = PART_CARDS) -> list[range]:
    """The places 0 to count-1 in runs of full sheets, each at most about `most` cards.

    The first sheet lacks the cells before `start_cell`. At least one sheet is in a part.
    """
    whole = max(1, most // per_sheet) * per_sheet
    ends = list(range(whole - (start_cell - 1) % per_sheet, count, whole))
    starts = [0, *ends]
    return [range(first, last) for first, last in zip(starts, [*ends, count], strict=True) if first < last]


def sheets(count: int, per_sheet: int, start_cell: int = 1) -> list[range]:
    """The places on each sheet."""
    return parts(count, per_sheet, start_cell, most=per_sheet)
