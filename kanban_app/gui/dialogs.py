"""Dialogs that are opened and awaited: the program goes on behind them, and a scan still reaches its screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from kanban_app.gui.look import theme
from kanban_app.gui.look.remembering import keep_size
from kanban_app.gui.look.widgets import Button, ElidedLabel, TextLabel
from kanban_app.gui.main_window import MainWindow
from kanban_app.i18n import _

PLANT_FILES = "*.kanban"


async def finished(dialog: QDialog) -> bool:
    """Open a dialog and wait for it without blocking; whether it was accepted. The caller still reads its fields."""
    done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def on_finished(result: int) -> None:
        if not done.done():
            done.set_result(result)

    dialog.finished.connect(on_finished)
    dialog.open()
    try:
        return await done == QDialog.DialogCode.Accepted
    finally:
        if isValid(dialog):
            dialog.close()
            dialog.deleteLater()


def _file_dialog(parent: QWidget, title: str, folder: Path | str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    # The program's own dialog is a window of its own, so that scans are heard in it too.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
    dialog.resize(theme.px(900), theme.px(560))
    window = parent.window()
    if isinstance(window, MainWindow):
        keep_size(dialog, window.settings, "file_dialog")
    return dialog


async def ask_plant_file(parent: QWidget, title: str, folder: Path | str) -> Path | None:
    """Which plant file to open."""
    dialog = _file_dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([_("Plants ({pattern})").format(pattern=PLANT_FILES), _("All files (*)")])
    chosen = await finished(dialog)
    return Path(dialog.selectedFiles()[0]) if chosen and dialog.selectedFiles() else None


async def ask_new_file(parent: QWidget, title: str, proposal: Path, suffix: str) -> Path | None:
    """Where to write a new file."""
    dialog = _file_dialog(parent, title, proposal.parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(proposal.name)
    chosen = await finished(dialog)
    return Path(dialog.selectedFiles()[0]) if chosen and dialog.selectedFiles() else None


class NameDialog(QDialog):
    """A plant's name and the file it becomes. Enter in the field is the blue button."""

    def __init__(self, parent: QWidget, title: str, folder: Path, proposal: str = "") -> None:
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(10))
        column.addWidget(TextLabel(title, size=22, weight=700))
        column.addWidget(TextLabel(_("Name of the plant"), size=14, tone="ink2"))
        self.name = QLineEdit(proposal)
        self.name.setAccessibleName(_("Name of the plant"))
        self.name.setMaxLength(60)
        column.addWidget(self.name)
        self._place = ElidedLabel("", size=14, tone="ink2")
        column.addWidget(self._place)
        column.addSpacing(theme.px(8))
        row = QHBoxLayout()
        row.addStretch(1)
        self.make = Button(_("Make it"), kind="primary")
        leave = Button(_("Leave it"))
        for button in (leave, self.make):
            row.addWidget(button)
        column.addLayout(row)
        leave.clicked.connect(self.reject)
        self.make.clicked.connect(self.accept)
        self.name.textChanged.connect(self._on_name)
        self.name.returnPressed.connect(self._on_enter)
        self._on_name()
        self.setMinimumWidth(theme.px(560))
        self.name.selectAll()
        self.name.setFocus()

    def _on_name(self) -> None:
        self.make.setEnabled(bool(self.plant_name()) and not self.path().exists())
        shown = _("{path} is there already.") if self.path().exists() else _("It becomes the file {path}.")
        self._place.set_whole(shown.format(path=self.path()) if self.plant_name() else "")

    def _on_enter(self) -> None:
        if self.make.isEnabled():
            self.accept()

    def plant_name(self) -> str:
        """The name as typed."""
        return self.name.text().strip()

    def path(self) -> Path:
        """The file it becomes."""
        kept = (character if character.isalnum() or character in " -_" else "_" for character in self.plant_name())
        return self._folder / f"{''.join(kept).strip() or '_'}.kanban"


async def ask_name(parent: QWidget, title: str, folder: Path, proposal: str = "") -> tuple[Path, str] | None:
    """The file and the name of a new plant."""
    dialog = NameDialog(parent, title, folder, proposal)
    chosen = await finished(dialog)
    return (dialog.path(), dialog.plant_name()) if chosen and dialog.plant_name() else None
