"""Switching themes and zoom reaches everything that paints."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.tokens import DARK, LIGHT
from kanban_app.gui.look.widgets import Button


def test_a_theme_changes_tokens_palette_and_sheet_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    light_sheet = qapp.styleSheet()
    with qtbot.waitSignal(theme.news().changed):
        theme.apply(qapp, "dark")
    assert theme.current() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.canvas
    assert DARK.surface in qapp.styleSheet()
    assert qapp.styleSheet() != light_sheet


def test_an_unknown_theme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="purple"):
        theme.apply(qapp, "purple")


def test_the_desktops_scheme_is_followed_only_while_nobody_chose(qapp: QApplication) -> None:
    hints = qapp.styleHints()
    theme.apply(qapp, "system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    expected = DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT
    assert theme.current() is expected
    theme.apply(qapp, "dark")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is DARK


def test_kept_pictures_are_thrown_away_with_the_theme(qapp: QApplication) -> None:
    cleared = []
    theme.clear_on_change(lambda: cleared.append(theme.current().name))
    theme.apply(qapp, "dark")
    assert cleared == ["dark"]


@pytest.mark.parametrize("asked, got", [(125, 125), (10, 80), (900, 200)])
def test_zoom_scales_lengths_and_fonts_within_its_bounds(qapp: QApplication, asked: int, got: int) -> None:
    assert theme.set_zoom(qapp, asked) == got
    assert theme.px(100) == got
    assert fonts.ui(20).pixelSize() == round(20 * got / 100)


def test_figures_have_equal_widths(qapp: QApplication) -> None:
    font = fonts.ui(15)
    assert font.featureValue(QFont.Tag("tnum")) == 1
    from PySide6.QtGui import QFontMetricsF

    widths = {QFontMetricsF(font).horizontalAdvance(digit) for digit in "0123456789"}
    assert len(widths) == 1


def test_the_programs_own_fonts_are_used(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontInfo

    assert QFontInfo(fonts.ui(15)).family() == "Inter"
    assert QFontInfo(fonts.ui(15, 700)).weight() == 700
    assert "Mono" in QFontInfo(fonts.mono(15)).family()


def test_a_button_takes_the_new_theme_and_zoom(qapp: QApplication, qtbot: QtBot) -> None:
    button = Button("Start", kind="primary", icon="check", size="strip")
    qtbot.addWidget(button)
    before = button.icon().pixmap(22, 22).toImage()
    theme.apply(qapp, "dark")
    theme.set_zoom(qapp, 150)
    assert button.minimumHeight() == 96
    assert button.icon().pixmap(22, 22).toImage() != before
