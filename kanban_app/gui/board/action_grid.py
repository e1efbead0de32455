"""Buttons of a panel in two columns, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button

# name, words, icon, what a press does
Entry = tuple[str, str, str, Callable[[], object]]


class ActionGrid(QWidget):
    """Buttons that keep their places; at most one of them is blue."""

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None, *, primary: str = "") -> None:
        super().__init__(parent)
        self._buttons: dict[str, Button] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        for place, (name, text, icon, ask) in enumerate(entries):
            button = self._buttons[name] = Button(text, icon=icon, kind="primary" if name == primary else "secondary")
            button.clicked.connect(lambda _checked=False, ask=ask: ask())
            grid.addWidget(button, place // 2, place % 2)

    def button(self, name: str) -> Button:
        """The button of a name."""
        return self._buttons[name]

    def buttons(self) -> list[Button]:
        """All of them, in the order they are read."""
        return list(self._buttons.values())
