"""Take from here: one row per loop that ends at the station, with its containers as chips."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip, QWidget

from kanban_app.domain.cards import HOLDING, CardState
from kanban_app.gui.look import chips, fonts, theme
from kanban_app.gui.look.widgets import elided, paint_focus_ring
from kanban_app.gui.row_model import ROW, RowModel
from kanban_app.gui.station.row_list import RowDelegate, RowList
from kanban_app.gui.station.take_rows import Chip, TakeRow
from kanban_app.i18n import _

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
EDGE = 20


class TakeDelegate(RowDelegate):
    """Paints a row: name, place and reach at the left, chips in the middle, pieces at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters: Mapping[CardState, str] = chips.letters("en")
        # Card ids that a booking has just changed, and the one a refusal points at.
        self.changed: frozenset[int] = frozenset()
        self.pointed: int | None = None
        self.focused_card: int | None = None

    # -- places --------------------------------------------------------------------------------------------------

    def _pieces_width(self) -> int:
        return theme.px(96 if self.measures.wide else 72)

    def chip_rects(self, rect: QRect, row: TakeRow) -> tuple[list[tuple[Chip, QRect]], int, int]:
        """(chip, place) of every chip there is room for, the x of the line after the stock, and how many are hidden."""
        m = self.measures
        width, height = (theme.px(side) for side in m.chip)
        x, middle = rect.left() + theme.px(m.chips_x), rect.top() + theme.px(m.second_y)
        end = rect.right() - theme.px(EDGE) - self._pieces_width()
        if not m.wide:
            middle = rect.top() + theme.px(36)
        placed: list[tuple[Chip, QRect]] = []
        small_room = theme.px(m.small_chip[0] + 50) if row.coming else 0
        for chip in row.stock:
            if x + width > end - small_room and chip is not row.stock[0]:
                break
            placed.append((chip, QRect(x, middle - height // 2, width, height)))
            x += width + theme.px(m.chip_gap)
        hidden = len(row.stock) - len(placed)
        line_x = x if row.stock and row.coming else 0
        if line_x:
            x += theme.px(m.chip_gap)
        width, height = (theme.px(side) for side in m.small_chip)
        for place, chip in enumerate(row.coming):
            more = 0 if place == len(row.coming) - 1 else theme.px(34)
            if x + width + more > end:
                hidden += len(row.coming) - place
                break
            placed.append((chip, QRect(x, middle - height // 2, width, height)))
            x += width + theme.px(m.small_gap)
        return placed, line_x, hidden

    def targets(self, rect: QRect, row: TakeRow) -> list[tuple[Hashable, QRect]]:
        placed, _line, _hidden = self.chip_rects(rect, row)
        grow = theme.px(self.measures.chip_gap) // 2
        height = theme.px(min(self.measures.target, self.measures.row - 8))
        found: list[tuple[Hashable, QRect]] = []
        for chip, place in placed:
            tall = max(0, height - place.height()) // 2
            found.append((chip.card.id, place.adjusted(-grow, -tall, grow, tall)))
        return found

    # -- paint ---------------------------------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if row is None:
            return
        rect: QRect = option.rect
        painter.save()
        self._paint_words(painter, rect, row)
        placed, line_x, hidden = self.chip_rects(rect, row)
        self._paint_chips(painter, rect, placed, line_x, hidden)
        self._paint_pieces(painter, rect, row)
        painter.setPen(theme.color("line"))
        inset = theme.px(16)
        painter.drawLine(rect.left() + inset, rect.bottom(), rect.right() - inset, rect.bottom())
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, QRectF(rect).adjusted(6, 3, -6, -3), theme.px(8))
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, row: TakeRow) -> None:
        m = self.measures
        left = rect.left() + theme.px(EDGE + 1)
        width = theme.px(m.chips_x) - theme.px(EDGE + 1) - theme.px(10)
        lines = (
            (m.name_y, row.item, fonts.ui(m.item_px, 700), "ink"),
            (m.second_y, row.place, fonts.ui(15), "ink2"),
            (m.third_y, row.reach, fonts.ui(15, 600 if row.tone != "ink3" else 400), row.tone),
        )
        for y, text, font, token in lines:
            painter.setFont(font)
            painter.setPen(theme.color(token))
            height = theme.px(28)
            area = QRect(left, rect.top() + theme.px(y) - height // 2, width, height)
            if token in ("stop", "warn"):
                # A sentence one acts by is never cut: it may run on under the small chips' row.
                area.setWidth(rect.width() - theme.px(EDGE * 2) - self._pieces_width())
                painter.drawText(area, _LEFT, text)
            else:
                painter.drawText(area, _LEFT, elided(text, QFontMetrics(font), width))

    def _paint_chips(
        self, painter: QPainter, rect: QRect, placed: list[tuple[Chip, QRect]], line_x: int, hidden: int
    ) -> None:
        end = rect.left() + theme.px(self.measures.chips_x)
        for chip, place in placed:
            self._paint_halo(painter, chip, place)
        for chip, place in placed:
            chips.paint(painter, QRectF(place), chips.face_of(chip.card, self.letters, chip.marks))
            if chip.caption:
                painter.setFont(fonts.ui(13, 600))
                painter.setPen(theme.color("ink2"))
                area = place.adjusted(-theme.px(20), place.height() + theme.px(2), theme.px(20), theme.px(20))
                painter.drawText(area, _MIDDLE, chip.caption)
            end = place.right()
        if line_x:
            painter.setPen(theme.color("line"))
            x, half = line_x, theme.px(22 if self.measures.wide else 17)
            middle = placed[0][1].center().y()
            painter.drawLine(x, middle - half, x, middle + half)
        if hidden:
            painter.setFont(fonts.ui(15, 600))
            painter.setPen(theme.color("ink2"))
            middle = placed[0][1].center().y() if placed else rect.center().y()
            area = QRect(end + theme.px(6), middle - theme.px(12), theme.px(44), theme.px(24))
            painter.drawText(area, _LEFT, f"+{hidden}")

    def _paint_halo(self, painter: QPainter, chip: Chip, place: QRect) -> None:
        """What has just changed stands on green, what a refusal points at on blue; focus has its ring."""
        token = ""
        if chip.card.id == self.pointed:
            token = "accent_tint"
        elif chip.card.id in self.changed and chip.card.state in HOLDING:
            token = "ok_tint"
        if token:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(token))
            around = theme.px(6)
            painter.drawRoundedRect(QRectF(place).adjusted(-around, -around, around, around), around, around)
            painter.restore()
        if chip.card.id == self.focused_card:
            paint_focus_ring(painter, QRectF(place).adjusted(-4, -4, 4, 4), theme.px(8))

    def _paint_pieces(self, painter: QPainter, rect: QRect, row: TakeRow) -> None:
        m = self.measures
        right = rect.right() - theme.px(EDGE + 3)
        width = self._pieces_width() + theme.px(20)
        middle = rect.top() + theme.px(41 if m.wide else 33)
        painter.setFont(fonts.ui(m.pieces_px, 700))
        painter.setPen(theme.color("stop" if row.is_out else "ink"))
        painter.drawText(QRect(right - width, middle - theme.px(25), width, theme.px(50)), _RIGHT, row.pieces)
        painter.setFont(fonts.ui(15))
        painter.setPen(theme.color("ink3"))
        unit = _("{unit} here").format(unit=row.unit) if m.wide else row.unit
        middle = rect.top() + theme.px(77 if m.wide else 57)
        painter.drawText(QRect(right - width, middle - theme.px(12), width, theme.px(24)), _RIGHT, unit)


class TakeList(RowList):
    """The list. Left and right move from chip to chip within the row, space opens it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model_of_rows: RowModel[TakeRow] = RowModel(lambda row: row.loop_id, lambda row: row.spoken)
        self.delegate_of_rows = TakeDelegate()
        super().__init__(self.model_of_rows, self.delegate_of_rows, parent)
        self.delegate_of_rows.setParent(self)
        self.model_of_rows.setParent(self)
        self.setAccessibleName(_("Take from here"))
        self._chip_place = 0

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """Speak the plant's language on the chips."""
        self.delegate_of_rows.letters = letters
        self.viewport().update()

    def mark_changed(self, card_ids: frozenset[int], pointed: int | None) -> None:
        """Show which cards a booking has just changed, and which one a refusal means."""
        delegate = self.delegate_of_rows
        if (card_ids, pointed) != (delegate.changed, delegate.pointed):
            delegate.changed, delegate.pointed = card_ids, pointed
            self.viewport().update()

    def reveal(self, loop_id: int) -> int:
        """Scroll a loop's row into sight and answer its place, -1 where there is none."""
        place = self.model_of_rows.place_of(loop_id)
        if place >= 0:
            self.scrollTo(self.model_of_rows.index(place), QAbstractItemView.ScrollHint.EnsureVisible)
        return place

    def key_target(self) -> Hashable | None:
        return self.delegate_of_rows.focused_card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._focus_chip(self._chip_place + step)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._focus_chip(0)

    def _focus_chip(self, place: int) -> None:
        row = self.currentIndex().data(ROW) if self.currentIndex().isValid() else None
        if row is None:
            return
        placed, _line, _hidden = self.delegate_of_rows.chip_rects(self.visualRect(self.currentIndex()), row)
        self._chip_place = max(0, min(place, len(placed) - 1))
        chip = placed[self._chip_place][0] if placed else None
        self.delegate_of_rows.focused_card = chip.card.id if chip and self.hasFocus() else None
        if chip:
            self.setAccessibleDescription(chip.spoken)
        self.viewport().update()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self._focus_chip(self._chip_place)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.delegate_of_rows.focused_card = None
        self.viewport().update()

    def viewportEvent(self, event: Any) -> bool:
        if isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _show_tip(self, position: QPoint, at: QPoint) -> None:
        found = self.target_at(position)
        if found is None:
            return
        row = self.model_of_rows.rows[found[0]]
        chip = next((chip for chip in (*row.stock, *row.coming) if chip.card.id == found[1]), None)
        QToolTip.showText(at, chip.spoken if chip else row.spoken, self)
