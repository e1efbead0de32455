"""Working time: weekly shifts with breaks in local time, days off, extra days; counted forwards and backwards.

A shift is written in the clock's time of its place and may end after midnight: 22:00 to 06:00 is 1320 to 1800 here. It
belongs to the day it begins on, so a day off takes the shifts away that begin on it. When clocks change, a shift lasts
as long as it really does: a night shift is an hour shorter in spring and longer in autumn. Of an hour that comes twice,
the first one is meant; a time that a clock leaves out is the moment it is moved.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
LATEST_MINUTE = 2 * DAY_MINUTES
"""A shift ends at the latest with the end of the day after it began."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
_MINUTE_US = 60_000_000
_DAY_US = DAY_MINUTES * _MINUTE_US
_FIRST_STRETCH_DAYS = 32
HORIZON_YEARS = 20
HORIZON = timedelta(days=HORIZON_YEARS * 366)
"""Nobody promises further ahead; a calendar without an hour of work in that time has none."""


class NoWorkingTime(ValueError):
    """A calendar that has no working time within twenty years of the instant asked about."""


class BeyondHorizon(NoWorkingTime):
    """Something that takes, or lies, longer than twenty years from the instant asked about."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` to `end`, in minutes after the midnight that its day begins with; 0 <= start < end <= 2880.

    Raises ValueError outside that range.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= LATEST_MINUTE:
            raise ValueError(f"{self.start} to {self.end} is no part of a day")

    @property
    def minutes(self) -> int:
        """Its length on a day without a change of clocks."""
        return self.end - self.start


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in order, each minute once."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def less_breaks(shifts: Iterable[Span], breaks: Iterable[Span]) -> tuple[Span, ...]:
    """The working parts of shifts. A break at 01:00 is in the day's own night shift too, which it meets at 25:00."""
    pauses = [(pause.start, pause.end) for pause in breaks]
    pauses += [(start + DAY_MINUTES, end + DAY_MINUTES) for start, end in pauses]
    left = [(span.start, span.end) for span in merged(shifts)]
    for start, end in pauses:
        left = [
            part
            for first, last in left
            for part in ((first, min(last, start)), (max(first, end), last))
            if part[0] < part[1]
        ]
    return tuple(sorted(Span(first, last) for first, last in left))


ALL_DAY = (Span(0, DAY_MINUTES),)
AROUND_THE_CLOCK = (ALL_DAY,) * 7


