"""The canvas behind panels, where a scroll area would paint a surface."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kanban_app.gui.look import theme


class Ground(QWidget):
    """The ground of the window, in whatever theme."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("canvas"))
