"""The parts of an item through all levels, and where it is used, one step at a time: a tree may be wide and deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kanban_app.domain.items import BomLine
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.structure_texts import amount_text

MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a tree: the item at it, how many go into one of its parent, in words, and whether more follows."""

    item_id: int
    code: str
    amount: str
    goes_on: bool


def parts_of(structure: Structure, item_id: int) -> list[Branch]:
    """The parts of an item, in the order of its list."""
    lines = structure.components_of(item_id)
    return [
        _branch(structure, line, line.component_id, bool(structure.components_of(line.component_id))) for line in lines
    ]


def uses_of(structure: Structure, item_id: int) -> list[Branch]:
    """The items that an item goes into, by name."""
    # Once through the whole list: a screw goes into a thousand things.
    used = {line.component_id for line in structure.bom}
    lines = structure.parents_of(item_id)
    found = [_branch(structure, line, line.parent_id, line.parent_id in used) for line in lines]
    return sorted(found, key=lambda branch: branch.code.casefold())


def _branch(structure: Structure, line: BomLine, shown_id: int, goes_on: bool) -> Branch:
    unit = words.unit(structure.items[line.component_id].unit)
    amount = f"{amount_text(structure, line)} {unit}"
    return Branch(shown_id, structure.items[shown_id].code, amount, goes_on)


def tree_lines(structure: Structure, item_id: int) -> list[str]:
    """The whole tree of parts and where the item is used, as text, at most MOST_LINES lines."""
    lines = [structure.items[item_id].code]
    for text in _indented(structure, item_id, 1):
        if len(lines) >= MOST_LINES:
            lines.append("…")
            break
        lines.append(text)
    uses = [f"{branch.code} ({branch.amount})" for branch in uses_of(structure, item_id)]
    return [*lines, _("Used in: {items}").format(items=", ".join(uses))] if uses else lines


def _indented(structure: Structure, item_id: int, depth: int) -> Iterator[str]:
    for branch in parts_of(structure, item_id):
        yield f"{'  ' * depth}{branch.amount} {branch.code}"
        yield from _indented(structure, branch.item_id, depth + 1)
