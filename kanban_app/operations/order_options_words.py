"""What is wrong with a list of options, in words: where, what, and the one next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kanban_app.domain.option_lists import OptionFault
from kanban_app.domain.structure_edits import EditFault
from kanban_app.i18n import _
from kanban_app.operations import structure_words

_COLUMNS: Mapping[str, Callable[[], str]] = {
    "item": lambda: _("Item"),
    "group": lambda: _("Group"),
    "rule": lambda: _("How many of it"),
    "choice": lambda: _("Choice"),
    "default": lambda: _("Usual choice"),
    "component": lambda: _("Part"),
    "quantity": lambda: _("Amount"),
    "replaces": lambda: _("In place of"),
    "surcharge": lambda: _("Surcharge"),
    "minutes": lambda: _("Minutes for one"),
    "station": lambda: _("Station"),
    "excludes": lambda: _("Does not go with"),
}
_FAULTS: Mapping[str, Callable[[], str]] = {
    "not_a_part": lambda: _("{item} is no part of it that could be replaced. Leave it out, or add it to the parts."),
    "part_of_itself": lambda: _("{item} would contain itself. Choose another part."),
    "quantity_without_part": lambda: _("A number stands here, but no part. Name the part."),
    "minutes_and_station": lambda: _("Minutes and station go together. Fill in both, or none."),
    "not_made_there": lambda: _("It is not made at {station}. Choose one of: {stations}."),
    "made_nowhere": lambda: _("No loop makes this item at {station}. Add a loop for it first; 0 cards do."),
    "unknown_choice_here": lambda: _("There is no choice {choice} in this list. Write it as group=choice."),
    "rule_differs": lambda: _("Another choice says otherwise for {group}. Make them the same."),
    "one_default": lambda: _("{group} has two usual choices, and one may be taken. Take one of them out."),
    "surcharge_differs": lambda: _("{choice} has two prices. Leave one of them."),
    "column_missing": lambda: _("The column {column} is missing. Add it to the first row."),
    "no_rows": lambda: _("There are no rows to read. {problem}"),
}


def column(name: str) -> str:
    """What a column is called."""
    return _COLUMNS[name]()


def fault_text(fault: OptionFault, place: str | None = None) -> str:
    """One thing that is wrong, with its column and its row, or what is called so (`place`) where there are no rows."""
    if fault.code in _FAULTS:
        text = _FAULTS[fault.code]().format(**fault.values).strip()
    else:
        text = structure_words.fault_text(EditFault(fault.column, fault.code, fault.values))
    if place is None:
        if not fault.row:
            return text
        place = _("Row {row}").format(row=fault.row)
    where = ", ".join(filter(None, (place, column(fault.column) if fault.column else "")))
    return f"{where}: {text}" if where else text


def codes() -> frozenset[str]:
    """The codes that have words of their own."""
    return frozenset(_FAULTS)
