"""The line above the board: filters with live counts, what the patterns mean, how rows are grouped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from kanban_app.gui.board import words
from kanban_app.gui.board.cells import legend_kinds
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.look import kinds, theme
from kanban_app.gui.look.flow import FlowLayout
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
    """Emits what was chosen; the board decides what it means."""

    filter_chosen = Signal(Filter)
    grouping_chosen = Signal(Grouping)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pills: dict[Filter, Pill] = {}
        self._kinds = QWidget()
        self._rows = Choice(name=_("Rows"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self._make_pills(), 0)
        row.addWidget(self._make_kinds(), 0)
        row.addStretch(1)
        row.addWidget(TextLabel(_("Rows"), tone="ink2", size=14))
        row.addWidget(self._make_rows())

    def _make_pills(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        group = QButtonGroup(self)
        for chosen in Filter:
            pill = self._pills[chosen] = Pill(words.filter_name(chosen))
            pill.set_count(0)
            group.addButton(pill)
            flow.addWidget(pill)
            pill.clicked.connect(lambda _checked=False, chosen=chosen: self.filter_chosen.emit(chosen))
        self._pills[Filter.ALL].setChecked(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    def _make_kinds(self) -> QWidget:
        row = QHBoxLayout(self._kinds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        rule = Rule(upright=True)
        rule.setFixedHeight(theme.px(32))
        row.addWidget(rule)
        for kind, name in legend_kinds():
            row.addSpacing(theme.px(8))
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

    def pill(self, chosen: Filter) -> Pill:
        """The pill of a filter."""
        return self._pills[chosen]

    def rows_choice(self) -> Choice:
        """The list of groupings."""
        return self._rows

    def set_compact(self, compact: bool) -> None:
        """Leave out what the patterns mean where there is no room."""
        self._kinds.setVisible(not compact)
