"""The elements of the design in the order they are drawn, and what is wrong with it; both lead to the element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from kanban_app.gui.design.words import element_words, kind_words
from kanban_app.gui.look import icons, theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.i18n import _, ngettext
from kanban_app.printing.elements import KINDS, Design

if TYPE_CHECKING:
    from kanban_app.printing.design_preview import Finding

_ROW = 36


class ElementList(Panel):
    """`chosen` carries a place from 0, `add_asked` a kind; `moved` -1 for further back, 1 for further in front."""

    chosen = Signal(int)
    add_asked = Signal(str)
    duplicate_asked = Signal()
    remove_asked = Signal()
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self._findings: tuple[Finding, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(TextLabel(_("Elements"), size=16, weight=600))
        self.list = _Rows()
        self.list.setAccessibleName(_("Elements, in the order they are drawn"))
        self.list.currentRowChanged.connect(self._on_row)
        self.list.delete_pressed.connect(self.remove_asked)
        self.list.setMinimumHeight(theme.px(3 * _ROW))
        column.addWidget(self.list, 3)
        column.addLayout(self._buttons())
        self.heading = TextLabel(size=16, weight=600)
        self.heading.setWordWrap(True)
        column.addWidget(self.heading)
        self.findings = QListWidget()
        self.findings.setAccessibleName(_("What is wrong with the design"))
        self.findings.setWordWrap(True)
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.itemClicked.connect(self._on_finding)
        self.findings.itemActivated.connect(self._on_finding)
        self.findings.setMinimumHeight(theme.px(2 * _ROW))
        column.addWidget(self.findings, 2)

    def _buttons(self) -> FlowLayout:
        row = FlowLayout(gap=6, line_gap=6)
        self.add = Button(_("Add"), icon="plus", tip=_("Add an element"))
        menu = QMenu(self.add)
        for kind in KINDS:
            menu.addAction(kind_words(kind)).triggered.connect(lambda _on=False, kind=kind: self.add_asked.emit(kind))
        self.add.setMenu(menu)
        self.duplicate = Button(_("Copy"), tip=_("A second such element (Ctrl+D)"))
        self.duplicate.clicked.connect(self.duplicate_asked)
        self.remove = Button(_("Remove"), tip=_("Remove the element (Delete)"))
        self.remove.clicked.connect(self.remove_asked)
        self.back = Button(_("To the back"), tip=_("Draw the element before the one above it"))
        self.front = Button(_("To the front"), tip=_("Draw the element after the one below it"))
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.front.clicked.connect(lambda: self.moved.emit(1))
        for button in (self.add, self.duplicate, self.remove, self.back, self.front):
            row.addWidget(button)
        return row

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_elements(self, design: Design, at: int) -> None:
        """Show the elements, the one at this place chosen."""
        faulty = {finding.at for finding in self._findings}
        with QSignalBlocker(self.list):
            while self.list.count() > len(design.elements):
                self.list.takeItem(self.list.count() - 1)
            for place, element in enumerate(design.elements):
                item = self.list.item(place) or QListWidgetItem(self.list)
                item.setSizeHint(QSize(0, theme.px(_ROW)))
                words = element_words(element)
                item.setText(words if element.shown else _("{element} (hidden)").format(element=words))
                item.setToolTip(words)
                item.setIcon(_alert() if place in faulty else QIcon())
            self.list.setCurrentRow(at)
        for button in (self.remove, self.back, self.front):
            button.setEnabled(len(design.elements) > 1)
        self.back.setEnabled(at > 0)
        self.front.setEnabled(at < len(design.elements) - 1)

    def show_findings(self, findings: Sequence[Finding], paper: str) -> None:
        """Show what is wrong with the design on this paper."""
        self._findings = tuple(findings)
        count = len(findings)
        some = ngettext("{count} problem on {paper}", "{count} problems on {paper}", count)
        none = _("No problem on {paper}")
        self.heading.setText((some if count else none).format(count=count, paper=paper))
        self.findings.clear()
        for finding in findings:
            item = QListWidgetItem(_alert(), finding.sentence, self.findings)
            item.setData(Qt.ItemDataRole.UserRole, -1 if finding.at is None else finding.at)
        self.findings.setVisible(bool(count))

    def _on_row(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(place)

    def _on_finding(self, item: QListWidgetItem) -> None:
        at = int(item.data(Qt.ItemDataRole.UserRole))
        if at >= 0:
            self.chosen.emit(at)


class _Rows(QListWidget):
    """`delete_pressed`: the Delete key."""

    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)


def _alert() -> QIcon:
    """That something is wrong, also to be seen on the ground of the chosen row."""
    side = theme.px(18)
    made = icons.icon("alert", "stop", side)
    made.addPixmap(icons.pixmap("alert", side, "on_accent"), QIcon.Mode.Selected)
    return made
