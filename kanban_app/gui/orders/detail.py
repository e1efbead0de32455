"""One line at the side: its promise, what holds it up, where its pieces come from, why this date, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kanban_app import i18n
from kanban_app.domain.cards import CardState
from kanban_app.domain.orders import LineState, LineStatus
from kanban_app.domain.promising import Promise
from kanban_app.gui.look import chips, theme
from kanban_app.gui.look.critical_path import CriticalPath
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Rule, TextLabel
from kanban_app.gui.orders import words
from kanban_app.gui.orders.rows import LineRow
from kanban_app.gui.orders.tree import OrderTree
from kanban_app.gui.orders.tree_rows import rows_of
from kanban_app.i18n import _, ngettext
from kanban_app.operations.order_views import LineDetail
from kanban_app.operations.orders_reading import Link
from kanban_app.operations.orders_words import policy, state

# At 96 dpi and 100 %: lower than this, a window has no room for the buttons below what is scrolled.
_LOW = 640
OPEN_STATES = frozenset({LineState.DRAFT, LineState.CONFIRMED, LineState.IN_WORK, LineState.READY})


class LineDetailPanel(QWidget):
    """Shows what it is given and says what was asked for: `asked` carries confirm, ship, again, change, options,
    cancel, pick, note, undo_shipment or card.
    """

    asked = Signal(str)
    card_wanted = Signal(int)
    link_given = Signal(str)
    link_opened = Signal(object)
    link_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self._detail: LineDetail | None = None
        self._next = ""
        self.setAcceptDrops(True)
        self.title = TextLabel(size=20, weight=700)
        self.promise = TextLabel(size=18, weight=700)
        self.about = TextLabel(size=14, tone="ink2")
        self.lost = TextLabel(size=15, weight=600, tone="warn")
        self.lost.hide()
        self.told = TextLabel(size=14, tone="ink2")
        self.tree = OrderTree()
        self.why_title = TextLabel(_("Why this date"), size=15, weight=700)
        self.why = CriticalPath()
        self.notes = TextLabel(size=14, tone="ink2")
        self.links = QWidget()
        self._links_row = FlowLayout(self.links, line_gap=4)
        self.link = QLineEdit()
        self.link.setPlaceholderText(_("Link: a path or an address; files can be dropped here"))
        self.link.setAccessibleName(_("Link to keep with the order"))
        self.buttons: dict[str, Button] = {}
        self._lay_out()
        self.tree.card_wanted.connect(self.card_wanted)
        self.link.returnPressed.connect(self._give_link)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(8), theme.px(16))
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        for label in (self.title, self.about, self.lost, self.told, self.notes):
            label.setWordWrap(True)
        head.addWidget(self.title, 1)
        head.addWidget(self.promise, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.lost)
        column.addWidget(self.told)
        column.addWidget(Rule())
        column.addWidget(self._scrolled(), 1)
        self._foot = self._button_row()
        column.addWidget(self._foot)

    def _scrolled(self) -> QScrollArea:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, theme.px(12), 0)
        inner.setSpacing(theme.px(8))
        for part in (self.tree, self.why_title, self.why, self.notes, self.links, self.link):
            inner.addWidget(part)
        inner.addStretch(1)
        self._inner = inner
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        content.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self._area = area
        return area

    def _button_row(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, line_gap=theme.px(6))
        shape = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        shape.setHeightForWidth(True)
        holder.setSizePolicy(shape)
        entries = (
            ("confirm", _("Confirm this order"), "check"),
            ("ship", _("Ship…"), "arrow_right"),
            ("again", _("Order again what was lost"), "undo"),
            ("card", _("Show the card"), "board"),
            ("change", _("Change date or quantity…"), ""),
            ("options", _("Choices…"), ""),
            ("pick", _("Pick list…"), "printer"),
            ("note", _("Delivery note…"), "printer"),
            ("undo_shipment", _("Take the shipment back"), "undo"),
            ("cancel", _("Cancel…"), ""),
        )
        for name, text, icon in entries:
            button = self.buttons[name] = Button(text, icon=icon)
            button.clicked.connect(lambda _checked=False, name=name: self.asked.emit(name))
            flow.addWidget(button)
        self.buttons["again"].hide()
        return holder

    def set_letters(self, letters: Mapping[CardState, str]) -> None:
        """The letters of the plant's language."""
        self._letters = letters

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_row(self, row: LineRow) -> None:
        """What the list knows already; the rest follows when it has been read."""
        view, line, item = row.view, row.line, row.structure.items[row.line.item_id]
        pieces = words.pieces(line.quantity, row.structure, line.item_id)
        self.title.setText(line.reference)
        self.about.setText(
            " · ".join(filter(None, (line.customer, f"{pieces} {item.code}", policy(view.policy), state(view.state))))
        )
        waits = line.remaining > 0
        self.promise.setText(words.promise_title(row.promise, row.today) if waits else "")
        self.promise.set_tone("stop" if row.late_by else "ink")
        self.told.setText(words.promise_told(row.promise, row.structure) if waits else "")
        self.told.setVisible(bool(self.told.text()))
        self._show_buttons(row)
        promise = row.promise if isinstance(row.promise, Promise) and waits else None
        self.why.show_promise(promise, row.structure)
        for part in (self.why, self.why_title):
            part.setVisible(promise is not None)
        if self._detail is not None and self._detail.view.line.id != line.id:
            self._detail = None
            self.show_missing(0)
            self.tree.show_rows(())
            self._area.verticalScrollBar().setValue(0)

    def show_detail(self, detail: LineDetail, row: LineRow, now: datetime) -> None:
        """What was read of the line."""
        self._detail = detail
        self.tree.show_rows(rows_of(detail, row.promise, self._letters, now))
        self._show_notes(detail)
        self._show_links(detail.links)
        self._show_buttons(row)

    def show_missing(self, count: int) -> None:
        """So many cards of the line are lost: nothing brings what they were to bring."""
        text = ngettext("{count} card of it is lost.", "{count} cards of it are lost.", count)
        self.lost.setText(text.format(count=count))
        self.lost.setVisible(count > 0)
        self.buttons["again"].setVisible(count > 0)

    def detail(self) -> LineDetail | None:
        """What was read of the line that is shown."""
        return self._detail

    def _show_notes(self, detail: LineDetail) -> None:
        line = detail.view.line
        told = [note for note in (detail.order.note, line.note) if note]
        if line.price:
            told.append(_("Price of one: {price}").format(price=line.price))
        if line.options:
            told.append(line.options)
        for one in detail.shipments:
            text = _("Shipment {number}, {day}: {pieces}")
            day = i18n.day(one.shipped_at.astimezone().date())
            pieces = words.pieces(one.pieces[line.id], detail.structure, line.item_id)
            told.append(text.format(number=one.number, day=day, pieces=pieces))
        self.notes.setText("\n".join(told))
        self.notes.setVisible(bool(told))

    def _show_links(self, links: tuple[Link, ...]) -> None:
        while (item := self._links_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in links:
            name = one.label or Path(one.link).name or one.link
            show = Button(name, icon="link", kind="quiet", tip=_("Open {link}").format(link=one.link))
            show.clicked.connect(lambda _checked=False, one=one: self.link_opened.emit(one))
            drop = Button("", icon="close", kind="quiet", tip=_("Take the link {name} off").format(name=name))
            drop.clicked.connect(lambda _checked=False, one=one: self.link_dropped.emit(one))
            for button in (show, drop):
                self._links_row.addWidget(button)
                button.show()
        self.links.setVisible(bool(links))

    def _show_buttons(self, row: LineRow) -> None:
        view, line = row.view, row.line
        detail = self._detail
        is_draft = line.status is LineStatus.OPEN
        ready = line.status is LineStatus.CONFIRMED and view.facts.there > 0 and line.remaining > 0
        held_up = row.promise.holding_up if isinstance(row.promise, Promise) else None
        lasting = view.state in OPEN_STATES or view.state is LineState.SHIPPED
        shown = {
            "confirm": is_draft,
            "ship": ready,
            "card": held_up is not None and held_up.card is not None,
            "change": view.state in OPEN_STATES,
            "options": view.state in OPEN_STATES and bool(line.options) and not line.shipped,
            "pick": ready,
            "note": detail is not None and bool(detail.shipments),
            "undo_shipment": detail is not None and bool(detail.shipments),
            "cancel": lasting,
        }
        for name, there in shown.items():
            self.buttons[name].setVisible(there)
        self._next = next((name for name in ("confirm", "ship", "card") if shown[name]), "")
        for name, button in self.buttons.items():
            button.set_kind("primary" if name == self._next else "secondary")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the buttons are scrolled to as well: they would stand below its edge."""
        super().resizeEvent(event)
        column = self.layout()
        is_low = self.window().height() < theme.px(_LOW)
        if isinstance(column, QVBoxLayout) and (self._foot.parentWidget() is not self) != is_low:
            if is_low:
                self._inner.insertWidget(0, self._foot)
            else:
                column.addWidget(self._foot)

    def focus_next(self) -> None:
        """Put the focus where the next step is."""
        (self.buttons[self._next] if self._next else self.tree).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- links -----------------------------------------------------------------------------------------------------

    def _give_link(self) -> None:
        if self.link.text().strip():
            self.link_given.emit(self.link.text().strip())
            self.link.clear()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            self.link_given.emit(url.toLocalFile() if url.isLocalFile() else url.toString())
