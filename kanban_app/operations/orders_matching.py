"""Lines of a list against those that are there: new, known, changed, or set here so that a list can't change them.

The same line has the same number in the same order; where the list has no numbers, the same item and day, in their
order, then an item that is left once on both sides: its day has moved. What is over is the same where order, item, day
and quantity are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import IntEnum
from typing import Any

from sqlalchemy import select

from kanban_app.domain.draft import OrderLineDraft
from kanban_app.domain.orders import LineStatus
from kanban_app.operations.booking import clean
from kanban_app.operations.importing.order_choices import choices_in
from kanban_app.operations.importing.problems import Fault, Severity, error, warning
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import configuration, order_line

_ORDERS_AT_ONCE = 500
_LIVE = (LineStatus.OPEN, LineStatus.CONFIRMED)

Chosen = tuple[int, frozenset[str]]
"""What a line is for: the item it was chosen from, and its choices."""

Over = tuple[str, int, str, int]
"""A line that is over: order, the item it was chosen from, day wanted, quantity."""


class Mark(IntEnum):
    """What a line of a list is here."""

    NEW = 0
    KNOWN = 1
    CHANGED = 2
    KEPT_OUT = 3


@dataclass(frozen=True, slots=True)
class LineHere:
    """A line that is there; `place` is the name of where it ships from, `day` ISO text."""

    id: int
    number: int
    status: LineStatus
    customer: str
    chosen: Chosen
    day: str
    quantity: int
    place: str
    price: str
    note: str
    priority: int


@dataclass(slots=True)
class Matched:
    """What each line of a list is, by its number as the list is gone through from 0.

    `changed` are the drafts that get the list's values, without their price where they are for another item then;
    `customers` are the names that the list leaves out.
    """

    marks: bytearray
    changed: dict[int, LineHere] = field(default_factory=dict)
    customers: dict[int, str] = field(default_factory=dict)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    drafts: int = 0
    history: int = 0

    @property
    def has_errors(self) -> bool:
        """There are lines that can't come in."""
        return any(fault.severity is Severity.ERROR for _number, fault in self.faults)

    @property
    def known(self) -> int:
        """How many lines are there as the list has them."""
        return self.marks.count(Mark.KNOWN)

    def is_wanted(self, number: int) -> bool:
        """This line is new, or changes one."""
        return self.marks[number] in (Mark.NEW, Mark.CHANGED)

    def keep_out(self, number: int, fault: Fault) -> None:
        """This line doesn't come in, and why."""
        self.marks[number] = Mark.KEPT_OUT
        self.changed.pop(number, None)
        self.faults.append((number, fault))


def match_lines(session: Session, lines: Collection[OrderLineDraft]) -> Matched:
    """Compare a list with what is there, inside the caller's view of the plant; the list is read three times."""
    found, names = Matched(bytearray(len(lines))), _Names(session)
    there = _lines_there(session, {line.order_number for line in lines if line.status != "closed"}, names)
    by_order: dict[str, list[tuple[int, OrderLineDraft]]] = {}
    for number, line in enumerate(lines):
        if line.status != "closed" and line.order_number in there:
            by_order.setdefault(line.order_number, []).append((number, line))
    taken: Counter[Over] = Counter()
    for order, wanted in by_order.items():
        _Order(order, wanted, there[order], names, found).match(taken)
    customers = {order: next(filter(None, (one.customer for one in known)), "") for order, known in there.items()}
    _finish(session, lines, found, customers, _Past(session, names, taken))
    return found


def _finish(
    session: Session, lines: Collection[OrderLineDraft], found: Matched, customers: dict[str, str], past: _Past
) -> None:
    """Find what is over again, and name the customer of every line that comes in."""
    for number, line in enumerate(lines):
        if line.status == "closed" and (waiting := past.awaited(line)):
            found.keep_out(number, error("line_is_awaited", order=line.order_number, line=str(waiting)))
        elif line.status == "closed" and past.has(line):
            found.marks[number] = Mark.KNOWN
        elif line.status == "open" and found.marks[number] != Mark.KEPT_OUT:
            _name_customer(number, line, found, customers)
        if found.marks[number] == Mark.NEW:
            found.drafts += line.status == "open"
            found.history += line.status != "open"


def _name_customer(number: int, line: OrderLineDraft, found: Matched, customers: dict[str, str]) -> None:
    order = line.order_number
    named = customers.setdefault(order, line.customer) if order else line.customer
    if not named and line.customer:
        named = customers[order] = line.customer
    if not named:
        found.keep_out(number, error("order_without_customer", order=order))
    elif line.customer and line.customer != named:
        found.keep_out(number, error("other_customer", order=order, customer=named))
    elif not line.customer:
        found.customers[number] = named


