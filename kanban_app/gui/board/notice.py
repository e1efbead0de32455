"""The answer to an action, in the panel: what was done or refused, why, and the one next step."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.gui.look import answers, shapes, theme
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.look.widgets import Button, TextLabel

_FILLS = {
    AnswerSign.ACCEPTED: ("ok_tint", "ok", "ok"),
    AnswerSign.WARNED: ("warn_tint", "warn_fill", "warn"),
    AnswerSign.REFUSED: ("stop_tint", "stop", "stop"),
    AnswerSign.NO_OP: ("surface_alt", "line_strong", "ink2"),
}


def paint_sign(painter: QPainter, whole: QRectF, sign: AnswerSign) -> None:
    """An answer's symbol on its coloured block."""
    painter.fillPath(shapes.rounded(whole, 0.2), theme.color(_FILLS[sign][1]))
    inset = whole.height() * 0.18
    answers.paint_answer(painter, whole.adjusted(inset, inset, -inset, -inset), sign)


class Sign(QWidget):
    """The answer's symbol on its coloured block."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = AnswerSign.ACCEPTED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(28), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, QRectF(self.rect()), self.sign)


class Notice(QWidget):
    """A tinted box with sign, headline, detail and at most one button. Hidden until something is said."""

    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = Sign()
        self.headline = TextLabel(size=15, weight=600)
        self.detail = TextLabel(size=14, tone="ink2")
        self.button = Button("", kind="secondary")
        for label in (self.headline, self.detail):
            label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        row.setSpacing(theme.px(10))
        row.addWidget(self._sign)
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addWidget(self.headline)
        words.addWidget(self.detail)
        words.addWidget(self.button)
        row.addLayout(words, 1)
        row.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self.button.clicked.connect(self.next_asked)
        self.hide()

    def say(self, sign: AnswerSign, headline: str, detail: str = "", button: str = "") -> None:
        """Show an answer."""
        self._sign.sign = sign
        self.headline.setText(headline)
        self.headline.set_tone(_FILLS[sign][2])
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(" ".join(filter(None, (headline, detail))))
        self.show()
        self.update()
        self._sign.update()

    def sign(self) -> AnswerSign:
        """The sign that is shown."""
        return self._sign.sign

    def paintEvent(self, event: QPaintEvent) -> None:
        fill, line, _ink = _FILLS[self._sign.sign]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(line), 1))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8))
