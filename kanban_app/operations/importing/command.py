"""One import from files to a plant: read, check, propose, show or book. The window and the command line both call this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kanban_app.domain.draft import LoopDraft, PlantDraft
from kanban_app.domain.first_fill import Counted, Start
from kanban_app.domain.proposing import Gap, propose
from kanban_app.i18n import _, ngettext
from kanban_app.operations.clock import utc_now
from kanban_app.operations.importing.book import Booked
from kanban_app.operations.importing.explaining import explain
from kanban_app.operations.importing.mapping import Mapping, MappingError, read_mapping, remembered, to_remember
from kanban_app.operations.importing.problems import Problem
from kanban_app.operations.importing.reading import Reading, read_plant
from kanban_app.operations.plants import new_plant, with_suffix
from kanban_app.operations.shop import Shop


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How one import went: what was read, what would be or was created, and what is wrong with it."""

    plant: Path
    reading: Reading
    draft: PlantDraft
    gaps: tuple[Gap, ...] = ()
    booked: Booked | None = None
    dry_run: bool = False
    unplaced: tuple[tuple[str, Counted], ...] = field(default=())

    @property
    def refused(self) -> bool:
        """Errors stopped it; nothing was written."""
        return not self.reading.is_bookable

    def counts(self) -> dict[str, int]:
        """What was created, or would be, by kind."""
        if self.booked:
            return dict(self.booked.counts)
        return {
            "stations": len(self.draft.stations),
            "items": len(self.draft.items),
            "bom_lines": len(self.draft.bom),
            "loops": len(self.draft.loops),
            "order_lines": len(self.draft.order_lines),
            "cards": sum(loop.card_count for loop in self.draft.loops),
        }

    def as_json(self) -> dict[str, Any]:
        """The report for scripts."""
        result = "refused" if self.refused else "no_op" if self.dry_run else "done"
        return {
            "result": result,
            "plant": str(self.plant),
            "dry_run": self.dry_run,
            "created": self.counts(),
            "rows": self.reading.rows_read,
            "errors": self.reading.error_count,
            "warnings": self.reading.warning_count,
            "problems": [_problem_json(problem) for problem in self.reading.problems],
            "loops": [_loop_json(loop) for loop in self.draft.loops],
            "unplaced": [{"item": item, "place": c.place, "steps": c.quantity} for item, c in self.unplaced],
        }

    def lines(self) -> list[str]:
        """The report for people: problems first, then what is created, then each loop with its reckoning."""
        lines = [problem.text() for problem in self.reading.problems]
        lines += [_table_text(table.file, table.table, table.rows) for table in self.reading.tables_found]
        if self.refused:
            count = self.reading.error_count
            lines.append(
                ngettext(
                    "{count} error; nothing was written. Mend it, or leave bad rows out with --skip-bad-rows.",
                    "{count} errors; nothing was written. Mend them, or leave bad rows out with --skip-bad-rows.",
                    count,
                ).format(count=count)
            )
            return lines
        for loop in self.draft.loops:
            lines.append(_("{item}: {source} to {consumer}").format(**_ends(loop)))
            lines += [f"    {explain(reason)}" for reason in loop.reasons]
        lines += [
            _("{quantity} {item} at {place} have no card to stand on.").format(
                quantity=counted.quantity, item=item, place=counted.place
            )
            for item, counted in self.unplaced
        ]
        created = ", ".join(f"{count} {_kind(kind)}" for kind, count in self.counts().items())
        said = _("Would create: {created}") if self.dry_run else _("Created: {created}")
        return [*lines, said.format(created=created)]


def _ends(loop: LoopDraft) -> dict[str, str]:
    return {"item": loop.item, "source": loop.source, "consumer": loop.consumer}


def _table_text(file: str, table: str, rows: int) -> str:
    return ngettext("{file}: {count} row of {table}", "{file}: {count} rows of {table}", rows).format(
        file=file, count=rows, table=table
    )


