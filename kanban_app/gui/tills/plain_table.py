"""Small tables of texts, each row with a key: codes, reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from kanban_app.gui.look import tables

_KEY = Qt.ItemDataRole.UserRole


class _Table(QTableWidget):
    """Rows that are chosen whole. Bare letters act nowhere: somebody may scan."""

    def keyboardSearch(self, search: str) -> None:
        """Nothing is looked for by letters."""


def plain_table(name: str, head: Sequence[str], wide: Collection[int] = (1,)) -> QTableWidget:
    """A table with these heads; the `wide` columns share what room the others leave."""
    table = _Table(0, len(head))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(head))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    tables.dress(table)
    for place in range(len(head)):
        if place not in wide:
            table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
    return table


def fill(table: QTableWidget, rows: Sequence[tuple[str, ...]], numbers_from: int = 2) -> None:
    """Rows of a key and the texts of the cells; those from `numbers_from` on are numbers and stand at the right."""
    table.setRowCount(len(rows))
    for line, (key, *texts) in enumerate(rows):
        for place, text in enumerate(texts):
            cell = QTableWidgetItem(text)
            cell.setToolTip(text)
            cell.setData(_KEY, key)
            if place >= numbers_from:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(line, place, cell)


def keys_chosen(table: QTableWidget) -> list[str]:
    """The keys of the chosen rows, from the top."""
    rows = sorted({index.row() for index in table.selectedIndexes()})
    cells = [table.item(row, 0) for row in rows]
    return [str(cell.data(_KEY)) for cell in cells if cell is not None]
