"""What is not as it should be, kind by kind, and the one thing that sets each kind right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QListView, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.domain.card_walk import Kind
from kanban_app.gui.card_walk import words
from kanban_app.gui.card_walk.delegates import FindingDelegate
from kanban_app.gui.card_walk.rows import FindingRow
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.remembering import Note
from kanban_app.gui.look.widgets import Button, Panel, Pill, TextLabel
from kanban_app.gui.row_model import ROW, RowModel
from kanban_app.i18n import _, ngettext
from kanban_app.settings import Settings

# Nobody reads more at once, and a list that changes by one card is compared row by row.
MOST_SHOWN = 200
_COUNTS = "counts"


class FindingsPanel(Panel):
    """`acted` carries the kind (None: the counts) and the reason that was given."""

    acted = Signal(object, str)
    one_paper_said = Signal(int)
    card_wanted = Signal(int)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = Note(self, settings, "card_walk")
        self.chosen: Kind | None = Kind.MISSING
        self._rows: Mapping[Kind | None, Sequence[FindingRow]] = {}
        self._counts: Mapping[Kind | None, int] = {}
        self._is_busy = False
        self.more = TextLabel(size=14, tone="ink2")
        self.pills: dict[Kind | None, Pill] = {}
        self.rows: RowModel[FindingRow] = RowModel(lambda row: (row.kind, row.card.id), FindingRow.spoken, self)
        self.list = QListView()
        self.nothing = TextLabel(size=15, tone="ink2")
        self.reason = QLineEdit()
        self.act = Button("", kind="primary")
        self.show_card = Button(_("Show the card"), kind="quiet")
        self._stack = QStackedWidget()
        self._lay_out()
        self.act.clicked.connect(self._on_act)
        self.reason.textChanged.connect(lambda _text: self._fit_act())
        self.show_card.clicked.connect(self._on_show_card)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._fit_act())
        kept = self._note.read().get("kind", Kind.MISSING)
        self.choose(next((kind for kind in Kind if kind == kept), None if kept == _COUNTS else Kind.MISSING))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(16))
        column.setSpacing(theme.px(8))
        column.addWidget(TextLabel(_("Not as it should be"), size=18, weight=700))
        pills = QWidget()
        flow = FlowLayout(pills, gap=6)
        group = QButtonGroup(self)
        for kind in (*Kind, None):
            pill = self.pills[kind] = Pill(words.kind(kind) if kind else _("Counts"))
            pill.clicked.connect(lambda _checked=False, kind=kind: self.choose(kind))
            group.addButton(pill)
            flow.addWidget(pill)
        column.addWidget(pills)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(FindingDelegate(self.list))
        self.list.setAccessibleName(_("Not as it should be"))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        column.addWidget(self._stack, 1)
        column.addWidget(self.more)
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason"))
        for widget in (self.reason, self.act, self.show_card):
            column.addWidget(widget)

    def choose(self, kind: Kind | None) -> None:
        """Show one kind; None the counts."""
        self.chosen = kind
        self.pills[kind].setChecked(True)
        self._note.put({"kind": kind or _COUNTS})
        if kind in (Kind.MISSING, None):
            default = _("not found on the card walk") if kind else _("counted on the card walk")
            self.reason.setText(default)
        self._fill()

    def show_rows(self, rows: Mapping[Kind | None, Sequence[FindingRow]], counts: Mapping[Kind | None, int]) -> None:
        """Show what was found, by kind; None are the counts. `counts` are all, of which some are in `rows`."""
        self._rows, self._counts = rows, counts
        for kind, pill in self.pills.items():
            pill.set_count(counts.get(kind, 0))
        self._fill()

    def set_busy(self, busy: bool) -> None:
        """Something is being booked: the button rests."""
        self._is_busy = busy
        self._fit_act()

    def _fill(self) -> None:
        found = self._rows.get(self.chosen, ())
        self.rows.show(found)
        if found and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.rows.index(0))
        none = words.none_of(self.chosen) if self.chosen else _("Every count agrees with the books.")
        self.nothing.setText(none)
        self._stack.setCurrentIndex(0 if found else 1)
        self._fit_act()

    def row(self) -> FindingRow | None:
        """The chosen finding."""
        index: QModelIndex = self.list.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def _fit_act(self) -> None:
        count = self._counts.get(self.chosen, 0)
        hidden = count - len(self.rows.rows)
        self.more.setText(_("And {count} more, which are done with these.").format(count=hidden))
        self.more.setVisible(hidden > 0)
        labels = {
            Kind.MISSING: ngettext("Replace {count} lost card", "Replace {count} lost cards", count),
            Kind.DUPLICATE: _("It is one paper"),
            Kind.STALE: ngettext("Print {count} new paper", "Print {count} new papers", count),
            None: ngettext("Correct {count} count", "Correct {count} counts", count),
        }
        label = labels.get(self.chosen, "")
        asks = self.chosen in (Kind.MISSING, None)
        self.reason.setVisible(asks and count > 0)
        self.act.setVisible(bool(label) and count > 0)
        self.act.setText(label.format(count=count))
        self.act.setEnabled(count > 0 and not self._is_busy and (not asks or bool(self.reason.text().strip())))
        self.show_card.setVisible(count > 0)
        self.show_card.setEnabled(self.row() is not None)

    def _on_act(self) -> None:
        row = self.row()
        if self.chosen is Kind.DUPLICATE:
            if row is not None:
                self.one_paper_said.emit(row.card.id)
        else:
            self.acted.emit(self.chosen, self.reason.text().strip())

    def _on_show_card(self) -> None:
        row = self.row()
        if row is not None:
            self.card_wanted.emit(row.card.id)
