"""Single cells: what is read, and what is refused because it may mean two things."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.operations.importing.cells import (
    BadCell,
    Cell,
    cleaned,
    date_of,
    date_order_in,
    decimal_sign_in,
    factor_of,
    name_of,
    number_of,
    shown,
    text_of,
)


def code_of(read: object, *arguments: object) -> str:
    with pytest.raises(BadCell) as refused:
        read(*arguments)  # type: ignore[operator]
    return refused.value.fault.code


@pytest.mark.parametrize(
    "cell, sign, value",
    [
        ("8", "", "8"),
        (" 8 ", "", "8"),
        ("2.5", "", "2.5"),
        ("2,5", "", "2.5"),
        ("2,5", ".", "2.5"),
        ("1.234,5", "", "1234.5"),
        ("1,234.5", "", "1234.5"),
        ("1,234,567", "", "1234567"),
        ("1.234.567", "", "1234567"),
        ("1 234", "", "1234"),
        ("1\u00a0234,5", "", "1234.5"),
        ("1\u202f234", "", "1234"),
        ("1'234.50", "", "1234.5"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        ("1.234", "", "1.234"),
        ("0,234", "", "0.234"),
        ("1234,567", "", "1234.567"),
        (",5", "", "0.5"),
        ("5,", "", "5"),
        ("-3", "", "-3"),
        ("\u22123", "", "-3"),
        ("3-", "", "-3"),
        ("+3", "", "3"),
        ("1E+05", "", "100000"),
        (7.0, "", "7"),
        (0.1 + 0.2, "", "0.3"),
        (12, "", "12"),
    ],
)
def test_a_number_as_people_write_it(cell: Cell, sign: str, value: str) -> None:
    assert number_of(cell, sign) == Decimal(value)


@pytest.mark.parametrize("cell", ["", " ", "\u00a0", None])
def test_an_empty_cell_is_no_number_and_no_fault(cell: Cell) -> None:
    assert number_of(cell) is None
    assert date_of(cell) is None


@pytest.mark.parametrize(
    "cell, code",
    [
        ("1,234", "ambiguous_number"),
        ("12 3", "no_number"),
        ("1,23,456", "no_number"),
        ("1.2.3", "no_number"),
        ("1,2.3,4", "no_number"),
        ("five", "no_number"),
        ("5 pcs", "no_number"),
        ("NaN", "no_number"),
        ("1E+99", "no_number"),
        (float("inf"), "no_number"),
        (True, "no_number"),
        ("#N/A", "formula_error"),
        (date(2027, 1, 2), "date_for_number"),
    ],
)
def test_what_is_no_number_or_two_numbers_is_refused(cell: Cell, code: str) -> None:
    assert code_of(number_of, cell) == code


@pytest.mark.parametrize(
    "cells, sign",
    [
        (["2,5", "3"], ","),
        (["2.5", "1,234"], "."),
        (["1.234,5"], ","),
        (["1,234,567"], "."),
        (["1,234", "8"], ""),
        (["2,5", "2.5"], ""),
        ([8.0, None, "shop 1"], ""),
    ],
)
def test_a_column_tells_its_decimal_sign_only_by_what_is_certain(cells: list[Cell], sign: str) -> None:
    assert decimal_sign_in(cells) == sign


@pytest.mark.parametrize(
    "cell, order, day",
    [
        ("2027-01-31", "", date(2027, 1, 31)),
        ("2027/1/31", "", date(2027, 1, 31)),
        ("2027.01.31", "", date(2027, 1, 31)),
        ("20270131", "", date(2027, 1, 31)),
        ("2027-01-31 08:26:00", "", date(2027, 1, 31)),
        ("2027-01-31T08:26:00Z", "", date(2027, 1, 31)),
        ("31.1.2027", "", date(2027, 1, 31)),
        ("3.4.2027", "", date(2027, 4, 3)),
        ("31.01.27", "", date(2027, 1, 31)),
        ("31/01/2027", "", date(2027, 1, 31)),
        ("01/31/2027", "", date(2027, 1, 31)),
        ("1/31/27", "", date(2027, 1, 31)),
        ("3/4/2027 8:26 AM", "mdy", date(2027, 3, 4)),
        ("03/04/2027", "dmy", date(2027, 4, 3)),
        ("03/04/27", "dmy", date(2027, 4, 3)),
        ("03/03/2027", "", date(2027, 3, 3)),
        ("4 Jan 2027", "", date(2027, 1, 4)),
        ("4-maj-27", "", date(2027, 5, 4)),
        ("4. Dezember 2027", "", date(2027, 12, 4)),
        ("46388", "", date(2027, 1, 1)),
        (46388.0, "", date(2027, 1, 1)),
        (datetime(2027, 1, 31, 8, tzinfo=UTC), "", date(2027, 1, 31)),
        (date(2027, 1, 31), "", date(2027, 1, 31)),
    ],
)
def test_a_date_as_people_and_spreadsheets_write_it(cell: Cell, order: str, day: date) -> None:
    assert date_of(cell, order) == day


@pytest.mark.parametrize(
    "cell, code",
    [
        ("03/04/2027", "ambiguous_date"),
        ("27-01-31", "short_year"),
        ("03/04/27", "short_year"),
        ("2027-02-30", "no_date"),
        ("31.31.2027", "no_date"),
        ("soon", "no_date"),
        ("4 Foo 2027", "no_date"),
        ("0001-01-01", "date_out_of_range"),
        ("9999-01-01", "date_out_of_range"),
        (time(8, 0), "no_date"),
        (True, "no_date"),
        (7.0, "no_date"),
    ],
)
def test_what_is_no_date_or_two_dates_is_refused(cell: Cell, code: str) -> None:
    assert code_of(date_of, cell) == code


def test_a_column_of_dates_tells_whether_the_day_comes_first() -> None:
    assert date_order_in(["03/04/2027", "31/04/2027"]) == "dmy"
    assert date_order_in(["03/04/2027", "04/31/2027"]) == "mdy"
    assert date_order_in(["03/04/2027"]) == ""
    assert date_order_in(["31/04/2027", "04/31/2027"]) == ""
    assert date_order_in(["27/01/31"]) == ""


@pytest.mark.parametrize(
    "cell, name",
    [
        ("  chair \u00a0 leg ", "chair leg"),
        ("a\u0308pple", "äpple"),
        ("\ufeffchair\u200b", "chair"),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("'-5", "-5"),
        ("'tis", "'tis"),
        (123.0, "123"),
        (1e15, "1000000000000000"),
        (42, "42"),
        (True, "TRUE"),
        ("two\nlines", "two lines"),
        (None, ""),
    ],
)
def test_a_name_has_one_spelling(cell: Cell, name: str) -> None:
    assert name_of(cell) == name


@pytest.mark.parametrize(
    "cell, code",
    [
        (date(2027, 3, 1), "date_for_name"),
        ("#REF!", "formula_error"),
        ("1.23457E+11", "shortened_code"),
        ("x" * 121, "too_long"),
        ("bell\x07", "unprintable"),
    ],
)
def test_a_name_that_a_spreadsheet_has_spoiled_is_refused(cell: Cell, code: str) -> None:
    assert code_of(name_of, cell) == code


def test_a_text_has_an_end() -> None:
    assert code_of(text_of, "x" * 1001) == "too_long"
    assert len(shown("x" * 1001)) == 120


@pytest.mark.parametrize(
    "cell, value", [("1/3", Fraction(1, 3)), ("0.25", Fraction(1, 4)), ("2", Fraction(2)), ("", None)]
)
def test_a_ratio_may_be_a_fraction(cell: Cell, value: Fraction | None) -> None:
    assert factor_of(cell) == value


def test_a_ratio_over_nothing_is_refused() -> None:
    assert code_of(factor_of, "1/0") == "no_number"


decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@given(decimals)
def test_every_number_comes_back_however_it_was_grouped(value: Decimal) -> None:
    english, german = f"{value:,.4f}", f"{value:,.4f}".translate(str.maketrans(",.", ".,"))
    swedish = f"{value:,.4f}".replace(",", "\u00a0").replace(".", ",")
    assert number_of(english, ".") == number_of(german, ",") == number_of(swedish, ",") == value
    assert number_of(f"{value:f}", ".") == value


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_every_date_comes_back_however_it_was_written(day: date) -> None:
    assert date_of(day.isoformat()) == day
    assert date_of(f"{day:%d.%m.%Y}") == day
    assert date_of(f"{day:%d/%m/%Y}", "dmy") == day
    assert date_of(f"{day:%m/%d/%Y}", "mdy") == day
    assert date_of(f"{day:%Y%m%d}") == day


@given(st.text(max_size=60))
def test_cleaning_a_name_twice_changes_nothing_more(text: str) -> None:
    once = cleaned(text)
    assert once[:1] == "'" or cleaned(once) == once


@given(st.one_of(st.text(max_size=30), st.floats(), st.booleans(), st.dates(), st.times(), st.none(), st.integers()))
def test_no_cell_breaks_a_reader(cell: Cell) -> None:
    for read in (number_of, date_of, name_of, text_of, factor_of):
        try:
            read(cell)
        except BadCell:
            continue
