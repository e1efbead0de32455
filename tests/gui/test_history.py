"""The history in a window: what happened, found and followed; the board of then; the file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kanban_app import i18n
from kanban_app.domain.cards import Action, CardState
from kanban_app.gui.history.entry_panel import SEQ
from kanban_app.gui.history.model import Column
from kanban_app.gui.history.screen import HistoryScreen
from kanban_app.gui.look import theme
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.operations.ledger_export import export_ledger, heads
from kanban_app.operations.ledger_views import LedgerFilter
from kanban_app.operations.looking import read_history
from kanban_app.settings import Settings
from tests.gui.conftest import Hands, until
from tests.gui.plants import Factory, lived_in
from tests.gui.test_long_texts import Longer, cut_buttons

LINE = "assembly line"


@pytest.fixture
def shown_cards() -> list[int]:
    """The cards that a screen sent the window to."""
    return []


@pytest.fixture
def tools(link: ShopLink, factory: Factory, sounds: Sounds, shown_cards: list[int]) -> Iterator[Tools]:
    """As the office hands them to its screens."""
    tasks = Tasks(lambda what, problem: pytest.fail(f"{what}: {problem}"))
    yield Tools(
        link, Settings(), tasks, sounds, factory.clock, lambda _name: None, shown_cards.append, lambda *_told: None
    )
    tasks.close()


@pytest.fixture
def screen(factory: Factory, tools: Tools) -> Iterator[HistoryScreen]:
    """The screen in a window, with a morning's entries read."""
    lived_in(factory)
    made = HistoryScreen(tools)
    made.resize(1600, 900)
    made.show()
    made.refresh()
    until(lambda: made.model.lines)
    QTest.qWait(1)
    yield made
    made.close()
    made.deleteLater()


def settled(screen: HistoryScreen) -> None:
    until(lambda: not screen.reader.is_busy() and not screen.filters._typing.isActive())
    QApplication.processEvents()


def all_lines(factory: Factory) -> list:
    return factory.shop.read(read_history, "", 10**6).result()


def scroll_to_end(screen: HistoryScreen, seen: Callable[[], bool]) -> None:
    bar = screen.table.verticalScrollBar()
    while not seen():
        bar.setValue(bar.maximum())
        settled(screen)


def test_the_newest_is_first_and_the_rest_comes_as_one_scrolls(screen, factory):
    everything = [line.event.seq for line in all_lines(factory)]
    assert len(everything) > len(screen.model.lines)
    assert screen.model.lines[0].event.seq == everything[0]
    scroll_to_end(screen, lambda: len(screen.model.lines) == len(everything))
    assert [line.event.seq for line in screen.model.lines] == everything
    assert not screen.model.canFetchMore(QModelIndex())