def _kind(kind: str) -> str:
    return {
        "stations": _("stations"),
        "items": _("items"),
        "bom_lines": _("lines of parts lists"),
        "loops": _("loops"),
        "order_lines": _("order lines"),
        "cards": _("cards"),
    }[kind]


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.text(),
        "accepted": problem.accepted(),
    }


def _loop_json(loop: LoopDraft) -> dict[str, Any]:
    return {
        **_ends(loop),
        "container_quantity": loop.container_quantity,
        "card_count": loop.card_count,
        "lot_cards": loop.lot_cards,
        "safety_cards": loop.safety_cards,
        "lead_time_minutes": loop.lead_time_minutes,
        "suspended": loop.suspended,
        "reasons": [explain(reason) for reason in loop.reasons],
    }


def mapping_problem(error: MappingError) -> Problem:
    """What is wrong with a mapping file, as a problem that can be said."""
    return Problem(error.fault.severity, error.fault.code, error.where.file, values=error.fault.values)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user chose: how cards start, whether loops are proposed, whether bad rows are left out."""

    start: Start = Start.NEW
    propose: bool = False
    skip_bad_rows: bool = False


def read_for(
    shop: Shop | None,
    paths: Sequence[Path],
    options: ImportOptions,
    mapping: Mapping | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Reading, PlantDraft, tuple[Gap, ...]]:
    """Read and check the files against what the plant has already (None: nothing yet), and propose loops if asked.

    What the user maps now goes before what the plant remembers. Nothing is written. Raises ImportCancelled.
    """
    known = remembered(shop.mappings().result()) if shop else Mapping()
    reading = read_plant(
        paths,
        mapping.before(known) if mapping else known,
        skip_bad_rows=options.skip_bad_rows,
        progress=progress,
        cancelled=cancelled,
        today=utc_now().date(),
        existing=shop.draft().result() if shop else None,
    )
    draft, gaps = reading.draft, ()
    if options.propose and reading.is_bookable:
        proposal = propose(reading.facts)
        given = {(loop.item, loop.source, loop.consumer) for loop in draft.loops}
        added = [loop for loop in proposal.loops if (loop.item, loop.source, loop.consumer) not in given]
        draft, gaps = replace(draft, loops=(*draft.loops, *added)), proposal.gaps
    return reading, draft, gaps


def book_into(shop: Shop, reading: Reading, draft: PlantDraft, options: ImportOptions, person: str = "") -> Booked:
    """Write a checked draft into the plant in one transaction, and remember the mapping that was used.

    Raises reading.ImportRefused where errors forbid it.
    """
    reading.draft_to_book()
    booked = shop.book_draft(draft, options.start, person).result()
    for signature, text in to_remember(reading.mapping_used).items():
        shop.remember_mapping(signature, text).result()
    return booked


def run_import(
    plant: Path,
    paths: Sequence[Path],
    *,
    start: Start,
    propose: bool,
    mapping_file: Path | None = None,
    skip_bad_rows: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """Import files into a plant; a plant that is not there yet is made, but only when everything fits.

    Raises plants.PlantProblem for the plant and mapping.MappingError for the mapping file.
    """
    options = ImportOptions(start, propose, skip_bad_rows)
    mapping = read_mapping(mapping_file) if mapping_file else None
    plant = with_suffix(plant)
    shop = Shop.open(plant) if plant.exists() else None
    try:
        reading, draft, gaps = read_for(shop, paths, options, mapping)
        report = ImportReport(plant, reading, draft, gaps, dry_run=dry_run)
        if report.refused or dry_run:
            return report
        if shop is None:
            new_plant(plant, plant.stem)
            shop = Shop.open(plant)
        booked = book_into(shop, reading, draft, options)
        items = shop.structure.items
        unplaced = tuple((items[counted.item_id].code, counted) for counted in booked.unplaced)
        return replace(report, booked=booked, unplaced=unplaced)
    finally:
        if shop is not None:
            shop.close()
