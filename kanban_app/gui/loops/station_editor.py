"""Making a station and changing one: its name, what it is, where it stands, which store serves it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

from PySide6.QtWidgets import QWidget

from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure_edits import EditFault
from kanban_app.gui.look.widgets import TextLabel
from kanban_app.gui.loops.editor import Editor
from kanban_app.gui.loops.form import FieldPlan, Form
from kanban_app.gui.loops.name_field import KnownNames
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations import structure_forms, words
from kanban_app.operations.structure_forms import Kept
from kanban_app.operations.structure_texts import station_texts


class StationEditor(Editor):
    """One station, or a new one."""

    def __init__(self, tools: Tools, known: KnownNames, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        kinds = [(kind.value, words.station_kind(kind)) for kind in StationKind]
        self.form = Form(
            [
                FieldPlan("name"),
                FieldPlan("kind", kinds),
                FieldPlan("location"),
                FieldPlan("served_from", names=known.stores, hint=_("no store")),
            ]
        )
        self.form.edited.connect(self._on_edited)
        note = TextLabel(
            _("What no loop brings to a workstation is taken from the store that serves it."), size=14, tone="ink3"
        )
        note.setWordWrap(True)
        self.content.addWidget(self.form)
        self.content.addWidget(note)
        self.content.addStretch(1)

    def first_field(self) -> QWidget:
        return self.form.fields["name"]

    def show_thing(self) -> None:
        structure = self.structure
        assert structure is not None
        station = structure.stations.get(self.thing_id)
        if station is None:
            self.title.set_whole(_("New station"))
            self.say_which("")
            self.form.fill({"kind": StationKind.WORKSTATION.value})
        else:
            self.title.set_whole(station.name)
            self.say_which(words.station_kind(station.kind))
            self.form.fill(station_texts(structure, station))
        self._fit()

    def _on_edited(self, _name: str) -> None:
        self._fit()
        self.look()

    def _fit(self) -> None:
        """Only a workstation is served; a store that is typed stays in its field till then."""
        is_served = self.form.text("kind") == StationKind.WORKSTATION.value or bool(self.form.text("served_from"))
        self.form.set_row_visible("served_from", is_served)

    def typed(self) -> dict[str, str]:
        return self.form.typed()

    def type_again(self, typed: Any) -> None:
        for name, text in typed.items():
            self.form.set_text(name, text)
        self._fit()

    def forget_typing(self) -> None:
        self.form.fill(self.form.texts())

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        return self.form.show_faults(faults)

    def focus_first_fault(self) -> None:
        self.form.focus_first_fault()

    def _texts(self) -> dict[str, str]:
        return self.form.texts() if self.thing_id == 0 else self.typed()

    def ask_preview(self) -> Future[Any]:
        shop = self.tools.link.shop
        assert shop is not None
        return shop.read(structure_forms.preview_station_texts, self.thing_id, self._texts(), shop.clock())

    def ask_keep(self) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        return shop.write(
            structure_forms.keep_station_texts, self.thing_id, self._texts(), shop.clock(), self.tools.settings.person
        )

    def ask_back(self, thing_id: int, before: Any) -> Future[Kept]:
        shop = self.tools.link.shop
        assert shop is not None
        return shop.write(
            structure_forms.keep_station_texts, thing_id, before, shop.clock(), self.tools.settings.person
        )
