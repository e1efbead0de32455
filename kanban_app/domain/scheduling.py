"""When a network of tasks can be done: forwards from today, backwards from the wanted date, over working calendars.

Plain tasks and links, no plant: what they mean is `promise_network.py`'s. Both passes look at every task and every link
once (the calendars keep what they looked at), so a schedule costs linearly in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kanban_app.domain.working_time import HORIZON, BeyondHorizon, WorkingTime


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that takes working time at one station.

    `minutes` are working minutes of the station, `after` the ids of tasks that must be finished before it begins,
    `not_before` an instant it can't begin before, `card_id` the card that it is the refilling of. `done` tasks take no
    time and are finished as soon as those before them.
    """

    id: int
    label: str
    station_id: int
    minutes: int
    after: tuple[int, ...] = ()
    not_before: datetime | None = None
    card_id: int | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """When one task is done. `start` and `finish` are as planned, the others the earliest and the latest possible.

    `slack_minutes` are working minutes that it may begin later without moving the end; `critical` says that it is on
    the longest way to the end.
    """

    task: Task
    start: datetime
    finish: datetime
    earliest_start: datetime
    earliest_finish: datetime
    latest_start: datetime
    latest_finish: datetime
    slack_minutes: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """All tasks with their times, in the order given.

    `finish` is when it all is done as planned: the wanted instant if that can be kept, else `earliest`. `in_time` tells
    which. `critical` is the longest way, first task first.
    """

    slots: tuple[Slot, ...]
    finish: datetime
    earliest: datetime
    in_time: bool
    critical: tuple[Slot, ...]


class TaskCycle(ValueError):
    """Tasks that wait for one another; the argument is the ids that can't be put in order."""


def schedule(
    tasks: Sequence[Task],
    now: datetime,
    wanted: datetime | None = None,
    calendars: Mapping[int, WorkingTime] | None = None,
) -> Schedule:
    """Plan the tasks: backwards from `wanted`, each as late as it may be, if that begins no task in the past.

    Otherwise, and without a wanted instant, forwards from `now`, each as early as it can be. `calendars` are by
    station id; a station that is not in it works always. Without tasks everything is done now. Raises TaskCycle,
    working_time.NoWorkingTime, and BeyondHorizon where a task would end more than twenty years from now.

    Source: the critical path method, Kelley and Walker, Critical-path planning and scheduling, Proceedings of the
    Eastern Joint Computer Conference (1959).
    """
    order = _in_order(tasks)
    times = _Times(calendars or {})
    early, drivers = _forwards(order, now, times)
    earliest = max((finish for _start, finish in early.values()), default=now)
    in_time = wanted is not None and earliest <= wanted
    end = wanted if wanted is not None and in_time else earliest
    late = _backwards(order, end, times)
    on_path = _driving(early, drivers)
    slots = {}
    for task in order:
        (first, ready), (last, due) = early[task.id], late[task.id]
        last, due = max(first, last), max(ready, due)  # a day's rounding never makes the latest earlier than the first
        start, finish = (last, due) if in_time else (first, ready)
        slack = times.of(task).working_minutes_between(first, last)
        slots[task.id] = Slot(task, start, finish, first, ready, last, due, slack, task.id in on_path)
    done_at = max((slot.finish for slot in slots.values()), default=end if in_time else now)
    critical = tuple(slots[task.id] for task in order if task.id in on_path)
    return Schedule(tuple(slots[task.id] for task in tasks), done_at, earliest, in_time, critical)


class _Times:
    """The working time of each station; always, where none is given."""

    def __init__(self, calendars: Mapping[int, WorkingTime]) -> None:
        self._calendars = calendars
        self._always = WorkingTime()

    def of(self, task: Task) -> WorkingTime:
        return self._calendars.get(task.station_id, self._always)


def _in_order(tasks: Sequence[Task]) -> list[Task]:
    """Each task behind those it comes after (Kahn); raises TaskCycle."""
    by_id = {task.id: task for task in tasks}
    open_before = {task.id: sum(before in by_id for before in set(task.after)) for task in tasks}
    followers: dict[int, list[int]] = {}
    for task in tasks:
        for before in set(task.after):
            followers.setdefault(before, []).append(task.id)
    ready = [task for task in tasks if not open_before[task.id]]
    for task in ready:  # grows while it is gone through
        for follower in followers.get(task.id, ()):
            open_before[follower] -= 1
            if not open_before[follower]:
                ready.append(by_id[follower])
    if len(ready) < len(by_id):
        raise TaskCycle(sorted(task_id for task_id, count in open_before.items() if count))
    return ready


def _forwards(
    order: Sequence[Task], now: datetime, times: _Times
) -> tuple[dict[int, tuple[datetime, datetime]], dict[int, int | None]]:
    """(start, finish) of each task as early as can be, and which task before it made it wait (None: none did)."""
    early: dict[int, tuple[datetime, datetime]] = {}
    drivers: dict[int, int | None] = {}
    for task in order:
        start, driver = max(now, task.not_before or now), None
        for before in task.after:
            if before not in early:
                continue
            # What ends just now, as what is overdue does, is waited for like what ends later.
            if early[before][1] > start or (driver is None and early[before][1] == start):
                start, driver = early[before][1], before
        drivers[task.id] = driver
        early[task.id] = (start, start) if task.done or not task.minutes else _worked(task, start, times)
        if early[task.id][1] - now > HORIZON:
            raise BeyondHorizon
    return early, drivers


def _worked(task: Task, ready: datetime, times: _Times) -> tuple[datetime, datetime]:
    working = times.of(task)
    start = working.next_working(ready)
    return start, working.add_working_minutes(start, task.minutes)


def _backwards(order: Sequence[Task], end: datetime, times: _Times) -> dict[int, tuple[datetime, datetime]]:
    """(start, finish) of each task as late as may be for all to be done at `end`."""
    due = {task.id: end for task in order}
    late: dict[int, tuple[datetime, datetime]] = {}
    for task in reversed(order):
        finish = due[task.id]
        if task.done or not task.minutes:
            late[task.id] = (finish, finish)
        else:
            working = times.of(task)
            finish = working.last_working(finish)
            late[task.id] = (working.subtract_working_minutes(finish, task.minutes), finish)
        for before in task.after:
            if before in due:
                due[before] = min(due[before], late[task.id][0])
    return late


def _driving(early: Mapping[int, tuple[datetime, datetime]], drivers: Mapping[int, int | None]) -> set[int]:
    """The tasks of the longest way: from the last one done back along what each waited for."""
    found: set[int] = set()
    task_id = max(early, key=lambda one: early[one][1], default=None)
    while task_id is not None and task_id not in found:
        found.add(task_id)
        task_id = drivers[task_id]
    return found
