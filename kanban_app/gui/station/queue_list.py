"""Make next: the queue by urgency, its one Start, and … for what is not a matter of course. Making now above it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui.look import chips, fonts, icons, shapes, theme
from kanban_app.gui.look.widgets import elided, paint_focus_ring
from kanban_app.gui.row_model import ROW, RowModel
from kanban_app.gui.station.queue_rows import MakingRow, QueueRow
from kanban_app.gui.station.row_list import RowDelegate, RowList
from kanban_app.operations import words

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
EDGE = 20
TEXT_X = 81
START, MORE, FINISH = "start", "more", "finish"
_MARK_TONES = {Mark.URGENT: "stop", Mark.LATE: "stop", Mark.ON_HOLD: "hold"}


def paint_button(
    painter: QPainter, rect: QRect, text: str, *, primary: bool, pressed: bool, enabled: bool, size_px: int = 19
) -> None:
    """A button within a row, as the style sheet draws it elsewhere."""
    fill = "accent" if primary else "surface"
    ink, edge = ("on_accent", "accent") if primary else ("ink", "line_strong")
    if not enabled:
        fill, ink, edge = "sunken", "ink3", "sunken"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color(edge), 1))
    painter.setBrush(theme.mix("ink", fill, 0.18) if pressed and enabled else theme.color(fill))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8))
    painter.setFont(fonts.ui(size_px, 600))
    painter.setPen(theme.color(ink))
    painter.drawText(rect, _MIDDLE, text)
    painter.restore()


def button_width(text: str, least: int) -> int:
    """So wide that the word fits: no sentence one acts by is ever cut."""
    return max(theme.px(least), QFontMetrics(fonts.ui(19, 600)).horizontalAdvance(text) + theme.px(40))


def paint_text(painter: QPainter, x: int, y: int, width: int, text: str, size: float, weight: int, token: str) -> int:
    """One line of text around the height `y`, cut in the middle where it is too long; answers its width."""
    font = fonts.ui(size, weight)
    metrics = QFontMetrics(font)
    shown = elided(text, metrics, max(0, width))
    painter.setFont(font)
    painter.setPen(theme.color(token))
    half = theme.px(20)
    painter.drawText(QRect(x, y - half, max(0, width), 2 * half), _LEFT, shown)
    return metrics.horizontalAdvance(shown)


class QueueDelegate(RowDelegate):
    """Paints a card of the queue."""

    def _act_rect(self, rect: QRect, row: QueueRow) -> QRect:
        width, height = self.measures.act
        wide = button_width(row.label, width) if row.is_next else theme.px(height)
        right = rect.right() - theme.px(EDGE)
        tall = theme.px(height)
        return QRect(right - wide, rect.center().y() - tall // 2 + 1, wide, tall)

    def targets(self, rect: QRect, row: QueueRow) -> list[tuple[Hashable, QRect]]:
        return [(START if row.is_next else MORE, self._act_rect(rect, row))]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: QueueRow | None = index.data(ROW)
        if row is None:
            return
        rect: QRect = option.rect
        painter.save()
        if row.is_next:
            self._paint_frame(painter, rect)
        else:
            painter.setPen(theme.color("line"))
            inset = theme.px(16)
            painter.drawLine(rect.left() + inset, rect.bottom(), rect.right() - inset, rect.bottom())
        side = theme.px(42)
        zone = QRectF(rect.left() + theme.px(22), rect.center().y() - side / 2 + 1, side, side)
        shapes.paint_zone(painter, zone, row.zone, str(row.rank))
        self._paint_words(painter, rect, row)
        self._paint_act(painter, rect, row, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, QRectF(rect).adjusted(5, 2, -5, -2), theme.px(10))
        painter.restore()

    def _paint_frame(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(theme.color("accent_tint"))
        over = theme.px(5 if self.measures.wide else 3)
        frame = QRectF(rect).adjusted(theme.px(9), over, -theme.px(9), -over)
        painter.drawRoundedRect(frame, theme.px(10), theme.px(10))

    def _paint_words(self, painter: QPainter, rect: QRect, row: QueueRow) -> None:
        m = self.measures
        x = rect.left() + theme.px(TEXT_X)
        width = self._act_rect(rect, row).left() - x - theme.px(12)
        mark_room = theme.px(110) if row.mark else 0
        used = paint_text(
            painter, x, rect.top() + theme.px(m.name_y), width - mark_room, row.title, m.item_px, 700, "ink"
        )
        if row.mark:
            self._paint_mark(painter, x + used + theme.px(12), rect.top() + theme.px(m.name_y), row.mark)
        paint_text(painter, x, rect.top() + theme.px(m.second_y), width, row.detail, 15, 400, "ink2")
        if not row.material:
            return
        y, side = rect.top() + theme.px(m.third_y), theme.px(17)
        icon = {"ok": "check", "hold": "pause", "ink3": "clock", "order_ink": "right"}.get(row.tone, "count")
        icons.paint(painter, QRectF(x, y - side / 2, side, side), icon, row.tone)
        room = width - theme.px(26)
        fits = QFontMetrics(fonts.ui(15, 600)).horizontalAdvance(row.material) <= room
        paint_text(painter, x + theme.px(26), y, room, row.material if fits else row.short, 15, 600, row.tone)

    def _paint_mark(self, painter: QPainter, x: int, y: int, mark: Mark) -> None:
        side = theme.px(17)
        shapes.paint_mark(painter, QRectF(x, y - side / 2, side, side), mark)
        paint_text(
            painter, x + theme.px(26), y, theme.px(140), words.mark(mark), 15, 600, _MARK_TONES.get(mark, "warn")
        )

    def _paint_act(
        self, painter: QPainter, rect: QRect, row: QueueRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = self.parent()
        pressed = isinstance(view, RowList) and view.pressed_target(index) is not None
        busy = isinstance(view, RowList) and view.busy
        place = self._act_rect(rect, row)
        if row.is_next:
            paint_button(painter, place, row.label, primary=True, pressed=pressed, enabled=not busy)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.setBrush(theme.color("surface_alt" if pressed else "surface"))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8))
        side = theme.px(24)
        middle = place.center()
        dots = QRectF(middle.x() - side / 2 + 0.5, middle.y() - side / 2 + 0.5, side, side)
        icons.paint(painter, dots, "dots", "ink3" if busy else "ink2", 2.6)
        painter.restore()


class QueueList(RowList):
    """The queue."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model_of_rows: RowModel[QueueRow] = RowModel(lambda row: row.card.id, lambda row: row.spoken)
        self.delegate_of_rows = QueueDelegate()
        super().__init__(self.model_of_rows, self.delegate_of_rows, parent)
        self.delegate_of_rows.setParent(self)
        self.model_of_rows.setParent(self)

    def key_target(self) -> Hashable | None:
        row = self.currentIndex().data(ROW)
        return START if row is not None and row.is_next else MORE


