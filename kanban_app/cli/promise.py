"""The verb `promise`: by when something can be there, what decides that, and what holds it up."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station, steps_typed
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.cli.working_time import add_calendar, day_typed
from kanban_app.i18n import _, day, duration, end_moment, moment, quantity

if TYPE_CHECKING:
    from kanban_app.domain.promising import Promise, PromiseStep
    from kanban_app.domain.structure import Structure
    from kanban_app.operations.promising import Available, Round
    from kanban_app.operations.shop import Shop


def add_promise(verbs: Any, add_verb: Any) -> None:
    """The verbs `promise` and `calendar`; `add_verb` makes one with the options that all have."""
    verb = add_verb(verbs, "promise", promise_verb, _("say by when something can be there, and what decides that"))
    verb.add_argument("item", nargs="?", default="", metavar="ITEM")
    verb.add_argument("quantity", nargs="?", default="", metavar="QUANTITY")
    verb.add_argument("--at", default="", metavar="STATION", help=_("where it ships from"))
    verb.add_argument("--wanted", default="", metavar="DATE", help=_("the wanted day, as 2027-01-31"))
    verb.add_argument("--order", default="", metavar="NUMBER", help=_("every line of this order that is waited for"))
    add_calendar(verbs, add_verb)


def promise_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.promising import PromiseRefused
    from kanban_app.operations.promise_words import refused_text

    if bool(arguments.order) == bool(arguments.item):
        raise WrongUse(_("Name an item and a quantity, or an order with --order."))
    with Opened(arguments) as shop:
        try:
            return _order(arguments, shop) if arguments.order else _item(arguments, shop)
        except PromiseRefused as refused:
            text = refused_text(refused)
            shown = {"result": "refused", "code": refused.code, "message": text}
            print_json(shown) if arguments.json else print_line(text)
            return REFUSED


def _item(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.operations.promising import available_at, promise_for, round_at
    from kanban_app.operations.reporting import number

    item = _item_named(shop, arguments.item)
    steps = steps_typed(shop, arguments.quantity, item.decimals)
    if not steps or steps < 0:
        raise WrongUse(_("Say how many, as a number above zero."))
    station_id = id_of_station(shop, arguments.at) if arguments.at else None
    wanted_on = day_typed(arguments.wanted) if arguments.wanted else None
    promise = shop.read(promise_for, item.id, steps, station_id, wanted_on, shop.clock()).result()
    available = shop.read(available_at, item.id, station_id, shop.clock()).result()
    beyond = shop.read(round_at, item.id, station_id, shop.clock()).result()
    if arguments.json:
        free = [{"day": one.day.isoformat(), "quantity": number(one.quantity, item.decimals)} for one in available]
        each = beyond and {
            "quantity": number(beyond.quantity, item.decimals),
            "lead_time_minutes": beyond.lead_time_minutes,
        }
        told = {"result": "done", **promise_json(promise, shop.structure), "available": free, "round": each}
        print_json(told)
    else:
        print_line("\n".join([*promise_lines(promise, shop.structure), *_free_lines(available, beyond, item.decimals)]))
    return DONE


def _order(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.domain.orders import OrderRefused
    from kanban_app.domain.promising import Promise, PromiseRefused
    from kanban_app.operations.orders_reading import lines_of
    from kanban_app.operations.promise_words import refused_text
    from kanban_app.operations.promising import promises_of

    try:
        lines = shop.read(lines_of, arguments.order).result()
    except OrderRefused as refused:
        raise PromiseRefused("unknown_order", number=arguments.order) from refused
    found = shop.read(promises_of, [line.id for line in lines], shop.clock()).result()
    if not found:
        raise PromiseRefused("not_awaited", line=arguments.order)
    shown, said = [], []
    for line in lines:
        promise = found.get(line.id)
        if isinstance(promise, Promise):
            shown.append({"line": line.number, **promise_json(promise, shop.structure)})
            said += [
                f"{line.reference}  {shop.structure.items[line.item_id].code}",
                *promise_lines(promise, shop.structure),
            ]
        elif promise is not None:
            shown.append({"line": line.number, "code": promise.code, "message": refused_text(promise)})
            said.append(f"{line.reference}  {refused_text(promise)}")
    if arguments.json:
        print_json({"result": "done", "order": arguments.order, "lines": shown})
    else:
        print_line("\n".join(said))
    return DONE


def _item_named(shop: Shop, name: str) -> Any:
    folded = " ".join(name.split()).casefold()
    found = next((item for item in shop.structure.items.values() if item.code.casefold() == folded), None)
    if found is None:
        raise WrongUse(_("There is no item {name}.").format(name=name))
    return found


def promise_json(promise: Promise, structure: Structure) -> dict[str, Any]:
    """A promise as the command line answers it, also within `order show`: dates ISO, instants UTC, quantities in
    units of the item.
    """
    from kanban_app.operations.reporting import instant

    holding = promise.holding_up
    return {
        "promise": promise.promised_on.isoformat(),
        "earliest": promise.earliest_on.isoformat(),
        "wanted": promise.wanted_on.isoformat() if promise.wanted_on else None,
        "late_by_days": promise.late_by_days,
        "ready_at": instant(promise.ready_at),
        "critical_path": [_step_json(step, structure) for step in promise.critical_path],
        "holding_up": None if holding is None else _holding_json(promise, structure),
    }


def _holding_json(promise: Promise, structure: Structure) -> dict[str, Any]:
    from kanban_app.operations.promise_words import holding_text

    holding = promise.holding_up
    assert holding is not None
    text = holding_text(holding, structure, promise.made_at)
    return {"reason": holding.reason.value, "card": holding.card.code if holding.card else None, "message": text}


def _step_json(step: PromiseStep, structure: Structure) -> dict[str, Any]:
    from kanban_app.operations.promise_words import why_text
    from kanban_app.operations.reporting import instant, number

    item = structure.items[step.item_id]
    return {
        "kind": step.kind.value,
        "card": step.card.code if step.card else None,
        "purchase_order": step.delivery.number if step.delivery else None,
        "confirmed_on": step.delivery.day.isoformat() if step.delivery else None,
        "item": item.code,
        "quantity": number(step.quantity, item.decimals),
        "station": structure.stations[step.station_id].name,
        "to": structure.stations[step.to_station_id].name,
        "from_time": instant(step.start),
        "to_time": instant(step.finish),
        "rounds": step.rounds,
        "round_quantity": number(step.round_quantity, item.decimals) if step.rounds > 1 else None,
        "why": why_text(step, structure),
    }


def promise_lines(promise: Promise, structure: Structure) -> list[str]:
    """A promise for people: the date, what it takes, and what holds it up."""
    from kanban_app.operations.promise_words import date_text, holding_text, step_text, why_text

    said = [_("Promise: {date}").format(date=date_text(promise))]
    if promise.earliest_on != promise.promised_on:
        said.append(_("Possible from: {day}").format(day=day(promise.earliest_on)))
    if not promise.steps:
        said.append(_("Everything is there."))
    for step in promise.critical_path:
        times = moment(step.start, promise.made_at)
        if step.finish > step.start:
            times += f" - {end_moment(step.finish, promise.made_at)}"
        said.append(f"  {times}  {step_text(step, structure)}, {why_text(step, structure)}")
    if promise.holding_up:
        said.append(holding_text(promise.holding_up, structure, promise.made_at))
    return said


def _free_lines(available: tuple[Available, ...], beyond: Round | None, decimals: int) -> list[str]:
    free = [one for one in available if one.quantity]
    said = [_("{amount} from {day}").format(amount=quantity(one.quantity, decimals), day=day(one.day)) for one in free]
    if said:
        told = [_("Free to promise: {amounts}").format(amounts="; ".join(said))]
    else:
        told = [_("Nothing is free to be promised before it is made.")]
    if beyond is not None:
        text = _("Beyond that the loop brings at most {amount} every {time}.")
        told.append(text.format(amount=quantity(beyond.quantity, decimals), time=duration(beyond.lead_time_minutes)))
    return told