def test_an_entry_tells_everything_and_its_whole_cascade(screen, factory):
    effect = next(line for line in screen.model.lines if line.event.cause is not None)
    screen.show_entry(effect.event.seq)
    until(lambda: screen.panel.tree.topLevelItemCount() == 1)
    root = screen.panel.tree.topLevelItem(0)
    root_seq = root.data(0, SEQ)
    assert root_seq < effect.event.seq
    assert screen.panel.tree.currentItem().data(0, SEQ) == effect.event.seq
    assert "Anna Lind" in screen.panel.detail.text()
    # a press on the cause shows the cause, in the list too
    where = screen.panel.tree.visualItemRect(root).center()
    QTest.mouseClick(screen.panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    until(lambda: screen.panel.line().event.seq == root_seq)
    assert screen.model.lines[screen.table.currentIndex().row()].event.seq == root_seq


def test_an_entry_that_is_not_in_the_list_is_shown_all_the_same(screen):
    screen.filters.roots.click()
    until(lambda: screen.model.lines and all(line.event.cause is None for line in screen.model.lines))
    screen.show_entry(3)
    until(lambda: screen.panel.line() is not None and screen.panel.line().event.seq == 3)


def test_what_is_typed_filters_and_good_news_are_said(screen, factory):
    card = factory.card("chair leg", LINE, 1)
    hands = Hands(screen)
    screen.filters.search.setFocus()
    hands.type(card.code.lower()[:4], gap_ms=1)
    until(lambda: screen.reader.wanted.text == card.code.lower()[:4])
    settled(screen)
    assert {line.card_code for line in screen.model.lines} == {card.code}
    screen.filters.search.setText("no such thing")
    until(lambda: screen._stack.currentWidget() is screen.message)
    assert screen.message.headline.text() == "Nothing like it happened."
    QTest.mouseClick(screen.message.next, Qt.MouseButton.LeftButton)
    until(lambda: len({line.card_code for line in screen.model.lines}) > 1)


def test_a_day_that_is_none_is_said_and_nothing_is_read(screen):
    before = screen.reader.wanted
    screen.filters.from_day.setText("yesterday")
    until(lambda: "2027-01-31" in screen.told.text())
    assert screen.reader.wanted is before


def test_item_station_action_and_days_go_together(screen, factory):
    structure = factory.shop.structure
    legs = next(item.id for item in structure.items.values() if item.code == "chair leg")
    screen.filters.item.setCurrentIndex(screen.filters.item.findData(legs))
    screen.filters.station.setCurrentIndex(screen.filters.station.findData(factory.station("saw")))
    screen.filters.action.setCurrentIndex(screen.filters.action.findData(Action.START.value))
    screen.filters.from_day.setText("2027-01-04")
    screen.filters.to_day.setText("2027-01-04")
    screen.filters.look_now()
    settled(screen)
    assert [(line.item_code, line.event.action) for line in screen.model.lines] == [("chair leg", Action.START)]


def test_what_is_booked_meanwhile_waits_until_it_is_asked_for(screen, factory):
    count = len(screen.model.lines)
    factory.do(Action.CONSUME, [factory.card("chair", "shop 1", 1)])
    until(screen.newer_button.isVisible)
    assert len(screen.model.lines) == count
    QTest.mouseClick(screen.newer_button, Qt.MouseButton.LeftButton)
    until(lambda: screen.model.lines and screen.model.lines[0].event.seq == all_lines(factory)[0].event.seq)


def test_the_card_of_an_entry_and_only_its_entries(screen, shown_cards):
    line = screen.panel.line()
    QTest.mouseClick(screen.panel.card_button, Qt.MouseButton.LeftButton)
    assert shown_cards == [line.event.card_id]
    QTest.mouseClick(screen.panel.only_button, Qt.MouseButton.LeftButton)
    settled(screen)
    assert {found.event.card_id for found in screen.model.lines} == {line.event.card_id}


# -- the board of then -------------------------------------------------------------------------------------------------


def in_the_past(screen: HistoryScreen, seq: int) -> None:
    screen.show_board_at(seq)
    until(lambda: screen.past.past is not None and screen.past.past.seq == seq)


def test_the_board_of_then_says_that_it_is_not_now(screen, factory):
    emptied = next(
        line for line in all_lines(factory) if line.item_code == "chair" and line.event.action is Action.CONSUME
    )
    in_the_past(screen, emptied.event.seq - 1)
    assert screen.past.model.board.card(emptied.event.card_id).state is CardState.FULL
    assert "not now" in screen.past.strip.headline.text()
    assert "As it was " in screen.past.strip.headline.text()
    QTest.mouseClick(screen.past.after, Qt.MouseButton.LeftButton)
    until(lambda: screen.past.past.seq == emptied.event.seq)
    assert screen.past.model.board.card(emptied.event.card_id).state is CardState.EMPTY
    # what is shown is no live board, and none is changed by it
    factory.do(Action.URGENT, [factory.card("chair", "factory store", 4)])
    assert screen.past.past.seq == emptied.event.seq


def test_the_slider_goes_to_a_moment_with_the_keys_and_stays_where_it_is(screen, factory):
    last_seq = all_lines(factory)[0].event.seq
    in_the_past(screen, last_seq)
    slider = screen.past.slider
    assert slider.value() == slider.maximum()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageDown)
    until(lambda: screen.past.past.seq < last_seq)
    value = slider.value()
    assert value == slider.maximum() - 24 * 60
    assert screen.past.past.at <= screen.past._span.last_at
    QTest.keyClick(slider, Qt.Key.Key_Home)
    until(lambda: screen.past.reader.is_busy() is False and screen.past.past.at == screen.past._span.first_at)
    QTest.keyClick(slider, Qt.Key.Key_End)
    until(lambda: screen.past.past.seq == last_seq)


def test_escape_and_the_button_lead_back_to_the_list(screen):
    for leave in (
        lambda: QTest.keyClick(screen.past.slider, Qt.Key.Key_Escape),
        lambda: QTest.mouseClick(screen.past.strip.back, Qt.MouseButton.LeftButton),
    ):
        in_the_past(screen, 5)
        assert screen.is_in_the_past()
        leave()
        assert not screen.is_in_the_past()


