"""Changing the plant itself: its settings, its loops, extra cards, calls for help, remembered mappings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from kanban_app.domain import loop_changes
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.events import Context
from kanban_app.domain.issuing import issue_single_use
from kanban_app.domain.loop_changes import LoopChange
from kanban_app.domain.loops import Loop
from kanban_app.domain.refusals import NextKind, NextStep, RefusalCode, Refused
from kanban_app.domain.structure import Structure
from kanban_app.i18n import LANGUAGES
from kanban_app.operations.booking import clean
from kanban_app.operations.looking import PAUSED, Pause
from kanban_app.operations.persons import check_may_edit, may_supervise
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us, to_us_or_none
from kanban_app.store.planting import bump_structure
from kanban_app.store.tables import METADATA
from kanban_app.store.writing import write_booking

_plant, _loop, _help = (METADATA.tables[name] for name in ("plant", "loop", "help_call"))
_mapping = METADATA.tables["import_mapping"]

_SETTINGS: Mapping[str, tuple[type, int, int]] = {
    "name": (str, 1, 60),
    "language": (str, 2, 2),
    "print_folder": (str, 0, 400),
    "refuse_on_shortage": (bool, 0, 1),
    "double_scan_window_s": (int, 0, 60),
    "undo_window_s": (int, 0, 3600),
}
_IDENTITY = frozenset({"id", "item_id", "source_id", "consumer_id", "kind", "revision", "revised_at"})
CHANGEABLE = tuple(field.name for field in fields(Loop) if field.name not in _IDENTITY)


def change_settings(session: Session, values: Mapping[str, object]) -> None:
    """Change settings of the plant. Raises ValueError with the name of one that is unknown or out of its range."""
    for name, value in values.items():
        kind, least, most = _SETTINGS.get(name, (type(None), 0, 0))
        size = len(value) if isinstance(value, str) else value
        # By its very type: a truth is a whole number to Python, and no number of seconds.
        if type(value) is not kind or not isinstance(size, int) or not least <= size <= most:
            raise ValueError(name)
        if name == "language" and value not in LANGUAGES:
            raise ValueError(name)
    with session.database.write():
        session.database.core.execute(update(_plant).values(**values))
        bump_structure(session.database)
    session.refresh()


def _booking(
    session: Session, now: datetime, structure: Structure | None = None, **context: str
) -> tuple[Booking, bytes]:
    head = session.head()
    asked = Context(now, **context)  # type: ignore[arg-type] # person, terminal and reason are all texts
    booking = Booking(structure or session.structure, session.cards(), session.plant.rules, asked, head.last_seq + 1)
    return booking, head.last_hash


def preview_loop(session: Session, loop_id: int, values: Mapping[str, object], now: datetime) -> LoopChange:
    """What changing these fields of a loop would do. Raises LoopChangeError."""
    _check_names(values)
    booking, _ = _booking(session, now)
    return loop_changes.preview(booking, loop_id, **values)


def _check_names(values: Mapping[str, object]) -> None:
    unknown = next((name for name in values if name not in CHANGEABLE), None)
    if unknown is not None:
        raise loop_changes.LoopChangeError(unknown)


def change_loop(session: Session, loop_id: int, values: Mapping[str, object], now: datetime) -> LoopChange:
    """Change a loop on the program's own behalf: no person asks, so no right is asked for.

    Its cards absorb it as they next pass empty. Raises LoopChangeError with nothing changed.
    """
    with session.database.write():
        changes = _change_loops(session, {loop_id: values}, now, "", "")
    session.refresh()
    return changes[0]


def preview_loops(session: Session, values: Mapping[int, Mapping[str, object]], now: datetime) -> list[LoopChange]:
    """What changing these loops would do, by their ids. Raises LoopChangeError, KeyError for no such loop."""
    for of_loop in values.values():
        _check_names(of_loop)
    booking, _ = _booking(session, now)
    return [loop_changes.preview(booking, loop_id, **of_loop) for loop_id, of_loop in values.items()]


def change_loops(
    session: Session,
    values: Mapping[int, Mapping[str, object]],
    now: datetime,
    person: str = "",
    reason: str = "",
) -> list[LoopChange]:
    """Change several loops, each by the values of its id, all or none. Raises as `preview_loops`, and EditRefused.

    A loop that is paused by it keeps who did so, when and why, until it goes on.
    """
    with session.database.write():
        check_may_edit(session.database, person)
        changes = _change_loops(session, values, now, person, reason)
    session.refresh()
    return changes


def _change_loops(
    session: Session, values: Mapping[int, Mapping[str, object]], now: datetime, person: str, reason: str
) -> list[LoopChange]:
    """Inside the caller's transaction."""
    changes = preview_loops(session, values, now)
    paused = {change.loop.id: session.structure.loops[change.loop.id].suspended for change in changes}
    write_loop_changes(session, changes, now, person)
    for change in changes:
        if change.loop.suspended is not paused[change.loop.id]:
            _keep_pause(session, change.loop, Pause(now, clean(person), clean(reason)))
    return changes


