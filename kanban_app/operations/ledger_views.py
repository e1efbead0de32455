"""The ledger for people: newest first, filtered, a page at a time; and what one entry caused.

The ledger has no index but its key (`store.tables.EventRow`), so a page looks through a bounded stretch of it and says
where it stopped: ten million entries are never read because somebody scrolls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, or_, select

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.cascade_tree import in_tree
from kanban_app.domain.events import CardEvent, Context
from kanban_app.domain.reverting import cascade_of, root_of
from kanban_app.operations.looking import HistoryLine, cards_by_id, find_card, history_line
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us, to_us
from kanban_app.store.reading import event_from_row
from kanban_app.store.tables import METADATA

_card, _event = METADATA.tables["card"], METADATA.tables["event"]

PAGE = 100
# So many entries are looked through in one go: some 20 ms, and then whoever waits for the reader has a turn.
STRETCH = 20_000
# A clock that was set puts entries of one day among those of the next; so much further is looked for them.
CLOCK_MARGIN = timedelta(days=1)
LEAST_OF_A_CODE = 3


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which entries are wanted; what is not said lets everything through.

    `text` is a card's whole code, or a part of a code, an item's name or a reason. `station_id` finds what was booked
    there and what happened to cards that come from there or go there. `from_at` is included, `until_at` is not.
    """

    text: str = ""
    item_id: int | None = None
    station_id: int | None = None
    person: str = ""
    action: Action | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    only_roots: bool = False


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Entries, newest first, and before which number the next page begins; 0 when there is none.

    `last_seq` is the newest entry of the ledger.
    """

    lines: tuple[HistoryLine, ...]
    next_before: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class CascadeLine:
    """One entry of a cascade and how deep it stands below its root."""

    line: HistoryLine
    depth: int


def read_page(
    session: Session, wanted: LedgerFilter, before_seq: int | None = None, size: int = PAGE, stretch: int = STRETCH
) -> LedgerPage:
    """The next entries before a number (None: from the newest on), `size` at most, from at most `stretch` entries.

    A page may be empty and yet have a next one: nothing was found in that stretch.
    """
    with session.database.read():
        last_seq = session.head().last_seq
        before = _begin(session, wanted, last_seq) if before_seq is None else before_seq
        card = find_card(session, wanted.text) if wanted.text else None
        if card is not None:
            events, next_before = _of_card(session, card, wanted, before, size, stretch)
        else:
            events, next_before = _of_stretch(session, wanted, before, size, stretch)
        cards = cards_by_id(session, {event.card_id for event in events})
        lines = tuple(history_line(session, event, cards[event.card_id]) for event in events)
        return LedgerPage(lines, next_before, last_seq)


def _begin(session: Session, wanted: LedgerFilter, last_seq: int) -> int:
    if wanted.until_at is None:
        return last_seq + 1
    return seq_at(session, wanted.until_at + CLOCK_MARGIN) + 1


def _of_stretch(
    session: Session, wanted: LedgerFilter, before: int, size: int, stretch: int
) -> tuple[list[CardEvent], int]:
    lowest = max(1, before - stretch)
    passes = _Words(session, wanted)
    # Only what words are looked for in: most entries of a stretch are not wanted, and whole ones cost four times.
    asked = select(_event.c.seq, _event.c.card_id, _event.c.item_id, _event.c.person, _event.c.reason)
    asked = asked.where(_event.c.seq < before, _event.c.seq >= lowest, *_conditions(session, wanted))
    rows = session.database.core.execute(asked.order_by(_event.c.seq.desc()))
    fitting = (row[0] for row in rows if passes(*row[1:]))
    found = _whole_entries(session, list(islice(fitting, size)))
    rows.close()
    next_before = found[-1].seq if len(found) == size else lowest
    if next_before <= 1 or _is_too_old(session, wanted, next_before):
        return found, 0
    return found, next_before


def _whole_entries(session: Session, seqs: Sequence[int]) -> list[CardEvent]:
    """These entries, in their order: newest first."""
    found: list[CardEvent] = []
    for start in range(0, len(seqs), 500):  # databases limit the parameters of one statement
        asked = select(*_event.columns).where(_event.c.seq.in_(seqs[start : start + 500]))
        found += (event_from_row(row) for row in session.database.core.execute(asked.order_by(_event.c.seq.desc())))
    return found


def _is_too_old(session: Session, wanted: LedgerFilter, seq: int) -> bool:
    if wanted.from_at is None:
        return False
    return _recorded_at(session, seq) < wanted.from_at - CLOCK_MARGIN


def _of_card(
    session: Session, card: Card, wanted: LedgerFilter, before: int, size: int, stretch: int
) -> tuple[list[CardEvent], int]:
    """Along the card's chain: what other cards did is not even looked at."""
    found: list[CardEvent] = []
    for looked, event in enumerate(_chain(session, card, before), start=1):
        if _fits(session, event, card, wanted):
            found.append(event)
        if len(found) == size or looked == stretch:
            return found, event.previous + 1 if event.previous else 0
    return found, 0


