"""The bar at the foot of a station: five things that are always one tap away, each with its key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, KeyHint, TextLabel
from kanban_app.gui.station.measures import COMPACT, Measures
from kanban_app.i18n import _


class StationBar(QWidget):
    """`pressed` carries the name of what was pressed: code, undo, count, extra, help."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(10))
        self.buttons: dict[str, Button] = {}
        self._hints: list[KeyHint] = []
        for name, text, icon, key in (
            ("code", _("Type a code"), "keyboard", "F2"),
            ("undo", _("Undo"), "undo", "F8"),
            ("count", _("Count or damage"), "count", "F5"),
            ("extra", _("Ask for extra card"), "card_plus", "F6"),
            ("help", _("Call for help"), "hand", "F9"),
        ):
            self._add(name, text, icon, key)
        self._row.addStretch(1)
        self._keys = TextLabel("", size=14, tone="ink3")
        self._row.addWidget(self._keys)
        self.set_measures(COMPACT)

    def _add(self, name: str, text: str, icon: str, key: str) -> None:
        button = Button(text, icon=icon, size="station", tip=f"{text} ({key})")
        button.clicked.connect(lambda _checked=False: self.pressed.emit(name))
        hint = KeyHint(key)
        self.buttons[name] = button
        self._hints.append(hint)
        self._row.addWidget(button)
        self._row.addWidget(hint)
        self._row.addSpacing(theme.px(6))

    def set_measures(self, measures: Measures) -> None:
        """Key names stand beside the buttons where there is room for them."""
        for hint in self._hints:
            hint.setVisible(measures.wide)
        self._keys.setVisible(measures.wide)
        for button in self.buttons.values():
            button.setMinimumHeight(theme.px(measures.target))

    def set_action(self, label: str) -> None:
        """What Alt and a digit does here."""
        text = _("Alt+1…9: {label} that row   ·   F12 takes the blue button   ·   Esc clears")
        self._keys.setText(text.format(label=label))

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
