"""Order lines of an older plant: nothing of them is lost, and what is open is counted within its order."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from kanban_app.operations.plants import open_session
from kanban_app.store import sqlite

OLD = Path(__file__).resolve().parents[1] / "fixtures" / "schema_0002.kanban"
LINES = [
    (101, "A", "Ada", 1, None, "2026-03-01", 2, "open", 1),
    (102, "A", "Ada", 1, None, "2026-01-01", 3, "closed", 1),
    (103, "A", "Ada", 1, None, "2026-03-02", 4, "open", 0),
    (104, "B", "", 1, None, "2026-03-02", 5, "open", 1),
]


def test_lines_of_an_older_plant_are_kept_and_open_ones_are_numbered(fast_path: Path) -> None:
    plant = Path(shutil.copyfile(OLD, fast_path / "old.kanban"))
    with closing(sqlite.connect(plant)) as connection:
        connection.executemany("INSERT INTO order_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", LINES)
    session = open_session(plant)
    try:
        columns = "id, order_number, customer, item_id, station_id, due_on, quantity, status, priority"
        found = session.database.fetch_all(f"SELECT {columns} FROM order_line WHERE id > 100 ORDER BY id")
        numbers = session.database.fetch_all("SELECT line_number FROM order_line WHERE id > 100 ORDER BY id")
    finally:
        session.database.close()
    assert found == LINES
    assert [row[0] for row in numbers] == [1, 0, 2, 1]
