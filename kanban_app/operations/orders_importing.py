"""Order lists from files into a plant that runs: read with the remembered mapping, checked, booked as drafts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select, update

from kanban_app.domain.draft import OrderLineDraft, PlantDraft
from kanban_app.domain.option_lists import options_of
from kanban_app.domain.orders import OrderRefused, Policy
from kanban_app.i18n import _, ngettext
from kanban_app.operations.importing.command import ImportOptions, problem_json, read_for, refused_text
from kanban_app.operations.importing.mapping import Mapping as ColumnMapping
from kanban_app.operations.importing.mapping import to_remember
from kanban_app.operations.importing.order_choices import OrderChoices, choices_in
from kanban_app.operations.importing.order_lines import SpooledOrderLines
from kanban_app.operations.importing.problems import ProblemList, Severity, Where
from kanban_app.operations.importing.reading import Reading
from kanban_app.operations.order_options import configure, read_option_rows
from kanban_app.operations.orders_entering import know_customers
from kanban_app.operations.orders_matching import LineHere, Matched, match_lines
from kanban_app.operations.orders_reading import chosen_policies
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.store.order_tables import order_line
from kanban_app.store.planting import plant_draft

_UNKNOWN = ("unknown_item", "unknown_station")


@dataclass(frozen=True, slots=True)
class LineCounts:
    """How many lines of a list are new drafts, new history, drafts that it changed, and known as they are."""

    drafts: int = 0
    history: int = 0
    changed: int = 0
    known: int = 0

    @property
    def is_news(self) -> bool:
        """There is something to write."""
        return bool(self.drafts or self.history or self.changed)

    def text(self) -> str:
        """The counts that are not nothing, for people."""
        told = (
            (ngettext("{count} new draft", "{count} new drafts", self.drafts), self.drafts),
            (ngettext("{count} draft changed", "{count} drafts changed", self.changed), self.changed),
            (ngettext("{count} new line of history", "{count} new lines of history", self.history), self.history),
            (ngettext("{count} line known already", "{count} lines known already", self.known), self.known),
        )
        return ", ".join(text.format(count=count) for text, count in told if count) or _("no order line")


@dataclass(frozen=True, slots=True)
class OrderImport:
    """How an import of orders went. `counts` are what came of it, or in a dry run what would."""

    reading: Reading
    counts: LineCounts = LineCounts()
    is_booked: bool = False

    @property
    def refused(self) -> bool:
        """Nothing was written, because rows are wrong."""
        return not self.reading.is_bookable

    def as_json(self) -> dict[str, Any]:
        """The report for scripts. `lines` were read, `booked` of them are new here: `drafts` and `history`."""
        counts = LineCounts() if self.refused else self.counts
        unknown = (problem.value for problem in self.reading.problems if problem.code in _UNKNOWN)
        return {
            "result": "refused" if self.refused else "done" if self.is_booked else "no_op",
            "code": "bad_rows" if self.refused else None,
            "lines": len(self.reading.draft.order_lines),
            "booked": counts.drafts + counts.history if self.is_booked else 0,
            "drafts": counts.drafts,
            "history": counts.history,
            "changed": counts.changed,
            "known": counts.known,
            "unknown": list(dict.fromkeys(unknown)),
            "errors": self.reading.error_count,
            "warnings": self.reading.warning_count,
            "problems": [problem_json(problem) for problem in self.reading.problems],
        }

    def lines(self) -> list[str]:
        """The report for people."""
        said = [problem.text() for problem in self.reading.problems]
        if self.refused:
            return [*said, refused_text(self.reading.error_count)]
        if not self.is_booked:
            return [*said, self.expected(), _("Nothing was written: this was a dry run.")]
        return [*said, self.told()]

    def expected(self) -> str:
        """What would come of it, in one sentence."""
        return _("To be imported: {counts}.").format(counts=self.counts.text())

    def told(self) -> str:
        """What came of it in one sentence."""
        return _("Imported: {counts}.").format(counts=self.counts.text())


def import_orders(
    shop: Shop,
    paths: Sequence[Path],
    mapping: ColumnMapping | None = None,
    *,
    skip_bad_rows: bool = False,
    dry_run: bool = False,
    past_is_history: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> OrderImport:
    """Read order lists and book their lines as drafts, those that are over as history; `orders_matching` says which
    lines are there already, which drafts change, and which can't.

    Without a status a line is a draft, however late; with `past_is_history` one that was wanted before today is over.
    An open line gets the item of its choices, and where the list has no price, theirs, as a line that is typed; a
    closed one keeps its choices as they stand.
    Not on a thread of the shop. Raises columns.ImportCancelled, plants.PlantProblem.
    """
    options = ImportOptions(skip_bad_rows=skip_bad_rows, past_is_history=past_is_history)
    choices = shop.read(read_choices).result()
    reading = read_for(shop, paths, options, mapping, progress, cancelled, choices)
    matched = None
    if not reading.has_fatal:
        matched = shop.read(read_matched, reading.draft.order_lines).result()
        reading = _with_faults(reading, matched)
    if matched is None or dry_run or not reading.is_bookable:
        return OrderImport(reading, _counts(matched) if matched else LineCounts())
    counts, order_lines = _counts(matched), reading.draft.order_lines
    try:
        if counts.is_news:
            counts = shop.write(book_lines, order_lines, choices, shop.clock(), skip_bad_rows).result()
    except OrderRefused:  # somebody changed choices or orders meanwhile: read anew, the rows say what does not fit now
        again = {"skip_bad_rows": skip_bad_rows, "past_is_history": past_is_history}
        return import_orders(shop, paths, mapping, dry_run=True, progress=progress, cancelled=cancelled, **again)
    for signature, text in to_remember(reading.mapping_used).items():
        shop.remember_mapping(signature, text).result()
    return OrderImport(reading, counts, is_booked=True)


def read_matched(session: Session, lines: Collection[OrderLineDraft]) -> Matched:
    """What each line of a list is here; nothing is changed."""
    with session.database.read():
        session.head()
        return match_lines(session, lines)


def _counts(matched: Matched) -> LineCounts:
    return LineCounts(matched.drafts, matched.history, len(matched.changed), matched.known)


def _with_faults(reading: Reading, matched: Matched) -> Reading:
    """The reading with what the plant says to its lines."""
    lines, problems = reading.draft.order_lines, ProblemList()
    if not matched.faults:
        return reading
    numbers = {number for number, _fault in matched.faults}
    places = lines.places_of(numbers) if isinstance(lines, SpooledOrderLines) else {}
    for number, fault in matched.faults:
        problems.add(fault, places.get(number, Where("")))
    return replace(
        reading,
        problems=(*reading.problems, *problems.all([table.file for table in reading.tables_found])),
        error_count=reading.error_count + problems.count(Severity.ERROR),
        warning_count=reading.warning_count + problems.count(Severity.WARNING),
    )


def read_choices(session: Session) -> OrderChoices:
    """What the plant's items offer now; those that are assembled to order never go without choices."""
    offered = {item_id: options_of(item_id, rows) for item_id, rows in read_option_rows(session).items()}
    offered = {item_id: options for item_id, options in offered.items() if options.groups}
    chosen = chosen_policies(session)
    asked = frozenset(key for key in offered if key in chosen and chosen[key].policy is Policy.ATO)
    return OrderChoices(session.structure, offered, asked)


