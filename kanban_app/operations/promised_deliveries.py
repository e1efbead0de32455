"""What suppliers said: which cards on order a confirmed purchase order brings, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from kanban_app.domain.board import Board
from kanban_app.domain.cards import ON_ORDER, Card, CardState
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.purchasing import PurchaseState
from kanban_app.operations.purchase_views import open_rests
from kanban_app.operations.session import Session
from kanban_app.store.purchase_tables import purchase_card, purchase_line, purchase_order
from kanban_app.store.tables import METADATA

_card = METADATA.tables["card"]

# What a confirmed order still asks for; it stays confirmed in the books when all of it has come.
_ASKED = (
    select(purchase_card.c.card_id, purchase_card.c.cycle, purchase_order.c.number, purchase_order.c.confirmed_on)
    .join(purchase_line, purchase_line.c.id == purchase_card.c.line_id)
    .join(purchase_order, purchase_order.c.id == purchase_line.c.order_id)
    .where(purchase_order.c.state == PurchaseState.CONFIRMED.value, purchase_order.c.confirmed_on.is_not(None))
    .where(purchase_card.c.given_back_at.is_(None))
)
# A card on the trip that it was asked for; one that was replaced keeps the number of that trip.
_ON_THE_WAY = _ASKED.join(_card, _card.c.id == purchase_card.c.card_id).where(_card.c.cycle == purchase_card.c.cycle)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A card on order that its supplier has confirmed for a day, in the purchase order with this number."""

    card: Card
    number: str
    day: date


def read_confirmed(session: Session, board: Board) -> list[Confirmed]:
    """Every card on order that a confirmed purchase order brings; of what came in part, the card of the rest.

    The board is the plant's, read in the same transaction.
    """
    core = session.database.core
    found = []
    for row in core.execute(_ON_THE_WAY):
        card = _heir(board, row.card_id)
        if card is not None and card.state in ON_ORDER and card.cycle == row.cycle:
            found.append(Confirmed(card, row.number, date.fromisoformat(row.confirmed_on)))
    direct = {one.card.id for one in found}
    if not any(card.id not in direct and _may_be_rest(board, card) for card in board.cards()):
        return found
    return found + _of_rests(session, board)


def _of_rests(session: Session, board: Board) -> list[Confirmed]:
    rests: dict[tuple[int, int], Card] = {}
    for (card_id, cycle), rest in open_rests(session).items():
        card = board.card(card_id)
        while card is not None:  # the order asked for this card, or for one whose place it took
            rests[card.id, cycle] = rest
            card = board.card(card.replaces_id) if card.replaces_id is not None else None
    if not rests:
        return []
    asked_ids = {card_id for card_id, _cycle in rests}
    return [
        Confirmed(rests[row.card_id, row.cycle], row.number, date.fromisoformat(row.confirmed_on))
        for row in session.database.core.execute(_ASKED.where(purchase_card.c.card_id.in_(asked_ids)))
        if (row.card_id, row.cycle) in rests
    ]


def _may_be_rest(board: Board, card: Card) -> bool:
    if not card.single_use or card.state is not CardState.IN_TRANSIT:
        return False
    return board.structure.loops[card.loop_id].kind is LoopKind.SUPPLIER


def _heir(board: Board, card_id: int) -> Card | None:
    """The card itself, or the one that took its place when its paper was lost."""
    card = board.card(card_id)
    while card is not None and card.replaced_by_id is not None:
        card = board.card(card.replaced_by_id)
    return card