class MakingDelegate(RowDelegate):
    """Paints a card that is being made: its chip, how long it takes, Finish."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters: Mapping[CardState, str] = chips.letters("en")
        self.blue_id: int | None = None

    def row_height(self) -> int:
        return self.measures.making

    def _act_rect(self, rect: QRect, row: MakingRow) -> QRect:
        width, height = self.measures.act
        wide, tall = button_width(row.label, width), theme.px(height)
        top = rect.top() + theme.px(2)
        return QRect(rect.right() - theme.px(EDGE) - wide, top, wide, tall)

    def targets(self, rect: QRect, row: MakingRow) -> list[tuple[Hashable, QRect]]:
        return [(FINISH, self._act_rect(rect, row))]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: MakingRow | None = index.data(ROW)
        if row is None:
            return
        rect: QRect = option.rect
        m = self.measures
        painter.save()
        # its mark stands out at the top, where the list ends
        chip = QRectF(rect.left() + theme.px(22), rect.top() + theme.px(12), theme.px(60), theme.px(46))
        chips.paint(painter, chip, chips.face_of(row.card, self.letters, row.marks))
        act = self._act_rect(rect, row)
        x = rect.left() + theme.px(102)
        width = act.left() - x - theme.px(12)
        paint_text(painter, x, rect.top() + theme.px(13), width, row.title, m.item_px, 700, "ink")
        tone = "stop" if row.is_late else "ink2"
        fits = QFontMetrics(fonts.ui(15)).horizontalAdvance(row.detail) <= width
        paint_text(painter, x, rect.top() + theme.px(42), width, row.detail if fits else row.short, 15, 400, tone)
        self._paint_track(painter, QRectF(x, rect.top() + theme.px(70), width, theme.px(7)), row)
        view = self.parent()
        pressed = isinstance(view, RowList) and view.pressed_target(index) == FINISH
        busy = isinstance(view, RowList) and view.busy
        paint_button(painter, act, row.label, primary=index.row() == 0, pressed=pressed, enabled=not busy)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, QRectF(rect).adjusted(6, -2, -6, -8), theme.px(10))
        painter.restore()

    def _paint_track(self, painter: QPainter, track: QRectF, row: MakingRow) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = track.height() / 2
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(track, radius, radius)
        done = QRectF(track)
        done.setWidth(max(track.height(), track.width() * row.share / 100))
        painter.setBrush(theme.color("stop" if row.is_late else "order"))
        painter.drawRoundedRect(done, radius, radius)


class MakingList(RowList):
    """What is being made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model_of_rows: RowModel[MakingRow] = RowModel(lambda row: row.card.id, lambda row: row.spoken)
        self.delegate_of_rows = MakingDelegate()
        super().__init__(self.model_of_rows, self.delegate_of_rows, parent)
        self.delegate_of_rows.setParent(self)
        self.model_of_rows.setParent(self)

    def key_target(self) -> Hashable | None:
        return FINISH
