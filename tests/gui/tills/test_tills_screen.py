"""Till sales in a window: a file is tried, booked and told about; codes are said; a folder is watched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from kanban_app import i18n
from kanban_app.gui.look import theme
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.gui.tills.screen import TillsScreen
from kanban_app.operations.tills_codes import read_unknown
from kanban_app.settings import Settings
from tests.gui.conftest import Hands, until
from tests.gui.plants import Factory
from tests.gui.test_long_texts import Longer, cut_buttons
from tests.tills.selling import line, till_file

SHOP = "shop 1"


@pytest.fixture
def tools(link: ShopLink, factory: Factory, sounds: Sounds) -> Iterator[Tools]:
    tasks = Tasks(lambda what, problem: pytest.fail(f"{what}: {problem}"))
    nothing = lambda *_told: None
    yield Tools(link, Settings(), tasks, sounds, factory.clock, nothing, nothing, nothing)
    tasks.close()


@pytest.fixture
def screen(tools: Tools) -> Iterator[TillsScreen]:
    made = TillsScreen(tools)
    made.resize(1280, 800)
    made.show()
    made.refresh()
    until(lambda: made.file.station.count() and made.codes.stack.currentWidget() is not made.codes.grey)
    yield made
    made.close()
    made.deleteLater()


def press(button: QAbstractButton) -> None:
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def tried(screen: TillsScreen, path: Path) -> None:
    screen.file.read(path)
    until(lambda: not screen.file._busy)


def book(screen: TillsScreen) -> None:
    press(screen.file.book)
    until(lambda: not screen.file._busy)


def stock(factory: Factory, item: str) -> int:
    board = factory.shop.board().result()
    loops = [loop for loop in board.structure.loops.values() if board.structure.item_of(loop).code == item]
    at_shop = [loop for loop in loops if board.structure.stations[loop.consumer_id].name == SHOP]
    return sum(card.quantity for loop in at_shop for card in board.row(loop.id).cards)


def sold_items(factory: Factory) -> list[str]:
    structure = factory.shop.structure
    shop_id = factory.station(SHOP)
    return [structure.item_of(loop).code for loop in structure.loops_at(shop_id)[0]]


def test_shops_are_offered_first_and_the_page_says_what_to_do(screen: TillsScreen) -> None:
    assert screen.file.station.currentText() == SHOP
    assert screen.file.message.isVisible()
    assert not screen.file.book.isEnabled()
    assert screen.codes.message.headline.text() == "Every code is known"


def test_a_file_is_tried_first_and_booked_when_the_person_agrees(
    screen: TillsScreen, factory: Factory, fast_path: Path
) -> None:
    item = sold_items(factory)[0]
    before = stock(factory, item)
    path = till_file(fast_path, [line(1, item, 1), line(2, item, 1), line(2, item, 1)])
    tried(screen, path)
    assert screen.file.verdict.text() == "2 lines can be booked."
    assert screen.file.figures.texts["in the books already, or twice in the file"] == "1"
    assert "counts once" in screen.file.notes.text()
    assert stock(factory, item) == before
    book(screen)
    assert screen.file.verdict.text() == "2 lines are booked."
    assert stock(factory, item) == before - 2
    until(lambda: screen.reports.table.lines.rowCount() == 1)
    assert screen.reports.figures.texts["sales"] == "2"
    tried(screen, path)
    assert screen.file.verdict.text() == "Every line of it is in the books already."


def test_the_shop_is_where_files_of_this_source_were_sold_until_the_person_says_otherwise(
    screen: TillsScreen, factory: Factory, fast_path: Path
) -> None:
    item = sold_items(factory)[0]
    choice = screen.file.station
    tried(screen, till_file(fast_path, [line(1, item, 1)]))
    assert choice.currentText() == SHOP
    choice.setCurrentText("factory store")
    choice.activated.emit(choice.currentIndex())
    until(lambda: not screen.file._busy)
    assert screen.file.tried is not None
    assert screen.file.tried.report.station == "factory store"
    book(screen)
    choice.setCurrentText(SHOP)
    tried(screen, till_file(fast_path, [line(2, item, 1)]))
    assert choice.currentText() == "factory store"
    assert "factory store" in screen.file.about.text()
    choice.setCurrentText(SHOP)
    choice.activated.emit(choice.currentIndex())
    until(lambda: not screen.file._busy)
    tried(screen, till_file(fast_path, [line(3, item, 1)]))
    assert choice.currentText() == SHOP


def test_bad_rows_are_told_by_row_and_column_and_may_be_left_out(
    screen: TillsScreen, factory: Factory, fast_path: Path
) -> None:
    item = sold_items(factory)[0]
    tried(screen, till_file(fast_path, [line(1, item, "two"), line(2, item, 1)]))
    assert screen.file.verdict.text().startswith("1 bad row. Nothing was booked.")
    assert screen.file.problems.item(0, 0).text() == "till.csv, row 2, column quantity"
    assert not screen.file.book.isEnabled()
    QTest.mouseClick(screen.file.skip, Qt.MouseButton.LeftButton, pos=QPoint(8, screen.file.skip.height() // 2))
    until(lambda: not screen.file._busy and screen.file.verdict.text() == "1 line can be booked.")
    book(screen)
    assert screen.file.figures.texts["bad rows"] == "1"


def test_columns_that_nobody_knows_are_asked_for_and_remembered(
    screen: TillsScreen, factory: Factory, fast_path: Path
) -> None:
    item = sold_items(factory)[0]
    tried(screen, till_file(fast_path, [(item, 1, "2026-03-02")], headers=("x", "y", "z")))
    form = screen.file.form
    assert form is not None
    assert form.isVisible()
    for header, name in (("x", "item"), ("y", "quantity"), ("z", "date")):
        form.choices[header].setCurrentIndex(form.choices[header].findData(name))
    press(form.again)
    until(lambda: not screen.file._busy)
    assert screen.file.verdict.text() == "1 line can be booked."
    book(screen)
    tried(screen, till_file(fast_path, [(item, 2, "2026-03-03")], "next.csv", ("x", "y", "z")))
    assert screen.file.verdict.text() == "1 line can be booked."


def test_a_file_can_be_dropped(screen: TillsScreen, factory: Factory, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, sold_items(factory)[0], 1)])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    screen.file.dropEvent(QDropEvent(QPoint(5, 5).toPointF(), Qt.DropAction.CopyAction, data, buttons, keys))
    until(lambda: screen.file.verdict.text() == "1 line can be booked.")


def test_reading_can_be_stopped_and_nothing_is_booked(
    screen: TillsScreen, factory: Factory, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kanban_app.operations.tills_reading.ROWS_A_TELLING", 1)
    path = till_file(fast_path, [line(number, sold_items(factory)[0], 1) for number in range(5)])
    screen.file._read_so_far.connect(lambda _done, _whole: screen.file._stop.set(), Qt.ConnectionType.DirectConnection)
    screen.file.read(path)
    until(lambda: not screen.file._busy)
    assert screen.file.message.headline.text() == "Stopped"
    assert not screen.file.book.isEnabled()


def test_an_unknown_code_is_said_to_be_an_item_and_another_to_be_no_goods(
    screen: TillsScreen, factory: Factory, fast_path: Path
) -> None:
    item = sold_items(factory)[0]
    before = stock(factory, item)
    tried(screen, till_file(fast_path, [line(1, "4711", 1), line(2, "4711", 1), line(3, "POST", 1)]))
    book(screen)
    until(lambda: screen.pills[1].count() == 2)
    press(screen.pills[1])
    assert screen.codes.isVisible()
    assert screen.codes.chosen.text() == "4711"
    screen.codes.item.setFocus()
    Hands(screen).type(item + "\r", gap_ms=1)
    until(lambda: screen.pills[1].count() == 1)
    assert "2 waiting lines are booked now." in screen.codes.told.text()
    assert stock(factory, item) == before - 2
    press(screen.codes.proposals_button)
    until(lambda: screen.pills[1].count() == 0)
    until(lambda: screen.codes.told_table.lines.rowCount() == 2)
    assert factory.shop.read(read_unknown).result() == []
    screen.codes.told_table.selectRow(1)
    press(screen.codes.forget_button)
    until(lambda: screen.codes.told_table.lines.rowCount() == 1)


def test_an_item_that_is_not_there_is_refused_in_words(screen: TillsScreen, fast_path: Path) -> None:
    tried(screen, till_file(fast_path, [line(1, "4711", 1)]))
    book(screen)
    until(lambda: screen.pills[1].count() == 1)
    press(screen.pills[1])
    screen.codes.item.setText("no such thing")
    press(screen.codes.item_button)
    assert screen.codes.told.text().startswith("There is no item no such thing.")


def test_files_that_come_into_the_watched_folder_are_booked_and_put_away(
    screen: TillsScreen, factory: Factory, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fast_path / "till"
    folder.mkdir()
    till_file(folder, [line(1, sold_items(factory)[0], 1)], "monday.csv")
    press(screen.pills[3])
    screen.folder.start(folder)
    assert screen.folder.state.text() == f"Watching a folder for {SHOP}"
    screen.watch.look()
    until(lambda: not screen.watch._busy)
    screen.watch.look()
    until((folder / "done" / "monday.csv").exists)
    until(lambda: "sales  1" in screen.folder.told.toPlainText())
    assert screen._tools.settings.values["till_watch"]["folder"] == str(folder)
    press(screen.folder.stop)
    assert screen.folder.state.text() == "No folder is watched"
    assert not screen.watch._timer.isActive()


def test_a_folder_that_went_away_is_told(screen: TillsScreen, fast_path: Path) -> None:
    press(screen.pills[3])
    screen.folder.start(fast_path / "gone")
    screen.watch.look()
    until(lambda: screen.folder.state.text().startswith("The folder cannot be used now"))
    screen.folder.stop_watching()


def test_everything_has_a_name_for_those_who_hear_the_screen(screen: TillsScreen) -> None:
    for page in (screen.file, screen.codes, screen.reports, screen.folder):
        for widget in page.findChildren(QAbstractButton):
            assert widget.accessibleName() or widget.text() or not widget.isVisibleTo(page), widget
    assert screen.codes.table.accessibleName()
    assert screen.file.station.accessibleName()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_longer_words_still_fit(tools: Tools, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    made = TillsScreen(tools)
    made.resize(*size)
    made.show()
    made.refresh()
    QApplication.processEvents()
    for pill in made.pills:
        pill.setChecked(True)
        QApplication.processEvents()
        assert made.minimumSizeHint().width() <= size[0]
        assert cut_buttons(made) == []
    made.close()
    made.deleteLater()


def test_it_is_dressed_in_the_dark_too(screen: TillsScreen, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    QApplication.processEvents()
    ground = screen.grab().toImage().pixelColor(3, 3)
    assert ground.lightness() < 60
