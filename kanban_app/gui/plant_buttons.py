"""What is done with the whole plant: the buttons under its settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button
from kanban_app.gui.plant_doors import PlantDoors
from kanban_app.gui.troubles import Troubles
from kanban_app.i18n import _


class Doings(Protocol):
    """The office, as far as these buttons need it."""

    doors: PlantDoors
    troubles: Troubles

    def go(self, name: str) -> None:
        """Show a screen."""


def plant_buttons(office: Doings) -> QWidget:
    """The buttons in a row that breaks where it must."""
    holder = QWidget()
    flow = FlowLayout(holder, line_gap=theme.px(8))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    calls: tuple[tuple[str, str, Callable[[], object]], ...] = (
        (_("Loops and items…"), "board", partial(office.go, "loops")),
        (_("Options of items…"), "dots", partial(office.go, "options")),
        (_("Bring lists…"), "file_in", partial(office.go, "import")),
        (_("Working time…"), "clock", partial(office.go, "calendars")),
        (_("Till sales…"), "scan", partial(office.go, "tills")),
        (_("Make a backup…"), "backup", office.doors.backup),
        (_("Check the books"), "check_circle", office.troubles.check_books),
        (_("Open another plant…"), "folder", office.doors.ask_open),
        (_("Close this plant"), "close", office.doors.close_plant),
    )
    for text, icon, call in calls:
        button = Button(text, icon=icon)
        button.clicked.connect(lambda _checked=False, call=call: call())
        flow.addWidget(button)
    return holder
