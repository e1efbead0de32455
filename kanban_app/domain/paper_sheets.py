"""What the plant's other papers say, as values: lists of cards, hand-over, labels, poster, the pack for a dead network.

Quantities are whole steps with the `decimals` of their `unit`; instants are UTC. How it looks is printing's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kanban_app.domain.board import Bands, Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.stations import StationKind


class SheetKind(StrEnum):
    """The papers there are besides cards; the values are their names on the command line."""

    PULL_SHEET = "pull-sheet"
    PICK_LIST = "pick-list"
    QUEUE = "queue"
    HAND_OVER = "hand-over"
    LOCATION_LABELS = "location-labels"
    BADGES = "badges"
    POSTER = "poster"
    NETWORK_DOWN = "network-down"


STATIONS_OF: dict[SheetKind, frozenset[StationKind]] = {
    SheetKind.PULL_SHEET: frozenset({StationKind.SUPPLIER}),
    SheetKind.PICK_LIST: frozenset({StationKind.STORE}),
    SheetKind.QUEUE: frozenset({StationKind.WORKSTATION}),
    SheetKind.HAND_OVER: frozenset({StationKind.WORKSTATION, StationKind.STORE}),
    SheetKind.LOCATION_LABELS: frozenset(StationKind),
    SheetKind.NETWORK_DOWN: frozenset({StationKind.WORKSTATION, StationKind.STORE}),
}
"""For which kinds of station a paper can be made; a kind that is not here is of the whole plant."""

SHIFT_HOURS = 8
"""How far back a hand-over looks unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class SheetWish:
    """Which paper is asked for. `station_id` None is every station that the paper is made for; `person` is for badges.

    `hours` (1 to 168) is how far back a hand-over counts what was made.
    """

    kind: SheetKind
    station_id: int | None = None
    person: str = ""
    hours: int = SHIFT_HOURS


@dataclass(frozen=True, slots=True)
class SheetNeed:
    """One input of a card that waits: what one container takes, and what is here."""

    item_code: str
    needed: int
    here: int
    decimals: int
    unit: str
    coming_at: datetime | None

    @property
    def is_here(self) -> bool:
        """The books cover it."""
        return self.here >= self.needed


@dataclass(frozen=True, slots=True)
class SheetCard:
    """One card as a list shows it. `quantity` is what its container is to hold; `card_count` 0 for a single-use card.

    `pieces` is what is in it now.
    """

    code: str
    item_code: str
    item_description: str
    quantity: int
    pieces: int
    decimals: int
    unit: str
    number: int
    card_count: int
    order_reference: str
    container_type: str
    source_name: str
    source_location: str
    consumer_name: str
    consumer_location: str
    state: CardState
    zone: Zone
    marks: tuple[Mark, ...]
    since_at: datetime
    wanted_at: datetime | None
    needs: tuple[SheetNeed, ...] = ()

    @property
    def missing(self) -> tuple[SheetNeed, ...]:
        """The inputs that are not all here."""
        return tuple(need for need in self.needs if not need.is_here)


@dataclass(frozen=True, slots=True)
class StationCards:
    """The cards of one source, the most urgent first, and what it is working on, the longest first."""

    name: str
    location: str
    kind: StationKind
    waiting: tuple[SheetCard, ...]
    working: tuple[SheetCard, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetNote:
    """A note left at a station, or why it calls for help."""

    at: datetime
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class MadeLine:
    """What left a station within the shift: containers and steps of one item to one place."""

    item_code: str
    consumer_name: str
    containers: int
    quantity: int
    decimals: int
    unit: str


@dataclass(frozen=True, slots=True)
class StationShift:
    """What one station hands over. `help_call` is None where nobody calls."""

    name: str
    location: str
    notes: tuple[SheetNote, ...]
    help_call: SheetNote | None
    troubled: tuple[SheetCard, ...]
    made: tuple[MadeLine, ...]
    waiting_count: int
    working_count: int


@dataclass(frozen=True, slots=True)
class Label:
    """One label: a large name, a smaller line, and the text of its code."""

    name: str
    detail: str
    code: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One card on the poster."""

    number: int
    state: CardState
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class BoardLoop:
    """One loop as the board shows it; `here` is what stands at its consumer, in steps."""

    item_code: str
    source_name: str
    consumer_name: str
    zone: Zone
    bands: Bands
    slots: tuple[Slot, ...]
    here: int
    decimals: int
    unit: str
    oldest_signal_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoardStation:
    """The loops that one source must act for."""

    name: str
    loops: tuple[BoardLoop, ...]


@dataclass(frozen=True, slots=True)
class StationForms:
    """One station while the network is down: what it makes next, and every card that it may move."""

    name: str
    location: str
    next_cards: tuple[SheetCard, ...]
    leaving: tuple[SheetCard, ...]
    arriving: tuple[SheetCard, ...]


@dataclass(frozen=True, slots=True)
class NetworkDown:
    """The pack: the board as it was, and the forms of every station."""

    board: tuple[BoardStation, ...]
    stations: tuple[StationForms, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """The shift of every station since an instant."""

    since_at: datetime
    stations: tuple[StationShift, ...]


Content = tuple[StationCards, ...] | HandOver | tuple[Label, ...] | tuple[BoardStation, ...] | NetworkDown


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper, read in one moment. `language` is the plant's."""

    kind: SheetKind
    plant_name: str
    language: str
    read_at: datetime
    content: Content

    def is_empty(self) -> bool:
        """Nothing is on it that a person could do."""
        content = self.content
        if isinstance(content, HandOver | NetworkDown):
            return not content.stations
        return not any(_has_rows(part) for part in content)

    def codes(self) -> tuple[str, ...]:
        """Every code on it, in order, each once."""
        return tuple(dict.fromkeys(_codes(self.content)))


def _has_rows(part: StationCards | Label | BoardStation) -> bool:
    if isinstance(part, StationCards):
        return bool(part.waiting or part.working)
    return bool(part.loops) if isinstance(part, BoardStation) else True


def _codes(content: Content) -> list[str]:
    if isinstance(content, HandOver):
        return [card.code for station in content.stations for card in station.troubled]
    if isinstance(content, NetworkDown):
        return [card.code for forms in content.stations for card in (*forms.leaving, *forms.arriving)]
    found: list[str] = []
    for part in content:
        if isinstance(part, StationCards):
            found += [card.code for card in (*part.working, *part.waiting)]
        elif isinstance(part, Label):
            found.append(part.code)
    return found
