"""Quantities are whole numbers of an item's smallest step: pieces, or 10**-decimals of a kilogram, metre, litre.

So 2.50 kg of an item with three decimals is 2500. Sums and comparisons are exact, a database sums them exactly,
and binary floating point never touches a count.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact
from fractions import Fraction

MOST_DECIMALS = 6
LARGEST_STEPS = 10**15
LARGEST_UNITS = 10**9
"""More of an item than this, in its unit, is a slip of the keyboard: in an order line or a list of them."""

_WRITTEN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
# Wide enough for every quantity in range with all its decimals: what does not fit has more than any unit allows.
_EXACT = Context(prec=40, traps=[Inexact])


class QuantityError(ValueError):
    """A text or number that is no quantity of this item. `limit` tells what would be accepted."""

    def __init__(self, text: str, limit: str) -> None:
        super().__init__(f"{text!r}: {limit}")
        self.text = text
        self.limit = limit


def steps_from_decimal(value: Decimal, decimals: int) -> int:
    """The quantity in steps of 10**-decimals of the unit.

    Raises QuantityError when the value has more decimals than the unit allows, is not finite or is out of range.
    """
    if not value.is_finite() or value.copy_abs() > LARGEST_STEPS:
        raise QuantityError(str(value), "out_of_range")
    scaled = _scaled(value, decimals)
    if scaled is None:
        raise QuantityError(str(value), "whole" if decimals == 0 else "too_many_decimals")
    if abs(scaled) > LARGEST_STEPS:
        raise QuantityError(str(value), "out_of_range")
    return scaled


def _scaled(value: Decimal, decimals: int) -> int | None:
    try:
        scaled = value.scaleb(decimals, _EXACT)
    except Inexact:
        return None
    return int(scaled) if scaled == scaled.to_integral_value() else None


def steps_from_text(text: str, decimals: int) -> int:
    """Read "8", "2.5" or "2,5" as steps. Raises QuantityError for anything else."""
    cleaned = "".join(character for character in text if not character.isspace())
    if cleaned.count(",") == 1 and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    if not _WRITTEN.fullmatch(cleaned):
        raise QuantityError(text, "no_number")
    return steps_from_decimal(Decimal(cleaned), decimals)


def decimal_from_steps(steps: int, decimals: int) -> Decimal:
    """The exact value in the item's unit, with trailing zeros removed (2500 steps of three decimals: 2.5)."""
    value = Decimal(steps).scaleb(-decimals)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def rounded_up(value: Fraction) -> int:
    """The smallest whole number not below the value, exactly (no floating point, so 10/1 stays 10)."""
    return -(-value.numerator // value.denominator)
