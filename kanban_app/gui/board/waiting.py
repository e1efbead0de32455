"""Brings what a shop's future answers back to the window's thread; nobody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

log = logging.getLogger(__name__)
T = TypeVar("T")


class Waiting(QObject):
    """Calls back on the thread it lives in, as long as it lives. What fails unheard goes to the log."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def when_done(
        self,
        future: Future[T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Call `on_done` with the result, or `on_failed` with what was raised, later."""
        call = (future, on_done, on_failed or _log)
        future.add_done_callback(lambda _future: self._hand_over(call))

    def _hand_over(self, call: Any) -> None:
        """On the shop's thread; the window may be gone by now."""
        if isValid(self):
            self._arrived.emit(call)

    def _on_arrived(self, call: Any) -> None:
        future, on_done, on_failed = call
        try:
            result = future.result()
        except CancelledError:
            return
        except Exception as problem:  # noqa: BLE001 - whoever asked decides what it means
            on_failed(problem)
            return
        on_done(result)


def _log(problem: Exception) -> None:
    log.error("A question to the plant failed", exc_info=problem)
