"""What waits and what was ordered, as rows; and the containers of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject

from kanban_app import i18n
from kanban_app.domain.codes import spaced
from kanban_app.domain.purchasing import Proposal, amount
from kanban_app.domain.structure import Structure
from kanban_app.gui.table_model import TableModel
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.purchase_views import PurchaseOrder
from kanban_app.operations.purchase_words import purchase_state


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One row: an order, or what waits to become one. `late` says in words what is wrong with it, if anything."""

    supplier: str
    state: str
    wanted: str
    containers: str
    total: str
    late: str
    order: PurchaseOrder | None = None
    proposal: Proposal | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same while its content changes."""
        if self.order is not None:
            return self.order.number, 0
        return "", self.proposal.supplier_id if self.proposal else 0

    def texts(self) -> tuple[str, ...]:
        """The cells from left to right."""
        return (
            f"{self.supplier}\n{self.state}",
            f"{self.wanted}\n{self.late}".rstrip(),
            self.containers,
            self.total,
        )

    def spoken(self) -> str:
        """The row for a screen reader."""
        told = (self.supplier, self.state, self.wanted, self.late, self.containers, self.total)
        return ", ".join(filter(None, told))

    def ink(self, column: int) -> str:
        """The token of a cell's colour, empty for the usual one: only what is late is red."""
        return "stop" if column == 1 and self.order is not None and self.order.late_on is not None else ""


def row_of_proposal(proposal: Proposal, structure: Structure, today: Any) -> PurchaseRow:
    """What waits for a supplier."""
    items = structure.items
    total = sum(
        (amount(line.ordered_steps, items[line.item_id].decimals, line.price) for line in proposal.lines), Decimal(0)
    )
    late = proposal.order_by < today
    return PurchaseRow(
        structure.stations[proposal.supplier_id].name,
        _("waits to be ordered"),
        i18n.day(proposal.wanted_on),
        str(sum(len(line.cards) for line in proposal.lines)),
        i18n.money(total) if total else "",
        _("order now") if late else _("order by {day}").format(day=i18n.day(proposal.order_by)),
        proposal=proposal,
    )


def row_of_order(order: PurchaseOrder, structure: Structure) -> PurchaseRow:
    """An order."""
    asked = [card for card in order.cards if not card.gone]
    come = sum(card.is_received for card in asked)
    total = order.total({item.id: item.decimals for item in structure.items.values()})
    late = _("late since {day}").format(day=i18n.day(order.late_on)) if order.late_on else ""
    return PurchaseRow(
        structure.stations[order.supplier_id].name,
        f"{order.number} · {purchase_state(order.state)}",
        i18n.day(order.confirmed_on or order.wanted_on),
        _("{come} of {count}").format(come=come, count=len(asked)),
        i18n.money(total) if total else "",
        late or (_("no answer yet") if order.is_unanswered else ""),
        order=order,
    )


class PurchaseModel(TableModel[PurchaseRow]):
    """What waits first, then the orders, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        heads = (_("Supplier"), _("Wanted"), _("Containers"), _("Amount"))
        key, spoken = attrgetter("key"), PurchaseRow.spoken
        super().__init__(heads, PurchaseRow.texts, key, parent, spoken=spoken, ink=PurchaseRow.ink)


@dataclass(frozen=True, slots=True)
class ContainerRow:
    """One container of an order or of what waits."""

    item: str
    quantity: str
    code: str
    state: str
    is_extra: bool = False

    def texts(self) -> tuple[str, ...]:
        """The cells from left to right."""
        return (f"{self.item}\n{self.code}".rstrip(), f"{self.quantity}\n{self.state}")

    def spoken(self) -> str:
        """The row for a screen reader."""
        return ", ".join(filter(None, (self.item, self.code, self.quantity, self.state)))

    def ink(self, _column: int) -> str:
        """The token of a cell's colour, empty for the usual one."""
        return "ink2" if self.is_extra else ""


def containers_of(row: PurchaseRow, structure: Structure) -> list[ContainerRow]:
    """The containers, and where the supplier's terms add to them, how much."""
    found: list[ContainerRow] = []
    lines: Sequence[Any] = row.order.lines if row.order else row.proposal.lines if row.proposal else ()
    for line in lines:
        item = structure.items[line.item_id]

        def counted(steps: int, decimals: int = item.decimals, unit: str = item.unit) -> str:
            return f"{i18n.quantity(steps, decimals)} {unit}"

        for card in line.cards:
            if not getattr(card, "gone", False):
                is_extra = getattr(card, "is_extra", False)
                state = _state(card) if row.order else _("wanted {day}").format(day=i18n.day(card.due_on))
                quantity = counted(card.steps)
                if is_extra:
                    quantity = _("{quantity} extra").format(quantity=quantity)
                found.append(ContainerRow(item.code, quantity, spaced(card.code), state, is_extra=is_extra))
        if line.extra_steps and getattr(line, "extra_card", None) is None:
            text = _("added by its terms")
            found.append(ContainerRow(item.code, counted(line.extra_steps), "", text, is_extra=True))
    return found


def _state(card: Any) -> str:
    if card.rest_open:
        return _("part of it has come")
    if card.received_at is not None:
        return _("has come, {day}").format(day=i18n.day(card.received_at.astimezone().date()))
    return words.state(card.state)


class ContainerModel(TableModel[ContainerRow]):
    """The containers of what is chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        heads = (_("Item and card"), _("Quantity, and where it is"))
        key, spoken = attrgetter("item", "code"), ContainerRow.spoken
        super().__init__(heads, ContainerRow.texts, key, parent, spoken=spoken, ink=ContainerRow.ink)
