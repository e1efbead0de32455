"""Shift notes: there for everybody until somebody has seen to them, in the order in which they were written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kanban_app.operations.notes import ShiftNote, finish_note, read_notes, write_note
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import SHOP, plant_it


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    session = databases.session()
    plant_it(session, clock())
    return session


def test_a_note_is_there_until_it_is_done(session: Session, clock: Clock) -> None:
    now = clock()
    write_note(session, SHOP, "  the saw blade\n is new ", "Åsa", now)
    write_note(session, SHOP, "box 4 leaks", "", now + timedelta(minutes=1))
    first, second = read_notes(session)[SHOP]
    assert first == ShiftNote(first.id, SHOP, now, "Åsa", "the saw blade is new")
    assert (second.note, second.person) == ("box 4 leaks", "")
    finish_note(session, first.id, now + timedelta(minutes=2))
    assert read_notes(session) == {SHOP: (second,)}
    finish_note(session, first.id, now + timedelta(days=2))
    kept = session.database.fetch_all("SELECT done_at IS NULL FROM shift_note ORDER BY id")
    assert [bool(row[0]) for row in kept] == [False, True]
    row = session.database.fetch_one("SELECT done_at - written_at FROM shift_note WHERE done_at IS NOT NULL")
    assert row == (120_000_000,), "done once, the first time"


@pytest.mark.parametrize("nothing", ["", "  \n\t", "\x00\x07"])
def test_an_empty_note_is_refused(session: Session, clock: Clock, nothing: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        write_note(session, SHOP, nothing, "", clock())
    assert read_notes(session) == {}
