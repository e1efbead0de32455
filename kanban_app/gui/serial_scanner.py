"""A scanner on a serial port: where one is chosen in the settings, it is heard beside those that type."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThread, Signal

from kanban_app.gui.serial_line import SerialLine, SerialState
from kanban_app.i18n import _
from kanban_app.settings import Settings

log = logging.getLogger(__name__)

# A port may be in the middle of a slow opening when the program ends; nobody is made to wait longer than this.
LONGEST_END_S = 5
_OURS = frozenset({"serial_port", "serial_baud", "serial_end"})
# A widget's method that takes text, icon and token, as the head of a station tells things.
Sign = Callable[[str, str, str], object]


class SerialScanner(QObject):
    """Follows the settings. `scanned` carries what a scan said, as `ScanInput.scanned` does; `heard` the bare bytes.

    `changed` says that `state` is another one. While `is_tested` nothing is scanned, only heard.
    """

    scanned = Signal(str)
    heard = Signal(bytes)
    changed = Signal()
    _said = Signal(str, str, str)
    _end_wanted = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._line: SerialLine | None = None
        self._threads: list[tuple[QThread, SerialLine]] = []
        self.state = SerialState.OFF
        self.is_tested = False
        settings.watch(self._on_setting)
        self._begin()

    # -- the line --------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        name = self._settings.serial_port
        if not name:
            self._set_state(SerialState.OFF)
            return
        line = self._line = SerialLine(name, self._settings.serial_baud, self._settings.serial_end)
        thread = QThread(self)
        thread.setObjectName("serial scanner")
        line.moveToThread(thread)
        thread.started.connect(line.begin)
        self._end_wanted.connect(line.end)
        # Direct: the window's thread, where the thread object lives, may be waiting for just this.
        line.ended.connect(thread.quit, Qt.ConnectionType.DirectConnection)
        line.came.connect(self._on_came)
        line.heard.connect(self.heard)
        line.told.connect(self._set_state)
        thread.finished.connect(self._forget_ended)
        self._threads.append((thread, line))
        self._set_state(SerialState.OPENING)
        thread.start()

    def _end(self) -> None:
        """Let the line close itself; it may still be opening, so nobody waits for it here."""
        line, self._line = self._line, None
        if line is not None:
            line.came.disconnect(self._on_came)
            line.heard.disconnect(self.heard)
            line.told.disconnect(self._set_state)
            self._end_wanted.emit()

    def _forget_ended(self) -> None:
        self._threads = [(thread, line) for thread, line in self._threads if not thread.isFinished()]

    def _on_setting(self, name: str) -> None:
        if name in _OURS:
            self._end()
            self._begin()

    def stop(self) -> None:
        """The window is gone: close the port and wait until it is closed."""
        self._settings.unwatch(self._on_setting)
        self._end()
        until = time.monotonic() + LONGEST_END_S
        for thread, _line in self._threads:
            # Not `thread.wait`: it would hold the interpreter, which the line needs in order to end.
            while not thread.isFinished() and time.monotonic() < until:
                time.sleep(0.002)
            if not thread.isFinished():
                log.warning("The serial port did not close in time")
                thread.terminate()
        self._threads.clear()

    def _on_came(self, text: str) -> None:
        if not self.is_tested:
            self.scanned.emit(text)

    # -- what is told ----------------------------------------------------------------------------------------------

    def _set_state(self, state: SerialState) -> None:
        if state is not self.state:
            self.state = state
            log.info("serial scanner on %r: %s", self._settings.serial_port, state)
            self.changed.emit()
            self._said.emit(*self._words())

    def told(self) -> str:
        """How it stands, in words, for the settings; empty where no port is chosen."""
        texts = {
            SerialState.OFF: "",
            SerialState.OPENING: _("Connecting to the scanner…"),
            SerialState.CONNECTED: _("Scanner connected."),
            SerialState.AWAY: _("Scanner not connected. Plug it in; it is found again by itself."),
            SerialState.TAKEN: _(
                "Scanner not connected: another program uses {port}, or this user may not open it. Close the other"
                " program, or choose another port."
            ),
            SerialState.UNFIT: _("Scanner not connected: {port} does not know this speed. Choose another."),
            SerialState.NO_PART: _(
                "Scanners on a serial port need PySide6-Addons, which is not installed here. Install it, or set the"
                " scanner to type like a keyboard."
            ),
        }
        return texts[self.state].format(port=self._settings.serial_port)

    def is_well(self) -> bool:
        """No scanner is expected, or it can be heard, or it is about to be."""
        return self.state in (SerialState.OFF, SerialState.OPENING, SerialState.CONNECTED)

    def show_in(self, sign: Sign) -> None:
        """Tell a station's head from now on, as long as it lives; silent while all is well."""
        self._said.connect(sign)
        sign(*self._words())

    def _words(self) -> tuple[str, str, str]:
        return "" if self.is_well() else _("Scanner not connected"), "alert", "warn"
