"""Asks in the panel how much was received, taken or put in: the whole container unless somebody counted otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.cards import HOLDING, ON_ORDER, Action, Card, CardState
from kanban_app.domain.loops import Loop
from kanban_app.domain.quantities import LARGEST_STEPS, QuantityError, decimal_from_steps, steps_from_text
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.reason_field import ReasonChoice
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.i18n import _, quantity
from kanban_app.operations import words as shop_words


@dataclass(frozen=True, slots=True)
class Asked:
    """What a quantity is asked for. All numbers are steps; outside `least` to `most` a reason is asked too.

    `smallest` is what may be booked at all: an activated card may stand empty.
    """

    action: Action
    proposed: int
    least: int
    most: int
    smallest: int
    decimals: int
    unit: str

    def needs_reason(self, steps: int) -> bool:
        """Whether a quantity is outside the tolerance."""
        return not self.least <= steps <= self.most


def asked_for(action: Action, card: Card, loop: Loop, structure: Structure) -> Asked | None:
    """What to ask before this action; None where it takes no quantity or would be refused in any case."""
    item = structure.item_of(loop)
    unit = shop_words.unit(item.unit)
    if card.on_hold:
        return None
    if action is Action.RECEIVE and card.state in ON_ORDER:
        least, most = loop.allowed_receipt(card.container_quantity)
        return Asked(action, card.container_quantity, least, most, 1, item.decimals, unit)
    if action is Action.DRAW and card.state in HOLDING:
        one = min(card.quantity, 10**item.decimals)
        return Asked(action, one, 1, LARGEST_STEPS, 1, item.decimals, unit)
    if action is Action.ACTIVATE and card.state is CardState.NEW:
        most = loop.allowed_receipt()[1]
        return Asked(action, loop.container_quantity, 0, most, 0, item.decimals, unit)
    return None


def _question(action: Action) -> str:
    return {
        Action.RECEIVE: _("How many came?"),
        Action.DRAW: _("How many were taken?"),
        Action.ACTIVATE: _("How many are in it?"),
    }[action]


class QuantityField(QWidget):
    """A question, a number between − and +, and a reason where the number is outside the tolerance.

    Enter books, Esc leaves. `given` carries (action, quantity in steps, reason).
    """

    given = Signal(Action, object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = Asked(Action.RECEIVE, 1, 1, 1, 1, 0, "")
        self._question = TextLabel(size=15, weight=600)
        self._question.setWordWrap(True)
        self.number = QLineEdit()
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._unit = TextLabel(size=15, tone="ink2")
        self.fewer, self.more = Button("−", tip=_("One less")), Button("+", tip=_("One more"))
        self.told = TextLabel(size=14, tone="ink2")
        self.told.setWordWrap(True)
        self.reason = ReasonChoice()
        self.confirm = Button("", kind="primary", icon="check")
        self.leave = Button(_("Leave it"))
        self._lay_out()
        self.number.textChanged.connect(self._on_text_changed)
        self.reason.changed.connect(lambda: self._on_text_changed(self.number.text()))
        self.fewer.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        self.confirm.clicked.connect(self.give)
        self.leave.clicked.connect(self.left)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._question)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for widget in (self.fewer, self.number, self.more, self._unit):
            row.addWidget(widget, 1 if widget is self.number else 0)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(self.reason)
        last = QHBoxLayout()
        last.setSpacing(theme.px(8))
        last.addWidget(self.confirm, 1)
        last.addWidget(self.leave)
        column.addLayout(last)

    def ask(self, asked: Asked, proposed: int | None = None) -> None:
        """Ask this; `proposed` in steps takes the place of the whole container."""
        self._asked = asked
        self._question.setText(_question(asked.action))
        self.number.setAccessibleName(f"{_question(asked.action)} {asked.unit}")
        self._unit.setText(asked.unit)
        self.confirm.setText(shop_words.action(asked.action))
        self.reason.offer(asked.action)
        steps = asked.proposed if proposed is None else proposed
        self.number.setText(str(decimal_from_steps(steps, asked.decimals)))
        self.show()
        self._on_text_changed(self.number.text())
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    def asked(self) -> Asked:
        """What is asked."""
        return self._asked

    def steps(self) -> int | None:
        """The number in steps; None while it is no quantity of this item."""
        try:
            steps = steps_from_text(self.number.text(), self._asked.decimals)
        except QuantityError:
            return None
        return steps if steps >= self._asked.smallest else None

    def _step(self, by: int) -> None:
        steps = self.steps()
        wanted = (self._asked.proposed if steps is None else steps) + by * 10**self._asked.decimals
        self.number.setText(str(decimal_from_steps(max(self._asked.smallest, wanted), self._asked.decimals)))

    def _on_text_changed(self, _text: str) -> None:
        steps, asked = self.steps(), self._asked
        outside = steps is not None and asked.needs_reason(steps)
        self.reason.setVisible(outside)
        self.confirm.setEnabled(steps is not None and (not outside or bool(self.reason.text())))
        text, tone = self._told(steps), "stop" if steps is None or outside else "ink2"
        self.told.setText(text)
        self.told.set_tone(tone)
        self.told.setVisible(bool(text))

    def _told(self, steps: int | None) -> str:
        asked = self._asked
        if steps is None:
            return _("Type the number that was counted.")
        if asked.needs_reason(steps):
            text = _("{least} to {most} are allowed. Another number needs a reason.")
            return text.format(least=quantity(asked.least, asked.decimals), most=quantity(asked.most, asked.decimals))
        if asked.action is Action.ACTIVATE and steps == 0:
            return _("It begins empty and is ordered.")
        return ""

    def give(self) -> None:
        """Book what stands there, where it can be booked."""
        steps = self.steps()
        if steps is not None and self.confirm.isEnabled():
            outside = self._asked.needs_reason(steps)
            self.given.emit(self._asked.action, steps, self.reason.text() if outside else "")
        elif not self.reason.isHidden():
            self.reason.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.give()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
