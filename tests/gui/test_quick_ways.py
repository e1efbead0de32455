"""The ways to everything from anywhere: keys, the command palette, the help, the wall view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kanban_app.domain.cards import CardState
from kanban_app.gui.office_commands import office_commands
from tests.gui.conftest import Hands, until
from tests.gui.plants import Factory
from tests.gui.program import Program

CTRL = Qt.KeyboardModifier.ControlModifier
LINE = "assembly line"


def open_palette(program: Program) -> None:
    program.hands.press(Qt.Key.Key_K, "", CTRL)
    until(lambda: program.office.ways.palette is not None and program.office.ways.palette.isVisible())


def type_and_enter(program: Program, text: str) -> None:
    palette = program.office.ways.palette
    assert palette is not None
    QTest.keyClicks(palette.field, text)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)


def test_every_screen_is_found_by_its_name(program: Program, plant: Path) -> None:
    program.open(plant)
    for text, page in (("print cards", "cards"), ("plant and terminal", "plant"), ("plant board", "board")):
        open_palette(program)
        type_and_enter(program, text)
        until(lambda page=page: program.office.page_name() == page)


def test_a_card_is_found_by_its_code_and_a_station_by_its_name(program: Program, plant: Path, factory: Factory) -> None:
    program.open(plant)
    card = factory.card("chair leg", LINE, 3)
    open_palette(program)
    type_and_enter(program, card.code)
    until(lambda: program.office.board.selected_card_id() == card.id)
    open_palette(program)
    type_and_enter(program, "saw")
    until(lambda: program.office.page_name() == "station")
    assert program.office.station.terminal.station_id == factory.station("saw")


def test_a_scan_while_the_palette_is_open_is_booked_and_the_palette_goes(
    program: Program, plant: Path, factory: Factory
) -> None:
    program.open(plant)
    program.office.station.choose(factory.station(LINE))
    program.office.go("station")
    open_palette(program)
    program.hands.send(factory.card("chair leg", LINE, 3).code)
    until(lambda: factory.card("chair leg", LINE, 3).state is CardState.RELEASED)
    palette = program.office.ways.palette
    assert palette is not None
    assert not palette.isVisible()


def test_without_a_plant_only_what_is_possible_is_offered(program: Program) -> None:
    possible = {command.name for command in office_commands(program.office) if command.is_possible()}
    assert {"open", "import", "help", "palette"} <= possible
    assert not {"board", "cards", "check", "backup", "full_screen"} & possible


def test_no_two_commands_have_the_same_key_or_name(program: Program) -> None:
    commands = office_commands(program.office)
    keys = [command.key for command in commands if command.key]
    assert len(keys) == len(set(keys))
    assert len({command.name for command in commands}) == len(commands)
    assert len({command.text for command in commands}) == len(commands)


def test_the_help_explains_the_screen_one_is_on_and_goes_again(program: Program, plant: Path) -> None:
    program.open(plant)
    program.hands.press(Qt.Key.Key_F1)
    until(lambda: program.office.ways.help is not None and program.office.ways.help.isVisible())
    program.hands.press(Qt.Key.Key_F1)
    until(lambda: not program.office.ways.help.isVisible())


def test_palette_and_help_are_made_anew_in_another_size(program: Program, plant: Path) -> None:
    program.open(plant)
    open_palette(program)
    program.office.set_zoom(150)
    assert (program.office.ways.palette, program.office.ways.help) == (None, None)
    open_palette(program)


def test_the_wall_view_fills_a_screen_and_goes_with_escape(program: Program, plant: Path) -> None:
    program.open(plant)
    program.hands.press(Qt.Key.Key_F11)
    until(lambda: program.office.full_screens.wall is not None)
    wall = program.office.full_screens.wall
    assert wall is not None
    until(wall.isActiveWindow)
    Hands(wall).press(Qt.Key.Key_Escape)
    until(lambda: program.office.full_screens.wall is None)


def test_closing_the_plant_closes_the_wall_view(program: Program, plant: Path) -> None:
    program.open(plant)
    program.office.full_screen()
    assert program.office.full_screens.wall is not None
    program.office.doors.close_plant()
    until(lambda: program.office.page_name() == "first")
    assert program.office.full_screens.wall is None


def test_the_rail_shows_where_a_screen_was_reached_from(program: Program, plant: Path) -> None:
    program.open(plant)
    for page, place in (("loops", "plant"), ("walk", "cards"), ("import", "plant"), ("history", "history")):
        program.office.go(page)
        chosen = [name for name, button in program.window.rail.buttons.items() if button.isChecked()]
        assert chosen == [place]
