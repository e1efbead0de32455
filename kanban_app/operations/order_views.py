"""Orders as a screen shows them: every line in one list, and for one line all ways from the suppliers on.

Quantities are whole steps of the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kanban_app.domain.cards import Card
from kanban_app.domain.demand_pegs import Place, inputs_at
from kanban_app.domain.flow_ways import bringing_loops, holding_loops, places_of_sale
from kanban_app.domain.loops import Loop
from kanban_app.domain.orders import FROM_STOCK, OrderLine
from kanban_app.domain.structure import Structure
from kanban_app.operations.orders_pegs import PegNode, line_of_card, read_peg_tree
from kanban_app.operations.orders_reading import LineView, Link, OrderFilter, OrderView, read_order, read_orders
from kanban_app.operations.orders_shipping import Shipment, read_shipments
from kanban_app.operations.session import Session
from kanban_app.store.reading import StoredCards

MOST_WAYS = 150
"""A deeper tree says no more to a person; what is left out is counted."""


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line in the list of all. `found_by` holds, in small letters, whatever a search looks at."""

    view: LineView
    note: str
    found_by: str


@dataclass(frozen=True, slots=True)
class SupplyWay:
    """One loop that brings something of a line, `depth` ways from the shipping place.

    `needed` steps of it go into the line. `is_own`: single-use cards that work for this line only; else `cards` are
    those that circulate in the loop. `is_decoupling` says that everything from here on is kept by loops while what
    stands above it is made for the line. `parent` is the place of the way it feeds, -1 for the line itself.
    """

    loop: Loop
    depth: int
    parent: int
    needed: int
    cards: tuple[Card, ...]
    is_own: bool
    is_decoupling: bool = False
    shown_above: bool = False

    @property
    def here(self) -> int:
        """Steps that stand at the end of this way and are nobody else's."""
        return sum(card.quantity for card in self.cards if card.holds_stock and not card.on_hold)


@dataclass(frozen=True, slots=True)
class LineDetail:
    """One line with its order, its ways and what left of it. `left_out` ways are not among them.

    `structure` is the plant's at the time: choices may have made an item that an older one does not know.
    """

    order: OrderView
    view: LineView
    structure: Structure
    ways: tuple[SupplyWay, ...]
    left_out: int = 0
    shipments: tuple[Shipment, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        """What is kept with the order."""
        return self.order.links


# -- the list ----------------------------------------------------------------------------------------------------------


def read_lines(session: Session, everything: bool = False) -> list[ListedLine]:
    """The lines of the orders that are awaited, or of all, the one wanted first at the top; history is left out."""
    orders = read_orders(session, OrderFilter(everything=everything))
    structure = session.structure
    found = [_listed(order, view, structure) for order in orders for view in order.lines if view.line.number > 0]
    return sorted(found, key=lambda one: (one.view.line.wanted_on, one.view.line.priority, one.view.line.id))


def _listed(order: OrderView, view: LineView, structure: Structure) -> ListedLine:
    line, item = view.line, structure.items[view.line.item_id]
    station = structure.stations.get(line.station_id or 0)
    texts = (
        line.reference,
        line.customer,
        item.code,
        item.description,
        line.note,
        order.note,
        station.name if station else "",
    )
    return ListedLine(view, order.note, "\n".join(text for text in texts if text).casefold())


# -- one line ----------------------------------------------------------------------------------------------------------


def read_line(session: Session, order_number: str, line_number: int) -> LineDetail:
    """One line with everything a person wants to know of it. Raises OrderRefused unknown_order; KeyError no line."""
    order = read_order(session, order_number)
    view = {view.line.number: view for view in order.lines}[line_number]
    with session.database.read():
        session.head()
        tree = read_peg_tree(session, view.line) if view.line.has_own_cards else ()
        walk = _Walk(session.structure, session.cards(), view, tree)
        walk.go()
        shipments = tuple(one for one in read_shipments(session, order_number) if view.line.id in one.pieces)
    return LineDetail(order, view, session.structure, tuple(walk.ways), walk.left_out, shipments)


def order_of_card(session: Session, card_id: int) -> OrderLine | None:
    """The order line that a card works for; None for a card of nobody's. Raises KeyError for no such card."""
    with session.database.read():
        session.head()
        return line_of_card(session, session.cards().card(card_id))


def _flattened(nodes: Iterable[PegNode]) -> Iterable[PegNode]:
    for node in nodes:
        yield node
        if not node.shown_above:
            yield from _flattened(node.children)


@dataclass(slots=True)
class _Walk:
    """From the shipping place upstream, what is made for the line before what loops keep."""

    structure: Structure
    source: StoredCards
    view: LineView
    tree: tuple[PegNode, ...]
    ways: list[SupplyWay] = field(default_factory=list)
    left_out: int = 0
    _seen: set[int] = field(default_factory=set)
    _own: dict[int, list[Card]] = field(default_factory=dict)

    def go(self) -> None:
        """Fill `ways`."""
        for node in _flattened(self.tree):
            cards = self._own.setdefault(node.card.loop_id, [])
            if node.card not in cards:
                cards.append(node.card)
        line = self.view.line
        place = self._shipping_place(line)
        if place is not None:
            self._add([(place, max(line.remaining, 0))], 0, -1, above_is_own=True)

    def _shipping_place(self, line: OrderLine) -> Place | None:
        if line.station_id is not None:
            return line.station_id, line.item_id
        places = places_of_sale(self.structure, line.item_id)
        return (places[0], line.item_id) if len(places) == 1 else None

    def _add(self, wanted: Sequence[tuple[Place, int]], depth: int, parent: int, *, above_is_own: bool) -> None:
        found = [(loop, need, is_own) for place, need in wanted for loop, is_own in self._loops(place, depth)]
        ruled = False
        for loop, need, is_own in sorted(found, key=lambda one: not one[2]):
            if len(self.ways) >= MOST_WAYS:
                self.left_out += 1
                continue
            first_kept = above_is_own and not is_own and not ruled
            ruled |= first_kept
            again = loop.id in self._seen
            self._seen.add(loop.id)
            self.ways.append(self._way(loop, depth, parent, need, is_own, first_kept, again))
            if not again:
                here = len(self.ways) - 1
                self._add(self._inputs(loop, need), depth + 1, here, above_is_own=is_own)

    def _way(
        self, loop: Loop, depth: int, parent: int, need: int, is_own: bool, is_decoupling: bool, again: bool
    ) -> SupplyWay:
        if is_own:
            cards = tuple(self._own.get(loop.id, ()))
        else:
            kept = (card for card in self.source.cards_of((loop.id,)) if not card.order_reference)
            cards = tuple(sorted(kept, key=lambda card: card.number))
        return SupplyWay(loop, depth, parent, need, cards, is_own, is_decoupling, again)

    def _loops(self, place: Place, depth: int) -> list[tuple[Loop, bool]]:
        """The loops that bring it there, and whether single-use cards of this line go in them."""
        loops = bringing_loops(self.structure, *place)
        own = [loop for loop in loops if loop.id in self._own]
        if own:
            return [(loop, True) for loop in own]
        to_order = self.view.policy not in FROM_STOCK and not depth
        kept = [] if to_order else holding_loops(self.structure, *place)
        if not kept and loops and not to_order:
            kept = [loop for loop in loops if loop.card_count > 0]
        return [(loop, False) for loop in kept] or [(loop, True) for loop in loops[:1]]

    def _inputs(self, loop: Loop, need: int) -> list[tuple[Place, int]]:
        inputs = inputs_at(self.structure, loop)
        return [(place, line.need(need)) for line, place in inputs if place is not None]
