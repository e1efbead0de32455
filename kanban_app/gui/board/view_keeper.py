"""Keeps views of the board on this terminal, and brings back how the board was left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.gui.board import kept_views
from kanban_app.gui.board.kept_views import Kept, KeptView
from kanban_app.gui.board.views_bar import ViewsBar
from kanban_app.i18n import _
from kanban_app.settings import Settings

REST_MS = 1500


class ViewKeeper(QObject):
    """Between the line of kept views and the settings. `shown` carries the view that was chosen.

    `now` answers the view as the board shows it at present.
    """

    shown = Signal(object)

    def __init__(self, bar: ViewsBar, settings: Settings, now: Callable[[], KeptView], parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._settings, self._now = bar, settings, now
        self.kept = kept_views.from_texts(settings.board_views)
        self._deleted: KeptView | None = None
        self._last = self.kept.last
        # a search is written when its typing has rested, and not letter by letter
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.write_last)
        bar.chosen.connect(self._on_chosen)
        bar.kept.connect(self._on_kept)
        bar.renamed.connect(self._on_renamed)
        bar.deleted.connect(self._on_deleted)
        bar.brought_back.connect(self._on_brought_back)
        self._show(self.kept.last.name if self.kept.last is not None else "")

    def view(self, name: str) -> KeptView | None:
        """The view of this name."""
        return next((view for view in self.kept.views if view.name == name), None)

    def remember(self) -> None:
        """The board is shown like this now; it comes back at the next start."""
        now = self._now()
        same = self.view(self._bar.chosen_name())
        if same is not None and replace(now, name=same.name) != same:
            self._bar.list.setCurrentIndex(0)
            same = None
        self._last = replace(now, name=same.name if same is not None else "")
        if self._last != self.kept.last:
            self._rest.start()

    def write_last(self) -> None:
        """Write how the board is shown now, without waiting any longer."""
        self._rest.stop()
        self._write(last=self._last)

    def remember_columns(self, columns: dict[str, int]) -> None:
        """Columns have these widths now, in px at 100 %."""
        self._write(columns=columns)

    def remember_panel(self, width: int | None) -> None:
        """The panel has this width now, in px at 100 %."""
        self._write(panel_width=width)

    def _write(self, **values: object) -> None:
        kept: Kept = replace(self.kept, **values)  # type: ignore[arg-type] # fields of Kept, by name
        if kept != self.kept:
            self.kept = kept
            self._settings.board_views = kept_views.to_texts(kept)

    def _show(self, chosen: str) -> None:
        self._bar.show_views(self.kept.views, chosen)

    def _on_chosen(self, name: str) -> None:
        view = self.view(name)
        self._bar.tell("")
        self._show(name)
        if view is not None:
            self.shown.emit(view)

    def _on_kept(self, name: str) -> None:
        self._write(views=kept_views.with_view(self.kept.views, replace(self._now(), name=name)))
        self._show(name)
        self.remember()
        self._bar.tell(_("Kept: {name}").format(name=name))

    def _on_renamed(self, name: str, wanted: str) -> None:
        view = self.view(name)
        if view is None or not wanted:
            return
        if any(other.name.casefold() == wanted.casefold() and other is not view for other in self.kept.views):
            self._bar.tell(_("Another view is called {name}. Type another name.").format(name=wanted))
            return
        views = kept_views.without_view(self.kept.views, name)
        self._write(views=kept_views.with_view(views, replace(view, name=wanted)))
        self._show(wanted)
        self.remember()
        self._bar.tell(_("Its name is {name} now.").format(name=wanted))

    def _on_deleted(self, name: str) -> None:
        self._deleted = self.view(name)
        self._write(views=kept_views.without_view(self.kept.views, name))
        self._show("")
        self.remember()
        self._bar.tell(_("Deleted: {name}").format(name=name), can_bring_back=self._deleted is not None)

    def _on_brought_back(self) -> None:
        view, self._deleted = self._deleted, None
        if view is not None:
            self._write(views=kept_views.with_view(self.kept.views, view))
            self._show("")
            self._bar.tell(_("Kept: {name}").format(name=view.name))
