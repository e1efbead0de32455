"""Brings what a future answers back to the window's thread; nobody waits for it."""

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
    """Calls back on the thread it lives in, as long as it lives. What fails unheard goes to `unheard`, else the log."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None, unheard: Callable[[BaseException], object] | None = None) -> None:
        super().__init__(parent)
        self._unheard = unheard or _log
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def when_done(
        self,
        future: Future[T],
        on_done: Callable[[T], object],
        on_failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `on_done` with the result, or `on_failed` with what was raised, later.

        Neither is called when the callback's widget is gone by then.
        """
        call = (future, on_done, on_failed or self._unheard)
        future.add_done_callback(lambda _future: self._hand_over(call))

    def _hand_over(self, call: Any) -> None:
        """On whatever thread finished the future; the window may be gone by now."""
        if isValid(self):
            self._arrived.emit(call)

    def _on_arrived(self, call: Any) -> None:
        future, on_done, on_failed = call
        if _is_gone(on_done):
            return
        try:
            result = future.result()
        except CancelledError:
            return
        except Exception as problem:  # noqa: BLE001 - whoever asked decides what it means
            on_failed(problem)
            return
        on_done(result)


def _is_gone(call: Callable[..., object]) -> bool:
    """Whether a method's object, or something that a function within a method holds, has been deleted by Qt."""
    held = [getattr(call, "__self__", None)]
    held += [cell.cell_contents for cell in getattr(call, "__closure__", None) or ()]
    return any(isinstance(thing, QObject) and not isValid(thing) for thing in held)


def _log(problem: BaseException) -> None:
    log.error("A question to the plant failed", exc_info=problem)
