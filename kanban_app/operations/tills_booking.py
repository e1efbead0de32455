"""Booking packed till lines: some thousand a transaction, their marks and their draws together.

A batch that is killed has left nothing; one that is done is done whole. The same lines again find their marks. Between
two batches others get their turn: scans never wait for a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import insert, select

from kanban_app.domain.booking import Booking
from kanban_app.domain.events import Context
from kanban_app.domain.quantities import QuantityError, decimal_from_steps, steps_from_decimal
from kanban_app.domain.till_sales import Movement, book_movement
from kanban_app.operations.booking import clean
from kanban_app.operations.session import Session
from kanban_app.operations.tills_codes import NO_GOODS, TO_BE_CREATED, CodeBook, CodesKept, note_codes
from kanban_app.operations.tills_reading import TillCode, TillRows
from kanban_app.store.database import Database
from kanban_app.store.instants import to_us
from kanban_app.store.planting import next_id
from kanban_app.store.till_statements import MARKS_AT_ONCE, till_statements
from kanban_app.store.till_tables import METADATA, TillFileState
from kanban_app.store.writing import write_booking

BATCH_LINES = 1_000
"""So many lines are booked at a time where cards are drawn: some 0.1 s in which a scan would have to wait."""
MOST_BATCH_LINES = 4_000
"""So many where the books have nothing to draw from, or the lines were booked before: that is as quick."""
_file, _waiting = METADATA.tables["till_file"], METADATA.tables["till_waiting"]

Key = tuple[int, int]
"""The day and the mark of a line."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the lines. `without_loop` of those booked concern items that no loop brings to the shop.

    `pieces` is what was sold less what was put back, in units; `signals` the cards that were emptied.
    """

    booked: int = 0
    refunds: int = 0
    already_booked: int = 0
    unknown: int = 0
    no_goods: int = 0
    without_loop: int = 0
    signals: int = 0
    pieces: Decimal = Decimal(0)

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(getattr(self, name) + getattr(other, name) for name in Counts.__slots__))


@dataclass(frozen=True, slots=True)
class Sale:
    """Who books what where: the shop's id, the file's id and name, the person and the terminal, and what codes mean."""

    station_id: int
    file_id: int
    file_name: str
    person: str = ""
    terminal: str = ""
    codes: CodesKept = field(default_factory=CodesKept)

    def context(self, now: datetime) -> Context:
        """As it stands in the ledger."""
        reason = clean(f"till file {self.file_name}" if self.file_id else f"till code {self.file_name}")
        return Context(now, self.station_id, clean(self.person), clean(self.terminal), reason=reason)


def begin_file(session: Session, rows: TillRows, sale: Sale, now: datetime, state: TillFileState) -> int:
    """A report of its own for this file; answers its id."""
    sold = rows.days_sold
    with session.database.write():
        file_id = next_id(session.database, _file)
        session.database.core.execute(
            insert(_file).values(
                id=file_id,
                name=clean(rows.name),
                station_id=sale.station_id,
                person=clean(sale.person),
                begun_at=to_us(now),
                ended_at=None if state is TillFileState.BOOKING else to_us(now),
                state=state.value,
                line_count=rows.line_count,
                bad=rows.bad_count,
                first_on=sold[0].isoformat() if sold else "",
                last_on=sold[1].isoformat() if sold else "",
            )
        )
    return file_id


def book_batch(
    session: Session, rows: TillRows, span: range, sale: Sale, before: Counts, now: datetime, state: TillFileState
) -> Counts:
    """Book the lines of this span in one transaction, and write the file's report so far: `before` and this batch.

    Answers this batch's counts. The batch of an empty span only gives what earlier sales still wait for. Where all of
    the lines are booked already and more are to come, nothing is written at all.
    """
    if state is TillFileState.BOOKING and (known := _only_known(session, rows, span, sale)):
        return known
    with session.database.write():
        batch = _Batch(session, rows, sale, now)
        batch.take(span)
        counts = batch.write()
        _report(session.database, sale.file_id, rows, before.plus(counts), now, state)
    return counts


def _only_known(session: Session, rows: TillRows, span: range, sale: Sale) -> Counts | None:
    """The counts of a span that was booked before, waits already or is no goods; None where there is more to it."""
    database, keys = session.database, [(rows.days[place], rows.marks[place]) for place in span]
    with database.read():
        booked = known_keys(database, rows, span)
        waits = _keys_in(database, till_statements(database).waiting_of_day, _by_day(set(keys) - booked))
        book = sale.codes.book(session)
    unknown = no_goods = 0
    for place, key in zip(span, keys, strict=True):
        if key not in booked:
            item_id = book.item_of(rows.codes[rows.code_of[place]].code)
            if item_id == NO_GOODS:
                no_goods += 1
            elif item_id is None and key in waits:
                unknown += 1
            else:
                return None
    return Counts(already_booked=len(span) - unknown - no_goods, unknown=unknown, no_goods=no_goods)


def count_batch(session: Session, rows: TillRows, span: range, sale: Sale, seen: set[Key]) -> Counts:
    """What booking these lines would do; nothing is written. `seen` holds the marks of the file so far."""
    with session.database.read():
        batch = _Batch(session, rows, sale, None, seen)
        batch.take(span)
        return batch.counts


def _report(
    database: Database, file_id: int, rows: TillRows, total: Counts, now: datetime, state: TillFileState
) -> None:
    ended_at = None if state is TillFileState.BOOKING else to_us(now)
    counts = (total.booked, total.refunds, total.already_booked, total.unknown, total.no_goods)
    values = (*counts, rows.bad_count, total.without_loop, total.signals, f"{total.pieces:f}")
    database.execute(till_statements(database).update_file, (ended_at, state.value, rows.line_count, *values, file_id))


@dataclass(slots=True)
class _Batch:
    """One span of lines on its way: first sorted by what they are, then written."""

    session: Session
    rows: TillRows
    sale: Sale
    now: datetime | None
    seen: set[Key] = field(default_factory=set)
    counts: Counts = field(default_factory=Counts)
    book: CodeBook = field(init=False)
    lines: list[Key] = field(default_factory=list)
    waits: set[Key] = field(default_factory=set)
    waiting: list[tuple[int, int, str, int, int, str]] = field(default_factory=list)
    movements: dict[int, Movement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = self.sale.codes.book(self.session)

    def take(self, span: range) -> None:
        """Sort the lines of a span: booked before, no goods, unknown, sold, put back."""
        rows, seen = self.rows, self.seen
        seen |= known_keys(self.session.database, rows, span)
        amounts: dict[Key, tuple[int, bool, Decimal]] = {}
        booked = refunds = already = unknown = no_goods = without_loop = 0
        pieces = Decimal(0)
        for place in span:
            key = (rows.days[place], rows.marks[place])
            if key in seen:
                already += 1
                continue
            item_id = self._item_of(rows.code_of[place])
            if item_id is None:
                unknown += 1
                self._wait(place, key)
                continue
            if item_id == NO_GOODS:
                no_goods += 1
                continue
            seen.add(key)
            self.lines.append(key)
            quantity = rows.quantities[rows.quantity_of[place]]
            known = amounts.get((item_id, rows.quantity_of[place]))
            if known is None:
                known = amounts[item_id, rows.quantity_of[place]] = self._steps(item_id, quantity)
            steps, has_loop, counted = known
            pieces += counted
            without_loop += not has_loop
            if steps < 0:
                refunds += 1
            else:
                booked += 1
            if has_loop and item_id != TO_BE_CREATED:
                self._move(item_id, steps)
        self.counts = Counts(booked, refunds, already, unknown, no_goods, without_loop, 0, pieces)

    def _item_of(self, place: int) -> int | None:
        return self.book.item_of(self.rows.codes[place].code)

    def _move(self, item_id: int, steps: int) -> None:
        movement = self.movements.get(item_id)
        if movement is None:
            movement = self.movements[item_id] = Movement()
        movement.add(steps)

    def _steps(self, item_id: int, quantity: Decimal) -> tuple[int, bool, Decimal]:
        """(steps, whether a loop brings the item here by itself, the steps in units). What the unit does not allow was
        refused on reading, unless the item came to be known since; then it is rounded to the nearest step.
        """
        structure = self.session.structure
        if item_id == TO_BE_CREATED:
            return (-1 if quantity < 0 else 1), True, quantity
        decimals = structure.items[item_id].decimals
        try:
            steps = steps_from_decimal(quantity, decimals)
        except QuantityError:
            steps = int(quantity.scaleb(decimals).to_integral_value())
            quantity = decimal_from_steps(steps, decimals)
        return steps, bool(structure.feeding_loops(self.sale.station_id, item_id)), quantity

    def _wait(self, place: int, key: Key) -> None:
        if key not in self.waits:
            self.waits.add(key)
            quantity = self.rows.quantities[self.rows.quantity_of[place]]
            code = self.rows.codes[self.rows.code_of[place]].code
            self.waiting.append((*key, code, self.sale.station_id, self.sale.file_id, f"{quantity:f}"))

    def write(self) -> Counts:
        """Everything into the caller's transaction: draws with their cascades, marks, what is carried, what waits."""
        database = self.session.database
        statements = till_statements(database)
        assert self.now is not None, "a batch that is only counted is not written"
        signals = book_movements(self.session, self.sale.station_id, self.movements, self.sale.context(self.now))
        database.execute_many(statements.insert_line, self.lines)
        if self.waiting:
            self._write_waiting()
        self.counts = replace(self.counts, signals=signals)
        return self.counts

    def _write_waiting(self) -> None:
        database = self.session.database
        there = _keys_in(database, till_statements(database).waiting_of_day, _by_day(row[:2] for row in self.waiting))
        new = [row for row in self.waiting if row[:2] not in there]
        database.execute_many(till_statements(database).insert_waiting, new)
        wanted = {row[2] for row in new}
        notes = ((c.code, c.shown, c.description, c.price) for c in self.rows.codes if c.code in wanted)
        note_codes(database, notes)


