"""A folder that tills write into: each file is taken once, when it is whole, and then put away.

A file counts as whole when it has not changed between two looks. It is booked, then moved to `done`, or to `trouble`
with what is the matter in a text beside it. Killed in between it is found again, and books nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from threading import Event

from kanban_app.files import write_whole
from kanban_app.i18n import _
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_importing import TillOptions, Watching, import_till_file
from kanban_app.operations.tills_reports import Imported
from kanban_app.store.till_tables import TillFileState

SECONDS_BETWEEN_LOOKS = 2.0
DONE_FOLDER, TROUBLE_FOLDER = "done", "trouble"
ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".csv.gz")

_Look = tuple[int, int]
"""Size in bytes and time of the last change of a file, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file of the folder after it was booked or refused, and where it lies now."""

    imported: Imported
    moved_to: Path

    def text_lines(self) -> list[str]:
        """What is told of it."""
        return [*self.imported.text_lines(), _("Moved to {place}.").format(place=self.moved_to)]


class WatchedFolder:
    """Finds the files of a folder that are whole: the same size and time at two looks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._looks: dict[Path, _Look] = {}

    def whole_files(self) -> list[Path]:
        """The files that can be taken now, oldest first. Raises OSError where the folder cannot be read."""
        looks: dict[Path, _Look] = {}
        for path in self.folder.iterdir():
            if path.name.lower().endswith(ENDINGS) and not path.name.startswith((".", "~$")):
                look = _look_at(path)
                if look is not None:
                    looks[path] = look
        whole = [path for path, look in looks.items() if look[0] and self._looks.get(path) == look]
        self._looks = looks
        return sorted(whole, key=lambda path: (looks[path][1], path.name))


def _look_at(path: Path) -> _Look | None:
    """What tells whether a file changes; None where it is none, or has gone: tills rename what they have written."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return (facts.st_size, facts.st_mtime_ns) if S_ISREG(facts.st_mode) else None


def take_file(shop: Shop, path: Path, station: str, options: TillOptions, watching: Watching) -> Taken | None:
    """Book one file of a watched folder and put it away; None where it was stopped, so that it stays.

    None too where the till has gone on writing meanwhile: what it added is booked when the file stands still again, and
    what is booked is known again. Raises OSError where it cannot be moved, and then before anything is booked; and as
    `import_till_file`.
    """
    before = _look_at(path)
    if before is None:
        return None
    path.rename(path)  # refused while another program holds the file, on systems where that hinders moving it
    (path.parent / DONE_FOLDER).mkdir(exist_ok=True)
    imported = import_till_file(shop, path, station, options, watching)
    if imported.report.state is TillFileState.STOPPED or _look_at(path) != before:
        return None
    target = _put_away(path, TROUBLE_FOLDER if imported.refused else DONE_FOLDER)
    if imported.refused:
        said = "\n".join(imported.text_lines()) + "\n"
        write_whole(target.with_name(f"{target.name}.problems.txt"), said.encode())
    return Taken(imported, target)


def _put_away(path: Path, folder_name: str) -> Path:
    folder = path.parent / folder_name
    folder.mkdir(exist_ok=True)
    target, copy = folder / path.name, 2
    while target.exists():
        target, copy = folder / f"{copy} {path.name}", copy + 1
    path.replace(target)
    return target


def watch_folder(
    shop: Shop,
    folder: Path,
    station: str,
    options: TillOptions,
    watching: Watching,
    told: Callable[[Taken], None],
    *,
    once: bool = False,
) -> None:
    """Take the files of a folder as they come until `watching.cancelled`; `told` hears of each.

    With `once` what is whole now is taken, after two looks, and that is all. Raises OSError.
    """
    watched, pause = WatchedFolder(folder), Event()
    watched.whole_files()
    while not watching.cancelled():
        pause.wait(SECONDS_BETWEEN_LOOKS)
        for path in watched.whole_files():
            taken = take_file(shop, path, station, options, watching)
            if taken is not None:
                told(taken)
        if once:
            return
