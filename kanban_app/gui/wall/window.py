"""The wall view (F11): one full-screen window that needs no hands. Esc closes it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from kanban_app.domain.board import Board, LoopRow, Zone
from kanban_app.gui.look import chips
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.wall import plan, rows
from kanban_app.gui.wall.picture import Shown, WallPicture
from kanban_app.i18n import _

BEAT_MS = 1_000
# Changes that come together are shown together.
GATHER_MS = 100
# How often the plant is asked whether it can still be read, and how long it may take to answer, in beats.
BEATS_A_PROBE = 5
MOST_BEATS_UNANSWERED = 60


class WallWindow(QMainWindow):
    """Shows the loops in red and yellow of the open plant, live. `closed` says that it is gone."""

    closed = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._tools, self._link = tools, tools.link
        self.setWindowTitle(_("Wall view"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.turner = plan.Turner()
        self._rows: list[LoopRow] = []
        self._sheets: list[plan.Sheet] = []
        self._trouble_since: datetime | None = None
        self._trouble_text = ""
        self._beats = 0
        self._asked_at = -1
        self.picture = WallPicture(self._sizes())
        self.setCentralWidget(self.picture)
        for key in ("Esc", "F11"):
            QShortcut(QKeySequence(key), self).activated.connect(self.close)
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHER_MS)
        self._gathering.timeout.connect(self.refresh)
        self.beat = QTimer(self)
        self.beat.setInterval(BEAT_MS)
        self.beat.timeout.connect(self._on_beat)
        self.beat.start()
        self._link.changed.connect(self._on_news)
        self._link.board_read.connect(self._on_news)
        self._link.help_changed.connect(self._on_news)
        tools.settings.watch(self._on_setting)
        self.refresh()

    # -- what arrives ----------------------------------------------------------------------------------------------

    def _on_news(self, *_news: object) -> None:
        if not self._gathering.isActive():
            self._gathering.start()

    def _on_setting(self, name: str) -> None:
        if name in ("wall_distance_cm", "wall_stations"):
            self.refresh()

    def _on_beat(self) -> None:
        self._beats += 1
        turned = self.turner.beat()
        if self._beats % BEATS_A_PROBE == 0:
            self._probe()
        if turned or self._trouble_since is not None or self._clock() != self.picture.shown.clock:
            self._show()

    def _probe(self) -> None:
        """Ask the plant for a word: a file that went away tells nobody by itself."""
        shop = self._link.shop
        if shop is None:
            return
        if self._asked_at < 0:
            self._asked_at = self._beats
            self._link.when_done(shop.settings(), self._on_answer, self._on_failed)
        elif self._beats - self._asked_at >= MOST_BEATS_UNANSWERED:
            self._say_trouble(_("It has not answered for a while. This goes on by itself."))

    def _on_answer(self, _settings: object) -> None:
        self._asked_at = -1
        if self._trouble_since is not None:
            self._trouble_since = None
            self._link.read_board()
            self._show()

    def _on_failed(self, problem: BaseException) -> None:
        self._asked_at = -1
        text = getattr(problem, "text", None)
        self._say_trouble(text() if callable(text) else _("It is tried again every few seconds."))

    def _say_trouble(self, text: str) -> None:
        self._trouble_text = text
        self._trouble_since = self._trouble_since or self._tools.clock()
        self._show()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _sizes(self) -> plan.Sizes:
        """By the display's real millimetres and the distance people stand away."""
        screen = self.screen()
        fineness = plan.px_per_mm(screen.geometry().width(), screen.physicalSize().width())
        return plan.sizes_for(self.width(), self.height(), fineness, self._tools.settings.wall_distance_cm)

    def refresh(self) -> None:
        """Sort the rows anew and show them."""
        board = self._link.board
        self._rows = plan.urgent_rows(board) if board is not None else []
        self._lay_out()

    def _lay_out(self) -> None:
        """Divide the rows into sheets as they fit, and show the one whose turn it is."""
        board = self._link.board
        sizes = self._sizes()
        if board is None:
            self._sheets = [plan.Sheet((), 1, 1)]
        else:
            room = max(1, sizes.row_count - bool(self._calls(board)))
            self._sheets = plan.sheets_of(self._rows, self._station_ids(board), room)
            self.turner.show(self._sheets, self._rows)
        self._show()

    def _station_ids(self, board: Board) -> list[int]:
        known = {station.name: station.id for station in board.structure.stations.values()}
        return [known[name] for name in self._tools.settings.wall_stations if name in known]

    def _calls(self, board: Board) -> str:
        return rows.calls_text(list(self._link.calls.values()), board.structure)

    def _clock(self) -> str:
        return rows.time_of(self._tools.clock())

    def _show(self) -> None:
        board, shop = self._link.board, self._link.shop
        title = shop.plant.name if shop is not None else ""
        if self._trouble_since is not None:
            said = _("The plant cannot be read since {time}").format(time=rows.time_of(self._trouble_since))
            shown = Shown(title, self._clock(), message=said, message_tone="stop", detail=self._trouble_text)
        elif shop is None:
            shown = Shown("", self._clock(), message=_("No plant is open."))
        elif board is None:
            shown = Shown(title, self._clock(), message=_("Reading the plant…"))
        else:
            shown = self._of_sheet(board, self._sheets[min(self.turner.place, len(self._sheets) - 1)], title)
        self.picture.show_all(shown, self._sizes())

    def _of_sheet(self, board: Board, sheet: plan.Sheet, title: str) -> Shown:
        structure, now, shop = board.structure, self._tools.clock(), self._link.shop
        letters = chips.letters(shop.plant.language if shop is not None else "en")
        if sheet.station_id is not None:
            title = structure.stations[sheet.station_id].name
        calls = self._calls(board)
        if not sheet.rows:
            empty = not structure.loops
            message = _("No loops yet") if empty else _("All loops are full enough")
            return Shown(title, self._clock(), calls=calls, message=message, message_tone="ink2" if empty else "ok")
        red = sum(row.zone is Zone.RED for row in self._rows)
        counts = ((Zone.RED, _("{count} start now"), red), (Zone.YELLOW, _("{count} start"), len(self._rows) - red))
        following = self._sheets[(self._sheets.index(sheet) + 1) % len(self._sheets)]
        several = len(self._sheets) > 1
        return Shown(
            title,
            self._clock(),
            tuple((zone, text.format(count=count)) for zone, text, count in counts if count),
            tuple(
                rows.row_of(row, structure, letters, now, is_new=self.turner.is_new(row.loop.id)) for row in sheet.rows
            ),
            calls,
            then=rows.following(following, structure) if several else "",
            page=_("page {page} of {count}").format(page=self._sheets.index(sheet) + 1, count=len(self._sheets))
            if several
            else "",
        )

    # -- the window ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Another display has other millimetres; moving there resizes the window, or its handle says so.
        self.windowHandle().installEventFilter(self)
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._on_news()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.beat.isActive():
            self.beat.stop()
            self._gathering.stop()
            self._tools.settings.unwatch(self._on_setting)
            self.closed.emit()
        super().closeEvent(event)
