"""Saves what is filtered of the history to a file, beside the window."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.operations.ledger_export import TooManyRows, export_ledger
from kanban_app.operations.ledger_views import LedgerFilter

NAME = "history.csv"


class ExportJob(QObject):
    """One saving at a time. `told` carries a sentence and its tone; `running` whether it goes on."""

    told = Signal(str, str)
    running = Signal(bool)
    progressed = Signal(int, int)

    def __init__(self, tools: Tools, parent: QObject) -> None:
        super().__init__(parent)
        self._tools = tools
        self._stop = threading.Event()
        self._target = Path()
        self._is_running = False
        self.destroyed.connect(self._stop.set)

    def ask_where(self, parent: QWidget, wanted: LedgerFilter) -> None:
        """Ask for the file, then write it."""
        kinds = ";;".join((_("Table for any program (*.csv)"), _("Excel workbook (*.xlsx)")))
        dialog = QFileDialog(parent, _("Save the history"), str(Path.home() / NAME), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("xlsx" if "xlsx" in kind else "csv"))
        dialog.fileSelected.connect(lambda name: self.save(Path(name), wanted))
        dialog.open()

    def save(self, target: Path, wanted: LedgerFilter) -> None:
        """Write what is filtered to this file."""
        shop = self._tools.link.shop
        if shop is None or self._is_running:
            return
        self._stop.clear()
        self._target, self._is_running = target, True
        self.running.emit(True)
        job = self._tools.tasks.on_worker(export_ledger, shop, wanted, target, self._tell, self._stop.is_set)
        self._tools.link.when_done(job, self._on_saved, self._on_failed)

    def _tell(self, done: int, whole: int) -> None:
        """On the worker's thread; the window may be gone by now."""
        if isValid(self):
            self.progressed.emit(done, whole)

    def stop(self) -> None:
        """Give it up; the file is as it was before."""
        self._stop.set()

    def _end(self) -> None:
        self._is_running = False
        self.running.emit(False)

    def _on_saved(self, count: int) -> None:
        self._end()
        text = ngettext("Saved {count} entry to {name}.", "Saved {count} entries to {name}.", count)
        self.told.emit(text.format(count=count, name=self._target.name), "ok")

    def _on_failed(self, problem: BaseException) -> None:
        self._end()
        if isinstance(problem, InterruptedError):
            self.told.emit(_("Stopped. Nothing was saved."), "ink2")
        elif isinstance(problem, TooManyRows):
            self.told.emit(problem.text(), "warn")
        elif isinstance(problem, OSError):
            text = _("The file could not be written: {problem}. Choose another folder.")
            self.told.emit(text.format(problem=problem.strerror or problem), "stop")
        else:
            self.told.emit(_("Nothing was saved."), "stop")
            self._tools.link.failed.emit(problem)
