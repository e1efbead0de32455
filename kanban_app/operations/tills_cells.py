"""The cells of a till's lines, each different one read once: code, quantity, moment, price and plain texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from operator import itemgetter
from typing import Generic, TypeVar

from kanban_app.domain.quantities import LARGEST_UNITS
from kanban_app.operations.importing.cells import (
    BadCell,
    Cell,
    bad,
    date_of,
    date_order_in,
    decimal_sign_in,
    name_of,
    number_of,
    text_of,
)
from kanban_app.operations.importing.problems import Fault, error
from kanban_app.operations.importing.recognising import Recognised

MOST_REMEMBERED = 50_000
_EPOCH = date(1970, 1, 1).toordinal()
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([AaPp])?\.?[Mm]?\.?")
_SERIAL_WITH_TIME = re.compile(r"\d{5}[.,]\d+")
_MARKED = frozenset({"item", "quantity", "date", "time", "invoice", "price", "customer", "line"})
_DAY_SECONDS = 24 * 60 * 60
_CLOCK_BEHIND = re.compile(r"\d[T ]+(\d{1,2}:\d{2}.*)$")

V = TypeVar("V")


class Memo(dict[Cell, V | None], Generic[V]):
    """A column's values by its cells: a cell that was seen costs one look-up. None where the cell is bad."""

    def __init__(self, parse: Callable[[Cell], V]) -> None:
        super().__init__()
        self._parse = parse
        self.faults: dict[Cell, Fault] = {}

    def __missing__(self, cell: Cell) -> V | None:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value: V | None = None
        try:
            value = self._parse(cell)
        except BadCell as problem:
            self.faults[cell] = problem.fault
        self[cell] = value
        return value


Amount = tuple[int, str, bool]
"""The place of a quantity in the list of quantities, its one spelling, and whether it is whole."""
At = tuple[int, str]
"""The day of a sale since 1970, and its day and time in one spelling."""


class TillCells:
    """The columns of one sheet, by our names. `at` is the place of each field's cell in a row."""

    def __init__(
        self, known: Recognised, decimal_sign: str, date_order: str, quantities: list[Decimal], last_day: date
    ) -> None:
        self.at = known.columns
        self.headers = known.headers
        self.width = len(known.headers)
        self._sign, self._order, self._last_day = decimal_sign, date_order, last_day
        self._quantities = quantities
        self._places = {quantity: place for place, quantity in enumerate(quantities)}
        self.code: Memo[str] = Memo(_code)
        self.quantity: Memo[Amount] = Memo(self._amount)
        self._date: Memo[At] = Memo(self._moment)
        self._time: Memo[str] = Memo(_clock)
        self._price: Memo[str] = Memo(self._decimal_text)
        self._texts = {name: Memo(text_of) for name in ("invoice", "customer", "line", "description")}
        self._time_at = self.at.get("time", -1)

    def beside_the_mark(self) -> Callable[[list[Cell]], object]:
        """What picks the cells of a row that its mark does not hold: the description, and columns nobody needs."""
        held = {index for name, index in self.at.items() if name in _MARKED}
        left = [index for index in range(self.width) if index not in held]
        return itemgetter(*left) if left else lambda _cells: None

    def moment(self, cells: list[Cell]) -> At | None:
        """The day and, from its own column or behind the day, the time. None where one of them is bad."""
        at = self._date[cells[self.at["date"]]]
        if at is None or self._time_at < 0:
            return at
        clock = self._time[cells[self._time_at]]
        return None if clock is None else (at[0], f"{at[1]} {clock}")

    def text(self, name: str, cells: list[Cell]) -> str | None:
        """A plain text, empty where the file has no such column; None where it is bad."""
        index = self.at.get(name)
        return "" if index is None else self._texts[name][cells[index]]

    def price_text(self, cells: list[Cell]) -> str | None:
        """The price in one spelling, empty where there is none; None where it is bad."""
        index = self.at.get("price")
        return "" if index is None else self._price[cells[index]]

    def put_back(self, place: int) -> int:
        """The place of the same quantity below zero."""
        return self._place(-self._quantities[place])

    def faults(self, cells: list[Cell]) -> Iterator[tuple[str, Fault]]:
        """(field, fault) of each bad cell of a row."""
        memos: dict[str, Memo[str] | Memo[Amount] | Memo[At]] = {
            "item": self.code,
            "quantity": self.quantity,
            "date": self._date,
            "time": self._time,
            "price": self._price,
            **self._texts,
        }
        for name, memo in memos.items():
            index = self.at.get(name)
            if index is not None and memo[cells[index]] is None:
                yield name, memo.faults[cells[index]]

    # -- reading one cell --------------------------------------------------------------------------------------------

    def _amount(self, cell: Cell) -> Amount:
        value = number_of(cell, self._sign)
        if value is None:
            raise BadCell(error("missing_value"))
        if abs(value) > LARGEST_UNITS:
            raise bad("out_of_range")
        return self._place(value), _plain(value), value == value.to_integral_value()

    def _place(self, value: Decimal) -> int:
        place = self._places.get(value)
        if place is None:
            place = self._places[value] = len(self._quantities)
            self._quantities.append(value)
        return place

    def _decimal_text(self, cell: Cell) -> str:
        value = number_of(cell, self._sign)
        return "" if value is None else _plain(value)

    def _moment(self, cell: Cell) -> At:
        day = date_of(cell, self._order)
        if day is None:
            raise BadCell(error("missing_value"))
        if day > self._last_day:
            raise bad("date_to_come")
        return day.toordinal() - _EPOCH, f"{day.isoformat()} {_time_in(cell)}".rstrip()


def till_cells(
    known: Recognised, sample: Sequence[list[Cell]], hint: str, quantities: list[Decimal], last_day: date
) -> TillCells:
    """The columns of a sheet, with how it writes decimals and dates found out from its first rows.

    A sale after `last_day` is a bad one.
    """
    entry = known.entry
    dates = [cells[known.columns["date"]] for cells in sample if len(cells) > known.columns["date"]]
    places = [known.columns[name] for name in ("quantity", "price") if name in known.columns]
    numbers = [cells[place] for cells in sample for place in places if len(cells) > place]
    sign = (entry.decimal if entry else "") or decimal_sign_in(numbers) or hint
    return TillCells(known, sign, (entry.dates if entry else "") or date_order_in(dates), quantities, last_day)


def _code(cell: Cell) -> str:
    code = name_of(cell)
    if not code:
        raise BadCell(error("missing_value"))
    return code


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _time_in(cell: Cell) -> str:
    """The time that stands with a day; midnight is what a spreadsheet makes of a day alone.

    In a day counted since 1900, as spreadsheets keep it, the fraction is the time, to the second.
    """
    if isinstance(cell, str) and _SERIAL_WITH_TIME.fullmatch(cell.strip()):
        cell = float(cell.strip().replace(",", "."))
    if isinstance(cell, float):
        second = round(cell % 1 * _DAY_SECONDS) % _DAY_SECONDS
        return "" if not second else f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    if isinstance(cell, datetime):
        return "" if cell.time() == time() else cell.time().isoformat("seconds")
    found = _CLOCK_BEHIND.search(cell) if isinstance(cell, str) else None
    clock = _clock(found[1]) if found else ""
    return "" if clock == "00:00:00" else clock


def _clock(cell: Cell) -> str:
    """A time of day as hours, minutes and seconds; as it stands where it is none."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    text = text_of(cell)
    found = _CLOCK.fullmatch(text.rstrip("Z").strip())
    if not found:
        return text
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    return f"{hour:02}:{found[2]}:{found[3] or '00'}"