def _nothing_special(_day: date) -> tuple[Span, ...] | None:
    return None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When is worked at one place, in its own time `zone` (an IANA name).

    `weekly` holds the working spans of Monday to Sunday, breaks taken out. `special` answers a day's own spans, () for
    a day off, or None for a day like any other of the week.
    """

    zone: str = "UTC"
    weekly: tuple[tuple[Span, ...], ...] = AROUND_THE_CLOCK
    special: Callable[[date], tuple[Span, ...] | None] = _nothing_special

    def spans_of(self, day: date) -> tuple[Span, ...]:
        """The working spans that begin on this day."""
        own = self.special(day)
        return self.weekly[day.weekday()] if own is None else own

    @property
    def minutes_a_day(self) -> int:
        """The working minutes of an ordinary working day: the mean over the weekdays that are worked; 0 for none."""
        days = [sum(span.minutes for span in spans) for spans in self.weekly if spans]
        return sum(days) // len(days) if days else 0


class WorkingTime:
    """Counting along a calendar; None works always. What was looked at is kept, so that it costs once.

    An instant is a working one if it lies in a span, its end excluded. All instants are aware.
    """

    def __init__(self, calendar: WorkingCalendar | None = None) -> None:
        self.calendar = calendar
        self._zone = ZoneInfo(calendar.zone) if calendar else UTC
        self._of_day: dict[int, list[tuple[int, int]]] = {}
        self._first_day = self._last_day = 0  # the days looked at; the last one excluded
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._worked: list[int] = []  # up to the end of each window, from the first one on

    # -- questions -------------------------------------------------------------------------------------------------

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The earliest instant by which so many minutes were worked since `start`; 0 answers `start` itself.

        A negative number counts backwards. Raises NoWorkingTime, and BeyondHorizon where it takes too long.
        """
        if abs(minutes) > HORIZON // timedelta(minutes=1):
            raise BeyondHorizon
        if self.calendar is None:
            return start + timedelta(minutes=minutes)
        if minutes == 0:
            return start
        find = self._after if minutes > 0 else self._before
        return _instant(find(_us(start), abs(minutes) * _MINUTE_US))

    def subtract_working_minutes(self, end: datetime, minutes: int) -> datetime:
        """The latest instant from which so many minutes are worked until `end`; 0 answers `end` itself.

        Raises NoWorkingTime.
        """
        return self.add_working_minutes(end, -minutes)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The time worked from `start` to `end`, exactly; negative where `end` is before `start`."""
        if self.calendar is None:
            return end - start
        first, last = _us(start), _us(end)
        self._look_at(min(first, last), max(first, last))
        return (self._worked_until(last) - self._worked_until(first)) * _MICROSECOND

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """The whole minutes worked from `start` to `end`, cut off towards zero."""
        worked = self.working_time_between(start, end)
        return worked // timedelta(minutes=1) if worked >= timedelta(0) else -(-worked // timedelta(minutes=1))

    def next_working(self, moment: datetime) -> datetime:
        """The first working instant at or after this one. Raises NoWorkingTime."""
        if self.calendar is None:
            return moment
        at = _us(moment)
        place = self._search(at, lambda: bisect_right(self._ends, at), ahead=True)
        return _instant(max(at, self._starts[place]))

    def last_working(self, moment: datetime) -> datetime:
        """The last instant at or before this one up to which is worked. Raises NoWorkingTime."""
        if self.calendar is None:
            return moment
        at = _us(moment)
        place = self._search(at, lambda: bisect_left(self._starts, at) - 1, ahead=False)
        return _instant(min(at, self._ends[place]))

    def windows(self, first: date, last: date) -> list[tuple[datetime, datetime]]:
        """The working spans that begin on these days, in UTC, the last day included; around the clock day by day."""
        days = range(first.toordinal(), last.toordinal() + 1)
        return [(_instant(start), _instant(end)) for day in days for start, end in self._windows_of(day)]

    def in_days(self, lead_time_minutes: int) -> int:
        """Working minutes of a lead time: a day of it (24 h) is a working day, the rest at most one more.

        A loop's lead time is calendar time from signal to full, as people say "two days"; on a calendar two days are
        two working days, and over a weekend they are not over on Sunday.
        """
        if self.calendar is None:
            return lead_time_minutes
        days, rest = divmod(lead_time_minutes, DAY_MINUTES)
        a_day = self.calendar.minutes_a_day or DAY_MINUTES
        return days * a_day + min(rest, a_day)

    # -- along the windows -----------------------------------------------------------------------------------------

    def _after(self, at: int, length: int) -> int:
        place = self._search(at, lambda: bisect_left(self._worked, self._worked_until(at) + length), ahead=True)
        return self._ends[place] - (self._worked[place] - self._worked_until(at) - length)

    def _before(self, at: int, length: int) -> int:
        def place() -> int:
            wanted = self._worked_until(at) - length
            return bisect_right(self._worked, wanted) if wanted >= 0 else -1

        found = self._search(at, place, ahead=False)
        return self._ends[found] - (self._worked[found] - self._worked_until(at) + length)

    def _worked_until(self, at: int) -> int:
        """Time worked from the first window looked at up to this instant, which must be among the days looked at."""
        place = bisect_right(self._starts, at) - 1
        if place < 0:
            return 0
        return self._worked[place] - max(0, self._ends[place] - at)

    def _search(self, at: int, place: Callable[[], int], *, ahead: bool) -> int:
        """The window that `place` names, looking at more and more days until it is there."""
        reach = _FIRST_STRETCH_DAYS
        while True:
            self._look_at(at - (0 if ahead else reach * _DAY_US), at + (reach * _DAY_US if ahead else 0))
            found = place()
            if 0 <= found < len(self._starts):
                return found
            if reach > HORIZON.days:
                raise BeyondHorizon if self._works_between(at, reach if ahead else -reach) else NoWorkingTime
            reach *= 2

    def _works_between(self, at: int, days: int) -> bool:
        """Whether any time is worked among so many days after an instant, before it where they are negative."""
        return self._worked_until(at + days * _DAY_US) != self._worked_until(at)

    def _look_at(self, first: int, last: int) -> None:
        """Have the windows of all days that can touch this stretch at hand."""
        # Two days more on either side: time zones, and shifts that began the day before.
        first_day, last_day = first // _DAY_US + _EPOCH_DAY - 2, last // _DAY_US + _EPOCH_DAY + 3
        if self._starts and self._first_day <= first_day and last_day <= self._last_day:
            return
        if self._first_day < self._last_day:
            first_day, last_day = min(first_day, self._first_day), max(last_day, self._last_day)
        self._first_day, self._last_day = max(1, first_day), last_day
        windows = [window for day in range(self._first_day, last_day) for window in self._windows_of(day)]
        self._starts = [start for start, _end in windows]
        self._ends = [end for _start, end in windows]
        worked, self._worked = 0, []
        for start, end in windows:
            worked += end - start
            self._worked.append(worked)

    def _windows_of(self, day: int) -> list[tuple[int, int]]:
        """The working spans that begin on a day, less what the day before reaches into it."""
        found = self._of_day.get(day)
        if found is None:
            before = self._raw_windows(day - 1)
            latest = before[-1][1] if before else 0
            own = [(max(start, latest), end) for start, end in self._raw_windows(day)]
            found = self._of_day[day] = [(start, end) for start, end in own if start < end]
        return found

    def _raw_windows(self, day: int) -> list[tuple[int, int]]:
        own = date.fromordinal(day)
        spans = ALL_DAY if self.calendar is None else merged(self.calendar.spans_of(own))
        return [(self._local(own, span.start), self._local(own, span.end)) for span in spans]

    def _local(self, day: date, minute: int) -> int:
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - a wall clock's time
        first = _us(wall.replace(tzinfo=self._zone))
        later = _us(wall.replace(tzinfo=self._zone, fold=1))
        if later < first:
            # Left out by the clock: the offsets before and after enclose the moment it is moved.
            return self._moved_at(later, first)
        return first

    def _moved_at(self, before: int, after: int) -> int:
        offset = _instant(after).astimezone(self._zone).utcoffset()
        while after - before > _MINUTE_US:
            middle = (before + after) // 2 // _MINUTE_US * _MINUTE_US
            if middle <= before:
                break
            if _instant(middle).astimezone(self._zone).utcoffset() == offset:
                after = middle
            else:
                before = middle
        return after


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _instant(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND
