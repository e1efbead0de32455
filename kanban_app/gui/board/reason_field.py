"""Asks for a reason in the panel itself: two taps or a few words, no dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.cards import Action
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Pill, TextLabel
from kanban_app.i18n import _, ngettext


def question(action: Action, count: int = 1) -> str:
    """What is asked before an action that needs a reason, for one card or for many."""
    if count > 1:
        return {
            Action.HOLD: _("Why are they put on hold?"),
            Action.REPLACE: _("What happened to the cards?"),
            Action.RETIRE: _("Why are they taken out of use?"),
            Action.REVERT: _("Why are the last steps taken back?"),
        }.get(action, _("Why?"))
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
        Action.RECEIVE: (_("the container holds no more"), _("some were scrapped"), _("counted twice")),
        Action.ACTIVATE: (_("counted twice"), _("the container is larger")),
    }.get(action, ())


def confirm_label(action: Action, count: int = 1) -> str:
    """What the button says that does it, to one card or to many."""
    if count > 1:
        return {
            Action.HOLD: ngettext("Put {count} card on hold", "Put {count} cards on hold", count),
            Action.REPLACE: ngettext("Replace {count} card", "Replace {count} cards", count),
            Action.RETIRE: ngettext("Take {count} card out of use", "Take {count} cards out of use", count),
            Action.REVERT: ngettext("Take {count} step back", "Take {count} steps back", count),
        }.get(action, _("Go on")).format(count=count)
    return {
        Action.HOLD: _("Put on hold"),
        Action.REPLACE: _("Replace it by a new card"),
        Action.RELEASE: _("Order it now"),
        Action.RETIRE: _("Take it out of use"),
        Action.REVERT: _("Take the last step back"),
    }.get(action, _("Go on"))


class ReasonChoice(QWidget):
    """Common reasons as pills, and a field for another one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._common = QWidget()
        self._flow = FlowLayout(self._common)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Another reason"))
        self.field.setAccessibleName(_("Reason"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._common)
        column.addWidget(self.field)
        self.field.textChanged.connect(self.changed)

    def offer(self, action: Action) -> None:
        """Offer the reasons of this action, with none given yet."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for reason in common_reasons(action):
            pill = Pill(reason, checkable=False)
            pill.clicked.connect(lambda _checked=False, reason=reason: self.field.setText(reason))
            self._flow.addWidget(pill)
        self.field.clear()

    def text(self) -> str:
        """The reason that is given."""
        return self.field.text().strip()


class ReasonField(QWidget):
    """A question, its common answers, a field, and two buttons. Enter does it, Esc leaves it."""

    given = Signal(Action, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = Action.HOLD
        self._question = TextLabel(size=15, weight=600)
        self._question.setWordWrap(True)
        self.choice = ReasonChoice()
        self.field = self.choice.field
        self.confirm = Button("", kind="primary")
        self.leave = Button(_("Leave it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._question)
        column.addWidget(self.choice)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.confirm, 1)
        row.addWidget(self.leave)
        column.addLayout(row)
        self.choice.changed.connect(self._on_changed)
        self.confirm.clicked.connect(self._give)
        self.leave.clicked.connect(self.left)
        self.hide()

    def ask(self, action: Action, count: int = 1) -> None:
        """Ask for this action's reason, for so many cards."""
        self._action = action
        self._question.setText(question(action, count))
        self.field.setAccessibleName(question(action, count))
        self.confirm.setText(confirm_label(action, count))
        self.choice.offer(action)
        self._on_changed()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def action(self) -> Action:
        """The action that is asked about."""
        return self._action

    def _on_changed(self) -> None:
        self.confirm.setEnabled(bool(self.choice.text()))

    def _give(self) -> None:
        if reason := self.choice.text():
            self.given.emit(self._action, reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)
