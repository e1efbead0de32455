"""Pausing a loop with a reason, and letting it go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, moment
from kanban_app.operations.looking import Pause


class PauseRow(QWidget):
    """One button that opens a line for the reason. `pause_asked` carries it, `resume_asked` lets the loop go on."""

    pause_asked = Signal(str)
    resume_asked = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._is_paused = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.state = TextLabel(size=15, weight=500, tone="warn")
        self.state.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(_("Why is it paused?"))
        self.reason.setAccessibleName(_("Why is it paused?"))
        self.button = Button(_("Pause this loop…"), icon="pause")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.reason, 1)
        row.addWidget(self.button)
        column.addWidget(self.state)
        column.addLayout(row)
        self.button.clicked.connect(self._on_button)
        self.reason.returnPressed.connect(self._on_button)
        self.reason.textChanged.connect(lambda _text: self._fit())

    def show_loop(self, is_paused: bool) -> None:
        """Show whether the loop goes; the reason is told by `show_pause`."""
        self._is_paused = is_paused
        self.state.setText(_("This loop is paused.") if is_paused else "")
        self.state.setVisible(is_paused)
        self.reason.clear()
        self.reason.hide()
        self.button.set_icon_name("play" if is_paused else "pause")
        self._fit()

    def show_pause(self, pause: Pause | None) -> None:
        """Who paused it, when and why."""
        if pause is None or not self._is_paused:
            return
        since = moment(pause.paused_at, self._tools.clock())
        said = _("Paused since {since} by {person}: {reason}") if pause.person else _("Paused since {since}: {reason}")
        self.state.setText(said.format(since=since, person=pause.person, reason=pause.reason))

    def _fit(self) -> None:
        is_asking = not self.reason.isHidden()
        text = _("Let it go on") if self._is_paused else _("Pause it") if is_asking else _("Pause this loop…")
        self.button.setText(text)
        self.button.setEnabled(not is_asking or bool(self.reason.text().strip()))

    def _on_button(self) -> None:
        if self._is_paused:
            self.resume_asked.emit()
        elif self.reason.isHidden():
            self.reason.show()
            self.reason.setFocus()
            self._fit()
        elif self.reason.text().strip():
            self.pause_asked.emit(self.reason.text().strip())
