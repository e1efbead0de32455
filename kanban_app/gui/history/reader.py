"""Reads the ledger a page at a time, as far as somebody looks, and stops when told to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kanban_app.gui.shop_link import ShopLink
from kanban_app.operations.ledger_views import PAGE, LedgerFilter, LedgerPage, read_page


class LedgerReader(QObject):
    """`found` carries each page; `progressed` how many of all entries were looked through; `rested` that it waits."""

    found = Signal(object)
    progressed = Signal(int, int)
    rested = Signal()
    failed = Signal(object)

    def __init__(self, link: ShopLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.wanted = LedgerFilter()
        self._before: int | None = None
        self._lacking = 0
        self._is_asked = False
        self._begins_anew = False

    def begin(self, wanted: LedgerFilter) -> None:
        """Read from the newest entry on, what this filter lets through."""
        self.wanted, self._before = wanted, None
        self._begins_anew = self._is_asked
        self._lacking = PAGE
        self._ask()

    def more(self) -> None:
        """Read another page's worth."""
        self._lacking = PAGE
        self._ask()

    def stop(self) -> None:
        """Look no further; `more` goes on from there."""
        self._lacking = 0

    def is_busy(self) -> bool:
        """Whether it is looking."""
        return self._is_asked

    def has_more(self) -> bool:
        """Whether there are older entries."""
        return self._before != 0

    def _ask(self) -> None:
        shop = self._link.shop
        if shop is None or self._is_asked or not self.has_more():
            return
        self._is_asked = True
        self._link.when_done(shop.read(read_page, self.wanted, self._before, PAGE), self._on_page, self._on_failed)

    def _on_page(self, page: LedgerPage) -> None:
        self._is_asked = False
        if self._begins_anew:
            self._begins_anew = False
            self._ask()
            return
        self._before = page.next_before
        self._lacking -= len(page.lines)
        self.found.emit(page)
        if self.has_more() and self._lacking > 0:
            self.progressed.emit(page.last_seq - page.next_before, page.last_seq)
            self._ask()
        else:
            self.rested.emit()

    def _on_failed(self, problem: BaseException) -> None:
        self._is_asked = self._begins_anew = False
        self.failed.emit(problem)
