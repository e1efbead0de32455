"""Real till lines against a count that knows nothing of this program: plain csv and collections."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from kanban_app.operations.tills_importing import TillOptions, import_till_file
from kanban_app.store.till_tables import METADATA
from tests.databases import SqliteFiles
from tests.tills.selling import opened

DATA = Path(__file__).parents[3] / "shared" / "data" / "online_retail.csv.gz"
SLICE = 20_000
NO_GOODS = ("POST", "DOT", "M", "C2", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK")


@dataclass
class Count:
    """What a plain reading of the file tells."""

    lines: int = 0
    sold: int = 0
    refunds: int = 0
    doubles: int = 0
    no_goods: int = 0
    pieces: int = 0


def count(rows: list[dict[str, str]]) -> tuple[Count, Counter[str]]:
    """Totals and the net pieces of each code."""
    total, seen, pieces = Count(), set(), Counter[str]()
    for row in rows:
        total.lines += 1
        code, quantity = row["StockCode"].upper(), int(row["Quantity"])
        if code in NO_GOODS:
            total.no_goods += 1
            continue
        says = (code, *(text for name, text in row.items() if name != "StockCode"))
        if says in seen:
            total.doubles += 1
            continue
        seen.add(says)
        total.refunds += quantity < 0
        total.sold += quantity >= 0
        total.pieces += quantity
        pieces[code] += quantity
    return total, pieces


@pytest.fixture
def real_lines() -> list[dict[str, str]]:
    if not DATA.exists():
        pytest.skip("shared/data is not beside this checkout")
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return [row for _number, row in zip(range(SLICE), reader, strict=False)]


def test_the_totals_of_real_till_lines_agree_with_an_independent_count(
    files: SqliteFiles, fast_path: Path, real_lines: list[dict[str, str]]
) -> None:
    path = fast_path / "slice.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(real_lines[0]))
        writer.writeheader()
        writer.writerows(real_lines)
    expected, pieces = count(real_lines)
    assert min(expected.doubles, expected.refunds, expected.no_goods) > 0
    with opened(files.plant()) as shop:
        done = import_till_file(shop, path, "butik", TillOptions(create=True, no_goods=NO_GOODS)).as_json()
        found = Count(*(done[n] for n in ("lines", "booked", "refunds", "already_booked", "no_goods", "pieces")))
        assert found == expected
        assert (done["unknown"], done["bad"]) == (0, 0)
        assert shop.audit().result().findings == ()
        assert taken(shop) == {code: net for code, net in pieces.items() if net}


def taken(shop: object) -> dict[str, int]:
    """By code, what left the cards less what is carried: what was sold less what was put back."""

    def ask(session: object) -> dict[str, int]:
        core = session.database.core  # type: ignore[attr-defined] # a Session
        items = session.structure.items  # type: ignore[attr-defined]
        event, carried = METADATA.tables["event"], METADATA.tables["till_carried"]
        sums: Counter[str] = Counter()
        for row in core.execute(event.select().where(event.c.action == "draw")):
            sums[items[row.item_id].code.upper()] += row.quantity
        for row in core.execute(carried.select()):
            sums[items[row.item_id].code.upper()] -= row.steps
        return {code: net for code, net in sums.items() if net}

    return shop.read(ask).result()  # type: ignore[attr-defined] # a Shop
