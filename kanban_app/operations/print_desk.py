"""Where papers are made: one drawing thread beside the writer and the reader of a plant.

A run is written down, drawn part by part, and each part recorded when its file or its spool is complete. A named file
is one part: whoever names a file gets that file, whole or not at all. Into a folder or onto a printer a long run goes
in parts of some two hundred cards; each is a file that appears whole, so that a kill loses at most one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.print_jobs import PART_CARDS, JobState, Look, parts, sheets
from kanban_app.operations import papers
from kanban_app.operations.papers import PrintJob, PrintResult
from kanban_app.operations.plants import PlantProblem
from kanban_app.operations.session import Session
from kanban_app.operations.spooling import PrinterChoice, send_to_printer

if TYPE_CHECKING:
    from kanban_app.operations.print_jobs import Destination, OpenJob, PendingPart

_T = TypeVar("_T")
_PRINTS_KEPT = 100
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Spool = Callable[[Path, PrinterChoice], None]


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What to print: cards by code in a look, to a destination (None: the plant's folder).

    `again` prints what was printed just so before, as a further print. `resume` goes on with what was cut off: with
    the same order where there is one (as every order does), without codes with the newest of all.
    """

    codes: tuple[str, ...] = ()
    look: Look = Look()  # noqa: RUF009 - a frozen value
    destination: Destination | None = None
    again: bool = False
    resume: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """One run as its thread goes through it: its record's number, the place its first card has there, where it goes."""

    job_id: int
    base: int
    job: PrintJob
    destination: Destination
    folder: Path
    spool: Spool


class Door(Protocol):
    """What the desk needs of the open plant: a `Shop` has it."""

    clock: Callable[[], datetime]

    @property
    def path(self) -> Path:
        """The plant's file."""

    def read(self, ask: Callable[..., _T], *arguments: object) -> Future[_T]:
        """Call a reading operation on the reader's thread."""

    def write(self, order: Callable[..., _T], *arguments: object) -> Future[_T]:
        """Call a writing operation on the writer's thread."""


