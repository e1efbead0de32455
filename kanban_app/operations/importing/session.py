"""What one import has at hand while its tables are read, and what it has gathered from them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, StockDraft
from kanban_app.domain.quantities import LARGEST_UNITS, QuantityError, rounded_up, steps_from_decimal
from kanban_app.domain.supply_lists import RoutingRow, SupplierRow, TransferRow
from kanban_app.operations.importing.columns import Column, Line, Progress
from kanban_app.operations.importing.names import ItemNames, StationNames
from kanban_app.operations.importing.order_choices import OrderChoices
from kanban_app.operations.importing.order_lines import SpooledOrderLines
from kanban_app.operations.importing.problems import Fault, ProblemList, Where, error, warning


@dataclass(slots=True)
class Gathered:
    """The good rows of all tables, with where they stand."""

    items: list[ItemDraft] = field(default_factory=list)
    routing: list[tuple[RoutingRow, Where]] = field(default_factory=list)
    suppliers: list[tuple[SupplierRow, Where]] = field(default_factory=list)
    transfers: list[tuple[TransferRow, Where]] = field(default_factory=list)
    bom: list[tuple[BomLineDraft, Where]] = field(default_factory=list)
    stock: list[StockDraft] = field(default_factory=list)
    loops: list[tuple[LoopDraft, Where]] = field(default_factory=list)
    order_lines: SpooledOrderLines = field(default_factory=SpooledOrderLines)
    order_sources: list[Where] = field(default_factory=list)
    sold_at: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class Session:
    """One import: names, problems and what was gathered. `today` divides lines without a status.

    `choices` is what items offer; None where orders are read without their choices.
    """

    items: ItemNames
    stations: StationNames
    problems: ProblemList
    progress: Progress
    today: date | None = None
    choices: OrderChoices | None = None
    gathered: Gathered = field(default_factory=Gathered)
    seen: dict[Hashable, tuple[object, Where]] = field(default_factory=dict)

    def is_new(self, key: Hashable, content: object, line: Line, name: str) -> bool:
        """This row is the first of its key. An equal one before is warned of, a different one is an error.

        `name` is the key as a person says it.
        """
        known = self.seen.setdefault(key, (content, line.where))
        if known[1] == line.where:
            return True
        values = {"other": str(known[1].row), "file": known[1].file}
        if known[0] == content:
            line.report(warning("duplicate_row", **values))
        else:
            line.report(error("conflicting_row", key=name, **values))
        return False

    def steps(self, value: Decimal | None, item: str, column: Column[Decimal], line: Line) -> int:
        """A quantity of an item in steps, 0 where there is none; what the item's unit does not allow is
        reported.
        """
        if value is None:
            return 0
        definition = self.items.known.get(item) or ItemDraft(item)
        try:
            steps = steps_from_decimal(value, definition.decimals)
        except QuantityError as problem:
            column.refuse(line, _quantity_fault(problem.limit, definition))
            return 0
        if value > LARGEST_UNITS:
            column.refuse(line, error("out_of_range"))
        return steps

    def history_steps(self, value: Decimal, item: str, column: Column[Decimal], line: Line) -> int:
        """A quantity of a closed order: what does not come out even is rounded up, and says so."""
        if value == value.to_integral_value():
            return self.steps(value, item, column, line)
        definition = self.items.known.get(item) or ItemDraft(item)
        exact = Fraction(value) * 10**definition.decimals
        if value > LARGEST_UNITS or exact.denominator == 1:
            return self.steps(value, item, column, line)
        steps = rounded_up(exact)
        rounded = f"{Decimal(steps).scaleb(-definition.decimals).normalize():f}"
        fault = warning("fraction_in_history", item=item, unit=definition.unit, rounded=rounded)
        column.refuse(line, fault)
        return steps


def _quantity_fault(limit: str, item: ItemDraft) -> Fault:
    if limit == "whole":
        return error("fraction", item=item.code, unit=item.unit)
    if limit == "too_many_decimals":
        return error("too_many_decimals", item=item.code, unit=item.unit, decimals=str(item.decimals))
    return error("out_of_range")
