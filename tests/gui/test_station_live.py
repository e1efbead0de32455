"""A station whose plant file is shared: other processes book, hold the file, or the disk is full."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import Future

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from kanban_app.domain.cards import Action, CardState
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.operations.plants import PlantProblem
from kanban_app.operations.shop import Shop
from kanban_app.store.problems import FileProblem
from tests.gui.conftest import until

LINE = "assembly line"


def state(factory, item: str, consumer: str, number: int) -> CardState:
    return factory.card(item, consumer, number).state


def test_what_another_process_books_is_seen_within_a_moment(at_station, factory):
    line = at_station(LINE)
    other = Shop(factory.path, terminal="other", clock=factory.clock)
    try:
        card = factory.card("chair leg", LINE, 3)
        other.do(Action.CONSUME, [card.code]).result()
        until(lambda: line.row_of("chair leg").pieces == "40", seconds=5)
    finally:
        other.close()


# -- a file that is busy -----------------------------------------------------------------------------------------------

HOLD_THE_FILE = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""


def hold(factory, seconds: float) -> subprocess.Popen:
    """Another process holds the plant's file for so long."""
    command = [sys.executable, "-c", HOLD_THE_FILE, str(factory.path), str(seconds)]
    holding = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holding.stdout is not None
    assert holding.stdout.readline() == "held\n"
    return holding


def test_the_window_never_stands_still_while_another_process_holds_the_file(at_station, factory):
    line = at_station(LINE)
    beats: list[float] = []
    heart = QTimer(line.screen)
    heart.setInterval(10)
    heart.timeout.connect(lambda: beats.append(time.monotonic()))
    with hold(factory, 1.0) as holding:
        heart.start()
        line.hands.send(factory.card("chair leg", LINE, 3).code)
        QTest.qWait(600)
        assert line.screen.strip.detail.text() == "saving…"
        assert line.screen.head.saved.text() == "saving…"
        answer = line.answered()
        heart.stop()
        holding.wait()
    assert answer.sign is AnswerSign.ACCEPTED
    assert len(beats) > 30
    assert state(factory, "chair leg", LINE, 3) is CardState.RELEASED


def test_a_scan_that_could_not_be_saved_is_kept_and_sent_again_once(at_station, factory, link, monkeypatch):
    line = at_station(LINE)
    told = []
    link.failed.connect(told.append)
    card = factory.card("chair leg", LINE, 3)
    problem = PlantProblem(FileProblem.DISK_FULL, str(factory.path))
    really = factory.shop.scan

    def full_disk(*arguments, **options):
        refused: Future = Future()
        refused.set_exception(problem)
        return refused

    monkeypatch.setattr(factory.shop, "scan", full_disk)
    line.hands.send(card.code)
    answer = line.answered()
    assert (answer.sign, answer.headline, answer.primary) == (AnswerSign.REFUSED, "This was not saved.", "Try again")
    assert card.code in answer.hint
    assert line.screen.head.saved.text() == "1 scan not saved yet"
    assert told == [problem]
    monkeypatch.setattr(factory.shop, "scan", really)
    line.key(Qt.Key.Key_F12)
    assert line.answered().sign is AnswerSign.ACCEPTED
    assert state(factory, "chair leg", LINE, 3) is CardState.RELEASED
    assert line.screen.head.saved.text() == "all scans saved"
