"""What one shift hands to the next: notes, calls for help, cards in trouble, and what left each station."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from kanban_app.domain.board import Board, is_late
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.paper_sheets import HandOver, MadeLine, SheetNote, StationShift
from kanban_app.domain.stations import Station
from kanban_app.operations.ledger_views import seq_at
from kanban_app.operations.looking import HelpCall, read_open_calls
from kanban_app.operations.notes import ShiftNote, read_notes
from kanban_app.operations.papers_telling import SheetTeller
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us
from kanban_app.store.tables import METADATA

_event, _card = METADATA.tables["event"], METADATA.tables["card"]
_WITH_THE_SOURCE = (CardState.RELEASED.value, CardState.IN_PROCESS.value)


def read_hand_over(
    session: Session, board: Board, teller: SheetTeller, stations: Iterable[Station], hours: int, now: datetime
) -> HandOver:
    """The page of every station. The caller holds the view of the plant that all of it is read in."""
    since_at = now - timedelta(hours=hours)
    notes, calls = read_notes(session), read_open_calls(session)
    made = _made(session, since_at)
    pages = []
    for station in stations:
        queue, working = board.queue(station.id), board.working(station.id)
        pages.append(
            StationShift(
                station.name,
                station.location,
                tuple(map(_note, notes.get(station.id, ()))),
                _call(calls.get(station.id)),
                tuple(teller.card(card) for card in _troubled(board, station.id, now)),
                _made_lines(board, made, station.id),
                len(queue),
                len(working),
            )
        )
    return HandOver(since_at, tuple(pages))


def _note(note: ShiftNote) -> SheetNote:
    return SheetNote(note.written_at, note.person, note.note)


def _call(call: HelpCall | None) -> SheetNote | None:
    return SheetNote(call.began_at, call.person, call.note) if call else None


def _troubled(board: Board, station_id: int, now: datetime) -> list[Any]:
    """What this station must make or send and is late, on hold, short or urgent, and what is held where it arrives."""
    ends, begins = board.structure.loops_at(station_id)
    own = [card for loop in begins for card in board.row(loop.id).cards]
    held = [card for loop in ends for card in board.row(loop.id).cards if card.on_hold]
    found = [card for card in own if card.on_hold or card.short_at_source or card.urgent or is_late(card, now)]
    known = {card.id for card in found}
    found += [card for card in held if card.id not in known]
    return sorted(found, key=lambda card: (card.due_at or card.since_at, card.id))


def _made(session: Session, since_at: datetime) -> dict[int, tuple[int, int]]:
    """Per loop the containers and steps that left their source since then; what was taken back does not count."""
    first = seq_at(session, since_at)
    entries = _event.join(_card, _event.c.card_id == _card.c.id)
    asked = select(_event.c.seq, _event.c.reverts, _event.c.action, _event.c.from_state, _event.c.quantity)
    asked = asked.add_columns(_card.c.loop_id).select_from(entries)
    asked = asked.where(
        _event.c.seq > first,
        _event.c.recorded_at > to_us(since_at),
        _event.c.action.in_([Action.DISPATCH.value, Action.RECEIVE.value, Action.REVERT.value]),
    )
    rows = session.database.core.execute(asked).all()
    taken_back = {row.reverts for row in rows if row.reverts is not None}
    made: dict[int, tuple[int, int]] = {}
    for row in rows:
        # A receipt of what was sent was counted when it was sent.
        left = row.action == Action.DISPATCH.value or (
            row.action == Action.RECEIVE.value and row.from_state in _WITH_THE_SOURCE
        )
        if left and row.seq not in taken_back:
            containers, steps = made.get(row.loop_id, (0, 0))
            made[row.loop_id] = (containers + 1, steps + row.quantity)
    return made


def _made_lines(board: Board, made: dict[int, tuple[int, int]], station_id: int) -> tuple[MadeLine, ...]:
    structure = board.structure
    lines = []
    for loop in structure.loops.values():
        if loop.source_id != station_id or loop.id not in made:
            continue
        item, (containers, steps) = structure.items[loop.item_id], made[loop.id]
        consumer = structure.stations[loop.consumer_id].name
        lines.append(MadeLine(item.code, consumer, containers, steps, item.decimals, item.unit))
    return tuple(sorted(lines, key=lambda line: (line.item_code, line.consumer_name)))
