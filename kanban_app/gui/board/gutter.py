"""The gap between the board and the panel: drawn with mouse or finger, or moved with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import paint_focus_ring
from kanban_app.i18n import _

STEP = 16


class Gutter(QWidget):
    """`moved` carries how many px to the right it was brought; `let_go` says that it stays there."""

    moved = Signal(int)
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed_x: int | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Width of the panel beside the board"))
        self.setToolTip(self.accessibleName())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_x = round(event.globalPosition().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_x is not None:
            x = round(event.globalPosition().x())
            self.moved.emit(x - self._pressed_x)
            self._pressed_x = x

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_x = None
        self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(theme.px(STEP if event.key() == Qt.Key.Key_Right else -STEP))
            self.let_go.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grip = QRectF(0, 0, theme.px(4), theme.px(44))
        grip.moveCenter(QRectF(self.rect()).center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line_strong"))
        painter.drawRoundedRect(grip, grip.width() / 2, grip.width() / 2)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), theme.px(6))
