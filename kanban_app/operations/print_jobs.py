"""The record of print jobs: what was ordered, which parts of it are on paper, and going on where a run was cut off.

A part is written down with its file's digest before the file appears, and recorded as printed after it: a run that is
killed in between is put right when the next one begins, so no paper is unlogged and none is logged that is not there.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from kanban_app.domain.cards import Card
from kanban_app.domain.codes import CodeError, parse
from kanban_app.domain.print_jobs import JobState, Look, Paper, identity, request
from kanban_app.operations import papers
from kanban_app.operations.looking import cards_by_id
from kanban_app.operations.papers import Printed, PrintJob
from kanban_app.operations.session import Session
from kanban_app.operations.spooling import PrinterChoice
from kanban_app.store.instants import from_us, to_us
from kanban_app.store.paper_tables import TABLES
from kanban_app.store.reading import card_from_row
from kanban_app.store.tables import METADATA

_job, _card, _part = TABLES[:3]
_stock_card = METADATA.tables["card"]
# On another machine nobody can see whether a run goes on; a part takes half a second.
_QUIET = timedelta(minutes=10)
_CARD_PRINTED = (
    update(_card)
    .where(_card.c.job_id == bindparam("known_job"), _card.c.place == bindparam("known_place"))
    .values(printed_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a job goes: into one `file`, else to a `printer`, else into a `folder` (None: the plant's)."""

    file: Path | None = None
    folder: Path | None = None
    printer: PrinterChoice | None = None

    def as_text(self) -> str:
        """As one line of JSON."""
        printer = self.printer.as_values() if self.printer else None
        return json.dumps({"file": _text(self.file), "folder": _text(self.folder), "printer": printer})

    @classmethod
    def from_text(cls, text: str) -> Destination:
        """What `as_text` wrote."""
        kept = json.loads(text)
        printer = PrinterChoice(**kept["printer"]) if kept["printer"] else None
        return cls(_path(kept["file"]), _path(kept["folder"]), printer)

    def words(self) -> str:
        """The file, the folder or the printer by its name; empty for the plant's own folder."""
        if self.file is not None or self.folder is not None:
            return str(self.file or self.folder)
        return self.printer.name if self.printer else ""


def _text(path: Path | None) -> str | None:
    return str(path) if path is not None else None


def _path(text: str | None) -> Path | None:
    return Path(text) if text is not None else None


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A job that was begun and not finished: `missing` are the ids of the cards without their paper, in order, after
    `printed_count` that have it.
    """

    id: int
    begun_at: datetime
    look: Look
    destination: Destination
    printed_count: int
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PendingPart:
    """A file that was going to be written when its run was cut off."""

    job_id: int
    first: int
    end: int
    path: Path
    digest: str


def runner() -> str:
    """Who prints: this machine and this process."""
    return f"{socket.gethostname()}:{os.getpid()}"


# -- reading -----------------------------------------------------------------------------------------------------------


def printed_before(session: Session, look: Look, cards: Sequence[Card]) -> Printed | None:
    """The job that made exactly these papers, when nothing asks for them again since; None when there is none."""
    if any(card.print_reason is not None for card in cards):
        return None
    loops = session.structure.loops
    same = identity(look, (Paper(card.code, loops[card.loop_id].revision, card.print_count) for card in cards))
    found = session.database.core.execute(
        select(_job.c.touched_at, _job.c.destination)
        .where(_job.c.identity == same, _job.c.state == JobState.DONE.value)
        .order_by(_job.c.id.desc())
        .limit(1)
    ).first()
    return Printed(from_us(found.touched_at), Destination.from_text(found.destination).words()) if found else None


def interrupted(session: Session, now: datetime, wanted: str = "", going_on: Collection[int] = ()) -> OpenJob | None:
    """The newest job that was cut off, of this request or of any; None when there is none or all of it is printed.

    `going_on` are the jobs that this program is at.
    """
    asked = select(_job).where(_job.c.state == JobState.OPEN.value)
    if wanted:
        asked = asked.where(_job.c.request == wanted)
    for row in session.database.core.execute(asked.order_by(_job.c.id.desc())).all():
        if row.id not in going_on and not _goes_on(row.runner, from_us(row.touched_at), now):
            found = _open_job(session, row)
            if found.missing:
                return found
    return None


def _open_job(session: Session, row: Any) -> OpenJob:
    """A card that somebody else has printed meanwhile is not missing."""
    cards = session.database.core.execute(
        select(_card.c.card_id, _card.c.printed_at, _card.c.print_count, _stock_card.c.print_count.label("count_now"))
        .join(_stock_card, _stock_card.c.id == _card.c.card_id)
        .where(_card.c.job_id == row.id)
        .order_by(_card.c.place)
    ).all()
    missing = [card.card_id for card in cards if card.printed_at is None and card.count_now < card.print_count]
    printed = sum(card.printed_at is not None for card in cards)
    look, destination = Look.from_text(row.look), Destination.from_text(row.destination)
    return OpenJob(row.id, from_us(row.begun_at), look, destination, printed, tuple(missing))


def cards_of(session: Session, ids: Sequence[int]) -> list[Card]:
    """These cards as they are now, in this order."""
    found = cards_by_id(session, set(ids))
    return [found[card_id] for card_id in ids if card_id in found]


def cards_with_codes(session: Session, texts: Sequence[str]) -> list[Card]:
    """The cards of these codes, as typed or scanned, each once; a text that is no card's code is left out."""
    codes = []
    for text in texts:
        with suppress(CodeError):
            codes.append(parse(text))
    found: dict[str, Card] = {}
    for start in range(0, len(codes), 500):  # databases limit the parameters of one statement
        asked = select(*_stock_card.columns).where(_stock_card.c.code.in_(codes[start : start + 500]))
        found |= {row.code: card_from_row(row) for row in session.database.core.execute(asked)}
    return [found[code] for code in dict.fromkeys(codes) if code in found]


