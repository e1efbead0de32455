"""The screen F7: choose cards, see their true paper, print them, see that they came out; recall what is old."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, Panel, TextLabel
from kanban_app.gui.print_list.action_box import ActionBox
from kanban_app.gui.print_list.choices import LookChoices, read_choices
from kanban_app.gui.print_list.interrupted_bar import InterruptedBar
from kanban_app.gui.print_list.keeping import PaperFiles
from kanban_app.gui.print_list.list_panel import CardListPanel
from kanban_app.gui.print_list.model import PrintListModel
from kanban_app.gui.print_list.options_panel import OptionsPanel
from kanban_app.gui.print_list.preview_panel import PreviewPanel
from kanban_app.gui.print_list.print_run import PrintRun, printers_here
from kanban_app.gui.print_list.recall_page import RecallBar, RecallPage
from kanban_app.gui.print_list.result_words import failed, said
from kanban_app.gui.print_list.sheet_form import SheetForm
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.operations.paper_looks import LabelSheet, keep_sheet
from kanban_app.operations.print_desk import PrintOrder
from kanban_app.operations.print_waiting import Waiting, read_waiting
from kanban_app.operations.recalls import OldPaper, destroyed, found_again

if TYPE_CHECKING:
    from kanban_app.operations.papers import PrintResult
    from kanban_app.operations.print_jobs import OpenJob

# Below this width the preview is a drawer over the list.
WIDE_FROM = 1360
OPTIONS_WIDTH, PREVIEW_WIDTH = 310, 430
NEWS_REST_MS = 300


class PrintListScreen(QWidget):
    """What may be printed in the open plant. `printed` carries the paths of a finished job, `walk_asked` wants to see
    whether the cards hang where they should, `edit_design_asked` names the design to edit ("" for the usual one).
    """

    printed = Signal(object)
    walk_asked = Signal()
    edit_design_asked = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._order: PrintOrder | None = None
        self.model = PrintListModel(self)
        self.run = PrintRun(tools, self)
        self.files = PaperFiles(tools, self)
        self._resting = QTimer(self, singleShot=True, interval=NEWS_REST_MS)
        self._build()
        self._connect()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addLayout(self._head())
        self.interrupted = InterruptedBar()
        column.addWidget(self.interrupted)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        left = QVBoxLayout()
        left.setSpacing(theme.px(12))
        self.recall_bar = RecallBar()
        left.addWidget(self.recall_bar)
        self.pages = QStackedWidget()
        self.recall_page = RecallPage()
        self._drawer = Panel()
        QVBoxLayout(self._drawer)
        self.list = CardListPanel(self.model, self._tools.settings)
        self.setFocusProxy(self.list)
        for page in (self.list, self.recall_page, self._drawer):
            self.pages.addWidget(page)
        left.addWidget(self.pages, 1)
        row.addLayout(left, 8)
        row.addWidget(self._options_panel())
        row.addWidget(self._preview_panel(), 5)
        column.addLayout(row, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(TextLabel(_("Print cards"), size=24, weight=700))
        head.addStretch(1)
        self.preview_button = Button(_("Preview"), icon="screen")
        self.preview_button.setCheckable(True)
        head.addWidget(self.preview_button)
        self.others = Button(_("Other papers…"), icon="orders")
        self.others.clicked.connect(lambda: self._tools.go("papers"))
        head.addWidget(self.others)
        self.walk = Button(_("Card walk…"), icon="hand")
        self.walk.clicked.connect(self.walk_asked)
        head.addWidget(self.walk)
        self.station = Choice(name=_("Source"))
        head.addWidget(self.station)
        return head

    def _options_panel(self) -> Panel:
        panel = Panel()
        panel.setFixedWidth(theme.px(OPTIONS_WIDTH))
        self._side = QVBoxLayout(panel)
        self._side.setContentsMargins(theme.px(16), theme.px(14), theme.px(4), theme.px(14))
        self.options = OptionsPanel(self._tools.settings)
        self.sheet_form = SheetForm()
        self.side = QStackedWidget()
        self.side.addWidget(self.options)
        self.side.addWidget(self.sheet_form)
        self._side.addWidget(self.side, 1)
        return panel

    def _preview_panel(self) -> Panel:
        self._right = Panel()
        self._right.setMinimumWidth(theme.px(PREVIEW_WIDTH))
        column = QVBoxLayout(self._right)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        self.preview = PreviewPanel(self._tools)
        self.box = ActionBox()
        column.addWidget(self.preview, 1)
        column.addWidget(self.box)
        return self._right

    def _connect(self) -> None:
        self.station.currentIndexChanged.connect(lambda _place: self.refresh())
        self.model.ticks_changed.connect(self._on_ticks)
        self.options.changed.connect(self._show_preview)
        self.options.edit_design_asked.connect(self.edit_design_asked)
        self.options.import_design_asked.connect(self.files.ask_design)
        self.options.export_design_asked.connect(self.files.ask_export)
        self.options.calibration_asked.connect(self.files.ask_calibration)
        self.options.sheet_asked.connect(lambda: self.side.setCurrentWidget(self.sheet_form))
        self.sheet_form.left.connect(lambda: self.side.setCurrentWidget(self.options))
        self.sheet_form.kept.connect(self._keep_sheet)
        self.files.told.connect(self.box.say)
        self.files.design_kept.connect(self._on_design_kept)
        self.recall_bar.list_asked.connect(lambda: self.pages.setCurrentWidget(self.recall_page))
        self.recall_bar.paper_asked.connect(self.files.ask_recall)
        self.recall_page.left.connect(lambda: self.pages.setCurrentIndex(0))
        self.recall_page.destroyed.connect(self._on_destroyed)
        self.recall_page.undone.connect(self._on_undone)
        self.preview_button.toggled.connect(self._on_drawer)
        self._connect_run()
        self._resting.timeout.connect(self.refresh)
        self._tools.link.board_read.connect(self._on_news)
        self._tools.link.changed.connect(self._on_news)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_now)

    def _connect_run(self) -> None:
        self.box.print_asked.connect(self.print_now)
        self.box.save_asked.connect(self._ask_where)
        self.box.stop_asked.connect(self.run.stop)
        self.box.again_asked.connect(self._print_again)
        self.box.sheet_again_asked.connect(self._print_sheet_again)
        self.interrupted.go_on_asked.connect(lambda: self._begin(PrintOrder(resume=True)))
        self.interrupted.left_asked.connect(self._leave_interrupted)
        self.run.began.connect(self._on_began)
        self.run.progressed.connect(self.box.show_progress)
        self.run.ended.connect(self._on_printed)
        self.run.failed.connect(self._on_failed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is no room for three columns the preview becomes a drawer over the list."""
        wide = self.width() >= theme.px(WIDE_FROM)
        if wide is (self.box.parentWidget() is self._right):
            self._right.setVisible(wide)
            self.preview_button.setHidden(wide)
            return
        right, drawer = self._right.layout(), self._drawer.layout()
        assert isinstance(right, QVBoxLayout), "made so"
        assert isinstance(drawer, QVBoxLayout), "made so"
        self.box.set_narrow(not wide)
        self._side.setContentsMargins(theme.px(16), theme.px(14), theme.px(4 if wide else 16), theme.px(14))
        if wide:
            right.addWidget(self.preview, 1)
            right.addWidget(self.box)
            self.preview_button.setChecked(False)
        else:
            drawer.addWidget(self.preview, 1)
            self._side.addWidget(self.box)
        self._right.setVisible(wide)
        self.preview_button.setHidden(wide)

    def _on_drawer(self, shown: bool) -> None:
        self.pages.setCurrentIndex(2 if shown else 0)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again; nothing jumps while a job runs."""
        link = self._tools.link
        if link.shop is None or self.run.is_running:
            return
        self._fill_stations()
        # A button that nobody listens to is not shown.
        heard = self.isSignalConnected(QMetaMethod.fromSignal(self.edit_design_asked))
        self.options.edit_design.setVisible(heard)
        self.list.begin()
        link.when_done(link.shop.read(read_waiting, self.station.currentData()), self._on_waiting, self._on_unread)
        link.when_done(link.shop.desk.interrupted(), self._on_interrupted)
        link.when_done(link.shop.read(read_choices), self._on_choices)

    def _on_news(self, *_news: object) -> None:
        """Whoever comes here later gets it read then; unseen it would slow every scan."""
        if self.isVisible() and not self._resting.isActive():
            self._resting.start()

    def _fill_stations(self) -> None:
        shop = self._tools.link.shop
        if shop is None:
            return
        sources = {loop.source_id for loop in shop.structure.loops.values()}
        wanted: list[tuple[int | None, str]] = [(None, _("All sources"))]
        wanted += [(s, shop.structure.stations[s].name) for s in shop.structure.flow_order() if s in sources]
        known = [(self.station.itemData(place), self.station.itemText(place)) for place in range(self.station.count())]
        if known == wanted:
            return
        chosen = self.station.currentData()
        with QSignalBlocker(self.station):
            self.station.clear()
            for station_id, name in wanted:
                self.station.addItem(name, station_id)
            self.station.setCurrentIndex(max(0, self.station.findData(chosen)))

    def _on_waiting(self, waiting: Waiting) -> None:
        shop = self._tools.link.shop
        if shop is None:
            return
        self.list.show_waiting(waiting, shop.structure)
        self.recall_bar.show_papers(waiting.old_papers, shop.structure)
        self.recall_page.show_papers(waiting.old_papers, shop.structure, self._tools.clock())
        if not waiting.old_papers and self.pages.currentWidget() is self.recall_page:
            self.pages.setCurrentIndex(0)

    def _on_unread(self, problem: BaseException) -> None:
        self.list.show_failed(problem)
        self._tools.link.failed.emit(problem)

    def _on_choices(self, choices: LookChoices) -> None:
        """The printers are asked beside the window: a queue that does not answer would stall it."""
        asked = self._tools.tasks.on_worker(printers_here)
        self._tools.link.when_done(
            asked,
            lambda printers: self._offer(choices, printers),
            lambda _problem: self._offer(choices, ([], "")),
        )

    def _offer(self, choices: LookChoices, printers: tuple[list[str], str]) -> None:
        self.options.show_choices(choices, printers)
        self._show_preview()

    def _on_ticks(self) -> None:
        count = len(self.model.ticked())
        self.list.show_count(count)
        self.box.show_count(count, is_running=self.run.is_running)
        self._show_preview()

    def _show_preview(self) -> None:
        if self.options.is_ready():
            self.preview.show_cards(self.model.ticked(), self.options.look())

    # -- printing --------------------------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Print what is chosen: onto the printer, or into the plant's print folder."""
        self._print(None)

    def _ask_where(self) -> None:
        self.files.ask_pdf(_("Save as PDF"), "cards.pdf", self._print)

    def _print(self, out: Path | None) -> None:
        from kanban_app.operations.print_jobs import Destination

        codes = tuple(card.code for card in self.model.ticked())
        if not codes or not self.options.is_ready():
            return
        printer = None if out else self.options.printer_choice()
        person = self._tools.settings.person
        self._begin(PrintOrder(codes, self.options.look(), Destination(file=out, printer=printer), person=person))

    def _begin(self, order: PrintOrder) -> None:
        self._order = order
        self.run.begin(order)

    def _print_again(self) -> None:
        """The second press: exactly what was printed before, as a further print."""
        if self._order is not None:
            self._begin(replace(self._order, again=True))

    def _print_sheet_again(self, codes: tuple[str, ...]) -> None:
        if self._order is not None and codes:
            look = replace(self._order.look, start_cell=1)
            self._begin(replace(self._order, codes=codes, look=look, again=True, resume=False))

    def _on_began(self, count: int) -> None:
        self.box.show_running(True)
        self.interrupted.hide()
        self.box.say(ngettext("Printing {count} card…", "Printing {count} cards…", count).format(count=count))
        self._on_ticks()

    def _on_printed(self, result: PrintResult) -> None:
        self.box.show_running(False)
        self.box.show_result(result)
        self.box.say(*said(result, self._printer_name(), self._tools.clock()))
        if result.sheets:
            self.model.forget(result.codes)
        self._on_ticks()
        if result.paths:
            self.printed.emit(result.paths)
        self.refresh()

    def _printer_name(self) -> str:
        to = self._order.destination if self._order else None
        return to.printer.name if to and to.printer else ""

    def _on_failed(self, problem: BaseException) -> None:
        self.box.show_running(False)
        self.box.say(failed(problem), "stop")
        self._on_ticks()
        self.refresh()

    # -- what was cut off ------------------------------------------------------------------------------------------

    def _on_interrupted(self, job: OpenJob | None) -> None:
        if not self.run.is_running:
            self.interrupted.show_job(job, self._tools.clock())

    def _leave_interrupted(self, job_id: int) -> None:
        from kanban_app.operations.print_jobs import leave

        shop = self._tools.link.shop
        if shop is not None:
            self._tools.link.when_done(shop.write(leave, job_id, shop.clock()), lambda _done: self.refresh())

    # -- the recall, sheets, designs -------------------------------------------------------------------------------

    def _on_destroyed(self, papers: list[OldPaper]) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            cards = [paper.card for paper in papers]
            ticking = shop.write(destroyed, cards, self._tools.settings.person, shop.clock())
            self._tools.link.when_done(ticking, lambda _count: self.refresh())

    def _on_undone(self, paper: OldPaper) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            self._tools.link.when_done(shop.write(found_again, paper), lambda _done: self.refresh())

    def _keep_sheet(self, sheet: LabelSheet) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            keeping = shop.write(keep_sheet, sheet)
            self._tools.link.when_done(keeping, lambda _done: self._on_sheet_kept(sheet.name), self._on_sheet_refused)

    def _on_sheet_kept(self, name: str) -> None:
        self.sheet_form.say("")
        self.side.setCurrentWidget(self.options)
        self._tools.settings.print_format = f"sheet:{' '.join(name.split())}"
        self.refresh()

    def _on_sheet_refused(self, problem: BaseException) -> None:
        self.sheet_form.say(_("The sheet was not kept. {problem}").format(problem=problem))

    def _on_design_kept(self, name: str) -> None:
        self._tools.settings.print_design = name
        self.box.say(_("The design {name} is in the plant.").format(name=name), "ok")
        self.refresh()
