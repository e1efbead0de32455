"""One till file: dropped or chosen, read and tried, shown with all that is wrong, booked when the person agrees."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kanban_app.gui.board.blank import Message
from kanban_app.gui.importing.problem_table import ProblemTable
from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Button, Choice, ElidedLabel, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.tills.columns_form import ColumnsForm
from kanban_app.gui.tills.figures import Figures
from kanban_app.i18n import _, ngettext
from kanban_app.i18n import number as number_text

if TYPE_CHECKING:
    from kanban_app.operations.importing.mapping import Mapping as SaidColumns
    from kanban_app.operations.tills_importing import TillOptions
    from kanban_app.operations.tills_reports import Imported

SIDE_WIDTH = 320


class FilePage(QWidget):
    """A file on its way. `booked` says that another one is in the books, or stopped on its way there."""

    booked = Signal(object)
    _read_so_far = Signal(int, object)
    _booked_so_far = Signal(int, object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.path: Path | None = None
        self.tried: Imported | None = None
        self.form: ColumnsForm | None = None
        self._said: SaidColumns | None = None
        self._stop = threading.Event()
        self._busy = False
        self._station_told = False
        self.setAcceptDrops(True)
        self._build()
        self._read_so_far.connect(self._on_read_so_far)
        self._booked_so_far.connect(self._on_booked_so_far)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        self.stack = QStackedWidget()
        self.message = Message()
        self.message.next_asked.connect(self.ask_for_file)
        self.stack.addWidget(self.message)
        self.stack.addWidget(self._found_page())
        self.columns_area = QScrollArea()
        self.columns_area.setWidgetResizable(True)
        self.stack.addWidget(self.columns_area)
        inside.addWidget(self.stack)
        row.addWidget(panel, 1)
        row.addWidget(self._side_panel())
        self.setFocusProxy(self.choose)
        self._say_empty()

    def _found_page(self) -> QWidget:
        self.found = QWidget()
        column = QVBoxLayout(self.found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.about = ElidedLabel(size=15, tone="ink2")
        self.verdict = TextLabel(size=18, weight=700)
        self.notes = TextLabel(size=15, tone="ink2")
        for label in (self.verdict, self.notes):
            label.setWordWrap(True)
        self.figures = Figures()
        self.problems = ProblemTable()
        for widget in (self.about, self.verdict, self.figures, self.notes):
            column.addWidget(widget)
        column.addWidget(self.problems, 1)
        column.addStretch(0)
        return self.found

    def _side_panel(self) -> Panel:
        panel = Panel()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(8))
        self.choose = Button(_("Choose a file…"), icon="folder")
        self.choose.clicked.connect(self.ask_for_file)
        column.addWidget(self.choose)
        column.addWidget(TextLabel(_("Sold at"), size=15))
        self.station = Choice(name=_("Sold at"))
        self.station.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.station.activated.connect(self._on_station)
        column.addWidget(self.station)
        self.make_new = Tick(_("make new items and loops"))
        self.make_new.setToolTip(_("an item and a loop for each code that the plant does not know"))
        self.skip = Tick(_("leave out bad rows"))
        self.repeats = Tick(_("equal lines are sales each"))
        self.repeats.setToolTip(_("for tills that write one line for each piece; else an equal line counts once"))
        for tick in (self.make_new, self.skip, self.repeats):
            tick.toggled.connect(lambda _on: self.try_again())
            column.addWidget(tick)
        self.columns_button = Button(_("Which column is which…"), kind="quiet")
        self.columns_button.clicked.connect(self.show_columns)
        self.book = Button(_("Book the file"), kind="primary", icon="check")
        self.book.clicked.connect(self.book_now)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("How far the file is"))
        self.progress.setFixedHeight(theme.px(8))
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        self.stop = Button(_("Stop"))
        self.stop.clicked.connect(self._stop.set)
        for widget in (self.columns_button, self.book, self.progress, self.told, self.stop):
            column.addWidget(widget)
        column.addStretch(1)
        note = TextLabel(
            _("Reading and trying changes nothing. A line that is in the books is never booked twice."),
            size=14,
            tone="ink3",
        )
        note.setWordWrap(True)
        column.addWidget(note)
        self._show_working("")
        # Neither ticks nor buttons wrap: longer words get a wider side.
        unwrapped = (self.choose, self.make_new, self.skip, self.repeats, self.columns_button, self.book)
        needed = max(widget.sizeHint().width() for widget in unwrapped) + theme.px(2 * 20 + 2)
        panel.setFixedWidth(max(theme.px(SIDE_WIDTH), needed))
        whole = QVBoxLayout(panel)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(_scrolled(content))
        return panel

    def _say_empty(self) -> None:
        self.message.say(
            _("Drop a till file here"),
            _("CSV, packed CSV or Excel: item code, quantity and day of each sale, whatever the columns are called."),
            _("Choose a file…"),
        )
        self.stack.setCurrentWidget(self.message)

    # -- choosing --------------------------------------------------------------------------------------------------

    def fill_stations(self, names: list[str]) -> None:
        """The stations where something can be sold; the choice stays where it was."""
        if [self.station.itemText(place) for place in range(self.station.count())] != names:
            chosen = self.station.currentText()
            self.station.clear()
            self.station.addItems(names)
            self.station.setCurrentIndex(max(0, self.station.findText(chosen)))

    def ask_for_file(self) -> None:
        """Let the person choose a file."""
        kinds = _("Till files (*.csv *.csv.gz *.txt *.xlsx)")
        dialog = QFileDialog(self, _("Choose a till file"), self._tools.settings.import_folder, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.read(paths[0])

    # -- reading ---------------------------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Read a file and try what it would do, beside the window."""
        if not self._busy:
            self.path, self._said = path, None
            self._tools.settings.import_folder = str(path.parent)
            self.try_again()

    def _on_station(self) -> None:
        self._station_told = True
        self.try_again()

    def try_again(self) -> None:
        """Read the same file with what is chosen now."""
        if self.path is not None and not self._busy:
            self._start(_("Reading…"), dry_run=True)

    def book_now(self) -> None:
        """Book what was tried."""
        if self.path is not None and not self._busy and self._may_book():
            self._start(_("Booking…"), dry_run=False)

    def _start(self, text: str, *, dry_run: bool) -> None:
        from kanban_app.operations.tills_importing import Watching, import_till_file

        shop, path, station = self._tools.link.shop, self.path, self.station.currentText()
        if shop is None or path is None or not station:
            return
        self._busy = True
        self._stop.clear()
        self.progress.setRange(0, 0)
        self._show_working(text)
        link, stop = self._tools.link, self._stop
        watching = Watching(
            self._read_so_far.emit, self._booked_so_far.emit, lambda: stop.is_set() or link.shop is not shop
        )
        job = self._tools.tasks.on_worker(import_till_file, shop, path, station, self._options(dry_run), watching)
        link.when_done(job, self._on_tried if dry_run else self._on_booked, self._on_failed)

    def _options(self, dry_run: bool) -> TillOptions:
        from kanban_app.operations.importing.mapping import Mapping as SaidColumns
        from kanban_app.operations.tills_importing import TillOptions

        return TillOptions(
            create=self.make_new.isChecked(),
            skip_bad_rows=self.skip.isChecked(),
            repeats_count=self.repeats.isChecked(),
            dry_run=dry_run,
            where_before=dry_run and not self._station_told,
            said=self._said or SaidColumns(),
            person=self._tools.settings.person,
        )

    def _on_read_so_far(self, done: int, _whole: object) -> None:
        text = ngettext("{count} line read", "{count} lines read", done)
        self.told.setText(text.format(count=number_text(done)))

    def _on_booked_so_far(self, done: int, whole: object) -> None:
        self.progress.setRange(0, int(str(whole or 0)))
        self.progress.setValue(done)
        self.told.setText(
            _("{done} of {whole} done").format(done=number_text(done), whole=number_text(int(str(whole))))
        )

    # -- what came of it -------------------------------------------------------------------------------------------

    def _on_tried(self, tried: Imported) -> None:
        self._end()
        if self._stop.is_set():
            self.path = self.tried = None
            self.message.say(_("Stopped"), _("Nothing was booked."), _("Choose a file…"))
            self.stack.setCurrentWidget(self.message)
            self._show_working("")
            return
        self.tried = tried
        # Until the person says otherwise a file is taken to be sold where its source's files were before.
        if self.station.findText(tried.report.station) < 0:  # made at another terminal meanwhile
            self.station.addItem(tried.report.station)
        self.station.setCurrentText(tried.report.station)
        self._show(tried)
        missing = [sheet for sheet in tried.rows.sheets if sheet.missing]
        if missing and len(missing) == len(tried.rows.sheets):
            self.show_columns()
        self._show_working("")

    def _on_booked(self, done: Imported) -> None:
        self._end()
        self.tried = None
        self._station_told = False
        self.path = None if not done.refused else self.path
        self._show(done)
        self._show_working("")
        self.booked.emit(done)

    def _on_failed(self, problem: BaseException) -> None:
        self._end()
        self._show_working("")
        self.told.set_tone("stop")
        self.told.setText(
            _("It went no further: {problem}. What is in the books stays; choose the file again for the rest.").format(
                problem=problem
            )
        )
        self.told.show()

    def _end(self) -> None:
        self._busy = False

    def _show(self, done: Imported) -> None:
        from kanban_app.gui.tills.verdicts import notes_of, verdict_of

        report = done.report
        self.about.set_whole(" · ".join(text for text in (report.name, report.station, report.days_text()) if text))
        text, tone = verdict_of(done)
        self.verdict.setText(text)
        self.verdict.set_tone(tone)
        notes = notes_of(done)
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.figures.show_rows(done.report.figures())
        self.figures.setVisible(not done.rows.has_fatal)
        self.problems.show_problems(done.rows.problems)
        self.problems.setVisible(bool(done.rows.problems))
        self.stack.setCurrentWidget(self.found)

    def show_columns(self) -> None:
        """Let the person say which column is which."""
        if self.tried is None or not self.tried.rows.sheets:
            return
        self.form = form = ColumnsForm(self.tried.rows.sheets[0])
        form.told.connect(self._on_columns)
        self.columns_area.setWidget(form)
        form.setAutoFillBackground(False)
        self.stack.setCurrentWidget(self.columns_area)

    def _on_columns(self) -> None:
        if self.form is not None:
            self._said = self.form.said()
            self.try_again()

    def _may_book(self) -> bool:
        return self.tried is not None and not self.tried.refused

    def _show_working(self, text: str) -> None:
        self.progress.setVisible(bool(text))
        self.stop.setVisible(bool(text))
        self.told.set_tone("ink2")
        self.told.setText(text)
        self.told.setVisible(bool(text))
        for widget in (self.choose, self.station, self.make_new, self.skip, self.repeats):
            widget.setEnabled(not text)
        self.columns_button.setVisible(not text and self.tried is not None and bool(self.tried.rows.sheets))
        self.book.setEnabled(not text and self._may_book())


def _scrolled(content: QWidget) -> QScrollArea:
    """In a low window the side is scrolled."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    for shown in (content, area.viewport()):
        shown.setAutoFillBackground(False)
    return area
