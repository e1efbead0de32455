"""The week: seven days, each with its bar, its shifts and its breaks as one types them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kanban_app.domain.shift_plans import ShiftPlan, spans_from_text, spans_text, week_of
from kanban_app.domain.structure_edits import EditFault
from kanban_app.domain.working_time import ALL_DAY, Span, less_breaks
from kanban_app.gui.calendars.day_bar import DayBar
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import TextLabel
from kanban_app.i18n import _


@dataclass(frozen=True, slots=True)
class _Day:
    """The widgets of one day."""

    bar: DayBar
    shifts: QLineEdit
    breaks: QLineEdit


class WeekForm(QWidget):
    """Monday to Sunday. `edited` says that a person changed something; what cannot be read is in `faults`."""

    edited = Signal()

    def __init__(self, day_names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.faults: list[EditFault] = []
        self._inherited: ShiftPlan | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(2))
        for column, text in ((2, _("Shifts")), (3, _("Breaks"))):
            self._grid.addWidget(TextLabel(text, size=13, weight=600, tone="ink2"), 0, column)
        self.days = [self._add_day(place, name) for place, name in enumerate(day_names)]
        for column, stretch in ((1, 4), (2, 8), (3, 5)):
            self._grid.setColumnStretch(column, stretch)

    def _add_day(self, place: int, name: str) -> _Day:
        day = _Day(DayBar(name), self._field(_("Shifts on {day}"), name), self._field(_("Breaks on {day}"), name))
        self._grid.addWidget(TextLabel(name, size=15, weight=500), place + 1, 0, Qt.AlignmentFlag.AlignVCenter)
        for column, widget in enumerate((day.bar, day.shifts, day.breaks), start=1):
            self._grid.addWidget(widget, place + 1, column)
        return day

    def _field(self, name: str, day: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name.format(day=day))
        field.textEdited.connect(lambda _text: self.edited.emit())
        return field

    def fill(self, plan: ShiftPlan, inherited: ShiftPlan | None) -> None:
        """Show a plan. Where it has no shifts those of `inherited` hold, or it is worked around the clock."""
        self._inherited = inherited if inherited is not None and inherited.has_shifts else None
        for day, shifts, breaks in zip(self.days, plan.shifts, plan.breaks, strict=True):
            day.shifts.setText(spans_text(shifts))
            day.breaks.setText(spans_text(breaks))
            for field in (day.shifts, day.breaks):
                field.setCursorPosition(0)  # what does not fit is cut at its end
        self.faults = []
        self.show_bars(plan)

    def read_into(self, plan: ShiftPlan) -> ShiftPlan:
        """The plan with the week that is typed here; a day that can't be read stays as it was."""
        self.faults = []
        shifts = tuple(self._spans(day.shifts, plan.shifts[place], place) for place, day in enumerate(self.days))
        breaks = tuple(self._spans(day.breaks, plan.breaks[place], place) for place, day in enumerate(self.days))
        return replace(plan, shifts=shifts, breaks=breaks)

    def _spans(self, field: QLineEdit, known: tuple[Span, ...], place: int) -> tuple[Span, ...]:
        try:
            return spans_from_text(field.text())
        except ValueError:
            self.faults.append(EditFault(f"shifts_{place}", "not_times", {"text": field.text().strip()}))
            return known

    def show_bars(self, plan: ShiftPlan) -> None:
        """Paint the bars of a plan; the fields stay as they are typed."""
        inherited = not plan.has_shifts
        week = week_of(self._inherited) if inherited and self._inherited else None
        for place, day in enumerate(self.days):
            if week is not None:
                spans: tuple[Span, ...] = week[place]
            elif inherited:
                spans = ALL_DAY
            else:
                spans = less_breaks(plan.shifts[place], plan.breaks[place])
            day.bar.show_spans(spans, inherited=inherited)
            day.shifts.setPlaceholderText(self._hint(place, inherited=inherited))

    def _hint(self, place: int, *, inherited: bool) -> str:
        """What holds while nothing is typed."""
        if not inherited:
            return _("not worked")
        if self._inherited is None:
            return _("around the clock")
        return spans_text(self._inherited.shifts[place]) or _("not worked")