def _chain(session: Session, card: Card, before: int) -> Iterator[CardEvent]:
    cards = session.cards()
    seq = card.last_event
    if seq >= before:
        # A page ends at an entry of this card, so that the next one need not walk the whole chain again.
        newest = cards.event(before - 1) if before > 1 else None
        seq = newest.seq if newest is not None and newest.card_id == card.id else seq
    while seq:
        event = cards.event(seq)
        if seq < before:
            yield event
        seq = event.previous


def _fits(session: Session, event: CardEvent, card: Card, wanted: LedgerFilter) -> bool:
    loop = session.structure.loops[card.loop_id]
    return (
        wanted.item_id in (None, event.item_id)
        and wanted.station_id in (None, event.station_id, loop.source_id, loop.consumer_id)
        and wanted.action in (None, event.action)
        and (not wanted.only_roots or event.cause is None)
        and (wanted.from_at is None or event.recorded_at >= wanted.from_at)
        and (wanted.until_at is None or event.recorded_at < wanted.until_at)
        and _folded(wanted.person) in _folded(event.person)
    )


def _conditions(session: Session, wanted: LedgerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.item_id is not None:
        found.append(_event.c.item_id == wanted.item_id)
    if wanted.action is not None:
        found.append(_event.c.action == wanted.action.value)
    if wanted.only_roots:
        found.append(_event.c.cause.is_(None))
    if wanted.from_at is not None:
        found.append(_event.c.recorded_at >= to_us(wanted.from_at))
    if wanted.until_at is not None:
        found.append(_event.c.recorded_at < to_us(wanted.until_at))
    if wanted.station_id is not None:
        ends, begins = session.structure.loops_at(wanted.station_id)
        of_loops = select(_card.c.id).where(_card.c.loop_id.in_([loop.id for loop in (*ends, *begins)]))
        found.append(or_(_event.c.station_id == wanted.station_id, _event.c.card_id.in_(of_loops)))
    return found


class _Words:
    """What a database can't compare alike everywhere: parts of texts, whatever their capitals."""

    def __init__(self, session: Session, wanted: LedgerFilter) -> None:
        self._person, self._text = _folded(wanted.person), _folded(wanted.text)
        self._items: set[int] = set()
        self._cards: set[int] = set()
        if self._text:
            items = session.structure.items.values()
            self._items = {item.id for item in items if self._text in _folded(item.code)}
            self._cards = _cards_with(session, self._text)

    def __call__(self, card_id: int, item_id: int, person: str, reason: str) -> bool:
        if self._person and self._person not in _folded(person):
            return False
        if not self._text or card_id in self._cards or item_id in self._items:
            return True
        return bool(reason) and self._text in _folded(reason)


def _cards_with(session: Session, folded: str) -> set[int]:
    part = "".join(character for character in folded if character.isalnum()).upper()
    if len(part) < LEAST_OF_A_CODE:
        return set()
    rows = session.database.core.execute(select(_card.c.id).where(_card.c.code.contains(part, autoescape=True)))
    return {row[0] for row in rows}


def day_begins(text: str, later: int = 0) -> datetime:
    """When a day written as 2027-01-31, or one so many days later, begins here. Raises ValueError for anything else."""
    day = date.fromisoformat(text.strip()) + timedelta(days=later)
    return datetime(day.year, day.month, day.day).astimezone()  # a day of the local calendar


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def read_cascade(session: Session, seq: int) -> list[CascadeLine]:
    """Everything that the command of this entry did, as a tree from its root. Raises KeyError for no such entry."""
    with session.database.read():
        session.head()
        source = session.cards()
        # `reverting` finds cascades for a booking; nothing is booked by this one.
        context = Context(datetime.min.replace(tzinfo=UTC))
        looking = Booking(session.structure, source, session.plant.rules, context, 0)
        cascade = cascade_of(looking, root_of(looking, source.event(seq)))
        cards = cards_by_id(session, {event.card_id for event in cascade})
        return [
            CascadeLine(history_line(session, event, cards[event.card_id]), depth) for event, depth in in_tree(cascade)
        ]


@dataclass(frozen=True, slots=True)
class LedgerSpan:
    """From when to when the ledger tells, and its newest entry; all empty where nothing happened yet."""

    first_at: datetime | None
    last_at: datetime | None
    last_seq: int


def read_span(session: Session) -> LedgerSpan:
    """How far back the ledger reaches."""
    with session.database.read():
        last_seq = session.head().last_seq
        if not last_seq:
            return LedgerSpan(None, None, 0)
        return LedgerSpan(_recorded_at(session, 1), _recorded_at(session, last_seq), last_seq)


def seq_at(session: Session, at: datetime) -> int:
    """The newest entry not younger than an instant, 0 before the first; found by halving, for times grow with numbers.

    Where a clock was set back they do not; the answer is then one of the places where the time passes `at`.
    """
    low, high = 0, session.head().last_seq
    while low < high:
        middle = (low + high + 1) // 2
        if _recorded_at(session, middle) <= at:
            low = middle
        else:
            high = middle - 1
    return low


def _recorded_at(session: Session, seq: int) -> datetime:
    found = session.database.core.execute(select(_event.c.recorded_at).where(_event.c.seq == seq)).scalar_one()
    return from_us(found)
