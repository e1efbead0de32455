"""What all window tests share: a dressed application, hands that press real keys, and nets for what leaks."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kanban_app.gui.look import theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def _dressed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test starts in the light theme at 100 %."""
    if "qapp" in request.fixturenames or "qtbot" in request.fixturenames:
        app = request.getfixturevalue("qapp")
        theme.apply(app, "light")
        theme.set_zoom(app, 100)
    return


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Threads, running timers and windows that a test leaves behind fail it."""
    threads = set(threading.enumerate())
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _close_everything(app)
        gc.collect()
        left = [timer for timer in _running_timers() if not _qt_own(timer)]
        assert not left, f"timers still run: {[_story(timer) for timer in left]}"
        windows = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
        assert not windows, f"windows still open: {windows}"
    deadline = time.monotonic() + 3
    while (late := set(threading.enumerate()) - threads) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not late, f"threads still run: {late}"


def _close_everything(app: QApplication) -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()


def _running_timers() -> list[QTimer]:
    found = []
    for thing in gc.get_objects():
        if type(thing) is QTimer and isValid(thing) and thing.isActive():
            found.append(thing)
    return found


def _qt_own(timer: QTimer) -> bool:
    """Timers of pytest-qt and of widgets that Qt itself runs."""
    return "pytestqt" in _story(timer)


def _story(timer: QTimer) -> str:
    parent: QObject | None = timer.parent()
    return f"{parent!r} {timer.objectName()} {timer.interval()} ms"


# X key codes (evdev + 8) of a US keyboard: what a scanner's firmware presses.
_ROWS = ((10, "1234567890-="), (24, "qwertyuiop[]"), (38, "asdfghjkl;'`"), (52, "zxcvbnm,./"))
SCAN_CODES = {key: first + place for first, row in _ROWS for place, key in enumerate(row)}
ENTER_CODE, TAB_CODE = 36, 23


@dataclass
class Hands:
    """A person or a scanner in front of one window. Times are real."""

    window: QWidget
    pause_ms: int = 0
    # Milliseconds between two keys by the sender's clock; None: as it happens.
    even_gap_ms: int | None = None
    _stamp: int = 0

    def _now(self) -> int:
        if self.even_gap_ms is None:
            return round(time.monotonic() * 1000)
        self._stamp = (self._stamp or round(time.monotonic() * 1000)) + self.even_gap_ms
        return self._stamp

    def handle(self) -> QWindow:
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        handle = popup.window().windowHandle()
        assert handle is not None
        return handle

    def press(
        self,
        key: Qt.Key,
        text: str = "",
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        scan_code: int = 0,
    ) -> None:
        """One key down and up, as the system delivers it to the window that has the keyboard."""
        handle = self.handle()
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, scan_code, 0, 0, text)
        override.ignore()
        QCoreApplication.sendEvent(handle, override)
        stamp = self._now()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, scan_code, 0, 0, text)
            event.setTimestamp(stamp)
            QCoreApplication.sendEvent(handle, event)
        if self.pause_ms:
            QTest.qWait(self.pause_ms)

    def send(self, text: str, end: str = "\r", layout: Callable[[str], str] | None = None) -> None:
        """What a scanner does with a text: its keys, then its terminator."""
        for character in text:
            scan_code = SCAN_CODES.get(character.lower(), 0)
            shown = layout(character) if layout else character
            self.press(_key_of(shown), shown, _shift_of(shown), scan_code)
        for character in end:
            self.control(character)

    def control(self, character: str) -> None:
        """A control character: Enter and Tab have keys of their own, the others are Ctrl and a letter."""
        if character == "\r":
            self.press(Qt.Key.Key_Return, "\r", scan_code=ENTER_CODE)
        elif character == "\t":
            self.press(Qt.Key.Key_Tab, "\t", scan_code=TAB_CODE)
        else:
            key = Qt.Key(ord(character) + 64)
            self.press(key, character, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str, gap_ms: int = 70) -> None:
        """A person types."""
        for character in text:
            if ord(character) < 32:
                self.control(character)
            else:
                self.press(_key_of(character), character, _shift_of(character), SCAN_CODES.get(character.lower(), 0))
            QTest.qWait(gap_ms)


def _key_of(character: str) -> Qt.Key:
    code = ord(character.upper())
    try:
        return Qt.Key(code)
    except ValueError:
        return Qt.Key.Key_unknown


def _shift_of(character: str) -> Qt.KeyboardModifier:
    return Qt.KeyboardModifier.ShiftModifier if character.isupper() else Qt.KeyboardModifier.NoModifier
