"""The line that tells of a print job that was cut off, and offers to go on with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, IconLabel, TextLabel
from kanban_app.i18n import _, moment, ngettext

if TYPE_CHECKING:
    from kanban_app.operations.print_jobs import OpenJob


class InterruptedBar(QWidget):
    """Hidden while there is none. `left_asked` carries the number of the job that nobody wants to go on with."""

    go_on_asked = Signal()
    left_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job_id = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(14))
        row.addWidget(IconLabel("clock", side=22, token="accent"))
        self.words = TextLabel(size=15, weight=600)
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        self.go_on = Button(_("Go on"), kind="primary", icon="play")
        self.go_on.clicked.connect(self.go_on_asked)
        self.leave = Button(_("Leave it"))
        self.leave.clicked.connect(lambda: self.left_asked.emit(self._job_id))
        row.addWidget(self.go_on)
        row.addWidget(self.leave)
        self.hide()

    def show_job(self, job: OpenJob | None, now: datetime) -> None:
        """Tell of this job; None for none."""
        self.setVisible(job is not None)
        if job is None:
            return
        self._job_id = job.id
        missing, begun = len(job.missing), moment(job.begun_at, now)
        text = ngettext(
            "A print of {begun} was cut off: {count} card is missing.",
            "A print of {begun} was cut off: {count} cards are missing.",
            missing,
        )
        self.words.setText(text.format(begun=begun, count=missing))
        self.setAccessibleName(self.words.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("accent_tint"))
        painter.setPen(QPen(theme.color("accent"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(10), theme.px(10))
