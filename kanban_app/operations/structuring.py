"""Making and changing stations, items, parts lists and loops by hand: each change whole or not at all.

What is changed and stands on printed cards gives their loops a new revision, so that old papers are recalled.
Every change raises domain.structure_edits.EditRefused where it breaks a rule; nothing is changed then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from kanban_app.domain import loop_changes
from kanban_app.domain.booking import Booking
from kanban_app.domain.draft import ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.events import Context
from kanban_app.domain.first_fill import Start
from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.loop_changes import LoopChange
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.stations import Station
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import (
    NEW,
    EditFault,
    EditRefused,
    bom_faults,
    item_faults,
    loop_faults,
    refuse_if,
    station_faults,
)
from kanban_app.operations.changing import write_loop_changes
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.persons import check_may_edit
from kanban_app.operations.session import Session
from kanban_app.store.planting import plant_draft
from kanban_app.store.tables import METADATA

LARGEST_PICTURE_BYTES = 4_000_000

_station, _item, _bom, _order, _picture = (
    METADATA.tables[name] for name in ("station", "item", "bom_line", "order_line", "picture")
)
_ON_PAPER_OF_ITEM = ("code", "description", "unit", "decimals", "picture")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: the id it has, and what its loops' cards make of it."""

    id: int
    changes: tuple[LoopChange, ...] = ()


# -- stations ----------------------------------------------------------------------------------------------------------


def preview_station(session: Session, station: Station, now: datetime) -> tuple[LoopChange, ...]:
    """What saving a station would do to the cards of its loops. Raises EditRefused."""
    session.head()
    refuse_if(station_faults(session.structure, station))
    return _reprints(session, _loops_showing_station(session.structure, station), now)


def save_station(session: Session, station: Station, now: datetime, person: str = "") -> Saved:
    """Add a station (id 0) or change one. Raises EditRefused."""
    with session.database.write():
        check_may_edit(session.database, person)
        changes = preview_station(session, station, now)
        store = session.structure.stations.get(station.served_from_id or NEW)
        if station.id == NEW:
            served_from = store.name if store else ""
            draft = StationDraft(station.name, station.kind, station.location, served_from)
            own_id = plant_draft(session.database, PlantDraft(stations=(draft,)), now).station_ids[station.name]
        else:
            own_id = station.id
            row = {"name": station.name, "kind": station.kind.value, "location": station.location}
            row_of_it = update(_station).where(_station.c.id == own_id)
            session.database.core.execute(row_of_it.values(**row, served_from_id=station.served_from_id))
            write_loop_changes(session, changes, now)
    session.refresh()
    return Saved(own_id, changes)


def _loops_showing_station(structure: Structure, station: Station) -> list[int]:
    old = structure.stations.get(station.id)
    if old is None:
        return []
    ends, begins = structure.loops_at(station.id)
    if old.name != station.name:
        return [loop.id for loop in ends + begins]
    if old.location == station.location:
        return []
    # A place of its own at the station goes before the station's location.
    shown = [loop for loop in ends if not loop.consumer_location]
    return [loop.id for loop in shown + [loop for loop in begins if not loop.source_location]]


# -- items -------------------------------------------------------------------------------------------------------------


def preview_item(session: Session, item: Item, now: datetime) -> tuple[LoopChange, ...]:
    """What saving an item would do to the cards that show it. Raises EditRefused."""
    session.head()
    refuse_if(item_faults(session.structure, item, is_counted(session, item.id)))
    return _reprints(session, _loops_showing_item(session.structure, item), now)


def save_item(session: Session, item: Item, now: datetime, person: str = "") -> Saved:
    """Add an item (id 0) or change one. Raises EditRefused."""
    with session.database.write():
        check_may_edit(session.database, person)
        changes = preview_item(session, item, now)
        values = {of.name: getattr(item, of.name) for of in fields(ItemDraft)}
        if item.id == NEW:
            draft = PlantDraft(items=(ItemDraft(**values),))
            own_id = plant_draft(session.database, draft, now).item_ids[item.code]
        else:
            own_id = item.id
            session.database.core.execute(update(_item).where(_item.c.id == own_id).values(**values))
            write_loop_changes(session, changes, now)
    session.refresh()
    return Saved(own_id, changes)


def is_counted(session: Session, item_id: int) -> bool:
    """Whether quantities of an item are written anywhere: then its decimals stay as they are."""
    structure = session.structure
    if any(loop.item_id == item_id for loop in structure.loops.values()):
        return True
    if any(item_id in (line.parent_id, line.component_id) for line in structure.bom):
        return True
    ordered = select(_order.c.id).where(_order.c.item_id == item_id).limit(1)
    return session.database.core.execute(ordered).first() is not None


