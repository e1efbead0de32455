"""What happens with the paper of a released card, loop by loop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from kanban_app.domain.loops import PrintRule
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.widgets import Choice, Panel, TextLabel
from kanban_app.gui.shop_link import ShopLink
from kanban_app.i18n import _
from kanban_app.operations import words


def rule_words() -> dict[PrintRule, str]:
    """The print rules as people choose them."""
    return {
        PrintRule.LIST: _("put it on the print list"),
        PrintRule.FOLDER: _("print it at once into the folder"),
        PrintRule.PRINTER: _("print it at once on the printer"),
        PrintRule.OFF: _("nothing, the old paper goes on"),
    }


class LoopPrints(Panel):
    """One row per loop with its rule. `rule_chosen` carries the loop's id and the rule."""

    rule_chosen = Signal(int, object)

    def __init__(self, link: ShopLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        column.addWidget(TextLabel(_("When a card is ordered"), size=18, weight=700))
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(_("When a card is ordered"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tables.dress(self.table, row_height=54)
        column.addWidget(self.table, 1)

    def fill(self) -> None:
        """Show the loops and their rules as they are."""
        shop = self._link.shop
        if shop is None:
            return
        structure = shop.structure
        self.table.setHorizontalHeaderLabels([_("Item"), _("From and to"), _("Kind"), _("Its paper")])
        loops = sorted(structure.loops.values(), key=lambda loop: (structure.item_of(loop).code, loop.id))
        self.table.setRowCount(len(loops))
        for place, loop in enumerate(loops):
            ends = f"{structure.stations[loop.source_id].name} → {structure.stations[loop.consumer_id].name}"
            for cell, text in enumerate((structure.item_of(loop).code, ends, words.kind(loop.kind))):
                self.table.setItem(place, cell, QTableWidgetItem(text))
            self.table.setCellWidget(place, 3, _with_air(self._rule_choice(loop.id, loop.print_rule)))

    def _rule_choice(self, loop_id: int, rule: PrintRule) -> Choice:
        choice = Choice(name=_("Its paper"))
        for value, text in rule_words().items():
            choice.addItem(text, value)
        choice.setCurrentIndex(choice.findData(rule))
        choice.activated.connect(lambda _place: self.rule_chosen.emit(loop_id, choice.currentData()))
        return choice


def _with_air(field: QWidget) -> QWidget:
    """A field in a cell, with room around it."""
    cell = QWidget()
    row = QVBoxLayout(cell)
    row.setContentsMargins(0, theme.px(4), theme.px(12), theme.px(4))
    row.addWidget(field)
    return cell
