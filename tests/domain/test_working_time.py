"""Working time: against counting minute by minute, by its properties, and by hand where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kanban_app.domain.working_time import (
    AROUND_THE_CLOCK,
    NoWorkingTime,
    Span,
    WorkingCalendar,
    WorkingTime,
    less_breaks,
    merged,
)

MINUTE = timedelta(minutes=1)
DAY_SHIFT = (Span(6 * 60, 9 * 60), Span(9 * 60 + 15, 14 * 60))  # 06:00-14:00 less a break of a quarter
WORKDAYS = (DAY_SHIFT,) * 5 + ((), ())
NIGHTS = (((Span(22 * 60, 30 * 60),) * 1),) * 7  # 22:00-06:00 every night


def at(text: str, zone: str = "UTC") -> datetime:
    """An instant by the clock of a place."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def working(
    weekly: tuple[tuple[Span, ...], ...] = WORKDAYS, zone: str = "Europe/Stockholm", off: tuple[str, ...] = ()
) -> WorkingTime:
    days = frozenset(date.fromisoformat(day) for day in off)
    return WorkingTime(WorkingCalendar(zone, weekly, lambda day: () if day in days else None))


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_a_break_and_a_weekend_are_not_worked() -> None:
    time = working()
    friday = at("2027-01-08 13:00", "Europe/Stockholm")
    # 60 minutes are left on Friday, 180 until Monday's break, which ends 09:15, and 30 more.
    assert time.add_working_minutes(friday, 270) == at("2027-01-11 09:45", "Europe/Stockholm")
    assert time.working_minutes_between(friday, at("2027-01-11 09:45", "Europe/Stockholm")) == 270
    assert time.working_minutes_between(at("2027-01-11 09:45", "Europe/Stockholm"), friday) == -270


def test_what_ends_with_the_shift_ends_that_day_and_what_begins_after_it_begins_the_next() -> None:
    time = working()
    friday = at("2027-01-08 13:00", "Europe/Stockholm")
    closing = at("2027-01-08 14:00", "Europe/Stockholm")
    monday = at("2027-01-11 06:00", "Europe/Stockholm")
    assert time.add_working_minutes(friday, 60) == closing
    assert time.next_working(closing) == monday
    assert time.last_working(monday) == closing
    assert time.subtract_working_minutes(monday, 60) == friday
    assert time.next_working(friday) == friday == time.last_working(friday)


def test_a_day_off_and_an_extra_day() -> None:
    days = {date(2027, 1, 6): (), date(2027, 1, 9): (Span(8 * 60, 12 * 60),)}
    time = WorkingTime(WorkingCalendar("Europe/Stockholm", WORKDAYS, days.get))
    assert time.next_working(at("2027-01-06 07:00", "Europe/Stockholm")) == at("2027-01-07 06:00", "Europe/Stockholm")
    saturday = at("2027-01-08 14:00", "Europe/Stockholm")
    assert time.add_working_minutes(saturday, 60) == at("2027-01-09 09:00", "Europe/Stockholm")


def test_a_night_shift_belongs_to_the_day_it_begins_on() -> None:
    time = working(NIGHTS, off=("2027-01-09",))  # Saturday off: no shift begins, Friday's goes on until Saturday 06:00
    assert time.add_working_minutes(at("2027-01-08 22:00", "Europe/Stockholm"), 480) == at(
        "2027-01-09 06:00", "Europe/Stockholm"
    )
    assert time.next_working(at("2027-01-09 06:00", "Europe/Stockholm")) == at("2027-01-10 22:00", "Europe/Stockholm")


def test_an_hour_that_two_days_shifts_share_is_worked_once() -> None:
    time = working(((Span(5 * 60, 12 * 60), Span(22 * 60, 30 * 60)),) * 7)  # the night ends 06:00, the day begins 05:00
    midnight = at("2027-01-12 00:00", "Europe/Stockholm")
    assert time.working_minutes_between(midnight, midnight + timedelta(hours=12)) == 12 * 60
    assert time.add_working_minutes(midnight, 12 * 60) == midnight + timedelta(hours=12)


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        ("2027-03-26", 8),
        ("2027-03-27", 7),  # 28 March, 02:00 becomes 03:00
        ("2027-10-30", 9),  # 31 October, 03:00 becomes 02:00
    ],
)
def test_a_night_shift_lasts_as_long_as_it_really_does(night: str, hours: int) -> None:
    time = working(NIGHTS)
    begins = at(f"{night} 22:00", "Europe/Stockholm")
    ends = at(f"{date.fromisoformat(night) + timedelta(days=1)} 06:00", "Europe/Stockholm")
    assert ends - begins == timedelta(hours=hours)
    assert time.working_minutes_between(begins, ends) == hours * 60
    assert time.add_working_minutes(begins, hours * 60) == ends
    assert time.subtract_working_minutes(ends, hours * 60) == begins


