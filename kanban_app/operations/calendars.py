"""Working time as it is set in a plant: reading it, changing it, and the calendars that follow for its stations.

Working calendars are for promise dates. The due time of a card stays calendar time, signal + lead time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import delete, insert, select

from kanban_app.domain.shift_plans import NO_WEEK, PlanDay, ShiftPlan, calendar_of, plan_faults
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault, refuse_if
from kanban_app.domain.working_time import DAY_MINUTES, Span, WorkingTime
from kanban_app.operations.booking import clean
from kanban_app.operations.public_holidays import holiday_name, regions_by_country
from kanban_app.operations.session import Session
from kanban_app.store.calendar_tables import calendar, calendar_day, calendar_span
from kanban_app.store.planting import bump_structure

Plans = dict[int | None, ShiftPlan]
LONGEST_PREVIEW_DAYS = 400


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of a station as it will be: when is worked, its minutes, and why it is not like others (may be empty)."""

    day: date
    spans: tuple[Span, ...]
    minutes: int
    reason: str = ""
    is_holiday: bool = False


@dataclass(frozen=True, slots=True)
class Calendars:
    """The working time of every station that has one, by station id, and the time zone whose days are meant."""

    times: Mapping[int, WorkingTime]
    zone: tzinfo


# -- reading -----------------------------------------------------------------------------------------------------------


def read_plans(session: Session) -> Plans:
    """What is set, by station; None is the plant's."""
    session.head()
    core = session.database.core
    stations: dict[int, int | None] = {}
    found: Plans = {}
    for row in core.execute(select(calendar)):
        stations[row.id] = row.station_id
        found[row.station_id] = ShiftPlan(row.station_id, row.zone, row.country, row.region)
    weeks: dict[tuple[int, bool], list[list[Span]]] = {}
    for row in core.execute(select(calendar_span).order_by(calendar_span.c.start_minute)):
        week = weeks.setdefault((row.calendar_id, bool(row.is_break)), [[] for _ in NO_WEEK])
        week[row.weekday].append(Span(row.start_minute, row.end_minute))
    days: dict[int, list[PlanDay]] = {}
    for row in core.execute(select(calendar_day).order_by(calendar_day.c.first_on, calendar_day.c.id)):
        days.setdefault(row.calendar_id, []).append(_day_of(row))
    for calendar_id, station_id in stations.items():
        found[station_id] = replace(
            found[station_id],
            shifts=tuple(map(tuple, weeks.get((calendar_id, False), NO_WEEK))),
            breaks=tuple(map(tuple, weeks.get((calendar_id, True), NO_WEEK))),
            days=tuple(days.get(calendar_id, ())),
        )
    return found


def _day_of(row: Any) -> PlanDay:
    works = None if row.start_minute is None else Span(row.start_minute, row.end_minute)
    return PlanDay(date.fromisoformat(row.first_on), date.fromisoformat(row.last_on), works, row.note)


def calendars_of(structure: Structure, plans: Plans, now: datetime) -> Calendars:
    """The working time of each station. Without any plan the zone is this computer's, and all stations work always."""
    times = {}
    shared: WorkingTime | None = None
    for station in structure.stations.values():
        own = plans.get(station.id)
        plant = None if station.kind is StationKind.SUPPLIER else plans.get(None)
        if own is None and plant is not None:
            # One for all that follow the plant, so that its days are looked at once.
            shared = shared or WorkingTime(calendar_of(plant, None, _holidays_of(plant, None)))
            times[station.id] = shared
        elif own is not None:
            times[station.id] = WorkingTime(calendar_of(plant, own, _holidays_of(plant, own)))
    plant_zone = plans[None].zone if None in plans else ""
    return Calendars(times, ZoneInfo(plant_zone) if plant_zone else now.astimezone().tzinfo or UTC)


def _holidays_of(plant: ShiftPlan | None, own: ShiftPlan | None) -> Callable[[date], bool]:
    named = _holiday_plan(plant, own)
    if named is None:
        return lambda _day: False
    return lambda day: bool(holiday_name(named.country, named.region, day))


def _holiday_plan(plant: ShiftPlan | None, own: ShiftPlan | None) -> ShiftPlan | None:
    return next((plan for plan in (own, plant) if plan is not None and plan.country), None)


def read_calendars(session: Session, now: datetime) -> Calendars:
    """The working time of each station as set now."""
    return calendars_of(session.structure, read_plans(session), now)


