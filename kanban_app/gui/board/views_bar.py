"""The line in which views are kept: a list to choose from, a name, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kanban_app.gui.board.kept_views import LONGEST_NAME, KeptView, cleaned
from kanban_app.gui.board.more_filters import flowing
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.i18n import _


class ViewsBar(QWidget):
    """Says what was asked for by name; it keeps nothing itself. `renamed` carries the old name and the new one."""

    chosen = Signal(str)
    kept = Signal(str)
    renamed = Signal(str, str)
    deleted = Signal(str)
    brought_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = Choice(name=_("Kept views"))
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(18)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(_("Name of this view"))
        self.name.setAccessibleName(_("Name of this view"))
        self.name.setMinimumWidth(theme.px(200))
        self.keep = Button(_("Keep it"))
        self.rename = Button(_("Rename"))
        self.delete = Button(_("Delete"))
        self.bring_back = Button(_("Bring it back"), kind="quiet", icon="undo")
        self.told = TextLabel(size=14, tone="ink2")
        self.told.setMinimumHeight(theme.px(44))
        flow = flowing(self, line_gap=6)
        for widget in (self.list, self.name, self.keep, self.rename, self.delete, self.told, self.bring_back):
            flow.addWidget(widget)
        self._connect()
        self.show_views((), "")
        self.tell("")

    def _connect(self) -> None:
        self.list.activated.connect(lambda place: self.chosen.emit(self.list.itemData(place)))
        self.name.textChanged.connect(lambda _text: self._fit_buttons())
        self.name.returnPressed.connect(self._on_keep)
        self.keep.clicked.connect(self._on_keep)
        self.rename.clicked.connect(lambda: self.renamed.emit(self.chosen_name(), cleaned(self.name.text())))
        self.delete.clicked.connect(lambda: self.deleted.emit(self.chosen_name()))
        self.bring_back.clicked.connect(self.brought_back)

    def controls(self) -> list[QWidget]:
        """What can be pressed, in its order."""
        return [self.list, self.name, self.keep, self.rename, self.delete, self.bring_back]

    def chosen_name(self) -> str:
        """The view that is chosen in the list; empty for none."""
        return str(self.list.currentData() or "")

    def show_views(self, views: Sequence[KeptView], chosen: str) -> None:
        """Offer these; `chosen` is the one in use, empty for none."""
        self.list.clear()
        self.list.addItem(_("No kept view") if views else _("No views kept yet"), "")
        for view in views:
            self.list.addItem(view.name, view.name)
        self.list.setCurrentIndex(max(0, self.list.findData(chosen)))
        self.name.setText(chosen)
        self._fit_buttons()

    def tell(self, text: str, *, can_bring_back: bool = False) -> None:
        """Say what was done."""
        self.told.setText(text)
        self.told.setVisible(bool(text))
        self.bring_back.setVisible(can_bring_back)
        self.updateGeometry()

    def _fit_buttons(self) -> None:
        name, chosen = cleaned(self.name.text()), self.chosen_name()
        self.keep.setEnabled(bool(name))
        self.rename.setEnabled(bool(chosen and name and name != chosen))
        self.delete.setEnabled(bool(chosen))

    def _on_keep(self) -> None:
        if name := cleaned(self.name.text()):
            self.kept.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name.hasFocus():
            event.accept()
        else:
            super().keyPressEvent(event)
