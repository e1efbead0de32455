"""Buttons, pills, labels and fields that all screens share."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kanban_app.gui.look import icons, theme
from kanban_app.gui.look.answers import AnswerSign, paint_answer
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import TARGETS, Button, Choice, ElidedLabel, Pill, SearchField, TextLabel


@pytest.mark.parametrize("size, least", [("office", 44), ("station", 56), ("strip", 64), ("large", 72)])
def test_targets_are_large_enough_for_their_hands(qtbot: QtBot, size: str, least: int) -> None:
    button = Button("Start", size=size)
    qtbot.addWidget(button)
    button.show()
    assert button.height() >= least == TARGETS[size]


def test_a_button_speaks_its_full_sentence(qtbot: QtBot) -> None:
    button = Button("Start", tip="Start 5 chairs, card 4 of 8")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Start 5 chairs, card 4 of 8"


def test_the_focus_ring_shows_on_the_filled_button_too(qtbot: QtBot) -> None:
    button = Button("Start", kind="primary")
    qtbot.addWidget(button)
    button.show()
    qtbot.waitExposed(button)
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    image = button.grab().toImage()
    middle = image.height() // 2
    edge = [image.pixelColor(x, middle).name().upper() for x in range(6)]
    assert theme.current().accent in edge
    assert theme.current().surface in edge


def test_a_pill_shows_and_speaks_its_count(qtbot: QtBot) -> None:
    pill = Pill("Late")
    qtbot.addWidget(pill)
    pill.set_count(2)
    assert (pill.count(), pill.accessibleName()) == (2, "Late, 2")


def test_a_pill_does_not_jump_when_its_count_grows_by_a_digit(qtbot: QtBot) -> None:
    pill = Pill("Late")
    qtbot.addWidget(pill)
    pill.set_count(9)
    before = pill.sizeHint()
    pill.set_count(10)
    assert pill.sizeHint() == before


def test_a_pill_is_pressed_by_mouse_and_by_space(qtbot: QtBot) -> None:
    pill = Pill("Late")
    qtbot.addWidget(pill)
    pill.show()
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert pill.isChecked()
    pill.setFocus()
    QTest.keyClick(pill, Qt.Key.Key_Space)
    assert not pill.isChecked()


def test_a_long_name_is_cut_in_the_middle_and_whole_in_its_tooltip(qtbot: QtBot) -> None:
    name = "polished wooden panel, left, with holes"
    label = ElidedLabel(name)
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    assert label.text() != name
    assert label.text().startswith("pol")
    assert label.text().endswith("les")
    assert label.toolTip() == label.accessibleName() == name
    label.resize(600, 24)
    assert (label.text(), label.toolTip()) == (name, "")


def test_text_from_data_is_never_read_as_markup(qtbot: QtBot) -> None:
    label = TextLabel("<b>bold</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_search_field_names_its_key(qtbot: QtBot) -> None:
    field = SearchField("Find item", "Ctrl+F")
    qtbot.addWidget(field)
    assert field.placeholderText().endswith("Ctrl+F")
    assert field.accessibleName() == "Find item"


def test_a_choice_shows_that_it_opens(qtbot: QtBot) -> None:
    choice = Choice(name="Rows")
    choice.addItems(["by source"])
    qtbot.addWidget(choice)
    choice.resize(160, 44)
    image = choice.grab().toImage()
    arrow = [image.pixelColor(x, y).lightness() for x in range(130, 155) for y in range(16, 28)]
    assert min(arrow) < QColor(theme.current().ink2).lightness() + 20


def test_a_flow_takes_another_line_instead_of_cutting(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    pills = [Pill(text) for text in ("Behöver åtgärd", "Brist hos källan", "Kanske förlorad")]
    for pill in pills:
        flow.addWidget(pill)
    assert flow.heightForWidth(2000) == pills[0].sizeHint().height()
    assert flow.heightForWidth(200) == 3 * pills[0].sizeHint().height()
    holder.resize(200, 200)
    holder.show()
    assert len({pill.y() for pill in pills}) == 3
    assert all(pill.geometry().right() < 200 for pill in pills)


@pytest.mark.parametrize("name", sorted(icons.NAMES))
def test_every_icon_draws_something_within_its_square(qtbot: QtBot, name: str) -> None:
    image = icons.pixmap(name, 24).toImage()
    drawn = sum(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24))
    assert drawn > 8


@pytest.mark.parametrize("sign", list(AnswerSign))
def test_every_answer_has_its_sign(qtbot: QtBot, sign: AnswerSign) -> None:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("gray"))
    blank = image.copy()
    painter = QPainter(image)
    paint_answer(painter, QRectF(10, 10, 40, 40), sign)
    painter.end()
    assert image != blank
