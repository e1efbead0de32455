"""Reading single cells: names, quantities, numbers, dates, as people and their programs write them.

Every reader takes one cell and answers a value, or raises BadCell with the fault. Nothing is guessed: "1,234"
and "03/04/2027" mean two things, so without evidence from the same column they are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from kanban_app.operations.importing.problems import Fault, error

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as the readers of CSV and XLSX give it; empty is an empty text or None."""

LONGEST_NAME = 120
LONGEST_TEXT = 1000
FIRST_YEAR, LAST_YEAR = 1950, 2200
FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20"

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SIMPLE = re.compile(r"[A-Za-z0-9]+(?:[ _/-][A-Za-z0-9]+)*")
_NUMBER = re.compile(r"[+-]?(\d[\d.,'\u2019 ]*|[.,]\d+)(?:[eE][+-]?\d{1,3})?-?")
_GROUPED = re.compile(r"\d{1,3}([.,'\u2019 ]\d{3})+")
_FRACTION = re.compile(r"(\d{1,18})\s*/\s*(\d{1,18})")
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_EXCEL_ERRORS = frozenset({"#N/A", "#NV", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SAKNAS!"})

_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}})\.?{_TIME}")
_MONTH_NAMED = re.compile(rf"(\d{{1,2}})[-. ]*([^\W\d_]{{3,9}})[-., ]*(\d{{4}}|\d{{2}}){_TIME}")
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
_MONTHS |= {"maj": 5, "mai": 5, "okt": 10, "des": 12, "dez": 12, "mär": 3, "mrz": 3}


class BadCell(ValueError):
    """A cell that is not what its field needs."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def bad(code: str, **values: str) -> BadCell:
    """A cell refused with this code."""
    return BadCell(error(code, **values))


def shown(cell: Cell) -> str:
    """The cell as a problem's text quotes it: not too long, and nothing that a terminal would obey."""
    if cell is None:
        return ""
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def cleaned(text: str) -> str:
    """One spelling of a text: composed letters, plain single spaces, nothing invisible, no spreadsheet guard.

    A leading apostrophe before = + - @ is how exports keep a spreadsheet from running a text as a formula.
    """
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _SPACES.sub(" ", text).strip()
    if len(text) > 1 and text[0] == "'" and text[1] in FORMULA_STARTS:
        return text[1:]
    return text


def text_of(cell: Cell) -> str:
    """A free text. A whole number of a spreadsheet loses the ".0" it never had."""
    text = _plain_text(cell)
    if len(text) > LONGEST_TEXT:
        raise bad("too_long", limit=str(LONGEST_TEXT))
    return text


def name_of(cell: Cell) -> str:
    """A name or code, as a text that can stand on a card; empty where the cell is empty."""
    if isinstance(cell, (date, time, timedelta)):
        raise bad("date_for_name")
    if isinstance(cell, str) and len(cell) <= LONGEST_NAME and _SIMPLE.fullmatch(cell):
        return cell  # nine names of ten, in a tenth of the time
    text = _plain_text(cell)
    if text.upper() in _EXCEL_ERRORS:
        raise bad("formula_error")
    if len(text) > LONGEST_NAME:
        raise bad("too_long", limit=str(LONGEST_NAME))
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"} for letter in text):
        raise bad("unprintable")
    if _SCIENTIFIC.fullmatch(text):
        raise bad("shortened_code")
    return text


