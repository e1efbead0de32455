"""The keys that came, one a row: what each wrote, its name, its scan code, what was held, how long after the last."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kanban_app.domain.scanner_check import KeySent
from kanban_app.gui.help import scanner_words
from kanban_app.i18n import _

Index = QModelIndex | QPersistentModelIndex
MOST_ROWS = 400
_ROOT = QModelIndex()
_COLUMN_COUNT = 5


class KeyTable(QAbstractTableModel):
    """The newest key stands last; the oldest fall out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keys: list[KeySent] = []

    def add(self, key: KeySent) -> None:
        """One more key came."""
        if len(self.keys) >= MOST_ROWS:
            self.beginRemoveRows(_ROOT, 0, 0)
            del self.keys[0]
            self.endRemoveRows()
        place = len(self.keys)
        self.beginInsertRows(_ROOT, place, place)
        self.keys.append(key)
        self.endInsertRows()

    def clear(self) -> None:
        """Begin anew."""
        self.beginResetModel()
        self.keys = []
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.keys)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else _COLUMN_COUNT

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Writes"), _("Key"), _("Scan code"), _("Held"), _("ms after"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        key = self.keys[index.row()]
        return (
            scanner_words.shown_text(key),
            scanner_words.shown_name(key),
            str(key.scan_code) if key.scan_code else "",
            scanner_words.shown_modifiers(key),
            "" if key.gap_ms is None else str(round(key.gap_ms)),
        )[index.column()]
