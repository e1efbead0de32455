"""Shipping: pieces leave the shipping place for order lines, from stock or from their own cards, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, insert, select

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.demand_pegs import rework
from kanban_app.domain.flow_ways import bringing_loops
from kanban_app.domain.loops import Loop
from kanban_app.domain.orders import FROM_STOCK, LineStatus, OrderLine, OrderRefused
from kanban_app.domain.peg_booking import book_rework
from kanban_app.operations.orders_booking import NOBODY, OrderDesk, Who, at_the_desk
from kanban_app.operations.orders_pegs import drop_pegs
from kanban_app.operations.orders_reading import awaited_lines, chosen_lines, read_facts
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us, to_us
from kanban_app.store.order_tables import order_line, shipment, shipment_line
from kanban_app.store.planting import next_id


@dataclass(frozen=True, slots=True)
class Shipped:
    """What left for one line: steps, out of which cards, with which shipment of its order; the line as it is now."""

    line: OrderLine
    pieces: int
    cards: tuple[Card, ...]
    shipment: int


@dataclass(frozen=True, slots=True)
class Shippable:
    """What could leave for a line now."""

    line: OrderLine
    pieces: int


def ship(
    session: Session,
    order_number: str,
    now: datetime,
    line_numbers: Sequence[int] = (),
    quantity: int | None = None,
    who: Who = NOBODY,
) -> list[Shipped]:
    """Ship what stands ready for these lines (none named: the whole order), at most what is still awaited.

    `quantity` in steps is for one line, and then exactly that. Raises OrderRefused: not_confirmed, nothing_to_ship,
    more_than_open, short_stock, one_line, unknown_order, unknown_line.
    """
    with at_the_desk(session, now, who, "") as desk:
        chosen = chosen_lines(session, order_number, line_numbers)
        lines = [line for line in chosen if line.status is LineStatus.CONFIRMED]
        if not lines:
            is_draft = any(line.status is LineStatus.OPEN for line in chosen)
            raise OrderRefused("not_confirmed" if is_draft else "nothing_to_ship", number=order_number)
        if quantity is not None and len(lines) > 1:
            raise OrderRefused("one_line", number=order_number)
        wanted = [(line, line.remaining if quantity is None else quantity) for line in lines]
        for line, steps in wanted:
            _check(desk, line, steps, exactly=quantity is not None)
        found = _ship_all(desk, wanted, now)
        if not found:
            raise OrderRefused("nothing_to_ship", number=order_number)
        return found


def _check(desk: OrderDesk, line: OrderLine, steps: int, *, exactly: bool) -> None:
    if steps > line.remaining:
        raise OrderRefused("more_than_open", line=line.number, open=line.remaining, item_id=line.item_id)
    there = available(desk, line)
    if exactly and there < steps:
        raise OrderRefused("short_stock", line=line.number, there=there, item_id=line.item_id)


def available(desk: OrderDesk, line: OrderLine) -> int:
    """Steps that stand at the shipping place for this line: its own cards', or what is nobody's in the loops."""
    if line.policy in FROM_STOCK:
        return desk.booking.stock_of(_loops(desk, line))
    return sum(card.quantity for card in _own_there(desk, line))


def _loops(desk: OrderDesk, line: OrderLine) -> tuple[Loop, ...]:
    structure, station_id = desk.booking.structure, line.station_id or 0
    if line.policy in FROM_STOCK:
        return structure.feeding_loops(station_id, line.item_id)
    return tuple(bringing_loops(structure, station_id, line.item_id))


def _own_there(desk: OrderDesk, line: OrderLine) -> list[Card]:
    cards = desk.booking.cards_of(_loops(desk, line))
    return [card for card in cards if card.holds_stock and card.order_reference == line.reference]


def _ship_all(desk: OrderDesk, wanted: Sequence[tuple[OrderLine, int]], now: datetime) -> list[Shipped]:
    """Take what is there, line by line, and close what is complete."""
    numbers: dict[str, tuple[int, int]] = {}
    found = []
    for line, steps in wanted:
        pieces = min(steps, available(desk, line))
        if pieces < 1:
            continue
        if line.order_number not in numbers:
            numbers[line.order_number] = _new_shipment(desk, line.order_number, now)
        shipment_id, number = numbers[line.order_number]
        first_seq = desk.booking.next_seq
        cards = _take(desk, line, pieces)
        _keep(desk, line, shipment_id, pieces, first_seq)
        found.append(Shipped(_shipped(desk, line, pieces, now), pieces, cards, number))
    return found


def _take(desk: OrderDesk, line: OrderLine, pieces: int) -> tuple[Card, ...]:
    booking = desk.booking
    reason = ", ".join(part for part in (f"order {line.reference}", line.customer) if part)
    booking.context = replace(booking.context, station_id=line.station_id, reason=reason)
    before = len(booking.events)
    # Never more than is its own or nobody's: the pieces of other orders are not among those.
    missing = booking.draw(_loops(desk, line), pieces, None, line.reference if line.has_own_cards else "")
    assert not missing, "only what is there is shipped"
    roots = [event.card_id for event in booking.events[before:] if event.cause is None]
    return tuple(booking.card(card_id) for card_id in dict.fromkeys(roots))


def _shipped(desk: OrderDesk, line: OrderLine, pieces: int, now: datetime) -> OrderLine:
    done = line.shipped + pieces == line.quantity
    after = replace(line, shipped=line.shipped + pieces, status=LineStatus.CLOSED if done else LineStatus.CONFIRMED)
    desk.change_line(after, shipped=after.shipped, status=after.status.value, finished_at=to_us(now) if done else None)
    if done and line.has_own_cards:
        _clear_up(desk, after)
    return after


def _clear_up(desk: OrderDesk, line: OrderLine) -> None:
    """What a finished line never needed leaves; what was made for it and is still about waits for a person's word."""
    supply = desk.supply_of(line)
    left = [card for card in supply.own if card.order_reference and card.state is not CardState.RETIRED]
    work = rework(desk.booking.structure, (line.station_id or 0, line.item_id), 0, replace(supply, own=left))
    book_rework(desk.booking, work, line.reference)
    drop_pegs(desk.session, line, [*work.release, *work.given_back])


