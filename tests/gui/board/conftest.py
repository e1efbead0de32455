"""A board on a real plant file, as the window shows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.shop_link import ShopLink
from kanban_app.operations.shop import Shop
from tests.clock import Clock
from tests.gui.plants import MORNING, Factory, lived_in


@pytest.fixture(scope="session")
def lived_in_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That plant's file, made once: each test has a copy of its own."""
    made = lived_in(Factory(tmp_path_factory.mktemp("plant")))
    made.close()
    return made.path


@pytest.fixture
def plant(lived_in_file: Path, fast_path: Path) -> Iterator[Factory]:
    """The furniture plant on the morning of the pictures."""
    made = Factory.__new__(Factory)
    made.path = fast_path / lived_in_file.name
    shutil.copy(lived_in_file, made.path)
    made.clock = Clock(MORNING)
    made.shop = Shop(made.path, terminal="test", clock=made.clock)
    yield made
    made.close()


@pytest.fixture
def live(plant: Factory, qtbot: QtBot) -> Iterator[BoardScreen]:
    """The board of that plant; what is booked is seen."""
    shown = BoardScreen()
    qtbot.addWidget(shown)
    link = ShopLink(shown)
    link.board_read.connect(lambda: shown.show_board(link.board))
    link.changed.connect(shown.apply)
    shown.resize(1826, 1080)
    shown.show()
    qtbot.waitExposed(shown)
    shown.set_shop(plant.shop, "Anna Lind")
    link.attach(plant.shop)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 12)
    yield shown
    link.detach()
    # what still waits for the reader arrives before the plant closes
    plant.shop.history("", 1).result()
    QApplication.processEvents()
