"""Files that the print screen asks for: where a PDF goes, which design comes in, the list to walk with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations import paper_looks
from kanban_app.operations.calibrating import write_calibration
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.operations.session import Session

_PDF = "PDF (*.pdf)"
_DELETE = Qt.WidgetAttribute.WA_DeleteOnClose


class PaperFiles(QObject):
    """`told` carries a sentence and its tone; `design_kept` the name of a design that came in."""

    told = Signal(str, str)
    design_kept = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._window = tools, parent

    def ask_pdf(self, title: str, name: str, call: Callable[[Path], object]) -> None:
        """Ask for a PDF's place."""
        dialog = self._dialog(title, name, _PDF, "pdf")
        dialog.fileSelected.connect(lambda chosen: call(Path(chosen)))
        dialog.open()

    def _dialog(self, title: str, name: str, kinds: str, suffix: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(Path.home() / name), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setAttribute(_DELETE)
        return dialog

    # -- the recall and the printer --------------------------------------------------------------------------------

    def ask_recall(self) -> None:
        """Save the list to walk with."""
        self.ask_pdf(_("Save the recall list"), "recall.pdf", self.write_recall)

    def write_recall(self, target: Path) -> None:
        """Write it, on the drawing thread."""
        from kanban_app.operations.recall_list import write_recall

        shop = self._tools.link.shop
        if shop is not None:
            drawing = shop.draw(lambda: shop.read(write_recall, target, shop.clock()).result())
            self._tools.link.when_done(drawing, lambda _count: self._saved(target), self._on_failed)

    def ask_calibration(self) -> None:
        """Save the page to measure a printer with."""
        self.ask_pdf(_("Save the page to measure the printer"), "printer.pdf", self.write_calibration)

    def write_calibration(self, target: Path) -> None:
        """Write it, on the drawing thread."""
        shop = self._tools.link.shop
        if shop is not None:
            drawing = shop.draw(lambda: write_calibration(target))
            self._tools.link.when_done(drawing, lambda _done: self._saved(target), self._on_failed)

    # -- designs ---------------------------------------------------------------------------------------------------

    def ask_design(self) -> None:
        """Bring a design from a file."""
        dialog = QFileDialog(self._window, _("Bring a design"), str(Path.home()), _("Card design (*.json)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(_DELETE)
        dialog.fileSelected.connect(lambda chosen: self.bring_design(Path(chosen)))
        dialog.open()

    def bring_design(self, path: Path) -> None:
        """Keep the design of a file in the plant, under the file's name."""
        reading = self._tools.tasks.on_worker(paper_looks.read_design_file, path)
        self._tools.link.when_done(reading, lambda text: self._keep(path.stem, text), self._on_failed)

    def _keep(self, name: str, text: str) -> None:
        shop = self._tools.link.shop
        if shop is not None:
            keeping = shop.write(paper_looks.keep_design, name, text)
            self._tools.link.when_done(keeping, lambda _done: self.design_kept.emit(name), self._on_failed)

    def ask_export(self, name: str) -> None:
        """Save a design as a file."""
        dialog = self._dialog(_("Save the design"), f"{_file_name(name)}.json", _("Card design (*.json)"), "json")
        dialog.fileSelected.connect(lambda chosen: self.export_design(name, Path(chosen)))
        dialog.open()

    def export_design(self, name: str, target: Path) -> None:
        """Write a design to a file, whole or not at all."""
        shop = self._tools.link.shop
        if shop is not None:
            writing = shop.draw(lambda: shop.read(_write_design, name, target).result())
            self._tools.link.when_done(writing, lambda _done: self._saved(target), self._on_failed)

    # -- what is told ----------------------------------------------------------------------------------------------

    def _saved(self, target: Path) -> None:
        self.told.emit(_("Saved as {name}.").format(name=target.name), "ok")

    def _on_failed(self, problem: BaseException) -> None:
        sentence = getattr(problem, "sentence", None)
        if isinstance(problem, LookProblem):
            self.told.emit(_("Nothing was kept. {problem}").format(problem=problem), "stop")
        elif callable(sentence):
            self.told.emit(str(sentence()), "stop")
        elif isinstance(problem, OSError):
            text = _("Nothing was saved: {problem}. Choose another folder.")
            self.told.emit(text.format(problem=problem.strerror or problem), "stop")
        else:
            self.told.emit(_("Nothing was saved."), "stop")
            self._tools.link.failed.emit(problem)


def _write_design(session: Session, name: str, target: Path) -> None:
    from kanban_app.files import write_whole

    write_whole(target, paper_looks.design_text(session, name).encode())


def _file_name(name: str) -> str:
    """A name as a file's: letters and digits, the rest as lines."""
    return "".join(sign if sign.isalnum() else "-" for sign in name).strip("-") or "design"
