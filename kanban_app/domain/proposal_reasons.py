"""Why each number of a proposed loop is what it is: rules and values, worded elsewhere.

The values are decimal texts, whole minutes and ISO dates; quantities are in units of the item, not in steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kanban_app.domain.draft import Reason
from kanban_app.domain.loop_numbers import Given, Numbers
from kanban_app.domain.quantities import rounded_up


def reasons_for(given: Given, numbers: Numbers) -> Iterator[Reason]:
    """One reason for every number of the loop, and for where it ends, in the order a person would ask."""
    way = given.way
    users = ", ".join(way.users)
    values = {"item": way.item, "source": way.source, "consumer": way.consumer, "users": users}
    yield Reason("way", way.rule, values)
    yield _demand_reason(given)
    yield _container_reason(given, numbers)
    yield _lot_reason(given, numbers)
    yield _lead_time_reason(given, numbers)
    yield _card_reason(given, numbers)
    yield _safety_reason(given, numbers)
    if way.stands_by:
        yield Reason("suspended", "stands_by", {"priority": str(way.priority), "source": way.source})
    elif way.share_of:
        yield Reason("share", "equal", {"sources": str(way.share_of)})


def decimal_text(value: Fraction | int, up: bool = False) -> str:
    """A number for a reason: exact where three decimals hold it, else rounded to them.

    Below 0.01 it keeps at least two digits that count. With `up` it is rounded upwards, so that what became
    one more card never reads as if there had been nothing to round. `value` is zero or more.
    """
    places = 3
    while 0 < value < Fraction(10, 10**places) and places < 9:
        places += 1
    scaled = Fraction(value) * 10**places
    whole = rounded_up(scaled) if up else round(scaled)
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}"
    return text.rstrip("0").rstrip(".")


def _units(given: Given, steps: Fraction | int) -> str:
    return decimal_text(Fraction(steps) / given.unit_steps)


def _demand_reason(given: Given) -> Reason:
    history = given.history
    if history.first_on is None or history.last_on is None:
        return Reason("demand_a_day", "no_history")
    single = history.first_on == history.last_on
    rule = "none" if not given.need.steps else "single_date" if single else "history"
    values = {
        "demand_a_day": _units(given, given.steps_a_day),
        "quantity": _units(given, given.steps),
        "days": str(history.days),
        "first_on": history.first_on.isoformat(),
        "last_on": history.last_on.isoformat(),
    }
    return Reason("demand_a_day", rule, values)


def _container_reason(given: Given, numbers: Numbers) -> Reason:
    values = {
        "container": _units(given, numbers.choice.quantity),
        "demand_a_day": _units(given, given.steps_a_day),
        "minimum": _units(given, given.way.minimum),
        "multiple": _units(given, given.way.multiple),
        "cards": str(numbers.cards),
    }
    return Reason("container_quantity", numbers.choice.rule, values)


def _lot_reason(given: Given, numbers: Numbers) -> Reason:
    values = {
        "lot": str(numbers.lot_cards),
        "minimum": _units(given, given.way.minimum),
        "container": _units(given, numbers.choice.quantity),
    }
    return Reason("lot_cards", "minimum" if numbers.lot_cards > 1 else "one", values)


def _lead_time_reason(given: Given, numbers: Numbers) -> Reason:
    way = given.way
    values = {
        "lead_time_minutes": str(numbers.lead_time_minutes),
        "fixed_minutes": decimal_text(way.fixed_minutes or 0),
        "minutes_per_unit": decimal_text(way.minutes_per_unit or 0),
        "lot_quantity": _units(given, numbers.choice.quantity * numbers.lot_cards),
        "source": way.source,
        "consumer": way.consumer,
    }
    return Reason("lead_time_minutes", numbers.lead_rule, values)


def _card_reason(given: Given, numbers: Numbers) -> Reason:
    values = {
        "cards": str(numbers.cards),
        "demand_a_day": _units(given, given.steps_a_day),
        "lead_time_minutes": str(numbers.lead_time_minutes),
        "factor": decimal_text(1 + given.safety_share),
        "container": _units(given, numbers.choice.quantity),
        "raw": decimal_text(numbers.toyota.raw, up=True),
        "toyota": str(numbers.toyota.cards),
        "lot": str(numbers.lot_cards),
        "draw": _units(given, given.need.largest_draw),
        "draw_cards": str(numbers.draw_cards),
        "drawn_by": given.need.drawn_by,
    }
    return Reason("card_count", numbers.card_rule, values)


def _safety_reason(given: Given, numbers: Numbers) -> Reason:
    without_safety = numbers.toyota.raw / (1 + given.safety_share)
    values = {
        "safety": str(numbers.safety_cards),
        "percent": decimal_text(given.safety_share * 100),
        "lead_time_cards": decimal_text(without_safety),
        "raw": decimal_text(without_safety * given.safety_share, up=True),
        "cards": str(numbers.cards),
        "lot": str(numbers.lot_cards),
    }
    if not numbers.safety_cards:
        return Reason("safety_cards", "none", values)
    if numbers.safety_cards < numbers.toyota.safety_cards:
        return Reason("safety_cards", "beside_the_lot", values)
    rule = "share" if numbers.toyota.safety_cards else "one_at_least"
    return Reason("safety_cards", rule, values)
