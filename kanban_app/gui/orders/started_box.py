"""Work that has started and is not asked for any more: its cards, and what is to become of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.cards import Card
from kanban_app.domain.codes import spaced
from kanban_app.domain.orders import OrderLine, StartedChoice
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Choice, TextLabel
from kanban_app.gui.orders import words
from kanban_app.i18n import _, ngettext
from kanban_app.operations import words as shop_words
from kanban_app.operations.orders_changing import StartedWork
from kanban_app.operations.orders_words import choice as choice_text

MOST_CARDS = 12


def card_lines(cards: Iterable[Card], structure: Structure) -> list[str]:
    """Cards as lines: what, how much, which, what it is doing."""
    told = []
    for card in cards:
        item_id = structure.loops[card.loop_id].item_id
        pieces = words.pieces(card.quantity or card.container_quantity, structure, item_id)
        told.append(f"{structure.items[item_id].code}, {pieces}, {spaced(card.code)}, {shop_words.state(card.state)}")
    if len(told) > MOST_CARDS:
        more = len(told) - MOST_CARDS
        told[MOST_CARDS:] = [ngettext("and {count} more", "and {count} more", more).format(count=more)]
    return told


def with_parts(structure: Structure, item_id: int) -> set[int]:
    """An item and all that goes into it, at any depth."""
    found, todo = {item_id}, [item_id]
    while todo:
        below = {line.component_id for line in structure.components_of(todo.pop())} - found
        found |= below
        todo += below
    return found


class StartedBox(QWidget):
    """Hidden until there is such work. `changed` says that another answer was given."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.told = TextLabel(size=15, weight=600)
        self.listed = TextLabel(size=14, tone="ink2")
        self.what = Choice(name=_("What becomes of started work"))
        self.other = Choice(name=_("Which line it is used for"))
        self.none = TextLabel(_("No other line that is made to order takes it."), size=14, tone="ink2")
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason"))
        for label in (self.told, self.listed, self.none):
            label.setWordWrap(True)
        for widget in (self.told, self.listed, self.what, self.other, self.none, self.reason):
            column.addWidget(widget)
        self.what.addItem(_("Say what becomes of it…"), "")
        for one in StartedChoice:
            self.what.addItem(choice_text(one), one.value)
        self.what.currentIndexChanged.connect(self._on_choice)
        self.other.currentIndexChanged.connect(self.changed)
        self.reason.textChanged.connect(self.changed)
        self.hide()

    def show_cards(self, cards: Sequence[Card], others: Sequence[OrderLine], structure: Structure) -> None:
        """Ask about these cards; `others` are the lines that they could be used for."""
        self._cards = tuple(cards)
        count = len(cards)
        text = ngettext("Work has started on {count} card.", "Work has started on {count} cards.", count)
        self.told.setText(text.format(count=count))
        self.listed.setText("\n".join(card_lines(cards, structure)))
        self.other.clear()
        for line in others:
            item = structure.items[line.item_id].code
            self.other.addItem(f"{line.reference}, {line.customer}, {item}", (line.order_number, line.number))
        self.what.setCurrentIndex(0)
        self.reason.clear()
        self.setVisible(bool(cards))
        self._on_choice()

    def _choice(self) -> StartedChoice | None:
        chosen = str(self.what.currentData())
        return StartedChoice(chosen) if chosen else None

    def _on_choice(self) -> None:
        choice = self._choice()
        is_use = choice is StartedChoice.USE
        self.other.setVisible(is_use and self.other.count() > 0)
        self.none.setVisible(is_use and not self.other.count())
        self.reason.setVisible(choice is StartedChoice.SCRAP)
        self.changed.emit()

    def said(self) -> StartedWork | None:
        """The answer; None while it is not complete."""
        if not self._cards:
            return StartedWork()
        choice = self._choice()
        if choice is StartedChoice.USE and self.other.currentData():
            number, line = self.other.currentData()
            return StartedWork(choice, "", number, line)
        if choice is StartedChoice.SCRAP and self.reason.text().strip():
            return StartedWork(choice, self.reason.text().strip())
        return StartedWork(choice) if choice is StartedChoice.STOCK else None
