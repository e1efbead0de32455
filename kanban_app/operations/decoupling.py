"""The decoupling point of an item: where it stands, what moving it would do, moving it, and taking that back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Table, func, insert, select, update

from kanban_app.domain.decoupling_moves import (
    LoopNumbers,
    PointMove,
    demand_at,
    money_of,
    numbers_of_loop,
    plan_move,
    sized,
    targets_for,
    values_of,
    waiting_minutes,
    with_numbers,
)
from kanban_app.domain.demand import DAYS_OF_A_SINGLE_DATE
from kanban_app.domain.demand_pegs import Place
from kanban_app.domain.flow_ways import Decoupling, decoupling_of, places_of_sale
from kanban_app.domain.loop_changes import LoopChange
from kanban_app.domain.loops import Loop
from kanban_app.domain.orders import FROM_STOCK, LineStatus, OrderRefused, Policy
from kanban_app.domain.policies import ChosenPolicy, decoupling_at, policy_of
from kanban_app.domain.structure import Structure
from kanban_app.operations.booking import clean
from kanban_app.operations.changing import preview_loops, write_loop_changes
from kanban_app.operations.orders_booking import NOBODY, Who
from kanban_app.operations.orders_entering import write_policy
from kanban_app.operations.orders_reading import awaited_lines, chosen_policies, free_stock
from kanban_app.operations.persons import check_may_edit
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us, to_us
from kanban_app.store.order_tables import configuration, decoupling_move, order_line
from kanban_app.store.planting import next_id
from kanban_app.store.tables import METADATA

_event: Table = METADATA.tables["event"]
_card: Table = METADATA.tables["card"]


@dataclass(frozen=True, slots=True)
class PointAt:
    """Where stock ends on the way to one place of sale, how it is answered there, and how long ordered goods take."""

    station_id: int
    policy: Policy
    point: Decoupling
    minutes: int


@dataclass(frozen=True, slots=True)
class Stock:
    """What containers hold when they are full. `money` leaves out the items of which nobody said the cost."""

    steps: Mapping[int, int]
    money: Decimal
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What moving a point does: the plan, its cards, stock built and freed, the points at the places of sale before and
    after, and the policy that a person's word becomes (None: as the loops say).
    """

    plan: PointMove
    changes: tuple[LoopChange, ...]
    built: Stock
    freed: Stock
    before: tuple[PointAt, ...]
    after: tuple[PointAt, ...]
    policy: Policy | None


@dataclass(frozen=True, slots=True)
class KeptMove:
    """A move that was made."""

    id: int
    item_id: int
    moved_at: datetime
    person: str
    reason: str


def read_points(session: Session, item_id: int) -> list[PointAt]:
    """The decoupling point of an item for every place that it ships from. Raises OrderRefused nothing_brings."""
    with session.database.read():
        session.head()
        structure, chosen = session.structure, chosen_policies(session)
    return [point_at(structure, item_id, station_id, chosen) for station_id in _sales(structure, item_id, None)]


def point_at(structure: Structure, item_id: int, station_id: int, chosen: Mapping[int, ChosenPolicy]) -> PointAt:
    """The decoupling point of an item at one place of sale, as these policies of items answer it there."""
    policy = policy_of(structure, item_id, station_id, chosen)
    minutes = waiting_minutes(structure, [(station_id, item_id)], made_to_order=policy not in FROM_STOCK)
    return PointAt(station_id, policy, decoupling_at(structure, item_id, station_id, policy), minutes)


def _sales(structure: Structure, item_id: int, station_id: int | None) -> list[int]:
    if station_id is not None and structure.loops_ending_at(station_id, item_id):
        return [station_id]
    places = places_of_sale(structure, item_id) if station_id is None else []
    if not places:
        raise OrderRefused("nothing_brings", item_id=item_id)
    return places


@dataclass(frozen=True, slots=True)
class Target:
    """Where a point is to stand: at a station or an item, for one place of sale or (None) for all."""

    station_id: int = 0
    item_id: int = 0
    sold_at: int | None = None


def preview_move(session: Session, item_id: int, target: Target, now: datetime) -> MovePreview:
    """What moving the point of an item would do; nothing is changed.

    Raises OrderRefused: nothing_brings, not_on_the_way, nothing_moves, kept_for_others, route_paused, route_in_circle.
    """
    with session.database.read():
        session.head()
        return _preview(session, item_id, target, now)


