"""One application for everything that paints, on a screen that nobody sees, and keys as a scanner sends them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kanban_app.gui.look import theme

_PATIENCE_S = 60.0


@cache
def application() -> QApplication:
    """The one application of this process, in the light theme."""
    app = theme.application(["benchmarks"])
    app.setQuitOnLastWindowClosed(False)
    qInstallMessageHandler(_say_what_matters)
    theme.apply(app, "light")
    return app


def _say_what_matters(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """The screen that nobody sees has no window manager to tell sizes to, and says so again and again."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


def wait_until(there: Callable[[], bool], what: str) -> None:
    """Let events through until it is so."""
    app = application()
    deadline = perf_counter() + _PATIENCE_S
    alarm = QTimer()
    alarm.start(200)  # wakes the loop, so that waiting for what never comes ends
    while not there():
        if perf_counter() > deadline:
            raise TimeoutError(what)
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def settle() -> None:
    """Let everything through that waits."""
    for _ in range(5):
        application().processEvents()


def scan(target: QObject, code: str) -> None:
    """Send a code as keys without pauses, up to its Enter; the Enter is `press_enter`.

    A system sends keys to a window's handle; what is sent to a widget passes by whoever listens there.
    """
    for character in code:
        _press(target, Qt.Key(ord(character)), character)


def press_enter(target: QObject) -> None:
    """The key that ends a scan."""
    _press(target, Qt.Key.Key_Return, "\r")


def _press(target: QObject, key: Qt.Key, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


class Painted(QObject):
    """Watches widgets being painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count, and let it go on."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False
