"""Choosing anew what goes into a line that is entered already. It takes the place of the line at the side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kanban_app.domain.cards import Card
from kanban_app.domain.options import Options
from kanban_app.domain.orders import OrderLine
from kanban_app.domain.structure import Structure
from kanban_app.gui.options.chooser import Chooser
from kanban_app.gui.orders.forms import Form
from kanban_app.gui.orders.started_box import StartedBox
from kanban_app.i18n import _


class OptionsForm(Form):
    """`chosen` carries all the choices ("wood=oak") and the StartedWork."""

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Keep the choices"), _("Leave it as it is"), parent)
        self.chooser = Chooser()
        self.chooser.changed.connect(self._fit)
        self.column.addWidget(self.chooser)
        self.started = StartedBox()
        self.column.addWidget(self.started)
        self._is_known = False
        self.finish()
        self.go.clicked.connect(self._keep)

    def show_line(self, line: OrderLine, structure: Structure) -> None:
        """Ask about this line; what its item offers follows."""
        self._is_known = False
        text = _("Choices of {line}, {item}")
        self.title.setText(text.format(line=line.reference, item=structure.items[line.item_id].code))
        self.chooser.hide()
        self.started.show_cards((), (), structure)
        self.say("")
        self._fit()
        self.back.setFocus()

    def show_options(self, options: Options, texts: Sequence[str], structure: Structure) -> None:
        """What its item offers, with what the line has now."""
        self._is_known = bool(options.groups)
        self.chooser.setVisible(self._is_known)
        if self._is_known:
            self.chooser.show_options(structure, options, texts)
        else:
            self.say(_("Its item offers no choices any more."))
        self._fit()

    def ask_started(self, cards: Sequence[Card], others: Sequence[OrderLine], structure: Structure) -> None:
        """Other choices would leave work that has started."""
        self.started.show_cards(cards, others, structure)

    def _fit(self) -> None:
        self.go.setEnabled(self._is_known and self.chooser.configuration is not None)

    def _keep(self) -> None:
        started = self.started.said()
        if started is None:
            self.say(_("Say what becomes of the work that has started."))
            return
        self.say("")
        self.chosen.emit(self.chooser.texts(), started)
