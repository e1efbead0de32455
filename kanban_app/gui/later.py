"""The screens that are made when somebody first goes to them: their names, keys, and how each is made.

Each takes the window's `Tools` and has `refresh()`, which is called whenever it is shown. It lives as long as the plant
is open. Their modules are loaded with them: the board is seen that much sooner.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _


def _design(tools: Tools) -> QWidget:
    from kanban_app.gui.design.screen import DesignScreen

    return DesignScreen(tools)


def _flow(tools: Tools) -> QWidget:
    from kanban_app.gui.flow_map.screen import FlowScreen

    return FlowScreen(tools)


def _history(tools: Tools) -> QWidget:
    from kanban_app.gui.history.screen import HistoryScreen

    return HistoryScreen(tools)


def _loops(tools: Tools) -> QWidget:
    from kanban_app.gui.loops.screen import LoopsScreen

    return LoopsScreen(tools)


def _tills(tools: Tools) -> QWidget:
    from kanban_app.gui.tills.screen import TillsScreen

    return TillsScreen(tools)


def _walk(tools: Tools) -> QWidget:
    from kanban_app.gui.card_walk.screen import WalkScreen

    return WalkScreen(tools)


def _calendars(tools: Tools) -> QWidget:
    from kanban_app.gui.calendars.screen import CalendarsScreen

    return CalendarsScreen(tools)


def _options(tools: Tools) -> QWidget:
    from kanban_app.gui.options.screen import OptionsScreen

    return OptionsScreen(tools)


def _orders(tools: Tools) -> QWidget:
    from kanban_app.gui.orders.screen import OrdersScreen

    return OrdersScreen(tools)


def _papers(tools: Tools) -> QWidget:
    from kanban_app.gui.papers.screen import PapersScreen

    return PapersScreen(tools)


def _purchases(tools: Tools) -> QWidget:
    from kanban_app.gui.purchases.screen import PurchasesScreen

    return PurchasesScreen(tools)


PAGES: dict[str, Callable[[Tools], QWidget]] = {
    "calendars": _calendars,
    "design": _design,
    "flow": _flow,
    "history": _history,
    "loops": _loops,
    "options": _options,
    "orders": _orders,
    "papers": _papers,
    "purchases": _purchases,
    "tills": _tills,
    "walk": _walk,
}
# Screens without a place on the rail, and the place they are reached from.
REACHED_FROM = {
    "calendars": "plant",
    "design": "cards",
    "import": "plant",
    "loops": "plant",
    "options": "plant",
    "papers": "cards",
    "purchases": "orders",
    "tills": "plant",
    "walk": "cards",
}
# Name, text in the language in use, key.
ENTRIES: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("flow", lambda: _("Flow map"), "F3"),
    ("orders", lambda: _("Orders"), "F4"),
    ("history", lambda: _("History"), "F8"),
    ("loops", lambda: _("Loops and items"), ""),
    ("walk", lambda: _("Card walk"), ""),
    ("design", lambda: _("Card design"), ""),
    ("papers", lambda: _("Other papers"), ""),
    ("purchases", lambda: _("Purchases"), ""),
    ("options", lambda: _("Options of an item"), ""),
    ("tills", lambda: _("Till sales"), ""),
    ("calendars", lambda: _("Working time"), ""),
)
