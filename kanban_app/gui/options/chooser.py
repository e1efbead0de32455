"""Choosing what goes into one item: groups with their choices, and what comes of it, at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from kanban_app.domain.options import Configuration, Group, GroupRule, Options, configured, picks_of, said_in
from kanban_app.domain.orders import OrderRefused
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Choice, Rule, TextLabel
from kanban_app.i18n import _, money
from kanban_app.operations import orders_words
from kanban_app.operations.structure_texts import amount_text


class Chooser(QWidget):
    """Shows what an item offers. `changed` says that something else is chosen; `texts` are what `order add` takes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._structure: Structure | None = None
        self._options: Options | None = None
        self._fields: list[tuple[Group, Choice | list[QCheckBox]]] = []
        self.configuration: Configuration | None = None
        self._groups = QWidget()
        self.name = TextLabel(size=18, weight=600)
        self.price = TextLabel(size=15, weight=500)
        self.parts = TextLabel(size=15, tone="ink2")
        self.fault = TextLabel(size=15, weight=500, tone="stop")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._column.addWidget(self._groups)
        self._column.addWidget(Rule())
        for label in (self.name, self.price, self.parts, self.fault):
            label.setWordWrap(True)
            self._column.addWidget(label)
        self._column.addStretch(1)

    def show_options(self, structure: Structure, options: Options, texts: Sequence[str] | None = None) -> None:
        """Offer these, with the usual choices taken, or those of `texts` ("wood=oak")."""
        self._structure, self._options = structure, options
        taken = said_in(texts) if texts is not None else {group.name: list(group.defaults) for group in options.groups}
        old, self._groups = self._groups, QWidget()
        self._fields = []
        column = QVBoxLayout(self._groups)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for group in options.groups:
            column.addWidget(self._head_of(group))
            field = self._field_of(group, set(taken.get(group.name, ())))
            self._fields.append((group, field))
            for widget in [field] if isinstance(field, Choice) else field:
                column.addWidget(widget)
        self._column.replaceWidget(old, self._groups)
        self._groups.show()
        old.hide()
        old.deleteLater()
        self._on_changed()

    def _head_of(self, group: Group) -> QLabel:
        text = _("{group}: one of them") if group.rule is GroupRule.ONE else _("{group}: any of them")
        if group.is_required:
            text = _("{group}: one is needed") if group.rule is GroupRule.ONE else _("{group}: at least one is needed")
        return TextLabel(text.format(group=group.name), size=15, tone="ink2")

    def _field_of(self, group: Group, taken: set[str]) -> Choice | list[QCheckBox]:
        if group.rule is GroupRule.ANY:
            boxes = []
            for choice in group.choices:
                box = QCheckBox(_with_price(choice.name, choice.surcharge))
                box.setAccessibleName(f"{group.name}: {box.text()}")
                box.setChecked(choice.name in taken)
                box.toggled.connect(self._on_changed)
                boxes.append(box)
            return boxes
        field = Choice(name=group.name)
        field.addItem(_("nothing chosen"), "")
        for choice in group.choices:
            field.addItem(_with_price(choice.name, choice.surcharge), choice.name)
        chosen = next((choice.name for choice in group.choices if choice.name in taken), "")
        field.setCurrentIndex(field.findData(chosen))
        field.currentIndexChanged.connect(self._on_changed)
        return field

    def texts(self) -> tuple[str, ...]:
        """What is chosen, as "wood=oak"; "wood=" where nothing of a group is."""
        found: list[str] = []
        for group, field in self._fields:
            if isinstance(field, Choice):
                found.append(f"{group.name}={field.currentData()}")
            else:
                chosen = [one.name for one, box in zip(group.choices, field, strict=True) if box.isChecked()]
                found += [f"{group.name}={name}" for name in chosen] or [f"{group.name}="]
        return tuple(found)

    def _on_changed(self) -> None:
        structure, options = self._structure, self._options
        if structure is None or options is None:
            return
        try:
            picks = picks_of(options, said_in(self.texts()))
            self.configuration = configured(options, structure.components_of(options.item_id), picks)
            self.fault.setText("")
        except OrderRefused as refused:
            self.configuration = None
            self.fault.setText(orders_words.refusal(refused, structure))
        self._tell(structure, options)
        self.fault.setVisible(self.configuration is None)
        self.changed.emit()

    def _tell(self, structure: Structure, options: Options) -> None:
        found = self.configuration
        code = structure.items[options.item_id].code
        self.name.setText("" if found is None else found.short_name(code) if found.picks else code)
        self.price.setText(_("Price {price}").format(price=_money(found.price)) if found and found.price else "")
        lines = found.parts if found else ()
        parts = (f"{amount_text(structure, line)} {structure.items[line.component_id].code}" for line in lines)
        self.parts.setText(_("Made of {parts}").format(parts=", ".join(parts)) if lines else "")


def _with_price(name: str, surcharge: str) -> str:
    if not surcharge:
        return name
    return _("{choice}, {surcharge} more").format(choice=name, surcharge=_money(surcharge))


def _money(text: str) -> str:
    from decimal import Decimal

    return money(Decimal(text))
