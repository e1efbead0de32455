"""The audit against a plain fold: reading the same rows and keeping the last state of each card, checking nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.comparing import in_turns
from benchmarks.plants import closing_session, make_plant
from benchmarks.reporting import COMPARED, Scale, Table
from kanban_app.domain.ledger import FIELDS
from kanban_app.store.audit import audit, check_chain
from kanban_app.store.database import Database

_LARGE = 1_000_000


def measure(scale: Scale) -> list[Table]:
    """The whole audit, and the quick check of every opening, per ledger."""
    table = Table(
        "The audit against a plain fold over the same rows", ("cards", "entries", "check", *COMPARED, "per entry")
    )
    cards = min(scale.card_counts, key=lambda count: abs(count - 10_000))
    sizes = [(count, count) for count in scale.card_counts] + [(cards, count) for count in scale.ledger_counts if count]
    for card_count, entry_count in sizes:
        with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
            plant = Path(made) / "plant.kanban"
            make_plant(plant, card_count, entry_count)
            with closing_session(plant) as session:
                _compare(table, session.database, card_count, entry_count, scale)
    table.notes.append("whole: every hash and rule; quick: the self-join on the chain at every opening")
    return [table]


def _compare(table: Table, database: Database, card_count: int, entry_count: int, scale: Scale) -> None:
    repeats = 1 if entry_count > _LARGE else scale.repeats(5)
    warm_up = 0 if entry_count >= _LARGE else 1

    def whole() -> None:
        found = audit(database)
        assert not found.findings, found.findings[:3]

    def quick() -> None:
        assert not check_chain(database)

    def fold() -> None:
        assert len(plain_fold(database.raw)) <= card_count

    for name, ours in (("whole", whole), ("quick", quick)):
        compared = in_turns(ours, fold, repeats, warm_up)
        each = f"{min(compared.ours_s) / entry_count * 1e6:.2f} µs"
        table.add_compared(compared, cards=card_count, entries=entry_count, check=name, per_entry=each)


def plain_fold(connection: Any) -> dict[int, tuple[str, int, int]]:
    """Where the ledger leaves each card: state, quantity, newest entry."""
    cards: dict[int, tuple[str, int, int]] = {}
    rows = connection.execute(f"SELECT {', '.join(FIELDS)} FROM event ORDER BY seq")
    card, state, quantity = FIELDS.index("card_id"), FIELDS.index("to_state"), FIELDS.index("quantity_after")
    for row in rows:
        cards[row[card]] = (row[state], row[quantity], row[0])
    return cards
