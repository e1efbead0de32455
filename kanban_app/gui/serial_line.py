"""A serial port on a thread of its own: opening one may take seconds (Bluetooth), and no window waits for that."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.gui.scan_input import FORGET_MS, STUMBLE_MS
from kanban_app.gui.serial_text import SerialText

if TYPE_CHECKING:
    from PySide6.QtSerialPort import QSerialPort

# How often a scanner that is not there is looked for. Every cable that is put back works again after this.
RETRY_MS = 2_000


class SerialState(StrEnum):
    """How it stands with the scanner on the serial port."""

    OFF = "off"
    OPENING = "opening"
    CONNECTED = "connected"
    AWAY = "away"
    TAKEN = "taken"
    UNFIT = "unfit"
    NO_PART = "no_part"


class SerialLine(QObject):
    """`came` carries a scan, `heard` the bytes as they came, `told` a new `SerialState`, `ended` that all is closed.

    Lives on the thread that it is moved to before `begin`; everything in it happens there.
    """

    came = Signal(str)
    heard = Signal(bytes)
    told = Signal(object)
    ended = Signal()

    def __init__(self, port: str, baud: int, end: str) -> None:
        super().__init__()
        self._name, self._baud = port, baud
        self._text = SerialText(end)
        self._port: QSerialPort | None = None
        self._state = SerialState.OPENING
        self._is_deaf = False

    def begin(self) -> None:
        """Open the port, and from then on keep it open."""
        try:
            from PySide6.QtSerialPort import QSerialPort
        except ImportError:
            self._say(SerialState.NO_PART)
            return
        self._states, self._fine = _states(QSerialPort), QSerialPort.SerialPortError.NoError
        self._pause = self._timer(STUMBLE_MS, self._on_pause)
        self._silence = self._timer(FORGET_MS, self._on_silence)
        self._retry = self._timer(RETRY_MS, self._open)
        self._port = QSerialPort(self)
        self._port.setPortName(self._name)
        self._port.readyRead.connect(self._on_ready)
        self._port.errorOccurred.connect(self._on_problem)
        self._open()

    def _timer(self, interval_ms: int, call: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer

    def _open(self) -> None:
        port = self._port
        if port is None or port.isOpen():
            return
        port.setBaudRate(self._baud)
        if port.open(port.OpenModeFlag.ReadOnly):
            # Some scanners send only to a computer that says it is ready; ports without that wire refuse.
            self._is_deaf = True
            port.setDataTerminalReady(True)
            self._is_deaf = False
            self._say(SerialState.CONNECTED)

    def _on_problem(self, problem: Any) -> None:
        """Unplugged, taken by another program, or a setting that the port does not know: tried again in a while."""
        if self._port is None or self._is_deaf or problem == self._fine:
            return
        self._pause.stop()
        self._silence.stop()
        self._text.rest(long=True)
        # Closing what is gone is the next problem, and closing for it the one after.
        self._is_deaf = True
        self._port.close()
        self._is_deaf = False
        self._say(self._states.get(problem, SerialState.AWAY))
        self._retry.start()

    def _on_ready(self) -> None:
        if self._port is None:
            return
        data = bytes(self._port.readAll().data())
        self.heard.emit(data)
        for text in self._text.feed(data):
            self.came.emit(text)
        self._pause.stop()
        self._silence.stop()
        if self._text.is_waiting():
            self._pause.start()
            self._silence.start()

    def _on_pause(self) -> None:
        self._finish(self._text.rest(long=False))

    def _on_silence(self) -> None:
        self._finish(self._text.rest(long=True))

    def _finish(self, text: str) -> None:
        if not self._text.is_waiting():
            self._silence.stop()
        if text:
            self.came.emit(text)

    def _say(self, state: SerialState) -> None:
        if state is not self._state:
            self._state = state
            self.told.emit(state)

    def end(self) -> None:
        """Close the port; nothing runs afterwards."""
        port, self._port = self._port, None
        if port is not None:
            for timer in (self._pause, self._silence, self._retry):
                timer.stop()
            self._is_deaf = True
            port.close()
        self.ended.emit()


def _states(kind: type[QSerialPort]) -> dict[Any, SerialState]:
    """What the words of Qt mean for a person; what is not here is a scanner that is not there."""
    problems = kind.SerialPortError
    return {
        problems.PermissionError: SerialState.TAKEN,
        problems.UnsupportedOperationError: SerialState.UNFIT,
    }