def _preview(session: Session, item_id: int, target: Target, now: datetime) -> MovePreview:
    structure = session.structure
    sales = {(station_id, item_id) for station_id in _sales(structure, item_id, target.sold_at)}
    meant = targets_for(structure, sales, station_id=target.station_id, item_id=target.item_id)
    chosen = chosen_policies(session)
    own = chosen.get(item_id)
    to_order = own is not None and own.policy not in FROM_STOCK
    plan = plan_move(structure, sales, meant, _Numbers(session), made_to_order=to_order)
    changed = with_numbers(structure, {move.loop.id: move.numbers for move in plan.loops})
    every = places_of_sale(structure, item_id)
    policy = _policy_after(session, changed, item_id, every)
    policies = {item_id: ChosenPolicy(policy)} if policy else {}
    return MovePreview(
        plan,
        tuple(preview_loops(session, plan.values(), now)),
        _stock(structure, ((move.loop, move.steps) for move in plan.beginning)),
        _stock(structure, ((move.loop, -move.steps) for move in plan.ending)),
        tuple(point_at(structure, item_id, station_id, chosen) for station_id in every),
        tuple(point_at(changed, item_id, station_id, policies) for station_id in every),
        policy,
    )


def _stock(structure: Structure, held: Iterable[tuple[Loop, int]]) -> Stock:
    steps: dict[int, int] = {}
    for loop, count in held:
        steps[loop.item_id] = steps.get(loop.item_id, 0) + count
    costs = {item_id: money_of(structure.items[item_id], count) for item_id, count in steps.items()}
    money = sum((cost for cost in costs.values() if cost is not None), Decimal(0))
    return Stock(steps, money, tuple(item_id for item_id, cost in costs.items() if cost is None))


def _policy_after(session: Session, structure: Structure, item_id: int, sales: Iterable[int]) -> Policy | None:
    """Assembled to order where nothing of it is kept and it has choices; else the loops say it well enough."""
    is_kept = any(decoupling_of(structure, item_id, station_id).is_all_stock for station_id in sales)
    return Policy.ATO if not is_kept and _is_configurable(session, item_id) else None


def _is_configurable(session: Session, item_id: int) -> bool:
    from kanban_app.operations.order_options import read_option_rows

    own = configuration.c.item_id == item_id
    is_one = session.database.core.execute(select(configuration.c.item_id).where(own)).first() is not None
    return is_one or bool(read_option_rows(session, item_id))


# -- numbers -----------------------------------------------------------------------------------------------------------


