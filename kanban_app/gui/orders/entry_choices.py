"""Below the grid of new orders: what the item of the row offers, and what is chosen of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kanban_app.domain.options import Options, told
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Panel, TextLabel
from kanban_app.gui.options.chooser import Chooser
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _

_HEIGHT = 250


class EntryChoices(Panel):
    """Seen only while the row's item offers something, as `offered` says. `chosen` carries what the cell then says."""

    chosen = Signal(str)
    offered = Signal(bool)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._known: dict[int, Options] = {}
        self._shown: tuple[int, int] | None = None
        self._is_filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self.head = TextLabel(_("Choices of this row"), size=16, weight=600)
        column.addWidget(self.head)
        self.chooser = Chooser()
        self.chooser.changed.connect(self._on_changed)
        scroll = QScrollArea()
        scroll.setWidget(self.chooser)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chooser.setAutoFillBackground(False)
        column.addWidget(scroll, 1)
        self.setFixedHeight(theme.px(_HEIGHT))
        self.hide()

    def forget(self) -> None:
        """The lists of choices may have changed: they are read again when a row is shown next."""
        self._known, self._shown = {}, None

    def show_row(self, place: int, item_id: int | None, choices: Sequence[str]) -> None:
        """Show what the row's item offers, with the row's choices, or the usual ones where it says none.

        The usual ones are not written into the row: somebody may be typing in it.
        """
        shop = self._tools.link.shop
        if item_id is None or shop is None:
            self._shown = None
            self._offer(False)
        elif self._shown != (place, item_id):
            self._shown = (place, item_id)
            if item_id in self._known:
                self._show(place, self._known[item_id], choices)
                return
            from kanban_app.operations.order_options import read_options

            def on_read(options: Options) -> None:
                self._known[item_id] = options
                if self._shown == (place, item_id):
                    self._show(place, options, choices)

            self._tools.link.when_done(shop.read(read_options, item_id), on_read)

    def _show(self, place: int, options: Options, choices: Sequence[str]) -> None:
        shop = self._tools.link.shop
        self._offer(bool(options.groups))
        if shop is None or not options.groups:
            return
        self._is_filling = True
        self.chooser.show_options(shop.structure, options, choices or None)
        self._is_filling = False

    def _offer(self, offers: bool) -> None:
        self.setVisible(offers)
        self.offered.emit(offers)

    def _on_changed(self) -> None:
        if not self._is_filling:
            picks = (text.partition("=") for text in self.chooser.texts())
            self.chosen.emit(told((group, choice) for group, _sign, choice in picks))
