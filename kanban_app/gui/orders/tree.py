"""Paints the way of a line's pieces: the order at the top, the suppliers at the end, cards as chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from kanban_app.gui.look import chips, fonts, theme
from kanban_app.gui.look.kinds import paint_kind
from kanban_app.gui.look.widgets import elided, paint_focus_ring
from kanban_app.gui.orders.tree_rows import Branch, TreeRow
from kanban_app.gui.row_model import ROW, Index, RowModel
from kanban_app.i18n import _

ROW_HEIGHT, RULE_HEIGHT = 54, 30
STEP, SIGN = 22, 20
CHIP_WIDTH, CHIP_HEIGHT, CHIP_GAP = 38, 26, 6
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
# The branches go this deep; what is deeper stands under them, so that names keep their room.
_DEEPEST = 7


# Under this width branches turn sooner and fewer chips are shown, so that names keep their room.
_NARROW, _NARROW_STEP = 600, 16
_WHEN_WIDTH = 136


def _is_narrow(rect: QRectF) -> bool:
    return rect.width() < theme.px(_NARROW)


def _left(rect: QRectF, depth: int) -> float:
    return theme.px(_NARROW_STEP if _is_narrow(rect) else STEP) * min(depth, _DEEPEST) + theme.px(4)


def chip_rects(rect: QRectF, row: TreeRow) -> list[QRectF]:
    """Where the chips of a row are; those without room are left out. In a narrow tree they stand under the time."""
    body = _body(rect, row)
    narrow = _is_narrow(rect)
    wide, high = (theme.px(32), theme.px(21)) if narrow else (theme.px(CHIP_WIDTH), theme.px(CHIP_HEIGHT))
    each = wide + theme.px(CHIP_GAP)
    most = 4 if narrow else max(1, int(rect.width() * 0.34 // each))
    count = min(len(row.faces), most)
    right = rect.right() + theme.px(CHIP_GAP) if narrow else rect.right() - theme.px(_WHEN_WIDTH + 8)
    top = body.bottom() - high - theme.px(5) if narrow else body.center().y() - high / 2
    return [QRectF(right - (count - place) * each, top, wide, high) for place in range(count)]


def _body(rect: QRectF, row: TreeRow) -> QRectF:
    """A row without the line that is ruled above it."""
    return rect.adjusted(0, theme.px(RULE_HEIGHT) if row.ruled else 0, 0, 0)


class TreeDelegate(QStyledItemDelegate):
    """One row: its branch, the pattern of its loop, what it brings, its cards, by when."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: TreeRow = index.data(ROW)
        return QSize(theme.px(200), theme.px(ROW_HEIGHT + (RULE_HEIGHT if row.ruled else 0)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: TreeRow = index.data(ROW)
        rect = QRectF(option.rect)
        body = _body(rect, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        for branch in row.branches:
            _paint_branch(painter, rect, body, branch, row)
        if row.ruled:
            _paint_rule(painter, rect, row)
        side = theme.px(SIGN)
        sign = QRectF(_left(rect, row.depth), body.top() + theme.px(8), side, side * 1.2)
        paint_kind(painter, sign, row.sign)
        self._paint_words(painter, rect, body, row)
        rects = chip_rects(rect, row)
        for face, place in zip(row.faces, rects, strict=False):
            chips.paint(painter, place, face)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, body.adjusted(0, 1, 0, -2), theme.px(6))
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole row in words: names are cut where there is little room."""
        if index.isValid():
            QToolTip.showText(event.globalPos(), index.data(ROW).spoken(), view)
        return index.isValid()

    def _paint_words(self, painter: QPainter, rect: QRectF, body: QRectF, row: TreeRow) -> None:
        rects = chip_rects(rect, row)
        hidden = row.more_cards + len(row.faces) - len(rects)
        detail = f"{row.detail}, +{hidden}" if hidden else row.detail
        critical = _("critical path") if row.is_critical else ""
        left = _left(rect, row.depth) + theme.px(SIGN + 10)
        upper = QRectF(left, body.top() + theme.px(5), rect.right() - left, body.height() / 2 - theme.px(5))
        lower = upper.translated(0, upper.height())
        when = fonts.ui(14, 600 if row.is_critical else 500)
        if _is_narrow(rect):
            detail = ", ".join(filter(None, (critical, detail)))
            upper_room = upper.width() - QFontMetrics(when).horizontalAdvance(row.when) - theme.px(10)
            lower_room = (rects[0].left() if rects else rect.right()) - left - theme.px(8)
        else:
            _write(painter, lower, fonts.ui(13, 600), "ink2", critical, _RIGHT)
            end = rects[0].left() if rects else rect.right() - theme.px(_WHEN_WIDTH)
            upper_room = lower_room = end - left - theme.px(10)
        _write(painter, upper, when, row.tone, row.when, _RIGHT)
        upper.setWidth(upper_room)
        lower.setWidth(lower_room)
        _write(painter, upper, fonts.ui(15, 600), "ink", row.title, _MIDDLE)
        _write(painter, lower, fonts.ui(13), "ink2", detail, _MIDDLE)


def _write(painter: QPainter, rect: QRectF, font: QFont, tone: str, text: str, side: Qt.AlignmentFlag) -> None:
    painter.setFont(font)
    painter.setPen(theme.color(tone))
    painter.drawText(rect, side, elided(text, painter.fontMetrics(), int(rect.width())))


def _paint_branch(painter: QPainter, rect: QRectF, body: QRectF, branch: Branch, row: TreeRow) -> None:
    pen = QPen(theme.color("ink" if branch.is_critical else "ink3"), theme.px(3 if branch.is_critical else 1.5))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    x = _left(rect, branch.depth) + theme.px(SIGN) / 2
    middle = body.top() + theme.px(8) + theme.px(SIGN) * 0.6
    bottom = rect.bottom() if branch.goes_on else middle
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, bottom))
    if branch.turns:
        painter.drawLine(QPointF(x, middle), QPointF(_left(rect, row.depth), middle))


def _paint_rule(painter: QPainter, rect: QRectF, row: TreeRow) -> None:
    """The decoupling point: a dashed line across, with its words."""
    font = fonts.ui(13, 600)
    painter.setFont(font)
    middle = rect.top() + theme.px(RULE_HEIGHT) / 2
    left, right = _left(rect, row.depth) + theme.px(SIGN), rect.right()
    room = int(right - left - theme.px(24))
    fits = QFontMetrics(font).horizontalAdvance(row.ruled) <= room
    text = row.ruled if fits else elided(_("Decoupling point"), QFontMetrics(font), room)
    wide = QFontMetrics(font).horizontalAdvance(text)
    pen = QPen(theme.color("hold"), theme.px(2))
    pen.setDashPattern([4, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(rect.left(), middle), QPointF(left, middle))
    painter.drawLine(QPointF(left + wide + theme.px(16), middle), QPointF(right, middle))
    painter.drawText(QRectF(left + theme.px(8), rect.top(), wide + 2, theme.px(RULE_HEIGHT)), _MIDDLE, text)


class OrderTree(QListView):
    """As high as its rows. `card_wanted` carries the card whose life is asked for."""

    card_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: RowModel[TreeRow] = RowModel(lambda row: row.key, TreeRow.spoken, self)
        self.setModel(self.rows)
        self.setItemDelegate(TreeDelegate(self))
        self.setAccessibleName(_("What the line needs, from the order down to the suppliers"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self._fit)

    def show_rows(self, rows: Sequence[TreeRow]) -> None:
        """Show these rows."""
        self.rows.show(rows)
        self._fit()

    def _fit(self) -> None:
        ruled = sum(bool(row.ruled) for row in self.rows.rows)
        self.setFixedHeight(theme.px(ROW_HEIGHT) * len(self.rows.rows) + theme.px(RULE_HEIGHT) * ruled + 2)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            row: TreeRow = index.data(ROW)
            rects = chip_rects(QRectF(self.visualRect(index)), row)
            for card, rect in zip(row.cards, rects, strict=False):
                if rect.contains(event.position()):
                    self.card_wanted.emit(card.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            row: TreeRow = index.data(ROW)
            if row.cards:
                self.card_wanted.emit(row.cards[0].id)
            return
        super().keyPressEvent(event)
