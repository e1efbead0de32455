"""Making an item and changing one: what it is and its picture on one page, its parts on the other."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from kanban_app.domain.structure_edits import NEW, EditFault
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Pill, TextLabel
from kanban_app.gui.loops.editor import Editor
from kanban_app.gui.loops.form import FieldPlan, Form
from kanban_app.gui.loops.name_field import KnownNames
from kanban_app.gui.loops.parts_panel import PartsPanel
from kanban_app.gui.loops.picture_field import PictureField
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations import structure_forms, structure_words
from kanban_app.operations.structure_forms import Kept, part_rows
from kanban_app.operations.structure_texts import item_texts


class ItemEditor(Editor):
    """One item, or a new one. Facts and parts are two changes: each is kept, and put back, by itself."""

    def __init__(self, tools: Tools, known: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.facts_pill, self.parts_pill = Pill(_("What it is")), Pill(_("Its parts"))
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for pill in (self.facts_pill, self.parts_pill):
            group.addButton(pill)
            row.addWidget(pill)
        row.addStretch(1)
        self.facts_pill.setChecked(True)
        names = ("code", "description", "unit", "decimals", "category", "unit_cost")
        hints = {"unit": _("pcs, kg, m …"), "decimals": _("as the unit has them")}
        self.form = Form([FieldPlan(name, hint=hints.get(name, "")) for name in names])
        self.picture_title = TextLabel(structure_words.field("picture"), size=16, weight=700)
        self.picture = PictureField(tools)
        self.parts = PartsPanel(known)
        self.content.addLayout(row)
        for widget in (self.form, self.picture_title, self.picture, self.parts):
            self.content.addWidget(widget)
        self.content.addStretch(1)
        self.form.edited.connect(lambda _name: self.look())
        self.picture.chosen.connect(self.look)
        self.parts.edited.connect(self.look)
        group.buttonToggled.connect(lambda _pill, _on: self._turn_page())
        self._turn_page()

    def show_parts(self) -> None:
        """Turn to the parts."""
        self.parts_pill.setChecked(True)

    def _is_facts(self) -> bool:
        return self.facts_pill.isChecked()

    def _turn_page(self) -> None:
        for widget in (self.form, self.picture_title, self.picture):
            widget.setVisible(self._is_facts())
        self.parts.setVisible(not self._is_facts())
        # What is typed on the other page is kept first: one change at a time.
        if self.structure is not None:
            self.say("")
            self.look()

    # -- showing ---------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget:
        return self.form.fields["code"]

    def show_thing(self) -> None:
        structure = self.structure
        assert structure is not None
        item = structure.items.get(self.thing_id)
        self.parts_pill.setVisible(item is not None)
        self.picture_title.setVisible(self._is_facts())
        if item is None:
            self.facts_pill.setChecked(True)
            self.title.set_whole(_("New item"))
            self.say_which("")
            self.form.fill({"unit": "pcs"})
            self.picture.show_stored("")
            return
        self.title.set_whole(item.code)
        self.say_which(item.description)
        self.form.fill(item_texts(item))
        self.picture.show_stored(item.picture)
        self.parts.show_tree(structure, item.id)
        self.parts.show_rows(part_rows(structure, item.id))

    # -- typing ----------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = dict(self._typed_facts())
        parts = self.parts.typed()
        if parts is not None and self.thing_id != NEW:
            typed["parts"] = parts
        if self.picture.new_bytes is not None:
            typed["new_picture"] = self.picture.new_bytes
        return typed

    def _typed_facts(self) -> dict[str, str]:
        typed = {name: self.form.text(name) for name in self.form.typed()}
        if self.picture.is_taken_away:
            typed["picture"] = ""
        return typed

    def type_again(self, typed: Any) -> None:
        for name, text in typed.items():
            if name in self.form.fields:
                self.form.set_text(name, text)
        if "parts" in typed:
            self.parts.type_again(typed["parts"])
        if "new_picture" in typed:
            self.picture.take(typed["new_picture"])
        elif "picture" in typed:
            self.picture.take_away()

    def _keeps_parts(self) -> bool:
        """Which of both changes the blue button keeps: the page that is open, else the one that has any."""
        has_facts = bool(self._typed_facts()) or self.picture.new_bytes is not None
        return self.thing_id != NEW and self.parts.typed() is not None and (not self._is_facts() or not has_facts)

    def forget_typing(self) -> None:
        """Only what was kept; the lists that come next fill the rest again."""
        if self._kept_parts:
            self.parts.forget_typing()
        else:
            self.form.fill(self.form.texts())
            self.picture.new_bytes, self.picture.is_taken_away = None, False

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        if self._keeps_parts():
            return self.parts.show_faults(faults)
        found = list(faults)
        pictures = [structure_words.fault_text(fault) for fault in found if fault.field_name == "picture"]
        self.picture.say("\n".join(pictures))
        return self.form.show_faults(fault for fault in found if fault.field_name != "picture")

    def focus_first_fault(self) -> None:
        if not self._keeps_parts():
            self.form.focus_first_fault()

    # -- asking ----------------------------------------------------------------------------------------------------

    _kept_parts = False

    def ask_preview(self) -> Future[Any]:
        shop = self.tools.link.shop
        assert shop is not None
        if self._keeps_parts():
            return shop.read(structure_forms.preview_parts, self.thing_id, self.parts.texts(), shop.clock())
        return shop.read(structure_forms.preview_item_texts, self.thing_id, self._facts(), shop.clock())

    def ask_keep(self) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        person = self.tools.settings.person
        self._kept_parts = self._keeps_parts()
        if self._kept_parts:
            return shop.write(structure_forms.keep_parts, self.thing_id, self.parts.texts(), shop.clock(), person)
        keep = structure_forms.keep_item_texts
        return shop.write(keep, self.thing_id, self._facts(), shop.clock(), self.picture.new_bytes, person)

    def _facts(self) -> dict[str, str]:
        return self.form.texts() if self.thing_id == NEW else self._typed_facts()

    def ask_back(self, thing_id: int, before: Any) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        person = self.tools.settings.person
        if isinstance(before, tuple):
            return shop.write(structure_forms.keep_parts, thing_id, before, shop.clock(), person)
        return shop.write(structure_forms.keep_item_texts, thing_id, before, shop.clock(), None, person)
