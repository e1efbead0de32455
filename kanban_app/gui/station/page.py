"""The station within the main window: which one is asked first, then its screen; F11 gives it a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.station.picker import StationPicker
from kanban_app.gui.station.screen import StationScreen
from kanban_app.i18n import _


class StationPage(QStackedWidget):
    """Picker or screen. `loop_asked` wants to see a loop, `station_changed` says that another station is shown."""

    loop_asked = Signal(int)
    station_changed = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._settings = tools.link, tools.settings
        self.picker = StationPicker()
        self.terminal = StationScreen(tools)
        self.addWidget(self.picker)
        self.addWidget(self.terminal)
        self.picker.chosen.connect(self.choose)
        self.terminal.picker_asked.connect(self.ask)
        self.terminal.loop_asked.connect(self.loop_asked)
        self._link.board_read.connect(self._on_board_read)

    def _on_board_read(self) -> None:
        board, shop = self._link.board, self._link.shop
        if board is None or shop is None:
            return
        self.picker.show_board(board)
        known = board.structure.stations
        if self.terminal.station_id is not None and self.terminal.station_id in known:
            return
        here = self._settings.station_at(shop.path)
        found = next((station.id for station in known.values() if station.name == here), None)
        if found is None:
            self.ask()
        else:
            self._show(found)

    def choose(self, station_id: int) -> None:
        """This terminal stands here from now on."""
        board, shop = self._link.board, self._link.shop
        if board is not None and shop is not None:
            self._settings.stand_at(shop.path, board.structure.stations[station_id].name)
            self._show(station_id)

    def choose_name(self, name: str) -> bool:
        """Stand at the station of this name; False where the plant has none."""
        board = self._link.board
        stations = board.structure.stations.values() if board is not None else ()
        found = next((station.id for station in stations if station.name.casefold() == name.casefold()), None)
        if found is not None:
            self.choose(found)
        return found is not None

    def _show(self, station_id: int) -> None:
        self.terminal.set_station(station_id)
        self.setCurrentWidget(self.terminal)
        if self.isVisible():
            self.terminal.setFocus(Qt.FocusReason.OtherFocusReason)
        self.station_changed.emit()

    def ask(self) -> None:
        """Ask which station this is."""
        self.setCurrentWidget(self.picker)
        self.picker.focus_first()
        self.station_changed.emit()

    def forget(self) -> None:
        """The plant was closed."""
        self.terminal.station_id = self.terminal.booker.station_id = None
        self.setCurrentWidget(self.picker)

    def is_at_station(self) -> bool:
        """Whether a station is shown, with its own keys."""
        return self.currentWidget() is self.terminal

    def take_scan(self, text: str) -> bool:
        """Book a scan here; False while no station is chosen."""
        if self.is_at_station():
            self.terminal.take_scan(text)
        return self.is_at_station()


class StationWindow(QMainWindow):
    """One station in a window of its own, full screen, without menu or rail. F11 closes it.

    While the terminal is locked to its station, closing asks for a supervisor first; the program's own end does not.
    """

    closed = Signal()

    def __init__(self, tools: Tools, station_id: int) -> None:
        super().__init__()
        self._settings = settings = tools.settings
        self._may_close = False
        self.setWindowTitle(_("Station"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.terminal = StationScreen(tools)
        self.setCentralWidget(self.terminal)
        way_out = _("Unlock  {key}") if settings.station_lock else _("Close full screen  {key}")
        self.terminal.head.set_way_out(way_out.format(key="F11"), "F11", "lock" if settings.station_lock else "close")
        self.terminal.picker_asked.connect(self.close)
        leave = QShortcut(QKeySequence("F11"), self)
        leave.activated.connect(self.close)
        self.terminal.set_station(station_id)

    def leave(self) -> None:
        """Close, whatever is locked."""
        self._may_close = True
        self.close()

    def _unlock(self) -> None:
        self._settings.station_lock = False
        self.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._settings.station_lock and not self._may_close:
            event.ignore()
            self.terminal.people.ask_to_leave(self._unlock)
            return
        self.terminal.shut()
        self.closed.emit()
        super().closeEvent(event)
