"""The list in which people keep what an item offers, with a row for each part or work of a choice, and its faults.

Rows of the same group and choice belong together. A row without a group says what the item costs before any surcharge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kanban_app.domain.items import BomCycle, BomLine, levels_from_leaves
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.options import Choice, Group, GroupRule, Operation, Options, PartChange, Pick
from kanban_app.domain.structure import Structure


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One row. `per_parent` is in steps, `surcharge` decimal text, `minutes` for one unit; `excludes` names choices
    that do not go with this one, as "group=choice; group=choice".
    """

    group: str
    choice: str = ""
    rule: GroupRule = GroupRule.ONE
    is_required: bool = False
    is_default: bool = False
    component_id: int | None = None
    replaces_id: int | None = None
    per_parent: Fraction | None = None
    surcharge: str = ""
    minutes: Fraction | None = None
    station_id: int | None = None
    excludes: str = ""


@dataclass(frozen=True, slots=True)
class OptionFault:
    """One thing that is wrong: the row counted from 1, its column, a stable code and the facts for its words."""

    row: int
    column: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class OptionsRefused(ValueError):
    """A list that is not kept, whole; `faults` is never empty."""

    def __init__(self, faults: Sequence[OptionFault]) -> None:
        super().__init__(", ".join(f"{fault.row} {fault.column}: {fault.code}" for fault in faults))
        self.faults = tuple(faults)


def options_of(item_id: int, rows: Iterable[OptionRow]) -> Options:
    """What an item offers by its list, which has no faults."""
    by_group: dict[str, list[OptionRow]] = {}
    base_price = ""
    for row in rows:
        if row.group:
            by_group.setdefault(row.group, []).append(row)
        else:
            base_price = row.surcharge
    groups = tuple(_group(name, of_group) for name, of_group in by_group.items())
    picks = [(group.name, choice.name) for group in groups for choice in group.choices]
    known = {_folded(pick): pick for pick in picks}
    pairs = (
        frozenset(((row.group, row.choice), known[_folded(other)]))
        for of_group in by_group.values()
        for row in of_group
        for other in excluded_in(row.excludes)
    )
    return Options(item_id, groups, frozenset(pairs), base_price)


def _folded(pick: Pick) -> Pick:
    return pick[0].casefold(), pick[1].casefold()


def excluded_in(text: str) -> list[Pick]:
    """The choices named in an `excludes` text; what has no sign between group and choice has an empty choice."""
    parts = (part.partition("=") for part in text.split(";") if part.strip())
    return [(group.strip(), choice.strip()) for group, _sign, choice in parts]


def _group(name: str, rows: Sequence[OptionRow]) -> Group:
    by_choice: dict[str, list[OptionRow]] = {}
    for row in rows:
        by_choice.setdefault(row.choice, []).append(row)
    choices = tuple(_choice(choice, of_choice) for choice, of_choice in by_choice.items())
    return Group(name, rows[0].rule, choices, any(row.is_required for row in rows))


def _choice(name: str, rows: Sequence[OptionRow]) -> Choice:
    parts = (
        PartChange(row.component_id, row.per_parent, row.replaces_id)
        for row in rows
        if row.component_id is not None or row.replaces_id is not None
    )
    work = (Operation(row.station_id, row.minutes) for row in rows if row.station_id is not None and row.minutes)
    surcharge = next((row.surcharge for row in rows if row.surcharge), "")
    return Choice(name, tuple(parts), tuple(work), surcharge, any(row.is_default for row in rows))


# -- what is wrong with a list -----------------------------------------------------------------------------------------


def option_faults(structure: Structure, item_id: int, rows: Sequence[OptionRow]) -> list[OptionFault]:
    """Everything that is wrong with a list as it would become, row by row."""
    faults: list[OptionFault] = []
    known = {_folded((row.group, row.choice)) for row in rows if row.group}
    for number, row in enumerate(rows, start=1):
        found = _row_faults(structure, item_id, row) if row.group else _base_faults(row)
        for group, choice in excluded_in(row.excludes):
            if _folded((group, choice)) not in known:
                found = (*found, ("excludes", "unknown_choice_here", {"choice": f"{group}={choice}"}))
        faults += [OptionFault(number, column, code, values) for column, code, values in found]
    return faults + list(_group_faults(rows))


_Found = tuple[str, str, Mapping[str, str]]


def _base_faults(row: OptionRow) -> tuple[_Found, ...]:
    if row.choice or row.component_id is not None or row.station_id is not None:
        return (("group", "missing", {}),)
    return () if row.surcharge else (("surcharge", "missing", {}),)


def _row_faults(structure: Structure, item_id: int, row: OptionRow) -> tuple[_Found, ...]:
    found: list[_Found] = []
    if not row.choice:
        found.append(("choice", "missing", {}))
    if row.replaces_id is not None and row.replaces_id not in _parts_of(structure, item_id):
        found.append(("replaces", "not_a_part", {"item": structure.items[row.replaces_id].code}))
    if row.component_id is not None and _contains_itself(structure, item_id, row.component_id):
        found.append(("component", "part_of_itself", {"item": structure.items[item_id].code}))
    if row.per_parent is not None and row.component_id is None:
        found.append(("quantity", "quantity_without_part", {}))
    if (row.minutes is None) is not (row.station_id is None):
        found.append(("minutes", "minutes_and_station", {}))
    if row.station_id is not None and row.station_id not in stations_making(structure, item_id):
        names = ", ".join(structure.stations[known].name for known in stations_making(structure, item_id))
        values = {"station": structure.stations[row.station_id].name, "stations": names}
        found.append(("station", "not_made_there" if names else "made_nowhere", values))
    return tuple(found)


def _parts_of(structure: Structure, item_id: int) -> set[int]:
    return {line.component_id for line in structure.components_of(item_id)}


def stations_making(structure: Structure, item_id: int) -> list[int]:
    """The workstations that make an item, by its loops."""
    loops = (loop for loop in structure.loops.values() if loop.item_id == item_id and loop.kind is LoopKind.PRODUCTION)
    return sorted({loop.source_id for loop in loops})


def _contains_itself(structure: Structure, item_id: int, component_id: int) -> bool:
    if component_id == item_id:
        return True
    try:
        levels_from_leaves([*structure.bom, BomLine(item_id, component_id, Fraction(1))])
    except BomCycle:
        return True
    return False


def _group_faults(rows: Sequence[OptionRow]) -> Iterator[OptionFault]:
    """What does not agree between the rows of a group, and of a choice."""
    first: dict[str, OptionRow] = {}
    defaults: dict[str, str] = {}
    surcharges: dict[Pick, str] = {}
    for number, row in enumerate(rows, start=1):
        if first.setdefault(row.group, row).rule is not row.rule:
            yield OptionFault(number, "rule", "rule_differs", {"group": row.group})
        is_usual = row.is_default and row.rule is GroupRule.ONE
        if is_usual and defaults.setdefault(row.group, row.choice) != row.choice:
            yield OptionFault(number, "default", "one_default", {"group": row.group})
        if row.surcharge and surcharges.setdefault((row.group, row.choice), row.surcharge) != row.surcharge:
            yield OptionFault(number, "surcharge", "surcharge_differs", {"choice": row.choice or row.group})
