"""Which cards changed just now: each keeps its outline for two seconds, then its cell is painted once more."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

FRESH_MS = 2000


class FreshCards(QObject):
    """The ids of the cards that changed; `aged` tells of each that no longer did just now."""

    aged = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._until: dict[int, float] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(FRESH_MS // 4)
        self._timer.timeout.connect(self._on_timeout)

    def add(self, card_ids: Iterable[int]) -> None:
        """These changed just now."""
        self._until.update(dict.fromkeys(card_ids, monotonic() + FRESH_MS / 1000))
        self._timer.start()

    def __contains__(self, card_id: object) -> bool:
        return card_id in self._until

    def _on_timeout(self) -> None:
        now = monotonic()
        for card_id in [card_id for card_id, until in self._until.items() if until <= now]:
            del self._until[card_id]
            self.aged.emit(card_id)
        if not self._until:
            self._timer.stop()
