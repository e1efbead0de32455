"""A list of values as a Qt model that tells exactly what changed: one changed row repaints one row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1


class RowModel(QAbstractListModel, Generic[R]):
    """Rows are values that know nothing of Qt; `key` says which row is which, `spoken` what a screen reader says."""

    def __init__(self, key: Callable[[R], Hashable], spoken: Callable[[R], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._spoken = spoken
        self.rows: list[R] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._spoken(row)
        return None

    def show(self, rows: Sequence[R]) -> None:
        """Become these rows, moving, adding and changing no more than differs."""
        wanted = [self._key(row) for row in rows]
        if wanted == self.keys():
            for place, row in enumerate(rows):
                self._change(place, row)
            return
        self._drop_missing(set(wanted))
        for place, row in enumerate(rows):
            have = [self._key(old) for old in self.rows[place:]]
            found = have.index(wanted[place]) if wanted[place] in have else -1
            if found > 0:
                self._move(place + found, place)
            if found >= 0:
                self._change(place, row)
            else:
                self.beginInsertRows(QModelIndex(), place, place)
                self.rows.insert(place, row)
                self.endInsertRows()

    def _drop_missing(self, wanted: set[Hashable]) -> None:
        for place in range(len(self.rows) - 1, -1, -1):
            if self._key(self.rows[place]) not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self.rows[place]
                self.endRemoveRows()

    def _move(self, source: int, target: int) -> None:
        self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), target)
        self.rows.insert(target, self.rows.pop(source))
        self.endMoveRows()

    def _change(self, place: int, row: R) -> None:
        if self.rows[place] != row:
            self.rows[place] = row
            index = self.index(place)
            self.dataChanged.emit(index, index)

    def key_of(self, row: R) -> Hashable:
        """Which row this is."""
        return self._key(row)

    def keys(self) -> list[Hashable]:
        """Which rows there are, in order."""
        return [self._key(row) for row in self.rows]

    def place_of(self, key: Hashable) -> int:
        """Where a row stands, -1 where there is none."""
        keys = self.keys()
        return keys.index(key) if key in keys else -1
