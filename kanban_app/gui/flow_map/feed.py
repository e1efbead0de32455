"""Brings the board's facts onto the map: all of them in small bites when it is new, later only what was booked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.domain.board import Board
from kanban_app.gui.flow_map.now import FlowNow
from kanban_app.gui.flow_map.picture import FlowPicture, pill_sizes_of, sizes_of
from kanban_app.gui.flow_map.plan import planned

# The window does nothing else during a bite.
BITE_S = 0.005


def prepared(board: Board) -> FlowPicture:
    """The map of a board without its cards. Looks at nothing of the board that changes, so it may be made beside it."""
    now = FlowNow(board)
    return FlowPicture(now, planned(sizes_of(now), now.pairs, pill_sizes_of(now)))


class Feed(QObject):
    """Keeps one picture up to date. `filled` says that every loop was looked at, `link_changed` and `station_changed`
    carry what is different, each with its part of the map.
    """

    filled = Signal()
    link_changed = Signal(object, object)
    station_changed = Signal(int, object)

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._picture: FlowPicture | None = None
        self._waiting: list[int] = []
        self._is_new = False
        self._bites = QTimer(self)
        self._bites.setInterval(0)
        self._bites.timeout.connect(self._bite)

    def show(self, picture: FlowPicture) -> None:
        """Fill this picture from now on."""
        self._picture, self._is_new = picture, True
        self.look_again()

    def is_busy(self) -> bool:
        """Whether there are loops still to be looked at."""
        return self._bites.isActive()

    def look_again(self) -> None:
        """Time has passed: look at every loop."""
        if self._picture is not None:
            self._waiting = list(self._picture.now.loop_ids)
            self._bites.start()

    def apply(self, loop_ids: Iterable[int]) -> list[int]:
        """Look at these loops at once; answers those in which something that is shown is different."""
        if self._picture is None:
            return []
        known, now = frozenset(self._picture.now.loop_ids), self._clock()
        changed = [loop_id for loop_id in loop_ids if loop_id in known and self._picture.now.take(loop_id, now)]
        if not self._is_new:
            self._tell(changed)
        return changed

    def _bite(self) -> None:
        assert self._picture is not None
        end, now = perf_counter() + BITE_S, self._clock()
        changed = []
        while self._waiting and perf_counter() < end:
            loop_id = self._waiting.pop()
            if self._picture.now.take(loop_id, now):
                changed.append(loop_id)
        if not self._is_new:
            self._tell(changed)
        if not self._waiting:
            self._bites.stop()
            if self._is_new:
                self._is_new = False
                self._picture.look_again()
                self.filled.emit()

    def _tell(self, changed: Iterable[int]) -> None:
        assert self._picture is not None
        pairs = dict.fromkeys(self._picture.now.pair_of(loop_id) for loop_id in changed)
        for pair in pairs:
            area = self._picture.update_link(pair)
            if not area.isEmpty():
                self.link_changed.emit(pair, area)
        for station_id in dict.fromkeys(station_id for pair in pairs for station_id in pair):
            area = self._picture.update_station(station_id)
            if not area.isEmpty():
                self.station_changed.emit(station_id, area)
