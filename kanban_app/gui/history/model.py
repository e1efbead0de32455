"""The entries that were read so far as a table that asks for more when its end comes into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kanban_app.domain.structure import Structure
from kanban_app.gui.history import words
from kanban_app.gui.look import fonts, theme
from kanban_app.i18n import _, moment
from kanban_app.operations.looking import HistoryLine

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    """From left to right."""

    WHEN = 0
    WHAT = 1
    CARD = 2
    STEP = 3
    WHO = 4
    WHY = 5


class LedgerModel(QAbstractTableModel):
    """Rows are only ever added at the end, or all taken away. `more_wanted` says that the last one can be seen."""

    more_wanted = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._structure: Structure | None = None
        self._has_more = False
        self.lines: list[HistoryLine] = []

    def begin(self, structure: Structure) -> None:
        """Be empty; what comes is of this plant."""
        self.beginResetModel()
        self._structure, self._has_more = structure, False
        self.lines = []
        self.endResetModel()

    def add(self, lines: Sequence[HistoryLine], *, has_more: bool) -> None:
        """Add older entries at the end."""
        self._has_more = has_more
        if lines:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def place_of(self, seq: int) -> int:
        """The row of an entry, -1 where it is not among those that were read."""
        low, high = 0, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle].event.seq > seq:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.lines) and self.lines[low].event.seq == seq else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(Column)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: Index) -> None:
        self.more_wanted.emit()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("When"), _("What"), _("Card"), _("From → to"), _("Who"), _("Why"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines) or self._structure is None:
            return None
        line, column = self.lines[index.row()], Column(index.column())
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(line, column) if column in (Column.CARD, Column.WHO, Column.WHY) else words.step(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(line, self._structure, self._clock())
        return _dress(line, column, role)

    def _text(self, line: HistoryLine, column: Column) -> str:
        assert self._structure is not None
        if column is Column.WHEN:
            return moment(line.event.recorded_at, self._clock())
        if column is Column.WHAT:
            return words.what(line, self._structure)
        if column is Column.CARD:
            return words.card(line)
        if column is Column.STEP:
            return words.step(line)
        return words.who(line, self._structure) if column is Column.WHO else words.why(line)


def _dress(line: HistoryLine, column: Column, role: int) -> Any:
    """What a person did stands out from what followed from it."""
    is_root = line.event.cause is None
    if role == Qt.ItemDataRole.FontRole:
        return fonts.ui(15, 600 if is_root and column is Column.WHAT else 400)
    if role == Qt.ItemDataRole.ForegroundRole:
        return theme.color("ink" if is_root or column in (Column.WHAT, Column.CARD) else "ink2")
    return None
