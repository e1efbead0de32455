"""A furniture plant for window tests: made through the shop, with the state that the approved pictures show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.changes import Outcome
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.stations import StationKind
from kanban_app.operations.plants import new_plant
from kanban_app.operations.shop import Shop
from tests.clock import Clock

MORNING = datetime(2027, 1, 4, 10, 42, tzinfo=UTC)

STATIONS = (
    StationDraft("wood supplier", StationKind.SUPPLIER),
    StationDraft("cushion supplier", StationKind.SUPPLIER),
    StationDraft("screw supplier", StationKind.SUPPLIER),
    StationDraft("saw", StationKind.WORKSTATION, "factory"),
    StationDraft("grinder", StationKind.WORKSTATION, "factory"),
    StationDraft("assembly line", StationKind.WORKSTATION, "factory"),
    StationDraft("factory store", StationKind.STORE, "factory"),
    StationDraft("shop 1", StationKind.STORE, "town"),
)
ITEMS = (
    "wooden beam",
    "wooden panel",
    "chair leg",
    "table leg",
    "polished wooden panel",
    "cushion",
    "screws",
    "chair",
    "round table",
    "square table",
)
BOM = (
    ("chair", "chair leg", 4),
    ("chair", "cushion", 1),
    ("chair", "screws", 4),
    ("round table", "table leg", 4),
    ("round table", "polished wooden panel", 1),
    ("square table", "table leg", 4),
    ("square table", "polished wooden panel", 1),
    ("chair leg", "wooden beam", 1),
    ("table leg", "wooden beam", 1),
    ("polished wooden panel", "wooden panel", 1),
)
DAY = 24 * 60


def _loop(
    item: str, source: str, consumer: str, quantity: int, count: int, lead: int, place: str = "", **more: object
) -> LoopDraft:
    return LoopDraft(
        item,
        source,
        consumer,
        quantity,
        count,
        lead_time_minutes=lead,
        consumer_location=place,
        print_rule=PrintRule.LIST,
        **more,  # type: ignore[arg-type]
    )


LOOPS = (
    _loop("wooden beam", "wood supplier", "saw", 10, 6, 4 * DAY),
    _loop("wooden panel", "wood supplier", "grinder", 50, 4, 4 * DAY),
    _loop("cushion", "cushion supplier", "assembly line", 40, 7, 14 * DAY, "shelf C"),
    _loop("screws", "screw supplier", "assembly line", 3000, 2, DAY, "shelf D"),
    _loop("chair leg", "saw", "assembly line", 8, 6, DAY, "rack A1"),
    _loop("table leg", "saw", "assembly line", 8, 8, DAY, "rack A2", lot_cards=2),
    _loop("polished wooden panel", "grinder", "assembly line", 4, 6, 4 * 60, "rack B"),
    _loop("chair", "assembly line", "factory store", 5, 8, 5 * 60, "aisle 1"),
    _loop("round table", "assembly line", "factory store", 5, 6, 5 * 60, "aisle 2"),
    _loop("square table", "assembly line", "factory store", 5, 4, 6 * 60, "aisle 3"),
    _loop("chair", "factory store", "shop 1", 4, 3, 2 * DAY, "left wall"),
    _loop("round table", "factory store", "shop 1", 2, 3, 2 * DAY, "window"),
)
DRAFT = PlantDraft(
    STATIONS,
    tuple(ItemDraft(code) for code in ITEMS),
    tuple(BomLineDraft(parent, component, Fraction(count)) for parent, component, count in BOM),
    LOOPS,
)


class Factory:
    """A shop with hands that book for it; every call waits for its result."""

    def __init__(self, folder: Path, *, start: Start = Start.FULL, draft: PlantDraft = DRAFT) -> None:
        self.clock = Clock(MORNING - timedelta(days=5))
        self.path = new_plant(folder / "factory", "furniture factory", now=self.clock())
        self.shop = Shop(self.path, terminal="test", clock=self.clock)
        self.shop.book_draft(draft, start, "Maria").result()

    def station(self, name: str) -> int:
        return next(station.id for station in self.shop.structure.stations.values() if station.name == name)

    def loop(self, item: str, consumer: str) -> int:
        structure = self.shop.structure
        return next(
            loop.id
            for loop in structure.loops.values()
            if structure.items[loop.item_id].code == item and structure.stations[loop.consumer_id].name == consumer
        )

    def cards(self, item: str, consumer: str, *states: CardState) -> list[Card]:
        row = self.shop.board().result().row(self.loop(item, consumer))
        found = sorted(row.cards, key=lambda card: card.number)
        return [card for card in found if not states or card.state in states]

    def card(self, item: str, consumer: str, number: int) -> Card:
        return next(card for card in self.cards(item, consumer) if card.number == number)

    def do(
        self, action: Action, cards: Sequence[Card], at: str = "", quantity: int | None = None, reason: str = ""
    ) -> list[Outcome]:
        return self.shop.do(
            action,
            [card.code for card in cards],
            station_id=self.station(at) if at else None,
            quantity=quantity,
            reason=reason,
            person="Anna Lind",
        ).result()

    def close(self) -> None:
        self.shop.close()


def lived_in(factory: Factory) -> Factory:
    """Bring a full plant to the morning of the pictures: legs taken, panels out, a queue at the assembly line."""
    clock, store, line = factory.clock, "factory store", "assembly line"

    def some(item: str, consumer: str, *numbers: int) -> list[Card]:
        return [factory.card(item, consumer, number) for number in numbers]

    clock.now = MORNING - timedelta(days=3)
    factory.do(Action.CONSUME, some("cushion", line, 2, 3, 4, 5, 6, 7))
    factory.do(Action.DISPATCH, some("cushion", line, 2, 3, 4, 5, 6))
    factory.do(Action.CONSUME, some("screws", line, 2))
    factory.do(Action.DISPATCH, some("screws", line, 2))
    factory.do(Action.DRAW, some("screws", line, 1), quantity=2500)
    factory.do(Action.CONSUME, some("polished wooden panel", line, 1, 2, 3, 4, 5, 6))
    clock.now = MORNING - timedelta(hours=26)
    factory.do(Action.START, some("polished wooden panel", line, 1, 2, 4))
    factory.do(Action.DISPATCH, some("polished wooden panel", line, 2))
    factory.do(Action.URGENT, some("polished wooden panel", line, 3))
    factory.do(Action.CONSUME, some("table leg", line, 7, 8))
    factory.do(Action.START, some("table leg", line, 7, 8))
    factory.do(Action.DISPATCH, some("table leg", line, 7))
    factory.do(Action.CONSUME, some("table leg", line, 6))
    clock.now = MORNING - timedelta(hours=4)
    factory.do(Action.CONSUME, some("chair leg", line, 5, 6), at=line)
    factory.do(Action.START, some("chair leg", line, 5))
    factory.do(Action.DRAW, some("chair leg", line, 1), quantity=2)
    factory.do(Action.CONSUME, some("round table", store, 2))
    factory.do(Action.URGENT, some("round table", store, 2))
    clock.now = MORNING - timedelta(minutes=90)
    factory.do(Action.CONSUME, some("chair", store, 4, 5, 7, 8))
    clock.now = MORNING - timedelta(minutes=20)
    factory.do(Action.CONSUME, some("square table", store, 1))
    clock.now = MORNING
    return factory
