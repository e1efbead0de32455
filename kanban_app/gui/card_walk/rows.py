"""The rows of the walk's lists as values, and the cards of a place as a table that can be ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kanban_app.domain.card_walk import Kind, Place, Sighting, places_of
from kanban_app.domain.cards import HOLDING, Card
from kanban_app.domain.codes import spaced
from kanban_app.domain.structure import Structure
from kanban_app.gui.card_walk import words
from kanban_app.i18n import _, quantity
from kanban_app.operations.wording import card_name

Index = QModelIndex | QPersistentModelIndex
CARD = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class StopRow:
    """One place of the route."""

    place: Place
    station: str
    name: str
    seen_count: int
    card_count: int
    is_done: bool

    def spoken(self) -> str:
        """For a screen reader."""
        done = _("done") if self.is_done else ""
        seen = _("{seen} of {count} seen").format(seen=self.seen_count, count=self.card_count)
        return ", ".join(part for part in (self.station, self.name, seen, done) if part)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing that is not as it should be; without a kind a count that differs from the books."""

    kind: Kind | None
    card: Card
    headline: str
    detail: str

    def spoken(self) -> str:
        """For a screen reader."""
        return f"{self.headline}, {self.detail}"


@dataclass(frozen=True, slots=True)
class HangingRow:
    """A card at the place where the person stands: one that should be there, or one that was seen there."""

    card: Card
    name: str
    holds: str
    is_seen: bool
    fits: bool
    old_paper: bool
    counted: int | None

    def texts(self, structure: Structure) -> tuple[str, ...]:
        """The cells from left to right."""
        notes = [
            "" if self.fits else _("not from here"),
            _("old paper") if self.old_paper else "",
        ]
        if self.counted is not None:
            decimals = structure.item_of(structure.loops[self.card.loop_id]).decimals
            notes.append(_("counted {quantity}").format(quantity=quantity(self.counted, decimals)))
        return (self.name, self.holds, spaced(self.card.code), ", ".join(note for note in notes if note))


def hanging_rows(
    expected: Sequence[Card],
    seen: Mapping[int, Sighting],
    cards: Mapping[int, Card],
    counted: Mapping[int, int],
    structure: Structure,
    place: Place,
) -> list[HangingRow]:
    """The cards that should hang at a place, then those that were seen there besides."""
    ids = {card.id for card in expected}
    others = [cards[card_id] for card_id in seen if card_id in cards and card_id not in ids]
    return [
        HangingRow(
            card,
            card_name(card, structure),
            words.holds(card, structure),
            card.id in seen,
            # what was seen where it belonged and was booked on since is no stranger
            card.id in ids or seen[card.id].fits or place in places_of(card, structure),
            card.id in seen and seen[card.id].old_paper,
            counted.get(card.id) if card.state in HOLDING else None,
        )
        for card in (*expected, *others)
    ]


class HangingModel(QAbstractTableModel):
    """A tick in the first column says that the card was seen. `ticked` carries the card's id and whether it is."""

    ticked = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[HangingRow] = []
        self._structure: Structure | None = None

    def show(self, rows: Sequence[HangingRow], structure: Structure) -> None:
        """Become these rows; where the same cards stay, only what differs is told."""
        same = [row.card.id for row in rows] == [row.card.id for row in self.rows]
        if not same:
            self.beginResetModel()
        changed = [place for place, row in enumerate(rows) if same and self.rows[place] != row]
        self.rows, self._structure = list(rows), structure
        if not same:
            self.endResetModel()
        for place in changed:
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Card"), _("In the books"), _("Code"), _("Note"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        tick = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | tick

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows) or self._structure is None:
            return None
        row = self.rows[index.row()]
        if role == CARD:
            return row.card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.texts(self._structure)[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if row.is_seen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            seen = _("seen") if row.is_seen else _("not seen yet")
            return ", ".join(part for part in (*row.texts(self._structure), seen) if part)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        self.ticked.emit(self.rows[index.row()].card.id, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True
