"""The answers to one booking of many cards, a row each: sign, what happened, why and the next step."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kanban_app.gui.board.notice import paint_sign
from kanban_app.gui.board.results import Result
from kanban_app.gui.look import fonts, theme
from kanban_app.gui.row_model import ROW, RowModel
from kanban_app.i18n import _

Index = QModelIndex | QPersistentModelIndex
SIGN, TEXT_LEFT = 20, 32
WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class ResultDelegate(QStyledItemDelegate):
    """Sentences are wrapped, never cut."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, self._heights(index.data(ROW), width)[2])

    def _heights(self, row: Result, width: int) -> tuple[int, int, int]:
        """Of the headline, of the detail, of the whole row."""
        room = QRect(0, 0, max(theme.px(80), width - theme.px(TEXT_LEFT) - theme.px(6)), 10_000)
        head = QFontMetrics(fonts.ui(15, 600)).boundingRect(room, WRAP, row.headline).height()
        detail = QFontMetrics(fonts.ui(14)).boundingRect(room, WRAP, row.detail).height() if row.detail else 0
        return head, detail, max(theme.px(SIGN), head + detail) + theme.px(14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row: Result = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_tint"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 4, 4)
        side, top = theme.px(SIGN), rect.top() + theme.px(6)
        paint_sign(painter, QRectF(rect.left() + theme.px(4), top, side, side), row.sign)
        head, detail, _whole = self._heights(row, rect.width())
        left, width = rect.left() + theme.px(TEXT_LEFT), rect.width() - theme.px(TEXT_LEFT) - theme.px(6)
        painter.setFont(fonts.ui(15, 600))
        painter.setPen(theme.color("ink"))
        painter.drawText(QRect(left, top, width, head), WRAP, row.headline)
        if row.detail:
            painter.setFont(fonts.ui(14))
            painter.setPen(theme.color("ink2"))
            painter.drawText(QRect(left, top + head, width, detail), WRAP, row.detail)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        painter.restore()


class ResultList(QListView):
    """A click or Enter on a row wants its card: `card_wanted` carries the id."""

    card_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: RowModel[Result] = RowModel(lambda row: row.place, Result.spoken, self)
        self.setModel(self.rows)
        self.setItemDelegate(ResultDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # ten thousand wrapped rows are measured in parts, so that the window stays alive
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(_("What became of each card"))
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)
        theme.news().changed.connect(self.scheduleDelayedItemsLayout)

    def show_results(self, results: list[Result]) -> None:
        """Show these, from the top."""
        self.rows.beginResetModel()
        self.rows.rows = results
        self.rows.endResetModel()
        self.scrollToTop()

    def _on_chosen(self, index: QModelIndex) -> None:
        row: Result | None = index.data(ROW)
        if row is not None and row.card_id is not None:
            self.card_wanted.emit(row.card_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyboardSearch(self, search: str) -> None:
        """Bare letters act nowhere."""
