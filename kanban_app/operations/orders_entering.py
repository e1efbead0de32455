"""Entering orders by hand: lines, customers, links, and how demand for an item is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import delete, func, insert, select, update

from kanban_app.domain.orders import LineStatus, OrderLine, OrderRefused, Policy, check_ordered
from kanban_app.domain.policies import ChosenPolicy, has_route
from kanban_app.operations.booking import LONGEST_TEXT, clean
from kanban_app.operations.order_options import configured_for
from kanban_app.operations.orders_booking import NOBODY, Who, keep_order
from kanban_app.operations.orders_reading import Customer, chosen_policies, line_of_row
from kanban_app.operations.persons import check_may_edit
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import customer, customer_order, item_policy, order_line, order_link
from kanban_app.store.planting import next_id, tell_of_rest

LONGEST_NUMBER = 60
LARGEST_PRICE = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as entered. An empty number makes a new order of its own; `quantity` is steps of the item, 1 or more.

    `station_id` None: where the item's last loops end, said when the line is confirmed. `choices` are options as typed,
    "wood=oak"; `options` is how the line keeps them.
    """

    customer: str
    item_id: int
    quantity: int
    wanted_on: date
    number: str = ""
    station_id: int | None = None
    price: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()
    options: str = ""


def add_lines(session: Session, entries: list[NewLine], now: datetime, who: Who = NOBODY) -> list[OrderLine]:
    """Enter draft lines, all or none. Entries without a number that follow each other for one customer are one order.

    Raises OrderRefused: bad_number, no_customer, bad_quantity, bad_price, other_customer, no_route where nothing could
    bring the item to where it is to ship from, and what `order_options.configure` raises of the choices.
    """
    with session.database.write():
        session.head()
        policies = chosen_policies(session)
        found: list[OrderLine] = []
        made = ""
        numbers = _Numbers(session)
        for entry in entries:
            same = found and not entry.number.strip() and made and found[-1].customer == clean(entry.customer)
            number = clean(entry.number) or (made if same else "") or numbers.next()
            made = "" if entry.number.strip() else number
            chosen = _as_chosen(session, entry, now)
            _check_route(session, chosen, policies)
            found.append(_add_line(session, chosen, number, now, who))
        tell_of_rest(session.database, session.structure.at_rest)
        return found


def _check_route(session: Session, entry: NewLine, policies: Mapping[int, ChosenPolicy]) -> None:
    """What could not be confirmed as it stands is not entered: a slip of the hand is put right while it is typed."""
    station_id = entry.station_id
    if station_id is not None and not has_route(session.structure, entry.item_id, station_id, policies):
        raise OrderRefused("no_route", item_id=entry.item_id, station_id=station_id)


def _as_chosen(session: Session, entry: NewLine, now: datetime) -> NewLine:
    """With the item of its choices; a price that nobody gave is theirs."""
    found = configured_for(session, entry.item_id, entry.station_id, entry.choices, now)
    if found is None:
        return entry
    return replace(entry, item_id=found.item_id, options=found.choices, price=entry.price or found.price)


class _Numbers:
    """New order numbers: one more than the largest that is all digits, looked up once for all lines of a command."""

    def __init__(self, session: Session) -> None:
        self._core = session.database.core
        self._last = 0

    def next(self) -> str:
        """A number that no order has, imported history among them."""
        if not self._last:
            self._last = _largest(self._core.execute(select(customer_order.c.number)).scalars())
        if not self._last:
            self._last = _largest(self._core.execute(select(order_line.c.order_number).distinct()).scalars())
        self._last += 1
        while self._is_taken(str(self._last)):
            self._last += 1
        return str(self._last)

    def _is_taken(self, number: str) -> bool:
        known = select(order_line.c.id).where(order_line.c.order_number == number).limit(1)
        return self._core.execute(known).first() is not None


def _largest(numbers: Iterable[str]) -> int:
    return max((int(text) for text in numbers if text.isascii() and text.isdigit() and len(text) < 16), default=0)


def _add_line(session: Session, entry: NewLine, number: str, now: datetime, who: Who) -> OrderLine:
    name = clean(entry.customer)
    if not number or len(number) > LONGEST_NUMBER:
        raise OrderRefused("bad_number", most=LONGEST_NUMBER)
    check_ordered(entry.quantity, entry.item_id, session.structure.items[entry.item_id].decimals)
    core = session.database.core
    of_order = order_line.c.order_number == number
    there = core.execute(select(order_line.c.customer).where(of_order).limit(1)).scalar()
    if there is not None and name and there != name:
        raise OrderRefused("other_customer", number=number, customer=there)
    name = name or there or ""
    if not name:
        raise OrderRefused("no_customer")
    keep_order(session, number, now, who.person)
    know_customers(session, [name])
    row = {
        "id": next_id(session.database, order_line),
        "order_number": number,
        "line_number": int(core.execute(select(func.max(order_line.c.line_number)).where(of_order)).scalar() or 0) + 1,
        "customer": name,
        "item_id": entry.item_id,
        "station_id": entry.station_id,
        "due_on": entry.wanted_on.isoformat(),
        "quantity": entry.quantity,
        "status": LineStatus.OPEN.value,
        "price": price_of(entry.price),
        "note": clean(entry.note),
        "options": entry.options,
    }
    core.execute(insert(order_line).values(**row))
    return line_of_row(core.execute(select(order_line).where(order_line.c.id == row["id"])).one())


