"""Windows that fill a screen of their own, beside the office or instead of it: a station's terminal, the wall view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from kanban_app.gui.look.remembering import note_its_screen, put_on_its_screen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.station.page import StationWindow

if TYPE_CHECKING:
    from kanban_app.gui.wall.window import WallWindow


class FullScreens(QObject):
    """At most one of each kind. `office` is the window that they belong to."""

    def __init__(self, tools: Tools, office: QWidget) -> None:
        super().__init__(office)
        self._tools, self._office = tools, office
        self.station: StationWindow | None = None
        self.wall: WallWindow | None = None
        self._wanted = ""

    def want_station(self, name: str) -> None:
        """As soon as the plant is there, show this station."""
        self._wanted = name

    def take_wanted(self) -> str:
        """The station that is to be shown now, by name: asked for once, or always where this terminal is locked."""
        wanted, self._wanted = self._wanted, ""
        shop, settings = self._tools.link.shop, self._tools.settings
        if not wanted and settings.station_lock and self.station is None and shop is not None:
            wanted = settings.station_at(shop.path)
        return wanted

    def show_station(self, station_id: int | None) -> None:
        """Show a station; the one that is shown already stays."""
        if station_id is None or self.station is not None:
            return
        tools = self._tools
        self.station = StationWindow(tools, station_id)
        self.station.closed.connect(self._on_station_closed)
        if tools.serial is not None:
            tools.serial.show_in(self.station.terminal.head.tell_scanner)
        put_on_its_screen(self.station, tools.settings, "station_window")
        self.station.showFullScreen()

    def _on_station_closed(self) -> None:
        if self.station is not None:
            note_its_screen(self.station, self._tools.settings, "station_window")
        self.station = None
        self._office.activateWindow()

    def show_wall(self) -> None:
        """Show the wall view; the one that is shown already stays."""
        if self.wall is None:
            from kanban_app.gui.wall.window import WallWindow

            self.wall = WallWindow(self._tools)
            self.wall.closed.connect(self._on_wall_closed)
            put_on_its_screen(self.wall, self._tools.settings, "wall_window")
            self.wall.showFullScreen()

    def _on_wall_closed(self) -> None:
        if self.wall is not None:
            note_its_screen(self.wall, self._tools.settings, "wall_window")
        self.wall = None
        self._office.activateWindow()

    def take_scan(self, text: str) -> bool:
        """Book a scan at the station in front; False while the office is."""
        if self.station is None or QApplication.activeWindow() is self._office:
            return False
        self.station.terminal.take_scan(text)
        return True

    def close(self) -> None:
        """The plant is closed, or the program ends."""
        self._wanted = ""
        if self.station is not None:
            self.station.leave()
        if self.wall is not None:
            self.wall.close()
