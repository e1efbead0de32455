"""Promise dates: reading what they depend on, and asking the domain.

Everything is reckoned from the plant as it stands at the time of asking, so a date follows the work by itself: nothing
of it is kept. A loop's due times stay calendar time (signal + lead time); working calendars count here only.
"""

from __future__ import annotations

import json
import logging
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from fractions import Fraction
from itertools import accumulate
from threading import Lock
from typing import Any

from sqlalchemy import select

from kanban_app.domain.available import available_to_promise
from kanban_app.domain.board import Board
from kanban_app.domain.cards import ON_ORDER
from kanban_app.domain.flow_ways import places_of_sale
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.orders import FROM_STOCK, LineStatus, OrderLine, Policy
from kanban_app.domain.policies import has_route, policy_of
from kanban_app.domain.promise_floor import Delivery, Floor, Work
from kanban_app.domain.promise_network import NoRoute, Wanted
from kanban_app.domain.promising import Promise, PromiseRefused, promise
from kanban_app.domain.structure import Structure
from kanban_app.domain.working_time import HORIZON, HORIZON_YEARS, BeyondHorizon, NoWorkingTime
from kanban_app.operations.calendars import calendars_of, read_plans
from kanban_app.operations.orders_reading import awaited_lines, chosen_policies, line_of_row
from kanban_app.operations.promised_deliveries import Confirmed, read_confirmed
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import order_line
from kanban_app.store.reading import read_cards
from kanban_app.store.tables import METADATA

__all__ = [
    "Available",
    "Promise",
    "PromiseBook",
    "PromiseRefused",
    "Round",
    "available_at",
    "promise_for",
    "promise_of",
    "promises_of",
    "read_work",
    "round_at",
    "shipping_place",
]

log = logging.getLogger(__name__)

_loop = METADATA.tables["loop"]


@dataclass(frozen=True, slots=True)
class Available:
    """From this day on so many steps more can be promised without making anything that is not on order yet."""

    day: date
    quantity: int


@dataclass(frozen=True, slots=True)
class Round:
    """What a loop brings at most once its stock and open signals are promised: so many steps in each lead time."""

    quantity: int
    lead_time_minutes: int


def promise_of(session: Session, line_id: int, now: datetime) -> Promise:
    """The promise for one order line. Raises PromiseRefused."""
    rows = session.database.core.execute(select(order_line).where(order_line.c.id == line_id)).all()
    if not rows:
        raise PromiseRefused("unknown_line", line=str(line_id))
    return PromiseBook(session, now).of_line(line_of_row(rows[0]))


def promises_of(session: Session, line_ids: Iterable[int], now: datetime) -> dict[int, Promise | PromiseRefused]:
    """The promises for several lines by id, the plant read once; where there is none, why. Unknown ids are left out."""
    wanted = set(line_ids)
    book = PromiseBook(session, now)
    return {line.id: book.answer(line) for line in book.lines if line.id in wanted}


def promise_for(
    session: Session, item_id: int, quantity: int, station_id: int | None, wanted_on: date | None, now: datetime
) -> Promise:
    """The promise for a line that is not entered yet: `quantity` steps at a station, None for where it ships from.

    Confirmed lines keep what they were promised. Raises PromiseRefused.
    """
    return PromiseBook(session, now).of_item(item_id, quantity, station_id, wanted_on)


def available_at(session: Session, item_id: int, station_id: int | None, now: datetime) -> tuple[Available, ...]:
    """What of an item can still be promised from stock and open signals, day by day. Raises PromiseRefused."""
    return PromiseBook(session, now).available(item_id, station_id)


def round_at(session: Session, item_id: int, station_id: int | None, now: datetime) -> Round | None:
    """What the loop brings beyond that; None where no cards circulate, so that it comes as ordered. Raises
    PromiseRefused.
    """
    return PromiseBook(session, now).round(item_id, station_id)


