"""Reading orders: the table that may have a million rows, so nothing of it is kept in memory."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kanban_app.domain.draft import OrderLineDraft
from kanban_app.domain.quantities import LARGEST_UNITS
from kanban_app.operations.importing.cells import Cell, text_of
from kanban_app.operations.importing.columns import (
    Column,
    Line,
    Parsed,
    TableSource,
    choices,
    dates,
    names,
    numbers,
    texts,
    whole_numbers,
)
from kanban_app.operations.importing.header_text import plain
from kanban_app.operations.importing.order_lines import OrderRow
from kanban_app.operations.importing.problems import Fault, Where, error, warning
from kanban_app.operations.importing.session import Session
from kanban_app.operations.importing.words import ORDER_STATES


class OrderReader:
    """The columns of one table of orders."""

    def __init__(self, source: TableSource, session: Session) -> None:
        self.session = session
        self.number, self.customer = names(source, "order"), names(source, "customer")
        self.line_number = names(source, "line")
        self.item = Column(source, "item", session.items.resolve, required=True)
        self.place = Column(source, "deliver_from", session.stations.resolve_place)
        self.due = dates(source, "due", required=True)
        self.quantity = numbers(source, "quantity", required=True, above_zero=True)
        self.status: Column[str] = choices(source, "status", ORDER_STATES, "bad_status", plain)
        self.priority = whole_numbers(source, "priority")
        self.price = numbers(source, "price")
        self.note, self.reference = texts(source, "note"), texts(source, "reference")
        self.options: Column[str] = Column(source, "options", _choices_text)
        self.configured_item = texts(source, "configured_item")
        self.has_left_out_choices = False
        self.source_number = len(session.gathered.order_sources)

    def read(self, line: Line) -> OrderRow | None:
        """The order line in this row; None where something in it is wrong."""
        number, customer, within = self.number(line), self.customer(line), self.line_number(line)
        base, place, due = self.item(line), self.place(line), self.due(line)
        amount, status, priority = self.quantity(line), self.status(line), self.priority(line)
        if line.is_bad() or base is None or due is None or amount is None:
            return None
        status = status or self._status_of(due)
        steps = self._steps(amount, base, status, line)
        said = filter(None, (self.reference(line), self.note(line)))
        price = self._price(line)
        item, options = self._chosen(base, status, line)
        if line.is_bad():
            return None
        draft = OrderLineDraft(
            number or "",
            customer or "",
            item,
            place or "",
            due,
            steps,
            status,
            1 if priority is None else priority,
            price,
            ", ".join(said),
            options,
        )
        return OrderRow(draft, within or "", self.source_number, line.number)

    def _steps(self, amount: Decimal, item: str, status: str, line: Line) -> int:
        if status != "open":
            return self.session.history_steps(amount, item, self.quantity, line)
        return self.session.steps(amount, item, self.quantity, line)

    def _price(self, line: Line) -> str:
        value = self.price(line)
        if value is not None and value > LARGEST_UNITS:
            self.price.refuse(line, error("out_of_range"))
        return "" if value is None else f"{value:f}"

    def _chosen(self, base: str, status: str, line: Line) -> tuple[str, str]:
        """(item, how the line keeps its choices): where no choices are read, the configured item if it is known.

        History keeps them as they stand: no item is made for what is over.
        """
        text, choices = self.options(line) or "", self.session.choices
        configured = self.session.items.spelled(self.configured_item(line) or "")
        if configured and (choices is None or not choices.are_offered(base)):
            return configured, ""
        if choices is None:
            self.has_left_out_choices |= bool(text)
            return base, ""
        if status != "open":
            return base, text
        told, fault = choices.told(base, text)
        if fault is not None:
            self.options.refuse(line, fault)
        return base, told

    def _status_of(self, due: date) -> str:
        return "closed" if self.session.today is not None and due < self.session.today else "open"


def _choices_text(cell: Cell) -> Parsed[str]:
    """The text of a cell with choices; where each stands on a line of its own, the lines stay apart."""
    return text_of(";".join(cell.splitlines()) if isinstance(cell, str) else cell), None


def _without_status(session: Session) -> Fault:
    if session.today is not None:
        return warning("status_by_date", today=session.today.isoformat())
    return warning("status_all_open") if session.choices is None else warning("status_all_drafts")


def read_orders(source: TableSource, session: Session) -> None:
    """Open and closed order lines. Raises OSError where there is no room for the temporary file."""
    reader = OrderReader(source, session)
    session.gathered.order_sources.append(source.where)
    if not source.has("status"):
        row = source.recognised.header_row
        session.problems.add(_without_status(session), Where(source.where.file, source.where.sheet, row))
    for line in source.lines(session.problems, session.progress):
        order = reader.read(line)
        if order is not None:
            session.gathered.order_lines.append(order)
            session.gathered.sold_at.add((order.draft.item, order.draft.deliver_from))
    if reader.has_left_out_choices:
        head = Where(source.where.file, source.where.sheet, source.recognised.header_row)
        session.problems.add(warning("choices_left_out"), head, source.header("options"))
