"""Dragging a card to its next state, with mouse or finger: its chip follows, the fields to drop it on stand beside it.

Our own and not Qt's drag and drop: that one runs a loop of its own, in which nothing else is booked or shown.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel

from kanban_app.domain.cards import Action, Card
from kanban_app.gui.board import life
from kanban_app.gui.board.drop_bar import DropBar, targets_of
from kanban_app.gui.board.model import BoardModel

BESIDE = 12


class CardDrag(QObject):
    """One drag at a time over one view. `dropped` carries (card's id, action), `missed` the id of a card let go over
    another loop.
    """

    dropped = Signal(int, Action)
    missed = Signal(int)

    def __init__(self, view: QAbstractItemView, model: BoardModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._pressed_at = QPoint()
        self._card_id: int | None = None
        self._is_running = False
        self.bar = DropBar(view.viewport())
        self._ghost = QLabel(view.viewport())
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()

    def press(self, point: QPoint, card: Card) -> None:
        """A card was pressed; it may be dragged from here."""
        self.cancel()
        self._pressed_at, self._card_id = point, card.id

    def is_pressed(self) -> bool:
        """A card is pressed or dragged."""
        return self._card_id is not None

    def is_running(self) -> bool:
        """A card is dragged."""
        return self._is_running

    def move(self, point: QPoint) -> None:
        """The pointer is here now."""
        if self._card_id is None:
            return
        if not self._is_running and self._is_far(point):
            self._begin()
        if self._is_running:
            self.bar.target_at(point)
            # beside the pointer, so that the words it points at can be read
            self._ghost.move(point + QPoint(BESIDE, BESIDE))

    def _is_far(self, point: QPoint) -> bool:
        return (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()

    def _begin(self) -> None:
        board, card = self._model.board, self._card()
        index = self._model.index_of_card(self._card_id or 0)
        if board is None or card is None or not index.isValid():
            self.cancel()
            return
        self._is_running = True
        loop = board.structure.loops[card.loop_id]
        cell = self._view.visualRect(index)
        self._ghost.setPixmap(self._picture(cell))
        self._ghost.adjustSize()
        row = QRect(0, cell.top(), self._view.viewport().width(), cell.height())
        targets = targets_of(card, loop, life.next_action(card, loop))
        self.bar.offer(targets, self._model.letters, row, self._pressed_at.x())
        self._ghost.show()
        self._ghost.raise_()
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def _picture(self, cell: QRect) -> QPixmap:
        return self._view.viewport().grab(QRectF(cell).toRect())

    def _card(self) -> Card | None:
        board = self._model.board
        return board.card(self._card_id) if board is not None and self._card_id is not None else None

    def drop(self, point: QPoint) -> None:
        """The card was let go here."""
        card, target = self._card(), self.bar.target_at(point)
        over = self._view.indexAt(point)
        beside = not self.bar.geometry().contains(point) and over.isValid()
        other_row = beside and card is not None and self._model.lines()[over.row()].loop_id != card.loop_id
        self.cancel()
        if card is not None and target is not None:
            self.dropped.emit(card.id, target.action)
        elif card is not None and other_row:
            self.missed.emit(card.id)

    def cancel(self) -> None:
        """Nothing is dragged any more."""
        if self._is_running:
            self._view.viewport().unsetCursor()
        self._card_id, self._is_running = None, False
        self.bar.hide()
        self._ghost.hide()
