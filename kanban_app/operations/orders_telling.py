"""Orders for the command line: the fixed JSON shapes, and lines for people."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.codes import spaced
from kanban_app.domain.orders import LineStatus, OrderLine
from kanban_app.domain.policies import decoupling_at
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, day, money, ngettext, quantity
from kanban_app.operations import orders_words, words
from kanban_app.operations.orders_booking import LineChange
from kanban_app.operations.orders_pegs import PegNode
from kanban_app.operations.orders_reading import LineView, OrderView
from kanban_app.operations.orders_shipping import Shipment, Shippable, Shipped
from kanban_app.operations.reporting import instant, number


def order_json(order: OrderView, structure: Structure) -> dict[str, Any]:
    """One order in a list."""
    return {
        "order": order.number,
        "customer": order.customer,
        "state": order.state.value,
        "note": order.note,
        "links": [{"id": link.id, "link": link.link, "label": link.label} for link in order.links],
        "lines": [line_json(view, structure) for view in order.lines],
    }


def line_json(view: LineView, structure: Structure) -> dict[str, Any]:
    """One line with how far it has come."""
    line = view.line
    item = structure.items[line.item_id]
    station = structure.stations.get(line.station_id or 0)
    return {
        "line": line.number,
        "reference": line.reference,
        "item": item.code,
        "quantity": number(line.quantity, item.decimals),
        "shipped": number(line.shipped, item.decimals),
        "ready": number(min(view.facts.there, line.remaining), item.decimals),
        "wanted": line.wanted_on.isoformat(),
        "ship_from": station.name if station else None,
        "state": view.state.value,
        "policy": view.policy.value,
        "policy_reason": view.policy_reason,
        "price": line.price or None,
        "note": line.note,
        "decoupling": _decoupling(view, structure),
        "options": line.options,
    }


def _decoupling(view: LineView, structure: Structure) -> list[str]:
    """The places where stock ends, going upstream from where the line ships."""
    if view.line.station_id is None:
        return []
    found = decoupling_at(structure, view.line.item_id, view.line.station_id, view.policy)
    return [structure.stations[station_id].name for station_id in found.station_ids]


def peg_json(node: PegNode, structure: Structure) -> dict[str, Any]:
    """A card of a line's tree with what feeds it; `pieces` of its `quantity` are for what stands above it."""
    card = node.card
    loop = structure.loops[card.loop_id]
    item = structure.items[loop.item_id]
    return {
        "card": card.code,
        "item": item.code,
        "quantity": number(node.quantity, item.decimals),
        "pieces": number(node.pieces, item.decimals),
        "state": card.state.value,
        "used": node.is_used,
        "source": structure.stations[loop.source_id].name,
        "consumer": structure.stations[loop.consumer_id].name,
        "from_loops": [
            {
                "item": structure.items[item_id].code,
                "station": structure.stations[place[0]].name,
                "quantity": number(steps, structure.items[item_id].decimals),
            }
            for item_id, place, steps in node.held
        ],
        "shown_above": node.shown_above,
        "children": [peg_json(child, structure) for child in node.children],
    }


def shipment_json(shipment: Shipment, lines: Iterable[OrderLine], structure: Structure) -> dict[str, Any]:
    """One shipment of an order."""
    known = {line.id: line for line in lines}
    parts = []
    for line_id, pieces in shipment.pieces.items():
        item = structure.items[known[line_id].item_id]
        parts.append({"line": known[line_id].number, "item": item.code, "quantity": number(pieces, item.decimals)})
    return {
        "shipment": shipment.number,
        "at": instant(shipment.shipped_at),
        "person": shipment.person,
        "lines": parts,
    }


def change_json(change: LineChange, structure: Structure) -> dict[str, Any]:
    """What a command did to one line."""
    line = change.line
    return {
        "line": line.number,
        "reference": line.reference,
        "item": structure.items[line.item_id].code,
        "policy": line.policy.value if line.policy else None,
        "status": line.status.value,
        "issued": [card_json(card, structure) for card in change.issued],
        "released": [card.code for card in change.released],
        "taken": [card.code for card in change.taken],
        "settled": [card.code for card in change.settled],
    }


def card_json(card: Card, structure: Structure) -> dict[str, Any]:
    """A card with what it brings and where it is."""
    loop = structure.loops[card.loop_id]
    item = structure.items[loop.item_id]
    return {
        "card": card.code,
        "item": item.code,
        "source": structure.stations[loop.source_id].name,
        "consumer": structure.stations[loop.consumer_id].name,
        "quantity": number(card.quantity or card.container_quantity, item.decimals),
        "state": card.state.value,
    }


def shipped_json(shipped: Shipped, structure: Structure) -> dict[str, Any]:
    """What left for one line."""
    line, item = shipped.line, structure.items[shipped.line.item_id]
    return {
        "order": line.order_number,
        "line": line.number,
        "item": item.code,
        "shipped": number(shipped.pieces, item.decimals),
        "open": number(line.remaining, item.decimals),
        "cards": [card.code for card in shipped.cards],
        "shipment": shipped.shipment,
    }


def shippable_json(found: Shippable, structure: Structure) -> dict[str, Any]:
    """What could leave for one line now."""
    line, item = found.line, structure.items[found.line.item_id]
    return {
        "order": line.order_number,
        "line": line.number,
        "item": item.code,
        "wanted": line.wanted_on.isoformat(),
        "ready": number(found.pieces, item.decimals),
        "open": number(line.remaining, item.decimals),
    }


