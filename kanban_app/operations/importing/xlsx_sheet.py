"""Excel workbooks, read with python-calamine after `xlsx_check` has looked into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kanban_app.operations.importing.problems import Fault, Where, fatal, warning
from kanban_app.operations.importing.sheets import Row, UnreadableSheet
from kanban_app.operations.importing.xlsx_check import fault_of_workbook

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


@dataclass(frozen=True, slots=True)
class XlsxSheet:
    """One sheet of a workbook. Its numbers and dates are numbers and dates already."""

    workbook: CalamineWorkbook
    where: Where

    @property
    def decimal_sign_hint(self) -> str:
        """Cells that are texts give no hint."""
        return ""

    def rows(self) -> Iterator[Row]:
        """All rows from the first of the sheet, empty ones too."""
        from python_calamine import CalamineError

        try:
            sheet = self.workbook.get_sheet_by_name(self.where.sheet)
            for number, cells in enumerate(sheet.iter_rows(), 1):
                yield number, list(cells)
        except CalamineError:
            raise UnreadableSheet(fatal("broken_workbook")) from None


def open_workbook(path: Path, name: str) -> tuple[list[XlsxSheet], list[tuple[Fault, Where]]]:
    """The visible sheets of a workbook that is safe to open, and what was noticed. Raises OSError."""
    fault = fault_of_workbook(path)
    if fault:
        return [], [(fault, Where(name))]
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except CalamineError:
        return [], [(fatal("broken_workbook"), Where(name))]
    sheets, faults = [], []
    for metadata in workbook.sheets_metadata:
        where = Where(name, metadata.name)
        if metadata.typ is not SheetTypeEnum.WorkSheet:
            continue
        if metadata.visible is SheetVisibleEnum.Visible:
            sheets.append(XlsxSheet(workbook, where))
        else:
            faults.append((warning("hidden_sheet"), where))
    return sheets, faults
