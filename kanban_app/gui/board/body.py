"""Board and panel: side by side with a gutter between them; on a small screen the panel lies over the board."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.board.gutter import Gutter
from kanban_app.gui.board.kept_views import NARROWEST_PANEL, WIDEST_PANEL
from kanban_app.gui.board.legend import Legend
from kanban_app.gui.board.side_panel import SidePanel
from kanban_app.gui.board.view import BoardView
from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.widgets import Panel

PANEL_WIDTH = 388
GAP = 16
# Below this width, in the room that is left for the table, two columns go.
COMPACT_BELOW = 1270


class BoardBody(QWidget):
    """Holds the table's pages and the panel. `panel_drawn` says that a person gave the panel another width."""

    panel_drawn = Signal()

    def __init__(self, view: BoardView, panel: SidePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._panel = view, panel
        self.message, self.grey, self.legend = Message(), GreyRows(), Legend()
        self._stack = QStackedWidget()
        self._table_panel = Panel(self)
        self._gutter = Gutter(self)
        self._panel_width: int | None = None
        self._is_drawer = self._is_open = False
        self._fill_table_panel()
        panel.setParent(self)
        panel.installEventFilter(self)
        self._gutter.moved.connect(self._on_gutter_moved)
        self._gutter.let_go.connect(self.panel_drawn)
        theme.news().changed.connect(self.arrange)

    def _fill_table_panel(self) -> None:
        for page in (self._view, self.message, self.grey):
            self._stack.addWidget(page)
        column = QVBoxLayout(self._table_panel)
        # one pixel for the border, so that the table does not paint over it
        column.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.legend)

    def show_page(self, page: QWidget) -> None:
        """Show the table, the message or the grey rows."""
        self._stack.setCurrentWidget(page)

    def gutter(self) -> Gutter:
        """What is drawn to make the panel wider."""
        return self._gutter

    # -- the panel

    def is_drawer(self) -> bool:
        """Whether the panel lies over the table."""
        return self._is_drawer

    def set_drawer(self, drawer: bool) -> None:
        """Have the panel over the table, or beside it."""
        self._is_drawer = drawer
        self.arrange()

    def open_drawer(self, is_open: bool) -> None:
        """Show the panel where it is a drawer, or put it away."""
        self._is_open = is_open
        if self._is_drawer:
            self.arrange()

    def panel_width(self) -> int | None:
        """The width that a person gave the panel, px at 100 %; None for its own."""
        return self._panel_width

    def set_panel_width(self, width: int | None) -> None:
        """Give the panel this width, px at 100 %."""
        self._panel_width = width
        self.arrange()

    def _on_gutter_moved(self, right: int) -> None:
        wanted = round((self._panel.width() - right) * 100 / fonts.zoom())
        self.set_panel_width(max(NARROWEST_PANEL, min(WIDEST_PANEL, wanted)))

    def arrange(self) -> None:
        """Panel beside the table, or over its right third."""
        room, gap = self.rect(), theme.px(GAP)
        least = max(theme.px(PANEL_WIDTH), self._panel.minimumSizeHint().width())
        width = least if self._panel_width is None else max(least, theme.px(self._panel_width))
        width = max(least, min(width, room.width() // 2))
        table_width = room.width() if self._is_drawer else room.width() - width - gap
        self._view.set_compact(table_width < theme.px(COMPACT_BELOW))
        self._table_panel.setGeometry(QRect(0, 0, table_width, room.height()))
        self._gutter.setGeometry(QRect(table_width, 0, gap, room.height()))
        self._gutter.setVisible(not self._is_drawer)
        drawer = max(width, room.width() // 3)
        place = QRect(room.width() - drawer, 0, drawer, room.height())
        self._panel.setGeometry(place if self._is_drawer else QRect(table_width + gap, 0, width, room.height()))
        self._panel.set_drawer(self._is_drawer)
        self._panel.setVisible(not self._is_drawer or self._is_open)
        self._panel.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Longer words in the panel make it wider, not its buttons narrower."""
        if watched is self._panel and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.arrange)
        return super().eventFilter(watched, event)
