"""Columns that fill their table, whose dividers can be dragged, and that come back as they were left."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.remembering import Note
from kanban_app.gui.look.sheet import HEAD_PAD, HEAD_SIZE, HEAD_WEIGHT
from kanban_app.i18n import _
from kanban_app.settings import Settings

LEAST = 44
# What laying out a line takes more than its letters, in px.
_HEAD_SLACK = 2
_SORT, _DOWN = "sort", "down"
_Mode = QHeaderView.ResizeMode


class Columns(QObject):
    """Shares a table's width. `widths` says for a column how wide it is at 100 %, or, where it grows, its part.

    Until somebody drags a divider the fixed columns have their width and the others share the rest. From then on all
    share as they were left. A column that fits itself to its content keeps its own width either way. As long as there
    is room, no column is narrower than its head.
    """

    def __init__(
        self,
        table: QTableView,
        settings: Settings,
        name: str,
        widths: Mapping[int, int] | None = None,
        fixed: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(table)
        self._table, self._header = table, table.horizontalHeader()
        self._widths, self._fixed = dict(widths or {}), fixed
        self._note = Note(table, settings, f"columns.{name}")
        self._shares = _shares(self._note.read())
        self._is_fitting = False
        self._header.setSectionResizeMode(_Mode.Interactive)
        self._header.setMinimumSectionSize(theme.px(LEAST))
        self._header.sectionResized.connect(self._on_resized)
        self._header.sortIndicatorChanged.connect(self._on_sorted)
        again = QAction(_("Columns as they were"), self._header)
        again.triggered.connect(self.forget)
        self._header.addAction(again)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.fit()
        return False

    def _shown(self) -> list[int]:
        """The columns in sight that can be dragged, from left to right."""
        header = self._header
        places = (header.logicalIndex(place) for place in range(header.count()))
        return [
            place
            for place in places
            if not header.isSectionHidden(place) and header.sectionResizeMode(place) == _Mode.Interactive
        ]

    def set_width(self, column: int, width: int) -> None:
        """Another width at 100 % for a column, as long as nobody dragged a divider."""
        self._widths[column] = width
        self.fit()

    def fit(self) -> None:
        """Fill the table."""
        shown, header = self._shown(), self._header
        own = sum(header.sectionSize(place) for place in range(header.count()) if place not in shown)
        room = self._table.viewport().width() - own
        if not shown or room <= 0:
            return
        widths = self._dragged(shown, room) if self._shares else self._given(shown, room)
        self._is_fitting = True
        for place in shown:
            header.resizeSection(place, widths[place])
        self._is_fitting = False

    def _given(self, shown: list[int], room: int) -> dict[int, int]:
        model = self._table.model()
        heads = {place: str(model.headerData(place, Qt.Orientation.Horizontal) or "") for place in shown}
        least = {place: max(theme.px(LEAST), head_width(text)) for place, text in heads.items()}
        if sum(least.values()) > room:
            return _spread(least, room)
        fixed = {place: max(theme.px(self._widths[place]), least[place]) for place in shown if place in self._fixed}
        growing = {place: self._widths.get(place, 100) for place in shown if place not in self._fixed}
        left = room - sum(fixed.values())
        if sum(least[place] for place in growing) > left:
            return _spread({place: self._widths.get(place, 100) for place in shown}, room, least)
        return {**fixed, **_spread(growing, left, least)}

    def _dragged(self, shown: list[int], room: int) -> dict[int, int]:
        usual = self._given(shown, room)
        return _spread({place: self._shares.get(place, usual[place]) for place in shown}, room)

    def _on_resized(self, place: int, old: int, new: int) -> None:
        """A divider is dragged: the next column in sight gives or takes."""
        shown = self._shown()
        if self._is_fitting or place not in shown or self._header.sectionSize(place) == 0 or old == 0:
            return
        after = shown[shown.index(place) + 1 :]
        sizes = {one: self._header.sectionSize(one) for one in shown}
        least = theme.px(LEAST)
        if after:
            sizes[after[0]] = max(least, sizes[after[0]] + old - new)
        self._shares.update({one: max(least, size) for one, size in sizes.items()})
        self.fit()
        self._put()

    def _on_sorted(self, place: int, order: Qt.SortOrder) -> None:
        self._put()

    def _put(self) -> None:
        content = {str(place): str(share) for place, share in sorted(self._shares.items())}
        if self._header.isSortIndicatorShown() and self._header.sortIndicatorSection() >= 0:
            content[_SORT] = str(self._header.sortIndicatorSection())
            content[_DOWN] = "yes" if self._header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder else "no"
        self._note.put(content)

    def sort_order(self) -> tuple[int, Qt.SortOrder]:
        """By which column it was sorted last, -1 for none, and in which order."""
        kept = self._note.read()
        column = int(kept[_SORT]) if kept.get(_SORT, "").isdigit() else -1
        down = kept.get(_DOWN) == "yes"
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        return (column if column < self._header.count() else -1), order

    def forget(self) -> None:
        """As wide as they were at first, and unsorted."""
        self._shares = {}
        if self._header.isSortIndicatorShown():
            self._header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.fit()
        self._put()


def _shares(kept: Mapping[str, str]) -> dict[int, int]:
    return {int(key): int(value) for key, value in kept.items() if key.isdigit() and value.isdigit() and int(value)}


def head_width(text: str) -> int:
    """The narrowest a column may be for its head to be read, in two lines where it has several words; in px."""
    words = text.split()
    lines = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1))
    return min((max(map(words_width, both)) for both in lines), default=0) + 2 * theme.px(HEAD_PAD)


def words_width(text: str) -> int:
    """How wide words in a head are, in px."""
    return QFontMetrics(fonts.ui(HEAD_SIZE, HEAD_WEIGHT)).horizontalAdvance(text) + _HEAD_SLACK


def _spread(parts: Mapping[int, int], room: int, least: Mapping[int, int] | None = None) -> dict[int, int]:
    """Room among columns by their parts, to none less than its least; what rounding leaves is the last one's."""
    floors = dict.fromkeys(parts, theme.px(LEAST)) | dict(least or {})
    free, whole = room, sum(parts.values())
    open_ones = dict(parts)
    while small := [place for place, part in open_ones.items() if free * part // whole < floors[place]]:
        for place in small:
            free -= floors[place]
            whole -= open_ones.pop(place)
    widths = {place: free * part // whole for place, part in open_ones.items()}
    widths = {place: widths.get(place, floors[place]) for place in parts}
    if widths:
        last = list(widths)[-1]
        widths[last] = max(floors[last], widths[last] + room - sum(widths.values()))
    return widths
