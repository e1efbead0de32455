"""Purchasing in words and as JSON, for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kanban_app import i18n
from kanban_app.domain.items import Item
from kanban_app.domain.purchasing import (
    ItemTerms,
    LineProposal,
    MeasuredLeadTime,
    Proposal,
    PurchaseProblem,
    PurchaseRefused,
    SupplierTerms,
    TermsPart,
)
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _
from kanban_app.operations.purchase_terms import (
    breaks_text,
    item_terms_from,
    keep_item_terms,
    keep_supplier_terms,
    read_item_terms,
    read_supplier_terms,
)
from kanban_app.operations.purchase_views import PurchaseLine, PurchaseOrder, received_steps
from kanban_app.operations.purchase_words import purchase_state
from kanban_app.operations.reporting import instant, number
from kanban_app.operations.session import Session

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""How weekdays are written on the command line, Monday first."""


def received_by_card(session: Session, order: PurchaseOrder) -> dict[int, int]:
    """Steps that have come of each card of an order, by the card's id."""
    return {card.card_id: received_steps(session, card.card_id, card.cycle) for card in order.cards}


def _quantity(structure: Structure, item_id: int, steps: int) -> int | float:
    return number(steps, structure.items[item_id].decimals)


def order_json(order: PurchaseOrder, structure: Structure, received: Mapping[int, int] | None = None) -> dict[str, Any]:
    """An order with its lines and cards; money as decimal texts. `received` in steps by card id, where known."""
    decimals = {item.id: item.decimals for item in structure.items.values()}
    return {
        "number": order.number,
        "supplier": structure.stations[order.supplier_id].name,
        "state": order.state.value,
        "created_at": instant(order.created_at),
        "sent_at": instant(order.sent_at) if order.sent_at else None,
        "confirmed_on": order.confirmed_on.isoformat() if order.confirmed_on else None,
        "wanted_on": order.wanted_on.isoformat(),
        "late": order.late_on is not None,
        "unanswered": order.is_unanswered,
        "total": str(order.total(decimals)),
        "lines": [_line_json(line, structure, received) for line in order.lines],
    }


def _line_json(line: PurchaseLine, structure: Structure, received: Mapping[int, int] | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "item": structure.items[line.item_id].code,
        "quantity": _quantity(structure, line.item_id, line.ordered_steps),
        "extra": _quantity(structure, line.item_id, line.extra_steps),
        "price": str(line.price) if line.price is not None else None,
        "cards": [
            {
                "code": card.code,
                "quantity": _quantity(structure, line.item_id, card.steps),
                "state": card.state.value,
                "received_at": instant(card.received_at) if card.received_at else None,
                "outstanding": card.is_outstanding,
                "order": card.order_reference,
                "extra": card.is_extra,
            }
            for card in line.cards
            if not card.gone
        ],
    }
    if received is not None:
        come = sum(received.get(card.card_id, 0) for card in line.cards)
        shown["received"] = _quantity(structure, line.item_id, come)
    return shown


def order_line(order: PurchaseOrder, structure: Structure) -> str:
    """An order in one line."""
    parts = [order.number, structure.stations[order.supplier_id].name, purchase_state(order.state)]
    parts.append(_("wanted {day}").format(day=i18n.day(order.wanted_on)))
    if order.late_on:
        parts.append(_("late since {day}").format(day=i18n.day(order.late_on)))
    if order.is_unanswered:
        parts.append(_("no answer yet"))
    return "  ".join(parts)


def order_lines(order: PurchaseOrder, structure: Structure) -> list[str]:
    """The lines of an order in words."""
    shown = []
    for line in order.lines:
        item = structure.items[line.item_id]
        come = sum(card.is_received for card in line.cards)
        count = sum(not card.gone for card in line.cards)
        quantity = f"{i18n.quantity(line.ordered_steps, item.decimals)} {item.unit}"
        told = _("{come} of {count} containers have come").format(come=come, count=count)
        shown.append("  ".join(filter(None, (f"  {item.code}", quantity, told, _extra(line, item)))))
    return shown


def extra_hint(order: PurchaseOrder, structure: Structure) -> str:
    """Where the pieces belong that the supplier's terms added to the order and that have not come yet; may be empty."""
    said = []
    for line in order.lines:
        card = line.extra_card
        if card is not None and card.is_outstanding:
            item = structure.items[line.item_id]
            text = _("{extra} {item} more were ordered by the supplier's terms. Receive them with --card {code}.")
            extra = i18n.quantity(card.steps, item.decimals)
            said.append(text.format(extra=extra, item=item.code, code=card.code))
    return " ".join(said)


def _extra(line: PurchaseLine | LineProposal, item: Item) -> str:
    if not line.extra_steps:
        return ""
    extra = i18n.quantity(line.extra_steps, item.decimals)
    return _("({extra} more than asked for, by the supplier's terms)").format(extra=extra)


def proposal_json(proposal: Proposal, structure: Structure) -> dict[str, Any]:
    """What waits for one supplier."""
    return {
        "supplier": structure.stations[proposal.supplier_id].name,
        "wanted_on": proposal.wanted_on.isoformat(),
        "order_by": proposal.order_by.isoformat(),
        "lines": [_proposed_json(line, structure) for line in proposal.lines],
    }


def _proposed_json(line: LineProposal, structure: Structure) -> dict[str, Any]:
    return {
        "item": structure.items[line.item_id].code,
        "quantity": _quantity(structure, line.item_id, line.ordered_steps),
        "extra": _quantity(structure, line.item_id, line.extra_steps),
        "price": str(line.price) if line.price is not None else None,
        "cards": [card.code for card in line.cards],
    }


