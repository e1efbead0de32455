"""What is done with the chosen cards, how far it is, and what became of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.i18n import _, ngettext
from kanban_app.operations.papers import PrintResult


class ActionBox(QWidget):
    """`print_asked` and `save_asked` begin a run, `stop_asked` ends it. `again_asked` wants the same once more,
    `sheet_again_asked` carries the codes of the sheet that did not come out.
    """

    print_asked = Signal()
    save_asked = Signal()
    stop_asked = Signal()
    again_asked = Signal()
    sheet_again_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self._add_progress(column)
        self._add_told(column)
        self._add_sheets(column)
        row = self._buttons = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.save_button = Button(_("Save as PDF…"), icon="folder")
        self.save_button.clicked.connect(self.save_asked)
        self.print_button = Button(_("Print"), kind="primary", icon="printer")
        self.print_button.clicked.connect(self.print_asked)
        row.addWidget(self.save_button, 1)
        row.addWidget(self.print_button, 1)
        column.addLayout(row)
        note = TextLabel(_("Printing never changes stock."), size=14, tone="ink3")
        note.setWordWrap(True)
        column.addWidget(note)
        self.show_running(False)

    def _add_progress(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.px(8))
        self.progress.setAccessibleName(_("Cards printed"))
        self.counted = TextLabel(size=14, weight=500)
        self.stop_button = Button(_("Stop"), tip=_("Finish this part and stop"))
        self.stop_button.clicked.connect(self.stop_asked)
        for widget, stretch in ((self.progress, 1), (self.counted, 0), (self.stop_button, 0)):
            row.addWidget(widget, stretch)
        column.addLayout(row)

    def _add_told(self, column: QVBoxLayout) -> None:
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        row = QHBoxLayout()
        self.open_button = Button(_("Open it"), kind="quiet", icon="folder")
        self.open_button.clicked.connect(self._open_last)
        self.again_button = Button(_("Print them again"), icon="printer")
        self.again_button.clicked.connect(self.again_asked)
        row.addWidget(self.open_button)
        row.addWidget(self.again_button)
        row.addStretch(1)
        column.addLayout(row)
        for widget in (self.told, self.open_button, self.again_button):
            widget.hide()

    def _add_sheets(self, column: QVBoxLayout) -> None:
        self._sheets = QWidget()
        row = QHBoxLayout(self._sheets)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.sheet = Choice(name=_("Which sheet did not come out"))
        self.sheet.setMinimumContentsLength(10)
        # A long run has hundreds of sheets: they are not all measured for the field's width.
        self.sheet.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sheet_button = Button(_("Print it again"), icon="printer")
        self.sheet_button.clicked.connect(lambda: self.sheet_again_asked.emit(self.sheet.currentData()))
        row.addWidget(self.sheet, 1)
        row.addWidget(self.sheet_button)
        column.addWidget(self._sheets)
        self._sheets.hide()

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow column the buttons stand below each other, the next step first."""
        self._buttons.setDirection(QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_count(self, count: int, *, is_running: bool) -> None:
        """So many cards are chosen."""
        text = ngettext("Print {count} card", "Print {count} cards", count).format(count=count)
        self.print_button.setText(text if count else _("Print"))
        for button in (self.print_button, self.save_button):
            button.setEnabled(count > 0 and not is_running)

    def show_running(self, running: bool) -> None:
        """A run begins or has ended."""
        for widget in (self.progress, self.counted, self.stop_button):
            widget.setVisible(running)
        if running:
            self.show_progress(0, 0)
            self._sheets.hide()
            self.open_button.hide()
            self.again_button.hide()

    def show_progress(self, done: int, whole: int) -> None:
        """So many cards are drawn."""
        self.progress.setRange(0, whole)
        self.progress.setValue(done)
        self.counted.setText(_("drawing {done} of {whole}").format(done=done, whole=whole) if whole else "")

    def say(self, text: str, tone: str = "ink2") -> None:
        """Tell something below the progress."""
        self.told.set_tone(tone)
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def show_result(self, result: PrintResult) -> None:
        """What may be done with what was printed: look at it, print a sheet again that did not come out."""
        self._last = result.paths[0] if result.paths else self._last
        self.open_button.setVisible(bool(result.paths))
        self.again_button.setVisible(result.already is not None)
        self.sheet.clear()
        for number, codes in enumerate(result.sheets, start=1):
            text = _("Sheet {number} of {count} did not come out")
            self.sheet.addItem(text.format(number=number, count=len(result.sheets)), codes)
        self._sheets.setVisible(bool(result.sheets))

    def _open_last(self) -> None:
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last)))
