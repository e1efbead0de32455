"""What the bars above the screens tell: failures, calls for help, whether the books balance."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from kanban_app.gui.main_window import MainWindow
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sound, Sounds
from kanban_app.i18n import _

# How the bars of stations that call are named.
HELP = "help"


class Troubles(QObject):
    """Known trouble is said in words with what still works; a fault of the program is logged and said so."""

    _told = Signal(str)

    def __init__(self, window: MainWindow, link: ShopLink, sounds: Sounds, backup: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._link, self._sounds, self._backup = window, link, sounds, backup
        self._logs = window.logs
        self._calls: frozenset[int] = frozenset()
        link.failed.connect(self.on_failed)
        link.help_changed.connect(self.on_help)
        self._told.connect(self._on_told)
        self._logs.tell(self._tell)

    def stop(self) -> None:
        """The window goes away."""
        self._logs.untell(self._tell)

    def _tell(self, line: str) -> None:
        """From whatever thread failed."""
        if isValid(self):
            self._told.emit(line)

    def _on_told(self, line: str) -> None:
        text = _("The program itself failed: {line}. What was booked is safe. It is written down in the log.")
        folder = QUrl.fromLocalFile(str(self._logs.folder))
        acts = [(_("Show the log"), lambda: QDesktopServices.openUrl(folder))]
        self._window.bars.show_bar("fault", "stop", text.format(line=line), acts)

    def on_failed(self, problem: BaseException) -> None:
        """Something failed with nobody waiting for it."""
        text = getattr(problem, "text", None)
        if not callable(text):
            self._logs.failed("in the window", problem)
            return
        acts = [(_("Make a backup now"), self._backup)] if self._link.shop is not None else ()
        self._window.bars.show_bar("plant", "stop", text(), acts)

    def on_help(self) -> None:
        """A station that calls shows on every screen, until help has come."""
        calls, board = self._link.calls, self._link.board
        for station_id in self._calls - set(calls):
            self._window.bars.take(f"{HELP} {station_id}")
        if board is None:
            return
        for station_id in set(calls) - self._calls:
            station = board.structure.stations.get(station_id)
            if station is not None:
                text = _("{station} calls for help.").format(station=station.name)
                self._window.bars.show_bar(f"{HELP} {station_id}", "warn", text)
                self._sounds.play(Sound.HELP)
        self._calls = frozenset(calls)

    def forget_calls(self) -> None:
        """The plant was closed."""
        for station_id in self._calls:
            self._window.bars.take(f"{HELP} {station_id}")
        self._calls = frozenset()

    def check_books(self) -> None:
        """Replay the ledger beside the window and say whether it adds up."""
        shop = self._link.shop
        if shop is not None:
            self._window.bars.show_bar("books", "busy", _("Checking the books…"))
            self._link.when_done(shop.audit(), self._on_books, self._on_books_failed)

    def _on_books(self, report: object) -> None:
        if report.ok:  # type: ignore[attr-defined] # an AuditReport, imported late
            self._window.bars.show_bar("books", "told", _("The books balance."))
            return
        lines = report.lines()  # type: ignore[attr-defined]
        self._window.bars.show_bar("books", "stop", "\n".join(lines), [(_("Make a backup now"), self._backup)])

    def _on_books_failed(self, problem: BaseException) -> None:
        self._window.bars.take("books")
        self.on_failed(problem)
