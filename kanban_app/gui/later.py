"""The screens that are made when somebody first goes to them: their names, keys, and how each is made.

Each takes the window's `Tools` and has `refresh()`, which is called whenever it is shown. It lives as long as the plant
is open. Their modules are loaded with them: the board is seen that much sooner.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _


def _flow(tools: Tools) -> QWidget:
    from kanban_app.gui.flow_map.screen import FlowScreen

    return FlowScreen(tools)


def _history(tools: Tools) -> QWidget:
    from kanban_app.gui.history.screen import HistoryScreen

    return HistoryScreen(tools)


def _loops(tools: Tools) -> QWidget:
    from kanban_app.gui.loops.screen import LoopsScreen

    return LoopsScreen(tools)


def _walk(tools: Tools) -> QWidget:
    from kanban_app.gui.card_walk.screen import WalkScreen

    return WalkScreen(tools)


PAGES: dict[str, Callable[[Tools], QWidget]] = {"flow": _flow, "history": _history, "loops": _loops, "walk": _walk}
# Screens without a place on the rail, and the place they are reached from.
REACHED_FROM = {"import": "plant", "loops": "plant", "walk": "cards"}
# Name, text in the language in use, key.
ENTRIES: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("flow", lambda: _("Flow map"), "F3"),
    ("history", lambda: _("History"), "F8"),
    ("loops", lambda: _("Loops and items"), ""),
    ("walk", lambda: _("Card walk"), ""),
)
