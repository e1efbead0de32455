"""How wide the board's columns are, and how many slots fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from PySide6.QtGui import QFontMetrics

from kanban_app.gui.board.cells import Column
from kanban_app.gui.board.delegate import PAD, slot_width
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.columns import words_width

FEWEST_SLOTS, GOOD_SLOTS = 4, 8
# least and most px at 100 %; what the names need decides between them
GROUP, ITEM, OTHER = (130, 240), (120, 300), (84, 180)
GROUP_WANTED = 184
ZONE_LEAST, ZONE_WANTED, ZONE_MOST = 120, 138, 240
KIND = 34
# px at 100 %; a longer head makes them wider
COUNTS = {Column.HOLDS: 54, Column.CALLING: 72, Column.HERE: 62, Column.OLDEST: 76}
# names beyond these many are not measured: 2,000 loops have few that are wider than the widest of so many
MOST_MEASURED = 400
# the columns whose width a person may change, by the name it is kept under
KEPT = {Column.GROUP: "group", Column.ITEM: "item", Column.OTHER: "other", Column.ZONE: "zone"}
_NOTHING_KEPT: Mapping[str, int] = MappingProxyType({})


def _counted(model: BoardModel, column: Column) -> int:
    """How wide a column of COUNTS is, in px."""
    title = model.titles()[model.column(column)]
    beside = theme.px(2 * PAD if column is Column.OLDEST else PAD)
    return max(theme.px(COUNTS[column]), words_width(title) + beside)


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
            int(Column.HOLDS): _counted(model, Column.HOLDS),
            model.column(Column.ZONE): self.zone,
            model.column(Column.CALLING): _counted(model, Column.CALLING),
            model.column(Column.HERE): _counted(model, Column.HERE),
            model.column(Column.OLDEST): self.oldest,
        }
        return found | {Column.FIRST_SLOT + place: self.slot for place in range(self.slot_count)}


def fit(model: BoardModel, room: int, digits: int, *, compact: bool, kept: Mapping[str, int] = _NOTHING_KEPT) -> Fit:
    """Share out `room` px: names as wide as they need, then all slots, then the rest to item and zone.

    Where that is too much, first the names give way, then slots; the cards left out are a step away in their row.
    Widths that a person `kept` (by group, item, other, zone; px at 100 %) are taken as they are.
    """
    slot = theme.px(slot_width(digits))
    oldest = 0 if compact else _counted(model, Column.OLDEST)
    named, item, other = _names(model)
    other = 0 if compact else other
    # the line under a station's name gives way before any name does
    wide = _Names(max(named, theme.px(GROUP_WANTED)), item, other, theme.px(ZONE_WANTED))
    whole = _Names(named, item, other, theme.px(ZONE_LEAST))
    least = _Names(
        min(named, theme.px(GROUP[0])), min(item, theme.px(ITEM[0])), min(other, theme.px(OTHER[0])), whole.zone
    )
    wide, whole, least = (names.as_kept(kept, compact=compact) for names in (wide, whole, least))
    wanted = max(1, model.tallies.widest)
    counts = sum(_counted(model, column) for column in (Column.HOLDS, Column.CALLING, Column.HERE))
    free = room - theme.px(KIND) - counts - oldest
    if free - least.total() >= wanted * slot:
        # everything fits; the names get what they need of what is left
        names = least.grown(whole, free - wanted * slot).grown(wide, free - wanted * slot)
        return _spread(names, free - names.total() - wanted * slot, oldest, slot, wanted, kept)
    # some slots must go in any case: then no name is cut for the others, unless few would be left
    names = whole if free - whole.total() >= min(wanted, GOOD_SLOTS) * slot else least
    count = max(min(FEWEST_SLOTS, wanted), min(wanted, (free - names.total()) // slot))
    return _spread(names, free - names.total() - count * slot, oldest, slot, count, kept)


@dataclass(frozen=True, slots=True)
class _Names:
    """Widths of the columns that can give way."""

    group: int
    item: int
    other: int
    zone: int

    def total(self) -> int:
        return self.group + self.item + self.other + self.zone

    def as_kept(self, kept: Mapping[str, int], *, compact: bool) -> _Names:
        """The same with the widths that a person gave."""
        widths = {name: theme.px(width) for name, width in kept.items() if not (compact and name == "other")}
        return replace(self, **widths)

    def grown(self, wanted: _Names, room: int) -> _Names:
        """As near to the wanted widths as the room allows, in the order item, other, group, zone."""
        spare = room - self.total()
        widths = {}
        for name in ("item", "other", "group", "zone"):
            have = getattr(self, name)
            widths[name] = have + max(0, min(getattr(wanted, name) - have, spare))
            spare -= widths[name] - have
        return _Names(**widths)


def _spread(names: _Names, spare: int, oldest: int, slot: int, count: int, kept: Mapping[str, int]) -> Fit:
    """Give what is left to zone and item, then to the last column, so that a wide screen keeps a row together."""
    spare = max(0, spare)
    zone = names.zone + (0 if "zone" in kept else min(spare, max(0, theme.px(ZONE_MOST) - names.zone)))
    spare -= zone - names.zone
    item = names.item + (0 if "item" in kept else min(spare, max(0, theme.px(ITEM[1]) - names.item)))
    spare -= item - names.item
    last, zone = (oldest + spare, zone) if oldest else (0, zone + spare)
    return Fit(names.group, item, names.other, zone, last, slot, count)


def _names(model: BoardModel) -> tuple[int, int, int]:
    board = model.board
    if board is None:
        return theme.px(GROUP[0]), theme.px(ITEM[0]), theme.px(OTHER[0])
    structure = board.structure
    stations = [station.name for station in structure.stations.values()]
    items = [structure.items[loop.item_id].code for loop in structure.loops_in_sight()]
    by_item = model.grouping == "item"
    return (
        _needed(items if by_item else stations, 15, 600, GROUP, 50),
        _needed(stations if by_item else items, 15, 600, ITEM, 14),
        _needed(stations, 14, 400, OTHER, 14),
    )


def _needed(names: Iterable[str], size: float, weight: int, limits: tuple[int, int], padding: int) -> int:
    metrics = QFontMetrics(fonts.ui(size, weight))
    longest = sorted(set(names), key=len, reverse=True)[:MOST_MEASURED]
    widest = max((metrics.horizontalAdvance(name) for name in longest), default=0) + theme.px(padding)
    return max(theme.px(limits[0]), min(theme.px(limits[1]), widest))
