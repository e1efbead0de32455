"""Notices when the window stands still, and writes down for how long: what people feel as "it hangs" is in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

log = logging.getLogger(__name__)

BEAT_MS = 50
# A person notices more than this (reliability: no stall of the window over 100 ms).
STALL_MS = 100


class Heartbeat(QObject):
    """Beats on the window's thread. `longest_ms` is the longest stall so far, 0 for none.

    `clock` answers seconds that only go forward.
    """

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        self.count = 0
        self.longest_ms = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def beat(self) -> None:
        """The window's thread got round to it."""
        now = self._clock()
        stood_ms = round((now - self._last) * 1000) - BEAT_MS
        self._last = now
        self.count += 1
        if stood_ms > STALL_MS:
            self.longest_ms = max(self.longest_ms, stood_ms)
            log.info("The window stood still for %d ms", stood_ms)
