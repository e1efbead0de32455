"""A till file is killed in its middle, again and again: in the end every line counts once."""

from __future__ import annotations

import os
import random
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kanban_app.operations import tills_booking, tills_importing
from kanban_app.operations.plants import new_plant
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_importing import TillOptions, Watching, import_till_file
from kanban_app.store.till_statements import till_statements
from tests.clock import Clock
from tests.store.processes import other_process
from tests.tills.selling import books, line, opened, shop_draft, till_file

KILLS = max(1, int(os.environ.get("KANBAN_TEST_KILLS", "100")) // 10)
LINES, BATCH = 1_200, 20

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is another matter on Windows"),
]


def book_the_file(plant: Path, path: Path, forgetful: bool, answer: Connection) -> None:
    """A terminal that books a file and says how far it is. A forgetful one commits the draws before the marks."""
    tills_importing.BATCH_LINES = tills_importing.MOST_BATCH_LINES = BATCH
    if forgetful:
        tills_booking._Batch.write = _forgetful_write  # type: ignore[method-assign]
    with_shop = Shop(plant, terminal="killed", clock=Clock())
    answer.send(0)
    watching = Watching(booking=lambda done, _whole: answer.send(done))
    import_till_file(with_shop, path, "shop", TillOptions(), watching)
    with_shop.close()
    answer.send(-1)


def _forgetful_write(batch: tills_booking._Batch) -> tills_booking.Counts:
    assert batch.now is not None
    database, context = batch.session.database, batch.sale.context(batch.now)
    tills_booking.book_movements(batch.session, batch.sale.station_id, batch.movements, context)
    database.execute("COMMIT")
    time.sleep(0.01)
    database.execute("BEGIN IMMEDIATE")
    database.execute_many(till_statements(database).insert_line, batch.lines)
    return batch.counts


@pytest.fixture
def sold(fast_path: Path) -> Path:
    """Twelve hundred lines of three items, every ninth of them brought back."""
    codes = ("mug", "plate", "cloth")
    lines = [
        line(n, codes[n % 3], -2 if n % 9 == 0 else 1 + n % 4, day=1 + n * 2 // LINES, receipt=f"r{n}")
        for n in range(LINES)
    ]
    return till_file(fast_path, lines)


def made(folder: Path, name: str) -> Path:
    path = new_plant(folder / name, "killed")
    with opened(path, shop_draft(cards=40, container=20)):
        pass
    return path


def kill_until_done(plant: Path, path: Path, *, forgetful: bool = False) -> int:
    """Book the file in lives that end at random, then in one that is left alone. Answers the kills in mid-file.

    Each life gets some batches further than the one before and is killed at a random instant of the next one.
    """
    chance, in_middle = random.Random(1), 0
    for life in range(KILLS):
        goal = (life + 1) * LINES // (KILLS + 2)
        with other_process(book_the_file, plant, path, forgetful) as (answer, process):
            so_far = answer.recv()
            while -1 < so_far < goal:
                so_far = answer.recv()
            time.sleep(chance.uniform(0, 0.004))
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            in_middle += last_heard(answer, so_far) not in (0, LINES, -1)
    with other_process(book_the_file, plant, path, False) as (answer, process):
        while answer.recv() != -1:
            pass
        process.join()
    return in_middle


def last_heard(answer: Connection, so_far: int) -> int:
    """The last thing that a dead terminal said."""
    while True:
        try:
            so_far = answer.recv()
        except (EOFError, ConnectionResetError):
            return so_far


def test_a_file_killed_in_its_middle_counts_every_line_once(fast_path: Path, sold: Path) -> None:
    whole, killed = made(fast_path, "whole.kanban"), made(fast_path, "killed.kanban")
    with opened(whole) as shop:
        import_till_file(shop, sold, "shop", TillOptions())
        expected = books(shop)
    in_middle = kill_until_done(killed, sold)
    assert in_middle > 0, "no kill fell into the file"
    with opened(killed) as shop:
        assert books(shop) == expected


def test_a_program_that_draws_before_it_keeps_the_marks_would_be_caught(fast_path: Path, sold: Path) -> None:
    """The negative control."""
    whole, killed = made(fast_path, "whole.kanban"), made(fast_path, "killed.kanban")
    with opened(whole) as shop:
        import_till_file(shop, sold, "shop", TillOptions())
        expected = books(shop)
    kill_until_done(killed, sold, forgetful=True)
    with opened(killed) as shop:
        assert books(shop) != expected
