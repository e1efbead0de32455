"""Quantities are whole steps of an item's unit, exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.quantities import (
    LARGEST_STEPS,
    QuantityError,
    decimal_from_steps,
    rounded_up,
    steps_from_decimal,
    steps_from_text,
)

decimals_of_a_unit = st.integers(0, 6)


@pytest.mark.parametrize(
    ("text", "decimals", "steps"),
    [
        ("8", 0, 8),
        ("8.0", 0, 8),
        ("2.5", 1, 25),
        ("2,5", 3, 2500),
        (" 1 250 ", 0, 1250),
        ("1\u00a0250,75", 2, 125075),
        ("0.000001", 6, 1),
        ("-3", 0, -3),
        ("+3", 0, 3),
        (".5", 1, 5),
        ("5.", 0, 5),
        ("1." + "0" * 60, 0, 1),
    ],
)
def test_a_quantity_is_read_as_whole_steps(text: str, decimals: int, steps: int) -> None:
    assert steps_from_text(text, decimals) == steps


@pytest.mark.parametrize(
    ("text", "decimals", "limit"),
    [
        ("", 0, "no_number"),
        ("eight", 0, "no_number"),
        ("8 pcs", 0, "no_number"),
        ("1,2,3", 3, "no_number"),
        ("1.234,5", 1, "no_number"),
        ("1e3", 0, "no_number"),
        ("1_000", 0, "no_number"),
        ("0x10", 0, "no_number"),
        ("٣", 0, "no_number"),
        ("NaN", 0, "no_number"),
        ("Infinity", 0, "no_number"),
        ("--1", 0, "no_number"),
        ("2.5", 0, "whole"),
        ("2.55", 1, "too_many_decimals"),
        ("1.0000000000000000000000000000000000001", 3, "too_many_decimals"),
        ("1" + "0" * 16, 0, "out_of_range"),
        ("1" + "0" * 15, 6, "out_of_range"),
        ("9" * 5_000, 0, "out_of_range"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_accepted(text: str, decimals: int, limit: str) -> None:
    with pytest.raises(QuantityError) as error:
        steps_from_text(text, decimals)
    assert error.value.limit == limit


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "1e16"])
def test_a_number_that_is_no_quantity_is_out_of_range(value: str) -> None:
    with pytest.raises(QuantityError) as error:
        steps_from_decimal(Decimal(value), 0)
    assert error.value.limit == "out_of_range"


def test_a_number_with_a_million_decimals_is_refused_at_once() -> None:
    with pytest.raises(QuantityError) as error:
        steps_from_decimal(Decimal("1e-999999"), 6)
    assert error.value.limit == "too_many_decimals"


@given(st.integers(-LARGEST_STEPS, LARGEST_STEPS), decimals_of_a_unit)
def test_what_is_shown_is_read_back_as_the_same_steps(steps: int, decimals: int) -> None:
    shown = decimal_from_steps(steps, decimals)
    assert Fraction(shown) == Fraction(steps, 10**decimals)
    assert steps_from_decimal(shown, decimals) == steps
    assert steps_from_text(f"{shown:f}", decimals) == steps
    assert steps_from_text(f"{shown:f}".replace(".", ","), decimals) == steps


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**16), max_value=10**16), decimals_of_a_unit)
def test_a_decimal_becomes_exactly_its_steps_or_is_refused(value: Decimal, decimals: int) -> None:
    exact = Fraction(value) * 10**decimals
    try:
        assert steps_from_decimal(value, decimals) == exact
    except QuantityError:
        assert exact.denominator != 1 or abs(exact) > LARGEST_STEPS


@given(st.fractions())
def test_rounding_up_gives_the_smallest_whole_number_that_is_enough(value: Fraction) -> None:
    whole = rounded_up(value)
    assert whole >= value > whole - 1


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12))
def test_an_exact_whole_number_is_never_rounded_up(whole: int, denominator: int) -> None:
    assert rounded_up(Fraction(whole * denominator, denominator)) == whole


def test_the_floating_point_that_would_have_asked_for_one_more() -> None:
    assume_float = ceil(0.1 * 3 * 10)
    assert assume_float == 4
    assert rounded_up(Fraction(1, 10) * 3 * 10) == 3


@given(st.text(max_size=30), decimals_of_a_unit)
def test_no_text_breaks_the_reading(text: str, decimals: int) -> None:
    try:
        assert abs(steps_from_text(text, decimals)) <= LARGEST_STEPS
    except QuantityError as error:
        limit = error.limit
    else:
        limit = ""
    assert limit in ("", "no_number", "whole", "too_many_decimals", "out_of_range")
