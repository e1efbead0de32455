"""The page of the watched folder: which one, for which shop, and what came of the last files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, ElidedLabel, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.tills.folder_watch import FolderWatch
from kanban_app.i18n import _, moment

if TYPE_CHECKING:
    from kanban_app.operations.tills_watching import Taken

MOST_LINES = 500


class WatchPage(QWidget):
    """Choosing a folder starts the watch, stopping ends it."""

    def __init__(self, tools: Tools, watch: FolderWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self.watch = tools, watch
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(12))
        self.state = TextLabel(size=18, weight=700)
        self.state.setWordWrap(True)
        self.folder = ElidedLabel(size=15, tone="ink2")
        note = TextLabel(
            _(
                "Every till file that comes into the folder is booked once it is whole, and then put into “done”; one "
                "with bad rows goes into “trouble”, with a text that says what is the matter. The folder is watched "
                "on this computer, as long as the plant is open here."
            ),
            size=15,
            tone="ink2",
        )
        note.setWordWrap(True)
        for label in (self.state, self.folder, note):
            column.addWidget(label)
        column.addLayout(self._buttons())
        self.told = QPlainTextEdit()
        self.told.setReadOnly(True)
        self.told.setMaximumBlockCount(MOST_LINES)
        self.told.setAccessibleName(_("What came of the last files"))
        column.addWidget(self.told, 1)
        whole.addWidget(panel)
        watch.taken.connect(self._on_taken)
        watch.failed.connect(self._on_failed)
        watch.looked.connect(self._show)
        self.setFocusProxy(self.choose)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(TextLabel(_("Sold at"), size=15))
        self.station = Choice(name=_("Sold at"))
        self.station.activated.connect(self._on_station)
        row.addWidget(self.station)
        self.choose = Button(_("Choose a folder…"), kind="primary", icon="folder")
        self.choose.clicked.connect(self.ask_for_folder)
        self.stop = Button(_("Stop watching"))
        self.stop.clicked.connect(self.stop_watching)
        row.addWidget(self.choose)
        row.addWidget(self.stop)
        row.addStretch(1)
        return row

    def fill_stations(self, names: list[str]) -> None:
        """The stations where something can be sold."""
        if [self.station.itemText(place) for place in range(self.station.count())] != names:
            chosen = self.watch.station or self.station.currentText()
            self.station.clear()
            self.station.addItems(names)
            self.station.setCurrentIndex(max(0, self.station.findText(chosen)))
        self._show()

    def ask_for_folder(self) -> None:
        """Let the person choose the folder."""
        dialog = QFileDialog(self, _("Choose the tills' folder"), self._tools.settings.import_folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.start(Path(name)))
        dialog.open()

    def start(self, folder: Path) -> None:
        """Watch this folder for the chosen shop."""
        if self.station.currentText():
            self.watch.watch(folder, self.station.currentText())
            self._show()

    def stop_watching(self) -> None:
        """Leave the folder alone from now on."""
        self.watch.watch(None, "")
        self._show()

    def _on_station(self) -> None:
        if self.watch.folder is not None:
            self.watch.watch(self.watch.folder, self.station.currentText())
            self._show()

    def _show(self) -> None:
        folder = self.watch.folder
        self.state.set_tone("ink")
        self.state.setText(
            _("Watching a folder for {shop}").format(shop=self.watch.station) if folder else _("No folder is watched")
        )
        self.folder.set_whole(str(folder) if folder else "")
        self.folder.setVisible(folder is not None)
        self.stop.setEnabled(folder is not None)
        self.choose.setEnabled(self.station.count() > 0)

    def _on_taken(self, taken: Taken) -> None:
        now = self._tools.clock()
        self.told.appendPlainText("\n".join([moment(now, now), *taken.text_lines()]))

    def _on_failed(self, problem: BaseException) -> None:
        self.state.set_tone("stop")
        self.state.setText(_("The folder cannot be used now; it is looked at again in a moment"))
        self.told.appendPlainText(str(problem))
