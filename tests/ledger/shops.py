"""A small plant in a real database, worked through the same operations as the program's terminals use."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.stations import StationKind
from kanban_app.operations.booking import book_action, book_scan
from kanban_app.operations.changing import change_loop, issue_card
from kanban_app.operations.commands import Do, Scan
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.session import Session
from tests.clock import Clock

# Racks of four pegs; bolts are bought in lots of two.
RACKS = PlantDraft(
    stations=(
        StationDraft("supplier", StationKind.SUPPLIER),
        StationDraft("bench", StationKind.WORKSTATION),
        StationDraft("shop", StationKind.STORE),
        StationDraft("yard", StationKind.STORE),
    ),
    items=(ItemDraft("peg"), ItemDraft("rack"), ItemDraft("bolt")),
    bom=(BomLineDraft("rack", "peg", Fraction(4)),),
    loops=(
        LoopDraft("peg", "supplier", "bench", 8, 2),
        LoopDraft("rack", "bench", "shop", 2, 3),
        LoopDraft("bolt", "supplier", "yard", 50, 3, lot_cards=2),
    ),
)


class Floor:
    """One terminal. Cards are called by item and number, stations by name."""

    def __init__(
        self, session: Session, clock: Clock, draft: PlantDraft | None = RACKS, start: Start = Start.FULL
    ) -> None:
        self.session = session
        self.clock = clock
        self._scans = 0
        if draft is not None:
            book_draft(session, draft, start, clock())

    def station(self, name: str) -> int:
        """The id of a station."""
        return next(station.id for station in self.session.structure.stations.values() if station.name == name)

    def loop(self, item: str) -> int:
        """The id of the loop of an item."""
        structure = self.session.structure
        return next(loop.id for loop in structure.loops.values() if structure.item_of(loop).code == item)

    def card(self, name: str) -> Card:
        """The card as it stands in the database, the newest one that carries the number."""
        item, number = name.rsplit(" ", 1)
        rows = self.session.database.fetch_all(
            f"SELECT id FROM card WHERE loop_id = {self.loop(item)} AND number = {int(number)} "
            f"AND single_use = {'TRUE' if number.startswith('+') else 'FALSE'} "
            "ORDER BY state <> 'retired', id"
        )
        return self.session.cards().card(rows[-1][0])

    def do(self, action: str, name: str, quantity: int | None = None, at: str = "", **values: Any) -> Outcome:
        """One action on one card; `name` may be a code."""
        code = self.card(name).code if " " in name else name
        station_id = self.station(at) if at else None
        command = Do(Action(action), (code,), quantity, station_id=station_id, terminal="T1", **values)
        return book_action(self.session, command, self.clock())[0]

    def done(self, action: str, name: str, quantity: int | None = None, **values: Any) -> Outcome:
        """As `do`; it must have been booked."""
        outcome = self.do(action, name, quantity, **{"reason": "because", **values})
        assert outcome.answer is Answer.DONE, outcome.code
        return outcome

    def scan(self, name: str, at: str, scan_id: str = "", **values: Any) -> Outcome:
        """One scan at a station; `name` may be whatever the scanner read."""
        self._scans += 1
        is_card = name.rsplit(" ", 1)[-1].removeprefix("+").isdigit() and " " in name
        text = self.card(name).code if is_card else name
        command = Scan(text, self.station(at), scan_id or f"T1-{self._scans}", terminal="T1", **values)
        return book_scan(self.session, command, self.clock())

    def change(self, item: str, **values: object) -> None:
        """Change the loop of an item."""
        change_loop(self.session, self.loop(item), values, self.clock())

    def issue(self, item: str, quantity: int, order: str) -> Outcome:
        """A single-use card."""
        return issue_card(self.session, self.loop(item), quantity, order, "", "", "T1", self.clock())


def a_day(floor: Floor) -> None:
    """A little of everything: a cascade, a lot, a scan, a shortage, a revert, a replacement, a retirement."""
    steps: list[tuple[str, str, int | None]] = [
        ("consume", "rack 1", None),
        ("start", "rack 1", None),
        ("dispatch", "rack 1", None),
        ("receive", "rack 1", None),
        ("draw", "rack 2", 1),
        ("hold", "rack 2", None),
        ("resume", "rack 2", None),
        ("consume", "rack 3", None),
        ("start", "rack 3", None),
        ("revert", "rack 3", None),
        ("replace", "peg 2", None),
        ("consume", "bolt 1", None),
        ("consume", "bolt 2", None),
        ("urgent", "bolt 2", None),
        ("retire", "bolt 3", None),
    ]
    for action, name, quantity in steps:
        floor.clock.tick(seconds=20)
        floor.done(action, name, quantity, person="ann")
    floor.clock.tick(seconds=20)
    floor.scan("rack 3", at="bench", person="bo")
    floor.issue("bolt", 7, order="S-1")


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables that bookings write, for comparing before and after."""
    tables = {"card": "id", "event": "seq", "signal": "card_id, cycle", "loop": "id", "plant": "id"}
    return {
        table: [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]
        for table, order in tables.items()
        for rows in [session.database.fetch_all(f"SELECT * FROM {table} ORDER BY {order}")]
    }
