"""The line above the board: filters with live counts, what the patterns mean, how rows are grouped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.gui.board import words
from kanban_app.gui.board.cells import legend_kinds
from kanban_app.gui.board.more_filters import NAMES, ActiveFilters, MoreFilters, flowing
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.board.sieve import OPEN, Sieve
from kanban_app.gui.board.views_bar import ViewsBar
from kanban_app.gui.look import kinds, theme
from kanban_app.gui.look.widgets import Choice, Pill, Rule, TextLabel
from kanban_app.i18n import _


class KindTile(QWidget):
    """A loop kind's pattern."""

    def __init__(self, kind: kinds.KindSign, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(22), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        kinds.paint_kind(QPainter(self), QRectF(self.rect()), self._kind)


class FilterBar(QWidget):
    """Emits what was chosen; the board decides what it means. `sieve_chosen` carries a Sieve.

    More filters and kept views open in lines of their own; what is filtered stands below them in any case.
    """

    filter_chosen = Signal(Filter)
    grouping_chosen = Signal(Grouping)
    sieve_chosen = Signal(object)
    show_all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pills: dict[Filter, Pill] = {}
        self._sieve = OPEN
        self._kinds = QWidget()
        self._rows = Choice(name=_("Rows"))
        self.more_pill = Pill(_("More filters"))
        self.views_pill = Pill(_("Views"))
        self.more = MoreFilters()
        self.views = ViewsBar()
        self.active = ActiveFilters()
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self._make_pills(), 0)
        row.addWidget(self._make_kinds(), 0)
        row.addStretch(1)
        row.addWidget(TextLabel(_("Rows"), tone="ink2", size=14))
        row.addWidget(self._make_rows())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        for line in (self.more, self.views, self.active):
            column.addWidget(line)
        self._connect()

    def _connect(self) -> None:
        both = ((self.more_pill, self.more, self.views_pill), (self.views_pill, self.views, self.more_pill))
        for pill, line, other in both:
            line.hide()
            pill.toggled.connect(line.setVisible)
            # one line at a time: the board is what people came to see
            pill.toggled.connect(lambda is_open, other=other: other.setChecked(other.isChecked() and not is_open))
        self.more.chosen.connect(self.sieve_chosen)
        self.active.removed.connect(lambda name: self.sieve_chosen.emit(self._sieve.without(name)))
        self.active.all_removed.connect(self.show_all_asked)

    def _make_pills(self) -> QWidget:
        holder = QWidget()
        flow = flowing(holder)
        group = QButtonGroup(self)
        for chosen in Filter:
            pill = self._pills[chosen] = Pill(words.filter_name(chosen))
            pill.set_count(0)
            group.addButton(pill)
            flow.addWidget(pill)
            pill.clicked.connect(lambda _checked=False, chosen=chosen: self.filter_chosen.emit(chosen))
        self._pills[Filter.ALL].setChecked(True)
        for pill in (self.more_pill, self.views_pill):
            pill.setAccessibleName(pill.text())
            flow.addWidget(pill)
        return holder

    def _make_kinds(self) -> QWidget:
        row = QHBoxLayout(self._kinds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        rule = Rule(upright=True)
        rule.setFixedHeight(theme.px(32))
        row.addWidget(rule)
        for kind, name in legend_kinds():
            row.addSpacing(theme.px(4))
            row.addWidget(KindTile(kind))
            row.addWidget(TextLabel(name, size=14, tone="ink2"))
        return self._kinds

    def _make_rows(self) -> QWidget:
        for grouping in Grouping:
            self._rows.addItem(words.grouping_name(grouping), grouping.value)
        self._rows.activated.connect(lambda place: self.grouping_chosen.emit(Grouping(self._rows.itemData(place))))
        return self._rows

    def set_counts(self, counts: dict[Filter, int]) -> None:
        """Show these counts; pills keep their places."""
        for chosen, count in counts.items():
            self._pills[chosen].set_count(count)

    def choose(self, chosen: Filter) -> None:
        """Show this filter as the chosen one."""
        self._pills[chosen].setChecked(True)

    def show_sieve(self, sieve: Sieve) -> None:
        """Show what else is filtered."""
        self._sieve = sieve
        self.more.show_sieve(sieve)
        self.active.show_sieve(sieve)

    def choose_grouping(self, grouping: Grouping) -> None:
        """Show how rows are gathered."""
        self._rows.setCurrentIndex(self._rows.findData(grouping.value))

    def pill(self, chosen: Filter) -> Pill:
        """The pill of a filter."""
        return self._pills[chosen]

    def line_controls(self) -> list[QWidget]:
        """What opens the other lines, and what stands in them."""
        lists = [self.more.choice(name) for name in NAMES]
        return [self.more_pill, self.views_pill, *lists, *self.views.controls()]

    def rows_choice(self) -> Choice:
        """The list of groupings."""
        return self._rows

    def set_compact(self, compact: bool) -> None:
        """Leave out what the patterns mean where there is no room."""
        self._kinds.setVisible(not compact)
