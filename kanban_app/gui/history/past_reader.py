"""Brings the board of a past moment turn by turn; another moment wanted meanwhile takes the place of the first."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from kanban_app.gui.shop_link import ShopLink
from kanban_app.operations.ledger_views import LedgerSpan, read_span, seq_at
from kanban_app.operations.past_boards import PastBoards, Turn
from kanban_app.operations.session import Session


class PastReader(QObject):
    """`shown` carries a PastBoard, `progressed` how far the way to it is, `span_read` a LedgerSpan."""

    shown = Signal(object)
    progressed = Signal(int, int)
    span_read = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, link: ShopLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._boards = PastBoards()
        self._wanted: int | datetime | None = None
        self._is_asked = False
        self._is_stopping = False

    def read_span(self) -> None:
        """Ask how far back the ledger reaches."""
        if self._link.shop is not None:
            self._link.when_done(self._link.shop.read(read_span), self._on_span, self._on_failed)

    def _on_span(self, span: LedgerSpan) -> None:
        self.span_read.emit(span)

    def go(self, where: int | datetime) -> None:
        """Bring the board after an entry, or of a moment."""
        self._wanted, self._is_stopping = where, False
        if not self._is_asked:
            self._set_out()

    def stop(self) -> None:
        """Leave the way half done; what was found of it is kept for the next."""
        self._wanted, self._is_stopping = None, self._is_asked

    def is_busy(self) -> bool:
        """Whether it is on its way."""
        return self._is_asked

    def _set_out(self) -> None:
        where, self._wanted = self._wanted, None
        shop = self._link.shop
        if shop is None or where is None:
            return
        self._is_asked = True
        self._link.when_done(shop.read(partial(_aim, self._boards, where)), self._on_turn, self._on_failed)

    def _on_turn(self, turn: Turn) -> None:
        self._is_asked = False
        shop = self._link.shop
        if self._is_stopping:
            self._is_stopping = False
            self.stopped.emit()
        elif self._wanted is not None:
            self._set_out()
        elif turn.shown is not None:
            self.shown.emit(turn.shown)
        elif shop is not None:
            self.progressed.emit(turn.done, turn.whole)
            self._is_asked = True
            self._link.when_done(shop.read(partial(_move, self._boards)), self._on_turn, self._on_failed)

    def _on_failed(self, problem: BaseException) -> None:
        self._is_asked = self._is_stopping = False
        self.failed.emit(problem)


def _aim(boards: PastBoards, where: int | datetime, session: Session) -> Turn:
    return boards.aim(session, where if isinstance(where, int) else seq_at(session, where))


def _move(boards: PastBoards, session: Session) -> Turn:
    return boards.move(session)
