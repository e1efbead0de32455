"""Working time in the window: whose, the week, the days that are not like others, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kanban_app.domain.shift_plans import ShiftPlan
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault, EditRefused
from kanban_app.gui.calendars.days_panel import DaysPanel
from kanban_app.gui.calendars.preview import WEEKS, WeeksPreview
from kanban_app.gui.calendars.week_form import WeekForm
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations.calendar_words import calendar_fault_text, weekday_names

if TYPE_CHECKING:
    from kanban_app.operations.calendars import DayView

Plans = dict[int | None, ShiftPlan]
PAUSE_MS = 250
BESIDE = 1150
"""At 96 dpi and 100 %: narrower than this, the two panels stand below one another."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the screen is filled from."""

    plans: Plans
    structure: Structure
    zones: Sequence[str]
    local_zone: str
    countries: Mapping[str, str]
    regions: Mapping[str, Sequence[str]]


def _read_known(session: Any) -> _Known:
    """On the reader's thread: the libraries of zones and holidays are large."""
    from kanban_app.operations.calendars import local_zone, read_plans, zone_names
    from kanban_app.operations.public_holidays import country_names, regions_by_country

    plans = read_plans(session)
    return _Known(plans, session.structure, zone_names(), local_zone(), country_names(), regions_by_country())


def _preview(session: Any, plans: Plans, station_id: int | None, first: date) -> list[DayView]:
    from kanban_app.operations.calendars import preview_days

    return preview_days(plans, session.structure, station_id, first, WEEKS * 7)


def _keep(session: Any, plan: ShiftPlan) -> None:
    from kanban_app.operations.calendars import keep_plan

    keep_plan(session, plan)


def _drop(session: Any, station_id: int | None) -> None:
    from kanban_app.operations.calendars import drop_plan

    drop_plan(session, station_id)


