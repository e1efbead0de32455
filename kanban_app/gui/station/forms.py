"""What the strip asks in its own place: count or damage, an extra card, a reason, a card by its item, a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.quantities import QuantityError, decimal_from_steps, steps_from_text
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.gui.station.take_rows import TakeRow
from kanban_app.i18n import _, quantity
from kanban_app.operations.wording import card_name


class StripForm(QWidget):
    """A title, a line of fields, one blue button and a way out. `left` says that it was left without doing anything."""

    left = Signal()

    def __init__(self, title: str, explanation: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addStretch(1)
        column.addWidget(TextLabel(title, size=24, weight=700))
        self.told = TextLabel(explanation, size=15, tone="ink2")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self._fields = QHBoxLayout()
        self._fields.setSpacing(theme.px(10))
        column.addLayout(self._fields)
        column.addStretch(1)
        self.setAccessibleName(title)

    def add_field(self, widget: QWidget, stretch: int = 0) -> None:
        """One more field at the right."""
        widget.setMinimumHeight(theme.px(54))
        self._fields.addWidget(widget, stretch)

    def add_buttons(self, *buttons: Button) -> None:
        """The buttons, and then the way out."""
        for button in buttons:
            self._fields.addWidget(button)
        leave = Button(_("Leave it"), size="station")
        leave.clicked.connect(self.left)
        self._fields.addWidget(leave)

    def refuse(self, text: str) -> None:
        """Say what is missing, in the place of the explanation."""
        self.told.setText(text)
        self.told.set_tone("stop")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def reason_choice(name: str, reasons: Sequence[str]) -> Choice:
    """A field with reasons to choose from; another one can be typed."""
    choice = Choice(name=name)
    choice.setEditable(True)
    choice.addItems(list(reasons))
    choice.setCurrentIndex(-1)
    field = choice.lineEdit()
    if field is not None:
        field.setPlaceholderText(name)
    return choice


class CountForm(StripForm):
    """Count or damage: one container, and what was found in it. `booked` carries (card, action, quantity, reason)."""

    booked = Signal(object, object, object, str)

    def __init__(self, board: Board, rows: Sequence[TakeRow], parent: QWidget | None = None) -> None:
        super().__init__(_("Count or damage"), _("Choose the container, or tap it below."), parent)
        self._board = board
        self.container = Choice(name=_("Container"))
        for row in rows:
            for chip in row.stock:
                if not chip.card.on_hold:
                    self.container.addItem(self._label(chip.card), chip.card)
        self.counted = QLineEdit()
        self.counted.setPlaceholderText(_("Counted"))
        self.counted.setAccessibleName(_("Counted"))
        self.counted.setFixedWidth(theme.px(120))
        self.counted.returnPressed.connect(self._book_count)
        count = Button(_("Book the count"), kind="primary", size="station")
        damaged = Button(_("Damaged: hold it"), size="station", icon="pause")
        count.clicked.connect(self._book_count)
        damaged.clicked.connect(self._hold)
        self.add_field(self.container, 1)
        self.add_field(self.counted)
        self.add_buttons(count, damaged)
        if not self.container.count():
            self.refuse(_("No container stands here that could be counted."))

    def choose(self, card: Card) -> None:
        """The person tapped this container."""
        place = next((at for at in range(self.container.count()) if self.container.itemData(at).id == card.id), -1)
        if place >= 0:
            self.container.setCurrentIndex(place)
            self.counted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _label(self, card: Card) -> str:
        item = self._item(card)
        text = _("{card}: {quantity} in the books")
        return text.format(card=card_name(card, self._board.structure), quantity=quantity(card.quantity, item.decimals))

    def _item(self, card: Card) -> Any:
        return self._board.structure.item_of(self._board.structure.loops[card.loop_id])

    def _card(self) -> Card | None:
        return self.container.currentData()

    def _book_count(self) -> None:
        card = self._card()
        if card is None:
            return
        try:
            found = steps_from_text(self.counted.text(), self._item(card).decimals)
        except QuantityError:
            found = -1
        if found < 0:
            self.refuse(_("Type the number that was counted."))
            self.counted.setFocus(Qt.FocusReason.OtherFocusReason)
        elif found == card.quantity:
            self.refuse(_("The count is the same as the books. Nothing needs booking."))
            self.told.set_tone("ok")
        elif found > card.quantity:
            text = _("counted {counted}, the books say {booked}")
            decimals = self._item(card).decimals
            reason = text.format(counted=quantity(found, decimals), booked=quantity(card.quantity, decimals))
            # More than the books hold cannot be drawn back: somebody looks at it first.
            self.booked.emit(card, Action.HOLD, None, reason)
        else:
            self.booked.emit(card, Action.DRAW, card.quantity - found, _("counted"))

    def _hold(self) -> None:
        card = self._card()
        if card is not None:
            self.booked.emit(card, Action.HOLD, None, _("damaged"))


class ExtraCardForm(StripForm):
    """Ask for an extra card. `asked` carries (loop id, quantity, reason)."""

    asked = Signal(int, object, str)

    def __init__(self, board: Board, rows: Sequence[TakeRow], parent: QWidget | None = None) -> None:
        explanation = _("One more container, once. It is ordered at once and closed when it is empty.")
        super().__init__(_("Ask for an extra card"), explanation, parent)
        self._board = board
        self.item = Choice(name=_("Item"))
        for row in rows:
            self.item.addItem(f"{row.item} · {row.place}", row.loop_id)
        self.amount = QLineEdit()
        self.amount.setAccessibleName(_("Quantity"))
        self.amount.setFixedWidth(theme.px(110))
        self.reason = reason_choice(_("Why?"), [_("more is needed today"), _("some were scrapped"), _("for an order")])
        ask = Button(_("Ask for it"), kind="primary", size="station", icon="card_plus")
        ask.clicked.connect(self._ask)
        self.add_field(self.item, 2)
        self.add_field(self.amount)
        self.add_field(self.reason, 2)
        self.add_buttons(ask)
        self.item.currentIndexChanged.connect(self._propose)
        self._propose()
        if not rows:
            self.refuse(_("No loop ends at this station."))

    def _propose(self) -> None:
        loop = self._board.structure.loops.get(self.item.currentData() or 0)
        if loop is not None:
            item = self._board.structure.item_of(loop)
            self.amount.setText(str(decimal_from_steps(loop.container_quantity, item.decimals)))

    def _ask(self) -> None:
        loop = self._board.structure.loops.get(self.item.currentData() or 0)
        if loop is None:
            return
        try:
            steps = steps_from_text(self.amount.text(), self._board.structure.item_of(loop).decimals)
        except QuantityError:
            steps = 0
        if steps < 1:
            self.refuse(_("Type how many are wanted."))
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.reason.currentText().strip():
            self.refuse(_("Say why, so that others know."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.asked.emit(loop.id, steps, self.reason.currentText().strip())


class ReasonForm(StripForm):
    """An action that needs its reason. `given` carries it."""

    given = Signal(str)

    def __init__(self, title: str, reasons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(title, _("It is kept with the booking."), parent)
        self.reason = reason_choice(_("Reason"), reasons)
        book = Button(_("Book it"), kind="primary", size="station", icon="check")
        book.clicked.connect(self._give)
        field = self.reason.lineEdit()
        if field is not None:
            field.returnPressed.connect(self._give)
        self.add_field(self.reason, 1)
        self.add_buttons(book)

    def _give(self) -> None:
        text = self.reason.currentText().strip()
        if text:
            self.given.emit(text)
        else:
            self.refuse(_("Choose a reason or type one."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)


class FindForm(StripForm):
    """Find a card whose code cannot be read. `found` carries the loop's id."""

    found = Signal(int)

    def __init__(self, rows: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(_("Find it by item"), _("Its row opens below; the card is tapped there."), parent)
        self.item = Choice(name=_("Item"))
        for loop_id, text in rows:
            self.item.addItem(text, loop_id)
        show = Button(_("Show it"), kind="primary", size="station", icon="search")
        show.clicked.connect(self._show)
        self.add_field(self.item, 1)
        self.add_buttons(show)

    def _show(self) -> None:
        if self.item.currentData() is not None:
            self.found.emit(self.item.currentData())


class PersonForm(StripForm):
    """Who it is. `named` carries the name, empty for nobody in particular, and the PIN typed."""

    named = Signal(str, str)

    def __init__(
        self,
        title: str,
        explanation: str,
        people: Sequence[str],
        now: str,
        with_pin: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, parent)
        self._with_pin = with_pin
        self.name = reason_choice(_("Name"), people)
        self.name.setCurrentText(now)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(8)
        self.pin.setPlaceholderText(_("PIN"))
        self.pin.setAccessibleName(_("PIN"))
        self.pin.setFixedWidth(theme.px(120))
        go = Button(_("It is me"), kind="primary", size="station", icon="account")
        nobody = Button(_("Nobody in particular"), size="station")
        go.clicked.connect(self._go)
        nobody.clicked.connect(lambda: self.named.emit("", ""))
        self.pin.returnPressed.connect(self._go)
        field = self.name.lineEdit()
        if field is not None:
            field.returnPressed.connect(self._go)
            field.selectAll()
        self.name.currentTextChanged.connect(self._fit_pin)
        self.add_field(self.name, 1)
        self.add_field(self.pin)
        self.add_buttons(go, nobody)
        self._fit_pin()

    def _needs_pin(self) -> bool:
        return self.name.currentText().strip() in self._with_pin

    def _fit_pin(self) -> None:
        self.pin.setVisible(self._needs_pin())

    def _go(self) -> None:
        if self._needs_pin() and not self.pin.text():
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.named.emit(self.name.currentText().strip(), self.pin.text())

    def refuse_pin(self) -> None:
        """The PIN was another one."""
        self.refuse(_("This is not the PIN of {name}. Type it again.").format(name=self.name.currentText().strip()))
        self.pin.clear()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)


class NoteForm(StripForm):
    """A note for the next shift. `written` carries it."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("A note for the next shift"), _("It stays at this station until somebody says that it is done."), parent
        )
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.note.setPlaceholderText(_("What the next shift should know"))
        self.note.setAccessibleName(_("Note"))
        self.note.returnPressed.connect(self._go)
        leave = Button(_("Leave the note"), kind="primary", size="station", icon="check")
        leave.clicked.connect(self._go)
        self.add_field(self.note, 1)
        self.add_buttons(leave)

    def _go(self) -> None:
        if self.note.text().strip():
            self.written.emit(self.note.text())
        else:
            self.refuse(_("Write what the next shift should know."))
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