def request_of(look: Look, cards: Sequence[Card]) -> str:
    """What orders of the same cards in the same look have in common."""
    return request(look, (card.code for card in cards))


def _goes_on(who: str, touched_at: datetime, now: datetime) -> bool:
    """Whether a run still goes on: on this machine its process lives, on another it was heard of lately."""
    host, _colon, number = who.rpartition(":")
    if host != socket.gethostname() or os.name == "nt":
        return who != runner() and now - touched_at < _QUIET
    return int(number) != os.getpid() and _is_alive(int(number))


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)  # asks only; on Windows it would end the process
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def pending_parts(session: Session) -> list[PendingPart]:
    """The files of open jobs that are not recorded as printed; a printer's are not, they prove nothing."""
    rows = session.database.core.execute(
        select(_part)
        .join(_job, _job.c.id == _part.c.job_id)
        .where(_job.c.state == JobState.OPEN.value, _part.c.printed_at.is_(None), _part.c.digest != "")
    ).all()
    return [PendingPart(row.job_id, row.first_place, row.end_place, Path(row.path), row.digest) for row in rows]


# -- writing -----------------------------------------------------------------------------------------------------------


def begin(session: Session, job: PrintJob, destination: Destination, person: str) -> int:
    """Write an order down before anything of it is drawn; its number."""
    at = to_us(job.printed_at)
    row = {
        "request": request_of(job.look, job.cards),
        "look": job.look.as_text(),
        "destination": destination.as_text(),
        "state": JobState.OPEN.value,
        "runner": runner(),
        "person": person,
        "begun_at": at,
        "touched_at": at,
        "identity": "",
    }
    with session.database.write():
        [made] = session.database.core.execute(insert(_job).values(**row)).inserted_primary_key or (0,)
        rows = [_card_row(made, 0, place, job) for place in range(len(job.cards))]
        session.database.core.execute(insert(_card), rows)
    return int(made)


def _card_row(job_id: int, base: int, place: int, job: PrintJob) -> dict[str, object]:
    card, paper = job.cards[place], job.papers[place]
    numbers = {"revision": paper.revision, "print_count": paper.print_count, "printed_at": None}
    return {"job_id": job_id, "place": base + place, "card_id": card.id, **numbers}


