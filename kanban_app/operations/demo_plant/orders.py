"""The dealers' orders: what they want and when, and Greta who sends it from the finished goods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from kanban_app.domain.cards import Action
from kanban_app.domain.draft import OrderLineDraft
from kanban_app.operations.demo_plant import plan
from kanban_app.operations.demo_plant.floor import GRETA, Floor
from kanban_app.operations.demo_plant.shifts import next_at

DEALERS = ("Toy museum", "Corner bookshop", "Harbour kindergarten", "Market hall stand", "Station kiosk", "Lake hotel")
SENDING = (time(10, 35), time(13, 5))
_MADE_BY = {"train set": plan.PACKING, "engine": plan.ASSEMBLY, "duck": plan.ASSEMBLY}
_FIRST_NUMBER = 2041
_NOTICE_DAYS = 6


@dataclass(slots=True)
class Line:
    """One line of a dealer's order, by the works' own days."""

    number: str
    dealer: str
    item: str
    quantity: int
    due_on: date
    sent: bool = False


class Dealers:
    """All lines that were wanted since the beginning, and some that are wanted in the days to come."""

    def __init__(self, floor: Floor, begins_at: datetime) -> None:
        self.floor = floor
        self.lines = _make_up(floor.chance, begins_at, floor.shifts.ends_at + timedelta(days=_NOTICE_DAYS))

    def put_on_agenda(self) -> None:
        """The first time that Greta sends."""
        self.floor.at(next_at(self.floor.now, SENDING[0]), self._send)

    def _send(self) -> None:
        """Send what is wanted by today and there; what is not there stays open."""
        for line in self.lines:
            if not line.sent and line.due_on <= self.floor.now.date():
                self._send_one(line)
        self.floor.at(min(next_at(self.floor.now, at) for at in SENDING), self._send)

    def _send_one(self, line: Line) -> None:
        floor = self.floor
        loop = floor.loop(line.item, _MADE_BY[line.item])
        card = floor.front(loop)
        if card is not None and floor.free_stock([loop]) >= line.quantity:
            reason = f"order {line.number}, {line.dealer}"
            floor.do(Action.DRAW, card.id, GRETA, plan.FINISHED_GOODS, line.quantity, reason)
            line.sent = True

    def drafts(self) -> tuple[OrderLineDraft, ...]:
        """The lines as a plant keeps them, on real dates."""
        behind = self.floor.shifts.behind
        return tuple(
            OrderLineDraft(
                line.number,
                line.dealer,
                line.item,
                plan.FINISHED_GOODS,
                (datetime.combine(line.due_on, time(12)) + behind).date(),
                line.quantity,
                "closed" if line.sent else "open",
            )
            for line in self.lines
        )


def _make_up(chance: Random, begins_at: datetime, ends_at: datetime) -> list[Line]:
    """On most working days a dealer wants something; the quantities add up to what the plan says they buy."""
    lines: list[Line] = []
    wanted_at, number = next_at(begins_at, SENDING[0]), _FIRST_NUMBER
    while wanted_at <= ends_at:
        dealer = chance.choice(DEALERS)
        for item, a_day in plan.DEALER_SALES_A_DAY.items():
            if chance.random() < 0.6:
                quantity = max(1, round(chance.triangular(0.4, 3, 1.4) * a_day))
                lines.append(Line(f"D-{number}", dealer, item, quantity, wanted_at.date()))
        number += 1
        wanted_at = next_at(wanted_at, SENDING[0])
    return lines
