"""The board's table: spans, column widths for the room there is, keys by card, and nothing that jumps."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip, QWidget

from kanban_app.gui.board import columns, plan
from kanban_app.gui.board.cells import Column
from kanban_app.gui.board.delegate import CHIP_WIDTHS, ROW_HEIGHT, WIDEST_CHIP, BoardDelegate
from kanban_app.gui.board.dragging import CardDrag
from kanban_app.gui.board.header import BoardHeader
from kanban_app.gui.board.kept_views import NARROWEST_COLUMN, WIDEST_COLUMN
from kanban_app.gui.board.model import AnyIndex, BoardModel
from kanban_app.gui.board.picking import Mode, Picks
from kanban_app.gui.look import fonts, theme
from kanban_app.i18n import _

# Rows move only when nobody has touched the board for so long.
REST_MS = 2000


class BoardView(QTableView):
    """Shows a BoardModel. The chosen card, the scroll position and the rows in sight stay where they are.

    Where it is `acting`, `picks` are the cards chosen together, `drag` brings a card to its next state, and `typed`
    carries a letter that somebody typed here, for whoever searches. Else it only shows: a board of the past.
    """

    card_chosen = Signal(int)
    life_asked = Signal(int)
    typed = Signal(str)
    columns_changed = Signal()

    def __init__(self, model: BoardModel, parent: QWidget | None = None, *, acting: bool = False) -> None:
        super().__init__(parent)
        self._board = model
        self._is_acting = acting
        self._chosen_id: int | None = None
        self._anchor: tuple[int, int] | None = None
        self._is_compact = False
        self._fitted_to = (0, 0)
        self._kept_widths: dict[str, int] = {}
        self._delegate = BoardDelegate(model, self)
        self.picks = Picks(model, self)
        self.drag = CardDrag(self, model)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.rearrange)
        self._set_up()
        model.modelAboutToBeReset.connect(self._remember)
        model.arranged.connect(self._on_arranged)
        model.counts_changed.connect(self._on_counts_changed)
        model.dataChanged.connect(self._on_data_changed)
        theme.news().changed.connect(self._on_look_changed)

    def _set_up(self) -> None:
        self._header = BoardHeader(self._board, self)
        self.setHorizontalHeader(self._header)
        self._header.drawn.connect(self._on_drawn)
        self._header.given_back.connect(lambda section: self._on_drawn(section, None))
        self.setModel(self._board)
        self.setItemDelegate(self._delegate)
        self._delegate.picks = self.picks
        self.picks.changed.connect(self.viewport().update)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAutoScroll(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(False)
        self.setAccessibleName(_("Plant board"))
        # for scan_input: what a person types here, and no scanner, is delivered
        self.setProperty("takes_letters", self._is_acting)
        self.clicked.connect(self._on_clicked)
        self._on_look_changed()

    # -- the chosen card

    def chosen_id(self) -> int | None:
        """The id of the chosen card."""
        return self._chosen_id

    def forget_choice(self) -> None:
        """No card is chosen, nothing is remembered."""
        self._chosen_id = self._anchor = None
        self.drag.cancel()
        self.picks.only(None)
        self.clearSelection()

    def choose_card(self, card_id: int, *, scroll: bool = True, mode: Mode = Mode.ONLY) -> bool:
        """Choose a card; its row is turned to its page. Returns whether it is shown."""
        index = self._board.index_of_card(card_id, turn=True)
        if not index.isValid():
            return False
        self._go(index, scroll=scroll, mode=mode)
        return True

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        card = self._board.card_at(current)
        if card is not None and card.id != self._chosen_id:
            self._chosen_id = card.id
            self.card_chosen.emit(card.id)

    def _go(self, index: QModelIndex, *, scroll: bool = True, mode: Mode = Mode.ONLY) -> None:
        self.picks.take(index, mode)
        left = self.picks.ids()
        if mode is Mode.TOGGLE and len(left) == 1:
            index = self._board.index_of_card(left[0])
        self.setCurrentIndex(index)
        if scroll:
            self.scrollTo(index)

    def _follow_chosen(self) -> None:
        """The chosen card may stand in another slot now: the choice goes with the card."""
        if self._chosen_id is None:
            return
        index = self._board.index_of_card(self._chosen_id)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if self._board.is_slot(first.column()):
            self._follow_chosen()

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._board.turn_page(index):
            columns_there = list(self._board.cards_in(index.row()))
            self._go(self._board.index(index.row(), columns_there[0]))
        elif self._board.card_at(index) is not None:
            self.life_asked.emit(self._chosen_id)

    # -- mouse and finger

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index, mode = self.indexAt(point), _MODES.get(event.modifiers(), Mode.ONLY)
        card = self._board.card_at(index) if self._is_acting else None
        if card is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if mode is Mode.ONLY:
            super().mousePressEvent(event)
            self.drag.press(point, card)
        self._go(index, scroll=False, mode=mode)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.drag.is_pressed() and event.buttons() & Qt.MouseButton.LeftButton:
            self.drag.move(event.position().toPoint())
        elif not event.buttons():
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.drag.is_running():
            self.drag.drop(event.position().toPoint())
            return
        self.drag.cancel()
        if not self._is_acting or event.modifiers() not in _MODES:
            super().mouseReleaseEvent(event)

    # -- rows that stay where they are

    def rearrange(self) -> None:
        """Bring the rows up to date with the filter, keeping the first row in sight where it is."""
        self._remember()
        self._board.rearrange()

    def _on_counts_changed(self) -> None:
        if not self._rest.isActive() and self._board.needs_rearranging():
            self._rest.start()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin):
            self._touched()
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._tell(event)
        return super().viewportEvent(event)

    def _touched(self) -> None:
        if self._rest.isActive():
            self._rest.start()

    def _tell(self, event: QHelpEvent) -> bool:
        index = self.indexAt(event.pos())
        text = ""
        if index.isValid():
            shown = str(self._board.data(index) or "")
            is_name = index.column() in (Column.GROUP, Column.ITEM, Column.OTHER)
            is_cut = is_name and self._delegate.is_cut(index, shown, self.visualRect(index).width())
            if is_cut or self._board.slot_at(index) is not None:
                text = str(self._board.data(index, Qt.ItemDataRole.ToolTipRole) or "")
        QToolTip.showText(event.globalPos(), text, self.viewport())
        return True

    def _remember(self) -> None:
        row = self.rowAt(0)
        if row >= 0 and row < len(self._board.lines()):
            self._anchor = (self._board.lines()[row].loop_id, self.rowViewportPosition(row))

    def _on_arranged(self) -> None:
        self.clearSpans()
        sizes = plan.group_sizes(self._board.lines())
        self._delegate.group_ends = {first + size - 1 for first, size in sizes}
        for first, size in sizes:
            if size > 1:
                self.setSpan(first, Column.GROUP, size, 1)
        self._fit()
        self._restore()

    def _restore(self) -> None:
        if self._anchor is not None:
            loop_id, offset = self._anchor
            rows = (row for row, line in enumerate(self._board.lines()) if line.loop_id == loop_id)
            row = next(rows, None)
            if row is not None:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.rowViewportPosition(row) - offset)
        self._follow_chosen()

    # -- room

    def set_compact(self, compact: bool) -> None:
        """Leave out the two columns that can be missed."""
        if compact != self._is_compact:
            self._is_compact = compact
            self._fit()

    def is_compact(self) -> bool:
        """Whether those columns are left out."""
        return self._is_compact

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_look_changed(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        self.horizontalHeader().updateGeometry()
        self._fit()
        self.viewport().update()

    def fit_if_wider(self) -> None:
        """A row may have got more cards than any had before."""
        if (self._board.tallies.widest, self._board.tallies.longest_number()) != self._fitted_to:
            self._fit()

    def _fit(self) -> None:
        self._fitted_to = (self._board.tallies.widest, self._board.tallies.longest_number())
        digits = self._board.tallies.longest_number()
        self._delegate.chip_width = CHIP_WIDTHS.get(digits, WIDEST_CHIP)
        room, kept = self.viewport().width(), self._kept_widths
        found = columns.fit(self._board, room, digits, compact=self._is_compact, kept=kept)
        if found.slot_count != self._board.slot_count():
            # the model answers with `arranged`, which comes back here with the right number of columns
            self._board.set_slot_count(found.slot_count)
            return
        for column, width in found.widths(self._board).items():
            self.setColumnHidden(column, width == 0)
            if width:
                self.setColumnWidth(column, width)
        self._header.let_draw(self._board.column(column) for column in columns.KEPT)

    def column_widths(self) -> dict[str, int]:
        """The widths that a person gave, in px at 100 %, by the names of columns.KEPT."""
        return dict(self._kept_widths)

    def set_column_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns these widths, the others what they need."""
        self._kept_widths = dict(widths)
        self._fit()

    def _on_drawn(self, section: int, width: int | None) -> None:
        name = next((kept for column, kept in columns.KEPT.items() if self._board.column(column) == section), None)
        if name is None:
            return
        self._kept_widths.pop(name, None)
        if width is not None:
            whole = round(width * 100 / fonts.zoom())
            self._kept_widths[name] = max(NARROWEST_COLUMN, min(WIDEST_COLUMN, whole))
        self._fit()
        self.columns_changed.emit()

    # -- keys

    def keyboardSearch(self, search: str) -> None:
        """Letters go to the search field, by `typed`; they choose no cell."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._touched()
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self.drag.is_pressed():
            self.drag.cancel()
        elif self._is_acting and self._act(event, modifiers):
            pass
        elif modifiers:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.currentIndex())
        elif key in _STEPS:
            self._step(*_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_edge(last=key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            page = max(1, self.viewport().height() // theme.px(ROW_HEIGHT) - 1)
            self._step(0, page if key == Qt.Key.Key_PageDown else -page)
        else:
            event.ignore()

    def _act(self, event: QKeyEvent, modifiers: Qt.KeyboardModifier) -> bool:
        """Choose more cards by keys, or pass a letter on. Returns whether the key was one of these."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.picks.take_all()
        elif modifiers == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_Space:
            self.picks.take(self.currentIndex(), Mode.TOGGLE)
        elif modifiers in _MODES and key in _STEPS:
            mode = Mode.EXTEND if _MODES[modifiers] is Mode.EXTEND else Mode.KEEP
            self._step(*_STEPS[Qt.Key(key)], mode)
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            return False
        return True

    def _step(self, right: int, down: int, mode: Mode = Mode.ONLY) -> None:
        index = self.currentIndex()
        if not index.isValid() or not self._board.is_slot(index.column()):
            self._go_near(0, Column.FIRST_SLOT, 1, mode)
        elif right:
            there = [
                column
                for column in self._board.cards_in(index.row())
                if (column > index.column() if right > 0 else column < index.column())
            ]
            if there:
                self._go(self._board.index(index.row(), there[0] if right > 0 else there[-1]), mode=mode)
        else:
            last = len(self._board.lines()) - 1
            self._go_near(min(last, max(0, index.row() + down)), index.column(), 1 if down > 0 else -1, mode)

    def _go_near(self, row: int, column: int, direction: int, mode: Mode) -> None:
        """The card nearest to a column in this row, or in the next one on the way that has cards."""
        while 0 <= row < len(self._board.lines()):
            there = list(self._board.cards_in(row))
            if there:
                self._go(self._board.index(row, min(there, key=lambda place: abs(place - column))), mode=mode)
                return
            row += direction

    def _to_edge(self, *, last: bool) -> None:
        there = list(self._board.cards_in(self.currentIndex().row())) if self.currentIndex().isValid() else []
        if there:
            self._go(self._board.index(self.currentIndex().row(), there[-1 if last else 0]))

    def painted_count(self) -> int:
        """How many cells were painted so far, for whoever measures."""
        return self._delegate.painted_count

    def cell_of(self, card_id: int) -> QPoint | None:
        """The middle of a card's chip in the viewport, None if it is not shown."""
        index = self._board.index_of_card(card_id)
        return self.visualRect(index).center() if index.isValid() else None


_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_MODES = {
    Qt.KeyboardModifier.ControlModifier: Mode.TOGGLE,
    Qt.KeyboardModifier.ShiftModifier: Mode.EXTEND,
}


def _is_letter(event: QKeyEvent) -> bool:
    """A letter or digit as a person types it, alone or with Shift."""
    bare = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return bare == Qt.KeyboardModifier.NoModifier and len(event.text()) == 1 and event.text().isalnum()
