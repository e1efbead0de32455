"""The flow map as a screen: head with the way of an item, the map, what its signs mean, zoom and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.domain.changes import Changes
from kanban_app.domain.flow_ways import Pair
from kanban_app.files import write_whole
from kanban_app.gui import dialogs
from kanban_app.gui.board.blank import Message
from kanban_app.gui.flow_map import export, words
from kanban_app.gui.flow_map.feed import Feed, prepared
from kanban_app.gui.flow_map.handle import PointHandle
from kanban_app.gui.flow_map.head import FlowHead
from kanban_app.gui.flow_map.legend import FlowLegend
from kanban_app.gui.flow_map.move_panel import MovePanel
from kanban_app.gui.flow_map.picture import FlowPicture
from kanban_app.gui.flow_map.view import STEP, FlowView
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Rule, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, day

LOADING_MS = 200
CLOCK_MS = 30_000


class FlowScreen(QWidget):
    """The stations and loops of the open plant as a picture of its flow, live."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._link = tools.link
        self._is_planning = False
        self._coming: FlowPicture | None = None
        self.head = FlowHead()
        self.view = FlowView()
        self.handle = PointHandle(self.view)
        self.moving = MovePanel(tools)
        self.message = Message()
        self.feed = Feed(tools.clock, self)
        self.told = TextLabel(size=15, tone="ink2")
        self._stack = QStackedWidget()
        self._lay_out()
        self._loading = self._timer(LOADING_MS, self._show_loading, single=True)
        self._ticking = self._timer(CLOCK_MS, self.feed.look_again)
        self._connect()
        self.setFocusProxy(self.view)

    # -- building --------------------------------------------------------------------------------------------------

    def _timer(self, interval_ms: int, call: Callable[[], object], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(single)
        timer.timeout.connect(call)
        return timer

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Rule())
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.message)
        column.addWidget(self._stack, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(12))
        foot.setSpacing(theme.px(6))
        self.told.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.told, 1)
        row.addWidget(self._buttons())
        foot.addLayout(row)
        foot.addWidget(self.moving)
        self.legend = FlowLegend()
        foot.addWidget(self.legend)
        column.addLayout(foot)

    def _buttons(self) -> QWidget:
        """In one line where there is room, in two where words are long."""
        self.smaller = Button(_("Smaller"), tip=_("Show the map smaller"))
        self.larger = Button(_("Larger"), tip=_("Show the map larger"))
        self.fit = Button(_("Fit"), tip=_("Show the whole map"))
        self.save_pdf = Button(_("Save as PDF…"), icon="printer")
        self.save_svg = Button(_("Save as SVG…"))
        whole = QWidget()
        layout = FlowLayout(whole, gap=12, line_gap=8)
        for button in (self.smaller, self.larger, self.fit, self.save_pdf, self.save_svg):
            layout.addWidget(button)
        return whole

    def _connect(self) -> None:
        self.head.item_chosen.connect(self._on_item)
        self.feed.filled.connect(self._on_filled)
        self.feed.link_changed.connect(lambda _pair, area: self.view.repaint_link(area))
        self.feed.station_changed.connect(self.view.repaint_station)
        self.view.station_asked.connect(self._on_station)
        self.view.link_asked.connect(self._on_link)
        self.view.menu_asked.connect(self._on_menu)
        self.message.next_asked.connect(self._on_next)
        self.handle.dropped.connect(self.moving.choose)
        self.moving.changed.connect(lambda: self.handle.offer(self.moving.stations))
        self.moving.targets.currentIndexChanged.connect(lambda: self.handle.mark(self.moving.targets.currentData()))
        self.smaller.clicked.connect(lambda: self.view.zoom_by(1 / STEP))
        self.larger.clicked.connect(lambda: self.view.zoom_by(STEP))
        self.fit.clicked.connect(self.view.fit)
        self.save_pdf.clicked.connect(lambda: self._start_saving("pdf"))
        self.save_svg.clicked.connect(lambda: self._start_saving("svg"))
        self._link.board_read.connect(self._on_board_read)
        self._link.changed.connect(self._on_changed)
        self._say_point()
        self._enable()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the plant as it is now; its plan is made again only when its loops changed."""
        board, picture = self._link.board, self.view.picture
        if board is None or picture is None or picture.now.board is not board:
            self._plan()
        else:
            self.feed.look_again()

    def _plan(self) -> None:
        """Where everything stands is reckoned beside the window; meanwhile the map stays as it was."""
        if self.view.picture is None:
            self._loading.start()
        if self._link.board is not None and not self._is_planning:
            self._is_planning = True
            board = self._link.board
            self._link.when_done(self._tools.tasks.on_worker(prepared, board), self._on_planned, self._on_failed)

    def _on_planned(self, picture: FlowPicture) -> None:
        self._is_planning = False
        if picture.now.board is not self._link.board:
            self._plan()
            return
        self._coming = picture
        self.feed.show(picture)

    def _on_filled(self) -> None:
        picture, self._coming = self._coming, None
        assert picture is not None
        self._loading.stop()
        self.head.fill(picture.now.structure)
        self.legend.set_shelf(not all(picture.now.pairs.values()))
        shop = self._link.shop
        self.head.tell(shop.plant.name if shop is not None else "")
        if not picture.now.structure.loops:
            self.message.say(
                _("No loops yet"),
                _("A loop is one item that goes round between two stations in a counted number of containers."),
                _("Import a list"),
            )
            self._stack.setCurrentWidget(self.message)
        else:
            picture.show_way(self.head.item_id())
            self._stack.setCurrentWidget(self.view)
        self.view.show_picture(picture)
        self._say_point()
        self._enable()

    def _on_failed(self, problem: BaseException) -> None:
        self._is_planning = False
        self._loading.stop()
        self.message.say(_("The map could not be drawn."), str(problem), _("Try again"))
        self._stack.setCurrentWidget(self.message)
        self._enable()
        self._link.failed.emit(problem)

    def _show_loading(self) -> None:
        if self.view.picture is None:
            self.message.say(_("The map is being laid out…"))
            self._stack.setCurrentWidget(self.message)

    def _on_next(self) -> None:
        picture = self.view.picture
        if picture is not None and not picture.now.structure.loops:
            self._tools.go("import")
        else:
            self._plan()

    def _enable(self) -> None:
        is_shown = self._stack.currentWidget() is self.view and self.view.picture is not None
        for button in (self.smaller, self.larger, self.fit, self.save_pdf, self.save_svg, self.head.items):
            button.setEnabled(is_shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    # -- news ------------------------------------------------------------------------------------------------------

    def _on_board_read(self) -> None:
        """Unseen, this and bookings would only slow the window: `refresh` looks at everything."""
        if self.isVisible():
            self._plan()

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and not self._is_planning:
            self._show_moving(self.feed.apply(sorted({card.loop_id for card in changes.cards})))

    def _show_moving(self, loop_ids: Iterable[int]) -> None:
        picture = self.view.picture
        # The setting stands on the plant screen; without it things move.
        if picture is not None and not self._tools.settings.reduce_motion:
            pairs = dict.fromkeys(picture.now.pair_of(loop_id) for loop_id in loop_ids)
            self.view.creep(pair for pair in pairs if pair in picture.links and picture.link(pair).heads)

    # -- one item's way --------------------------------------------------------------------------------------------

    def _on_item(self, item_id: int | None) -> None:
        if self.view.picture is not None:
            self.view.picture.show_way(item_id)
            self.view.repaint_all()
            self.view.show_point()
        self._say_point()

    def _say_point(self) -> None:
        picture = self.view.picture
        item_id = picture.item_id if picture is not None else None
        self.moving.show_item(picture.now.structure if picture is not None else None, item_id)
        if picture is None or picture.item_id is None or picture.point is None:
            self.told.setText(_("Choose an item to see its way, and where its stock ends."))
        else:
            self.told.setText(words.point_told(picture.now.structure, picture.item_id, picture.point))

    # -- ways to the board -----------------------------------------------------------------------------------------

    def _on_station(self, station_id: int) -> None:
        picture = self.view.picture
        if picture is not None:
            refilled, ending = picture.now.loops_of(station_id)
            self._show_first(refilled, ending)

    def _on_link(self, pair: Pair) -> None:
        picture = self.view.picture
        if picture is not None:
            self._show_first(picture.now.shown_loops(pair))

    def _show_first(self, *choices: Iterable[int]) -> None:
        """Show the most urgent card of the first of these groups of loops that has any."""
        picture = self.view.picture
        cards = (picture.now.card_of(loop_ids) for loop_ids in choices) if picture is not None else ()
        card = next((card for card in cards if card is not None), None)
        if card is not None:
            self._tools.show_card(card.id)
        else:
            self._tools.tell("told", _("There are no cards here yet."))

    def _on_menu(self, station_id: int, place: QPoint) -> None:
        """Every loop of a station by name: what the pills are for the mouse."""
        picture = self.view.picture
        if picture is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for loop_id in dict.fromkeys(picture.now.loops_at(station_id)):
            entry = menu.addAction(picture.now.loop_told(loop_id))
            entry.triggered.connect(lambda _checked=False, loop_id=loop_id: self._show_first([loop_id]))
        if not menu.isEmpty():
            menu.popup(place)

    # -- files -----------------------------------------------------------------------------------------------------

    def _start_saving(self, suffix: str) -> None:
        self._tools.tasks.start(self.save(suffix), "saving the flow map")

    async def save(self, suffix: str) -> None:
        """Ask where, and write the map there as pdf or svg."""
        title = _("Save as PDF") if suffix == "pdf" else _("Save as SVG")
        proposal = Path.home() / "{name}.{suffix}".format(name=_("flow map"), suffix=suffix)
        path = await dialogs.ask_new_file(self, title, proposal, suffix)
        picture, shop = self.view.picture, self._link.shop
        if path is None or picture is None or shop is None:
            return
        if suffix == "pdf":
            data = export.pdf_of(picture, shop.plant.name, day(self._tools.clock().astimezone().date()))
        else:
            data = export.svg_of(picture, shop.plant.name)
        try:
            await self._tools.tasks.wait_for(write_whole, path, data)
        except OSError as problem:
            self._tools.tell("stop", _("The file could not be written: {problem}.").format(problem=problem))
            return
        self._tools.tell("told", _("The flow map is in {name}.").format(name=path.name))
