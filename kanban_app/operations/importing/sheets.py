"""What every reader of files gives: sheets, which are rows of cells with their numbers, to be gone through
again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from kanban_app.operations.importing.cells import Cell
from kanban_app.operations.importing.problems import Fault, Where

Row = tuple[int, list[Cell]]
"""The number of a row, counted from 1 as in the file, and its cells."""


class Sheet(Protocol):
    """One table-like thing in a file. `decimal_sign_hint` is what its format suggests, empty where nothing
    does.
    """

    @property
    def where(self) -> Where:
        """The file and the sheet."""
        ...

    @property
    def decimal_sign_hint(self) -> str:
        """ "," where fields are divided by semicolons, as spreadsheets of comma countries do; else empty."""
        ...

    def rows(self) -> Iterator[Row]:
        """All rows from the first. Raises UnreadableSheet in the middle where the file breaks off."""
        ...


class UnreadableSheet(Exception):
    """A file or sheet that cannot be read, or not to its end. Nothing that stands in it may be booked."""

    def __init__(self, fault: Fault, row: int = 0) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.row = row


@dataclass(slots=True)
class Found:
    """The sheets of some files, and what was noticed while looking for them."""

    sheets: list[Sheet] = field(default_factory=list)
    faults: list[tuple[Fault, Where]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
