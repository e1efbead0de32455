"""An item's parts: rows that are typed, the tree of all its parts, and where it is used."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.gui.loops.name_field import KnownNames, NameField
from kanban_app.i18n import _
from kanban_app.operations import structure_words
from kanban_app.operations.parts_trees import Branch, parts_of, uses_of

_ROW_HEIGHT = 32
_ITEM_ID = Qt.ItemDataRole.UserRole
_IS_USES = Qt.ItemDataRole.UserRole + 1

Rows = tuple[tuple[str, str], ...]


class PartRow(QWidget):
    """One part: which item, how many go into one, and out with it."""

    edited = Signal()
    removed = Signal(object)

    def __init__(self, names: QStringListModel, component: str, amount: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.component = NameField(names)
        self.component.setText(component)
        self.component.setAccessibleName(_("Part"))
        self.component.setPlaceholderText(_("type or choose"))
        self.amount = QLineEdit(amount)
        self.amount.setAccessibleName(_("How many go into one"))
        self.amount.setFixedWidth(theme.px(96))
        out = Button(_("Out"), kind="quiet", icon="close", tip=_("Take this part out"))
        self.fault = TextLabel(size=14, weight=500, tone="stop")
        self.fault.setWordWrap(True)
        self.fault.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.amount)
        row.addWidget(self.component, 1)
        row.addWidget(out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self.fault)
        for field in (self.component, self.amount):
            field.textChanged.connect(lambda _text: self.edited.emit())
        out.clicked.connect(lambda: self.removed.emit(self))

    def texts(self) -> tuple[str, str]:
        """(component, how many go into one)."""
        return self.component.text().strip(), self.amount.text().strip()

    def show_fault(self, text: str) -> None:
        """Say what is wrong with it."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.component.setAccessibleDescription(text)


class PartsPanel(QWidget):
    """The parts list of one item. `edited` says that a person changed it."""

    edited = Signal()

    def __init__(self, known: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PartRow] = []
        self._known = known
        self._shown: Rows = ()
        self._structure: Structure | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        head = TextLabel(_("Into one go"), size=16, weight=700)
        column.addWidget(head)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(8))
        column.addLayout(self._list)
        self.add_button = Button(_("Add a part"), icon="plus")
        self.add_button.clicked.connect(lambda: self.add_row("", "1", by_hand=True))
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.px(8))
        tree_head = TextLabel(_("All its parts, and where it is used"), size=16, weight=700)
        tree_head.setWordWrap(True)
        column.addWidget(tree_head)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([_("Item"), _("How many in one")])
        self.tree.setAccessibleName(_("All its parts, and where it is used"))
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setMinimumHeight(theme.px(240))
        self.tree.itemExpanded.connect(self._on_expanded)
        column.addWidget(self.tree, 1)

    # -- rows ------------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Rows) -> None:
        """These are the parts that hold."""
        self._shown = rows
        self._set_rows(rows)

    def _set_rows(self, rows: Iterable[tuple[str, str]]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for component, amount in rows:
            self.add_row(component, amount)

    def add_row(self, component: str, amount: str, *, by_hand: bool = False) -> None:
        """One more part."""
        row = PartRow(self._known.items, component, amount)
        row.edited.connect(self.edited)
        row.removed.connect(self._on_removed)
        self.rows.append(row)
        self._list.addWidget(row)
        if by_hand:
            row.component.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()

    def _on_removed(self, row: PartRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def texts(self) -> Rows:
        """What stands in the rows; those without a part are none yet."""
        return tuple(row.texts() for row in self.rows if row.texts()[0])

    def typed(self) -> Rows | None:
        """The rows as typed, None where they are what holds."""
        texts = self.texts()
        return None if texts == self._shown else texts

    def type_again(self, rows: Rows) -> None:
        """Put remembered rows back, as typed."""
        self._set_rows(rows)

    def forget_typing(self) -> None:
        """What was typed holds now."""
        self._shown = self.texts()

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        """Write at each row what is wrong with it; answers what belongs to none."""
        filled = [row for row in self.rows if row.texts()[0]]
        by_row: dict[int, str] = {}
        others = []
        for fault in faults:
            if fault.field_name.isdigit() and int(fault.field_name) < len(filled):
                by_row.setdefault(int(fault.field_name), structure_words.fault_text(fault))
            else:
                others.append(fault)
        for place, row in enumerate(filled):
            row.show_fault(by_row.get(place, ""))
        return others

    # -- tree ------------------------------------------------------------------------------------------------------

    def show_tree(self, structure: Structure, item_id: int) -> None:
        """Show the parts and uses of an item; deeper ones are read when somebody opens them."""
        self._structure = structure
        self.tree.clear()
        for title, branches, is_uses in (
            (_("Its parts"), parts_of(structure, item_id), False),
            (_("Used in"), uses_of(structure, item_id), True),
        ):
            top = QTreeWidgetItem([title if branches else f"{title}: {_('nothing')}", ""])
            top.setSizeHint(0, QSize(0, theme.px(_ROW_HEIGHT)))
            top.setData(0, _IS_USES, is_uses)
            self.tree.addTopLevelItem(top)
            for branch in branches:
                top.addChild(_tree_item(branch, is_uses))
            top.setExpanded(True)

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        structure, item_id = self._structure, item.data(0, _ITEM_ID)
        if structure is None or item_id is None or item.childCount():
            return
        is_uses = bool(item.data(0, _IS_USES))
        for branch in (uses_of if is_uses else parts_of)(structure, item_id):
            item.addChild(_tree_item(branch, is_uses))


def _tree_item(branch: Branch, is_uses: bool) -> QTreeWidgetItem:
    made = QTreeWidgetItem([branch.code, branch.amount])
    made.setSizeHint(0, QSize(0, theme.px(_ROW_HEIGHT)))
    made.setData(0, _ITEM_ID, branch.item_id)
    made.setData(0, _IS_USES, is_uses)
    if branch.goes_on:
        made.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return made
