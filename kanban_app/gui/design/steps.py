"""The steps that were taken, to be undone and done again.

Not Qt's stack: its commands point back to what they change, and such a circle crashes the process when Python clears it
away (seen with PySide6 6.11 after some hundred steps).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One step in words, from a state to the next."""

    words: str
    before: T
    after: T


class Steps(QObject):
    """`undone` and `redone` carry the step; `changed` says that there are others to undo or to do again."""

    undone = Signal(object)
    redone = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._taken: list[Step[object]] = []
        self._ahead: list[Step[object]] = []

    def take(self, step: Step[object]) -> None:
        """A step was taken; what was undone before it cannot be done again."""
        self._taken.append(step)
        self._ahead.clear()
        self.redone.emit(step)
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        if self._taken:
            self._ahead.append(self._taken.pop())
            self.undone.emit(self._ahead[-1])
            self.changed.emit()

    def redo(self) -> None:
        """Take again what was undone last, if there is one."""
        if self._ahead:
            self._taken.append(self._ahead.pop())
            self.redone.emit(self._taken[-1])
            self.changed.emit()

    def clear(self) -> None:
        """Nothing is to be undone any more."""
        self._taken.clear()
        self._ahead.clear()
        self.changed.emit()

    def undo_words(self) -> str:
        """What would be undone; empty for nothing."""
        return self._taken[-1].words if self._taken else ""

    def redo_words(self) -> str:
        """What would be done again; empty for nothing."""
        return self._ahead[-1].words if self._ahead else ""

    def taken_count(self) -> int:
        """How many steps can be undone."""
        return len(self._taken)

    def ahead_count(self) -> int:
        """How many steps can be done again."""
        return len(self._ahead)
