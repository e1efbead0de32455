"""What people set about working time: shifts and breaks of the week, days off and extra days, for a plant or a station.

A station's own plan holds where it says something: shifts of its own take the place of the plant's, days of its own are
added to the plant's. Suppliers keep their own time: of the plant's nothing holds for them. Without any plan a station
works always, and a plan without shifts works around the clock on every day that is not off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kanban_app.domain.structure_edits import EditFault
from kanban_app.domain.working_time import (
    ALL_DAY,
    AROUND_THE_CLOCK,
    DAY_MINUTES,
    Span,
    WorkingCalendar,
    less_breaks,
    merged,
)

WEEKDAYS = 7
NO_WEEK: tuple[tuple[Span, ...], ...] = ((),) * WEEKDAYS
LONGEST_DAYS = 366
"""A shutdown or a stretch of extra days is a year at most."""

_TIME = r"([0-9]{1,2})(?::([0-9]{2}))?"
_SPAN = re.compile(rf"{_TIME}\s*[-\u2013]\s*{_TIME}")


@dataclass(frozen=True, slots=True)
class PlanDay:
    """Days unlike others, from the first to the last, both counted: worked as `works` says, off where it is None."""

    first_on: date
    last_on: date
    works: Span | None = None
    note: str = ""

    @property
    def is_off(self) -> bool:
        """Nobody works on these days."""
        return self.works is None


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """What is set for the plant (`station_id` None) or one station.

    `shifts` and `breaks` are of Monday to Sunday, as people said them. `zone` is an IANA name; `country` (ISO 3166) and
    `region` name the public holidays that are off, empty for none. A station without a zone or country of its own
    follows the plant's.
    """

    station_id: int | None = None
    zone: str = ""
    country: str = ""
    region: str = ""
    shifts: tuple[tuple[Span, ...], ...] = NO_WEEK
    breaks: tuple[tuple[Span, ...], ...] = NO_WEEK
    days: tuple[PlanDay, ...] = ()

    @property
    def has_shifts(self) -> bool:
        """Somebody said when is worked; otherwise it is around the clock."""
        return any(self.shifts)


def spans_from_text(text: str) -> tuple[Span, ...]:
    """Read "06:00-14:00, 22-06": times of a day, an end at or before its beginning is on the next day.

    Empty for an empty text. Raises ValueError for anything else.
    """
    found = []
    rest = text
    for match in _SPAN.finditer(text):
        start, end = _minute(match[1], match[2]), _minute(match[3], match[4])
        if start >= DAY_MINUTES:
            raise ValueError(text)
        found.append(Span(start, end if end > start else end + DAY_MINUTES))
        rest = rest.replace(match[0], " ", 1)
    if re.sub(r"[\s,;]+", "", rest):
        raise ValueError(text)
    return tuple(sorted(found))


def _minute(hours: str, minutes: str | None) -> int:
    found = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or found > DAY_MINUTES:
        raise ValueError(f"{hours}:{minutes}")
    return found


def spans_text(spans: Sequence[Span]) -> str:
    """Spans as they are typed: "06:00-14:00, 22:00-06:00"."""
    return ", ".join(f"{_clock(span.start)}-{_clock(span.end)}" for span in spans)


def _clock(minute: int) -> str:
    shown = minute - DAY_MINUTES if minute > DAY_MINUTES else minute
    return f"{shown // 60:02d}:{shown % 60:02d}"


def plan_faults(plan: ShiftPlan) -> tuple[EditFault, ...]:
    """What is wrong with a plan as it would become. Its zone, country and region are looked up by operations."""
    faults = []
    for weekday, (shifts, breaks) in enumerate(zip(plan.shifts, plan.breaks, strict=True)):
        if sum(span.minutes for span in merged(shifts)) < sum(span.minutes for span in shifts):
            faults.append(EditFault(f"shifts_{weekday}", "shifts_overlap"))
        elif shifts and not less_breaks(shifts, breaks):
            faults.append(EditFault(f"breaks_{weekday}", "no_work_left"))
    for day in plan.days:
        if day.last_on < day.first_on:
            faults.append(EditFault("days", "days_backwards", {"day": day.first_on.isoformat()}))
        elif (day.last_on - day.first_on).days >= LONGEST_DAYS:
            faults.append(EditFault("days", "days_too_long", {"day": day.first_on.isoformat()}))
    return tuple(faults)


def calendar_of(
    plant: ShiftPlan | None, own: ShiftPlan | None, is_holiday: Callable[[date], bool]
) -> WorkingCalendar | None:
    """The calendar that follows from the plant's plan and a station's own; None where neither is there.

    An extra day is worked whatever else falls on it; days off and holidays take away everything else.
    """
    plans = [plan for plan in (own, plant) if plan is not None]
    if not plans:
        return None
    working = next((plan for plan in plans if plan.has_shifts), None)
    weekly = week_of(working) if working else AROUND_THE_CLOCK
    off, extra = _days_of(plans)

    def special(day: date) -> tuple[Span, ...] | None:
        if day in extra:
            return merged(extra[day])
        return () if day in off or is_holiday(day) else None

    zone = next((plan.zone for plan in plans if plan.zone), "UTC")
    return WorkingCalendar(zone, weekly, special)


def week_of(plan: ShiftPlan) -> tuple[tuple[Span, ...], ...]:
    """The working spans of Monday to Sunday, breaks taken out; around the clock where no shifts are set."""
    if not plan.has_shifts:
        return (less_breaks(ALL_DAY, ()),) * WEEKDAYS
    return tuple(less_breaks(shifts, breaks) for shifts, breaks in zip(plan.shifts, plan.breaks, strict=True))


def _days_of(plans: Sequence[ShiftPlan]) -> tuple[frozenset[date], dict[date, list[Span]]]:
    off: set[date] = set()
    extra: dict[date, list[Span]] = {}
    for listed in (day for plan in plans for day in plan.days):
        for count in range((listed.last_on - listed.first_on).days + 1):
            day = listed.first_on + timedelta(days=count)
            if listed.works is None:
                off.add(day)
            else:
                extra.setdefault(day, []).append(listed.works)
    return frozenset(off), extra
