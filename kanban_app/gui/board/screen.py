"""The plant board as a screen: head with search, filters, the table with its legend, the card's life at the side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kanban_app import i18n
from kanban_app.domain import codes
from kanban_app.domain.board import Board
from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Changes
from kanban_app.gui.board import words
from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.board.desk import CardDesk
from kanban_app.gui.board.filter_bar import FilterBar
from kanban_app.gui.board.head import BoardHead
from kanban_app.gui.board.legend import Legend
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.board.side_panel import SidePanel
from kanban_app.gui.board.view import BoardView
from kanban_app.gui.board.waiting import Waiting
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.widgets import Panel, Rule
from kanban_app.i18n import _
from kanban_app.operations.clock import utc_now

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop

# Below this width the panel becomes a drawer; below the other, in the room that is left, two columns go.
DRAWER_BELOW, COMPACT_BELOW = 1400, 1270
PANEL_WIDTH = 388
LOADING_MS = 200
CLOCK_MS = 30_000
SUSPECTS_MS = 10 * 60_000
SEARCH_MS = 120


class BoardScreen(QWidget):
    """All loops and cards of the plant. It is given boards and changes; it asks the shop for lives and bookings.

    `card_selected` carries the card's id, `booked` the Outcome of an action, `import_asked` and `retry_asked` what
    the person wants where there is no board to show.
    """

    card_selected = Signal(int)
    booked = Signal(object)
    import_asked = Signal()
    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self.clock = clock
        self._shop: Shop | None = None
        self._plant_name = ""
        self._message_is: str = ""
        self.model = BoardModel(self)
        self.view = BoardView(self.model)
        self.filters = FilterBar()
        self.head = BoardHead()
        self.search, self.corner = self.head.search, self.head.corner
        self.legend = Legend()
        self.panel = SidePanel()
        self.message = Message()
        self._grey = GreyRows()
        self._stack = QStackedWidget()
        self._table_panel = Panel()
        self._body = QWidget()
        self.desk = CardDesk(self.panel, self.model, self._now, self)
        self._waiting = Waiting(self)
        self._is_drawer = False
        self._drawer_open = False
        self._lay_out()
        self._start_timers()
        self._connect()
        self._add_keys()
        self.panel.setParent(self._body)
        self.panel.installEventFilter(self)
        self.setFocusProxy(self.view)
        self._set_tab_order()

    # -- layout

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Rule())
        middle = QVBoxLayout()
        middle.setContentsMargins(theme.px(20), theme.px(6), theme.px(20), theme.px(16))
        middle.setSpacing(theme.px(6))
        middle.addWidget(self.filters)
        middle.addWidget(self._body, 1)
        column.addLayout(middle, 1)
        self._fill_table_panel()

    def _fill_table_panel(self) -> None:
        self._table_panel.setParent(self._body)
        for page in (self.view, self.message, self._grey):
            self._stack.addWidget(page)
        column = QVBoxLayout(self._table_panel)
        # one pixel for the border, so that the table does not paint over it
        column.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.legend)

    def _set_tab_order(self) -> None:
        pills = [self.filters.pill(chosen) for chosen in Filter]
        order = [self.search, *pills, self.filters.rows_choice(), self.view]
        order += [self.panel.button(name) for name in ("urgent", "next", "hold", "print", "lost", "undo")]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Panel beside the table, or over its right third."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        room = self._body.rect()
        self._is_drawer = self.width() < theme.px(DRAWER_BELOW)
        gap, width = theme.px(16), max(theme.px(PANEL_WIDTH), self.panel.minimumSizeHint().width())
        table_width = room.width() if self._is_drawer else room.width() - width - gap
        self.filters.set_compact(self._is_drawer)
        self.view.set_compact(table_width < theme.px(COMPACT_BELOW))
        self._table_panel.setGeometry(QRect(0, 0, table_width, room.height()))
        drawer = max(width, room.width() // 3)
        place = QRect(room.width() - drawer, 0, drawer, room.height())
        self.panel.setGeometry(place if self._is_drawer else QRect(table_width + gap, 0, width, room.height()))
        self.panel.set_drawer(self._is_drawer)
        self.panel.setVisible(not self._is_drawer or self._drawer_open)
        self.panel.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Longer words in the panel make it wider, not its buttons narrower."""
        if watched is self.panel and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._arrange)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_drawer(self) -> bool:
        """Whether the panel lies over the table."""
        return self._is_drawer

    # -- behaviour

    def _start_timers(self) -> None:
        self._loading = self._timer(LOADING_MS, self._show_grey, single=True)
        self._searching = self._timer(SEARCH_MS, self._on_search, single=True)
        self._ticking = self._timer(CLOCK_MS, self.refresh)
        self._suspecting = self._timer(SUSPECTS_MS, self._read_suspects)

    def _timer(self, interval_ms: int, call: Callable[[], object], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(single)
        timer.timeout.connect(call)
        return timer

    def _connect(self) -> None:
        self.filters.filter_chosen.connect(self._on_filter)
        self.filters.grouping_chosen.connect(self._on_grouping)
        self.search.textChanged.connect(lambda _text: self._searching.start())
        self.search.returnPressed.connect(self._on_search_entered)
        self.model.counts_changed.connect(lambda: self.filters.set_counts(self.model.counts()))
        self.model.arranged.connect(self._show_rows_or_words)
        self.view.card_chosen.connect(self.desk.choose)
        self.view.card_chosen.connect(self.card_selected)
        self.view.life_asked.connect(lambda _card_id: self.open_life())
        self.panel.close_asked.connect(self._on_close_asked)
        self.desk.booked.connect(self.booked)
        self.desk.card_wanted.connect(self.show_card)
        self.message.next_asked.connect(self._on_message_next)
        theme.news().changed.connect(self._arrange)

    def _add_keys(self) -> None:
        entries = (
            ("Ctrl+U", _("Mark urgent"), lambda: self.desk.take(Action.URGENT)),
            ("Ctrl+H", _("Hold"), lambda: self.desk.take(self._hold_or_resume())),
            ("Ctrl+R", _("Receive"), lambda: self.desk.take(Action.RECEIVE)),
            ("Ctrl+P", _("Print again"), self.desk.print_again),
            ("Ctrl+F", _("Find"), self.focus_search),
        )
        for key, text, call in entries:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, call=call: call())
            self.addAction(action)

    def _hold_or_resume(self) -> Action:
        card = self.desk.card()
        return Action.RESUME if card is not None and card.on_hold else Action.HOLD

    def focus_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- what the window tells

    def set_shop(self, shop: Shop | None, person: str = "") -> None:
        """Ask this plant for lives and bookings; its board comes by `show_board`."""
        if shop is not self._shop:
            self._ticking.stop()
            self._suspecting.stop()
            self.view.forget_choice()
            self.model.clear()
            self.desk.set_shop(shop)
            self._drawer_open = False
            self._arrange()
        self._shop = shop
        self.desk.person = person
        self._plant_name = shop.plant.name if shop is not None else ""
        if self.model.board is None:
            self._loading.start()

    def set_person(self, person: str) -> None:
        """Who books from now on."""
        self.desk.person = person

    def show_board(self, board: Board) -> None:
        """Show this board. What was chosen, searched and in sight stays so, as far as it is still there."""
        self._loading.stop()
        letters = chips.letters(self._shop.plant.language if self._shop is not None else i18n.language())
        self.legend.set_letters(letters)
        self.panel.set_letters(letters)
        self._message_is = ""
        self.model.show(board, self._now(), letters)
        self.head.tell(self._plant_name, self._now())
        self._ticking.start()
        self._suspecting.start()
        self._read_suspects()
        self.desk.show_now()

    def apply(self, changes: Changes) -> None:
        """Take over what was booked; only what changed is painted."""
        if self.model.apply(changes.cards, self._now()):
            self.view.fit_if_wider()
            self.desk.on_changed({card.id for card in changes.cards})

    def refresh(self) -> None:
        """Time has passed."""
        self.model.refresh(self._now())
        self.desk.show_now()
        self.head.tell(self._plant_name, self._now())

    def show_problem(self, text: str) -> None:
        """The board could not be read: say why, in the place of the rows."""
        self._loading.stop()
        self._message_is = "problem"
        self.message.say(_("The board could not be read."), text, _("Try again"))
        self._stack.setCurrentWidget(self.message)

    def show_card(self, card_id: int) -> bool:
        """Choose a card, taking off filters that hide it."""
        if not self.view.choose_card(card_id):
            self._show_all()
            if not self.view.choose_card(card_id):
                return False
        self.open_life()
        return True

    def show_code(self, text: str) -> bool:
        """Choose the card with this code, as typed or scanned. Returns whether there is one."""
        board = self.model.board
        try:
            card = board.card_by_code(codes.parse(text)) if board is not None else None
        except codes.CodeError:
            card = None
        return card is not None and self.show_card(card.id)

    def set_maybe_lost(self, card_ids: frozenset[int]) -> None:
        """Mark these cards as maybe lost."""
        self.model.set_maybe_lost(card_ids)

    def selected_card_id(self) -> int | None:
        """The chosen card."""
        return self.view.chosen_id()

    # -- inside

    def _now(self) -> datetime:
        return self._shop.clock() if self._shop is not None else self.clock()

    def _read_suspects(self) -> None:
        """Ask which cards are maybe lost, on a board of its own that nobody changes meanwhile."""
        if self._shop is not None:
            self._waiting.when_done(self._shop.board(), self._on_board_for_suspects)

    def _on_board_for_suspects(self, board: Board) -> None:
        if self._shop is not None:
            self._waiting.when_done(self._shop.maybe_lost(board), self.set_maybe_lost)

    def _on_filter(self, chosen: Filter) -> None:
        self.model.choose(filter=chosen)

    def _on_grouping(self, grouping: Grouping) -> None:
        self.model.choose(grouping=grouping)

    def _on_search(self) -> None:
        self.model.choose(search=self.search.text())

    def _on_search_entered(self) -> None:
        self._searching.stop()
        if self.show_code(self.search.text()):
            self.search.clear()
            self._on_search()
        else:
            self._on_search()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_all(self) -> None:
        self.search.clear()
        self._searching.stop()
        self.filters.choose(Filter.ALL)
        self.model.choose(filter=Filter.ALL, search="")

    def _show_grey(self) -> None:
        if self.model.board is None:
            self._stack.setCurrentWidget(self._grey)

    def _show_rows_or_words(self) -> None:
        board = self.model.board
        if board is None:
            return
        if self.model.lines():
            self._stack.setCurrentWidget(self.view)
            return
        if not board.structure.loops:
            self._message_is = "no_loops"
            self.message.say(
                _("No loops yet"),
                _("A loop is one item that goes round between two stations in a counted number of containers."),
                _("Import a list"),
            )
        else:
            self._message_is = "nothing_found"
            found = words.nothing_found(self.model.filter)
            if self.model.search:
                found = _("Nothing fits “{text}”.").format(text=self.search.text().strip())
            self.message.say(found, "", _("Show all"))
        self._stack.setCurrentWidget(self.message)

    def _on_message_next(self) -> None:
        if self._message_is == "nothing_found":
            self._show_all()
        elif self._message_is == "no_loops":
            self.import_asked.emit()
        else:
            self.retry_asked.emit()

    def open_life(self) -> None:
        """Show the panel of the chosen card where it is a drawer."""
        self._drawer_open = True
        if self._is_drawer:
            self._arrange()

    def _on_close_asked(self) -> None:
        self._drawer_open = False
        if self._is_drawer:
            self._arrange()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.hasFocus():
            self._leave_search()
        elif self.panel.is_asking():
            self.panel.close_reason()
        elif not self.panel.notice.isHidden():
            self.panel.notice.hide()
        else:
            self._on_close_asked()

    def _leave_search(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
