"""Cards that are maybe lost: standing still much longer than they ever did while their siblings moved on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kanban_app.domain.cards import CALLING, HOLDING, Card, CardState
from kanban_app.domain.loops import Loop

FEW_CYCLES = 5
_STANDING_STATES = frozenset(CardState) - {CardState.NEW, CardState.RETIRED}


def may_be_asked(card: Card, loop: Loop, now: datetime) -> bool:
    """Whether it has stood long enough (twice the lead time) to be worth reading its history."""
    return card.state in _STANDING_STATES and now - card.since_at >= 2 * timedelta(minutes=loop.lead_time_minutes)


def suspects(
    cards: Sequence[Card],
    loop: Loop,
    now: datetime,
    dwells: Mapping[int, Sequence[timedelta]],
) -> frozenset[int]:
    """The ids of the maybe lost cards of one loop.

    `dwells` maps a card's id to how long it stood in its present state in past cycles. A card with fewer than
    FEW_CYCLES of its own is judged by its whole loop's. Source: domain page, section 4, Marks.
    """
    of_loop = [dwell for card_dwells in dwells.values() for dwell in card_dwells]
    found = set()
    for card in cards:
        own = dwells.get(card.id, ())
        past = own if len(own) >= FEW_CYCLES else of_loop
        stood = now - card.since_at
        siblings = (other for other in cards if other.id != card.id and other.state in _STANDING_STATES)
        siblings_moved = any(has_overtaken(other, card) for other in siblings)
        if past and may_be_asked(card, loop, now) and siblings_moved and stood > percentile_95(past):
            found.add(card.id)
    return frozenset(found)


def has_overtaken(other: Card, card: Card) -> bool:
    """Whether a sibling began the same part of its trip after this card and is further on now.

    Younger cards that only stand in the same queue have not: then the whole line waits, and nothing is lost.
    """
    if card.state in HOLDING:
        began, other_began = card.full_at or card.since_at, other.full_at or other.since_at
    else:
        began, other_began = card.signal_at or card.since_at, other.signal_at or other.since_at
    return other_began > began and _is_further(other, card)


_WAY = (
    CardState.EMPTY,
    CardState.RELEASED,
    CardState.IN_PROCESS,
    CardState.IN_TRANSIT,
    CardState.FULL,
    CardState.IN_USE,
)


def _is_further(other: Card, card: Card) -> bool:
    if card.state in HOLDING:
        return other.state in CALLING
    return _WAY.index(other.state) > _WAY.index(card.state)


def percentile_95(values: Sequence[timedelta]) -> timedelta:
    """The value that 95 % of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * 95 // 100) - 1]
