"""The lines of orders as rows of a list that `order import` reads again, here or in another plant.

A line for a configured item names the item it was chosen from, with its choices: another plant has the one and makes
the other. Which item it is here stands beside it, for a plant that is set up anew from what was written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from kanban_app.domain.options import Pick, told_whole
from kanban_app.domain.orders import LineStatus
from kanban_app.domain.quantities import decimal_from_steps
from kanban_app.operations.importing.order_choices import OrderChoices, choices_in
from kanban_app.operations.orders_importing import read_choices
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import configuration, order_line

_PART = 5_000
NUMBERS = (1, 6, 8)
"""The columns that hold numbers: line, quantity, priority."""
_HEADERS = {
    "en": (
        *("order", "line", "customer", "item", "deliver_from", "due", "quantity"),
        *("status", "priority", "price", "note", "options", "configured_item"),
    ),
    "sv": (
        *("ordernummer", "rad", "kund", "artikel", "levereras från", "önskat datum", "antal"),
        *("status", "prioritet", "pris", "anteckning", "tillval", "konfigurerad artikel"),
    ),
    "nb": (
        *("ordrenummer", "linje", "kunde", "artikkel", "leveres fra", "ønsket dato", "antall"),
        *("status", "prioritet", "pris", "merknad", "tilvalg", "konfigurert artikkel"),
    ),
}


def order_headers(language: str) -> tuple[str, ...]:
    """The head of the list in a plant's language, in words that an import knows; in English where it has none."""
    return _HEADERS.get(language, _HEADERS["en"])


def order_rows(session: Session) -> Iterator[tuple[str, ...]]:
    """Every line that is not cancelled, as entered; inside the caller's view of the plant. Streamed."""
    writer, last, number = _Writer(session), 0, 0
    while True:
        asked_for = (order_line.c.id > last) & (order_line.c.status != LineStatus.CANCELLED)
        part = select(order_line).where(asked_for).order_by(order_line.c.id).limit(_PART)
        found = session.database.core.execute(part).all()
        for row in found:
            number += 1
            yield writer.row(row, number)
        if len(found) < _PART:
            return
        last = found[-1].id


class _Writer:
    """What is asked of the plant once for all lines."""

    def __init__(self, session: Session) -> None:
        self._structure = session.structure
        self._offered: OrderChoices = read_choices(session)
        every = session.database.core.execute(select(configuration)).all()
        self._made = {row.item_id: (row.base_id, row.choices) for row in every}
        numbered = select(order_line.c.order_number, func.max(order_line.c.line_number))
        of_orders = numbered.where(order_line.c.line_number > 0).group_by(order_line.c.order_number)
        self._highest = {row[0]: row[1] for row in session.database.core.execute(of_orders)}
        self._whole: dict[tuple[int, str], str] = {}

    def row(self, row: Any, number: int) -> tuple[str, ...]:
        """One line. It is numbered, so that two equal lines stay two: history counts on from the order's own lines."""
        items, stations = self._structure.items, self._structure.stations
        item = items[row.item_id]
        base_id, choices = self._made.get(row.item_id, (row.item_id, ""))
        is_made, is_closed = row.item_id in self._made, row.status == LineStatus.CLOSED
        options = row.options or choices
        if not is_closed:
            options = self._all_said(base_id, options if is_made else "")
        return (
            row.order_number,
            str(row.line_number or self._highest.get(row.order_number, 0) + number),
            row.customer,
            items[base_id].code,
            stations[row.station_id].name if row.station_id else "",
            row.due_on,
            f"{decimal_from_steps(row.quantity, item.decimals):f}",
            "closed" if is_closed else "open",
            str(row.priority),
            row.price,
            row.note,
            options,
            item.code if is_made else "",
        )

    def _all_said(self, base_id: int, options: str) -> str:
        """The choices, and what was left out where an import would take the usual ones instead."""
        offered = self._offered.of_item.get(base_id)
        if offered is None or (not options and base_id not in self._offered.asked):
            return options
        key = base_id, options
        if key not in self._whole:
            self._whole[key] = told_whole(offered, _picks_in(options))
        return self._whole[key]


def _picks_in(options: str) -> list[Pick]:
    parts = (choice.partition("=") for choice in choices_in(options))
    return [(group, name) for group, _sign, name in parts]
