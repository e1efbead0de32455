"""Tells a scanner from a person. A scanner types like a keyboard, only faster, and it does so wherever the focus is.

Every key waits a moment before anybody hears of it. Keys that follow one another faster than a person types are a
scan: it ends at its Enter, Tab or line feed, or at a pause if the scanner sends none, and nobody else ever sees its
keys, so that no field fills up and no shortcut fires. Everything else is delivered as if it had just been pressed.

The filter sits on the windows: on the application it would see each key twice, for the window and for the widget.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from kanban_app.domain import codes
from kanban_app.gui import shortcuts
from kanban_app.gui.scan_keys import keys_of_this_system

# How long a key waits for the next one. Fast typists leave 60 to 100 ms between keys, scanners 1 to 30.
HOLD_MS = 50
# So many keys without a longer gap are a scanner's ...
LEAST_KEYS = 4
# ... or fewer, when they came faster than fingers roll over two keys.
MACHINE_MS = 20
# Once it is certainly a scan it may stumble: Bluetooth and busy hubs do.
STUMBLE_MS = 200
# A second terminator (CR LF, Enter and Tab) so soon after the first belongs to the same scan.
TAIL_MS = 300
# What is typed slowly where no field is counts as one text until so long a silence.
FORGET_MS = 2_000
_MOST_CHARACTERS = 200
_MOST_KEPT_KEYS = 16

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
    }
)
# Moving about is felt at once when it is slow, and harms nothing when a scanner does it.
_MOVING = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
# Line feed, carriage return and tab as control characters: Ctrl+J, Ctrl+M, Ctrl+I.
_CONTROL_ENDS = frozenset({Qt.Key.Key_J, Qt.Key.Key_M, Qt.Key.Key_I})
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


@dataclass(slots=True)
class HeldKey:
    """One key that waits. `stamp` is the system's time of the press in ms, 0 where it gave none; `heard` is ours."""

    window: QWindow
    press: QKeyEvent
    character: str
    physical: str
    plain: bool
    ends: bool
    stamp: int
    heard: float
    release: QKeyEvent | None = None

    def pair(self) -> tuple[str, str]:
        """What it adds to a scan: by its character, and by its key. A key with Ctrl or Alt adds nothing."""
        return self.character, self.physical if self.plain else ""

    def gap_after(self, other: HeldKey) -> float:
        """Milliseconds between two presses, by the system's clock where there is one: ours stalls with the window."""
        if self.stamp and other.stamp and self.stamp >= other.stamp:
            return self.stamp - other.stamp
        return (self.heard - other.heard) * 1000


