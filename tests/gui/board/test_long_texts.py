"""Other languages are longer: with every text of the program 40 % longer nothing one acts by is cut off."""

from __future__ import annotations

import gettext

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from kanban_app import i18n
from kanban_app.domain.cards import Action, Mark
from kanban_app.gui.board.plan import Filter
from kanban_app.gui.board.quantity_field import asked_for
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.board.sieve import Sieve
from kanban_app.gui.look.widgets import ElidedLabel, TextLabel
from tests.gui.board import factory
from tests.gui.board.factory import NOW


class Longer(gettext.NullTranslations):
    """A language in which everything takes 40 % more letters."""

    def gettext(self, message: str) -> str:
        return message + "ö" * round(len(message) * 0.4)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())


def _shown(qtbot: QtBot, width: int, height: int) -> BoardScreen:
    screen = BoardScreen(clock=lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    qtbot.waitExposed(screen)
    screen.show_board(factory.board())
    card = next(card for card in factory.cards() if (card.loop_id, card.number) == (7, 2))
    screen.show_card(card.id)
    for _ in range(4):
        QApplication.processEvents()
    return screen


def _is_inside(screen: BoardScreen, widget: QWidget) -> bool:
    corner, end = widget.mapTo(screen, widget.rect().topLeft()), widget.mapTo(screen, widget.rect().bottomRight())
    return corner.x() >= 0 and corner.y() >= 0 and end.x() < screen.width() and end.y() < screen.height()


@pytest.mark.parametrize("width, height", [(1190, 800), (1826, 1080), (3740, 2160)])
def test_every_button_shows_its_whole_text(qtbot: QtBot, longer: None, width: int, height: int) -> None:
    screen = _shown(qtbot, width, height)
    buttons = [button for button in screen.findChildren(QAbstractButton) if button.isVisible() and button.text()]
    assert len(buttons) >= 13
    for button in buttons:
        assert button.width() >= button.sizeHint().width(), button.text()
        assert _is_inside(screen, button), button.text()


@pytest.mark.parametrize("width, height", [(1190, 800), (1826, 1080)])
def test_every_sentence_is_whole(qtbot: QtBot, longer: None, width: int, height: int) -> None:
    screen = _shown(qtbot, width, height)
    labels = [label for label in screen.findChildren(TextLabel) if label.isVisible() and label.text()]
    assert len(labels) >= 6
    for label in labels:
        if isinstance(label, ElidedLabel):
            continue
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
        else:
            assert label.width() >= label.sizeHint().width(), label.text()


def test_the_question_for_a_reason_fits_the_drawer(qtbot: QtBot, longer: None) -> None:
    screen = _shown(qtbot, 1190, 800)
    screen.panel.ask_reason(Action.REPLACE)
    for _ in range(4):
        QApplication.processEvents()
    for widget in (screen.panel.reason.confirm, screen.panel.reason.leave, screen.panel.reason.field):
        assert _is_inside(screen, widget)
    assert screen.panel.reason.confirm.width() >= screen.panel.reason.confirm.sizeHint().width()


def test_pills_that_do_not_fit_one_line_take_two(qtbot: QtBot, longer: None) -> None:
    screen = _shown(qtbot, 1190, 800)
    lines = {screen.filters.pill(chosen).y() for chosen in Filter}
    assert len(lines) == 2
    below = screen.filters.pill(Filter.MAYBE_LOST)
    assert below.mapTo(screen, below.rect().bottomLeft()).y() <= screen.view.mapTo(screen, screen.view.pos()).y()


def _whole(screen: BoardScreen, within: QWidget) -> None:
    for _ in range(4):
        QApplication.processEvents()
    buttons = [button for button in within.findChildren(QAbstractButton) if button.isVisible() and button.text()]
    assert buttons
    for button in buttons:
        assert button.width() >= button.sizeHint().width(), button.text()
        assert _is_inside(screen, button), button.text()


@pytest.mark.parametrize("width, height", [(1190, 800), (1826, 1080)])
def test_more_filters_and_kept_views_are_whole(qtbot: QtBot, longer: None, width: int, height: int) -> None:
    screen = _shown(qtbot, width, height)
    screen.filters.sieve_chosen.emit(Sieve("saw", "assembly line", "chair leg", flag=Mark.URGENT))
    screen.filters.more_pill.click()
    _whole(screen, screen.filters)
    screen.filters.views_pill.click()
    assert not screen.filters.more.isVisible(), "one line at a time"
    _whole(screen, screen.filters)


@pytest.mark.parametrize("width, height", [(1190, 800), (1826, 1080)])
def test_the_panel_of_several_cards_is_whole(qtbot: QtBot, longer: None, width: int, height: int) -> None:
    screen = _shown(qtbot, width, height)
    screen.view.picks.take_all()
    _whole(screen, screen.panel.many)
    screen.panel.many.ask_reason(Action.REPLACE, 21)
    _whole(screen, screen.panel.many.reason)


@pytest.mark.parametrize("width, height", [(1190, 800), (1826, 1080)])
def test_the_question_how_many_is_whole(qtbot: QtBot, longer: None, width: int, height: int) -> None:
    screen = _shown(qtbot, width, height)
    card, board = screen.desk.card(), screen.model.board
    assert card is not None
    assert board is not None
    asked = asked_for(Action.RECEIVE, card, board.structure.loops[card.loop_id], board.structure)
    assert asked is not None
    screen.panel.ask_quantity(asked, 1)
    _whole(screen, screen.panel.quantity)


def test_the_fields_to_drop_on_stay_within_a_small_board(qtbot: QtBot, longer: None) -> None:
    screen = _shown(qtbot, 1190, 800)
    screen._on_close_asked()
    card = screen.model.facts_at(3).row.cards[0]
    place = screen.view.cell_of(card.id)
    assert place is not None
    screen.view.drag.press(place, card)
    screen.view.drag.move(place + QPoint(40, 0))
    assert screen.view.viewport().rect().contains(screen.view.drag.bar.geometry())
    screen.view.drag.cancel()
