"""The screen of the history: filters, the ledger newest first, one entry in full, and the board as it was then."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.cards import CardState
from kanban_app.domain.changes import Changes
from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.history.delegate import WIDTH, StepDelegate, TextDelegate, alignment
from kanban_app.gui.history.entry_panel import EntryPanel
from kanban_app.gui.history.export_job import ExportJob
from kanban_app.gui.history.filters import LedgerFilters
from kanban_app.gui.history.model import Column, LedgerModel
from kanban_app.gui.history.past_page import PastPage
from kanban_app.gui.history.reader import LedgerReader
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.columns import Columns
from kanban_app.gui.look.remembering import Note
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, quantity
from kanban_app.operations.ledger_views import CascadeLine, LedgerFilter, LedgerPage, read_cascade
from kanban_app.operations.looking import HistoryLine

# Arrow keys held down pass many entries; only where they rest the tree is read.
REST_MS = 120
LOADING_MS = 200
PANEL_WIDTH = 380
# Below this width Who and Why go: the panel tells them.
COMPACT_BELOW = 1320
# And below this one the chips, and some of the panel.
TIGHT_BELOW, TIGHT_PANEL = 900, 290


class _Table(QTableView):
    """Rows that are chosen whole. Bare letters act nowhere: somebody may scan."""

    def keyboardSearch(self, search: str) -> None:
        """Nothing is looked for by letters."""


class HistoryScreen(QWidget):
    """Everything that happened in the open plant."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self._wanted_seq: int | None = None
        self._is_read = False
        self.filters = LedgerFilters()
        self.model = LedgerModel(tools.clock, self)
        self.reader = LedgerReader(tools.link, self)
        self.export = ExportJob(tools, self)
        self.table = _Table()
        self.steps = StepDelegate(self.table)
        self.panel = EntryPanel()
        self.past = PastPage(tools)
        self.message = Message()
        self.told = TextLabel(size=14, tone="ink2")
        self.progress = QProgressBar()
        self.stop_button = Button(_("Stop"))
        self.newer_button = Button(_("Show what is new"), kind="quiet")
        self.export_button = Button(_("Save as a file…"), icon="file_in")
        self._stack, self._pages = QStackedWidget(), QStackedWidget()
        self._note = Note(self, tools.settings, "history")
        self._resting = self._timer(REST_MS, self._read_cascade)
        self._loading = self._timer(LOADING_MS, self._show_grey)
        self._lay_out()
        self._connect()

    def _timer(self, interval_ms: int, call: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer

    # -- layout ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(TextLabel(_("History"), size=24, weight=700))
        head.addWidget(self.told, 1)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(theme.px(160), theme.px(8))
        for widget in (self.progress, self.stop_button, self.newer_button, self.export_button):
            head.addWidget(widget)
        column.addLayout(head)
        listing = QWidget()
        inside = QVBoxLayout(listing)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(12))
        inside.addWidget(self.filters)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self._list_panel(), 1)
        row.addWidget(self.panel)
        inside.addLayout(row, 1)
        self._pages.addWidget(listing)
        self._pages.addWidget(self.past)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.table)
        self.newer_button.hide()
        self._show_running(False)

    def _list_panel(self) -> Panel:
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 1)
        self.table.setModel(self.model)
        self.table.setItemDelegate(TextDelegate(self.table))
        self.table.setItemDelegateForColumn(Column.STEP, self.steps)
        self.table.setAccessibleName(_("What happened, newest first"))
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(theme.px(44))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(alignment())
        header.setFixedHeight(theme.px(40))
        header.setHighlightSections(False)
        self._columns = Columns(self.table, self._tools.settings, "history", _WIDTHS, frozenset(_WIDTHS))
        for page in (self.table, self.message, GreyRows()):
            self._stack.addWidget(page)
        inside.addWidget(self._stack)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in (Column.WHO, Column.WHY):
            self.table.setColumnHidden(column, self.width() < theme.px(COMPACT_BELOW))
        tight = self.width() < theme.px(TIGHT_BELOW)
        self.table.setColumnHidden(Column.STEP, tight)
        self._columns.set_width(Column.WHEN, 112 if tight else 140)
        self.panel.setFixedWidth(theme.px(TIGHT_PANEL if tight else PANEL_WIDTH))

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filters)
        self.model.more_wanted.connect(self.reader.more)
        self.reader.found.connect(self._on_found)
        self.reader.progressed.connect(self._on_progress)
        self.reader.rested.connect(self._on_rested)
        self.reader.failed.connect(self._on_failed)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.doubleClicked.connect(lambda _index: self._show_board_then())
        self.panel.entry_wanted.connect(self.show_entry)
        self.panel.board_wanted.connect(self.show_board_at)
        self.panel.card_wanted.connect(self._tools.show_card)
        self.panel.only_card_wanted.connect(self.filters.only_card)
        self.past.left.connect(self.show_list)
        self.message.next_asked.connect(self.filters.clear)
        self.stop_button.clicked.connect(self._on_stop)
        self.newer_button.clicked.connect(self.look)
        self.export_button.clicked.connect(self._on_export)
        self.export.running.connect(self._show_running)
        self.export.progressed.connect(self._on_progress)
        self.export.told.connect(self._say)
        self._tools.link.changed.connect(self._on_changed)
        find = QAction(_("Find"), self)
        find.setShortcut(QKeySequence("Ctrl+F"))
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(lambda: self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.addAction(find)

    # -- the list --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Called each time the screen is shown; what is being read stays in sight."""
        shop = self._tools.link.shop
        if shop is None:
            return
        self._letters = chips.letters(shop.plant.language)
        self.steps.set_letters(self._letters)
        self.filters.fill(shop.structure)
        if not self._is_read:
            self.filters.restore(self._note.read())
        if not self._is_read or self.newer_button.isVisibleTo(self):
            self.look()

    def _on_filters(self) -> None:
        self._note.put(self.filters.content())
        self.look()

    def look(self) -> None:
        """Read from the newest entry on, what the filters let through."""
        shop, wanted = self._tools.link.shop, self.filters.wanted()
        if shop is None:
            return
        if wanted is None:
            self._say(_("Write a day as 2027-01-31."), "warn")
            return
        self._is_read = True
        self.newer_button.hide()
        self._say("", "ink2")
        self.model.begin(shop.structure)
        self._loading.start()
        self.reader.begin(wanted)

    def _show_grey(self) -> None:
        if not self.model.lines:
            self._stack.setCurrentIndex(2)

    def _on_found(self, page: LedgerPage) -> None:
        self.model.add(page.lines, has_more=page.next_before > 0)
        if self.model.lines:
            self._loading.stop()
            self._stack.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self._choose_first()

    def _choose_first(self) -> None:
        place = self.model.place_of(self._wanted_seq) if self._wanted_seq is not None else 0
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))

    def _on_rested(self) -> None:
        self._loading.stop()
        if self.stop_button.isVisibleTo(self):
            self._show_running(False)
            self._say("", "ink2")
        if not self.model.lines:
            self.panel.show_nothing()
            self._say_nothing()

    def _say_nothing(self) -> None:
        if self.reader.has_more():
            self.message.say(_("Stopped before anything was found."), "", _("Show all"))
        elif self.reader.wanted == LedgerFilter():
            self.message.say(_("Nothing happened yet."), _("What people book is written down here, for good."))
        else:
            self.message.say(_("Nothing like it happened."), "", _("Show all"))
        self._stack.setCurrentWidget(self.message)

    def _on_progress(self, done: int, whole: int) -> None:
        self._show_running(True)
        self.progress.setRange(0, max(1, whole))
        self.progress.setValue(done)
        told = _("Looked through {done} of {whole} entries")
        self._say(told.format(done=quantity(done), whole=quantity(whole)), "ink2")

    def _on_stop(self) -> None:
        self.reader.stop()
        self.export.stop()

    def _on_failed(self, problem: BaseException) -> None:
        self._loading.stop()
        self._show_running(False)
        text = getattr(problem, "text", None)
        self.message.say(_("The history could not be read."), str(text()) if callable(text) else "", _("Show all"))
        self._stack.setCurrentWidget(self.message)
        self._tools.link.failed.emit(problem)

    def _on_changed(self, changes: Changes) -> None:
        """Rows do not move under a finger; who wants the newest asks for them."""
        if changes.events and self._is_read:
            self.newer_button.show()

    def _show_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.stop_button.setVisible(running)

    def _say(self, text: str, tone: str) -> None:
        self.told.set_tone(tone)
        self.told.setText(text)

    # -- one entry -------------------------------------------------------------------------------------------------

    def _on_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and current.row() < len(self.model.lines):
            self._show_line(self.model.lines[current.row()])

    def _show_line(self, line: HistoryLine) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            self._wanted_seq = line.event.seq
            self.panel.show_line(line, shop.structure, self._letters, self._tools.clock())
            self._resting.start()

    def show_entry(self, seq: int) -> None:
        """Show an entry, in the list where it stands there, in the panel in any case."""
        self._wanted_seq = seq
        place = self.model.place_of(seq)
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))
            self.table.scrollTo(self.model.index(place, 0))
        else:
            self.table.clearSelection()
            self._read_cascade()

    def _read_cascade(self) -> None:
        shop = self._tools.link.shop
        if shop is not None and self._wanted_seq is not None:
            self._tools.link.when_done(shop.read(read_cascade, self._wanted_seq), self._on_cascade)

    def _on_cascade(self, cascade: list[CascadeLine]) -> None:
        shop = self._tools.link.shop
        lines = {entry.line.event.seq: entry.line for entry in cascade}
        wanted = lines.get(self._wanted_seq or 0)
        if wanted is None or shop is None:
            return
        self.panel.show_line(wanted, shop.structure, self._letters, self._tools.clock())
        self.panel.show_cascade(cascade)

    # -- the board of then, the file -------------------------------------------------------------------------------

    def show_board_at(self, seq: int) -> None:
        """Show the board as it was after this entry."""
        self._pages.setCurrentWidget(self.past)
        self.past.show_entry(seq)
        self.past.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_board_then(self) -> None:
        line = self.panel.line()
        if line is not None:
            self.show_board_at(line.event.seq)

    def show_list(self) -> None:
        """Back from the board of then."""
        self._pages.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_in_the_past(self) -> bool:
        """Whether the board of then is shown."""
        return self._pages.currentWidget() is self.past

    def _on_export(self) -> None:
        wanted = self.filters.wanted()
        if wanted is not None:
            self.export.ask_where(self, wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_in_the_past():
            self.show_list()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self._show_board_then()
        else:
            super().keyPressEvent(event)


# What is not here shares the rest.
_WIDTHS: dict[int, int] = {Column.WHEN: 140, Column.STEP: WIDTH, Column.WHO: 190}
