"""One command on orders: a transaction in which lines, cards, pegs and ledger entries change together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.demand_pegs import Peg, Rework, Supply, rework
from kanban_app.domain.events import Context
from kanban_app.domain.orders import OrderLine, OrderRefused, Policy, StartedChoice
from kanban_app.domain.peg_booking import book_rework, book_started
from kanban_app.domain.refusals import ReasonNeeded
from kanban_app.operations.booking import clean
from kanban_app.operations.orders_pegs import drop_pegs, keep_pegs, supply_of
from kanban_app.operations.persons import may_supervise
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us
from kanban_app.store.order_tables import customer_order, order_line
from kanban_app.store.planting import next_id, tell_of_rest
from kanban_app.store.reading import StoredCards
from kanban_app.store.writing import write_booking


@dataclass(frozen=True, slots=True)
class Who:
    """Who gives the command, and at which terminal."""

    person: str = ""
    terminal: str = ""


NOBODY = Who()


@dataclass(frozen=True, slots=True)
class Settling:
    """What becomes of work that has started and is not asked for any more: the choice, its reason, the other line."""

    choice: StartedChoice | None = None
    reason: str = ""
    other: OrderLine | None = None


@dataclass(slots=True)
class LineChange:
    """What a command did to one line and its cards."""

    line: OrderLine
    issued: list[Card] = field(default_factory=list)
    released: list[Card] = field(default_factory=list)
    taken: list[Card] = field(default_factory=list)
    settled: list[Card] = field(default_factory=list)
    choice: StartedChoice | None = None


class WorkStarted(OrderRefused):
    """Work has started that would not be asked for any more; a person says first what becomes of it."""

    def __init__(self, cards: Sequence[Card]) -> None:
        super().__init__("work_started", count=len(cards))
        self.cards = tuple(cards)


class OrderDesk:
    """The session, the booking and the card source of one command."""

    def __init__(self, session: Session, booking: Booking, source: StoredCards) -> None:
        self.session = session
        self.booking = booking
        self.source = source
        self._supplies: dict[int, Supply] = {}
        self._pegs: dict[int, list[Peg]] = {}

    def allow(self) -> None:
        """Cards are issued and taken out by supervisors only. Raises OrderRefused."""
        if not self.booking.context.supervisor:
            raise OrderRefused("not_permitted")

    def need(self, line: OrderLine, steps: int, settling: Settling) -> LineChange:
        """Let the line have the cards that so many steps at its shipping place take (0: none any more).

        Raises WorkStarted where it would leave started work and nothing is said of it.
        """
        supply = self.supply_of(line)
        work = self._worked_out(line, steps, supply)
        change = LineChange(line)
        if work.surplus:
            self._settle(work, settling, change)
        self._book(line, work, supply, change)
        return change

    def _worked_out(self, line: OrderLine, steps: int, supply: Supply) -> Rework:
        if line.station_id is None:
            raise OrderRefused("no_place", item_id=line.item_id)
        work = rework(self.booking.structure, (line.station_id, line.item_id), steps, supply)
        if line.policy is Policy.ATO:
            self._check_parts_are_kept(line, work)
        return work

    def _check_parts_are_kept(self, line: OrderLine, work: Rework) -> None:
        """What is assembled to order takes all its parts from loops."""
        loops = self.booking.structure.loops
        for new in work.issue:
            loop = loops[new.loop_id]
            if loop.item_id != line.item_id:
                raise OrderRefused("not_in_a_loop", item_id=loop.item_id, station_id=loop.consumer_id)

    def _book(self, line: OrderLine, work: Rework, supply: Supply, change: LineChange) -> None:
        pegs, issued = book_rework(self.booking, work, line.reference)
        change.issued += issued
        change.released += work.release
        change.taken += work.taken
        drop_pegs(self.session, line, supply.own)
        self._pegs[line.id] = pegs
        kept = {one.card: self.booking.card(one.card) for one in pegs}
        from_stock = supply.from_stock | {card.id for card in work.taken}
        self._supplies[line.id] = Supply(tuple(kept.values()), from_stock, supply.free_at)

    def supply_of(self, line: OrderLine) -> Supply:
        """The cards of a line as this command has left them so far."""
        return self._supplies.get(line.id) or supply_of(self.session, line, self.source, self.booking.cards)

    def close(self, last_hash: bytes) -> None:
        """Write the booking, and then the pegs of its cards."""
        if self.booking.before:
            write_booking(self.session.database, self.booking, last_hash)
        for line_id, pegs in self._pegs.items():
            keep_pegs(self.session, line_id, pegs, self._supplies[line_id].from_stock)

    def _settle(self, work: Rework, settling: Settling, change: LineChange) -> None:
        if settling.choice is None:
            raise WorkStarted(work.surplus)
        if settling.choice is StartedChoice.SCRAP and not settling.reason.strip():
            raise ReasonNeeded(Action.RETIRE)
        other = settling.other
        reference = other.reference if other else ""
        change.settled = book_started(self.booking, work.surplus, settling.choice, reference)
        change.choice = settling.choice
        if other is not None:
            self._hand_over(other, change.settled)

    def _hand_over(self, other: OrderLine, cards: list[Card]) -> None:
        """The other line takes the cards in the place of its own that nobody has started yet."""
        supply = self.supply_of(other)
        supply = Supply((*supply.own, *cards), supply.from_stock, supply.free_at)
        work = self._worked_out(other, other.remaining, supply)
        if work.surplus:
            raise OrderRefused("no_use", number=other.order_number, line=other.number)
        self._book(other, work, supply, LineChange(other))

    def change_line(self, line: OrderLine, **values: Any) -> None:
        """Write fields of a line."""
        self.session.database.core.execute(update(order_line).where(order_line.c.id == line.id).values(**values))


@contextmanager
def at_the_desk(
    session: Session, now: datetime, who: Who, reason: str, station_id: int | None = None
) -> Iterator[OrderDesk]:
    """One transaction for a command on orders; whatever is raised inside leaves everything as it was."""
    with session.database.write():
        head = session.head()
        person = clean(who.person)
        context = Context(
            now, station_id, person, clean(who.terminal), "", clean(reason), may_supervise(session.database, person)
        )
        source = session.cards()
        booking = Booking(session.structure, source, session.plant.rules, context, head.last_seq + 1)
        desk = OrderDesk(session, booking, source)
        yield desk
        desk.close(head.last_hash)
        tell_of_rest(session.database, session.structure.at_rest)


def keep_order(session: Session, number: str, now: datetime, person: str) -> int:
    """The id of an order's own row, made where there is none yet; inside the caller's transaction."""
    found = session.database.core.execute(select(customer_order.c.id).where(customer_order.c.number == number)).scalar()
    if found is not None:
        return int(found)
    order_id = next_id(session.database, customer_order)
    row = {"id": order_id, "number": number, "note": "", "person": clean(person), "entered_at": to_us(now)}
    session.database.core.execute(insert(customer_order).values(**row))
    return order_id
