"""The flow map's texts: plain shop words, through gettext, without Qt."""

from __future__ import annotations

from collections.abc import Sequence

from kanban_app.domain.board import Zone
from kanban_app.domain.flow_ways import Decoupling, Pair
from kanban_app.domain.loops import Loop
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import words as board_words
from kanban_app.gui.board.plan import Work
from kanban_app.i18n import _, ngettext


def station_work(kind: StationKind, work: Work) -> str:
    """What waits at a station: "1 in queue, 2 running". What was sent is seen on the lines."""
    return board_words.station_work(kind, Work(work.queued, work.running))


def calling_of(calling: int, count: int) -> str:
    """What a pill says: "5 of 14"."""
    return _("{calling} of {count}").format(calling=calling, count=count)


def loops_here(count: int) -> str:
    """What a station's head says while nothing waits for it."""
    return ngettext("{count} loop", "{count} loops", count).format(count=count)


def late(count: int) -> str:
    """How many cards wait too long."""
    return ngettext("{count} late", "{count} late", count).format(count=count)


def more_items(count: int) -> str:
    """What stands for the items that a box has no room for."""
    return ngettext("{count} more item", "{count} more items", count).format(count=count)


def kind_name(kind: StationKind) -> str:
    """What a station is."""
    return {
        StationKind.WORKSTATION: _("workstation"),
        StationKind.STORE: _("store"),
        StationKind.SUPPLIER: _("supplier"),
    }[kind]


def station_spoken(station: Station, work: str, told: str, lines: Sequence[tuple[str, str, Zone]]) -> str:
    """All that a box shows, for a screen reader: name, kind, what waits, then each item with its pieces and zone."""
    parts = [station.name, kind_name(station.kind), work, told]
    for item, pieces, zone in lines:
        parts.append(" ".join(filter(None, (item, pieces, board_words.zone_action(zone)))))
    return ", ".join(filter(None, parts))


def link_told(structure: Structure, pair: Pair, loops: Sequence[tuple[Loop, int, int]]) -> str:
    """What a link is: its stations, then each loop with how many of its cards call."""
    source, consumer = (structure.stations[station_id].name for station_id in pair)
    head = _("{source} to {consumer}").format(source=source, consumer=consumer)
    if not loops:
        return "\n".join((head, _("The store serves the workstation: taken from the shelf, without cards.")))
    return "\n".join((head, *(loop_calling(structure, *loop) for loop in loops)))


def loop_calling(structure: Structure, loop: Loop, calling: int, count: int) -> str:
    """A loop in a list: "chair leg: 2 of 6 cards call"."""
    item = structure.items[loop.item_id].code
    if not count:
        return _("{item}: only for orders").format(item=item)
    text = ngettext("{item}: {calling} of {count} card calls", "{item}: {calling} of {count} cards call", count)
    return text.format(item=item, calling=calling, count=count)


def loop_entry(structure: Structure, loop: Loop, calling: int, count: int) -> str:
    """A loop in a station's menu, with where it goes."""
    return _("{source} to {consumer}, {loop}").format(
        loop=loop_calling(structure, loop, calling, count),
        source=structure.stations[loop.source_id].name,
        consumer=structure.stations[loop.consumer_id].name,
    )


def legend_line() -> str:
    """What stands under the map on paper."""
    return _(
        "Grey: goods. Dashed: signals, one arrowhead for each card. Blue square: container on its way. "
        "“5 of 14”: 5 of the 14 cards are calling."
    )


def point_sides(decoupling: Decoupling) -> tuple[str, str]:
    """What stands at the left and at the right of the purple line."""
    if decoupling.is_all_stock:
        return _("all of it is kept in stock"), ""
    return _("loops keep it in stock"), _("made when ordered")


def point_told(structure: Structure, item_id: int, decoupling: Decoupling) -> str:
    """The same in a sentence, with the stations' names."""
    item = structure.items[item_id].code
    if not decoupling.station_ids:
        return _("{item}: nothing of it is kept in stock, all is made when ordered.").format(item=item)
    places = ", ".join(structure.stations[station_id].name for station_id in decoupling.station_ids)
    if decoupling.is_all_stock:
        return _("{item}: all of it is kept in stock, up to {places}.").format(item=item, places=places)
    return _("{item}: loops keep stock up to {places}. From there on it is made when ordered.").format(
        item=item, places=places
    )
