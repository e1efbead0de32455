"""Every screen in every size, at every zoom, in English and in a language 40 % longer: nothing one acts by is cut."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from kanban_app import i18n
from kanban_app.gui.look import theme
from tests.gui.conftest import until
from tests.gui.plants import lived_in
from tests.gui.sizes.looking import faults
from tests.gui.test_long_texts import Longer

# Width, height, zoom. What is left out, at 1280 and 150 % or more, is smaller than the smallest window (960 x 600).
ENGLISH = [(1280, 800, 100), (1920, 1080, 150), (1920, 1080, 200), (3840, 2160, 100)]
LONGER = [(1280, 800, 100), (1920, 1080, 100), (1920, 1080, 150), (3840, 2160, 200)]
CASES = [(gettext.NullTranslations, *case) for case in ENGLISH] + [(Longer, *case) for case in LONGER]
# A folder: every screen is pictured into it, and what was found is written there.
PICTURES = os.environ.get("KANBAN_SIZE_PICTURES", "")


class Walk:
    """Goes through the program and notes what is wrong with each screen."""

    def __init__(self, program, size: tuple[int, int], zoom: int) -> None:
        self.program, self.office, self.size, self.zoom = program, program.office, size, zoom
        self.found: dict[str, list[str]] = {}

    def look(self, name: str, window: QWidget | None = None) -> None:
        shown = window or self.program.window
        wrong = faults(shown)
        if (shown.width(), shown.height()) != self.size:
            wrong.append(f"the window grew to {shown.width()}x{shown.height()}")
        if wrong:
            self.found[name] = wrong
        if PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "found.txt").open("a") as notes:
                notes.writelines(f"{self.size} {self.zoom} {name}: {one}\n" for one in wrong)
            shown.grab().save(str(folder / f"{name}-{self.size[0]}-{self.zoom}.png"))

    def go(self, name: str, is_ready: Callable[[QWidget], object] = lambda _page: True) -> QWidget:
        self.office.go(name)
        page = self.office.pages[name]
        until(lambda: is_ready(page))
        return page

    def all(self, plant: Path) -> None:
        self.look("first run")
        self.office.imports.read([])
        self.go("import")
        self.look("import")
        self.program.open(plant)
        self.board()
        self.station()
        for name in ("cards", "flow"):
            self.go(name)
            self.look(name)
        self.history()
        self.loops()
        self.walk()
        self.go("plant")
        self.look("settings")
        self.help()
        self.wall()

    def board(self) -> None:
        self.go("board")
        self.look("board")
        self.office.show_card(1)
        until(self.office.board.panel.isVisible)
        self.look("board with a life")

    def station(self) -> None:
        self.go("station")
        self.look("choosing a station")
        self.office.station.choose_name("assembly line")
        self.look("station")

    def history(self) -> None:
        page = self.go("history", lambda page: page.model.lines)
        self.look("history")
        page.show_board_at(page.model.lines[5].event.seq)
        until(lambda: page.past.past is not None)
        self.look("board of then")
        page.show_list()

    def loops(self) -> None:
        page = self.go("loops", lambda page: page.pages["loops"].panel.model.rows)
        for name in ("loops", "items", "stations"):
            page.show_page(name)
            self.look(name)
            page.pages[name].panel.select([page.pages[name].panel.model.rows[0].id])
            self.look(f"{name}, one chosen")

    def walk(self) -> None:
        page = self.go("walk", lambda page: page.walker.is_loaded)
        self.look("walk, start")
        page.start.begun.emit(frozenset(self.office.link.board.structure.stations))
        until(lambda: page.walker.walk is not None)
        self.look("walk")
        page.walker.end()

    def help(self) -> None:
        for name in ("tester", "about"):
            self.office.ways.show_help(name)
            self.look(f"help, {name}")
        self.office.ways.help.close()
        self.office.ways.toggle_palette()
        self.look("palette")
        self.office.ways.put_away()

    def wall(self) -> None:
        self.office.full_screens.show_wall()
        wall = self.office.full_screens.wall
        wall.showNormal()
        wall.resize(*self.size)
        self.look("wall", wall)
        wall.close()


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[gettext.NullTranslations]], None]:
    return lambda catalogue: monkeypatch.setattr(i18n._Current, "catalogue", catalogue())


@pytest.mark.parametrize("catalogue, width, height, zoom", CASES)
def test_nothing_is_cut(program, factory, plant, speak, catalogue, width, height, zoom) -> None:
    size = (width, height)
    lived_in(factory)
    speak(catalogue)
    theme.set_zoom(QApplication.instance(), zoom)
    program.settings.zoom_percent = zoom
    program.window.resize(*size)
    program.office._make_again()
    QApplication.processEvents()
    walk = Walk(program, size, zoom)
    walk.all(plant)
    assert walk.found == {}
