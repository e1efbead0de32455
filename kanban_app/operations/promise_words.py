"""What is said about a promise: its steps, why each stands there, what holds it up, and why none can be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.codes import spaced
from kanban_app.domain.promise_network import PartKind
from kanban_app.domain.promising import Hold, HoldingUp, Promise, PromiseRefused, PromiseStep
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, day, moment, ngettext, quantity
from kanban_app.operations.words import unit

_REFUSED: Mapping[str, Callable[[], str]] = {
    "unknown_line": lambda: _("There is no such order line. Nothing was changed. Look the order up by its number."),
    "unknown_order": lambda: _("There is no order {number}. Nothing was changed. Look it up by its customer."),
    "not_awaited": lambda: _("Nothing of line {line} is waited for any more. Nothing was changed. Look at its order."),
    "no_route": lambda: _("Nothing brings {item} to {station}. Nothing was changed. Add a loop that ends there."),
    "no_route_at_all": lambda: _("No loop brings {item} anywhere. Nothing was changed. Add a loop for it."),
    "several_places": lambda: _("{item} ships from {stations}. Nothing was changed. Say from which with --at."),
    "takes_too_long": lambda: _(
        "So many {item} to {station}, with what is confirmed before them, take longer than {years} years. Nothing was"
        " changed. Ask for fewer, or add cards to the loop."
    ),
    "wanted_too_far": lambda: _(
        "The wanted day for {item} is more than {years} years away. Nothing was changed. Name an earlier one."
    ),
    "not_reckoned": lambda: _(
        "No date could be worked out for line {line}. Nothing was changed. Look at its order and the loops of its item."
    ),
    "no_working_time": lambda: _(
        "No working time is left for {item}, to {station}. Nothing was changed. Look at the shifts and days off."
    ),
}


def refused_text(refused: PromiseRefused) -> str:
    """Why no date can be given, and the next step."""
    return _REFUSED[refused.code]().format(**refused.facts)


def step_text(step: PromiseStep, structure: Structure) -> str:
    """A step in few words: "saw: 50 pcs chair leg", "chair to varnish", "cushion from cushion supplier"."""
    names = _names(step, structure)
    return {
        PartKind.QUEUE: _("{station}: {item} waits for its turn"),
        PartKind.MAKE: _("{station}: {amount} {item}"),
        PartKind.FETCH: _("{amount} {item} to {to}"),
        PartKind.BUY: _("{amount} {item} from {station}"),
    }[step.kind].format(**names)


def label_text(step: PromiseStep, structure: Structure) -> str:
    """The same as a label beside a bar, where there is little room: "saw, 50 chair leg", "to varnish, 16 chair"."""
    item = structure.items[step.item_id]
    names = {**_names(step, structure), "count": quantity(step.quantity, item.decimals)}
    return {
        PartKind.QUEUE: _("queue at {station}, {item}"),
        PartKind.MAKE: _("{station}, {count} {item}"),
        PartKind.FETCH: _("to {to}, {count} {item}"),
        PartKind.BUY: _("{station}, {count} {item}"),
    }[step.kind].format(**names)


def why_text(step: PromiseStep, structure: Structure) -> str:
    """Why the step stands there: what its card is doing, or that nothing is ordered yet."""
    if step.kind is PartKind.QUEUE:
        count = step.ahead_count
        if not count:
            return _("the station is busy")
        return ngettext("{count} card stands before it", "{count} cards stand before it", count).format(count=count)
    card = step.card
    if card is None:
        return _rounds_text(step, structure) if step.rounds > 1 else _("not ordered yet")
    return _card_text(card, step).format(code=spaced(card.code), **_said(step))


def _rounds_text(step: PromiseStep, structure: Structure) -> str:
    amount = quantity(step.round_quantity, structure.items[step.item_id].decimals)
    text = ngettext(
        "in {count} round of {amount}, not ordered yet", "in {count} rounds of {amount}, not ordered yet", step.rounds
    )
    return text.format(count=step.rounds, amount=amount)


def _card_text(card: Card, step: PromiseStep) -> str:
    if card.on_hold:
        return _("card {code} is on hold")
    if step.delivery is not None:
        return _("card {code}, purchase order {number} is confirmed for {day}")
    if card.state is CardState.RELEASED:
        return _("card {code} is ordered") if step.kind is PartKind.BUY else _("card {code} is not started")
    if card.state is CardState.IN_PROCESS and step.kind is PartKind.MAKE:
        return _("card {code} is being made")
    return _("card {code} is on its way")


def _said(step: PromiseStep) -> dict[str, str]:
    """What the supplier said of a step's card, for the words."""
    said = step.delivery
    return {"number": said.number, "day": day(said.day)} if said else {}


