"""Signals that move: after a booking the arrowheads of its loops come up once, for a bit more than half a second."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.domain.flow_ways import Pair

CREEP_S = 0.6
FRAME_MS = 33
MOST = 60


class Creeping(QObject):
    """The links whose arrowheads move. `moved` asks for one more picture of a link, `arrived` says that one rests."""

    moved = Signal(object)
    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begun: dict[Pair, float] = {}
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._on_frame)

    def pairs(self) -> frozenset[Pair]:
        """The links that move now."""
        return frozenset(self._begun)

    def start(self, pairs: Iterable[Pair]) -> None:
        """Let these move from now on; beyond some sixty at once nobody could follow."""
        for pair in list(pairs)[: MOST - len(self._begun)]:
            self._begun[pair] = monotonic()
        if self._begun:
            self._frames.start()

    def stop(self) -> None:
        """All of them rest."""
        self._begun.clear()
        self._frames.stop()

    def share(self, pair: Pair) -> float:
        """How far a link's arrowheads have come, 0 to 1."""
        return min(1.0, (monotonic() - self._begun[pair]) / CREEP_S)

    def _on_frame(self) -> None:
        for pair in list(self._begun):
            if self.share(pair) >= 1.0:
                del self._begun[pair]
                self.arrived.emit(pair)
            else:
                self.moved.emit(pair)
        if not self._begun:
            self._frames.stop()
