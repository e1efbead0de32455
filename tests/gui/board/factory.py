"""A small furniture factory of domain objects: 21 loops in every state, mark and zone, at a fixed moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kanban_app.domain.board import Board
from kanban_app.domain.cards import CALLING, Card, CardState
from kanban_app.domain.codes import code_of
from kanban_app.domain.items import Item
from kanban_app.domain.loops import KIND_OF_SOURCE, Loop, LoopKind
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure

NOW = datetime(2027, 1, 4, 9, 42, tzinfo=UTC)

_S, _W, _P = StationKind.STORE, StationKind.WORKSTATION, StationKind.SUPPLIER
STATIONS = [
    ("wood supplier", _P),
    ("cushion supplier", _P),
    ("screw supplier", _P),
    ("saw", _W),
    ("grinder", _W),
    ("assembly line", _W),
    ("varnish", _W),
    ("factory", _S),
    ("warehouse", _S),
    ("shop 1", _S),
    ("shop 2", _S),
]

# item, source, consumer, pieces, lot, safety, lead time in hours, cards: letters as on the board, then marks
# (! urgent, ~ late, = on hold, ^ short at source, ? maybe lost, o single-use)
LOOPS: list[tuple[str, str, str, int, int, int, int, str]] = [
    ("wooden panel", "wood supplier", "grinder", 50, 8, 1, 100, "E E E E E E E F F F"),
    ("wooden beam", "wood supplier", "saw", 10, 3, 1, 168, "T~ T~ R R F F"),
    ("cushion", "cushion supplier", "assembly line", 40, 4, 1, 336, "T T T T T F F"),
    ("screws", "screw supplier", "assembly line", 3000, 1, 1, 24, "T U"),
    ("chair leg", "saw", "assembly line", 8, 3, 1, 24, "P R U F F F"),
    ("table leg", "saw", "assembly line", 8, 4, 2, 24, "T P E F F F F F"),
    ("polished wooden panel", "grinder", "assembly line", 4, 2, 2, 24, "T P~ P R! R R"),
    ("chair", "assembly line", "factory", 5, 3, 2, 24, "P R R R R^ F F F"),
    ("round table", "assembly line", "factory", 5, 2, 2, 48, "R! R F F F F"),
    ("square table", "assembly line", "factory", 5, 1, 1, 24, "R^ R F F"),
    ("varnished chair", "varnish", "factory", 5, 1, 0, 48, "R!o Ro Po"),
    ("chair", "factory", "varnish", 5, 1, 1, 8, "R U"),
    ("chair", "factory", "warehouse", 10, 3, 0, 96, "E E F F"),
    ("round table", "factory", "warehouse", 10, 3, 0, 24, "R R R^ F"),
    ("square table", "factory", "warehouse", 10, 3, 0, 48, "E E F F="),
    ("chair", "warehouse", "shop 1", 4, 1, 1, 24, "R R F"),
    ("round table", "warehouse", "shop 1", 2, 1, 1, 24, "R R! U"),
    ("square table", "warehouse", "shop 1", 2, 1, 1, 36, "T R U"),
    ("chair", "warehouse", "shop 2", 4, 1, 1, 24, "T U F"),
    ("round table", "warehouse", "shop 2", 2, 1, 1, 24, "R F F?"),
    ("square table", "warehouse", "shop 2", 2, 1, 1, 24, "R F F"),
]

_STATES = {
    "N": CardState.NEW,
    "F": CardState.FULL,
    "U": CardState.IN_USE,
    "E": CardState.EMPTY,
    "R": CardState.RELEASED,
    "P": CardState.IN_PROCESS,
    "T": CardState.IN_TRANSIT,
    "X": CardState.RETIRED,
}


def structure(loops: Iterable[tuple[str, str, str, int, int, int, int, str]] = LOOPS) -> Structure:
    """Stations, items and loops."""
    stations = {name: Station(place, name, kind) for place, (name, kind) in enumerate(STATIONS, start=1)}
    items: dict[str, Item] = {}
    made = []
    for place, (item, source, consumer, pieces, lot, safety, hours, cards) in enumerate(loops, start=1):
        items.setdefault(item, Item(len(items) + 1, item))
        made.append(
            Loop(
                id=place,
                item_id=items[item].id,
                source_id=stations[source].id,
                consumer_id=stations[consumer].id,
                kind=KIND_OF_SOURCE[stations[source].kind],
                container_quantity=pieces,
                card_count=len(cards.split()),
                lot_cards=lot,
                safety_cards=safety,
                lead_time_minutes=hours * 60,
                consumer_location="rack B" if item == "polished wooden panel" else "",
            )
        )
    return Structure(stations.values(), items.values(), (), made)


def cards(loops: Iterable[tuple[str, str, str, int, int, int, int, str]] = LOOPS) -> list[Card]:
    """The cards of these loops, numbered so that emptied ones come first."""
    made: list[Card] = []
    for loop_id, (_item, _source, _consumer, pieces, _lot, _safety, hours, row) in enumerate(loops, start=1):
        for number, text in enumerate(row.split(), start=1):
            made.append(_card(len(made) + 1, loop_id, number, text, pieces, hours))
    return made


def _card(card_id: int, loop_id: int, number: int, text: str, pieces: int, hours: int) -> Card:
    state = _STATES[text[0]]
    calls = state in CALLING
    late = "~" in text
    signal_at = NOW - timedelta(hours=hours * 2 if late else hours / 4, minutes=-number) if calls else None
    if "?" in text:
        since = NOW - timedelta(days=60)
    else:
        since = signal_at or NOW - timedelta(hours=hours, minutes=-number)
    quantity = {CardState.FULL: pieces, CardState.IN_USE: max(1, pieces * 3 // 4)}.get(state, 0)
    return Card(
        id=card_id,
        code=code_of(card_id, 77),
        loop_id=loop_id,
        number=number,
        state=state,
        quantity=quantity,
        container_quantity=pieces,
        cycle=3,
        since_at=since,
        full_at=None if calls else since,
        signal_at=signal_at,
        due_at=signal_at + timedelta(hours=hours) if signal_at else None,
        on_hold="=" in text,
        urgent="!" in text,
        short_at_source="^" in text,
        single_use="o" in text,
        order_reference=str(11 + number) if "o" in text else "",
        last_event=card_id,
    )


def maybe_lost() -> frozenset[int]:
    """The cards that the factory marks as maybe lost."""
    texts = [text for *_rest, row in LOOPS for text in row.split()]
    return frozenset(card_id for card_id, text in enumerate(texts, start=1) if "?" in text)


def board() -> Board:
    """The whole factory."""
    return Board(structure(), cards())


def many(loop_count: int, cards_per_loop: int) -> Board:
    """A large plant: every loop from the first supplier to the saw, each with its own item."""
    row = " ".join(["R", "P", "T", "E"] + ["F"] * (cards_per_loop - 4))
    loops = [(f"part {place}", "wood supplier", "saw", 10, 2, 2, 24, row) for place in range(loop_count)]
    return Board(structure(loops), cards(loops))


def changed(card: Card, **values: object) -> Card:
    """The card after one more event."""
    return replace(card, last_event=card.last_event + 100_000, **values)  # type: ignore[arg-type]


__all__ = ["LOOPS", "NOW", "LoopKind", "board", "cards", "changed", "many", "maybe_lost", "structure"]
