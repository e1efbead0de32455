"""Loops, items and stations: left the list, right what is made or changed, above it the ways in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.remembering import Note
from kanban_app.gui.look.widgets import Button, Panel, Pill, SearchField, TextLabel
from kanban_app.gui.loops.editor import Editor
from kanban_app.gui.loops.export_row import ExportRow
from kanban_app.gui.loops.item_editor import ItemEditor
from kanban_app.gui.loops.list_panel import Column, ListPanel
from kanban_app.gui.loops.loop_editor import LoopEditor
from kanban_app.gui.loops.many_editor import ManyEditor
from kanban_app.gui.loops.name_field import KnownNames
from kanban_app.gui.loops.station_editor import StationEditor
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations.structure_lists import StructureLists, read_lists

NEW = 0
LOOPS, ITEMS, STATIONS = "loops", "items", "stations"


@dataclass(frozen=True, slots=True)
class Page:
    """One of the three lists with its pill, its editor and the words of its button."""

    pill: Pill
    panel: ListPanel
    editor: Editor
    add: str


class LoopsScreen(QWidget):
    """Everything that changes seldom, made and changed by hand."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self._structure: Structure | None = None
        self._reading = self._read_again = False
        self._chosen: dict[str, int | None] = {LOOPS: None, ITEMS: None, STATIONS: None}
        self._to_choose: tuple[str, int] | None = None
        self._to_add = False
        self._known = KnownNames(self)
        self.many = ManyEditor(tools, self._known)
        self.pages: dict[str, Page] = {}
        self._make_pages()
        self._build()
        self.many.kept.connect(lambda _id: self.refresh())
        self._note = Note(self, tools.settings, "loops")
        kept = self._note.read()
        first = kept.get("page", LOOPS) if kept.get("page", LOOPS) in self.pages else LOOPS
        self.pages[first].pill.setChecked(True)
        self._turn_to(first)
        self.search.setText(kept.get("search", ""))
        tools.link.board_read.connect(self._on_board_read)

    # -- building --------------------------------------------------------------------------------------------------

    def _make_pages(self) -> None:
        loops = (
            Column(_("Item"), 105),
            Column(_("From"), 100),
            Column(_("To"), 100),
            Column(_("Kind"), 105, 4),
            Column(_("Container"), 95, 1),
            Column(_("Cards"), 110, 2),
            Column(_("Lead time"), 105, 5),
            Column(_("State"), 80, 3),
        )
        items = (
            Column(_("Item"), 160),
            Column(_("Description"), 200, 3),
            Column(_("Unit"), 65, 2),
            Column(_("Category"), 120, 4),
            Column(_("Parts"), 70, 1),
            Column(_("Used in"), 80, 5),
            Column(_("Loops"), 75, 1),
        )
        stations = (
            Column(_("Station"), 150),
            Column(_("Kind"), 110),
            Column(_("Location"), 110, 1),
            Column(_("Served from"), 120, 2),
            Column(_("Loops from here"), 135, 3),
            Column(_("Loops to here"), 130, 4),
        )
        self._add_page(
            LOOPS, _("Loops"), loops, _("No loops yet."), _("Add a loop"), LoopEditor(self.tools, self._known)
        )
        self._add_page(
            ITEMS, _("Items"), items, _("No items yet."), _("Add an item"), ItemEditor(self.tools, self._known)
        )
        self._add_page(
            STATIONS,
            _("Stations"),
            stations,
            _("No stations yet."),
            _("Add a station"),
            StationEditor(self.tools, self._known),
        )

    def _add_page(self, name: str, words: str, columns: Sequence[Column], empty: str, add: str, editor: Editor) -> None:
        panel = ListPanel(words, columns, empty, add, many=name == LOOPS, settings=self.tools.settings, key=name)
        panel.chosen.connect(lambda ids: self._on_chosen(name, ids))
        panel.add_asked.connect(self.add)
        panel.all_asked.connect(self._show_all)
        editor.kept.connect(lambda thing_id: self._on_kept(name, thing_id))
        editor.left.connect(lambda: self._show_editor(None))
        self.pages[name] = Page(Pill(words), panel, editor, add)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addLayout(self._head())
        self.export_row = ExportRow(self.tools)
        column.addWidget(self.export_row)
        column.addLayout(self._pills())
        self.lists, self.editors = QStackedWidget(), QStackedWidget()
        self.hint = Panel()
        inner = QVBoxLayout(self.hint)
        self.hint_text = TextLabel(size=16, tone="ink3")
        self.hint_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint_text.setWordWrap(True)
        inner.addWidget(self.hint_text)
        self.editors.addWidget(self.hint)
        self.editors.addWidget(self.many)
        for page in self.pages.values():
            self.lists.addWidget(page.panel)
            self.editors.addWidget(page.editor)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self.lists, 3)
        row.addWidget(self.editors, 2)
        self.editors.setMinimumWidth(theme.px(400))
        self.editors.setMaximumWidth(theme.px(640))
        column.addLayout(row, 1)
        for key, call in (("Ctrl+F", self._go_finding), ("Ctrl+N", self.add), ("Esc", self._show_all)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(TextLabel(_("Loops and items"), size=24, weight=700))
        head.addStretch(1)
        self.search = SearchField(_("Find item or station"), "Ctrl+F")
        self.search.setMinimumWidth(theme.px(120))
        self.search.setMaximumWidth(theme.px(300))
        self.search.textChanged.connect(self._on_search)
        self.export_button = Button(_("Save as lists…"), icon="file_in")
        self.export_button.clicked.connect(self._on_export)
        self.add_button = Button("", kind="primary", icon="plus")
        self.add_button.clicked.connect(self.add)
        head.addWidget(self.search, 4)
        for button in (self.export_button, self.add_button):
            head.addWidget(button)
        return head

    def _pills(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        group = QButtonGroup(self)
        for name, page in self.pages.items():
            group.addButton(page.pill)
            row.addWidget(page.pill)
            page.pill.toggled.connect(lambda on, name=name: self._turn_to(name) if on else None)
        row.addStretch(1)
        return row

    # -- where one is ----------------------------------------------------------------------------------------------

    def page_name(self) -> str:
        """Which list is shown."""
        return next(name for name, page in self.pages.items() if page.pill.isChecked())

    def show_page(self, name: str) -> None:
        """Turn to loops, items or stations."""
        self.pages[name].pill.setChecked(True)

    def _turn_to(self, name: str) -> None:
        page = self.pages[name]
        self.lists.setCurrentWidget(page.panel)
        self.add_button.setText(page.add)
        self.setFocusProxy(page.panel)
        page.panel.look_for(self.search.text())
        self._on_chosen(name, page.panel.chosen_ids())
        self._note.put({"page": name, "search": self.search.text()})

    def _on_search(self, text: str) -> None:
        self.pages[self.page_name()].panel.look_for(text)
        self._note.put({"page": self.page_name(), "search": text})

    def _show_all(self) -> None:
        self.search.clear()

    def _go_finding(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- reading ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the lists again; nobody waits, and asking twice is asking once."""
        shop = self.tools.link.shop
        if shop is None:
            return
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        self.tools.link.when_done(shop.read(read_lists), self._on_lists, self._on_no_lists)

    def _on_board_read(self) -> None:
        """Whoever comes here later gets it read then."""
        if self.isVisible():
            self.refresh()

    def _on_lists(self, lists: StructureLists) -> None:
        self._reading = False
        is_new = self._structure is None or self._structure.version != lists.structure.version
        self._structure = lists.structure
        stations = lists.structure.stations
        self._known.renew(
            [line.texts[0] for line in lists.items],
            [line.texts[0] for line in lists.stations],
            [line.texts[0] for line in lists.stations if stations[line.id].kind is StationKind.STORE],
        )
        lines = {LOOPS: lists.loops, ITEMS: lists.items, STATIONS: lists.stations}
        for name, page in self.pages.items():
            page.panel.show_lines(lines[name])
            page.pill.set_count(len(lines[name]))
        if self._to_choose is not None:
            name, thing_id = self._to_choose
            self._to_choose = None
            if self.pages[name].panel.model.row_of(thing_id) >= 0:
                self.pages[name].panel.select([thing_id])
        if is_new:
            self._renew(lists.structure)
        if self._to_add:
            self.add()
        if self._read_again:
            self._read_again = False
            self.refresh()

    def _renew(self, structure: Structure) -> None:
        """What is open shows what holds now, and keeps what is typed."""
        shown = self.editors.currentWidget()
        if shown is self.many:
            self.many.choose(structure, self.pages[LOOPS].panel.chosen_ids())
        elif isinstance(shown, Editor):
            shown.renew(structure)
        else:
            self._on_chosen(self.page_name(), self.pages[self.page_name()].panel.chosen_ids())

    def _on_no_lists(self, problem: BaseException) -> None:
        self._reading = False
        self.tools.tell("stop", _("The lists could not be read: {problem}").format(problem=problem))

    # -- choosing and editing --------------------------------------------------------------------------------------

    def add(self) -> None:
        """Make something new of the kind that is shown; as soon as the lists are read."""
        self._to_add = self._structure is None
        if self._structure is None:
            return
        page = self.pages[self.page_name()]
        page.panel.select([])
        page.editor.open(self._structure, NEW)
        self._show_editor(page.editor)
        page.editor.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_loop(self, loop_id: int) -> None:
        """Turn to a loop; as soon as the lists are read."""
        self.show_page(LOOPS)
        self._to_choose = (LOOPS, loop_id)
        self.refresh()

    def _on_chosen(self, name: str, ids: Sequence[int]) -> None:
        if name != self.page_name() or self._structure is None:
            return
        page = self.pages[name]
        if len(ids) > 1:
            self.many.choose(self._structure, ids)
            self._show_editor(self.many)
        elif not ids:
            self._show_editor(None)
        elif self.editors.currentWidget() is page.editor and page.editor.thing_id == ids[0]:
            page.editor.renew(self._structure)
        else:
            page.editor.open(self._structure, ids[0])
            self._show_editor(page.editor)

    def _show_editor(self, editor: Editor | None) -> None:
        hints = {
            LOOPS: _("Choose a loop to change it, or several to change them all at once."),
            ITEMS: _("Choose an item to change it and its parts."),
            STATIONS: _("Choose a station to change it."),
        }
        self.hint_text.setText(hints[self.page_name()])
        self.editors.setCurrentWidget(editor or self.hint)

    def _on_kept(self, name: str, thing_id: int) -> None:
        editor = self.pages[name].editor
        if editor.thing_id != thing_id:
            # What was new is a thing of its own now, and stays open as such.
            editor.thing_id = thing_id
        self._to_choose = (name, thing_id)
        self.refresh()

    # -- writing it out --------------------------------------------------------------------------------------------

    def _on_export(self) -> None:
        button = self.export_button
        self.export_row.open_menu(button.mapToGlobal(button.rect().bottomLeft()))
