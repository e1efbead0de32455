"""The window goes on while the plant is busy elsewhere, and a stall is written down."""

from __future__ import annotations

import logging
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

from kanban_app.domain.cards import CardState
from kanban_app.gui.heartbeat import BEAT_MS, Heartbeat
from tests.gui.conftest import until
from tests.gui.plants import Factory
from tests.gui.program import Program
from tests.store.processes import other_process

LINE = "assembly line"
HELD_S = 1.0


def hold(place: Path, answer: Connection) -> None:
    """Another program writes, and takes its time."""
    from kanban_app.store.database import Database

    database = Database(place)
    with database.write():
        answer.send("held")
        time.sleep(HELD_S)
    answer.send("let go")
    database.close()


def test_the_window_goes_on_while_another_process_holds_the_file(
    program: Program, plant: Path, factory: Factory
) -> None:
    program.open(plant)
    program.office.station.choose(factory.station(LINE))
    program.office.go("station")
    QTest.qWait(200)
    card = factory.card("chair leg", LINE, 3)
    with other_process(hold, plant) as (answer, _process):
        assert answer.recv() == "held"
        before = program.office.heartbeat.count
        program.hands.send(card.code)
        until(answer.poll)
        beats = program.office.heartbeat.count - before
        until(lambda: factory.card("chair leg", LINE, 3).state is CardState.RELEASED)
    # A window that waited for the file would have beaten once; on a slow machine some beats are missed.
    assert beats >= HELD_S * 1000 / BEAT_MS / 4


def test_a_stall_is_written_down_with_its_length(qapp: object, caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    holder = QObject()
    heart = Heartbeat(holder, lambda: now[0])
    for child in heart.findChildren(QTimer):
        child.stop()
    with caplog.at_level(logging.INFO, "kanban_app.gui.heartbeat"):
        for seconds in (0.05, 0.05, 0.15, 0.351, 0.05):
            now[0] += seconds
            heart.beat()
    assert [record.getMessage() for record in caplog.records] == ["The window stood still for 301 ms"]
    assert (heart.longest_ms, heart.count) == (301, 5)
    holder.deleteLater()
