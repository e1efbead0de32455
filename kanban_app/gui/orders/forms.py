"""What is done with a line: change it, cancel it, ship it. Each form takes the place of the line at the side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.cards import Card
from kanban_app.domain.orders import OrderLine
from kanban_app.domain.quantities import decimal_from_steps
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.gui.orders import words
from kanban_app.gui.orders.started_box import StartedBox, card_lines
from kanban_app.gui.orders.typed import Typed, day_of, price_of, steps_of
from kanban_app.i18n import _, ngettext
from kanban_app.operations.orders_changing import CancelPreview, LineEdit
from kanban_app.operations.orders_reading import LineView


class Form(QWidget):
    """A title, what the form asks, a sentence about what is wrong, and two buttons. `left` goes back to the line."""

    left = Signal()

    def __init__(self, go: str, back: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))
        self.title = TextLabel(size=18, weight=700)
        self.title.setWordWrap(True)
        self.column.addWidget(self.title)
        self.wrong = TextLabel(size=15, weight=600, tone="stop")
        self.wrong.setWordWrap(True)
        self.go = Button(go, kind="primary")
        self.back = Button(back, kind="quiet")
        self.back.clicked.connect(self.left)

    def finish(self) -> None:
        """After all fields: the sentence and the buttons."""
        self.column.addWidget(self.wrong)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.back)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def field(self, name: str) -> QLineEdit:
        """A field under its name; Enter in it is the blue button."""
        label = TextLabel(name, size=13, weight=600, tone="ink2")
        found = QLineEdit()
        found.setAccessibleName(name)
        found.returnPressed.connect(self.go.click)
        label.setBuddy(found)
        self.column.addWidget(label)
        self.column.addWidget(found)
        return found

    def say(self, text: str) -> None:
        """What is wrong, or nothing."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))


class ChangeForm(Form):
    """`changed` carries the LineEdit and the StartedWork."""

    changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Keep the change"), _("Leave it as it is"), parent)
        self._line: OrderLine | None = None
        self._decimals = 0
        self._today = date.min
        self.quantity = self.field(_("Quantity"))
        self.wanted = self.field(_("Wanted on"))
        self.price = self.field(_("Price of one"))
        self.note = self.field(_("Note"))
        self.started = StartedBox()
        self.column.addWidget(self.started)
        self.finish()
        self.go.clicked.connect(self._keep)

    def show_line(self, view: LineView, structure: Structure, today: date) -> None:
        """Ask about this line."""
        line, item = view.line, structure.items[view.line.item_id]
        self._line, self._decimals, self._today = line, item.decimals, today
        self.title.setText(_("Change {line}, {item}").format(line=line.reference, item=item.code))
        self.quantity.setText(f"{decimal_from_steps(line.quantity, item.decimals):f}")
        self.wanted.setText(line.wanted_on.isoformat())
        self.price.setText(line.price)
        self.note.setText(line.note)
        self.started.show_cards((), (), structure)
        self.say("")
        self.quantity.selectAll()
        self.quantity.setFocus()

    def ask_started(self, cards: Sequence[Card], others: Sequence[OrderLine], structure: Structure) -> None:
        """The change would leave work that has started."""
        self.started.show_cards(cards, others, structure)

    def _keep(self) -> None:
        line = self._line
        if line is None:
            return
        try:
            steps = steps_of(self.quantity.text(), self._decimals)
            edit = LineEdit(
                None if steps == line.quantity else steps,
                day_of(self.wanted.text(), self._today),
                price_of(self.price.text()),
                self.note.text(),
            )
        except Typed as wrong:
            self.say(wrong.said)
            return
        started = self.started.said()
        if started is None:
            self.say(_("Say what becomes of the work that has started."))
            return
        self.say("")
        self.changed.emit(edit, started)


