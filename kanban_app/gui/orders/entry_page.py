"""The page on which new orders are typed. What is typed stays until it is entered, also over a restart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.domain.promising import Promise, PromiseRefused
from kanban_app.gui.look import theme
from kanban_app.gui.look.remembering import Note
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.orders import words
from kanban_app.gui.orders.entry_choices import EntryChoices
from kanban_app.gui.orders.entry_grid import EntryGrid, EntryModel
from kanban_app.gui.orders.entry_rows import Cell, from_text, to_text
from kanban_app.gui.orders.promises import Answer, Promises
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.operations.promise_words import refused_text

# A row's date is reckoned when typing pauses.
_REST_MS = 200


class EntryPage(QWidget):
    """`entered` carries the lines and whether they are to be confirmed at once."""

    entered = Signal(object, bool)
    left = Signal()
    help_topic = "entry"

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.promises = Promises(tools, self)
        self.model = EntryModel(self)
        self.grid = EntryGrid(self.model, tools.settings)
        self._note = Note(self, tools.settings, "order entry")
        self.choices = EntryChoices(tools)
        self.wrong = TextLabel(size=15, tone="ink2")
        self.keep = Button(_("Enter as drafts"))
        self.confirm = Button(
            _("Enter and confirm"), kind="primary", icon="check", tip=_("Enter and confirm (Ctrl+Enter)")
        )
        self.back = Button(_("Back to the list"), kind="quiet", icon="left")
        self.empty = Button(_("Empty the grid"), kind="quiet")
        self._lay_out()
        self._waiting: set[int] = set()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask_promises)
        self.model.typed.connect(self._on_typed)
        self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._show_choices())
        self.choices.chosen.connect(self._on_chosen)
        self.choices.offered.connect(self._on_offered)
        self.grid.not_pasted.connect(self._say_not_pasted)
        self.grid.entered.connect(partial(self._enter, confirmed=True))
        self.confirm.clicked.connect(partial(self._enter, confirmed=True))
        self.keep.clicked.connect(partial(self._enter, confirmed=False))
        self.back.clicked.connect(self.left)
        self.empty.clicked.connect(lambda: self.model.show(()))
        self.setFocusProxy(self.grid)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        text = _(
            "Type or paste rows from a spreadsheet. Enter goes on; an empty customer is that of the row above; "
            "rows of one customer below each other are one order. Ctrl+Delete takes a row out."
        )
        hint = TextLabel(text, size=14, tone="ink2")
        hint.setWordWrap(True)
        column.addWidget(hint)
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.grid)
        column.addWidget(panel, 1)
        column.addWidget(self.choices)
        row = QHBoxLayout()
        self.wrong.setWordWrap(True)
        row.addWidget(self.wrong, 1)
        for button in (self.empty, self.back, self.keep, self.confirm):
            row.addWidget(button)
        column.addLayout(row)

    def begin(self, customers: Sequence[str]) -> None:
        """Show what is being typed, or what was left."""
        shop = self._tools.link.shop
        if shop is None:
            return
        self.set_customers(customers)
        if self.model.rowCount() == 1:
            self.model.rows = from_text(self._note.read().get("rows", ""))
        self.model.begin(shop.structure, self._tools.clock().astimezone().date())
        self.refresh()
        self.grid.begin()

    def set_customers(self, customers: Sequence[str]) -> None:
        """Who is known by name."""
        shop = self._tools.link.shop
        if shop is not None:
            structure = shop.structure
            items = sorted((item.code for item in structure.items_in_sight()), key=str.casefold)
            stations = sorted((station.name for station in structure.stations.values()), key=str.casefold)
            self.grid.names.set_names({Cell.CUSTOMER: customers, Cell.ITEM: items, Cell.PLACE: stations})

    def refresh(self) -> None:
        """The plant has changed: dates are reckoned anew."""
        self.choices.forget()
        self._show_choices()
        self.promises.read_book(self._on_book)

    def _on_book(self) -> None:
        self._waiting = set(range(self.model.rowCount()))
        self._ask_promises()

    def _on_typed(self, places: Sequence[int]) -> None:
        self._waiting.update(places)
        self._rest.start()
        text = to_text(self.model.rows)
        self._note.put({"rows": text} if text != "[]" else {})
        self._say_wrong()
        self._show_choices()

    def _show_choices(self) -> None:
        place = self.grid.currentIndex().row()
        line = self.model.meanings[place].line if 0 <= place < len(self.model.meanings) else None
        self.choices.show_row(place, line.item_id if line else None, line.choices if line else ())

    def _on_offered(self, offers: bool) -> None:
        self.grid.offers_choices = offers

    def _on_chosen(self, text: str) -> None:
        place = self.grid.currentIndex().row()
        if 0 <= place < len(self.model.rows):
            self.model.setData(self.model.index(place, Cell.CHOICES), text)

    def _say_wrong(self) -> None:
        count, lines = self.model.count_wrong(), len(self.model.lines())
        text = ngettext("{count} row is to be mended.", "{count} rows are to be mended.", count).format(count=count)
        self.wrong.setText(text if count else "")
        self.wrong.set_tone("warn")
        for button in (self.keep, self.confirm):
            button.setEnabled(bool(lines) and not count)

    def _say_not_pasted(self, why: str) -> None:
        self.wrong.setText(why)
        self.wrong.set_tone("warn")

    def _ask_promises(self) -> None:
        places, self._waiting = self._waiting, set()
        today = self._tools.clock().astimezone().date()
        for place in sorted(places):
            line = self.model.meanings[place].line if place < len(self.model.meanings) else None
            if line is not None:

                def show(answer: Answer, place: int = place, line: Any = line) -> None:
                    self.model.show_promise(place, line, *_said(answer, today))

                self.promises.of_typed(line.item_id, line.quantity, line.station_id, line.wanted_on, show)

    def _enter(self, *_pressed: object, confirmed: bool) -> None:
        if self.model.count_wrong() or not self.model.lines():
            self._say_wrong()
            return
        self.entered.emit(self.model.lines(), confirmed)

    def clear(self) -> None:
        """What was typed is entered now."""
        self.model.show(())
        self._note.put({})
        self._note.write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _said(answer: Answer, today: Any) -> tuple[str, str]:
    """A row's promise with its ink."""
    if isinstance(answer, PromiseRefused):
        return refused_text(answer), "warn"
    assert isinstance(answer, Promise)
    day = words.short_day(answer.promised_on, today)
    late = answer.late_by_days
    text = ngettext("{day}, {count} day late", "{day}, {count} days late", late).format(day=day, count=late)
    return (text, "stop") if late else (_("{day}, in time").format(day=day), "ok")
