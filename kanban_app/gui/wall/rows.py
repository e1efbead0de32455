"""What stands in a row of the wall, as values: chips, words and their tones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kanban_app.domain.board import LoopRow, Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import plan, words
from kanban_app.gui.look import chips
from kanban_app.gui.wall.plan import Sheet
from kanban_app.i18n import _, ngettext, quantity
from kanban_app.operations.looking import HelpCall
from kanban_app.operations.words import unit


@dataclass(frozen=True, slots=True)
class WallRow:
    """One loop, ready to be painted. `is_new` says that it turned red a moment ago."""

    zone: Zone
    item: str
    place: str
    faces: tuple[chips.Face, ...]
    here: str
    here_tone: str
    detail: str
    detail_tone: str
    is_new: bool

    def spoken(self) -> str:
        """The row as a sentence, for who hears the screen."""
        return ", ".join(filter(None, (words.zone_action(self.zone), self.item, self.place, self.here, self.detail)))


def row_of(
    row: LoopRow, structure: Structure, letters: Mapping[CardState, str], now: datetime, *, is_new: bool = False
) -> WallRow:
    """The content of one row at this moment."""
    facts = plan.facts_of(row, now)
    faces = (
        replace(chips.face_of(card, letters, marks), number=0)
        for card, marks in zip(row.cards, facts.marks, strict=True)
    )
    late = [card.due_at for card, marks in zip(row.cards, facts.marks, strict=True) if Mark.LATE in marks]
    since = min((due for due in late if due is not None), default=None)
    if since is not None:
        detail = _("late {time}").format(time=words.coarse(now - since))
    elif is_new:
        detail = _("new")
    else:
        detail = words.coarse(now - row.oldest_signal_at) if row.oldest_signal_at else ""
    return WallRow(
        row.zone,
        structure.items[row.loop.item_id].code,
        place_of(row, structure),
        tuple(faces),
        here_of(row, structure),
        "ink" if row.pieces_here else "stop",
        detail,
        "stop" if since is not None else "ink2",
        is_new,
    )


def place_of(row: LoopRow, structure: Structure) -> str:
    """Who must act; for what is only moved, where it is wanted."""
    loop = row.loop
    if loop.kind is LoopKind.WITHDRAWAL:
        return _("to {station}").format(station=structure.stations[loop.consumer_id].name)
    return structure.stations[loop.source_id].name


def here_of(row: LoopRow, structure: Structure) -> str:
    """What is left at the consumer: "15 left", "2.5 kg left", "none here"."""
    if not row.pieces_here:
        return _("none here")
    item = structure.items[row.loop.item_id]
    amount = quantity(row.pieces_here, item.decimals)
    if item.unit not in ("pcs", "pc", "") or item.decimals:
        amount = f"{amount} {unit(item.unit)}"
    return _("{amount} left").format(amount=amount)


def following(sheet: Sheet, structure: Structure) -> str:
    """What the next sheet shows, in a line."""
    names = [structure.items[row.loop.item_id].code for row in sheet.rows]
    return _("then: {names}").format(names=", ".join(dict.fromkeys(names)))


def calls_text(calls: Sequence[HelpCall], structure: Structure) -> str:
    """Who calls for help: "saw calls for help since 10:31", or all of them with the first one's time."""
    known = sorted((call for call in calls if call.station_id in structure.stations), key=lambda call: call.began_at)
    if not known:
        return ""
    names = ", ".join(structure.stations[call.station_id].name for call in known)
    text = ngettext("{names} calls for help since {time}", "{names} call for help since {time}", len(known))
    return text.format(names=names, time=time_of(known[0].began_at))


def time_of(value: datetime) -> str:
    """The time of day, in local time: 10:31."""
    return f"{value.astimezone():%H:%M}"
