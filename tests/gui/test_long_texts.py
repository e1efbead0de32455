"""Other languages are longer, and people zoom: nothing one acts by is cut, and no screen outgrows its window."""

from __future__ import annotations

import gettext

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication

from kanban_app import i18n
from kanban_app.gui.first_run.screen import FirstRunScreen
from kanban_app.gui.look import fonts, theme
from kanban_app.gui.station.queue_list import button_width
from kanban_app.settings import Settings
from tests.gui.plants import lived_in

LINE, STORE = "assembly line", "factory store"


class Longer(gettext.NullTranslations):
    """A language in which everything takes 40 % more letters."""

    def gettext(self, message: str) -> str:
        return message + "ö" * round(len(message) * 0.4)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())


def cut_buttons(screen) -> list[str]:
    """The buttons that are narrower than their word, or stick out of their window."""
    for _ in range(4):
        QApplication.processEvents()
    found = []
    for button in screen.findChildren(QAbstractButton):
        if not (button.isVisible() and button.text()):
            continue
        needed = QFontMetrics(button.font()).horizontalAdvance(button.text())
        right = button.mapTo(screen, button.rect().topRight()).x()
        if button.width() < needed or right >= screen.width():
            found.append(button.text())
    return found


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (800, 1280)], ids=["compact", "wide", "upright"])
def test_no_button_of_a_station_is_cut(at_station, factory, longer, size):
    lived_in(factory)
    line = at_station(LINE)
    line.screen.resize(*size)
    QApplication.processEvents()
    assert (line.screen.width(), line.screen.height()) == size
    assert cut_buttons(line.screen) == []
    line.scan(factory.card("chair", STORE, 4))
    assert cut_buttons(line.screen) == []
    factory.clock.tick(minutes=1)
    line.scan(factory.card("table leg", LINE, 6))
    assert cut_buttons(line.screen) == []
    line.screen.taps.open_row(0)
    assert cut_buttons(line.screen) == []


def test_a_painted_button_is_as_wide_as_its_word(qapp):
    word = "Ferdigstill og send videre"
    assert button_width(word, 116) > QFontMetrics(fonts.ui(19, 600)).horizontalAdvance(word)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_door_is_cut(qapp, longer, size):
    screen = FirstRunScreen(Settings())
    screen.resize(*size)
    screen.show()
    assert cut_buttons(screen) == []
    screen.close()


@pytest.mark.parametrize("percent", [80, 150, 200])
def test_a_zoomed_station_keeps_its_buttons_and_scrolls_its_rows(at_station, factory, qapp, percent):
    lived_in(factory)
    theme.set_zoom(qapp, percent)
    line = at_station(LINE)
    line.screen.resize(1920, 1080)
    assert cut_buttons(line.screen) == []
    line.scan(factory.card("chair", STORE, 4))
    assert cut_buttons(line.screen) == []