# -- marks -------------------------------------------------------------------------------------------------------------


def known_keys(database: Database, rows: TillRows, span: range) -> set[Key]:
    """Those lines of a span that are booked already."""
    days = _by_day((rows.days[place], rows.marks[place]) for place in span)
    return _keys_in(database, till_statements(database).marks_of_day, days)


def _by_day(keys: Iterable[Key]) -> dict[int, list[int]]:
    days: dict[int, list[int]] = {}
    for day, mark in keys:
        days.setdefault(day, []).append(mark)
    return days


def _keys_in(database: Database, statement: str, days: Mapping[int, Sequence[int]]) -> set[Key]:
    found: set[Key] = set()
    for day, marks in days.items():
        for start in range(0, len(marks), MARKS_AT_ONCE):
            asked = marks[start : start + MARKS_AT_ONCE]
            filled = (*asked, *([asked[-1]] * (MARKS_AT_ONCE - len(asked))))
            found.update((day, row[0]) for row in database.fetch_all(statement, (day, *filled)))
    return found


# -- cards -------------------------------------------------------------------------------------------------------------


def book_movements(session: Session, station_id: int, movements: Mapping[int, Movement], context: Context) -> int:
    """Draw what was sold at a shop from its cards, inside the caller's transaction; answers the cards emptied.

    Items that were sold while the books had none get theirs first, as far as cards have come full since. Each item is
    a booking of its own: its cascade stays within its own loops, and a long file costs no more a line than a short one.
    """
    database, statements = session.database, till_statements(session.database)
    head = session.head()
    carried = {int(row[0]): int(row[1]) for row in database.fetch_all(statements.carried, (station_id,))}
    stock = {int(row[0]): int(row[1]) for row in database.fetch_all(statements.stock_by_loop)}
    stocked = {session.structure.loops[loop_id].item_id for loop_id in stock}
    owed = {item_id: Movement() for item_id, steps in carried.items() if steps < 0 and item_id in stocked}
    seq, last_hash, signals = head.last_seq + 1, head.last_hash, 0
    after: dict[int, int] = {}
    for item_id, movement in {**owed, **movements}.items():
        loops = session.structure.feeding_loops(station_id, item_id)
        held = sum(stock.get(loop.id, 0) for loop in loops)
        if not loops or (not held and not movement.net):
            continue
        booking = Booking(session.structure, session.cards(), session.plant.rules, context, seq)
        drawn = book_movement(booking, loops, movement, carried.get(item_id, 0), held)
        if booking.events:
            last_hash = write_booking(database, booking, last_hash)
            seq = booking.next_seq
        signals += drawn.signals
        after[item_id] = drawn.carried
    _write_carried(database, station_id, carried, after)
    return signals


