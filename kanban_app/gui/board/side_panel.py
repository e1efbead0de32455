"""The panel beside the board: one card, what is wrong with it, its life, its last cycles, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.domain.cards import Action, Card, CardState, Mark
from kanban_app.domain.codes import spaced
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import life, words
from kanban_app.gui.board.cycle_bars import CycleBars
from kanban_app.gui.board.life import Alert, Bars, LifeStep
from kanban_app.gui.board.life_list import LifeList
from kanban_app.gui.board.notice import Notice
from kanban_app.gui.board.plan import RowFacts
from kanban_app.gui.board.reason_field import ReasonField
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
    """Shows what it is given and says what was asked for; it books nothing itself."""

    action_asked = Signal(Action)
    reason_given = Signal(Action, str)
    print_asked = Signal()
    next_asked = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self._next: Action | None = None
        self._is_held = False
        self._chip = BigChip()
        self._title = ElidedLabel(size=19, weight=700)
        self._which = TextLabel(size=14, tone="ink2")
        self._route = ElidedLabel(size=14, tone="ink2")
        self.alert = AlertBox()
        self.notice = Notice()
        self.life_list = LifeList()
        self._cycles_title = TextLabel(size=13, weight=600)
        self.cycle_bars = CycleBars()
        self.reason = ReasonField()
        self.hint = TextLabel(_("Choose a card to see its life."), tone="ink3")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._close = Button(_("Close"), kind="quiet", icon="close")
        self._buttons: dict[str, Button] = {}
        self._card_part = QWidget()
        self._actions = QWidget()
        self._which.setWordWrap(True)
        self._lay_out()
        self.notice.next_asked.connect(self.next_asked)
        self.reason.given.connect(self.reason_given)
        self.reason.left.connect(self.close_reason)
        self._close.clicked.connect(self.close_asked)
        self.show_nothing()

    # -- layout

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hint, 1)
        column.addWidget(self._card_part, 1)
        inner = QVBoxLayout(self._card_part)
        inner.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(16))
        inner.setSpacing(theme.px(8))
        inner.addLayout(self._head())
        inner.addLayout(self._second_row())
        inner.addWidget(self._scrolled(), 1)
        inner.addWidget(self.notice)
        inner.addWidget(self.reason)
        inner.addWidget(self._action_grid())

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
        column.addWidget(self.life_list)
        column.addWidget(self._cycles_title)
        column.addWidget(self.cycle_bars)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        content.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _action_grid(self) -> QWidget:
        grid = QGridLayout(self._actions)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        entries = (
            ("urgent", _("Mark urgent"), "alert", lambda: self.action_asked.emit(Action.URGENT)),
            ("next", "", "check", self._ask_next),
            ("hold", "", "pause", self._ask_hold),
            ("print", _("Print again"), "printer", self.print_asked.emit),
            ("lost", _("Lost or damaged…"), "card_remove", lambda: self.action_asked.emit(Action.REPLACE)),
            ("undo", _("Undo last step…"), "undo", lambda: self.action_asked.emit(Action.REVERT)),
        )
        for place, (name, text, icon, ask) in enumerate(entries):
            button = self._buttons[name] = Button(text, icon=icon, kind="primary" if name == "next" else "secondary")
            button.clicked.connect(lambda _checked=False, ask=ask: ask())
            grid.addWidget(button, place // 2, place % 2)
        return self._actions

    def button(self, name: str) -> Button:
        """One of the six: urgent, next, hold, print, lost, undo."""
        return self._buttons[name]

    def set_drawer(self, drawer: bool) -> None:
        """Over the board it can be closed; beside it, it stays."""
        self._close.setVisible(drawer)

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """The letters of the plant's language."""
        self._letters = letters

    # -- what is shown

    def show_nothing(self) -> None:
        """No card is chosen."""
        self._card_part.hide()
        self.hint.show()

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
        self.hint.hide()
        self._card_part.show()

    def _marks(self, card: Card, facts: RowFacts) -> tuple[Mark, ...]:
        return facts.marks[facts.row.cards.index(card)] if card in facts.row.cards else ()

    def _show_actions(self, card: Card, facts: RowFacts) -> None:
        usable = card.state is not CardState.RETIRED
        self._next = life.next_action(card, facts.row.loop) if usable else None
        next_button = self._buttons["next"]
        needs_reason = self._next is Action.RELEASE
        text = shop_words.action(self._next) if self._next is not None else _("Out of use")
        next_button.setText(f"{text}…" if needs_reason else text)
        next_button.setEnabled(self._next is not None and not card.on_hold)
        next_button.set_kind("secondary" if needs_reason or card.on_hold else "primary")
        hold = self._buttons["hold"]
        hold.setText(_("Free again") if card.on_hold else _("Hold…"))
        hold.set_kind("primary" if card.on_hold else "secondary")
        hold.set_icon_name("play" if card.on_hold else "pause")
        hold.setEnabled(usable)
        self._buttons["urgent"].setEnabled(usable and not card.urgent and not card.on_hold)
        self._buttons["print"].setEnabled(usable)
        self._buttons["lost"].setEnabled(usable)
        self._buttons["undo"].setEnabled(card.last_event > 0)
        self._is_held = card.on_hold

    def show_life(self, steps: list[LifeStep], bars: Bars | None) -> None:
        """Show what was read of the card."""
        self.life_list.show_steps(steps, self._letters)
        self._cycles_title.setText(bars.title if bars and bars.bars else "")
        self.cycle_bars.show_bars(bars)

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
        self.notice.hide()
        self._actions.hide()
        self.reason.ask(action)

    def close_reason(self) -> None:
        """Back to the buttons."""
        self.reason.hide()
        self._actions.show()

    def is_asking(self) -> bool:
        """Whether a reason is asked for."""
        return not self.reason.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)
