"""The codes nobody knows: which item each is, or that it is no goods; and what was said before, to be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.gui.board.blank import GreyRows, Message
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.loops.name_field import KnownNames, NameField
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.tills.plain_table import PlainTable
from kanban_app.i18n import _, ngettext
from kanban_app.i18n import number as number_text

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop
    from kanban_app.operations.tills_booking import Counts
    from kanban_app.operations.tills_codes import ToldCode, UnknownCode


class CodesPage(QWidget):
    """`changed` says that lines were booked or left the list; `counted` how many codes wait."""

    changed = Signal()
    counted = Signal(int)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.unknown: Sequence[UnknownCode] = ()
        self.known: Sequence[ToldCode] = ()
        self._names = KnownNames(self)
        self._busy = False
        self._build()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        panel = Panel()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 1)
        self.stack = QStackedWidget()
        heads = (_("Code"), _("What the till says"), _("Lines"), _("Pieces"))
        self.table = PlainTable(_("Unknown codes"), heads, numbers=(2, 3))
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.message, self.grey = Message(), GreyRows()
        for page in (self.grey, self.table, self.message):
            self.stack.addWidget(page)
        inside.addWidget(self.stack)
        row.addWidget(panel, 3)
        side = QVBoxLayout()
        side.setSpacing(theme.px(16))
        side.addWidget(self._say_panel())
        side.addWidget(self._told_panel(), 1)
        row.addLayout(side, 2)
        self.setFocusProxy(self.table)

    def _say_panel(self) -> Panel:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        self.chosen = TextLabel(size=18, weight=700)
        self.chosen.setWordWrap(True)
        column.addWidget(self.chosen)
        self.item = NameField(self._names.items)
        self.item.setPlaceholderText(_("this is item …"))
        self.item.setAccessibleName(_("This is item"))
        self.item.returnPressed.connect(self.say_item)
        column.addWidget(self.item)
        self.item_button = Button(_("Remember the item"), kind="primary", icon="check")
        self.item_button.clicked.connect(self.say_item)
        self.none_button = Button(_("No goods"))
        self.none_button.clicked.connect(self.say_no_goods)
        self.proposals_button = Button(_("Take the proposals"))
        self.proposals_button.setToolTip(_("all that look like postage, fees or discounts are no goods"))
        self.proposals_button.clicked.connect(self.take_proposals)
        column.addWidget(self.item_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.none_button)
        buttons.addWidget(self.proposals_button)
        column.addLayout(buttons)
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        return panel

    def _told_panel(self) -> Panel:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.addWidget(TextLabel(_("Said before"), size=18, weight=700))
        self.told_table = PlainTable(_("Codes that were said"), (_("Code"), _("is")))
        self.told_table.selectionModel().selectionChanged.connect(self._show_buttons)
        column.addWidget(self.told_table, 1)
        self.forget_button = Button(_("Forget it"), kind="quiet")
        self.forget_button.setToolTip(_("the next lines of this code wait again; what is booked stays booked"))
        self.forget_button.clicked.connect(self.forget)
        column.addWidget(self.forget_button, 0, Qt.AlignmentFlag.AlignRight)
        return panel

    # -- what is shown ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the codes again."""
        shop = self._tools.link.shop
        if shop is None or self._busy:
            return
        from kanban_app.operations.tills_codes import read_told, read_unknown

        items = sorted(item.code for item in shop.structure.items_in_sight())
        self._names.renew(items, (), ())
        self._tools.link.when_done(shop.read(read_unknown), self._on_unknown, self._on_failed)
        self._tools.link.when_done(shop.read(read_told), self._on_told, self._on_failed)

    def _on_unknown(self, unknown: Sequence[UnknownCode]) -> None:
        from kanban_app.operations.tills_reports import proposal_text

        if unknown != self.unknown or self.stack.currentWidget() is self.grey:
            self.unknown = unknown
            rows = []
            for one in unknown:
                said = f"{one.description} ({proposal_text()})" if one.proposed_no_goods else one.description
                rows.append((one.code, one.shown, said.strip(), number_text(one.line_count), number_text(one.pieces)))
            self.table.show_rows(rows)
            self.message.say(_("Every code is known"), _("Lines of codes that nobody knows wait here."))
            self.stack.setCurrentWidget(self.table if unknown else self.message)
            if unknown:
                self.table.selectRow(0)
        self.counted.emit(len(unknown))
        self._on_chosen()

    def _on_told(self, known: Sequence[ToldCode]) -> None:
        shop = self._tools.link.shop
        if shop is None:
            return
        self.known = known
        items = shop.structure.items
        words = [items[one.item_id].code if one.item_id in items else _("no goods") for one in known]
        self.told_table.show_rows([(one.code, one.shown, text) for one, text in zip(known, words, strict=True)])
        self._show_buttons()

    def _on_chosen(self, *_news: object) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            self.chosen.setText(f"{chosen[0].shown} {chosen[0].description}".strip())
        elif chosen:
            text = ngettext("{count} code", "{count} codes", len(chosen))
            self.chosen.setText(text.format(count=number_text(len(chosen))))
        else:
            self.chosen.setText(_("Choose a code"))
        self._show_buttons()

    def _show_buttons(self, *_news: object) -> None:
        chosen, free = self._chosen(), not self._busy
        self.item.setEnabled(bool(chosen) and free)
        self.item_button.setEnabled(bool(chosen) and free)
        self.none_button.setEnabled(bool(chosen) and free)
        self.proposals_button.setEnabled(free and any(one.proposed_no_goods for one in self.unknown))
        self.forget_button.setEnabled(free and bool(self.told_table.keys_chosen()))

    def _chosen(self) -> list[UnknownCode]:
        codes = set(self.table.keys_chosen())
        return [one for one in self.unknown if one.code in codes]

    # -- saying ----------------------------------------------------------------------------------------------------

    def say_item(self) -> None:
        """The chosen codes are the item whose name stands in the field."""
        shop, text = self._tools.link.shop, self.item.text().strip().casefold()
        if shop is None or not text:
            return
        item = next((one for one in shop.structure.items.values() if one.code.casefold() == text), None)
        if item is None:
            self._say(_("There is no item {name}. Choose one from the list.").format(name=self.item.text()), "stop")
            return
        self._tell([one.code for one in self._chosen()], item.id)

    def say_no_goods(self) -> None:
        """The chosen codes are postage, fees and the like."""
        self._tell([one.code for one in self._chosen()], 0)

    def take_proposals(self) -> None:
        """All that look like no goods are none."""
        self._tell([one.code for one in self.unknown if one.proposed_no_goods], 0)

    def forget(self) -> None:
        """What was said about the chosen codes does not hold any more."""
        self._tell(self.told_table.keys_chosen(), None)

    def _tell(self, codes: list[str], item_id: int | None) -> None:
        shop = self._tools.link.shop
        if shop is None or self._busy or not codes:
            return
        self._busy = True
        self._say(_("Booking the lines that waited…"))
        self._show_buttons()
        tell = partial(_tell_all, shop, codes, item_id, self._tools.settings.person)
        self._tools.link.when_done(self._tools.tasks.on_worker(tell), self._on_told_now, self._on_failed)

    def _on_told_now(self, counts: Counts) -> None:
        self._busy = False
        self.item.clear()
        done, off = counts.booked + counts.refunds, counts.no_goods
        lines = [_("Remembered.")]
        if done:
            text = ngettext("{count} waiting line is booked now.", "{count} waiting lines are booked now.", done)
            lines.append(text.format(count=number_text(done)))
        if off:
            text = ngettext("{count} waiting line is off the list.", "{count} waiting lines are off the list.", off)
            lines.append(text.format(count=number_text(off)))
        self._say(" ".join(lines), "ok")
        self.refresh()
        self.changed.emit()

    def _on_failed(self, problem: BaseException) -> None:
        self._busy = False
        text = _("It went no further: {problem}. What was said is kept; choose the code once more.")
        self._say(text.format(problem=problem), "stop")
        self._show_buttons()

    def _say(self, text: str, tone: str = "ink2") -> None:
        self.told.set_tone(tone)
        self.told.setText(text)


def _tell_all(shop: Shop, codes: Sequence[str], item_id: int | None, person: str) -> Counts:
    """On a worker: one code after the other, each with its lines."""
    from kanban_app.operations.tills_booking import Counts
    from kanban_app.operations.tills_importing import tell_code

    total = Counts()
    for code in codes:
        total = total.plus(tell_code(shop, code, item_id, person))
    return total