def test_a_way_that_takes_long_can_be_stopped(screen, factory):
    in_the_past(screen, 40)
    screen.past.reader._boards._stretch = 1
    screen.past.reader.go(3)
    until(screen.past.strip.stop.isVisible)
    QTest.mouseClick(screen.past.strip.stop, Qt.MouseButton.LeftButton)
    until(lambda: not screen.past.reader.is_busy())
    assert screen.past.past.seq == 40
    assert not screen.past.strip.stop.isVisible()


# -- the file ----------------------------------------------------------------------------------------------------------


def test_what_is_filtered_is_saved_whole(screen, factory, fast_path: Path):
    wanted = LedgerFilter(action=Action.CONSUME)
    target = fast_path / "history.csv"
    said: list[str] = []
    screen.export.told.connect(lambda text, _tone: said.append(text))
    screen.export.save(target, wanted)
    until(lambda: said)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    expected = [line for line in all_lines(factory) if line.event.action is Action.CONSUME]
    assert rows[0] == list(heads())
    assert [int(row[0]) for row in rows[1:]] == [line.event.seq for line in expected]
    assert str(len(expected)) in said[0]
    assert [path.name for path in fast_path.iterdir() if path.suffix == ".part"] == []


def test_a_saving_that_is_stopped_leaves_the_old_file(factory, fast_path: Path):
    target = fast_path / "history.csv"
    target.write_text("old")
    with pytest.raises(InterruptedError):
        export_ledger(factory.shop, LedgerFilter(), target, cancelled=lambda: True)
    assert target.read_text() == "old"
    assert [path.suffix for path in fast_path.iterdir() if path.suffix == ".part"] == []


def test_a_workbook_holds_the_same_entries(factory, fast_path: Path):
    from python_calamine import CalamineWorkbook

    target = fast_path / "history.xlsx"
    count = export_ledger(lived_in(factory).shop, LedgerFilter(only_roots=True), target)
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert rows[0] == list(heads())
    expected = [line.event.seq for line in all_lines(factory) if line.event.cause is None]
    assert [int(row[0]) for row in rows[1:]] == expected
    assert count == len(expected)


def test_a_reason_never_becomes_a_formula(factory, fast_path: Path):
    factory.do(Action.HOLD, [factory.card("chair", "shop 1", 1)], reason="=1+1")
    target = fast_path / "history.csv"
    export_ledger(factory.shop, LedgerFilter(action=Action.HOLD), target)
    assert ",'=1+1," in target.read_text(encoding="utf-8-sig")


def test_a_folder_that_is_not_there_is_said(screen, fast_path: Path):
    said: list[tuple[str, str]] = []
    screen.export.told.connect(lambda text, tone: said.append((text, tone)))
    screen.export.save(fast_path / "none" / "history.csv", LedgerFilter())
    until(lambda: said)
    assert said[0][1] == "stop"
    assert "Choose another folder." in said[0][0]


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "zoom"), [(1080, 100), (1080, 150), (1740, 100)])
def test_the_buttons_are_whole_and_the_names_have_room(screen, qapp, width, zoom):
    theme.set_zoom(qapp, zoom)
    screen.resize(width, 800)
    QApplication.processEvents()
    assert screen.width() == width
    for column in (Column.WHAT, Column.CARD):
        assert screen.table.columnWidth(column) >= theme.px(100)
    for button in (screen.panel.board_button, screen.panel.card_button, screen.export_button):
        assert button.width() >= button.minimumSizeHint().width()
        assert button.height() >= theme.px(44)


def test_every_control_has_a_name_and_every_row_is_spoken(screen):
    for widget in (screen.table, screen.filters.search, screen.filters.item, screen.filters.person, screen.past.slider):
        assert widget.accessibleName()
    index = screen.model.index(0, 0)
    spoken = screen.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert "→" in spoken or "full" in spoken or "empty" in spoken


@pytest.mark.parametrize("size", [(1080, 800), (1740, 1080)])
def test_longer_words_cut_no_button(factory, tools, monkeypatch, size):
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    made = HistoryScreen(lived_in(factory) and tools)
    made.resize(*size)
    made.show()
    made.refresh()
    until(lambda: made.panel.line() is not None)
    assert (made.width(), made.height()) == size
    assert cut_buttons(made) == []
    made.show_board_at(20)
    until(lambda: made.past.past is not None)
    assert cut_buttons(made) == []
    made.close()
    made.deleteLater()
