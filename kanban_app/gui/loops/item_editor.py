"""Making an item and changing one: what it is and its picture, its parts, and when it is made, a page for each."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QWidget

from kanban_app.domain.structure_edits import NEW, EditFault
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Pill, TextLabel
from kanban_app.gui.loops.editor import Editor
from kanban_app.gui.loops.form import FieldPlan, Form
from kanban_app.gui.loops.item_policy import PolicyPanel, preview_lines
from kanban_app.gui.loops.name_field import KnownNames
from kanban_app.gui.loops.parts_panel import PartsPanel
from kanban_app.gui.loops.picture_field import PictureField
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations import structure_forms, structure_words
from kanban_app.operations.item_policies import PolicyPreview, keep_policy, preview_policy
from kanban_app.operations.structure_forms import Kept, part_rows
from kanban_app.operations.structure_texts import item_texts

FACTS, PARTS, POLICY = "facts", "parts", "policy"


class ItemEditor(Editor):
    """One item, or a new one. Facts, parts and policy are a change each: kept, and put back, by itself."""

    def __init__(self, tools: Tools, known: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.facts_pill, self.parts_pill = Pill(_("What it is")), Pill(_("Its parts"))
        self.policy_pill = Pill(_("When it is made"))
        self._pills = {FACTS: self.facts_pill, PARTS: self.parts_pill, POLICY: self.policy_pill}
        group = QButtonGroup(self)
        row = FlowLayout()
        for pill in self._pills.values():
            group.addButton(pill)
            row.addWidget(pill)
        self.facts_pill.setChecked(True)
        names = ("code", "description", "unit", "decimals", "category", "unit_cost")
        hints = {"unit": _("pcs, kg, m …"), "decimals": _("as the unit has them")}
        self.form = Form([FieldPlan(name, hint=hints.get(name, "")) for name in names])
        self.picture_title = TextLabel(structure_words.field("picture"), size=16, weight=700)
        self.picture = PictureField(tools)
        self.parts = PartsPanel(known)
        self.policy = PolicyPanel(tools)
        self.content.addLayout(row)
        for widget in (self.form, self.picture_title, self.picture, self.parts, self.policy):
            self.content.addWidget(widget)
        self.content.addStretch(1)
        self.form.edited.connect(lambda _name: self.look())
        self.picture.chosen.connect(self.look)
        self.parts.edited.connect(self.look)
        self.policy.edited.connect(self.look)
        self.policy.was_read.connect(self.look)
        group.buttonToggled.connect(lambda _pill, _on: self._turn_page())
        self._turn_page()

    def show_parts(self) -> None:
        """Turn to the parts."""
        self.parts_pill.setChecked(True)

    def show_policy(self) -> None:
        """Turn to how orders for it are met."""
        self.policy_pill.setChecked(True)

    def _page(self) -> str:
        return next(page for page, pill in self._pills.items() if pill.isChecked())

    def _turn_page(self) -> None:
        page = self._page()
        for widget in (self.form, self.picture_title, self.picture):
            widget.setVisible(page == FACTS)
        self.parts.setVisible(page == PARTS)
        self.policy.setVisible(page == POLICY)
        # What is typed on another page is kept first: one change at a time.
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
        for pill in (self.parts_pill, self.policy_pill):
            pill.setVisible(item is not None)
        self.picture_title.setVisible(self._page() == FACTS)
        if item is None:
            self.facts_pill.setChecked(True)
            self.title.set_whole(_("New item"))
            self.say_which("")
            self.form.fill({"unit": "pcs"})
            self.picture.show_stored("")
            self.parts.show_rows(())
            self.policy.show_none()
            return
        self.title.set_whole(item.code)
        self.say_which(item.description)
        self.form.fill(item_texts(item))
        self.picture.show_stored(item.picture)
        self.parts.show_tree(structure, item.id)
        self.parts.show_rows(part_rows(structure, item.id))
        self.policy.show_item(structure, item.id)

    # -- typing ----------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = dict(self._typed_facts())
        parts = self.parts.typed()
        if parts is not None and self.thing_id != NEW:
            typed["parts"] = parts
        if self.thing_id != NEW:
            typed |= self.policy.typed()
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
        self.policy.type_again(typed)
        if "parts" in typed:
            self.parts.type_again(typed["parts"])
        if "new_picture" in typed:
            self.picture.take(typed["new_picture"])
        elif "picture" in typed:
            self.picture.take_away()

    def _page_to_keep(self) -> str:
        """Which of the changes the blue button keeps: that of the page that is open, else the first there is."""
        if self.thing_id == NEW:
            return FACTS
        changed = {
            FACTS: bool(self._typed_facts()) or self.picture.new_bytes is not None,
            PARTS: self.parts.typed() is not None,
            POLICY: bool(self.policy.typed()),
        }
        pages = [page for page, is_changed in changed.items() if is_changed]
        return self._page() if self._page() in pages or not pages else pages[0]

    def forget_typing(self) -> None:
        """Only what was kept; the lists that come next fill the rest again."""
        if self._kept_page == PARTS:
            self.parts.forget_typing()
        elif self._kept_page == POLICY:
            self.policy.forget_typing()
        else:
            self.form.fill(self.form.texts())
            self.picture.new_bytes, self.picture.is_taken_away = None, False

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        page = self._page_to_keep()
        if page == PARTS:
            return self.parts.show_faults(faults)
        if page == POLICY:
            return self.policy.show_faults(faults)
        found = list(faults)
        pictures = [structure_words.fault_text(fault) for fault in found if fault.field_name == "picture"]
        self.picture.say("\n".join(pictures))
        return self.form.show_faults(fault for fault in found if fault.field_name != "picture")

    def focus_first_fault(self) -> None:
        if self._page_to_keep() == FACTS:
            self.form.focus_first_fault()

    # -- asking ----------------------------------------------------------------------------------------------------

    _kept_page = FACTS

    def ask_preview(self) -> Future[Any]:
        shop = self.tools.link.shop
        assert shop is not None
        page = self._page_to_keep()
        if page == PARTS:
            return shop.read(structure_forms.preview_parts, self.thing_id, self.parts.texts(), shop.clock())
        if page == POLICY:
            return shop.read(preview_policy, self.thing_id, self.policy.typed())
        return shop.read(structure_forms.preview_item_texts, self.thing_id, self._facts(), shop.clock())

    def lines_of(self, preview: Any) -> list[str]:
        if not isinstance(preview, PolicyPreview):
            return super().lines_of(preview)
        assert self.structure is not None
        return preview_lines(self.structure, preview)

    def ask_keep(self) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        person = self.tools.settings.person
        self._kept_page = self._page_to_keep()
        if self._kept_page == PARTS:
            return shop.write(structure_forms.keep_parts, self.thing_id, self.parts.texts(), shop.clock(), person)
        if self._kept_page == POLICY:
            return shop.write(keep_policy, self.thing_id, self.policy.typed(), person)
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
        if "policy" in before:
            return shop.write(keep_policy, thing_id, before, person)
        return shop.write(structure_forms.keep_item_texts, thing_id, before, shop.clock(), None, person)