class PromiseBook:
    """The plant read once, for as many promises as are asked for, from any thread."""

    def __init__(self, session: Session, now: datetime) -> None:
        with session.database.read():
            session.head()
            self.structure = session.structure
            board = Board(session.structure, read_cards(session.database))
            plans = read_plans(session)
            work = read_work(session)
            said = read_confirmed(session, board)
            self.lines: Sequence[OrderLine] = awaited_lines(session)
            self._policies = chosen_policies(session)
        # The confirmed lines that ship from what the loops hold, by item and place.
        self._from_stock: dict[tuple[int, int | None], list[OrderLine]] = {}
        for line in self.lines:
            if line.status is LineStatus.CONFIRMED and not line.has_own_cards:
                self._from_stock.setdefault((line.item_id, line.station_id), []).append(line)
        self._claims = {place: _claims_of(lines) for place, lines in self._from_stock.items()}
        calendars = calendars_of(self.structure, plans, now)
        self.zone = calendars.zone
        deliveries = {one.card.id: _delivery(one, calendars.zone, now) for one in said}
        self._floor = Floor(board, now, work, calendars.times, deliveries)
        # What was looked at is kept with the floor and its calendars: two at once would read it half changed.
        self._one_at_a_time = Lock()

    def of_line(self, line: OrderLine) -> Promise:
        """The promise for what is left of a line. Raises PromiseRefused."""
        if line.remaining <= 0:
            raise PromiseRefused("not_awaited", line=line.reference)
        station_id, to_order = self._route(line.item_id, line.station_id, line.policy)
        claimed = 0 if to_order else self._claimed(line.item_id, station_id, line)
        is_confirmed = line.status is LineStatus.CONFIRMED
        wanted = Wanted(line.item_id, station_id, line.remaining, line.reference, claimed, to_order, is_confirmed)
        return self._promise(wanted, line.wanted_on)

    def answer(self, line: OrderLine) -> Promise | PromiseRefused:
        """The promise for a line among others, or why there is none: whatever is wrong with it stays its own matter."""
        try:
            return self.of_line(line)
        except PromiseRefused as refused:
            return refused
        except (ArithmeticError, ValueError):
            log.exception("no date for line %s", line.reference)
            return PromiseRefused("not_reckoned", line=line.reference)

    def of_item(self, item_id: int, quantity: int, station_id: int | None, wanted_on: date | None) -> Promise:
        """The promise for a line that is not entered. Raises PromiseRefused."""
        station_id, to_order = self._route(item_id, station_id)
        claimed = 0 if to_order else self._claimed(item_id, station_id, None)
        return self._promise(Wanted(item_id, station_id, quantity, "", claimed, to_order), wanted_on)

    def available(self, item_id: int, station_id: int | None) -> tuple[Available, ...]:
        """See `available_at`."""
        station_id, _to_order = self._route(item_id, station_id)
        board, today = self._floor.board, self._day(self._floor.now)
        cards = [
            card
            for loop in self.structure.feeding_loops(station_id, item_id)
            for card in board.row(loop.id).cards
            if not card.order_reference
        ]
        receipts: dict[date, int] = {}
        for card in cards:
            if card.state in ON_ORDER and not card.on_hold:
                day = max(today, self._day(self._floor.due(card) or self._floor.now))
                receipts[day] = receipts.get(day, 0) + card.container_quantity
        orders: dict[date, int] = {}
        for line in self._from_stock.get((item_id, station_id), ()):
            day = max(today, line.wanted_on)
            orders[day] = orders.get(day, 0) + line.remaining
        days = sorted({today, *receipts, *orders})
        free = available_to_promise(
            sum(card.quantity for card in cards if card.holds_stock),
            [receipts.get(day, 0) for day in days],
            [orders.get(day, 0) for day in days],
        )
        return tuple(Available(day, max(0, here)) for day, here in zip(days, free, strict=True) if here is not None)

    def round(self, item_id: int, station_id: int | None) -> Round | None:
        """See `round_at`."""
        station_id, to_order = self._route(item_id, station_id)
        loops = self.structure.loops_ending_at(station_id, item_id)
        loop = next((loop for loop in loops if not loop.suspended), None)
        if to_order or loop is None or not loop.card_count:
            return None
        return Round(self._floor.circulating(loop) * loop.container_quantity, loop.lead_time_minutes)

    def _day(self, moment: datetime) -> date:
        return min(moment, self._floor.now + HORIZON).astimezone(self.zone).date()

    def _promise(self, wanted: Wanted, wanted_on: date | None) -> Promise:
        try:
            with self._one_at_a_time:
                return promise(self._floor, wanted, wanted_on, self.zone)
        except NoRoute as gap:
            raise self._refused("no_route", gap.item_id, gap.station_id) from gap
        except BeyondHorizon as gap:
            today = self._day(self._floor.now)
            code = "wanted_too_far" if wanted_on is not None and wanted_on - today > HORIZON else "takes_too_long"
            raise self._refused(code, wanted.item_id, wanted.station_id, years=str(HORIZON_YEARS)) from gap
        except NoWorkingTime as gap:
            raise self._refused("no_working_time", wanted.item_id, wanted.station_id) from gap

    def _refused(self, code: str, item_id: int, station_id: int, **more: str) -> PromiseRefused:
        station = self.structure.stations[station_id].name
        return PromiseRefused(code, item=self.structure.items[item_id].code, station=station, **more)

    def _route(self, item_id: int, station_id: int | None, policy: Policy | None = None) -> tuple[int, bool]:
        """(where the loops end that a line is shipped from, whether it is made to order). Raises PromiseRefused."""
        if station_id is None:
            station_id = shipping_place(self.structure, item_id)
        if not has_route(self.structure, item_id, station_id, self._policies, policy):
            raise self._refused("no_route", item_id, station_id)
        policy = policy or policy_of(self.structure, item_id, station_id, self._policies)
        if policy not in FROM_STOCK:
            return station_id, True
        return self.structure.feeding_loops(station_id, item_id)[0].consumer_id, False

    def _claimed(self, item_id: int, station_id: int, own: OrderLine | None) -> int:
        """Steps that go to confirmed lines first: those wanted earlier; before what is not confirmed, all of them."""
        keys, claimed = self._claims.get((item_id, station_id), ([], [0]))
        if own is not None and own.status is LineStatus.CONFIRMED:
            return claimed[bisect_left(keys, (own.wanted_on, own.id))]
        return claimed[-1]


