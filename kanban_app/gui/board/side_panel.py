"""The panel beside the board: one card, what is wrong with it, its life, its last cycles, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.domain.cards import Action, Card, CardState, Mark
from kanban_app.domain.codes import spaced
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import life, words
from kanban_app.gui.board.action_grid import ActionGrid
from kanban_app.gui.board.life import Alert, Bars, LifeStep
from kanban_app.gui.board.life_facts import Facts
from kanban_app.gui.board.life_sections import LifeSections
from kanban_app.gui.board.many_panel import ManyPanel
from kanban_app.gui.board.notice import Notice
from kanban_app.gui.board.plan import RowFacts
from kanban_app.gui.board.quantity_field import Asked, QuantityField
from kanban_app.gui.board.reason_field import ReasonField
from kanban_app.gui.board.tall import TallPart
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.widgets import Button, ElidedLabel, Panel, TextLabel
from kanban_app.i18n import _
from kanban_app.operations import words as shop_words


class BigChip(QWidget):
    """The card's chip, large, with its mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face: chips.Face | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_face(self, face: chips.Face | None) -> None:
        """Show this face."""
        self._face = face
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(72), theme.px(54))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._face is not None:
            body = QRectF(QPointF(0, theme.px(10)), QSize(theme.px(60), theme.px(42)).toSizeF())
            chips.paint(QPainter(self), body, self._face)


