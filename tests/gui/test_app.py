"""The program as it is started: a picture before anything heavy is loaded, and a clean end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kanban_app.domain.cards import Action, CardState
from tests.gui.plants import Factory

# What makes a start slow. None of it may be loaded when the first picture is seen.
HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "alembic",
    "reportlab",
    "python_calamine",
    "xlsxwriter",
    "zxingcpp",
    "qtawesome",
    "babel",
    "numpy",
    "asyncio",
    "qasync",
    "kanban_app.operations.shop",
    "kanban_app.gui.office",
)

PROGRAM = """
import sys, json, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from kanban_app.app import run

{extra}
heavy = {heavy!r}
seen = {{}}

def on_first_picture(window):
    seen["visible"] = window.isVisible()
    seen["loaded"] = [name for name in heavy if name in sys.modules]
    QTimer.singleShot(0, lambda: {then}(window))

def close(window):
    window.close()

def work(window):
    office = window.office
    if office is None or office.link.board is None:
        QTimer.singleShot(20, lambda: work(window))
        return
    seen["loops"] = len(office.link.board.structure.loops)
    seen["page"] = office.page_name()
    seen["full_screen"] = office.full_screens.station is not None
    if office.full_screens.station is not None:
        office.full_screens.station.terminal.take_scan({code!r})
        wait(window)
    else:
        window.close()

def wait(window):
    answer = window.office.full_screens.station.terminal.strip.answer
    if answer.sign is None:
        QTimer.singleShot(20, lambda: wait(window))
    else:
        seen["answer"] = answer.headline
        window.close()

code = run({plant}, station={station!r}, on_first_picture=on_first_picture)
seen["code"] = code
seen["threads"] = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
print(json.dumps(seen))
"""


class Started:
    """One run of the program in a process and a home of its own."""

    def __init__(
        self, home: Path, *, plant: Path | None, then: str, extra: str = "", station: str = "", code: str = ""
    ):
        program = PROGRAM.format(
            extra=extra,
            heavy=HEAVY,
            then=then,
            code=code,
            plant=f"Path({str(plant)!r})" if plant else None,
            station=station or None,
        )
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(home / name.lower())
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        self.errors = done.stderr
        self.seen = json.loads(done.stdout.splitlines()[-1])
        self.log = next((home / "state").rglob("kanban_app.log")).read_text()
        self.settings = json.loads((home / "config" / "kanban_app" / "settings.json").read_text())


@pytest.fixture
def plant(factory: Factory) -> Path:
    return factory.path


def test_the_doors_are_seen_before_anything_heavy_is_loaded(fast_path):
    started = Started(fast_path, plant=None, then="close")
    assert started.seen == {"visible": True, "loaded": [], "code": 0, "threads": []}


def test_a_plant_is_opened_after_the_first_picture_and_shown(fast_path, plant):
    started = Started(fast_path, plant=plant, then="work")
    assert started.seen["loaded"] == []
    assert (started.seen["loops"], started.seen["page"]) == (12, "board")
    assert started.seen["threads"] == []
    assert started.settings["last_plant"] == str(plant)


def test_the_check_would_notice_a_heavy_import(fast_path):
    """The negative control."""
    started = Started(fast_path, plant=None, then="close", extra="import sqlalchemy")
    assert "sqlalchemy" in started.seen["loaded"]


def test_the_end_leaves_no_message_behind(fast_path, plant):
    started = Started(fast_path, plant=plant, then="work")
    messages = [line for line in started.errors.splitlines() if "This plugin does not support" not in line]
    assert messages == []
    assert " WARNING " not in started.log.replace("This plugin does not support", " INFO ") or all(
        "does not support" in line for line in started.log.splitlines() if " WARNING " in line
    )
    assert " ERROR " not in started.log


def test_a_station_named_at_the_start_has_the_screen_for_itself(fast_path, plant, factory):
    card = factory.card("chair leg", "assembly line", 3)
    started = Started(fast_path, plant=plant, then="work", station="Assembly line", code=card.code)
    assert started.seen["full_screen"]
    assert "chair leg 3 of 6" in started.seen["answer"]
    assert factory.card("chair leg", "assembly line", 3).state is CardState.RELEASED
    assert factory.shop.history(card.code).result()[0].event.action in (Action.RELEASE, Action.CONSUME)
