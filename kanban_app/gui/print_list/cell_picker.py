"""A small sheet whose cells can be pressed: where the first card goes on a half-used sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.widgets import paint_focus_ring
from kanban_app.i18n import _

WIDEST, HIGHEST = 150, 230
_GAP = 4
_LEAST_WORDS = 16


class CellPicker(QWidget):
    """Shows rows and columns of cells; `chosen` carries the cell, counted from 1. Arrow keys move it."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns, self.rows, self.cell = 1, 1, 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)
        self._name()

    def show_sheet(self, columns: int, rows: int) -> None:
        """Become a sheet of so many cells; a cell that it has not gives way to the first."""
        self.columns, self.rows = columns, rows
        if self.cell > columns * rows:
            self.cell = 1
        self._name()
        self.updateGeometry()
        self.update()

    def choose(self, cell: int) -> None:
        """Choose a cell; nothing for one that the sheet has not."""
        if 1 <= cell <= self.columns * self.rows and cell != self.cell:
            self.cell = cell
            self._name()
            self.update()
            self.chosen.emit(cell)

    def _name(self) -> None:
        text = _("Start at cell {cell} of {count}").format(cell=self.cell, count=self.columns * self.rows)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        wide = min(WIDEST, self.columns * 52)
        high = min(HIGHEST, self.rows * 38)
        return QSize(theme.px(wide), theme.px(high))

    minimumSizeHint = sizeHint

    def rect_of(self, cell: int) -> QRectF:
        """Where a cell, counted from 1, is."""
        gap = _GAP if self.columns * self.rows <= 24 else 2
        row, column = divmod(cell - 1, self.columns)
        wide = (self.width() - (self.columns - 1) * gap) / self.columns
        high = (self.height() - (self.rows - 1) * gap) / self.rows
        return QRectF(column * (wide + gap), row * (high + gap), wide, high)

    def cell_at(self, point: QPointF) -> int:
        """The cell under a point; 0 between them."""
        cells = range(1, self.columns * self.rows + 1)
        return next((cell for cell in cells if self.rect_of(cell).contains(point)), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for cell in range(1, self.columns * self.rows + 1):
            self._paint_cell(painter, cell)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect_of(self.cell), theme.px(5))

    def _paint_cell(self, painter: QPainter, cell: int) -> None:
        rect, first = self.rect_of(cell), cell == self.cell
        used = cell < self.cell
        painter.setBrush(theme.color("accent_tint" if first else "sunken" if used else "surface"))
        painter.setPen(QPen(theme.color("accent" if first else "line_strong"), 2 if first else 1))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))
        # A used cell is crossed: nothing is said by its grey alone.
        if used:
            painter.setPen(QPen(theme.color("ink3"), 1))
            painter.drawLine(rect.adjusted(4, 4, -4, -4).bottomLeft(), rect.adjusted(4, 4, -4, -4).topRight())
        elif min(rect.width(), rect.height()) >= theme.px(_LEAST_WORDS):
            painter.setPen(theme.color("accent" if first else "ink"))
            painter.setFont(fonts.ui(14, 600 if first else 400))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(cell))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choose(self.cell_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell:
            QToolTip.showText(event.globalPosition().toPoint(), _("Cell {cell}").format(cell=cell), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.cell + step)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()