class _Names:
    """Items and stations by name, and what each configured item was chosen from."""

    def __init__(self, session: Session) -> None:
        self._ids = {item.code: item.id for item in session.structure.items.values()}
        self._places = {station.id: station.name for station in session.structure.stations.values()}
        rows = session.database.core.execute(select(configuration)).all()
        self._made: dict[int, tuple[int, str]] = {row.item_id: (row.base_id, row.choices) for row in rows}
        self._picks: dict[str, frozenset[str]] = {}

    def base(self, item_id: int) -> int:
        """The item that this one was chosen from, or itself."""
        return self._made.get(item_id, (item_id, ""))[0]

    def id_of(self, code: str) -> int:
        """The item of this code."""
        return self._ids[code]

    def place(self, station_id: int | None) -> str:
        """The name of a station, empty for none."""
        return self._places.get(station_id or 0, "")

    def chosen(self, item_id: int, options: str) -> Chosen:
        """What a line for this item with these choices is for."""
        base_id, choices = self._made.get(item_id, (item_id, ""))
        return base_id, self._picked(options or choices)

    def _picked(self, text: str) -> frozenset[str]:
        if text not in self._picks:
            self._picks[text] = frozenset(pick.casefold() for pick in choices_in(text) if not pick.endswith("="))
        return self._picks[text]


def _lines_there(session: Session, orders: set[str], names: _Names) -> dict[str, list[LineHere]]:
    """The lines of these orders by number, drafts before others, history last."""
    wanted, found = sorted(orders), dict[str, list[LineHere]]()
    for first in range(0, len(wanted), _ORDERS_AT_ONCE):
        part = wanted[first : first + _ORDERS_AT_ONCE]
        asked = select(order_line).where(order_line.c.order_number.in_(part)).order_by(order_line.c.id)
        for row in session.database.core.execute(asked):
            found.setdefault(row.order_number, []).append(_here(row, names))
    for lines in found.values():
        lines.sort(key=lambda line: (not line.number, line.status != LineStatus.OPEN, line.status not in _LIVE))
    return found


def _here(row: Any, names: _Names) -> LineHere:
    chosen, place = names.chosen(row.item_id, row.options), names.place(row.station_id)
    said = (row.price, row.note, row.priority)
    number, status = row.line_number, LineStatus(row.status)
    return LineHere(row.id, number, status, row.customer, chosen, row.due_on, row.quantity, place, *said)


class _Order:
    """The lines of one order in the list and here."""

    def __init__(
        self,
        order: str,
        wanted: Sequence[tuple[int, OrderLineDraft]],
        there: Sequence[LineHere],
        names: _Names,
        found: Matched,
    ) -> None:
        self._order, self._found, self._names = order, found, names
        self._wanted = dict(wanted)
        self._here = {line.id: line for line in there}
        self._chosen = {number: names.chosen(names.id_of(line.item), line.options) for number, line in wanted}

    def match(self, taken: Counter[Over]) -> None:
        """Mark every line; `taken` counts those here that are spoken for."""
        for number, here in self._pairs():
            taken[self._order, here.chosen[0], here.day, here.quantity] += 1
            self._settle(number, self._wanted.pop(number), here)
            del self._here[here.id]
        left = {line.chosen[0] for line in self._here.values() if line.number and line.status in _LIVE}
        for number, line in self._wanted.items():
            if line.status == "open" and self._chosen[number][0] in left and self._order:
                self._tell(number, warning("one_line_more", order=self._order, item=line.item))

    def _pairs(self) -> Iterator[tuple[int, LineHere]]:
        """Each line of the list with its own here: the surest first."""
        numbered = {line.number: line for line in self._here.values() if line.number and self._order}
        for number, line in list(self._wanted.items()):
            if line.line in numbered:
                yield number, numbered.pop(line.line)
        if not self._order:  # lines without an order have nothing in common but what they say
            yield from self._alike(
                lambda n, line: (*self._content(n, line), line.deliver_from, line.customer),
                lambda here: (*_content(here), here.place, here.customer),
            )
            return
        yield from self._alike(
            lambda n, line: (*self._content(n, line), line.deliver_from), lambda here: (*_content(here), here.place)
        )
        yield from self._alike(self._content, _content)
        for key in (_by_place, _by_choices, _by_item):
            yield from self._alike_by(key)
        yield from self._moved()

    def _moved(self) -> Iterator[tuple[int, LineHere]]:
        """An item that is left once on both sides has another day now."""
        in_list = Counter(self._chosen[number][0] for number, line in self._wanted.items() if not line.line)
        lines_here = [line for line in self._here.values() if line.number and line.status in _LIVE]
        here = Counter(line.chosen[0] for line in lines_here)
        for line in lines_here:
            item_id = line.chosen[0]
            if in_list[item_id] == here[item_id] == 1:
                yield self._only_one_for(item_id), line

    def _only_one_for(self, item_id: int) -> int:
        return next(n for n, line in self._wanted.items() if not line.line and self._chosen[n][0] == item_id)

    def _alike_by(self, key: Callable[[Chosen, str, str], Any]) -> Iterator[tuple[int, LineHere]]:
        """Pairs by what their key takes of item, day and place, where the list has no line numbers."""

        def in_list(number: int, line: OrderLineDraft) -> Any:
            return None if line.line else key(self._chosen[number], line.due_on.isoformat(), line.deliver_from)

        return self._alike(in_list, lambda here: key(here.chosen, here.day, here.place) if here.number else None)

    def _content(self, number: int, line: OrderLineDraft) -> tuple[Any, ...]:
        return self._chosen[number], line.due_on.isoformat(), line.quantity

    def _alike(
        self, key_in_list: Callable[[int, OrderLineDraft], Any], key_here: Callable[[LineHere], Any]
    ) -> Iterator[tuple[int, LineHere]]:
        """Pairs of the lines that are left on both sides with equal keys, in their order."""
        waiting: dict[Any, list[LineHere]] = {}
        for here in reversed(self._here.values()):
            waiting.setdefault(key_here(here), []).append(here)
        for number, line in list(self._wanted.items()):
            key = key_in_list(number, line)
            if key is not None and waiting.get(key):
                yield number, waiting[key].pop()

    def _settle(self, number: int, line: OrderLineDraft, here: LineHere) -> None:
        values = {"order": self._order, "line": str(here.number)}
        if line.status != "open":
            if here.status in _LIVE:
                self._found.keep_out(number, error("line_is_awaited", **values))
            else:
                self._found.marks[number] = Mark.KNOWN
            return
        is_other = self._differs(number, line, here)
        if is_other and here.status is not LineStatus.OPEN:
            is_set = here.status is LineStatus.CONFIRMED
            fault = error("line_is_set", **values) if is_set else error("line_is_done", **values)
            self._found.keep_out(number, fault)
            return
        if is_other or (here.status is LineStatus.OPEN and _has_other_words(line, here)):
            self._found.marks[number] = Mark.CHANGED
            is_same_item = here.chosen == self._chosen[number]
            self._found.changed[number] = here if is_same_item else replace(here, price="")
            return
        self._found.marks[number] = Mark.KNOWN
        if not here.number or here.status is LineStatus.CANCELLED:
            self._tell(number, warning("line_is_history", **values))
        elif line.line and line.line != here.number and self._order:
            self._tell(number, warning("other_line_number", **values))

    def _tell(self, number: int, fault: Fault) -> None:
        self._found.faults.append((number, fault))

    def _differs(self, number: int, line: OrderLineDraft, here: LineHere) -> bool:
        """The list says something else; what it says nothing of is as here."""
        if not here.number:
            return False
        other = self._content(number, line) != _content(here)
        other |= bool(line.deliver_from) and line.deliver_from != here.place
        return other or not _is_same_price(line.price, here.price)


