"""What happens around several chosen cards: one action for all of them, an answer for each, and taking it all back.

Up to BATCH cards are one booking. More go in one booking after another, so that scans in between never wait long, the
progress is seen and the rest can be stopped.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.domain.actions import WITH_REASON
from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.changes import Outcome
from kanban_app.domain.refusals import ReasonNeeded
from kanban_app.gui.board import results
from kanban_app.gui.board.many_panel import ManyPanel
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.waiting import Waiting
from kanban_app.i18n import _, ngettext, quantity

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop

log = logging.getLogger(__name__)

BATCH = 200
REST_MS = 150


@dataclass(slots=True)
class _Job:
    """One action on many cards. `sent` counts those handed to the shop; `action` None prints them again."""

    action: Action | None
    codes: list[str]
    reason: str = ""
    sent: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    stopped: bool = False


class ManyDesk(QObject):
    """Connects the panel of several cards to the shop. `booked` carries each outcome, `card_wanted` a card's id."""

    booked = Signal(object)
    card_wanted = Signal(int)

    def __init__(self, panel: ManyPanel, model: BoardModel, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._panel, self._model, self._clock = panel, model, clock
        self._waiting = Waiting(self)
        self._shop: Shop | None = None
        self.person = ""
        self._card_ids: tuple[int, ...] = ()
        self._job: _Job | None = None
        self._last: _Job | None = None
        # ten thousand chosen cards are not counted again for every booking of somebody else
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.show_now)
        panel.action_asked.connect(self.take)
        panel.print_asked.connect(self.print_again)
        panel.undo_asked.connect(self.undo)
        panel.stop_asked.connect(self._on_stop)
        panel.reason.given.connect(self._on_reason_given)
        panel.list.card_wanted.connect(self.card_wanted)

    def set_shop(self, shop: Shop | None) -> None:
        """Ask this plant from now on."""
        self._shop = shop
        self._job = self._last = None
        self.choose(())

    def choose(self, card_ids: Sequence[int]) -> None:
        """These cards are chosen now."""
        if tuple(card_ids) != self._card_ids:
            self._card_ids = tuple(card_ids)
            if self._job is None:
                self._panel.forget_results()
                self._last = None
        self.show_now()

    def on_changed(self) -> None:
        """Some cards changed; the chosen ones are counted again in a moment."""
        if self._card_ids:
            self._rest.start()

    def cards(self) -> list[Card]:
        """The chosen cards as the board has them, those out of use left out."""
        board = self._model.board
        if board is None:
            return []
        found = (board.card(card_id) for card_id in self._card_ids)
        return [card for card in found if card is not None and card.state is not CardState.RETIRED]

    def show_now(self) -> None:
        """Show the chosen cards as they are now."""
        board, cards = self._model.board, self.cards()
        if board is not None and cards:
            self._panel.show_cards(cards, board.structure)

    # -- actions

    def take(self, action: Action) -> None:
        """Do an action with all of them, asking for one reason first where it needs one."""
        cards = self.cards()
        if not cards or self._shop is None or self._job is not None:
            return
        if action in WITH_REASON:
            self._panel.ask_reason(action, len(cards))
        else:
            self._start(_Job(action, [card.code for card in cards]))

    def print_again(self) -> None:
        """Put all of them on the print lists of their sources."""
        cards = self.cards()
        if cards and self._shop is not None and self._job is None:
            self._start(_Job(None, [card.code for card in cards]))

    def undo(self) -> None:
        """Take back what was done to all of them, the last one first."""
        self._undo("")

    def _undo(self, reason: str) -> None:
        """The cards are read first as they are now: the board may be a moment behind another terminal."""
        last = self._last
        if last is None or self._job is not None or self._shop is None:
            return
        from kanban_app.operations.looking import cards_by_id

        asked = self._shop.read(cards_by_id, {card.id for card in _done_cards(last)})
        self._waiting.when_done(asked, lambda found: self._on_read(last, found, reason), self._on_failed)

    def _on_read(self, last: _Job, found: Mapping[int, Card], reason: str) -> None:
        if self._last is last and self._job is None:
            self._start(self._undoing(last, found, reason))

    def _undoing(self, job: _Job, cards: Mapping[int, Card], reason: str) -> _Job:
        """Takes back a job; a card that somebody else has moved on since is left as it is, and says so."""
        found = _Job(Action.REVERT, [], reason)
        left_at = results.newest_entries(job.outcomes)
        for card in _done_cards(job):
            now = cards.get(card.id)
            if now is not None and now.last_event > left_at[card.id]:
                found.outcomes.append(results.changed_meanwhile(now))
            else:
                found.codes.append(card.code)
        return found

    def _on_reason_given(self, action: Action, reason: str) -> None:
        self._panel.close_reason()
        if self._job is not None:
            return
        if action is Action.REVERT and self._last is not None:
            self._undo(reason)
        elif action is not Action.REVERT:
            self._start(_Job(action, [card.code for card in self.cards()], reason))

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.stopped = True

    def _start(self, job: _Job) -> None:
        if job.codes:
            self._job = job
            self._next_batch(job)
        elif job.outcomes:
            self._finish(job)

    def _next_batch(self, job: _Job) -> None:
        if self._shop is None:
            return
        if len(job.codes) > BATCH:
            self._panel.show_progress(job.sent, len(job.codes))
        batch = job.codes[job.sent : job.sent + BATCH]
        job.sent += len(batch)
        if job.action is None:
            self._waiting.when_done(self._shop.ask_print(batch), lambda _none: self._on_batch(job, []), self._on_failed)
            return
        asked: Future[list[Outcome]] = self._shop.do(
            job.action, batch, reason=job.reason, person=self.person, scan_id=uuid.uuid4().hex
        )
        self._waiting.when_done(asked, lambda outcomes: self._on_batch(job, outcomes), self._on_failed)

    def _on_batch(self, job: _Job, outcomes: list[Outcome]) -> None:
        if job is not self._job:
            return
        job.outcomes += outcomes
        for outcome in outcomes:
            self.booked.emit(outcome)
        if job.sent < len(job.codes) and not job.stopped:
            self._next_batch(job)
        else:
            self._finish(job)

    def _finish(self, job: _Job) -> None:
        self._job = None
        self._panel.show_progress(0, 0)
        board = self._model.board
        if board is None:
            return
        if job.action is None:
            text = ngettext("{count} card is on its print list", "{count} cards are on their print lists", job.sent)
            self._panel.show_results(text.format(count=quantity(job.sent)), [], can_undo=False)
            return
        self._last = None if job.action is Action.REVERT else job
        text = results.summary(job.action, job.outcomes, len(job.codes) - job.sent)
        found = results.results_of(job.outcomes, board.structure, self._clock())
        can_undo = self._last is not None and bool(_done_cards(job))
        self._panel.show_results(text, found, can_undo=can_undo)
        self.show_now()

    def _on_failed(self, problem: BaseException) -> None:
        job, self._job = self._job, None
        self._panel.show_progress(0, 0)
        if job is None:
            return
        if isinstance(problem, ReasonNeeded):
            self._panel.ask_reason(problem.action, len(job.codes))
            return
        text = getattr(problem, "text", None)
        if callable(text):
            why = str(text())
        else:
            log.error("A booking failed", exc_info=problem)
            why = _("Something went wrong here; it is in the log.")
        self._last = job if job.action is not Action.REVERT else self._last
        done = results.summary(job.action, job.outcomes, len(job.codes) - len(job.outcomes))
        told = f"{done}. {why}" if job.outcomes else _("This was not booked. {why}").format(why=why)
        board = self._model.board
        found = results.results_of(job.outcomes, board.structure, self._clock()) if board is not None else []
        self._panel.show_results(told, found, can_undo=bool(_done_cards(job)))


def _done_cards(job: _Job) -> list[Card]:
    """The cards that something was booked for, the last one first."""
    done = (outcome.card for outcome in job.outcomes if results.is_done(outcome))
    return [card for card in done if card is not None][::-1]
