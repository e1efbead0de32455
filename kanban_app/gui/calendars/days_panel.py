"""Days unlike others: public holidays by country and region, days off and extra days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.shift_plans import PlanDay, ShiftPlan, spans_from_text, spans_text
from kanban_app.domain.structure_edits import EditFault
from kanban_app.domain.working_time import Span
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.widgets import Button, Choice, Panel, TextLabel
from kanban_app.i18n import _, day, language


class DaysPanel(Panel):
    """`edited` says that a person changed something, `faulty` that what was typed can't be read."""

    edited = Signal()
    faulty = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[PlanDay, ...] = ()
        self._regions: Mapping[str, Sequence[str]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(8))
        column.addWidget(TextLabel(_("Days off and extra days"), size=18, weight=700))
        column.addLayout(self._holiday_row())
        column.addWidget(self._make_table(), 1)
        column.addLayout(self._make_fields())

    # -- building --------------------------------------------------------------------------------------------------

    def _holiday_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(TextLabel(_("Public holidays of"), size=15))
        self.country, self.region = Choice(name=_("Country")), Choice(name=_("Region"))
        for choice in (self.country, self.region):
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
            row.addWidget(choice, 1)
        self.country.activated.connect(lambda _place: self._on_country())
        self.region.activated.connect(lambda _place: self.edited.emit())
        return row

    def _make_table(self) -> QTableWidget:
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(_("Days off and extra days"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        tables.dress(self.table, row_height=36)
        self.table.setMinimumHeight(theme.px(120))
        self.table.setHorizontalHeaderLabels([_("Days"), _("Worked"), _("Note")])
        for place in (0, 1):  # days and times are short: the note gets the room
            self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        self.table.itemSelectionChanged.connect(self._on_chosen)
        return self.table

    def _make_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(6))
        self.first = self._field(_("First day: 2027-07-12"), _("First day"))
        self.last = self._field(_("Last day, of several"), _("Last day"))
        self.times = self._field(_("Times, or off"), _("Times"))
        self.note = self._field(_("Note: summer shutdown"), _("Note"))
        self.add = Button(_("Add days"), icon="plus")
        self.add.clicked.connect(self._on_add)
        self.remove = Button(_("Take off the list"), icon="close")
        self.remove.clicked.connect(self._on_remove)
        self.remove.setEnabled(False)
        cells = ((self.first, self.last), (self.times, self.note), (self.add, self.remove))
        for row, pair in enumerate(cells):
            for place, widget in enumerate(pair):
                grid.addWidget(widget, row, place)
        return grid

    def _field(self, hint: str, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(hint)
        field.setAccessibleName(name)
        field.returnPressed.connect(self._on_add)
        return field

    # -- what is shown ---------------------------------------------------------------------------------------------

    def know(self, countries: Mapping[str, str], regions: Mapping[str, Sequence[str]]) -> None:
        """The countries by code with their names, as they are sorted, and their regions."""
        self._regions = regions
        with QSignalBlocker(self.country):
            self.country.clear()
            self.country.addItem(_("no country"), "")
            for code, name in countries.items():
                self.country.addItem(name, code)

    def fill(self, plan: ShiftPlan, *, follows: bool) -> None:
        """Show a plan; `follows` says that the plant's country holds where there is none of its own."""
        self.country.setItemText(0, _("as the plant") if follows else _("no country"))
        with QSignalBlocker(self.country):
            self.country.setCurrentIndex(max(0, self.country.findData(plan.country)))
        self._fill_regions(plan.region)
        self._show_days(plan.days)

    def read_into(self, plan: ShiftPlan) -> ShiftPlan:
        """The plan with what is set here."""
        country, region = str(self.country.currentData() or ""), str(self.region.currentData() or "")
        return replace(plan, country=country, region=region, days=self._days)

    def _fill_regions(self, chosen: str) -> None:
        regions = self._regions.get(str(self.country.currentData() or ""), ())
        with QSignalBlocker(self.region):
            self.region.clear()
            self.region.addItem(_("all of it"), "")
            for region in regions:
                self.region.addItem(region, region)
            self.region.setCurrentIndex(max(0, self.region.findData(chosen)))
        self.region.setEnabled(bool(regions))

    def _show_days(self, days: Sequence[PlanDay]) -> None:
        self._days = tuple(sorted(days, key=lambda one: (one.first_on, one.last_on)))
        self.table.setRowCount(len(self._days))
        for place, one in enumerate(self._days):
            works = spans_text([one.works]) if one.works else _("off")
            for cell, text in enumerate((_days_text(one), works, one.note)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, cell, item)
        self.table.clearSelection()

    # -- what is done ----------------------------------------------------------------------------------------------

    def _on_country(self) -> None:
        self._fill_regions("")
        self.edited.emit()

    def _on_chosen(self) -> None:
        self.remove.setEnabled(self.table.currentRow() >= 0 and bool(self.table.selectedItems()))

    def _on_add(self) -> None:
        if not self.first.text().strip():
            self.first.setFocus()
            return
        try:
            found = self._typed()
        except ValueError:
            return
        self._show_days((*self._days, *found))
        for field in (self.first, self.last, self.times, self.note):
            field.clear()
        self.first.setFocus()
        self.edited.emit()

    def _typed(self) -> list[PlanDay]:
        first = self._day_typed(self.first)
        last = self._day_typed(self.last) if self.last.text().strip() else first
        try:
            spans: tuple[Span | None, ...] = spans_from_text(self.times.text()) or (None,)
        except ValueError:
            self.times.setFocus()
            self.faulty.emit(EditFault("days", "not_times", {"text": self.times.text().strip()}))
            raise
        return [PlanDay(first, last, span, self.note.text().strip()) for span in spans]

    def _day_typed(self, field: QLineEdit) -> date:
        try:
            return date.fromisoformat(field.text().strip())
        except ValueError:
            field.setFocus()
            self.faulty.emit(EditFault("days", "not_a_day", {"text": field.text().strip()}))
            raise

    def _on_remove(self) -> None:
        place = self.table.currentRow()
        if 0 <= place < len(self._days):
            self._show_days([*self._days[:place], *self._days[place + 1 :]])
            self._on_chosen()
            self.edited.emit()


def _days_text(one: PlanDay) -> str:
    from babel.dates import format_date

    if one.first_on == one.last_on:
        return day(one.first_on)
    pattern = "d MMM" if one.first_on.year == one.last_on.year else "d MMM y"
    first = format_date(one.first_on, pattern, locale=language())
    return _("{first} to {last}").format(first=first, last=day(one.last_on))
