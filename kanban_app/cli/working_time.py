"""The verb `calendar`: shifts, days off and public holidays, of the plant or of one station."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.i18n import _, day

if TYPE_CHECKING:
    from kanban_app.domain.shift_plans import ShiftPlan
    from kanban_app.domain.structure_edits import EditFault, EditRefused
    from kanban_app.domain.working_time import Span
    from kanban_app.operations.calendars import DayView
    from kanban_app.operations.shop import Shop

Change = Callable[["ShiftPlan"], "ShiftPlan"]
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NONE = "none"


def add_calendar(verbs: Any, add_verb: Any) -> None:
    """The verb with its own verbs; `add_verb` makes one with the options that all have."""
    verb = add_verb(verbs, "calendar", calendar_show, _("show or set when is worked; promise dates count by it"))
    verb.add_argument("--at", default="", metavar="STATION", help=_("of this station; without it, of the plant"))
    verb.add_argument("--weeks", type=int, default=4, metavar="N", help=_("how many weeks to show"))
    own = verb.add_subparsers(metavar="VERB")
    shown = add_verb(own, "show", calendar_show, _("show the week and the coming days"))
    shown.add_argument("--weeks", type=int, default=argparse.SUPPRESS, metavar="N", help=_("how many weeks to show"))
    week = add_verb(own, "set", calendar_set, _("set the shifts of days of the week, or the time zone"))
    week.add_argument("days", nargs="?", default="", metavar="DAYS", help=_("mon-fri, sat or mon,wed"))
    week.add_argument("shifts", nargs="*", metavar="TIMES", help=_("06:00-14:00 14:00-22:00, or none"))
    week.add_argument("--break", dest="breaks", action="append", default=[], metavar="TIMES", help=_("09:00-09:15"))
    week.add_argument("--zone", default="", metavar="ZONE", help=_("the time zone, as Europe/Stockholm"))
    holidays = add_verb(own, "holidays", calendar_holidays, _("set whose public holidays are off, or list them"))
    holidays.add_argument("country", nargs="?", default="", metavar="COUNTRY", help=_("SE, NO, DE…, or none"))
    holidays.add_argument("--region", default="", metavar="REGION")
    off = add_verb(own, "days-off", calendar_days_off, _("add days off: a holiday of your own, a shutdown"))
    extra = add_verb(own, "extra-day", calendar_extra_day, _("add a day that is worked although it is free"))
    for days in (off, extra):
        days.add_argument("first", metavar="DATE")
        if days is extra:
            extra.add_argument("times", metavar="TIMES", help=_("06:00-14:00"))
        days.add_argument("last", nargs="?", default="", metavar="LAST", help=_("the last day of several"))
        days.add_argument("--note", default="")
    off.add_argument("--remove", action="store_true", help=_("take the days off the list, off or extra"))
    clear = add_verb(own, "clear", calendar_clear, _("forget it: a station follows the plant, a plant works always"))
    for part in (shown, week, holidays, off, extra, clear):
        # Suppressed, so that what stands before the verb holds.
        part.add_argument("--at", default=argparse.SUPPRESS, metavar="STATION", help=_("of this station"))


def calendar_show(arguments: argparse.Namespace) -> int:
    """Show what is set, and how the coming days will be."""
    with Opened(arguments) as shop:
        return _show(arguments, shop, _station(arguments, shop))


def calendar_set(arguments: argparse.Namespace) -> int:
    """Set shifts and breaks of some days of the week, or the zone."""
    if not arguments.days and not arguments.zone:
        raise WrongUse(_("Say which days, as mon-fri, and their shifts, or the --zone."))
    if arguments.days and not arguments.shifts:
        raise WrongUse(_("Say the shifts, as 06:00-14:00, or none."))
    weekdays = _weekdays(arguments.days)
    shifts, breaks = _typed_spans(arguments.shifts), _typed_spans(arguments.breaks)

    def change(plan: ShiftPlan) -> ShiftPlan:
        week = tuple(shifts if place in weekdays else own for place, own in enumerate(plan.shifts))
        pauses = tuple(breaks if place in weekdays else own for place, own in enumerate(plan.breaks))
        return replace(plan, shifts=week, breaks=pauses, zone=arguments.zone or plan.zone)

    return _change(arguments, change)


def calendar_holidays(arguments: argparse.Namespace) -> int:
    """Set the country, or list the holidays of the coming year."""
    if arguments.country:
        country = "" if arguments.country.casefold() == NONE else arguments.country
        return _change(arguments, lambda plan: replace(plan, country=country, region=arguments.region))
    from kanban_app.operations.calendars import read_preview

    with Opened(arguments) as shop:
        today = shop.clock().astimezone().date()
        days = shop.read(read_preview, _station(arguments, shop), today, 366).result()
    found = [one for one in days if one.is_holiday]
    if arguments.json:
        print_json({"result": "done", "holidays": [{"day": one.day.isoformat(), "name": one.reason} for one in found]})
    else:
        none = _("No public holidays are set. Set them with: kanban-app calendar holidays SE")
        print_line("\n".join(f"{day(one.day)}  {one.reason}" for one in found) or none)
    return DONE


def calendar_days_off(arguments: argparse.Namespace) -> int:
    """Add days off, or take days off the list."""
    from kanban_app.domain.shift_plans import PlanDay
    from kanban_app.operations.calendars import with_days, without_days

    first, last = _days(arguments)
    if arguments.remove:
        return _change(arguments, without_days(first, last))
    return _change(arguments, with_days((PlanDay(first, last, None, arguments.note),)))


def calendar_extra_day(arguments: argparse.Namespace) -> int:
    """Add days that are worked although they are free."""
    from kanban_app.domain.shift_plans import PlanDay
    from kanban_app.operations.calendars import with_days

    first, last = _days(arguments)
    spans = _typed_spans([arguments.times])
    if not spans:
        raise WrongUse(_("Say the times, as 06:00-14:00."))
    return _change(arguments, with_days(tuple(PlanDay(first, last, span, arguments.note) for span in spans)))


def calendar_clear(arguments: argparse.Namespace) -> int:
    """Forget what is set."""
    from kanban_app.operations.calendars import drop_plan

    with Opened(arguments) as shop:
        station_id = _station(arguments, shop)
        shop.write(drop_plan, station_id).result()
        return _show(arguments, shop, station_id)


# -- reading what was typed --------------------------------------------------------------------------------------------


def _station(arguments: argparse.Namespace, shop: Shop) -> int | None:
    return id_of_station(shop, arguments.at) if arguments.at else None


def _days(arguments: argparse.Namespace) -> tuple[date, date]:
    first = day_typed(arguments.first)
    return first, day_typed(arguments.last) if arguments.last else first


def day_typed(text: str) -> date:
    """A day as it is typed everywhere: 2027-01-31. Raises WrongUse."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise WrongUse(_("{text} is no day. Write it as 2027-01-31.").format(text=text)) from None


