"""Which way every item takes through a plant: from what an ERP lists to pairs of source and consuming
station.

The lists say who makes, buys and moves an item, not which loops there are. This module decides the ways;
`proposing` puts the numbers on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kanban_app.domain.demand import History
from kanban_app.domain.draft import StationDraft
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.moves import circles, moves_by_item
from kanban_app.domain.stations import StationKind
from kanban_app.domain.supply_lists import PlantFacts, RoutingRow, SupplierRow, TransferRow


@dataclass(frozen=True, slots=True)
class Way:
    """One item from one source to one consumer, with what its row said.

    `rule` is the code of why it ends where it ends, `users` the workstations that rule looked at. `rank` is 1 for
    what is asked first; a way of a later rank stands by. `share_of` is the number of ways of this rank where they are
    several and take turns, else zero. `minutes_per_unit` and `fixed_minutes` are of production, `lead_time_minutes`
    of the others.
    """

    item: str
    source: str
    consumer: str
    kind: LoopKind
    rule: str
    users: tuple[str, ...] = ()
    priority: int = 1
    lead_time_minutes: int | None = None
    minutes_per_unit: Fraction | None = None
    fixed_minutes: Fraction | None = None
    minimum: int = 0
    multiple: int = 0
    in_house: bool = False
    rank: int = 1
    share_of: int = 0

    @property
    def stands_by(self) -> bool:
        """Another way of this item to this consumer is asked first."""
        return self.rank > 1


@dataclass(slots=True)
class _Places:
    """The stations by what they do, and the store of each location."""

    kinds: Mapping[str, StationKind]
    served_from: Mapping[str, str]
    store_at: Mapping[str, str]

    @classmethod
    def of(cls, stations: Iterable[StationDraft]) -> _Places:
        every = tuple(stations)
        stores = [station for station in every if station.kind is StationKind.STORE]
        store_at = {station.location: station.name for station in reversed(stores) if station.location}
        store_at |= {station.name: station.name for station in stores}
        return cls(
            {station.name: station.kind for station in every},
            {station.name: station.served_from for station in every},
            store_at,
        )


@dataclass(slots=True)
class _ItemFlow:
    """What is known of one item: who makes, buys, moves and uses it."""

    item: str
    routing: list[RoutingRow] = field(default_factory=list)
    suppliers: list[SupplierRow] = field(default_factory=list)
    transfers: list[TransferRow] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    stocked_at: list[str] = field(default_factory=list)
    sold_at: list[str] = field(default_factory=list)

    @property
    def is_sold(self) -> bool:
        return bool(self.sold_at or self.transfers)


def ways_of(facts: PlantFacts, history: History) -> list[Way]:
    """All ways of all items, each with its rank among the ways of that item to the same consumer.

    A part that exactly one workstation uses goes straight there; one that several use, or that is sold
    (ordered by customers, or moved by a transfer row), goes to the store of its source's location and is
    withdrawn from there by every workstation that uses it.
    """
    places = _Places.of(facts.stations)
    found: dict[tuple[str, str, str], Way] = {}
    for flow in _flows(facts, history).values():
        for way in _ways_of_item(flow, places):
            found.setdefault((way.item, way.source, way.consumer), way)
    return _ranked(found.values())


def _flows(facts: PlantFacts, history: History) -> dict[str, _ItemFlow]:
    flows = {item.code: _ItemFlow(item.code) for item in facts.items}

    def flow(item: str) -> _ItemFlow:
        return flows.setdefault(item, _ItemFlow(item))

    for routing in facts.routing:
        flow(routing.item).routing.append(routing)
    for supplier in facts.suppliers:
        flow(supplier.item).suppliers.append(supplier)
    moves = moves_by_item(facts, history)
    closing = {id(row) for row, _ in circles(moves)}
    for move in moves:
        if id(move) not in closing:
            flow(move.item).transfers.append(move)
    for line in facts.bom:
        users = flow(line.component).users
        users.extend(row.workstation for row in flow(line.parent).routing if row.workstation not in users)
    for stock in facts.stock:
        flow(stock.item).stocked_at.append(stock.place)
    for item, place in sorted(history.sold_at):
        flow(item).sold_at.append(place)
    return flows


def _ways_of_item(flow: _ItemFlow, places: _Places) -> Iterator[Way]:
    fed = _users_by_store(flow, places)
    for routing in sorted(flow.routing, key=lambda row: row.priority):
        consumer, rule, users = _end_of(flow, routing.location, fed, places, routing.workstation)
        if consumer:
            yield Way(
                flow.item,
                routing.workstation,
                consumer,
                LoopKind.PRODUCTION,
                rule,
                users,
                routing.priority,
                minutes_per_unit=routing.minutes_per_unit,
                fixed_minutes=routing.fixed_minutes,
                minimum=routing.minimum,
                multiple=routing.multiple,
            )
    for offer in sorted(flow.suppliers, key=lambda row: row.priority):
        consumer, rule, users = _end_of(flow, offer.delivered_to, fed, places, offer.supplier)
        if consumer:
            yield Way(
                flow.item,
                offer.supplier,
                consumer,
                LoopKind.SUPPLIER,
                rule,
                users,
                offer.priority,
                offer.lead_time_minutes,
                minimum=offer.minimum,
                multiple=offer.multiple,
            )
    yield from _transfers(flow, places)
    yield from _withdrawals(flow, fed, places)


def _transfers(flow: _ItemFlow, places: _Places) -> Iterator[Way]:
    for row in sorted(flow.transfers, key=lambda row: row.priority):
        if places.kinds.get(row.source) is StationKind.STORE:
            yield Way(
                flow.item,
                row.source,
                row.destination,
                LoopKind.WITHDRAWAL,
                "as_transferred",
                (),
                row.priority,
                row.lead_time_minutes,
                minimum=row.minimum,
                multiple=row.multiple,
            )


def _withdrawals(flow: _ItemFlow, fed: Mapping[str, list[str]], places: _Places) -> Iterator[Way]:
    moved_to = {row.destination for row in flow.transfers}
    for store, users in fed.items():
        if store and (flow.is_sold or len(users) > 1):
            for workstation in users:
                in_house = places.served_from.get(workstation) == store
                if workstation not in moved_to:
                    yield Way(flow.item, store, workstation, LoopKind.WITHDRAWAL, "withdrawn", in_house=in_house)


def _users_by_store(flow: _ItemFlow, places: _Places) -> dict[str, list[str]]:
    """The workstations that use an item by the store they get it from: their own, else where it first
    arrives.
    """
    made = [(row.priority, row.location) for row in flow.routing]
    bought = [(row.priority, row.delivered_to) for row in flow.suppliers]
    locations = [location for _, location in sorted(made + bought, key=lambda pair: pair[0])]
    arrivals = [_store_for(flow, location, places) for location in locations if location not in flow.users]
    served = set(locations)
    arrivals += [row.destination for row in flow.transfers]
    stores = list(dict.fromkeys(name for name in arrivals if places.kinds.get(name) is StationKind.STORE))
    fed: dict[str, list[str]] = {}
    for workstation in (name for name in flow.users if name not in served):
        own = places.served_from.get(workstation, "")
        store = own if own in stores else next(iter(stores), "")
        fed.setdefault(store, []).append(workstation)
    return fed


def _end_of(
    flow: _ItemFlow, location: str, fed: Mapping[str, list[str]], places: _Places, source: str
) -> tuple[str, str, tuple[str, ...]]:
    """(consumer, rule, users): where what a workstation or supplier at this location provides has to go."""
    if location in flow.users and location != source:
        return location, "delivered_there", (location,)
    store = _store_for(flow, location, places)
    users = tuple(fed.get(store, ()))
    if flow.is_sold:
        return store, "sold", users
    if len(users) == 1:
        # A workstation that makes its own part keeps it in the store that serves it: no loop runs in place.
        return (store, "own_use", users) if users[0] == source else (users[0], "straight", users)
    return store, "several_users" if users else "no_user", users


def _store_for(flow: _ItemFlow, location: str, places: _Places) -> str:
    """The store of a location; without one, where the item leaves on its way, is sold or is kept; else the
    only store.
    """
    if location in places.store_at:
        return places.store_at[location]
    destinations = {row.destination for row in flow.transfers}
    starts = [row.source for row in flow.transfers if row.source not in destinations]
    every = list(dict.fromkeys(places.store_at.values()))
    only = every if len(every) == 1 else []
    likely = (*starts, *flow.sold_at, *flow.stocked_at, *only)
    return next((places.store_at[name] for name in likely if name in places.store_at), "")


_KIND_ORDER = (LoopKind.PRODUCTION, LoopKind.WITHDRAWAL, LoopKind.SUPPLIER)


def _ranked(ways: Iterable[Way]) -> list[Way]:
    """Ranks by priority; at the same priority what is made comes before what is fetched, and that before what
    is bought.

    Several of one kind and priority are of one rank and share.
    """
    every = list(ways)
    rivals: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for way in every:
        rivals.setdefault((way.item, way.consumer), set()).add(_precedence(way))
    equals: dict[tuple[str, str, tuple[int, int]], int] = {}
    for way in every:
        key = (way.item, way.consumer, _precedence(way))
        equals[key] = equals.get(key, 0) + 1
    return [
        replace(
            way,
            rank=sorted(rivals[way.item, way.consumer]).index(_precedence(way)) + 1,
            share_of=count if (count := equals[way.item, way.consumer, _precedence(way)]) > 1 else 0,
        )
        for way in every
    ]


def _precedence(way: Way) -> tuple[int, int]:
    return way.priority, _KIND_ORDER.index(way.kind)