def _claims_of(lines: Iterable[OrderLine]) -> tuple[list[tuple[date, int]], list[int]]:
    """(the lines in the order they are served, how many steps all before each ask for and at the end all of them)."""
    lines = sorted(lines, key=lambda line: (line.wanted_on, line.id))
    before = accumulate((line.remaining for line in lines), initial=0)
    return [(line.wanted_on, line.id) for line in lines], list(before)


def _delivery(said: Confirmed, zone: tzinfo, now: datetime) -> Delivery:
    """The day counts at the hour that the card is due at: a day later moves what follows by a day, no more."""
    hour = (said.card.due_at or now).astimezone(zone).timetz()
    return Delivery(said.number, said.day, datetime.combine(said.day, hour))


def shipping_place(structure: Structure, item_id: int) -> int:
    """The one place where an item's way ends. Raises PromiseRefused where it has none or several."""
    found = places_of_sale(structure, item_id)
    item = structure.items[item_id].code
    if not found:
        raise PromiseRefused("no_route_at_all", item=item)
    if len(found) > 1:
        names = ", ".join(structure.stations[station_id].name for station_id in found)
        raise PromiseRefused("several_places", item=item, stations=names)
    return found[0]


def read_work(session: Session) -> dict[int, Work]:
    """The work in a loop's batches where the lists told it (minutes a piece and a batch), by loop id.

    A loop whose lead time a person changed since has none: what the person says holds.
    """
    loops = session.structure.loops
    rows = session.database.core.execute(
        select(_loop.c.id, _loop.c.explanation).where(_loop.c.kind == LoopKind.PRODUCTION.value)
    )
    found = {}
    for row in rows:
        reckoned = _reckoned(json.loads(row.explanation or "[]"), loops[row.id]) if row.id in loops else None
        if reckoned is not None:
            item = session.structure.item_of(loops[row.id])
            fixed, per_unit = reckoned
            found[row.id] = Work(fixed, per_unit / 10**item.decimals)
    return found


def _reckoned(reasons: Iterable[Mapping[str, Any]], loop: Loop) -> tuple[Fraction, Fraction] | None:
    for reason in reasons:
        if reason["subject"] == "lead_time_minutes" and reason["rule"] == "made":
            values = reason["values"]
            if values.get("lead_time_minutes") == str(loop.lead_time_minutes):
                return Fraction(values["fixed_minutes"]), Fraction(values["minutes_per_unit"])
    return None
