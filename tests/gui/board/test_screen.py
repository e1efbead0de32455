"""The board as a person meets it: filters, search, drawer, empty and broken states, keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card
from kanban_app.domain.changes import Changes
from kanban_app.domain.codes import spaced
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.look import theme
from tests.gui.board import factory
from tests.gui.board.factory import NOW, changed

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
BUTTONS = ("urgent", "next", "take", "hold", "print", "lost", "retire", "undo")


def _shown(qtbot: QtBot, board: Board | None, width: int = 1826, height: int = 1080) -> BoardScreen:
    screen = BoardScreen(clock=lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    qtbot.waitExposed(screen)
    if board is not None:
        screen.set_maybe_lost(factory.maybe_lost())
        screen.show_board(board)
    QApplication.processEvents()
    return screen


@pytest.fixture
def screen(qtbot: QtBot) -> BoardScreen:
    return _shown(qtbot, factory.board())


@pytest.fixture
def small(qtbot: QtBot) -> BoardScreen:
    return _shown(qtbot, factory.board(), 1190, 800)


def _card(screen: BoardScreen, loop_id: int, number: int) -> Card:
    assert screen.model.board is not None
    return next(c for c in screen.model.board.cards() if (c.loop_id, c.number) == (loop_id, number))


def _click_card(screen: BoardScreen, card: Card) -> None:
    place = screen.view.cell_of(card.id)
    assert place is not None
    QTest.mouseClick(screen.view.viewport(), LEFT, pos=place)


def _type(screen: BoardScreen, text: str) -> None:
    QTest.keyClicks(screen.search, text)
    QTest.qWait(200)


def test_a_pill_filters_and_all_brings_everything_back(screen: BoardScreen) -> None:
    QTest.mouseClick(screen.filters.pill(Filter.LATE), LEFT)
    assert screen.model.rowCount() == 2 == screen.filters.pill(Filter.LATE).count()
    QTest.mouseClick(screen.filters.pill(Filter.ALL), LEFT)
    assert screen.model.rowCount() == 21


def test_counts_are_live_while_another_filter_is_on(screen: BoardScreen) -> None:
    QTest.mouseClick(screen.filters.pill(Filter.ON_HOLD), LEFT)
    screen.apply(Changes((changed(_card(screen, 5, 1), due_at=NOW - timedelta(hours=1)),)))
    assert screen.filters.pill(Filter.LATE).count() == 3
    assert screen.model.rowCount() == 1


def test_good_news_is_said_as_such(screen: BoardScreen) -> None:
    held = next(card for card in factory.cards() if card.on_hold)
    screen.apply(Changes((changed(held, on_hold=False),)))
    QTest.mouseClick(screen.filters.pill(Filter.ON_HOLD), LEFT)
    assert screen.message.isVisible()
    assert screen.message.headline.text() == "No card is on hold."
    QTest.mouseClick(screen.message.next, LEFT)
    assert screen.view.isVisible()
    assert screen.model.rowCount() == 21
    assert screen.filters.pill(Filter.ALL).isChecked()


def test_rows_are_grouped_as_chosen(screen: BoardScreen) -> None:
    choice = screen.filters.rows_choice()
    choice.setFocus()
    QTest.keyClick(choice, KEY.Key_Down)
    assert screen.model.grouping is Grouping.CONSUMER
    assert choice.currentText() == "by consumer"


def test_ctrl_f_leads_to_the_search_and_typing_filters(screen: BoardScreen) -> None:
    screen.view.setFocus()
    QTest.keyClick(screen.view, KEY.Key_F, CTRL)
    assert screen.search.hasFocus()
    _type(screen, "grinder")
    assert screen.model.rowCount() == 2
    QTest.keyClick(screen.search, KEY.Key_Escape)
    QTest.qWait(200)
    assert screen.search.text() == ""
    assert screen.model.rowCount() == 21
    QTest.keyClick(screen.search, KEY.Key_Escape)
    assert screen.view.hasFocus()


def test_a_search_without_hits_says_what_was_looked_for(screen: BoardScreen) -> None:
    screen.asking.go_to_search()
    _type(screen, "sofa")
    assert screen.message.headline.text() == "Nothing fits “sofa”."


def test_a_code_in_the_search_leads_to_its_card(screen: BoardScreen, qtbot: QtBot) -> None:
    card = _card(screen, 19, 2)
    QTest.mouseClick(screen.filters.pill(Filter.RED), LEFT)
    screen.asking.go_to_search()
    _type(screen, spaced(card.code).lower())
    QTest.keyClick(screen.search, KEY.Key_Return)
    assert screen.selected_card_id() == card.id
    assert screen.view.hasFocus()
    assert screen.model.rowCount() == 21


def test_a_scanned_code_shows_its_card_and_a_foreign_one_nothing(screen: BoardScreen) -> None:
    assert screen.show_code(_card(screen, 3, 2).code)
    assert screen.selected_card_id() == _card(screen, 3, 2).id
    assert not screen.show_code("4006381333931")


def test_a_chosen_card_shows_who_it_is_and_what_is_wrong(screen: BoardScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.card_selected):
        _click_card(screen, _card(screen, 7, 2))
    assert screen.panel.alert.text() == "23 h late. None left at assembly line."
    assert screen.panel.button("next").text() == "Receive…"
    assert not screen.panel.hint.isVisible()


def test_without_a_choice_the_panel_says_how_to_make_one(screen: BoardScreen) -> None:
    assert screen.panel.hint.isVisible()
    assert not screen.panel.button("next").isVisible()


def test_the_panel_follows_the_card(screen: BoardScreen) -> None:
    card = _card(screen, 7, 2)
    _click_card(screen, card)
    screen.apply(Changes((changed(card, on_hold=True),)))
    assert screen.panel.alert.text().startswith("On hold")
    assert screen.panel.button("hold").text() == "Free again"
    assert not screen.panel.button("next").isEnabled()


def test_a_panel_has_one_blue_button(screen: BoardScreen) -> None:
    for card in list(screen.model.board.cards()):  # type: ignore[union-attr]
        screen.show_card(card.id)
        names = BUTTONS
        blue = [name for name in names if screen.panel.button(name).property("kind") == "primary"]
        assert len(blue) <= 1


@pytest.mark.parametrize("key, action", [(KEY.Key_H, "put on hold"), (KEY.Key_P, None)])
def test_keys_without_a_plant_do_nothing_bad(screen: BoardScreen, key: Qt.Key, action: str | None) -> None:
    _click_card(screen, _card(screen, 7, 2))
    QTest.keyClick(screen.view, key, CTRL)
    assert not screen.panel.is_asking()
    assert not screen.panel.notice.isVisible()


# -- small screens


def test_on_a_small_screen_the_panel_is_a_drawer(small: BoardScreen) -> None:
    assert small.is_drawer()
    assert not small.panel.isVisible()
    small.view.choose_card(_card(small, 7, 2).id)
    small.view.setFocus()
    QTest.keyClick(small.view, KEY.Key_Return)
    assert small.panel.isVisible()
    assert small.panel.x() > small.width() // 2
    QTest.keyClick(small.view, KEY.Key_Escape)
    assert not small.panel.isVisible()


def test_a_click_opens_the_drawer_and_its_button_closes_it(small: BoardScreen) -> None:
    _click_card(small, _card(small, 5, 1))
    assert small.panel.isVisible()
    close = next(b for b in small.panel.findChildren(type(small.panel.button("next"))) if b.text() == "Close")
    QTest.mouseClick(close, LEFT)
    assert not small.panel.isVisible()
    assert small.view.hasFocus()


def test_a_small_board_leaves_out_two_columns(small: BoardScreen, screen: BoardScreen) -> None:
    assert small.view.is_compact()
    assert not screen.view.is_compact()


@pytest.mark.parametrize("zoom", [80, 125, 150, 200])
def test_nothing_is_cut_off_at_any_zoom(qtbot: QtBot, qapp: QApplication, zoom: int) -> None:
    theme.set_zoom(qapp, zoom)
    screen = _shown(qtbot, factory.board(), 1826, 1080)
    screen.show_card(_card(screen, 7, 2).id)
    QApplication.processEvents()
    for name in BUTTONS:
        button = screen.panel.button(name)
        if button.isVisible():
            corner = button.mapTo(screen, button.rect().bottomRight())
            assert corner.x() <= screen.width()
            assert corner.y() <= screen.height()
            assert button.width() >= button.sizeHint().width()


# -- nothing to show


def test_a_plant_without_loops_offers_to_add_one_or_to_import(qtbot: QtBot) -> None:
    screen = _shown(qtbot, Board(Structure((), (), (), ()), ()))
    assert screen.message.headline.text() == "No loops yet"
    assert screen.message.next.text() == "Add a loop"
    assert screen.message.next.property("kind") == "primary"
    with qtbot.waitSignal(screen.add_loop_asked):
        QTest.mouseClick(screen.message.next, LEFT)
    with qtbot.waitSignal(screen.import_asked):
        QTest.mouseClick(screen.message.other, LEFT)


def test_a_board_that_takes_long_shows_grey_rows_after_a_moment(qtbot: QtBot) -> None:
    screen = _shown(qtbot, None)
    screen.set_shop(None)
    grey = screen.body.grey
    assert not grey.isVisible()
    qtbot.waitUntil(grey.isVisible)
    screen.show_board(factory.board())
    assert screen.view.isVisible()


def test_a_board_that_cannot_be_read_says_why_and_offers_to_try_again(qtbot: QtBot) -> None:
    screen = _shown(qtbot, None)
    screen.show_problem("plant.kanban is in use by another program.")
    assert screen.message.detail.text().startswith("plant.kanban")
    with qtbot.waitSignal(screen.retry_asked):
        QTest.mouseClick(screen.message.next, LEFT)
    screen.show_board(factory.board())
    assert screen.view.isVisible()


def test_the_focus_goes_from_search_over_filters_and_board_to_the_actions(screen: BoardScreen) -> None:
    screen.show_card(_card(screen, 7, 2).id)
    screen.asking.go_to_search()
    seen = []
    for _ in range(30):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
    order = [screen.search, screen.filters.pill(Filter.ALL), screen.filters.rows_choice(), screen.view]
    order.append(screen.panel.button("next"))
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places)


def test_every_control_has_a_name(screen: BoardScreen) -> None:
    screen.show_card(_card(screen, 7, 2).id)
    pills = [screen.filters.pill(chosen) for chosen in Filter]
    for widget in (screen.search, screen.view, screen.filters.rows_choice(), *pills):
        assert widget.accessibleName()
    for name in BUTTONS:
        assert screen.panel.button(name).text()
