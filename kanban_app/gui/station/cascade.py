"""What one booking did to its inputs, as before and after per card: plain values from an outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.changes import Outcome
from kanban_app.domain.events import CardEvent
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, ngettext, quantity

_TAKING = frozenset({Action.DRAW, Action.CONSUME})


@dataclass(frozen=True, slots=True)
class Step:
    """One card before and after."""

    before: Card
    after: Card


@dataclass(frozen=True, slots=True)
class InputChange:
    """One input: its amount as a title, its cards before and after, and what follows. `asks` says that a source was
    asked for more.
    """

    title: str
    steps: tuple[Step, ...]
    follows: str
    asks: bool


def inputs_of(outcome: Outcome, structure: Structure) -> tuple[InputChange, ...]:
    """The inputs that this booking took, in the order in which it took them; the booked card itself is none."""
    before = {card.id: card for card in outcome.previous}
    after = {card.id: card for card in outcome.cards}
    taken: dict[int, list[CardEvent]] = {}
    for event in outcome.events:
        if event.action in _TAKING and event.cause is not None and event.card_id in before:
            taken.setdefault(event.item_id, []).append(event)
    return tuple(_change(item_id, events, before, after, outcome, structure) for item_id, events in taken.items())


def _change(
    item_id: int,
    events: list[CardEvent],
    before: dict[int, Card],
    after: dict[int, Card],
    outcome: Outcome,
    structure: Structure,
) -> InputChange:
    item = structure.items[item_id]
    total = quantity(sum(event.quantity for event in events), item.decimals)
    ids = list(dict.fromkeys(event.card_id for event in events))
    steps = tuple(Step(before[card_id], _as_taken(after[card_id])) for card_id in ids)
    follows, asks = _follows([after[card_id] for card_id in ids], outcome, structure)
    return InputChange(_("{amount} {item}").format(amount=total, item=item.code), steps, follows, asks)


def _as_taken(card: Card) -> Card:
    """A card that was emptied and at once ordered is shown as emptied: the order is said in words."""
    if card.state is not CardState.RELEASED:
        return card
    return replace(card, state=CardState.EMPTY)


def _follows(cards: list[Card], outcome: Outcome, structure: Structure) -> tuple[str, bool]:
    """What comes of it: the source that is asked, the lot that gathers, or what is left in the box."""
    emptied = [card for card in cards if card.quantity == 0]
    released = {event.card_id: event for event in outcome.events if event.action is Action.RELEASE}
    loop_ids = {card.loop_id for card in emptied}
    asked = [event for event in released.values() if _loop_of(event, outcome) in loop_ids]
    loop = structure.loops[cards[0].loop_id]
    item = structure.items[loop.item_id]
    if asked:
        amount = quantity(sum(event.quantity for event in asked), item.decimals)
        source = structure.stations[structure.loops[_loop_of(asked[0], outcome)].source_id].name
        text = ngettext(
            "{count} emptied: {source} is asked for {amount} more",
            "{count} emptied: {source} is asked for {amount} more",
            len(emptied),
        )
        return text.format(count=len(emptied), source=source, amount=amount), True
    if emptied and loop.is_lot:
        waiting = [card for card in cards if card.state is CardState.EMPTY]
        if waiting:
            return _("{count} emptied, waits for a lot of {lot}").format(count=len(emptied), lot=loop.lot_cards), False
    left = quantity(cards[-1].quantity, item.decimals)
    return _("{quantity} left in the box").format(quantity=left), False


def _loop_of(event: CardEvent, outcome: Outcome) -> int:
    return next(card.loop_id for card in outcome.cards if card.id == event.card_id)


def asked_sources(outcome: Outcome, structure: Structure) -> list[str]:
    """The names of the sources that this booking asked for something."""
    released = {event.card_id for event in outcome.events if event.action is Action.RELEASE}
    loops = [structure.loops[card.loop_id] for card in outcome.cards if card.id in released]
    return list(dict.fromkeys(structure.stations[loop.source_id].name for loop in loops))
