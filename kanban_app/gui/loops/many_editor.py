"""Changing one field of several loops at once: one preview, one change, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault
from kanban_app.gui.look.widgets import Choice, TextLabel
from kanban_app.gui.loops import loop_fields
from kanban_app.gui.loops.editor import Editor
from kanban_app.gui.loops.form import FieldPlan, Form
from kanban_app.gui.loops.name_field import KnownNames
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.operations import structure_forms, structure_words
from kanban_app.operations.structure_forms import Kept


class ManyEditor(Editor):
    """Several loops, by `loop_ids`; the fields that differ among them are told as such."""

    def __init__(self, tools: Tools, known: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.loop_ids: tuple[int, ...] = ()
        self._kept_ids: tuple[int, ...] = ()
        self.field = Choice(name=_("What to change"))
        for name in loop_fields.CHANGEABLE:
            self.field.addItem(structure_words.field(name), name)
        # Every field starts as nobody has chosen it: an empty option that changes nothing.
        self.form = Form([_with_nothing_chosen(loop_fields.plan(name, known)) for name in loop_fields.CHANGEABLE])
        self.content.addWidget(TextLabel(_("What to change"), size=15))
        self.content.addWidget(self.field)
        self.content.addWidget(self.form)
        self.content.addStretch(1)
        self.field.activated.connect(lambda _place: self._show_field())
        self.form.edited.connect(lambda _name: self.look())
        self._show_field()

    def _show_field(self) -> None:
        for name in loop_fields.CHANGEABLE:
            self.form.set_row_visible(name, name == self.field.currentData())
        self.form.fill({})
        if self.structure is not None:
            self.look()

    def choose(self, structure: Structure, loop_ids: Sequence[int]) -> None:
        """Change these loops."""
        if set(loop_ids) != set(self.loop_ids):
            self.loop_ids = tuple(loop_ids)
            self.structure = None  # what was typed was meant for others
            self.open(structure, -1)
            self.back_button.setVisible(self._back is not None and set(self._kept_ids) == set(loop_ids))
        else:
            self.renew(structure)

    def first_field(self) -> QWidget:
        return self.field

    def show_thing(self) -> None:
        count = len(self.loop_ids)
        self.title.set_whole(ngettext("{count} loop", "{count} loops", count).format(count=count))
        assert self.structure is not None
        loops = [self.structure.loops[loop_id] for loop_id in self.loop_ids if loop_id in self.structure.loops]
        names = sorted({self.structure.item_of(loop).code for loop in loops}, key=str.casefold)
        shown = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
        self.say_which(shown)
        self.form.fill({})

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.typed().items() if text}

    def type_again(self, typed: Any) -> None:
        for name, text in typed.items():
            self.form.set_text(name, text)

    def forget_typing(self) -> None:
        self.form.fill({})

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        return self.form.show_faults(faults)

    def focus_first_fault(self) -> None:
        self.form.focus_first_fault()

    def _texts(self) -> dict[int, dict[str, str]]:
        return {loop_id: self.typed() for loop_id in self.loop_ids}

    def ask_preview(self) -> Future[Any]:
        shop = self.tools.link.shop
        assert shop is not None
        return shop.read(structure_forms.preview_loop_texts, self._texts(), shop.clock())

    def ask_keep(self) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        self._kept_ids = self.loop_ids
        return shop.write(structure_forms.keep_loop_texts, self._texts(), shop.clock(), self.tools.settings.person)

    def ask_back(self, thing_id: int, before: Any) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        return shop.write(structure_forms.keep_loop_texts, before, shop.clock(), self.tools.settings.person)


def _with_nothing_chosen(plan: FieldPlan) -> FieldPlan:
    return replace(plan, options=[("", _("choose")), *plan.options]) if plan.options else plan
