"""What the loops hold now for lines that wait: a proposal, oldest wanted date first, that one press ships."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QListWidget, QWidget

from kanban_app import i18n
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.orders import words
from kanban_app.gui.orders.forms import Form
from kanban_app.i18n import _, ngettext
from kanban_app.operations.orders_shipping import Shippable


class BacklogForm(Form):
    """Its blue button ships all that is listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Ship all of it"), _("Not now"), parent)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What stands ready"))
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.px(4))
        self.list.setMinimumHeight(theme.px(320))
        self.column.addWidget(self.list, 4)
        self.finish()

    def show_found(self, found: Sequence[Shippable], structure: Structure) -> None:
        """Show the proposal."""
        count = len(found)
        text = ngettext("{count} waiting line can be shipped", "{count} waiting lines can be shipped", count)
        nothing = _("The loops hold nothing for lines that wait.")
        self.title.setText(text.format(count=count) if count else nothing)
        self.list.clear()
        for one in found:
            line = one.line
            told = _("{line}, {customer}: {ready} of {open} {item}, wanted {day}").format(
                line=line.reference,
                customer=line.customer,
                ready=words.pieces(one.pieces, structure, line.item_id),
                open=words.pieces(line.remaining, structure, line.item_id),
                item=structure.items[line.item_id].code,
                day=i18n.day(line.wanted_on),
            )
            self.list.addItem(told)
        self.list.setVisible(bool(found))
        self.go.setVisible(bool(found))
        self.say("")
        (self.go if found else self.back).setFocus()
