"""The cards that may be printed: groups with their counts, rows to tick, words where there are none."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QTableView, QVBoxLayout, QWidget

from kanban_app.domain.structure import Structure
from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.columns import Columns
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Panel, Pill, TextLabel
from kanban_app.gui.print_list.model import Column, Group, PrintListModel
from kanban_app.i18n import _, ngettext
from kanban_app.operations.print_waiting import Waiting
from kanban_app.settings import Settings

LOADING_MS = 200
_WIDTHS = {
    Column.ITEM: 200,
    Column.CARD: 90,
    Column.REVISION: 54,
    Column.WHY: 130,
    Column.WHERE: 180,
    Column.CODE: 118,
}


class _Table(QTableView):
    """Rows that are chosen whole. Bare letters act nowhere: somebody may scan."""

    def keyboardSearch(self, search: str) -> None:
        """Nothing is looked for by letters."""


class CardListPanel(Panel):
    """Shows a PrintListModel, one group at a time."""

    def __init__(self, model: PrintListModel, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._stack = QStackedWidget()
        self._loading = QTimer(self, singleShot=True, interval=LOADING_MS)
        self._loading.timeout.connect(self._show_grey)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(1), theme.px(8), theme.px(1), theme.px(1))
        column.setSpacing(theme.px(4))
        column.addLayout(self._pills())
        column.addLayout(self._counted())
        self.table = _Table()
        self.table.setModel(model)
        self.table.setAccessibleName(_("Cards to print"))
        tables.dress(self.table)
        Columns(self.table, settings, "print_list", _WIDTHS, frozenset({Column.REVISION, Column.CODE}))
        self.message = Message()
        for page in (self.table, self.message, GreyRows()):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        self.message.next_asked.connect(lambda: self.pills[Group.ALL].setChecked(True))

    def _pills(self) -> QHBoxLayout:
        """Longer words take another line."""
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        group_of_pills = QButtonGroup(self)
        self.pills: dict[Group, Pill] = {}
        words = {
            Group.WAITING: _("To print"),
            Group.STALE: _("Old revision"),
            Group.LOST: _("Lost or damaged"),
            Group.ALL: _("All cards"),
        }
        for group, text in words.items():
            pill = self.pills[group] = Pill(text)
            pill.set_count(0)
            group_of_pills.addButton(pill)
            pill.toggled.connect(lambda on, group=group: self._show_group(group) if on else None)
            flow.addWidget(pill)
        with QSignalBlocker(self.pills[Group.WAITING]):
            self.pills[Group.WAITING].setChecked(True)
        row.addWidget(holder)
        return row

    def _counted(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), 0, theme.px(12), 0)
        self.count = TextLabel(size=15, weight=600)
        row.addWidget(self.count)
        row.addStretch(1)
        for text, ticked in ((_("Choose all"), True), (_("Choose none"), False)):
            button = Button(text, kind="quiet")
            button.clicked.connect(lambda _checked=False, on=ticked: self._model.tick_all(on))
            row.addWidget(button)
        return row

    # -- what is shown ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The cards are being read; grey rows only where nothing is shown yet, and only if it takes long."""
        if not self._model.rows:
            self._loading.start()

    def show_waiting(self, waiting: Waiting, structure: Structure) -> None:
        """Show these cards."""
        self._loading.stop()
        self._model.show(waiting, structure)
        for group, pill in self.pills.items():
            pill.set_count(self._model.count_of(group))
        self._show_rows()

    def show_failed(self, problem: BaseException) -> None:
        """The cards could not be read."""
        self._loading.stop()
        text = getattr(problem, "text", None)
        self.message.say(_("The cards could not be read."), str(text()) if callable(text) else "")
        self._stack.setCurrentIndex(1)

    def show_count(self, count: int) -> None:
        """So many are chosen."""
        self.count.setText(ngettext("{count} card chosen", "{count} cards chosen", count).format(count=count))

    def _show_grey(self) -> None:
        self._stack.setCurrentIndex(2)

    def _show_group(self, group: Group) -> None:
        self._model.show_group(group)
        self._show_rows()

    def _show_rows(self) -> None:
        self._stack.setCurrentIndex(0 if self._model.rows else 1)
        if self._model.rows:
            return
        texts = {
            Group.WAITING: _("Nothing waits to be printed."),
            Group.STALE: _("No card has an old revision."),
            Group.LOST: _("No card is lost or damaged."),
            Group.ALL: _("No cards yet. Import a list, or add a loop."),
        }
        show_all = _("Show all cards") if self._model.count_of(Group.ALL) else ""
        self.message.say(texts[self._model.group], "", show_all)