def intend(session: Session, part: PendingPart, now: datetime) -> None:
    """Write down that this file is going to be. Digest empty: a part that only a printer keeps."""
    row = {"job_id": part.job_id, "first_place": part.first, "end_place": part.end, "path": str(part.path)}
    with session.database.write():
        session.database.core.execute(
            _part.delete().where(_part.c.job_id == part.job_id, _part.c.first_place == part.first)
        )
        session.database.core.execute(insert(_part).values(**row, digest=part.digest))
        _touch(session, part.job_id, now)


def record_part(session: Session, job: PrintJob, part: PendingPart, now: datetime) -> None:
    """The part's file or spool is complete: its cards, those of `job`, are printed. Once, whoever comes first."""
    with session.database.write():
        if not _take(session, part, now):
            return
        papers.mark_printed(session, job, part.path.name)


def _take(session: Session, part: PendingPart, now: datetime) -> bool:
    """Within a transaction: mark the part as printed; False when somebody has done so before."""
    at = to_us(now)
    taken = session.database.core.execute(
        update(_part)
        .where(_part.c.job_id == part.job_id, _part.c.first_place == part.first, _part.c.printed_at.is_(None))
        .values(printed_at=at)
    )
    if taken.rowcount != 1:
        return False
    rows = [{"known_job": part.job_id, "known_place": place, "at": at} for place in range(part.first, part.end)]
    session.database.core.execute(_CARD_PRINTED, rows)
    _touch(session, part.job_id, now)
    return True


def recover(session: Session, part: PendingPart, now: datetime) -> None:
    """A run was killed after this file was there: record its cards, with the print that stands on the paper."""
    with session.database.write():
        rows = session.database.core.execute(
            select(_card, _job.c.look, _job.c.begun_at)
            .join(_job, _job.c.id == _card.c.job_id)
            .where(_card.c.job_id == part.job_id, _card.c.place >= part.first, _card.c.place < part.end)
        ).all()
        if not _take(session, part, now):
            return
        papers.mark_known(
            session,
            [(row.card_id, row.revision, row.print_count) for row in rows],
            from_us(rows[0].begun_at),
            Look.from_text(rows[0].look).format_name,
            part.path.name,
        )


def go_on(session: Session, before: OpenJob, job: PrintJob) -> None:
    """This process takes a job over: `job` is what is missing of it, as it stands now."""
    with session.database.write():
        session.database.core.execute(_part.delete().where(_part.c.job_id == before.id, _part.c.printed_at.is_(None)))
        session.database.core.execute(_card.delete().where(_card.c.job_id == before.id, _card.c.printed_at.is_(None)))
        rows = [_card_row(before.id, before.printed_count, place, job) for place in range(len(job.cards))]
        session.database.core.execute(insert(_card), rows)
        session.database.core.execute(update(_job).where(_job.c.id == before.id).values(runner=runner()))
        _touch(session, before.id, job.printed_at)


def leave(session: Session, job_id: int, now: datetime) -> None:
    """Nobody goes on with a job that was cut off; what is missing of it stays on the print list."""
    with session.database.write():
        _close(session, job_id, JobState.STOPPED, now)


def finish(session: Session, job_id: int, state: JobState, now: datetime) -> None:
    """The job is complete, or was stopped. A complete one is known again by its identity."""
    with session.database.write():
        _close(session, job_id, state, now)
        if state is not JobState.DONE:
            return
        look = session.database.core.execute(select(_job.c.look).where(_job.c.id == job_id)).scalar_one()
        known = identity(Look.from_text(look), _papers(session, job_id))
        session.database.core.execute(update(_job).where(_job.c.id == job_id).values(identity=known))


def _papers(session: Session, job_id: int) -> list[Paper]:
    rows = session.database.core.execute(
        select(_stock_card.c.code, _card.c.revision, _card.c.print_count)
        .join(_stock_card, _stock_card.c.id == _card.c.card_id)
        .where(_card.c.job_id == job_id)
    ).all()
    return [Paper(row.code, row.revision, row.print_count) for row in rows]


def _close(session: Session, job_id: int, state: JobState, now: datetime) -> None:
    session.database.core.execute(
        update(_job).where(_job.c.id == job_id).values(state=state.value, touched_at=to_us(now))
    )


def _touch(session: Session, job_id: int, now: datetime) -> None:
    session.database.core.execute(update(_job).where(_job.c.id == job_id).values(touched_at=to_us(now)))
