"""The window's shell: a rail, room for bars and screens, the first picture, and the orderly end.

It can be seen before anything heavy is loaded. What works behind it is the `Office`, made after the first picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.gui.bars import Bars
from kanban_app.gui.look import theme
from kanban_app.gui.look.remembering import fit_on_a_screen
from kanban_app.gui.rail import Entry, Rail
from kanban_app.i18n import _
from kanban_app.logs import Logs
from kanban_app.settings import Settings

if TYPE_CHECKING:
    from kanban_app.gui.first_run.screen import FirstRunScreen


class Occupant(Protocol):
    """What works behind the window."""

    def take_files(self, paths: list[Path]) -> None:
        """Files were dropped."""

    def close(self) -> None:
        """Finish everything."""


class MainWindow(QMainWindow):
    """`first_painted` says that the window can be seen; `gone` that everything behind it has ended."""

    first_painted = Signal()
    gone = Signal()
    screen_chosen = Signal(str)

    def __init__(self, settings: Settings, logs: Logs, *, expects_plant: bool = False) -> None:
        super().__init__()
        self.settings, self.logs = settings, logs
        self.office: Occupant | None = None
        self.bars = Bars()
        self._doors: FirstRunScreen | None = None
        self.is_painted = False
        self._closing = False
        self._is_tabbing = False
        self.setWindowTitle("kanban_app")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.build()
        self.rail.setVisible(expects_plant)
        if not expects_plant:
            self.stack.setCurrentWidget(self.doors())
        self._restore_geometry()

    def build(self) -> None:
        """Make the shell; again when the language or the zoom changes."""
        self.rail = Rail(
            (
                Entry("board", _("Board"), "board", "F2"),
                Entry("flow", _("Flow"), "map", "F3"),
                Entry("orders", _("Orders"), "orders", "F4"),
                Entry("station", _("Station"), "scan", "F5"),
                Entry("cards", _("Cards"), "printer", "F7"),
                Entry("history", _("History"), "clock", "F8"),
                Entry("plant", _("Plant"), "settings", "F10"),
            )
        )
        self.rail.chosen.connect(self.screen_chosen)
        # What the bars tell outlives the screens.
        self.bars.setParent(self)
        self.stack = QStackedWidget()
        self._doors = None
        self.stack.addWidget(QWidget())
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bars)
        right.addWidget(self.stack, 1)
        row.addLayout(right, 1)
        self.setCentralWidget(centre)
        self.bars.be_quiet_about("")

    def doors(self) -> FirstRunScreen:
        """What is seen without a plant; made when it is first needed."""
        if self._doors is None:
            from kanban_app.gui.first_run.screen import FirstRunScreen

            self._doors = FirstRunScreen(self.settings)
            self.stack.addWidget(self._doors)
        return self._doors

    def move_in(self, office: Occupant) -> None:
        """From now on the window works."""
        self.office = office

    # -- beginning and end -----------------------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        kept = QByteArray.fromBase64(self.settings.window_geometry.encode())
        if kept.isEmpty() or not self.restoreGeometry(kept):
            self.resize(theme.px(1440), theme.px(900))
        elif not self.isMaximized() and not self.isFullScreen():
            self.setGeometry(fit_on_a_screen(self.geometry()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt paints within the first expose of the window; whatever is done after it is done behind a picture."""
        if event.type() == QEvent.Type.Expose and not self.is_painted and self.windowHandle().isExposed():
            self.is_painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._is_tabbing = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if self._is_tabbing:
                QTimer.singleShot(0, self, self._end_tabbing)
        return False

    def _end_tabbing(self) -> None:
        self._is_tabbing = False

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes at once; what is behind it is finished, and then the program ends."""
        event.ignore()
        if self._closing:
            return
        self._closing = True
        self.settings.window_geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.hide()
        if self.office is None:
            self.gone.emit()
        else:
            self.office.close()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab, to each control in turn.

        Left to itself Qt 6.11 goes from outside a screen straight to the screen's focus proxy, its table, and Tab never
        reaches the fields before that.
        """
        if not self._is_tabbing:
            # What has the focus is being hidden: no moment to walk among widgets that are half gone.
            return super().focusNextPrevChild(forward)
        start: QWidget = self.focusWidget() or self
        found = _after(start, forward)
        while found is not None and found is not start:
            if found.window() is self and _takes_tab(found):
                reasons = Qt.FocusReason
                found.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
                return True
            found = _after(found, forward)
        return False

    # -- dropped files ---------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if self.office is not None and paths:
            self.office.take_files(paths)


def _takes_tab(widget: QWidget) -> bool:
    takes = Qt.FocusPolicy.TabFocus
    reached = widget.focusPolicy() & takes == takes and widget.focusProxy() is None
    return reached and widget.isVisible() and widget.isEnabled()


def _after(widget: QWidget, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()
