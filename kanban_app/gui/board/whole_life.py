"""Turns the pages of a card's whole life: each is read when it is asked for, however long the life is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kanban_app.domain.cards import Card
from kanban_app.gui.waiting import Waiting

if TYPE_CHECKING:
    from kanban_app.operations.ledger_views import LedgerPage
    from kanban_app.operations.looking import HistoryLine
    from kanban_app.operations.shop import Shop

PAGE = 30
# page, its entries newest first, whether there is an older one
Show = Callable[[int, "Sequence[HistoryLine]", bool], None]


class WholeLife(QObject):
    """Reads for one card at a time; `show` is called with each page that arrives."""

    def __init__(self, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._waiting = Waiting(self)
        self._card: Card | None = None
        self._begins: list[int | None] = [None]

    def begin(self, card: Card) -> None:
        """This card from now on, from its newest entry."""
        self._card, self._begins = card, [None]

    def ask(self, shop: Shop, page: int) -> None:
        """Read a page; one further than the last that is known is not asked for."""
        card = self._card
        if card is None or not 0 <= page < len(self._begins):
            return
        # the reader and all behind it are loaded when somebody first asks
        from kanban_app.operations.ledger_views import LedgerFilter, read_page

        asked = shop.read(read_page, LedgerFilter(text=card.code), self._begins[page], PAGE)
        self._waiting.when_done(asked, lambda found: self._on_page(card, page, found))

    def _on_page(self, card: Card, page: int, found: LedgerPage) -> None:
        if self._card is not card:
            return
        del self._begins[page + 1 :]
        if found.next_before:
            self._begins.append(found.next_before)
        self._show(page, found.lines, bool(found.next_before))