def test_a_time_that_the_clock_leaves_out_is_the_moment_it_is_moved() -> None:
    week = ((Span(0, 150), Span(180, 300)),) * 7  # until 02:30, and from 03:00 on
    (first, second) = working(week).windows(date(2027, 3, 28), date(2027, 3, 28))
    assert first == (at("2027-03-27 23:00"), at("2027-03-28 01:00"))  # 02:30 is not: up to the change
    assert second == (at("2027-03-28 01:00"), at("2027-03-28 03:00"))


def test_a_quarter_of_the_hour_that_comes_twice_is_worked_once() -> None:
    (only,) = working(((Span(120, 150),),) * 7).windows(date(2027, 10, 31), date(2027, 10, 31))
    assert only == (at("2027-10-31 00:00"), at("2027-10-31 00:30"))  # 02:00 to 02:30 summer time


def test_clocks_that_move_by_half_an_hour() -> None:
    week = ((Span(0, 6 * 60),),) * 7
    (autumn,) = working(week, "Australia/Lord_Howe").windows(date(2027, 4, 4), date(2027, 4, 4))
    (spring,) = working(week, "Australia/Lord_Howe").windows(date(2027, 10, 3), date(2027, 10, 3))
    assert autumn[1] - autumn[0] == timedelta(hours=6, minutes=30)
    assert spring[1] - spring[0] == timedelta(hours=5, minutes=30)


def test_without_a_calendar_it_is_always_worked() -> None:
    time = WorkingTime()
    begin = at("2027-01-09 23:59")
    assert time.add_working_minutes(begin, 3) == begin + timedelta(minutes=3)
    assert time.subtract_working_minutes(begin, 3) == begin - timedelta(minutes=3)
    assert time.next_working(begin) == begin == time.last_working(begin)
    assert time.working_time_between(begin, begin + timedelta(days=2)) == timedelta(days=2)
    assert time.in_days(2_900) == 2_900


def test_a_lead_time_of_days_is_so_many_working_days() -> None:
    time = working()  # 465 minutes a day
    assert time.in_days(2 * 1440) == 930
    assert time.in_days(2 * 1440 + 100) == 1030
    assert time.in_days(2 * 1440 + 1000) == 930 + 465
    # Two working days from Friday morning are over on Monday as it closes.
    friday = at("2027-01-08 06:00", "Europe/Stockholm")
    assert time.add_working_minutes(friday, time.in_days(2 * 1440)) == at("2027-01-11 14:00", "Europe/Stockholm")


def test_a_calendar_that_never_works_says_so() -> None:
    never = working(((),) * 7)
    for ask in (never.next_working, never.last_working, lambda now: never.add_working_minutes(now, 1)):
        with pytest.raises(NoWorkingTime):
            ask(at("2027-01-08 06:00"))
    assert never.working_minutes_between(at("2027-01-01"), at("2028-01-01")) == 0


def test_breaks_are_taken_out_of_shifts() -> None:
    shifts = (Span(360, 840), Span(1320, 1800))
    left = less_breaks(shifts, (Span(540, 555), Span(60, 90)))  # 09:00, and 01:00 of the night
    assert left == (Span(360, 540), Span(555, 840), Span(1320, 1500), Span(1530, 1800))
    assert merged((Span(10, 20), Span(20, 30), Span(25, 40))) == (Span(10, 40),)
    with pytest.raises(ValueError, match="no part of a day"):
        Span(600, 600)


# -- properties --------------------------------------------------------------------------------------------------------

