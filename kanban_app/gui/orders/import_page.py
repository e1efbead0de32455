"""Order lists from CSV and Excel files: read and checked beside the window, booked as drafts, mappings remembered."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.gui.importing.mapping_form import MappingForm, tables_known
from kanban_app.gui.importing.problem_table import ProblemTable
from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.i18n import quantity as number_text

if TYPE_CHECKING:
    from kanban_app.operations.importing.mapping import Mapping
    from kanban_app.operations.importing.reading import FoundTable, UnmappedTable
    from kanban_app.operations.orders_importing import OrderImport


class OrderImportPage(QWidget):
    """`booked` says that lines are in the plant, in one sentence."""

    booked = Signal(str)
    left = Signal()
    help_topic = "order_lists"
    _progressed = Signal(int, object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.paths: list[Path] = []
        self._mapping: Mapping | None = None
        self._stop = threading.Event()
        self.is_busy = False
        self._found: OrderImport | None = None
        self.setAcceptDrops(True)
        self.stack = QStackedWidget()
        self.message = TextLabel(_("Drop a CSV or Excel file with orders here."), size=18, tone="ink2")
        self.problems = ProblemTable()
        self.mapping_area = QScrollArea()
        self.verdict = TextLabel(size=18, weight=700)
        self.skip = Tick(_("leave out the rows that do not fit"))
        self.choose = Button(_("Choose files…"), icon="folder")
        self.columns = Button(_("Columns…"), kind="quiet", tip=_("Say what the columns of the file are"))
        self.book = Button(_("Enter them as drafts"), kind="primary", icon="check")
        self.stop = Button(_("Stop"))
        self.back = Button(_("Back to the list"), kind="quiet", icon="left")
        self.progress = QProgressBar()
        self._lay_out()
        self.choose.clicked.connect(self._ask_for_files)
        self.skip.toggled.connect(lambda _on: self.read_again())
        self.columns.clicked.connect(self.show_columns)
        self.book.clicked.connect(lambda: self._start(dry_run=False))
        self.stop.clicked.connect(self._stop.set)
        self.back.clicked.connect(self._leave)
        self._progressed.connect(self._on_progress)
        self.book.setEnabled(False)
        self._show_busy("")
        self.setFocusProxy(self.choose)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for label in (self.message, self.verdict):
            label.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        self.mapping_area.setWidgetResizable(True)
        for page in (self.message, self.problems, self.mapping_area):
            self.stack.addWidget(page)
        inside.addWidget(self.verdict)
        inside.addWidget(self.stack, 1)
        inside.addWidget(self.progress)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.px(8))
        column.addWidget(panel, 1)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.columns)
        row.addWidget(self.skip)
        row.addStretch(1)
        for button in (self.stop, self.back, self.book):
            row.addWidget(button)
        column.addLayout(row)

    # -- choosing --------------------------------------------------------------------------------------------------

    def _ask_for_files(self) -> None:
        folder = self._tools.settings.import_folder
        dialog = QFileDialog(self, _("Choose files"), folder, _("Lists (*.csv *.txt *.xlsx)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.read([Path(name) for name in names]))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.read([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _leave(self) -> None:
        self._stop.set()
        self.left.emit()

    def read(self, paths: Sequence[Path]) -> None:
        """Read and check these files; nothing is written."""
        if paths and not self.is_busy:
            self.paths, self._mapping = list(paths), None
            self._tools.settings.import_folder = str(paths[0].parent)
            self._start(dry_run=True)

    def read_again(self) -> None:
        """Read the same files with what is chosen now."""
        if self.paths and not self.is_busy:
            self._start(dry_run=True)

    # -- reading and booking ---------------------------------------------------------------------------------------

    def _start(self, *, dry_run: bool) -> None:
        shop = self._tools.link.shop
        if shop is None or self.is_busy:
            return
        from kanban_app.operations.orders_importing import import_orders

        self._stop.clear()
        self._found = None
        self._show_busy(_("Reading…") if dry_run else _("Entering…"))
        work = self._tools.tasks.on_worker(
            import_orders,
            shop,
            self.paths,
            self._mapping,
            skip_bad_rows=self.skip.isChecked(),
            dry_run=dry_run,
            progress=self._progressed.emit,
            cancelled=self._stop.is_set,
        )
        self._tools.link.when_done(work, self._on_read, self._on_failed)

    def _on_progress(self, done: int, whole: int | None) -> None:
        self.progress.setRange(0, whole or 0)
        self.progress.setValue(done)
        text = ngettext("{count} row read", "{count} rows read", done).format(count=number_text(done))
        self.verdict.setText(text)

    def _on_read(self, found: OrderImport) -> None:
        if found.is_booked:
            self._show_busy("")
            self._tell_booked(found.told())
            return
        self._found = found
        self._show_busy("")
        if found.reading.unmapped:
            self._show_form(found.reading.unmapped)
            return
        came_from_columns = self.stack.currentWidget() is self.mapping_area
        self._show_found(found)
        if came_from_columns:
            (self.book if self.book.isEnabled() else self.columns).setFocus()

    def show_columns(self) -> None:
        """What each column was read as, to be put right."""
        if self._found is not None:
            self._show_form(tables_known(self._found.reading)).setFocus()

    def _show_form(self, tables: Sequence[UnmappedTable | FoundTable]) -> MappingForm:
        form = MappingForm(tables)
        form.told.connect(lambda: self._map_with(form))
        form.left.connect(self._leave_columns)
        self.mapping_area.setWidget(form)
        form.setAutoFillBackground(False)
        self.stack.setCurrentWidget(self.mapping_area)
        self.columns.hide()
        self.book.setEnabled(False)
        self._say("", "ink")
        return form

    def _are_columns_shown(self) -> bool:
        is_form = self.stack.currentWidget() is self.mapping_area
        return is_form and self._found is not None and not self._found.reading.unmapped

    def _leave_columns(self) -> None:
        """Back to what was read, as it was."""
        if self._found is not None:
            self.columns.show()
            self._show_found(self._found)
            self.columns.setFocus()

    def _show_found(self, found: OrderImport) -> None:
        reading = found.reading
        self.problems.show_problems(reading.problems)
        self.book.setEnabled(not found.refused)
        self.message.setText(", ".join(path.name for path in self.paths))
        self.stack.setCurrentWidget(self.problems if reading.problems else self.message)
        if found.refused:
            count = reading.error_count
            text = ngettext("{count} thing does not fit.", "{count} things do not fit.", count)
            self._say(text.format(count=number_text(count)), "stop")
        else:
            self._say(found.expected(), "ink")

    def _tell_booked(self, text: str) -> None:
        self.book.setEnabled(False)
        self.paths, self._found = [], None
        self.message.setText(_("Drop a CSV or Excel file with orders here."))
        self.stack.setCurrentWidget(self.message)
        self._say("", "ink")
        self.booked.emit(text)

    def _on_failed(self, problem: BaseException) -> None:
        from kanban_app.operations.importing.columns import ImportCancelled

        self._show_busy("")
        self.book.setEnabled(False)
        self._say(_("Stopped. Nothing was written."), "ink2")
        if not isinstance(problem, ImportCancelled):
            self._say(_("The file could not be read. Nothing was written."), "stop")
            self._tools.link.failed.emit(problem)

    def _map_with(self, form: MappingForm) -> None:
        chosen = form.mapping()
        self._mapping = chosen.before(self._mapping) if self._mapping else chosen
        self._start(dry_run=True)

    def _say(self, text: str, tone: str) -> None:
        self.verdict.set_tone(tone)
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))

    def _show_busy(self, text: str) -> None:
        self.is_busy = bool(text)
        for widget in (self.progress, self.stop):
            widget.setVisible(self.is_busy)
        self.progress.setRange(0, 0)
        for button in (self.choose, self.skip, self.columns):
            button.setEnabled(not self.is_busy)
        self.columns.setVisible(self._found is not None and bool(tables_known(self._found.reading)))
        if text:
            self.book.setEnabled(False)
        self._say(text, "ink2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._are_columns_shown():
            self._leave_columns()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