def _names(step: PromiseStep, structure: Structure) -> dict[str, str]:
    item = structure.items[step.item_id]
    return {
        "item": item.code,
        "amount": f"{quantity(step.quantity, item.decimals)} {unit(item.unit)}",
        "station": structure.stations[step.station_id].name,
        "to": structure.stations[step.to_station_id].name,
    }


def date_text(promise: Promise) -> str:
    """The date with how it stands to the wanted one: "8 Jan 2027, 6 days late"."""
    shown = day(promise.promised_on)
    if promise.wanted_on is None:
        return shown
    if not promise.late_by_days:
        return _("{day}, as wanted").format(day=shown)
    late = promise.late_by_days
    return ngettext("{day}, {count} day late", "{day}, {count} days late", late).format(day=shown, count=late)


def holding_text(holding: HoldingUp, structure: Structure, now: datetime) -> str:
    """What holds a line up, and the one next step."""
    step = holding.step
    names = _names(step, structure)
    if holding.reason is Hold.NOT_ORDERED and holding.confirmed:
        return _to_come_text(step, structure)
    card = holding.card
    names["code"] = spaced(card.code) if card else ""
    names["due"] = moment(card.due_at, now) if card and card.due_at else ""
    by_supplier = {
        Hold.LATE: _(
            "Card {code}, {item} for {to}, was confirmed for {day} in purchase order {number}. Ask at {station}."
        ),
        Hold.ON_ITS_WAY: _(
            "Card {code}, {item} for {to}, comes on {day}, as {station} confirmed in purchase order {number}."
        ),
    }
    if step.delivery is not None and holding.reason in by_supplier:
        return by_supplier[holding.reason].format(**names, **_said(step))
    return {
        Hold.ON_HOLD: _("Card {code}, {item} for {to}, is on hold. Let it go on."),
        Hold.LATE: _("Card {code}, {item} for {to}, was due {due}. Ask at {station}."),
        Hold.IN_QUEUE: _("{item} for {to} waits at {station}. Mark it urgent there."),
        Hold.BEING_MADE: _("Card {code}, {item} for {to}, is being made at {station}."),
        Hold.ON_ITS_WAY: _("Card {code}, {item} for {to}, is on its way from {station}."),
        Hold.NOT_ORDERED: _("{amount} {item} for {to} are not ordered yet. Confirm the line, or issue extra cards."),
    }[holding.reason].format(**names)


def _to_come_text(step: PromiseStep, structure: Structure) -> str:
    """Of a line that is confirmed: there is nothing to confirm, the loop brings it as its cards come empty."""
    names = _names(step, structure)
    if step.rounds < 2:
        return _("{amount} {item} for {to} come as their loop orders. Issue extra cards to be faster.").format(**names)
    names["round"] = quantity(step.round_quantity, structure.items[step.item_id].decimals)
    text = ngettext(
        "{amount} {item} for {to} come in {count} round of {round}, as the loop has cards. Issue extra cards, or add"
        " cards to the loop.",
        "{amount} {item} for {to} come in {count} rounds of {round}, as the loop has cards. Issue extra cards, or add"
        " cards to the loop.",
        step.rounds,
    )
    return text.format(count=step.rounds, **names)
