"""Every screen in every size, at every zoom, in English and in a language 40 % longer: nothing one acts by is cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.conftest import until
from tests.gui.plants import lived_in
from tests.gui.sizes.walking import CASES, Walk


class PlantWalk(Walk):
    """The beginning, the board and everything that is no customer's order."""

    def all(self, plant: Path) -> None:
        self.look("first run")
        self.office.imports.read([])
        self.go("import")
        self.look("import")
        self.program.open(plant)
        self.board()
        self.station()
        page = self.go("cards", lambda page: page.model.rows and page.options.is_ready())
        self.look("cards")
        page.recall_bar.list_asked.emit()
        self.look("cards, old paper")
        page.recall_page.left.emit()
        self.go("flow", lambda page: page.view.picture is not None)
        self.look("flow")
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


@pytest.mark.parametrize("catalogue, width, height, zoom", CASES)
def test_nothing_is_cut(program, factory, plant, speak, catalogue, width, height, zoom) -> None:
    lived_in(factory)
    speak(catalogue)
    walk = PlantWalk(program, (width, height), zoom)
    walk.all(plant)
    assert walk.found == {}
