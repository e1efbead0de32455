"""The cards that may be printed, as rows that can be ticked; a group of them is shown at a time."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap

from kanban_app.domain.cards import Card, CardState, PrintReason
from kanban_app.domain.codes import spaced
from kanban_app.domain.loops import revision_letter
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.kinds import KindSign, paint_kind
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.print_waiting import Waiting
from kanban_app.operations.recalls import station_of

Index = QModelIndex | QPersistentModelIndex


class Group(StrEnum):
    """What of the cards is shown."""

    WAITING = "waiting"
    STALE = "stale"
    LOST = "lost"
    ALL = "all"


class Column:
    """The columns from left to right."""

    ITEM, CARD, REVISION, WHY, WHERE, CODE = range(6)


class PrintListModel(QAbstractTableModel):
    """Rows with a tick in the first column. What waits for paper is ticked as it comes, everything else is not.

    `ticks_changed` says that how many are ticked is another number. Texts are made when they are looked at.
    """

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Card] = []
        self.group = Group.WAITING
        self._waiting = Waiting((), frozenset(), frozenset(), frozenset(), ())
        self._structure: Structure | None = None
        self._chosen: set[int] = set()
        self._seen: frozenset[int] = frozenset()
        self._icons: dict[KindSign, QIcon] = {}
        theme.news().changed.connect(self._icons.clear)

    def show(self, waiting: Waiting, structure: Structure) -> None:
        """Become these cards. Ticks stay, what newly waits is ticked, what waits no more is not."""
        self._waiting, self._structure = waiting, structure
        known = {card.id for card in waiting.cards}
        done = self._seen - waiting.listed
        self._chosen = ((self._chosen & known) - done) | (waiting.listed - self._seen)
        self._seen = waiting.listed
        self.show_group(self.group)

    def show_group(self, group: Group) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.group = group
        among = self._ids_of(group)
        self.rows = [card for card in self._waiting.cards if among is None or card.id in among]
        self.endResetModel()
        self.ticks_changed.emit()

    def count_of(self, group: Group) -> int:
        """How many cards are in a group."""
        among = self._ids_of(group)
        return len(self._waiting.cards) if among is None else len(among)

    def _ids_of(self, group: Group) -> frozenset[int] | None:
        groups = {Group.WAITING: self._waiting.listed, Group.STALE: self._waiting.stale, Group.LOST: self._waiting.lost}
        return groups.get(group)

    def ticked(self) -> list[Card]:
        """The cards to print, in whatever group they are."""
        return [card for card in self._waiting.cards if card.id in self._chosen]

    def tick_all(self, ticked: bool) -> None:
        """Tick every row that is shown, or none of all cards."""
        if ticked:
            self._chosen |= {card.id for card in self.rows}
        else:
            self._chosen.clear()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0), [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def forget(self, codes: tuple[str, ...]) -> None:
        """These were printed: they are not ticked any more."""
        printed = set(codes)
        self._chosen -= {card.id for card in self._waiting.cards if card.code in printed}

    # -- cells -----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Item"), _("Card"), _("Rev"), _("Why"), _("Where it is now"), _("Code"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        tick = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | tick

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(card, index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if card.id in self._chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self._icon(self._sign(card))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self.text(card, column) for column in range(6))
        return None

    def text(self, card: Card, column: int) -> str:
        """What a cell says."""
        assert self._structure is not None, "rows come with their structure"
        loop = self._structure.loops[card.loop_id]
        says: tuple[Callable[[], str], ...] = (
            lambda: self._structure.items[loop.item_id].code if self._structure else "",
            lambda: _number(card, loop.card_count),
            lambda: "1" if card.single_use else revision_letter(loop.revision),
            lambda: self._why(card),
            lambda: self._where(card),
            lambda: spaced(card.code),
        )
        return says[column]()

    def _why(self, card: Card) -> str:
        if card.print_reason is not None:
            return _reason(card)
        return _("old revision") if card.id in self._waiting.stale else ""

    def _where(self, card: Card) -> str:
        assert self._structure is not None, "rows come with their structure"
        if not card.print_count:
            return _("not printed yet")
        station_id = station_of(card, self._structure)
        state = words.state(card.state)
        return f"{self._structure.stations[station_id].name}, {state}" if station_id is not None else state

    def _sign(self, card: Card) -> KindSign:
        assert self._structure is not None, "rows come with their structure"
        return KindSign.ORDER if card.single_use else KindSign(self._structure.loops[card.loop_id].kind.value)

    def _icon(self, sign: KindSign) -> QIcon:
        known = self._icons.get(sign)
        if known is None:
            picture = QPixmap(theme.px(14), theme.px(22))
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            paint_kind(painter, QRectF(picture.rect()), sign)
            painter.end()
            known = self._icons[sign] = QIcon(picture)
        return known

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        card_id = self.rows[index.row()].id
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._chosen.add(card_id)
        else:
            self._chosen.discard(card_id)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()
        return True


def _number(card: Card, count: int) -> str:
    if card.single_use:
        return card.order_reference or _("extra card {number}").format(number=card.number)
    return _("{number} of {count}").format(number=card.number, count=max(count, card.number))


def _reason(card: Card) -> str:
    """Why it waits; a paper that is a further one says the how-manieth."""
    assert card.print_reason is not None, "the caller looked"
    said = words.print_reason(card.print_reason)
    if card.print_count and card.print_reason in (PrintReason.ASKED, PrintReason.NEW):
        return _("{reason}, print {number}").format(reason=said, number=card.print_count + 1)
    if card.state is CardState.NEW and card.print_reason is PrintReason.RELEASED:
        return words.print_reason(PrintReason.NEW)
    return said
