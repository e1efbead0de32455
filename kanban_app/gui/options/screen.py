"""Options in the window: what an item offers, typed or brought as a list, and how choosing from it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kanban_app.domain.loops import LoopKind
from kanban_app.domain.option_lists import OptionRow, OptionsRefused, option_faults, options_of
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, Panel, TextLabel
from kanban_app.gui.options.chooser import Chooser
from kanban_app.gui.options.list_table import ListTable
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations import structure_words
from kanban_app.operations.order_options import read_configured, read_option_rows, save_options
from kanban_app.operations.order_options_texts import read_option_file, rows_of, texts_of
from kanban_app.operations.order_options_words import fault_text

Lists = Mapping[int, Sequence[OptionRow]]


def _read_all(session: Any) -> tuple[Structure, Lists, frozenset[int]]:
    session.head()
    return session.structure, read_option_rows(session), read_configured(session)


def _import(session: Any, path: Path, person: str) -> int:
    session.head()
    lists = read_option_file(session.structure, path)
    save_options(session, lists, person)
    return next(iter(lists))


class OptionsScreen(QWidget):
    """What is typed is kept with one button; the panel beside it shows at once what choosing from it looks like."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._structure: Structure | None = None
        self._lists: Lists = {}
        self._unkept = False
        self.items = Choice(name=_("Item"))
        self.bring = Button(_("Bring a list…"), tip=_("Take the choices of items from a CSV or XLSX file"))
        self.table = ListTable()
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        self.out = Button(_("Take the row out"), kind="quiet")
        self.forget = Button(_("As it was"), kind="quiet", tip=_("Forget what was typed since it was kept"))
        self.keep = Button(_("Keep"), kind="primary", tip=_("Keep these choices"))
        self.chooser = Chooser()
        self._lay_out()
        self.items.currentIndexChanged.connect(self._show_item)
        self.table.edited.connect(self._on_edited)
        self.out.clicked.connect(self.table.take_out)
        self.forget.clicked.connect(self._show_item)
        self.keep.clicked.connect(self._on_keep)
        self.bring.clicked.connect(self._on_bring)
        tools.link.board_read.connect(self._on_board_read)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        whole.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(TextLabel(_("Options"), size=24, weight=700))
        head.addStretch(1)
        head.addWidget(TextLabel(_("Item"), size=15, tone="ink2"))
        head.addWidget(self.items)
        head.addWidget(self.bring)
        whole.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        left.addWidget(self.table, 1)
        left.addWidget(self.told)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(12))
        buttons.addWidget(self.out)
        buttons.addStretch(1)
        buttons.addWidget(self.forget)
        buttons.addWidget(self.keep)
        left.addLayout(buttons)
        row.addLayout(left, 7)
        row.addWidget(self._choosing(), 3)
        whole.addLayout(row, 1)

    def _choosing(self) -> QWidget:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(8))
        column.addWidget(TextLabel(_("As an order asks for it"), size=17, weight=600))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.chooser)
        # Both are filled in the page's grey otherwise, and stand on a white panel.
        scroll.viewport().setAutoFillBackground(False)
        self.chooser.setAutoFillBackground(False)
        column.addWidget(scroll, 1)
        return panel

    # -- what is shown ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the lists as they are now; what is typed and not kept stays."""
        shop = self._tools.link.shop
        if shop is not None and not self._unkept:
            if self._structure is None:
                self._say(_("Reading what items offer…"), "ink2")
            self._tools.link.when_done(shop.read(_read_all), self._on_read, self._on_failed)

    def _on_board_read(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_read(self, found: tuple[Structure, Lists, frozenset[int]]) -> None:
        if self._unkept:
            return
        self._structure, self._lists, configured = found
        structure, kept = self._structure, self.items.currentData()
        made = {loop.item_id for loop in structure.loops.values() if loop.kind is LoopKind.PRODUCTION} - configured
        ids = sorted(made | set(self._lists), key=lambda key: (key not in self._lists, structure.items[key].code))
        blocked = QSignalBlocker(self.items)
        self.items.clear()
        for item_id in ids:
            self.items.addItem(structure.items[item_id].code, item_id)
        self.items.setCurrentIndex(max(0, self.items.findData(kept)) if kept is not None else 0)
        blocked.unblock()
        self._show_item()

    def _show_item(self) -> None:
        item_id, structure = self.items.currentData(), self._structure
        rows = self._lists.get(item_id, ())
        texts = [texts_of(structure, item_id, row) for row in rows] if structure is not None else []
        self.table.show_rows(texts)
        self.table.setEnabled(item_id is not None)
        self._set_unkept(False)
        if item_id is None:
            self._say(_("No workstation makes anything yet. Add a loop that starts at one first."), "ink2")
        elif not rows:
            self._say(_("This item has no choices. Type the first group and choice, or bring a list."), "ink2")
        else:
            self._say(_("A row without a group says what the item costs by itself."), "ink2")
        self._show_choosing(rows)

    def _show_choosing(self, rows: Sequence[OptionRow]) -> None:
        item_id, structure = self.items.currentData(), self._structure
        if item_id is not None and structure is not None:
            self.chooser.show_options(structure, options_of(item_id, rows))

    def _set_unkept(self, unkept: bool) -> None:
        self._unkept = unkept
        self.keep.setEnabled(unkept)
        self.forget.setEnabled(unkept)
        # Another item would take the place of what is typed: that is kept or forgotten first.
        self.items.setEnabled(not unkept)
        self.bring.setEnabled(not unkept)

    # -- typing ----------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._set_unkept(True)
        rows = self._typed()
        if rows is not None:
            self._say(_("Not kept yet."), "ink2")
            self._show_choosing(rows)

    def _typed(self) -> list[OptionRow] | None:
        """What is typed; None where something is wrong with it, which is said then."""
        item_id, structure = self.items.currentData(), self._structure
        if structure is None or item_id is None:
            return None
        try:
            rows = rows_of(structure, item_id, self.table.rows())
            faults = option_faults(structure, item_id, rows)
            if faults:
                raise OptionsRefused(faults)
        except OptionsRefused as refused:
            self._say_faults(refused)
            return None
        return rows

    def _on_keep(self) -> None:
        shop, item_id, rows = self._tools.link.shop, self.items.currentData(), self._typed()
        if rows is None and shop is not None:
            self._go_to_fault()
        elif rows is not None and shop is not None:
            asked = shop.write(save_options, {item_id: rows}, self._tools.settings.person)
            self._tools.link.when_done(asked, self._on_kept, self._on_failed)

    def _go_to_fault(self) -> None:
        """Stand in the first cell that is wrong."""
        item_id, structure = self.items.currentData(), self._structure
        assert structure is not None
        try:
            faults = option_faults(structure, item_id, rows_of(structure, item_id, self.table.rows()))
        except OptionsRefused as refused:
            faults = list(refused.faults)
        if faults:
            self.table.show_fault(faults[0].row, faults[0].column)
            self.table.setFocus()

    def _on_kept(self, _nothing: object) -> None:
        self._set_unkept(False)
        self._tools.tell("told", _("The choices are kept."))
        self.refresh()

    # -- a file ----------------------------------------------------------------------------------------------------

    def _on_bring(self) -> None:
        dialog = QFileDialog(self, _("Bring a list"))
        # The program's own dialog is a window of its own, so that scans are heard in it too.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Lists ({pattern})").format(pattern="*.csv *.xlsx"), _("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.bring_file(Path(name)))
        dialog.open()

    def bring_file(self, path: Path) -> None:
        """Take the choices in this file in the place of those that its items have."""
        shop = self._tools.link.shop
        if shop is not None:
            self._say(_("Reading {name}…").format(name=path.name), "ink2")
            asked = shop.write(_import, path, self._tools.settings.person)
            self._tools.link.when_done(asked, partial(self._on_brought, path), self._on_failed)

    def _on_brought(self, path: Path, item_id: int) -> None:
        self._tools.tell("told", _("The choices in {name} are kept.").format(name=path.name))
        self._say("", "ink2")
        if self.items.findData(item_id) >= 0:
            self.items.setCurrentIndex(self.items.findData(item_id))
        self.refresh()

    # -- what went wrong -------------------------------------------------------------------------------------------

    def _on_failed(self, problem: BaseException) -> None:
        if isinstance(problem, OptionsRefused):
            self._say_faults(problem)
        elif isinstance(problem, EditRefused):
            self._say(" ".join(map(structure_words.fault_text, problem.faults)), "stop")
        else:
            self._say(_("The choices could not be read. Go to another page and come back."), "stop")
            self._tools.link.failed.emit(problem)

    def _say_faults(self, refused: OptionsRefused) -> None:
        said = [fault_text(fault) for fault in refused.faults[:3]]
        self._say("\n".join([*said, _("Nothing was kept.")]), "stop")

    def _say(self, text: str, tone: str) -> None:
        self.told.set_tone(tone)
        self.told.setText(text)
        self.told.setVisible(bool(text))