def _new_shipment(desk: OrderDesk, order_number: str, now: datetime) -> tuple[int, int]:
    core = desk.session.database.core
    latest = select(func.max(shipment.c.number)).where(shipment.c.order_number == order_number)
    number = int(core.execute(latest).scalar() or 0) + 1
    shipment_id = next_id(desk.session.database, shipment)
    row = {"id": shipment_id, "order_number": order_number, "number": number, "shipped_at": to_us(now)}
    core.execute(insert(shipment).values(**row, person=desk.booking.context.person))
    return shipment_id, number


def _keep(desk: OrderDesk, line: OrderLine, shipment_id: int, pieces: int, first_seq: int) -> None:
    entries = {"first_seq": first_seq, "last_seq": desk.booking.next_seq - 1}
    row = {"shipment_id": shipment_id, "line_id": line.id, "pieces": pieces, **entries}
    desk.session.database.core.execute(insert(shipment_line).values(**row))


def read_shippable(session: Session) -> list[Shippable]:
    """The proposal for the backlog: what stands ready for confirmed lines, the oldest wanted date first.

    For lines from stock that is what the loops hold now, for others what came of their own cards. Nothing is booked.
    """
    with session.database.read():
        session.head()
        return _shippable(session)


def _shippable(session: Session) -> list[Shippable]:
    lines = awaited_lines(session, order_line.c.status == LineStatus.CONFIRMED.value)
    facts = read_facts(session, lines)
    oldest_first = sorted(lines, key=lambda line: (line.wanted_on, line.priority, line.id))
    ready = ((line, min(facts[line.id].there, line.remaining)) for line in oldest_first)
    return [Shippable(line, pieces) for line, pieces in ready if pieces > 0]


def ship_backlog(session: Session, now: datetime, who: Who = NOBODY) -> list[Shipped]:
    """Ship the backlog as `read_shippable` proposes it, in one transaction. Raises OrderRefused nothing_to_ship."""
    with at_the_desk(session, now, who, "") as desk:
        found = _ship_all(desk, [(found.line, found.pieces) for found in _shippable(session)], now)
        if not found:
            raise OrderRefused("nothing_to_ship", number="")
        return found


@dataclass(frozen=True, slots=True)
class Shipment:
    """One shipment of an order: its number there, when, by whom, and the steps of each line by line id."""

    number: int
    shipped_at: datetime
    person: str
    pieces: dict[int, int]


def read_shipments(session: Session, order_number: str) -> list[Shipment]:
    """The shipments of an order, first one first."""
    rows = session.database.core.execute(
        select(shipment, shipment_line.c.line_id, shipment_line.c.pieces)
        .join_from(shipment, shipment_line)
        .where(shipment.c.order_number == order_number)
        .order_by(shipment.c.number, shipment_line.c.line_id)
    ).all()
    found: dict[int, Shipment] = {}
    for row in rows:
        one = found.setdefault(row.number, Shipment(row.number, from_us(row.shipped_at), row.person, {}))
        one.pieces[row.line_id] = row.pieces
    return list(found.values())