def price_of(text: str) -> str:
    """A price for one unit as plain decimal text, empty for none: "12,50" is 12.50. Raises OrderRefused bad_price."""
    written = "".join(text.split())
    if not written:
        return ""
    if written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")
    try:
        value = Decimal(written)
    except InvalidOperation:
        raise OrderRefused("bad_price", text=text) from None
    if not value.is_finite() or not 0 <= value <= LARGEST_PRICE:
        raise OrderRefused("bad_price", text=text)
    return f"{value:f}"


# -- customers ---------------------------------------------------------------------------------------------------------


def know_customers(session: Session, names: Iterable[str]) -> None:
    """Add the customers that are not there yet by name, inside the caller's transaction; empty names are nobody's."""
    core = session.database.core
    there = set(core.execute(select(customer.c.name)).scalars())
    first = next_id(session.database, customer)
    new = [name for name in dict.fromkeys(names) if name and name not in there]
    rows = [{"id": first + place, "name": name, "address": "", "note": ""} for place, name in enumerate(new)]
    if rows:
        core.execute(insert(customer), rows)


def keep_customer(session: Session, name: str, address: str, note: str, new_name: str = "") -> Customer:
    """Add a customer, or change the one of this name; its orders go with a new name.

    Raises OrderRefused no_customer, name_taken.
    """
    name, new_name = clean(name), clean(new_name) or clean(name)
    if not name:
        raise OrderRefused("no_customer")
    core = session.database.core
    with session.database.write():
        if new_name != name and core.execute(select(customer.c.id).where(customer.c.name == new_name)).first():
            raise OrderRefused("name_taken", name=new_name)
        know_customers(session, [name])
        own = customer.c.name == name
        values = {"name": new_name, "address": address.strip()[:LONGEST_TEXT], "note": clean(note)}
        core.execute(update(customer).where(own).values(**values))
        if new_name != name:
            core.execute(update(order_line).where(order_line.c.customer == name).values(customer=new_name))
        row = core.execute(select(customer).where(customer.c.name == new_name)).one()
        return Customer(row.id, row.name, row.address, row.note)


# -- what belongs to an order ------------------------------------------------------------------------------------------


def note_order(session: Session, order_number: str, note: str, now: datetime, who: Who = NOBODY) -> None:
    """Keep a note with an order, in place of the one before. Raises OrderRefused unknown_order."""
    with session.database.write():
        own = customer_order.c.id == _order_id(session, order_number, now, who)
        session.database.core.execute(update(customer_order).where(own).values(note=clean(note)))


def link_order(session: Session, order_number: str, link: str, label: str, now: datetime, who: Who = NOBODY) -> None:
    """Keep a link with an order, a path or an address; what it leads to is never read. Raises OrderRefused."""
    if not link.strip() or not link.isprintable():
        raise OrderRefused("bad_link")
    with session.database.write():
        order_id = _order_id(session, order_number, now, who)
        row = {"order_id": order_id, "link": link.strip(), "label": clean(label)}
        session.database.core.execute(insert(order_link).values(**row))


def unlink_order(session: Session, link_id: int) -> None:
    """Take a link off its order; what it leads to stays where it is."""
    with session.database.write():
        session.database.core.execute(delete(order_link).where(order_link.c.id == link_id))


def _order_id(session: Session, order_number: str, now: datetime, who: Who) -> int:
    known = select(order_line.c.id).where(order_line.c.order_number == order_number).limit(1)
    if session.database.core.execute(known).first() is None:
        raise OrderRefused("unknown_order", number=order_number)
    return keep_order(session, order_number, now, who.person)


# -- policies ----------------------------------------------------------------------------------------------------------


def set_policy(session: Session, item_id: int, policy: Policy | None, reason: str, who: Who = NOBODY) -> None:
    """Say how demand for an item is answered, and why; None leaves it to its loops again.

    Lines that are confirmed already keep the policy they were confirmed by. Raises EditRefused where the person may
    not.
    """
    with session.database.write():
        write_policy(session, item_id, ChosenPolicy(policy, reason) if policy else None, who)


def write_policy(session: Session, item_id: int, chosen: ChosenPolicy | None, who: Who) -> None:
    """The same inside the caller's transaction."""
    check_may_edit(session.database, who.person)
    core = session.database.core
    core.execute(delete(item_policy).where(item_policy.c.item_id == item_id))
    if chosen is not None:
        words = {"reason": clean(chosen.reason), "person": clean(who.person)}
        core.execute(insert(item_policy).values(item_id=item_id, policy=chosen.policy.value, **words))


def read_policies(session: Session) -> dict[int, ChosenPolicy]:
    """What people decided, by item id."""
    return chosen_policies(session)
