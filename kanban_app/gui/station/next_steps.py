"""The blue button: does the one next step that an answer names. Also what happens when a booking was not saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from kanban_app.domain.actions import QuantityNeeded
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Outcome
from kanban_app.domain.refusals import NextKind, NextStep, ReasonNeeded, RefusalCode
from kanban_app.gui.station.answer_texts import not_saved_answer, told_answer
from kanban_app.gui.station.asking import Asking, tolerance_reasons
from kanban_app.gui.station.booker import Wanted
from kanban_app.gui.station.row_actions import hold_reasons
from kanban_app.gui.station.seat import Seat
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.wording import card_name


class NextSteps(QObject):
    """Belongs to one screen. `unsent` are the bookings that the plant's file did not take, oldest first."""

    def __init__(self, screen: Seat, asking: Asking) -> None:
        super().__init__(screen)
        self._screen, self._asking = screen, asking
        self.unsent: list[Wanted] = []

    # -- the blue button -------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Do the next step of the answer that stands in the strip."""
        outcome = self._screen.outcome
        if outcome is None:
            self._send_again()
        elif RefusalCode.STALE_REVISION in outcome.warnings and outcome.card is not None:
            self._print_new(outcome.card)
        elif outcome.next is None:
            self._screen.clear()
        else:
            self._take_step(outcome, outcome.next)

    def _take_step(self, outcome: Outcome, step: NextStep) -> None:
        card = outcome.next_card or outcome.card
        if card is None:
            {NextKind.TYPE_AGAIN: self._type_again, NextKind.FIND_CARD: self._asking.find}.get(
                step.kind, self._screen.clear
            )()
            return
        steps: dict[NextKind, Callable[[], object]] = {
            NextKind.DO_INSTEAD: lambda: self._do(step.action or Action.CONSUME, card),
            NextKind.ASK_ACTIVATION: lambda: self._do(Action.ACTIVATE, card),
            NextKind.RESUME: lambda: self._do(Action.RESUME, card),
            NextKind.FIND_CARD: self._asking.find,
            NextKind.TYPE_AGAIN: self._type_again,
            NextKind.USE_REPLACEMENT: lambda: self._screen.booker.scan(card.code),
            NextKind.PRINT_NEW: lambda: self._print_new(card),
            NextKind.CHOOSE_REASON: lambda: self._ask_reason(outcome, card),
            NextKind.CALL_SUPERVISOR: self.help,
            NextKind.SEE_LOOP: lambda: self._screen.loop_asked.emit(card.loop_id),
            NextKind.SHOW_NOW: lambda: self._show_now(card),
        }
        steps.get(step.kind, self._screen.clear)()

    def _do(self, action: Action, card: Card) -> None:
        if action is Action.RELEASE:
            self._ask_for_reason(action, card, None)
        elif action is Action.DRAW:
            self._show_now(card)
        else:
            self._screen.booker.do(action, card, as_seen=False)

    def _type_again(self) -> None:
        outcome = self._screen.outcome
        self._screen.type_a_code(outcome.text_code if outcome is not None else "")

    def _print_new(self, card: Card) -> None:
        shop, board = self._screen.link.shop, self._screen.link.board
        if shop is None or board is None:
            return
        headline = _("{card} is on the print list.").format(card=card_name(card, board.structure))
        self._screen.link.when_done(shop.ask_print([card.code]), lambda _done: self._tell(headline))

    def _tell(self, headline: str, detail: str = "") -> None:
        self._screen.outcome = None
        self._screen.say(told_answer(headline, detail))

    def _show_now(self, card: Card) -> None:
        """Show a card as it is: its row comes into sight and opens."""
        self._screen.talk.idle()
        place = self._screen.take.list.reveal(card.loop_id)
        if place >= 0:
            self._screen.take.list.tapped.emit(self._screen.take.list.model_of_rows.rows[place], card.id)
            return
        place = self._screen.make.list.model_of_rows.place_of(card.id)
        if place >= 0:
            self._screen.make.list.scrollTo(self._screen.make.list.model_of_rows.index(place))
            self._screen.make.list.tap(place, None)

    def _ask_reason(self, outcome: Outcome, card: Card) -> None:
        facts = outcome.refused.facts if outcome.refused is not None else {}
        quantity = facts.get("quantity")
        action = outcome.action or Action.RECEIVE
        self._ask_for_reason(action, card, quantity if isinstance(quantity, int) else None)

    def _ask_for_reason(self, action: Action, card: Card, quantity: int | None) -> None:
        board = self._screen.link.board
        if board is None:
            return
        title = f"{words.action(action)}: {card_name(card, board.structure)}"
        reasons = {Action.RECEIVE: tolerance_reasons(), Action.RELEASE: [_("needed today"), _("for an order")]}
        self._asking.reason(title, action, card, quantity, reasons.get(action, hold_reasons()))

    # -- help ------------------------------------------------------------------------------------------------------

    def help(self) -> None:
        """F9: call for help, or say that it has come."""
        screen = self._screen
        shop, station_id = screen.link.shop, screen.station_id
        if shop is None or station_id is None:
            return
        if station_id in screen.link.calls:
            screen.link.when_done(shop.end_help(station_id), lambda _done: self._tell(_("Help has come.")))
            return
        call = shop.call_for_help(station_id, "", screen.settings.person)
        detail = _("This station shows on every board until help has come.")
        screen.link.when_done(call, lambda _done: self._tell(_("Help is called."), detail))

    # -- not saved -------------------------------------------------------------------------------------------------

    def on_failed(self, wanted: Wanted, problem: BaseException) -> None:
        """A booking did not get into the plant's file: it is kept here and can be sent again."""
        if isinstance(problem, ReasonNeeded | QuantityNeeded) and wanted.action is not None:
            self._ask_after_all(wanted)
            return
        text = getattr(problem, "text", None)
        if wanted.text:
            self.unsent.append(wanted)
        self._screen.outcome = None
        self._screen.say(not_saved_answer(text() if callable(text) else str(problem), wanted.text))
        self._screen.refresh()
        self._screen.link.failed.emit(problem)

    def _ask_after_all(self, wanted: Wanted) -> None:
        board = self._screen.link.board
        card = board.card_by_code(wanted.text) if board is not None else None
        if card is not None and wanted.action is not None:
            self._ask_for_reason(wanted.action, card, wanted.quantity)

    def _send_again(self) -> None:
        waiting, self.unsent = self.unsent, []
        if not waiting:
            self._screen.clear()
        for wanted in waiting:
            self._screen.booker.send(wanted)
        self._screen.setFocus(Qt.FocusReason.OtherFocusReason)
