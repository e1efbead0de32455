"""The numbers of one proposed loop: container, lot, lead time, cards, and which rule gave each of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from kanban_app.domain.containers import ContainerChoice, offered, says_nothing
from kanban_app.domain.demand import History
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.quantities import rounded_up
from kanban_app.domain.sizing import CardCount, toyota_cards
from kanban_app.domain.supply import Way

MINUTES_A_DAY = 1440
SHORTEST_LEAD_TIME_MINUTES = 60
HANDY_CARDS = 8
"""A container is chosen as small as it may be with this many cards; more are hard to keep track of on a
board.
"""
MOST_CARDS_OF_A_MULTIPLE = 12
"""The order multiple itself is kept as container up to this many cards; beyond, several of it go into one."""
_TRIES = 24


@dataclass(frozen=True, slots=True)
class Numbers:
    """One way with one container quantity, computed through."""

    choice: ContainerChoice
    lot_cards: int
    lead_time_minutes: int
    lead_rule: str
    toyota: CardCount
    draw_cards: int
    cards: int
    card_rule: str

    @property
    def safety_cards(self) -> int:
        """The cards of the safety share; at least one of three or more, never one of the lot."""
        least = 1 if self.cards >= 3 else 0
        return max(0, min(max(self.toyota.safety_cards, least), self.cards - self.lot_cards))


@dataclass(slots=True)
class Need:
    """What has to arrive at one node: steps in the whole span of the history, and the largest single
    withdrawal.
    """

    steps: Fraction = Fraction(0)
    largest_draw: int = 0
    drawn_by: str = ""
    wanted_for: str = ""

    def add(self, steps: Fraction, draw: int = 0, station: str = "", wanted_for: str = "") -> None:
        """Somebody takes that many steps in the span, up to `draw` of them at once."""
        self.steps += steps
        self.wanted_for = self.wanted_for or wanted_for
        if draw > self.largest_draw:
            self.largest_draw, self.drawn_by = draw, station


@dataclass(frozen=True, slots=True)
class Given:
    """What the numbers of one way are computed from. `unit_steps` is the number of steps in one unit."""

    way: Way
    need: Need
    history: History
    unit_steps: int
    safety_share: Fraction

    @property
    def steps(self) -> Fraction:
        """Steps in the span of the history that this way would bring: its share, or all if it stands by."""
        return self.need.steps / self.way.share_of if self.way.share_of else self.need.steps

    @property
    def steps_a_day(self) -> Fraction:
        """The same as an average per day."""
        return self.history.per_day(self.steps)


def numbers_of(given: Given) -> Numbers:
    """The first container quantity with a handy number of cards; where none has, the one with the fewest."""
    way = given.way
    tried: list[Numbers] = []
    for choice in islice(offered(given.steps_a_day, way.minimum, way.multiple, given.unit_steps), _TRIES):
        numbers = _computed(given, choice)
        handy = MOST_CARDS_OF_A_MULTIPLE if choice.rule == "order_multiple" else HANDY_CARDS
        if numbers.cards <= handy:
            return numbers
        tried.append(numbers)
    return min(tried, key=lambda numbers: numbers.cards)


def _computed(given: Given, choice: ContainerChoice) -> Numbers:
    way = given.way
    has_minimum = not says_nothing(way.minimum, given.unit_steps)
    lot_cards = rounded_up(Fraction(way.minimum, choice.quantity)) if has_minimum else 1
    minutes, lead_rule = _lead_time(way, Fraction(choice.quantity * lot_cards, given.unit_steps))
    days = Fraction(minutes, MINUTES_A_DAY)
    toyota = toyota_cards(given.steps_a_day, days, choice.quantity, given.safety_share)
    draw_cards = rounded_up(Fraction(given.need.largest_draw, choice.quantity))
    cards, card_rule = _card_count(toyota.cards, lot_cards, draw_cards)
    return Numbers(choice, lot_cards, minutes, lead_rule, toyota, draw_cards, cards, card_rule)


def _card_count(toyota: int, lot_cards: int, draw_cards: int) -> tuple[int, str]:
    """Enough for the demand of the lead time, for one container beyond the lot, and for one beyond the
    largest draw.
    """
    reckoned = [(toyota, "toyota"), (lot_cards + 1, "lot_and_one"), (draw_cards + 1, "draw_and_one")]
    cards, rule = max(reckoned, key=lambda pair: pair[0])
    return (cards, rule) if cards > 2 or rule == "toyota" else (2, "two_at_least")


def _lead_time(way: Way, units: Fraction) -> tuple[int, str]:
    """(minutes, rule) from signal to full, for a lot of that many units."""
    if way.kind is LoopKind.PRODUCTION:
        if not way.minutes_per_unit and not way.fixed_minutes:
            return MINUTES_A_DAY, "unclear"
        work = (way.fixed_minutes or Fraction(0)) + (way.minutes_per_unit or Fraction(0)) * units
        minutes, rule = rounded_up(work), "made"
    elif way.lead_time_minutes is not None:
        minutes, rule = way.lead_time_minutes, "listed"
    elif way.in_house:
        return SHORTEST_LEAD_TIME_MINUTES, "in_house"
    else:
        return MINUTES_A_DAY, "unclear"
    if minutes < SHORTEST_LEAD_TIME_MINUTES:
        return SHORTEST_LEAD_TIME_MINUTES, "an_hour"
    return minutes, rule