def book_lines(
    session: Session,
    lines: Collection[OrderLineDraft],
    choices: OrderChoices,
    now: datetime,
    skip_bad_rows: bool = False,
) -> LineCounts:
    """Book the lines that are not there yet with the items of their choices, and change drafts; all or none.

    Raises OrderRefused as `order_options.configure` where the choices are others by now; changed_meanwhile where lines
    can't come in and are not to be skipped.
    """
    with session.database.write():
        session.head()
        matched = match_lines(session, lines)
        if matched.has_errors and not skip_bad_rows:
            raise OrderRefused("changed_meanwhile")
        wanted = _Wanted(session, lines, matched, choices, now)
        _change(session, wanted.changes())
        plant_draft(session.database, PlantDraft(order_lines=wanted), now, are_lines_new=True)
        open_ones = select(order_line.c.customer).where(order_line.c.status == "open").distinct()
        know_customers(session, list(session.database.core.execute(open_ones).scalars()))
    session.refresh()
    return _counts(matched)


Picked = tuple[str, str]
"""An item's code and the choices of a line for it."""


class _Wanted(Collection[OrderLineDraft]):
    """The lines of a list that come in, with the items of their choices, each made once; `changes` by number.

    Going through it gives those that are new. What is over stays with its base item.
    """

    def __init__(
        self,
        session: Session,
        lines: Collection[OrderLineDraft],
        matched: Matched,
        choices: OrderChoices,
        now: datetime,
    ) -> None:
        self._lines, self._matched = lines, matched
        ids = {item.code: item.id for item in session.structure.items.values()}
        asked = {
            (line.item, line.options): None
            for number, line in enumerate(lines)
            if line.status == "open" and matched.is_wanted(number) and (line.options or ids[line.item] in choices.asked)
        }
        self._made = {(item, text): configure(session, ids[item], choices_in(text), now) for item, text in asked}
        self._codes = {item.id: item.code for item in session.structure.items.values()}

    def __len__(self) -> int:
        return self._matched.drafts + self._matched.history

    def __contains__(self, line: object) -> bool:
        return any(line == other for other in self)

    def __iter__(self) -> Iterator[OrderLineDraft]:
        return (line for number, line in self._every() if number not in self._matched.changed)

    def changes(self) -> Iterator[tuple[LineHere, OrderLineDraft]]:
        """Each draft that is there with what the list makes of it."""
        changed = self._matched.changed
        return ((changed[number], line) for number, line in self._every() if number in changed)

    def _every(self) -> Iterator[tuple[int, OrderLineDraft]]:
        for number, line in enumerate(self._lines):
            if not self._matched.is_wanted(number):
                continue
            customer = self._matched.customers.get(number, line.customer)
            found = self._made.get((line.item, line.options)) if line.status == "open" else None
            if found is None:
                yield number, replace(line, customer=customer)
                continue
            here = self._matched.changed.get(number)
            item, price = self._codes[found.item_id], line.price or (here.price if here else "") or found.price
            yield number, replace(line, item=item, options=found.choices, price=price, customer=customer)


def _change(session: Session, changes: Iterable[tuple[LineHere, OrderLineDraft]]) -> None:
    """Give drafts the values of the list; what it says nothing of stays."""
    items = {item.code: item.id for item in session.structure.items.values()}
    places = {station.name: station.id for station in session.structure.stations.values()}
    rows = [
        {
            "own_id": here.id,
            "customer": line.customer,
            "item_id": items[line.item],
            "options": line.options,
            "due_on": line.due_on.isoformat(),
            "quantity": line.quantity,
            "station_id": places.get(line.deliver_from or here.place),
            "price": line.price or here.price,
            "note": line.note or here.note,
            "priority": here.priority if line.priority == 1 else line.priority,
        }
        for here, line in changes
    ]
    if rows:
        session.database.core.execute(update(order_line).where(order_line.c.id == bindparam("own_id")), rows)
