"""Writing everything out: into a workbook or a folder of lists, with progress and a way to stop."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QProgressBar, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.i18n import number as number_text

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop


def write_out(shop: Shop, target: Path, report: object, is_stopped: object) -> Path:
    """Export a plant over a connection of its own, so that no scan waits for it; blocks. Raises as the exports do."""
    from kanban_app.operations.exporting import export_folder, export_workbook
    from kanban_app.operations.plants import open_session

    session = open_session(shop.place)
    try:
        is_workbook = target.suffix.lower() == ".xlsx"
        (export_workbook if is_workbook else export_folder)(session, target, report, is_stopped)  # type: ignore[arg-type]
    finally:
        session.database.close()
    return target


class ExportRow(QWidget):
    """Shown while something is written, and afterwards where it is. The button that starts it stands elsewhere."""

    _progressed = Signal(int)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._stop = threading.Event()
        self.is_running = False
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(theme.px(160), theme.px(8))
        self.stop_button = Button(_("Stop"))
        self.stop_button.clicked.connect(self._stop.set)
        self.close_button = Button(_("Close"), kind="quiet", icon="close")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.told, 1)
        for widget in (self.progress, self.stop_button, self.close_button):
            row.addWidget(widget)
        self._progressed.connect(self._on_progress)
        self.destroyed.connect(self._stop.set)
        self.hide()

    def open_menu(self, at: QPoint) -> QMenu:
        """Ask what it shall be."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("One workbook…"), partial(self._ask, True))
        menu.addAction(_("A folder of lists…"), partial(self._ask, False))
        menu.popup(at)
        return menu

    def _ask(self, is_workbook: bool) -> None:
        shop = self._tools.link.shop
        if shop is None or self.is_running:
            return
        folder = Path(self._tools.settings.import_folder or Path.home())
        if is_workbook:
            proposal = str(folder / f"{shop.plant.name}.xlsx")
            dialog = QFileDialog(self, _("Save as a workbook"), proposal, _("Workbooks (*.xlsx)"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("xlsx")
        else:
            dialog = QFileDialog(self, _("Choose a folder"), str(folder))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, target: Path) -> None:
        """Write everything to a workbook (.xlsx) or into a folder."""
        shop = self._tools.link.shop
        if shop is None or self.is_running:
            return
        self._stop.clear()
        self._show_running(True)
        self._say(_("Writing…"))
        asked = self._tools.tasks.on_worker(write_out, shop, target, self._progressed.emit, self._stop.is_set)
        self._tools.link.when_done(asked, self._on_written, self._on_failed)

    def _on_progress(self, rows: int) -> None:
        self._say(ngettext("{count} row written", "{count} rows written", rows).format(count=number_text(rows)))

    def _on_written(self, target: Path) -> None:
        self._show_running(False)
        self._say(_("Everything is in {path}.").format(path=target), "ok")

    def _on_failed(self, problem: BaseException) -> None:
        from kanban_app.operations.exporting import ExportCancelled

        self._show_running(False)
        if isinstance(problem, ExportCancelled):
            self._say(_("Stopped. Nothing was written."))
        else:
            reason = getattr(problem, "strerror", None) or problem
            self._say(_("Nothing was written: {reason}. Choose another place.").format(reason=reason), "stop")

    def _show_running(self, running: bool) -> None:
        self.is_running = running
        self.progress.setRange(0, 0)
        self.progress.setVisible(running)
        self.stop_button.setVisible(running)
        self.close_button.setVisible(not running)
        self.show()

    def _say(self, text: str, tone: str = "ink2") -> None:
        self.told.set_tone(tone)
        self.told.setText(text)
