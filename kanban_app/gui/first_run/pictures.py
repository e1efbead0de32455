"""The three pictures over the doors, drawn from the same shapes as everything else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app import i18n
from kanban_app.domain.cards import CardState
from kanban_app.gui.look import chips, fonts, icons, shapes, theme
from kanban_app.i18n import _

_CHIP = (66, 48)
_GAP = 12
# A narrower picture is drawn smaller, not cut.
_NATURAL_WIDTH = 390


class Picture(QWidget):
    """One picture; a screen reader passes it by."""

    def __init__(self, draw: Callable[[QPainter, QRectF], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(100))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        share = min(1.0, room.width() / theme.px(_NATURAL_WIDTH))
        painter.scale(share, share)
        self._draw(painter, QRectF(0, 0, room.width() / share, room.height() / share))


def life_of_a_card(painter: QPainter, area: QRectF) -> None:
    """The five states of a card on its way round."""
    letters = chips.letters(i18n.language())
    states = (
        CardState.FULL,
        CardState.IN_USE,
        CardState.RELEASED,
        CardState.IN_PROCESS,
        CardState.IN_TRANSIT,
    )
    width, height, gap = theme.px(_CHIP[0]), theme.px(_CHIP[1]), theme.px(_GAP)
    x = area.center().x() - (len(states) * (width + gap) - gap) / 2
    for number, state in enumerate(states, start=1):
        face = chips.Face(state, letters[state], number, 3)
        chips.paint(painter, QRectF(round(x), area.center().y() - height / 2, width, height), face)
        x += width + gap


def lists_become_cards(painter: QPainter, area: QRectF) -> None:
    """A table with an arrow to new cards."""
    width, row = theme.px(186), theme.px(22)
    table = QRectF(area.center().x() - theme.px(160), area.center().y() - 2 * row, width, 4 * row)
    first = width * 0.38
    painter.setPen(QPen(theme.color("line_strong"), 1))
    painter.setBrush(theme.color("surface"))
    painter.drawRect(table)
    painter.fillRect(QRectF(table.left(), table.top(), width, row), theme.color("sunken"))
    for line in range(1, 4):
        y = table.top() + line * row
        painter.drawLine(QPointF(table.left(), y), QPointF(table.right(), y))
    for column in range(3):
        x = table.left() + first + column * (width - first) / 3
        painter.drawLine(QPointF(x, table.top()), QPointF(x, table.bottom()))
    painter.setPen(theme.color("ink2"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    for line, text in enumerate((_("item"), _("chair leg"), _("table leg"), _("cushion"))):
        painter.setFont(fonts.ui(12, 600 if line == 0 else 400))
        painter.drawText(QRectF(table.left() + theme.px(5), table.top() + line * row, first, row), flags, text)
    side = theme.px(40)
    middle = table.right() + theme.px(18)
    icons.paint(painter, QRectF(middle, area.center().y() - side / 2, side, side), "arrow_right", "accent", 1.6)
    letter = chips.letters(i18n.language())[CardState.NEW]
    for number in (1, 2):
        y = area.center().y() - theme.px(42) + (number - 1) * theme.px(45)
        place = QRectF(middle + side + theme.px(18), y, theme.px(58), theme.px(38))
        chips.paint(painter, place, chips.Face(CardState.NEW, letter, number))


def empty_places(painter: QPainter, area: QRectF) -> None:
    """Three places with a plus in the middle one."""
    width, height, gap = theme.px(94), theme.px(52), theme.px(28)
    x = area.center().x() - (3 * width + 2 * gap) / 2
    for place in range(3):
        box = QRectF(x, area.center().y() - height / 2, width, height)
        pen = QPen(theme.color("line_strong"), 2)
        pen.setDashPattern([3.6, 1.6])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shapes.rounded(box))
        if place < 2:
            painter.setPen(QPen(theme.color("line_strong"), 2))
            y = area.center().y()
            painter.drawLine(QPointF(box.right() + 3, y), QPointF(box.right() + gap - 3, y))
        if place == 1:
            side = theme.px(26)
            spot = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            icons.paint(painter, spot, "plus", "accent")
        x += width + gap
