"""Card chips: shape, letter and number, what is left, and the first mark at the corner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from kanban_app.domain.cards import Card, CardState, Mark
from kanban_app.gui.look import fonts, shapes, theme

EIGHTHS = 8
# how far a mark reaches over the chip's top right corner, in chip heights
OVERHANG = 0.26
MARK_SIZE = 0.4

# Everybody in one hall must read the same letter, so these go by the plant's language and are no gettext texts.
_LETTERS = {
    "en": "NFUERPTX",
    "sv": "NFÖTBAVX",
    "nb": "NFÅTBAUX",
}


def letters(plant_language: str) -> Mapping[CardState, str]:
    """The letter of each state in a plant's language (en, sv, nb; English where there is none)."""
    return dict(zip(CardState, _LETTERS.get(plant_language, _LETTERS["en"]), strict=True))


@dataclass(frozen=True, slots=True)
class Face:
    """What a chip shows, and so its picture's key. Number 0 shows none; `eighths` is what a card in use has left."""

    state: CardState
    letter: str
    number: int = 0
    eighths: int = EIGHTHS
    mark: Mark | None = None


def face_of(card: Card, letter: Mapping[CardState, str], marks: tuple[Mark, ...] = ()) -> Face:
    """The face of a card, with the first of its marks."""
    left = EIGHTHS
    if card.state is CardState.IN_USE and card.container_quantity > 0:
        left = -(-card.quantity * EIGHTHS // card.container_quantity)
        left = max(1, min(left, EIGHTHS))
    return Face(card.state, letter[card.state], card.number, left, marks[0] if marks else None)


_pictures: dict[tuple[Face, float, float, float, str], QPixmap] = {}
# A plant has some hundred different faces; a board zoomed through all sizes must not keep them all.
_MOST_PICTURES = 4000
theme.clear_on_change(_pictures.clear)


def paint(painter: QPainter, rect: QRectF, face: Face, ground: str = "surface") -> None:
    """Draw a chip whose body fills `rect`; a mark reaches over the top right corner by OVERHANG heights.

    From a kept picture: 0.6 µs instead of 43.
    """
    picture_, over = picture(rect.size(), face, painter.device().devicePixelRatioF(), ground)
    painter.drawPixmap(QPointF(rect.x() - over, rect.y() - over), picture_)


def picture(size: QSizeF, face: Face, ratio: float, ground: str = "surface") -> tuple[QPixmap, float]:
    """The kept picture of a chip and the margin around its body, in logical pixels."""
    over = float(round(size.height() * OVERHANG + 1))
    key = (face, size.width(), size.height(), ratio, ground)
    made = _pictures.get(key)
    if made is None:
        if len(_pictures) >= _MOST_PICTURES:
            _pictures.clear()
        made = _pictures[key] = _draw(size, face, ratio, over, ground)
    return made, over


def _draw(size: QSizeF, face: Face, ratio: float, over: float, ground: str) -> QPixmap:
    whole = QSizeF(size.width() + 2 * over, size.height() + 2 * over) * ratio
    made = QPixmap(whole.toSize())
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_directly(painter, QRectF(QPointF(over, over), size), face, ground)
    painter.end()
    return made


_INKS = {
    CardState.NEW: "ink3",
    CardState.FULL: "on_stock",
    CardState.IN_USE: "ink",
    CardState.EMPTY: "ink",
    CardState.RELEASED: "order_ink",
    CardState.IN_PROCESS: "on_order",
    CardState.IN_TRANSIT: "on_order",
    CardState.RETIRED: "ink3",
}


def ink_of(state: CardState) -> str:
    """The token of a chip's letter."""
    return _INKS[state]


def paint_directly(painter: QPainter, rect: QRectF, face: Face, ground: str = "surface") -> None:
    """Draw a chip as paths, for pictures that are made once."""
    shapes.paint_state(painter, rect, face.state, face.eighths / EIGHTHS)
    _write(painter, rect, face)
    if face.mark is not None:
        shapes.paint_mark(painter, mark_rect(rect, face.mark), face.mark, ground)


def mark_rect(rect: QRectF, mark: Mark) -> QRectF:
    """Where the first mark of a chip stands."""
    side = rect.height() * MARK_SIZE
    if mark is Mark.STALE:
        return QRectF(rect.right() - side * 0.9, rect.top(), side * 0.9, side * 0.9)
    middle = QPointF(rect.right() - side * 0.08, rect.top() + side * 0.04)
    return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)


_OFF_MIDDLE = {CardState.RELEASED: 0.07, CardState.IN_TRANSIT: -0.07}


def _write(painter: QPainter, rect: QRectF, face: Face) -> None:
    height = rect.height()
    # the number, 0.84 of the letter, must not be under 12 px on a board's small chips
    size = max(height * 0.5, min(14.0 * fonts.zoom() / 100, height * 0.56))
    number = str(face.number) if face.number else ""
    letter_font, number_font = fonts.exact(size, 700), fonts.exact(size * 0.84, 500)
    letter_width = QFontMetricsF(letter_font).horizontalAdvance(face.letter)
    gap = height * 0.12 if number else 0.0
    number_width = QFontMetricsF(number_font).horizontalAdvance(number)
    room = rect.width() - height * (0.14 if face.state not in _OFF_MIDDLE else 0.28)
    total = letter_width + gap + number_width
    if total > room:
        squeeze = room / total
        letter_font, number_font = fonts.exact(size * squeeze, 700), fonts.exact(size * 0.84 * squeeze, 500)
        letter_width, gap, number_width = letter_width * squeeze, gap * squeeze, number_width * squeeze
        total = room
    metrics = QFontMetricsF(letter_font)
    baseline = rect.center().y() + metrics.capHeight() / 2
    x = rect.center().x() - total / 2 + height * _OFF_MIDDLE.get(face.state, 0.0)
    painter.setPen(theme.color(ink_of(face.state)))
    painter.setFont(letter_font)
    painter.drawText(QPointF(x, baseline), face.letter)
    if number:
        painter.setFont(number_font)
        painter.drawText(QPointF(x + letter_width + gap, baseline), number)
