"""What a terminal remembers: dragged columns, the order of a list, filters, places of windows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from kanban_app.gui.look import remembering, tables, theme
from kanban_app.gui.look.remembering import Note, fit_on_a_screen
from kanban_app.settings import Settings
from tests.gui.conftest import until

OpenTable = Callable[[int], QTableView]


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def open_table(qtbot: QtBot, settings: Settings) -> OpenTable:
    """Opens a table of four columns, so wide."""

    def opened(width: int) -> QTableView:
        made = QTableView()
        qtbot.addWidget(made)
        made.setModel(QStandardItemModel(3, 4, made))
        tables.dress(made, settings=settings, name="cards")
        made.resize(width, 200)
        made.show()
        QTest.qWaitForWindowExposed(made)
        return made

    return opened


def widths(table: QTableView) -> list[int]:
    return [table.columnWidth(place) for place in range(4)]


def drag(table: QTableView, column: int, by: int) -> None:
    """Take the divider right of a column with the mouse."""
    header = table.horizontalHeader()
    start = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) - 1, header.height() // 2)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in (0.5, 1):
        QTest.mouseMove(header.viewport(), start + QPoint(round(by * step), 0))
        QApplication.processEvents()
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))


def test_columns_fill_the_table_whatever_its_width(open_table: OpenTable) -> None:
    table = open_table(803)
    for width in (803, 500, 1200):
        table.resize(width, 200)
        QApplication.processEvents()
        assert sum(widths(table)) == table.viewport().width()


def test_a_divider_that_is_dragged_takes_from_the_next_column_and_the_table_stays_full(open_table: OpenTable) -> None:
    table = open_table(800)
    before = widths(table)
    drag(table, 1, 60)
    after = widths(table)
    assert after[0] == pytest.approx(before[0], abs=2)
    assert after[1] == pytest.approx(before[1] + 60, abs=2)
    assert after[2] == pytest.approx(before[2] - 60, abs=2)
    assert sum(after) == table.viewport().width()


def test_no_column_is_dragged_out_of_sight(open_table: OpenTable) -> None:
    table = open_table(800)
    drag(table, 0, 700)
    assert min(widths(table)) >= theme.px(44)


def test_columns_come_back_as_they_were_left_in_a_table_of_another_width(
    open_table: OpenTable, settings: Settings
) -> None:
    table = open_table(800)
    drag(table, 0, 90)
    share = widths(table)[0] / sum(widths(table))
    table.hide()
    assert "columns.cards" in settings.places
    again = open_table(1200)
    assert widths(again)[0] / sum(widths(again)) == pytest.approx(share, abs=0.01)


def test_the_heads_menu_puts_the_columns_back(open_table: OpenTable, settings: Settings) -> None:
    table = open_table(800)
    before = widths(table)
    drag(table, 0, 90)
    (action,) = table.horizontalHeader().actions()
    action.trigger()
    assert widths(table) == before
    table.hide()
    assert settings.places == {}


@pytest.mark.parametrize("kept", ["", "[1]", '{"0": 7}', '{"0": "x", "9": "80", "sort": "77"}', '{"0": "-5"}'])
def test_a_note_that_cannot_be_read_counts_as_none(open_table: OpenTable, settings: Settings, kept: str) -> None:
    settings.places = {"columns.cards": kept}
    table = open_table(800)
    assert sum(widths(table)) == table.viewport().width()


def test_a_note_is_written_when_it_rests(qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REST_MS", 20)
    widget = QWidget()
    qtbot.addWidget(widget)
    note = Note(widget, settings, "search")
    for text in ("c", "ch", "cha"):
        note.put({"text": text})
        assert settings.places == {}
    until(lambda: settings.places)
    assert Note(widget, settings, "search").read() == {"text": "cha"}


def test_a_window_stays_where_it_was_while_its_screen_is_there(qapp: QApplication) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    place = QRect(room.left() + 10, room.top() + 20, 300, 200)
    assert fit_on_a_screen(place) == place


@pytest.mark.parametrize(
    "place", [QRect(9000, 40, 400, 300), QRect(-5000, -5000, 400, 300), QRect(10, 10, 90_000, 80_000)]
)
def test_a_window_whose_screen_is_gone_comes_back_whole(qapp: QApplication, place: QRect) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.contains(fit_on_a_screen(place))


def test_filters_order_and_page_come_back_in_the_next_program(program, plant) -> None:
    program.open(plant)
    program.office.go("history")
    history = program.office.pages["history"]
    history.filters.item.setCurrentIndex(history.filters.item.findText("chair"))
    history.filters.person.setText("Anna")
    history.filters.look_now()
    program.office.go("loops")
    loops = program.office.pages["loops"]
    until(lambda: loops.pages["items"].panel.model.rows)
    loops.show_page("items")
    loops.search.setText("leg")
    loops.pages["items"].panel.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    program.office.set_zoom(110)
    program.office.go("history")
    history = program.office.pages["history"]
    assert (history.filters.item.currentText(), history.filters.person.text()) == ("chair", "Anna")
    program.office.go("loops")
    loops = program.office.pages["loops"]
    until(lambda: loops.pages["items"].panel.model.rows)
    assert (loops.page_name(), loops.search.text()) == ("items", "leg")
    names = [line.texts[0] for line in loops.pages["items"].panel.model.rows]
    assert len(names) > 1
    assert names == sorted(names, reverse=True)


def test_a_full_screen_window_notes_its_screen(program, plant) -> None:
    program.open(plant)
    program.office.full_screens.show_wall()
    program.office.full_screens.wall.close()
    screen = QGuiApplication.primaryScreen().name()
    assert remembering.read(program.settings, "wall_window") == {"screen": screen}
    program.office.full_screens.show_wall()
    assert program.office.full_screens.wall.screen().name() == screen
