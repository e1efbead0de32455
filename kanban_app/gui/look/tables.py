"""How plain lists look: no grid, quiet heads, text clear of the edges. The board paints its cells itself."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kanban_app.gui.look import theme
from kanban_app.gui.look.columns import Columns
from kanban_app.gui.look.ticks import SIDE, paint_tick
from kanban_app.settings import Settings

# With the three pixels that the style leaves beside a text, it stands under its head.
INSET = 9
HEAD_HEIGHT = 40
# A head takes two lines where it must. Qt has no name for it among the alignments, but goes by it.
_WRAP = Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap.value)
Index = QModelIndex | QPersistentModelIndex


class InsetDelegate(QStyledItemDelegate):
    """Paints a cell as the style does, its content moved in from left and right, and a tick box of our own."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as wrapped text is in what `paint` leaves of the cell, as wide as the text and that white."""
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(theme.px(INSET), 0, -theme.px(INSET), 0)
        wide = super().sizeHint(option, index).width() + 2 * theme.px(INSET)
        return QSize(wide, super().sizeHint(inner, index).height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # What is chosen is tinted: white on blue is for what one presses.
        option.palette.setColor(QPalette.ColorRole.Highlight, theme.color("accent_tint"))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("ink"))
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, whole, painter, option.widget)
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(theme.px(INSET), 0, -theme.px(INSET), 0)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            box = self.tick_rect(option.rect)
            paint_tick(painter, QRectF(box), Qt.CheckState(ticked) is Qt.CheckState.Checked)
            inner.rect.setLeft(box.right() + theme.px(6))
        has_focus = bool(inner.state & QStyle.StateFlag.State_HasFocus)
        inner.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, inner, index)
        if has_focus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))

    def tick_rect(self, cell: QRect) -> QRect:
        """Where the tick box of a cell is."""
        side = theme.px(SIDE)
        return QRect(cell.left() + theme.px(INSET + 3), cell.center().y() - side // 2, side, side)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the box or near it, or the space bar, turns the tick over."""
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is None or not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        air = theme.px(10)
        near = self.tick_rect(option.rect).adjusted(-air, -air, air, air)
        if isinstance(event, QMouseEvent):
            released = event.type() == QEvent.Type.MouseButtonRelease
            if not released or not near.contains(event.position().toPoint()):
                return False
        elif not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        checked = Qt.CheckState(ticked) is Qt.CheckState.Checked
        turned = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)


def dress(table: QTableView, *, row_height: int = 44, settings: Settings | None = None, name: str = "") -> None:
    """Make a table a plain list: whole rows chosen, `row_height` in pixels at 96 dpi and 100 %.

    With `settings` the dividers between its columns can be dragged, and are remembered under `name`.
    """
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setItemDelegate(InsetDelegate(table))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.px(row_height))
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    dress_head(header)
    if settings is not None:
        Columns(table, settings, name)


def dress_head(header: QHeaderView) -> None:
    """Make the words over columns quiet; in a narrow column they take two lines."""
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | _WRAP)
    header.setFixedHeight(theme.px(HEAD_HEIGHT))
