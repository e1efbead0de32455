"""What a form asks of the plant: what its texts would do, and to keep them. Texts are those of `structure_texts`.

Only fields that somebody typed are given, so that what another terminal changed meanwhile is kept. Everything raises
EditRefused, whose faults name the fields of the form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kanban_app.domain.first_fill import Start
from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.loop_changes import LoopChange
from kanban_app.domain.stations import Station
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault, EditRefused, loop_faults, refuse_if
from kanban_app.operations.changing import change_loops, preview_loops
from kanban_app.operations.session import Session
from kanban_app.operations.structure_texts import (
    amount_text,
    bom_line_of,
    item_of,
    item_texts,
    loop_texts,
    loop_values,
    new_loop_of,
    station_of,
    station_texts,
)
from kanban_app.operations.structuring import (
    add_loop,
    preview_bom,
    preview_item,
    preview_station,
    save_bom,
    save_item,
    save_station,
    store_picture,
)

Texts = Mapping[str, str]
Parts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: its id, what it does to cards, and the texts that would put it back (None: it is new)."""

    id: int
    changes: tuple[LoopChange, ...] = ()
    before: object = None


# -- loops -------------------------------------------------------------------------------------------------------------


def preview_loop_texts(session: Session, texts: Mapping[int, Texts], now: datetime) -> tuple[LoopChange, ...]:
    """What typed texts would do to these loops, by their ids."""
    session.head()
    return tuple(preview_loops(session, _values_of(session.structure, texts), now))


def keep_loop_texts(
    session: Session, texts: Mapping[int, Texts], now: datetime, person: str = "", reason: str = ""
) -> Kept:
    """Change these loops, all or none; `before` are their texts by id."""
    session.head()
    structure = session.structure
    values = _values_of(structure, texts)
    before = {
        loop_id: {name: loop_texts(structure, structure.loops[loop_id])[name] for name in of_loop}
        for loop_id, of_loop in texts.items()
    }
    changes = change_loops(session, values, now, person, reason)
    return Kept(next(iter(texts)), tuple(changes), before)


def _values_of(structure: Structure, texts: Mapping[int, Texts]) -> dict[int, dict[str, object]]:
    found = {}
    for loop_id, of_loop in texts.items():
        loop = structure.loops[loop_id]
        found[loop_id] = values = loop_values(structure, loop, of_loop)
        faults = loop_faults(structure, replace(loop, **values))  # type: ignore[arg-type] # by the kind of each field
        if faults and len(texts) > 1:
            faults = tuple(_said_of(structure.items[loop.item_id].code, fault) for fault in faults)
        refuse_if(faults)
    return found


def _said_of(item: str, fault: EditFault) -> EditFault:
    """Of several loops the first that does not fit is named."""
    return EditFault(fault.field_name, fault.code, {**fault.values, "of": item})


def preview_new_loop(session: Session, texts: Texts) -> tuple[int, str]:
    """(how many cards a new loop would issue, its kind as the code of a LoopKind)."""
    session.head()
    loop = new_loop_of(session.structure, texts)
    refuse_if(loop_faults(session.structure, loop))
    return loop.card_count, loop.kind.value


def keep_new_loop(session: Session, texts: Texts, start: Start, now: datetime, person: str = "") -> Kept:
    """Add a loop with its cards."""
    session.head()
    saved = add_loop(session, new_loop_of(session.structure, texts), start, now, person)
    return Kept(saved.id)


# -- stations and items ------------------------------------------------------------------------------------------------


def preview_station_texts(session: Session, station_id: int, texts: Texts, now: datetime) -> tuple[LoopChange, ...]:
    """What typed texts would do; id 0 is a new station."""
    return preview_station(session, _station(session, station_id, texts), now)


def keep_station_texts(session: Session, station_id: int, texts: Texts, now: datetime, person: str = "") -> Kept:
    """Add or change a station; `before` are its texts."""
    wanted = _station(session, station_id, texts)
    old = session.structure.stations.get(station_id)
    before = station_texts(session.structure, old) if old else None
    saved = save_station(session, wanted, now, person)
    return Kept(saved.id, saved.changes, _only(before, texts))


def _station(session: Session, station_id: int, texts: Texts) -> Station:
    session.head()
    return station_of(session.structure, session.structure.stations.get(station_id), texts)


def preview_item_texts(session: Session, item_id: int, texts: Texts, now: datetime) -> tuple[LoopChange, ...]:
    """What typed texts would do; id 0 is a new item."""
    return preview_item(session, _item(session, item_id, texts), now)


def keep_item_texts(
    session: Session, item_id: int, texts: Texts, now: datetime, picture: bytes | None = None, person: str = ""
) -> Kept:
    """Add or change an item; `before` are its texts. A new `picture` (PNG or JPEG) is stored first."""
    wanted = _item(session, item_id, texts)
    old = session.structure.items.get(item_id)
    preview_item(session, wanted, now)
    typed = dict(texts)
    if picture is not None:
        typed["picture"] = store_picture(session, picture, person)
        wanted = replace(wanted, picture=typed["picture"])
    saved = save_item(session, wanted, now, person)
    return Kept(saved.id, saved.changes, _only(item_texts(old) if old else None, typed))


def _item(session: Session, item_id: int, texts: Texts) -> Item:
    session.head()
    return item_of(session.structure.items.get(item_id), texts)


def _only(before: dict[str, str] | None, typed: Texts) -> dict[str, str] | None:
    return None if before is None else {name: before[name] for name in typed}


# -- parts lists -------------------------------------------------------------------------------------------------------


def preview_parts(session: Session, item_id: int, parts: Parts, now: datetime) -> tuple[LoopChange, ...]:
    """What another parts list would do; a fault's field is the row, as text, counted from 0."""
    session.head()
    lines = _lines(session.structure, item_id, parts)
    try:
        return preview_bom(session, item_id, lines, now)
    except EditRefused as refused:
        raise _by_row(refused, lines) from None


def keep_parts(session: Session, item_id: int, parts: Parts, now: datetime, person: str = "") -> Kept:
    """Let these be the parts of an item; `before` are the rows there were."""
    session.head()
    lines = _lines(session.structure, item_id, parts)
    before = part_rows(session.structure, item_id)
    try:
        saved = save_bom(session, item_id, lines, now, person)
    except EditRefused as refused:
        raise _by_row(refused, lines) from None
    return Kept(item_id, saved.changes, before)


def part_rows(structure: Structure, item_id: int) -> tuple[tuple[str, str], ...]:
    """The parts of an item as they may be typed again: (component, how many go into one)."""
    lines = structure.components_of(item_id)
    return tuple((structure.items[line.component_id].code, amount_text(structure, line)) for line in lines)


def _lines(structure: Structure, item_id: int, parts: Parts) -> list[BomLine]:
    lines: list[BomLine] = []
    faults: list[EditFault] = []
    for row, (component, amount) in enumerate(parts):
        try:
            lines.append(bom_line_of(structure, item_id, component, amount))
        except EditRefused as refused:
            faults += [EditFault(str(row), fault.code, fault.values) for fault in refused.faults]
    refuse_if(faults)
    return lines


def _by_row(refused: EditRefused, lines: Sequence[BomLine]) -> EditRefused:
    """The last row of the component that a fault names, the one that was typed after the others; "" is no row's."""
    rows = {"": ""} | {str(line.component_id): str(row) for row, line in enumerate(lines)}
    return EditRefused(
        [EditFault(rows.get(fault.field_name, "0"), fault.code, fault.values) for fault in refused.faults]
    )
