"""The bar at the foot of a station: five things that are always one tap away, each with its key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, ElidedLabel, KeyHint
from kanban_app.gui.station.measures import COMPACT, Measures
from kanban_app.i18n import _


class StationBar(QWidget):
    """`pressed` carries the name of what was pressed: code, undo, count, extra, help."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The bar takes the width there is; where that is too little its buttons stand in two rows.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self._row, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._row, self._second):
            row.setSpacing(theme.px(10))
            column.addLayout(row)
        self._in_two_rows = False
        self.buttons: dict[str, Button] = {}
        self._hints: list[KeyHint] = []
        self._wide = False
        for name, text, icon, key in (
            ("code", _("Type a code"), "keyboard", "F2"),
            ("undo", _("Undo"), "undo", "F8"),
            ("count", _("Count or damage"), "count", "F5"),
            ("extra", _("Ask for extra card"), "card_plus", "F6"),
            ("help", _("Call for help"), "hand", "F9"),
        ):
            self._add(name, text, icon, key)
        self._keys = ElidedLabel("", size=14, tone="ink3")
        self._keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._keys, 1)
        self._second.addStretch(1)
        self.set_measures(COMPACT)

    def _add(self, name: str, text: str, icon: str, key: str) -> None:
        button = Button(text, icon=icon, size="station", tip=f"{text} ({key})")
        button.clicked.connect(lambda _checked=False: self.pressed.emit(name))
        hint = KeyHint(key)
        self.buttons[name] = button
        self._hints.append(hint)
        self._row.addWidget(button)
        self._row.addWidget(hint)

    def set_measures(self, measures: Measures) -> None:
        """Key names stand beside the buttons where there is room for them."""
        for hint in self._hints:
            hint.setVisible(measures.wide)
        self._wide = measures.wide
        self._fit()
        for button in self.buttons.values():
            button.setMinimumHeight(theme.px(measures.target))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Two of the five go to a second row where all of them have no room beside each other."""
        gap = self._row.spacing()
        hints = sum(hint.sizeHint().width() + gap for hint in self._hints) if self._wide else 0
        needed = sum(button.sizeHint().width() + gap for button in self.buttons.values()) + hints
        in_two_rows = needed > self.width() > 0
        if in_two_rows != self._in_two_rows:
            self._in_two_rows = in_two_rows
            for name, hint in zip(tuple(self.buttons)[-2:], self._hints[-2:], strict=True):
                for widget in (self.buttons[name], hint):
                    self._move(widget, in_two_rows)
        self._keys.setVisible(self._wide)

    def _move(self, widget: QWidget, down: bool) -> None:
        if down:
            self._row.removeWidget(widget)
            self._second.insertWidget(self._second.count() - 1, widget)
        else:
            self._second.removeWidget(widget)
            self._row.insertWidget(self._row.count() - 1, widget)

    def set_action(self, label: str) -> None:
        """What Alt and a digit does here."""
        text = _("Alt+1…9: {label} that row   ·   F12 takes the blue button   ·   Esc clears")
        self._keys.set_whole(text.format(label=label))

    def show_call(self, *, open_call: bool) -> None:
        """While help is called the button says that it has come."""
        text = _("Help has come") if open_call else _("Call for help")
        self.buttons["help"].setText(text)
        self.buttons["help"].say(f"{text} (F9)")
        self.buttons["help"].set_icon_name("check" if open_call else "hand")

    def set_undo(self, *, possible: bool) -> None:
        """Undo presses only while there is something to take back."""
        self.buttons["undo"].setEnabled(possible)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