def proposal_lines(proposal: Proposal, structure: Structure) -> list[str]:
    """What waits for one supplier, in words."""
    name = structure.stations[proposal.supplier_id].name
    lines = [_("{supplier}: order by {day}").format(supplier=name, day=i18n.day(proposal.order_by))]
    for line in proposal.lines:
        item = structure.items[line.item_id]
        quantity = f"{i18n.quantity(line.ordered_steps, item.decimals)} {item.unit}"
        lines.append("  ".join(filter(None, (f"  {item.code}", quantity, _extra(line, item)))))
    return lines


def change_terms(shop: Shop, supplier_id: int, item_id: int | None, values: Mapping[str, str]) -> None:
    """Change what a supplier asks for an item, or without an item how it is reached. Raises PurchaseRefused."""
    if item_id is None:
        known = shop.read(read_supplier_terms).result().get(supplier_id, SupplierTerms())
        shop.write(keep_supplier_terms, supplier_id, supplier_terms_from(values, known)).result()
        return
    _check_names(values, ("minimum", "multiple", "breaks"))
    kept = shop.read(read_item_terms).result().get((supplier_id, item_id))
    terms = item_terms_from(values, shop.structure.items[item_id].decimals, kept)
    shop.write(keep_item_terms, supplier_id, item_id, terms).result()


def supplier_terms_from(values: Mapping[str, str], known: SupplierTerms) -> SupplierTerms:
    """Terms from what was typed: email, address, days as "tue thu", answer in days. Raises PurchaseRefused."""
    _check_names(values, ("email", "address", "days", "answer"))
    days = known.delivery_weekdays
    if "days" in values:
        words = values["days"].replace(",", " ").split()
        unknown = next((word for word in words if word.casefold() not in WEEKDAYS), None)
        if unknown is not None:
            raise PurchaseRefused(PurchaseProblem.BAD_TERMS, unknown, TermsPart.DAYS)
        days = frozenset(WEEKDAYS.index(word.casefold()) for word in words)
    answer = values.get("answer", str(known.answer_days))
    if not answer.isascii() or not answer.isdigit():
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, answer, TermsPart.ANSWER)
    return SupplierTerms(values.get("email", known.email), values.get("address", known.address), days, int(answer))


def _check_names(values: Mapping[str, str], known: tuple[str, ...]) -> None:
    unknown = next((name for name in values if name not in known), None)
    if unknown is not None:
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, unknown, TermsPart.NAME)


def terms_json(shop: Shop, supplier_id: int) -> dict[str, Any]:
    """A supplier's terms."""
    terms = shop.read(read_supplier_terms).result().get(supplier_id, SupplierTerms())
    items = shop.read(read_item_terms).result()
    return {
        "supplier": shop.structure.stations[supplier_id].name,
        "email": terms.email,
        "address": terms.address,
        "days": [WEEKDAYS[day] for day in sorted(terms.delivery_weekdays)],
        "answer_days": terms.answer_days,
        "items": [
            _item_terms_json(shop.structure, item_id, of_item)
            for (station_id, item_id), of_item in sorted(items.items(), key=lambda pair: pair[0])
            if station_id == supplier_id
        ],
    }


def _item_terms_json(structure: Structure, item_id: int, terms: ItemTerms) -> dict[str, Any]:
    return {
        "item": structure.items[item_id].code,
        "minimum": _quantity(structure, item_id, terms.minimum_steps),
        "multiple": _quantity(structure, item_id, terms.multiple_steps),
        "breaks": [
            {"from": _quantity(structure, item_id, one.from_steps), "price": str(one.price)} for one in terms.breaks
        ],
    }


def terms_lines(shop: Shop, supplier_id: int) -> list[str]:
    """A supplier's terms in words."""
    terms = shop.read(read_supplier_terms).result().get(supplier_id, SupplierTerms())
    items = shop.read(read_item_terms).result()
    days = ", ".join(WEEKDAYS[day] for day in sorted(terms.delivery_weekdays)) or _("any day")
    name = shop.structure.stations[supplier_id].name
    lines = ["  ".join(filter(None, (name, terms.email, _("delivers: {days}").format(days=days))))]
    for (station_id, item_id), of_item in sorted(items.items(), key=lambda pair: pair[0]):
        if station_id == supplier_id:
            item = shop.structure.items[item_id]
            minimum, multiple = (
                i18n.quantity(steps, item.decimals) for steps in (of_item.minimum_steps, of_item.multiple_steps)
            )
            said = _("at least {minimum}, in steps of {multiple}, prices {prices}").format(
                minimum=minimum, multiple=multiple, prices=breaks_text(of_item, item.decimals) or _("as agreed")
            )
            lines.append(f"  {item.code}  {said}")
    return lines


def lead_time_json(structure: Structure, loop_id: int, measured: MeasuredLeadTime) -> dict[str, Any]:
    """What one supplier loop really took."""
    loop = structure.loops[loop_id]
    return {
        "loop": loop_id,
        "supplier": structure.stations[loop.source_id].name,
        "item": structure.items[loop.item_id].code,
        "count": measured.count,
        "median_minutes": measured.median_minutes,
        "p90_minutes": measured.high_minutes,
        "planned_minutes": measured.planned_minutes,
    }


def lead_time_line(structure: Structure, loop_id: int, measured: MeasuredLeadTime) -> str:
    """The same in words."""
    loop = structure.loops[loop_id]
    names = f"{structure.stations[loop.source_id].name}  {structure.items[loop.item_id].code}"
    said = _("half within {median}, nine of ten within {high}, {count} times; planned {planned}").format(
        median=i18n.duration(measured.median_minutes),
        high=i18n.duration(measured.high_minutes),
        count=measured.count,
        planned=i18n.duration(measured.planned_minutes),
    )
    return f"{names}  {said}"
