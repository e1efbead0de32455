"""The card's life in sections, one below the other: its steps, its cycles, cause and effect, times, papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.domain.cards import CardState
from kanban_app.gui.board.cause_tree import CauseTree
from kanban_app.gui.board.cycle_bars import CycleBars
from kanban_app.gui.board.life import Bars, LifeStep
from kanban_app.gui.board.life_facts import Facts
from kanban_app.gui.board.life_list import LifeList
from kanban_app.gui.board.time_table import TimeTable
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.i18n import _, quantity


class LifeSections(QWidget):
    """Shows what it is given. `page_asked` carries the page of the whole life that is wanted, the newest is 0;
    `cycle_asked` wants this cycle again, `card_wanted` another card.
    """

    page_asked = Signal(int)
    cycle_asked = Signal()
    card_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: int | None = None
        self._letters: Mapping[CardState, str] = {}
        self.steps = LifeList()
        self.bars = CycleBars()
        self.tree = CauseTree()
        self.times = TimeTable()
        self.papers = TextLabel(size=14, tone="ink2")
        self.order = TextLabel(size=14, weight=600)
        self._title = _heading()
        self._bars_title, self._tree_title = _heading(), _heading(_("Cause and effect in this cycle"))
        self._times_title, self._papers_title = _heading(_("Time in each state")), _heading()
        self.whole = Button(_("Whole life"), kind="quiet")
        self.newer, self.older = Button(_("Newer"), icon="left"), Button(_("Older"), icon="right")
        self.papers.setWordWrap(True)
        self.order.setWordWrap(True)
        self._lay_out()
        self.whole.clicked.connect(self._on_whole)
        self.newer.clicked.connect(lambda: self.page_asked.emit((self._page or 0) - 1))
        self.older.clicked.connect(lambda: self.page_asked.emit((self._page or 0) + 1))
        self.tree.card_wanted.connect(self.card_wanted)
        self.show_facts(Facts(), {})

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.order)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.whole)
        column.addLayout(head)
        column.addWidget(self.steps)
        pages = QHBoxLayout()
        pages.addWidget(self.newer)
        pages.addWidget(self.older)
        column.addLayout(pages)
        parts = (self._bars_title, self.bars, self._tree_title, self.tree, self._times_title, self.times)
        for part in (*parts, self._papers_title, self.papers):
            column.addWidget(part)
        column.addStretch(1)

    def _on_whole(self) -> None:
        if self._page is None:
            self.page_asked.emit(0)
        else:
            self.cycle_asked.emit()

    def page(self) -> int | None:
        """The page of the whole life that is shown; None while this cycle is."""
        return self._page

    def show_cycle(self, steps: Sequence[LifeStep], bars: Bars | None, letters: Mapping[CardState, str]) -> None:
        """Show the steps of this cycle."""
        if self._page is None:
            self.steps.show_steps(steps, letters)
        self._bars_title.setText(bars.title if bars and bars.bars else "")
        self._bars_title.setVisible(bool(self._bars_title.text()))
        self.bars.show_bars(bars)

    def show_page(
        self, page: int | None, steps: Sequence[LifeStep], letters: Mapping[CardState, str], more: bool
    ) -> None:
        """Show a page of the whole life, or this cycle with None. `more` says that there is an older page."""
        self._page = page
        whole = page is not None
        self._title.setText(
            _("Whole life, page {number}").format(number=quantity(page + 1)) if page is not None else _("This cycle")
        )
        self.whole.setText(_("This cycle") if whole else _("Whole life"))
        for button, enabled in ((self.newer, bool(page)), (self.older, more)):
            button.setVisible(whole)
            button.setEnabled(enabled)
        if whole:
            self.steps.show_steps(steps, letters)

    def show_facts(self, facts: Facts, letters: Mapping[CardState, str]) -> None:
        """Show what stands below the steps."""
        self.order.setText(facts.order)
        self.order.setVisible(bool(facts.order))
        self.tree.show_lines(facts.tree)
        self.times.show_rows(facts.times, letters)
        self._papers_title.setText(facts.papers_title)
        self.papers.setText("\n".join(facts.papers))
        shown = (
            (self._tree_title, self.tree, bool(facts.tree)),
            (self._times_title, self.times, bool(facts.times)),
            (self._papers_title, self.papers, bool(facts.papers_title)),
        )
        for title, part, there in shown:
            title.setVisible(there)
            part.setVisible(there)


def _heading(text: str = "") -> TextLabel:
    label = TextLabel(text, size=13, weight=600)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label
