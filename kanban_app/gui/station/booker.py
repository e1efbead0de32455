"""Books for one station: scans at once and in order, taps one at a time, and remembers what can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.gui.shop_link import ShopLink
from kanban_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking of this terminal that may still be undone."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """One booking as it was asked for, so that it can be asked for again: the same id is never booked twice."""

    text: str
    action: Action | None = None
    quantity: int | None = None
    reason: str = ""
    scan_id: str = ""
    seen_event: int | None = None


class StationBooker(QObject):
    """`seen` carries a scan's text at once, `answered` its outcome, `failed` what was wanted and what went wrong."""

    seen = Signal(str)
    answered = Signal(object)
    failed = Signal(object, object)
    busy_changed = Signal(bool)

    def __init__(
        self, link: ShopLink, settings: Settings, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._settings = settings
        self._clock = clock
        self.station_id: int | None = None
        self.running = 0
        self._undoable: list[Booked] = []

    def scan(self, text: str) -> None:
        """Book the next step of a card. Never dropped: the shop books scans in the order in which they came."""
        self.send(Wanted(text, scan_id=uuid.uuid4().hex))

    def do(
        self,
        action: Action,
        card: Card,
        *,
        quantity: int | None = None,
        reason: str = "",
        as_seen: bool = True,
    ) -> bool:
        """Book one action on a card as it is shown. While a booking runs a tap books nothing: False."""
        if self.running:
            return False
        seen_event = card.last_event if as_seen else None
        self.send(Wanted(card.code, action, quantity, reason, uuid.uuid4().hex, seen_event))
        return True

    def undo(self) -> bool:
        """Take back this terminal's last booking with everything it caused, while its time has not run out."""
        self.forget_old()
        if not self._undoable or self.running:
            return False
        self.send(Wanted(self._undoable[-1].code, Action.REVERT, scan_id=uuid.uuid4().hex))
        return True

    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        self.forget_old()
        return bool(self._undoable)

    def forget_old(self) -> None:
        """Let go of what can no longer be undone."""
        shop = self._link.shop
        window = timedelta(seconds=shop.plant.rules.undo_window_s if shop else 0)
        now = self._clock()
        self._undoable = [booked for booked in self._undoable if now - booked.at < window]

    def send(self, wanted: Wanted) -> None:
        """Hand a booking to the shop."""
        shop = self._link.shop
        if shop is None or self.station_id is None:
            return
        self.seen.emit(wanted.text)
        self._set_running(self.running + 1)
        future: Future[Outcome] | Future[list[Outcome]]
        person = self._settings.person
        if wanted.action is None:
            future = shop.scan(wanted.text, self.station_id, scan_id=wanted.scan_id, person=person)
        else:
            future = shop.do(
                wanted.action,
                [wanted.text],
                quantity=wanted.quantity,
                reason=wanted.reason,
                station_id=self.station_id,
                person=person,
                scan_id=wanted.scan_id,
                seen_event=wanted.seen_event,
            )
        self.follow(future, wanted)

    def follow(self, future: Future, wanted: Wanted) -> None:
        """Tell how a booking ended."""

        def done(result: Outcome | Sequence[Outcome]) -> None:
            self._set_running(self.running - 1)
            outcome = result if isinstance(result, Outcome) else result[0]
            self._remember(outcome, wanted)
            self.answered.emit(outcome)

        def failed(problem: BaseException) -> None:
            self._set_running(self.running - 1)
            self.failed.emit(wanted, problem)

        self._link.when_done(future, done, failed)

    def issue(self, loop_id: int, quantity: int | None, reason: str) -> None:
        """Ask for an extra card."""
        shop = self._link.shop
        if shop is not None and not self.running:
            self._set_running(self.running + 1)
            self.follow(shop.issue(loop_id, quantity, "", reason, self._settings.person), Wanted(""))

    def _remember(self, outcome: Outcome, wanted: Wanted) -> None:
        if outcome.answer is not Answer.DONE or outcome.card is None:
            return
        if wanted.action is Action.REVERT:
            self._undoable = [booked for booked in self._undoable if booked.code != wanted.text]
        else:
            self._undoable.append(Booked(outcome.card.code, self._clock()))

    def _set_running(self, running: int) -> None:
        before, self.running = self.running, max(0, running)
        if bool(before) != bool(self.running):
            self.busy_changed.emit(bool(self.running))
