"""Views of the board are kept by name on this terminal; and how the board was left comes back at the next start."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui.board import kept_views, view_keeper
from kanban_app.gui.board.cells import Column
from kanban_app.gui.board.kept_views import Kept, KeptView, from_texts, to_texts
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.board.sieve import KINDS, STATES, Age, Sieve
from kanban_app.settings import Settings
from tests.gui.board import factory
from tests.gui.board.factory import NOW

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
Start = Callable[[], BoardScreen]


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.fixture
def start(qtbot: QtBot, settings_file: Path) -> Start:
    """Starts the board as the program would, with what the terminal kept."""

    def started() -> BoardScreen:
        screen = BoardScreen(clock=lambda: NOW, settings=Settings(settings_file))
        qtbot.addWidget(screen)
        screen.resize(1826, 1080)
        screen.show()
        qtbot.waitExposed(screen)
        screen.show_board(factory.board())
        QApplication.processEvents()
        return screen

    return started


def _keep(screen: BoardScreen, name: str) -> None:
    if not screen.filters.views.isVisible():
        QTest.mouseClick(screen.filters.views_pill, LEFT)
    screen.filters.views.name.clear()
    QTest.keyClicks(screen.filters.views.name, name)
    QTest.keyClick(screen.filters.views.name, KEY.Key_Return)


def _names(screen: BoardScreen) -> list[str]:
    return [view.name for view in screen.asking.keeper.kept.views]


def _choose(screen: BoardScreen, name: str) -> None:
    choice = screen.filters.views.list
    choice.setFocus()
    QTest.keyClick(choice, KEY.Key_Home)
    while choice.currentText() != name:
        place = choice.currentIndex()
        QTest.keyClick(choice, KEY.Key_Down)
        assert choice.currentIndex() != place, f"no view {name}"


def test_a_view_is_kept_and_chosen_again(start: Start) -> None:
    screen = start()
    QTest.mouseClick(screen.filters.pill(Filter.LATE), LEFT)
    screen.filters.grouping_chosen.emit(Grouping.ITEM)
    _keep(screen, "late ones")
    QTest.mouseClick(screen.filters.pill(Filter.ALL), LEFT)
    assert screen.model.rowCount() == 21
    assert screen.filters.views.list.currentText() == "No kept view", "the board shows something else now"
    _choose(screen, "late ones")
    assert screen.model.rowCount() == 2
    assert screen.model.grouping is Grouping.ITEM
    assert screen.filters.pill(Filter.LATE).isChecked()
    assert screen.filters.rows_choice().currentText() == "by item"


def test_all_that_is_asked_is_in_a_view_and_comes_back_at_the_next_start(start: Start) -> None:
    first = start()
    first.filters.sieve_chosen.emit(Sieve(source="saw", state=CardState.FULL, age=Age.WEEK, flag=None))
    first.search.setText("Leg")
    QTest.qWait(200)
    _keep(first, "legs")
    first.close()
    again = start()
    assert _names(again) == ["legs"]
    assert again.filters.views.list.currentText() == "legs"
    assert again.search.text() == "Leg"
    assert again.model.question == first.model.question
    assert [pill.text() for pill in again.filters.active.pills()][:2] == ["Source: saw", "State: full"]


def test_how_the_board_is_shown_is_written_when_the_hands_rest(
    start: Start, settings_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_keeper, "REST_MS", 50)
    screen = start()
    QTest.mouseClick(screen.filters.pill(Filter.RED), LEFT)

    def kept() -> KeptView | None:
        return from_texts(Settings(settings_file).board_views).last

    qtbot.waitUntil(lambda: kept() == KeptView("", filter=Filter.RED))


def test_a_view_is_renamed_and_deleted_and_brought_back(start: Start) -> None:
    screen = start()
    _keep(screen, "mine")
    _keep(screen, "yours")
    views = screen.filters.views
    views.name.setText("ours")
    QTest.mouseClick(views.rename, LEFT)
    assert _names(screen) == ["mine", "ours"]
    views.name.setText("MINE")
    QTest.mouseClick(views.rename, LEFT)
    assert _names(screen) == ["mine", "ours"]
    assert views.told.text() == "Another view is called MINE. Type another name."
    QTest.mouseClick(views.delete, LEFT)
    assert _names(screen) == ["mine"]
    assert not views.delete.isEnabled(), "none is chosen"
    QTest.mouseClick(views.bring_back, LEFT)
    assert _names(screen) == ["mine", "ours"]


def test_the_same_name_again_replaces_the_view(start: Start) -> None:
    screen = start()
    _keep(screen, "mine")
    QTest.mouseClick(screen.filters.pill(Filter.RED), LEFT)
    _keep(screen, "Mine")
    assert _names(screen) == ["Mine"]
    assert screen.asking.keeper.kept.views[0].filter is Filter.RED


def test_the_panel_keeps_the_width_it_was_given(start: Start) -> None:
    screen = start()
    before, gutter = screen.panel.width(), screen.body.gutter()
    middle = gutter.rect().center()
    QTest.mousePress(gutter, LEFT, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(gutter, middle - QPoint(120, 0))
    QTest.mouseRelease(gutter, LEFT, Qt.KeyboardModifier.NoModifier, gutter.mapFromGlobal(gutter.mapToGlobal(middle)))
    assert screen.panel.width() == before + 120
    gutter.setFocus()
    QTest.keyClick(gutter, KEY.Key_Left)
    assert screen.panel.width() == before + 136
    assert start().panel.width() == before + 136


def test_a_column_keeps_the_width_it_was_drawn_to_and_gives_it_back(start: Start) -> None:
    screen = start()
    view, header = screen.view, screen.view.horizontalHeader()
    fitted = view.columnWidth(Column.ITEM)
    edge = QPoint(view.columnViewportPosition(Column.ITEM) + fitted - 1, header.height() // 2)
    port = header.viewport()
    QTest.mouseMove(port, edge)
    QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, edge)
    QTest.mouseMove(port, edge + QPoint(60, 0))
    QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, edge + QPoint(60, 0))
    drawn = view.columnWidth(Column.ITEM)
    assert drawn == fitted + 60
    total = sum(view.columnWidth(c) for c in range(screen.model.columnCount()) if not view.isColumnHidden(c))
    assert total <= view.viewport().width()
    assert start().view.columnWidth(Column.ITEM) == drawn
    edge = QPoint(view.columnViewportPosition(Column.ITEM) + drawn - 1, header.height() // 2)
    QTest.mouseMove(port, edge)
    QTest.mouseDClick(port, LEFT, Qt.KeyboardModifier.NoModifier, edge)
    QApplication.processEvents()
    assert view.columnWidth(Column.ITEM) == fitted
    assert start().view.columnWidth(Column.ITEM) == fitted


def test_a_board_in_another_plant_ignores_names_it_does_not_have(start: Start, settings_file: Path) -> None:
    kept = Kept(last=KeptView("", sieve=Sieve(source="forge")))
    settings_file.write_text(json.dumps({"board_views": to_texts(kept)}))
    screen = start()
    assert screen.message.headline.text() == "Nothing fits these filters."
    QTest.mouseClick(screen.message.next, LEFT)
    assert screen.model.rowCount() == 21


# -- texts

NAMES = st.text("abc Åß", max_size=12).map(kept_views.cleaned).filter(bool)
SIEVES = st.builds(
    Sieve,
    source=st.text(max_size=5),
    item=st.text(max_size=5),
    kind=st.sampled_from(["", *KINDS]),
    state=st.sampled_from([None, *STATES]),
    age=st.sampled_from([None, *Age]),
    flag=st.sampled_from([None, *Mark]),
)
VIEWS = st.builds(KeptView, NAMES, st.sampled_from(Grouping), st.sampled_from(Filter), st.text(max_size=10), SIEVES)


@given(st.lists(VIEWS, max_size=4, unique_by=lambda view: view.name.casefold()), st.none() | VIEWS)
def test_what_is_written_is_read_again(views: list[KeptView], last: KeptView | None) -> None:
    kept = Kept(tuple(sorted(views, key=lambda view: view.name.casefold())), last, {"item": 300}, 500)
    assert from_texts(to_texts(kept)) == kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["views", "last", "columns", "panel_width", "more"]), JSON.map(json.dumps)))
def test_whatever_stands_there_the_board_starts(texts: dict[str, str]) -> None:
    kept = from_texts(texts)
    assert all(view.name for view in kept.views)


@pytest.mark.parametrize(
    "broken",
    [
        {"name": "x", "filter": "purple"},
        {"name": "x", "grouping": "colour"},
        {"name": "x", "state": "retired"},
        {"name": "x", "age": "old"},
        {"name": "x", "kind": "push"},
        {"name": "x", "later": "field"},
        {"name": "", "filter": "late"},
        {"name": 7},
        "x",
        None,
    ],
)
def test_a_broken_view_is_left_out_and_the_others_stay(broken: object) -> None:
    texts = {"views": json.dumps([broken, {"name": "good", "filter": "late"}]), "last": "{", "panel_width": "9"}
    kept = from_texts(texts)
    assert [(view.name, view.filter) for view in kept.views] == [("good", Filter.LATE)]
    assert (kept.last, kept.panel_width) == (None, None)
