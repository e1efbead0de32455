"""What a card offers to somebody at a station, by where it is and which role the station has in its loop."""

from __future__ import annotations

from kanban_app.domain.cards import HOLDING, Action, Card, CardState
from kanban_app.domain.structure import Structure
from kanban_app.gui.station.queue_rows import QueueRow
from kanban_app.gui.station.row_actions import Offer
from kanban_app.gui.station.take_rows import receivable
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.wording import card_name, pieces


def offers_at_consumer(card: Card, structure: Structure) -> list[Offer]:
    """Take from here: empty, take some, hold; receive what has come."""
    loop = structure.loops[card.loop_id]
    if card.on_hold:
        return [_plain(Action.RESUME, card, structure, primary=True)]
    if card.state in HOLDING:
        empty = _plain(Action.CONSUME, card, structure, label=_("Empty this one"), primary=True)
        some = _with_quantity(Action.DRAW, card, structure, min(card.quantity, 10 ** _decimals(card, structure)))
        return [empty, some, _hold(card, structure)]
    if receivable(card, loop):
        return _receiving(card, structure)
    if card.state is CardState.EMPTY and not loop.suspended:
        early = _plain(Action.RELEASE, card, structure, label=_("Order it now"), asks="reason")
        return [early, *_urgent(card, structure)]
    return _urgent(card, structure)


def offers_in_queue(row: QueueRow, structure: Structure) -> list[Offer]:
    """Make next: start anyway, urgent, hold."""
    card = row.card
    if card.on_hold:
        return [_plain(Action.RESUME, card, structure, primary=True)]
    if row.action is Action.RECEIVE and card.state is not CardState.IN_PROCESS:
        receiving = _receiving(card, structure) if row.can_start else []
        return [*receiving, *_urgent(card, structure)]
    label = row.label if row.can_start else _("{label} anyway").format(label=row.label)
    start = _plain(row.action, card, structure, label=label, primary=row.can_start)
    can = [] if structure.loops[card.loop_id].suspended else [start]
    return [*can, *_urgent(card, structure), _hold(card, structure)]


def _receiving(card: Card, structure: Structure) -> list[Offer]:
    amount = pieces(card.container_quantity, card, structure)
    label = _("Receive {amount}").format(amount=amount)
    other = _with_quantity(Action.RECEIVE, card, structure, card.container_quantity)
    return [_plain(Action.RECEIVE, card, structure, label=label, primary=True), other]


def _urgent(card: Card, structure: Structure) -> list[Offer]:
    if card.urgent or card.state in (CardState.NEW, CardState.RETIRED):
        return []
    return [_plain(Action.URGENT, card, structure)]


def _hold(card: Card, structure: Structure) -> Offer:
    return _plain(Action.HOLD, card, structure, asks="reason")


def _plain(
    action: Action, card: Card, structure: Structure, *, label: str = "", asks: str = "", primary: bool = False
) -> Offer:
    label = label or words.action(action)
    sentence = f"{label}: {card_name(card, structure)}"
    return Offer(action, label, sentence, asks, primary)


def _with_quantity(action: Action, card: Card, structure: Structure, steps: int) -> Offer:
    label = words.action(action) if action is Action.DRAW else _("Other number")
    name = card_name(card, structure)
    text = _("How many were taken from {card}?") if action is Action.DRAW else _("How many came with {card}?")
    return Offer(action, label, text.format(card=name), "quantity", False, steps, _decimals(card, structure))


def _decimals(card: Card, structure: Structure) -> int:
    return structure.item_of(structure.loops[card.loop_id]).decimals
