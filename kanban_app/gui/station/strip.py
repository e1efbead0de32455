"""The scan strip: the one big answer to a scan, of constant height, with its one next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.look import answers, icons, shapes, theme
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.gui.station.cascade import InputChange
from kanban_app.gui.station.cascade_view import CascadeView
from kanban_app.gui.station.fitting import FitLabel
from kanban_app.gui.station.measures import COMPACT, Measures
from kanban_app.i18n import _

# (ground, block, edge) per sign; None is idle.
_LOOKS: Mapping[AnswerSign | None, tuple[str, str, str]] = {
    None: ("surface", "sunken", "line"),
    AnswerSign.NO_OP: ("surface_alt", "sunken", "line_strong"),
    AnswerSign.ACCEPTED: ("ok_tint", "ok", "ok"),
    AnswerSign.WARNED: ("warn_tint", "warn_fill", "warn_fill"),
    AnswerSign.REFUSED: ("stop_tint", "stop", "stop"),
}


@dataclass(frozen=True, slots=True)
class StripAnswer:
    """What the strip says. Without a sign it is idle. `undo_until` is when the undo button goes."""

    headline: str
    detail: str = ""
    hint: str = ""
    code_line: str = ""
    sign: AnswerSign | None = None
    inputs: tuple[InputChange, ...] = ()
    primary: str = ""
    primary_icon: str = "check"
    secondary: str = ""
    undo_until: datetime | None = None
    note: str = ""
    asks_code: bool = False
    icon: str = "scan"


class ScanStrip(QWidget):
    """Shows one answer at a time. Its height never changes, and its buttons stand at one place."""

    primary_pressed = Signal()
    secondary_pressed = Signal()
    undo_pressed = Signal()
    code_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = StripAnswer("")
        self.measures = COMPACT
        self._form: QWidget | None = None
        self._flash = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make_words()
        self._make_side()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._side)
        self.set_measures(COMPACT)
        theme.news().changed.connect(self._on_look_changed)

    def _make_words(self) -> None:
        self._words = QWidget(self)
        # Words run on in the next line; buttons can't, so they get their width first.
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = self._column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.headline = FitLabel(self._words, weight=700)
        self.detail = TextLabel(size=17, tone="ink2")
        self.hint = TextLabel(size=17, tone="ink2")
        self.cascade = CascadeView(self._words)
        self.code_line = TextLabel(size=13, tone="ink3")
        for label in (self.detail, self.hint, self.code_line):
            label.setWordWrap(True)
        column.addStretch(1)
        column.addWidget(self.headline)
        column.addSpacing(4)
        column.addWidget(self.detail)
        column.addSpacing(6)
        column.addWidget(self.hint)
        column.addWidget(self.cascade)
        column.addStretch(1)
        column.addWidget(self.code_line)

    def _make_side(self) -> None:
        self._side = QWidget(self)
        column = self._side_row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.primary = Button("", kind="primary", size="strip")
        self.secondary = Button("", size="station")
        self.undo = Button("", size="strip", icon="undo")
        self.code_field = QLineEdit()
        self.code_field.setPlaceholderText(_("Type a code: {example}").format(example="7KD 042 H"))
        self.code_field.setAccessibleName(_("Type a code"))
        self.note = TextLabel(size=13, tone="ink2")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for widget in (self.primary, self.secondary, self.undo, self.code_field, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        self.primary.clicked.connect(self.primary_pressed)
        self.secondary.clicked.connect(self.secondary_pressed)
        self.undo.clicked.connect(self.undo_pressed)
        self.code_field.returnPressed.connect(self._on_code)

    # -- state ---------------------------------------------------------------------------------------------------

    def set_measures(self, measures: Measures) -> None:
        """Be wide or compact."""
        self.measures = measures
        self.setFixedHeight(theme.px(measures.strip))
        self._side.setMinimumWidth(0 if measures.upright else theme.px(measures.strip_side))
        self._arrange(measures.upright)
        edge = theme.px(20)
        left = theme.px(measures.block + 24)
        self._row.setContentsMargins(left, theme.px(16 if measures.wide else 10), edge, theme.px(12))
        self._row.setSpacing(theme.px(24))
        self.headline.set_largest(measures.answer_px)
        self.detail.set_size(measures.detail_px)
        self.hint.set_size(measures.detail_px)
        self.cascade.set_measures(measures)
        self.code_field.setMinimumHeight(theme.px(54))
        self.secondary.setMinimumHeight(theme.px(measures.target))
        for button in (self.primary, self.undo):
            button.setMinimumHeight(theme.px(max(64, measures.target)))
        self.update()

    def _arrange(self, upright: bool) -> None:
        """Buttons beside the words, or under them where there is little width."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if upright else across)
        self._side_row.setDirection(across if upright else down)

    def _on_look_changed(self) -> None:
        self.set_measures(self.measures)

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """Speak the plant's language on the chips."""
        self.cascade.letters = letters

    def show_answer(self, answer: StripAnswer, *, announce: bool = True) -> None:
        """Say this now."""
        self.take_form()
        self.answer = answer
        ground = _LOOKS[answer.sign][0]
        self.headline.set_text(answer.headline)
        for label, text in ((self.detail, answer.detail), (self.hint, answer.hint), (self.code_line, answer.code_line)):
            label.setText(text)
            label.setVisible(bool(text))
        # An answer begins at the top, where the eye is; only the idle line stands in the middle.
        self._column.setStretch(0, 0 if answer.sign is not None else 1)
        self.detail.set_tone("ink" if answer.sign in (AnswerSign.REFUSED, AnswerSign.WARNED) else "ink2")
        self.hint.set_tone("warn" if answer.sign is AnswerSign.WARNED else "ink2")
        self.cascade.show_inputs(answer.inputs, ground)
        self._show_buttons(answer)
        self.update()
        if announce and answer.sign is not None:
            self._announce(answer)

    def _show_buttons(self, answer: StripAnswer) -> None:
        self.primary.setVisible(bool(answer.primary))
        self.primary.setText(answer.primary)
        self.primary.set_icon_name(answer.primary_icon)
        self.secondary.setVisible(bool(answer.secondary))
        self.secondary.setText(answer.secondary)
        self.undo.setVisible(answer.undo_until is not None)
        self.code_field.setVisible(answer.asks_code)
        self.note.setText(answer.note)
        self.note.setVisible(bool(answer.note))

    def set_undo_seconds(self, seconds: int) -> None:
        """Count down on the undo button; at 0 it goes, and its place stays empty."""
        self.undo.setText(_("Undo   {seconds} s").format(seconds=seconds))
        self.undo.setVisible(seconds > 0 and self.answer.undo_until is not None and self._form is None)
        if seconds <= 0:
            self.note.setVisible(False)

    def set_busy(self, busy: bool) -> None:
        """While a booking runs its buttons do not press."""
        for button in (self.primary, self.undo):
            button.setEnabled(not busy)

    def set_detail(self, text: str) -> None:
        """Change the second line only."""
        self.detail.setText(text)
        self.detail.setVisible(bool(text))

    def flash(self, bright: bool) -> None:
        """One change of brightness for halls too loud for sounds."""
        if bright != self._flash:
            self._flash = bright
            self.update()

    def show_form(self, form: QWidget, icon: str) -> None:
        """Ask something in the strip's place; `take_form` gives it back to the answer."""
        self.take_form()
        self.answer = StripAnswer("", icon=icon)
        self._form = form
        self._words.hide()
        self._side.hide()
        self._row.addWidget(form, 1)
        form.show()
        self.update()

    def take_form(self) -> None:
        """Put the form away."""
        if self._form is not None:
            self._row.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None
            self._words.show()
            self._side.show()

    def form(self) -> QWidget | None:
        """The form that stands here now."""
        return self._form

    def _on_code(self) -> None:
        text = self.code_field.text().strip()
        if text:
            self.code_entered.emit(text)

    def _announce(self, answer: StripAnswer) -> None:
        event = QAccessibleAnnouncementEvent(self, " ".join(filter(None, (answer.headline, answer.detail))))
        refused = answer.sign is AnswerSign.REFUSED
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if refused else politeness.Polite)
        QAccessible.updateAccessibility(event)

    # -- paint ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sign = self.answer.sign
        ground, block_token, edge = _LOOKS[sign]
        radius = theme.px(10)
        width = 2 if sign in (AnswerSign.ACCEPTED, AnswerSign.WARNED, AnswerSign.REFUSED) else 1
        inset = width / 2
        whole = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        outline = QPainterPath()
        outline.addRoundedRect(whole, radius, radius)
        fill = theme.mix(block_token, ground, 0.35) if self._flash else theme.color(ground)
        painter.fillPath(outline, fill)
        self._paint_block(painter, outline, block_token)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color(edge), width))
        painter.drawPath(outline)

    def _paint_block(self, painter: QPainter, outline: QPainterPath, token: str) -> None:
        block = QRectF(0, 0, theme.px(self.measures.block), self.height())
        sign = self.answer.sign
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(block, theme.color(token))
        hatch = theme.px(16)
        if sign is AnswerSign.REFUSED:
            edge = QRectF(block.right() - hatch, 0, hatch, block.height())
            painter.fillRect(edge, theme.color("on_stop"))
            shapes.paint_hatching(painter, edge, theme.color("stop"), theme.px(9))
            block.setRight(block.right() - hatch)
        painter.restore()
        side = theme.px(106 if self.measures.wide else 88)
        if sign is None:
            side = theme.px(72 if self.measures.wide else 68)
        middle = block.center()
        place = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        if sign is None:
            icons.paint(painter, place, self.answer.icon, "ink2", 1.8)
        else:
            answers.paint_answer(painter, place, sign)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(900), theme.px(self.measures.strip))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.update()