def _write_carried(database: Database, station_id: int, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    statements = till_statements(database)
    changed = [(steps, station_id, item_id) for item_id, steps in after.items() if steps != before.get(item_id, steps)]
    new = [(station_id, item_id, steps) for item_id, steps in after.items() if steps and item_id not in before]
    database.execute_many(statements.update_carried, changed)
    database.execute_many(statements.insert_carried, new)


# -- lines that waited -------------------------------------------------------------------------------------------------


def book_waiting(session: Session, code: str, person: str, terminal: str, now: datetime) -> tuple[Counts, bool]:
    """Book some of the waiting lines of a code that means something by now, in one transaction.

    Answers what became of them and whether there are more. Of a code that is no goods they only leave the list. `code`
    is folded.
    """
    database = session.database
    with database.write():
        wanted = select(_waiting).where(_waiting.c.code == code).order_by(_waiting.c.station_id, _waiting.c.day)
        found = database.core.execute(wanted.limit(BATCH_LINES)).all()
        total = Counts()
        for station_id in dict.fromkeys(row.station_id for row in found):
            rows = TillRows("")
            rows.codes.append(TillCode(code, code))
            for row in (row for row in found if row.station_id == station_id):
                rows.days.append(row.day)
                rows.marks.append(row.mark)
                rows.code_of.append(0)
                rows.quantity_of.append(len(rows.quantities))
                rows.quantities.append(Decimal(row.quantity))
            batch = _Batch(session, rows, Sale(station_id, 0, code, person, terminal), now)
            batch.take(range(len(rows)))
            total = total.plus(batch.write())
        drop = till_statements(database).drop_waiting
        database.execute_many(drop, [] if total.unknown else [(row.day, row.mark) for row in found])
    return total, len(found) == BATCH_LINES and not total.unknown