def preview_days(plans: Plans, structure: Structure, station_id: int | None, first: date, count: int) -> list[DayView]:
    """How these days will be at a station, or for the plant (None). At most 400 days."""
    kind = structure.stations[station_id].kind if station_id is not None else None
    plant = None if kind is StationKind.SUPPLIER else plans.get(None)
    own = plans.get(station_id) if station_id is not None else None
    found = calendar_of(plant, own, _holidays_of(plant, own))
    working = WorkingTime(found)
    listed = [day for plan in (own, plant) if plan is not None for day in plan.days]
    named = _holiday_plan(plant, own)
    views = []
    for day in (first + timedelta(days=place) for place in range(min(count, LONGEST_PREVIEW_DAYS))):
        spans = found.spans_of(day) if found else (Span(0, DAY_MINUTES),)
        worked = sum((end - start for start, end in working.windows(day, day)), timedelta(0))
        holiday = holiday_name(named.country, named.region, day) if named else ""
        own_note = next((one.note for one in listed if one.first_on <= day <= one.last_on), "")
        views.append(DayView(day, spans, worked // timedelta(minutes=1), own_note or holiday, bool(holiday)))
    return views


def read_preview(session: Session, station_id: int | None, first: date, count: int) -> list[DayView]:
    """The same from what is set now."""
    return preview_days(read_plans(session), session.structure, station_id, first, count)


# -- changing ----------------------------------------------------------------------------------------------------------


def change_plan(session: Session, station_id: int | None, change: Callable[[ShiftPlan], ShiftPlan]) -> ShiftPlan:
    """Change what is set for a station, or the plant (None), in one transaction; makes it where there is nothing yet.

    Raises structure_edits.EditRefused with nothing changed.
    """
    with session.database.write():
        plans = read_plans(session)
        # A station follows the plant's zone, where the plant has one.
        zone = "" if station_id is not None and None in plans else local_zone()
        before = plans.get(station_id) or ShiftPlan(station_id, zone)
        wanted = _cleaned(change(before))
        refuse_if([*plan_faults(wanted), *_lookup_faults(wanted)])
        _drop(session, station_id)
        _write(session, wanted)
        bump_structure(session.database)
    return wanted


def keep_plan(session: Session, plan: ShiftPlan) -> ShiftPlan:
    """Set a whole plan, as a form does. Raises structure_edits.EditRefused with nothing changed."""
    return change_plan(session, plan.station_id, lambda _before: plan)


def drop_plan(session: Session, station_id: int | None) -> None:
    """Forget what is set for a station, which then follows the plant, or for the plant, which then works always."""
    with session.database.write():
        _drop(session, station_id)
        bump_structure(session.database)


def with_days(days: tuple[PlanDay, ...]) -> Callable[[ShiftPlan], ShiftPlan]:
    """A change that adds these days to a plan; what is there for exactly the same days of the same kind is replaced."""
    new = {(day.first_on, day.last_on, day.is_off) for day in days}

    def change(plan: ShiftPlan) -> ShiftPlan:
        kept = [day for day in plan.days if (day.first_on, day.last_on, day.is_off) not in new]
        return replace(plan, days=(*kept, *days))

    return change


def without_days(first: date, last: date) -> Callable[[ShiftPlan], ShiftPlan]:
    """A change that takes out what is set for exactly these days. Raises EditRefused where nothing is."""

    def change(plan: ShiftPlan) -> ShiftPlan:
        kept = tuple(day for day in plan.days if (day.first_on, day.last_on) != (first, last))
        if len(kept) == len(plan.days):
            refuse_if([EditFault("days", "no_such_days", {"day": first.isoformat()})])
        return replace(plan, days=kept)

    return change


def local_zone() -> str:
    """The name of this computer's time zone, UTC where it has none."""
    from babel.localtime import LOCALTZ

    name = str(getattr(LOCALTZ, "key", "UTC"))
    return name if name in available_timezones() else "UTC"


def zone_names() -> list[str]:
    """Every time zone that this computer knows, the usual names only."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [*sorted(places), "UTC"]


def _cleaned(plan: ShiftPlan) -> ShiftPlan:
    days = sorted((replace(day, note=clean(day.note)) for day in plan.days), key=lambda day: day.first_on)
    return replace(plan, zone=plan.zone.strip(), country=plan.country.strip().upper(), days=tuple(days))


def _lookup_faults(plan: ShiftPlan) -> list[EditFault]:
    faults = []
    if plan.zone and plan.zone not in available_timezones():
        faults.append(EditFault("zone", "zone_unknown", {"zone": plan.zone}))
    if plan.country:
        regions = regions_by_country().get(plan.country)
        if regions is None:
            faults.append(EditFault("country", "country_unknown", {"country": plan.country}))
        elif plan.region and plan.region not in regions:
            values = {"region": plan.region, "regions": ", ".join(regions)}
            faults.append(EditFault("region", "region_unknown" if regions else "no_regions", values))
    elif plan.region:
        faults.append(EditFault("region", "region_without_country", {"region": plan.region}))
    return faults


def _drop(session: Session, station_id: int | None) -> None:
    own = station_id or 0
    for table, column in ((calendar_span, "calendar_id"), (calendar_day, "calendar_id"), (calendar, "id")):
        session.database.core.execute(delete(table).where(table.c[column] == own))


def _write(session: Session, plan: ShiftPlan) -> None:
    own, core = plan.station_id or 0, session.database.core
    place = {"station_id": plan.station_id, "zone": plan.zone, "country": plan.country, "region": plan.region}
    core.execute(insert(calendar).values(id=own, **place))
    span_rows = [
        {
            "calendar_id": own,
            "weekday": weekday,
            "is_break": is_break,
            "start_minute": span.start,
            "end_minute": span.end,
        }
        for is_break, week in ((False, plan.shifts), (True, plan.breaks))
        for weekday, spans in enumerate(week)
        for span in spans
    ]
    if span_rows:
        core.execute(insert(calendar_span), [{**row, "place": place} for place, row in enumerate(span_rows)])
    day_rows = [
        {
            "calendar_id": own,
            "first_on": day.first_on.isoformat(),
            "last_on": day.last_on.isoformat(),
            "start_minute": day.works.start if day.works else None,
            "end_minute": day.works.end if day.works else None,
            "note": day.note,
        }
        for day in plan.days
    ]
    if day_rows:
        core.execute(insert(calendar_day), day_rows)
