"""The rows of the grid in which orders are typed: what each means, and what is wrong with it. No Qt."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from kanban_app.domain.structure import Structure
from kanban_app.gui.orders.typed import Typed, day_of, item_of, price_of, steps_of
from kanban_app.i18n import _
from kanban_app.operations.orders_entering import NewLine


class Cell(IntEnum):
    """The columns that are typed into."""

    CUSTOMER = 0
    ITEM = 1
    QUANTITY = 2
    WANTED = 3
    PLACE = 4
    PRICE = 5
    NOTE = 6
    CHOICES = 7


CELLS = len(Cell)
MOST_ROWS = 2_000
Texts = tuple[str, ...]
EMPTY: Texts = ("",) * CELLS


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row means: a line, or what is wrong and in which cell; both None for a row that nothing is typed into."""

    line: NewLine | None = None
    wrong: str = ""
    cell: Cell | None = None


def is_empty(texts: Texts) -> bool:
    """Nothing is typed into it."""
    return not any(text.strip() for text in texts)


def customer_of(rows: Sequence[Texts], place: int) -> str:
    """The customer of a row: its own, else that of the row above it."""
    while place >= 0:
        own = rows[place][Cell.CUSTOMER].strip()
        if own:
            return own
        place -= 1
    return ""


def meaning_of(rows: Sequence[Texts], place: int, structure: Structure, today: date) -> Meaning:
    """What a row means."""
    texts = rows[place]
    if is_empty(texts):
        return Meaning()
    cell = Cell.CUSTOMER
    try:
        customer = customer_of(rows, place)
        if not customer:
            raise Typed(_("The customer is missing."))
        cell = Cell.ITEM
        item_id = item_of(texts[cell], structure)
        cell = Cell.QUANTITY
        steps = steps_of(texts[cell], structure.items[item_id].decimals)
        cell = Cell.WANTED
        wanted_on = day_of(texts[cell], today)
        cell = Cell.PLACE
        station_id = _place_of(texts[cell], item_id, structure)
        cell = Cell.PRICE
        price = price_of(texts[cell])
        cell = Cell.CHOICES
        choices = choices_of(texts[cell])
    except Typed as wrong:
        return Meaning(None, wrong.said, cell)
    note = texts[Cell.NOTE].strip()
    return Meaning(NewLine(customer, item_id, steps, wanted_on, "", station_id, price, note, choices))


def choices_of(text: str) -> tuple[str, ...]:
    """The choices of a row, "wood=oak, arms=yes", each by itself. Raises Typed."""
    found = tuple(" ".join(part.split()) for part in text.replace(";", ",").split(",") if part.strip())
    if any("=" not in part for part in found):
        raise Typed(_("Write choices as wood=oak, with a comma between them."))
    return found


def _place_of(text: str, item_id: int, structure: Structure) -> int | None:
    from kanban_app.domain.flow_ways import places_of_sale

    wanted = " ".join(text.split()).casefold()
    if wanted:
        for station in structure.stations.values():
            if station.name.casefold() == wanted:
                return station.id
        raise Typed(_("There is no station “{text}”.").format(text=text.strip()))
    places = places_of_sale(structure, item_id)
    if len(places) > 1:
        names = ", ".join(structure.stations[station_id].name for station_id in places)
        raise Typed(_("Say where it ships from: {stations}.").format(stations=names))
    return None


def pasted(text: str) -> list[Texts]:
    """Rows out of a spreadsheet's clipboard: cells between tabs, a cell with lines in it between quotes."""
    if "\t" not in text and "\n" not in text.strip("\n"):
        return []
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    read = csv.reader(io.StringIO(plain), delimiter="\t")
    return [tuple(" ".join(cell.split()) for cell in row) for row in read][:MOST_ROWS]


def laid_in(rows: Sequence[Texts], at: tuple[int, int], block: Sequence[Texts]) -> list[Texts]:
    """The rows with a block of cells laid in from a (row, column) on; what is beyond the last column is left out."""
    found = [list(row) for row in rows]
    row, column = at
    while len(found) < row + len(block):
        found.append(list(EMPTY))
    for down, cells in enumerate(block):
        for right, text in enumerate(cells):
            if column + right < CELLS:
                found[row + down][column + right] = text
    return [tuple(cells) for cells in found]


def to_text(rows: Sequence[Texts]) -> str:
    """The rows as one text, to be remembered."""
    return json.dumps([list(row) for row in rows if not is_empty(row)], ensure_ascii=False)


def from_text(text: str) -> list[Texts]:
    """Rows that were remembered; none where they can't be read."""
    try:
        found = json.loads(text or "[]")
        return [tuple(str(cell) for cell in row[:CELLS]) + EMPTY[len(row) :] for row in found]
    except (ValueError, TypeError):
        return []
