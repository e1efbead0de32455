"""What a tap on a row does, and the keys that tap rows."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kanban_app.domain.cards import Card
from kanban_app.gui.station.asking import Asking
from kanban_app.gui.station.offers import offers_at_consumer, offers_in_queue
from kanban_app.gui.station.queue_list import FINISH, START
from kanban_app.gui.station.queue_rows import MakingRow, QueueRow, sentence
from kanban_app.gui.station.row_actions import Offer, RowActions
from kanban_app.gui.station.seat import Seat
from kanban_app.gui.station.take_rows import TakeRow
from kanban_app.operations.wording import card_name


class Taps(QObject):
    """Belongs to one screen: the lists ask it what is meant."""

    def __init__(self, screen: Seat, asking: Asking) -> None:
        super().__init__(screen)
        self._screen, self._asking = screen, asking
        self.take_actions = RowActions(screen.take.list)
        self.make_actions = RowActions(screen.make.list)
        screen.take.list.tapped.connect(self.on_take_tapped)
        screen.make.list.tapped.connect(self.on_queue_tapped)
        screen.make.making.tapped.connect(self.on_making_tapped)
        for actions in (self.take_actions, self.make_actions):
            actions.chosen.connect(self._on_offer)

    def put_away(self) -> bool:
        """Close what is open over a row; whether something was."""
        opened = [actions for actions in (self.take_actions, self.make_actions) if actions.isVisible()]
        for actions in opened:
            actions.put_away()
        return bool(opened)

    def on_take_tapped(self, row: TakeRow, card_id: object) -> None:
        """A container, or the row itself: then the one to take next."""
        chips = (*row.stock, *row.coming)
        chip = next((chip for chip in chips if chip.card.id == card_id), None) or next(iter(chips), None)
        board = self._screen.link.board
        if chip is None or board is None or self._asking.choose_container(chip.card):
            return
        offers = offers_at_consumer(chip.card, board.structure)
        self._screen.take.list.mark_changed(frozenset(), chip.card.id)
        place = self._screen.take.list.model_of_rows.place_of(row.loop_id)
        self.take_actions.offer(place, chip.card, card_name(chip.card, board.structure), chip.state, offers)

    def on_queue_tapped(self, row: QueueRow, target: object) -> None:
        """Start, or what else can be done with a card of the queue."""
        if target == START:
            self._screen.make.list.settle()
            self._screen.booker.do(row.action, row.card)
            return
        board = self._screen.link.board
        if board is not None:
            place = self._screen.make.list.model_of_rows.place_of(row.card.id)
            offers = offers_in_queue(row, board.structure)
            self.make_actions.offer(place, row.card, sentence(row, board.structure), row.material, offers)

    def on_making_tapped(self, row: MakingRow, target: object) -> None:
        """Finish."""
        if target == FINISH:
            self._screen.make.making.settle()
            self._screen.booker.do(row.action, row.card)

    def _on_offer(self, card: Card, offer: Offer, quantity: int | None, reason: str) -> None:
        self._screen.booker.do(offer.action, card, quantity=quantity, reason=reason)

    def act_on_row(self, place: int) -> None:
        """Alt and a digit: start a row that can start, open one that can't."""
        queue = self._screen.make.list
        if place < len(queue.model_of_rows.rows):
            queue.touch()
            queue.tap(place, START if queue.model_of_rows.rows[place].can_start else None)

    def open_row(self, place: int) -> None:
        """Alt, Shift and a digit: open a row of what may be taken."""
        self._screen.take.list.tap(place, None)
