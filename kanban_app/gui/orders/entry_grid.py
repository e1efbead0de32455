"""The grid in which orders are typed as in a spreadsheet: Enter and Tab move on, a new row is always there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kanban_app.domain.structure import Structure
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.columns import Columns
from kanban_app.gui.look.tables import InsetDelegate
from kanban_app.gui.orders.entry_rows import (
    CELLS,
    EMPTY,
    MOST_ROWS,
    Cell,
    Meaning,
    Texts,
    customer_of,
    is_empty,
    laid_in,
    meaning_of,
    no_room,
    pasted,
)
from kanban_app.i18n import _
from kanban_app.settings import Settings

Index = QModelIndex | QPersistentModelIndex
SAID = CELLS
MARKED = Qt.ItemDataRole.UserRole + 1
_CORNER = 10
_WIDTHS = {**dict(enumerate((140, 140, 84, 126, 106, 108, 110, 110))), SAID: 240}


class EntryModel(QAbstractTableModel):
    """`rows` are the texts as typed, the last one empty. `typed` carries the places of rows whose meaning is another.

    What is said at the end of a row is what is wrong with it, else its promise.
    """

    typed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Texts] = [EMPTY]
        self.meanings: list[Meaning] = [Meaning()]
        self.promises: list[tuple[str, str]] = [("", "")]
        self._structure: Structure | None = None
        self._today = date.min

    def begin(self, structure: Structure, today: date) -> None:
        """What can be ordered, and which day it is."""
        self._structure, self._today = structure, today
        self.show(self.rows)

    def show(self, rows: Sequence[Texts]) -> None:
        """Become these rows."""
        self.beginResetModel()
        self.rows = [*[row for row in rows if not is_empty(row)][: MOST_ROWS - 1], EMPTY]
        self.meanings = [self._meaning(place) for place in range(len(self.rows))]
        self.promises = [("", "")] * len(self.rows)
        self.endResetModel()
        self.typed.emit(range(len(self.rows)))

    def _meaning(self, place: int) -> Meaning:
        if self._structure is None:
            return Meaning()
        return meaning_of(self.rows, place, self._structure, self._today)

    def show_promise(self, place: int, line: object, text: str, tone: str) -> None:
        """The promise of a row, unless it means another line by now."""
        if place < len(self.rows) and self.meanings[place].line is line:
            self.promises[place] = (text, tone)
            self.dataChanged.emit(self.index(place, SAID), self.index(place, SAID))

    def count_wrong(self) -> int:
        """How many rows have something that is to be mended."""
        return sum(bool(meaning.wrong) for meaning in self.meanings)

    def lines(self) -> list[Any]:
        """The lines that the rows mean."""
        return [meaning.line for meaning in self.meanings if meaning.line is not None]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else CELLS + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            names = (_("Customer"), _("Item"), _("Quantity"), _("Wanted on"), _("Ships from"), _("Price of one"))
            return (*names, _("Note"), _("Choices"), _("Promise"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() < CELLS else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        place, column = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole:
            return self.rows[place][column] if column < CELLS else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(place, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._shown(place, column) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(place, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._read_out(place, column)
        if role == MARKED:
            return self._is_marked(place, column)
        return None

    def _shown(self, place: int, column: int) -> str:
        if column == SAID:
            return self.meanings[place].wrong or self.promises[place][0]
        own = self.rows[place][column]
        if column == Cell.CUSTOMER and not own and not is_empty(self.rows[place]):
            return customer_of(self.rows, place)
        return own

    def _is_marked(self, place: int, column: int) -> bool:
        """What stands there is to be mended. What is still missing is said only: the row may be being typed."""
        return column in self.meanings[place].cells and bool(self.rows[place][column])

    def _read_out(self, place: int, column: int) -> str:
        values = {"name": self.headerData(column, Qt.Orientation.Horizontal), "text": self._shown(place, column)}
        if self._is_marked(place, column):
            return _("{name}: {text}, to be mended").format(**values)
        return _("{name}: {text}").format(**values)

    def _ink(self, place: int, column: int) -> Any:
        meaning = self.meanings[place]
        if column == SAID:
            tone = "warn" if meaning.wrong else self.promises[place][1] or "ink"
            return theme.color(tone)
        is_wrong = self._is_marked(place, column)
        borrowed = column == Cell.CUSTOMER and not self.rows[place][column]
        return theme.color("stop" if is_wrong else "ink3" if borrowed else "ink")

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() >= CELLS:
            return False
        text = str(value).strip()
        if self.rows[index.row()][index.column()] != text:
            self._lay(index.row(), index.column(), [(text,)])
        return True

    def paste(self, row: int, column: int, block: Sequence[Texts]) -> str:
        """Lay a block of cells in from here on, all of it or nothing; why nothing, in words."""
        why = no_room((row, column), block)
        if not why:
            self._lay(row, column, block)
        return why

    def _lay(self, row: int, column: int, block: Sequence[Texts]) -> None:
        rows = laid_in(self.rows, (row, column), block)[:MOST_ROWS]
        if not is_empty(rows[-1]) and len(rows) < MOST_ROWS:
            rows.append(EMPTY)
        added = len(rows) - len(self.rows)
        if added > 0:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(rows) - 1)
        self.rows = rows
        self.meanings += [Meaning()] * added
        self.promises += [("", "")] * added
        if added > 0:
            self.endInsertRows()
        # An empty customer is that of the row above, so what stands below may mean something else now.
        changed = []
        for place in range(row, len(rows)):
            meaning = self._meaning(place)
            if meaning != self.meanings[place]:
                self.meanings[place] = meaning
                self.promises[place] = ("", "")
                changed.append(place)
        self.dataChanged.emit(self.index(row, 0), self.index(len(rows) - 1, SAID))
        self.typed.emit(changed)

    def take_row(self, place: int) -> None:
        """Take a row out."""
        if place < len(self.rows) - 1:
            self.show([row for at, row in enumerate(self.rows) if at != place])


class EntryDelegate(InsetDelegate):
    """A field in the cell, which completes what is typed where there is something to choose from.

    `cells_pasted` says that cells of a spreadsheet were pasted into it: they are for the grid, not for one cell.
    """

    cells_pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Mapping[int, Sequence[str]] = {}

    def set_names(self, names: Mapping[int, Sequence[str]]) -> None:
        """What can be chosen from, by column."""
        self._names = names

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        plain = QStyleOptionViewItem(option)
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        plain.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, plain, index)
        if index.data(MARKED):
            corner, size = option.rect.topRight(), theme.px(_CORNER)
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("stop"))
            painter.drawPolygon([corner, corner - QPoint(size, 0), corner + QPoint(0, size)])
            painter.restore()
        if is_current:
            painter.save()
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
            painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setFrame(False)
        field.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        names = self._names.get(index.column())
        if names:
            completer = QCompleter(list(names), field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            field.setCompleter(completer)
        return field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
            and event.matches(QKeySequence.StandardKey.Paste)
            and pasted(QGuiApplication.clipboard().text())
        ):
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
            self.cells_pasted.emit()
            return True
        return super().eventFilter(watched, event)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setMinimumHeight(0)
        editor.setGeometry(option.rect)


class EntryGrid(QTableView):
    """Typing begins a cell, Enter and Tab go on to the next one, at the end of a row to the row below.

    Tab on the empty last row leaves the grid. `not_pasted` says why what was pasted does not go in.
    """

    entered = Signal()
    not_pasted = Signal(str)

    def __init__(self, model: EntryModel, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.lines = model
        self.offers_choices = False
        tables.dress(self, row_height=46)
        self.names = EntryDelegate(self)
        self.names.cells_pasted.connect(self._paste)
        self.setItemDelegate(self.names)
        self.setAccessibleName(_("New order lines"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setTabKeyNavigation(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        Columns(self, settings, "order entry", _WIDTHS)

    def begin(self) -> None:
        """To the first cell that is to be typed."""
        last = self.lines.rowCount() - 1
        self.setCurrentIndex(self.lines.index(last, 0))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, step: int) -> None:
        index = self.currentIndex()
        place = max(0, index.row() * CELLS + min(index.column(), CELLS - 1) + step)
        row, column = divmod(place, CELLS)
        if column == Cell.CHOICES and not self.offers_choices:  # few items offer any: nobody types past an empty cell
            row, column = (row + 1, 0) if step > 0 else (row, column - 1)
        if row < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(row, column))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        if hint in (hints.SubmitModelCache, hints.EditNextItem):
            self._go(1)
        elif hint == hints.EditPreviousItem:
            self._go(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, ctrl = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_return = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.state() == QAbstractItemView.State.EditingState and is_return and not ctrl:
            return  # the field goes on by itself, once it has written what was typed
        if is_return and ctrl:
            self.entered.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif key == Qt.Key.Key_Tab and self._is_done():
            event.ignore()
        elif is_return or key == Qt.Key.Key_Tab:
            self._go(1)
        elif key == Qt.Key.Key_Backtab:
            self._go(-1)
        elif key == Qt.Key.Key_Delete and ctrl:
            self._take_row()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.lines.setData(self.currentIndex(), "")
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _is_done(self) -> bool:
        place = self.currentIndex().row()
        return place == self.lines.rowCount() - 1 and is_empty(self.lines.rows[place])

    def _take_row(self) -> None:
        index = self.currentIndex()
        self.lines.take_row(index.row())
        self.setCurrentIndex(self.lines.index(min(index.row(), self.lines.rowCount() - 1), index.column()))

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        block = pasted(text) or [(text.strip(),)]
        index = self.currentIndex()
        if index.isValid() and text.strip():
            row, column = index.row(), min(index.column(), CELLS - 1)
            if why := self.lines.paste(row, column, block):
                self.not_pasted.emit(why)
                return
            self.setCurrentIndex(self.lines.index(min(row + len(block), self.lines.rowCount() - 1), 0))
