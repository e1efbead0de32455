"""The line at the top of the board: title, plant and time, the search field, room for the window's own things."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kanban_app import i18n
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Panel, SearchField, TextLabel
from kanban_app.i18n import _


class BoardHead(Panel):
    """`search` filters the board; `corner` is free for what the window shows about plant and person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self.search = SearchField(_("Find item, card code, station, order"), "Ctrl+F")
        self.search.setMinimumWidth(theme.px(260))
        self.search.setMaximumWidth(theme.px(360))
        self._subtitle = TextLabel(size=14, tone="ink2")
        self.corner = QHBoxLayout()
        self.corner.setSpacing(theme.px(12))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(7), theme.px(20), theme.px(7))
        row.setSpacing(theme.px(12))
        row.addWidget(TextLabel(_("Plant board"), size=24, weight=700))
        row.addWidget(self._subtitle, 1)
        row.addWidget(self.search, 1)
        row.addLayout(self.corner)

    def tell(self, plant_name: str, now: datetime) -> None:
        """Show the plant's name and the local time of this moment."""
        local = now.astimezone()
        moment = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
        # month and day names without Babel: this runs while the window opens
        named = QLocale(i18n.language()).toString(moment, "ddd d MMM HH:mm")
        self._subtitle.setText(" · ".join(filter(None, (plant_name, named))))
