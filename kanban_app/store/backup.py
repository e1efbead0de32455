"""Copies of a plant file, taken while it is in use, that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from kanban_app.store import sqlite
from kanban_app.store.problems import FileProblem, StoreError


def copy_whole(source: Path, target: Path) -> Path:
    """Copy a plant with SQLite's online backup, sync it and give it its name. Returns the target.

    Other terminals may go on booking; the copy is of one moment. Raises StoreError: exists, no_rights, disk_full and
    what opening the source may raise.
    """
    if target.exists():
        raise StoreError(FileProblem.EXISTS, str(target))
    unfinished = target.with_name(f".{target.name}.unfinished")
    reading = sqlite.connect(source, read_only=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        _copy(reading, unfinished)
        _sync(unfinished)
        os.rename(unfinished, target)  # noqa: PTH104 - on one file system, whole or not at all
        _sync(target.parent)
    except (sqlite.LIBRARY.Error, UnicodeDecodeError) as error:
        raise sqlite.as_store_error(error, target) from error
    except OSError as error:
        raise StoreError(FileProblem.NO_RIGHTS, str(target), str(error)) from error
    finally:
        reading.close()
        unfinished.unlink(missing_ok=True)
    return target


def _copy(reading: object, unfinished: Path) -> None:
    writing = sqlite.LIBRARY.connect(str(unfinished), isolation_level=None)
    try:
        reading.backup(writing)  # type: ignore[attr-defined] # the connection of either SQLite library
        writing.execute("PRAGMA journal_mode=DELETE")
    finally:
        writing.close()


def _sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk; a folder can't be synced on Windows and needs not."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
