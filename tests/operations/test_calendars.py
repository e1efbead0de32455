"""Working time in a plant: kept whole, refused whole, and the calendars that follow for its stations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app import i18n
from kanban_app.domain.shift_plans import NO_WEEK, PlanDay, ShiftPlan, plan_faults, spans_from_text, spans_text
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.domain.working_time import Span
from kanban_app.operations.calendar_words import calendar_fault_text, fault_codes, weekday_names, worked_text
from kanban_app.operations.calendars import (
    change_plan,
    drop_plan,
    keep_plan,
    read_calendars,
    read_plans,
    read_preview,
    with_days,
    without_days,
)
from kanban_app.operations.public_holidays import country_names, holiday_name, regions_by_country
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import BENCH, STORE, SUPPLIER, plant_it

EARLY = (Span(360, 840),)
WEEK = (EARLY,) * 5 + ((), ())
PLANT = ShiftPlan(
    None,
    "Europe/Stockholm",
    "SE",
    shifts=((Span(360, 840), Span(1320, 1800)),) + (EARLY,) * 4 + ((), ()),
    breaks=((Span(540, 555), Span(60, 90)),) + ((),) * 6,
    days=(
        PlanDay(date(2026, 7, 6), date(2026, 7, 31), None, "summer shutdown"),
        PlanDay(date(2026, 3, 7), date(2026, 3, 7), Span(480, 720)),
    ),
)


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    session = databases.session()
    plant_it(session, clock())
    return session


def test_a_plan_comes_back_as_it_was_kept(session: Session) -> None:
    assert read_plans(session) == {}
    keep_plan(session, PLANT)
    kept = read_plans(session)[None]
    assert kept == replace(
        PLANT,
        breaks=((Span(60, 90), Span(540, 555)),) + ((),) * 6,
        days=tuple(sorted(PLANT.days, key=lambda day: day.first_on)),
    )
    keep_plan(session, ShiftPlan(BENCH, shifts=WEEK))
    assert set(read_plans(session)) == {None, BENCH}
    keep_plan(session, replace(PLANT, days=(), breaks=NO_WEEK))
    assert read_plans(session)[None].days == ()
    drop_plan(session, None)
    assert set(read_plans(session)) == {BENCH}


def test_without_a_plan_every_station_works_always(session: Session, clock: Clock) -> None:
    calendars = read_calendars(session, clock())
    assert dict(calendars.times) == {}
    views = read_preview(session, BENCH, date(2026, 3, 2), 7)
    assert [view.minutes for view in views] == [1440] * 7


def test_a_station_follows_the_plant_where_it_says_nothing_and_a_supplier_never_does(
    session: Session, clock: Clock
) -> None:
    keep_plan(session, replace(PLANT, shifts=WEEK, breaks=NO_WEEK))
    keep_plan(session, ShiftPlan(BENCH, shifts=((Span(840, 1320),),) * 7, days=()))
    times = read_calendars(session, clock()).times
    saturday = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
    assert times[STORE].next_working(saturday) == datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
    assert times[BENCH].next_working(saturday) == datetime(2026, 3, 14, 13, 0, tzinfo=UTC)
    assert SUPPLIER not in times
    # The plant's days off hold for the bench too: it has none of its own to say otherwise.
    assert times[BENCH].next_working(datetime(2026, 7, 10, 12, 0, tzinfo=UTC)).date() == date(2026, 8, 1)
    assert times[STORE].next_working(datetime(2026, 7, 10, 12, 0, tzinfo=UTC)).date() == date(2026, 8, 3)
    keep_plan(session, ShiftPlan(SUPPLIER, "Europe/Stockholm", shifts=WEEK))
    assert read_calendars(session, clock()).times[SUPPLIER].next_working(saturday).date() == date(2026, 3, 16)


def test_days_are_as_the_preview_shows_them(session: Session) -> None:
    keep_plan(session, PLANT)
    views = {view.day: view for view in read_preview(session, None, date(2026, 3, 2), 40)}
    monday, saturday = views[date(2026, 3, 2)], views[date(2026, 3, 7)]
    assert (monday.minutes, spans_text(monday.spans)) == (915, "06:00-09:00, 09:15-14:00, 22:00-01:00, 01:30-06:00")
    assert (saturday.minutes, saturday.reason) == (240, "")
    good_friday = views[date(2026, 4, 3)]
    assert (good_friday.minutes, good_friday.reason, good_friday.is_holiday) == (0, "Good Friday", True)
    (shutdown,) = read_preview(session, BENCH, date(2026, 7, 8), 1)
    assert (shutdown.minutes, shutdown.reason) == (0, "summer shutdown")


def test_an_extra_day_is_worked_though_it_is_a_holiday(session: Session) -> None:
    keep_plan(session, replace(PLANT, shifts=WEEK, breaks=NO_WEEK))
    good_friday = PlanDay(date(2026, 4, 3), date(2026, 4, 3), Span(480, 540), "makes up")
    change_plan(session, None, with_days((good_friday,)))
    (view,) = read_preview(session, None, date(2026, 4, 3), 1)
    assert (view.minutes, view.reason) == (60, "makes up")
    change_plan(session, None, without_days(date(2026, 4, 3), date(2026, 4, 3)))
    (view,) = read_preview(session, None, date(2026, 4, 3), 1)
    assert view.minutes == 0


def test_the_same_days_again_take_the_place_of_those_before(session: Session) -> None:
    for note in ("stocktaking", "stocktaking, all day"):
        change_plan(session, None, with_days((PlanDay(date(2026, 6, 1), date(2026, 6, 1), None, note),)))
    assert [day.note for day in read_plans(session)[None].days] == ["stocktaking, all day"]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (ShiftPlan(shifts=((Span(360, 840), Span(800, 900)),) + ((),) * 6), "shifts_overlap"),
        (ShiftPlan(shifts=(EARLY, *NO_WEEK[1:]), breaks=((Span(300, 900),), *NO_WEEK[1:])), "no_work_left"),
        (ShiftPlan(days=(PlanDay(date(2026, 6, 2), date(2026, 6, 1)),)), "days_backwards"),
        (ShiftPlan(days=(PlanDay(date(2026, 6, 2), date(2027, 6, 3)),)), "days_too_long"),
        (ShiftPlan(zone="Europe/Nowhere"), "zone_unknown"),
        (ShiftPlan(country="XX"), "country_unknown"),
        (ShiftPlan(country="DE", region="ZZ"), "region_unknown"),
        (ShiftPlan(country="SE", region="ZZ"), "no_regions"),
        (ShiftPlan(region="BY"), "region_without_country"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_is_refused_whole(session: Session, plan: ShiftPlan, code: str) -> None:
    keep_plan(session, PLANT)
    before = read_plans(session)
    with pytest.raises(EditRefused) as refused:
        keep_plan(session, plan)
    assert [fault.code for fault in refused.value.faults] == [code]
    text = calendar_fault_text(refused.value.faults[0])
    assert "Nothing was changed." in text
    assert "{" not in text
    assert read_plans(session) == before


def test_days_that_are_not_listed_cannot_be_taken_off(session: Session) -> None:
    with pytest.raises(EditRefused) as refused:
        change_plan(session, None, without_days(date(2026, 6, 1), date(2026, 6, 1)))
    assert refused.value.faults[0].code in fault_codes()
    assert read_plans(session) == {}


def test_other_terminals_read_it_again(databases: Databases, clock: Clock) -> None:
    place = databases.plant()
    first, second = databases.session(place), databases.session(place)
    plant_it(first, clock())
    known = second.head().structure_version
    keep_plan(first, PLANT)
    assert second.head().structure_version > known
    assert read_plans(second)[None].zone == "Europe/Stockholm"


def test_holidays_have_names_in_the_language_in_use() -> None:
    assert holiday_name("SE", "", date(2027, 6, 6)) == "National Day"
    with i18n.speaking("sv"):
        assert holiday_name("SE", "", date(2027, 6, 6)) == "Nationaldagen"
        assert weekday_names()[0] == "måndag"
    with i18n.speaking("nb"):
        assert holiday_name("NO", "", date(2027, 1, 1)) == "Første nyttårsdag"
    assert holiday_name("SE", "", date(2027, 6, 7)) == ""
    assert holiday_name("DE", "BY", date(2027, 1, 6))
    assert not holiday_name("DE", "", date(2027, 1, 6))
    with pytest.raises(KeyError):
        holiday_name("DE", "ZZ", date(2027, 1, 6))
    assert {"SE", "NO", "DE", "GB", "US"} <= set(country_names()) == set(regions_by_country())


@pytest.mark.parametrize(
    ("typed", "spans", "told"),
    [
        ("06:00-14:00, 14:00-22:00", ((360, 840), (840, 1320)), "06:00-14:00, 14:00-22:00"),
        ("6-14 22-6", ((360, 840), (1320, 1800)), "06:00-14:00, 22:00-06:00"),
        ("0:00\u201324:00", ((0, 1440),), "00:00-24:00"),
        ("", (), ""),
    ],
)
def test_times_are_read_as_they_are_typed(typed: str, spans: tuple[tuple[int, int], ...], told: str) -> None:
    found = spans_from_text(typed)
    assert [(span.start, span.end) for span in found] == list(spans)
    assert spans_text(found) == told


@pytest.mark.parametrize("typed", ["morning", "06:00", "06:00-25:00", "06:70-14:00", "24:00-06:00", "06:00-14:00 x"])
def test_what_is_no_time_is_not_read(typed: str) -> None:
    with pytest.raises(ValueError):
        spans_from_text(typed)


_times = st.integers(0, 95).map(lambda quarter: quarter * 15)


@given(st.lists(st.tuples(_times, st.integers(1, 96)), max_size=4))
def test_what_is_told_reads_as_the_same_again(pairs: list[tuple[int, int]]) -> None:
    spans = tuple(sorted(Span(start, start + quarters * 15) for start, quarters in pairs))
    assert spans_from_text(spans_text(spans)) == spans


def test_how_long_a_day_is_worked_is_told_to_the_minute() -> None:
    assert [worked_text(minutes) for minutes in (0, 45, 480, 945)] == ["off", "45 min", "8 h", "15 h 45 min"]


def test_a_plan_without_faults_has_none() -> None:
    assert plan_faults(PLANT) == ()
    a_year = PlanDay(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=365))
    assert plan_faults(replace(PLANT, days=(a_year,))) == ()