# -- for people --------------------------------------------------------------------------------------------------------


def order_lines(order: OrderView, structure: Structure) -> list[str]:
    """An order and its lines, one text line each."""
    head = f"{order.number}  {order.customer}  {orders_words.state(order.state)}"
    lines = [head, *(f"  {line_text(view, structure)}" for view in order.lines)]
    lines += [f"  {order.note}"] if order.note else []
    return [*lines, *(f"  {link.label}  {link.link}" if link.label else f"  {link.link}" for link in order.links)]


def line_text(view: LineView, structure: Structure) -> str:
    """One line of an order."""
    line, item = view.line, structure.items[view.line.item_id]
    amount = f"{quantity(line.quantity, item.decimals)} {words.unit(item.unit)}"
    state = orders_words.state(view.state)
    if line.shipped and line.remaining:
        state = _("{state}, {count} shipped").format(state=state, count=quantity(line.shipped, item.decimals))
    parts = (str(line.number), item.code, amount, day(line.wanted_on), orders_words.policy(view.policy), state)
    return "  ".join(parts)


def detail_lines(view: LineView) -> list[str]:
    """Price and note of a line, where it has them."""
    line = view.line
    told = [_("Price: {price}").format(price=money(Decimal(line.price)))] if line.price else []
    return [*told, _("Note: {note}").format(note=line.note)] if line.note else told


def peg_lines(nodes: Iterable[PegNode], structure: Structure, depth: int = 1) -> list[str]:
    """A line's tree, indented."""
    lines = []
    for node in nodes:
        loop = structure.loops[node.card.loop_id]
        item = structure.items[loop.item_id]
        where = f"{structure.stations[loop.source_id].name} → {structure.stations[loop.consumer_id].name}"
        told = f"{item.code}  {quantity(node.pieces, item.decimals)}  {where}  {spaced(node.card.code)}"
        lines.append("  " * depth + f"{told}  {_card_state(node)}")
        for item_id, place, steps in node.held:
            held = structure.items[item_id]
            kept = _("{quantity} {item} from the loops at {station}").format(
                quantity=quantity(steps, held.decimals), item=held.code, station=structure.stations[place[0]].name
            )
            lines.append("  " * (depth + 1) + kept)
        lines += peg_lines(node.children, structure, depth + 1)
    return lines


def _card_state(node: PegNode) -> str:
    if node.shown_above:
        return _("see above")
    if node.card.state is CardState.RETIRED:
        return _("used") if node.is_used else _("taken out")
    return words.state(node.card.state)


def change_lines(change: LineChange, structure: Structure) -> list[str]:
    """What a command made of one line, and did to its cards."""
    line = change.line
    head = _("Line {line}, {item}:").format(line=line.number, item=structure.items[line.item_id].code)
    issued, released, taken = len(change.issued), len(change.released), len(change.taken)
    counts = (
        (ngettext("{count} card issued", "{count} cards issued", issued), issued),
        (ngettext("{count} card taken out", "{count} cards taken out", released), released),
        (ngettext("{count} container taken from stock", "{count} containers taken from stock", taken), taken),
    )
    said = [*_line_now(line, structure), *(text.format(count=count) for text, count in counts if count)]
    if change.settled and change.choice:
        said.append(f"{len(change.settled)} × {orders_words.choice(change.choice)}")
    return [f"{head} {', '.join(said)}."]


def _line_now(line: OrderLine, structure: Structure) -> list[str]:
    item = structure.items[line.item_id]
    if line.status is LineStatus.CANCELLED:
        return [_("the line is cancelled")]
    if line.status is LineStatus.CLOSED:
        shipped = quantity(line.shipped, item.decimals)
        return [_("the line is closed with {count} shipped").format(count=shipped)]
    said = [f"{quantity(line.quantity, item.decimals)} {words.unit(item.unit)}"]
    said.append(_("wanted {day}").format(day=day(line.wanted_on)))
    said += [_("price {price}").format(price=money(Decimal(line.price)))] if line.price else []
    said += [_("note “{note}”").format(note=line.note)] if line.note else []
    return [*said, orders_words.policy(line.policy)] if line.policy else said


def shipped_lines(shipped: Iterable[Shipped], structure: Structure) -> list[str]:
    """What left."""
    said = []
    for one in shipped:
        item = structure.items[one.line.item_id]
        text = _("Order {order} line {line}: {count} {item} shipped, {open} still awaited.")
        said.append(
            text.format(
                order=one.line.order_number,
                line=one.line.number,
                count=quantity(one.pieces, item.decimals),
                item=item.code,
                open=quantity(one.line.remaining, item.decimals),
            )
        )
    return said


def shippable_lines(found: Iterable[Shippable], structure: Structure) -> list[str]:
    """What could leave now."""
    said = []
    for one in found:
        item = structure.items[one.line.item_id]
        text = _("Order {order} line {line}, wanted {day}: {count} of {open} {item} stand ready.")
        said.append(
            text.format(
                order=one.line.order_number,
                line=one.line.number,
                day=day(one.line.wanted_on),
                count=quantity(one.pieces, item.decimals),
                open=quantity(one.line.remaining, item.decimals),
                item=item.code,
            )
        )
    return said
