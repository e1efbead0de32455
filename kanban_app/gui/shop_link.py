"""The window's one line to a plant: opens it beside the window, keeps the board, and tells what changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from kanban_app.domain.board import Board
from kanban_app.domain.changes import Changes
from kanban_app.gui.waiting import Waiting

if TYPE_CHECKING:
    from kanban_app.operations.looking import HelpCall
    from kanban_app.operations.notes import ShiftNote
    from kanban_app.operations.persons import Person
    from kanban_app.operations.shop import Shop

log = logging.getLogger(__name__)
T = TypeVar("T")

POLL_MS = 250
SUSPECTS_MS = 10 * 60_000


class ShopLink(QObject):
    """One open plant as the window sees it.

    `changed` is the one signal that bookings arrive by, one's own and those of other processes: the board has taken
    the changes over when it comes. `board_read` says that the board is a new one (opened, or its loops changed).
    `help_changed` says that other stations call for help, `notes_changed` that other notes are open, `people_read` that
    `people` is who works here. `failed` carries what went wrong with nobody waiting.
    """

    changed = Signal(object)
    board_read = Signal()
    help_changed = Signal()
    notes_changed = Signal()
    people_read = Signal()
    failed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shop: Shop | None = None
        self.board: Board | None = None
        self.calls: dict[int, HelpCall] = {}
        self.notes: dict[int, tuple[ShiftNote, ...]] = {}
        self.people: tuple[Person, ...] = ()
        self.maybe_lost: frozenset[int] = frozenset()
        self._early: list[Changes] = []
        self._reading = False
        self._arrived.connect(self._on_arrived)
        self._waiting = Waiting(self, self.failed.emit)
        self._poll = self._timer(POLL_MS, self._on_poll)
        self._suspecting = self._timer(SUSPECTS_MS, self._read_suspects)

    def _timer(self, interval_ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer

    # -- one plant -------------------------------------------------------------------------------------------------

    def attach(self, shop: Shop) -> None:
        """Show this plant from now on. Its board is read beside the window."""
        self.shop = shop
        shop.subscribe(self._on_commit)
        self._poll.start()
        self._suspecting.start()
        self.read_board()

    def detach(self) -> Shop | None:
        """Let go of the plant; whoever asked closes it."""
        shop, self.shop = self.shop, None
        self._poll.stop()
        self._suspecting.stop()
        self.board, self.calls, self.maybe_lost, self._early, self._reading = None, {}, frozenset(), [], False
        self.notes, self.people = {}, ()
        if shop is not None:
            shop.unsubscribe(self._on_commit)
        return shop

    def read_board(self) -> None:
        """Read everything again."""
        if self.shop is not None:
            self._reading = True
            shop = self.shop
            self.when_done(shop.board(), lambda board: self._on_board(shop, board))
            self._read_besides()
            self._read_people()

    def _on_board(self, shop: Shop, board: Board) -> None:
        if shop is not self.shop:
            return
        self._reading = False
        self.board = board
        for changes in self._early:
            board.apply(changes.cards)
        self._early.clear()
        self._read_suspects()
        self.board_read.emit()

    def _read_suspects(self) -> None:
        """Ask which cards are maybe lost, on a board that nobody changes meanwhile."""
        shop = self.shop
        if shop is not None:
            self.when_done(shop.board(), lambda board: self._ask_suspects(shop, board))

    def _ask_suspects(self, shop: Shop, board: Board) -> None:
        if shop is self.shop:
            self.when_done(shop.maybe_lost(board), lambda card_ids: self._on_suspects(shop, card_ids))

    def _on_suspects(self, shop: Shop, card_ids: frozenset[int]) -> None:
        if shop is self.shop:
            self.maybe_lost = card_ids

    def _read_besides(self) -> None:
        """What leaves no entry in the ledger: calls for help and notes."""
        shop = self.shop
        if shop is None:
            return
        from kanban_app.operations.notes import read_notes

        self.when_done(shop.open_calls(), lambda calls: self._on_calls(shop, calls))
        self.when_done(shop.read(read_notes), lambda notes: self._on_notes(shop, notes))

    def _on_notes(self, shop: Shop, notes: dict[int, tuple[ShiftNote, ...]]) -> None:
        if shop is self.shop and notes != self.notes:
            self.notes = notes
            self.notes_changed.emit()

    def _read_people(self) -> None:
        shop = self.shop
        if shop is None:
            return
        from kanban_app.operations.persons import read_persons

        self.when_done(shop.read(read_persons), lambda people: self._on_people(shop, people))

    def _on_people(self, shop: Shop, people: tuple[Person, ...]) -> None:
        if shop is self.shop:
            self.people = people
            self.people_read.emit()

    def person(self, name: str) -> Person | None:
        """Who is listed under this name."""
        return next((person for person in self.people if person.name == name), None)

    def person_of_badge(self, text: str) -> Person | None:
        """Whose badge reads so."""
        badge = text.strip()
        return next((person for person in self.people if person.badge and person.badge == badge), None)

    def _on_calls(self, shop: Shop, calls: dict[int, HelpCall]) -> None:
        if shop is self.shop and calls != self.calls:
            self.calls = calls
            self.help_changed.emit()

    # -- what arrives ----------------------------------------------------------------------------------------------

    def _on_poll(self) -> None:
        if self.shop is not None:
            self.shop.poll()

    def _on_commit(self, changes: Changes) -> None:
        """On a thread of the shop."""
        if isValid(self):
            self._arrived.emit(changes)

    def _on_arrived(self, changes: Changes) -> None:
        if self.shop is None:
            return
        if changes.structure:
            self._early.append(changes)
            self.read_board()
            return
        if self._reading or self.board is None:
            self._early.append(changes)
        else:
            self.board.apply(changes.cards)
        if changes.other:
            self._read_besides()
        self.changed.emit(changes)

    # -- futures ---------------------------------------------------------------------------------------------------

    def when_done(
        self,
        future: Future[T],
        on_done: Callable[[T], None],
        on_failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Call back on the window's thread when the future is there, unless the callback's widget is gone by then."""
        self._waiting.when_done(future, on_done, on_failed)


def open_shop(path: Path, terminal: str = "") -> Shop:
    """Open a plant; blocks and imports much, so only ever on a worker thread. Raises PlantProblem."""
    from kanban_app.operations.shop import Shop

    return Shop.open(path, terminal=terminal)
