"""A place for the keyboard's focus over each station: the box is painted, the spot is what one tabs to and hears."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kanban_app.i18n import _

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class StationSpot(QAbstractButton):
    """One station for keyboard and screen reader. Enter presses it, arrows leave it, the menu key lists its loops."""

    reached = Signal(int)
    left = Signal(int)
    step_asked = Signal(int, int, int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, station_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.station_id = station_id
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleDescription(_("Enter shows its loops on the board, the menu key lists them."))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map paints box and focus."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit(self.station_id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(self.station_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in _STEPS:
            self.step_asked.emit(self.station_id, *_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.station_id, self.mapToGlobal(self.rect().center()))


def nearest(boxes: Mapping[int, QRectF], station_id: int, right: int, down: int) -> int | None:
    """The station to go to from one in a direction: what is aside counts twice; None where there is none."""
    own = boxes[station_id].center()
    best: tuple[float, int] | None = None
    for other_id, box in boxes.items():
        way = box.center() - own
        ahead, aside = way.x() * right + way.y() * down, abs(way.x() * down) + abs(way.y() * right)
        # columns are far apart: up and down stay in their column
        if ahead > 1 and aside <= ahead * (4.0 if right else 1.0):
            found = (ahead + 2 * aside, other_id)
            best = found if best is None else min(best, found)
    return best[1] if best is not None else None
