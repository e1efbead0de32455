"""What a tapped row offers, in the row's own place: no dialog, and no other row moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.quantities import QuantityError, decimal_from_steps, steps_from_text
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, ElidedLabel
from kanban_app.gui.station.row_list import RowList
from kanban_app.i18n import _


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a row offers. `asks` is "" (done at once), "quantity" or "reason"; `quantity` is proposed, in steps."""

    action: Action
    label: str
    sentence: str
    asks: str = ""
    primary: bool = False
    quantity: int = 0
    decimals: int = 0
    unit: str = ""


def hold_reasons() -> list[str]:
    """The reasons that a tap gives; others are typed in the office."""
    return [_("damaged"), _("wrong parts"), _("to be checked")]


class RowActions(QWidget):
    """Lies over one row of a list. `chosen` carries (card, offer, quantity, reason); Esc or × puts it away."""

    chosen = Signal(object, object, object, str)
    closed = Signal()

    def __init__(self, view: RowList) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._index = QPersistentModelIndex()
        self._card: Card | None = None
        self._offers: Sequence[Offer] = ()
        self._title = ""
        self._detail = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(20), 0, theme.px(14), 0)
        self._row.setSpacing(theme.px(10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(False)
        self.hide()
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._follow)
        view.rows.rowsRemoved.connect(self._on_rows_changed)
        view.rows.modelReset.connect(self.put_away)
        view.rows.rowsInserted.connect(self._follow)
        view.rows.rowsMoved.connect(self._follow)

    def card_id(self) -> int | None:
        """The card it is about, None while it is away."""
        return self._card.id if self._card is not None and self.isVisible() else None

    def offer(self, place: int, card: Card, title: str, detail: str, offers: Sequence[Offer]) -> None:
        """Lie over the row at this place and offer these for this card."""
        self._index = QPersistentModelIndex(self._view.rows.index(place))
        self._card, self._title, self._detail, self._offers = card, title, detail, offers
        self._show_offers()
        self._follow()
        self.show()
        self.raise_()
        self._focus_first()

    def put_away(self) -> None:
        """Give the row back."""
        if self.isVisible():
            had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else self.hasFocus()
            self.hide()
            if had_focus:
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._card = None
            self.closed.emit()

    # -- pages -----------------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _begin(self, title: str, detail: str) -> None:
        self._clear()
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(ElidedLabel(title, size=19, weight=700))
        if detail:
            column.addWidget(ElidedLabel(detail, size=15, tone="ink2"))
        column.addStretch(1)
        self._row.addWidget(words, 1)

    def _button(self, text: str, call: Callable[[], object], *, kind: str = "secondary", tip: str = "") -> Button:
        button = Button(text, kind=kind, size="station", tip=tip or text)
        button.clicked.connect(lambda _checked=False: call())
        self._row.addWidget(button)
        return button

    def _end(self) -> None:
        close = Button("", size="station", icon="close", tip=_("Close"))
        close.setFixedWidth(theme.px(56))
        close.clicked.connect(self.put_away)
        self._row.addWidget(close)

    def _show_offers(self) -> None:
        self._begin(self._title, self._detail)
        for offer in self._offers:
            kind = "primary" if offer.primary else "secondary"
            self._button(offer.label, partial(self._take, offer), kind=kind, tip=offer.sentence)
        self._end()

    def _take(self, offer: Offer) -> None:
        if offer.asks == "quantity":
            self._ask_quantity(offer)
        elif offer.asks == "reason":
            self._ask_reason(offer)
        else:
            self._choose(offer, None, "")

    def _ask_quantity(self, offer: Offer) -> None:
        self._begin(offer.sentence, "")
        field = QLineEdit(str(decimal_from_steps(offer.quantity, offer.decimals)))
        field.setAccessibleName(offer.sentence)
        field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        field.setFixedWidth(theme.px(96))
        field.setMinimumHeight(theme.px(54))
        field.selectAll()

        def book() -> None:
            try:
                steps = steps_from_text(field.text(), offer.decimals)
            except QuantityError:
                steps = 0
            if steps < 1:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                field.selectAll()
                return
            self._choose(offer, steps, "")

        def step(by: int) -> None:
            try:
                steps = steps_from_text(field.text(), offer.decimals)
            except QuantityError:
                steps = offer.quantity
            field.setText(str(decimal_from_steps(max(1, steps + by), offer.decimals)))

        unit = 10**offer.decimals
        for text, tip, by in (("−", _("One less"), -unit), ("+", _("One more"), unit)):
            button = self._button(text, partial(step, by), tip=tip)
            button.setFixedWidth(theme.px(56))
            if by < 0:
                self._row.addWidget(field)
        field.returnPressed.connect(book)
        self._button(offer.label, book, kind="primary", tip=offer.sentence)
        self._end()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_reason(self, offer: Offer) -> None:
        self._begin(offer.sentence, _("Why?"))
        for reason in hold_reasons():
            self._button(reason, partial(self._choose, offer, None, reason), tip=f"{offer.label}: {reason}")
        self._end()
        self._focus_first()

    def _choose(self, offer: Offer, quantity: int | None, reason: str) -> None:
        card = self._card
        self.put_away()
        if card is not None:
            self.chosen.emit(card, offer, quantity, reason)

    def _focus_first(self) -> None:
        for place in range(self._row.count()):
            item = self._row.itemAt(place)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Button):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # -- place -----------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        if self._index.isValid():
            rect = self._view.visualRect(self._index)
            self.setGeometry(rect.adjusted(theme.px(6), 2, -theme.px(6), -3))

    def _on_rows_changed(self) -> None:
        if self.isVisible() and not self._index.isValid():
            self.put_away()
        else:
            self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: object) -> None:
        """A tap beside the buttons is nobody's, least of all the row's beneath."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(10), theme.px(10))
