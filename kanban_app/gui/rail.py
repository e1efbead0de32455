"""The rail at the left: the screens of the office, each with its icon, its word and its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.gui.look import fonts, icons, theme
from kanban_app.gui.look.widgets import Panel, paint_focus_ring

WIDTH = 92
_HEIGHT = 74


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen on the rail."""

    name: str
    text: str
    icon: str
    key: str


class RailButton(QAbstractButton):
    """Icon above, word below, key under it; the chosen one has a tint and a bar at the edge."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setText(entry.text)
        self.setCheckable(True)
        self.setAccessibleName(f"{entry.text} ({entry.key})" if entry.key else entry.text)
        self.setToolTip(self.accessibleName())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(_HEIGHT))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(theme.px(8), theme.px(2), -theme.px(8), -theme.px(2))
        chosen, hovered = self.isChecked(), self.underMouse()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or hovered:
            painter.setBrush(theme.color("accent_tint" if chosen else "surface_alt"))
            painter.drawRoundedRect(body, theme.px(8), theme.px(8))
        if chosen:
            painter.setBrush(theme.color("accent"))
            painter.drawRect(QRectF(0, theme.px(20), theme.px(3), self.height() - theme.px(40)))
        tone = "accent" if chosen else "ink2" if self.isEnabled() else "ink3"
        side = theme.px(24)
        icons.paint(painter, QRectF((self.width() - side) / 2, theme.px(9), side, side), self.entry.icon, tone)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.ui(14, 600 if chosen else 500))
        painter.setPen(theme.color(tone))
        painter.drawText(QRectF(0, theme.px(34), self.width(), theme.px(20)), middle, self.entry.text)
        painter.setFont(fonts.ui(12))
        painter.setPen(theme.color("ink3"))
        painter.drawText(QRectF(0, theme.px(53), self.width(), theme.px(16)), middle, self.entry.key)
        if self.hasFocus():
            paint_focus_ring(painter, body, theme.px(8))


class Rail(Panel):
    """`chosen` carries the name of the screen a person wants."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self.buttons = {entry.name: RailButton(entry) for entry in entries}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, theme.px(10))
        column.setSpacing(theme.px(8))
        for name, button in self.buttons.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            column.addWidget(button)
        column.addStretch(1)
        self._fit()
        theme.news().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))

    def show_chosen(self, name: str) -> None:
        """Mark this screen as the one that is seen."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)
