"""Option lists as people write them: rows of texts by column, from a file or typed, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from kanban_app.domain.items import BomLine
from kanban_app.domain.option_lists import OptionFault, OptionRow, OptionsRefused, option_faults
from kanban_app.domain.options import GroupRule
from kanban_app.domain.quantities import LARGEST_STEPS
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault, EditRefused
from kanban_app.operations.importing.cells import BadCell, factor_of, name_of, number_of
from kanban_app.operations.importing.files import find_sheets
from kanban_app.operations.importing.header_text import plain
from kanban_app.operations.importing.problems import ProblemList
from kanban_app.operations.importing.sheets import Row, UnreadableSheet
from kanban_app.operations.structure_texts import amount_text, item_id_of, station_id_of

T = TypeVar("T")

COLUMNS = (
    *("group", "choice", "rule", "default", "surcharge", "component", "quantity", "replaces"),
    *("minutes", "station", "excludes"),
)
"""The columns of a list, in order; a file has `item` before them. All but group and choice may be missing."""

_NAMES = {plain(name): name for name in ("item", *COLUMNS)}
_NAMES |= {"price": "surcharge", "amount": "quantity", "part": "component", "option": "choice", "optiongroup": "group"}
_RULES = {"": GroupRule.ONE, "one": GroupRule.ONE, "oneof": GroupRule.ONE, "any": GroupRule.ANY, "anyof": GroupRule.ANY}
_REQUIRED = "required"
_YES = frozenset({"yes", "true", "1", "x", "default"})
_NO = frozenset({"", "no", "false", "0"})


def texts_of(structure: Structure, item_id: int, row: OptionRow) -> dict[str, str]:
    """A row as it may be typed again, by column."""
    amount = ""
    if row.component_id is not None and row.per_parent is not None:
        amount = amount_text(structure, BomLine(item_id, row.component_id, row.per_parent))
    rule = " ".join((row.rule.value, _REQUIRED)) if row.is_required else row.rule.value
    return {
        "group": row.group,
        "choice": row.choice,
        "rule": rule if row.group else "",
        "default": "yes" if row.is_default else "",
        "surcharge": row.surcharge,
        "component": structure.items[row.component_id].code if row.component_id is not None else "",
        "quantity": amount,
        "replaces": structure.items[row.replaces_id].code if row.replaces_id is not None else "",
        "minutes": "" if row.minutes is None else _exact(row.minutes),
        "station": structure.stations[row.station_id].name if row.station_id is not None else "",
        "excludes": row.excludes,
    }


def _exact(value: Fraction) -> str:
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text if Fraction(text) == value else str(value)


class _RowReader:
    """Reads the cells of one row and gathers what is wrong with each."""

    def __init__(self, number: int, texts: Mapping[str, str]) -> None:
        self._number = number
        self._texts = texts
        self.faults: list[OptionFault] = []

    def __call__(self, column: str, read: Callable[[str], T], otherwise: T) -> T:
        text = self._texts.get(column, "").strip()
        try:
            return read(text)
        except BadCell as bad:
            self._add(column, bad.fault.code, {"value": text, **bad.fault.values})
        except EditRefused as refused:
            for fault in refused.faults:
                self._add(column, fault.code, {"value": text, **fault.values})
        except ValueError:
            self._add(column, "no_choice", {"value": text, "choices": _accepted(column)})
        return otherwise

    def _add(self, column: str, code: str, values: Mapping[str, str]) -> None:
        self.faults.append(OptionFault(self._number, column, code, values))


def _accepted(column: str) -> str:
    return "one, any, one required, any required" if column == "rule" else "yes, no"


def rows_of(structure: Structure, item_id: int, lines: Sequence[Mapping[str, str]]) -> list[OptionRow]:
    """The rows of one item's list as typed; empty lines are left out. Raises OptionsRefused with all that is wrong."""
    rows, faults = _rows_read(
        structure, item_id, [line for line in lines if any(text.strip() for text in line.values())]
    )
    if faults:
        raise OptionsRefused(faults)
    return rows


def _rows_read(
    structure: Structure, item_id: int, lines: Sequence[Mapping[str, str]]
) -> tuple[list[OptionRow], list[OptionFault]]:
    rows, faults = [], []
    for number, line in enumerate(lines, start=1):
        read = _RowReader(number, line)
        rows.append(_row(structure, item_id, read))
        faults += read.faults
    return rows, faults


