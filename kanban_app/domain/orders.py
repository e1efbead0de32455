"""Customer orders: their lines, how each is answered, and how far each has come.

What a line has come to follows from its cards, so it is worked out when it is read and can't disagree with them; only
what people decided (confirmed, cancelled, shipped pieces) is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kanban_app.domain.quantities import LARGEST_UNITS


class Policy(StrEnum):
    """How demand for an item is answered."""

    MTS = "mts"
    ATO = "ato"
    MTO = "mto"
    PUSH = "push"


FROM_STOCK = frozenset({Policy.MTS, Policy.PUSH})
"""Lines of these items ship from what the loops hold; the others have cards of their own."""


class LineStatus(StrEnum):
    """What people decided about a line; `open` is entered and not confirmed."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class LineState(StrEnum):
    """How far a line has come, and an order by its lines."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    IN_WORK = "in_work"
    READY = "ready"
    SHIPPED = "shipped"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class StartedChoice(StrEnum):
    """What becomes of work that has started for a line which no longer asks for it."""

    STOCK = "stock"
    USE = "use"
    SCRAP = "scrap"


Fact = int | str


class OrderRefused(Exception):
    """What was asked of an order can't be: a stable code and the facts for the words. Nothing may be kept then."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order.

    `number` counts within the order from 1 (0: history that was never open here), `quantity` and `shipped` are steps of
    the item, `price` is money for one unit as decimal text. `station_id` is where it ships from, None: not said yet.
    `policy` is the one it was confirmed by, None before. `options` is how it is configured, empty for a plain item.
    """

    id: int
    order_number: str
    number: int
    customer: str
    item_id: int
    station_id: int | None
    wanted_on: date
    quantity: int
    shipped: int = 0
    status: LineStatus = LineStatus.OPEN
    policy: Policy | None = None
    price: str = ""
    note: str = ""
    options: str = ""
    priority: int = 1

    @property
    def reference(self) -> str:
        """How its cards name it: 4711/2."""
        return reference_of(self.order_number, self.number)

    @property
    def remaining(self) -> int:
        """Steps that have still to be shipped; 0 where nothing is awaited any more."""
        return self.quantity - self.shipped if self.status in (LineStatus.OPEN, LineStatus.CONFIRMED) else 0

    @property
    def has_own_cards(self) -> bool:
        """Confirmed as made or assembled to order."""
        return self.policy is not None and self.policy not in FROM_STOCK


def check_ordered(steps: int, item_id: int, decimals: int) -> None:
    """A line is for 1 step or more and up to LARGEST_UNITS units. Raises OrderRefused bad_quantity, too_many."""
    if steps < 1:
        raise OrderRefused("bad_quantity")
    if steps > LARGEST_UNITS * 10**decimals:
        raise OrderRefused("too_many", item_id=item_id, most=LARGEST_UNITS * 10**decimals)


def reference_of(order_number: str, line_number: int) -> str:
    """How the cards of a line name it."""
    return f"{order_number}/{line_number}"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the cards say about a line.

    `there` is how many steps stand ready for it at the shipping place, `started` whether any of its cards is beyond
    being ordered, `cards_left` how many cards are still pegged to it.
    """

    there: int = 0
    started: bool = False
    cards_left: int = 0


def state_of(line: OrderLine, facts: LineFacts) -> LineState:
    """How far a line has come.

    Shipped is a line whose pieces have all left while cards of it are still about; without any it is closed.
    """
    if line.status is LineStatus.CANCELLED:
        return LineState.CANCELLED
    if line.status is LineStatus.OPEN:
        return LineState.DRAFT
    if line.remaining <= 0:
        return LineState.SHIPPED if facts.cards_left else LineState.CLOSED
    if facts.there >= line.remaining:
        return LineState.READY
    return LineState.IN_WORK if facts.started or line.shipped else LineState.CONFIRMED


def order_state_of(states: Collection[LineState]) -> LineState:
    """An order is as far as all its lines are; what was cancelled counts only where nothing else is left."""
    live = {state for state in states if state is not LineState.CANCELLED}
    if not live:
        return LineState.CANCELLED
    if live <= {LineState.CLOSED}:
        return LineState.CLOSED
    if live <= {LineState.CLOSED, LineState.SHIPPED}:
        return LineState.SHIPPED
    if live <= {LineState.CLOSED, LineState.SHIPPED, LineState.READY}:
        return LineState.READY
    if live & {LineState.IN_WORK, LineState.READY, LineState.SHIPPED, LineState.CLOSED}:
        return LineState.IN_WORK
    return LineState.CONFIRMED if LineState.CONFIRMED in live else LineState.DRAFT
