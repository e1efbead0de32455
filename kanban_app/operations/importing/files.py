"""From what the user named, a folder or files, to the sheets in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kanban_app.operations.importing.csv_sheet import open_csv
from kanban_app.operations.importing.problems import Where, fatal
from kanban_app.operations.importing.sheets import Found
from kanban_app.operations.importing.xlsx_sheet import open_workbook

TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
FOLDER_ENDINGS = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
"""What a folder is searched for; a .txt is read only when it is named, a folder's is mostly a licence or a
note.
"""
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def find_sheets(paths: Iterable[Path]) -> Found:
    """All sheets of these files and folders (not of folders in them), in order of name, with what was
    noticed.

    Hidden files and the lock files of open workbooks are left out. What cannot be read is a fault, never an
    exception.
    """
    found = Found()
    seen: set[Path] = set()
    for path in paths:
        for file in _files_at(path, found):
            real = file.resolve()
            if real not in seen:
                seen.add(real)
                _open(file, _name(file, found.files), found)
    return found


def _files_at(path: Path, found: Found) -> list[Path]:
    try:
        if not path.is_dir():
            if path.is_file():
                return [path]
            found.faults.append((fatal("no_such_file"), Where(str(path))))
            return []
        files = sorted(
            file
            for file in path.iterdir()
            if file.suffix.lower() in FOLDER_ENDINGS and not file.name.startswith((".", "~$")) and file.is_file()
        )
    except OSError as problem:
        found.faults.append((fatal("unreadable", reason=str(problem.strerror)), Where(str(path))))
        return []
    if not files:
        found.faults.append((fatal("empty_folder"), Where(str(path))))
    return files


def _name(file: Path, used: list[str]) -> str:
    """The file's name as problems call it; with its folder where two have the same."""
    name = file.name if file.name not in used else str(file)
    used.append(name)
    return name


def _open(file: Path, name: str, found: Found) -> None:
    where = Where(name)
    try:
        with file.open("rb") as binary:
            start = binary.read(4)
        if start == _ZIP:
            sheets, faults = open_workbook(file, name)
            found.sheets.extend(sheets)
            found.faults.extend(faults)
        elif start == _OLD_OFFICE:
            found.faults.append((fatal("old_workbook"), where))
        elif file.suffix.lower() in (".xlsx", ".xlsm"):
            found.faults.append((fatal("broken_workbook"), where))
        elif file.suffix.lower() not in TEXT_ENDINGS:
            found.faults.append((fatal("unknown_file_type"), where))
        else:
            sheet, noticed = open_csv(file, where)
            found.sheets.extend([sheet] if sheet else [])
            found.faults.extend((fault, where) for fault in noticed)
    except OSError as problem:
        found.faults.append((fatal("unreadable", reason=str(problem.strerror)), where))