ZONES = ("UTC", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
# No end of a shift lies where clocks change, so that counting minutes is a model of its own.
_early = st.integers(16, 91).map(lambda quarter: quarter * 15)
_late = st.integers(112, 124).map(lambda quarter: quarter * 15)


@st.composite
def _days(draw: st.DrawFn) -> tuple[Span, ...]:
    ends = sorted(draw(st.lists(_early, max_size=4, unique=True)))
    spans = [Span(first, last) for first, last in zip(ends[::2], ends[1::2], strict=False)]
    if draw(st.booleans()) and (not spans or spans[-1].end <= 22 * 60):
        spans.append(Span(23 * 60, draw(_late)))
    return tuple(spans)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    weekly = tuple(draw(_days()) for _ in range(7))
    assume(any(weekly))
    first_off = draw(st.integers(0, 6))
    return WorkingCalendar(
        draw(st.sampled_from(ZONES)), weekly, lambda day: () if day.toordinal() % 17 == first_off else None
    )


_moments = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))


def _is_worked(calendar: WorkingCalendar, minute: datetime) -> bool:
    local = minute.astimezone(ZoneInfo(calendar.zone))
    of_day = local.hour * 60 + local.minute
    before = local.date() - timedelta(days=1)
    today = any(span.start <= of_day < span.end for span in calendar.spans_of(local.date()))
    return today or any(span.start <= of_day + 1440 < span.end for span in calendar.spans_of(before))


@settings(max_examples=40)
@given(calendars(), st.sampled_from(["2027-03-27", "2027-10-30", "2027-04-03", "2027-10-02", "2027-06-01"]))
def test_it_is_what_counting_minute_by_minute_finds(calendar: WorkingCalendar, day: str) -> None:
    start = at(f"{day} 12:00")
    minutes = [start + count * MINUTE for count in range(2 * 1440)]
    worked = [minute for minute in minutes if _is_worked(calendar, minute)]
    time = WorkingTime(calendar)
    assert time.working_minutes_between(start, start + timedelta(days=2)) == len(worked)
    if worked:
        assert time.next_working(start) == worked[0]
        assert time.add_working_minutes(start, len(worked)) == worked[-1] + MINUTE
        assert time.subtract_working_minutes(worked[-1] + MINUTE, len(worked)) == worked[0]


@given(calendars(), _moments, st.integers(0, 20_000))
def test_adding_and_taking_away_ends_where_it_began_within_working_time(
    calendar: WorkingCalendar, moment: datetime, minutes: int
) -> None:
    time = WorkingTime(calendar)
    start = time.next_working(moment)
    assert time.subtract_working_minutes(time.add_working_minutes(start, minutes), minutes) == start
    end = time.last_working(moment)
    assert time.add_working_minutes(time.subtract_working_minutes(end, minutes), minutes) == end


@given(calendars(), _moments, st.integers(0, 5_000), st.integers(0, 5_000))
def test_counting_adds_up_and_never_turns_back(
    calendar: WorkingCalendar, moment: datetime, first: int, second: int
) -> None:
    time = WorkingTime(calendar)
    middle = time.add_working_minutes(moment, first)
    end = time.add_working_minutes(middle, second)
    assert end == time.add_working_minutes(moment, first + second)
    assert moment <= middle <= end
    assert time.working_time_between(moment, end) == (first + second) * MINUTE
    assert time.working_time_between(moment, middle) + time.working_time_between(middle, end) == (
        time.working_time_between(moment, end)
    )
    later = moment + timedelta(minutes=first, seconds=7)
    assert time.add_working_minutes(moment, second) <= time.add_working_minutes(later, second)


@given(calendars(), _moments, st.integers(1, 3_000))
def test_what_was_looked_at_before_does_not_change_an_answer(
    calendar: WorkingCalendar, moment: datetime, minutes: int
) -> None:
    used = WorkingTime(calendar)
    for days in (-200, 90, 0, -30):
        used.next_working(moment + timedelta(days=days))
    assert used.add_working_minutes(moment, minutes) == WorkingTime(calendar).add_working_minutes(moment, minutes)


def test_around_the_clock_is_every_minute() -> None:
    time = WorkingTime(WorkingCalendar("Europe/Stockholm", AROUND_THE_CLOCK))
    start = at("2027-03-27 00:00")
    assert time.add_working_minutes(start, 4 * 1440) == start + timedelta(days=4)
