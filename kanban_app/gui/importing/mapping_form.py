"""Telling the program what headers mean: one block per kind of table, which it could not place or placed wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, Rule, TextLabel
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.importing.fields import Table
    from kanban_app.operations.importing.mapping import Mapping, MappingEntry
    from kanban_app.operations.importing.reading import FoundTable, Reading, UnmappedTable


def tables_known(reading: Reading | None) -> tuple[FoundTable, ...]:
    """The tables whose columns may be put right."""
    return (*reading.tables_found, *reading.tables_ignored) if reading is not None else ()


class _TableBlock(QWidget):
    """Tables with the same headers: what they are, and what each header is."""

    def __init__(self, alike: Sequence[UnmappedTable | FoundTable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from kanban_app.operations.importing.fields import IGNORED, TABLES
        from kanban_app.operations.importing.reading import FoundTable

        table = alike[0]
        self.headers = tuple(dict.fromkeys(table.headers))
        self._found = table if isinstance(table, FoundTable) else None
        self._tables = TABLES
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.px(8))
        place = ", ".join(f"{one.file} · {one.sheet}" if one.sheet else one.file for one in alike)
        heading = TextLabel(place, size=15, weight=600)
        heading.setWordWrap(True)
        self._grid.addWidget(heading, 0, 0)
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
            field.currentIndexChanged.connect(partial(self._take, field))
        self._fill_fields()

    def _fill_fields(self) -> None:
        table = self._tables.get(str(self.kind.currentData()))
        for field in self._fields:
            field.clear()
            field.setEnabled(table is not None)
            field.addItem(_("leave it out"), "")
            for known in table.fields if table else ():
                field.addItem(known.name.replace("_", " ") + (" *" if known.required else ""), known.name)
        if table is not None:
            for header, field in zip(self.headers, self._fields, strict=True):
                field.setCurrentIndex(max(0, field.findData(self._meaning(table, header))))

    def _meaning(self, table: Table, header: str) -> str:
        """What the column was read as; of a table that was not read so, what its header says, unless it is given."""
        from kanban_app.operations.importing.header_text import plain

        if self._found is not None and self._found.table == table.name:
            return dict(self._found.columns).get(header, "")
        taken = {field.currentData() for field in self._fields}
        fitting = (one.name for one in table.fields if plain(header) in {plain(word) for word in one.headers})
        return next((name for name in fitting if name not in taken), "")

    def _take(self, taker: Choice, _place: int) -> None:
        """What this column is no other column is."""
        for field in self._fields:
            if field is not taker and taker.currentData() and field.currentData() == taker.currentData():
                field.setCurrentIndex(0)

    def entry(self) -> MappingEntry:
        """What was chosen, with how the file writes numbers and days where somebody told that before."""
        from kanban_app.operations.importing.mapping import MappingEntry

        table = str(self.kind.currentData())
        columns = zip(self.headers, (str(field.currentData()) for field in self._fields), strict=True)
        before = self._found.entry if self._found is not None else None
        written = (before.decimal, before.dates) if before is not None else ("", "")
        return MappingEntry(self.headers, table, dict(columns) if table in self._tables else {}, *written)


class MappingForm(QWidget):
    """Unknown tables, or, to put them right, known ones: these may also be left as they are.

    `told` says that the files should be read again with what was chosen, `left` that nothing is changed.
    """

    told = Signal()
    left = Signal()

    def __init__(self, tables: Sequence[UnmappedTable | FoundTable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from kanban_app.operations.importing.mapping import signature
        from kanban_app.operations.importing.reading import FoundTable

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(TextLabel(_("Say what these columns are"), size=18, weight=700))
        note = TextLabel(_("It is remembered for the next file of this kind. * is needed."), size=14, tone="ink3")
        note.setWordWrap(True)
        column.addWidget(note)
        alike: dict[str, list[UnmappedTable | FoundTable]] = {}
        for table in tables:  # what is remembered is remembered by the headers
            alike.setdefault(signature(table.headers), []).append(table)
        self.blocks = [_TableBlock(ones) for ones in alike.values()]
        for block in self.blocks:
            column.addWidget(block)
            column.addWidget(Rule())
        self.again = Button(_("Read again"), kind="primary")
        self.again.clicked.connect(self.told)
        self.keep = Button(_("Leave it as it is"), kind="quiet")
        self.keep.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.again)
        column.addLayout(row)
        column.addStretch(1)
        self.keep.setVisible(all(isinstance(table, FoundTable) for table in tables))
        self.setFocusProxy(self.blocks[0].kind)

    def mapping(self) -> Mapping:
        """What was chosen."""
        from kanban_app.operations.importing.mapping import Mapping

        return Mapping(tuple(block.entry() for block in self.blocks))
