"""The board's one model: a row per loop, a cell per card. Says of each change exactly which cells it touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card, CardState
from kanban_app.gui.board import cell_texts, plan, words
from kanban_app.gui.board import cells as cell_values
from kanban_app.gui.board.cells import Cells, Column, GroupLabel, Slot, SlotKind
from kanban_app.gui.board.fresh import FreshCards
from kanban_app.gui.board.plan import Filter, Grouping, Line, RowFacts
from kanban_app.gui.board.sieve import Question, Sieve
from kanban_app.gui.board.tallies import Tallies
from kanban_app.gui.look import chips

AnyIndex = QModelIndex | QPersistentModelIndex


class BoardModel(QAbstractTableModel):
    """Rows are lines of the plan; what they show is kept as values, so that a change is found by comparing.

    `tallies` are the numbers over all rows, shown or not.
    """

    arranged = Signal()
    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.board: Board | None = None
        self.now = datetime.min.replace(tzinfo=UTC)
        self.grouping = Grouping.SOURCE
        self.question = Question()
        self.letters: Mapping[CardState, str] = chips.letters("en")
        self._slot_count = 1
        self._maybe_lost: frozenset[int] = frozenset()
        self._ordered: list[Line] = []
        self._lines: list[Line] = []
        self._row_of: dict[int, int] = {}
        self._group_first: dict[int, int] = {}
        self._misplaced: set[int] = set()
        self._facts: dict[int, RowFacts] = {}
        self.tallies = Tallies({}, {})
        self._cells: dict[int, Cells] = {}
        self._labels: dict[int, GroupLabel] = {}
        self._pages: dict[int, int] = {}
        self._fresh = FreshCards(self)
        self._fresh.aged.connect(self._on_aged)

    # -- what is shown

    def show(self, board: Board, now: datetime, letters: Mapping[CardState, str]) -> None:
        """Show another board, or the same one read again."""
        with self._resetting():
            self.board, self.now, self.letters = board, now, letters
            self._ordered = plan.in_order(board, self.grouping)
            self._facts = {line.loop_id: self._read_facts(line.loop_id) for line in self._ordered}
            self.tallies = Tallies(self._facts, self._groups())
            self._arrange()
        self.counts_changed.emit()

    def clear(self) -> None:
        """Show no board."""
        with self._resetting():
            self.board = None
            self._ordered, self._facts = [], {}
            self._pages.clear()
            self.tallies = Tallies({}, {})
            self._arrange()
        self.counts_changed.emit()

    @contextmanager
    def _resetting(self) -> Iterator[None]:
        """All rows may be others afterwards."""
        self.beginResetModel()
        yield
        self.endResetModel()
        self.arranged.emit()

    def choose(
        self,
        *,
        grouping: Grouping | None = None,
        filter: Filter | None = None,
        search: str | None = None,
        sieve: Sieve | None = None,
    ) -> None:
        """Group, filter or search otherwise; what is not named stays."""
        asked = self.question.asking(filter, search, sieve)
        grouping = self.grouping if grouping is None else grouping
        if (grouping, asked) == (self.grouping, self.question):
            return
        with self._resetting():
            self.grouping, self.question = grouping, asked
            if self.board is not None:
                self._ordered = plan.in_order(self.board, self.grouping)
                self.tallies.regroup(self._groups())
            self._arrange()

    def set_slot_count(self, count: int) -> None:
        """Have so many slot columns: as many as there is room for."""
        if count != self._slot_count:
            with self._resetting():
                self._slot_count = count
                self._cells.clear()

    def set_maybe_lost(self, card_ids: frozenset[int]) -> None:
        """Mark these cards as maybe lost."""
        if card_ids != self._maybe_lost:
            self._maybe_lost = card_ids
            self.refresh(self.now)

    def counts(self) -> dict[Filter, int]:
        """How many rows each filter shows."""
        return dict(self.tallies.counts)

    def slot_count(self) -> int:
        """The number of slot columns."""
        return self._slot_count

    def lines(self) -> list[Line]:
        """The lines that are shown."""
        return self._lines

    # -- changes

    def apply(self, cards: Iterable[Card], now: datetime) -> frozenset[int]:
        """Take over after-images; tells the view of each changed cell. Returns the ids of the touched loops.

        A row that no longer passes the filter stays until `rearrange`: rows do not move under a finger.
        """
        if self.board is None:
            return frozenset()
        images = list(cards)
        self.now = now
        self.board.apply(images)
        touched = {card.loop_id for card in images} & self._facts.keys()
        self._fresh.add(card.id for card in images if card.loop_id in touched)
        for loop_id in touched:
            self._update_row(loop_id)
        self._update_labels(touched)
        if touched:
            self.counts_changed.emit()
        return frozenset(touched)

    def refresh(self, now: datetime) -> None:
        """Time has passed: ages, late marks, counts."""
        if self.board is not None:
            self.now = now
            for loop_id in list(self._facts):
                self._update_row(loop_id)
            self.counts_changed.emit()

    def needs_rearranging(self) -> bool:
        """Rows are shown that do not pass any more, or the other way round."""
        return bool(self._misplaced)

    def rearrange(self) -> None:
        """Take out the rows that no longer pass and put in those that do, without touching the others."""
        wanted = self._wanted()
        keep = set(wanted)
        for row in range(len(self._lines) - 1, -1, -1):
            if self._lines[row] not in keep:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._lines[row]
                self.endRemoveRows()
        for row, line in enumerate(wanted):
            if row >= len(self._lines) or self._lines[row] != line:
                self.beginInsertRows(QModelIndex(), row, row)
                self._lines.insert(row, line)
                self.endInsertRows()
        self._number_rows()
        self.arranged.emit()

    def turn_page(self, index: AnyIndex) -> bool:
        """Follow a row's way on or back. Returns whether the cell was one."""
        slot = self.slot_at(index)
        if slot is None or slot.kind not in (SlotKind.MORE, SlotKind.BEFORE):
            return False
        step = 1 if slot.kind is SlotKind.MORE else -1
        loop_id = self._lines[index.row()].loop_id
        self._pages[loop_id] = max(0, self._pages.get(loop_id, 0) + step)
        self._update_row(loop_id)
        return True

    def _groups(self) -> dict[int, int]:
        return {line.loop_id: line.group_id for line in self._ordered}

    def _read_facts(self, loop_id: int) -> RowFacts:
        assert self.board is not None
        return plan.facts_of(self.board.row(loop_id), self.now, self._maybe_lost)

    def _update_row(self, loop_id: int) -> None:
        facts = self._facts[loop_id] = self._read_facts(loop_id)
        self.tallies.take(loop_id, facts)
        if self._is_wanted(loop_id) == (loop_id in self._row_of):
            self._misplaced.discard(loop_id)
        else:
            self._misplaced.add(loop_id)
        before = self._cells.pop(loop_id, None)
        row = self._row_of.get(loop_id)
        if row is None or before is None:
            return
        for column in cell_texts.changed_columns(before, self.cells_at(row), self.columnCount()):
            changed = self.index(row, column)
            self.dataChanged.emit(changed, changed)

    def _update_labels(self, loop_ids: Iterable[int]) -> None:
        for group_id in {self.tallies.group_of(loop_id) for loop_id in loop_ids}:
            before = self._labels.pop(group_id, None)
            first = self._group_first.get(group_id)
            if first is not None and before is not None and self.label_at(first) != before:
                changed = self.index(first, Column.GROUP)
                self.dataChanged.emit(changed, changed)

    def _on_aged(self, card_id: int) -> None:
        index = self.index_of_card(card_id)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def is_fresh(self, card_id: int) -> bool:
        """The card changed within the last two seconds."""
        return card_id in self._fresh

    # -- arrangement

    def _asked_cards(self, loop_id: int) -> tuple[bool, ...] | None:
        assert self.board is not None
        return self.question.asked_cards(self._facts[loop_id], self.board.structure, self.now)

    def _is_wanted(self, loop_id: int) -> bool:
        return self.board is not None and self._asked_cards(loop_id) is not None

    def _wanted(self) -> list[Line]:
        return [line for line in self._ordered if self._is_wanted(line.loop_id)]

    def _arrange(self) -> None:
        self._lines = self._wanted()
        self._cells.clear()
        self._number_rows()

    def _number_rows(self) -> None:
        self._labels.clear()
        self._misplaced.clear()
        self._row_of = {line.loop_id: row for row, line in enumerate(self._lines)}
        self._group_first = {self._lines[first].group_id: first for first, _size in plan.group_sizes(self._lines)}

    # -- what stands where

    def facts_at(self, row: int) -> RowFacts:
        """The facts of a row."""
        return self._facts[self._lines[row].loop_id]

    def facts_of_loop(self, loop_id: int) -> RowFacts:
        """The facts of a loop, shown or not."""
        return self._facts[loop_id]

    def cells_at(self, row: int) -> Cells:
        """The content of a row, made when it is first asked for."""
        loop_id = self._lines[row].loop_id
        found = self._cells.get(loop_id)
        if found is None:
            assert self.board is not None
            facts = self._facts[loop_id]
            pages = cell_values.page_starts(len(facts.row.cards), self._slot_count)
            page = self._pages[loop_id] = min(self._pages.get(loop_id, 0), len(pages) - 1)
            asked = self._asked_cards(loop_id) or (False,) * len(facts.row.cards)
            slots = cell_values.slots_of(facts, self.letters, self._slot_count, page, asked)
            found = cell_values.cells_of(facts, self.board.structure, self.grouping, slots, self.now)
            self._cells[loop_id] = found
        return found

    def label_at(self, row: int) -> GroupLabel:
        """The label of the group that a row stands in."""
        group_id = self._lines[row].group_id
        found = self._labels.get(group_id)
        if found is None:
            assert self.board is not None
            found = self._labels[group_id] = cell_values.group_label(
                self.board.structure, self.grouping, group_id, self.tallies.work_in(group_id)
            )
        return found

    def is_slot(self, column: int) -> bool:
        """Whether a column is one of the slots."""
        return Column.FIRST_SLOT <= column < Column.FIRST_SLOT + self._slot_count

    def column(self, wanted: Column) -> int:
        """The number of a column: those after the slots are counted from the end."""
        return int(wanted) if wanted >= 0 else self.columnCount() + wanted

    def slot_at(self, index: AnyIndex) -> Slot | None:
        """The slot at an index, None where there is no slot."""
        if not index.isValid() or not self.is_slot(index.column()) or index.row() >= len(self._lines):
            return None
        return self.cells_at(index.row()).slots[index.column() - Column.FIRST_SLOT]

    def card_at(self, index: AnyIndex) -> Card | None:
        """The card at an index."""
        slot = self.slot_at(index)
        if slot is None or slot.kind is not SlotKind.CARD or self.board is None:
            return None
        return self.board.card(slot.card_id)

    def index_of_card(self, card_id: int, *, turn: bool = False) -> QModelIndex:
        """Where a card is shown; invalid if it is not. `turn` turns its row to the page it is on."""
        card = self.board.card(card_id) if self.board is not None else None
        row = self._row_of.get(card.loop_id) if card is not None else None
        if card is None or row is None:
            return QModelIndex()
        if turn:
            self._turn_to(card, row)
        for place, slot in enumerate(self.cells_at(row).slots):
            if slot.card_id == card_id:
                return self.index(row, Column.FIRST_SLOT + place)
        return QModelIndex()

    def _turn_to(self, card: Card, row: int) -> None:
        cards = self.facts_at(row).row.cards
        if card not in cards:
            return
        page = cell_values.page_of(cards.index(card), len(cards), self._slot_count)
        if page != self._pages.get(card.loop_id, 0):
            self._pages[card.loop_id] = page
            self._update_row(card.loop_id)

    def shown_cards(self) -> list[int]:
        """The ids of all cards that are asked for, row by row, those behind the ways on included."""
        rows = ((self._facts[line.loop_id].row.cards, self._asked_cards(line.loop_id) or ()) for line in self._lines)
        return [card.id for cards, asked in rows for card, wanted in zip(cards, asked, strict=False) if wanted]

    def cards_in(self, row: int) -> Iterator[int]:
        """The columns of a row that can be gone to: its cards and the ways on and back."""
        slots = enumerate(self.cells_at(row).slots, start=Column.FIRST_SLOT)
        return (column for column, slot in slots if slot.kind is not SlotKind.NOTHING)

    # -- Qt's questions

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else Column.FIRST_SLOT + self._slot_count + 4

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        slot = self.slot_at(index)
        if slot is not None and slot.kind is not SlotKind.NOTHING:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if orientation is not Qt.Orientation.Horizontal or role not in wanted:
            return None
        return self.titles().get(section, cell_texts.slots_title())

    def titles(self) -> dict[int, str]:
        """The heads of all columns but the slots."""
        return {self.column(column): title for column, title in cell_texts.titles(self.grouping).items()}

    def _text(self, index: AnyIndex) -> str:
        row, column, slot = index.row(), index.column(), self.slot_at(index)
        if slot is not None:
            return cell_texts.of_slot(slot)
        if column == Column.GROUP:
            return self.label_at(row).name
        named = Column(column if column < Column.FIRST_SLOT else column - self.columnCount())
        return cell_texts.of_cell(self.cells_at(row), named)

    def _spoken(self, index: AnyIndex) -> str:
        card = self.card_at(index)
        facts = self.facts_at(index.row())
        if card is not None and self.board is not None and card in facts.row.cards:
            return words.spoken(card, facts, self.board.structure, self.now)
        slot, label = self.slot_at(index), self.label_at(index.row())
        return cell_texts.spoken_beside_cards(index.column(), self._text(index), slot, facts, label)
