"""Hears keys as the program does, and lets none of them do anything: for testing a scanner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication

from kanban_app.domain.scanner_check import KeySent
from kanban_app.gui.scan_input import HeldKey, ScanInput

_ENDS = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_J: "line feed",
    Qt.Key.Key_M: "enter",
    Qt.Key.Key_I: "tab",
}
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta})


class KeyEar(ScanInput):
    """Reads keys by the program's own reading, in front of everybody else.

    `heard` carries each key as a `KeySent`, `left` says that Esc was pressed. While it listens no key reaches the
    rest of the program.
    """

    heard = Signal(object)
    left = Signal()

    def __init__(self, parent: QObject | None = None, keys: dict[int, str] | None = None) -> None:
        super().__init__(parent, keys)
        self._last: HeldKey | None = None
        self._listening = False

    def listen(self) -> None:
        """From now on every key comes here first: the application is asked before its windows."""
        app = QApplication.instance()
        if app is not None and not self._listening:
            self._listening = True
            self._last = None
            app.installEventFilter(self)

    def stop(self) -> None:
        """Keys do again what they always do."""
        app = QApplication.instance()
        if app is not None and self._listening:
            app.removeEventFilter(self)
        self._listening = False
        self._take_run()

    def is_listening(self) -> bool:
        """Whether it takes all keys."""
        return self._listening

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        # What windows hand on to their widgets has been here already.
        if not (self._listening and isinstance(watched, QWindow) and isinstance(event, QKeyEvent)):
            return False
        if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._hear(watched, event)
        event.accept()
        return True

    def _hear(self, window: QWindow, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in _MODIFIERS:
            held = self._held(window, event)
            gap = held.gap_after(self._last) if self._last is not None else None
            self._last = self._ended = held
            self.heard.emit(_sent(event, held, gap))


def _sent(event: QKeyEvent, held: HeldKey, gap_ms: float | None) -> KeySent:
    modifiers = event.modifiers()
    return KeySent(
        character=held.character,
        physical=held.pair()[1],
        name=_ENDS.get(Qt.Key(event.key()), "") if held.ends else QKeySequence(event.key()).toString(),
        scan_code=event.nativeScanCode(),
        gap_ms=gap_ms,
        shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        control=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        ends=held.ends,
    )
