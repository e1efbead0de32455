"""One entry of the ledger in full, and the whole of what its command did as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.cards import CardState
from kanban_app.domain.codes import spaced
from kanban_app.domain.structure import Structure
from kanban_app.gui.history import words
from kanban_app.gui.history.delegate import PADDING, calm_selection, paint_step
from kanban_app.gui.look import chips, fonts, theme
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.i18n import _, moment
from kanban_app.operations import words as shop_words
from kanban_app.operations.ledger_views import CascadeLine
from kanban_app.operations.looking import HistoryLine

SEQ = Qt.ItemDataRole.UserRole


class StepChips(QWidget):
    """The two chips of an entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = (CardState.NEW, CardState.NEW)
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, before: CardState, after: CardState, letters: Mapping[CardState, str]) -> None:
        """Show these."""
        self._step, self._letters = (before, after), letters
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect()).translated(-theme.px(PADDING), 0)
        paint_step(QPainter(self), rect, *self._step, self._letters)


class EntryPanel(Panel):
    """`entry_wanted` carries another entry's number, `board_wanted` the number of the entry whose board is wanted."""

    entry_wanted = Signal(int)
    board_wanted = Signal(int)
    card_wanted = Signal(int)
    only_card_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: HistoryLine | None = None
        self.headline = TextLabel(_("Choose an entry"), size=18, weight=700)
        self.card = TextLabel(size=15, weight=600)
        self.chips = StepChips()
        self.detail = TextLabel(size=14, tone="ink2")
        self.board_button = Button(_("Show the board then"), kind="primary", icon="board")
        self.card_button = Button(_("Show the card"))
        self.only_button = Button(_("Only this card"), kind="quiet")
        self.tree_title = TextLabel(_("Cause and effects"), size=15, weight=600)
        self.tree = QTreeWidget()
        self._lay_out()
        self.board_button.clicked.connect(lambda: self._tell(self.board_wanted, "seq"))
        self.card_button.clicked.connect(lambda: self._tell(self.card_wanted, "card_id"))
        self.only_button.clicked.connect(lambda: self.only_card_wanted.emit(self._line.card_code if self._line else ""))
        self.tree.itemActivated.connect(self._on_activated)
        self.tree.itemClicked.connect(self._on_activated)
        self.show_nothing()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, theme.px(8))
        # On a small screen, or a large zoom, one scrolls; the buttons are never cut.
        scroll, inside = QScrollArea(), Panel(flat=True)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(_("The chosen entry"))
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(16), theme.px(8))
        column.setSpacing(theme.px(8))
        for label in (self.headline, self.card, self.detail):
            label.setWordWrap(True)
        for widget in (self.headline, self.card, self.chips, self.detail):
            column.addWidget(widget)
        for button in (self.board_button, self.card_button, self.only_button):
            column.addWidget(button)
        column.addWidget(self.tree_title)
        column.addWidget(self.tree, 1)
        column.addStretch(0)  # what is there stays above when the tree is not
        self.tree.setMinimumHeight(theme.px(110))
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(theme.px(18))
        self.tree.setAccessibleName(_("Cause and effects"))
        calm_selection(self.tree)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def line(self) -> HistoryLine | None:
        """The entry that is shown."""
        return self._line

    def show_nothing(self) -> None:
        """No entry is chosen."""
        self._line = None
        self.headline.setText(_("Choose an entry"))
        self.tree.clear()
        self._show_parts(False)

    def _show_parts(self, shown: bool) -> None:
        buttons = (self.board_button, self.card_button, self.only_button)
        for widget in (self.card, self.chips, self.detail, *buttons, self.tree_title, self.tree):
            widget.setVisible(shown)

    def show_line(
        self, line: HistoryLine, structure: Structure, letters: Mapping[CardState, str], now: datetime
    ) -> None:
        """Show this entry; its tree follows by `show_cascade`."""
        self._line = line
        event = line.event
        self.headline.setText(words.what(line, structure))
        self.card.setText(f"{words.card(line)}  {spaced(line.card_code)}")
        self.chips.show_step(event.from_state, event.to_state, letters)
        nobody = _("The program, by itself") if event.cause is not None and not event.person else _("Nobody named")
        rows = [
            words.step(line),
            moment(event.recorded_at, now),
            words.who(line, structure) or nobody,
            _("at terminal {name}").format(name=event.terminal) if event.terminal else "",
            f"{line.source_name} → {line.consumer_name}",
            words.left(line, structure),
            _("Reason: {reason}").format(reason=event.reason) if event.reason else "",
            _("Takes back entry {seq}").format(seq=event.reverts) if event.reverts else "",
            _("Entry {seq}, trip {cycle} of the card").format(seq=event.seq, cycle=event.cycle),
        ]
        self.detail.setText("\n".join(row for row in rows if row))
        self._show_parts(True)
        if not self._choose_in_tree(event.seq):
            self.tree.clear()

    def _choose_in_tree(self, seq: int) -> bool:
        """The entry may stand in the tree that is shown: then the tree stays as it is."""
        for item in self.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            if item.data(0, SEQ) == seq:
                self.tree.setCurrentItem(item)
                return True
        return False

    def show_cascade(self, cascade: Sequence[CascadeLine]) -> None:
        """Show the tree of the entry's command; the entry itself stands out."""
        self.tree.clear()
        path: list[QTreeWidgetItem] = []
        for entry in cascade:
            del path[entry.depth :]
            item = QTreeWidgetItem([_in_tree(entry.line)])
            item.setData(0, SEQ, entry.line.event.seq)
            item.setToolTip(0, words.step(entry.line))
            item.setSizeHint(0, QSize(0, theme.px(32)))
            if path:
                path[-1].addChild(item)
            else:
                self.tree.addTopLevelItem(item)
            path.append(item)
            if self._line is not None and entry.line.event.seq == self._line.event.seq:
                item.setFont(0, fonts.ui(14, 700))
                self.tree.setCurrentItem(item)
            else:
                item.setFont(0, fonts.ui(14))
        self.tree.expandAll()
        if (current := self.tree.currentItem()) is not None:
            self.tree.scrollToItem(current)

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        seq = item.data(0, SEQ)
        if self._line is None or seq != self._line.event.seq:
            self.entry_wanted.emit(seq)

    def _tell(self, signal: object, field: str) -> None:
        if self._line is not None:
            signal.emit(getattr(self._line.event, field))  # type: ignore[attr-defined] # a bound signal


def _in_tree(line: HistoryLine) -> str:
    deed = shop_words.deed_of(line.event)
    return _("{seq}  {card}: {deed}").format(seq=line.event.seq, card=words.card(line), deed=deed)
