"""The forms of a station, one at a time, in the place of the strip's answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from kanban_app.domain.cards import Action, Card
from kanban_app.gui.station.forms import CountForm, ExtraCardForm, FindForm, ReasonForm, StripForm
from kanban_app.gui.station.seat import Seat
from kanban_app.i18n import _


class Asking(QObject):
    """Opens forms on the screen it belongs to and does what they answer."""

    def __init__(self, screen: Seat) -> None:
        super().__init__(screen)
        self._screen = screen

    def _open(self, form: StripForm, icon: str, first: QWidget | None = None) -> None:
        self._screen.talk.hold()
        self._screen.strip.show_form(form, icon)
        form.left.connect(self._screen.clear)
        (first or form).setFocus(Qt.FocusReason.OtherFocusReason)

    def count(self) -> None:
        """F5: count or damage."""
        board = self._screen.link.board
        if board is not None:
            form = CountForm(board, self._screen.take.list.model_of_rows.rows)
            form.booked.connect(self._on_count)
            self._open(form, "count", form.container)

    def _on_count(self, card: Card, action: Action, quantity: int | None, reason: str) -> None:
        self._screen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._screen.booker.do(action, card, quantity=quantity, reason=reason)

    def choose_container(self, card: Card) -> bool:
        """A tapped container goes to the form that waits for one; False where none does."""
        form = self._screen.strip.form()
        if isinstance(form, CountForm):
            form.choose(card)
            return True
        return False

    def extra_card(self) -> None:
        """F6: ask for an extra card."""
        board = self._screen.link.board
        if board is not None:
            form = ExtraCardForm(board, self._screen.take.list.model_of_rows.rows)
            form.asked.connect(self._on_extra_card)
            self._open(form, "card_plus", form.item)

    def _on_extra_card(self, loop_id: int, quantity: int | None, reason: str) -> None:
        self._screen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._screen.booker.issue(loop_id, quantity, reason)

    def reason(self, title: str, action: Action, card: Card, quantity: int | None, reasons: Sequence[str]) -> None:
        """An action that needs its reason."""
        form = ReasonForm(title, reasons)

        def given(text: str) -> None:
            self._screen.setFocus(Qt.FocusReason.OtherFocusReason)
            self._screen.booker.do(action, card, quantity=quantity, reason=text)

        form.given.connect(given)
        self._open(form, "keyboard", form.reason)

    def find(self) -> None:
        """Find a card by its item."""
        rows = self._screen.take.list.model_of_rows.rows
        form = FindForm([(row.loop_id, f"{row.item} · {row.place}") for row in rows])
        form.found.connect(self._on_found)
        self._open(form, "search", form.item)

    def _on_found(self, loop_id: int) -> None:
        self._screen.talk.idle()
        place = self._screen.take.list.reveal(loop_id)
        if place >= 0:
            self._screen.take.list.tap(place, None)


def tolerance_reasons() -> list[str]:
    """Why a container came with another number."""
    return [_("the container holds no more"), _("some were scrapped"), _("counted twice")]
