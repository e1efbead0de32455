"""The board's head. A section clips its text, so the title over all slots is painted across them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from kanban_app.gui.board import cell_texts
from kanban_app.gui.board.cells import Column
from kanban_app.gui.board.delegate import LEFT, PAD, RIGHT
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.look import fonts, theme

HEIGHT = 32


class BoardHeader(QHeaderView):
    """Titles over the columns, one over all slots; nothing to press."""

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        whole = self.viewport().rect()
        painter.fillRect(whole, theme.color("surface_alt"))
        painter.fillRect(0, whole.bottom(), whole.width(), 1, theme.mix("line_strong", "surface", 0.6))
        painter.setFont(fonts.ui(13, 600))
        painter.setPen(theme.color("ink2"))
        right = {int(Column.HOLDS), self._model.column(Column.CALLING), self._model.column(Column.HERE)}
        for section, title in self._model.titles().items():
            if not self.isSectionHidden(section) and title:
                self._title(painter, self._place(section), title, RIGHT if section in right else LEFT, section)
        if self._model.slot_count():
            first = self._place(int(Column.FIRST_SLOT))
            last = self._place(Column.FIRST_SLOT + self._model.slot_count() - 1)
            across = first.united(last).adjusted(-theme.px(3), 0, 0, 0)
            self._title(painter, across, cell_texts.slots_title(), LEFT, int(Column.FIRST_SLOT))

    def _place(self, section: int) -> QRect:
        return QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height())

    def _title(self, painter: QPainter, place: QRect, title: str, alignment: Qt.AlignmentFlag, section: int) -> None:
        pad = theme.px(PAD)
        left = pad * 2 if section in (Column.GROUP, self._model.column(Column.OLDEST)) else pad
        room = place.adjusted(left if alignment == LEFT else 0, 0, -pad if alignment == RIGHT else 0, 0)
        text = QFontMetrics(painter.font()).elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, alignment, text)
