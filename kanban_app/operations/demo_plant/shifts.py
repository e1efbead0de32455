"""The works' own time: Monday to Friday, 6:00 to 14:30 with two breaks, set so that the present is in a shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile

# The shift without its breaks.
SPANS = ((time(6), time(9)), (time(9, 15), time(11, 30)), (time(12), time(14, 30)))
MINUTES_A_SHIFT = 465
_EARLIEST, _LATEST, _USUAL = time(7, 30), time(14), time(10, 40)
# Before that everything has stood still for two days: no picture of a plant at work.
_EARLIEST_ON_MONDAY = time(9)
_MONDAY, _SATURDAY = 0, 5


@dataclass(frozen=True, slots=True)
class Shifts:
    """`ends_at` is the present by the works' own clock, always in the middle of a shift.

    Where the real present is at night, on a weekend or early on a Monday, the works' clock goes `behind` the real one,
    so that whoever opens the plant finds people at work.
    """

    ends_at: datetime
    behind: timedelta

    @classmethod
    def around(cls, now: datetime) -> Shifts:
        """The shifts whose middle the present is in. `now` is aware; its zone is the works'."""
        own = now
        earliest = _EARLIEST_ON_MONDAY if own.weekday() == _MONDAY else _EARLIEST
        if own.weekday() >= _SATURDAY or not earliest <= own.time() <= _LATEST:
            own = datetime.combine(now.date(), _USUAL, now.tzinfo)
            while own > now or own.weekday() >= _SATURDAY:
                own -= timedelta(days=1)
        return cls(own, now - own)

    def real(self, own: datetime) -> datetime:
        """The real instant (UTC) of a moment of the works' own clock."""
        return (own + self.behind).astimezone(UTC)

    def begin(self, weeks: int) -> datetime:
        """The start of the shift on the same weekday that many weeks ago."""
        return datetime.combine(self.ends_at.date() - timedelta(weeks=weeks), SPANS[0][0], self.ends_at.tzinfo)

    def days_ago(self, days: int, at: time) -> datetime:
        """A time of day that many working days ago; 0 is today."""
        day = self.ends_at
        for _ in range(days):
            day -= timedelta(days=1)
            while day.weekday() >= _SATURDAY:
                day -= timedelta(days=1)
        return datetime.combine(day.date(), at, self.ends_at.tzinfo)

    def before_end(self, minutes: float) -> datetime:
        """The moment that many working minutes before the present."""
        begins = self.ends_at - timedelta(days=7)
        return after(begins, self.minutes_left(begins) - minutes)

    def minutes_left(self, own: datetime) -> float:
        """The working minutes from a moment to the present."""
        worked = takewhile(lambda span: span[0] < self.ends_at, _spans_from(own))
        return sum((min(end, self.ends_at) - start) / timedelta(minutes=1) for start, end in worked)


def after(own: datetime, minutes: float) -> datetime:
    """The moment that many working minutes later."""
    left = timedelta(minutes=minutes)
    spans = _spans_from(own)
    start, end = next(spans)
    while left > end - start:
        left -= end - start
        start, end = next(spans)
    return start + left


def next_at(own: datetime, at: time) -> datetime:
    """The next working day's moment with this time of day, after `own`."""
    found = datetime.combine(own.date(), at, own.tzinfo)
    while found <= own or found.weekday() >= _SATURDAY:
        found += timedelta(days=1)
    return found


def _spans_from(own: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans of work from a moment on, without end."""
    day = own.date()
    while True:
        if day.weekday() < _SATURDAY:
            for start, end in SPANS:
                begins = datetime.combine(day, start, own.tzinfo)
                ends = datetime.combine(day, end, own.tzinfo)
                if ends > own:
                    yield max(begins, own), ends
        day += timedelta(days=1)
