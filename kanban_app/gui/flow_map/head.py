"""The line at the top of the flow map: title and plant, and whose way is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, ElidedLabel, Panel, TextLabel
from kanban_app.i18n import _


class FlowHead(Panel):
    """`item_chosen` carries the item whose way is wanted, None for all items."""

    item_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._subtitle = ElidedLabel(size=14, tone="ink2")
        self.items = Choice(name=_("Show the way of"))
        self.items.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.items.setMinimumContentsLength(24)
        self.items.setMaxVisibleItems(16)
        self.all_items = Button(_("All items"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(7), theme.px(20), theme.px(7))
        row.setSpacing(theme.px(12))
        row.addWidget(TextLabel(_("Flow"), size=24, weight=700))
        row.addWidget(self._subtitle, 1)
        row.addWidget(TextLabel(_("Show the way of"), size=15, tone="ink2"))
        row.addWidget(self.items)
        row.addWidget(self.all_items)
        self.items.currentIndexChanged.connect(self._on_chosen)
        self.all_items.clicked.connect(self.choose_all)
        self._on_chosen()

    def tell(self, plant_name: str) -> None:
        """Say whose map it is."""
        self._subtitle.set_whole(_("{plant} · live").format(plant=plant_name) if plant_name else "")

    def fill(self, structure: Structure) -> None:
        """Offer the items that loops hold, those that go into nothing else first. What was chosen stays chosen."""
        parts = {line.component_id for line in structure.bom}
        held = {loop.item_id for loop in structure.loops_in_sight()}
        items = sorted(
            (structure.items[item_id] for item_id in held),
            key=lambda item: (item.id in parts, item.code.casefold(), item.id),
        )
        kept = self.item_id()
        self.items.blockSignals(True)
        self.items.clear()
        self.items.addItem(_("All items"), None)
        for item in items:
            self.items.addItem(item.code, item.id)
        self.items.setCurrentIndex(max(0, self.items.findData(kept)) if kept is not None else 0)
        self.items.blockSignals(False)
        self.all_items.setEnabled(self.item_id() is not None)

    def item_id(self) -> int | None:
        """The item whose way is wanted."""
        return self.items.currentData()

    def choose_all(self) -> None:
        """Show all items again."""
        self.items.setCurrentIndex(0)

    def _on_chosen(self) -> None:
        self.all_items.setEnabled(self.item_id() is not None)
        self.item_chosen.emit(self.item_id())
