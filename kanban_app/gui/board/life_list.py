"""Paints a card's steps as a line of chips with words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.board.life import LifeStep
from kanban_app.gui.look import chips, fonts, shapes, theme

CHIP_WIDTH, CHIP_HEIGHT, TEXT_LEFT = 34, 25, 54
WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class LifeList(QWidget):
    """The steps from top to bottom; its height follows from its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[LifeStep, ...] = ()
        self._letters: Mapping[CardState, str] = chips.letters("en")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.news().changed.connect(self.updateGeometry)

    def show_steps(self, steps: Sequence[LifeStep], letters: Mapping[CardState, str]) -> None:
        """Show these steps."""
        self._steps, self._letters = tuple(steps), letters
        self.setAccessibleName("; ".join(" ".join((step.headline, step.when, *step.lines)) for step in steps))
        self.updateGeometry()
        self.update()

    def steps(self) -> tuple[LifeStep, ...]:
        """What is shown."""
        return self._steps

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._height(step, width) for step in self._steps)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), self.heightForWidth(max(theme.px(200), self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.heightForWidth(max(theme.px(200), self.width())))

    def _text_width(self, width: int) -> int:
        return max(theme.px(80), width - theme.px(TEXT_LEFT))

    def _height(self, step: LifeStep, width: int) -> int:
        height = theme.px(22)
        for size, line in self._lines(step):
            metrics = QFontMetrics(fonts.ui(size))
            height += metrics.boundingRect(QRect(0, 0, self._text_width(width), 10_000), WRAP, line).height()
            height += theme.px(3)
        return max(height, theme.px(CHIP_HEIGHT)) + theme.px(16)

    def _lines(self, step: LifeStep) -> list[tuple[float, str]]:
        return [(14 if place == 0 else 13, line) for place, line in enumerate(step.lines)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0
        for place, step in enumerate(self._steps):
            height = self._height(step, self.width())
            if place + 1 < len(self._steps):
                x = theme.px(CHIP_WIDTH) / 2
                top = y + theme.px(CHIP_HEIGHT + 3)
                painter.fillRect(QRectF(x - 0.75, top, 1.5, y + height - top - theme.px(2)), theme.color("line"))
            self._paint_step(painter, step, y)
            y += height

    def _paint_step(self, painter: QPainter, step: LifeStep, y: int) -> None:
        body = QRectF(0, y, theme.px(CHIP_WIDTH), theme.px(CHIP_HEIGHT))
        if step.state is not None:
            chips.paint(painter, body, chips.Face(step.state, self._letters[step.state], 0, 4))
        else:
            side = theme.px(16)
            dot = QRectF(body.center().x() - side / 2, y + theme.px(2), side, side)
            if step.mark is not None:
                shapes.paint_mark(painter, dot, step.mark)
            else:
                inset = side * 0.28
                painter.fillPath(shapes.disc(dot.adjusted(inset, inset, -inset, -inset)), theme.color("line_strong"))
        self._paint_words(painter, step, y)

    def _paint_words(self, painter: QPainter, step: LifeStep, y: int) -> None:
        left, width = theme.px(TEXT_LEFT), self._text_width(self.width())
        line = QRect(left, y, width, theme.px(20))
        painter.setFont(fonts.ui(13))
        painter.setPen(theme.color("ink2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, step.when)
        when = painter.fontMetrics().horizontalAdvance(step.when) + theme.px(8)
        painter.setFont(fonts.ui(15, 600))
        painter.setPen(theme.color(step.tone))
        shown = painter.fontMetrics().elidedText(step.headline, Qt.TextElideMode.ElideRight, width - when)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, shown)
        y += theme.px(22)
        for size, text in self._lines(step):
            painter.setFont(fonts.ui(size))
            painter.setPen(theme.color("ink2"))
            room = QRect(left, y, width, 10_000)
            height = painter.fontMetrics().boundingRect(room, WRAP, text).height()
            painter.drawText(QRect(left, y, width, height), WRAP, text)
            y += height + theme.px(3)
