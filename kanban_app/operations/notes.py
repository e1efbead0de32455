"""What one shift leaves to the next: a few words at a station, there until somebody has seen to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from kanban_app.operations.booking import clean
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us, to_us
from kanban_app.store.tables import METADATA

_table = METADATA.tables["shift_note"]
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class ShiftNote:
    """One note. `person` is empty where nobody said who wrote it."""

    id: int
    station_id: int
    written_at: datetime
    person: str
    note: str


def write_note(session: Session, station_id: int, note: str, person: str, now: datetime) -> None:
    """Leave a note at a station: one line of at most 200 characters. Raises ValueError for an empty one."""
    kept = clean(" ".join(note.split()))
    if not kept:
        raise ValueError("an empty note")
    row = {"station_id": station_id, "written_at": to_us(now), "person": clean(person), "note": kept}
    with session.database.write():
        session.database.core.execute(insert(_table).values(**row))


def finish_note(session: Session, note_id: int, now: datetime) -> None:
    """Somebody has seen to it: the note goes, and stays in the record."""
    with session.database.write():
        open_one = (_table.c.id == note_id) & _table.c.done_at.is_(None)
        session.database.core.execute(update(_table).where(open_one).values(done_at=to_us(now)))


def read_notes(session: Session) -> dict[int, tuple[ShiftNote, ...]]:
    """The open notes of every station, the oldest first."""
    rows = session.database.core.execute(select(_table).where(_table.c.done_at.is_(None)).order_by(_table.c.id))
    found: dict[int, tuple[ShiftNote, ...]] = {}
    for row in rows:
        note = ShiftNote(row.id, row.station_id, from_us(row.written_at), row.person, row.note)
        found[row.station_id] = (*found.get(row.station_id, ()), note)
    return found
