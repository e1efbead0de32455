"""What the board is asked: pills, more filters, search and grouping, and the views that keep all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from kanban_app.gui.board.filter_bar import FilterBar
from kanban_app.gui.board.kept_views import KeptView
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.board.sieve import Sieve
from kanban_app.gui.board.view_keeper import ViewKeeper
from kanban_app.settings import Settings

SEARCH_MS = 120


class BoardAsking(QObject):
    """Between the controls and the model. `find` chooses the card of a code and answers whether there is one.

    `entered` says that Enter ended a search.
    """

    entered = Signal()

    def __init__(
        self,
        filters: FilterBar,
        search: QLineEdit,
        model: BoardModel,
        settings: Settings,
        find: Callable[[str], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._filters, self._search, self._model, self._find = filters, search, model, find
        self.keeper = ViewKeeper(filters.views, settings, self._view_now, self)
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(SEARCH_MS)
        self._searching.timeout.connect(self._on_search)
        filters.filter_chosen.connect(self._on_filter)
        filters.grouping_chosen.connect(self._on_grouping)
        filters.sieve_chosen.connect(self._on_sieve)
        filters.show_all_asked.connect(self.show_all)
        search.textChanged.connect(lambda _text: self._searching.start())
        search.returnPressed.connect(self._on_entered)
        model.counts_changed.connect(lambda: filters.set_counts(model.counts()))
        self.keeper.shown.connect(self.show_view)
        if self.keeper.kept.last is not None:
            self.show_view(self.keeper.kept.last)

    def _view_now(self) -> KeptView:
        asked = self._model.question
        return KeptView("", self._model.grouping, asked.filter, self._search.text().strip(), asked.sieve)

    def show_view(self, view: KeptView) -> None:
        """Ask what a kept view asks."""
        self._search.setText(view.search)
        self._searching.stop()
        self._filters.choose(view.filter)
        self._filters.choose_grouping(view.grouping)
        self._filters.show_sieve(view.sieve)
        self._model.choose(grouping=view.grouping, filter=view.filter, search=view.search, sieve=view.sieve)
        self.keeper.remember()

    def show_all(self) -> None:
        """Hold nothing back; rows stay grouped as they are."""
        self.show_view(KeptView("", self._model.grouping))

    def type(self, letter: str) -> None:
        """Somebody types while the board has the focus: they look for something. Scanners are heard before."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.setText(letter)

    def go_to_search(self) -> None:
        """Go to the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _on_filter(self, chosen: Filter) -> None:
        self._model.choose(filter=chosen)
        self.keeper.remember()

    def _on_grouping(self, grouping: Grouping) -> None:
        self._model.choose(grouping=grouping)
        self.keeper.remember()

    def _on_sieve(self, sieve: Sieve) -> None:
        self._filters.show_sieve(sieve)
        self._model.choose(sieve=sieve)
        self.keeper.remember()

    def _on_search(self) -> None:
        self._model.choose(search=self._search.text())
        self.keeper.remember()

    def _on_entered(self) -> None:
        self._searching.stop()
        if self._find(self._search.text()):
            self._search.clear()
            self._searching.stop()
        self._on_search()
        self.entered.emit()
