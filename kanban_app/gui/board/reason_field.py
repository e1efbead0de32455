"""Asks for a reason in the panel itself: two taps or a few words, no dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.cards import Action
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Pill, TextLabel
from kanban_app.i18n import _


def question(action: Action) -> str:
    """What is asked before an action that needs a reason."""
    return {
        Action.HOLD: _("Why is it put on hold?"),
        Action.REPLACE: _("What happened to the card?"),
        Action.RELEASE: _("Why is it ordered before its lot is full?"),
        Action.RETIRE: _("Why is it taken out of use?"),
        Action.REVERT: _("Why is the last step taken back?"),
    }.get(action, _("Why?"))


def common_reasons(action: Action) -> tuple[str, ...]:
    """The reasons that people give most."""
    return {
        Action.HOLD: (_("to be checked"), _("damaged"), _("wrong content")),
        Action.REPLACE: (_("lost"), _("damaged"), _("cannot be read")),
        Action.RELEASE: (_("needed sooner"), _("large order"), _("source has time")),
        Action.RETIRE: (_("surplus"), _("lost"), _("damaged")),
        Action.REVERT: (_("wrong card"), _("not done after all"), _("counted wrong")),
    }.get(action, ())


def confirm_label(action: Action) -> str:
    """What the button says that does it."""
    return {
        Action.HOLD: _("Put on hold"),
        Action.REPLACE: _("Replace it by a new card"),
        Action.RELEASE: _("Order it now"),
        Action.RETIRE: _("Take it out of use"),
        Action.REVERT: _("Take the last step back"),
    }.get(action, _("Go on"))


class ReasonField(QWidget):
    """A question, its common answers, a field, and two buttons. Enter does it, Esc leaves it."""

    given = Signal(Action, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = Action.HOLD
        self._question = TextLabel(size=15, weight=600)
        self._question.setWordWrap(True)
        self._common = QWidget()
        self._flow = FlowLayout(self._common)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Another reason"))
        self.confirm = Button("", kind="primary")
        self.leave = Button(_("Leave it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for widget in (self._question, self._common, self.field):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.confirm, 1)
        row.addWidget(self.leave)
        column.addLayout(row)
        self.field.textChanged.connect(self._on_text_changed)
        self.confirm.clicked.connect(self._give)
        self.leave.clicked.connect(self.left)
        self.hide()

    def ask(self, action: Action) -> None:
        """Ask for this action's reason."""
        self._action = action
        self._question.setText(question(action))
        self.field.setAccessibleName(question(action))
        self.confirm.setText(confirm_label(action))
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for reason in common_reasons(action):
            pill = Pill(reason, checkable=False)
            pill.clicked.connect(lambda _checked=False, reason=reason: self.field.setText(reason))
            self._flow.addWidget(pill)
        self.field.clear()
        self._on_text_changed("")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def action(self) -> Action:
        """The action that is asked about."""
        return self._action

    def _on_text_changed(self, text: str) -> None:
        self.confirm.setEnabled(bool(text.strip()))

    def _give(self) -> None:
        if reason := self.field.text().strip():
            self.given.emit(self._action, reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)
