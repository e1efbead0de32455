"""Reading customer orders: lines, how far each has come, links, customers. One short view of the committed state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select

from kanban_app.domain.backlog import shared_out
from kanban_app.domain.cards import HOLDING, CardState
from kanban_app.domain.demand_pegs import NOT_STARTED
from kanban_app.domain.flow_ways import bringing_loops
from kanban_app.domain.orders import (
    FROM_STOCK,
    LineFacts,
    LineState,
    LineStatus,
    OrderLine,
    OrderRefused,
    Policy,
    order_state_of,
    state_of,
)
from kanban_app.domain.policies import ChosenPolicy, policy_of
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import (
    configuration,
    customer,
    customer_order,
    item_policy,
    order_line,
    order_link,
)
from kanban_app.store.tables import METADATA

_card = METADATA.tables["card"]
_AWAITED = order_line.c.status.in_([LineStatus.OPEN.value, LineStatus.CONFIRMED.value])
# What has been shipped is done once no card works for it any more: until then a person has something to say about it.
_PEGGED = select(_card.c.order_reference).where(_card.c.order_reference != "", _card.c.state != CardState.RETIRED.value)
_REFERENCE = order_line.c.order_number + "/" + cast(order_line.c.line_number, String)
_UNDONE = _AWAITED | (order_line.c.status == LineStatus.CLOSED.value) & _REFERENCE.in_(_PEGGED)
_BY_LINE = (order_line.c.order_number, order_line.c.line_number, order_line.c.id)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with how far it has come. `policy` is the one that it has or would get, with the reason for it."""

    line: OrderLine
    state: LineState
    policy: Policy
    policy_reason: str
    facts: LineFacts


@dataclass(frozen=True, slots=True)
class Link:
    """A file or address that belongs to an order."""

    id: int
    link: str
    label: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order with its lines by number."""

    number: str
    customer: str
    state: LineState
    lines: tuple[LineView, ...]
    note: str = ""
    links: tuple[Link, ...] = ()

    @property
    def wanted_on(self) -> date:
        """The first date on which something of it is wanted."""
        return min(view.line.wanted_on for view in self.lines)


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders: those awaited or with cards still about, or all; one customer's; those with a text in number, item
    or customer.
    """

    everything: bool = False
    customer: str = ""
    text: str = ""
    number: str | None = None


_AWAITED_ONES = OrderFilter()


def line_of_row(row: Any) -> OrderLine:
    """A row of the table as a line."""
    return OrderLine(
        row.id,
        row.order_number,
        row.line_number,
        row.customer,
        row.item_id,
        row.station_id,
        date.fromisoformat(row.due_on),
        row.quantity,
        row.shipped,
        LineStatus(row.status),
        Policy(row.policy) if row.policy else None,
        row.price,
        row.note,
        row.options,
        row.priority,
    )


def lines_of(session: Session, order_number: str) -> list[OrderLine]:
    """The lines of one order by number. Raises OrderRefused unknown_order where there is none."""
    rows = session.database.core.execute(
        select(order_line).where(order_line.c.order_number == order_number).order_by(*_BY_LINE)
    ).all()
    if not rows:
        raise OrderRefused("unknown_order", number=order_number)
    return [line_of_row(row) for row in rows]


def chosen_lines(session: Session, order_number: str, line_numbers: Sequence[int] = ()) -> list[OrderLine]:
    """Some lines of an order, or all. Raises OrderRefused unknown_order, unknown_line."""
    lines = lines_of(session, order_number)
    known = {line.number for line in lines}
    for number in line_numbers:
        if number not in known:
            raise OrderRefused("unknown_line", number=order_number, line=number)
    return [line for line in lines if not line_numbers or line.number in line_numbers]


def awaited_lines(session: Session, condition: ColumnElement[bool] | None = None) -> list[OrderLine]:
    """Every line that has still to be shipped, drafts among them."""
    found = select(order_line).where(_AWAITED)
    rows = session.database.core.execute(found if condition is None else found.where(condition)).all()
    return [line_of_row(row) for row in rows]


