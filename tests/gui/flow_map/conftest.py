"""A flow map in a window, on the furniture plant, with notes of where it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kanban_app.domain.flow_ways import Pair
from kanban_app.gui.flow_map.picture import FlowPicture
from kanban_app.gui.flow_map.screen import FlowScreen
from kanban_app.gui.flow_map.view import FlowView
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory, lived_in


@dataclass
class Map:
    """The screen, and what it asked of the rest of the window."""

    factory: Factory
    link: ShopLink
    tools: Tools
    screen: FlowScreen
    shown_cards: list[int] = field(default_factory=list)
    gone_to: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def view(self) -> FlowView:
        return self.screen.view

    @property
    def picture(self) -> FlowPicture:
        assert self.view.picture is not None
        return self.view.picture

    def station(self, name: str) -> int:
        return self.factory.station(name)

    def pair(self, source: str, consumer: str) -> Pair:
        return self.station(source), self.station(consumer)

    def pills(self, source: str, consumer: str) -> list[str]:
        return [part.text for part in self.picture.link(self.pair(source, consumer)).parts]

    def open(self) -> None:
        """Go to the map and wait until it is there."""
        if self.view.picture is None:
            self.screen.show()
            self.screen.activateWindow()
            until(self.screen.isActiveWindow)
        self.screen.show()
        self.screen.refresh()
        until(lambda: self.view.picture is not None and not self.screen.feed.is_busy())

    def click(self, point: QPoint) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=point)

    def key(self, key: Qt.Key) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)

    def in_stock(self, station: str, item: str) -> str:
        lines = self.picture.station(self.station(station)).lines
        return next(line.pieces for line in lines if line.item == item)


@pytest.fixture
def factory(factory: Factory) -> Factory:
    """On the morning of the pictures."""
    return lived_in(factory)


@pytest.fixture
def flow_map(qapp: QApplication, link: ShopLink, factory: Factory, sounds: Sounds) -> Iterator[Map]:
    """The map of that plant, not yet gone to."""
    failures: list[tuple[str, BaseException]] = []
    tasks = Tasks(lambda what, problem: failures.append((what, problem)))
    shown: list[int] = []
    gone: list[str] = []
    told: list[tuple[str, str]] = []
    tools = Tools(
        link,
        Settings(),
        tasks,
        sounds,
        factory.clock,
        gone.append,
        shown.append,
        lambda tone, text: told.append((tone, text)),
    )
    screen = FlowScreen(tools)
    screen.resize(1844, 1080)
    yield Map(factory, link, tools, screen, shown, gone, told)
    tasks.close()
    screen.close()
    screen.deleteLater()
    assert not failures