class CalendarsScreen(QWidget):
    """What is typed is kept with one button; until then the preview shows what would come of it."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._known: _Known | None = None
        self._draft = ShiftPlan()
        self._unkept = False
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask_preview)
        tools.link.board_read.connect(self._on_board_read)
        self._show_unkept(False)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        whole.setSpacing(theme.px(12))
        whole.addLayout(self._head())
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        whole.addWidget(self.told)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(theme.px(16))
        row.addWidget(self._week_panel(), 8)
        self.days = DaysPanel()
        self.days.edited.connect(self._on_edited)
        self.days.faulty.connect(lambda fault: self._say_faults([fault]))
        row.addWidget(self.days, 5)
        column.addLayout(row, 1)
        column.addWidget(self._preview_panel())
        whole.addWidget(self._scrolled(content), 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(TextLabel(_("Working time"), size=24, weight=700))
        self.place = Choice(name=_("Whose working time"))
        self.place.activated.connect(lambda _place: self._on_place())
        head.addWidget(self.place)
        head.addStretch(1)
        self.undo = Button(_("As it was"), icon="undo")
        self.undo.clicked.connect(self._on_undo)
        self.drop = Button(_("Follow the plant"))
        self.drop.clicked.connect(self._on_drop)
        self.keep = Button(_("Keep"), kind="primary", icon="check")
        self.keep.clicked.connect(self._on_keep)
        for button in (self.drop, self.undo, self.keep):
            head.addWidget(button)
        return head

    def _week_panel(self) -> Panel:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(8))
        row = QHBoxLayout()
        row.addWidget(TextLabel(_("The week"), size=18, weight=700))
        row.addStretch(1)
        row.addWidget(TextLabel(_("Time zone"), size=15))
        self.zone = Choice(name=_("Time zone"))
        self.zone.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.zone.setMinimumContentsLength(18)
        self.zone.activated.connect(lambda _place: self._on_edited())
        row.addWidget(self.zone)
        column.addLayout(row)
        self.week = WeekForm(weekday_names())
        self.week.edited.connect(self._on_edited)
        column.addWidget(self.week)
        hint = _("Write shifts as 06:00-14:00, 14:00-22:00. A shift may end after midnight: 22:00-06:00.")
        note = TextLabel(hint, size=14, tone="ink3")
        note.setWordWrap(True)
        column.addWidget(note)
        column.addStretch(1)
        return panel

    def _preview_panel(self) -> Panel:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(6))
        column.addWidget(TextLabel(_("The next four weeks"), size=18, weight=700))
        self.preview = WeeksPreview(weekday_names(short=True))
        column.addWidget(self.preview)
        note = TextLabel(
            _("Promise dates count by this. A card's due time does not: it stays signal plus lead time."),
            size=14,
            tone="ink3",
        )
        note.setWordWrap(True)
        column.addWidget(note)
        return panel

    def _scrolled(self, content: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setProperty("ground", "canvas")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        for shown in (content, area.viewport()):
            shown.setAutoFillBackground(False)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the two panels do not fit beside one another they stand below one another."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(BESIDE)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what is set; what is typed and not kept stays."""
        shop = self._tools.link.shop
        if shop is None or self._unkept:
            return
        if self._known is None:
            self._say(_("Reading the working time…"))
        self._tools.link.when_done(shop.read(_read_known), self._on_known, self._on_failed)

    def _on_board_read(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_known(self, known: _Known) -> None:
        if self._unkept:
            return
        first_time = self._known is None
        self._known = known
        self.week.setEnabled(True)
        self._fill_places(known)
        if first_time:
            self._say("")
            self.days.know(known.countries, known.regions)
            with QSignalBlocker(self.zone):
                self.zone.addItem("", "")
                for name in known.zones:
                    self.zone.addItem(name, name)
        self._show_plan()

    def _fill_places(self, known: _Known) -> None:
        chosen = self.place.currentData()
        with QSignalBlocker(self.place):
            self.place.clear()
            self.place.addItem(_("the whole plant"), None)
            for station_id in known.structure.flow_order():
                name = known.structure.stations[station_id].name
                # What has a time of its own is marked by a word, so that it is found again.
                own = _("{station}, own times").format(station=name) if station_id in known.plans else name
                self.place.addItem(own, station_id)
            self.place.setCurrentIndex(max(0, self.place.findData(chosen)))

    def _show_plan(self) -> None:
        assert self._known is not None
        station_id = self.place.currentData()
        plans = self._known.plans
        follows = station_id is not None and None in plans
        zone = "" if follows else self._known.local_zone
        self._draft = plans.get(station_id) or ShiftPlan(station_id, zone)
        self.zone.setItemText(0, _("as the plant") if station_id is not None else "")
        with QSignalBlocker(self.zone):
            if self._draft.zone and self.zone.findData(self._draft.zone) < 0:
                self.zone.addItem(self._draft.zone, self._draft.zone)
            self.zone.setCurrentIndex(max(0, self.zone.findData(self._draft.zone)))
        self.week.fill(self._draft, self._inherited(station_id))
        self.days.fill(self._draft, follows=follows)
        self._show_unkept(False)
        self._ask_preview()

    def _inherited(self, station_id: int | None) -> ShiftPlan | None:
        """The plan that holds where this one says nothing; suppliers keep their own time."""
        assert self._known is not None
        if station_id is None or self._known.structure.stations[station_id].kind == "supplier":
            return None
        return self._known.plans.get(None)

    def _show_unkept(self, unkept: bool) -> None:
        self._unkept = unkept
        self.keep.setEnabled(unkept)
        self.undo.setEnabled(unkept)
        self.place.setEnabled(not unkept)
        plans = self._known.plans if self._known else {}
        station_id = self.place.currentData()
        self.drop.setText(_("Follow the plant") if station_id is not None else _("Work around the clock"))
        self.drop.setEnabled(station_id in plans and not unkept)

    def _ask_preview(self) -> None:
        shop = self._tools.link.shop
        if shop is None or self._known is None:
            return
        today = self._tools.clock().astimezone().date()
        monday = today - timedelta(days=today.weekday())
        plans = {**self._known.plans}
        if self._unkept or self._draft.station_id in plans:
            plans[self._draft.station_id] = self._draft
        asked = shop.read(_preview, plans, self._draft.station_id, monday)
        self._tools.link.when_done(asked, lambda days: self.preview.show_days(days, today), self._on_failed)

    # -- what is done ----------------------------------------------------------------------------------------------

    def _on_place(self) -> None:
        self._say("")
        self._show_plan()

    def _on_edited(self) -> None:
        draft = self.days.read_into(self.week.read_into(self._draft))
        self._draft = replace(draft, zone=str(self.zone.currentData() or ""))
        self.week.show_bars(self._draft)
        self._show_unkept(True)
        self._say(_("Not kept yet."), "warn")
        self._pause.start()

    def _on_undo(self) -> None:
        self._say("")
        self._unkept = False
        self._show_plan()

    def _on_keep(self) -> None:
        shop = self._tools.link.shop
        if shop is None:
            return
        if self.week.faults:
            self._say_faults(self.week.faults)
            return
        self.keep.setEnabled(False)
        self._tools.link.when_done(shop.write(_keep, self._draft), self._on_kept, self._on_not_kept)

    def _on_drop(self) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            asked = shop.write(_drop, self.place.currentData())
            self._tools.link.when_done(asked, self._on_kept, self._on_not_kept)

    def _on_kept(self, _nothing: object) -> None:
        self._show_unkept(False)
        self._say(_("Kept. Promise dates count by it from now on."), "ok")
        self.refresh()

    def _on_not_kept(self, problem: BaseException) -> None:
        self.keep.setEnabled(self._unkept)
        if isinstance(problem, EditRefused):
            self._say_faults(problem.faults)
        else:
            self._on_failed(problem)

    def _on_failed(self, problem: BaseException) -> None:
        self._say(_("The working time could not be read or kept: {problem}").format(problem=problem), "stop")
        self._tools.link.failed.emit(problem)

    def _say_faults(self, faults: Sequence[EditFault]) -> None:
        said = []
        for fault in faults:
            weekday = fault.field_name.rpartition("_")[2]
            name = f"{weekday_names()[int(weekday)]}: " if weekday.isdigit() else ""
            said.append(name + calendar_fault_text(fault))
        self._say("\n".join(said), "stop")

    def _say(self, text: str, tone: str = "ink2") -> None:
        self.told.set_tone(tone)
        self.told.setText(text)
