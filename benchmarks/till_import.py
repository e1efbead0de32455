"""Booking a till file against counting the same lines with plain csv: lines a second, memory, the longest write."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.memory_use import resident_kb
from benchmarks.reporting import NotMeasured, Scale, Table, duration

DATA = Path(__file__).parents[2] / "shared" / "data" / "online_retail.csv.gz"
NO_GOODS = ("POST", "DOT", "M", "C2", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK")
_SIZES, _FEW = (20_000, 100_000, 541_909), 3_000


def measure(scale: Scale) -> list[Table]:
    """Slices of the real file into a new plant, each in a process of its own; the totals must agree."""
    if not DATA.exists():
        raise NotMeasured("shared/data is not beside this checkout")
    table = Table(
        "Till lines into the cards, against counting them with csv",
        ("lines", "ratio", "ours", "bare", "lines a second", "again", "longest batch", "memory"),
    )
    with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
        for size in (_FEW,) if scale.smoke else _SIZES:
            path = Path(made) / f"{size}.csv"
            _cut(path, size)
            start = perf_counter()
            expected = count(path)
            bare_s = perf_counter() - start
            ours = _measured(path, Path(made) / f"{size}.kanban")
            assert ours["totals"] == expected, (ours["totals"], expected)
            table.add(
                lines=size,
                ratio=f"{ours['seconds'] / bare_s:.1f}x",
                ours=duration(ours["seconds"]),
                bare=duration(bare_s),
                lines_a_second=f"{size / ours['seconds']:,.0f}",
                again=duration(ours["again"]),
                longest_batch=duration(ours["longest"]),
                memory=f"{ours['kb'] / 1024:.0f} MB",
            )
    table.notes.append("ours: a new plant with its items, loops and full cards, every line booked")
    table.notes.append("again: the same file once more; memory: the whole process")
    table.notes.append("longest batch: how long a scan may have to wait for it")
    return [table]


def _cut(path: Path, size: int) -> None:
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file, path.open("w", encoding="utf-8") as target:
        for _number, line in zip(range(size + 1), file, strict=False):
            target.write(line)


def count(path: Path) -> dict[str, int]:
    """The totals by csv and collections alone."""
    totals: Counter[str] = Counter()
    seen = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, quantity = row["StockCode"].upper(), int(row["Quantity"])
            totals["lines"] += 1
            if code in NO_GOODS:
                totals["no_goods"] += 1
                continue
            if "gift voucher" in row["Description"].lower() or code.startswith("GIFT_"):
                totals["unknown"] += 1
                continue
            says = (code, *(text for name, text in row.items() if name != "StockCode"))
            if says in seen:
                totals["already_booked"] += 1
                continue
            seen.add(says)
            totals["refunds" if quantity < 0 else "booked"] += 1
            totals["pieces"] += quantity
    return {name: totals[name] for name in ("lines", "booked", "refunds", "already_booked", "no_goods", "pieces")}


def _measured(path: Path, plant: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.till_import", str(path), str(plant)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=1_800)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _run(path: Path, plant: Path) -> dict[str, Any]:
    """In a process of its own: the import, the same again, and how long the longest batch held the plant."""
    from kanban_app.operations import tills_booking, tills_importing
    from kanban_app.operations.plants import new_plant
    from kanban_app.operations.shop import Shop

    held: list[float] = []
    book_batch = tills_booking.book_batch

    def timed(*arguments: object) -> object:
        start = perf_counter()
        counts = book_batch(*arguments)  # type: ignore[arg-type] # as it was called
        held.append(perf_counter() - start)
        return counts

    setattr(tills_importing, "book_batch", timed)  # noqa: B010 - the same with a clock beside it
    new_plant(plant, "bench")
    shop = Shop(plant)
    options = tills_importing.TillOptions(create=True, no_goods=NO_GOODS)
    start = perf_counter()
    done = tills_importing.import_till_file(shop, path, "shop", options).as_json()
    seconds = perf_counter() - start
    start = perf_counter()
    tills_importing.import_till_file(shop, path, "shop", options)
    again = perf_counter() - start
    assert not shop.audit().result().findings
    shop.close()
    names = ("lines", "booked", "refunds", "already_booked", "no_goods", "pieces")
    totals = {name: done[name] for name in names}
    return {"totals": totals, "seconds": seconds, "again": again, "longest": max(held), "kb": resident_kb()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run(Path(sys.argv[1]), Path(sys.argv[2]))))
