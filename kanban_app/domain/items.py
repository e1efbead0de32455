"""Items and their bills of materials (BOM)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kanban_app.domain.quantities import rounded_up


@dataclass(frozen=True, slots=True)
class Item:
    """Something made, bought, moved or sold.

    `code` is its name on cards and in files; `unit` is the unit of measure, counted in steps of 10**-decimals;
    `unit_cost` is in the plant's currency as written (a decimal text), `picture` the name of a stored picture.
    """

    id: int
    code: str
    description: str = ""
    unit: str = "pcs"
    decimals: int = 0
    category: str = ""
    unit_cost: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class BomLine:
    """`per_parent` steps of the component go into one step of the parent (an exact ratio, so 1/3 stays 1/3)."""

    parent_id: int
    component_id: int
    per_parent: Fraction

    def need(self, parent_steps: int) -> int:
        """Steps of the component for that many steps of the parent, rounded up to a whole step."""
        return rounded_up(self.per_parent * parent_steps)


class BomCycle(ValueError):
    """An item that contains itself. `path` spells the cycle: the first item is also the last."""

    def __init__(self, path: tuple[int, ...]) -> None:
        super().__init__(" -> ".join(str(item_id) for item_id in path))
        self.path = path


def levels_from_leaves(lines: Iterable[BomLine]) -> dict[int, int]:
    """How deep each item's BOM goes: 0 for an item without components.

    Raises BomCycle with the path of the first cycle found.
    """
    components: dict[int, list[int]] = {}
    for line in lines:
        components.setdefault(line.parent_id, []).append(line.component_id)
    levels: dict[int, int] = {}
    for start in components:
        _visit(start, components, levels)
    return levels


def _visit(start: int, components: Mapping[int, list[int]], levels: dict[int, int]) -> None:
    """Depth first without recursion, so that a chain of thousands of items does not hit Python's stack limit."""
    path: list[int] = []
    on_path: set[int] = set()
    todo: list[tuple[int, bool]] = [(start, False)]
    while todo:
        item_id, done = todo.pop()
        if done:
            path.pop()
            on_path.discard(item_id)
            levels[item_id] = max((levels[c] + 1 for c in components.get(item_id, ())), default=0)
        elif item_id in on_path:
            raise BomCycle((*path[path.index(item_id) :], item_id))
        elif item_id not in levels:
            path.append(item_id)
            on_path.add(item_id)
            todo.append((item_id, True))
            todo.extend((component, False) for component in components.get(item_id, ()))


def exploded(demand: Mapping[int, Fraction], lines: Iterable[BomLine]) -> dict[int, Fraction]:
    """Demand in steps per item, with everything that its components' demand adds, through all levels."""
    by_parent: dict[int, list[BomLine]] = {}
    every = list(lines)
    for line in every:
        by_parent.setdefault(line.parent_id, []).append(line)
    levels = levels_from_leaves(every)
    total = dict(demand)
    for parent_id in sorted(by_parent, key=lambda item_id: levels[item_id], reverse=True):
        for line in by_parent[parent_id]:
            added = total.get(parent_id, Fraction(0)) * line.per_parent
            total[line.component_id] = total.get(line.component_id, Fraction(0)) + added
    return total
