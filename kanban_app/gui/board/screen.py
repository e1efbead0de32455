"""The plant board as a screen: head with search, filters, the table with its legend, the card's life at the side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kanban_app import i18n
from kanban_app.domain import codes
from kanban_app.domain.board import Board
from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Changes
from kanban_app.gui.board import words
from kanban_app.gui.board.asking import BoardAsking
from kanban_app.gui.board.body import BoardBody
from kanban_app.gui.board.desk import CardDesk
from kanban_app.gui.board.filter_bar import FilterBar
from kanban_app.gui.board.head import BoardHead
from kanban_app.gui.board.many_desk import ManyDesk
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.picking import Mode
from kanban_app.gui.board.plan import Filter
from kanban_app.gui.board.side_panel import SidePanel
from kanban_app.gui.board.view import BoardView
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.widgets import Rule
from kanban_app.gui.waiting import Waiting
from kanban_app.i18n import _
from kanban_app.operations.clock import utc_now
from kanban_app.settings import Settings

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop

# Below this width the panel becomes a drawer.
DRAWER_BELOW = 1400
LOADING_MS, CLOCK_MS, SUSPECTS_MS = 200, 30_000, 10 * 60_000


class BoardScreen(QWidget):
    """All loops and cards of the plant. It is given boards and changes; it asks the shop for lives and bookings.

    `card_selected` carries the card's id, `booked` the Outcome of an action; `add_loop_asked`, `import_asked` and
    `retry_asked` what the person wants where there is no board to show. Kept views stand in the settings.
    """

    card_selected = Signal(int)
    booked = Signal(object)
    add_loop_asked = Signal()
    import_asked = Signal()
    retry_asked = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(parent)
        self.clock = clock
        self._shop: Shop | None = None
        self._plant_name = ""
        self._message_is: str = ""
        self.model = BoardModel(self)
        self.view = BoardView(self.model, acting=True)
        self.filters = FilterBar()
        self.head = BoardHead()
        self.search, self.corner = self.head.search, self.head.corner
        self.panel = SidePanel()
        self.body = BoardBody(self.view, self.panel)
        self.message, self.legend = self.body.message, self.body.legend
        self.desk = CardDesk(self.panel, self.model, self._now, self)
        self.many = ManyDesk(self.panel.many, self.model, self._now, self)
        self._waiting = Waiting(self)
        self.asking = BoardAsking(self.filters, self.search, self.model, settings or Settings(), self.show_code, self)
        self._lay_out()
        self._start_timers()
        self._connect()
        self._connect_desks()
        self._add_keys()
        self.setFocusProxy(self.view)
        self._set_tab_order()
        kept = self.asking.keeper.kept
        self.view.set_column_widths(kept.columns)
        self.body.set_panel_width(kept.panel_width)

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
        middle.addWidget(self.body, 1)
        column.addLayout(middle, 1)

    def _set_tab_order(self) -> None:
        pills = [self.filters.pill(chosen) for chosen in Filter]
        order = [self.search, *pills, *self.filters.line_controls(), self.filters.rows_choice(), self.view]
        order += [self.body.gutter(), *self.panel.action_buttons()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        drawer = self.width() < theme.px(DRAWER_BELOW)
        self.filters.set_compact(drawer)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.body.set_drawer(drawer)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.asking.keeper.write_last()

    def is_drawer(self) -> bool:
        """Whether the panel lies over the table."""
        return self.body.is_drawer()

    # -- behaviour

    def _start_timers(self) -> None:
        self._loading = self._timer(LOADING_MS, self._show_grey, single=True)
        self._ticking = self._timer(CLOCK_MS, self.refresh)
        self._suspecting = self._timer(SUSPECTS_MS, self._read_suspects)

    def _timer(self, interval_ms: int, call: Callable[[], object], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(single)
        timer.timeout.connect(call)
        return timer

    def _connect(self) -> None:
        self.model.arranged.connect(self._show_rows_or_words)
        self.message.next_asked.connect(self._on_message_next)
        self.message.other_asked.connect(self.import_asked)
        self.asking.entered.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        keeper = self.asking.keeper
        self.view.columns_changed.connect(lambda: keeper.remember_columns(self.view.column_widths()))
        self.body.panel_drawn.connect(lambda: keeper.remember_panel(self.body.panel_width()))
        theme.news().changed.connect(self._arrange)

    def _connect_desks(self) -> None:
        self.view.card_chosen.connect(self.desk.choose)
        self.view.card_chosen.connect(self.card_selected)
        self.view.life_asked.connect(lambda _card_id: self.open_life())
        self.view.typed.connect(self.asking.type)
        self.view.picks.changed.connect(self._on_picks_changed)
        self.view.drag.dropped.connect(self._on_dropped)
        self.view.drag.missed.connect(self._on_missed)
        self.panel.close_asked.connect(self._on_close_asked)
        self.panel.many.none_asked.connect(self._choose_one)
        for desk in (self.desk, self.many):
            desk.booked.connect(self.booked)
        self.desk.card_wanted.connect(self.show_card)
        self.many.card_wanted.connect(lambda card_id: self.view.choose_card(card_id, mode=Mode.KEEP))

    def _add_keys(self) -> None:
        entries = (
            ("Ctrl+U", _("Mark urgent"), lambda: self._take(Action.URGENT)),
            ("Ctrl+H", _("Hold"), lambda: self._take(self._hold_or_resume())),
            ("Ctrl+R", _("Receive"), lambda: self._take(Action.RECEIVE)),
            ("Ctrl+P", _("Print again"), self._print_again),
            ("Ctrl+F", _("Find"), self.asking.go_to_search),
        )
        for key, text, call in entries:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, call=call: call())
            self.addAction(action)

    def _take(self, action: Action) -> None:
        """Do it with all that are chosen."""
        if self.view.picks.are_several():
            self.many.take(action)
        else:
            self.desk.take(action)

    def _print_again(self) -> None:
        if self.view.picks.are_several():
            self.many.print_again()
        else:
            self.desk.print_again()

    def _hold_or_resume(self) -> Action:
        several = self.view.picks.are_several()
        cards = self.many.cards() if several else [self.desk.card()]
        return Action.RESUME if all(card is not None and card.on_hold for card in cards) else Action.HOLD

    # -- what the window tells

    def set_shop(self, shop: Shop | None, person: str = "") -> None:
        """Ask this plant for lives and bookings; its board comes by `show_board`."""
        if shop is not self._shop:
            self._ticking.stop()
            self._suspecting.stop()
            self.view.forget_choice()
            self.model.clear()
            self.desk.set_shop(shop)
            self.many.set_shop(shop)
            self.body.open_drawer(False)
        self._shop = shop
        self.set_person(person)
        self._plant_name = shop.plant.name if shop is not None else ""
        if self.model.board is None:
            self._loading.start()

    def set_person(self, person: str) -> None:
        """Who books from now on."""
        self.desk.person = self.many.person = person

    def show_board(self, board: Board) -> None:
        """Show this board. What was chosen, searched and in sight stays so, as far as it is still there."""
        self._loading.stop()
        letters = chips.letters(self._shop.plant.language if self._shop is not None else i18n.language())
        self.legend.set_letters(letters)
        self.panel.set_letters(letters)
        self._message_is = ""
        self.model.show(board, self._now(), letters)
        self.filters.more.set_structure(board.structure)
        self.head.tell(self._plant_name, self._now())
        self._ticking.start()
        self._suspecting.start()
        self._read_suspects()
        self.desk.show_now()
        self.many.show_now()

    def apply(self, changes: Changes) -> None:
        """Take over what was booked; only what changed is painted."""
        if self.model.apply(changes.cards, self._now()):
            self.view.fit_if_wider()
            self.desk.on_changed({card.id for card in changes.cards})
            self.many.on_changed()

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
        self.body.show_page(self.message)

    def show_card(self, card_id: int) -> bool:
        """Choose a card, taking off filters that hide it."""
        if not self.view.choose_card(card_id):
            self.asking.show_all()
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

    def _show_grey(self) -> None:
        if self.model.board is None:
            self.body.show_page(self.body.grey)

    def _show_rows_or_words(self) -> None:
        board = self.model.board
        if board is None:
            return
        if self.model.lines():
            self.body.show_page(self.view)
            return
        if not board.structure.loops:
            self._message_is = "no_loops"
            self.message.say(
                _("No loops yet"),
                _("A loop is one item that goes round between two stations in a counted number of containers."),
                _("Add a loop"),
                _("Import a list"),
            )
        else:
            self._message_is = "nothing_found"
            found = words.nothing_found(self.model.question.filter)
            if not self.model.question.sieve.is_open():
                found = _("Nothing fits these filters.")
            elif self.model.question.search:
                found = _("Nothing fits “{text}”.").format(text=self.search.text().strip())
            self.message.say(found, "", _("Show all"))
        self.body.show_page(self.message)

    def _on_message_next(self) -> None:
        if self._message_is == "nothing_found":
            self.asking.show_all()
        elif self._message_is == "no_loops":
            self.add_loop_asked.emit()
        else:
            self.retry_asked.emit()

    # -- the chosen cards

    def _on_picks_changed(self) -> None:
        several = self.view.picks.are_several()
        self.many.choose(self.view.picks.ids() if several else ())
        self.panel.show_many(several)
        if several:
            self.open_life()

    def _choose_one(self) -> None:
        """Only the card that the keys are at."""
        self.view.picks.only(self.view.chosen_id())
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_dropped(self, _card_id: int, action: Action) -> None:
        self.open_life()
        self.desk.take(action)

    def _on_missed(self, _card_id: int) -> None:
        self.open_life()
        self.desk.refuse(
            _("A card stays in its loop."), _("Drop it on one of the fields beside it. Nothing was changed.")
        )

    def open_life(self) -> None:
        """Show the panel of the chosen card where it is a drawer."""
        self.body.open_drawer(True)

    def _on_close_asked(self) -> None:
        self.body.open_drawer(False)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.hasFocus():
            self._leave_search()
        elif self.panel.is_asking():
            self.panel.close_reason()
        elif not self.panel.notice.isHidden() and self.panel.many.isHidden():
            self.panel.notice.hide()
        elif self.view.picks.are_several():
            self._choose_one()
        else:
            self._on_close_asked()

    def _leave_search(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
