"""Copies of a plant file, taken while it is in use, that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from kanban_app.files import sync
from kanban_app.store import sqlite
from kanban_app.store.problems import FileProblem, StoreError, meaning_of_os_error

_BESIDE = ("", "-wal", "-shm", "-journal")


def copy_whole(source: Path, target: Path) -> Path:
    """Copy a plant with SQLite's online backup, sync it and give it its name. Returns the target.

    Other terminals may go on booking; the copy is of one moment. Raises StoreError: exists, no_rights, disk_full and
    what opening the source may raise.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    reading = sqlite.connect(source, read_only=True)
    try:
        if target.exists():
            raise StoreError(FileProblem.EXISTS, str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_file(unfinished)
        _copy(reading, unfinished)
        sync(unfinished)
        os.rename(unfinished, target)  # noqa: PTH104 - on one file system, whole or not at all
        sync(target.parent)
    except (sqlite.LIBRARY.Error, UnicodeDecodeError) as error:
        raise sqlite.as_store_error(error, target) from error
    except OSError as error:
        raise meaning_of_os_error(error, target) from error
    finally:
        reading.close()
        with suppress(OSError):
            remove_file(unfinished)
    return target


def unused_name(path: Path, addition: str) -> Path:
    """A name beside a file that nothing has yet: plant.kanban, ".old" -> plant.old.kanban, plant.old-2.kanban ..."""
    found, number = path.with_name(f"{path.stem}{addition}{path.suffix}"), 2
    while found.exists():
        found, number = path.with_name(f"{path.stem}{addition}-{number}{path.suffix}"), number + 1
    return found


def put_aside(path: Path, addition: str) -> Path:
    """Rename a plant file, with its journal folded into it, to an unused name beside it. Returns that name.

    Raises StoreError: locked while any terminal still has it open, which would go on booking into the file put aside.
    A file that is no plant, or damaged, is renamed as it is.
    """
    try:
        _fold(path)
    except StoreError as error:
        if error.problem is FileProblem.LOCKED:
            raise
    aside = unused_name(path, addition)
    try:
        for ending in _BESIDE:
            part = Path(f"{path}{ending}")
            if part.exists():
                os.rename(part, f"{aside}{ending}")  # noqa: PTH104 - on one file system, whole or not at all
    except OSError as error:
        raise meaning_of_os_error(error, path) from error
    return aside


def _fold(path: Path) -> None:
    """Leaving the write-ahead log is only granted to the one connection that has the file."""
    alone = sqlite.connect(path)
    try:
        alone.execute("PRAGMA journal_mode=DELETE")
    except (sqlite.LIBRARY.Error, UnicodeDecodeError) as error:
        raise sqlite.as_store_error(error, path) from error
    finally:
        alone.close()


def remove_file(path: Path) -> None:
    """Remove a database file and what SQLite keeps beside it; nothing happens where there is none."""
    for ending in _BESIDE:
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _copy(reading: object, unfinished: Path) -> None:
    writing = sqlite.LIBRARY.connect(str(unfinished), isolation_level=None)
    try:
        reading.backup(writing)  # type: ignore[attr-defined] # the connection of either SQLite library
        writing.execute("PRAGMA journal_mode=DELETE")
    finally:
        writing.close()