def _weekdays(text: str) -> set[int]:
    found: set[int] = set()
    for part in filter(None, text.casefold().split(",")):
        first, dash, last = (end.strip() for end in part.partition("-"))
        if first not in _DAYS or (dash and last not in _DAYS):
            raise WrongUse(_("{text} are no days of the week. Write mon-fri, sat or mon,wed.").format(text=text))
        start, end = _DAYS.index(first), _DAYS.index(last or first)
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return found


def _typed_spans(texts: list[str]) -> tuple[Span, ...]:
    from kanban_app.domain.shift_plans import spans_from_text

    joined = " ".join(text for text in texts if text.casefold() != NONE)
    try:
        return spans_from_text(joined)
    except ValueError:
        raise WrongUse(_("{text} is not written as times. Write 06:00-14:00.").format(text=joined)) from None


# -- changing and saying -----------------------------------------------------------------------------------------------


def _change(arguments: argparse.Namespace, change: Change) -> int:
    from kanban_app.domain.structure_edits import EditRefused
    from kanban_app.operations.calendars import change_plan

    with Opened(arguments) as shop:
        station_id = _station(arguments, shop)
        try:
            shop.write(change_plan, station_id, change).result()
        except EditRefused as refused:
            return _say_refused(arguments, refused)
        return _show(arguments, shop, station_id)


