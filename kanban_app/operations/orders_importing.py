"""Order lists from files into a plant that runs: read with the remembered mapping, checked, booked as drafts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kanban_app.domain.draft import OrderLineDraft, PlantDraft
from kanban_app.domain.items import Item
from kanban_app.domain.option_lists import options_of
from kanban_app.domain.orders import OrderRefused, Policy
from kanban_app.i18n import _, ngettext
from kanban_app.operations.importing.command import ImportOptions, problem_json, read_for, refused_text
from kanban_app.operations.importing.mapping import Mapping as ColumnMapping
from kanban_app.operations.importing.mapping import to_remember
from kanban_app.operations.importing.order_choices import OrderChoices, choices_in
from kanban_app.operations.importing.reading import Reading
from kanban_app.operations.order_options import Configured, configure, read_option_rows
from kanban_app.operations.orders_entering import know_customers
from kanban_app.operations.orders_reading import chosen_policies
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.store.order_tables import configuration, order_line
from kanban_app.store.planting import plant_draft


@dataclass(frozen=True, slots=True)
class OrderImport:
    """How an import of orders went. `unknown` are names of stations and items that the plant does not have."""

    reading: Reading
    unknown: tuple[str, ...] = ()
    booked: int | None = None
    dry_run: bool = False

    @property
    def refused(self) -> bool:
        """Nothing was written, because rows are wrong or names are not known."""
        return bool(self.unknown) or not self.reading.is_bookable

    def as_json(self) -> dict[str, Any]:
        """The report for scripts. `lines` were read, `booked` of them are new here."""
        result = "refused" if self.refused else "no_op" if self.dry_run else "done"
        code = "unknown_names" if self.unknown else "bad_rows"
        return {
            "result": result,
            "code": code if self.refused else None,
            "lines": len(self.reading.draft.order_lines),
            "booked": self.booked or 0,
            "unknown": list(self.unknown),
            "errors": self.reading.error_count,
            "warnings": self.reading.warning_count,
            "problems": [problem_json(problem) for problem in self.reading.problems],
        }

    def lines(self) -> list[str]:
        """The report for people."""
        said = [problem.text() for problem in self.reading.problems]
        if self.unknown:
            names = ", ".join(self.unknown[:10])
            return [*said, _("Not known here: {names}. Nothing was written. Add them first.").format(names=names)]
        if self.refused:
            return [*said, refused_text(self.reading.error_count)]
        if self.dry_run:
            return [*said, _("Nothing was written: this was a dry run.")]
        count = self.booked or 0
        return [*said, ngettext("{count} new order line.", "{count} new order lines.", count).format(count=count)]


def import_orders(
    shop: Shop,
    paths: Sequence[Path],
    mapping: ColumnMapping | None = None,
    *,
    skip_bad_rows: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> OrderImport:
    """Read order lists and book their lines as drafts, closed ones as history; a line that is there is not doubled.

    An open line gets the item of its choices, and where the list has no price, theirs, as a line that is typed; a
    closed one keeps its choices as they stand.
    Not on a thread of the shop. Raises columns.ImportCancelled, plants.PlantProblem.
    """
    options = ImportOptions(skip_bad_rows=skip_bad_rows)
    choices = shop.read(read_choices).result()
    reading = read_for(shop, paths, options, mapping, progress, cancelled, choices)
    draft = reading.draft
    unknown = tuple(item.code for item in draft.items) + tuple(station.name for station in draft.stations)
    report = OrderImport(reading, unknown, dry_run=dry_run)
    if report.refused or dry_run:
        return report
    try:
        booked = shop.write(book_lines, draft.order_lines, choices, shop.clock()).result()
    except OrderRefused:  # somebody changed the choices meanwhile: read anew, the rows say what does not fit now
        choices = shop.read(read_choices).result()
        return OrderImport(read_for(shop, paths, options, mapping, progress, cancelled, choices), dry_run=True)
    for signature, text in to_remember(reading.mapping_used).items():
        shop.remember_mapping(signature, text).result()
    return OrderImport(reading, (), booked)


def read_choices(session: Session) -> OrderChoices:
    """What the plant's items offer now; those that are assembled to order never go without choices."""
    offered = {item_id: options_of(item_id, rows) for item_id, rows in read_option_rows(session).items()}
    offered = {item_id: options for item_id, options in offered.items() if options.groups}
    chosen = chosen_policies(session)
    asked = frozenset(key for key in offered if key in chosen and chosen[key].policy is Policy.ATO)
    return OrderChoices(session.structure, offered, asked)


