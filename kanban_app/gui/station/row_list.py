"""What both lists of a station share: rows of equal height, targets within rows, taps that count on release."""

from __future__ import annotations

import time
from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kanban_app.gui.look import fonts, theme
from kanban_app.gui.row_model import ROW, RowModel
from kanban_app.gui.station.measures import COMPACT, Measures

# After a row moved under a finger, taps are not taken for so long: they were meant for what stood there.
SETTLE_MS = 700
# Nothing re-sorts while somebody is at it.
TOUCH_MS = 2_000


class RowDelegate(QStyledItemDelegate):
    """Paints one row from its value. `targets` are what can be tapped in it, by name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measures = COMPACT

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.px(self.row_height()))

    def row_height(self) -> int:
        """The height of a row in px at 100 %."""
        return self.measures.row

    def targets(self, rect: QRect, row: Any) -> list[tuple[Hashable, QRect]]:
        """The names and places of what can be tapped in a row that fills `rect`."""
        return []


class RowList(QListView):
    """A list whose rows hold targets. `tapped` carries (row, target); the target is None for the row itself."""

    tapped = Signal(object, object)

    def __init__(self, model: RowModel, delegate: RowDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self.painter_of_rows = delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.busy = False
        self.empty_text = ""
        self.empty_hint = ""
        self._pressed: tuple[int, Hashable | None] | None = None
        self._touched_at = 0.0
        self._settled_at = 0.0
        self._waiting: list[Any] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.show_waiting)

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_rows(self, rows: list[Any], *, at_once: bool = False) -> None:
        """Show these rows. While somebody is at the list their order stays as it is for a moment longer."""
        same = [self.rows.key_of(row) for row in rows] == self.rows.keys()
        since_touch_ms = (time.monotonic() - self._touched_at) * 1000
        if not (same or at_once or not self.rows.rows) and since_touch_ms < TOUCH_MS:
            self._waiting = rows
            known = {self.rows.key_of(row): row for row in rows}
            self.rows.show([known.get(self.rows.key_of(row), row) for row in self.rows.rows])
            self._later.start(round(TOUCH_MS - since_touch_ms))
            return
        self._waiting = None
        self._later.stop()
        if not same:
            self._settled_at = time.monotonic() + SETTLE_MS / 1000
        self.rows.show(rows)

    def show_waiting(self) -> None:
        """Show what has been waiting."""
        if self._waiting is not None:
            self.show_rows(self._waiting, at_once=True)

    def waiting_rows(self) -> list[Any]:
        """The rows that wait to be shown until nobody is at the list."""
        shown = set(self.rows.keys())
        return [row for row in self._waiting or () if self.rows.key_of(row) not in shown]

    def set_measures(self, measures: Measures) -> None:
        """Be wide or compact."""
        self.painter_of_rows.measures = measures
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_busy(self, busy: bool) -> None:
        """While a booking runs nothing here can be pressed."""
        if busy != self.busy:
            self.busy = busy
            self.viewport().update()

    # -- hands ---------------------------------------------------------------------------------------------------

    def target_at(self, position: Any) -> tuple[int, Hashable | None] | None:
        """(row, target) under a place of the viewport."""
        index = self.indexAt(position)
        if not index.isValid():
            return None
        row = index.data(ROW)
        for name, rect in self.painter_of_rows.targets(self.visualRect(index), row):
            if rect.contains(position):
                return index.row(), name
        return index.row(), None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touch()
        self._pressed = self.target_at(event.position().toPoint())
        if self._pressed:
            self.setCurrentIndex(self.rows.index(self._pressed[0]))
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self.viewport().update()
        if pressed is not None and pressed == self.target_at(event.position().toPoint()):
            self.tap(*pressed)

    def tap(self, place: int, target: Hashable | None) -> None:
        """Take a tap on a row, unless a booking runs or the row has only just come to stand there."""
        settled = time.monotonic() >= self._settled_at
        if not self.busy and settled and 0 <= place < len(self.rows.rows):
            self.tapped.emit(self.rows.rows[place], target)

    def touch(self) -> None:
        """Somebody is at the list."""
        self._touched_at = time.monotonic()

    def settle(self) -> None:
        """Take no taps for a moment: what stands under the finger has just changed."""
        self._settled_at = time.monotonic() + SETTLE_MS / 1000

    def pressed_target(self, index: QModelIndex | QPersistentModelIndex) -> Hashable | None:
        """The target of this row that a finger is on."""
        return self._pressed[1] if self._pressed and self._pressed[0] == index.row() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.tap(self.currentIndex().row(), self.key_target())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A scanner ends with Enter: on a station it never acts.
            event.ignore()
            return
        super().keyPressEvent(event)

    def key_target(self) -> Hashable | None:
        """The target that the keyboard stands on."""
        return None

    # -- paint ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.rows.rows or not self.empty_text:
            return
        painter = QPainter(self.viewport())
        area = self.viewport().rect().adjusted(theme.px(20), theme.px(24), -theme.px(20), 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setPen(theme.color("ink2"))
        painter.setFont(fonts.ui(self.painter_of_rows.measures.item_px, 600))
        used = painter.boundingRect(area, flags, self.empty_text)
        painter.drawText(area, flags, self.empty_text)
        painter.setPen(theme.color("ink3"))
        painter.setFont(fonts.ui(15))
        painter.drawText(area.adjusted(0, used.height() + theme.px(8), 0, 0), flags, self.empty_hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rows:
            self.setCurrentIndex(self.rows.index(0))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
