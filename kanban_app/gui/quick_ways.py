"""Keys, command palette and help of the office, from one list of commands: what has a key has a name, and both are
found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from kanban_app.gui.main_window import MainWindow
from kanban_app.gui.palette.commands import Command
from kanban_app.gui.screen_tools import Tools

# The palette and the help are loaded when they are first wanted.
if TYPE_CHECKING:
    from kanban_app.gui.help.drawer import HelpDrawer
    from kanban_app.gui.palette.palette import Palette


class QuickWays(QObject):
    """`commands` says what can be done; `also` gives further keys to commands by their names.

    `show_station` is called with a station's id, `page_name` tells which screen is shown.
    """

    def __init__(
        self,
        window: MainWindow,
        tools: Tools,
        commands: Callable[[], Sequence[Command]],
        also: Mapping[str, str],
        show_station: Callable[[int], object],
        page_name: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window, self._tools, self._commands = window, tools, commands
        self._show_station, self._page_name = show_station, page_name
        self.palette: Palette | None = None
        self.help: HelpDrawer | None = None
        self.keys: dict[str, QShortcut] = {}
        self._also = also

    def add_keys(self) -> None:
        """Give the window the keys of the commands."""
        for command in self._commands():
            for key in filter(None, (command.key, self._also.get(command.name, ""))):
                self.keys[key] = shortcut = QShortcut(QKeySequence(key), self._window)
                shortcut.activated.connect(command.call)

    def toggle_palette(self) -> None:
        """Ctrl+K: every action, card, item and station by its name."""
        if self.palette is None:
            from kanban_app.gui.palette.finders import plant_finder
            from kanban_app.gui.palette.palette import Palette

            finder = plant_finder(lambda: self._tools.link.board, self._tools.show_card, self._show_station)
            self.palette = Palette(self._all_commands, self._window, [finder])
        self.palette.toggle()

    def _all_commands(self) -> list[Command]:
        from kanban_app.gui.palette.finders import commands_of

        own = list(self._commands())
        known = {command.text for command in own}
        return own + [command for command in commands_of(self._window) if command.text not in known]

    def toggle_help(self) -> None:
        """F1: what the screen that is shown is for, or the page of it."""
        self._drawer().toggle(self._topic_name())

    def show_help(self, page: str) -> None:
        """One page of the help: tester, about, colours."""
        self._drawer().explain(self._topic_name())
        self._drawer().show_page(page)

    def _topic_name(self) -> str:
        """A page within a screen may have a `help_topic` of its own; else it is the screen's name."""
        stacks = self._window.stack.findChildren(QStackedWidget)
        named = [getattr(stack.currentWidget(), "help_topic", "") for stack in stacks if stack.isVisible()]
        return next(filter(None, reversed(named)), "") or self._page_name()

    def _drawer(self) -> HelpDrawer:
        if self.help is None:
            from kanban_app.gui.help.drawer import HelpDrawer

            self.help = HelpDrawer(self._tools, self._window, self._window.logs.folder)
        return self.help

    def put_away(self) -> None:
        """A scan came: nothing stands before its answer."""
        if self.palette is not None:
            self.palette.hide()

    def drop(self) -> None:
        """The language or the zoom changes: both are made again when they are next wanted."""
        for part in (self.palette, self.help):
            if part is not None:
                part.hide()
                part.deleteLater()
        self.palette = self.help = None
