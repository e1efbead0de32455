"""Why this date: the steps of a promise on days, those of the longest way filled, the others only outlined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kanban_app.domain.promising import Promise, PromiseStep
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.widgets import elided
from kanban_app.i18n import _, end_moment, language, moment
from kanban_app.operations.promise_words import label_text, step_text, why_text

ROW, HEAD, BAR = 24, 26, 14
MOST_ROWS = 9
"""Further steps would push the table beside it away; those with the most slack are left out and counted."""
_LABEL_SHARE = 0.4
_LEAST_BAR = 4
_MOST_PAST = timedelta(days=7)


class CriticalPath(QWidget):
    """Paints a Promise. What a bar says in colour its label says in weight, its edge in line and its tip in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._promise: Promise | None = None
        self._rows: list[PromiseStep] = []
        self._labels: list[str] = []
        self._spoken: list[str] = []
        self._left_out = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Why this date"))
        theme.news().changed.connect(self.updateGeometry)

    def show_promise(self, promise: Promise | None, structure: Structure | None = None) -> None:
        """Show the steps of this promise; `structure` has the names. None shows nothing."""
        self._promise = promise
        self._rows, self._left_out = _shown(promise.steps) if promise else ([], 0)
        self._labels, self._spoken = [], []
        if promise is not None and structure is not None:
            self._labels = [label_text(step, structure) for step in self._rows]
            self._spoken = [_spoken(step, structure, promise.made_at) for step in self._rows]
        self.setAccessibleDescription("\n".join(self._spoken) or self._nothing())
        self.updateGeometry()
        self.update()

    def spoken(self) -> list[str]:
        """What is shown, a sentence a step: for screen readers and tips."""
        return list(self._spoken)

    def _nothing(self) -> str:
        return _("Everything is there.") if self._promise is not None else ""

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._rows)) + bool(self._left_out)
        return QSize(theme.px(420), theme.px(HEAD + rows * ROW + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), self.sizeHint().height())

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._promise is None or not self._rows:
            painter.setFont(fonts.ui(15))
            painter.setPen(theme.color("ink2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._nothing())
            return
        scale = _Scale(self._rows, self._promise, self._plot())
        self._paint_days(painter, scale)
        for place, step in enumerate(self._rows):
            self._paint_row(painter, scale, place, step)
        self._paint_now(painter, scale)
        if self._left_out:
            painter.setFont(fonts.ui(13))
            painter.setPen(theme.color("ink3"))
            text = _("and {count} more steps that have time to spare").format(count=self._left_out)
            painter.drawText(self._row_rect(len(self._rows)), Qt.AlignmentFlag.AlignVCenter, text)

    def _plot(self) -> QRectF:
        left = self.width() * _LABEL_SHARE
        high = theme.px(ROW) * len(self._rows)
        return QRectF(left, theme.px(HEAD), self.width() - left - theme.px(8), high)

    def _row_rect(self, place: int) -> QRectF:
        return QRectF(0, theme.px(HEAD) + place * theme.px(ROW), self.width(), theme.px(ROW))

    def _paint_days(self, painter: QPainter, scale: _Scale) -> None:
        painter.setFont(fonts.ui(13, 500))
        metrics = painter.fontMetrics()
        room = scale.plot.width() / max(1, scale.day_count)
        widest = max(metrics.horizontalAdvance(_day_name(scale.first_on + timedelta(days=n))) for n in range(7))
        every = max(1, -(-(widest + theme.px(8)) // max(1, int(room))))
        for place in range(scale.day_count + 1):
            day = scale.first_on + timedelta(days=place)
            x = scale.x(_midnight(day))
            painter.setPen(QPen(theme.color("line"), 1))
            if place % every == 0 or place == scale.day_count:
                painter.drawLine(QPointF(x, scale.plot.top()), QPointF(x, scale.plot.bottom()))
            if place % every == 0 and place < scale.day_count:
                painter.setPen(theme.color("ink2"))
                wide = min(room * every, scale.plot.right() - x)
                text = _day_name(day)
                if metrics.horizontalAdvance(text) > wide:
                    continue  # the last days of a long plan, where half a name would say nothing
                painter.drawText(QRectF(x, 0, wide, theme.px(HEAD)), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_row(self, painter: QPainter, scale: _Scale, place: int, step: PromiseStep) -> None:
        row = self._row_rect(place)
        font: QFont = fonts.ui(14, 600 if step.critical else 400)
        painter.setFont(font)
        painter.setPen(theme.color("ink" if step.critical else "ink2"))
        label = QRectF(0, row.top(), scale.plot.left() - theme.px(10), row.height())
        text = elided(self._labels[place], QFontMetrics(font), int(label.width()))
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        left, right = max(scale.plot.left(), scale.x(step.start)), scale.x(step.finish)
        high = theme.px(BAR)
        bar = QRectF(left, row.center().y() - high / 2, max(theme.px(_LEAST_BAR), right - left), high)
        painter.setPen(QPen(theme.color("ink" if step.critical else "stock"), theme.px(1.5)))
        painter.setBrush(theme.color("ink" if step.critical else "surface"))
        painter.drawRoundedRect(bar, theme.px(3), theme.px(3))

    def _paint_now(self, painter: QPainter, scale: _Scale) -> None:
        assert self._promise is not None
        x = scale.x(self._promise.made_at)
        painter.setPen(QPen(theme.color("accent"), theme.px(2)))
        painter.drawLine(QPointF(x, scale.plot.top() - theme.px(4)), QPointF(x, scale.plot.bottom()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = (event.pos().y() - theme.px(HEAD)) // theme.px(ROW)
            text = self._spoken[place] if 0 <= place < len(self._spoken) else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


class _Scale:
    """Instants to pixels: whole days from now, or the first step, to the last; what began long ago is cut off."""

    def __init__(self, steps: Sequence[PromiseStep], promise: Promise, plot: QRectF) -> None:
        self.plot = plot
        last = max(promise.made_at, *(step.finish for step in steps))
        oldest = promise.made_at - max(_MOST_PAST, last - promise.made_at)
        first = max(oldest, min(promise.made_at, *(step.start for step in steps)))
        self.first_on = first.astimezone().date()
        self.day_count = (last.astimezone().date() - self.first_on).days + 1
        self._from = _midnight(self.first_on)
        self._length = (_midnight(self.first_on + timedelta(days=self.day_count)) - self._from).total_seconds()

    def x(self, at: datetime) -> float:
        """Where an instant is."""
        return self.plot.left() + self.plot.width() * (at - self._from).total_seconds() / self._length


def _midnight(day: date) -> datetime:
    """The beginning of a day by this computer's clock."""
    return datetime(day.year, day.month, day.day).astimezone()


def _day_name(day: date) -> str:
    from babel.dates import format_date

    return format_date(day, "EEE d", locale=language())


def _shown(steps: Sequence[PromiseStep]) -> tuple[list[PromiseStep], int]:
    """The steps to show in the order they begin, the longest way first to be kept, and how many are left out."""
    kept = sorted(steps, key=lambda step: (not step.critical, step.slack_minutes))[:MOST_ROWS]
    return sorted(kept, key=lambda step: (step.start, step.finish)), len(steps) - len(kept)


def _spoken(step: PromiseStep, structure: Structure, now: datetime) -> str:
    times = moment(step.start, now)
    if step.finish > step.start:
        times = _("{start} to {finish}").format(start=times, finish=end_moment(step.finish, now))
    way = _("decides the date") if step.critical else _("has time to spare")
    return f"{step_text(step, structure)}, {times}, {why_text(step, structure)}, {way}"
