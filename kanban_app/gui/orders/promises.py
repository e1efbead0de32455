"""Promise dates for the screen: the plant is read once, the dates are reckoned beside the window, line by line."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from kanban_app.domain.orders import OrderLine
from kanban_app.domain.promising import Promise, PromiseRefused
from kanban_app.gui.screen_tools import Tools

if TYPE_CHECKING:
    from kanban_app.operations.promising import PromiseBook
    from kanban_app.operations.session import Session

Answer = Promise | PromiseRefused

# Bookings come in bursts; dates follow when there is a pause.
REST_MS = 700
# So many dates arrive together: each arrival repaints the list once.
PORTION = 60
# After each date, so that the window's thread never waits for this one.
_PAUSE_S = 0.0005


def _read_book(session: Session, clock: Callable[[], object]) -> PromiseBook:
    from kanban_app.operations.promising import PromiseBook

    return PromiseBook(session, clock())  # type: ignore[arg-type] # the plant's clock gives instants


class Promises(QObject):
    """`arrived` carries dates by line id. What was asked for before is dropped as soon as something newer is asked."""

    arrived = Signal(object)
    _portion = Signal(int, object)

    def __init__(self, tools: Tools, parent: QObject) -> None:
        super().__init__(parent)
        self._tools = tools
        self._asked = 0
        self._lines: Sequence[OrderLine] = ()
        self.book: PromiseBook | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._read)
        self._portion.connect(self._on_portion)

    def ask(self, lines: Sequence[OrderLine], *, soon: bool = False) -> None:
        """Reckon the dates of these lines, the first ones first; `soon` waits for a pause."""
        self._lines = [line for line in lines if line.remaining > 0]
        if soon:
            self._rest.start()
        else:
            self._read()

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._asked += 1
        self._rest.stop()

    def read_book(self, on_read: Callable[[], None]) -> None:
        """Read the plant again for lines that are being typed."""
        shop = self._tools.link.shop
        if shop is not None:

            def keep(book: PromiseBook) -> None:
                self.book = book
                on_read()

            self._tools.link.when_done(shop.read(_read_book, self._tools.clock), keep)

    def _read(self) -> None:
        shop = self._tools.link.shop
        self._rest.stop()
        self._asked += 1
        if shop is not None:
            asked = self._asked
            self._tools.link.when_done(
                shop.read(_read_book, self._tools.clock), lambda book: self._on_book(asked, book)
            )

    def _on_book(self, asked: int, book: PromiseBook) -> None:
        self.book = book
        if asked == self._asked and self._lines:
            reckoned = self._tools.tasks.on_worker(self._reckon, asked, book, tuple(self._lines))
            self._tools.link.when_done(reckoned, lambda _none: None)

    def _reckon(self, asked: int, book: PromiseBook, lines: Sequence[OrderLine]) -> None:
        """On a worker's thread."""
        found: dict[int, Answer] = {}
        for place, line in enumerate(lines):
            if asked != self._asked or not isValid(self):
                return
            found[line.id] = book.answer(line)
            if place == 0 or len(found) == PORTION:
                self._hand_over(asked, found)
                found = {}
            time.sleep(_PAUSE_S)
        self._hand_over(asked, found)

    def _hand_over(self, asked: int, found: dict[int, Answer]) -> None:
        """On a worker's thread; the screen may be gone by now, with the plant that it was for."""
        with suppress(RuntimeError):
            self._portion.emit(asked, found)

    def _on_portion(self, asked: int, found: dict[int, Answer]) -> None:
        if asked == self._asked and found:
            self.arrived.emit(found)

    def of_typed(
        self,
        item_id: int,
        quantity: int,
        station_id: int | None,
        wanted_on: date,
        on_done: Callable[[Answer], None],
    ) -> None:
        """Reckon the date of a line that is being typed, by the plant as it was last read."""
        book = self.book
        if book is None:
            return

        def reckon() -> Answer:
            try:
                return book.of_item(item_id, quantity, station_id, wanted_on)
            except PromiseRefused as refused:
                return refused

        self._tools.link.when_done(self._tools.tasks.on_worker(reckon), on_done)
