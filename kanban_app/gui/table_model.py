"""A table of values as a Qt model: cells of text under heads, for lists that are read and shown anew as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kanban_app.gui.look import theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows are values that know nothing of Qt; `texts` gives a row's cells from left to right, as many as `heads`.

    `key` says which row is which, `spoken` what a screen reader says of a row, `ink` the token of a cell's colour where
    it is not the usual one. Cells in the `numbers` columns stand at the right.
    """

    def __init__(
        self,
        heads: Sequence[str],
        texts: Callable[[R], Sequence[str]],
        key: Callable[[R], Hashable],
        parent: QObject | None = None,
        *,
        spoken: Callable[[R], str] | None = None,
        ink: Callable[[R, int], str] = lambda _row, _column: "",
        numbers: Collection[int] = (),
    ) -> None:
        super().__init__(parent)
        self._heads, self._texts, self._key = tuple(heads), texts, key
        self._spoken = spoken or (lambda row: ", ".join(filter(None, texts(row))))
        self._ink, self._numbers = ink, frozenset(numbers)
        self.rows: list[R] = []

    def show(self, rows: Sequence[R]) -> None:
        """Become these rows. Nothing is chosen then."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def place_of(self, key: Hashable) -> int:
        """Where a row stands, -1 where there is none."""
        return next((place for place, row in enumerate(self.rows) if self._key(row) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._texts(row)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            token = self._ink(row, column)
            return theme.color(token) if token else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self._numbers:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None
