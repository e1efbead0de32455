"""The card walk: where every card should hang, and what a person who went to look has found.

A card that stands full or is in use hangs on its container at the consumer's place. One that waits for its lot, is
ordered or is being made is the source's order and hangs at the source. On its way it may be at either end, so it is
missed nowhere; so is what a supplier has, whom nobody walks to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kanban_app.domain.board import is_stale
from kanban_app.domain.cards import HOLDING, Card, CardState
from kanban_app.domain.loops import Loop
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure

_AT_SOURCE = frozenset({CardState.EMPTY, CardState.RELEASED, CardState.IN_PROCESS})
_NOWHERE = frozenset({CardState.NEW, CardState.RETIRED})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One stop of the walk: a station and a rack, shelf or wall in it ("" for the station itself)."""

    station_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A paper that was seen at a place. `fits` says whether the books had its card there at that moment.

    `state` and `event` are the card's state and newest entry then; `old_paper` says that the person read an older
    revision on it than the newest one printed. `is_taken_back` crosses out an earlier sighting of the card there.
    """

    card_id: int
    place: Place
    at: datetime
    fits: bool
    state: CardState
    event: int
    old_paper: bool = False
    is_taken_back: bool = False


class Kind(StrEnum):
    """What can be wrong with a card, in the order in which it is shown."""

    MISSING = "missing"
    FOREIGN = "foreign"
    DUPLICATE = "duplicate"
    STALE = "stale"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Finding:
    """One card that is not as it should be: where it was seen, and where it belongs now (none: nowhere)."""

    kind: Kind
    card: Card
    seen_at: tuple[Place, ...]
    belongs_to: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of the route with the cards that the books have there."""

    place: Place
    cards: tuple[Card, ...]


@dataclass(slots=True)
class Walk:
    """One walk: since when, at which stations (none named: all), what was seen, where the person is through.

    `counted` is what was counted in a container, in steps, and the card's newest entry at that moment.
    """

    began_at: datetime
    station_ids: frozenset[int] = frozenset()
    sightings: list[Sighting] = field(default_factory=list)
    done: set[Place] = field(default_factory=set)
    counted: dict[int, tuple[int, int]] = field(default_factory=dict)

    def see(self, sighting: Sighting) -> None:
        """Take down a sighting; one that is taken back crosses out those of the same paper there."""
        same = (sighting.card_id, sighting.place, sighting.old_paper)
        self.sightings = [s for s in self.sightings if (s.card_id, s.place, s.old_paper) != same]
        if not sighting.is_taken_back:
            self.sightings.append(sighting)

    def count(self, card_id: int, left: int | None, event: int) -> None:
        """Take down what was counted in a container; None takes the count away."""
        if left is None:
            self.counted.pop(card_id, None)
        else:
            self.counted[card_id] = (left, event)


def home_places(loop: Loop, structure: Structure) -> tuple[Place, Place]:
    """The places of a loop's cards: at its source and at its consumer."""
    source, consumer = structure.stations[loop.source_id], structure.stations[loop.consumer_id]
    return (
        Place(source.id, loop.source_location or source.location),
        Place(consumer.id, loop.consumer_location or consumer.location),
    )


def places_of(card: Card, structure: Structure) -> tuple[Place, ...]:
    """Where the card may hang as it stands in the books; the first is where it should. Empty: nowhere."""
    loop = structure.loops[card.loop_id]
    source, consumer = home_places(loop, structure)
    if card.state in _NOWHERE:
        return ()
    if card.state in HOLDING:
        return (consumer,)
    if card.state is CardState.IN_TRANSIT or structure.stations[loop.source_id].kind is StationKind.SUPPLIER:
        return (source, consumer)
    return (source,)


def is_expected(card: Card, structure: Structure) -> bool:
    """Whether the card must be found at its place: not on its way, not with a supplier, in the loop."""
    if card.state in HOLDING:
        return True
    supplied = structure.stations[structure.loops[card.loop_id].source_id].kind is StationKind.SUPPLIER
    return card.state in _AT_SOURCE and not supplied


