"""The design that is being edited: its steps, what is chosen of it, and whether the plant has it as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from kanban_app.gui.design.steps import Step, Steps
from kanban_app.printing.design_edits import effective
from kanban_app.printing.elements import Design, Element


@dataclass(frozen=True, slots=True)
class State:
    """One state of the editor. `name` is the own design that was opened, empty for a new one; `kept` how it is kept;
    `title` the name that is proposed for keeping it; `origin` the design, built in or own, that it began as.

    `at` is the element chosen, from 0; `rule` the one of its rules that is being edited, None for what always holds.
    """

    design: Design
    name: str = ""
    kept: Design | None = None
    title: str = ""
    origin: str = ""
    at: int = 0
    rule: int | None = None


class DesignDocument(QObject):
    """`changed` says that the design is another one, `chosen` that another element or rule is looked at."""

    changed = Signal()
    chosen = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State | None = None
        self.steps = Steps(self)
        self.steps.redone.connect(self._on_redone)
        self.steps.undone.connect(self._on_undone)

    @property
    def design(self) -> Design:
        """The design as it is now; there has to be one."""
        assert self.state is not None, "nothing was opened"
        return self.state.design

    @property
    def at(self) -> int:
        """The place of the chosen element; -1 without a design."""
        return self.state.at if self.state else -1

    @property
    def rule(self) -> int | None:
        """The place of the rule that is being edited."""
        return self.state.rule if self.state else None

    def element(self) -> Element:
        """The chosen element, as the chosen rule has it."""
        return effective(self.design, self.at, self.rule)

    def is_kept(self) -> bool:
        """Whether the plant has the design as it is, or nothing was changed since it was opened."""
        return self.state is None or self.state.design == self.state.kept

    # -- steps -----------------------------------------------------------------------------------------------------

    def do(self, words: str, design: Design, at: int | None = None, rule: int | None = None) -> None:
        """Take a step that can be undone; `at` is the element chosen afterwards, else the same with the same rule."""
        assert self.state is not None, "nothing was opened"
        if design == self.state.design:
            return
        after = replace(self.state, design=design)
        if at is not None:
            after = replace(after, at=at, rule=rule)
        self.steps.take(Step(words, self.state, after))

    def open(
        self, words: str, design: Design, name: str, title: str, *, origin: str = "", is_kept: bool = True
    ) -> None:
        """Edit another design. What was changed and is not kept comes back by undo."""
        after = State(design, name, design if is_kept else None, title, origin)
        if self.state is None or self.is_kept():
            self.show(after)
            self.steps.clear()
        elif (after.design, title) != (self.state.design, self.state.title):
            self.steps.take(Step(words, self.state, after))

    def set_kept(self, design: Design) -> None:
        """The plant has this design now, under its name."""
        if self.state is not None:
            same = replace(self.state.design, name=design.name) == design
            shown = design if same else replace(self.state.design, name=design.name)
            self.show(
                replace(self.state, design=shown, name=design.name, kept=design, title=design.name, origin=design.name)
            )

    def choose(self, at: int, rule: int | None = None) -> None:
        """Look at another element, or at one of its rules."""
        if self.state is None or not 0 <= at < len(self.state.design.elements):
            return
        if rule is not None and rule >= len(self.state.design.elements[at].when):
            rule = None
        if (at, rule) != (self.state.at, self.state.rule):
            self.state = replace(self.state, at=at, rule=rule)
            self.chosen.emit()

    def show(self, state: State) -> None:
        """Become this state: a step taken or taken back."""
        self.state = state
        self.changed.emit()

    def _on_redone(self, step: Step[State]) -> None:
        self._show_step(step.after, step.before)

    def _on_undone(self, step: Step[State]) -> None:
        self._show_step(step.before, step.after)

    def _show_step(self, wanted: State, other: State) -> None:
        """What is kept in the plant is no step: it stays as it is when steps are taken back."""
        now = self.state
        if now is not None and (wanted.name, wanted.title) == (other.name, other.title):
            design = replace(wanted.design, name=now.design.name)
            wanted = replace(wanted, design=design, name=now.name, kept=now.kept, title=now.title, origin=now.origin)
        self.show(wanted)
