"""How long the card stood in each state: in this cycle, and as it usually does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.board.life_facts import TimeRow
from kanban_app.gui.look import chips, fonts, theme
from kanban_app.i18n import _
from kanban_app.operations import words as shop_words

ROW_HEIGHT, NUMBERS = 28, 84
CHIP = (28, 20)
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class TimeTable(QWidget):
    """A row per state, painted; its accessible name says it all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TimeRow, ...] = ()
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def show_rows(self, rows: Sequence[TimeRow], letters: Mapping[CardState, str]) -> None:
        """Show these."""
        self._rows, self._letters = tuple(rows), letters
        text = _("{state}: {now}, usually {usual}")
        spoken = (text.format(state=shop_words.state(row.state), now=row.now, usual=row.usual) for row in rows)
        self.setAccessibleName("; ".join(spoken))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[TimeRow, ...]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(ROW_HEIGHT) * (len(self._rows) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.ui(13))
        painter.setPen(theme.color("ink3"))
        self._numbers(painter, 0, _("this cycle"), _("usually"))
        for place, row in enumerate(self._rows, start=1):
            top = place * theme.px(ROW_HEIGHT)
            painter.fillRect(0, top, self.width(), 1, theme.color("line"))
            body = QRectF(0, top + (theme.px(ROW_HEIGHT) - theme.px(CHIP[1])) / 2, theme.px(CHIP[0]), theme.px(CHIP[1]))
            chips.paint(painter, body, chips.Face(row.state, self._letters[row.state], 0, 4))
            painter.setFont(fonts.ui(14))
            painter.setPen(theme.color("ink"))
            left = theme.px(CHIP[0] + 10)
            words = QRect(left, top, self.width() - left - 2 * theme.px(NUMBERS), theme.px(ROW_HEIGHT))
            text = painter.fontMetrics().elidedText(
                shop_words.state(row.state), Qt.TextElideMode.ElideRight, words.width()
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | MIDDLE, text)
            self._numbers(painter, top, row.now, row.usual)

    def _numbers(self, painter: QPainter, top: int, first: str, second: str) -> None:
        width, height = theme.px(NUMBERS), theme.px(ROW_HEIGHT)
        right = Qt.AlignmentFlag.AlignRight | MIDDLE
        painter.drawText(QRect(self.width() - 2 * width, top, width, height), right, first)
        painter.drawText(QRect(self.width() - width, top, width, height), right, second)