def route(cards: Iterable[Card], structure: Structure, station_ids: frozenset[int] = frozenset()) -> list[Stop]:
    """The stops in the order in which one walks: with the goods from station to station, then by place.

    Every place that a card of these stations could hang at is one, so that what should not be there is found too.
    """
    stops: dict[Place, list[Card]] = {}
    for loop in structure.loops_in_sight():
        for place in home_places(loop, structure):
            if structure.stations[place.station_id].kind is not StationKind.SUPPLIER:
                stops.setdefault(place, [])
    for card in cards:
        if is_expected(card, structure):
            stops[places_of(card, structure)[0]].append(card)
    rank = {station_id: place for place, station_id in enumerate(structure.flow_order())}
    wanted = [place for place in stops if not station_ids or place.station_id in station_ids]
    wanted.sort(key=lambda place: (rank[place.station_id], _natural(place.name)))
    return [Stop(place, tuple(sorted(stops[place], key=_by_item(structure)))) for place in wanted]


def _by_item(structure: Structure) -> Callable[[Card], tuple[str, int, bool, int]]:
    """Cards of one item together, by number; extra cards after them."""

    def order(card: Card) -> tuple[str, int, bool, int]:
        item = structure.item_of(structure.loops[card.loop_id])
        return (item.code.casefold(), card.loop_id, card.single_use, card.number)

    return order


def _natural(text: str) -> list[tuple[bool, int, str]]:
    """Rack 2 before rack 10."""
    parts = re.findall(r"\d+|\D+", text.casefold())
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def sighting_of(card: Card, place: Place, at: datetime, structure: Structure, *, old_paper: bool = False) -> Sighting:
    """What is taken down when a card's paper is seen at a place."""
    return Sighting(card.id, place, at, place in places_of(card, structure), card.state, card.last_event, old_paper)


def findings(walk: Walk, stops: Sequence[Stop], cards: Mapping[int, Card], structure: Structure) -> list[Finding]:
    """What is not as it should be, by kind, then in the order of the route.

    A card is missing when its place is done, nobody saw it anywhere and nothing was booked on it since the walk began
    (what was just booked was in somebody's hands). A card can be of several kinds.
    """
    seen: dict[int, list[Sighting]] = {}
    for sighting in walk.sightings:
        seen.setdefault(sighting.card_id, []).append(sighting)
    missing = [
        Finding(Kind.MISSING, card, (), (stop.place,))
        for stop in stops
        if stop.place in walk.done
        for card in stop.cards
        if card.id not in seen and card.since_at <= walk.began_at
    ]
    found = [
        finding for card_id, of_card in seen.items() for finding in _of_card(cards.get(card_id), of_card, structure)
    ]
    order = list(Kind)
    return missing + sorted(found, key=lambda finding: order.index(finding.kind))


def _of_card(card: Card | None, seen: Sequence[Sighting], structure: Structure) -> list[Finding]:
    if card is None:
        return []
    at = tuple(dict.fromkeys(sighting.place for sighting in seen))
    belongs = places_of(card, structure)
    kinds: list[Kind] = []
    if any(not sighting.fits and sighting.state is not CardState.RETIRED for sighting in seen):
        kinds.append(Kind.FOREIGN)
    if len(seen) > 1:
        kinds.append(Kind.DUPLICATE)
    if any(sighting.old_paper for sighting in seen) or is_stale(card, structure.loops[card.loop_id]):
        kinds.append(Kind.STALE)
    if card.state is CardState.RETIRED and any(sighting.state is CardState.RETIRED for sighting in seen):
        kinds.append(Kind.RETIRED)
    return [Finding(kind, card, at, belongs) for kind in kinds]


@dataclass(frozen=True, slots=True)
class Correction:
    """A container that was counted when `event` was its card's newest entry; `left` steps were in it."""

    card: Card
    left: int
    event: int

    @property
    def less(self) -> int:
        """Steps fewer than the books have; negative where more was counted."""
        return self.card.quantity - self.left


def corrections(walk: Walk, cards: Mapping[int, Card]) -> list[Correction]:
    """The counts that differ from the books, of cards that nothing was booked on since."""
    found = []
    for card_id, (left, event) in walk.counted.items():
        card = cards.get(card_id)
        if card is not None and card.last_event == event and card.state in HOLDING and card.quantity != left:
            found.append(Correction(card, left, event))
    return found
