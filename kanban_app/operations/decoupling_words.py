"""What moving a decoupling point does, in words and as the command line's JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kanban_app.domain.decoupling_moves import LoopMove, Stays
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, duration, money, ngettext, quantity
from kanban_app.operations import orders_words
from kanban_app.operations.decoupling import MovePreview, PointAt, Stock
from kanban_app.operations.reporting import number
from kanban_app.operations.structure_words import change_lines


def point_line(structure: Structure, item_id: int, point: PointAt) -> str:
    """Where stock ends on the way to one place of sale, and how long a customer waits."""
    item, station = structure.items[item_id].code, structure.stations[point.station_id].name
    policy = orders_words.policy(point.policy)
    places = _places(structure, point) or _("nowhere")
    if not point.minutes:
        return _("{item} at {station}: {policy}, kept in stock there.").format(
            item=item, station=station, policy=policy
        )
    return _("{item} at {station}: {policy}, stock up to {places}, then {time}.").format(
        item=item, station=station, policy=policy, places=places, time=duration(point.minutes)
    )


def _places(structure: Structure, point: PointAt) -> str:
    return ", ".join(structure.stations[station_id].name for station_id in point.point.station_ids)


def preview_lines(structure: Structure, seen: MovePreview) -> list[str]:
    """What a move does, one thing a line: loops, stock, what stays, promise time, cards."""
    plan = seen.plan
    said = [_loop_line(structure, move) for move in (*plan.ending, *plan.beginning)]
    if seen.built.steps:
        said.append(_("Builds {stock}.").format(stock=stock_text(structure, seen.built)))
    if seen.freed.steps:
        said.append(_("Frees {stock}.").format(stock=stock_text(structure, seen.freed)))
    said += [_stays_line(structure, stays) for stays in plan.stays]
    said.append(promise_text(seen))
    return said + change_lines(seen.changes)


def promise_text(seen: MovePreview) -> str:
    """What customers wait after the move, and what they wait now."""
    before, after = seen.plan.minutes_before, seen.plan.minutes_after
    if before == after:
        return _("Customers wait as before: {time}.").format(time=waiting_text(after))
    return _("Customers wait {after} from then on, until now {before}.").format(
        after=waiting_text(after), before=waiting_text(before)
    )


def waiting_text(minutes: int) -> str:
    """How long ordered goods take."""
    return duration(minutes) if minutes else _("only for shipping")


def _stays_line(structure: Structure, stays: Stays) -> str:
    return _("{item} at {station} stays, {other} at {place} needs it.").format(
        item=structure.items[stays.place[1]].code,
        station=structure.stations[stays.place[0]].name,
        other=structure.items[stays.for_item_id].code,
        place=structure.stations[stays.for_station_id].name,
    )


def _loop_line(structure: Structure, move: LoopMove) -> str:
    loop, count = move.loop, move.numbers.card_count
    names = {
        "item": structure.item_of(loop).code,
        "source": structure.stations[loop.source_id].name,
        "consumer": structure.stations[loop.consumer_id].name,
    }
    if not move.begins:
        text = _("Loop ends: {item}, {source} to {consumer}. Its {count} cards leave.")
        return text.format(count=loop.card_count, **names)
    size = quantity(loop.container_quantity, structure.item_of(loop).decimals)
    text = ngettext(
        "Loop begins: {item}, {source} to {consumer}, {count} card of {size}.",
        "Loop begins: {item}, {source} to {consumer}, {count} cards of {size}.",
        count,
    )
    return text.format(count=count, size=size, **names)


def stock_text(structure: Structure, stock: Stock) -> str:
    """Pieces by item, and the money where it is known: "40 chair leg, 8 chair; 1 640 in money"."""
    pieces = ", ".join(
        f"{quantity(steps, structure.items[item_id].decimals)} {structure.items[item_id].code}"
        for item_id, steps in stock.steps.items()
    )
    if len(stock.unknown) == len(stock.steps):
        return _("{pieces}, of which nobody said the cost").format(pieces=pieces)
    text = _("{pieces}; {money} in money").format(pieces=pieces, money=money(stock.money))
    if not stock.unknown:
        return text
    names = ", ".join(structure.items[item_id].code for item_id in stock.unknown)
    return _("{stock}, without {items}, of which nobody said the cost").format(stock=text, items=names)


# -- for the command line ----------------------------------------------------------------------------------------------


def point_json(structure: Structure, point: PointAt) -> dict[str, Any]:
    """One place of sale with the point on the way to it."""
    return {
        "sold_at": structure.stations[point.station_id].name,
        "policy": point.policy.value,
        "stock_up_to": [structure.stations[station_id].name for station_id in point.point.station_ids],
        "all_in_stock": point.minutes == 0 and point.point.is_all_stock,
        "to_order_loops": sorted(point.point.to_order),
        "waiting_minutes": point.minutes,
    }


def preview_json(structure: Structure, seen: MovePreview) -> dict[str, Any]:
    """What a move does."""
    plan = seen.plan
    return {
        "item": structure.items[plan.item_id].code,
        "ending": _loops_json(structure, plan.ending),
        "beginning": _loops_json(structure, plan.beginning),
        "stays": [
            {
                "item": structure.items[stays.place[1]].code,
                "station": structure.stations[stays.place[0]].name,
                "for": structure.items[stays.for_item_id].code,
                "for_station": structure.stations[stays.for_station_id].name,
            }
            for stays in plan.stays
        ],
        "builds": _stock_json(structure, seen.built),
        "frees": _stock_json(structure, seen.freed),
        "waiting_minutes_before": plan.minutes_before,
        "waiting_minutes_after": plan.minutes_after,
        "before": [point_json(structure, point) for point in seen.before],
        "after": [point_json(structure, point) for point in seen.after],
        "new_cards": sum(len(change.new_numbers) for change in seen.changes),
        "leaving_cards": sum(len(change.surplus_ids) for change in seen.changes),
    }


def _loops_json(structure: Structure, moves: Iterable[LoopMove]) -> list[dict[str, Any]]:
    return [
        {
            "loop": move.loop.id,
            "item": structure.item_of(move.loop).code,
            "source": structure.stations[move.loop.source_id].name,
            "consumer": structure.stations[move.loop.consumer_id].name,
            "cards_before": move.loop.card_count,
            "cards_after": move.numbers.card_count,
            "container": number(move.loop.container_quantity, structure.item_of(move.loop).decimals),
        }
        for move in moves
    ]


def _stock_json(structure: Structure, stock: Stock) -> dict[str, Any]:
    pieces = [
        {
            "item": structure.items[item_id].code,
            "quantity": number(steps, structure.items[item_id].decimals),
        }
        for item_id, steps in stock.steps.items()
    ]
    return {
        "pieces": pieces,
        "money": str(stock.money),
        "without_cost": [structure.items[item_id].code for item_id in stock.unknown],
    }
