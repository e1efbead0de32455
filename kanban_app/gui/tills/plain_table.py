"""Small tables of texts, each row with a key: codes, reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from kanban_app.gui.look import tables
from kanban_app.gui.look.columns import head_width
from kanban_app.gui.table_model import TableModel

Texts = tuple[str, ...]


class PlainTable(QTableView):
    """Rows that are chosen whole. Bare letters act nowhere: somebody may scan.

    The `wide` columns share what room the others leave; in the `numbers` columns the texts stand at the right.
    """

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        *,
        wide: Collection[int] = (1,),
        numbers: Collection[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lines: TableModel[Texts] = TableModel(heads, _cells, _key, self, numbers=numbers)
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tables.dress(self)
        header = self.horizontalHeader()
        for place in range(len(heads)):
            if place not in wide:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(max(head_width(heads[place]) for place in wide))

    def show_rows(self, rows: Sequence[Texts]) -> None:
        """Rows of a key and the texts of the cells. What is chosen stays where they are the same."""
        if list(rows) != self.lines.rows:
            self.lines.show(rows)

    def keys_chosen(self) -> list[str]:
        """The keys of the chosen rows, from the top."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [_key(self.lines.rows[place]) for place in places]

    def keyboardSearch(self, search: str) -> None:
        """Nothing is looked for by letters."""


def _key(row: Texts) -> str:
    return row[0]


def _cells(row: Texts) -> Texts:
    return row[1:]
