"""Chips say a card's state by shape, letter and number, and its first mark at the corner."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.chips import Face
from tests.gui.board import factory

SIZE = QSizeF(35, 25)


def _picture(face: Face, size: QSizeF = SIZE) -> QImage:
    return chips.picture(size, face, 1.0)[0].toImage()


def test_the_same_face_is_painted_once(qapp: QApplication) -> None:
    face = Face(CardState.FULL, "F", 3)
    assert chips.picture(SIZE, face, 1.0)[0] is chips.picture(SIZE, replace(face), 1.0)[0]


@pytest.mark.parametrize(
    "other",
    [
        Face(CardState.RELEASED, "F", 3),
        Face(CardState.FULL, "P", 3),
        Face(CardState.FULL, "F", 4),
        Face(CardState.FULL, "F", 3, mark=Mark.LATE),
    ],
    ids=["state", "letter", "number", "mark"],
)
def test_each_part_of_a_face_shows(qapp: QApplication, other: Face) -> None:
    assert _picture(Face(CardState.FULL, "F", 3)) != _picture(other)


def test_what_is_left_of_a_card_in_use_shows_in_eighths(qapp: QApplication) -> None:
    pictures = [_picture(Face(CardState.IN_USE, "U", 1, eighths)) for eighths in range(1, 9)]
    assert all(one != other for one, other in itertools.pairwise(pictures))


@pytest.mark.parametrize("left, eighths", [(0, 1), (1, 1), (100, 1), (101, 2), (400, 4), (800, 8), (900, 8)])
def test_eighths_are_rounded_up_so_that_an_opened_card_never_looks_empty(left: int, eighths: int) -> None:
    card = replace(factory.cards()[0], state=CardState.IN_USE, quantity=left, container_quantity=800)
    assert chips.face_of(card, chips.letters("en")).eighths == eighths


def test_a_chip_shows_only_the_first_of_its_marks() -> None:
    card = factory.cards()[0]
    face = chips.face_of(card, chips.letters("en"), (Mark.ON_HOLD, Mark.LATE))
    assert face.mark is Mark.ON_HOLD


@pytest.mark.parametrize("language, letters", [("en", "NFUERPTX"), ("sv", "NFÖTBAVX"), ("nb", "NFÅTBAUX")])
def test_letters_follow_the_plants_language(language: str, letters: str) -> None:
    assert "".join(chips.letters(language)[state] for state in CardState) == letters


def test_an_unknown_language_has_english_letters() -> None:
    assert chips.letters("fi") == chips.letters("en")


def test_no_two_states_share_a_letter_in_any_language() -> None:
    for language in ("en", "sv", "nb"):
        assert len(set(chips.letters(language).values())) == len(CardState)


def test_the_mark_stands_at_the_top_right_corner(qapp: QApplication) -> None:
    picture, over = chips.picture(SIZE, Face(CardState.IN_PROCESS, "P", 1, mark=Mark.LATE), 1.0)
    image = picture.toImage()
    stop = QColor(theme.current().stop)
    red = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == stop]
    assert red
    assert all(x > over + SIZE.width() * 0.7 and y < over + SIZE.height() * 0.5 for x, y in red)


def test_a_long_number_stays_inside_its_chip(qapp: QApplication) -> None:
    without, with_number = (_picture(Face(CardState.FULL, "F", number)) for number in (0, 88888))
    for x in range(with_number.width()):
        for y in (0, with_number.height() - 1):
            assert with_number.pixelColor(x, y) == without.pixelColor(x, y)
    edge = round(SIZE.height() * chips.OVERHANG + 1)
    for long in (with_number, without):
        column = {long.pixelColor(edge + 1, y).name().upper() for y in range(edge + 6, edge + 20)}
        assert column == {theme.current().stock}


def test_chips_are_sharp_on_fine_displays(qapp: QApplication) -> None:
    picture, _over = chips.picture(SIZE, Face(CardState.FULL, "F", 3), 2.0)
    plain, _over = chips.picture(SIZE, Face(CardState.FULL, "F", 3), 1.0)
    assert picture.width() == plain.width() * 2
    assert picture.devicePixelRatio() == 2


def test_painting_needs_no_more_room_than_promised(qapp: QApplication) -> None:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    body = QRectF(20, 20, 35, 25)
    for mark in Mark:
        chips.paint(painter, body, Face(CardState.RELEASED, "R", 10, mark=mark))
    painter.end()
    over = body.height() * chips.OVERHANG + 1
    outside = [
        (x, y)
        for x in range(80)
        for y in range(60)
        if not body.adjusted(-over, -over, over, over).contains(x, y) and image.pixelColor(x, y) != QColor("white")
    ]
    assert not outside
