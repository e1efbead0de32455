"""Designs as files: which one comes in, where one goes. Reading and writing happen beside the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations.designing import read_design, write_design
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.printing.elements import Design


class DesignFiles(QObject):
    """`told` carries a sentence and its tone; `brought` a design and the name of the file that it came from."""

    told = Signal(str, str)
    brought = Signal(object, str)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._window = tools, parent

    def ask_file(self) -> None:
        """Ask for a design file to edit."""
        dialog = QFileDialog(self._window, _("Bring a design"), str(Path.home()), _("Card design (*.json)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.bring(Path(chosen)))
        dialog.open()

    def bring(self, path: Path) -> None:
        """Read the design of a file."""
        reading = self._tools.tasks.on_worker(read_design, path)
        self._tools.link.when_done(reading, lambda design: self.brought.emit(design, path.stem), self._on_unread)

    def ask_place(self, design: Design) -> None:
        """Ask where to save the design as a file."""
        name = "".join(sign if sign.isalnum() else "-" for sign in design.name).strip("-") or "design"
        dialog = QFileDialog(
            self._window, _("Save the design"), str(Path.home() / f"{name}.json"), _("Card design (*.json)")
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save(design, Path(chosen)))
        dialog.open()

    def save(self, design: Design, target: Path) -> None:
        """Write the design to a file, whole or not at all."""
        writing = self._tools.tasks.on_worker(write_design, design, target)
        told = _("Saved as {name}.").format(name=target.name)
        self._tools.link.when_done(writing, lambda _done: self.told.emit(told, "ok"), self._on_unsaved)

    def _on_unread(self, problem: BaseException) -> None:
        if isinstance(problem, LookProblem):
            text = _("This file can't be used: {problem} The design on the screen is unchanged.")
            self.told.emit(text.format(problem=problem), "stop")
        elif isinstance(problem, OSError):
            text = _("The file can't be read: {problem}. Choose another file.")
            self.told.emit(text.format(problem=problem.strerror or problem), "stop")
        else:
            self.told.emit(_("The file can't be read. Choose another file."), "stop")
            self._tools.link.failed.emit(problem)

    def _on_unsaved(self, problem: BaseException) -> None:
        text = _("Nothing was saved: {problem}. Choose another folder.")
        told = getattr(problem, "strerror", None) or str(problem)
        self.told.emit(text.format(problem=told), "stop")
        if not isinstance(problem, OSError):
            self._tools.link.failed.emit(problem)