def chosen_policies(session: Session) -> dict[int, ChosenPolicy]:
    """What people decided, by item id. An item made for choices that has its base's policy has it for that reason."""
    rows = session.database.core.execute(select(item_policy)).all()
    found = {row.item_id: ChosenPolicy(Policy(row.policy), row.reason) for row in rows}
    for item_id, base_id in session.database.core.execute(select(configuration.c.item_id, configuration.c.base_id)):
        own, of_base = found.get(item_id), found.get(base_id)
        if own and of_base and not own.reason and own.policy is of_base.policy:
            found[item_id] = of_base
    return found


def order_of_reference(session: Session, reference: str) -> tuple[str, date] | None:
    """(customer, wanted date) of the line that a card names, "4711/2"; of the first line where it names an order."""
    number, slash, line = reference.rpartition("/")
    asked = select(order_line.c.customer, order_line.c.due_on).order_by(*_BY_LINE).limit(1)
    wanted = order_line.c.order_number == reference
    if slash and line.isascii() and line.isdigit() and len(line) < 10:
        wanted |= (order_line.c.order_number == number) & (order_line.c.line_number == int(line))
    row = session.database.core.execute(asked.where(wanted)).first() if reference else None
    return (row.customer, date.fromisoformat(row.due_on)) if row else None


def free_stock(session: Session) -> dict[int, int]:
    """Steps by loop that are nobody's and may be drawn."""
    holding = [state.value for state in sorted(HOLDING)]
    free = _card.c.state.in_(holding) & _card.c.on_hold.is_(False) & (_card.c.order_reference == "")
    rows = session.database.core.execute(
        select(_card.c.loop_id, func.sum(_card.c.quantity)).where(free).group_by(_card.c.loop_id)
    ).all()
    return {row[0]: int(row[1]) for row in rows}


def stock_for_sale(session: Session, lines: Iterable[OrderLine]) -> dict[int, int]:
    """Steps by line id that stand ready at the shipping place for lines from stock, oldest wanted date first."""
    structure = session.structure
    by_loop = free_stock(session)
    waiting = [line for line in lines if line.policy in FROM_STOCK and line.station_id and line.remaining > 0]
    stock = {}
    for station_id, item_id in {(line.station_id or 0, line.item_id) for line in waiting}:
        loops = structure.feeding_loops(station_id, item_id)
        stock[station_id, item_id] = sum(by_loop.get(loop.id, 0) for loop in loops)
    return shared_out(waiting, stock)


def read_facts(session: Session, lines: Sequence[OrderLine]) -> dict[int, LineFacts]:
    """What the cards say, by line id: two passes over the cards, however many lines."""
    for_sale: Mapping[int, int] = {}
    if any(line.policy in FROM_STOCK and line.remaining for line in lines):
        confirmed = order_line.c.status == LineStatus.CONFIRMED.value
        for_sale = stock_for_sale(session, awaited_lines(session, confirmed))
    pegged = _pegged(session) if any(line.has_own_cards for line in lines) else {}
    facts = {}
    for line in lines:
        if line.has_own_cards:
            facts[line.id] = _own_facts(session, line, pegged.get(line.reference, ()))
        else:
            facts[line.id] = LineFacts(for_sale.get(line.id, 0))
    return facts


def _pegged(session: Session) -> dict[str, list[Any]]:
    """How many cards of each order stand in each state, by loop."""
    columns = (_card.c.order_reference, _card.c.loop_id, _card.c.state, _card.c.on_hold)
    counted = select(*columns, func.count().label("cards"), func.sum(_card.c.quantity).label("pieces"))
    named = (_card.c.order_reference != "") & (_card.c.state != CardState.RETIRED.value)
    found: dict[str, list[Any]] = {}
    for row in session.database.core.execute(counted.where(named).group_by(*columns)):
        found.setdefault(row.order_reference, []).append(row)
    return found


def _own_facts(session: Session, line: OrderLine, rows: Iterable[Any]) -> LineFacts:
    there = cards = 0
    started = False
    loops = bringing_loops(session.structure, line.station_id or 0, line.item_id) if line.station_id else []
    last = {loop.id for loop in loops}
    for row in rows:
        cards += row.cards
        started |= CardState(row.state) not in NOT_STARTED
        if row.loop_id in last and not row.on_hold:
            there += int(row.pieces)
    return LineFacts(there, started, cards)


