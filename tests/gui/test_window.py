"""The whole window: doors, opening and closing plants, where scans and files go, and that nothing is left behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QSpinBox

from kanban_app import i18n
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.first_fill import Start
from kanban_app.gui.dialogs import NameDialog
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button
from kanban_app.gui.main_window import MainWindow
from kanban_app.logs import Logs
from kanban_app.operations.persons import keep_person
from kanban_app.operations.plants import new_plant
from kanban_app.operations.shop import Shop
from kanban_app.settings import Settings
from tests.gui.conftest import Hands, until
from tests.gui.plants import DRAFT
from tests.gui.program import Program

LINE = "assembly line"


# -- beginning ---------------------------------------------------------------------------------------------------------


def test_without_a_plant_there_are_three_doors_and_no_rail(program):
    assert program.office.page_name() == "first"
    assert not program.window.rail.isVisible()
    first = program.office.first_run
    assert [button.isVisible() for button in (first.demo, first.lists, first.new)] == [True] * 3
    assert first.demo.property("kind") == "primary"
    assert first.lists.property("kind") == first.new.property("kind") == "secondary"


def test_the_demo_door_opens_a_plant_that_is_lived_in(program):
    QTest.mouseClick(program.office.first_run.demo, Qt.MouseButton.LeftButton)
    QTest.mouseClick(program.office.first_run.demo, Qt.MouseButton.LeftButton)
    until(lambda: program.office.link.board is not None, seconds=120)
    assert program.office.page_name() == "board"
    assert program.window.rail.isVisible()
    assert len(program.office.link.board.structure.loops) > 10
    assert len(list((Path(program.settings.last_plant).parent).glob("*.kanban"))) == 1


def test_a_new_plant_is_named_made_and_opened(program, loop):
    program.hands.press(Qt.Key.Key_N, "", Qt.KeyboardModifier.AltModifier)
    until(lambda: program.window.findChild(NameDialog) is not None)
    dialog = program.window.findChild(NameDialog)
    assert not dialog.make.isEnabled()
    dialog.name.setText("Bicycle works")
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    until(lambda: program.office.link.board is not None)
    assert program.window.windowTitle() == "Bicycle works – kanban_app"
    assert Path(program.settings.last_plant).name == "Bicycle works.kanban"
    assert program.office.board.message.isVisible()


def test_a_dialog_left_alone_makes_nothing_and_the_doors_open_again(program):
    program.office.doors.new()
    until(lambda: program.window.findChild(QDialog) is not None)
    program.window.findChild(QDialog).reject()
    until(program.office.first_run.demo.isEnabled)
    assert program.office.link.shop is None


def test_a_plant_that_is_open_is_the_first_of_the_recent_ones(program, plant):
    program.open(plant)
    assert program.settings.recent_plants == [str(plant)]
    program.office.doors.close_plant()
    until(lambda: program.office.page_name() == "first")
    assert program.settings.last_plant == ""
    recent = program.office.first_run.findChildren(Button)
    opened = next(button for button in recent if button.text() == plant.stem)
    QTest.mouseClick(opened, Qt.MouseButton.LeftButton)
    until(lambda: program.office.link.board is not None)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "There is no plant file"),
        (lambda path: path.write_text("hello"), "is no plant file"),
    ],
    ids=["missing", "no plant"],
)
def test_a_file_that_cannot_be_opened_is_told_and_the_doors_stay(program, fast_path, make, words):
    path = fast_path / "x.kanban"
    make(path)
    program.office.doors.open(path)
    until(lambda: program.bar("plant"))
    assert words in program.bar("plant")
    assert program.office.page_name() == "first"
    assert program.office.first_run.demo.isEnabled()


def test_a_restored_backup_is_a_plant(program, plant, fast_path, factory):
    copy = factory.shop.backup(fast_path / "copy.kanban").result()
    from kanban_app.gui.plant_doors import _restore_plant

    target = _restore_plant(copy, fast_path / "again.kanban")
    program.open(target)
    assert program.office.link.board.structure.stations


# -- the rail and the keys ---------------------------------------------------------------------------------------------


def test_the_rail_and_the_keys_lead_to_every_screen(program, plant):
    program.open(plant)
    for name, key in (("cards", Qt.Key.Key_F7), ("plant", Qt.Key.Key_F10), ("station", Qt.Key.Key_F5)):
        program.hands.press(key)
        QTest.qWait(80)
        assert program.office.page_name() == name
        assert program.window.rail.buttons[name].isChecked()
    QTest.mouseClick(program.window.rail.buttons["board"], Qt.MouseButton.LeftButton)
    assert program.office.page_name() == "board"


def test_on_a_station_f2_types_a_code_and_does_not_leave(program, plant, factory):
    program.open(plant)
    program.office.station.choose(factory.station(LINE))
    program.office.go("station")
    QTest.qWait(30)
    program.hands.press(Qt.Key.Key_F2)
    QTest.qWait(80)
    assert program.office.page_name() == "station"
    assert program.office.station.terminal.strip.code_field.hasFocus()


def test_the_terminal_remembers_its_station(program, plant, factory):
    program.open(plant)
    program.office.go("station")
    assert program.office.station.currentWidget() is program.office.station.picker
    QTest.mouseClick(program.office.station.picker.buttons[factory.station("saw")], Qt.MouseButton.LeftButton)
    assert program.office.station.terminal.station_id == factory.station("saw")
    program.office.doors.close_plant()
    until(lambda: program.office.page_name() == "first")
    program.open(plant)
    assert program.office.station.terminal.station_id == factory.station("saw")


def test_a_station_gets_a_window_of_its_own_with_f11(program, plant, factory):
    program.open(plant)
    program.office.station.choose(factory.station(LINE))
    program.office.go("station")
    QTest.qWait(30)
    program.hands.press(Qt.Key.Key_F11)
    until(lambda: program.office.full_screens.station is not None)
    window = program.office.full_screens.station
    until(window.isActiveWindow)
    code = factory.card("chair leg", LINE, 3).code
    Hands(window).send(code)
    until(lambda: factory.card("chair leg", LINE, 3).state is CardState.RELEASED)
    until(lambda: "chair leg 3 of 6" in window.terminal.strip.answer.headline)
    window.close()
    until(lambda: program.office.full_screens.station is None)


def locked_at_the_line(program, plant, factory):
    """A terminal that is locked to the assembly line, in a plant where Kim supervises and Sam does not."""

    def keep(session):
        keep_person(session, "", "Kim", supervisor=True, badge="B-17", pin="4711")
        keep_person(session, "Kim", "Sam", supervisor=False, badge="B-18")

    factory.shop.write(keep).result()
    program.settings.stand_at(plant, LINE)
    program.settings.station_lock = True
    program.open(plant)
    until(lambda: program.office.full_screens.station is not None)
    window = program.office.full_screens.station
    until(window.isActiveWindow)
    until(lambda: len(program.office.link.people) == 2)
    return window


def test_a_locked_terminal_opens_at_its_station_and_only_a_supervisor_leaves_it(program, plant, factory):
    window = locked_at_the_line(program, plant, factory)
    Hands(window).press(Qt.Key.Key_F11)
    until(lambda: window.terminal.strip.form() is not None)
    form = window.terminal.strip.form()
    assert program.office.full_screens.station is window
    Hands(window).send("B-18")
    until(lambda: "Only a supervisor" in form.told.text())
    assert program.office.full_screens.station is window
    window.close()
    assert window.isVisible()
    Hands(window).send("B-17")
    until(lambda: program.office.full_screens.station is None)
    assert not program.settings.station_lock


def test_scans_go_on_at_a_locked_terminal_while_it_is_asked_who_unlocks_it(program, plant, factory):
    window = locked_at_the_line(program, plant, factory)
    window.close()
    assert window.terminal.strip.form() is not None
    Hands(window).send(factory.card("chair leg", LINE, 3).code)
    until(lambda: factory.card("chair leg", LINE, 3).state is CardState.RELEASED)


def test_the_end_of_the_program_is_not_held_up_by_a_locked_station(program, plant, factory):
    locked_at_the_line(program, plant, factory)
    program.window.close()
    until(lambda: program.gone)
    assert program.settings.station_lock, "it stands there again at the next start"


# -- scans -------------------------------------------------------------------------------------------------------------


def test_a_scan_in_the_office_books_nothing_and_shows_its_card(program, plant, factory):
    program.open(plant)
    card = factory.card("chair leg", LINE, 3)
    program.office.go("plant")
    program.office.plant.name.setFocus()
    program.hands.send(card.code)
    assert program.office.page_name() == "board"
    assert program.office.board.selected_card_id() == card.id
    assert program.office.plant.name.text() == "furniture factory"
    assert factory.card("chair leg", LINE, 3) == card


def test_a_scan_into_the_search_field_leaves_it_empty(program, plant, factory):
    program.open(plant)
    program.hands.press(Qt.Key.Key_F, "", Qt.KeyboardModifier.ControlModifier)
    until(program.office.board.search.hasFocus)
    program.hands.send(factory.card("chair leg", LINE, 3).code)
    assert program.office.board.search.text() == ""
    assert program.office.board.selected_card_id() is not None


def test_an_unknown_code_in_the_office_is_told(program, plant, played):
    program.open(plant)
    program.hands.send("HELLO WORLD")
    assert "HELLO WORLD" in program.bar("scan")
    assert played == ["refused"]


def test_a_scan_before_a_plant_is_open_is_told(program):
    program.hands.send("7KD0420")
    assert "scanner works" in program.office.first_run._told.text()


def test_a_scan_at_the_station_is_booked_while_a_dialog_is_open(program, plant, factory):
    program.open(plant)
    program.office.station.choose(factory.station(LINE))
    program.office.go("station")
    program.office.doors.new()
    until(lambda: program.window.findChild(NameDialog) is not None)
    dialog = program.window.findChild(NameDialog)
    until(dialog.isActiveWindow)
    dialog.name.setFocus()
    program.hands.send(factory.card("chair leg", LINE, 3).code)
    until(lambda: factory.card("chair leg", LINE, 3).state is CardState.RELEASED)
    assert dialog.name.text() == ""
    assert dialog.isVisible()
    dialog.reject()
    until(program.office.first_run.demo.isEnabled)


# -- files -------------------------------------------------------------------------------------------------------------


def drop(program: Program, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    program.window.dropEvent(event)


def test_a_dropped_plant_file_is_opened(program, plant):
    drop(program, plant)
    until(lambda: program.office.link.board is not None)


@pytest.mark.parametrize(
    ("start", "states"),
    [
        (Start.FULL, {CardState.FULL}),
        (Start.NEW, {CardState.NEW}),
        (Start.EMPTY, {CardState.RELEASED}),
        (Start.FROM_STOCK, {CardState.RELEASED}),
    ],
)
def test_dropped_lists_are_read_named_and_become_a_plant(program, fast_path, start, states):
    folder = fast_path / "my lists"
    folder.mkdir()
    (folder / "items.csv").write_text("item,unit\nleg,pcs\nstool,pcs\n")
    (folder / "loops.csv").write_text(
        "item,source,consumer,container quantity,cards\nleg,saw,bench,8,3\nstool,bench,store,4,2\n"
    )
    (folder / "stations.csv").write_text("station,kind\nsaw,workstation\nbench,workstation\nstore,store\n")
    drop(program, folder)
    until(lambda: program.office.imports.reading is not None)
    assert program.office.page_name() == "import"
    problems = [problem.text() for problem in program.office.imports.reading.problems]
    assert program.office.imports.reading.is_bookable, problems
    choice = program.office.imports.start
    choice.setCurrentIndex(choice.findData(start))
    program.office.imports.book_now()
    until(lambda: program.window.findChild(NameDialog) is not None)
    dialog = program.window.findChild(NameDialog)
    assert dialog.plant_name() == "my lists"
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    until(lambda: program.bar("lists"))
    assert program.office.page_name() == "board"
    until(lambda: program.office.link.board is not None and len(program.office.link.board.structure.loops) == 2)
    assert {card.state for card in program.office.link.board.cards()} == states


# -- live --------------------------------------------------------------------------------------------------------------


def test_what_another_process_books_is_on_the_board_within_a_moment(program, plant, factory):
    program.open(plant)
    other = Shop(plant, terminal="other", clock=factory.clock)
    try:
        card = factory.card("chair leg", LINE, 3)
        other.do(Action.CONSUME, [card.code]).result()
        until(lambda: program.office.link.board.card(card.id).state is CardState.RELEASED, seconds=5)
    finally:
        other.close()


def test_a_call_for_help_stands_on_every_office_screen_and_never_moves_a_station(program, plant, factory, played):
    program.open(plant)
    factory.shop.call_for_help(factory.station("saw")).result()
    until(lambda: program.bar("help 4") or any(name.startswith("help") for name in program.window.bars.shown))
    assert program.window.bars.isVisible()
    assert played == ["help"]
    program.office.station.choose(factory.station(LINE))
    program.office.go("station")
    assert not program.window.bars.isVisible()
    program.office.go("board")
    assert program.window.bars.isVisible()
    factory.shop.end_help(factory.station("saw")).result()
    until(lambda: not program.window.bars.shown)


def test_the_books_are_checked_beside_the_window(program, plant):
    program.open(plant)
    program.office.troubles.check_books()
    until(lambda: program.bar("books") == "The books balance.")


@pytest.mark.usefixtures("log_lines_allowed")
def test_a_fault_of_the_program_is_written_down_and_stays_in_sight(program, plant):
    program.open(plant)

    async def fail() -> None:
        raise RuntimeError("a bug")

    program.office.tasks.start(fail(), "something")
    until(lambda: program.bar("fault"))
    assert "RuntimeError: a bug" in program.bar("fault")


def test_trouble_with_the_file_is_told_with_a_way_out(program, plant):
    from kanban_app.operations.plants import PlantProblem
    from kanban_app.store.problems import FileProblem

    program.open(plant)
    program.office.link.failed.emit(PlantProblem(FileProblem.DISK_FULL, str(plant)))
    assert "is full" in program.bar("plant")


# -- settings ----------------------------------------------------------------------------------------------------------


def test_light_and_dark_switch_at_once(program, plant):
    program.open(plant)
    program.office.set_theme("dark")
    assert theme.current().name == "dark"
    assert program.settings.theme == "dark"


def test_zoom_and_language_make_the_screens_anew_and_stay_where_one_was(program, plant, factory):
    program.open(plant)
    program.office.station.choose(factory.station(LINE))
    program.office.go("station")
    program.window.bars.show_bar("plant", "stop", "something is wrong")
    program.office.set_zoom(125)
    assert program.office.page_name() == "station"
    until(program.window.bars.isVisible)
    assert program.bar("plant") == "something is wrong"
    assert program.office.station.terminal.station_id == factory.station(LINE)
    until(lambda: program.office.station.terminal.take.list.rows.rows)
    program.office.set_language("sv")
    assert i18n.language() == "sv"
    assert program.office.page_name() == "station"
    program.office.station.terminal.take_scan(factory.card("chair leg", LINE, 3).code)
    until(lambda: factory.card("chair leg", LINE, 3).state is CardState.RELEASED)
    i18n.use("en")


def test_the_place_of_the_window_is_remembered(program, fast_path):
    program.window.resize(1100, 700)
    program.close()
    kept = Settings(fast_path / "settings.json")
    again = MainWindow(kept, Logs(fast_path / "log"))
    # The screen without a display is 800 px wide, so only the height can come back.
    assert again.height() == 700
    again.deleteLater()


# -- the end -----------------------------------------------------------------------------------------------------------


def test_closing_ends_every_thread_and_lets_the_plant_go(program, plant):
    before = set(threading.enumerate())
    program.open(plant)
    assert set(threading.enumerate()) - before
    program.close()
    assert not {thread for thread in set(threading.enumerate()) - before if "kanban" in thread.name}
    moved = plant.with_name("moved.kanban")
    moved.write_bytes(b"")


def test_closing_while_a_dialog_is_open_leaves_nothing(program):
    program.office.doors.new()
    until(lambda: program.window.findChild(NameDialog) is not None)
    program.close()


def test_closing_while_the_demo_is_being_made_leaves_no_half_plant(program, fast_path):
    program.office.doors.demo()
    QTest.qWait(400)
    program.close()
    assert list((fast_path / "plants").glob("*")) == []


def test_closing_twice_is_closing_once(program):
    program.window.close()
    program.window.close()
    until(lambda: program.gone)


def test_print_list_and_settings_follow_the_plant(program, plant, factory):
    program.open(plant)
    factory.do(Action.CONSUME, [factory.card("chair leg", LINE, 3)])
    program.office.go("cards")
    until(lambda: program.office.cards.model.rows)
    program.office.go("plant")
    assert program.office.plant.name.text() == "furniture factory"
    fields = program.office.plant.findChildren(QLineEdit)
    assert all(field.accessibleName() for field in fields if not isinstance(field.parent(), QSpinBox))


def test_the_draft_of_the_tests_fits_an_empty_plant(fast_path, clock):
    path = new_plant(fast_path / "x", "x", now=clock())
    assert path.exists()
    assert len(DRAFT.loops) == 12
