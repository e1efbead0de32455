"""What can be done from anywhere in the office, by name: the keys and the command palette come from this one list."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from kanban_app.gui import later
from kanban_app.gui.look import fonts
from kanban_app.gui.palette.commands import Command
from kanban_app.gui.plant_doors import PlantDoors
from kanban_app.gui.quick_ways import QuickWays
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.troubles import Troubles
from kanban_app.i18n import _

ZOOM_STEP = 10


class Doings(Protocol):
    """The office, as far as commands need it."""

    link: ShopLink
    doors: PlantDoors
    troubles: Troubles
    ways: QuickWays

    def go(self, name: str) -> None:
        """Show a screen."""

    def full_screen(self) -> None:
        """The station or the wall view in a window of its own."""

    def set_zoom(self, percent: int) -> None:
        """Everything larger or smaller."""

    def set_theme(self, choice: str) -> None:
        """Light, dark or as the system."""


def office_commands(office: Doings) -> list[Command]:
    """The commands, in the language in use."""
    return [*_screens(office), *_plant(office), *_look(office)]


def _screens(office: Doings) -> list[Command]:
    def go(name: str, text: str, key: str) -> Command:
        return Command(name, text, key, partial(office.go, name), partial(_has_plant, office), _("Go to"))

    possible = partial(_has_plant, office)
    wide = _("Full screen: this station, or the wall view")
    return [
        go("board", _("Plant board"), "F2"),
        go("station", _("Station"), "F5"),
        go("cards", _("Print cards"), "F7"),
        go("plant", _("Plant and terminal"), "F10"),
        *(go(name, text(), key) for name, text, key in later.ENTRIES),
        Command("full_screen", wide, "F11", office.full_screen, possible),
        Command("palette", _("Find an action, a card, an item or a station"), "Ctrl+K", office.ways.toggle_palette),
        Command("help", _("Help on this screen"), "F1", office.ways.toggle_help),
        Command("tester", _("See what a scanner sends"), "", partial(office.ways.show_help, "tester")),
        Command("about", _("About kanban_app"), "", partial(office.ways.show_help, "about")),
    ]


def _plant(office: Doings) -> list[Command]:
    group, possible = _("Plant"), partial(_has_plant, office)
    return [
        Command("import", _("Bring lists…"), "", partial(office.go, "import"), group=group),
        Command("backup", _("Make a backup…"), "", office.doors.backup, possible, group),
        Command("check", _("Check the books"), "", office.troubles.check_books, possible, group),
        Command("open", _("Open another plant…"), "", office.doors.ask_open, group=group),
        Command("close", _("Close this plant"), "", office.doors.close_plant, possible, group),
    ]


def _look(office: Doings) -> list[Command]:
    group = _("Look")
    return [
        Command("larger", _("Larger"), "Ctrl++", lambda: office.set_zoom(fonts.zoom() + ZOOM_STEP), group=group),
        Command("smaller", _("Smaller"), "Ctrl+-", lambda: office.set_zoom(fonts.zoom() - ZOOM_STEP), group=group),
        Command("as_it_was", _("As large as it was"), "Ctrl+0", partial(office.set_zoom, 100), group=group),
        Command("light", _("Light"), "", partial(office.set_theme, "light"), group=group),
        Command("dark", _("Dark"), "", partial(office.set_theme, "dark"), group=group),
        Command("system", _("Light or dark as the computer"), "", partial(office.set_theme, "system"), group=group),
    ]


def _has_plant(office: Doings) -> bool:
    return office.link.shop is not None
