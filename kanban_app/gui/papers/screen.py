"""Other papers: choose one, see its true pages, save it. Nothing of the plant is changed by it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.paper_sheets import SheetKind
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.page_preview import PagePreview
from kanban_app.gui.look.widgets import Button, Panel, Pill, TextLabel
from kanban_app.gui.papers.choices import PaperChoices
from kanban_app.gui.papers.job import Made, PaperJob
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext

# A paper that is there sooner shows no bar: it would only flash.
_SHOW_PROGRESS_MS = 400
# Bookings come in bursts; the pages follow when there is a pause.
_FOLLOW_MS = 1500
_SIDE_WIDTH = 330
_NARROW_BELOW = 860
_LEAST_PREVIEW = 330
# What Qt calls QWIDGETSIZE_MAX.
_NO_LIMIT = 16_777_215


class PapersScreen(QWidget):
    """The plant's papers besides its cards."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._made: Made | None = None
        self._last: Path | None = None
        self.job = PaperJob(tools, self)
        self._waiting = QTimer(self, singleShot=True, interval=_SHOW_PROGRESS_MS)
        self._following = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._build()
        self._connect()
        self.pills[SheetKind.PULL_SHEET].setChecked(True)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.addWidget(TextLabel(_("Other papers"), size=24, weight=700))
        head.addStretch(1)
        self.back_button = Button(_("Print cards"), icon="printer")
        head.addWidget(self.back_button)
        column.addLayout(head)
        ground = Panel()
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(16))
        self.preview = PagePreview(self._tools.tasks.on_worker)
        self.preview.setMinimumHeight(theme.px(_LEAST_PREVIEW))
        inside.addWidget(self.preview)
        self._side = self._side_panel()
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(12))
        inner.addWidget(self._pill_row())
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.px(16))
        inner.addLayout(self._body, 1)
        self._body.addWidget(ground, 1)
        self._body.addWidget(self._side)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setProperty("ground", "canvas")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(scroll, 1)
        theme.news().changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        """Beside the pages where there is room, else above them."""
        narrow = self.width() < theme.px(_NARROW_BELOW)
        self._side.setMinimumWidth(0 if narrow else theme.px(_SIDE_WIDTH))
        self._side.setMaximumWidth(_NO_LIMIT if narrow else theme.px(_SIDE_WIDTH))
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.BottomToTop if narrow else directions.LeftToRight)
        self.preview.setMinimumHeight(theme.px(_LEAST_PREVIEW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _pill_row(self) -> QWidget:
        from kanban_app.operations.paper_sheets import sheet_names

        row = QWidget()
        layout = FlowLayout(row, gap=8)
        self._group = QButtonGroup(self)
        self.pills: dict[SheetKind, Pill] = {}
        for kind, name in sheet_names().items():
            pill = self.pills[kind] = Pill(name)
            pill.setAccessibleName(name)
            self._group.addButton(pill)
            layout.addWidget(pill)
        return row

    def _side_panel(self) -> QWidget:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(10))
        self.choices = PaperChoices()
        column.addWidget(self.choices)
        self.about = TextLabel(size=15, tone="ink2")
        self.about.setWordWrap(True)
        column.addWidget(self.about)
        self.save_button = Button(_("Save as PDF…"), kind="primary", icon="folder")
        self.folder_button = Button(_("Print into the folder"), icon="printer")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.px(8))
        self.progress.setAccessibleName(_("How far the pages are"))
        self.stop_button = Button(_("Stop"))
        self.again_button = Button(_("Make the pages"), icon="undo")
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        self.open_button = Button(_("Open it"), kind="quiet", icon="folder")
        for widget in (self.save_button, self.folder_button, self.progress, self.stop_button, self.again_button):
            column.addWidget(widget)
        column.addWidget(self.told)
        column.addWidget(self.open_button)
        column.addStretch(1)
        note = TextLabel(
            _("These papers book nothing. Their codes are the cards' own: scan them."), size=14, tone="ink3"
        )
        note.setWordWrap(True)
        column.addWidget(note)
        for widget in (self.progress, self.stop_button, self.again_button, self.open_button):
            widget.hide()
        return panel

    def _connect(self) -> None:
        self.back_button.clicked.connect(lambda: self._tools.go("cards"))
        for pill in self.pills.values():
            pill.toggled.connect(lambda on: self.refresh() if on else None)
        self.choices.changed.connect(self.make)
        self.save_button.clicked.connect(self._ask_where)
        self.folder_button.clicked.connect(lambda: self._save(None))
        self.stop_button.clicked.connect(self.job.stop)
        self.again_button.clicked.connect(self.make)
        self.open_button.clicked.connect(self._open_last)
        self.job.made.connect(self._on_made)
        self.job.failed.connect(self._on_failed)
        self.job.stopped.connect(self._on_stopped)
        self.job.progressed.connect(self._on_progress)
        self.job.saved.connect(self._on_saved)
        self.job.not_saved.connect(self._on_not_saved)
        self._waiting.timeout.connect(self._show_running)
        self._following.timeout.connect(self._follow)
        link = self._tools.link
        for news in (link.board_read, link.changed, link.help_changed, link.notes_changed, link.people_read):
            news.connect(self._on_news)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._ask_where)

    # -- the pages -------------------------------------------------------------------------------------------------

    def kind(self) -> SheetKind:
        """The paper that is chosen."""
        return next(kind for kind, pill in self.pills.items() if pill.isChecked())

    def show_kind(self, kind: SheetKind, station_id: int | None = None) -> None:
        """Show this paper, of this station or of all that have it."""
        with QSignalBlocker(self.pills[kind]):
            self.pills[kind].setChecked(True)
        self._fill()
        with QSignalBlocker(self.choices.station):
            self.choices.station.setCurrentIndex(max(0, self.choices.station.findData(station_id)))
        self.make()

    def refresh(self) -> None:
        """Make the pages again from the plant as it is now."""
        self._fill()
        self.make()

    def _fill(self) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            people = [person.name for person in self._tools.link.people if person.badge]
            self.choices.show_kind(self.kind(), shop.structure, people)

    def make(self) -> None:
        """Make the chosen paper's pages beside the window."""
        self._following.stop()
        if self._tools.link.shop is None:
            self.preview.show_message(_("No plant is open."))
            return
        self._made = None
        self._enable()
        self.again_button.hide()
        self._waiting.start()
        self.job.make(self.choices.wish(), self.choices.paper(), tiled=self.choices.is_tiled())

    def _on_news(self, *_news: object) -> None:
        """Unseen it would slow every scan; whoever comes here later gets it read then."""
        if self.isVisible():
            self._following.start()

    def _follow(self) -> None:
        if self.isVisible() and not self.job.is_busy() and not self.again_button.isVisible():
            self.refresh()

    def _show_running(self) -> None:
        if self.job.is_busy():
            self.progress.setRange(0, 0)
            self.progress.show()
            self.stop_button.show()
            if not self.preview.page_count():
                self.preview.show_message(_("Making the pages…"))

    def _on_progress(self, done: int, whole: int) -> None:
        self.progress.setRange(0, max(whole, 1))
        self.progress.setValue(done)

    def _end(self) -> None:
        self._waiting.stop()
        self.progress.hide()
        self.stop_button.hide()
        self._enable()

    def _on_made(self, made: Made) -> None:
        from kanban_app.operations.paper_sheets import nothing_on

        if made.sheet.is_empty():
            self._made = None
            self.preview.show_message(nothing_on(made.sheet))
            self.about.setText("")
        else:
            self._made = made
            self.preview.show_pdf(made.drawn.data)
            self.about.setText(_about(made))
        self._end()

    def _on_failed(self, problem: BaseException) -> None:
        from kanban_app.operations.paper_sheets import SheetError

        self._end()
        self.about.setText("")
        self.again_button.show()
        if isinstance(problem, SheetError):
            self.preview.show_message(problem.said)
        else:
            self.preview.show_message(_("The pages could not be made. Nothing was saved."))
            self._tools.link.failed.emit(problem)

    def _on_stopped(self) -> None:
        self._end()
        self.about.setText("")
        self.again_button.show()
        self.preview.show_message(_("Stopped. No pages were made."))

    def _enable(self) -> None:
        for button in (self.save_button, self.folder_button):
            button.setEnabled(self._made is not None)

    # -- the file --------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        if self._made is None:
            return
        name = f"{self._made.sheet.kind.value}.pdf"
        dialog = QFileDialog(self, _("Save as PDF"), str(Path.home() / name), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._save(Path(chosen)))
        dialog.open()

    def _save(self, target: Path | None) -> None:
        """Save exactly the pages that are looked at."""
        if self._made is not None:
            self.open_button.hide()
            self._say(_("Saving…"))
            self.job.save(self._made, target)

    def _on_saved(self, path: Path) -> None:
        self._last = path
        self.open_button.show()
        self._say(_("Saved as {name} in {folder}.").format(name=path.name, folder=path.parent), "ok")

    def _on_not_saved(self, problem: BaseException) -> None:
        if isinstance(problem, OSError):
            said = _("The file could not be written: {problem}. Choose another folder.")
            self._say(said.format(problem=problem.strerror or problem), "stop")
        else:
            self._say(_("Nothing was saved."), "stop")
            self._tools.link.failed.emit(problem)

    def _say(self, text: str, tone: str = "ink2") -> None:
        self.told.set_tone(tone)
        self.told.setText(text)

    def _open_last(self) -> None:
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last)))


def _about(made: Made) -> str:
    """How many pages and codes there are."""
    count, codes = made.drawn.page_count, len(made.drawn.codes)
    pages = ngettext("{count} page", "{count} pages", count).format(count=count)
    if not codes:
        return pages
    return pages + ", " + ngettext("{count} code to scan", "{count} codes to scan", codes).format(count=codes)
