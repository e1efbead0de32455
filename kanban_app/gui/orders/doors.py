"""The ways from the orders to what belongs to them, with the fields that choose states and customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button
from kanban_app.i18n import _


class Doors(QWidget):
    """`calls` says what each of backlog, customers, lists, purchases and tills does."""

    def __init__(self, calls: Mapping[str, Callable[[], object]], fields: Sequence[QWidget]) -> None:
        super().__init__()
        flow = FlowLayout(self, line_gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        entries = (
            ("backlog", _("Backlog…"), "arrow_right"),
            ("customers", _("Customers…"), "account"),
            ("lists", _("Bring lists…"), "file_in"),
            ("purchases", _("Purchases…"), "supplier"),
            ("tills", _("Till sales…"), "count"),
        )
        self.buttons: dict[str, Button] = {}
        for name, text, icon in entries:
            button = self.buttons[name] = Button(text, icon=icon)
            button.clicked.connect(lambda _checked=False, call=calls[name]: call())
            flow.addWidget(button)
        for field in fields:
            flow.addWidget(field)