def _content(line: LineHere) -> tuple[Any, ...]:
    return line.chosen, line.day, line.quantity


def _by_place(chosen: Chosen, day: str, place: str) -> tuple[Any, ...]:
    return chosen, day, place


def _by_choices(chosen: Chosen, day: str, _place: str) -> tuple[Any, ...]:
    return chosen, day


def _by_item(chosen: Chosen, day: str, _place: str) -> tuple[Any, ...]:
    return chosen[0], day


def _is_same_price(said: str, here: str) -> bool:
    return not said or (bool(here) and Decimal(said) == Decimal(here))


def _has_other_words(line: OrderLineDraft, here: LineHere) -> bool:
    """Note, priority, or a customer where there was none."""
    if line.note and clean(line.note) != clean(here.note):
        return True
    return line.priority not in (1, here.priority) or bool(line.customer and not here.customer)


class _Past:
    """How often each line that is over is here and not spoken for; read when it is first asked."""

    def __init__(self, session: Session, names: _Names, taken: Mapping[Over, int]) -> None:
        self._session, self._names, self._taken = session, names, taken
        self._there: Counter[Over] | None = None
        self._awaited: dict[Over, list[int]] = {}

    def awaited(self, line: OrderLineDraft) -> int:
        """The number of the line that is not over here though the list says so; 0 where there is none."""
        self._read()
        numbers = self._awaited.get(self._key(line), []) if line.order_number else []
        return numbers[0] if len(numbers) > self._taken.get(self._key(line), 0) else 0

    def has(self, line: OrderLineDraft) -> bool:
        """It is here once more."""
        there, key = self._read(), self._key(line)
        if there[key] <= 0:
            return False
        there[key] -= 1
        return True

    def _key(self, line: OrderLineDraft) -> Over:
        base_id = self._names.base(self._names.id_of(line.item))
        return line.order_number, base_id, line.due_on.isoformat(), line.quantity

    def _read(self) -> Counter[Over]:
        if self._there is None:
            row, base = order_line.c, self._names.base
            asked = select(row.order_number, row.item_id, row.due_on, row.quantity, row.line_number, row.status)
            self._there = Counter()
            for order, item_id, day, count, number, status in self._session.database.core.execute(asked):
                key = (order, base(item_id), day, count)
                self._there[key] += 1
                if number and status in _LIVE:
                    self._awaited.setdefault(key, []).append(number)
            self._there.subtract(self._taken)
        return self._there
