"""Confirming a line made to order through a BOM of thousands of items, against a plain recursive walk over its rows.

The walk reads the same components from the same file, one statement an item, and adds up what is needed: no cards, no
ledger, no pegs. Its cost follows the occurrences of items in the tree, ours the loops touched.
"""

from __future__ import annotations

import tempfile
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

from benchmarks.comparing import timed_pairs
from benchmarks.plants import BEGAN_AT, closing_session, copies
from benchmarks.reporting import COMPARED, Scale, Table
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.stations import StationKind
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines
from kanban_app.operations.session import Session
from kanban_app.store.database import Database
from kanban_app.store.plant_file import create_plant

ITEM_COUNTS = (100, 1_000, 10_000)
LEVELS = 12
_SHARED = 3
"""One item in so many goes into two others: the walk goes down below it twice."""
_FEW = 60
_WANTED = date(2026, 3, 2)


def measure(scale: Scale) -> list[Table]:
    """One line through BOMs of several sizes, twelve levels deep."""
    table = Table(
        "Confirming a line through a whole BOM against a plain walk over its rows",
        ("items", "levels", *COMPARED, "cards", "each card"),
    )
    for item_count in (_FEW,) if scale.smoke else ITEM_COUNTS:
        with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
            _compare(table, Path(made) / "plant.kanban", item_count, scale.repeats(5))
    table.notes.append(
        "ours: exploded, a card an item issued and ordered, ledger with hashes, signals, pegs; one commit"
    )
    table.notes.append("bare: the recursion of the textbook over the BOM's rows, adding up; nothing is written")
    return [table]


def _compare(table: Table, plant: Path, item_count: int, repeats: int) -> None:
    make_plant(plant, item_count)
    names = [f"copy {number}" for number in range(repeats + 1)]
    sessions = [closing_session(path) for path in copies(plant, *names)]
    card_count = 0
    try:
        pairs = []
        for opened in sessions:
            session = opened.__enter__()

            def ours(session: Session = session) -> None:
                confirm(session, "1", BEGAN_AT)

            def bare(session: Session = session) -> None:
                walk(session.database, 1, 1, {})

            pairs.append((ours, bare))
        compared = timed_pairs(iter(pairs), warm_up=1)
        last = sessions[-1].__enter__().database
        row = last.fetch_one("SELECT count(DISTINCT card_id) FROM peg")
        card_count = row[0] if row else 0
        assert card_count == item_count, card_count
    finally:
        for opened in sessions:
            opened.__exit__()
    each = sorted(compared.ours_s)[len(compared.ours_s) // 2] / card_count * 1e6
    table.add_compared(compared, items=item_count, levels=LEVELS, cards=card_count, each_card=f"{each:.0f} µs")


def walk(database: Database, item_id: int, pieces: int, total: dict[int, int]) -> dict[int, int]:
    """Every occurrence of every item by itself."""
    total[item_id] = total.get(item_id, 0) + pieces
    rows = database.fetch_all("SELECT component_id, numerator FROM bom_line WHERE parent_id = ?", (item_id,))
    for component_id, ratio in rows:
        walk(database, component_id, pieces * ratio, total)
    return total


def make_plant(path: Path, item_count: int) -> None:
    """A plant without standing cards: each item is made at its level from items of the next, the last are bought."""
    create_plant(path, f"{item_count} items", BEGAN_AT, code_offset=12345)
    with closing_session(path) as session:
        book_draft(session, draft(item_count), Start.NEW, BEGAN_AT)
        shop = next(one.id for one in session.structure.stations.values() if one.name == "shop")
        add_lines(session, [NewLine("Ada", 1, 1, _WANTED, "1", shop)], BEGAN_AT)


def draft(item_count: int) -> PlantDraft:
    """One finished item; every other one goes into one or two of the level above, one or two of each."""
    chance = Random(1)
    levels = _levels(item_count)
    bom: dict[tuple[str, str], int] = {}
    for above, level in pairwise(levels):
        for place, code in enumerate(level):
            parents = {above[place % len(above)], *([chance.choice(above)] if place % _SHARED == 0 else ())}
            bom |= {(parent, code): chance.randint(1, 2) for parent in parents}
    stations = [StationDraft("shop", StationKind.STORE), StationDraft("makers", StationKind.SUPPLIER)]
    loops = []
    for depth, level in enumerate(levels):
        stations.append(StationDraft(f"level {depth}", StationKind.WORKSTATION))
        target = f"level {depth - 1}" if depth else "shop"
        source = f"level {depth}" if depth < len(levels) - 1 else "makers"
        loops += [LoopDraft(code, source, target, 1_000_000, 0) for code in level]
    return PlantDraft(
        stations=tuple(stations),
        items=tuple(ItemDraft(code) for level in levels for code in level),
        bom=tuple(BomLineDraft(*ends, Fraction(ratio)) for ends, ratio in bom.items()),
        loops=tuple(loops),
    )


def _levels(item_count: int) -> list[list[str]]:
    """One item at the top, then levels of about the same size, narrower above."""
    rest = item_count - 1
    weights = [min(depth, 4) for depth in range(1, LEVELS)]
    counts = [max(1, rest * weight // sum(weights)) for weight in weights]
    counts[-1] += rest - sum(counts)
    codes = iter(f"P{number:05}" for number in range(1, item_count))
    return [["P00000"], *([next(codes) for _ in range(count)] for count in counts)]
