"""The one SQLite library of this process, its pragmas, and what its errors mean.

`pysqlite3` carries a SQLite without the WAL-reset bug; where there is no wheel of it, Python's own is used and the
journal falls back to TRUNCATE unless that version is fixed too. Two SQLite libraries in one process would drop each
other's locks, so everything that opens a plant file comes here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from kanban_app.store.problems import FileProblem, StoreError


def _library() -> ModuleType:
    try:
        import pysqlite3.dbapi2 as found
    except ImportError:
        import sqlite3 as found
    return found  # type: ignore[no-any-return] # untyped package or the standard one


LIBRARY = _library()
# What the library has no rule for it first offers to adapters: 0.9 µs for each NULL or truth value, 0.25 with a rule.
LIBRARY.register_adapter(bool, int)
LIBRARY.register_adapter(type(None), lambda nothing: nothing)

APPLICATION_ID = 0x6B616E62  # "kanb"
BUSY_TIMEOUT_MS = 5_000


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite version is free of the WAL-reset bug (https://sqlite.org/wal.html, "reset bug")."""
    fixed_branches = {(3, 50): 7, (3, 44): 6}
    if version[:2] in fixed_branches:
        return version[2] >= fixed_branches[version[0], version[1]]
    return version >= (3, 51, 3)


def connect(path: Path, *, read_only: bool = False, timeout_ms: int = BUSY_TIMEOUT_MS) -> Any:
    """Open an existing plant file with the rules of this program: autocommit, foreign keys, full syncs.

    Raises StoreError for everything that SQLite refuses.
    """
    # Where it may, a reader opens for writing and then writes nothing: one that may not write can neither take back
    # what a killed program left half done nor tidy up the files beside the plant.
    mode = "ro" if read_only and not os.access(path, os.W_OK) else "rw"
    return _connect(path, f"mode={mode}", partial(_set_pragmas, read_only=read_only, timeout_ms=timeout_ms), timeout_ms)


def look_into(path: Path) -> Any:
    """Open any file to read its first page, without locks and without a trace beside it. Raises StoreError."""
    return _connect(path, "mode=ro&immutable=1", _tolerate_half_a_file, timeout_ms=0)


def _connect(path: Path, options: str, prepare: Callable[[Any], None], timeout_ms: int) -> Any:
    connection = None
    try:
        connection = LIBRARY.connect(
            f"file:{quote(os.fsencode(path))}?{options}",
            uri=True,
            timeout=timeout_ms / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        prepare(connection)
    except (LIBRARY.Error, UnicodeDecodeError) as error:
        if connection is not None:
            connection.close()
        raise as_store_error(error, path) from error
    return connection


def _tolerate_half_a_file(connection: Any) -> None:
    """Accept a first page that counts pages not yet there, as a program leaves that was killed while the file grew.

    The journal puts that right when the file is opened for use; what it cannot put right is called damaged there.
    """
    connection.execute("PRAGMA writable_schema=ON")


def _set_pragmas(connection: Any, *, read_only: bool, timeout_ms: int) -> None:
    connection.execute(f"PRAGMA busy_timeout={timeout_ms}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA mmap_size=0")
    connection.execute("PRAGMA synchronous=FULL")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
    else:
        journal = "WAL" if wal_is_safe(LIBRARY.sqlite_version_info) else "TRUNCATE"
        # Changing the journal needs the file alone for a moment; another terminal in it has set the same one.
        if str(connection.execute("PRAGMA journal_mode").fetchone()[0]).upper() != journal:
            connection.execute(f"PRAGMA journal_mode={journal}")


_MEANINGS = (
    ("not a database", FileProblem.NO_PLANT),
    ("malformed", FileProblem.DAMAGED),
    ("locked", FileProblem.LOCKED),
    ("readonly", FileProblem.READ_ONLY),
    ("read-only", FileProblem.READ_ONLY),
    ("full", FileProblem.DISK_FULL),
    ("disk i/o error", FileProblem.DISK_FULL),
    ("unable to open", FileProblem.NO_RIGHTS),
)


def as_store_error(error: Exception, path: Path) -> StoreError:
    """What an error of the library means for the person at the screen."""
    if isinstance(error, UnicodeDecodeError):
        return StoreError(FileProblem.DAMAGED, str(path), "text that is no text")
    said = str(error).lower()
    for part, problem in _MEANINGS:
        if part in said:
            return StoreError(problem, str(path), str(error))
    return StoreError(FileProblem.DAMAGED, str(path), str(error))
