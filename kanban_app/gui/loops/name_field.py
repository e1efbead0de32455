"""A field for one name of many: typing finds it, a click or the down key shows all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, QSize, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyleOptionViewItem, QWidget

from kanban_app.gui.look import icons, theme
from kanban_app.gui.look.tables import Index, InsetDelegate
from kanban_app.gui.look.widgets import TARGETS


class KnownNames(QObject):
    """The names that the plant has, one list of each kind for all fields: ten thousand are copied only once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items, self.stations, self.stores = (QStringListModel(self) for _kind in range(3))

    def renew(self, items: Sequence[str], stations: Sequence[str], stores: Sequence[str]) -> None:
        """These are the names now."""
        for model, names in ((self.items, items), (self.stations, stations), (self.stores, stores)):
            if model.stringList() != list(names):
                model.setStringList(list(names))


class _NameRows(InsetDelegate):
    """Rows that a finger finds."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.px(TARGETS["office"]))


class NameField(QLineEdit):
    """A line with the known names under it. What is typed stays as it is: the plant says whether it knows it."""

    def __init__(self, names: QStringListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        finder = QCompleter(names, self)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setMaxVisibleItems(10)
        rows = QListView()
        rows.setProperty("panel", "true")  # the border of a panel
        finder.setPopup(rows)
        rows.setItemDelegate(_NameRows(rows))
        self.setCompleter(finder)
        self.setTextMargins(0, 0, theme.px(20), 0)

    def show_all(self) -> None:
        """Open the list with every name in it."""
        finder = self.completer()
        if finder is not None and self.isEnabled():
            finder.setCompletionPrefix("")
            finder.complete()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at_arrow = event.position().x() > self.width() - theme.px(32)
        if at_arrow or not self.text():
            self.show_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.show_all()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.px(18)
        painter = QPainter(self)
        icons.paint(painter, QRectF(self.width() - side - theme.px(8), (self.height() - side) / 2, side, side), "down")
