"""Paints the lists of the walk: places with how many cards were seen, and what is not as it should be."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kanban_app.gui.card_walk.rows import FindingRow, StopRow
from kanban_app.gui.history.delegate import TextDelegate, paint_ground
from kanban_app.gui.look import fonts, icons, theme
from kanban_app.gui.look.widgets import elided, paint_focus_ring
from kanban_app.gui.row_model import ROW

PADDING, STOP_HEIGHT, FINDING_HEIGHT, COUNT_WIDTH, BOX = 12, 52, 68, 70, 26
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    painter.save()
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen:
        painter.fillRect(option.rect, theme.color("accent_tint"))
        painter.fillRect(
            option.rect.left(), option.rect.top(), theme.px(4), option.rect.height(), theme.color("accent")
        )
    painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.color("line"))
    if chosen and isinstance(option.widget, QWidget) and option.widget.hasFocus():
        paint_focus_ring(painter, QRectF(option.rect), theme.px(4))
    painter.restore()


def _write(painter: QPainter, room: QRect, text: str, size: float, weight: int, token: str) -> None:
    painter.setFont(fonts.ui(size, weight))
    painter.setPen(theme.color(token))
    painter.drawText(room, _LEFT, elided(text, painter.fontMetrics(), room.width()))


class StopDelegate(QStyledItemDelegate):
    """A place: its station, its name, how many were seen, a tick when it is done."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(120), theme.px(STOP_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: StopRow = index.data(ROW)
        painter.save()
        _paint_ground(painter, option)
        room = option.rect.adjusted(theme.px(PADDING), theme.px(6), -theme.px(PADDING), -theme.px(6))
        count = QRect(room.right() - theme.px(COUNT_WIDTH), room.top(), theme.px(COUNT_WIDTH), room.height())
        text = room.adjusted(0, 0, -theme.px(COUNT_WIDTH + 4), 0)
        half = text.height() // 2 if row.name else text.height()
        _write(painter, QRect(text.left(), text.top(), text.width(), half), row.station, 15, 600, "ink")
        if row.name:
            _write(painter, QRect(text.left(), text.top() + half, text.width(), half), row.name, 14, 400, "ink2")
        painter.setFont(fonts.ui(15, 500))
        lacking = row.is_done and row.seen_count < row.card_count
        painter.setPen(theme.color("stop" if lacking else "ink2"))
        shown = count.adjusted(0, 0, -theme.px(22), 0)
        painter.drawText(shown, _RIGHT, f"{row.seen_count}/{row.card_count}")
        if row.is_done:
            side = theme.px(18)
            tick = QRectF(count.right() - side, count.center().y() - side / 2, side, side)
            icons.paint(painter, tick, "alert" if lacking else "check", "stop" if lacking else "ok")
        painter.restore()


class FindingDelegate(QStyledItemDelegate):
    """A card and what is wrong with it, in whole sentences."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: FindingRow = index.data(ROW)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else theme.px(300)
        painted = _height(row.detail, width - 2 * theme.px(PADDING))
        return QSize(theme.px(120), max(theme.px(FINDING_HEIGHT), painted + theme.px(42)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: FindingRow = index.data(ROW)
        painter.save()
        _paint_ground(painter, option)
        room = option.rect.adjusted(theme.px(PADDING), theme.px(8), -theme.px(PADDING), -theme.px(8))
        line = QRect(room.left(), room.top(), room.width(), theme.px(22))
        _write(painter, line, row.headline, 15, 600, "ink")
        painter.setFont(fonts.ui(14))
        painter.setPen(theme.color("ink2"))
        painter.drawText(room.adjusted(0, theme.px(24), 0, 0), _WRAPPED, row.detail)
        painter.restore()


def _height(text: str, width: int) -> int:
    """How high a detail is when it is wrapped to so many pixels."""
    return QFontMetrics(fonts.ui(14)).boundingRect(QRect(0, 0, max(1, width), 10_000), _WRAPPED, text).height()


class TickDelegate(TextDelegate):
    """A large box before the text: the whole cell is the target, for a finger too."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_ground(painter, option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(BOX)
        box = QRectF(option.rect.left() + theme.px(PADDING), option.rect.center().y() - side / 2, side, side)
        ticked = _is_ticked(index)
        painter.setPen(QPen(theme.color("ok" if ticked else "line_strong"), 1.5))
        painter.setBrush(theme.color("ok" if ticked else "surface"))
        painter.drawRoundedRect(box, theme.px(5), theme.px(5))
        if ticked:
            inset = side * 0.12
            icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", "on_ok")
        room = option.rect.adjusted(theme.px(2 * PADDING + BOX), 0, -theme.px(PADDING), 0)
        _write(painter, room, str(index.data() or ""), 15, 600, "ink")
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A press that is let go inside the cell ticks it, or takes the tick away."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        inside = option.rect.contains(event.position().toPoint())
        return inside and toggle(model, index)


def toggle(model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex) -> bool:
    """Tick a row, or take its tick away."""
    wanted = Qt.CheckState.Unchecked if _is_ticked(index) else Qt.CheckState.Checked
    return model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)


def _is_ticked(index: QModelIndex | QPersistentModelIndex) -> bool:
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
