"""Paints the board's cells. No style is asked while painting; fonts, cut texts and chips are made once and kept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kanban_app.domain.board import Zone
from kanban_app.gui.board.cells import Column, GroupLabel, Slot, SlotKind, Text
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.picking import Picks
from kanban_app.gui.look import chips, fonts, icons, kinds, shapes, theme

ROW_HEIGHT = 41
SLOT_WIDTH = 44
# a chip's width by the digits of the longest number on the board
CHIP_WIDTHS = {1: 35, 2: 35, 3: 43}
WIDEST_CHIP = 50
CHIP_HEIGHT = 25
PAD = 8
# how strongly the cards are seen that no filter asks for
NOT_ASKED = 0.35

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def slot_width(digits: int) -> int:
    """The width of a slot column at 100 % for card numbers of so many digits."""
    return CHIP_WIDTHS.get(digits, WIDEST_CHIP) - CHIP_WIDTHS[1] + SLOT_WIDTH


class BoardDelegate(QStyledItemDelegate):
    """One delegate for all columns: the model's cells are values, so that nothing passes through QVariants."""

    def __init__(self, model: BoardModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._cut: dict[tuple[str, int, float, int], str] = {}
        self.group_ends: set[int] = set()
        self.chip_width = CHIP_WIDTHS[1]
        self.painted_count = 0
        self.picks: Picks | None = None
        theme.news().changed.connect(self._cut.clear)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.painted_count += 1
        rect: QRect = option.rect
        row, column = index.row(), index.column()
        if column == Column.GROUP:
            self._paint_group(painter, rect, self._model.label_at(row))
            return
        painter.fillRect(rect, theme.color("surface"))
        shown = self._model.cells_at(row)
        if self._model.is_slot(column):
            self._paint_slot(painter, rect, shown.slots[column - Column.FIRST_SLOT], option)
        elif column == Column.KIND:
            width, height = theme.px(13), theme.px(25)
            left = rect.left() + theme.px(10)
            tile = QRectF(left, rect.center().y() - height / 2, width, height)
            kinds.paint_kind(painter, tile, shown.kind)
            if shown.is_lot:
                side = theme.px(9)
                kinds.paint_lot_triangle(
                    painter, QRectF(tile.center().x() - side / 2, tile.center().y() - side / 2, side, side), shown.kind
                )
        elif column == Column.ITEM:
            self._write(painter, rect, Text(shown.item, weight=600), LEFT)
        elif column == Column.OTHER:
            self._write(painter, rect, Text(shown.other, "ink2"), LEFT, 14)
        elif column == Column.HOLDS:
            self._write(painter, rect, Text(shown.holds, "ink2"), RIGHT)
        elif column == self._model.column(Column.ZONE):
            self._paint_zone(painter, rect, shown.zone, shown.zone_text, shown.zone_detail)
        elif column == self._model.column(Column.CALLING):
            self._write(painter, rect, shown.calling, RIGHT)
        elif column == self._model.column(Column.HERE):
            self._write(painter, rect, shown.here, RIGHT, 16)
        else:
            self._write(painter, rect.adjusted(theme.px(8), 0, 0, 0), shown.oldest, LEFT, 14)
        self._paint_line(painter, rect, row in self.group_ends)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(SLOT_WIDTH), theme.px(ROW_HEIGHT))

    def _paint_line(self, painter: QPainter, rect: QRect, is_end: bool) -> None:
        color = theme.mix("line_strong", "surface", 0.6) if is_end else theme.color("line")
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color)

    def _write(self, painter: QPainter, rect: QRect, text: Text, alignment: Qt.AlignmentFlag, size: float = 15) -> None:
        if not text.text:
            return
        pad = theme.px(PAD)
        room = rect.adjusted(pad, 0, 0, 0) if alignment == LEFT else rect.adjusted(0, 0, -pad, 0)
        painter.setFont(fonts.ui(size, text.weight))
        painter.setPen(theme.color(text.tone))
        painter.drawText(room, alignment, self._fitted(text.text, room.width(), size, text.weight))

    def _fitted(self, text: str, width: int, size: float, weight: int) -> str:
        key = (text, width, size, weight)
        found = self._cut.get(key)
        if found is None:
            if len(self._cut) > 20_000:
                self._cut.clear()
            metrics = QFontMetrics(fonts.ui(size, weight))
            found = self._cut[key] = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        return found

    def is_cut(self, index: QModelIndex, text: str, width: int) -> bool:
        """Whether a name did not fit and needs its tooltip."""
        size, weight = (15, 600) if index.column() in (Column.ITEM, Column.GROUP) else (14, 400)
        left_out = theme.px(46) if index.column() == Column.GROUP else theme.px(PAD)
        return self._fitted(text, width - left_out, size, weight) != text

    def _paint_group(self, painter: QPainter, rect: QRect, label: GroupLabel) -> None:
        painter.fillRect(rect, theme.color("surface_alt"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("line"))
        x = rect.left() + theme.px(14)
        single = rect.height() < theme.px(ROW_HEIGHT) * 3 // 2
        top = rect.top() + theme.px(3 if single and label.detail else 10)
        if label.icon:
            side = theme.px(18)
            icons.paint(painter, QRectF(x, rect.top() + theme.px(11), side, side), label.icon)
            x += side + theme.px(10)
        width = rect.right() - x - theme.px(4)
        name = QRect(x, top, width, theme.px(20))
        painter.setFont(fonts.ui(15, 600))
        painter.setPen(theme.color("ink"))
        painter.drawText(name, LEFT, self._fitted(label.name, width, 15, 600))
        painter.setFont(fonts.ui(13))
        painter.setPen(theme.color("ink3"))
        detail = QRect(x, name.bottom() + theme.px(-2 if single else 2), width, theme.px(17))
        text = QFontMetrics(fonts.ui(13)).elidedText(label.detail, Qt.TextElideMode.ElideRight, width)
        painter.drawText(detail, LEFT, text)
        self._paint_line(painter, rect.adjusted(0, 0, -1, 0), True)

    def _paint_zone(self, painter: QPainter, rect: QRect, zone: Zone, action: Text, detail: Text) -> None:
        x = rect.left() + theme.px(PAD)
        if zone is not Zone.GREEN:
            side = theme.px(20)
            shapes.paint_zone(painter, QRectF(x, rect.center().y() - side / 2, side, side), zone)
            x += side + theme.px(8)
            width = QFontMetrics(fonts.ui(15, action.weight)).horizontalAdvance(action.text)
            painter.setFont(fonts.ui(15, action.weight))
            painter.setPen(theme.color(action.tone))
            painter.drawText(QRect(x, rect.top(), width + 2, rect.height()), LEFT, action.text)
            x += width + theme.px(10)
        if detail.text:
            painter.setFont(fonts.ui(14))
            painter.setPen(theme.color(detail.tone))
            room = rect.right() - x
            text = self._fitted(detail.text, room, 14, 400)
            # beside "start now" half a word says nothing; the age in the last column says it too
            if zone is Zone.GREEN or text == detail.text:
                painter.drawText(QRect(x, rect.top(), room, rect.height()), LEFT, text)

    def _paint_slot(self, painter: QPainter, rect: QRect, slot: Slot, option: QStyleOptionViewItem) -> None:
        if slot.kind is SlotKind.NOTHING:
            return
        body = self.chip_rect(rect)
        state: QStyle.StateFlag = option.state
        several = self.picks is not None and self.picks.are_several()
        picked = several and self.picks is not None and slot.card_id in self.picks
        if picked or state & QStyle.StateFlag.State_Selected:
            filled = picked if several else bool(state & QStyle.StateFlag.State_HasFocus)
            self._paint_ring(painter, body, filled)
        if slot.face is None:
            self._paint_way(painter, body, slot)
            return
        if slot.asked:
            chips.paint(painter, body, slot.face)
        else:
            painter.setOpacity(NOT_ASKED)
            chips.paint(painter, body, slot.face)
            painter.setOpacity(1.0)
        if self._model.is_fresh(slot.card_id):
            self._outline(painter, body.adjusted(-2, -2, 2, 2), "ink", 4)
        if slot.zone is not None:
            band = QRectF(rect.left() + 1, rect.top() + theme.px(35), rect.width() - 2, theme.px(4))
            shapes.paint_band(painter, band, slot.zone)

    def chip_rect(self, rect: QRect) -> QRectF:
        """Where a chip's body stands in its cell."""
        width, height = theme.px(self.chip_width), theme.px(CHIP_HEIGHT)
        return QRectF(rect.left() + theme.px(4), rect.top() + theme.px(5), width, height)

    def _paint_ring(self, painter: QPainter, body: QRectF, focused: bool) -> None:
        ring = body.adjusted(-3.5, -3, 3.5, 3)
        if focused:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(shapes.rounded(ring, 0.2), theme.color("accent_tint"))
            painter.restore()
        self._outline(painter, ring, "ink", 6)

    def _outline(self, painter: QPainter, rect: QRectF, token: str, radius: float) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(token), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, radius, radius)
        painter.restore()

    def _paint_way(self, painter: QPainter, body: QRectF, slot: Slot) -> None:
        text = f"+{slot.hidden_count}" if slot.kind is SlotKind.MORE else f"‹{slot.hidden_count}"
        painter.setFont(fonts.ui(13, 600))
        painter.setPen(theme.color("accent"))
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, text)
