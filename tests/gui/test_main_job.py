"""The main job on the real factory through the window: scans at each station, the pull goes up to the wood supplier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kanban_app.domain.cards import HOLDING, Card, CardState
from kanban_app.domain.first_fill import Start
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.operations.clock import utc_now
from kanban_app.operations.importing.command import run_import
from kanban_app.operations.shop import Shop
from tests.gui.conftest import Station, until

FILES = Path(__file__).parents[2].parent / "shared" / "data" / "furniture_factory"

# From the shop upwards: item, source, consumer.
CHAIN = (
    ("varnished chair", "warehouse", "shop 2"),
    ("varnished chair", "factory", "warehouse"),
    ("varnished chair", "varnish", "factory"),
    ("chair", "factory", "varnish"),
    ("chair", "assembly line", "factory"),
    ("chair leg", "saw", "assembly line"),
    ("wooden beam", "wood supplier", "saw"),
)
Ends = tuple[str, str, str]


class Furniture:
    """The imported plant with a clock that goes on ten seconds a look, so that no scan is a double one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "furniture.kanban"
        run_import(self.path, [FILES], start=Start.FULL, propose=True)
        self._now = utc_now()
        self.shop = Shop(self.path, clock=self.clock)

    def clock(self) -> datetime:
        self._now += timedelta(seconds=10)
        return self._now

    def station(self, name: str) -> int:
        return next(s.id for s in self.shop.structure.stations.values() if s.name == name)

    def cards(self, ends: Ends, *states: CardState) -> list[Card]:
        board, structure = self.shop.board().result(), self.shop.structure
        item, source, consumer = ends
        loop = next(
            loop
            for loop in structure.loops.values()
            if (structure.item_of(loop).code, loop.source_id, loop.consumer_id)
            == (item, self.station(source), self.station(consumer))
        )
        return [card for card in board.row(loop.id).cards if card.state in states]


@pytest.fixture
def furniture(fast_path: Path) -> Iterator[Furniture]:
    if not FILES.is_dir():
        pytest.skip("the furniture factory's files are not beside this checkout")
    made = Furniture(fast_path)
    yield made
    made.shop.close()


class Walk:
    """A person with a scanner who goes from terminal to terminal."""

    def __init__(self, furniture: Furniture, link: ShopLink, sounds: Sounds) -> None:
        self.furniture, self._link, self._sounds = furniture, link, sounds
        self._stations: dict[str, Station] = {}

    def scan(self, card: Card, name: str) -> CardState:
        """Scan a card at a station; the answer on the screen must be that it was done. Returns its new state."""
        if name not in self._stations:
            self._stations[name] = Station(self._link, self.furniture, self._sounds, name)  # type: ignore[arg-type]
        station = self._stations[name]
        station.screen.activateWindow()
        until(station.screen.isActiveWindow)
        answer = station.scan(card)
        assert answer.sign in (AnswerSign.ACCEPTED, AnswerSign.WARNED), answer
        now = self.furniture.shop.find(card.code).result()
        assert now is not None
        return now.state

    def ask_for(self, level: int) -> Card:
        """Work what is below until a card of this level is released."""
        ends = CHAIN[level]
        for _ in range(60):
            released = self.furniture.cards(ends, CardState.RELEASED)
            if released:
                return released[0]
            if level == 0:
                self.scan(self.furniture.cards(ends, *HOLDING)[0], ends[2])
            else:
                self.refill(level - 1)
        raise AssertionError(f"no signal ever reached {ends}")

    def refill(self, level: int) -> None:
        """The source scans the card until it is on its way, the consumer scans it in."""
        _item, source, consumer = CHAIN[level]
        card = self.ask_for(level)
        while self.scan(card, source) is not CardState.IN_TRANSIT:
            pass
        assert self.scan(card, consumer) is CardState.FULL

    def close(self) -> None:
        for station in self._stations.values():
            station.close()


@pytest.fixture
def walk(qapp: QApplication, furniture: Furniture, sounds: Sounds) -> Iterator[Walk]:
    link = ShopLink()
    link.attach(furniture.shop)
    until(lambda: link.board is not None)
    made = Walk(furniture, link, sounds)
    yield made
    made.close()
    link.detach()
    link.deleteLater()


def test_scans_at_the_stations_pull_wooden_beams_from_the_supplier(walk: Walk, furniture: Furniture) -> None:
    for level, ends in enumerate(CHAIN):
        walk.ask_for(level)
        assert furniture.cards(ends, CardState.RELEASED), ends
    beam = furniture.cards(CHAIN[-1], CardState.RELEASED)[0]
    assert walk.scan(beam, "saw") is CardState.FULL, "a supplier reports nothing; the saw receives"
    assert furniture.shop.audit().result().ok
