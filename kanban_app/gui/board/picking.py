"""Which cards are chosen together: by Ctrl and Shift with mouse or keys, or all that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from kanban_app.gui.board.cells import Column, SlotKind
from kanban_app.gui.board.model import AnyIndex, BoardModel


class Mode(Enum):
    """What going to a card means for the others: only this one, this one too or no more, all up to it, no change."""

    ONLY = auto()
    TOGGLE = auto()
    EXTEND = auto()
    KEEP = auto()


class Picks(QObject):
    """The ids of the cards that are chosen together, by the card and not by its place: cards move."""

    changed = Signal()

    def __init__(self, model: BoardModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._ids: dict[int, None] = {}
        self._anchor: int | None = None

    def ids(self) -> tuple[int, ...]:
        """The chosen cards, in the order in which they were chosen."""
        return tuple(self._ids)

    def are_several(self) -> bool:
        """Whether more than one card is chosen."""
        return len(self._ids) > 1

    def __contains__(self, card_id: object) -> bool:
        return card_id in self._ids

    def take(self, index: AnyIndex, mode: Mode) -> None:
        """Somebody went to the card at this index."""
        card = self._model.card_at(index)
        if mode is Mode.KEEP or card is None:
            return
        if mode is Mode.EXTEND and self._anchor is not None:
            self._put(self._between(self._model.index_of_card(self._anchor), index))
            return
        self._anchor = card.id
        if mode is Mode.TOGGLE:
            kept = [card_id for card_id in self._ids if card_id != card.id]
            self._put(kept if card.id in self._ids and kept else [*kept, card.id])
        else:
            self._put([card.id])

    def only(self, card_id: int | None) -> None:
        """Only this card, or none."""
        self._anchor = card_id
        self._put([] if card_id is None else [card_id])

    def take_all(self) -> None:
        """Every card that the filters ask for."""
        self._put(self._model.shown_cards())

    def _put(self, card_ids: Iterable[int]) -> None:
        wanted = dict.fromkeys(card_ids)
        if list(wanted) != list(self._ids):
            self._ids = wanted
            self.changed.emit()

    def _between(self, first: AnyIndex, last: AnyIndex) -> list[int]:
        """The cards in the rectangle of two cells that a filter asks for, and those two."""
        if not first.isValid():
            first = last
        rows = range(min(first.row(), last.row()), max(first.row(), last.row()) + 1)
        columns = range(min(first.column(), last.column()), max(first.column(), last.column()) + 1)
        ends = {self._model.card_at(first), self._model.card_at(last)}
        end_ids = {card.id for card in ends if card is not None}
        slots = (self._model.cells_at(row).slots[column - Column.FIRST_SLOT] for row in rows for column in columns)
        cards = (slot for slot in slots if slot.kind is SlotKind.CARD)
        return [slot.card_id for slot in cards if slot.asked or slot.card_id in end_ids]
