"""What happens around the chosen card: its life is read, its actions are booked, their answers are told.

Nothing here waits: the shop's futures call back.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.domain.actions import WITH_REASON
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.refusals import NextKind, ReasonNeeded
from kanban_app.gui.board import life
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.side_panel import SidePanel
from kanban_app.gui.board.waiting import Waiting
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.i18n import _
from kanban_app.operations.wording import card_name, said

if TYPE_CHECKING:
    from kanban_app.operations.looking import Cycle, HistoryLine
    from kanban_app.operations.shop import Shop

log = logging.getLogger(__name__)

# Arrow keys held down pass many cards; only where they rest the life is read.
REST_MS = 120
NOTICE_MS = 20_000
MOST_ENTRIES = 60
MOST_CAUSES = 6
_STEPS_TAKEN = {NextKind.DO_INSTEAD, NextKind.RESUME}
_STEPS_SHOWN = {NextKind.SHOW_NOW, NextKind.USE_REPLACEMENT, NextKind.PRINT_NEW}


class CardDesk(QObject):
    """Connects the panel to the shop for one chosen card at a time."""

    booked = Signal(object)
    card_wanted = Signal(int)

    def __init__(self, panel: SidePanel, model: BoardModel, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._panel, self._model, self.clock = panel, model, clock
        self._waiting = Waiting(self)
        self._shop: Shop | None = None
        self.person = ""
        self._card_id: int | None = None
        self._lines: list[HistoryLine] = []
        self._causes: dict[int, HistoryLine] = {}
        self._cycles: list[Cycle] = []
        self._outcome: Outcome | None = None
        self._is_busy = False
        self._rest = _single_shot(self, REST_MS, self._read)
        self._notice_over = _single_shot(self, NOTICE_MS, panel.notice.hide)
        panel.action_asked.connect(self.take)
        panel.reason_given.connect(self._on_reason_given)
        panel.print_asked.connect(self.print_again)
        panel.next_asked.connect(self._on_next_asked)

    def set_shop(self, shop: Shop | None) -> None:
        """Ask this plant from now on."""
        self._shop = shop
        self.forget()

    def forget(self) -> None:
        """No card is chosen."""
        self._card_id = None
        self._clear()
        self._panel.show_nothing()

    def _clear(self) -> None:
        self._lines, self._causes, self._cycles = [], {}, []
        self._outcome = None
        self._panel.notice.hide()
        self._panel.close_reason()

    # -- the chosen card

    def choose(self, card_id: int) -> None:
        """Show this card."""
        if card_id != self._card_id:
            self._card_id = card_id
            self._clear()
        self.show_now()
        self._rest.start()

    def card(self) -> Card | None:
        """The chosen card as the board has it."""
        board = self._model.board
        return board.card(self._card_id) if board is not None and self._card_id is not None else None

    def show_now(self) -> None:
        """Show the chosen card as it is now, with what was read of it."""
        card, board = self.card(), self._model.board
        if card is None or board is None:
            return
        facts = self._model.facts_of_loop(card.loop_id)
        now = self.clock()
        self._panel.show_card(card, facts, board.structure, now)
        steps = life.steps_of(self._lines, self._causes, board.structure, card, now)
        bars = life.bars_of(self._cycles, facts.row.loop, now) if self._cycles else None
        self._panel.show_life(steps, bars)

    def on_changed(self, card_ids: set[int]) -> None:
        """These cards changed; what depends on them is shown again."""
        card = self.card()
        if card is None:
            return
        self.show_now()
        if card.id in card_ids:
            self._rest.start()

    def _read(self) -> None:
        card, shop = self.card(), self._shop
        if card is None or shop is None:
            return
        card_id = card.id
        self._waiting.when_done(shop.history(card.code, MOST_ENTRIES), lambda found: self._on_history(card_id, found))
        self._waiting.when_done(shop.cycles(card.id), lambda found: self._on_cycles(card_id, found))

    def _on_history(self, card_id: int, found: list[HistoryLine]) -> None:
        if card_id != self._card_id or self._shop is None:
            return
        self._lines = life.this_cycle(found)
        for seq in life.causes_wanted(self._lines)[:MOST_CAUSES]:
            if seq not in self._causes:
                asked = self._shop.history("", 1, before_seq=seq + 1)
                self._waiting.when_done(asked, lambda lines: self._on_cause(card_id, lines))
        self.show_now()

    def _on_cause(self, card_id: int, lines: list[HistoryLine]) -> None:
        if card_id == self._card_id and lines:
            self._causes[lines[0].event.seq] = lines[0]
            self.show_now()

    def _on_cycles(self, card_id: int, found: list[Cycle]) -> None:
        if card_id == self._card_id:
            self._cycles = found
            self.show_now()

    # -- actions

    def take(self, action: Action) -> None:
        """Do an action with the chosen card, asking for a reason first where it needs one."""
        card = self.card()
        if card is None or self._shop is None or self._is_busy:
            return
        if action in WITH_REASON or (action is Action.REVERT and not self._is_in_undo_time()):
            self._panel.ask_reason(action)
        else:
            self._book(action, card)

    def _is_in_undo_time(self) -> bool:
        if self._shop is None or not self._lines:
            return True
        window = timedelta(seconds=self._shop.plant.rules.undo_window_s)
        return self.clock() - self._lines[-1].event.recorded_at <= window

    def _on_reason_given(self, action: Action, reason: str) -> None:
        card = self.card()
        self._panel.close_reason()
        if card is not None:
            self._book(action, card, reason)

    def _book(self, action: Action, card: Card, reason: str = "") -> None:
        if self._shop is None or self._is_busy:
            return
        self._is_busy = True
        asked: Future[list[Outcome]] = self._shop.do(
            action,
            [card.code],
            reason=reason,
            person=self.person,
            scan_id=uuid.uuid4().hex,
            seen_event=card.last_event,
        )
        self._waiting.when_done(asked, self._on_outcomes, self._on_failed)

    def _on_outcomes(self, outcomes: list[Outcome]) -> None:
        self._is_busy = False
        for outcome in outcomes:
            self._tell(outcome)
            self.booked.emit(outcome)

    def _tell(self, outcome: Outcome) -> None:
        board = self._model.board
        if board is None:
            return
        self._outcome = outcome
        words = said(outcome, board.structure, self.clock())
        detail = " ".join(filter(None, (words.detail, words.hint)))
        step = outcome.next
        usable = step is not None and step.kind in _STEPS_TAKEN | _STEPS_SHOWN
        self._say(_sign_of(outcome), words.headline, detail, words.next_label if usable else "")

    def _say(self, sign: AnswerSign, headline: str, detail: str = "", button: str = "") -> None:
        self._panel.notice.say(sign, headline, detail, button)
        self._notice_over.stop()
        if sign is AnswerSign.ACCEPTED:
            self._notice_over.start()

    def _on_failed(self, problem: Exception) -> None:
        self._is_busy = False
        if isinstance(problem, ReasonNeeded):
            self._panel.ask_reason(problem.action)
            return
        text = getattr(problem, "text", None)
        if callable(text):
            self._say(AnswerSign.REFUSED, _("This was not booked."), str(text()))
            return
        log.error("A booking failed", exc_info=problem)
        self._say(AnswerSign.REFUSED, _("This was not booked."), _("Something went wrong here; it is in the log."))

    def _on_next_asked(self) -> None:
        outcome = self._outcome
        if outcome is None or outcome.next is None:
            return
        step = outcome.next
        target = outcome.next_card or outcome.card
        if step.kind in _STEPS_TAKEN and target is not None:
            self._book(step.action or Action.RESUME, self._newest(target))
        elif step.kind is NextKind.PRINT_NEW:
            self.print_again()
        elif target is not None:
            self.card_wanted.emit(target.id)
            self._panel.notice.hide()

    def _newest(self, card: Card) -> Card:
        known = self._model.board.card(card.id) if self._model.board is not None else None
        return known if known is not None and known.last_event >= card.last_event else card

    def print_again(self) -> None:
        """Put the chosen card on the print list of its source."""
        card, board = self.card(), self._model.board
        if card is None or board is None or self._shop is None:
            return
        name = card_name(card, board.structure)
        source = board.structure.stations[board.structure.loops[card.loop_id].source_id].name
        text = _("On the print list of {source}: {card}").format(source=source, card=name)
        self._waiting.when_done(
            self._shop.ask_print([card.code]), lambda _none: self._say(AnswerSign.ACCEPTED, text), self._on_failed
        )


def _sign_of(outcome: Outcome) -> AnswerSign:
    if outcome.answer is Answer.REFUSED:
        return AnswerSign.REFUSED
    if outcome.answer is Answer.NO_OP:
        return AnswerSign.NO_OP
    return AnswerSign.WARNED if outcome.warnings else AnswerSign.ACCEPTED


def _single_shot(parent: QObject, interval_ms: int, call: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(call)
    return timer