class _Numbers:
    """The numbers of a loop that begins: those it had when a move ended it, else by what customers took."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._remembered = _remembered(session)
        self._demand: dict[Place, Fraction] | None = None

    def __call__(self, loop: Loop) -> LoopNumbers:
        if loop.id in self._remembered:
            return self._remembered[loop.id]
        structure = self._session.structure
        if self._demand is None:
            self._demand = demand_at(structure, _sold_a_day(self._session))
        rate = self._demand.get((loop.consumer_id, loop.item_id), Fraction(0))
        return sized(structure, loop, rate)


def _remembered(session: Session) -> dict[int, LoopNumbers]:
    """What loops had before the latest move that ended them."""
    found: dict[int, LoopNumbers] = {}
    made = select(decoupling_move.c.before).where(decoupling_move.c.undone_at.is_(None)).order_by(decoupling_move.c.id)
    for text in session.database.core.execute(made).scalars():
        for loop_id, numbers in json.loads(text)["loops"].items():
            if numbers[0]:
                found[int(loop_id)] = LoopNumbers(*numbers)
    return found


def _sold_a_day(session: Session) -> dict[Place, Fraction]:
    """Steps a day by place of sale and item, over the span of the closed lines; of all lines where none is closed."""
    closed = order_line.c.status == LineStatus.CLOSED.value
    core = session.database.core
    span = select(func.min(order_line.c.due_on), func.max(order_line.c.due_on))
    first, last = core.execute(span.where(closed)).one()
    if first is None:
        first, last = core.execute(span).one()
    if first is None:
        return {}
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    days = days if days > 1 else DAYS_OF_A_SINGLE_DATE
    columns = (order_line.c.item_id, order_line.c.station_id)
    within = order_line.c.due_on.between(first, last) & (order_line.c.status != LineStatus.CANCELLED.value)
    rows = core.execute(select(*columns, func.sum(order_line.c.quantity)).where(within).group_by(*columns))
    found: dict[Place, Fraction] = {}
    for item_id, station_id, steps in rows:
        place = station_id or next(iter(places_of_sale(session.structure, item_id)), 0)
        found[place, item_id] = found.get((place, item_id), Fraction(0)) + Fraction(int(steps), days)
    return {place: rate for place, rate in found.items() if place[0]}


# -- moving ------------------------------------------------------------------------------------------------------------


def move_point(
    session: Session, item_id: int, target: Target, now: datetime, reason: str = "", who: Who = NOBODY
) -> MovePreview:
    """Move the point: loops end and begin, the policy follows, in one transaction.

    Cards of loops that end leave at their next empty; those of loops that begin are new, on the print list. Raises as
    `preview_move`, OrderRefused lines_wait where confirmed lines still wait for stock of a loop that would end, and
    EditRefused where the person may not.
    """
    with session.database.write():
        session.head()
        check_may_edit(session.database, who.person)
        seen = _preview(session, item_id, target, now)
        _check_nobody_waits(session, seen.plan)
        before = {move.loop.id: numbers_of_loop(move.loop) for move in seen.plan.loops}
        after = {move.loop.id: move.numbers for move in seen.plan.loops}
        policy = chosen_policies(session).get(item_id)
        write_loop_changes(session, seen.changes, now, who.person)
        reason = clean(reason)
        chosen = ChosenPolicy(seen.policy, reason) if seen.policy else None
        write_policy(session, item_id, chosen, who)
        row = {
            "id": next_id(session.database, decoupling_move),
            "item_id": item_id,
            "moved_at": to_us(now),
            "person": clean(who.person),
            "reason": reason,
            "before": _as_json(before, policy),
            "after": _as_json(after, chosen),
            "last_seq": session.head().last_seq,
        }
        session.database.core.execute(insert(decoupling_move).values(**row))
    session.refresh()
    return seen


def _check_nobody_waits(session: Session, plan: PointMove) -> None:
    ending = {(move.loop.consumer_id, move.loop.item_id) for move in plan.ending}
    waiting: dict[Place, int] = {}
    for line in awaited_lines(session, order_line.c.status == LineStatus.CONFIRMED.value):
        place = (line.station_id or 0, line.item_id)
        if line.policy in FROM_STOCK and place in ending:
            waiting[place] = waiting.get(place, 0) + line.remaining
    stock = free_stock(session) if waiting else {}
    for place, steps in waiting.items():
        there = sum(stock.get(loop.id, 0) for loop in session.structure.loops_ending_at(*place))
        if there < steps:
            raise OrderRefused("lines_wait", item_id=place[1], station_id=place[0])


def _as_json(numbers: Mapping[int, LoopNumbers], policy: ChosenPolicy | None) -> str:
    loops = {str(key): [one.card_count, one.lot_cards, one.safety_cards] for key, one in numbers.items()}
    return json.dumps({"loops": loops, "policy": [policy.policy.value, policy.reason] if policy else None})


# -- taking it back ----------------------------------------------------------------------------------------------------


def latest_move(session: Session, item_id: int | None = None) -> KeptMove | None:
    """The latest move that was not taken back, of this item or of any."""
    made = select(decoupling_move).where(decoupling_move.c.undone_at.is_(None))
    if item_id is not None:
        made = made.where(decoupling_move.c.item_id == item_id)
    row = session.database.core.execute(made.order_by(decoupling_move.c.id.desc()).limit(1)).first()
    return _kept(row) if row else None


def _kept(row: Any) -> KeptMove:
    return KeptMove(row.id, row.item_id, from_us(row.moved_at), row.person, row.reason)


def undo_move(session: Session, move_id: int, now: datetime, who: Who = NOBODY) -> KeptMove:
    """Take a move back: loops and policy get what they had. Cards that left at once come back as new ones.

    Raises OrderRefused: unknown_move, moved_on where a card of these loops was booked since, or a loop was changed;
    EditRefused where the person may not.
    """
    with session.database.write():
        session.head()
        check_may_edit(session.database, who.person)
        own = decoupling_move.c.id == move_id
        row = session.database.core.execute(select(decoupling_move).where(own)).first()
        if row is None or row.undone_at is not None:
            raise OrderRefused("unknown_move")
        before, after = json.loads(row.before), json.loads(row.after)
        _check_nothing_moved_on(session, row, after)
        numbers = {int(key): LoopNumbers(*values) for key, values in before["loops"].items()}
        changes = preview_loops(session, {key: values_of(one) for key, one in numbers.items()}, now)
        write_loop_changes(session, changes, now, who.person)
        policy = before["policy"]
        write_policy(session, row.item_id, ChosenPolicy(Policy(policy[0]), policy[1]) if policy else None, who)
        session.database.core.execute(update(decoupling_move).where(own).values(undone_at=to_us(now)))
    session.refresh()
    return _kept(row)


def _check_nothing_moved_on(session: Session, row: Any, after: Mapping[str, Any]) -> None:
    loops = session.structure.loops
    ids = [int(key) for key in after["loops"]]
    for loop_id in ids:
        found = loops.get(loop_id)
        if found is None or numbers_of_loop(found) != LoopNumbers(*after["loops"][str(loop_id)]):
            raise OrderRefused("moved_on", item_id=row.item_id)
    booked = select(_event.c.seq).join(_card, _card.c.id == _event.c.card_id)
    since = booked.where(_event.c.seq > row.last_seq, _card.c.loop_id.in_(ids)).limit(1)
    if session.database.core.execute(since).first() is not None:
        raise OrderRefused("moved_on", item_id=row.item_id)
