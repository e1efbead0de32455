"""The program as the pictures want it: one plant, one moment, one look, and nothing that moves or is named by chance.

Only for a process of its own: the clock, the machine's facts and the working folder are put aside in it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
import qasync
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kanban_app import i18n
from kanban_app.domain.cards import Card
from kanban_app.gui.look import theme
from kanban_app.gui.sounds import Sounds
from kanban_app.logs import Logs
from kanban_app.operations.diagnostics import Fact, Library
from kanban_app.operations.persons import keep_person
from kanban_app.operations.plants import new_plant
from kanban_app.operations.shop import Shop
from kanban_app.settings import Settings
from tests.gui.approved.comparing import SCALE, WIDTH, Pixels, coarse
from tests.gui.at_rest import threads_rest
from tests.gui.conftest import Hands, until
from tests.gui.order_plant import with_orders
from tests.gui.plants import MORNING, Factory, lived_in
from tests.gui.program import Program

PLANT, EMPTY, ORDERED = Path("furniture factory.kanban"), Path("empty.kanban"), Path("ordered.kanban")
TILL_FILE = Path("tuesday.csv")
CODE_OFFSET = 4711
# What a screen waits for; a longer timer writes down where a person left something, or changes what is seen later.
LONGEST_WAIT_MS = 500
STILL_MS = 30


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks: theme, language, width and height."""

    theme: str
    language: str
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"{self.theme}-{self.language}-{self.width}"


@contextmanager
def theatre(folder: Path) -> Iterator[Path]:
    """Everything that chance or the machine would decide, decided; yields the folder with the plants."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    facts = [Fact("program", "Program", "kanban_app 1.0"), Fact("system", "System", "a computer")]
    with ExitStack() as fixed:
        for name, value in (
            ("kanban_app.operations.plants.secrets.randbelow", lambda _most: CODE_OFFSET),
            ("kanban_app.operations.diagnostics.program_facts", lambda _folder: facts),
            ("kanban_app.operations.diagnostics.libraries", lambda: [Library("Qt", "6", "LGPL-3.0-only")]),
            ("kanban_app.gui.plant_doors.plants_folder", lambda: Path("plants")),
            ("kanban_app.gui.plant_doors.open_shop", lambda path: Shop(path, terminal="office", clock=lambda: MORNING)),
            ("kanban_app.gui.office.utc_now", lambda: MORNING),
        ):
            fixed.enter_context(patch(name, value))
        yield _plants(folder)


def _plants(folder: Path) -> Path:
    """The plants as every look finds them."""
    factory = Factory(folder)
    lived_in(factory)

    def people(session: object) -> None:
        keep_person(session, "", "Anna Lind", supervisor=True, badge="B-17")  # type: ignore[arg-type]
        keep_person(session, "Anna Lind", "Erik Berg", supervisor=False, badge="B-18")  # type: ignore[arg-type]

    factory.shop.write(people).result()
    factory.close()
    kept = folder / "plants"
    kept.mkdir()
    shutil.move(factory.path, kept / PLANT)
    new_plant(kept / EMPTY, "empty", now=MORNING)
    _ordered(folder / "ordered", kept)
    return kept


def _ordered(folder: Path, kept: Path) -> None:
    """The plant with an order book, and a file of a till beside it."""
    folder.mkdir()
    factory = Factory(folder)
    sales = with_orders(factory, folder)
    factory.close()
    shutil.move(factory.path, kept / ORDERED)
    shutil.move(sales, kept / TILL_FILE)


class Stage:
    """The program in one look. `card` and `at` find things, `settle` waits until nothing happens any more."""

    def __init__(self, program: Program, look: Look) -> None:
        self.program, self.look = program, look
        self.office, self.window = program.office, program.window

    def open(self, plant: Path = PLANT) -> None:
        """Open one of the plants, in the place of the one that is open."""
        self.office.link.board = None
        self.program.open(plant)
        self.settle()

    def card(self, item: str, consumer: str, number: int) -> Card:
        """A card of the open plant by its item, where it hangs, and its number."""
        board = self.office.link.board
        assert board is not None
        structure = board.structure
        return next(
            card
            for card in board.cards()
            if card.number == number
            and structure.items[structure.loops[card.loop_id].item_id].code == item
            and structure.stations[structure.loops[card.loop_id].consumer_id].name == consumer
        )

    def station(self, name: str) -> int:
        """The id of a station."""
        board = self.office.link.board
        assert board is not None
        return next(station.id for station in board.structure.stations.values() if station.name == name)

    def page(self, name: str) -> QWidget:
        """Go to a screen; it is there and at rest."""
        self.office.go(name)
        self.settle()
        return self.office.pages[name]

    def scan(self, code: str) -> None:
        """A scanner sends this to the window."""
        Hands(self.window).send(code)
        self.settle()

    def come_forward(self) -> None:
        """Make the window the one that has the keyboard, whichever had it before."""
        self.window.activateWindow()
        until(self.window.isActiveWindow)

    def settle(self) -> None:
        """Until the threads rest, no timer is about to fire, and two pictures are the same."""
        before = QImage()
        until(_is_quiet)
        for _ in range(200):
            QTest.qWait(STILL_MS)
            until(_is_quiet)
            now = self.window.grab().toImage()
            if now == before:
                return
            before = now
        raise AssertionError("the window does not come to rest")

    def small(self, widget: QWidget) -> Pixels:
        """The widget as it is painted now, small and coarse."""
        picture = widget.grab().toImage()
        width = min(WIDTH, round(picture.width() / SCALE))
        size = QSize(width, round(picture.height() * width / picture.width()))
        mode = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        scaled = picture.scaled(size, *mode).convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(scaled.constBits(), np.uint8).reshape(size.height(), scaled.bytesPerLine())
        return coarse(lines[:, : size.width() * 3].reshape(size.height(), size.width(), 3))


def _is_quiet() -> bool:
    """Processes what has come; whether nothing more is on its way."""
    return all(
        threads_rest() and not any(_is_due(window) for window in QApplication.topLevelWidgets()) for _ in range(3)
    )


def _is_due(window: QWidget) -> bool:
    timers = window.findChildren(QTimer) if window.isVisible() else ()
    return any(one.isActive() and one.isSingleShot() and one.interval() <= LONGEST_WAIT_MS for one in timers)


@contextmanager
def stage(look: Look, plants: Path, app: QApplication) -> Iterator[Stage]:
    """The program in this look, without a plant, in a folder that looks the same everywhere."""
    folder = plants.parent / look.name
    shutil.copytree(plants, folder)
    os.chdir(folder)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    asyncio.events._set_running_loop(loop)
    settings = Settings(Path("settings.json"))
    settings.language, settings.theme, settings.person = look.language, look.theme, "Anna Lind"
    settings.reduce_motion = True
    i18n.use(look.language)
    theme.apply(app, look.theme)
    program = Program(settings, Logs(Path("log")), Sounds(Settings(), lambda _file: True), loop)
    program.window.resize(look.width, look.height)
    until(lambda: program.window.width() == look.width)
    try:
        yield Stage(program, look)
    finally:
        program.close()
        asyncio.events._set_running_loop(None)
        loop.close()
        asyncio.set_event_loop(None)


def bars_away(stage: Stage) -> None:
    """Take every bar away."""
    for name in list(stage.window.bars.shown):
        stage.window.bars.take(name)