class AlertBox(TextLabel):
    """What is wrong, on its tint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, size=14, weight=600)
        self._fill = "stop_tint"
        self.setWordWrap(True)
        self.setContentsMargins(theme.px(12), theme.px(9), theme.px(12), theme.px(9))

    def show_alert(self, alert: Alert | None) -> None:
        """Show what is wrong, or nothing."""
        self.setVisible(alert is not None)
        if alert is not None:
            self._fill = f"{alert.tone}_tint"
            self.set_tone(alert.tone)
            self.setText(alert.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(self._fill))
        painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        painter.end()
        super().paintEvent(event)


class SidePanel(Panel):
    """Shows what it is given and says what was asked for; it books nothing itself.

    `quantity_given` carries (action, quantity in steps, reason). `many` takes the place of the card's life while
    several cards are chosen.
    """

    action_asked = Signal(Action)
    reason_given = Signal(Action, str)
    quantity_given = Signal(Action, object, str)
    print_asked = Signal()
    next_asked = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self._next: Action | None = None
        self._is_held = self._has_card = False
        self._chip = BigChip()
        self._title = ElidedLabel(size=19, weight=700)
        self._which = TextLabel(size=14, tone="ink2")
        self._route = ElidedLabel(size=14, tone="ink2")
        self.alert = AlertBox()
        self.notice = Notice()
        self.sections = LifeSections()
        self.life_list, self.cycle_bars = self.sections.steps, self.sections.bars
        self.reason = ReasonField()
        self.quantity = QuantityField()
        self.many = ManyPanel()
        self.hint = TextLabel(_("Choose a card to see its life."), tone="ink3")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._close = Button(_("Close"), kind="quiet", icon="close")
        self._card_part = QWidget()
        self._actions = self._action_grid()
        self._card_area, self._many_area = TallPart(self._card_part), TallPart(self.many)
        self._which.setWordWrap(True)
        self._lay_out()
        self.notice.next_asked.connect(self.next_asked)
        self.reason.given.connect(self.reason_given)
        self.reason.left.connect(self.close_reason)
        self.quantity.given.connect(self.quantity_given)
        self.quantity.left.connect(self.close_reason)
        self.many.close_asked.connect(self.close_asked)
        self._close.clicked.connect(self.close_asked)
        self.show_nothing()

    # -- layout

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        # room for the border and its corners: what scrolls paints its own ground
        column.setContentsMargins(1, theme.px(6), 1, theme.px(6))
        column.setSpacing(0)
        column.addWidget(self.hint, 1)
        column.addWidget(self._card_area, 1)
        column.addWidget(self._many_area, 1)
        inner = QVBoxLayout(self._card_part)
        inner.setContentsMargins(theme.px(19), theme.px(2), theme.px(19), theme.px(10))
        inner.setSpacing(theme.px(8))
        inner.addLayout(self._head())
        inner.addLayout(self._second_row())
        inner.addWidget(self._scrolled(), 1)
        inner.addWidget(self.notice)
        inner.addWidget(self.reason)
        inner.addWidget(self.quantity)
        inner.addWidget(self._actions)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self._chip)
        names = QVBoxLayout()
        names.setSpacing(theme.px(2))
        names.addStretch(1)
        names.addWidget(self._title)
        names.addWidget(self._which)
        names.addStretch(1)
        row.addLayout(names, 1)
        return row

    def _second_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._route, 1)
        row.addWidget(self._close)
        return row

    def _scrolled(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(4), 0)
        column.setSpacing(theme.px(14))
        column.addWidget(self.alert)
        column.addWidget(self.sections, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        area.setMinimumHeight(theme.px(48))
        area.setWidget(content)
        content.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _action_grid(self) -> ActionGrid:
        def ask(action: Action) -> Callable[[], None]:
            return lambda: self.action_asked.emit(action)

        return ActionGrid(
            (
                ("urgent", _("Mark urgent"), "alert", ask(Action.URGENT)),
                ("next", "", "check", self._ask_next),
                ("take", _("Take some…"), "hand", ask(Action.DRAW)),
                ("hold", "", "pause", self._ask_hold),
                ("print", _("Print again"), "printer", self.print_asked.emit),
                ("lost", _("Lost or damaged…"), "card_remove", ask(Action.REPLACE)),
                ("retire", _("Out of use…"), "close", ask(Action.RETIRE)),
                ("undo", _("Undo last step…"), "undo", ask(Action.REVERT)),
            ),
            primary="next",
        )

    def button(self, name: str) -> Button:
        """One of the eight: urgent, next, take, hold, print, lost, retire, undo."""
        return self._actions.button(name)

    def action_buttons(self) -> list[Button]:
        """All of them, in the order they are read."""
        return self._actions.buttons()

    def set_drawer(self, drawer: bool) -> None:
        """Over the board it can be closed; beside it, it stays."""
        self._close.setVisible(drawer)
        self.many.set_drawer(drawer)

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """The letters of the plant's language."""
        self._letters = letters

    # -- what is shown

    def show_nothing(self) -> None:
        """No card is chosen."""
        self._has_card = False
        self._show_part(self.hint)

    def show_card(self, card: Card, facts: RowFacts, structure: Structure, now: datetime) -> None:
        """Show a card as it is now; its life follows when it has been read."""
        loop = facts.row.loop
        item = structure.items[loop.item_id]
        marks = self._marks(card, facts)
        self._chip.show_face(chips.face_of(card, self._letters, marks))
        self._title.set_whole(item.code)
        pieces = words.pieces(card.container_quantity, item.decimals, item.unit)
        which = words.card_of(card, loop, facts.counted_cards())
        self._which.setText(f"{which} · {pieces} · {spaced(card.code)}")
        place = ", ".join(filter(None, (structure.stations[loop.consumer_id].name, loop.consumer_location)))
        self._route.set_whole(f"{structure.stations[loop.source_id].name} → {place}")
        self.alert.show_alert(life.alert_of(card, marks, facts.row, structure, now))
        self._show_actions(card, facts)
        self._has_card = True
        if self.many.isHidden():
            self._show_part(self._card_area)

    def show_many(self, several: bool) -> None:
        """Several cards are chosen, or one again."""
        if several != (not self.many.isHidden()):
            self._show_part(self._many_area if several else self._card_area if self._has_card else self.hint)

    def _show_part(self, shown: QWidget) -> None:
        self.many.setVisible(shown is self._many_area)
        for part in (self.hint, self._card_area, self._many_area):
            part.setVisible(part is shown)

    def _marks(self, card: Card, facts: RowFacts) -> tuple[Mark, ...]:
        return facts.marks[facts.row.cards.index(card)] if card in facts.row.cards else ()

    def _show_actions(self, card: Card, facts: RowFacts) -> None:
        usable = card.state is not CardState.RETIRED
        self._next = life.next_action(card, facts.row.loop) if usable else None
        next_button = self.button("next")
        needs_reason = self._next is Action.RELEASE
        asks = needs_reason or self._next in (Action.RECEIVE, Action.ACTIVATE)
        text = shop_words.action(self._next) if self._next is not None else _("Out of use")
        next_button.setText(f"{text}…" if asks else text)
        next_button.setEnabled(self._next is not None and not card.on_hold)
        next_button.set_kind("secondary" if needs_reason or card.on_hold else "primary")
        hold = self.button("hold")
        hold.setText(_("Free again") if card.on_hold else _("Hold…"))
        hold.set_kind("primary" if card.on_hold else "secondary")
        hold.set_icon_name("play" if card.on_hold else "pause")
        hold.setEnabled(usable)
        self.button("urgent").setEnabled(usable and not card.urgent and not card.on_hold)
        self.button("print").setEnabled(usable)
        self.button("lost").setEnabled(usable)
        self.button("take").setEnabled(card.holds_stock)
        self.button("retire").setEnabled(usable)
        self.button("undo").setEnabled(card.last_event > 0)
        self._is_held = card.on_hold

    def show_life(self, steps: list[LifeStep], bars: Bars | None) -> None:
        """Show what was read of the card."""
        self.sections.show_cycle(steps, bars, self._letters)

    def show_facts(self, facts: Facts) -> None:
        """Show cause and effect, times and papers."""
        self.sections.show_facts(facts, self._letters)

    def show_page(self, page: int | None, steps: list[LifeStep], more: bool = False) -> None:
        """Show a page of the whole life, None for this cycle."""
        self.sections.show_page(page, steps, self._letters, more)

    def _ask_next(self) -> None:
        if self._next is not None:
            self.action_asked.emit(self._next)

    def _ask_hold(self) -> None:
        self.action_asked.emit(Action.RESUME if self._is_held else Action.HOLD)

    def next_action(self) -> Action | None:
        """The step of the blue button."""
        return self._next

    def ask_reason(self, action: Action) -> None:
        """Ask for a reason in the place of the buttons."""
        self._make_room()
        self.reason.ask(action)
        self._card_area.bring_into_sight(self.reason)

    def ask_quantity(self, asked: Asked, proposed: int | None = None) -> None:
        """Ask how many, in the place of the buttons; `proposed` in steps, None for the whole container."""
        self._make_room()
        self.quantity.ask(asked, proposed)
        self._card_area.bring_into_sight(self.quantity)

    def _make_room(self) -> None:
        self.notice.hide()
        self._actions.hide()
        self.reason.hide()
        self.quantity.hide()

    def close_reason(self) -> None:
        """Back to the buttons."""
        self.reason.hide()
        self.quantity.hide()
        self.many.close_reason()
        self._actions.show()

    def is_asking(self) -> bool:
        """Whether a reason or a quantity is asked for."""
        return not (self.reason.isHidden() and self.quantity.isHidden()) or self.many.is_asking()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)
