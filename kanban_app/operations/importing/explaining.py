"""The reckoning behind every proposed number, in words: "3 cards: 2.1 a day × 2 d × 1.1 / 2 = 2.31, rounded up"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from kanban_app import i18n
from kanban_app.domain.draft import Reason
from kanban_app.i18n import _

Text = Callable[[], str]

_NAMES = frozenset({"item", "source", "consumer", "users", "drawn_by"})
_DAYS = frozenset({"first_on", "last_on"})
_DURATIONS = frozenset({"lead_time_minutes", "fixed_minutes", "minutes_per_unit"})


def explain(reason: Reason) -> str:
    """One sentence for one reason, in the user's language."""
    text = _TEXTS[reason.subject, reason.rule]()
    return text.format_map({name: _shown(name, value) for name, value in reason.values.items()})


def explain_all(reasons: tuple[Reason, ...]) -> list[str]:
    """A sentence for each reason, in their order."""
    return [explain(reason) for reason in reasons]


def known_rules() -> frozenset[tuple[str, str]]:
    """All (subject, rule) that have words."""
    return frozenset(_TEXTS)


def _shown(name: str, value: str) -> str:
    if name in _NAMES:
        return value
    if name in _DAYS:
        return i18n.day(date.fromisoformat(value))
    number = Decimal(value)
    if name in _DURATIONS and number == number.to_integral_value():
        return i18n.duration(int(number))
    if name in _DURATIONS:
        return _("{minutes} min").format(minutes=i18n.number(number))
    return i18n.number(number)


_WAYS: Mapping[str, Text] = {
    "straight": lambda: _("Straight to {consumer}: no other workstation uses {item}."),
    "delivered_there": lambda: _("To {consumer}, where it is delivered."),
    "several_users": lambda: _("To the store {consumer}, because several workstations use it: {users}."),
    "sold": lambda: _("To the store {consumer}, because {item} is sold or moved on."),
    "own_use": lambda: _("To the store {consumer}, because {users} makes {item} for itself."),
    "no_user": lambda: _("To the store {consumer}; no workstation uses {item}."),
    "as_transferred": lambda: _("From {source} to {consumer}, as in the list of transfers."),
    "withdrawn": lambda: _("{consumer} uses {item} and takes it from {source}."),
}

_DEMAND: Mapping[str, Text] = {
    "history": lambda: _("{demand_a_day} a day: {quantity} in {days} days, from {first_on} to {last_on}."),
    "single_date": lambda: _(
        "{demand_a_day} a day: {quantity}, all wanted on {first_on}; taken for the demand of {days} days."
    ),
    "none": lambda: _("No demand from {first_on} to {last_on}."),
    "no_history": lambda: _("No orders, so no demand to reckon with."),
}

_CONTAINERS: Mapping[str, Text] = {
    "order_multiple": lambda: _("{container} per container: it comes in multiples of {multiple}."),
    "order_multiples": lambda: _(
        "{container} per container: it comes in multiples of {multiple}, and one each would take too many cards."
    ),
    "day_of_demand": lambda: _(
        "{container} per container: a number easy to count, about the {demand_a_day} of a day or more, "
        "in {cards} cards."
    ),
    "no_demand": lambda: _("{container} per container: the smallest that works, for want of demand."),
    "whole_minimum": lambda: _(
        "{container} per container: the whole minimum in one box, more pieces than anybody counts."
    ),
}

_LOTS: Mapping[str, Text] = {
    "minimum": lambda: _("{lot} cards gather: the minimum of {minimum} is {lot} containers of {container}."),
    "one": lambda: _("Every card calls by itself: one container is enough for an order."),
}

_LEAD_TIMES: Mapping[str, Text] = {
    "listed": lambda: _("{lead_time_minutes} to refill, as the list says."),
    "made": lambda: _(
        "{lead_time_minutes} to refill: {fixed_minutes} to set up and {minutes_per_unit} each for {lot_quantity}."
    ),
    "an_hour": lambda: _("{lead_time_minutes} to refill: the list says less, but nobody answers faster."),
    "in_house": lambda: _("{lead_time_minutes} to refill: {source} and {consumer} are in one place."),
    "unclear": lambda: _("{lead_time_minutes} to refill: the list does not say, so a day."),
}

_CARDS: Mapping[str, Text] = {
    "toyota": lambda: _(
        "{cards} cards: {demand_a_day} a day × {lead_time_minutes} × {factor} / {container} per container = {raw}, "
        "rounded up."
    ),
    "two_at_least": lambda: _(
        "{cards} cards: one is used while the other is refilled. {demand_a_day} a day × {lead_time_minutes} × {factor} "
        "/ {container} per container = {raw} alone would be {toyota}."
    ),
    "lot_and_one": lambda: _(
        "{cards} cards: a lot of {lot} and one to work from. {demand_a_day} a day × {lead_time_minutes} × {factor} "
        "/ {container} per container = {raw} alone would be {toyota}."
    ),
    "draw_and_one": lambda: _(
        "{cards} cards: {drawn_by} takes {draw} at once, {draw_cards} containers, and one more stays. {demand_a_day} a "
        "day × {lead_time_minutes} × {factor} / {container} per container = {raw} alone would be {toyota}."
    ),
}

_SAFETY: Mapping[str, Text] = {
    "share": lambda: _("{safety} for safety: {percent} % of {lead_time_cards} cards is {raw}, rounded up."),
    "one_at_least": lambda: _("{safety} for safety: at least one of {cards} cards."),
    "beside_the_lot": lambda: _("{safety} for safety: what the lot of {lot} leaves of {cards} cards."),
    "none": lambda: _("No card for safety alone."),
}

_OTHERS: Mapping[tuple[str, str], Text] = {
    ("suspended", "stands_by"): lambda: _("Standing by: {source} has priority {priority}, another is asked first."),
    ("share", "equal"): lambda: _("{sources} sources are asked in turn."),
}

_TEXTS: Mapping[tuple[str, str], Text] = {
    **{("way", rule): text for rule, text in _WAYS.items()},
    **{("demand_a_day", rule): text for rule, text in _DEMAND.items()},
    **{("container_quantity", rule): text for rule, text in _CONTAINERS.items()},
    **{("lot_cards", rule): text for rule, text in _LOTS.items()},
    **{("lead_time_minutes", rule): text for rule, text in _LEAD_TIMES.items()},
    **{("card_count", rule): text for rule, text in _CARDS.items()},
    **{("safety_cards", rule): text for rule, text in _SAFETY.items()},
    **_OTHERS,
}
