"""Bars that stay above the screens: what is wrong until somebody has seen to it, and what is being worked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, IconLabel, TextLabel
from kanban_app.i18n import _

_LOOKS = {
    "stop": ("stop_tint", "alert_octagon", "stop"),
    "warn": ("warn_tint", "alert", "warn"),
    "told": ("accent_tint", "check_circle", "accent"),
    "busy": ("surface", "clock", "ink2"),
}

# (what the button says, what it does)
Act = tuple[str, Callable[[], object]]


class Bar(QWidget):
    """One line with an icon, words, buttons and a way to close it."""

    closed = Signal()

    def __init__(self, kind: str, text: str, acts: Sequence[Act] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._ground, icon, token = _LOOKS[kind]
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(6), theme.px(12), theme.px(6))
        row.setSpacing(theme.px(12))
        row.addWidget(IconLabel(icon, side=22, token=token))
        self.label = TextLabel(text, size=15, weight=600)
        self.label.setWordWrap(True)
        row.addWidget(self.label, 1)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(theme.px(200))
        self.progress.setFixedHeight(theme.px(8))
        self.progress.setRange(0, 0)
        row.addWidget(self.progress)
        # Only now that it has its place: shown before, it is a window of its own for a moment and takes the keyboard.
        self.progress.setVisible(kind == "busy")
        for name, call in acts:
            button = Button(name)
            button.clicked.connect(lambda _checked=False, call=call: call())
            row.addWidget(button)
        if kind != "busy":
            close = Button("", icon="close", kind="quiet", tip=_("Close"))
            close.clicked.connect(self.closed)
            row.addWidget(close)
        self.setAccessibleName(text)

    def say(self, text: str, done: int | None = None, total: int | None = None) -> None:
        """Another text, and how far it is."""
        self.label.setText(text)
        self.setAccessibleName(text)
        if done is not None and total:
            self.progress.setRange(0, total)
            self.progress.setValue(done)
        elif done is not None:
            self.progress.setRange(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._ground))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(_LOOKS[self.kind][2]))
        painter.drawRect(QRectF(0, 0, theme.px(5), self.height()))


class Bars(QWidget):
    """All bars, by name: the same trouble twice is one bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.shown: dict[str, Bar] = {}
        self._quiet = ""
        self.hide()

    def show_bar(self, name: str, kind: str, text: str, acts: Sequence[Act] = ()) -> Bar:
        """Show a bar under this name, in the place of an older one of the same name."""
        self.take(name)
        bar = Bar(kind, text, acts)
        bar.closed.connect(lambda: self.take(name))
        self.shown[name] = bar
        self._column.addWidget(bar)
        self._fit()
        return bar

    def be_quiet_about(self, prefix: str) -> None:
        """Keep bars whose name begins so out of sight for now; empty shows all of them again."""
        self._quiet = prefix
        self._fit()

    def _fit(self) -> None:
        seen = {name: not (self._quiet and name.startswith(self._quiet)) for name in self.shown}
        for name, bar in self.shown.items():
            bar.setVisible(seen[name])
        self.setVisible(any(seen.values()))

    def take(self, name: str) -> None:
        """Put a bar away."""
        bar = self.shown.pop(name, None)
        if bar is not None:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._fit()
