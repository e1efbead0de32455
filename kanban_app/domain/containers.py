"""What fits in one container: numbers a person can count, from the order multiple, the minimum and a day's
demand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, takewhile

COUNTABLE = (1, 2, 4, 5, 8, 10, 20, 25, 40, 50)
MOST_COUNTED_UNITS = 100
"""Nobody counts more pieces than this into a box: what is bought in larger numbers comes in the box of its
minimum.
"""


@dataclass(frozen=True, slots=True)
class ContainerChoice:
    """A container quantity in steps, and the code of the rule that offered it."""

    quantity: int
    rule: str


def countable_numbers() -> Iterator[int]:
    """1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 200, 250, 400 … without an end."""
    yield from COUNTABLE
    for power in count(1):
        yield from (number * 10**power for number in (10, 20, 25, 40, 50))


def nearest_countable(quantity: Fraction) -> int:
    """The countable number nearest to a quantity as a ratio (so 3 is as far from 2 as from 4.5); at least 1."""
    below = 1
    for number in countable_numbers():
        if number >= quantity:
            return number if below * number <= quantity * quantity or number == 1 else below
        below = number
    raise AssertionError


def says_nothing(quantity: int, unit_steps: int) -> bool:
    """A minimum or a multiple of nothing, of one unit or of one step is none."""
    return quantity <= 1 or quantity == unit_steps


def offered(day_demand: Fraction, minimum: int, multiple: int, unit_steps: int) -> Iterator[ContainerChoice]:
    """The container quantities to try, the best first and then ever larger ones.

    `day_demand`, `minimum` and `multiple` are in steps (zero: none), `unit_steps` is the number of steps in
    one unit of the item. With a multiple it is the multiple and then countable numbers of it. Without, about
    a day's demand, and never more than the minimum where there is one.
    """
    if not says_nothing(multiple, unit_steps):
        for number in countable_numbers():
            yield ContainerChoice(multiple * number, "order_multiple" if number == 1 else "order_multiples")
        return
    first = nearest_countable(day_demand) if day_demand else unit_steps
    rule = "day_of_demand" if day_demand else "no_demand"
    larger = (number for number in countable_numbers() if number >= first)
    if says_nothing(minimum, unit_steps):
        yield from (ContainerChoice(number, rule) for number in larger)
        return
    most = MOST_COUNTED_UNITS * unit_steps if minimum > MOST_COUNTED_UNITS * unit_steps else minimum - 1
    for number in takewhile(lambda number: number <= most, larger):
        yield ContainerChoice(number, rule)
    yield ContainerChoice(minimum, "whole_minimum")
