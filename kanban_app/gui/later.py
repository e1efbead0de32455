"""The screens that are made when somebody first goes to them: their names, keys, and how each is made.

Each takes the window's `Tools` and has `refresh()`, which is called whenever it is shown. It lives as long as the plant
is open. Their modules are loaded with them: the board is seen that much sooner.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kanban_app.gui.tools import Tools
from kanban_app.i18n import _


def _flow(tools: Tools) -> QWidget:
    from kanban_app.gui.flow_map.screen import FlowScreen

    return FlowScreen(tools)


PAGES: dict[str, Callable[[Tools], QWidget]] = {
    "flow": _flow,
}
# Name, text in the language in use, key.
ENTRIES: tuple[tuple[str, Callable[[], str], str], ...] = (("flow", lambda: _("Flow map"), "F3"),)