def _row(structure: Structure, item_id: int, read: _RowReader) -> OptionRow:
    rule, is_required = read("rule", _rule, (GroupRule.ONE, False))
    component_id = read("component", lambda text: item_id_of(structure, text) if text else None, None)
    amount = read("quantity", _above_zero, None)
    if amount is not None and component_id is not None:
        steps = structure.items[component_id].decimals - structure.items[item_id].decimals
        amount *= Fraction(10) ** steps
    return OptionRow(
        read("group", name_of, ""),
        read("choice", name_of, ""),
        rule,
        is_required,
        read("default", _truth, otherwise=False),
        component_id,
        read("replaces", lambda text: item_id_of(structure, text) if text else None, None),
        amount,
        read("surcharge", _money, ""),
        read("minutes", _above_zero, None),
        read("station", lambda text: station_id_of(structure, text) if text else None, None),
        read("excludes", name_of, ""),
    )


def _rule(text: str) -> tuple[GroupRule, bool]:
    words = plain(text)
    is_required = words.endswith(_REQUIRED)
    left = words.removesuffix(_REQUIRED)
    if left not in _RULES:
        raise ValueError(text)
    return _RULES[left], is_required


def _truth(text: str) -> bool:
    folded = text.casefold()
    if folded not in _YES and folded not in _NO:
        raise ValueError(text)
    return folded in _YES


def _above_zero(text: str) -> Fraction | None:
    value = factor_of(text)
    if value is not None and not 0 < value <= LARGEST_STEPS:
        raise _refused("not_positive")
    return value


def _money(text: str) -> str:
    value = number_of(text)
    if value is not None and abs(value) > LARGEST_STEPS:
        raise _refused("out_of_range")
    return "" if value is None else f"{value:f}"


def _refused(code: str) -> EditRefused:
    return EditRefused([EditFault("", code)])


# -- files -------------------------------------------------------------------------------------------------------------


def read_option_file(structure: Structure, path: Path) -> dict[int, list[OptionRow]]:
    """The lists in a CSV or XLSX file by item id. Raises OptionsRefused with all that is wrong, by the file's rows."""
    file = _File(structure)
    found = find_sheets([path])
    told = ProblemList()
    for fault, where in found.faults:
        told.add(fault, where)
    for sheet in found.sheets:
        try:
            file.read(list(sheet.rows()))
        except UnreadableSheet as broken:
            told.add(broken.fault, sheet.where)
    faults = file.faults or file.faults_of_lists()
    if not file.lists and not faults:
        text = " ".join(problem.text() for problem in told.all())
        faults = [OptionFault(0, "", "no_rows", {"problem": text})]
    if faults:
        raise OptionsRefused(faults)
    return file.lists


class _File:
    """The lists of one file, with the number of the row each of their rows stood in."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._numbers: dict[int, list[int]] = {}
        self.lists: dict[int, list[OptionRow]] = {}
        self.faults: list[OptionFault] = []

    def read(self, rows: Sequence[Row]) -> None:
        """One sheet, whose first row that is not empty names the columns."""
        filled = [(number, [str("" if cell is None else cell).strip() for cell in cells]) for number, cells in rows]
        filled = [(number, cells) for number, cells in filled if any(cells)]
        if not filled:
            return
        columns = {place: _NAMES[plain(cell)] for place, cell in enumerate(filled[0][1]) if plain(cell) in _NAMES}
        missing = [name for name in ("item", "group", "choice") if name not in columns.values()]
        self.faults += [OptionFault(filled[0][0], name, "column_missing", {"column": name}) for name in missing]
        for number, cells in filled[1:] if not missing else ():
            line = {name: cells[place] for place, name in columns.items() if place < len(cells)}
            self._read_row(_RowReader(number, line), number)

    def _read_row(self, read: _RowReader, number: int) -> None:
        item_id = read("item", lambda text: item_id_of(self._structure, text), 0)
        if item_id:
            self.lists.setdefault(item_id, []).append(_row(self._structure, item_id, read))
            self._numbers.setdefault(item_id, []).append(number)
        self.faults += read.faults

    def faults_of_lists(self) -> list[OptionFault]:
        """What is wrong with the lists as a whole."""
        return [
            replace(fault, row=self._numbers[item_id][fault.row - 1])
            for item_id, rows in self.lists.items()
            for fault in option_faults(self._structure, item_id, rows)
        ]
