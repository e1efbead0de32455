"""The two panels of a station: what may be taken, and what must be made with what is being made above it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Panel, Rule, TextLabel
from kanban_app.gui.station.measures import COMPACT, Measures
from kanban_app.gui.station.queue_list import MakingList, QueueList
from kanban_app.gui.station.queue_rows import MakingRow, QueueRow, QueueWords
from kanban_app.gui.station.take_list import TakeList
from kanban_app.i18n import _, ngettext

# So many rows of what is being made stand above the queue, one in a low window; more of them scroll.
MOST_MAKING = 2
_LOW = 420


class PanelHead(QWidget):
    """The title of a panel, a hint beside it, a count at the right."""

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.px(8))
        self.title = TextLabel(title, size=20, weight=700)
        self.hint = TextLabel(hint, size=15, tone="ink2")
        self.count = TextLabel("", size=15, weight=500, tone="ink2")
        self._row.addWidget(self.title)
        self._row.addWidget(self.hint)
        self._row.addStretch(1)
        self._row.addWidget(self.count)

    def set_measures(self, measures: Measures) -> None:
        """Be wide or compact."""
        self.setFixedHeight(theme.px(measures.panel_head))
        top = theme.px(8 if measures.wide else 4)
        self._row.setContentsMargins(theme.px(20), top, theme.px(20), 0)
        self.title.set_size(measures.panel_title_px)


class TakePanel(Panel):
    """Take from here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = PanelHead(_("Take from here"), _("longest full first"))
        self.list = TakeList(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, theme.px(6))
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self.list.empty_text = _("Nothing is taken here.")
        self.list.empty_hint = _("No loop ends at this station.")

    def set_measures(self, measures: Measures) -> None:
        """Be wide or compact."""
        self.head.set_measures(measures)
        self.list.set_measures(measures)


class MakePanel(Panel):
    """Making now and Make next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measures = COMPACT
        self.making_head = PanelHead("")
        self.making = MakingList(self)
        self._rule = Rule()
        self.head = PanelHead("")
        self.list = QueueList(self)
        self.news = Button("", kind="quiet", icon="alert")
        self.news.clicked.connect(self._show_now)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, theme.px(6))
        column.setSpacing(0)
        for widget in (self.making_head, self.making, self._rule, self.head, self.news):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.news.hide()
        self._show_making(0)

    def set_words(self, words: QueueWords) -> None:
        """The names that fit the station's kind."""
        self.making_head.title.setText(words.making)
        self.making.setAccessibleName(words.making)
        self.head.title.setText(words.next)
        self.head.hint.setText(words.hint)
        self.list.setAccessibleName(words.next)
        self.list.empty_text, self.list.empty_hint = words.empty, words.empty_hint

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """Speak the plant's language on the chips."""
        self.making.delegate_of_rows.letters = letters

    def set_measures(self, measures: Measures) -> None:
        """Be wide or compact."""
        self.measures = measures
        for part in (self.making_head, self.head, self.list, self.making):
            part.set_measures(measures)
        self._show_making(len(self.making.model_of_rows.rows))

    def show_rows(self, queue: list[QueueRow], making: list[MakingRow], *, at_once: bool) -> None:
        """Show the station's work."""
        self.making.show_rows(making, at_once=at_once)
        self.list.show_rows(queue, at_once=at_once)
        self._show_making(len(making))
        count = ngettext("{count} card", "{count} cards", len(queue)).format(count=len(queue))
        self.head.count.setText(count if queue else "")
        self.making_head.hint.setText(ngettext("{count} card", "{count} cards", len(making)).format(count=len(making)))
        self._tell_news()

    def _tell_news(self) -> None:
        waiting = self.list.waiting_rows()
        self.news.setVisible(bool(waiting))
        urgent = any(row.card.urgent for row in waiting)
        text = _("{count} new, urgent") if urgent else _("{count} new")
        self.news.setText(text.format(count=len(waiting)))

    def _show_now(self) -> None:
        self.list.show_waiting()
        self._tell_news()

    def _show_making(self, count: int) -> None:
        for widget in (self.making_head, self.making, self._rule):
            widget.setVisible(count > 0)
        rows = min(count, MOST_MAKING if self.height() >= theme.px(_LOW) else 1)
        self.making.setFixedHeight(theme.px(self.measures.making) * rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_making(len(self.making.model_of_rows.rows))

    def set_busy(self, busy: bool) -> None:
        """While a booking runs nothing here can be pressed."""
        self.making.set_busy(busy)
        self.list.set_busy(busy)
