"""The only door of the window and the terminal to a plant: commands go in, futures and changes come out.

One writer thread owns the only writing connection, one reader thread a second one, one drawing thread makes papers.
The window never waits for the file: while another process holds its lock for 800 ms, the hop costs 0.06 ms.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Changes, Outcome
from kanban_app.domain.draft import PlantDraft, Reason
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loop_changes import LoopChange
from kanban_app.domain.print_jobs import Look
from kanban_app.domain.structure import Structure
from kanban_app.operations import booking, changing, looking, papers, plants
from kanban_app.operations.auditing import AuditReport, audit
from kanban_app.operations.clock import utc_now
from kanban_app.operations.commands import Do, Scan
from kanban_app.operations.drafts import Booked, book_draft
from kanban_app.operations.looking import Cycle, HelpCall, HistoryLine
from kanban_app.operations.papers import PrintResult
from kanban_app.operations.print_desk import PrintDesk, PrintOrder
from kanban_app.operations.session import Session
from kanban_app.store.problems import StoreError
from kanban_app.store.reading import PlantInfo

_T = TypeVar("_T")


class Shop:
    """One open plant."""

    def __init__(self, place: Path | str, *, terminal: str = "", clock: Callable[[], datetime] = utc_now) -> None:
        self.place = place
        self.clock = clock
        self.terminal = terminal or f"{socket.gethostname()}-{os.getpid()}"
        self._subscribers: list[Callable[[Changes], None]] = []
        self._writing = ThreadPoolExecutor(1, "kanban-writer")
        self._reading = ThreadPoolExecutor(1, "kanban-reader")
        self.desk = PrintDesk(self)
        try:
            self._writer: Session = self._writing.submit(plants.open_session, place).result()
            self._reader: Session = self._reading.submit(plants.open_session, place).result()
        except BaseException:
            self._stop_threads()
            raise
        self._seen_seq = self._reader.head().last_seq
        self._seen_structure = self._reader.structure.version
        self._seen_version = self._reader.database.data_version()
        self._polling: Future[None] | None = None

    @classmethod
    def open(cls, place: Path | str, *, terminal: str = "") -> Shop:
        """Open a plant's file, or a server's by its address; blocks, so call it off the window's thread.

        Raises plants.PlantProblem.
        """
        return cls(place, terminal=terminal)

    @property
    def plant(self) -> PlantInfo:
        """Name and settings as last read."""
        return self._reader.plant

    @property
    def structure(self) -> Structure:
        """Stations, items, BOM and loops as last read; replaced whole when they change."""
        return self._reader.structure

    @property
    def path(self) -> Path:
        """The plant's file; for a server's plant the user's folder stands in for it."""
        return self.place if isinstance(self.place, Path) else Path.home() / "kanban.kanban"

    # -- threads ---------------------------------------------------------------------------------------------------

    def read(self, ask: Callable[..., _T], *arguments: object) -> Future[_T]:
        """Call a reading operation, `ask(session, *arguments)`, on the reader's thread."""

        def work() -> _T:
            return self._guarded(ask, self._reader, *arguments)

        return self._reading.submit(work)

    def write(self, order: Callable[..., _T], *arguments: object) -> Future[_T]:
        """Call a writing operation, `order(session, *arguments)`, on the writer's thread; subscribers hear of it.

        Cards that it releases are printed at once where their loop says so.
        """

        def noting(session: Session) -> _T:
            prints = self.desk.prints_at_once(session)
            last_seq = session.head().last_seq if prints else 0
            done = order(session, *arguments)
            if prints:
                # The order is done and kept: what can't be read now waits on the print list.
                with suppress(StoreError, session.database.driver_error, DBAPIError):
                    self.desk.after_entries(session, last_seq)
            return done

        return self._book(noting)

    def _book(self, order: Callable[[Session], _T]) -> Future[_T]:
        """As `write`, for what prints by its own rules or tells the desk itself."""

        def work() -> _T:
            done = self._guarded(order, self._writer)
            self._reading.submit(self._look)
            return done

        return self._writing.submit(work)

    def _guarded(self, call: Callable[..., _T], session: Session, *arguments: object) -> _T:
        try:
            return call(session, *arguments)
        except StoreError as error:
            place = error.place or str(session.database.place)
            raise plants.worded(StoreError(error.problem, place, error.detail)) from error
        except UnicodeDecodeError as error:  # SQLite hands out damaged text as it is
            raise plants.worded(session.database.meaning_of(error)) from error
        except (session.database.driver_error, DBAPIError) as error:
            if not session.database.is_trouble(error):
                raise
            raise plants.worded(session.database.meaning_of(error)) from error

    # -- bookings --------------------------------------------------------------------------------------------------

    def scan(
        self,
        text: str,
        station_id: int,
        *,
        scan_id: str = "",
        person: str = "",
        quantity: int | None = None,
        reason: str = "",
    ) -> Future[Outcome]:
        """Book a scan at a station. Without a scan id one is made, so every scan has its own."""
        command = Scan(text, station_id, scan_id or uuid.uuid4().hex, person, self.terminal, quantity, reason)

        def order(session: Session) -> Outcome:
            outcome = booking.book_scan(session, command, self.clock())
            self.desk.after_booking(self._writer, [outcome])
            return outcome

        return self._book(order)

    def do(
        self,
        action: Action,
        codes: Sequence[str],
        *,
        quantity: int | None = None,
        reason: str = "",
        station_id: int | None = None,
        person: str = "",
        scan_id: str = "",
        seen_event: int | None = None,
    ) -> Future[list[Outcome]]:
        """One action on each card, a result per card. The future raises ReasonNeeded or QuantityNeeded (wrong use)."""
        command = Do(action, tuple(codes), quantity, reason, station_id, person, self.terminal, scan_id, seen_event)

        def order(session: Session) -> list[Outcome]:
            outcomes = booking.book_action(session, command, self.clock())
            self.desk.after_booking(self._writer, outcomes)
            return outcomes

        return self._book(order)

    def issue(
        self, loop_id: int, quantity: int | None, order_reference: str, reason: str, person: str = ""
    ) -> Future[Outcome]:
        """Issue an extra single-use card and order it at once, for an order or with a reason."""

        def order(session: Session) -> Outcome:
            outcome = changing.issue_card(
                session, loop_id, quantity, order_reference, reason, person, self.terminal, self.clock()
            )
            self.desk.after_booking(self._writer, [outcome])
            return outcome

        return self._book(order)

    # -- reading ---------------------------------------------------------------------------------------------------

    def board(self) -> Future[Board]:
        """All cards by loop; the caller may keep it and apply changes to it."""
        return self.read(looking.read_board)

    def history(self, code: str = "", limit: int = 200, before_seq: int | None = None) -> Future[list[HistoryLine]]:
        """The newest ledger entries first, of one card or of all."""
        return self.read(looking.read_history, code, limit, before_seq)

    def cycles(self, card_id: int, limit: int = 12) -> Future[list[Cycle]]:
        """A card's newest signals, the oldest of them first."""
        return self.read(looking.read_cycles, card_id, limit)

    def settings(self) -> Future[PlantInfo]:
        """Name and settings as they stand in the plant now; `plant` may be a moment behind a change."""
        return self.read(looking.read_settings)

    def find(self, code: str) -> Future[Card | None]:
        """The card of a code."""
        return self.read(looking.find_card, code)

    def maybe_lost(self, board: Board) -> Future[frozenset[int]]:
        """The ids of the cards that are maybe lost; the board must not be changed meanwhile."""
        return self.read(looking.read_maybe_lost, board, self.clock())

    def reasons(self, loop_id: int) -> Future[tuple[Reason, ...]]:
        """The reckoning behind a loop's proposed numbers."""
        return self.read(looking.read_reasons, loop_id)

    def open_calls(self) -> Future[dict[int, HelpCall]]:
        """The stations that call for help now."""
        return self.read(looking.read_open_calls)

    def pictures(self, names: set[str]) -> Future[dict[str, bytes | str]]:
        """Stored pictures by name."""
        return self.read(papers.read_pictures, names)

    def audit(self, progress: Callable[[int], None] | None = None) -> Future[AuditReport]:
        """Check the seven invariants by replaying the ledger."""
        return self.read(audit, progress)

    # -- paper -----------------------------------------------------------------------------------------------------

    def draw(self, work: Callable[[], _T]) -> Future[_T]:
        """Make a paper on the drawing thread; `work` reads through `read(...).result()` and never writes stock."""
        return self.desk.draw(work)

    def print_list(self, station_id: int | None = None) -> Future[list[Card]]:
        """The cards that wait for paper."""
        return self.read(looking.read_print_list, station_id)

    def print_cards(
        self,
        codes: Sequence[str],
        format_name: str = papers.DEFAULT_FORMAT,
        out: Path | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Future[PrintResult]:
        """Print cards into one PDF, whatever was printed before: at `out`, or under a name of its own in the plant's
        print folder. `desk.print` takes every other wish.
        """
        from kanban_app.operations.print_jobs import Destination

        order = PrintOrder(tuple(codes), Look(format_name), Destination(file=out), again=True)
        return self.desk.print(order, progress, cancelled)

    def printed(self, outcome: Outcome) -> Outcome:
        """Wait until what this booking prints at once is on paper; the outcome with its paths."""
        return self.desk.printed(outcome)

    def ask_print(self, codes: Sequence[str]) -> Future[None]:
        """Put cards on the print list again."""

        def order(session: Session) -> None:
            found = [looking.find_card(session, code) for code in codes]
            papers.ask_again(session, [card for card in found if card])

        return self.write(order)

    # -- changing the plant ----------------------------------------------------------------------------------------

    def change_settings(self, **values: object) -> Future[None]:
        """Change settings of the plant. The future raises ValueError naming a setting that is out of its range."""
        return self.write(lambda session: changing.change_settings(session, values))

    def change_loop(self, loop_id: int, **values: object) -> Future[LoopChange]:
        """Change a loop; each card absorbs it as it next passes empty. The future raises LoopChangeError."""
        return self.write(lambda session: changing.change_loop(session, loop_id, values, self.clock()))

    def preview_loop(self, loop_id: int, **values: object) -> Future[LoopChange]:
        """What changing a loop would do, without doing it."""
        return self.read(lambda session: changing.preview_loop(session, loop_id, values, self.clock()))

    def book_draft(self, draft: PlantDraft, start: Start, person: str = "") -> Future[Booked]:
        """Create everything in a draft, in one transaction."""
        return self._book(lambda session: book_draft(session, draft, start, self.clock(), person))

    def draft(self) -> Future[PlantDraft]:
        """The structure by names: what an import knows to be there already."""
        return self.read(looking.read_draft)

    def mappings(self) -> Future[dict[str, str]]:
        """The remembered import mappings."""
        return self.read(lambda session: dict(looking.read_mappings(session)))

    def remember_mapping(self, signature: str, mapping: str) -> Future[None]:
        """Keep what the user said about a header row."""
        return self.write(lambda session: changing.remember_mapping(session, signature, mapping))

    def call_for_help(self, station_id: int, note: str = "", person: str = "") -> Future[None]:
        """A station calls for help; calling twice is one call."""
        return self.write(lambda session: changing.call_for_help(session, station_id, note, person, self.clock()))

    def end_help(self, station_id: int) -> Future[None]:
        """Help has come."""
        return self.write(lambda session: changing.end_help(session, station_id, self.clock()))

    def backup(self, target: Path) -> Future[Path]:
        """Copy the plant while it is in use."""
        return self._reading.submit(plants.backup, self.place, target)

    # -- what changes ----------------------------------------------------------------------------------------------

    def subscribe(self, callback: Callable[[Changes], None]) -> None:
        """Call this after every commit, one's own or another process's, from a thread of the shop."""
        self._subscribers.append(callback)

    def unsubscribe(self, callback: Callable[[Changes], None]) -> None:
        """Stop calling it."""
        self._subscribers.remove(callback)

    def poll(self) -> None:
        """Look for commits and tell the subscribers. Returns at once; one look runs at a time."""
        if self._polling is None or self._polling.done():
            self._polling = self._reading.submit(self._look)

    def _look(self) -> None:
        version = self._reader.database.data_version()
        if version == self._seen_version:
            return
        changes = looking.read_changes(self._reader, self._seen_seq, self._seen_structure)
        self._seen_version = version
        self._seen_seq = changes.last_seq
        self._seen_structure = self._reader.structure.version
        if "settings" in changes.other:
            self._reader.refresh()
        for callback in tuple(self._subscribers):
            callback(changes)

    def close(self) -> None:
        """Finish what is queued, then end the threads and the connections."""
        self._writing.submit(bool).result()  # the bookings in the queue may still have papers drawn
        self.desk.close()
        for executor, session in ((self._writing, self._writer), (self._reading, self._reader)):
            executor.submit(session.database.close).result()
        self._stop_threads()

    def _stop_threads(self) -> None:
        self.desk.close()
        for executor in (self._writing, self._reading):
            executor.shutdown(wait=True)
