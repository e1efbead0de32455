"""The screens that are made when somebody first goes to them: their names, and how each is made.

Each takes the window's `Tools` and has `refresh()`, which is called whenever it is shown. It lives as long as the plant
is open.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kanban_app.gui.tools import Tools

PAGES: dict[str, Callable[[Tools], QWidget]] = {}
# Name, text in the language in use, key.
ENTRIES: tuple[tuple[str, Callable[[], str], str], ...] = ()
