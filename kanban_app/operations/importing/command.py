"""One import from files to a plant: read, check, propose, show or book; for the window and the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kanban_app.domain.draft import LoopDraft, PlantDraft
from kanban_app.domain.first_fill import Counted, Start
from kanban_app.domain.items import Item
from kanban_app.i18n import _, ngettext, quantity
from kanban_app.operations.clock import utc_now
from kanban_app.operations.drafts import Booked
from kanban_app.operations.importing.explaining import explain
from kanban_app.operations.importing.mapping import Mapping, MappingError, read_mapping, remembered, to_remember
from kanban_app.operations.importing.order_choices import OrderChoices
from kanban_app.operations.importing.problems import Problem
from kanban_app.operations.importing.proposal import with_proposed_loops
from kanban_app.operations.importing.reading import Reading, read_plant
from kanban_app.operations.importing.summary import summary_of
from kanban_app.operations.plants import PlantProblem, new_plant_at, with_suffix
from kanban_app.operations.reporting import number
from kanban_app.operations.shop import Shop
from kanban_app.store.problems import FileProblem
from kanban_app.store.servers import shown_place


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How one import went: what was read, what would be or was created, and what is wrong with it."""

    plant: Path | str
    reading: Reading
    booked: Booked | None = None
    dry_run: bool = False

    @property
    def refused(self) -> bool:
        """Errors stopped it; nothing was written."""
        return not self.reading.is_bookable

    @property
    def unplaced(self) -> tuple[tuple[Item, Counted], ...]:
        """Counted stock that no card could take."""
        return self.booked.unplaced if self.booked else ()

    def counts(self) -> dict[str, int]:
        """What was created, or would be, by kind."""
        return dict(self.booked.counts) if self.booked else dict(summary_of(self.reading).counts)

    def as_json(self) -> dict[str, Any]:
        """The report for scripts."""
        result = "refused" if self.refused else "no_op" if self.dry_run else "done"
        return {
            "result": result,
            "plant": shown_place(self.plant),
            "dry_run": self.dry_run,
            "created": {} if self.refused else self.counts(),
            "rows": self.reading.rows_read,
            "errors": self.reading.error_count,
            "warnings": self.reading.warning_count,
            "problems": [problem_json(problem) for problem in self.reading.problems],
            "loops": [_loop_json(loop) for loop in self.reading.draft.loops],
            "unplaced": [_unplaced_json(item, counted) for item, counted in self.unplaced],
        }

    def lines(self) -> list[str]:
        """The report for people: problems first, then what is created with the reckoning behind each loop."""
        lines = [problem.text() for problem in self.reading.problems]
        if self.refused:
            return [*lines, refused_text(self.reading.error_count)]
        lines += summary_of(self.reading).lines()
        lines += [unplaced_text(item, counted) for item, counted in self.unplaced]
        return [*lines, _("Nothing was written: this was a dry run.")] if self.dry_run else lines


def refused_text(error_count: int) -> str:
    """Why nothing was written, and the two ways on."""
    return ngettext(
        "{count} error; nothing was written. Mend it, or leave bad rows out with --skip-bad-rows.",
        "{count} errors; nothing was written. Mend them, or leave bad rows out with --skip-bad-rows.",
        error_count,
    ).format(count=error_count)


def unplaced_text(item: Item, counted: Counted) -> str:
    """Counted stock that no card could take."""
    amount = quantity(counted.quantity, item.decimals)
    return _("{quantity} {item} at {place} have no card to stand on.").format(
        quantity=amount, item=item.code, place=counted.place
    )


def _unplaced_json(item: Item, counted: Counted) -> dict[str, Any]:
    return {"item": item.code, "place": counted.place, "quantity": number(counted.quantity, item.decimals)}


def _ends(loop: LoopDraft) -> dict[str, str]:
    return {"item": loop.item, "source": loop.source, "consumer": loop.consumer}


def problem_json(problem: Problem) -> dict[str, Any]:
    """One problem of an import for scripts."""
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
    """What the user chose: how cards start, whether loops are proposed, whether bad rows are left out.

    `past_is_history`: order lines without a status that were wanted before today are closed, not open.
    """

    start: Start = Start.NEW
    propose: bool = False
    skip_bad_rows: bool = False
    past_is_history: bool = True


def read_for(
    shop: Shop | None,
    paths: Sequence[Path],
    options: ImportOptions,
    mapping: Mapping | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    choices: OrderChoices | None = None,
) -> Reading:
    """Read and check the files against what the plant has already (None: nothing yet), and propose loops if asked.

    What the user maps now goes before what the plant remembers. Nothing is written. Raises ImportCancelled.
    """
    known = remembered(shop.mappings().result()) if shop else Mapping()
    existing = shop.draft().result() if shop else PlantDraft()
    reading = read_plant(
        paths,
        mapping.before(known) if mapping else known,
        skip_bad_rows=options.skip_bad_rows,
        progress=progress,
        cancelled=cancelled,
        today=utc_now().date() if options.past_is_history else None,
        existing=existing,
        choices=choices,
    )
    if options.propose and reading.is_bookable:
        return with_proposed_loops(reading, existing=existing.loops)
    return reading


def book_into(shop: Shop, reading: Reading, options: ImportOptions, person: str = "") -> Booked:
    """Write what was read into the plant in one transaction, and remember the mapping that was used.

    Raises reading.ImportRefused where errors forbid it.
    """
    booked = shop.book_draft(reading.draft_to_book(), options.start, person).result()
    for signature, text in to_remember(reading.mapping_used).items():
        shop.remember_mapping(signature, text).result()
    return booked


def _opened(plant: Path | str) -> Shop | None:
    """The plant, where there is one: an empty database of a server is none yet."""
    if isinstance(plant, Path):
        return Shop.open(plant) if plant.exists() else None
    try:
        return Shop.open(plant)
    except PlantProblem as problem:
        if problem.problem is not FileProblem.NO_PLANT:
            raise
        return None


def run_import(
    plant: Path | str,
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
    plant = with_suffix(plant) if isinstance(plant, Path) else plant
    shop = _opened(plant)
    try:
        reading = read_for(shop, paths, options, mapping)
        report = ImportReport(plant, reading, dry_run=dry_run)
        if report.refused or dry_run:
            return report
        if shop is None:
            new_plant_at(plant)
            shop = Shop.open(plant)
        return replace(report, booked=book_into(shop, reading, options))
    finally:
        if shop is not None:
            shop.close()
