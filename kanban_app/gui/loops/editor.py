"""The panel beside the lists: what is made or changed, what that would do to cards, and the buttons that keep it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault, EditRefused
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, ElidedLabel, Panel, Rule, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations import structure_words
from kanban_app.operations.structure_forms import Kept


class Editor(Panel):
    """One thing at a time. `kept` carries the id of what was saved, `left` says that nothing more is wanted.

    Who derives from it answers what is typed (`typed`), asks the plant (`ask_preview`, `ask_keep`, `ask_back`) and
    shows what is wrong (`show_faults`). What is typed and not kept is remembered by id while the screen lives.
    """

    kept = Signal(int)
    left = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self.thing_id = 0
        self.structure: Structure | None = None
        self._remembered: dict[int, object] = {}
        self._back: tuple[int, object] | None = None
        self._tried = False
        self._asking = self._ask_again = self._keeping = False
        self.title = ElidedLabel(size=20, weight=700)
        self.which = TextLabel(size=14, tone="ink2")
        self.which.setWordWrap(True)
        self.content = QVBoxLayout()
        self.does = TextLabel(size=15, weight=500, tone="ink2")
        self.does.setWordWrap(True)
        self.told = TextLabel(size=15, weight=500)
        self.told.setWordWrap(True)
        self.keep_button = Button(_("Keep it"), kind="primary", icon="check")
        self.leave_button = Button(_("Leave it"))
        self.back_button = Button(_("Put it back"), kind="quiet", icon="undo")
        self._lay_out()
        self.keep_button.clicked.connect(self.keep)
        self.leave_button.clicked.connect(self.leave)
        self.back_button.clicked.connect(self.put_back)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(8))
        column.addWidget(self.title)
        column.addWidget(self.which)
        inner = QWidget()
        self.content = QVBoxLayout(inner)
        self.content.setContentsMargins(0, 0, theme.px(12), 0)
        self.content.setSpacing(theme.px(10))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.scroll_area = scroll
        column.addWidget(scroll, 1)
        column.addWidget(Rule())
        column.addWidget(self.does)
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in (self.keep_button, self.leave_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.back_button)
        column.addLayout(row)

    # -- for those that derive -------------------------------------------------------------------------------------

    def typed(self) -> Any:
        """What differs from what holds; empty where nothing does."""
        raise NotImplementedError

    def type_again(self, typed: Any) -> None:
        """Put remembered typing back into the fields."""
        raise NotImplementedError

    def ask_preview(self) -> Future[Any]:
        """Ask the plant what the typing would do."""
        raise NotImplementedError

    def ask_keep(self) -> Future[Kept]:
        """Ask the plant to keep the typing."""
        raise NotImplementedError

    def ask_back(self, thing_id: int, before: Any) -> Future[Kept]:
        """Ask the plant to take over what held before."""
        raise NotImplementedError

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        """Show what is wrong at its fields; answers what belongs to none of them."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """Where one begins to type something new."""
        raise NotImplementedError

    def show_thing(self) -> None:
        """Fill the fields from `structure` with what `thing_id` is; 0 is something new."""
        raise NotImplementedError

    def lines_of(self, preview: Any) -> list[str]:
        """What a preview says, one line each."""
        return structure_words.change_lines(preview)

    # -- showing ---------------------------------------------------------------------------------------------------

    def open(self, structure: Structure, thing_id: int) -> None:
        """Show this thing, with what was typed of it before and not kept."""
        if self.structure is not None and self.typed():
            self._remembered[self.thing_id] = self.typed()
        self.structure, self.thing_id, self._tried = structure, thing_id, False
        self.show_thing()
        remembered = self._remembered.pop(thing_id, None)
        if remembered is not None:
            self.type_again(remembered)
        self.say("")
        self.back_button.setVisible(self._back is not None and self._back[0] == thing_id)
        self.look()

    def renew(self, structure: Structure) -> None:
        """The plant has changed: show what holds now, keep what is typed."""
        typed = self.typed()
        self.structure = structure
        self.show_thing()
        if typed:
            self.type_again(typed)
        self.look()

    def look(self) -> None:
        """Something was typed: say what it would do. One question at a time; the last one counts."""
        is_changed = bool(self.typed())
        self.keep_button.setEnabled(is_changed and not self._keeping)
        self.leave_button.setEnabled(is_changed or self.thing_id == 0)
        if not is_changed:
            self.show_faults(())
            self.does.setText("")
            return
        if self._asking:
            self._ask_again = True
        elif self.tools.link.shop is not None:
            self._asking = True
            self.tools.link.when_done(self.ask_preview(), self._on_preview, self._on_no_preview)

    def _on_preview(self, preview: Any) -> None:
        self._answered()
        if not self.typed():
            return
        self.show_faults(())
        self.does.set_tone("ink2")
        self.does.setText("\n".join(self.lines_of(preview)) or _("No card is touched by it."))

    def _on_no_preview(self, problem: BaseException) -> None:
        self._answered()
        self.does.setText("")
        if not isinstance(problem, EditRefused):
            self._on_trouble(problem)
        elif self.typed():
            # Who has not come to a field yet needs not be told that it is empty.
            self._show_refused(problem.faults if self._tried else [f for f in problem.faults if f.code != "missing"])

    def _answered(self) -> None:
        self._asking = False
        if self._ask_again:
            self._ask_again = False
            self.look()

    def _show_refused(self, faults: Iterable[EditFault]) -> None:
        others = self.show_faults(faults)
        if others:
            self.say("\n".join(structure_words.fault_text(fault) for fault in others), "stop")
        else:
            self.say("")

    # -- keeping ---------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what is typed, whole; or say at each field why not."""
        if self._keeping or not self.typed() or self.tools.link.shop is None:
            return
        self._keeping = self._tried = True
        self.keep_button.setEnabled(False)
        self.say("")
        self.tools.link.when_done(self.ask_keep(), self._on_kept, self._on_refused)

    def put_back(self) -> None:
        """Take over what held before the last change."""
        if self._back is None or self._keeping or self.tools.link.shop is None:
            return
        self._keeping = True
        self.tools.link.when_done(self.ask_back(*self._back), self._on_put_back, self._on_refused)

    def _on_kept(self, kept: Kept) -> None:
        self._keeping = False
        self._back = None if kept.before is None else (self.thing_id, kept.before)
        self._done(kept, _("Kept."))

    def _on_put_back(self, kept: Kept) -> None:
        self._keeping = False
        self._back = None
        self._done(kept, _("It is as it was."))

    def _done(self, kept: Kept, text: str) -> None:
        self._remembered.pop(self.thing_id, None)
        self.forget_typing()
        self.does.setText("")
        self.say(" ".join([text, *structure_words.change_lines(kept.changes)]), "ok")
        self.back_button.setVisible(self._back is not None)
        self.keep_button.setEnabled(False)
        self.kept.emit(kept.id)

    def forget_typing(self) -> None:
        """What was typed holds now."""
        raise NotImplementedError

    def _on_refused(self, problem: BaseException) -> None:
        self._keeping = False
        self.keep_button.setEnabled(bool(self.typed()))
        if isinstance(problem, EditRefused):
            self._show_refused(problem.faults)
            self.focus_first_fault()
        else:
            self._on_trouble(problem)

    def focus_first_fault(self) -> None:
        """Go where the first thing is wrong."""

    def _on_trouble(self, problem: BaseException) -> None:
        """Nothing that a field could be blamed for: the file, the disk, a loop that is gone."""
        self.say(_("Nothing was changed: {problem}").format(problem=problem), "stop")

    def leave(self) -> None:
        """Give up what is typed."""
        self._remembered.pop(self.thing_id, None)
        self._tried = False
        if self.structure is not None:
            self.show_thing()
        self.say("")
        self.look()
        if self.thing_id == 0:
            self.left.emit()

    def say_which(self, text: str) -> None:
        """The second line of the head."""
        self.which.setText(text)
        self.which.setVisible(bool(text))

    def say(self, text: str, tone: str = "ink2") -> None:
        """Say how it went."""
        self.told.set_tone(tone)
        self.told.setText(text)
        self.told.setVisible(bool(text))
