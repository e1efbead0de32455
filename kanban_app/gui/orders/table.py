"""The list of lines: how its cells are painted; what is typed into it goes to the search."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget

from kanban_app.domain.orders import Policy
from kanban_app.gui.look import fonts, tables, theme
from kanban_app.gui.look.columns import Columns
from kanban_app.gui.look.tables import INSET, Index, InsetDelegate
from kanban_app.gui.look.widgets import elided
from kanban_app.gui.orders import words
from kanban_app.gui.orders.model import CUSTOMER, ITEM, MADE, ORDER, PIECES, PROMISE, ROW, STANDS, WANTED, LineModel
from kanban_app.gui.orders.rows import LineRow
from kanban_app.settings import Settings

ROW_HEIGHT = 52
# Under this width the customer, the wanted day and where it stands are read at the side only.
WIDE = 700
_MADE_TOKEN = {Policy.MTO: "kind_order", Policy.ATO: "kind_supplier"}
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WIDTHS = {ORDER: 114, CUSTOMER: 120, ITEM: 146, PIECES: 54, MADE: 96, WANTED: 102, PROMISE: 140, STANDS: 146}


class LineDelegate(InsetDelegate):
    """How it is made as a badge whose shape tells it too; the promise with how late it is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if index.column() not in (ORDER, PIECES, MADE, PROMISE) or row is None:
            super().paint(painter, option, index)
            return
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""
        style = option.widget.style()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accent_tint"))
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, blank, painter, option.widget)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accent_tint"))
        inside = QRectF(option.rect).adjusted(theme.px(INSET + 3), 0, -theme.px(INSET + 3), 0)
        if index.column() == MADE:
            _paint_made(painter, inside, row)
        elif index.column() == PROMISE:
            _paint_promise(painter, inside, row)
        else:
            right = index.column() == PIECES
            _paint_strong(painter, inside, row.texts()[index.column()], right=right)
        painter.restore()


def _paint_strong(painter: QPainter, rect: QRectF, text: str, *, right: bool) -> None:
    painter.setFont(fonts.ui(15, 600))
    painter.setPen(theme.color("ink"))
    shown = elided(text, painter.fontMetrics(), int(rect.width()))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_made(painter: QPainter, rect: QRectF, row: LineRow) -> None:
    token = _MADE_TOKEN.get(row.view.policy, "ink2")
    font = fonts.ui(13, 600)
    metrics = QFontMetrics(font)
    text = elided(words.made(row.view.policy), metrics, int(rect.width() - theme.px(16)))
    high = theme.px(26)
    wide = metrics.horizontalAdvance(text) + theme.px(16)
    body = QRectF(rect.left(), rect.center().y() - high / 2, wide, high)
    painter.setPen(QPen(theme.color(token), theme.px(1.5)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # What loops keep is round, what is made for somebody has corners.
    radius = high / 2 if token == "ink2" else theme.px(4)
    painter.drawRoundedRect(body, radius, radius)
    painter.setFont(font)
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, text)


def _paint_promise(painter: QPainter, rect: QRectF, row: LineRow) -> None:
    font, small = fonts.ui(15, 600), fonts.ui(13, 600)
    painter.setFont(font)
    painter.setPen(theme.color("ink"))
    late = words.late_text(row.late_by)
    room = rect.width() - (QFontMetrics(small).horizontalAdvance(late) + theme.px(8) if late else 0)
    metrics = QFontMetrics(font)
    text = row.promise_text()
    if metrics.horizontalAdvance(text) > room:
        text = row.tight_promise_text()
    shown = elided(text, metrics, int(room))
    painter.drawText(rect, _MIDDLE, shown)
    if late:
        rest = QRectF(rect)
        rest.setLeft(rect.left() + metrics.horizontalAdvance(shown) + theme.px(8))
        painter.setFont(small)
        painter.setPen(theme.color("stop"))
        painter.drawText(rest, _MIDDLE, late)


class LineTable(QTableView):
    """`typed` carries what was typed into the list, which goes on in the search field."""

    typed = Signal(str)
    entered = Signal()

    def __init__(self, model: LineModel, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        tables.dress(self, row_height=ROW_HEIGHT)
        self.setItemDelegate(LineDelegate(self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.columns = Columns(self, settings, "orders", _WIDTHS)
        theme.news().changed.connect(self._dress_again)

    def _dress_again(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < theme.px(WIDE)
        for column in (CUSTOMER, WANTED, STANDS):
            if self.isColumnHidden(column) != narrow:
                self.setColumnHidden(column, narrow)
        super().resizeEvent(event)
        self.columns.fit()  # what a hidden column leaves is shared out

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isprintable() and text.strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
