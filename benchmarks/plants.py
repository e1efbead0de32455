"""Plants to measure on: as many cards and as long a ledger as wanted, valid to the last hash.

A plant is made of groups of seven loops: a product that a line makes from six bought parts, one container of each to
one container of the product. Starting a product's card so empties six other cards: a cascade of seven.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.ledger import FIELDS, entry_hash
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.stations import StationKind
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.plants import open_session
from kanban_app.operations.session import Session
from kanban_app.store import sqlite
from kanban_app.store.instants import to_us
from kanban_app.store.plant_file import create_plant
from kanban_app.store.writing import stored

BEGAN_AT = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
PARTS = 6
PER_CONTAINER = 10
_CARDS_A_LOOP = 10
_GROUPS_A_LINE = 10
_REMEMBERED_SCANS = 20_000
_CYCLE_STEPS = 3


@dataclass(frozen=True, slots=True)
class Names:
    """Who is where in a group."""

    group: int

    @property
    def line(self) -> str:
        """The workstation that makes the group's product."""
        return f"line {self.group // _GROUPS_A_LINE + 1}"

    @property
    def supplier(self) -> str:
        """Where its parts come from."""
        return f"supplier {self.group // _GROUPS_A_LINE + 1}"

    @property
    def product(self) -> str:
        """What is made."""
        return f"P{self.group:05}"

    def part(self, number: int) -> str:
        """What it is made from."""
        return f"P{self.group:05}-{number}"


def draft(card_count: int, print_rule: PrintRule = PrintRule.LIST) -> PlantDraft:
    """A plant with exactly that many cards, about ten in a loop."""
    groups = [Names(group) for group in range(max(1, round(card_count / _CARDS_A_LOOP / (PARTS + 1))))]
    ends = [end for names in groups for end in _loop_ends(names)]
    each, more = divmod(card_count, len(ends))
    loops = tuple(
        LoopDraft(*end, PER_CONTAINER, each + (place < more), print_rule=print_rule) for place, end in enumerate(ends)
    )
    kinds = {"shop": StationKind.STORE}
    for names in groups:
        kinds |= {names.line: StationKind.WORKSTATION, names.supplier: StationKind.SUPPLIER}
    items = [code for names in groups for code in (names.product, *map(names.part, range(PARTS)))]
    return PlantDraft(
        stations=tuple(StationDraft(name, kind) for name, kind in kinds.items()),
        items=tuple(ItemDraft(code, f"description of {code}") for code in items),
        bom=tuple(
            BomLineDraft(names.product, names.part(number), Fraction(1)) for names in groups for number in range(PARTS)
        ),
        loops=loops,
    )


def _loop_ends(names: Names) -> list[tuple[str, str, str]]:
    """(item, source, consumer) of the group's seven loops."""
    parts = [(names.part(number), names.supplier, names.line) for number in range(PARTS)]
    return [(names.product, names.line, "shop"), *parts]


def make_plant(path: Path, card_count: int, entry_count: int = 0, print_rule: PrintRule = PrintRule.LIST) -> None:
    """A plant file with every card full, and a ledger of at least that many entries (the first fill is one a card)."""
    create_plant(path, f"{card_count} cards", BEGAN_AT, code_offset=12345)
    with closing_session(path) as session:
        book_draft(session, draft(card_count, print_rule), Start.FULL, BEGAN_AT)
    if entry_count > card_count:
        with closing(sqlite.connect(path)) as connection:
            _grow_ledger(connection, entry_count)


class closing_session:  # noqa: N801 - used like a statement
    """A plant opened as the program does, closed at the end."""

    def __init__(self, path: Path) -> None:
        self._session = open_session(path)

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, *_: object) -> None:
        self._session.database.close()


def copies(path: Path, *names: str) -> list[Path]:
    """Copies of a closed plant beside it."""
    return [Path(shutil.copyfile(path, path.with_name(f"{name}.kanban"))) for name in names]


def last_instant(session: Session) -> datetime:
    """The instant of the newest entry; whoever books later goes on from there."""
    row = session.database.fetch_one("SELECT max(recorded_at) FROM event")
    return datetime.fromtimestamp((row[0] if row else 0) / 1e6, UTC) + timedelta(hours=1)


# -- a long ledger ----------------------------------------------------------------------------------------------------


