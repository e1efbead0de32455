"""Everything written out and read back: the same structure, and the same bytes when it is written out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, OrderLineDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import PrintRule, Step
from kanban_app.domain.stations import StationKind
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.exporting import ExportCancelled, export_folder, export_workbook
from kanban_app.operations.importing.command import run_import
from kanban_app.operations.looking import read_draft
from kanban_app.operations.plants import open_session
from kanban_app.operations.session import Session
from kanban_app.store.tables import METADATA
from tests.clock import Clock
from tests.databases import Databases

# Everything that an import by itself would fill in, guess, or take for something else.
HARD = PlantDraft(
    stations=(
        StationDraft("wood, oak", StationKind.SUPPLIER),
        StationDraft("=saw", StationKind.WORKSTATION, "hall"),
        StationDraft("drill", StationKind.WORKSTATION, "hall", "hall store"),
        StationDraft("hall store", StationKind.STORE, "hall"),
        StationDraft("yard", StationKind.STORE),
    ),
    items=(
        ItemDraft("007", 'a "quoted" thing', "pcs", 0, "x", "12.5", "picture.png"),
        ItemDraft("glue", "", "kg", 2),
        ItemDraft("+plank", "åäö", "m", 3, "", "1000"),
        ItemDraft("all items"),
    ),
    bom=(
        BomLineDraft("007", "glue", Fraction(100, 3)),
        BomLineDraft("007", "+plank", Fraction(1250)),
        BomLineDraft("all items", "007", Fraction(2)),
    ),
    loops=(
        LoopDraft("007", "=saw", "yard", 8, 6, 2, 1, 0, share=3, priority=2, print_rule=PrintRule.OFF),
        LoopDraft("glue", "wood, oak", "=saw", 250, 0, lead_time_minutes=4321, suspended=True, scan_only=True),
        replace(
            LoopDraft("007", "yard", "hall store", 1, 1, container_type="box", source_location="-a1"),
            in_use=Step.REQUIRED,
            in_process=Step.ALLOWED,
            in_transit=Step.SKIPPED,
            over_tolerance_percent=0,
            under_tolerance_percent=100,
            rest_on_order=True,
        ),
    ),
    order_lines=(
        OrderLineDraft("A-1", "Ada", "007", "yard", date(2027, 1, 4), 3, "open", 2, "12.50", 'as "last year", sooner'),
        OrderLineDraft("A-1", "Ada", "007", "yard", date(2027, 1, 4), 3, "open", 2),
        OrderLineDraft("", "", "glue", "", date(2026, 1, 4), 125, "closed"),
    ),
)


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    made = databases.session()
    book_draft(made, HARD, Start.FULL, clock())
    return made


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def orders_of(session: Session) -> list[tuple[object, ...]]:
    return sorted(map(tuple, session.database.core.execute(METADATA.tables["order_line"].select()).all()))


def imported(folder: Path, *paths: Path) -> Session:
    report = run_import(folder / "again.kanban", paths, start=Start.NEW, propose=False)
    assert not report.refused, report.lines()
    assert [problem.code for problem in report.reading.problems] == []
    return open_session(report.plant)


@pytest.mark.parametrize("kind", ["folder", "workbook"])
def test_what_was_written_out_is_read_back_as_the_same_plant(session: Session, fast_path: Path, kind: str) -> None:
    target = fast_path / "out"
    first = bytes_of_export(session, target)
    if kind == "workbook":
        target = export_workbook(session, fast_path / "out.xlsx")
    again = imported(fast_path, target)
    try:
        assert read_draft(again) == read_draft(session)
        assert orders_of(again) == orders_of(session)
        assert bytes_of_export(again, fast_path / "out2") == first
    finally:
        again.database.close()


def bytes_of_export(session: Session, folder: Path) -> dict[str, bytes]:
    written = export_folder(session, folder)
    assert {path.name for path in written} == {"stations.csv", "items.csv", "bom.csv", "loops.csv", "orders.csv"}
    return bytes_of(folder)


def test_an_export_into_the_same_plant_adds_nothing_and_warns_of_nothing(session: Session, fast_path: Path) -> None:
    export_folder(session, fast_path / "out")
    again = imported(fast_path, fast_path / "out")
    before = read_draft(again)
    again.database.close()
    twice = imported(fast_path, fast_path / "out")
    assert read_draft(twice) == before
    twice.database.close()


def test_names_that_a_spreadsheet_would_run_are_guarded(session: Session, fast_path: Path) -> None:
    export_folder(session, fast_path / "out")
    assert (fast_path / "out" / "stations.csv").read_text().splitlines()[2].startswith("'=saw,")


def test_a_table_that_became_empty_leaves_no_file_of_an_earlier_export(
    databases: Databases, session: Session, fast_path: Path
) -> None:
    export_folder(session, fast_path / "out")
    empty = databases.session()
    assert export_folder(empty, fast_path / "out") == []
    assert bytes_of(fast_path / "out") == {}
    assert export_workbook(empty, fast_path / "empty.xlsx").exists()


def test_a_stopped_export_leaves_what_was_there(databases: Databases, clock: Clock, fast_path: Path) -> None:
    many = databases.session()
    book_draft(many, PlantDraft(items=tuple(ItemDraft(f"item {n}") for n in range(2500))), Start.NEW, clock())
    told: list[int] = []
    for call, target in ((export_folder, fast_path / "out"), (export_workbook, fast_path / "out.xlsx")):
        with pytest.raises(ExportCancelled):
            call(many, target, told.append, lambda: len(told) == 1)  # type: ignore[operator]
        told.clear()
    assert [path for path in fast_path.rglob("*") if path.suffix in (".csv", ".xlsx", ".part")] == []
    export_folder(many, fast_path / "out", told.append)
    assert told == [1000, 2000]
