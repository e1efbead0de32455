"""What a benchmark answers, how it is printed, and what the machine was."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.comparing import Compared
from kanban_app.store import sqlite


class NotMeasured(Exception):
    """This benchmark can't run here; the text says why."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large and how often: sizes in cards, ledgers in entries. `smoke` asks only whether everything runs."""

    card_counts: tuple[int, ...]
    ledger_counts: tuple[int, ...]
    folder: Path
    smoke: bool = False

    def repeats(self, usual: int) -> int:
        """How many repeats: next to none in a smoke run."""
        return min(usual, 3) if self.smoke else usual


@dataclass(slots=True)
class Table:
    """One benchmark's figures. `target` is the largest ratio wanted, None where there is no promise."""

    title: str
    columns: tuple[str, ...]
    target: float | None = None
    rows: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, **values: object) -> None:
        """One row; the names are the columns' with underscores for spaces."""
        self.rows.append({name.replace("_", " "): value for name, value in values.items()})

    def add_compared(self, compared: Compared, **values: object) -> None:
        """One row with the ratio, both medians and whether the run was noisy."""
        self.rows.append({name.replace("_", " "): value for name, value in values.items()} | figures(compared))

    def text(self) -> str:
        """The table as lines of text."""
        cells = [list(self.columns)] + [[_cell(row.get(name, "")) for name in self.columns] for row in self.rows]
        widths = [max(len(line[place]) for line in cells) for place in range(len(self.columns))]
        lines = ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
        title = self.title if self.target is None else f"{self.title} (at most {self.target}x wanted)"
        return "\n".join([title, *(f"  {line}" for line in lines), *(f"  {note}" for note in self.notes)])


COMPARED = ("ratio", "ours", "bare", "noisy")


def figures(compared: Compared) -> dict[str, object]:
    """The columns of a comparison: ratio, medians in ms and a mark when the blocks of the run disagree."""
    ours, bare = sorted(compared.ours_s), sorted(compared.bare_s)
    return {
        "ratio": f"{compared.ratio:.2f}x",
        "ours": duration(ours[len(ours) // 2]),
        "bare": duration(bare[len(bare) // 2]),
        "noisy": f"± {compared.spread / 2:.0%}" if compared.is_noisy else "",
    }


def duration(seconds: float) -> str:
    """A duration in the unit that reads best."""
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def machine() -> dict[str, str]:
    """When, where and with what was measured."""
    now = datetime.now(UTC)
    return {
        "date": f"{now:%Y-%m-%d %H:%M} UTC",
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": f"{sqlite.LIBRARY.sqlite_version}, journal {_journal()}, synchronous FULL",
        "qt": _version("PySide6-Essentials"),
    }


def _journal() -> str:
    return "WAL" if sqlite.wal_is_safe(sqlite.LIBRARY.sqlite_version_info) else "TRUNCATE"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
