"""A small plant that tests of the store, the operations and the commands share: pegs become racks, racks are sold.

supplier --peg--> bench --rack--> store --rack--> shop
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.stations import StationKind
from kanban_app.operations.booking import book_action, book_scan
from kanban_app.operations.commands import Do, Scan
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.session import Session
from kanban_app.store.database import Database
from kanban_app.store.reading import read_cards
from kanban_app.store.tables import METADATA

SUPPLIER, BENCH, STORE, SHOP = 1, 2, 3, 4
PEGS, RACKS, SOLD = 1, 2, 3
STATIONS = (
    StationDraft("supplier", StationKind.SUPPLIER),
    StationDraft("bench", StationKind.WORKSTATION),
    StationDraft("store", StationKind.STORE),
    StationDraft("shop", StationKind.STORE),
)


def draft(*, sold_cards: int = 4, made_cards: int = 4, print_rule: PrintRule = PrintRule.LIST) -> PlantDraft:
    """Four pegs make a rack; 8 pegs, 2 racks and 1 rack are the containers."""
    return PlantDraft(
        stations=STATIONS,
        items=(ItemDraft("peg"), ItemDraft("rack")),
        bom=(BomLineDraft("rack", "peg", Fraction(4)),),
        loops=(
            LoopDraft("peg", "supplier", "bench", 8, 4, print_rule=print_rule),
            LoopDraft("rack", "bench", "store", 2, made_cards, print_rule=print_rule),
            LoopDraft("rack", "store", "shop", 1, sold_cards, print_rule=print_rule),
        ),
    )


def plant_it(session: Session, now: datetime, plan: PlantDraft | None = None, start: Start = Start.FULL) -> None:
    """Book the small plant, with its cards full unless said otherwise."""
    book_draft(session, draft() if plan is None else plan, start, now)


def cards_of(database: Database, loop_id: int) -> list[Card]:
    """The cards of a loop by number."""
    found = [card for card in read_cards(database) if card.loop_id == loop_id]
    return sorted(found, key=lambda card: card.number)


def do(session: Session, now: datetime, action: Action, *cards: Card, **fields: object) -> list[Outcome]:
    """One action on these cards."""
    command = Do(action, tuple(card.code for card in cards), **fields)  # type: ignore[arg-type] # fields of Do
    return book_action(session, command, now)


def scan(session: Session, now: datetime, card: Card, station_id: int, scan_id: str, **fields: object) -> Outcome:
    """One scan."""
    return book_scan(session, Scan(card.code, station_id, scan_id, **fields), now)  # type: ignore[arg-type]


def live(session: Session, now: datetime, rounds: int = 2) -> datetime:
    """Sell, fetch and make racks for some rounds, every scan ten minutes after the one before; tells the last time."""
    for turn in range(rounds):
        for station, loop_id in ((SHOP, SOLD), (STORE, SOLD), (SHOP, SOLD), (BENCH, RACKS), (BENCH, RACKS)):
            for card in cards_of(session.database, loop_id)[:2]:
                now += timedelta(minutes=10)
                scan(session, now, card, station, f"{turn}-{station}-{card.code}-{now:%d%H%M}")
    return now


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, in an order of their own, for comparing."""
    with database.read():
        return {
            name: sorted(map(tuple, database.fetch_all(f'SELECT * FROM "{name}"')), key=repr)
            for name in sorted(METADATA.tables)
        }


def answers(outcomes: Sequence[Outcome]) -> list[Answer]:
    """Only the answers."""
    return [outcome.answer for outcome in outcomes]
