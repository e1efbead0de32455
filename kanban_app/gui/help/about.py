"""About: versions, the plant and its file, where the log lies, whose work is in here. For people who help from afar."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from kanban_app.gui.help.pages import paragraph, scrolled
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.diagnostics import Fact, Library


class AboutPage(Panel):
    """Reads everything beside the window each time it is shown."""

    def __init__(self, tools: Tools, log_folder: Path) -> None:
        super().__init__(flat=True)
        self._tools, self._log_folder = tools, log_folder
        self._facts: list[Fact] = []
        self._of_plant: list[Fact] = []
        self._used: list[Library] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(10))
        column.addWidget(paragraph(_("About kanban_app"), size=18, weight=700))
        self.area = scrolled(QWidget())
        column.addWidget(self.area, 1)
        self.copy_button = Button(_("Copy diagnostics"), kind="primary")
        self.copy_button.clicked.connect(self.copy)
        self.folder_button = Button(_("Open the log folder"), icon="folder")
        self.folder_button.clicked.connect(self._open_folder)
        column.addWidget(self.copy_button)
        column.addWidget(self.folder_button)
        self.told = paragraph("", tone="ok")
        self.told.hide()
        column.addWidget(self.told)

    # -- reading ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read it all again."""
        from kanban_app.operations import diagnostics

        self.told.hide()
        self.copy_button.setEnabled(False)
        self._facts, self._of_plant, self._used = [], [], []
        self._show(_("Reading…"))
        worker = self._tools.tasks.on_worker
        link = self._tools.link
        # From the last question to the first: who opened the page sees it whole.
        link.when_done(worker(diagnostics.libraries), self._on_libraries, self._on_failed)
        link.when_done(worker(diagnostics.program_facts, self._log_folder), self._on_facts, self._on_failed)
        if link.shop is not None:
            asked: Future[list[Fact]] = link.shop.read(diagnostics.plant_facts)
            link.when_done(asked, self._on_plant, self._on_no_plant)

    def _on_libraries(self, used: list[Library]) -> None:
        self._used = used
        self._show()

    def _on_facts(self, facts: list[Fact]) -> None:
        self._facts = facts
        self.copy_button.setEnabled(True)
        self._show()

    def _on_plant(self, facts: list[Fact]) -> None:
        self._of_plant = facts
        self._show()

    def _on_no_plant(self, problem: BaseException) -> None:
        text = getattr(problem, "text", None)
        self._say(text() if callable(text) else _("The plant can't be read: {problem}").format(problem=problem), "stop")

    def _on_failed(self, problem: BaseException) -> None:
        self._say(_("This can't be read: {problem}").format(problem=problem), "stop")

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show(self, waiting: str = "") -> None:
        content = Panel(flat=True)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        if waiting:
            column.addWidget(paragraph(waiting, tone="ink2"))
        column.addWidget(_table([(fact.label, fact.value) for fact in (*self._facts, *self._of_plant)]))
        if self._used:
            from kanban_app.operations.diagnostics import FONTS

            column.addWidget(paragraph(_("Whose work is in here"), size=15, weight=700))
            column.addWidget(paragraph(_("kanban_app itself is under the MIT licence. It is made with:"), size=14))
            rows = [(f"{one.name} {one.version}", one.licence) for one in self._used]
            column.addWidget(_table([*rows, ("Python", "PSF License"), *FONTS]))
        column.addStretch(1)
        self.area.setWidget(content)

    def text(self) -> str:
        """What "Copy diagnostics" copies."""
        from kanban_app.operations.diagnostics import as_text

        return as_text([*self._facts, *self._of_plant], self._used)

    def copy(self) -> None:
        """Put it on the clipboard."""
        QApplication.clipboard().setText(self.text())
        self._say(_("Copied. No person's name is in it. Paste it into your message."), "ok")

    def _say(self, text: str, tone: str) -> None:
        self.told.set_tone(tone)
        self.told.setText(text)
        self.told.show()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))


def _table(rows: Sequence[tuple[str, str]]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(4))
    grid.setColumnStretch(1, 1)
    for row, (label, value) in enumerate(rows):
        grid.addWidget(TextLabel(label, size=14, tone="ink2"), row, 0)
        grid.addWidget(paragraph(value, size=14, weight=500), row, 1)
    return table
