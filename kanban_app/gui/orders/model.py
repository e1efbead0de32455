"""The list of lines as a Qt model. Texts are made for what is in sight only: thousands of lines cost nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kanban_app.gui.orders.promises import Answer
from kanban_app.gui.orders.rows import COLUMNS, LineRow, Question, chosen, put_promises
from kanban_app.i18n import _
from kanban_app.operations.orders_words import policy

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
ORDER, CUSTOMER, ITEM, PIECES, MADE, WANTED, PROMISE, STANDS = range(COLUMNS)


class LineModel(QAbstractTableModel):
    """`every` are all rows that were read, `rows` those that answer the question."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.every: list[LineRow] = []
        self.rows: list[LineRow] = []
        self.question = Question()
        self._place: dict[int, int] = {}
        self._place_in_all: dict[int, int] = {}
        self._promises: dict[int, Answer] = {}

    def show(self, rows: Sequence[LineRow]) -> None:
        """Become these rows; dates that are known already stay until they are reckoned anew."""
        known = {row.line.id for row in rows}
        self._promises = {line_id: one for line_id, one in self._promises.items() if line_id in known}
        self._place_in_all = {row.line.id: place for place, row in enumerate(rows)}
        self.every = list(rows)
        put_promises(self.every, self._place_in_all, self._promises)
        self.choose(self.question)

    def choose(self, question: Question) -> None:
        """Show what answers this question."""
        self.question = question
        found = chosen(self.every, question)
        same = [row.line.id for row in found] == [row.line.id for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows = found
        self._place = {row.line.id: place for place, row in enumerate(found)}
        if not same:
            self.endResetModel()
        elif found:
            self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, COLUMNS - 1))

    def take_promises(self, found: Mapping[int, Answer]) -> None:
        """Dates that have been reckoned; only their rows are painted."""
        self._promises.update(found)
        put_promises(self.every, self._place_in_all, found)
        changed = put_promises(self.rows, self._place, found)
        if changed:
            self.dataChanged.emit(self.index(min(changed), PROMISE), self.index(max(changed), PROMISE))

    def place_of(self, line_id: int) -> int:
        """Where a line stands, -1 where it is not shown."""
        return self._place.get(line_id, -1)

    def row_of(self, line_id: int) -> LineRow | None:
        """A line that is shown."""
        place = self.place_of(line_id)
        return self.rows[place] if place >= 0 else None

    def customers(self) -> list[str]:
        """The customers of all rows by name."""
        return sorted({row.line.customer for row in self.every}, key=str.casefold)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (_("Order"), _("Customer"), _("Item"), _("Pcs"), _("Made"), _("Wanted"), _("Promise"))
            return (*texts, _("Where it stands"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == PIECES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts()[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == PIECES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            is_made = index.column() == MADE
            reason = [policy(row.view.policy), row.view.policy_reason]
            return " · ".join(filter(None, reason)) if is_made else row.texts()[index.column()]
        return None
