"""Paints the rows of the history: texts in line with their heads, and steps as the chips known from the board."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.history.model import LINE
from kanban_app.gui.look import chips, fonts, icons, theme
from kanban_app.gui.look.widgets import elided

CHIP_WIDTH, CHIP_HEIGHT, GAP, WIDTH = 36, 26, 22, 122
PADDING = 10


class TextDelegate(QStyledItemDelegate):
    """A text, cut in its middle where it does not fit; the chosen row in a tint, and with a ring when it has focus."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_ground(painter, option)
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or fonts.ui(15))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or theme.color("ink"))
        room = option.rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        text = elided(str(index.data() or ""), painter.fontMetrics(), room.width())
        painter.drawText(room, alignment(), text)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a cell: tinted where its row is chosen, lined below."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme.color("accent_tint"))
        if isinstance(option.widget, QWidget) and option.widget.hasFocus():
            for y in (option.rect.top(), option.rect.bottom() - 1):
                painter.fillRect(option.rect.left(), y, option.rect.width(), 2, theme.color("accent"))
            return
    painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.color("line"))


def calm_selection(view: QAbstractItemView) -> None:
    """Have what is chosen stand on a tint in its own ink, now and in every theme."""
    _Calm(view)


class _Calm(QObject):
    """Dresses its view for as long as that lives."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._dress()
        theme.news().changed.connect(self._dress)

    def _dress(self) -> None:
        palette = self._view.palette()
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("accent_tint"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("ink"))
        self._view.setPalette(palette)


class StepDelegate(QStyledItemDelegate):
    """Chips in the letters of the plant's language; the words stand in the tooltip and in the panel."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._letters: Mapping[CardState, str] = chips.letters("en")

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """Write these letters from now on."""
        self._letters = letters

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(44))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE)
        if line is None:
            return
        paint_ground(painter, option)
        paint_step(painter, QRectF(option.rect), line.event.from_state, line.event.to_state, self._letters)


def paint_step(
    painter: QPainter, rect: QRectF, before: CardState, after: CardState, letters: Mapping[CardState, str]
) -> None:
    """The chip before, an arrow and the chip after; one chip where the state stayed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x, height = rect.x() + theme.px(PADDING), theme.px(CHIP_HEIGHT)
    y = rect.center().y() - height / 2
    states = [after] if before is after else [before, after]
    for place, state in enumerate(states):
        if place:
            side = theme.px(14)
            arrow = QRectF(x + (theme.px(GAP) - side) / 2, rect.center().y() - side / 2, side, side)
            icons.paint(painter, arrow, "arrow_right", "ink2")
            x += theme.px(GAP)
        chips.paint(painter, QRectF(x, y, theme.px(CHIP_WIDTH), height), chips.Face(state, letters[state], 0, 4))
        x += theme.px(CHIP_WIDTH)
    painter.restore()


def alignment() -> Qt.AlignmentFlag:
    """How the texts of these tables stand."""
    return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
