"""Order lists from files into a plant that runs: read with the remembered mapping, checked, booked as drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kanban_app.domain.draft import PlantDraft
from kanban_app.i18n import _, ngettext
from kanban_app.operations.importing.command import ImportOptions, problem_json, read_for, refused_text
from kanban_app.operations.importing.mapping import Mapping, to_remember
from kanban_app.operations.importing.reading import Reading
from kanban_app.operations.orders_entering import know_customers
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.store.order_tables import order_line
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
    mapping: Mapping | None = None,
    *,
    skip_bad_rows: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> OrderImport:
    """Read order lists and book their lines as drafts, closed ones as history; a line that is there is not doubled.

    Not on a thread of the shop. Raises columns.ImportCancelled, plants.PlantProblem.
    """
    options = ImportOptions(skip_bad_rows=skip_bad_rows)
    reading = read_for(shop, paths, options, mapping, progress, cancelled)
    draft = reading.draft
    unknown = tuple(item.code for item in draft.items) + tuple(station.name for station in draft.stations)
    report = OrderImport(reading, unknown, dry_run=dry_run)
    if report.refused or dry_run:
        return report
    booked = shop.write(_book, PlantDraft(order_lines=draft.order_lines), shop.clock()).result()
    for signature, text in to_remember(reading.mapping_used).items():
        shop.remember_mapping(signature, text).result()
    return OrderImport(reading, (), booked)


def _book(session: Session, draft: PlantDraft, now: datetime) -> int:
    with session.database.write():
        planted = plant_draft(session.database, draft, now)
        open_ones = select(order_line.c.customer).where(order_line.c.status == "open").distinct()
        know_customers(session, list(session.database.core.execute(open_ones).scalars()))
    session.refresh()
    return planted.counts["order_lines"]
