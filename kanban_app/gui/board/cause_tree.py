"""What the steps of this cycle were caused by and what they set off, as a tree. A line leads to its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from kanban_app.gui.look import fonts, theme
from kanban_app.i18n import _

ROW_HEIGHT = 28
CARD_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One entry: what happened to which card, how deep below the first cause; `own` is the chosen card's."""

    text: str
    detail: str
    depth: int
    card_id: int
    own: bool = False


class CauseTree(QTreeWidget):
    """As high as its lines need; `card_wanted` carries the id of a card."""

    card_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[TreeLine, ...] = ()
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Cause and effect"))
        self.setRootIsDecorated(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.itemActivated.connect(self._on_activated)
        self.itemClicked.connect(self._on_activated)
        self.itemExpanded.connect(lambda _item: self.updateGeometry())
        self.itemCollapsed.connect(lambda _item: self.updateGeometry())
        theme.news().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setIndentation(theme.px(16))
        self._fill()

    def show_lines(self, lines: Sequence[TreeLine]) -> None:
        """Show these, the first cause of each command at the left."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._fill()

    def lines(self) -> tuple[TreeLine, ...]:
        """What is shown."""
        return self._lines

    def _fill(self) -> None:
        self.clear()
        above: list[QTreeWidgetItem] = []
        for line in self._lines:
            del above[line.depth :]
            item = QTreeWidgetItem([f"{line.text}  {line.detail}"])
            item.setToolTip(0, f"{line.text}\n{line.detail}")
            item.setData(0, CARD_ID, line.card_id)
            item.setSizeHint(0, QSize(0, theme.px(ROW_HEIGHT)))
            item.setFont(0, fonts.ui(14, 600 if line.own else 400))
            item.setForeground(0, theme.color("ink" if line.own else "ink2"))
            if above:
                above[-1].addChild(item)
            else:
                self.addTopLevelItem(item)
            above.append(item)
        self.expandAll()
        self.updateGeometry()

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        self.card_wanted.emit(item.data(0, CARD_ID))

    def sizeHint(self) -> QSize:
        rows, item = 0, self.topLevelItem(0)
        while item is not None:
            rows, item = rows + 1, self.itemBelow(item)
        return QSize(theme.px(200), rows * theme.px(ROW_HEIGHT) + theme.px(4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyboardSearch(self, search: str) -> None:
        """Bare letters act nowhere."""