def write_loop_changes(session: Session, changes: Sequence[LoopChange], now: datetime, person: str = "") -> None:
    """Write changed loops and what their cards absorb at once, inside the caller's transaction."""
    structure = _with_loops(session.structure, {change.loop.id: change.loop for change in changes})
    booking, last_hash = _booking(session, now, structure, person=clean(person))
    for change in changes:
        loop_changes.apply(booking, change)
    if changes:  # as one statement: a thousand loops are changed together at times
        values: dict[str, Any] = {name: bindparam(name) for name in (*CHANGEABLE, "revision", "revised_at")}
        known = update(_loop).where(_loop.c.id == bindparam("known_id")).values(**values)
        session.database.core.execute(known, [_row_of(change.loop) for change in changes])
    bump_structure(session.database)
    write_booking(session.database, booking, last_hash)


def _row_of(loop: Loop) -> dict[str, object]:
    row = {name: getattr(loop, name) for name in CHANGEABLE}
    return {**row, "known_id": loop.id, "revision": loop.revision, "revised_at": to_us_or_none(loop.revised_at)}


def _with_loops(structure: Structure, changed: Mapping[int, Loop]) -> Structure:
    loops = [changed.get(loop.id, loop) for loop in structure.loops.values()]
    plant = structure.stations.values(), structure.items.values(), structure.bom
    return Structure(*plant, loops, structure.version, structure.at_rest)


def _keep_pause(session: Session, loop: Loop, pause: Pause) -> None:
    """Among the reasons for a loop's numbers stands why it is paused; what goes on has none."""
    own = _loop.c.id == loop.id
    text = session.database.core.execute(select(_loop.c.explanation).where(own)).scalar_one()
    entries = [entry for entry in json.loads(text or "[]") if entry["subject"] != PAUSED]
    if loop.suspended:
        values = {"at": str(to_us(pause.paused_at)), "person": pause.person, "reason": pause.reason}
        entries.append({"subject": PAUSED, "rule": "by_person", "values": values})
    kept = json.dumps(entries, ensure_ascii=False) if entries else ""
    session.database.core.execute(update(_loop).where(own).values(explanation=kept))


def issue_card(
    session: Session,
    loop_id: int,
    quantity: int | None,
    order_reference: str,
    reason: str,
    person: str,
    terminal: str,
    now: datetime,
) -> Outcome:
    """Issue a single-use card and order it at once. `quantity` in steps, None: one container.

    Raises ReasonNeeded without an order and without a reason.
    """
    with session.database.write():
        booking, last_hash = _booking(session, now, person=clean(person), terminal=terminal, reason=clean(reason))
        loop = booking.structure.loops[loop_id]
        if loop.suspended:
            refused = Refused(RefusalCode.LOOP_SUSPENDED, None, Action.RELEASE, NextStep(NextKind.SEE_LOOP))
            return Outcome(Answer.REFUSED, "", Action.RELEASE, None, refused.code, refused, refused.next)
        if not may_supervise(session.database, clean(person)):
            refused = Refused(RefusalCode.NOT_PERMITTED, None, Action.RELEASE, NextStep(NextKind.CALL_SUPERVISOR))
            return Outcome(Answer.REFUSED, "", Action.RELEASE, None, refused.code, refused, refused.next)
        card = issue_single_use(booking, loop, quantity or loop.container_quantity, clean(order_reference))
        write_booking(session.database, booking, last_hash)
    return Outcome(
        Answer.DONE, card.code, Action.RELEASE, card, events=tuple(booking.events), cards=tuple(booking.cards.values())
    )


def call_for_help(session: Session, station_id: int, note: str, person: str, now: datetime) -> None:
    """A station calls for help. While it is calling, calling again changes nothing."""
    with session.database.write():
        open_call = select(_help.c.id).where(_help.c.station_id == station_id, _help.c.ended_at.is_(None))
        if session.database.core.execute(open_call).first() is None:
            session.database.core.execute(
                insert(_help).values(station_id=station_id, began_at=to_us(now), person=clean(person), note=clean(note))
            )


def end_help(session: Session, station_id: int, now: datetime) -> None:
    """The call of a station has ended."""
    with session.database.write():
        session.database.core.execute(
            update(_help)
            .where(_help.c.station_id == station_id, _help.c.ended_at.is_(None))
            .values(ended_at=to_us(now))
        )


def remember_mapping(session: Session, signature: str, mapping: str) -> None:
    """Keep what the user said about a header row, in place of what was said before."""
    with session.database.write():
        session.database.core.execute(delete(_mapping).where(_mapping.c.signature == signature))
        session.database.core.execute(insert(_mapping).values(signature=signature, mapping=mapping))