def _plain_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cleaned(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return str(cell)


def number_of(cell: Cell, decimal_sign: str = "") -> Decimal | None:
    """A number, or None for an empty cell.

    `decimal_sign` is what the rest of the sheet uses ("." or ","), empty where nothing tells; a text like
    "1,234" is refused then, because it may be a thousand or one.
    """
    if isinstance(cell, (date, time, timedelta)):
        raise bad("date_for_number")
    if isinstance(cell, bool):
        raise bad("no_number")
    if isinstance(cell, (int, float)):
        # 15 digits is all a spreadsheet keeps; more would show its binary remainders.
        value = Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
        if not value.is_finite():
            raise bad("no_number")
        return value
    text = cleaned(cell or "").replace("\u2212", "-")
    if not text:
        return None
    if text.upper() in _EXCEL_ERRORS:
        raise bad("formula_error")
    if not _NUMBER.fullmatch(text):
        raise bad("no_number")
    if text.endswith("-"):
        text = "-" + text[:-1].lstrip("+")
    return _decimal(text, decimal_sign)


def _decimal(text: str, decimal_sign: str) -> Decimal:
    mantissa, _, exponent = text.replace("E", "e").partition("e")
    sign = -1 if mantissa.startswith("-") else 1
    digits = _with_point(mantissa.lstrip("+-"), decimal_sign)
    if exponent and abs(int(exponent)) > 20:
        raise bad("no_number")
    return sign * Decimal(f"{digits}e{exponent or 0}")


def _with_point(text: str, decimal_sign: str) -> str:
    """Digits with a point as decimal sign and no grouping."""
    marks = [mark for mark in text if mark in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            raise bad("no_number")
        whole, _, rest = text.rpartition(decimal)
        return _ungrouped(whole) + "." + _digits(rest)
    if len(marks) > 1:
        return _ungrouped(text)
    if len(marks) == 1:
        return _one_mark(text, marks[0], decimal_sign)
    return _ungrouped(text) if not text.isdigit() else text


def _one_mark(text: str, mark: str, decimal_sign: str) -> str:
    whole, _, rest = text.partition(mark)
    # "1,234" may be grouped; "0,234", "1234,567" and "1,23" cannot be.
    may_be_grouped = len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0" and whole.isdigit()
    if may_be_grouped and mark != decimal_sign:
        if decimal_sign:
            return whole + _digits(rest)
        if mark == ",":
            raise bad("ambiguous_number", thousands=whole + rest, decimal=f"{whole}.{rest}")
    return (_ungrouped(whole) if whole else "0") + "." + _digits(rest)


def _ungrouped(text: str) -> str:
    if text.isdigit():
        return text
    if not _GROUPED.fullmatch(text) or len({mark for mark in text if not mark.isdigit()}) > 1:
        raise bad("no_number")
    return "".join(letter for letter in text if letter.isdigit())


def _digits(text: str) -> str:
    if text and not text.isdigit():
        raise bad("no_number")
    return text or "0"


def factor_of(cell: Cell, decimal_sign: str = "") -> Fraction | None:
    """A ratio: a number, or "1/3". None for an empty cell."""
    if isinstance(cell, str):
        found = _FRACTION.fullmatch(cleaned(cell))
        if found:
            if int(found[2]) == 0:
                raise bad("no_number")
            return Fraction(int(found[1]), int(found[2]))
    value = number_of(cell, decimal_sign)
    return None if value is None else Fraction(value)


def date_of(cell: Cell, order: str = "") -> date | None:
    """A day, or None for an empty cell. `order` is "dmy" or "mdy" where the column tells how it writes
    03/04/2027.

    A number that a spreadsheet counted in days since 1900 is read as that day.
    """
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, (bool, time, timedelta)):
        raise bad("no_date")
    if isinstance(cell, (int, float)):
        cell = f"{cell:.15g}"
    text = cleaned(cell or "")
    return _in_range(_date_from_text(text, order)) if text else None


def is_serial_date(cell: Cell) -> bool:
    """A day written as a spreadsheet's number."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return 20000 <= cell < 80000
    return isinstance(cell, str) and bool(_SERIAL.fullmatch(cell.strip()))


def _date_from_text(text: str, order: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found[1], found[2], found[3], found[4], order)
    if found := _MONTH_NAMED.fullmatch(text):
        month = _MONTHS.get(found[2].casefold()[:3])
        if month:
            return _date(found[3], str(month), found[1])
    if _SERIAL.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=int(text[:5]))
    raise bad("no_date")


def _year_last(first: str, mark: str, second: str, year: str, order: str) -> date:
    if len(year) == 2 and mark != "." and not order and int(second) <= 12:
        raise bad("short_year")
    # With points the day comes first wherever dates are written so.
    day_first = mark == "." or order == "dmy" or int(first) > 12 or int(first) == int(second)
    if not day_first and not order and int(second) <= 12:
        raise bad("ambiguous_date", one=_iso(year, second, first), other=_iso(year, first, second))
    month_first = not day_first or (order == "mdy" and mark != "." and int(first) <= 12)
    return _date(year, first, second) if month_first else _date(year, second, first)


def _iso(year: str, month: str, day: str) -> str:
    return _date(year, month, day).isoformat()


def _date(year: str, month: str, day: str) -> date:
    century = 2000 if len(year) == 2 else 0
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        raise bad("no_date") from None


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise bad("date_out_of_range", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return day


def decimal_sign_in(cells: Iterable[Cell]) -> str:
    """The decimal sign these cells use, where one of them can mean only one thing and none contradicts; else
    empty.
    """
    signs: set[str] = set()
    for cell in cells:
        if isinstance(cell, str):
            signs |= _sign_shown_by(cleaned(cell).lstrip("+-").rstrip("-"))
    return signs.pop() if len(signs) == 1 else ""


def _sign_shown_by(text: str) -> set[str]:
    marks = [mark for mark in text if mark in ".,"]
    if not marks or not _NUMBER.fullmatch(text):
        return set()
    if len(set(marks)) == 2:
        return {marks[-1]}
    if len(marks) > 1:
        return {"," if marks[0] == "." else "."}
    whole, _, rest = text.partition(marks[0])
    plain = len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    return set() if plain or not rest.isdigit() else {marks[0]}


def date_order_in(cells: Iterable[Cell]) -> str:
    """ "dmy" or "mdy", where one of these cells can be read one way only and none contradicts; else empty."""
    orders: set[str] = set()
    for cell in cells:
        found = _YEAR_LAST.fullmatch(cleaned(cell)) if isinstance(cell, str) else None
        if found and found[2] != "." and int(found[1]) != int(found[3]):
            # 27/01/31 may begin with its year, so a short year proves no day.
            if int(found[1]) > 12 and len(found[4]) == 4:
                orders.add("dmy")
            elif int(found[3]) > 12:
                orders.add("mdy")
    return orders.pop() if len(orders) == 1 else ""
