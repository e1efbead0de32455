"""Loops proposed from what an ERP lists: ways from `supply`, demand from `demand`, and the numbers with their
reasons.

The numbers are settled from the customers upstream: what a loop has to carry is what customers take at its
end and what all loops that draw from its end carry, times the bill of materials where they produce.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from graphlib import TopologicalSorter

from kanban_app.domain.demand import History, history_of
from kanban_app.domain.draft import BomLineDraft, LoopDraft
from kanban_app.domain.loop_numbers import Given, Need, Numbers, numbers_of
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.proposal_reasons import reasons_for
from kanban_app.domain.quantities import rounded_up
from kanban_app.domain.sizing import DEFAULT_SAFETY_SHARE
from kanban_app.domain.supply import Way, ways_of
from kanban_app.domain.supply_lists import ALL_ITEMS, PlantFacts, RoutingRow, SupplierRow, TransferRow

__all__ = [
    "ALL_ITEMS",
    "Gap",
    "PlantFacts",
    "Proposal",
    "RoutingRow",
    "SupplierRow",
    "TransferRow",
    "propose",
    "propose_loops",
]

Node = tuple[str, str]
"""An item at a station."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that is needed at a station where no loop brings it. `wanted_for` is the item it goes into, if
    any.

    `code` is `nothing_brings_it`, or `no_place_to_go` where something makes or sells it but has no store to
    bring it to.
    """

    code: str
    item: str
    station: str
    wanted_for: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The loops, what they leave open, and the order history they were computed from."""

    loops: tuple[LoopDraft, ...]
    gaps: tuple[Gap, ...]
    history: History


@dataclass(slots=True)
class _Network:
    """The ways as a graph of nodes, downstream before upstream."""

    ways: list[Way]
    ending: dict[Node, list[Way]] = field(default_factory=dict)
    components: dict[str, list[BomLineDraft]] = field(default_factory=dict)
    served_from: dict[str, str] = field(default_factory=dict)
    unit_steps: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: PlantFacts, ways: list[Way]) -> _Network:
        network = cls(ways)
        for way in ways:
            network.ending.setdefault((way.item, way.consumer), []).append(way)
        for line in facts.bom:
            network.components.setdefault(line.parent, []).append(line)
        network.served_from = {station.name: station.served_from for station in facts.stations}
        network.unit_steps = {item.code: 10**item.decimals for item in facts.items}
        return network

    def draws(self, way: Way) -> Iterator[tuple[Node, Fraction]]:
        """What one step of this way takes at its source: the node and the steps."""
        if way.kind is LoopKind.WITHDRAWAL:
            yield (way.item, way.source), Fraction(1)
        elif way.kind is LoopKind.PRODUCTION:
            for line in self.components.get(way.item, ()):
                yield self._feeding(line.component, way.source), line.per_parent

    def _feeding(self, item: str, station: str) -> Node:
        """The node a workstation takes an item from: itself, or else the store it is served from."""
        own, store = (item, station), (item, self.served_from.get(station, ""))
        return store if own not in self.ending and store in self.ending else own

    def downstream_first(self) -> list[Node]:
        """Every node after all nodes that take from it. Raises graphlib.CycleError for a BOM that contains
        itself.
        """
        sorter: TopologicalSorter[Node] = TopologicalSorter()
        for way in self.ways:
            sorter.add((way.item, way.consumer))
            for node, _ in self.draws(way):
                sorter.add(node, (way.item, way.consumer))
        return list(sorter.static_order())


def propose_loops(facts: PlantFacts, safety_share: Fraction = DEFAULT_SAFETY_SHARE) -> list[LoopDraft]:
    """The loops that pull through this plant: production, supplier, withdrawal, each number with its reason.

    `safety_share` is the share of the lead time's demand held as safety (0.1 for ten percent). See `propose`.
    """
    return list(propose(facts, safety_share).loops)


def propose(facts: PlantFacts, safety_share: Fraction = DEFAULT_SAFETY_SHARE) -> Proposal:
    """The loops with all their numbers, and where the lists leave an item without a loop that brings it.

    The bill of materials must be free of circles (see `items.levels_from_leaves`); raises graphlib.CycleError
    else.
    """
    history = history_of(facts.order_lines)
    network = _Network.of(facts, ways_of(facts, history))
    needs = _customers_needs(network, history)
    drafts: dict[int, LoopDraft] = {}
    for node in network.downstream_first():
        need = needs.setdefault(node, Need())
        for way in network.ending.get(node, ()):
            given = Given(way, need, history, network.unit_steps.get(way.item, 1), safety_share)
            numbers = numbers_of(given)
            drafts[id(way)] = _draft_of(given, numbers)
            if not way.stands_by:
                _pass_on(given, numbers, network, needs)
    gaps = (*_unbrought(needs, network), *_homeless(facts, network))
    return Proposal(tuple(drafts[id(way)] for way in network.ways), gaps, history)


def _customers_needs(network: _Network, history: History) -> dict[Node, Need]:
    needs: dict[Node, Need] = {}
    sources = {(way.item, way.source) for way in network.ways}
    for (item, place), steps in history.ordered.items():
        ends = [node for node in network.ending if node[0] == item and node not in sources]
        node = (item, place) if place or not ends else ends[0]
        needs.setdefault(node, Need()).add(Fraction(steps))
    return needs


def _pass_on(given: Given, numbers: Numbers, network: _Network, needs: dict[Node, Need]) -> None:
    way = given.way
    makes = way.kind is LoopKind.PRODUCTION
    for node, ratio in network.draws(way):
        draw = rounded_up(ratio * numbers.choice.quantity) * numbers.lot_cards
        taker, wanted_for = (way.source, way.item) if makes else (way.consumer, "")
        needs.setdefault(node, Need()).add(given.steps * ratio, draw, taker, wanted_for)


def _draft_of(given: Given, numbers: Numbers) -> LoopDraft:
    way = given.way
    return LoopDraft(
        item=way.item,
        source=way.source,
        consumer=way.consumer,
        container_quantity=numbers.choice.quantity,
        card_count=numbers.cards,
        lot_cards=numbers.lot_cards,
        safety_cards=numbers.safety_cards,
        lead_time_minutes=numbers.lead_time_minutes,
        suspended=way.stands_by,
        priority=way.rank,
        share=1 if way.share_of else 0,
        reasons=tuple(reasons_for(given, numbers)),
    )


def _unbrought(needs: dict[Node, Need], network: _Network) -> Iterator[Gap]:
    for (item, station), need in needs.items():
        if (item, station) not in network.ending:
            yield Gap("nothing_brings_it", item, station, need.wanted_for)


def _homeless(facts: PlantFacts, network: _Network) -> Iterator[Gap]:
    begun = {(way.item, way.source) for way in network.ways}
    rows: Iterable[Node] = [
        *((row.item, row.workstation) for row in facts.routing),
        *((row.item, row.supplier) for row in facts.suppliers),
    ]
    for item, source in dict.fromkeys(rows):
        if (item, source) not in begun:
            yield Gap("no_place_to_go", item, source)
