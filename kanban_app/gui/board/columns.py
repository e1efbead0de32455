"""How wide the board's columns are, and how many slots fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from kanban_app.gui.board.cells import Column
from kanban_app.gui.board.delegate import slot_width
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.look import fonts, theme

FEWEST_SLOTS = 4
# least and most px at 100 %; what the names need decides between them
GROUP, ITEM, OTHER = (130, 240), (120, 300), (84, 180)
GROUP_WANTED = 184
ZONE_LEAST, ZONE_WANTED, ZONE_MOST = 120, 138, 240
KIND, HOLDS, CALLING, HERE, OLDEST = 38, 54, 72, 68, 76
# names beyond these many are not measured: 2,000 loops have few that are wider than the widest of so many
MOST_MEASURED = 400


@dataclass(frozen=True, slots=True)
class Fit:
    """Widths in px; a width of 0 hides the column."""

    group: int
    item: int
    other: int
    zone: int
    oldest: int
    slot: int
    slot_count: int

    def widths(self, model: BoardModel) -> dict[int, int]:
        """The width of every column of the model."""
        found = {
            int(Column.GROUP): self.group,
            int(Column.KIND): theme.px(KIND),
            int(Column.ITEM): self.item,
            int(Column.OTHER): self.other,
            int(Column.HOLDS): theme.px(HOLDS),
            model.column(Column.ZONE): self.zone,
            model.column(Column.CALLING): theme.px(CALLING),
            model.column(Column.HERE): theme.px(HERE),
            model.column(Column.OLDEST): self.oldest,
        }
        return found | {Column.FIRST_SLOT + place: self.slot for place in range(self.slot_count)}


def fit(model: BoardModel, room: int, digits: int, *, compact: bool) -> Fit:
    """Share out `room` px: names as wide as they need, then all slots, then the rest to item and zone.

    Where that is too much, first the names give way, then slots; the cards left out are a step away in their row.
    """
    slot = theme.px(slot_width(digits))
    named, item, other = _names(model)
    # the line under a station's name gives way before any name does
    group = max(named, theme.px(GROUP_WANTED))
    if compact:
        other = 0
    oldest = 0 if compact else theme.px(OLDEST)
    zone = theme.px(ZONE_WANTED)
    others = theme.px(KIND + HOLDS + CALLING + HERE) + oldest
    wanted = max(1, model.widest())
    spare = room - others - group - item - other - zone - wanted * slot
    if spare < 0:
        group, spare = _give(group, named, spare)
        zone, spare = _give(zone, theme.px(ZONE_LEAST), spare)
        item, spare = _give(item, theme.px(ITEM[0]), spare)
        group, spare = _give(group, theme.px(GROUP[0]), spare)
        if other:
            other, spare = _give(other, theme.px(OTHER[0]), spare)
        left_out = -(spare // slot) if spare < 0 else 0
        count = max(min(FEWEST_SLOTS, wanted), wanted - left_out)
        zone += max(0, room - others - group - item - other - zone - count * slot)
        return Fit(group, item, other, zone, oldest, slot, count)
    more = min(spare, theme.px(ZONE_MOST) - zone)
    zone, spare = zone + more, spare - more
    more = min(spare, max(0, theme.px(ITEM[1]) - item))
    item, spare = item + more, spare - more
    return Fit(group, item, other, zone + spare, oldest, slot, wanted)


def _give(width: int, least: int, spare: int) -> tuple[int, int]:
    """Take what is missing from a width, down to its least."""
    taken = max(0, min(width - least, -spare))
    return width - taken, spare + taken


def _names(model: BoardModel) -> tuple[int, int, int]:
    board = model.board
    if board is None:
        return theme.px(GROUP[0]), theme.px(ITEM[0]), theme.px(OTHER[0])
    structure = board.structure
    stations = [station.name for station in structure.stations.values()]
    items = [structure.items[loop.item_id].code for loop in structure.loops.values()]
    by_item = model.grouping == "item"
    return (
        _needed(items if by_item else stations, 15, 600, GROUP, 52),
        _needed(stations if by_item else items, 15, 600, ITEM, 14),
        _needed(stations, 14, 400, OTHER, 14),
    )


def _needed(names: Iterable[str], size: float, weight: int, limits: tuple[int, int], padding: int) -> int:
    metrics = QFontMetrics(fonts.ui(size, weight))
    longest = sorted(set(names), key=len, reverse=True)[:MOST_MEASURED]
    widest = max((metrics.horizontalAdvance(name) for name in longest), default=0) + theme.px(padding)
    return max(theme.px(limits[0]), min(theme.px(limits[1]), widest))
