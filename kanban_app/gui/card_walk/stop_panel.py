"""The place where the person stands: what should hang there, ticked as it is seen, and what is counted in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QTableView, QVBoxLayout, QWidget

from kanban_app.domain.cards import HOLDING, Card
from kanban_app.domain.quantities import QuantityError, steps_from_text
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.notice import Notice
from kanban_app.gui.card_walk.delegates import TickDelegate, toggle
from kanban_app.gui.card_walk.rows import CARD, HangingModel, HangingRow
from kanban_app.gui.history.delegate import TextDelegate
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.columns import Columns
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.i18n import _
from kanban_app.settings import Settings

_BOOKS, _CODE, _NOTE = 1, 2, 3
_WIDTHS = {_BOOKS: 136, _CODE: 120}
WIDE, NARROW = 640, 460


class _Table(QTableView):
    """Space ticks the chosen row. Bare letters act nowhere: somebody scans."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            toggle(self.model(), index.siblingAtColumn(0))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing is looked for by letters."""


class StopPanel(Panel):
    """`done_said` says that all that hangs here was seen. The other signals carry the chosen card."""

    done_said = Signal()
    ticked = Signal(int, bool)
    old_paper_said = Signal(object)
    two_papers_said = Signal(object)
    counted = Signal(object, object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._structure: Structure | None = None
        self.headline = TextLabel(size=22, weight=700)
        self.detail = TextLabel(size=15, tone="ink2")
        self.notice = Notice()
        self.model = HangingModel(self)
        self.table = _Table()
        self.nothing = TextLabel(_("Nothing should hang here. Scan what does."), size=15, tone="ink2")
        self.done = Button("", kind="primary", icon="check")
        self.old_paper = Button(_("Old paper"), tip=_("The paper of the chosen card is an older revision"))
        self.two_papers = Button(_("Two papers"), tip=_("A second paper of the chosen card hangs here too"))
        self.count = QLineEdit()
        self.note_count = Button(_("Note the count"))
        self._stack = QStackedWidget()
        self._lay_out()
        self.model.ticked.connect(self.ticked)
        self.done.clicked.connect(self.done_said)
        self.old_paper.clicked.connect(lambda: self._with_card(self.old_paper_said))
        self.two_papers.clicked.connect(lambda: self._with_card(self.two_papers_said))
        self.note_count.clicked.connect(self._on_count)
        self.count.returnPressed.connect(self._on_count)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._fit_buttons())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(16))
        column.setSpacing(theme.px(8))
        self.headline.setWordWrap(True)
        self.detail.setWordWrap(True)
        for widget in (self.headline, self.detail, self.notice):
            column.addWidget(widget)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Cards at this place"))
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.px(44))
        self._columns = Columns(self.table, self._settings, "card_walk", _WIDTHS, frozenset(_WIDTHS))
        tables.dress_head(self.table.horizontalHeader())
        self.table.setItemDelegate(TextDelegate(self.table))
        self.table.setItemDelegateForColumn(0, TickDelegate(self.table))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        column.addWidget(self._stack, 1)
        tools = QWidget()
        flow = FlowLayout(tools, gap=8, line_gap=8)
        self.count.setPlaceholderText(_("Counted"))
        self.count.setAccessibleName(_("Counted in the chosen container"))
        self.count.setFixedWidth(theme.px(120))
        for button in (self.old_paper, self.two_papers, self.count, self.note_count):
            flow.addWidget(button)
        column.addWidget(tools)
        row = QHBoxLayout()
        row.addWidget(self.done)
        column.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the names are what one needs; the codes are on the papers."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_CODE, self.width() < theme.px(WIDE))
        self.table.setColumnHidden(_BOOKS, self.width() < theme.px(NARROW))
        self._columns.fit()

    def show_place(
        self, headline: str, detail: str, rows: list[HangingRow], structure: Structure, *, is_done: bool
    ) -> None:
        """Show a place with its cards."""
        self._structure = structure
        self.headline.setText(headline)
        self.detail.setText(detail)
        self.model.show(rows, structure)
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._stack.setCurrentIndex(0 if rows else 1)
        self.done.setText(_("On to the next place") if is_done else _("Done here, next place"))
        self._fit_buttons()

    def card(self) -> Card | None:
        """The chosen card."""
        index = self.table.currentIndex()
        return index.data(CARD) if index.isValid() else None

    def choose(self, card_id: int) -> None:
        """Choose a card's row."""
        for place, row in enumerate(self.model.rows):
            if row.card.id == card_id:
                self.table.setCurrentIndex(self.model.index(place, 0))
                self.table.scrollTo(self.model.index(place, 0))

    def _fit_buttons(self) -> None:
        card = self.card()
        for button in (self.old_paper, self.two_papers):
            button.setEnabled(card is not None)
        holds = card is not None and card.state in HOLDING
        self.count.setEnabled(holds)
        self.note_count.setEnabled(holds)

    def _with_card(self, signal: object) -> None:
        card = self.card()
        if card is not None:
            signal.emit(card)  # type: ignore[attr-defined] # a bound signal

    def _on_count(self) -> None:
        card, structure = self.card(), self._structure
        if card is None or structure is None or card.state not in HOLDING:
            return
        text = self.count.text().strip()
        decimals = structure.item_of(structure.loops[card.loop_id]).decimals
        try:
            left = steps_from_text(text, decimals) if text else None
            if left is not None and left < 0:
                raise QuantityError(text, "out_of_range")
        except QuantityError:
            self.count.selectAll()
            self.count.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.count.clear()
        self.counted.emit(card, left)