def read_orders(session: Session, wanted: OrderFilter = _AWAITED_ONES) -> list[OrderView]:
    """Orders with their lines and states, the one that is wanted first at the top."""
    with session.database.read():
        session.head()
        rows = session.database.core.execute(
            select(order_line).where(*_conditions(session, wanted)).order_by(*_BY_LINE)
        )
        lines = [line_of_row(row) for row in rows]
        facts = read_facts(session, lines)
        chosen = chosen_policies(session)
        open_ones = {(line.item_id, line.station_id) for line in lines if line.policy is None}
        asked = {place: policy_of(session.structure, *place, chosen) for place in open_ones}
        notes = _notes(session, wanted.number)
    views: dict[str, list[LineView]] = {}
    for line in lines:
        views.setdefault(line.order_number, []).append(_view(line, facts[line.id], chosen, asked))
    orders = [_order_view(number, found, notes) for number, found in views.items()]
    return sorted(orders, key=lambda order: (order.wanted_on, order.number))


def read_order(session: Session, order_number: str) -> OrderView:
    """One order. Raises OrderRefused unknown_order."""
    found = read_orders(session, OrderFilter(everything=True, number=order_number))
    if not found:
        raise OrderRefused("unknown_order", number=order_number)
    return found[0]


def _conditions(session: Session, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.number is not None:
        found.append(order_line.c.order_number == wanted.number)
    elif not wanted.everything:
        # Whole orders: an order with one line left shows its other lines too.
        found.append(order_line.c.order_number.in_(select(order_line.c.order_number).where(_UNDONE)))
        found.append(order_line.c.line_number > 0)
    if wanted.customer:
        found.append(order_line.c.customer == wanted.customer)
    if wanted.text:
        found.append(_holds_text(session, wanted.text))
    return found


def _holds_text(session: Session, text: str) -> ColumnElement[bool]:
    folded = text.casefold()
    items = [item.id for item in session.structure.items.values() if folded in item.code.casefold()]
    holds = order_line.c.order_number.icontains(text, autoescape=True)
    holds |= order_line.c.customer.icontains(text, autoescape=True)
    return holds | order_line.c.item_id.in_(items)


def _notes(session: Session, number: str | None) -> dict[str, tuple[str, tuple[Link, ...]]]:
    """Note and links by order number."""
    orders = select(customer_order)
    links = select(order_link, customer_order.c.number).join_from(order_link, customer_order)
    if number is not None:
        orders = orders.where(customer_order.c.number == number)
        links = links.where(customer_order.c.number == number)
    linked: dict[str, list[Link]] = {}
    for row in session.database.core.execute(links.order_by(order_link.c.id)):
        linked.setdefault(row.number, []).append(Link(row.id, row.link, row.label))
    rows = session.database.core.execute(orders)
    return {row.number: (row.note, tuple(linked.get(row.number, ()))) for row in rows}


def _view(
    line: OrderLine,
    facts: LineFacts,
    chosen: Mapping[int, ChosenPolicy],
    asked: Mapping[tuple[int, int | None], Policy],
) -> LineView:
    own = chosen.get(line.item_id)
    policy = line.policy or asked[line.item_id, line.station_id]
    reason = own.reason if own and own.policy is policy else ""
    return LineView(line, state_of(line, facts), policy, reason, facts)


def _order_view(number: str, lines: list[LineView], notes: Mapping[str, tuple[str, tuple[Link, ...]]]) -> OrderView:
    note, links = notes.get(number, ("", ()))
    state = order_state_of([view.state for view in lines])
    return OrderView(number, lines[0].line.customer, state, tuple(lines), note, links)


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer."""

    id: int
    name: str
    address: str = ""
    note: str = ""


def read_customers(session: Session) -> list[Customer]:
    """The customers by name."""
    rows = session.database.core.execute(select(customer).order_by(customer.c.name)).all()
    return [Customer(row.id, row.name, row.address, row.note) for row in rows]
