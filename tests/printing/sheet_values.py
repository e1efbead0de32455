"""Sheets to print in the tests: one of every kind, with the furniture plant's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kanban_app.domain.board import Bands, Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.paper_sheets import (
    BoardLoop,
    BoardStation,
    Content,
    HandOver,
    Label,
    MadeLine,
    NetworkDown,
    Sheet,
    SheetCard,
    SheetKind,
    SheetNeed,
    SheetNote,
    Slot,
    StationCards,
    StationForms,
    StationShift,
)
from kanban_app.domain.stations import StationKind
from tests.printing.paper_cards import code

READ_AT = datetime(2027, 1, 4, 9, 42, tzinfo=UTC)
LEG = SheetCard(
    code=code(1),
    item_code="chair leg",
    item_description="Saw chair leg",
    quantity=8,
    pieces=0,
    decimals=0,
    unit="pcs",
    number=3,
    card_count=6,
    order_reference="",
    container_type="grey box 600 × 400 mm",
    source_name="saw",
    source_location="out rack S2",
    consumer_name="assembly line",
    consumer_location="rack A1",
    state=CardState.RELEASED,
    zone=Zone.RED,
    marks=(Mark.LATE, Mark.URGENT),
    since_at=READ_AT - timedelta(hours=5),
    wanted_at=READ_AT + timedelta(days=1),
    needs=(SheetNeed("wooden beam", 8, 3, 0, "pcs", READ_AT + timedelta(hours=3)),),
)


def sheet_card(serial: int = 1, /, **changes: Any) -> SheetCard:
    """The chair leg's card with these changes and the code of this serial number."""
    return replace(LEG, code=code(serial), **changes)


def cards(count: int, **changes: Any) -> tuple[SheetCard, ...]:
    """So many cards, each with a code and a number of its own."""
    zones = list(Zone)
    made = (sheet_card(n, number=n, card_count=count, zone=zones[n % 3], **changes) for n in range(1, count + 1))
    return tuple(made)


def station(waiting: tuple[SheetCard, ...], working: tuple[SheetCard, ...] = (), name: str = "saw") -> StationCards:
    return StationCards(name, "factory", StationKind.WORKSTATION, waiting, working)


def sheet(kind: SheetKind, content: Content, **changes: Any) -> Sheet:
    return replace(Sheet(kind, "furniture factory", "en", READ_AT, content), **changes)


def list_of(count: int, kind: SheetKind = SheetKind.QUEUE, **changes: Any) -> Sheet:
    """A list of so many cards of one station."""
    return sheet(kind, (station(cards(count, **changes)),))


def board(loop_count: int) -> tuple[BoardStation, ...]:
    """Stations of three loops each."""
    states = (CardState.EMPTY, CardState.RELEASED, CardState.IN_PROCESS, CardState.IN_TRANSIT, CardState.IN_USE)
    slots = tuple(Slot(n + 1, state, Mark.LATE if n == 1 else None) for n, state in enumerate(states))
    full = tuple(Slot(n, CardState.FULL, None) for n in range(6, 13))
    loops = [
        BoardLoop(f"item {n}", f"saw {n // 3}", "line", Zone.YELLOW, Bands(1, 6, 5), (*slots, *full), n, 0, "pcs", None)
        for n in range(loop_count)
    ]
    return tuple(BoardStation(f"saw {n // 3}", tuple(loops[n : n + 3])) for n in range(0, loop_count, 3))


def hand_over(troubled: tuple[SheetCard, ...]) -> Sheet:
    note = SheetNote(READ_AT - timedelta(hours=3), "Åsa", "the saw blade is new")
    call = SheetNote(READ_AT - timedelta(minutes=10), "Kim", "box 4 leaks")
    made = (MadeLine("chair leg", "assembly line", 3, 24, 0, "pcs"),)
    shift = StationShift("saw", "factory", (note,), call, troubled, made, 4, 1)
    quiet = StationShift("store", "", (), None, (), (), 0, 0)
    return sheet(SheetKind.HAND_OVER, HandOver(READ_AT - timedelta(hours=8), (shift, quiet)))


def network_down(count: int) -> Sheet:
    leaving = cards(count)
    arriving = tuple(sheet_card(n, state=CardState.FULL) for n in range(count + 1, 2 * count + 1))
    forms = StationForms("saw", "factory", leaving, leaving, arriving)
    return sheet(SheetKind.NETWORK_DOWN, NetworkDown(board(6), (forms,)))


LABELS = (
    Label("saw", "factory", "saw"),
    Label("assembly line", "", "assembly line"),
    Label("Lackboxen på Östra", "", "Lackboxen på Östra"),
)
BADGES = (Label("Åsa Lind", "supervisor", "B-17"), Label("Kim", "operator", "00042"))


def one_of_each() -> dict[SheetKind, Sheet]:
    """A small one of every kind."""
    return {
        SheetKind.PULL_SHEET: list_of(5, SheetKind.PULL_SHEET),
        SheetKind.PICK_LIST: list_of(5, SheetKind.PICK_LIST),
        SheetKind.QUEUE: sheet(SheetKind.QUEUE, (station(cards(3), (sheet_card(9, needs=()),)),)),
        SheetKind.HAND_OVER: hand_over(cards(3)),
        SheetKind.LOCATION_LABELS: sheet(SheetKind.LOCATION_LABELS, LABELS),
        SheetKind.BADGES: sheet(SheetKind.BADGES, BADGES),
        SheetKind.POSTER: sheet(SheetKind.POSTER, board(9)),
        SheetKind.NETWORK_DOWN: network_down(4),
    }
