"""A million rows in little memory, names made to do harm, and what an export wrote coming back the same."""

from __future__ import annotations

import csv
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanban_app.domain.draft import OrderLineDraft
from kanban_app.operations.importing import columns, order_lines
from kanban_app.operations.importing.cells import cleaned
from kanban_app.operations.importing.order_lines import OrderRow, SpooledOrderLines
from kanban_app.operations.importing.problems import ProblemList, Severity, Where
from kanban_app.operations.importing.reading import read_plant
from tests.importing.factory_files import Files

MEGABYTE = 1 << 20


def write_orders(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("order,item,due,quantity,status,deliver_from,customer\n")
        for n in range(count):
            day = f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
            file.write(f"SO-{n},{n % 500:05d},{day},{n % 97 + 1},closed,shop {n % 9},customer {n % 3000}\n")


def write_items(files: Files) -> None:
    files.write("items.csv", "item\n" + "".join(f"{n:05d}\n" for n in range(500)))


READ_IN_A_PROCESS_OF_ITS_OWN = """
import resource, sys
from pathlib import Path
from kanban_app.operations.importing.reading import read_plant
reading = read_plant([Path(sys.argv[1])])
lines = sum(1 for _ in reading.draft.order_lines)
status = Path("/proc/self/status")
if status.exists():  # what getrusage says there includes the parent's size
    kilobytes = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(lines, reading.error_count, kilobytes)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot ask for its largest size there")
def test_a_million_rows_are_read_in_a_process_of_less_than_80_megabytes(files: Files) -> None:
    write_items(files)
    write_orders(files.folder / "orders.csv", 1_000_000)
    command = [sys.executable, "-c", READ_IN_A_PROCESS_OF_ITS_OWN, str(files.folder)]
    root = Path(__file__).parents[2]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    lines, errors, kilobytes = map(int, told.split())
    assert (lines, errors) == (1_000_000, 0)
    assert kilobytes < 80 * 1024


def peak_of_reading(files: Files, count: int) -> int:
    write_orders(files.folder / "orders.csv", count)
    tracemalloc.start()
    try:
        assert sum(1 for _ in files.read().draft.order_lines) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_three_times_the_rows_need_no_more_memory(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    # Small stores, so that a few thousand rows fill them.
    monkeypatch.setattr(columns, "MOST_REMEMBERED", 1000)
    monkeypatch.setattr(order_lines, "_BYTES_IN_MEMORY", 200_000)
    write_items(files)
    peak_of_reading(files, 1000)  # imports and caches are not what is measured
    # The least of some: threads that other tests leave to the collector allocate meanwhile too.
    once, thrice = (min(peak_of_reading(files, count) for _ in range(3)) for count in (8_000, 24_000))
    assert thrice < once + MEGABYTE // 4


def test_the_same_rows_in_a_list_need_memory_for_each(files: Files) -> None:
    """The negative control: of a million lines kept as objects, a fortieth."""
    write_items(files)
    write_orders(files.folder / "orders.csv", 25_000)
    lines = files.read().draft.order_lines
    tracemalloc.start()
    try:
        kept = list(lines)
        assert tracemalloc.get_traced_memory()[0] > 4 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert len(kept) == 25_000


def test_a_million_bad_rows_fit_in_memory_too(files: Files) -> None:
    files.write("items.csv", "item\nbench\n")
    files.write(
        "orders.csv", "order,item,due,quantity,status\n" + "".join(f"{n},sofa {n},soon,x,?\n" for n in range(60_000))
    )
    reading = read_plant([files.folder])
    assert reading.error_count == 240_000
    assert len(reading.problems) <= 4 * 1001


# --------------------------------------------------------------------------------------------- kept order lines


def order_row(number: str, item: str = "bench", quantity: int = 1, line: str = "", row: int = 0) -> OrderRow:
    from datetime import date

    draft = OrderLineDraft(number, "Ada", item, "shop", date(2027, 1, 4), quantity, "open")
    return OrderRow(draft, line, 0, row)


def test_kept_lines_can_be_gone_through_twice_at_the_same_time() -> None:
    lines = SpooledOrderLines()
    for n in range(5000):
        lines.append(order_row(str(n)))
    pairs = list(zip(lines, lines, strict=True))
    assert len(pairs) == 5000
    assert all(one == other for one, other in pairs)
    assert next(iter(lines)) in lines
    lines.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["bench", "leg"]), st.integers(1, 2)), max_size=30))
def test_duplicates_are_found_as_a_plain_comparison_finds_them(rows: list[tuple[int, str, int]]) -> None:
    lines, problems = SpooledOrderLines(), ProblemList()
    first: dict[tuple[int, str], int] = {}
    equal = different = 0
    for row, (number, item, quantity) in enumerate(rows, 2):
        lines.append(order_row(str(number), item, quantity, row=row))
        known = first.setdefault((number, item), quantity)
        repeated = (number, item) in {(n, i) for n, i, _ in rows[: row - 2]}
        equal += repeated and known == quantity
        different += repeated and known != quantity
    lines.drop_duplicates(problems, [Where("orders.csv")])
    assert (problems.count(Severity.WARNING), problems.count(Severity.ERROR)) == (equal, different)
    assert {(int(x.order_number), x.item): x.quantity for x in lines} == first
    assert len(lines) == len(first) == lines.open_count


# ---------------------------------------------------------------------------------------- there and back again

names = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).map(
    cleaned
)
codes = st.lists(
    names.filter(lambda name: name and not name.startswith("#") and not name.casefold().startswith("sep=")),
    min_size=1,
    max_size=20,
    unique_by=lambda name: name.casefold(),
)
FORMULAS = ["=1+1", "+1", "-5", "@SUM(A1)", "＝1+1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]


def guarded(name: str) -> str:
    """As an export writes it, so that no spreadsheet runs it."""
    return "'" + name if name[:1] in "=+-@＝＋－＠" else name


def is_a_name(name: str) -> bool:
    from kanban_app.operations.importing.cells import BadCell, name_of

    try:
        return name_of(guarded(name)) == name
    except BadCell:
        return False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_names_written_to_csv_come_back(files: Files, written: list[str], delimiter: str, encoding: str) -> None:
    written = [name for name in written if is_a_name(name)]
    path = files.folder / "items.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerow(["item", "description"])
        out.writerows([guarded(name), "text"] for name in written)
    assert [item.code for item in read_plant([path]).draft.items] == written


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes)
def test_names_written_to_a_workbook_come_back(files: Files, written: list[str]) -> None:
    written = [name for name in written if is_a_name(name)]
    path = files.folder / "items.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, name in enumerate(["item", *written]):
            sheet.write_string(number, 0, guarded(name))
            sheet.write_string(number, 1, "text" if number else "description")
    assert [item.code for item in read_plant([path]).draft.items] == written


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_that_looks_like_a_formula_is_a_name(files: Files, name: str) -> None:
    with (files.folder / "items.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["item", "unit"], [guarded(name), "pcs"]])
    assert [item.code for item in files.read().draft.items] == [name]


HOSTILE = [
    "../../etc/passwd",
    "<img src=file:///etc/passwd>",
    "S&P <b>",
    "'; DROP TABLE item; --",
    "{0.__class__}",
    "%s%n",
    "CON",
    "a/b\\c",
    "\u202eevil",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name_in_every_text(files: Files, name: str) -> None:
    from kanban_app.operations.importing.proposal import with_proposed_loops
    from kanban_app.operations.importing.summary import summary_of

    rows: list[list[Any]] = [["item", "from", "to"], [name, name + " hall", name + " shop"]]
    with (files.folder / "transfers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with (files.folder / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["order", "item", "due", "quantity"], [name, name, "2027-01-04", name]])
    reading = with_proposed_loops(files.read())
    assert any(name in problem.text() or "\ufffd" in problem.text() for problem in reading.errors)
    assert any(name in line for line in summary_of(reading).lines())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_file_breaks_an_import(files: Files, content: bytes) -> None:
    for name in ("any.csv", "any.xlsx"):
        path = files.write(name, content)
        reading = read_plant([path])
        assert all(problem.text() for problem in reading.problems)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["items", "bom", "routing", "suppliers", "transfers", "stock", "orders"]),
    st.lists(
        st.lists(
            st.one_of(st.text(max_size=8), st.sampled_from(["bench", "hall", "All items", "2,5", "2027-01-04"])),
            max_size=9,
        ),
        max_size=6,
    ),
)
def test_no_row_breaks_an_import(files: Files, table: str, rows: list[list[str]]) -> None:
    from kanban_app.operations.importing.proposal import with_proposed_loops
    from kanban_app.operations.importing.summary import summary_of

    files.good()
    with (files.folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    reading = with_proposed_loops(files.read(skip_bad_rows=True))
    assert all(problem.text() for problem in reading.problems)
    assert summary_of(reading).lines()
