"""The next four weeks as they will be: how long is worked each day, and why a day is not like others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from kanban_app.domain.shift_plans import spans_text
from kanban_app.gui.look import tables, theme
from kanban_app.i18n import _, day
from kanban_app.operations.calendar_words import worked_text

if TYPE_CHECKING:
    from kanban_app.operations.calendars import DayView

WEEKS = 4
_ROW = 36


class WeeksPreview(QTableWidget):
    """Four rows of a week, Monday first."""

    def __init__(self, day_names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(WEEKS, 7, parent)
        self._shown: Sequence[DayView] = ()
        self._today = date.min
        self.setAccessibleName(_("The next four weeks"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        tables.dress(self, row_height=_ROW)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectItems)
        self.setHorizontalHeaderLabels(list(day_names))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.news().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self.horizontalHeader().setFixedHeight(theme.px(tables.HEAD_HEIGHT))
        self.setFixedHeight(theme.px(tables.HEAD_HEIGHT + WEEKS * _ROW + 2))
        self.show_days(self._shown, self._today)

    def show_days(self, days: Sequence[DayView], today: date) -> None:
        """Show 28 days, the first of them a Monday."""
        self._shown, self._today = days, today
        for place, view in enumerate(days[: WEEKS * 7]):
            worked = worked_text(view.minutes)
            item = QTableWidgetItem("  ".join(filter(None, (str(view.day.day), worked, view.reason))))
            said = [day(view.day), spans_text(view.spans) or _("not worked"), view.reason]
            item.setToolTip("\n".join(filter(None, said)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, said)))
            item.setForeground(QBrush(theme.color("ink3" if view.day < today else "ink")))
            if not view.minutes:
                item.setBackground(QBrush(theme.color("sunken")))
            if view.day == today:
                font = self.font()
                font.setBold(True)
                item.setFont(font)
            self.setItem(place // 7, place % 7, item)
