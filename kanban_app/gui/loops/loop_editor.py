"""Making a loop and changing one: its numbers, its places and paper, which steps are reported, and pausing it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import KIND_OF_SOURCE, LoopKind, default_steps
from kanban_app.domain.structure_edits import NEW, EditFault
from kanban_app.gui.look.widgets import Choice, TextLabel
from kanban_app.gui.loops import loop_fields
from kanban_app.gui.loops.editor import Editor
from kanban_app.gui.loops.form import Form
from kanban_app.gui.loops.name_field import KnownNames
from kanban_app.gui.loops.pause_row import PauseRow
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.operations import structure_forms, structure_words, words
from kanban_app.operations.looking import read_pause
from kanban_app.operations.structure_forms import Kept
from kanban_app.operations.structure_texts import loop_texts


class LoopEditor(Editor):
    """One loop, or a new one."""

    def __init__(self, tools: Tools, known: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.forms = [
            Form([loop_fields.plan(name, known) for name in names])
            for names in (
                (*loop_fields.ENDS, *loop_fields.BASICS),
                loop_fields.PAPER,
                loop_fields.STEPS,
                loop_fields.RECEIVING,
            )
        ]
        titles = ("", _("Places and paper"), _("Steps"), _("Receiving and taking"))
        self.start = Choice(name=_("The cards start"))
        for start, text in (
            (Start.NEW, _("not activated: print them first")),
            (Start.FULL, _("all full")),
            (Start.EMPTY, _("all empty: everything is ordered")),
        ):
            self.start.addItem(text, start)
        # As wide as there is room: its longest words must not push the form over the edge.
        self.start.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._start_row = QWidget()
        row = QHBoxLayout(self._start_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(TextLabel(_("The cards start"), size=15), 2)
        row.addWidget(self.start, 3)
        self.pause = PauseRow(tools)
        self.pause.pause_asked.connect(lambda reason: self._set_paused(True, reason))
        self.pause.resume_asked.connect(lambda: self._set_paused(False, ""))
        for title, form in zip(titles, self.forms, strict=True):
            if title:
                self.content.addWidget(TextLabel(title, size=16, weight=700))
            self.content.addWidget(form)
            form.edited.connect(self._on_edited)
            if not title:
                self.content.addWidget(self._start_row)
        self.content.addWidget(self.pause)
        self.content.addStretch(1)

    @property
    def ends(self) -> Form:
        """The form with item, source, consumer and the numbers."""
        return self.forms[0]

    # -- showing ---------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget:
        return self.ends.fields["item"]

    def show_thing(self) -> None:
        structure = self.structure
        assert structure is not None
        loop = structure.loops.get(self.thing_id)
        for name in loop_fields.ENDS:
            self.ends.set_row_visible(name, loop is None)
        self._start_row.setVisible(loop is None)
        self.pause.setVisible(loop is not None)
        if loop is None:
            self.title.set_whole(_("New loop"))
            self.say_which(_("Its kind follows from where it comes from."))
            texts = loop_fields.new_texts() | self._steps_by_source()
        else:
            self.title.set_whole(structure.item_of(loop).code)
            ends = structure.stations[loop.source_id].name, structure.stations[loop.consumer_id].name
            kind = words.kind(loop.kind)
            self.say_which(_("{source} → {consumer}, {kind}").format(source=ends[0], consumer=ends[1], kind=kind))
            texts = loop_texts(structure, loop)
            self._show_pause(loop.suspended)
        for form in self.forms:
            form.fill(texts)
        self._say_unit()

    def _say_unit(self) -> None:
        """Kilograms and metres stand at the number that they are meant by."""
        structure = self.structure
        assert structure is not None
        loop = structure.loops.get(self.thing_id)
        typed = self.ends.text("item").casefold()
        named = (one for one in structure.items.values() if one.code.casefold() == typed)
        item = structure.item_of(loop) if loop is not None else next(named, None)
        text = structure_words.field("container_quantity")
        if item is not None:
            text = _("Per container, {unit}").format(unit=words.unit(item.unit))
        self.ends.labels["container_quantity"].setText(text)

    def _show_pause(self, is_paused: bool) -> None:
        self.pause.show_loop(is_paused)
        shop = self.tools.link.shop
        if is_paused and shop is not None:
            self.tools.link.when_done(shop.read(read_pause, self.thing_id), self.pause.show_pause)

    def _steps_by_source(self) -> dict[str, str]:
        """Which steps a new loop from the typed source begins with."""
        structure = self.structure
        typed = self.ends.text("source").casefold()
        known = structure.stations.values() if structure is not None else ()
        source = next((station for station in known if station.name.casefold() == typed), None)
        kind = KIND_OF_SOURCE[source.kind] if source else LoopKind.PRODUCTION
        in_process, in_transit = default_steps(kind)
        return {"in_process": in_process.value, "in_transit": in_transit.value}

    def _on_edited(self, name: str) -> None:
        steps = self.forms[2]
        if name == "source" and self.thing_id == NEW and not steps.typed():
            steps.fill({**loop_fields.new_texts(), **self._steps_by_source()})
        if name == "item":
            self._say_unit()
        self.look()

    # -- typing ----------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        typed: dict[str, str] = {}
        for form in self.forms:
            typed |= form.typed()
        return typed

    def type_again(self, typed: Any) -> None:
        for form in self.forms:
            for name, text in typed.items():
                if name in form.fields:
                    form.set_text(name, text)

    def forget_typing(self) -> None:
        for form in self.forms:
            form.fill(form.texts())

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        left = list(faults)
        for form in self.forms:
            left = form.show_faults(left)
        return left

    def focus_first_fault(self) -> None:
        form = next((form for form in self.forms if any(form.fault(name) for name in form.fields)), None)
        if form is not None:
            form.focus_first_fault()

    # -- asking ----------------------------------------------------------------------------------------------------

    def _all_texts(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for form in self.forms:
            texts |= form.texts()
        return texts

    def ask_preview(self) -> Future[Any]:
        shop = self.tools.link.shop
        assert shop is not None
        if self.thing_id == NEW:
            return shop.read(structure_forms.preview_new_loop, self._all_texts())
        return shop.read(structure_forms.preview_loop_texts, {self.thing_id: self.typed()}, shop.clock())

    def lines_of(self, preview: Any) -> list[str]:
        if self.thing_id != NEW:
            return super().lines_of(preview)
        count, kind = preview
        cards = ngettext("It is a {kind} loop with {count} card.", "It is a {kind} loop with {count} cards.", count)
        return [cards.format(kind=words.kind(LoopKind(kind)), count=count)]

    def ask_keep(self) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        person = self.tools.settings.person
        if self.thing_id == NEW:
            start = Start(self.start.currentData())  # Qt gives back the bare text
            return shop.write(structure_forms.keep_new_loop, self._all_texts(), start, shop.clock(), person)
        return shop.write(structure_forms.keep_loop_texts, {self.thing_id: self.typed()}, shop.clock(), person)

    def ask_back(self, thing_id: int, before: Any) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        return shop.write(structure_forms.keep_loop_texts, before, shop.clock(), self.tools.settings.person)

    def _set_paused(self, paused: bool, reason: str) -> None:
        shop = self.tools.link.shop
        if shop is None or self._keeping:
            return
        self._keeping = True
        texts = {self.thing_id: {"suspended": "yes" if paused else "no"}}
        asked = shop.write(structure_forms.keep_loop_texts, texts, shop.clock(), self.tools.settings.person, reason)
        self.tools.link.when_done(asked, self._on_paused, self._on_refused)

    def _on_paused(self, kept: Kept) -> None:
        self._keeping = False
        self.kept.emit(kept.id)
