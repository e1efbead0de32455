"""Bringing lists in: read and check first, show everything, and write only when the person agrees."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.first_fill import Start
from kanban_app.gui.importing.mapping_form import MappingForm, tables_known
from kanban_app.gui.importing.problem_table import ProblemTable
from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Button, Choice, Panel, TextLabel
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.tasks import Tasks
from kanban_app.i18n import _, ngettext
from kanban_app.i18n import number as number_text
from kanban_app.settings import Settings

if TYPE_CHECKING:
    from kanban_app.operations.drafts import Booked
    from kanban_app.operations.importing.command import ImportOptions
    from kanban_app.operations.importing.mapping import Mapping
    from kanban_app.operations.importing.reading import FoundTable, Reading, UnmappedTable


class ImportScreen(QWidget):
    """Files in, a plant out. `booked` says that the plant has what was read, `left` that the person gave it up.

    Without an open plant it only reads; `plant_wanted` then carries the reading, for whoever makes the plant file.
    """

    booked = Signal(object)
    plant_wanted = Signal(object)
    left = Signal()
    _progressed = Signal(int, object)

    def __init__(self, link: ShopLink, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._tasks, self._settings = link, tasks, settings
        self.paths: list[Path] = []
        self.reading: Reading | None = None
        self._mapping: Mapping | None = None
        self._stop = threading.Event()
        self._reading_now = False
        self.setAcceptDrops(True)
        self._build()
        self._progressed.connect(self._on_progress)

    def _options(self) -> ImportOptions:
        from kanban_app.operations.importing.command import ImportOptions

        # Qt keeps the bare text of a choice, and the first fill compares with the choice itself.
        return ImportOptions(Start(self.start.currentData()), self.propose.isChecked(), self.skip.isChecked())

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.addWidget(TextLabel(_("Bring your lists"), size=24, weight=700))
        self.files = TextLabel(size=15, tone="ink2")
        head.addWidget(self.files)
        head.addStretch(1)
        self.choose = Button(_("Choose files…"), icon="folder")
        self.choose.clicked.connect(self.ask_for_files)
        self.choose_folder = Button(_("Choose a folder…"), icon="folder")
        self.choose_folder.clicked.connect(self._ask_for_folder)
        leave = Button(_("Back"), kind="quiet", icon="left")
        leave.clicked.connect(self._leave)
        for button in (self.choose, self.choose_folder, leave):
            head.addWidget(button)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self._main_panel(), 1)
        row.addWidget(self._side_panel())
        column.addLayout(row, 1)
        self.setFocusProxy(self.choose)

    def _main_panel(self) -> Panel:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        self.stack = QStackedWidget()
        self.message = TextLabel(
            _("Drop Excel or CSV files here: items, parts lists, routing, suppliers, stock, orders."),
            size=18,
            tone="ink2",
        )
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.stack.addWidget(self.message)
        self.found = QWidget()
        inner = QVBoxLayout(self.found)
        inner.setContentsMargins(0, 0, 0, 0)
        self.verdict = TextLabel(size=18, weight=700)
        self.verdict.setWordWrap(True)
        self.problems = ProblemTable()
        self.summary = QPlainTextEdit()
        self.summary.setReadOnly(True)
        self.summary.setAccessibleName(_("What would be created"))
        self.columns = Button(_("Columns…"), kind="quiet", tip=_("Say what the columns of the files are"))
        self.columns.clicked.connect(self.show_columns)
        head = QHBoxLayout()
        head.addWidget(self.verdict, 1)
        head.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(head)
        inner.addWidget(self.problems, 2)
        inner.addWidget(self.summary, 3)
        self.stack.addWidget(self.found)
        self.mapping_area = QScrollArea()
        self.mapping_area.setWidgetResizable(True)
        self.stack.addWidget(self.mapping_area)
        column.addWidget(self.stack, 1)
        return panel

    def _side_panel(self) -> Panel:
        panel = Panel()
        panel.setMinimumWidth(theme.px(340))
        panel.setMaximumWidth(theme.px(460))
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(10))
        column.addWidget(TextLabel(_("How"), size=18, weight=700))
        self.propose = Tick(_("propose loops and card counts"))
        self.propose.setChecked(True)
        self.skip = Tick(_("leave out the rows that do not fit"))
        for box in (self.propose, self.skip):
            box.toggled.connect(lambda _on: self.read_again())
            column.addWidget(box)
        column.addWidget(TextLabel(_("The cards start"), size=15))
        self.start = Choice(name=_("The cards start"))
        for start, text in (
            (Start.FROM_STOCK, _("filled from the counted stock")),
            (Start.FULL, _("all full")),
            (Start.EMPTY, _("all empty: everything is ordered")),
            (Start.NEW, _("not activated: print them first")),
        ):
            self.start.addItem(text, start)
        column.addWidget(self.start)
        self.book = Button(_("Create it"), kind="primary", icon="check")
        self.book.clicked.connect(self.book_now)
        column.addWidget(self.book)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.px(8))
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        self.stop = Button(_("Stop"))
        self.stop.clicked.connect(self._stop.set)
        for widget in (self.progress, self.told, self.stop):
            column.addWidget(widget)
        column.addStretch(1)
        note = TextLabel(_("Nothing is written until you agree, and then all of it or nothing."), size=14, tone="ink3")
        note.setWordWrap(True)
        column.addWidget(note)
        self._show_working("")
        self.book.setEnabled(False)
        return panel

    # -- choosing --------------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        """Let the person choose files."""
        dialog = QFileDialog(self, _("Choose files"), self._settings.import_folder, _("Lists (*.csv *.txt *.xlsx)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.read([Path(name) for name in names]))
        dialog.open()

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose a folder"), self._settings.import_folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.read([Path(name)]))
        dialog.open()

    def dragEnterEvent(self, event: object) -> None:
        if event.mimeData().hasUrls():  # type: ignore[attr-defined] # a QDragEnterEvent
            event.acceptProposedAction()  # type: ignore[attr-defined]

    def dropEvent(self, event: object) -> None:
        urls = event.mimeData().urls()  # type: ignore[attr-defined] # a QDropEvent
        self.read([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _leave(self) -> None:
        self._stop.set()
        self.left.emit()

    # -- reading ---------------------------------------------------------------------------------------------------

    def read(self, paths: Sequence[Path]) -> None:
        """Read and check these files beside the window."""
        if not paths or self._reading_now:
            return
        self.paths = list(paths)
        self._settings.import_folder = str(paths[0] if paths[0].is_dir() else paths[0].parent)
        self._mapping = None
        self.read_again()

    def read_again(self) -> None:
        """Read the same files with what is chosen now."""
        if self.paths and not self._reading_now:
            self.files.setText(", ".join(path.name for path in self.paths))
            self._tasks.start(self._read(), "reading lists")

    async def _read(self) -> None:
        from kanban_app.operations.importing.columns import ImportCancelled
        from kanban_app.operations.importing.command import read_for

        self._reading_now = True
        self._stop.clear()
        self.progress.setRange(0, 0)
        self._show_working(_("Reading…"))
        options = self._options()
        try:
            self.reading = await self._tasks.wait_for(
                read_for, self._link.shop, self.paths, options, self._mapping, self._progressed.emit, self._stop.is_set
            )
        except ImportCancelled:
            self.reading = None
            self.message.setText(_("Stopped. Nothing was written."))
            self.stack.setCurrentIndex(0)
        else:
            self._show_reading(self.reading)
        finally:
            self._reading_now = False
            self._show_working("")

    def _on_progress(self, done: int, whole: int | None) -> None:
        self.progress.setRange(0, whole or 0)
        self.progress.setValue(done)
        self.told.setText(ngettext("{count} row read", "{count} rows read", done).format(count=number_text(done)))

    def _show_reading(self, reading: Reading) -> None:
        from kanban_app.operations.importing.summary import summary_of

        self.problems.show_problems(reading.problems)
        if reading.unmapped:
            self._show_form(reading.unmapped)
            return
        self.columns.setVisible(bool(tables_known(reading)))
        came_from_columns = self.stack.currentWidget() is self.mapping_area
        if reading.is_bookable:
            count = reading.warning_count
            text = (
                _("Everything fits.")
                if not count
                else ngettext("It fits; {count} thing to know.", "It fits; {count} things to know.", count).format(
                    count=number_text(count)
                )
            )
            self.summary.setPlainText("\n".join(summary_of(reading).lines()))
        else:
            text = ngettext(
                "{count} thing does not fit. Mend the file and read it again, or leave out the rows that do not fit.",
                "{count} things do not fit. Mend the files and read them again, or leave out the rows that do not fit.",
                reading.error_count,
            ).format(count=number_text(reading.error_count))
            self.summary.setPlainText("")
        self.verdict.setText(text)
        self.verdict.set_tone("ink" if reading.is_bookable else "stop")
        self.problems.setVisible(bool(reading.problems))
        self.summary.setVisible(reading.is_bookable)
        self.stack.setCurrentWidget(self.found)
        if came_from_columns:
            self.columns.setFocus()
        # Only once it is laid out: before, the text view keeps the place of the text it had.
        QTimer.singleShot(0, self.summary, lambda: self.summary.verticalScrollBar().setValue(0))

    def show_columns(self) -> None:
        """What each column was read as, to be put right."""
        if self.reading is not None and not self._reading_now:
            self._show_form(tables_known(self.reading)).setFocus()
            self.book.setEnabled(False)

    def _show_form(self, tables: Sequence[UnmappedTable | FoundTable]) -> MappingForm:
        form = MappingForm(tables)
        form.told.connect(lambda: self._map_with(form))
        form.left.connect(self._leave_columns)
        self.mapping_area.setWidget(form)
        form.setAutoFillBackground(False)
        self.stack.setCurrentWidget(self.mapping_area)
        return form

    def _leave_columns(self) -> None:
        """Back to what was read, as it was."""
        self.stack.setCurrentWidget(self.found)
        self.book.setEnabled(self._can_book())
        self.columns.setFocus()

    def _map_with(self, form: MappingForm) -> None:
        chosen = form.mapping()
        self._mapping = chosen.before(self._mapping) if self._mapping else chosen
        self.read_again()

    # -- booking ---------------------------------------------------------------------------------------------------

    def book_now(self) -> None:
        """Write what was read, in one transaction."""
        if self.reading is None or not self.reading.is_bookable or self._reading_now:
            return
        if self._link.shop is None:
            self.plant_wanted.emit(self.reading)
        else:
            self._tasks.start(self.book_reading(), "booking lists")

    async def book_reading(self) -> None:
        """Write what was read into the open plant."""
        from kanban_app.operations.importing.command import book_into

        shop, reading = self._link.shop, self.reading
        if shop is None or reading is None:
            return
        self._reading_now = True
        self.progress.setRange(0, 0)
        self._show_working(_("Creating…"))
        options = self._options()
        try:
            done: Booked = await self._tasks.wait_for(book_into, shop, reading, options, self._settings.person)
        except Exception as problem:  # noqa: BLE001 - said to the person, whatever it is; nothing was written
            self.told.set_tone("stop")
            self._show_working("")
            self.told.setText(_("Nothing was created: {problem}").format(problem=problem))
            self.told.show()
            return
        finally:
            self._reading_now = False
        self._show_working("")
        self.reading = None
        self.book.setEnabled(False)
        self.booked.emit(done)

    def _show_working(self, text: str) -> None:
        for widget in (self.progress, self.stop, self.told):
            widget.setVisible(bool(text))
        for button in (self.choose, self.choose_folder, self.book):
            button.setEnabled(not text and (button is not self.book or self._can_book()))
        self.told.set_tone("ink2")
        self.told.setText(text)

    def _can_book(self) -> bool:
        return self.reading is not None and self.reading.is_bookable