class CancelForm(Form):
    """Says what cancelling does before it can be pressed. `scope_chosen` carries the lines that are meant (empty: all),
    `cancelled` those and the StartedWork.
    """

    scope_chosen = Signal(object)
    cancelled = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Cancel it"), _("Keep the line"), parent)
        self.scope = Choice(name=_("What is cancelled"))
        self.scope.currentIndexChanged.connect(lambda _place: self.ask())
        self.column.addWidget(self.scope)
        self.what = TextLabel(size=15)
        self.what.setWordWrap(True)
        self.column.addWidget(self.what)
        self.started = StartedBox()
        self.started.changed.connect(self._fit)
        self.column.addWidget(self.started)
        self._is_known = False
        self.finish()
        self.go.clicked.connect(self._cancel)

    def show_line(self, view: LineView, line_count: int, structure: Structure) -> None:
        """Ask about this line, or the whole order."""
        line = view.line
        self.title.setText(
            _("Cancel {line}, {item}").format(line=line.reference, item=structure.items[line.item_id].code)
        )
        self.scope.blockSignals(True)
        self.scope.clear()
        self.scope.addItem(_("this line"), (line.number,))
        if line_count > 1:
            text = _("the whole order {number} with its {count} lines")
            self.scope.addItem(text.format(number=line.order_number, count=line_count), ())
        self.scope.setVisible(line_count > 1)
        self.scope.blockSignals(False)
        self.ask()
        self.back.setFocus()

    def ask(self) -> None:
        """Look at what cancelling would do, also once more where that is not as it was."""
        self._is_known = False
        self.say("")
        self.what.setText(_("Looking at what has started…"))
        self.started.hide()
        self.go.setEnabled(False)
        self.scope_chosen.emit(self.scope.currentData())

    def show_preview(self, found: Sequence[CancelPreview], others: Sequence[OrderLine], structure: Structure) -> None:
        """What cancelling would do."""
        release = [card for one in found for card in one.release]
        free = [card for one in found for card in one.given_back]
        begun = [card for one in found for card in one.started]
        told = []
        if release:
            text = ngettext(
                "{count} card leaves, nobody has started it:",
                "{count} cards leave, nobody has started them:",
                len(release),
            )
            told += [text.format(count=len(release)), *card_lines(release, structure)]
        if free:
            text = ngettext("{count} container is free again:", "{count} containers are free again:", len(free))
            told += [text.format(count=len(free)), *card_lines(free, structure)]
        if not (release or free or begun):
            told.append(_("No card works for it. Only the line ends.") if found else _("Nothing is left to cancel."))
        self.what.setText("\n".join(told))
        self.started.show_cards(begun, others, structure)
        self._is_known = bool(found)
        self._fit()

    def _fit(self) -> None:
        self.go.setEnabled(self._is_known and self.started.said() is not None)

    def _cancel(self) -> None:
        started = self.started.said()
        if started is not None:
            self.cancelled.emit(self.scope.currentData(), started)


class ShipForm(Form):
    """`shipped` carries the lines that are meant (empty: all), the steps, None for whatever is ready, and whether the
    delivery note is wanted with it: a line that is done leaves the list, and its buttons with it.
    """

    shipped = Signal(object, object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Ship it"), _("Not now"), parent)
        self._decimals = 0
        self._line = 0
        self.scope = Choice(name=_("What is shipped"))
        self.scope.currentIndexChanged.connect(self._fit)
        self.column.addWidget(self.scope)
        self.quantity = self.field(_("Quantity"))
        self.noted = Button(_("Ship it, with delivery note…"), icon="printer")
        self.finish()
        self.column.insertWidget(self.column.count() - 1, self.noted, 0, Qt.AlignmentFlag.AlignLeft)
        self.go.clicked.connect(lambda: self._ship(noted=False))
        self.noted.clicked.connect(lambda: self._ship(noted=True))

    def show_line(self, view: LineView, line_count: int, structure: Structure) -> None:
        """Ask about this line; what stands ready is proposed."""
        line, item = view.line, structure.items[view.line.item_id]
        self._decimals, self._line = item.decimals, line.number
        ready = min(view.facts.there, line.remaining)
        text = _("Ship {line}: {ready} of {open} stand ready")
        said = {
            "ready": words.pieces(ready, structure, item.id),
            "open": words.pieces(line.remaining, structure, item.id),
        }
        self.title.setText(text.format(line=f"{line.reference}, {item.code}", **said))
        self.scope.blockSignals(True)
        self.scope.clear()
        self.scope.addItem(_("this line"), (line.number,))
        self.scope.addItem(_("all of order {number} that stands ready").format(number=line.order_number), ())
        self.scope.setVisible(line_count > 1)
        self.scope.blockSignals(False)
        self.quantity.setText(f"{decimal_from_steps(ready, item.decimals):f}")
        self.say("")
        self._fit()
        self.quantity.selectAll()
        self.quantity.setFocus()

    def _fit(self) -> None:
        self.quantity.setEnabled(bool(self.scope.currentData()))

    def _ship(self, *, noted: bool) -> None:
        lines = self.scope.currentData()
        try:
            steps = steps_of(self.quantity.text(), self._decimals) if lines else None
        except Typed as wrong:
            self.say(wrong.said)
            return
        self.say("")
        self.shipped.emit(lines, steps, noted)
