"""The board as it was after any entry of the ledger, worked out in short turns on the reader's thread.

From wherever it stands (a moment looked at before, now, or before everything, whichever is nearest) only the entries
between are looked through, and only the cards that moved between are told anew. So a slider that moves a little costs
little, whichever way it moves, and ten million entries are never folded. What changes seldom (loops, names, numbers of
cards) is shown as it is today: the ledger tells of cards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card
from kanban_app.domain.past import card_at
from kanban_app.operations.ledger_views import LedgerFilter, read_page
from kanban_app.operations.looking import HistoryLine
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards
from kanban_app.store.tables import METADATA

_event = METADATA.tables["event"]

# Entries looked through and cards told anew in one turn: about 30 ms each.
STRETCH = 20_000
MOST_CARDS = 500


@dataclass(frozen=True, slots=True)
class PastBoard:
    """The board after entry `seq`, when that was, and what the entry says; None for both before the first."""

    board: Board
    seq: int
    at: datetime | None
    line: HistoryLine | None


@dataclass(frozen=True, slots=True)
class Turn:
    """How far the way is: `done` of `whole` entries and cards; with `shown` it has arrived."""

    done: int
    whole: int
    shown: PastBoard | None = None


class PastBoards:
    """Stands at one entry and can be moved. For one thread at a time; stopped between two turns it loses nothing."""

    def __init__(self, stretch: int = STRETCH, most_cards: int = MOST_CARDS) -> None:
        self._stretch, self._most_cards = stretch, most_cards
        self._seq = 0
        self._target = 0
        self._whole = 0
        self._read_to = -1
        self._today: dict[int, Card] = {}
        self._newest: dict[int, int] = {}
        self._cards: dict[int, Card] = {}
        self._stale: set[int] = set()

    def aim(self, session: Session, seq: int) -> Turn:
        """Set out for the board after this entry (0: before the first; beyond the newest: the newest)."""
        with session.database.read():
            last_seq = session.head().last_seq
            self._target = max(0, min(seq, last_seq))
            if self._read_to != last_seq:
                self._take_today(session, last_seq)
            if last_seq - self._target < abs(self._target - self._seq):
                self._stand_at_now(last_seq)
            self._whole = max(1, abs(self._target - self._seq) + len(self._stale))
        return Turn(0, self._whole)

    def move(self, session: Session) -> Turn:
        """Go on for one turn."""
        with session.database.read():
            session.head()
            if self._seq != self._target:
                self._look_through(session)
            elif self._stale:
                self._tell_some(session)
            if self._seq != self._target or self._stale:
                left = abs(self._target - self._seq) + len(self._stale)
                return Turn(max(0, self._whole - left), self._whole)
        return Turn(self._whole, self._whole, self._arrived(session))

    def _take_today(self, session: Session, last_seq: int) -> None:
        """Which cards there are, as they are now; those that were not known stand before their first entry."""
        self._today = {card.id: card for card in read_cards(session.database)}
        for card_id in self._today.keys() - self._newest.keys():
            self._newest[card_id] = 0
            self._stale.add(card_id)
        self._read_to = last_seq

    def _stand_at_now(self, last_seq: int) -> None:
        """From now it is nearer."""
        self._newest = {card.id: card.last_event for card in self._today.values()}
        self._stale = set(self._today)
        self._seq = last_seq

    def _look_through(self, session: Session) -> None:
        """The entries of one stretch say which cards moved, and which entry was then their newest."""
        if self._target > self._seq:
            upto = min(self._target, self._seq + self._stretch)
            moved = self._edges(session, func.max(_event.c.seq), self._seq, upto)
            newest = dict(moved)
        else:
            upto = max(self._target, self._seq - self._stretch)
            moved = self._edges(session, func.min(_event.c.seq), upto, self._seq)
            newest = _previous(session, [seq for _card_id, seq in moved])
        self._newest |= newest
        self._stale |= newest.keys()
        self._seq = upto

    @staticmethod
    def _edges(session: Session, edge: ColumnElement[int], after: int, upto: int) -> list[tuple[int, int]]:
        asked = select(_event.c.card_id, edge).where(_event.c.seq > after, _event.c.seq <= upto)
        rows = session.database.core.execute(asked.group_by(_event.c.card_id))
        return [(row[0], row[1]) for row in rows]

    def _tell_some(self, session: Session) -> None:
        event_of = session.cards().event
        loops = session.structure.loops
        for card_id in sorted(self._stale)[: self._most_cards]:
            card, seq = self._today[card_id], self._newest[card_id]
            past = card_at(card, seq, loops[card.loop_id].lead_time_minutes, event_of)
            if past is None:
                self._cards.pop(card_id, None)
            elif seq:
                self._cards[card_id] = past
            else:  # nobody wrote down when it was issued
                self._cards[card_id] = replace(past, since_at=session.plant.created_at)
            self._stale.discard(card_id)

    def _arrived(self, session: Session) -> PastBoard:
        board = Board(session.structure, self._cards.values())
        board.rows()  # made here, so that the window need not
        found = read_page(session, LedgerFilter(), self._seq + 1, 1).lines if self._seq else ()
        line = found[0] if found else None
        return PastBoard(board, self._seq, line.event.recorded_at if line else None, line)


def _previous(session: Session, seqs: Iterable[int]) -> dict[int, int]:
    """By card, the entry before each of these (0: none), each of another card."""
    found: dict[int, int] = {}
    wanted = sorted(seqs)
    for start in range(0, len(wanted), 500):  # databases limit the parameters of one statement
        asked = select(_event.c.card_id, _event.c.previous).where(_event.c.seq.in_(wanted[start : start + 500]))
        found |= {row[0]: row[1] or 0 for row in session.database.core.execute(asked)}
    return found


def read_past_board(session: Session, seq: int, cancelled: Callable[[], bool] = lambda: False) -> PastBoard:
    """The board after an entry, in one go. Raises InterruptedError when cancelled."""
    way = PastBoards()
    turn = way.aim(session, seq)
    while turn.shown is None:
        if cancelled():
            raise InterruptedError
        turn = way.move(session)
    return turn.shown
