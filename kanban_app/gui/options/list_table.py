"""The list of what an item offers, as a grid to type in: a row for each part, work or surcharge of a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from kanban_app.gui.look import tables, theme
from kanban_app.i18n import _
from kanban_app.operations.order_options_texts import COLUMNS
from kanban_app.operations.order_options_words import column

_WIDTHS = {"group": 120, "choice": 130, "rule": 130, "component": 150, "replaces": 130, "excludes": 170}


class ListTable(QTableWidget):
    """Always one empty row at its end. `edited` says that something was typed."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setAccessibleName(_("Choices of the item"))
        self.setHorizontalHeaderLabels([column(name) for name in COLUMNS])
        tables.dress(self)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectItems)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, name in enumerate(COLUMNS):
            needed = header.fontMetrics().horizontalAdvance(column(name)) + theme.px(28)
            self.setColumnWidth(place, max(needed, theme.px(_WIDTHS.get(name, 90))))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.itemChanged.connect(self._on_changed)

    def show_rows(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show these texts by column."""
        blocked = QSignalBlocker(self)
        self.setRowCount(len(rows) + 1)
        for number, row in enumerate([*rows, {}]):
            for place, name in enumerate(COLUMNS):
                cell = QTableWidgetItem(row.get(name, ""))
                cell.setToolTip(row.get(name, ""))
                self.setItem(number, place, cell)
        blocked.unblock()

    def rows(self) -> list[dict[str, str]]:
        """What is typed, without the empty rows."""
        found = [
            {name: self._text(number, place) for place, name in enumerate(COLUMNS)} for number in range(self.rowCount())
        ]
        return [row for row in found if any(row.values())]

    def _text(self, row: int, place: int) -> str:
        cell = self.item(row, place)
        return cell.text().strip() if cell is not None else ""

    def take_out(self) -> None:
        """Take out the row one stands in."""
        if 0 <= self.currentRow() < self.rowCount() - 1:
            self.removeRow(self.currentRow())
            self.edited.emit()

    def show_fault(self, row: int, name: str) -> None:
        """Go to the cell of a fault; rows are counted from 1 without the empty ones."""
        filled = [number for number in range(self.rowCount()) if any(self._cells(number))]
        if 0 < row <= len(filled) and name in COLUMNS:
            self.setCurrentCell(filled[row - 1], COLUMNS.index(name))

    def _cells(self, row: int) -> list[str]:
        return [self._text(row, place) for place in range(len(COLUMNS))]

    def _on_changed(self, cell: QTableWidgetItem) -> None:
        if cell.row() == self.rowCount() - 1 and cell.text().strip():
            blocked = QSignalBlocker(self)
            self.setRowCount(self.rowCount() + 1)
            for place in range(len(COLUMNS)):
                self.setItem(self.rowCount() - 1, place, QTableWidgetItem(""))
            blocked.unblock()
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typing = self.state() == QAbstractItemView.State.EditingState
        if event.key() == Qt.Key.Key_Delete and not is_typing and self.currentItem() is not None:
            self.currentItem().setText("")
        else:
            super().keyPressEvent(event)
