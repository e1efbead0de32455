"""The pegs of a line: which cards work for it, kept and read from both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, insert, select

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.demand_pegs import Peg, Place, Supply, inputs_at, inputs_taken
from kanban_app.domain.orders import OrderLine
from kanban_app.operations.looking import cards_by_id
from kanban_app.operations.orders_reading import line_of_row
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import order_line, peg
from kanban_app.store.reading import StoredCards, card_from_row
from kanban_app.store.tables import METADATA

_card = METADATA.tables["card"]
_MOST_PARAMETERS = 500


@dataclass(frozen=True, slots=True)
class PegNode:
    """One card of the tree. `pieces` are for the parent (or the line), of the card's `quantity` steps.

    A card that several parents share stands under each of them with its share; what feeds it is listed where it comes
    first and nowhere else (`shown_above` where that is further up). `held` are inputs that loops keep: (item, place,
    steps) for the whole card.
    """

    card: Card
    pieces: int
    quantity: int
    children: tuple[PegNode, ...] = ()
    held: tuple[tuple[int, Place, int], ...] = ()
    shown_above: bool = False

    @property
    def is_used(self) -> bool:
        """Filled and consumed by what it was for; what was taken out before that is lost or scrapped."""
        return self.card.state is CardState.RETIRED and self.card.cycle > 1


def supply_of(
    session: Session, line: OrderLine, source: StoredCards, changed: Mapping[int, Card] = MappingProxyType({})
) -> Supply:
    """The cards that a line has and may take, as they stand in the current transaction.

    `changed` are the after-images of a booking that is under way.
    """
    rows = _rows(session, line)
    own = _own_cards(session, line, {row.card_id for row in rows})
    from_stock = frozenset(row.card_id for row in rows if row.from_stock)

    def free_at(place: Place) -> Iterable[Card]:
        loops = tuple(loop.id for loop in session.structure.loops_ending_at(*place))
        cards = (changed.get(card.id, card) for card in source.cards_of(loops))
        free = (card for card in cards if card.holds_stock and not card.order_reference)
        return sorted(free, key=lambda card: (card.full_at or card.since_at, card.id))

    return Supply([changed.get(card.id, card) for card in own], from_stock, free_at)


def _rows(session: Session, line: OrderLine) -> Sequence[Any]:
    return session.database.core.execute(select(peg).where(peg.c.line_id == line.id).order_by(peg.c.id)).all()


def _own_cards(session: Session, line: OrderLine, pegged_ids: set[int]) -> list[Card]:
    """The cards of a line that are not retired: pegged ones, who replaced them, and the rests of short receipts."""
    if not pegged_ids:
        return []
    ids = sorted(pegged_ids)
    loop_ids: set[int] = set()
    for start in range(0, len(ids), _MOST_PARAMETERS):
        part = ids[start : start + _MOST_PARAMETERS]
        found = session.database.core.execute(select(_card.c.loop_id).where(_card.c.id.in_(part)).distinct())
        loop_ids |= {row[0] for row in found}
    cards = []
    loops = sorted(loop_ids)
    active = (_card.c.state != CardState.RETIRED.value) & (_card.c.order_reference == line.reference)
    for start in range(0, len(loops), _MOST_PARAMETERS):
        part = loops[start : start + _MOST_PARAMETERS]
        rows = session.database.core.execute(select(*_card.columns).where(_card.c.loop_id.in_(part), active))
        cards += [card_from_row(row) for row in rows]
    return cards


def drop_pegs(session: Session, line: OrderLine, cards: Iterable[Card]) -> None:
    """Forget the pegs of these cards of a line. What was consumed keeps the pegs that it had."""
    ids = sorted(card.id for card in cards)
    for start in range(0, len(ids), _MOST_PARAMETERS):
        part = ids[start : start + _MOST_PARAMETERS]
        session.database.core.execute(delete(peg).where(peg.c.line_id == line.id, peg.c.card_id.in_(part)))


def keep_pegs(session: Session, line_id: int, pegs: Sequence[Peg], from_stock: frozenset[int]) -> None:
    """Write pegs between cards that are written already."""
    rows = [
        {
            "line_id": line_id,
            "card_id": one.card,
            "parent_id": one.parent,
            "pieces": one.pieces,
            "from_stock": one.card in from_stock,
        }
        for one in pegs
    ]
    if rows:
        session.database.core.execute(insert(peg), rows)


def read_peg_tree(session: Session, line: OrderLine) -> tuple[PegNode, ...]:
    """The cards of a line from the shipping place upstream; none where it ships from stock."""
    rows = _rows(session, line)
    if not rows:
        return ()
    cards = _with_heirs(session, {row.card_id for row in rows} | {row.parent_id for row in rows if row.parent_id})
    children: dict[int | None, list[tuple[int, int]]] = {}
    pegged_loops: dict[int, int | None] = {}
    known = set()
    for row in rows:
        card = _living(cards, row.card_id)
        parent_id = _living(cards, row.parent_id).id if row.parent_id else None
        children.setdefault(parent_id, []).append((card.id, row.pieces))
        pegged_loops[card.loop_id] = parent_id
        known.add(card.id)
    for card in _own_cards(session, line, known):
        if card.id not in known:  # the rest of a short receipt stands beside the card it was part of
            cards[card.id] = card
            children.setdefault(pegged_loops.get(card.loop_id), []).append((card.id, card.container_quantity))
    return _Tree(session, cards, children).below(None)


def _with_heirs(session: Session, ids: set[int]) -> dict[int, Card]:
    cards: dict[int, Card] = {}
    wanted = ids
    while wanted:
        cards |= cards_by_id(session, wanted)
        wanted = {card.replaced_by_id for card in cards.values() if card.replaced_by_id} - cards.keys()
    return cards


def _living(cards: dict[int, Card], card_id: int) -> Card:
    card = cards[card_id]
    while card.replaced_by_id and card.replaced_by_id in cards:
        card = cards[card.replaced_by_id]
    return card


class _Tree:
    """The cards of a line by what they are for; as deep as the way from the shipping place to the suppliers."""

    def __init__(
        self, session: Session, cards: dict[int, Card], children: dict[int | None, list[tuple[int, int]]]
    ) -> None:
        self._structure = session.structure
        self._cards = cards
        self._children = children
        self._shown: set[int] = set()

    def below(self, card_id: int | None) -> tuple[PegNode, ...]:
        """What is pegged to a card, or to the line."""
        found = []
        for child_id, pieces in self._children.get(card_id, ()):
            card = self._cards[child_id]
            quantity = card.quantity or card.container_quantity
            if child_id in self._shown:
                found.append(PegNode(card, pieces, quantity, shown_above=True))
                continue
            self._shown.add(child_id)
            deeper = self.below(child_id)
            found.append(PegNode(card, pieces, quantity, deeper, self._held(card, deeper)))
        return tuple(found)

    def _held(self, card: Card, children: tuple[PegNode, ...]) -> tuple[tuple[int, Place, int], ...]:
        """What the card still takes from loops when it starts."""
        loop = self._structure.loops[card.loop_id]
        if card.state is CardState.RETIRED or inputs_taken(loop, card):
            return ()
        own = {(self._structure.loops[node.card.loop_id].item_id) for node in children}
        needs = inputs_at(self._structure, loop)
        return tuple(
            (line.component_id, place, line.need(card.container_quantity))
            for line, place in needs
            if place is not None and line.component_id not in own
        )


def line_of_card(session: Session, card: Card) -> OrderLine | None:
    """The order line that a card works for; None for a card of nobody's."""
    number, _, within = card.order_reference.rpartition("/")
    if not within.isascii() or not within.isdigit() or len(within) > 9:
        return None
    own = (order_line.c.order_number == number) & (order_line.c.line_number == int(within))
    row = session.database.core.execute(select(order_line).where(own)).first()
    return line_of_row(row) if row else None
