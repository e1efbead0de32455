"""One of the lists: its table, or why it is empty and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QTableView, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.columns import Columns
from kanban_app.gui.look.tables import dress
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.loops.lines_model import LinesModel
from kanban_app.i18n import _
from kanban_app.operations.structure_lists import Line
from kanban_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the least width in pixels at 100 %, and its rank: where room is short, the highest go."""

    head: str
    width: int
    rank: int = 0


class ListPanel(Panel):
    """`chosen` carries the ids of the chosen rows, `add_asked` that a first one is wanted."""

    chosen = Signal(object)
    add_asked = Signal()
    all_asked = Signal()

    def __init__(
        self, name: str, columns: Sequence[Column], empty: str, add: str, *, many: bool, settings: Settings, key: str
    ) -> None:
        """`key` is what the widths and the order are remembered under."""
        super().__init__()
        self._empty, self._add = empty, add
        self._is_loaded = False
        self._columns = tuple(columns)
        self.model = LinesModel([column.head for column in columns], self)
        self.table = QTableView()
        dress(self.table)
        self.table.setModel(self.model)
        self.table.setAccessibleName(name)
        modes = QTableView.SelectionMode
        self.table.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self._parts = Columns(self.table, settings, key, {at: one.width for at, one in enumerate(columns)})
        self._let_sort()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.message = TextLabel(_("Reading…"), size=18, weight=500, tone="ink2")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message_button = Button(add, kind="primary", icon="plus")
        self.message_button.clicked.connect(self._on_message_button)
        self.message_button.hide()
        blank = QWidget()
        column = QVBoxLayout(blank)
        column.setSpacing(theme.px(16))
        column.addStretch(1)
        column.addWidget(self.message)
        column.addWidget(self.message_button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(blank)
        self._stack.addWidget(self.table)
        self.setFocusProxy(self.table)
        self._filling = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width(self.width() - theme.px(18))

    def _share_width(self, room: int) -> None:
        """Hide what has no room; each column that stays has its part of what is left over."""
        shown = sorted(range(len(self._columns)), key=lambda place: self._columns[place].rank)
        while len(shown) > 1 and sum(theme.px(self._columns[place].width) for place in shown) > room:
            shown.pop()
        for place in range(len(self._columns)):
            self.table.setColumnHidden(place, place not in shown)
        self._parts.fit()

    def _let_sort(self) -> None:
        """A click on a head sorts by it, another one the other way round, a third one as the plant flows."""
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(*self._parts.sort_order())
        header.sortIndicatorChanged.connect(self._on_sorted)
        self.model.order_by(*self._parts.sort_order())

    def _on_sorted(self, place: int, order: Qt.SortOrder) -> None:
        ids = self.chosen_ids()
        self._filling = True
        self.model.order_by(place, order)
        self.select(ids)
        self._filling = False

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; what is chosen stays so."""
        self._is_loaded = True
        ids = self.chosen_ids()
        self._filling = True
        self.model.show(lines)
        self.select(ids)
        self._filling = False
        self._show_what_fits()

    def look_for(self, text: str) -> None:
        """Show the lines that hold these words."""
        ids = self.chosen_ids()
        self._filling = True
        self.model.find(text)
        self.select(ids)
        self._filling = False
        self._show_what_fits()
        if self.chosen_ids() != ids:
            self.chosen.emit(self.chosen_ids())

    def _show_what_fits(self) -> None:
        if self.model.rows or not self._is_loaded:
            self._stack.setCurrentIndex(1 if self.model.rows else 0)
            return
        is_search = self.model.count() > 0
        self.message.setText(_("Nothing is called so.") if is_search else self._empty)
        self.message_button.setText(_("Show all") if is_search else self._add)
        self.message_button.set_icon_name("search" if is_search else "plus")
        self.message_button.show()
        self._stack.setCurrentIndex(0)

    def _on_message_button(self) -> None:
        if self.model.count():
            self.all_asked.emit()
        else:
            self.add_asked.emit()

    def select(self, ids: Sequence[int]) -> None:
        """Choose the rows of these things, as far as they are shown."""
        wanted = QItemSelection()
        last = self.model.columnCount() - 1
        rows = sorted(row for row in map(self.model.row_of, ids) if row >= 0)
        # Neighbours as one stretch: thousands of single rows take Qt half a second.
        starts = [place for place, row in enumerate(rows) if not place or rows[place - 1] != row - 1]
        for start, end in pairwise([*starts, len(rows)]):
            wanted.append(QItemSelectionRange(self.model.index(rows[start], 0), self.model.index(rows[end - 1], last)))
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(wanted, flags.ClearAndSelect)
        if rows:
            self.table.selectionModel().setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
            self.table.scrollTo(self.model.index(rows[0], 0))

    def chosen_ids(self) -> list[int]:
        """The things whose rows are chosen, from above."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row].id for row in rows if row < len(self.model.rows)]

    def _on_selection(self) -> None:
        if not self._filling:
            self.chosen.emit(self.chosen_ids())
