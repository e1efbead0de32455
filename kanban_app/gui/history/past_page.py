"""The board as it was: the plant board's own table at a moment of the past, with time as a slider."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSlider, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.gui.board.blank import GreyRows
from kanban_app.gui.board.legend import Legend
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.view import BoardView
from kanban_app.gui.history import words
from kanban_app.gui.history.past_reader import PastReader
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.widgets import Button, IconLabel, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, moment, quantity
from kanban_app.operations.ledger_views import LedgerSpan
from kanban_app.operations.past_boards import PastBoard

# The slider counts minutes: an hour a key, a day a page.
MINUTE = timedelta(minutes=1)
HOUR, DAY = 60, 24 * 60
DRAG_MS = 60
COMPACT_BELOW = 1270


class NotNow(QWidget):
    """The strip that says which moment is shown, on a ground that no live board has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = TextLabel(size=18, weight=700, tone="warn")
        self.detail = TextLabel(size=14, tone="ink2")
        self.detail.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(12), theme.px(10))
        row.setSpacing(theme.px(12))
        row.addWidget(IconLabel("clock", side=26, token="warn"))
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        texts.addWidget(self.headline)
        texts.addWidget(self.detail)
        row.addLayout(texts, 1)
        self.progress, self.stop = QProgressBar(), Button(_("Stop"))
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(theme.px(120), theme.px(8))
        self.back = Button(_("Back to the list"), icon="left")
        for widget in (self.progress, self.stop, self.back):
            row.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("warn_tint"))
        painter.fillRect(0, 0, theme.px(6), self.height(), theme.color("warn_fill"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("warn_fill"))


class PastPage(QWidget):
    """`left` says that the list is wanted again. Nothing on it books anything."""

    left = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.reader = PastReader(tools.link, self)
        self.model = BoardModel(self)
        self.view = BoardView(self.model)
        self.legend = Legend()
        self.strip = NotNow()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.before, self.after = Button(_("Entry before"), icon="left"), Button(_("Entry after"), icon="right")
        self._ends = (TextLabel(size=13, tone="ink2"), TextLabel(size=13, tone="ink2"))
        self._span = LedgerSpan(None, None, 0)
        self._is_slid = False
        self.past: PastBoard | None = None
        self._dragging = QTimer(self)
        self._dragging.setSingleShot(True)
        self._dragging.setInterval(DRAG_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.strip)
        column.addLayout(self._time_row())
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        inside.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(GreyRows())
        self._stack.addWidget(self.view)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.legend)
        column.addWidget(panel, 1)
        self.view.setAccessibleName(_("The board as it was"))

    def _time_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self.slider.setSingleStep(HOUR)
        self.slider.setPageStep(DAY)
        self.slider.setMinimumHeight(theme.px(44))
        self.slider.setAccessibleName(_("Moment that is shown"))
        row.addWidget(self.before)
        row.addWidget(self._ends[0])
        row.addWidget(self.slider, 1)
        row.addWidget(self._ends[1])
        row.addWidget(self.after)
        self._show_busy(False)
        return row

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slid)
        self._dragging.timeout.connect(self._go_to_slider)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.strip.stop.clicked.connect(self.reader.stop)
        self.strip.back.clicked.connect(self.left)
        self.reader.shown.connect(self._on_shown)
        self.reader.progressed.connect(self._on_progress)
        self.reader.span_read.connect(self._on_span)
        self.reader.stopped.connect(self._on_stopped)
        self.reader.failed.connect(self._on_failed)
        for key, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            action = QAction(self.before.text() if by < 0 else self.after.text(), self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, by=by: self.step(by))
            self.addAction(action)
        self.before.say(_("Entry before (Alt+Left)"))
        self.after.say(_("Entry after (Alt+Right)"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.set_compact(self.width() < theme.px(COMPACT_BELOW))

    # -- where in time ---------------------------------------------------------------------------------------------

    def show_entry(self, seq: int) -> None:
        """Show the board as it was after this entry."""
        self._is_slid = False
        self.reader.read_span()
        self.strip.headline.setText(_("Looking up the board of then…"))
        self.strip.detail.setText("")
        self.reader.go(seq)

    def step(self, by: int) -> None:
        """To the entry before or after."""
        if self.past is not None and 0 <= self.past.seq + by <= self._span.last_seq:
            self._is_slid = False
            self.reader.go(self.past.seq + by)

    def _on_slid(self, _minutes: int) -> None:
        """While it is dragged the board follows, but not every pixel."""
        if not self._dragging.isActive():
            self._dragging.start()

    def _go_to_slider(self) -> None:
        if self._span.first_at is not None:
            self._is_slid = True
            at_end = self.slider.value() == self.slider.maximum()
            minute = self._span.first_at + self.slider.value() * MINUTE
            self.reader.go(self._span.last_seq if at_end else minute)

    def _on_span(self, span: LedgerSpan) -> None:
        self._span = span
        if span.first_at is None or span.last_at is None:
            return
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(1, -(-(span.last_at - span.first_at) // MINUTE)))
        self.slider.blockSignals(False)
        for label, at in zip(self._ends, (span.first_at, span.last_at), strict=True):
            label.setText(moment(at, self._tools.clock()))
        self._put_slider()

    def _put_slider(self) -> None:
        """The slider stands where the board is; where it was put itself it stays, be there an entry or not."""
        if self.past is None or self._span.first_at is None or self._is_slid:
            return
        at = self.past.at or self._span.first_at
        self.slider.blockSignals(True)
        self.slider.setValue(max(0, (at - self._span.first_at) // MINUTE))
        self.slider.blockSignals(False)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _on_shown(self, past: PastBoard) -> None:
        self.past = past
        self._show_busy(False)
        shop = self._tools.link.shop
        letters = chips.letters(shop.plant.language if shop is not None else "en")
        self.legend.set_letters(letters)
        self.model.show(past.board, past.at or self._then(), letters)
        self._stack.setCurrentWidget(self.view)
        self._say(past)
        self._put_slider()
        self.before.setEnabled(past.seq > 0)
        self.after.setEnabled(past.seq < self._span.last_seq or not self._span.last_seq)

    def _then(self) -> datetime:
        return self._span.first_at or self._tools.clock()

    def _say(self, past: PastBoard) -> None:
        now = self._tools.clock()
        if past.line is None or past.at is None:
            self.strip.headline.setText(_("As it was before the first entry, not now"))
            self.strip.detail.setText("")
            return
        self.strip.headline.setText(_("As it was {moment}, not now").format(moment=moment(past.at, now)))
        shop = self._tools.link.shop
        who = words.who(past.line, shop.structure) if shop is not None else ""
        what = words.what(past.line, shop.structure) if shop is not None else ""
        told = ", ".join(part for part in (words.card(past.line), what, who) if part)
        after = _("After entry {seq}: {told}. Loops and their names are shown as they are today.")
        self.strip.detail.setText(after.format(seq=quantity(past.seq), told=told))
        self.slider.setAccessibleDescription(self.strip.headline.text())
        self.strip.setAccessibleName(f"{self.strip.headline.text()} {self.strip.detail.text()}")

    def _show_busy(self, busy: bool) -> None:
        self.strip.progress.setVisible(busy)
        self.strip.stop.setVisible(busy)

    def _on_progress(self, done: int, whole: int) -> None:
        self._show_busy(True)
        self.strip.progress.setRange(0, whole)
        self.strip.progress.setValue(done)
        self.strip.progress.setAccessibleName(_("{done} of {whole} looked through").format(done=done, whole=whole))

    def _on_stopped(self) -> None:
        self._show_busy(False)
        if self.past is not None:
            self._say(self.past)
            self._put_slider()

    def _on_failed(self, problem: BaseException) -> None:
        self._show_busy(False)
        self.strip.headline.setText(_("The board of then could not be read."))
        self._tools.link.failed.emit(problem)
