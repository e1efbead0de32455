"""The wall in a real window: what it shows of a plant, how it follows it, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from kanban_app.domain.board import Zone
from kanban_app.domain.cards import Action
from kanban_app.domain.first_fill import Start
from kanban_app.gui.scan_input import ScanInput
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.tasks import Tasks
from kanban_app.gui.wall import window
from kanban_app.gui.wall.settings_panel import WallSettingsPanel
from kanban_app.gui.wall.window import WallWindow
from kanban_app.settings import Settings
from tests.gui.conftest import Hands, until
from tests.gui.plants import Factory, lived_in

LINE, STORE = "assembly line", "factory store"


@pytest.fixture
def tools(link, factory, sounds) -> Iterator[Tools]:
    tasks = Tasks(lambda _what, problem: pytest.fail(str(problem)))
    settings = Settings()
    settings.wall_distance_cm = 100  # all rows on one page, whatever the display says of itself
    yield Tools(link, settings, tasks, sounds, factory.clock, lambda _name: None, lambda _id: None, print)
    tasks.close()


@pytest.fixture
def open_wall(tools) -> Iterator[Callable[[], WallWindow]]:
    opened: list[WallWindow] = []

    def make() -> WallWindow:
        wall = WallWindow(tools)
        opened.append(wall)
        wall.resize(1920, 1080)
        wall.show()
        wall.activateWindow()
        until(wall.isActiveWindow)
        # What the first look at the display brought about is over: from now on only news count.
        until(lambda: not wall._gathering.isActive())
        return wall

    yield make
    for wall in opened:
        if isValid(wall):
            wall.close()


def items(wall: WallWindow) -> list[str]:
    return [row.item for row in wall.picture.shown.rows]


def test_a_full_plant_has_nothing_on_its_wall(open_wall):
    wall = open_wall()
    assert wall.picture.shown.message == "All loops are full enough"
    assert wall.picture.shown.rows == ()
    assert not wall.picture.grab().isNull()


def test_what_must_be_started_stands_there_red_first(factory, link, open_wall):
    lived_in(factory)
    until(lambda: link.board.row(factory.loop("chair", STORE)).zone is Zone.YELLOW)
    wall = open_wall()
    shown = wall.picture.shown
    assert shown.rows[0].item == "polished wooden panel"
    assert shown.rows[0].zone is Zone.RED
    assert (shown.rows[0].here, shown.rows[0].here_tone) == ("none here", "stop")
    assert shown.rows[0].detail.startswith("late ")
    assert all(row.zone is Zone.YELLOW for row in shown.rows[len([1 for r in shown.rows if r.zone is Zone.RED]) :])
    chair = next(row for row in shown.rows if row.item == "chair")
    assert (chair.place, chair.here) == (LINE, "20 left")
    assert dict(shown.counts)[Zone.RED].endswith("start now")
    assert "start now, polished wooden panel, grinder, none here" in wall.picture.accessibleName()


def test_a_booking_of_another_hand_reaches_the_wall_and_a_new_red_row_is_marked(factory, open_wall):
    wall = open_wall()
    factory.do(Action.CONSUME, factory.cards("polished wooden panel", LINE)[:6])
    until(lambda: items(wall) == ["polished wooden panel"])
    assert wall.picture.shown.rows[0].is_new
    assert wall.picture.shown.rows[0].detail == "new"
    assert "".join(face.letter for face in wall.picture.shown.rows[0].faces) == "RRRRRR"


def test_a_call_for_help_stands_above_everything(factory, link, open_wall):
    wall = open_wall()
    factory.shop.call_for_help(factory.station("saw")).result()
    until(lambda: wall.picture.shown.calls)
    local = factory.clock().astimezone()
    assert wall.picture.shown.calls == f"saw calls for help since {local:%H:%M}"
    factory.shop.end_help(factory.station("saw")).result()
    until(lambda: not wall.picture.shown.calls)


def test_pages_turn_by_themselves(factory, link, open_wall, tools):
    lived_in(factory)
    until(lambda: link.board.row(factory.loop("chair", STORE)).zone is Zone.YELLOW)
    tools.settings.wall_stations = [LINE, "no such station"]
    wall = open_wall()
    first = wall.picture.shown
    assert first.page.startswith("page 1 of ")
    wall.beat.setInterval(1)
    until(lambda: wall.picture.shown.title == LINE)
    assert {row.place for row in wall.picture.shown.rows} == {LINE}
    until(lambda: wall.picture.shown.page == first.page)
    assert wall.picture.shown.rows == first.rows


def test_a_plant_that_cannot_be_read_is_said_large_and_taken_back(factory, link, open_wall, monkeypatch):
    wall = open_wall()
    factory.clock.now = factory.clock.now.replace(hour=10, minute=31)
    asked = factory.shop.settings
    monkeypatch.setattr(factory.shop, "settings", lambda: factory.shop.read(_fail))
    wall.beat.setInterval(1)
    local = factory.clock().astimezone()
    until(lambda: wall.picture.shown.message == f"The plant cannot be read since {local:%H:%M}")
    assert wall.picture.shown.message_tone == "stop"
    assert not wall.picture.grab().isNull()
    monkeypatch.setattr(factory.shop, "settings", asked)
    until(lambda: wall.picture.shown.message == "All loops are full enough")


def _fail(_session: object) -> None:
    raise OSError("the file is gone")


def test_letters_follow_the_chosen_distance(open_wall, tools):
    wall = open_wall()
    panel = WallSettingsPanel(tools)
    before = wall.picture.sizes.first
    far = panel.distance.findData(500)
    panel.distance.setCurrentIndex(far)
    panel.distance.activated.emit(far)
    assert wall.picture.sizes.first > before
    panel.boxes[LINE].click()
    assert tools.settings.wall_stations == [LINE]
    panel.deleteLater()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F11])
def test_esc_and_f11_close_it(open_wall, key):
    wall = open_wall()
    scan_input = ScanInput()
    scan_input.watch(wall.windowHandle())
    gone = []
    wall.closed.connect(lambda: gone.append(True))
    Hands(wall).press(key)
    until(lambda: gone)
    QTest.qWait(1)
    QApplication.processEvents()
    assert gone == [True]
    scan_input.deleteLater()


def test_a_plant_without_loops_says_so(qapp, tmp_path: Path, sounds):
    from kanban_app.domain.draft import PlantDraft
    from kanban_app.gui.shop_link import ShopLink

    factory = Factory(tmp_path, start=Start.FULL, draft=PlantDraft())
    link = ShopLink()
    link.attach(factory.shop)
    until(lambda: link.board is not None)
    tasks = Tasks(lambda *_: None)
    tools = Tools(link, Settings(), tasks, sounds, factory.clock, print, print, print)
    wall = WallWindow(tools)
    wall.show()
    assert wall.picture.shown.message == "No loops yet"
    wall.close()
    link.detach()
    assert window.BEAT_MS == 1000
    factory.close()
    link.deleteLater()
