"""One till file from its path to the cards: read, check, make what is missing, book batch by batch, report.

Called from any thread but the shop's own: each batch is one short write, and scans are served between two of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from kanban_app.domain.till_sales import folded
from kanban_app.operations.importing.columns import ImportCancelled
from kanban_app.operations.importing.mapping import Mapping as SaidColumns
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_booking import (
    BATCH_LINES,
    MOST_BATCH_LINES,
    Counts,
    Key,
    Sale,
    begin_file,
    book_batch,
    book_waiting,
    count_batch,
)
from kanban_app.operations.tills_codes import (
    NO_GOODS,
    CodesKept,
    UnknownCode,
    codes_to_settle,
    read_code_book,
    read_unknown,
    tell_codes,
)
from kanban_app.operations.tills_creating import Missing, create_missing, missing_for
from kanban_app.operations.tills_fields import said_before, to_keep
from kanban_app.operations.tills_reading import TillReading, TillRows, read_till_file
from kanban_app.operations.tills_reports import Imported, TillReport, keep_problems, read_carried
from kanban_app.operations.tills_sources import remember_station, station_before
from kanban_app.store.till_tables import TillFileState

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class TillOptions:
    """What the person chose.

    `create` makes the shop, items and loops that are missing; `repeats_count` takes equal lines of a file for sales of
    their own; `no_goods` are codes that are none. `said` is what was said about columns now. With `where_before` the
    station where this source's files were sold before stands in for the one that is named.
    """

    create: bool = False
    skip_bad_rows: bool = False
    repeats_count: bool = False
    dry_run: bool = False
    no_goods: tuple[str, ...] = ()
    where_before: bool = False
    said: SaidColumns = field(default_factory=SaidColumns)
    person: str = ""


@dataclass(frozen=True, slots=True)
class Watching:
    """Who watches an import: `reading` and `booking` get lines done and in all, `cancelled` is asked as often."""

    reading: Progress | None = None
    booking: Progress | None = None
    cancelled: Callable[[], bool] = lambda: False


def read_for_shop(shop: Shop, path: Path, options: TillOptions, watching: Watching | None = None) -> TillRows:
    """Read and check a file against what the plant knows. Nothing is written. Raises ImportCancelled."""
    watching = watching or Watching()
    book = shop.read(read_code_book).result()
    said = options.said.before(said_before(shop.mappings().result()))
    tomorrow = shop.clock().date() + timedelta(days=1)  # which is today already farther east
    return read_till_file(
        path, TillReading(said, book.decimals_of, options.repeats_count, tomorrow, watching.reading, watching.cancelled)
    )


def import_till_file(
    shop: Shop, path: Path, station: str, options: TillOptions, watching: Watching | None = None
) -> Imported:
    """Book a till file at the shop of this name, as far as it may be booked; the same file again books nothing twice.

    A file with bad rows is refused with a report, unless they may be left out. Raises KeyError where there is no such
    station and none is to be made, and plants.PlantProblem.
    """
    watching = watching or Watching()
    try:
        rows = read_for_shop(shop, path, options, watching)
    except ImportCancelled:
        rows = TillRows(path.name)
        return Imported(TillReport(path.name, station, TillFileState.STOPPED, 0, 0, Counts()), rows, options.dry_run)
    return book_till_rows(shop, rows, station, options, watching)


def book_till_rows(
    shop: Shop, rows: TillRows, station: str, options: TillOptions, watching: Watching | None = None
) -> Imported:
    """As `import_till_file`, for a file that was read already; its rows are used up by it."""
    return _Import(shop, rows, station, options, watching or Watching()).run()


class _Import:
    """One file on its way into the cards."""

    def __init__(self, shop: Shop, rows: TillRows, station: str, options: TillOptions, watching: Watching) -> None:
        self.shop, self.rows, self.station = shop, rows, station.strip()
        self.options, self.watching = options, watching

    def run(self) -> Imported:
        """From the first look to the report."""
        options = self.options
        if options.where_before:
            self.station = station_before(self.shop, self.rows) or self.station
        self._tell_no_goods()
        missing = self._missing()
        known_id = self._station_id()
        if known_id is None and not options.create:
            raise KeyError(self.station)
        if self.rows.has_fatal or (self.rows.bad_count and not options.skip_bad_rows):
            return self._refused(known_id)
        if options.dry_run:
            return self._tried(known_id or 0, missing)
        self._remember_columns()
        if missing != Missing():
            create_missing(self.shop, missing, options.person, self.watching.booking)
        station_id = self._station_id()
        assert station_id is not None, "it was there or has been made"
        settle_waiting(self.shop, options.person)
        return self._booked(station_id, missing)

    def _station_id(self) -> int | None:
        """The id of the shop, whose name is spelled as the plant does from then on; None where there is none."""
        self.shop.read(_fresh).result()
        wanted = self.station.casefold()
        for station in self.shop.structure.stations.values():
            if station.name.casefold() == wanted:
                self.station = station.name
                return station.id
        return None

    def _tell_no_goods(self) -> None:
        """What is said about codes holds, whatever becomes of the file; a trial says nothing."""
        if self.options.no_goods and not self.options.dry_run:
            shown = {folded(code): code for code in self.options.no_goods}
            self.shop.write(_tell, dict.fromkeys(shown, NO_GOODS), shown).result()

    def _missing(self) -> Missing:
        if not self.options.create:
            return Missing()
        book = self.shop.read(read_code_book).result()
        return missing_for(self.rows, self.station, self.shop.structure, book)

    def _remember_columns(self) -> None:
        said_now = {id(entry) for entry in self.options.said.entries}
        for known in self.rows.used:
            if known.entry is not None and id(known.entry) in said_now:
                self.shop.remember_mapping(*to_keep(known.entry)).result()

    # -- the three ways it can end -----------------------------------------------------------------------------------

    def _refused(self, station_id: int | None) -> Imported:
        file_id = 0
        if station_id is not None and not self.options.dry_run:
            file_id = self.shop.write(self._begin, station_id, TillFileState.REFUSED).result()
            self.shop.write(keep_problems, file_id, self.rows.problems).result()
        report = self._report(file_id, TillFileState.REFUSED, Counts())
        return Imported(report, self.rows, self.options.dry_run)

    def _tried(self, station_id: int, missing: Missing) -> Imported:
        self.rows.sold_at(station_id)
        codes = CodesKept(code.code for code in missing.codes)
        sale, seen, total = Sale(station_id, 0, self.rows.name, codes=codes), set[Key](), Counts()
        for start in range(0, len(self.rows), MOST_BATCH_LINES):
            span = range(start, min(start + MOST_BATCH_LINES, len(self.rows)))
            total = total.plus(self.shop.read(count_batch, self.rows, span, sale, seen).result())
        report, repeats = self._report(0, TillFileState.DONE, total), self.options.repeats_count
        return Imported(report, self.rows, True, missing.counts(), (), repeats)

    def _booked(self, station_id: int, missing: Missing) -> Imported:
        self.rows.sold_at(station_id)
        file_id = self.shop.write(self._begin, station_id, TillFileState.BOOKING).result()
        self.shop.write(keep_problems, file_id, self.rows.problems).result()
        sale = Sale(station_id, file_id, self.rows.name, self.options.person, self.shop.terminal)
        state, total = TillFileState.BOOKING, Counts()
        done, size = 0, BATCH_LINES
        while state is TillFileState.BOOKING:
            span = range(done, min(done + size, len(self.rows)))
            if self.watching.cancelled():  # the report is closed all the same, with what was booked
                state, span = TillFileState.STOPPED, range(done, done)
            elif span.stop == len(self.rows):
                state = TillFileState.DONE
            counts = self.shop.write(_book, self.shop, self.rows, span, sale, total, state).result()
            total, done = total.plus(counts), span.stop
            size = BATCH_LINES if counts.signals else min(2 * size, MOST_BATCH_LINES)
            if self.watching.booking is not None:
                self.watching.booking(done, len(self.rows))
        if state is TillFileState.DONE:
            remember_station(self.shop, self.rows, station_id)
        unknown: list[UnknownCode] = self.shop.read(read_unknown).result() if total.unknown else []
        carried = self.shop.read(read_carried, self.station).result()
        report, repeats = self._report(file_id, state, total), self.options.repeats_count
        return Imported(report, self.rows, False, missing.counts(), unknown, repeats, carried)

    def _begin(self, session: Session, station_id: int, state: TillFileState) -> int:
        sale = Sale(station_id, 0, self.rows.name, self.options.person)
        return begin_file(session, self.rows, sale, self.shop.clock(), state)

    def _report(self, file_id: int, state: TillFileState, counts: Counts) -> TillReport:
        rows, sold = self.rows, self.rows.days_sold
        days = (sold[0].isoformat(), sold[1].isoformat()) if sold else ("", "")
        report = TillReport(rows.name, self.station, state, rows.line_count, rows.bad_count, counts, file_id)
        return replace(report, first_on=days[0], last_on=days[1], person=self.options.person)


def _fresh(session: Session) -> None:
    session.head()


def _tell(session: Session, kinds: dict[str, int | None], shown: dict[str, str]) -> None:
    with session.database.write():
        tell_codes(session, kinds, shown)


def _book(
    session: Session, shop: Shop, rows: TillRows, span: range, sale: Sale, before: Counts, state: TillFileState
) -> Counts:
    return book_batch(session, rows, span, sale, before, shop.clock(), state)


# -- codes that wait ---------------------------------------------------------------------------------------------------


def settle_waiting(shop: Shop, person: str = "") -> Counts:
    """Book the waiting lines of every code that means something by now, some thousand lines at a time."""
    total = Counts()
    for code in shop.read(_to_settle).result():
        total = total.plus(_settle(shop, code, person))
    return total


def tell_code(shop: Shop, code: str, item_id: int | None, person: str = "", shown: str = "") -> Counts:
    """Remember what a code is, an item's id or NO_GOODS, and book the lines that waited for it.

    None forgets what was said; lines that are booked stay booked. `code` is folded.
    """
    shop.write(_tell, {code: item_id}, {code: shown or code}).result()
    return Counts() if item_id is None else _settle(shop, code, person)


def _to_settle(session: Session) -> list[str]:
    return codes_to_settle(session, read_code_book(session))


def _settle(shop: Shop, code: str, person: str) -> Counts:
    def book(session: Session) -> tuple[Counts, bool]:
        return book_waiting(session, code, person, shop.terminal, shop.clock())

    total, more = Counts(), True
    while more:
        counts, more = shop.write(book).result()
        total = total.plus(counts)
    return total