def _grow_ledger(connection: Any, entry_count: int) -> None:
    """Bought cards go round (emptied, ordered, received) until the ledger is long enough, by raw SQL.

    Safety is off while the file is nobody's plant yet; what is written keeps every invariant of the audit.
    """
    for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF", "ignore_check_constraints=ON"):
        connection.execute(f"PRAGMA {pragma}")
    rounds = _Rounds(connection, entry_count)
    connection.execute("BEGIN")
    marks = ", ".join("?" * len(FIELDS))
    statement = f"INSERT INTO event ({', '.join(FIELDS)}) VALUES ({marks})"
    connection.executemany(statement, rounds.entries())
    connection.executemany("INSERT INTO signal VALUES (?, ?, ?, ?, ?, ?)", rounds.signals())
    connection.executemany(
        "UPDATE card SET cycle = ?, since_at = ?, full_at = ?, signal_at = ?, due_at = ?, last_event = ?, "
        "print_reason = 'released' WHERE id = ?",
        rounds.cards(),
    )
    connection.executemany("INSERT INTO request VALUES (?, ?, ?, ?, ?, ?, '')", rounds.requests())
    connection.execute("COMMIT")


class _Rounds:
    """Each bought card in turn is emptied and ordered at one instant, and received at the next."""

    def __init__(self, connection: Any, entry_count: int) -> None:
        row = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        self.first_seq, self.hash = row[0] + 1, row[1]
        found = connection.execute(
            "SELECT card.id, loop.item_id, loop.lead_time_minutes, loop.consumer_id, card.last_event FROM card "
            "JOIN loop ON loop.id = card.loop_id WHERE loop.kind = 'supplier' ORDER BY card.number, card.id"
        ).fetchall()
        self.bought = [tuple(row[:4]) for row in found]
        self.previous = [row[4] for row in found]
        self.lead_us = int(found[0][2]) * 60_000_000
        self.trip_count = max(0, -(-(entry_count - row[0]) // _CYCLE_STEPS))
        self.began_us = to_us(BEGAN_AT + timedelta(days=1))
        # A plant of this size books a scan every 20 seconds; a million entries are some five months.
        self.trip_us = 40_000_000

    def entries(self) -> Iterator[tuple[object, ...]]:
        """The ledger's rows, hashed one onto the other."""
        last_hash, seq = self.hash, self.first_seq
        previous = self.previous
        for trip in range(self.trip_count):
            place, cycle = trip % len(self.bought), trip // len(self.bought) + 1
            card_id, item_id, _lead, station = self.bought[place]
            at = self.began_us + trip * self.trip_us
            back, scan = at + self.trip_us // 2, f"{trip:032x}"
            full = PER_CONTAINER
            for entry in (
                (seq, at, "consume", card_id, item_id, cycle, "full", "empty", full, 0, 0,
                 0, previous[place], 0, station, "", "bench", "", scan),
                (seq + 1, at, "release", card_id, item_id, cycle, "empty", "released", full, 0, 0,
                 seq, seq, 0, station, "", "bench", "", scan),
                (seq + 2, back, "receive", card_id, item_id, cycle + 1, "released", "full", full, full, 0,
                 0, seq + 1, 0, station, "", "bench", "", f"b{trip:031x}"),
            ):  # fmt: skip
                last_hash = entry_hash(entry, last_hash)
                yield (*stored(entry), last_hash)
            previous[place] = seq + 2
            seq += _CYCLE_STEPS

    def signals(self) -> Iterator[tuple[object, ...]]:
        """One closed signal a trip."""
        for trip in range(self.trip_count):
            card_id = self.bought[trip % len(self.bought)][0]
            at = self.began_us + trip * self.trip_us
            cycle = trip // len(self.bought) + 1
            yield card_id, cycle, at, at, at + self.lead_us, at + self.trip_us // 2

    def cards(self) -> Iterator[tuple[object, ...]]:
        """Where each card stands after its last trip."""
        for place in range(min(self.trip_count, len(self.bought))):
            trips = (self.trip_count - place - 1) // len(self.bought)
            last = trips * len(self.bought) + place
            at = self.began_us + last * self.trip_us
            back = at + self.trip_us // 2
            yield trips + 2, back, back, at, at + self.lead_us, self.previous[place], self.bought[place][0]

    def requests(self) -> Iterator[tuple[object, ...]]:
        """The scans of the last days, as many as the program would still remember."""
        for trip in range(max(0, self.trip_count - _REMEMBERED_SCANS), self.trip_count):
            seq = self.first_seq + trip * _CYCLE_STEPS
            at = self.began_us + trip * self.trip_us
            card_id = self.bought[trip % len(self.bought)][0]
            yield f"{trip:032x}", at, seq, seq + 1, "consume", card_id
            yield f"b{trip:031x}", at + self.trip_us // 2, seq + 2, seq + 2, "receive", card_id
