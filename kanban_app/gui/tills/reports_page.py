"""The reports of till files: one row each, newest first, and the chosen one in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.tills.figures import Figures
from kanban_app.gui.tills.plain_table import PlainTable
from kanban_app.i18n import _, moment
from kanban_app.i18n import number as number_text

if TYPE_CHECKING:
    from kanban_app.operations.tills_reports import TillReport


class ReportsPage(QWidget):
    """What became of each file."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.reports: Sequence[TillReport] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 1)
        self.stack = QStackedWidget()
        head = (_("When"), _("File"), _("How"), _("Lines"), _("Booked"), _("Unknown"))
        self.table = PlainTable(_("Till files, newest first"), head, numbers=(3, 4, 5))
        self.table.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.message, self.grey = Message(), GreyRows()
        for page in (self.grey, self.table, self.message):
            self.stack.addWidget(page)
        inside.addWidget(self.stack)
        row.addWidget(panel, 2)
        row.addWidget(self._detail_panel(), 1)
        self.setFocusProxy(self.table)

    def _detail_panel(self) -> Panel:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        self.title = TextLabel(size=18, weight=700)
        self.title.setWordWrap(True)
        self.figures = Figures(blocks=1)
        self.problems = QPlainTextEdit()
        self.problems.setReadOnly(True)
        self.problems.setAccessibleName(_("What was wrong with the file"))
        column.addWidget(self.title)
        column.addWidget(self.figures)
        column.addWidget(self.problems, 1)
        column.addStretch(0)
        self.problems.hide()
        return panel

    def refresh(self) -> None:
        """Read the reports again."""
        shop = self._tools.link.shop
        if shop is not None:
            from kanban_app.operations.tills_reports import read_reports

            self._tools.link.when_done(shop.read(read_reports), self._on_reports, self._on_failed)

    def _on_reports(self, reports: Sequence[TillReport]) -> None:
        from kanban_app.operations.tills_reports import state_text

        if reports == self.reports and self.stack.currentWidget() is not self.grey:
            return
        self.reports = reports
        now = self._tools.clock()
        rows = []
        for report in reports:
            when = moment(report.begun_at, now) if report.begun_at else ""
            counts = report.counts
            numbers = (report.lines, counts.booked + counts.refunds, counts.unknown)
            texts = (when, f"{report.name} · {report.station}", state_text(report.state))
            rows.append((str(report.id), *texts, *map(number_text, numbers)))
        self.table.show_rows(rows)
        self.message.say(_("No till file yet"), _("What became of each file is kept here."))
        self.stack.setCurrentWidget(self.table if reports else self.message)
        if reports:
            self.table.selectRow(0)
        self._on_chosen()

    def _on_failed(self, problem: BaseException) -> None:
        self.message.say(_("The reports cannot be read now"), str(problem))
        self.stack.setCurrentWidget(self.message)

    def _on_chosen(self, *_news: object) -> None:
        chosen = self.table.keys_chosen()
        report = next((one for one in self.reports if [str(one.id)] == chosen), None)
        self.title.setText(report.text_lines()[0] if report else "")
        self.figures.show_rows(report.figures() if report else [])
        self.problems.setVisible(report is not None and bool(report.problems))
        self.problems.setPlainText("\n".join(report.problems) if report else "")