def book_lines(session: Session, lines: Collection[OrderLineDraft], choices: OrderChoices, now: datetime) -> int:
    """Book the lines that are not there yet with the items of their choices, all or none; how many they are.

    Raises OrderRefused as `order_options.configure` where the choices are others by now.
    """
    with session.database.write():
        session.head()
        draft = PlantDraft(order_lines=_chosen(session, lines, choices, now))
        planted = plant_draft(session.database, draft, now, _same_items(session))
        open_ones = select(order_line.c.customer).where(order_line.c.status == "open").distinct()
        know_customers(session, list(session.database.core.execute(open_ones).scalars()))
    session.refresh()
    return planted.counts["order_lines"]


Picked = tuple[str, str]
"""An item's code and the choices of a line for it."""

Past = tuple[str, str, tuple[str, ...], str, int]
"""A line for a configured item: order, the base item's code, choices, day wanted, quantity."""


def _chosen(
    session: Session, lines: Collection[OrderLineDraft], choices: OrderChoices, now: datetime
) -> Collection[OrderLineDraft]:
    """The lines with the items of their choices, each made once; inside the caller's transaction."""
    ids = {item.code: item.id for item in session.structure.items.values()}
    wanted = {
        (line.item, line.options, line.status == "open"): None
        for line in lines
        if line.options or (line.status == "open" and ids[line.item] in choices.asked)
    }
    if not wanted:
        return lines
    past = {} if all(is_open for *_picked, is_open in wanted) else _past_lines(session)
    made = {
        (item, text): configure(session, ids[item], choices_in(text), now) for item, text, is_open in wanted if is_open
    }
    return _Chosen(lines, made, past, session.structure.items)


def _past_lines(session: Session) -> dict[Past, int]:
    """The configured item of each line that is there for one."""
    row, items = order_line.c, session.structure.items
    asked = select(row.order_number, row.due_on, row.quantity, configuration).join(
        configuration, configuration.c.item_id == row.item_id
    )
    return {
        (
            line.order_number,
            items[line.base_id].code,
            choices_in(line.choices),
            line.due_on,
            line.quantity,
        ): line.item_id
        for line in session.database.core.execute(asked)
    }


def _same_items(session: Session) -> dict[int, int]:
    """For each item made for choices the first one of the same choices: a changed list made another one of them."""
    rows = session.database.core.execute(select(configuration).order_by(configuration.c.item_id)).all()
    first: dict[tuple[int, str], int] = {}
    return {row.item_id: first.setdefault((row.base_id, row.choices), row.item_id) for row in rows}


class _Chosen(Collection[OrderLineDraft]):
    """The lines with the items of their choices; gone through like the lines themselves.

    A closed line stays with its base item, unless it is there for the configured one: then it is found again.
    """

    def __init__(
        self,
        lines: Collection[OrderLineDraft],
        made: Mapping[Picked, Configured],
        past: Mapping[Past, int],
        items: Mapping[int, Item],
    ) -> None:
        self._lines, self._made, self._past, self._items = lines, made, past, items

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, line: object) -> bool:
        return any(line == other for other in self)

    def __iter__(self) -> Iterator[OrderLineDraft]:
        for line in self._lines:
            if line.status != "open":
                yield self._past_line(line)
                continue
            found = self._made.get((line.item, line.options))
            if found is None:
                yield line
                continue
            code, price = self._items[found.item_id].code, line.price or found.price
            yield replace(line, item=code, options=found.choices, price=price)

    def _past_line(self, line: OrderLineDraft) -> OrderLineDraft:
        if not line.options or not self._past:
            return line
        day, picked = line.due_on.isoformat(), choices_in(line.options)
        item_id = self._past.get((line.order_number, line.item, picked, day, line.quantity))
        return line if item_id is None else replace(line, item=self._items[item_id].code)
