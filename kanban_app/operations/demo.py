"""Making the demo plant: a file that appears whole or not at all, with a few weeks of history really lived."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy.exc import DBAPIError

from kanban_app.domain.codes import CAPACITY
from kanban_app.domain.draft import PlantDraft
from kanban_app.domain.first_fill import Start
from kanban_app.operations import plants
from kanban_app.operations.clock import utc_now
from kanban_app.operations.demo_plant import order_book, plan
from kanban_app.operations.demo_plant.drawings import store_drawings
from kanban_app.operations.demo_plant.floor import INGRID, Floor
from kanban_app.operations.demo_plant.orders import Dealers
from kanban_app.operations.demo_plant.paperwork import Paperwork
from kanban_app.operations.demo_plant.people import go_to_work
from kanban_app.operations.demo_plant.shifts import Shifts
from kanban_app.operations.demo_plant.troubles import Troubles, settle_steps
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.session import Session
from kanban_app.store.backup import copy_whole
from kanban_app.store.plant_file import SUFFIX, check_place, create_plant
from kanban_app.store.problems import StoreError

WEEKS = 4
WORKING_DAYS = WEEKS * 5 + 1
_SEED = 20


def make_demo(
    folder: Path,
    *,
    now: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Path:
    """Make the demo plant in a folder and return its path; the next free name where one is there already.

    The same `now` (aware; its zone is the plant's) makes the same plant; without one it is this moment. `progress` gets
    the working days lived so far and their number. Raises PlantProblem, and InterruptedError when cancelled; nothing is
    left behind then.
    """
    path = _free_path(folder)
    try:
        check_place(path)
        with tempfile.TemporaryDirectory(prefix="kanban-demo-") as workshop:
            making = Path(workshop) / f"demo{SUFFIX}"
            _make(making, path.stem, now or utc_now().astimezone(), _Days(progress, cancelled))
            return copy_whole(making, path)
    except StoreError as error:
        # The person asked for this plant, not for the file that it is made in.
        raise plants.PlantProblem(error.problem, str(path), error.detail) from error


def _free_path(folder: Path) -> Path:
    path, number = folder / f"{plan.PLANT_NAME}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{plan.PLANT_NAME} {number}{SUFFIX}", number + 1
    return path


class _Days:
    """Counts the days that were lived and tells whoever waits."""

    def __init__(self, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool]) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._lived = 0

    def next(self) -> None:
        """Another day begins. Raises InterruptedError when nobody waits any more."""
        if self._cancelled():
            raise InterruptedError
        self._lived += 1
        if self._progress:
            self._progress(min(self._lived, WORKING_DAYS), WORKING_DAYS)


def _make(making: Path, name: str, now: datetime, days: _Days) -> None:
    shifts = Shifts.around(now)
    begins_at = shifts.begin(WEEKS)
    code_offset = Random(now.isoformat()).randrange(CAPACITY)
    create_plant(making, name, shifts.real(begins_at), code_offset)
    session = plants.open_session(making)
    try:
        # Nobody has been told of this file yet: it is copied and synced when it is whole.
        session.database.execute("PRAGMA synchronous=OFF")
        _live(session, shifts, begins_at, days)
    except (session.database.driver_error, DBAPIError) as error:
        raise session.database.meaning_of(error) from error
    finally:
        session.database.close()


def _live(session: Session, shifts: Shifts, begins_at: datetime, days: _Days) -> None:
    store_drawings(session, plan.ITEM_CODES)
    book_draft(session, plan.toy_works(), Start.FULL, shifts.real(begins_at), INGRID)
    floor = Floor(session, shifts, Random(_SEED), begins_at)
    settle_steps(floor)
    paperwork = Paperwork(floor)
    paperwork.print_waiting()
    dealers = Dealers(floor, begins_at)
    troubles = Troubles(floor, go_to_work(floor, begins_at))
    troubles.put_on_agenda()
    paperwork.put_on_agenda()
    dealers.put_on_agenda()
    floor.live_until(shifts.ends_at, days.next)
    paperwork.print_at_once()
    lines = dealers.drafts() + troubles.special_lines()
    book_draft(session, PlantDraft(order_lines=lines), Start.NEW, floor.real_now)
    order_book.fill(floor)
    days.next()
