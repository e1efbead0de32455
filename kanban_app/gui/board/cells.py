"""What stands in the cells of one row, as values: made once, compared to find what changed, painted many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum, auto

from kanban_app.domain.board import Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import words
from kanban_app.gui.board.plan import Grouping, RowFacts, Work
from kanban_app.gui.look import chips
from kanban_app.gui.look.kinds import KindSign
from kanban_app.i18n import _, quantity


class Column(IntEnum):
    """The columns before the slots, and after them counted from the end."""

    GROUP = 0
    KIND = 1
    ITEM = 2
    OTHER = 3
    HOLDS = 4
    FIRST_SLOT = 5
    ZONE = -4
    CALLING = -3
    HERE = -2
    OLDEST = -1


class SlotKind(Enum):
    """A card, nothing, or the way to the cards that do not fit: before and after these."""

    CARD = auto()
    NOTHING = auto()
    BEFORE = auto()
    MORE = auto()


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a row. `hidden_count` are the cards behind a way on or back; `zone` the band under it.

    A card that no filter asks for stands back: `asked` is False.
    """

    kind: SlotKind
    card_id: int = 0
    face: chips.Face | None = None
    zone: Zone | None = None
    hidden_count: int = 0
    asked: bool = True


EMPTY_SLOT = Slot(SlotKind.NOTHING)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a cell, with its tone and weight."""

    text: str
    tone: str = "ink"
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Cells:
    """One row, ready to be painted and compared."""

    kind: KindSign
    is_lot: bool
    item: str
    other: str
    holds: str
    slots: tuple[Slot, ...]
    zone: Zone
    zone_text: Text
    zone_detail: Text
    calling: Text
    here: Text
    oldest: Text


@dataclass(frozen=True, slots=True)
class GroupLabel:
    """The cell at the left that spans a group: an icon's name ("" for none), the name, what waits there."""

    icon: str
    name: str
    detail: str


def page_starts(card_count: int, slot_count: int) -> list[int]:
    """Where each page of a row begins. All in one page where they fit; else the ways on and back take a slot each."""
    if card_count <= slot_count or slot_count < 3:
        return [0]
    starts = [0, slot_count - 1]
    while card_count - starts[-1] > slot_count - 1:
        starts.append(starts[-1] + slot_count - 2)
    return starts


def page_of(place: int, card_count: int, slot_count: int) -> int:
    """The page on which the card at this place of its row is."""
    return max(number for number, start in enumerate(page_starts(card_count, slot_count)) if start <= place)


def slots_of(
    facts: RowFacts,
    letters: Mapping[CardState, str],
    slot_count: int,
    page: int,
    asked: tuple[bool, ...] | None = None,
) -> tuple[Slot, ...]:
    """The slots that are shown of a row's page, padded to `slot_count`. `asked` says which cards a filter asks for."""
    starts = page_starts(len(facts.row.cards), slot_count)
    page = min(page, len(starts) - 1)
    begin = starts[page]
    end = starts[page + 1] if page + 1 < len(starts) else len(facts.row.cards)
    slots = [Slot(SlotKind.BEFORE, hidden_count=begin)] if begin else []
    slots += [_card_slot(facts, place, letters, asked) for place in range(begin, min(end, begin + slot_count))]
    if end < len(facts.row.cards):
        slots.append(Slot(SlotKind.MORE, hidden_count=len(facts.row.cards) - end))
    slots += [EMPTY_SLOT] * (slot_count - len(slots))
    return tuple(slots)


def _card_slot(facts: RowFacts, place: int, letters: Mapping[CardState, str], asked: tuple[bool, ...] | None) -> Slot:
    card = facts.row.cards[place]
    # bands divide the cards that circulate; an extra card between them takes no band
    extra_count = sum(other.single_use for other in facts.row.cards[:place])
    zone = None if card.single_use else facts.row.bands.of_slot(place - extra_count)
    face = chips.face_of(card, letters, facts.marks[place])
    return Slot(SlotKind.CARD, card.id, face, zone, asked=asked is None or asked[place])


def cells_of(
    facts: RowFacts,
    structure: Structure,
    grouping: Grouping,
    slots: tuple[Slot, ...],
    now: datetime,
) -> Cells:
    """The content of one row's cells."""
    row = facts.row
    loop, item = row.loop, structure.items[row.loop.item_id]
    source, consumer = structure.stations[loop.source_id].name, structure.stations[loop.consumer_id].name
    late = facts.has(Mark.LATE)
    in_use = any(not card.single_use and card.state is not CardState.NEW for card in row.cards)
    none_left = row.pieces_here == 0 and in_use and not loop.suspended
    return Cells(
        kind=KindSign.ORDER if facts.only_orders() else KindSign(loop.kind.value),
        is_lot=loop.is_lot,
        item=source if grouping is Grouping.ITEM else item.code,
        other=source if grouping is Grouping.CONSUMER else consumer,
        holds=quantity(loop.container_quantity, item.decimals),
        slots=slots,
        zone=row.zone,
        zone_text=zone_text(facts),
        zone_detail=Text(words.zone_detail(facts, now), "stop" if late and row.zone is Zone.GREEN else "ink2"),
        calling=Text(
            _("{calling} of {count}").format(calling=facts.calling_cards(), count=facts.counted_cards()), weight=500
        ),
        here=Text(quantity(row.pieces_here, item.decimals), "stop" if none_left else "ink", 700),
        oldest=_oldest(row.oldest_signal_at, late, now),
    )


def zone_text(facts: RowFacts) -> Text:
    """What the zone asks for, in its tone."""
    tone = {Zone.GREEN: "ink2", Zone.YELLOW: "warn", Zone.RED: "stop"}[facts.row.zone]
    return Text(words.zone_action(facts.row.zone), tone, 600)


def _oldest(signal_at: datetime | None, late: bool, now: datetime) -> Text:
    if signal_at is None:
        return Text("")
    return Text(words.age(signal_at, now), "stop" if late else "ink2", 600 if late else 400)


def group_label(structure: Structure, grouping: Grouping, group_id: int, work: Work) -> GroupLabel:
    """The label of a group with this work in it."""
    if grouping is Grouping.ITEM:
        return item_label(structure, group_id, work.steps)
    return station_label(structure, group_id, work if grouping is Grouping.SOURCE else None)


def station_label(structure: Structure, station_id: int, work: Work | None) -> GroupLabel:
    """The label of a station's group. `work` is given where the station is the one that must act."""
    station = structure.stations[station_id]
    detail = words.station_work(station.kind, work) if work is not None else station.location
    return GroupLabel(station.kind.value, station.name, detail)


def item_label(structure: Structure, item_id: int, steps: int) -> GroupLabel:
    """The label of an item's group, with what is held of it everywhere."""
    item = structure.items[item_id]
    detail = words.pieces(steps, item.decimals, item.unit)
    return GroupLabel("", item.code, detail)


def legend_kinds() -> list[tuple[KindSign, str]]:
    """The kinds in the line above the board, with their names."""
    names: list[LoopKind | None] = [*LoopKind, None]
    return [(KindSign.ORDER if kind is None else KindSign(kind.value), words.kind_name(kind)) for kind in names]
