"""The cards that wait for paper, as rows that can be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kanban_app.domain.cards import Card
from kanban_app.domain.codes import spaced
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.wording import card_name

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One card to print, in words."""

    card: Card
    source: str
    name: str
    goes_to: str
    why: str
    state: str

    def texts(self) -> tuple[str, ...]:
        """The cells from left to right."""
        return (self.source, self.name, self.goes_to, self.why, self.state, spaced(self.card.code))


def print_rows(cards: Sequence[Card], structure: Structure) -> list[PrintRow]:
    """The rows of a print list; the list is in order of source and waiting time already."""
    rows = []
    for card in cards:
        loop = structure.loops[card.loop_id]
        why = words.print_reason(card.print_reason) if card.print_reason else ""
        names = structure.stations[loop.source_id].name, structure.stations[loop.consumer_id].name
        rows.append(PrintRow(card, names[0], card_name(card, structure), names[1], why, words.state(card.state)))
    return rows


class PrintListModel(QAbstractTableModel):
    """Rows with a tick in the first column. `ticks_changed` says that how many are ticked is another number."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PrintRow] = []
        self._unticked: set[int] = set()

    def show(self, rows: Sequence[PrintRow]) -> None:
        """Become these rows; what was unticked stays so, everything new is ticked."""
        self.beginResetModel()
        self.rows = list(rows)
        self._unticked &= {row.card.id for row in rows}
        self.endResetModel()
        self.ticks_changed.emit()

    def ticked(self) -> list[PrintRow]:
        """The rows to print."""
        return [row for row in self.rows if row.card.id not in self._unticked]

    def tick_all(self, ticked: bool) -> None:
        """Tick every row, or none."""
        self._unticked = set() if ticked else {row.card.id for row in self.rows}
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0), [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Source"), _("Card"), _("Goes to"), _("Why"), _("Now"), _("Code"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        tick = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | tick

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts()[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Unchecked if row.card.id in self._unticked else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(row.texts())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        card_id = self.rows[index.row()].card.id
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._unticked.discard(card_id)
        else:
            self._unticked.add(card_id)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()
        return True
