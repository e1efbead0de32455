"""Importing order lines from CSV against parsing the same file and inserting its rows, checking nothing."""

from __future__ import annotations

import csv
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.comparing import in_turns
from benchmarks.reporting import COMPARED, Scale, Table
from kanban_app.domain.first_fill import Start
from kanban_app.operations.importing.command import run_import
from kanban_app.store import sqlite

_ITEM_COUNT = 200
_CUSTOMER_COUNT = 50
_FIRST_DAY = date(2025, 1, 1)
_LINES, _FEW_LINES = 100_000, 1_000


def measure(scale: Scale) -> list[Table]:
    """A file of orders into a new plant, both ways."""
    table = Table("An import of orders against parse plus insert", ("lines", *COMPARED, "lines a second"))
    line_count = _FEW_LINES if scale.smoke else _LINES
    with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
        folder = Path(made)
        files = write_files(folder, line_count)

        def ours() -> None:
            plant = folder / "ours.kanban"
            report = run_import(plant, files, start=Start.NEW, propose=False)
            assert not report.refused, report.lines()[:5]
            assert report.counts()["order_lines"] == line_count, report.counts()
            _remove(plant)

        def bare() -> None:
            plant = folder / "bare.db"
            parse_and_insert(files, plant)
            _remove(plant)

        compared = in_turns(ours, bare, scale.repeats(5))
    speed = round(line_count / min(compared.ours_s))
    table.add_compared(compared, lines=line_count, lines_a_second=f"{speed:,}")
    table.notes.append("ours: a new plant, headers recognised, every row checked, duplicates found, one transaction")
    return [table]


def write_files(folder: Path, line_count: int) -> list[Path]:
    """An item list and an order list, as an office would save them."""
    items, orders = folder / "items.csv", folder / "orders.csv"
    chance = Random(1)
    codes = [f"item {number:03}" for number in range(_ITEM_COUNT)]
    with items.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("item", "category", "unit_cost"), *((code, "part", "1.50") for code in codes)])
    with orders.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("order", "customer", "item", "deliver_from", "due", "quantity", "status", "priority"))
        for number in range(line_count):
            due = _FIRST_DAY + timedelta(days=number % 700)
            customer = f"customer {chance.randrange(_CUSTOMER_COUNT)}"
            sold = chance.choice(codes)
            writer.writerow((f"order {number}", customer, sold, "shop", due, chance.randint(1, 90), "closed", 1))
    return [items, orders]


def parse_and_insert(files: list[Path], target: Path) -> None:
    """The least that puts the same values into a table with a key."""
    target.touch()
    with closing(sqlite.connect(target)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, code, category, unit_cost)")
        connection.execute(
            "CREATE TABLE order_line (id INTEGER PRIMARY KEY, order_number, customer, item_id, due_on, quantity, "
            "status, priority)"
        )
        items: dict[str, int] = {}
        with files[0].open(newline="", encoding="utf-8") as file:
            for number, row in enumerate(csv.reader(file)):
                items[row[0]] = number
                connection.execute("INSERT INTO item VALUES (?, ?, ?, ?)", (number, *row))
        with files[1].open(newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            next(reader)
            connection.executemany(
                "INSERT INTO order_line VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (row[0], row[1], items[row[2]], date.fromisoformat(row[4]).isoformat(), int(row[5]), row[6], row[7])
                    for row in reader
                ),
            )
        connection.execute("COMMIT")


def _remove(plant: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        plant.with_name(plant.name + ending).unlink(missing_ok=True)
