"""Lines of one of the lists as a table: texts in columns, with the lines that the search finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kanban_app.operations.structure_lists import Line

_PARTS = re.compile(r"\d+|\D+")
Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Rows are lines that a person reads; a row's id says which thing it is."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._every: tuple[Line, ...] = ()
        self._wanted = ""
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder
        self.rows: list[Line] = []
        self._row_of: dict[int, int] = {}

    def show(self, lines: Sequence[Line]) -> bool:
        """Become these lines, as far as the search finds them; answers whether anything differs."""
        if tuple(lines) == self._every:
            return False
        self._every = tuple(lines)
        self._choose()
        return True

    def find(self, text: str) -> None:
        """Show only lines that hold every word of this text."""
        if text.casefold() != self._wanted:
            self._wanted = text.casefold()
            self._choose()

    def order_by(self, column: int, order: Qt.SortOrder) -> None:
        """Sort by a column's texts, numbers in them by their size; -1 as the lines came."""
        if (column, order) != (self._column, self._order):
            self._column, self._order = column, order
            self._choose()

    def _choose(self) -> None:
        words = self._wanted.split()
        found = [line for line in self._every if all(word in line.found_by for word in words)]
        if self._column >= 0:
            down = self._order is Qt.SortOrder.DescendingOrder
            found.sort(key=lambda line: _in_order(line.texts[self._column]), reverse=down)
        self._row_of = {line.id: row for row, line in enumerate(found)}
        if [line.id for line in found] == [line.id for line in self.rows]:
            # The same things in the same places: the selection stays.
            self.rows = found
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, len(self._headers) - 1))
            return
        self.beginResetModel()
        self.rows = found
        self.endResetModel()

    def count(self) -> int:
        """How many lines there are, found or not."""
        return len(self._every)

    def row_of(self, thing_id: int) -> int:
        """Where a thing stands, -1 where it is not shown."""
        return self._row_of.get(thing_id, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for text in line.texts if text)
        return None


def _in_order(text: str) -> list[tuple[int, int, str]]:
    """What a text is sorted by: A2 stands before A10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _PARTS.findall(text.casefold())]
