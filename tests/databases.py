"""Real databases for tests: SQLite files in memory-backed storage where there is one, and PostgreSQL databases."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from kanban_app.operations.plants import open_session
from kanban_app.operations.session import Session
from kanban_app.store.database import Database
from kanban_app.store.plant_file import create_plant, open_plant

SERVER = "KANBAN_TEST_POSTGRESQL"
CREATED_AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
CODE_OFFSET = 4711

Place = Path | str


class Databases(Protocol):
    """What a test may ask of either database. Whatever it opens is closed when the test ends."""

    is_sqlite: bool

    def empty(self) -> Place:
        """A place where no plant is yet: a path without a file, or a database without tables."""

    def plant(self) -> Place:
        """A place with an empty plant."""

    def open(self, place: Place | None = None) -> Database:
        """A connection to the plant at this place, or to a new one."""

    def session(self, place: Place | None = None) -> Session:
        """A connection with the structure read, as operations use it."""


class _Opened:
    """Opens and remembers."""

    is_sqlite = True

    def __init__(self) -> None:
        self._open: list[Database] = []

    def plant(self) -> Place:
        place = self.empty()
        create_plant(place, "test", CREATED_AT, CODE_OFFSET)
        return place

    def empty(self) -> Place:
        raise NotImplementedError

    def open(self, place: Place | None = None) -> Database:
        database = open_plant(self.plant() if place is None else place)
        self._open.append(database)
        return database

    def session(self, place: Place | None = None) -> Session:
        session = open_session(self.plant() if place is None else place)
        self._open.append(session.database)
        return session

    def close(self) -> None:
        for database in self._open:
            # What a test has closed itself, as a crash would, is not closed twice.
            if not database.core.closed:
                database.close()
        self._open.clear()


class SqliteFiles(_Opened):
    """Plant files in one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def empty(self) -> Place:
        return self._folder / f"plant-{uuid.uuid4().hex[:12]}.kanban"


class PostgresqlDatabases(_Opened):
    """Databases of their own on a server; `copy` makes one with an empty plant in it, `make` one without tables."""

    is_sqlite = False

    def __init__(self, make: Callable[[str], str], template: str) -> None:
        super().__init__()
        self._make = make
        self._template = template

    def empty(self) -> Place:
        return self._make("template1")

    def plant(self) -> Place:
        return self._make(self._template)


class PostgresqlServer:
    """The server that KANBAN_TEST_POSTGRESQL names. Only databases that were made here are dropped."""

    def __init__(self, url: str) -> None:
        self._base, _, _ = url.rpartition("/")
        self._url = url
        self._made: list[str] = []
        self.template = self._named(self.make("template1"))
        create_plant(f"{self._base}/{self.template}", "test", CREATED_AT, CODE_OFFSET)

    @staticmethod
    def _named(url: str) -> str:
        return url.rpartition("/")[2]

    def make(self, template: str) -> str:
        """The URL of a new database."""
        name = f"kanban_test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        # A file-wise copy of a small template takes half the time of one through the log.
        self._run(f'CREATE DATABASE {name} TEMPLATE "{template}" STRATEGY file_copy')
        self._made.append(name)
        return f"{self._base}/{name}"

    def drop_all(self, but: str = "") -> None:
        """Drop what was made."""
        for name in [name for name in self._made if name != but]:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            self._made.remove(name)

    def _run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def sqlite_files(folder: Path) -> Iterator[SqliteFiles]:
    """Plant files that are closed at the end."""
    files = SqliteFiles(folder)
    try:
        yield files
    finally:
        files.close()


@contextmanager
def postgresql_databases(server: PostgresqlServer) -> Iterator[PostgresqlDatabases]:
    """Databases that are closed and dropped at the end."""
    databases = PostgresqlDatabases(server.make, server.template)
    try:
        yield databases
    finally:
        databases.close()
        server.drop_all(but=server.template)


def fast_folder() -> Path | None:
    """A folder in memory, where a sync costs nothing; None where the system has none."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() and os.access(shared, os.W_OK) else None
