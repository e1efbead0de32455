"""What stands in the panel while several cards are chosen: how many, what can be done to all, what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import results
from kanban_app.gui.board.action_grid import ActionGrid
from kanban_app.gui.board.reason_field import ReasonField
from kanban_app.gui.board.result_list import ResultList
from kanban_app.gui.board.results import Result
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.i18n import _, quantity


class ManyPanel(QWidget):
    """Shows what it is given and says what was asked for; it books nothing itself."""

    action_asked = Signal(Action)
    print_asked = Signal()
    undo_asked = Signal()
    stop_asked = Signal()
    none_asked = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = TextLabel(size=19, weight=700)
        self.which = TextLabel(size=14, tone="ink2")
        self.which.setWordWrap(True)
        self._hint = TextLabel(_("What is done here is done to each of them."), size=14, tone="ink3")
        self._hint.setWordWrap(True)
        self.summary = TextLabel(size=18, weight=700)
        self.summary.setWordWrap(True)
        self.list = ResultList()
        self.undo = Button(_("Undo all of it"), icon="undo")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.px(8))
        self.stop = Button(_("Stop"))
        self.reason = ReasonField()
        self._close = Button(_("Close"), kind="quiet", icon="close")
        self.none = Button(_("Choose none"), kind="quiet")
        self._actions = self._action_grid()
        self._lay_out()
        self._connect()
        self.forget_results()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(19), theme.px(8), theme.px(19), theme.px(10))
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.none)
        head.addWidget(self._close)
        column.addLayout(head)
        for label in (self.which, self._hint, self.summary):
            column.addWidget(label)
        self.list.setMinimumHeight(theme.px(120))
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        for part in (self.progress, self.stop, self.undo, self.reason, self._actions):
            column.addWidget(part)
        column.setAlignment(self.which, Qt.AlignmentFlag.AlignTop)

    def _action_grid(self) -> ActionGrid:
        def ask(action: Action) -> Callable[[], None]:
            return lambda: self.action_asked.emit(action)

        return ActionGrid(
            (
                ("urgent", _("Mark urgent"), "alert", ask(Action.URGENT)),
                ("receive", _("Receive"), "check", ask(Action.RECEIVE)),
                ("hold", _("Hold…"), "pause", ask(Action.HOLD)),
                ("resume", _("Free again"), "play", ask(Action.RESUME)),
                ("print", _("Print again"), "printer", self.print_asked.emit),
                ("lost", _("Lost or damaged…"), "card_remove", ask(Action.REPLACE)),
                ("retire", _("Out of use…"), "close", ask(Action.RETIRE)),
            )
        )

    def _connect(self) -> None:
        self.undo.clicked.connect(self.undo_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.none.clicked.connect(self.none_asked)
        self._close.clicked.connect(self.close_asked)
        self.reason.left.connect(self.close_reason)

    def button(self, name: str) -> Button:
        """One of urgent, receive, hold, resume, print, lost, retire."""
        return self._actions.button(name)

    def set_drawer(self, drawer: bool) -> None:
        """Over the board it can be closed."""
        self._close.setVisible(drawer)

    # -- what is shown

    def show_cards(self, cards: Sequence[Card], structure: Structure) -> None:
        """These are chosen."""
        self.title.setText(results.title_of(cards))
        self.which.setText(results.breakdown(cards, structure))
        self.button("resume").setEnabled(any(card.on_hold for card in cards))
        self.button("hold").setEnabled(not all(card.on_hold for card in cards))
        self.button("urgent").setEnabled(not all(card.urgent for card in cards))
        self.button("receive").setEnabled(any(card.signal_at and card.state is not CardState.EMPTY for card in cards))

    def show_results(self, text: str, found: list[Result], *, can_undo: bool) -> None:
        """Show what became of each."""
        self.summary.setText(text)
        self.list.show_results(found)
        self._show_answer(True)
        self.undo.setVisible(can_undo)

    def forget_results(self) -> None:
        """Nothing was done to these yet."""
        self._show_answer(False)
        self.undo.hide()
        self.show_progress(0, 0)
        self.close_reason()

    def _show_answer(self, shown: bool) -> None:
        self._hint.setVisible(not shown)
        self.summary.setVisible(shown)
        self.list.setVisible(shown)

    def show_progress(self, done: int, count: int) -> None:
        """So many of so many are through; nothing runs while `count` is 0."""
        running = count > 0
        self.progress.setVisible(running)
        self.stop.setVisible(running)
        self._actions.setEnabled(not running)
        self.undo.setEnabled(not running)
        if running:
            self.progress.setMaximum(count)
            self.progress.setValue(done)
            text = _("{done} of {count} cards").format(done=quantity(done), count=quantity(count))
            self.progress.setAccessibleName(text)
            self.summary.setText(text)
            self.summary.show()
            self._hint.hide()

    def ask_reason(self, action: Action, count: int) -> None:
        """Ask for a reason in the place of the buttons."""
        self._actions.hide()
        self.reason.ask(action, count)

    def close_reason(self) -> None:
        """Back to the buttons."""
        self.reason.hide()
        self._actions.show()

    def is_asking(self) -> bool:
        """Whether a reason is asked for."""
        return not self.reason.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.none_asked.emit()
        else:
            super().keyPressEvent(event)
