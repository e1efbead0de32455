"""The rows of the grid in which orders are typed: what each means, and what is wrong with it. No Qt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TypeVar

from kanban_app.domain.structure import Structure
from kanban_app.gui.orders.typed import Typed, day_of, item_of, price_of, steps_of
from kanban_app.i18n import _
from kanban_app.i18n import quantity as number_text
from kanban_app.operations.importing.order_choices import choices_in
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
T = TypeVar("T")
Texts = tuple[str, ...]
EMPTY: Texts = ("",) * CELLS


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row means: a line, or what is wrong and in which cells; neither for a row that nothing is typed into."""

    line: NewLine | None = None
    wrong: str = ""
    cells: frozenset[Cell] = frozenset()


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
    """What a row means; where it means nothing, every cell that is to be mended."""
    texts = rows[place]
    if is_empty(texts):
        return Meaning()
    wrong: dict[Cell, str] = {}

    def read(cell: Cell, meant: Callable[[], T]) -> T | None:
        try:
            return meant()
        except Typed as problem:
            wrong[cell] = problem.said
            return None

    customer = customer_of(rows, place)
    if not customer:
        wrong[Cell.CUSTOMER] = _("The customer is missing.")
    item_id = read(Cell.ITEM, lambda: item_of(texts[Cell.ITEM], structure))
    decimals = 0 if item_id is None else structure.items[item_id].decimals
    steps = None
    if item_id is not None or not texts[Cell.QUANTITY].strip():  # how finely it is counted says the item
        steps = read(Cell.QUANTITY, lambda: steps_of(texts[Cell.QUANTITY], decimals))
    wanted_on = read(Cell.WANTED, lambda: day_of(texts[Cell.WANTED], today))
    station_id = read(Cell.PLACE, lambda: _place_of(texts[Cell.PLACE], item_id, structure))
    price = read(Cell.PRICE, lambda: price_of(texts[Cell.PRICE]))
    choices = read(Cell.CHOICES, lambda: choices_of(texts[Cell.CHOICES]))
    if wrong or item_id is None or steps is None or wanted_on is None:
        return Meaning(None, " ".join(wrong.values()), frozenset(wrong))
    note = texts[Cell.NOTE].strip()
    return Meaning(NewLine(customer, item_id, steps, wanted_on, "", station_id, price or "", note, choices or ()))


def choices_of(text: str) -> tuple[str, ...]:
    """The choices of a row, "wood=oak, arms=yes", each by itself. Raises Typed."""
    found = choices_in(text)
    if any("=" not in part for part in found):
        raise Typed(_("Write choices as wood=oak, with a comma between them."))
    return found


def _place_of(text: str, item_id: int | None, structure: Structure) -> int | None:
    from kanban_app.domain.flow_ways import places_of_sale

    wanted = " ".join(text.split()).casefold()
    if wanted:
        for station in structure.stations.values():
            if station.name.casefold() == wanted:
                return station.id
        raise Typed(_("There is no station “{text}”.").format(text=text.strip()))
    places = [] if item_id is None else places_of_sale(structure, item_id)
    if len(places) > 1:
        names = ", ".join(structure.stations[station_id].name for station_id in places)
        raise Typed(_("Say where it ships from: {stations}.").format(stations=names))
    return None


# A cell in quotes ends with its row or at a tab; a quotation mark anywhere else is a sign like any other.
_PASTED = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^\t\n]*))(\t|\n|\Z)')


def pasted(text: str) -> list[Texts]:
    """Rows out of a spreadsheet's clipboard: cells between tabs, a cell with lines in it between quotes."""
    if "\t" not in text and "\n" not in text.strip("\n"):
        return []
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[Texts] = []
    row: list[str] = []
    for found in _PASTED.finditer(plain.rstrip("\n")):
        quoted, bare, ended = found.groups()
        cell = bare if quoted is None else quoted.replace('""', '"')
        row.append(" ".join(cell.split()))
        if ended != "\t":
            rows.append(tuple(row))
            row = []
        if not ended:
            break
    return rows


def no_room(at: tuple[int, int], block: Sequence[Texts]) -> str:
    """Why a block does not go in from a (row, column) on, so that none of it is lost; empty where it does."""
    row, column = at
    if any(cell for cells in block for cell in cells[CELLS - column :]):
        return _("These rows have more columns than fit here. Nothing was pasted. Begin further to the left.")
    if row + len(block) >= MOST_ROWS:
        text = _("More than {count} rows do not fit here. Nothing was pasted. Import them as a file.")
        return text.format(count=number_text(MOST_ROWS - 1))
    return ""


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
