"""The works while its history is lived: an agenda of moments, and what people do to cards at each of them.

Everything is booked through the operations that a terminal uses; nothing is written behind their back.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count
from random import Random

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.loops import Loop
from kanban_app.operations.booking import book_action, book_scan
from kanban_app.operations.commands import Do, Scan
from kanban_app.operations.demo_plant.shifts import Shifts, after
from kanban_app.operations.looking import read_board
from kanban_app.operations.session import Session

Deed = Callable[[], None]

INGRID, NADIA = "Ingrid Vale", "Nadia Rossi"
ADA, BRUNO, CARMEN, DILAN, EDDA = "Ada Krol", "Bruno Silva", "Carmen Diaz", "Dilan Aydin", "Edda Holm"
FINN, GRETA, HENRIK, OLLE = "Finn Berg", "Greta Lund", "Henrik Moe", "Olle Strand"


class NotAsMeant(RuntimeError):
    """A booking of the demo's history was refused: a mistake in the demo, not in the plant."""


class Floor:
    """One plant being lived in. `now` is the works' own clock; it moves from deed to deed and never back."""

    def __init__(self, session: Session, shifts: Shifts, chance: Random, now: datetime) -> None:
        self.session = session
        self.shifts = shifts
        self.chance = chance
        self.now = now
        self.left_lying: set[int] = set()
        self._agenda: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self.look_again()

    @property
    def real_now(self) -> datetime:
        """The moment as it is booked."""
        return self.shifts.real(self.now)

    # -- time ------------------------------------------------------------------------------------------------------

    def at(self, moment: datetime, deed: Deed) -> None:
        """Have something done at a moment; what lies before now is done next."""
        heapq.heappush(self._agenda, (moment, next(self._order), deed))

    def later(self, minutes: float, deed: Deed) -> None:
        """Have something done after that many working minutes."""
        self.at(after(self.now, minutes), deed)

    def soon(self, seconds: float, deed: Deed) -> None:
        """Have something done after that many seconds, break or no break."""
        self.at(self.now + timedelta(seconds=seconds), deed)

    def live_until(self, end: datetime, each_day: Callable[[], None]) -> None:
        """Do what is on the agenda, in its order, up to this moment. `each_day` is called as a day begins."""
        while self._agenda and self._agenda[0][0] <= end:
            moment, _, deed = heapq.heappop(self._agenda)
            if moment.date() != self.now.date():
                each_day()
            self.now = max(moment, self.now)
            deed()

    def about(self, minutes: float) -> float:
        """A duration as it turns out: between three quarters and one and a half of what is usual."""
        return minutes * self.chance.triangular(0.75, 1.5, 0.95)

    # -- looking ---------------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Read the whole board: after a change of loops or cards that no booking told of."""
        self.board: Board = read_board(self.session)
        structure = self.session.structure
        self.stations: Mapping[str, int] = {station.name: key for key, station in structure.stations.items()}
        self._loops = {
            (structure.item_of(loop).code, structure.stations[loop.source_id].name): loop.id
            for loop in structure.loops.values()
        }

    def loop(self, item: str, source: str) -> Loop:
        """The loop of an item from a source."""
        return self.session.structure.loops[self._loops[item, source]]

    def cards(self, loop: Loop) -> tuple[Card, ...]:
        """The loop's cards in the order of its slots."""
        return self.board.row(loop.id).cards

    def card(self, card_id: int) -> Card:
        """The card as it is now."""
        found = self.board.card(card_id)
        assert found is not None, "a card of this plant"
        return found

    def free_stock(self, loops: Iterable[Loop]) -> int:
        """Steps that anybody may take: not on hold and not made for an order."""
        return sum(card.quantity for loop in loops for card in self._free(loop))

    def front(self, loop: Loop) -> Card | None:
        """The card to take from next: the one that has been full longest."""
        return min(self._free(loop), key=lambda card: (card.full_at or card.since_at, card.id), default=None)

    def _free(self, loop: Loop) -> list[Card]:
        return [card for card in self.cards(loop) if card.holds_stock and not card.order_reference]

    def consumer_of(self, card: Card) -> str:
        """The name of the station where the card is emptied."""
        structure = self.session.structure
        return structure.stations[structure.loops[card.loop_id].consumer_id].name

    # -- booking ---------------------------------------------------------------------------------------------------

    def scan(self, card_id: int, station: str, person: str, quantity: int | None = None, reason: str = "") -> Card:
        """Scan a card at a station's terminal and return it as it is then. Raises NotAsMeant when it is refused."""
        outcome = self.try_scan(card_id, station, person, quantity, reason)
        self._expect(outcome)
        return self.card(card_id)

    def try_scan(
        self, card_id: int, station: str, person: str, quantity: int | None = None, reason: str = ""
    ) -> Outcome:
        """As scan, whatever comes of it: people scan the wrong card too."""
        scan_id = f"{self.chance.getrandbits(128):032x}"
        command = Scan(
            self.card(card_id).code,
            self.stations[station],
            scan_id,
            person,
            f"{station} terminal",
            quantity,
            reason,
        )
        outcome = book_scan(self.session, command, self.real_now)
        self.take_over(outcome)
        return outcome

    def do(
        self,
        action: Action,
        card_id: int,
        person: str,
        station: str = "",
        quantity: int | None = None,
        reason: str = "",
    ) -> Outcome:
        """Do one action to one card, at a station or from the office. Raises NotAsMeant when it is refused."""
        command = Do(
            action,
            (self.card(card_id).code,),
            quantity,
            reason,
            self.stations[station] if station else None,
            person,
            f"{station or 'office'} terminal",
            f"{self.chance.getrandbits(128):032x}",
        )
        outcome = book_action(self.session, command, self.real_now)[0]
        self._expect(outcome)
        self.take_over(outcome)
        return outcome

    def take_over(self, outcome: Outcome) -> None:
        """Show on the board what a booking did."""
        self.board.apply(outcome.cards)

    def _expect(self, outcome: Outcome) -> None:
        if outcome.answer is not Answer.DONE:
            raise NotAsMeant(f"{self.now}: {outcome.action} {outcome.text_code}: {outcome.code}")
