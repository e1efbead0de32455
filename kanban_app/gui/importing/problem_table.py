"""What is wrong with the files, row by row, errors before warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from kanban_app.gui.look import icons, tables, theme
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.importing.problems import Problem

MOST_SHOWN = 1_000


class ProblemTable(QTableWidget):
    """Where, what is the matter, what would be accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setAccessibleName(_("Problems"))
        self.setHorizontalHeaderLabels([_("Where"), _("What is the matter"), _("What would be accepted")])
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tables.dress(self)
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these, errors first."""
        ordered = sorted(problems, key=lambda problem: problem.severity.value != "error")[:MOST_SHOWN]
        self.setRowCount(len(ordered))
        for line, problem in enumerate(ordered):
            wrong = problem.severity.value == "error"
            for place, text in enumerate((problem.place(), problem.what(), problem.accepted())):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                if place == 0:
                    sign = ("alert_octagon", "stop") if wrong else ("alert", "warn")
                    cell.setIcon(icons.icon(*sign, theme.px(18)))
                    said = _("does not fit") if wrong else _("to know")
                    cell.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said}: {text}")
                self.setItem(line, place, cell)
        self.setColumnHidden(2, not any(problem.accepted() for problem in ordered))
