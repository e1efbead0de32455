"""What is wrong, or worth knowing, in files to be imported: by file, sheet, row and column, with what would
do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kanban_app.operations.importing.problem_texts import accepted_text, place_text, what_text

MOST_KEPT_PER_CODE = 1000
"""Of one kind of problem this many are kept word for word; the rest is counted. A million bad rows fit in
memory.
"""


class Severity(StrEnum):
    """An error stops an import; a warning is told."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the files. `row` counts from 1 as in the file; 0 means the whole sheet or file."""

    file: str
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found, before it is known where: a code of `problem_texts`, with the values its text
    names.

    A fault that is not `skippable` concerns more than its row, so leaving the row out would not mend it. One
    that is told `once` is about a name rather than a row, and is not repeated with each row that uses the
    name.
    """

    code: str
    severity: Severity = Severity.ERROR
    values: Mapping[str, str] = field(default_factory=dict)
    skippable: bool = True
    once: bool = False


def warning(code: str, /, **values: str) -> Fault:
    """A fault that is told and stops nothing."""
    return Fault(code, Severity.WARNING, values)


def told_once(code: str, /, **values: str) -> Fault:
    """A warning about a name, told where the name is first used."""
    return Fault(code, Severity.WARNING, values, once=True)


def error(code: str, /, **values: str) -> Fault:
    """A fault that stops the import, unless bad rows are skipped."""
    return Fault(code, Severity.ERROR, values)


def fatal(code: str, /, **values: str) -> Fault:
    """A fault that stops the import even when bad rows are skipped."""
    return Fault(code, Severity.ERROR, values, skippable=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place. `column` is the header as the file has it, `value` the cell's text."""

    severity: Severity
    code: str
    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    skippable: bool = True

    def place(self) -> str:
        """Where it is, for a person: "orders.csv, row 17, column due"."""
        return place_text(self.file, self.sheet, self.row, self.column)

    def what(self) -> str:
        """What is the matter, in the user's language."""
        return what_text(self.code, self.value, self.values)

    def accepted(self) -> str:
        """What would be accepted, in the user's language; empty where the text already says so."""
        return accepted_text(self.code, self.values)

    def text(self) -> str:
        """The whole sentence: place, what, what would be accepted."""
        place = self.place()
        what = f"{place}: {self.what()}" if place else self.what()
        return f"{what} {self.accepted()}".rstrip()


class ProblemList:
    """Collects problems: keeps the first of each kind word for word and counts all."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._counts: Counter[tuple[Severity, str]] = Counter()
        self._fatal = False

    def add(self, fault: Fault, where: Where, column: str = "", value: str = "") -> None:
        """Record one fault at one place."""
        key = (fault.severity, fault.code)
        self._counts[key] += 1
        if fault.severity is Severity.ERROR and not (fault.skippable and where.row):
            self._fatal = True
        if self._counts[key] <= MOST_KEPT_PER_CODE:
            skippable = fault.skippable and bool(where.row)
            self._kept.append(
                Problem(
                    fault.severity,
                    fault.code,
                    where.file,
                    where.sheet,
                    where.row,
                    column,
                    value,
                    fault.values,
                    skippable,
                )
            )

    def all(self, files: Iterable[str] = ()) -> tuple[Problem, ...]:
        """What was kept, in the order of the files and rows, and at the end how many more there are of each kind."""
        place = {name: number for number, name in enumerate(files)}
        ordered = sorted(self._kept, key=lambda p: (place.get(p.file, len(place)), p.sheet, p.row))
        more = [
            Problem(kind, "more_like_this", "", values={"count": str(count - MOST_KEPT_PER_CODE), "code": code})
            for (kind, code), count in self._counts.items()
            if count > MOST_KEPT_PER_CODE
        ]
        return (*ordered, *more)

    @property
    def has_fatal(self) -> bool:
        """There is an error that leaving rows out does not mend."""
        return self._fatal

    def counts(self) -> dict[tuple[Severity, str], int]:
        """How many of each kind, kept or not."""
        return dict(self._counts)

    def count(self, severity: Severity) -> int:
        """How many of this severity, kept or not."""
        return sum(number for (kind, _), number in self._counts.items() if kind is severity)