class ScanInput(QObject):
    """The ear of the program. `scanned` carries what a scanner sent, once, as the text that makes most sense."""

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None, keys: dict[int, str] | None = None) -> None:
        super().__init__(parent)
        self._keys = keys_of_this_system() if keys is None else keys
        self._run: list[HeldKey] = []
        self._count = 0
        self._widest_gap = 0.0
        self._slow: list[tuple[str, str]] = []
        self._slow_at = 0.0
        self._ended: HeldKey | None = None
        self._down: set[int] = set()
        self._replaying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_silence)
        self._timer_due = 0.0

    def listen(self) -> None:
        """Hear the keys of every window of the program that ever gets them: dialogs and menus too."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self.watch)
        self.watch(app.focusWindow())

    def watch(self, window: QWindow | None) -> None:
        """Hear the keys of this window. Watching twice is watching once."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._replaying or not isinstance(watched, QWindow):
            return False
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._waits(event):
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_press(watched, event)
        elif kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._on_release(event)
        elif kind == QEvent.Type.MouseButtonPress and not self._is_scan():
            self._deliver_run()
        return False

    # -- hearing -------------------------------------------------------------------------------------------------

    def _waits(self, event: QKeyEvent) -> bool:
        """Whether this key is held back to see what follows."""
        if event.key() in _MODIFIERS or event.isAutoRepeat():
            return False
        return bool(self._run) or event.key() not in _MOVING or bool(event.modifiers() & _KEYPAD)

    def _on_press(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() and event.key() not in _MODIFIERS:
            self._deliver_run()
            return _identity(event) in self._down
        if not self._waits(event):
            return False
        key = self._held(window, event)
        self._down.add(_identity(event))
        if self._is_tail(key):
            self._ended = key
            return True
        if self._run and key.gap_after(self._run[-1]) > self._patience():
            self._on_pause()
        self._add(key)
        if key.ends and self._is_scan():
            self._finish()
        else:
            self._wait(self._patience())
        return True

    def _on_release(self, event: QKeyEvent) -> bool:
        identity = _identity(event)
        if event.isAutoRepeat() or identity not in self._down:
            return False
        self._down.discard(identity)
        for key in self._run:
            if _identity(key.press) == identity and key.release is None:
                key.release = _copy(event)
        return True

    def _held(self, window: QWindow, event: QKeyEvent) -> HeldKey:
        physical = self._keys.get(event.nativeScanCode(), "")
        modifiers = event.modifiers() & (_CONTROL | _ALT)
        # Both together are AltGr on Windows and write characters.
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, _CONTROL | _ALT)
        character = event.text() if plain and len(event.text()) == 1 and event.text().isprintable() else ""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ends = (event.key() in _ENDS and plain and not shift) or (
            modifiers == _CONTROL and event.key() in _CONTROL_ENDS and bool(self._run or self._ended)
        )
        return HeldKey(
            window,
            _copy(event),
            character,
            physical,
            plain,
            ends,
            event.timestamp(),
            time.perf_counter(),
        )

    def _is_tail(self, key: HeldKey) -> bool:
        return key.ends and not self._run and self._ended is not None and key.gap_after(self._ended) <= TAIL_MS

    def _add(self, key: HeldKey) -> None:
        if self._run:
            self._widest_gap = max(self._widest_gap, key.gap_after(self._run[-1]))
        self._count += 1
        if len(self._run) < _MOST_CHARACTERS:
            self._run.append(key)
        else:
            self._run[-1] = key

    def _patience(self) -> float:
        return STUMBLE_MS if self._is_scan() else HOLD_MS

    def _is_scan(self) -> bool:
        """Whether no person can have pressed these keys."""
        if self._count >= LEAST_KEYS:
            return True
        return self._count >= 2 and self._widest_gap <= MACHINE_MS and any(key.ends for key in self._run)

    # -- ends of a run -------------------------------------------------------------------------------------------

    def _wait(self, milliseconds: float) -> None:
        self._timer_due = time.perf_counter() + milliseconds / 1000
        self._timer.start(round(milliseconds))

    def _on_silence(self) -> None:
        late_ms = (time.perf_counter() - self._timer_due) * 1000
        if late_ms > HOLD_MS:
            # The window was busy: keys pressed meanwhile are still on their way to us.
            self._wait(HOLD_MS)
            return
        self._on_pause()

    def _on_pause(self) -> None:
        if self._is_scan():
            self._finish()
        else:
            self._deliver_run()

    def _finish(self) -> None:
        run = self._take_run()
        self._ended = run[-1]
        pairs = [key.pair() for key in run if not key.ends]
        self._say(self._slowly_typed() + pairs, pairs)

    def _say(self, *readings: list[tuple[str, str]]) -> None:
        """Announce the first reading that is a card code, by its characters or by its keys, or else what was heard."""
        self._slow = []
        for pairs in readings:
            for text in ("".join(pair[0] for pair in pairs), "".join(pair[1] for pair in pairs)):
                if _is_code(text):
                    self.scanned.emit(text)
                    return
        self.scanned.emit("".join(pair[0] for pair in readings[-1]))

    def _take_run(self) -> list[HeldKey]:
        run, self._run = self._run, []
        self._count, self._widest_gap = 0, 0.0
        self._timer.stop()
        return run

    # -- what a person typed -------------------------------------------------------------------------------------

    def _deliver_run(self) -> None:
        for key in self._take_run():
            if not isValid(key.window):
                continue
            if _is_text_input(_focus()):
                self._deliver(key)
            elif key.character and key.character != " ":
                self._note_slow(key)
            elif not (key.ends and self._ends_slow_code(key)):
                self._deliver(key)

    def _deliver(self, key: HeldKey) -> None:
        if key.release is None:
            # Its release is still to come, and is the widget's then.
            self._down.discard(_identity(key.press))
        self._replaying = True
        try:
            if key.character or not shortcuts.fire(key.press, key.physical):
                QCoreApplication.sendEvent(key.window, key.press)
                if key.release is not None and isValid(key.window):
                    QCoreApplication.sendEvent(key.window, key.release)
        finally:
            self._replaying = False

    def _note_slow(self, key: HeldKey) -> None:
        """No bare letter acts anywhere; but a slow scanner, or a person without a field, may be spelling a code."""
        self._slow = [*self._slowly_typed(), key.pair()][-_MOST_KEPT_KEYS:]
        self._slow_at = key.heard

    def _slowly_typed(self) -> list[tuple[str, str]]:
        return self._slow if time.perf_counter() - self._slow_at < FORGET_MS / 1000 else []

    def _ends_slow_code(self, key: HeldKey) -> bool:
        pairs = self._slowly_typed()
        found = any(_is_code("".join(pair[place] for pair in pairs)) for place in (0, 1))
        if found:
            self._ended = key
            self._say(pairs)
        self._slow = []
        return found


def _identity(event: QKeyEvent) -> int:
    """The physical key where the system tells it: Shift may have changed what the key is called on its way up."""
    return event.nativeScanCode() or -event.key()


def _copy(event: QKeyEvent) -> QKeyEvent:
    """The same key once more, kept by us. Not `clone()`: nobody would ever free what that makes."""
    made = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    made.setTimestamp(event.timestamp())
    return made


def _is_code(text: str) -> bool:
    try:
        codes.parse(text)
    except codes.CodeError:
        return False
    return True


def _focus() -> QWidget | None:
    return QApplication.activePopupWidget() or QApplication.focusWidget()


def _is_text_input(widget: QWidget | None) -> bool:
    if widget is not None and widget.property("takes_letters"):
        return True
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox) and not widget.isReadOnly()
