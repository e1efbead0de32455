"""The rules of the chosen element: on which cards it is shown, hidden or otherwise than usual."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kanban_app.gui.design.fields import NamedChoice, Rows, TextField
from kanban_app.gui.design.words import face_words, rule_words
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.i18n import _
from kanban_app.printing.elements import FACES, Element

Rule = dict[str, Any]
_MOST_RULES = 40


class RulesForm(QWidget):
    """`chosen` carries the place of the rule to edit, None for what always holds; `edited` all rules as a design file
    has them and the place of the rule to edit then.
    """

    chosen = Signal(object)
    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules: list[Rule] = []
        self._place: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(TextLabel(_("What is edited"), size=14, weight=500, tone="ink2"))
        self.which = NamedChoice(_("What is edited"), [])
        self.which.entered.connect(self.chosen)
        column.addWidget(self.which)
        row = FlowLayout()
        self.add = Button(_("Add a rule"), icon="plus", kind="quiet")
        self.remove = Button(_("Remove this rule"), icon="close", kind="quiet")
        self.add.clicked.connect(lambda: self.edited.emit([*self._rules, {"if": {}}], len(self._rules)))
        self.remove.clicked.connect(self._on_remove)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        column.addLayout(row)
        self._box = QWidget()
        column.addWidget(self._box)
        self._build_rule()

    def _build_rule(self) -> None:
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(TextLabel(_("The rule applies to"), size=14, weight=500, tone="ink2"))
        self.kinds = {name: Tick(face_words(name)) for name in FACES}
        ticks = FlowLayout()
        for tick in self.kinds.values():
            tick.clicked.connect(lambda _on: self._ask("kinds", [n for n, t in self.kinds.items() if t.isChecked()]))
            ticks.addWidget(tick)
        column.addLayout(ticks)
        rows = Rows()
        answers: list[tuple[str, object]] = [(_("either"), None), (_("yes"), True), (_("no"), False)]
        self.flags = {}
        for name, words in (
            ("lot", _("Waits for its lot")),
            ("urgent", _("Urgent card")),
            ("two_languages", _("Two languages on the card")),
            ("code128", _("Bar code asked for")),
        ):
            self.flags[name] = NamedChoice(words, answers)
            self.flags[name].entered.connect(lambda answer, name=name: self._ask(name, answer))
            rows.add(words, self.flags[name])
        self.lists = {}
        for name, words in (("categories", _("Item categories")), ("customers", _("Customers"))):
            self.lists[name] = TextField(words, _("all; several with a semicolon"))
            self.lists[name].entered.connect(lambda text, name=name: self._ask(name, _listed(text)))
            rows.add(words, self.lists[name])
        self.show_choice = NamedChoice(
            _("On these cards"), [(_("as usual"), None), (_("show it"), True), (_("hide it"), False)]
        )
        self.show_choice.entered.connect(self._on_show)
        rows.add(_("On these cards"), self.show_choice)
        column.addLayout(rows)
        self.told = TextLabel(size=14, tone="ink2")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self.usual = Button(_("Usual values again"), icon="undo", kind="quiet")
        self.usual.clicked.connect(self._on_usual)
        column.addWidget(self.usual)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_rules(self, element: Element, rules: list[Rule], place: int | None) -> None:
        """Show the rules of an element; `rules` are they as a file has them, `place` the one to edit."""
        self._rules, self._place = rules, place
        told = _("Rule {number}: {when}")
        options: list[tuple[str, object]] = [(_("The element on every card"), None)]
        options += [(told.format(number=at + 1, when=rule_words(rule)), at) for at, rule in enumerate(element.when)]
        self.which.refill(options)
        self.which.show_value(place)
        self.which.setToolTip(self.which.currentText())
        self.add.setEnabled(len(rules) < _MOST_RULES)
        self.remove.setVisible(place is not None)
        self._box.setVisible(place is not None)
        if place is not None:
            self._show_rule(rules[place])

    def _show_rule(self, rule: Rule) -> None:
        asked = rule.get("if", {})
        for name, tick in self.kinds.items():
            tick.setChecked(name in asked.get("kinds", ()))
        for name, choice in self.flags.items():
            choice.show_value(asked.get(name))
        for name, field in self.lists.items():
            field.show_text("; ".join(asked.get(name, ())))
        self.show_choice.show_value(rule.get("show"))
        changes = bool(rule.get("set"))
        self.usual.setVisible(changes)
        self.told.setText(
            _("Other values hold on these cards: see below.")
            if changes
            else _("What you change below, or by the mouse, holds on these cards only.")
        )

    # -- what is edited --------------------------------------------------------------------------------------------

    def _on_remove(self) -> None:
        if self._place is not None:
            self.edited.emit(self._rules[: self._place] + self._rules[self._place + 1 :], None)

    def _on_show(self, answer: object) -> None:
        if self._place is None:
            return
        rule = {name: value for name, value in self._rules[self._place].items() if name != "show"}
        self._replace(rule if answer is None else {**rule, "show": answer})

    def _on_usual(self) -> None:
        if self._place is not None:
            rule = self._rules[self._place]
            self._replace({name: value for name, value in rule.items() if name != "set"})

    def _ask(self, name: str, answer: object) -> None:
        """The rule asks this from now on; an empty answer asks nothing."""
        if self._place is None:
            return
        rule = self._rules[self._place]
        asked = {each: value for each, value in rule.get("if", {}).items() if each != name}
        if answer is not None and answer != []:
            asked[name] = answer
        self._replace({**rule, "if": asked})

    def _replace(self, rule: Rule) -> None:
        assert self._place is not None, "asked for by whoever calls"
        self.edited.emit([*self._rules[: self._place], rule, *self._rules[self._place + 1 :]], self._place)


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]
