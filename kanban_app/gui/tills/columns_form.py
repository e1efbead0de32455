"""Which column of a till file is which: each header with some of its values and a choice of what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, ElidedLabel, TextLabel
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.importing.mapping import Mapping as SaidColumns
    from kanban_app.operations.tills_reading import Columns

MOST_VALUES = 3


def field_names() -> dict[str, Callable[[], str]]:
    """What a column may be, in words, what is needed first."""
    return {
        "item": lambda: _("item code *"),
        "quantity": lambda: _("quantity *"),
        "date": lambda: _("day of the sale *"),
        "time": lambda: _("time of the sale"),
        "invoice": lambda: _("receipt"),
        "line": lambda: _("line of the receipt"),
        "price": lambda: _("price"),
        "customer": lambda: _("customer"),
        "description": lambda: _("description"),
    }


class ColumnsForm(QWidget):
    """The headers of one sheet. `told` says that the file should be read again with what was chosen."""

    told = Signal()

    def __init__(self, sheet: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headers = tuple(header for header in sheet.headers if header)
        known = dict(sheet.columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(TextLabel(_("Which column is which"), size=18, weight=700))
        note = TextLabel(_("It is remembered for the next file with these headers. * is needed."), size=14, tone="ink3")
        note.setWordWrap(True)
        column.addWidget(note)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        self.choices: dict[str, Choice] = {}
        for line, header in enumerate(self.headers):
            place = sheet.headers.index(header)
            values = [row[place] for row in sheet.preview if place < len(row) and row[place]][:MOST_VALUES]
            grid.addWidget(TextLabel(header, size=15, weight=600), line, 0)
            grid.addWidget(ElidedLabel(" · ".join(values), size=14, tone="ink2"), line, 1)
            grid.addWidget(self._choice(header, known.get(header, "")), line, 2)
        column.addLayout(grid)
        self.again = Button(_("Read again"), kind="primary")
        self.again.clicked.connect(self.told)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def _choice(self, header: str, chosen: str) -> Choice:
        choice = self.choices[header] = Choice(name=_("What the column {header} is").format(header=header))
        choice.addItem(_("not needed"), "")
        for name, text in field_names().items():
            choice.addItem(text(), name)
        choice.setCurrentIndex(max(0, choice.findData(chosen)))
        return choice

    def said(self) -> SaidColumns:
        """What was chosen; of two columns that are the same thing the first counts."""
        from kanban_app.operations.tills_fields import said

        chosen: dict[str, str] = {}
        for header, choice in self.choices.items():
            name = str(choice.currentData())
            chosen[header] = "" if name in chosen.values() else name
        return said(self.headers, chosen)
