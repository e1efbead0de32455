"""Telling the program what unknown headers mean: one block per table it could not place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, Rule, TextLabel
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.importing.mapping import Mapping
    from kanban_app.operations.importing.reading import UnmappedTable


class _TableBlock(QWidget):
    """One table: what it is, and what each of its headers is."""

    def __init__(self, table: UnmappedTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from kanban_app.operations.importing.fields import IGNORED, TABLES

        self.headers = table.headers
        self._tables = TABLES
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.px(8))
        place = f"{table.file} · {table.sheet}" if table.sheet else table.file
        self._grid.addWidget(TextLabel(place, size=15, weight=600), 0, 0)
        self.kind = Choice(name=_("What {file} is").format(file=place))
        self.kind.addItem(_("leave this table out"), IGNORED)
        for name in TABLES:
            self.kind.addItem(name.replace("_", " "), name)
        self.kind.setCurrentIndex(max(0, self.kind.findData(table.table)))
        self.kind.currentIndexChanged.connect(lambda _place: self._fill_fields())
        self._grid.addWidget(self.kind, 0, 1)
        self._fields: list[Choice] = []
        for line, header in enumerate(self.headers, start=1):
            field = Choice(name=_("What the column {header} is").format(header=header))
            self._grid.addWidget(TextLabel(header, size=15), line, 0)
            self._grid.addWidget(field, line, 1)
            self._fields.append(field)
        self._fill_fields()

    def _fill_fields(self) -> None:
        from kanban_app.operations.importing.header_text import plain

        table = self._tables.get(str(self.kind.currentData()))
        for header, field in zip(self.headers, self._fields, strict=True):
            field.clear()
            field.setEnabled(table is not None)
            field.addItem(_("leave it out"), "")
            for known in table.fields if table else ():
                field.addItem(known.name.replace("_", " ") + (" *" if known.required else ""), known.name)
                if plain(header) in {plain(word) for word in known.headers}:
                    field.setCurrentIndex(field.count() - 1)

    def entry_parts(self) -> tuple[tuple[str, ...], str, dict[str, str]]:
        """(headers, table, our field by their header)."""
        chosen = {
            header: str(field.currentData())
            for header, field in zip(self.headers, self._fields, strict=True)
            if field.currentData()
        }
        return self.headers, str(self.kind.currentData()), chosen


class MappingForm(QWidget):
    """All unknown tables. `told` says that the files should be read again with what was chosen."""

    told = Signal()

    def __init__(self, tables: Sequence[UnmappedTable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(TextLabel(_("Say what these columns are"), size=18, weight=700))
        note = TextLabel(_("It is remembered for the next file of this kind. * is needed."), size=14, tone="ink3")
        column.addWidget(note)
        self.blocks = [_TableBlock(table) for table in tables]
        for block in self.blocks:
            column.addWidget(block)
            column.addWidget(Rule())
        again = Button(_("Read again"), kind="primary")
        again.clicked.connect(self.told)
        column.addWidget(again, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def mapping(self) -> Mapping:
        """What was chosen."""
        from kanban_app.operations.importing.mapping import Mapping, MappingEntry

        return Mapping(tuple(MappingEntry(*block.entry_parts()) for block in self.blocks))
