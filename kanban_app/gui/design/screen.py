"""The screen on which a supervisor edits a card design: its elements, the true card, what the chosen element says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.gui.design.document import DesignDocument
from kanban_app.gui.design.draft_keeper import DraftKeeper
from kanban_app.gui.design.element_form import ElementForm
from kanban_app.gui.design.element_list import ElementList
from kanban_app.gui.design.files import DesignFiles
from kanban_app.gui.design.parts_form import PartsForm
from kanban_app.gui.design.preview import DesignPreview
from kanban_app.gui.design.rules_form import Rule, RulesForm
from kanban_app.gui.design.words import kind_words
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.print_list.choices import LookChoices, design_words, format_words, read_choices
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations.design_drafts import DesignDraft
from kanban_app.operations.designing import Drawn, Opened, keep_as, open_design, read_cards
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.printing import design_edits
from kanban_app.printing.design_edits import DesignProblem
from kanban_app.printing.elements import Design, Text
from kanban_app.printing.geometry import Box

LEFT_WIDTH, RIGHT_WIDTH = 288, 330
_NARROWEST = 0.6


class DesignScreen(QWidget):
    """One design at a time. `left` wants back to where it was come from, `kept` carries a design's name once the plant
    has it.
    """

    left = Signal()
    kept = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._is_busy = False
        self._title = ""
        self.document = DesignDocument(self)
        self.files = DesignFiles(tools, self)
        self.drafts = DraftKeeper(tools, self.document, self)
        self._asked: str | None = None
        self._is_restored = False
        self._build()
        self._connect()
        self._show_state()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        column.addLayout(self._head())
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        self.told.hide()
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.elements = ElementList()
        row.addWidget(_SidePanel(_scrolled(self.elements), LEFT_WIDTH), 3)
        self.preview = DesignPreview(self._tools, self.document)
        self.setFocusProxy(self.preview.canvas)
        row.addWidget(self.preview, 6)
        row.addWidget(self._side(), 4)
        column.addLayout(row, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.back = Button("", icon="arrow_left", kind="quiet", tip=_("Back to Print cards"))
        head.addWidget(self.back)
        head.addWidget(TextLabel(_("Card design"), size=24, weight=700))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the design"))
        self.name.setPlaceholderText(_("Name of the design"))
        self.name.setMaxLength(40)
        self.name.setMinimumWidth(theme.px(90))
        head.addWidget(self.name, 1)
        self.undo, self.redo = Button(_("Undo"), icon="undo"), Button(_("Redo"))
        self.bring = Button("", icon="file_in", tip=_("Bring a design from a file"))
        self.save_file = Button("", icon="backup", tip=_("Save this design as a file"))
        self.keep = Button(_("Keep design"), kind="primary", tip=_("Keep the design in the plant (Ctrl+S)"))
        for button in (self.undo, self.redo, self.bring, self.save_file, self.keep):
            head.addWidget(button)
        return head

    def _side(self) -> Panel:
        self.rules, self.form, self.parts = RulesForm(), ElementForm(), PartsForm()
        inside = Panel(flat=True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(10), 0)
        column.setSpacing(theme.px(12))
        for form in (self.rules, self.form, self.parts):
            column.addWidget(form)
        column.addStretch(1)
        self.area = _scrolled(inside)
        return _SidePanel(self.area, RIGHT_WIDTH)

    def _connect(self) -> None:
        document, elements, canvas = self.document, self.elements, self.preview.canvas
        document.changed.connect(self._show_state)
        document.chosen.connect(self._show_state)
        elements.chosen.connect(document.choose)
        elements.add_asked.connect(self._add)
        elements.moved.connect(self._reorder)
        for asked in (elements.duplicate_asked, canvas.duplicated):
            asked.connect(self._duplicate)
        for asked in (elements.remove_asked, canvas.removed):
            asked.connect(self._remove)
        canvas.boxed.connect(self._set_box)
        self.form.boxed.connect(self._set_box)
        self.form.edited.connect(self._set_values)
        self.form.renamed.connect(lambda name: self._set_values({"name": name}))
        self.parts.edited.connect(lambda parts: self._set_values({"parts": parts}))
        self.rules.chosen.connect(lambda rule: document.choose(document.at, rule))
        self.rules.edited.connect(self._set_rules)
        self.preview.drawn.connect(self._on_drawn)
        self.drafts.found.connect(self._on_draft)
        self.files.told.connect(self.say)
        self.files.brought.connect(self._on_brought)
        self._connect_head()

    def _connect_head(self) -> None:
        steps = self.document.steps
        self.undo.clicked.connect(steps.undo)
        self.redo.clicked.connect(steps.redo)
        steps.changed.connect(self._show_steps)
        for keys, call in (
            ("Ctrl+Z", steps.undo), ("Ctrl+Y", steps.redo), ("Ctrl+Shift+Z", steps.redo), ("Ctrl+S", self.keep_now),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)
        self.back.clicked.connect(self._on_back)
        self.bring.clicked.connect(self.files.ask_file)
        self.save_file.clicked.connect(lambda: self.files.ask_place(self._named()))
        self.keep.clicked.connect(self.keep_now)
        self.name.textEdited.connect(lambda _text: self._show_steps())
        self.name.returnPressed.connect(self.keep_now)

    # -- opening ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what there is to choose from; what is being edited stays."""
        shop = self._tools.link.shop
        if shop is None:
            return
        link = self._tools.link
        link.when_done(shop.read(read_choices), self._on_choices, self._on_unread)
        link.when_done(shop.read(read_cards), self.preview.offer_cards, self._on_unread)
        self.drafts.begin()

    def edit(self, name: str) -> None:
        """Edit the design of this name, empty for the usual one of this terminal's paper. What was changed before and
        is not kept comes back by undo.
        """
        if self._is_restored:
            self._open(name)
        else:
            self._asked = name
            self.drafts.begin()

    def _on_draft(self, draft: DesignDraft | None) -> None:
        """What was left is there first, so that undo leads back to it from what was asked for."""
        self._is_restored = True
        if draft is not None:
            words = _("opening {name}").format(name=draft.title)
            self.document.open(words, draft.design, draft.name, draft.title, is_kept=False)
            self.say(_("What was edited here and not kept is here again."))
        if draft is None or self._asked is not None:
            self._open(self._asked or "")

    def _open(self, name: str) -> None:
        shop, state = self._tools.link.shop, self.document.state
        if shop is not None and not (state is not None and name and name == state.name):
            reading = shop.read(open_design, name, self._tools.settings.print_format)
            self._tools.link.when_done(reading, lambda opened: self._on_opened(opened, name), self._on_unread)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drafts.write_now()

    def _on_opened(self, opened: Opened, asked: str) -> None:
        title = opened.name or design_words(opened.design.name)
        had_more, state = not self.document.is_kept(), self.document.state
        origin = opened.name or opened.design.name
        if had_more and state is not None and state.origin == origin and not opened.message:
            return  # gone away and come back: it is being edited already
        wished = opened.name or _("{name}, own").format(name=asked if opened.message else title)
        self.document.open(_("opening {name}").format(name=title), opened.design, opened.name, wished, origin=origin)
        back = _("What was edited before and is not kept comes back by Undo.") if had_more else ""
        self.say(" ".join(filter(None, (opened.message, back))), "stop" if opened.message else "ink2")
        self.preview.draw_again()

    def _on_brought(self, design: Design, file_name: str) -> None:
        self.document.open(
            _("bringing {name}").format(name=file_name), design, "", file_name[: self.name.maxLength()], is_kept=False
        )
        self.say(_("Read from {name}. Keep it to print with it.").format(name=file_name), "ok")

    def _on_choices(self, choices: LookChoices) -> None:
        papers: list[tuple[str, object]] = [(format_words(each.name), each.name) for each in choices.formats]
        self.preview.offer_papers(papers, self._tools.settings.print_format)
        self.preview.draw_again()

    def _on_unread(self, problem: BaseException) -> None:
        if isinstance(problem, LookProblem):
            self.say(str(problem), "stop")
        else:
            self.say(_("The designs can't be read. Go back and come here again."), "stop")
            self._tools.link.failed.emit(problem)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def say(self, text: str, tone: str = "ink2") -> None:
        """Say a sentence above the card; an empty one takes it away."""
        self.told.setText(text)
        self.told.set_tone(tone)
        self.told.setVisible(bool(text))

    def _show_state(self) -> None:
        state = self.document.state
        for widget in (self.elements, self.area, self.save_file):
            widget.setEnabled(state is not None)
        if state is not None:
            if state.title != self._title:
                self._title = state.title
                self.name.setText(state.title)
            element = self.document.element()
            self.elements.show_elements(state.design, state.at)
            rules = design_edits.rules(state.design, state.at)
            self.rules.show_rules(state.design.elements[state.at], rules, state.rule)
            self.form.show_element(element, by_rule=state.rule is not None)
            self.parts.setVisible(isinstance(element, Text))
            if isinstance(element, Text):
                self.parts.show_text(element, design_edits.parts(element))
        self._show_steps()

    def _show_steps(self) -> None:
        steps = self.document.steps
        for button, can, words, key in (
            (self.undo, steps.taken_count(), steps.undo_words(), "Ctrl+Z"),
            (self.redo, steps.ahead_count(), steps.redo_words(), "Ctrl+Y"),
        ):
            button.setEnabled(bool(can))
            button.say(f"{button.text()}: {words} ({key})" if words else f"{button.text()} ({key})")
        state = self.document.state
        same = state is not None and self.document.is_kept() and self.name.text().strip() == state.name
        self.keep.setEnabled(state is not None and not same and not self._is_busy and bool(self.name.text().strip()))
        self.keep.setText(_("Kept") if same else _("Keep design"))

    def _on_drawn(self, drawn: Drawn) -> None:
        self.elements.show_findings(drawn.findings, self.preview.paper.currentText())
        self.elements.show_elements(self.document.design, self.document.at)

    # -- steps -----------------------------------------------------------------------------------------------------

    def _step(
        self, words: str, edit: Callable[[Design], Design], at: int | None = None, rule: int | None = None
    ) -> None:
        """Take a step; a value that no design can have is told, and the fields show again what holds."""
        try:
            design = edit(self.document.design)
        except DesignProblem as problem:
            self.say(_("Nothing was changed. {problem}").format(problem=problem), "stop")
            self._show_state()
            return
        self.say("")
        self.document.do(words, design, at, rule)

    def _set_box(self, box: Box) -> None:
        at, rule = self.document.at, self.document.rule
        self._step(self._about(_("place of {name}")), lambda design: design_edits.with_box(design, at, box, rule))

    def _set_values(self, values: dict[str, Any]) -> None:
        at, rule = self.document.at, self.document.rule
        self._step(self._about(_("look of {name}")), lambda design: design_edits.with_values(design, at, values, rule))

    def _set_rules(self, rules: list[Rule], rule: int | None) -> None:
        at = self.document.at
        self._step(
            self._about(_("rules of {name}")), lambda design: design_edits.with_rules(design, at, rules), at, rule
        )

    def _add(self, kind: str) -> None:
        words = kind_words(kind)
        end = len(self.document.design.elements)
        self._step(_("adding {name}").format(name=words), lambda design: design_edits.added(design, kind, words), end)

    def _duplicate(self) -> None:
        at = self.document.at
        self._step(self._about(_("copy of {name}")), lambda design: design_edits.duplicated(design, at), at + 1)

    def _remove(self) -> None:
        at, last = self.document.at, len(self.document.design.elements) - 2
        self._step(
            self._about(_("removing {name}")), lambda design: design_edits.removed(design, at), max(0, min(at, last))
        )

    def _reorder(self, by: int) -> None:
        at = self.document.at
        to = at + by
        if 0 <= to < len(self.document.design.elements):
            self._step(self._about(_("order of {name}")), lambda design: design_edits.reordered(design, at, to), to)

    def _about(self, words: str) -> str:
        element = self.document.element()
        return words.format(name=element.name or kind_words(element.kind))

    # -- keeping ---------------------------------------------------------------------------------------------------

    def _named(self) -> Design:
        return replace(self.document.design, name=" ".join(self.name.text().split()) or self.document.design.name)

    def keep_now(self) -> None:
        """Keep the design in the plant under the name that stands above it; built-in ones stay as they are."""
        shop, state = self._tools.link.shop, self.document.state
        if shop is None or state is None or not self.keep.isEnabled():
            return
        self._is_busy = True
        self._show_steps()
        keeping = shop.write(keep_as, self.name.text(), state.design, state.name)
        self._tools.link.when_done(keeping, self._on_kept, self._on_not_kept)

    def _on_kept(self, design: Design) -> None:
        self._is_busy = False
        self.document.set_kept(design)
        self.name.setText(design.name)
        self._show_steps()
        self.say(_("“{name}” is kept. Choose it on Print cards.").format(name=design.name), "ok")
        self.kept.emit(design.name)

    def _on_not_kept(self, problem: BaseException) -> None:
        self._is_busy = False
        self._show_steps()
        if isinstance(problem, LookProblem):
            self.say(_("Nothing was kept. {problem}").format(problem=problem), "stop")
        else:
            self.say(_("Nothing was kept. Save the design as a file to have it safe."), "stop")
            self._tools.link.failed.emit(problem)

    def _on_back(self) -> None:
        self.left.emit()
        self._tools.go("cards")


def _scrolled(inside: QWidget) -> QScrollArea:
    """As wide as the panel, and scrolled where it is too high."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    area.setWidget(inside)
    return area


class _SidePanel(Panel):
    """A panel at the side: as wide as is good where there is room, narrower in a small window at a large zoom."""

    def __init__(self, widget: QWidget, width: int) -> None:
        super().__init__()
        self._width = width
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        column.addWidget(widget)
        self._dress()
        theme.news().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setMaximumWidth(theme.px(self._width))
        self.setMinimumWidth(theme.px(self._width * _NARROWEST))
