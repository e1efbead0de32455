"""How many cards a loop needs. Exact arithmetic only: what lands on a whole number is not rounded up by a
float's error.

One formula so far, Toyota's. Another one is another function with the same answer, a `CardCount`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kanban_app.domain.quantities import rounded_up

Exact = Fraction | Decimal | int

DEFAULT_SAFETY_SHARE = Fraction(1, 10)


class SizingError(ValueError):
    """A number that no loop can have. `subject` names the argument."""

    def __init__(self, subject: str, value: Exact) -> None:
        super().__init__(f"{subject}: {value}")
        self.subject = subject
        self.value = value


@dataclass(frozen=True, slots=True)
class CardCount:
    """`cards` is `raw` rounded up; `safety_cards` of them are there for the safety share alone (rounded up
    too).
    """

    cards: int
    safety_cards: int
    raw: Fraction


def exact(value: Exact) -> Fraction:
    """The value as a fraction. Raises TypeError for a float: 0.1 is not a tenth."""
    if isinstance(value, float):
        raise TypeError("a card count is never computed with binary floating point")
    return Fraction(value)


def toyota_cards(
    demand: Exact, lead_time: Exact, container_quantity: Exact, safety_share: Exact = DEFAULT_SAFETY_SHARE
) -> CardCount:
    """Toyota's number of cards, k = ceil(D * L * (1 + a) / C).

    `demand` D is a quantity per unit of time, zero or more; `lead_time` L is in the same unit of time, from
    signal to full, zero or more; `container_quantity` C is in the unit of the demand, more than zero;
    `safety_share` a is a share of the demand during the lead time (0.1 for ten percent), zero or more.
    Answers zero cards where there is no demand. Raises SizingError for a number outside its range and
    TypeError for a float.

    Source: Sugimori, Kusunoki, Cho and Uchikawa, Toyota production system and kanban system, International
    Journal of Production Research 15 (1977) 6; so in the textbooks, as Stevenson, Operations Management,
    chapter on lean operations.
    """
    rate, time, size = exact(demand), exact(lead_time), exact(container_quantity)
    share = exact(safety_share)
    for subject, value in (("demand", rate), ("lead_time", time), ("safety_share", share)):
        if value < 0:
            raise SizingError(subject, value)
    if size <= 0:
        raise SizingError("container_quantity", size)
    without_safety = rate * time / size
    raw = without_safety * (1 + share)
    return CardCount(rounded_up(raw), rounded_up(without_safety * share), raw)
