"""What happens around the chosen card: its life is read, its actions are booked, their answers are told.

Nothing here waits: the shop's futures call back.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.domain.actions import WITH_REASON, QuantityNeeded
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Outcome
from kanban_app.domain.refusals import NextKind, ReasonNeeded
from kanban_app.gui.board import life
from kanban_app.gui.board.life_facts import Facts, facts_of, whole_life
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.quantity_field import asked_for
from kanban_app.gui.board.results import sign_of
from kanban_app.gui.board.side_panel import SidePanel
from kanban_app.gui.board.whole_life import WholeLife
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.waiting import Waiting
from kanban_app.i18n import _
from kanban_app.operations.wording import card_name, said

if TYPE_CHECKING:
    from kanban_app.operations.card_life import CardLife
    from kanban_app.operations.looking import HistoryLine
    from kanban_app.operations.shop import Shop

log = logging.getLogger(__name__)

# Arrow keys held down pass many cards; only where they rest the life is read.
REST_MS = 120
NOTICE_MS = 20_000
_STEPS_TAKEN = {NextKind.DO_INSTEAD, NextKind.RESUME, NextKind.CHOOSE_REASON}
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
        self._life: CardLife | None = None
        self._lines: list[HistoryLine] = []
        self._causes: dict[int, HistoryLine] = {}
        self._whole = WholeLife(self._on_page, self)
        self._outcome: Outcome | None = None
        self._is_busy = False
        self._rest = _single_shot(self, REST_MS, self._read)
        self._notice_over = _single_shot(self, NOTICE_MS, panel.notice.hide)
        panel.action_asked.connect(self.take)
        panel.reason_given.connect(self._on_reason_given)
        panel.quantity_given.connect(self._on_quantity_given)
        panel.print_asked.connect(self.print_again)
        panel.next_asked.connect(self._on_next_asked)
        panel.sections.page_asked.connect(self._on_page_asked)
        panel.sections.cycle_asked.connect(self._on_cycle_asked)
        panel.sections.card_wanted.connect(self.card_wanted)

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
        self._life = None
        self._lines, self._causes = [], {}
        self._outcome = None
        self._panel.show_page(None, [])
        self._panel.show_facts(Facts())
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
        cycles = self._life.cycles if self._life is not None else ()
        self._panel.show_life(steps, life.bars_of(cycles, facts.row.loop, now) if cycles else None)
        if self._life is not None:
            self._panel.show_facts(facts_of(self._life, card, now))

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
        # the reader and all behind it are loaded when a card is first looked at
        from kanban_app.operations.card_life import read_life

        card_id = card.id
        self._waiting.when_done(shop.read(read_life, card.id), lambda found: self._on_life(card_id, found))
        if self._panel.sections.page() == 0:
            self._on_page_asked(0)

    def _on_life(self, card_id: int, found: CardLife) -> None:
        if card_id != self._card_id:
            return
        self._life = found
        self._lines = life.this_cycle(found.lines)
        self._causes = {entry.line.event.seq: entry.line for command in found.commands for entry in command}
        self.show_now()

    def _on_page_asked(self, page: int) -> None:
        card = self.card()
        if card is None or self._shop is None:
            return
        if page == 0:
            self._whole.begin(card)
        self._whole.ask(self._shop, page)

    def _on_page(self, page: int, lines: Sequence[HistoryLine], more: bool) -> None:
        card, board = self.card(), self._model.board
        if card is not None and board is not None:
            self._panel.show_page(page, whole_life(lines, board.structure, card, self.clock()), more)

    def _on_cycle_asked(self) -> None:
        self._panel.show_page(None, [])
        self.show_now()

    # -- actions

    def take(self, action: Action) -> None:
        """Do an action with the chosen card, asking for a quantity or a reason first where it needs one."""
        card = self.card()
        if card is None or self._shop is None or self._is_busy or self._ask_quantity(action, card):
            return
        if action in WITH_REASON or (action is Action.REVERT and not self._is_in_undo_time()):
            self._panel.ask_reason(action)
        else:
            self._book(action, card)

    def _ask_quantity(self, action: Action, card: Card, proposed: int | None = None) -> bool:
        """Ask how many, where the action takes a quantity. Returns whether it is asked."""
        board = self._model.board
        if board is None:
            return False
        asked = asked_for(action, card, board.structure.loops[card.loop_id], board.structure)
        if asked is not None:
            self._panel.ask_quantity(asked, proposed)
        return asked is not None

    def _on_quantity_given(self, action: Action, quantity: int, reason: str) -> None:
        card = self.card()
        self._panel.close_reason()
        if card is not None:
            self._book(action, card, reason, quantity)

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

    def _book(self, action: Action, card: Card, reason: str = "", quantity: int | None = None) -> None:
        if self._shop is None or self._is_busy:
            return
        self._is_busy = True
        asked: Future[list[Outcome]] = self._shop.do(
            action,
            [card.code],
            quantity=quantity,
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
        self._say(sign_of(outcome), words.headline, detail, words.next_label if usable else "")

    def _say(self, sign: AnswerSign, headline: str, detail: str = "", button: str = "") -> None:
        self._panel.notice.say(sign, headline, detail, button)
        self._notice_over.stop()
        if sign is AnswerSign.ACCEPTED:
            self._notice_over.start()

    def refuse(self, headline: str, detail: str) -> None:
        """Say why something was not done."""
        self._say(AnswerSign.REFUSED, headline, detail)

    def _on_failed(self, problem: BaseException) -> None:
        self._is_busy = False
        if isinstance(problem, ReasonNeeded):
            self._panel.ask_reason(problem.action)
            return
        if isinstance(problem, QuantityNeeded):
            self._say(AnswerSign.REFUSED, _("This was not booked."), _("Type the number that was counted."))
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
            self._take_instead(step.action or Action.RESUME, self._newest(target), outcome)
        elif step.kind is NextKind.PRINT_NEW:
            self.print_again()
        elif target is not None:
            self.card_wanted.emit(target.id)
            self._panel.notice.hide()

    def _take_instead(self, action: Action, target: Card, outcome: Outcome) -> None:
        """Do the step that a refusal names: a counted number stays as it was typed, a taking is asked for."""
        facts = outcome.refused.facts if outcome.refused is not None else {}
        counted = facts.get("quantity")
        asks = action is Action.DRAW or isinstance(counted, int)
        if asks and target.id != self._card_id:
            self.card_wanted.emit(target.id)
        proposed = counted if isinstance(counted, int) else None
        if not (asks and self._ask_quantity(action, target, proposed)):
            self._book(action, target)

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


def _single_shot(parent: QObject, interval_ms: int, call: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(call)
    return timer
