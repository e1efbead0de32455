"""The board's head. A section clips its text, so the title over all slots is painted across them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from kanban_app.gui.board import cell_texts
from kanban_app.gui.board.cells import Column
from kanban_app.gui.board.delegate import LEFT, PAD, RIGHT
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.sheet import HEAD_SIZE, HEAD_WEIGHT

HEIGHT = 32


class BoardHeader(QHeaderView):
    """Titles over the columns, one over all slots. The columns with names can be drawn wider or narrower.

    `drawn` carries a section and its new width; a double click at its edge gives the width back, `given_back`.
    """

    drawn = Signal(int, int)
    given_back = Signal(int)

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._drawn: tuple[int, int] | None = None
        self._is_pressed = False
        self.sectionResized.connect(self._on_resized)
        # after Qt's own answer to it, which would make the column as narrow as a chip
        self.sectionHandleDoubleClicked.connect(self.given_back, Qt.ConnectionType.QueuedConnection)

    def let_draw(self, sections: Iterable[int]) -> None:
        """These can be drawn wider or narrower."""
        wanted = set(sections)
        for section in range(self.count()):
            mode = QHeaderView.ResizeMode.Interactive if section in wanted else QHeaderView.ResizeMode.Fixed
            if self.sectionResizeMode(section) is not mode:
                self.setSectionResizeMode(section, mode)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_pressed, self._drawn = True, None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        drawn, self._drawn, self._is_pressed = self._drawn, None, False
        if drawn is not None:
            self.drawn.emit(*drawn)

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        """By a hand, and not because the columns were fitted; the others are fitted when it lets go."""
        if self._is_pressed:
            self._drawn = (section, width)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        whole = self.viewport().rect()
        painter.fillRect(whole, theme.color("surface_alt"))
        painter.fillRect(0, whole.bottom(), whole.width(), 1, theme.mix("line_strong", "surface", 0.6))
        painter.setFont(fonts.ui(HEAD_SIZE, HEAD_WEIGHT))
        painter.setPen(theme.color("ink2"))
        metrics = QFontMetrics(painter.font())
        for title, room, alignment in self.heads():
            wrap = Qt.TextFlag.TextWordWrap
            fits = metrics.boundingRect(QRect(0, 0, room.width(), room.height()), wrap, title).width() <= room.width()
            text = title if fits else metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, alignment | wrap, text)

    def heads(self) -> list[tuple[str, QRect, Qt.AlignmentFlag]]:
        """The titles in sight with the room of each and its side. Where it must, a title takes two lines."""
        right = {int(Column.HOLDS), self._model.column(Column.CALLING), self._model.column(Column.HERE)}
        far = {int(Column.GROUP), self._model.column(Column.OLDEST)}
        pad, found = theme.px(PAD), []
        for section, title in self._model.titles().items():
            if self.isSectionHidden(section) or not title:
                continue
            place = self._place(section)
            if section in right:
                found.append((title, place.adjusted(0, 0, -pad, 0), RIGHT))
            else:
                found.append((title, place.adjusted(pad * 2 if section in far else pad, 0, 0, 0), LEFT))
        if self._model.slot_count():
            first = self._place(int(Column.FIRST_SLOT))
            last = self._place(Column.FIRST_SLOT + self._model.slot_count() - 1)
            across = first.united(last).adjusted(pad - theme.px(3), 0, 0, 0)
            found.append((cell_texts.slots_title(), across, LEFT))
        return found

    def _place(self, section: int) -> QRect:
        return QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height())