class PrintDesk:
    """The printing of one open plant."""

    def __init__(self, shop: Door) -> None:
        self._shop = shop
        self._thread = ThreadPoolExecutor(1, "kanban-papers")
        self._printing: dict[int, list[Future[PrintResult]]] = {}
        self._going_on: set[int] = set()

    def draw(self, work: Callable[[], _T]) -> Future[_T]:
        """Do something on the drawing thread."""
        return self._thread.submit(work)

    def close(self) -> None:
        """Finish what is queued, then end the thread."""
        self._thread.shutdown(wait=True)

    # -- orders ----------------------------------------------------------------------------------------------------

    def print(
        self,
        order: PrintOrder,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        spool: Spool = send_to_printer,
    ) -> Future[PrintResult]:
        """Carry an order out. The future raises OSError when a file or a printer fails, LookProblem for a look that
        cannot be; what was complete until then is recorded, the rest stays on the print list.
        """
        return self._thread.submit(self._carry_out, order, progress, cancelled, spool)

    def _carry_out(
        self,
        order: PrintOrder,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        spool: Spool = send_to_printer,
        *,
        may_resume: bool = True,
    ) -> PrintResult:
        from kanban_app.operations.print_jobs import Destination

        self._put_right()
        before = self._shop.read(self._interrupted, order).result()
        if before is not None and order.resume:
            order = replace(order, look=before.look, destination=before.destination)
        elif before is None and not order.codes:
            return PrintResult()
        job = self._shop.read(self._prepare, order, before).result()
        if not job.cards:
            return PrintResult(resumed=before is not None)
        if before is None and not order.again:
            already = self._shop.read(self._printed_before, job).result()
            if already is not None:
                return PrintResult(codes=job.codes, already=already)
        problems = papers.problems_of(job)
        if problems:
            return PrintResult(codes=job.codes, problems=problems)
        run = self._begun(job, order.destination or Destination(), before, order.person, spool)
        self._going_on.add(run.job_id)
        try:
            return self._run(run, progress, cancelled)
        except OSError:
            if not may_resume:
                self._finish(run, JobState.STOPPED)
            raise
        finally:
            self._going_on.discard(run.job_id)

    def _put_right(self) -> None:
        """Files that a killed run left whole are recorded before anything else is printed."""
        from kanban_app.operations import print_jobs

        for part in self._shop.read(print_jobs.pending_parts).result():
            with suppress(OSError):
                if hashlib.sha256(part.path.read_bytes()).hexdigest() == part.digest:
                    self._shop.write(print_jobs.recover, part, self._shop.clock()).result()

    def _interrupted(self, session: Session, order: PrintOrder) -> OpenJob | None:
        from kanban_app.operations import print_jobs

        if order.again or not (order.codes or order.resume):
            return None
        request = ""
        if not order.resume:
            request = print_jobs.request_of(order.look, self._found(session, order.codes))
        return print_jobs.interrupted(session, self._shop.clock(), request)

    def interrupted(self) -> Future[OpenJob | None]:
        """The newest job that was cut off, for whoever may go on with it; what this desk is at is none."""

        def ask(session: Session) -> OpenJob | None:
            from kanban_app.operations import print_jobs

            return print_jobs.interrupted(session, self._shop.clock(), going_on=tuple(self._going_on))

        return self._shop.read(ask)

    def _prepare(self, session: Session, order: PrintOrder, before: OpenJob | None) -> PrintJob:
        from kanban_app.operations.paper_looks import read_wanted
        from kanban_app.operations.print_jobs import cards_of

        session.head()
        cards = cards_of(session, before.missing) if before else self._found(session, order.codes)
        look = replace(order.look, start_cell=1) if before and before.printed_count else order.look
        return papers.prepare(session, cards, look, self._shop.clock(), read_wanted(session, look))

    def _found(self, session: Session, codes: Sequence[str]) -> list[Card]:
        from kanban_app.operations.print_jobs import cards_with_codes

        return cards_with_codes(session, codes)

    def _printed_before(self, session: Session, job: PrintJob) -> papers.Printed | None:
        from kanban_app.operations.print_jobs import printed_before

        return printed_before(session, job.look, job.cards)

    def _begun(
        self, job: PrintJob, destination: Destination, before: OpenJob | None, person: str, spool: Spool
    ) -> _Run:
        from kanban_app.operations import print_jobs

        folder = destination.folder or self._shop.read(papers.folder_of, self._shop.path).result()
        if before is None:
            job_id = self._shop.write(print_jobs.begin, job, destination, person).result()
            return _Run(job_id, 0, job, destination, folder, spool)
        self._shop.write(print_jobs.go_on, before, job).result()
        return _Run(before.id, before.printed_count, job, destination, folder, spool)

    # -- a run -----------------------------------------------------------------------------------------------------

    def _run(self, run: _Run, progress: Progress | None, cancelled: Cancelled | None) -> PrintResult:
        """Draw part by part. A part is printed when its file or its spool is complete, and only then recorded."""
        from kanban_app.printing.problems import PrintCancelled

        job, count = run.job, len(run.job.cards)
        chosen = papers.resolved(job)
        each = chosen.paper.cards_per_page
        places = parts(count, each, job.look.start_cell, count + each if run.destination.file else PART_CARDS)
        paths: list[Path] = []
        done = 0
        try:
            for number, part in enumerate(places, start=1):
                suffix = f"-{number}-of-{len(places)}" if len(places) > 1 else ""
                paths.append(self._print_part(run, part, suffix, _counted(progress, part, count), cancelled))
                done = part.stop
        except PrintCancelled:
            self._finish(run, JobState.STOPPED)
        else:
            self._finish(run, JobState.DONE)
        codes = job.codes[:done]
        on_sheets = tuple(codes[sheet.start : sheet.stop] for sheet in sheets(done, each, job.look.start_cell))
        return PrintResult(
            tuple(paths),
            codes,
            stopped=done < count,
            resumed=run.base > 0,
            job_id=run.job_id,
            sheets=on_sheets,
            notes=chosen.notes,
        )

    def _finish(self, run: _Run, state: JobState) -> None:
        from kanban_app.operations import print_jobs

        self._shop.write(print_jobs.finish, run.job_id, state, self._shop.clock()).result()

    def _print_part(
        self, run: _Run, places: range, suffix: str, progress: Progress | None, cancelled: Cancelled | None
    ) -> Path:
        from kanban_app.files import write_whole
        from kanban_app.operations import print_jobs

        job = papers.part_of(run.job, places)
        data = papers.draw(job, progress, cancelled)
        target = run.destination.file or self._own_file(run.folder, job, suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = "" if run.destination.printer else hashlib.sha256(data).hexdigest()
        part = print_jobs.PendingPart(
            run.job_id, run.base + places.start, run.base + places.stop, target.absolute(), digest
        )
        self._shop.write(print_jobs.intend, part, self._shop.clock()).result()
        write_whole(target, data)
        if run.destination.printer is not None:
            run.spool(target, run.destination.printer)
        self._record(job, part)
        return target

    def _record(self, job: PrintJob, part: PendingPart) -> None:
        from kanban_app.operations import print_jobs

        self._shop.write(print_jobs.record_part, job, part, self._shop.clock()).result()

    def _own_file(self, folder: Path, job: PrintJob, suffix: str) -> Path:
        first = job.cards[0]
        # From numbers only: no text of a person ever becomes part of a path.
        name = f"{job.printed_at:%Y%m%dT%H%M%S}-{first.last_event:06d}-{first.code}{suffix}"
        path, copy = folder / f"{name}.pdf", 2
        while path.exists():
            path, copy = folder / f"{name}-{copy}.pdf", copy + 1
        return path

    # -- what a booking prints at once -----------------------------------------------------------------------------

    def after_booking(self, session: Session, outcomes: Sequence[Outcome]) -> None:
        """On the writer's thread, after the commit: what is printed at once goes to the drawing thread."""
        # The same scan id again answers with the first result, whose papers are drawn already.
        booked = [outcome for outcome in outcomes if outcome.events and outcome.events[0].seq not in self._printing]
        for rule in (PrintRule.FOLDER, PrintRule.PRINTER):
            cards = papers.to_print_at_once(session, booked, rule)
            if not cards:
                continue
            printing = self._thread.submit(self._print_at_once, cards, rule)
            for outcome in booked:
                self._printing.setdefault(outcome.events[0].seq, []).append(printing)
        for seq in sorted(self._printing)[:-_PRINTS_KEPT]:
            del self._printing[seq]

    def prints_at_once(self, session: Session) -> bool:
        """Some loop's cards are printed the moment they are released."""
        rules = (PrintRule.FOLDER, PrintRule.PRINTER)
        return any(loop.print_rule in rules for loop in session.structure.loops.values())

    def after_entries(self, session: Session, last_seq: int) -> None:
        """As `after_booking`, for whatever was entered into the ledger after this number."""
        source = session.cards()
        events = tuple(source.events_from(last_seq + 1))
        released = dict.fromkeys(event.card_id for event in events if event.action is Action.RELEASE)
        if released:
            cards = tuple(source.card(card_id) for card_id in released)
            self.after_booking(session, [Outcome(Answer.DONE, "", events=events, cards=cards)])

    def _print_at_once(self, cards: Sequence[Card], rule: PrintRule) -> PrintResult:
        """On the drawing thread: whatever goes wrong with paper, the booking it belongs to is done and was answered."""
        from kanban_app.operations.print_jobs import Destination

        printer = PrinterChoice() if rule is PrintRule.PRINTER else None
        codes = tuple(card.code for card in cards)
        order = PrintOrder(codes, Look(papers.DEFAULT_FORMAT), Destination(printer=printer), again=True)
        # What fails here waits on the print list: nobody ordered a job that one would go on with.
        return self._carry_out(order, may_resume=False)

    def printed(self, outcome: Outcome) -> Outcome:
        """Wait until what this booking prints at once is on paper; the outcome with its paths. A failed print leaves
        the cards on the print list and the booking as it is.
        """
        prints = self._printing.get(outcome.events[0].seq, []) if outcome.events else []
        paths: list[str] = []
        for printing in prints:
            with suppress(OSError, ValueError, PlantProblem):
                paths += [str(path) for path in printing.result().paths]
        return replace(outcome, printed=tuple(paths))


def _counted(progress: Progress | None, part: range, count: int) -> Progress | None:
    """Progress of a part as progress of the whole run."""
    if progress is None:
        return None
    return lambda done, _whole: progress(part.start + done, count)
