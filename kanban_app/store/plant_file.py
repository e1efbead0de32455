"""Making and opening plants. Every refusal leaves the file as it was."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from kanban_app.files import sync
from kanban_app.store import sqlite
from kanban_app.store.backup import copy_whole, remove_file, unused_name
from kanban_app.store.database import Database
from kanban_app.store.instants import to_us
from kanban_app.store.migrating import SCHEMA, schema_of, upgrade
from kanban_app.store.places import is_shared_place
from kanban_app.store.problems import FileProblem, StoreError, meaning_of_os_error
from kanban_app.store.tables import METADATA

SUFFIX = ".kanban"
_ANY_TABLE = "SELECT 1 FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) LIMIT 1"


def create_plant(place: Path | str, name: str, created_at: datetime, code_offset: int, language: str = "en") -> None:
    """Make an empty plant: a file that appears whole or not at all, or the tables in an empty PostgreSQL database.

    `code_offset` sets the codes of this plant's cards apart from another's. Raises StoreError (exists, network_folder,
    no_rights, disk_full; of a server those of `store.database` too).
    """
    row = {"name": name, "created_at": to_us(created_at), "code_offset": code_offset, "language": language}
    if isinstance(place, str):
        _fill(place, row)
        return
    check_place(place)
    unfinished = place.with_name(f".{place.name}.unfinished")
    try:
        if place.exists():
            raise StoreError(FileProblem.EXISTS, str(place))
        place.parent.mkdir(parents=True, exist_ok=True)
        remove_file(unfinished)
        unfinished.touch()
        _fill(unfinished, row)
        os.rename(unfinished, place)  # noqa: PTH104 - on one file system, whole or not at all
        sync(place.parent)
    except OSError as error:
        raise meaning_of_os_error(error, place) from error
    except (sqlite.LIBRARY.Error, DBAPIError) as error:
        raise sqlite.as_store_error(getattr(error, "orig", None) or error, place) from error
    except StoreError as error:
        raise StoreError(error.problem, str(place), error.detail) from error
    finally:
        with suppress(OSError):
            remove_file(unfinished)


def _fill(place: Path | str, row: dict[str, object]) -> None:
    database = Database(place)
    try:
        if not database.is_sqlite and database.fetch_one(_ANY_TABLE):
            raise StoreError(FileProblem.EXISTS, str(place))
        upgrade(database)
        with database.write():
            database.core.execute(insert(METADATA.tables["plant"]).values(id=1, **row))
        if database.is_sqlite:
            # Into the file itself, which alone gets the plant's name: on a full disk closing fails at it in silence.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (database.driver_error, DBAPIError) as error:
        if database.is_sqlite:
            raise
        raise database.meaning_of(error) from error
    finally:
        database.close()


def check_place(path: Path) -> None:
    """Refuse a network or synchronised folder. Raises StoreError."""
    if is_shared_place(path):
        raise StoreError(FileProblem.NETWORK_FOLDER, str(path))


def open_plant(place: Path | str) -> Database:
    """Open a plant for reading and writing, bringing an older schema up to date after a backup.

    Raises StoreError with what is wrong; then nothing was changed.
    """
    if isinstance(place, Path):
        check_place(place)
        check_file(place, writable=True)
    database = Database(place)
    try:
        if schema_of(database) < SCHEMA:
            if isinstance(place, Path):
                copy_whole(place, unused_name(place, f".before-schema-{SCHEMA}"))
            upgrade(database)
    except (database.driver_error, DBAPIError, UnicodeDecodeError) as error:
        database.close()
        raise database.meaning_of(error) from error
    except BaseException:
        database.close()
        raise
    return database


def check_file(path: Path, *, writable: bool = False) -> None:
    """Look, leaving no trace, whether a plant file stands here that this program can read, and write where asked.

    Raises StoreError (missing, no_rights, no_plant, read_only, newer, damaged).
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise StoreError(FileProblem.MISSING, str(path)) from None
    except OSError as error:
        raise StoreError(FileProblem.NO_RIGHTS, str(path), str(error)) from error
    if not stat.S_ISREG(mode):
        raise StoreError(FileProblem.NO_PLANT, str(path))
    may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) and mode & 0o222
    if not os.access(path, os.R_OK):
        raise StoreError(FileProblem.NO_RIGHTS, str(path))
    if writable and not may_write:
        raise StoreError(FileProblem.READ_ONLY, str(path))
    _check_marks(path)


def _check_marks(path: Path) -> None:
    """Look whether this is a plant of ours before a journal mode is set, so that a foreign file stays as it was."""
    looking = sqlite.look_into(path)
    try:
        application_id = looking.execute("PRAGMA application_id").fetchone()[0]
        schema = looking.execute("PRAGMA user_version").fetchone()[0]
    except (sqlite.LIBRARY.Error, UnicodeDecodeError) as error:
        raise sqlite.as_store_error(error, path) from error
    finally:
        looking.close()
    if application_id != sqlite.APPLICATION_ID:
        raise StoreError(FileProblem.NO_PLANT, str(path))
    if schema > SCHEMA:
        raise StoreError(FileProblem.NEWER, str(path), f"schema {schema}, this program knows {SCHEMA}")