def _loops_showing_item(structure: Structure, item: Item) -> list[int]:
    """Its own loops, and those of what it goes into: their cards list it as an input."""
    old = structure.items.get(item.id)
    if old is None:
        return []
    changed = {name for name in _ON_PAPER_OF_ITEM if getattr(old, name) != getattr(item, name)}
    own = [loop.id for loop in structure.loops.values() if changed and loop.item_id == item.id]
    parents = {line.parent_id for line in structure.parents_of(item.id)} if changed & {"code", "unit"} else set()
    return own + _production_loops(structure, parents)


def _production_loops(structure: Structure, item_ids: Iterable[int]) -> list[int]:
    wanted = set(item_ids)
    return [loop.id for loop in structure.loops.values() if loop.item_id in wanted and loop.kind is LoopKind.PRODUCTION]


def store_picture(session: Session, data: bytes, person: str = "") -> str:
    """Keep a PNG or JPEG of at most LARGEST_PICTURE_BYTES; answers the name for the item's `picture`.

    The name follows from the picture, so that the same one is kept once and an earlier one can come back.
    Raises EditRefused for what is no such picture.
    """
    check_may_edit(session.database, person)
    kind = _checked_kind(data)
    name = f"{sha256(data).hexdigest()[:24]}.{kind}"
    with session.database.write():
        there = session.database.core.execute(select(_picture.c.name).where(_picture.c.name == name)).first()
        if there is None:
            row = {"name": name, "media_type": f"image/{kind}", "data": data}
            session.database.core.execute(insert(_picture).values(**row))
    return name


def _checked_kind(data: bytes) -> str:
    from kanban_app.printing.pictures import readable
    from kanban_app.printing.problems import BadPicture

    if len(data) > LARGEST_PICTURE_BYTES:
        most = {"most": str(LARGEST_PICTURE_BYTES // 1_000_000)}
        raise EditRefused([EditFault("picture", "picture_too_large", most)])
    try:
        readable("picture", data)
    except BadPicture:
        raise EditRefused([EditFault("picture", "no_picture")]) from None
    return "png" if data.startswith(b"\x89PNG") else "jpeg"


# -- parts lists -------------------------------------------------------------------------------------------------------


def preview_bom(session: Session, parent_id: int, lines: Sequence[BomLine], now: datetime) -> tuple[LoopChange, ...]:
    """What another parts list of an item would do to its printed cards. Raises EditRefused."""
    session.head()
    refuse_if(bom_faults(session.structure, parent_id, lines))
    if list(lines) == session.structure.components_of(parent_id):
        return ()
    return _reprints(session, _production_loops(session.structure, [parent_id]), now)


def save_bom(session: Session, parent_id: int, lines: Sequence[BomLine], now: datetime, person: str = "") -> Saved:
    """Let these be all the parts of an item, in this order. Raises EditRefused."""
    with session.database.write():
        check_may_edit(session.database, person)
        changes = preview_bom(session, parent_id, lines, now)
        session.database.core.execute(delete(_bom).where(_bom.c.parent_id == parent_id))
        rows = [_bom_row(line, place) for place, line in enumerate(lines)]
        if rows:
            session.database.core.execute(insert(_bom), rows)
        write_loop_changes(session, changes, now)
    session.refresh()
    return Saved(parent_id, changes)


def _bom_row(line: BomLine, place: int) -> dict[str, int]:
    ratio = {"numerator": line.per_parent.numerator, "denominator": line.per_parent.denominator}
    return {"parent_id": line.parent_id, "component_id": line.component_id, "place": place, **ratio}


# -- loops -------------------------------------------------------------------------------------------------------------


def add_loop(session: Session, loop: Loop, start: Start, now: datetime, person: str = "") -> Saved:
    """Add a loop (id 0) with its cards, which start as `start` says. Raises EditRefused."""
    session.head()
    check_may_edit(session.database, person)
    refuse_if(loop_faults(session.structure, loop))
    structure = session.structure
    names = structure.item_of(loop).code, structure.stations[loop.source_id].name
    draft = LoopDraft(*names, structure.stations[loop.consumer_id].name, loop.container_quantity, loop.card_count)
    same = {of.name for of in fields(LoopDraft)} - {"item", "source", "consumer", "reasons"}
    draft = replace(draft, **{name: getattr(loop, name) for name in same})
    booked = book_draft(session, PlantDraft(loops=(draft,)), start, now, person)
    session.refresh()
    ends = (loop.item_id, loop.source_id, loop.consumer_id)
    made = (one for one in session.structure.loops.values() if (one.item_id, one.source_id, one.consumer_id) == ends)
    added = next(made)
    if not booked.counts["loops"]:  # another terminal was a moment faster
        raise EditRefused([EditFault("item", "loop_there", {"item": names[0]})])
    return Saved(added.id)


# -- what stands on paper ----------------------------------------------------------------------------------------------


def _reprints(session: Session, loop_ids: Iterable[int], now: datetime) -> tuple[LoopChange, ...]:
    wanted = dict.fromkeys(loop_ids)
    if not wanted:
        return ()
    booking = Booking(session.structure, session.cards(), session.plant.rules, Context(now), 1)
    return tuple(loop_changes.reprinted(booking, loop_id) for loop_id in wanted)
