"""What stands in the place of rows: grey rows while they are read, words where there are none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.gui.board.delegate import ROW_HEIGHT, SLOT_WIDTH
from kanban_app.gui.look import shapes, theme
from kanban_app.gui.look.widgets import Button, TextLabel


class GreyRows(QWidget):
    """Rows at their real heights, empty."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface"))
        row, grey = theme.px(ROW_HEIGHT), theme.color("sunken")
        for y in range(theme.px(32), self.height() - row, row):
            painter.fillRect(0, y, self.width(), 1, theme.color("line"))
            middle = y + row / 2 - theme.px(6)
            painter.fillPath(shapes.rounded(QRectF(theme.px(230), middle, theme.px(130), theme.px(12)), 0.3), grey)
            for place in range(6):
                x = theme.px(520) + place * theme.px(SLOT_WIDTH)
                painter.fillPath(shapes.rounded(QRectF(x, y + theme.px(8), theme.px(35), theme.px(25))), grey)


class Message(QWidget):
    """One or two sentences in the middle, with a next step and another way."""

    next_asked = Signal()
    other_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = TextLabel(size=20, weight=600)
        self.detail = TextLabel(size=15, tone="ink2")
        self.next = Button("", kind="primary")
        self.other = Button("")
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(12))
        column.addStretch(1)
        for label in (self.headline, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.next)
        row.addWidget(self.other)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        self.next.clicked.connect(self.next_asked)
        self.other.clicked.connect(self.other_asked)

    def say(self, headline: str, detail: str = "", next_text: str = "", other_text: str = "") -> None:
        """Show this."""
        for widget, text in (
            (self.headline, headline),
            (self.detail, detail),
            (self.next, next_text),
            (self.other, other_text),
        ):
            widget.setText(text)
            widget.setVisible(bool(text))