def _say_refused(arguments: argparse.Namespace, refused: EditRefused) -> int:
    from kanban_app.operations.calendar_words import calendar_fault_text

    def shown(fault: EditFault) -> dict[str, str]:
        return {"field": fault.field_name, "code": fault.code, "message": calendar_fault_text(fault)}

    if arguments.json:
        faults = [shown(fault) for fault in refused.faults]
        print_json({"result": "refused", "code": refused.faults[0].code, "faults": faults})
    else:
        print_line("\n".join(calendar_fault_text(fault) for fault in refused.faults))
    return REFUSED


def _show(arguments: argparse.Namespace, shop: Shop, station_id: int | None) -> int:
    from kanban_app.operations.calendars import read_plans, read_preview

    plan = shop.read(read_plans).result().get(station_id)
    today = shop.clock().astimezone().date()
    count = 7 * max(1, min(52, getattr(arguments, "weeks", 4)))
    days = shop.read(read_preview, station_id, today, count).result()
    if arguments.json:
        print_json({"result": "done", "plan": plan and _plan_json(plan), "days": [_day_json(one) for one in days]})
    else:
        print_line("\n".join([*_plan_lines(plan, station_id), *map(_day_line, days)]))
    return DONE


def _plan_json(plan: ShiftPlan) -> dict[str, Any]:
    from kanban_app.domain.shift_plans import spans_text

    week = {
        name: {"shifts": spans_text(shifts), "breaks": spans_text(breaks)}
        for name, shifts, breaks in zip(_DAYS, plan.shifts, plan.breaks, strict=True)
    }
    days = [
        {
            "first": one.first_on.isoformat(),
            "last": one.last_on.isoformat(),
            "works": spans_text([one.works]) if one.works else "",
            "note": one.note,
        }
        for one in plan.days
    ]
    return {"zone": plan.zone, "country": plan.country, "region": plan.region, "week": week, "days": days}


def _day_json(one: DayView) -> dict[str, Any]:
    from kanban_app.domain.shift_plans import spans_text

    return {
        "day": one.day.isoformat(),
        "minutes": one.minutes,
        "times": spans_text(one.spans),
        "reason": one.reason,
        "holiday": one.is_holiday,
    }


def _plan_lines(plan: ShiftPlan | None, station_id: int | None) -> list[str]:
    from kanban_app.domain.shift_plans import spans_text
    from kanban_app.operations.calendar_words import weekday_names

    if plan is None:
        always = _("Nothing is set: it is worked around the clock.")
        return [always if station_id is None else _("Nothing of its own is set: the station follows the plant.")]
    said = [_("Time zone: {zone}").format(zone=plan.zone or _("as the plant"))]
    if plan.country:
        said.append(_("Public holidays of {country} are off.").format(country=f"{plan.country} {plan.region}".strip()))
    for name, shifts, breaks in zip(weekday_names(), plan.shifts, plan.breaks, strict=True):
        times = spans_text(shifts) if shifts else "-"
        said.append(f"{name}  {times}" + (_("  less {breaks}").format(breaks=spans_text(breaks)) if breaks else ""))
    return said


def _day_line(one: DayView) -> str:
    from kanban_app.domain.shift_plans import spans_text
    from kanban_app.operations.calendar_words import worked_text

    return f"{day(one.day)}  {worked_text(one.minutes)}  {spans_text(one.spans)}  {one.reason}".rstrip()
