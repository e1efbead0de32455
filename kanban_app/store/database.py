"""One connection to a plant's database: SQLite file or PostgreSQL, with the same few verbs on both.

The driver stays in autocommit; `write()` and `read()` begin and end transactions in words, so that a write begins with
BEGIN IMMEDIATE on SQLite (a deferred one fails as locked when two terminals write) and under one advisory lock on
PostgreSQL (the ledger's sequence has no gaps there either).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, ProgrammingError
from sqlalchemy.pool import StaticPool

from kanban_app.store import sqlite
from kanban_app.store.problems import FileProblem, StoreError
from kanban_app.store.servers import SCHEME, database_name, plain_address
from kanban_app.store.statements import Statements, compiled_for, postgresql_dialect, sqlite_dialect

# How long a booking on a server waits for its turn, in milliseconds; SQLite's is sqlite.BUSY_TIMEOUT_MS.
LOCK_TIMEOUT_MS = 5_000
# How long a server may take to answer at all, where its address does not say.
CONNECT_TIMEOUT_S = 10
_WRITERS_LOCK = 0x6B616E62
# What PostgreSQL's codes mean; all others tell of the connection.
_MEANINGS = {
    **dict.fromkeys(("55P03", "40001", "40P01", "57014"), FileProblem.LOCKED),
    **dict.fromkeys(("53100", "53200"), FileProblem.DISK_FULL),
    **dict.fromkeys(("42501", "25006"), FileProblem.NO_RIGHTS),
}
# Before anybody is let in no code is told, only a sentence behind this word.
_REFUSAL = re.compile(r"FATAL\w*:\s*(.+)")


@cache
def _statements(name: str) -> Statements:
    return compiled_for(sqlite_dialect() if name == "sqlite" else postgresql_dialect())


class Database:
    """One open connection. Used by one thread at a time: the writer's and the reader's are two."""

    def __init__(self, place: Path | str, *, read_only: bool = False) -> None:
        self.place = place
        self.is_sqlite = isinstance(place, Path)
        self.engine = _sqlite_engine(place, read_only) if isinstance(place, Path) else _postgresql_engine(place)
        try:
            self.core: Connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except DBAPIError as error:
            self.engine.dispose()
            raise self.meaning_of(error) if self.is_sqlite else _refused(error, str(place)) from error
        driver: Any = self.core.connection.dbapi_connection
        self.raw = driver
        self._cursor: Any = self.raw.cursor()
        if not self.is_sqlite:
            self._cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
        self.statements = _statements(self.engine.dialect.name)
        self.driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self._begin_write = "BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN"
        self._begin_read = "BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        """Run one compiled statement on the driver's cursor and return the cursor."""
        return self._cursor.execute(statement, parameters)

    def fetch_one(self, statement: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found: tuple[Any, ...] | None = self._cursor.execute(statement, parameters).fetchone()
        return found

    def fetch_all(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row."""
        found: list[tuple[Any, ...]] = self._cursor.execute(statement, parameters).fetchall()
        return found

    def fetch_each(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows one by one, for a caller that may stop early; other statements may run meanwhile."""
        rows: Iterator[tuple[Any, ...]] = iter(self.raw.cursor().execute(statement, parameters))
        return rows

    def execute_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one compiled statement for many rows."""
        self._cursor.executemany(statement, rows)

    @contextmanager
    def write(self) -> Iterator[None]:
        """One write transaction; anything raised inside leaves the database as it was."""
        self._guarded(self._begin_write)
        try:
            if not self.is_sqlite:
                self._cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITERS_LOCK,))
            yield
            self._guarded("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def change_schema(self) -> Iterator[None]:
        """One transaction that SQLAlchemy ends, because Alembic commits whatever it did not find begun by it."""
        self._guarded(self._begin_write)
        with self.core.begin():
            yield

    @contextmanager
    def read(self) -> Iterator[None]:
        """One consistent view for several statements; keep it short."""
        self._guarded(self._begin_read)
        try:
            yield
        finally:
            self._roll_back()

    def _guarded(self, words: str) -> None:
        try:
            self._cursor.execute(words)
        except Exception as error:
            raise self.meaning_of(error) from error

    def _roll_back(self) -> None:
        in_transaction = self.raw.in_transaction if self.is_sqlite else self.raw.info.transaction_status != 0
        if in_transaction:
            self._cursor.execute("ROLLBACK")

    def meaning_of(self, error: Exception) -> StoreError:
        """What a driver's error, plain or wrapped by SQLAlchemy, means for the person at the screen."""
        original = getattr(error, "orig", None) or error
        if isinstance(self.place, Path):
            return sqlite.as_store_error(original, self.place)
        problem = _MEANINGS.get(getattr(original, "sqlstate", None) or "", FileProblem.SERVER_LOST)
        return StoreError(problem, self.place, str(original))

    def is_trouble(self, error: Exception) -> bool:
        """Whether an error tells of the file, the disk or the server; any other is a fault of this program."""
        original = getattr(error, "orig", None) or error
        library = self.engine.dialect.loaded_dbapi
        faults = (library.IntegrityError, library.ProgrammingError, library.InterfaceError, library.DataError)
        return isinstance(original, self.driver_error) and not isinstance(original, faults)

    def data_version(self) -> int:
        """A number that changes when another connection committed anything (SQLite: 2.5 µs)."""
        if self.is_sqlite:
            return int(self._cursor.execute("PRAGMA data_version").fetchone()[0])
        return hash(self._cursor.execute("SELECT pg_current_snapshot()::text").fetchone()[0])

    def close(self) -> None:
        """End the connection; the last one of a SQLite file folds its journal into it."""
        self._cursor.close()
        if not self.is_sqlite and self.raw.closed:
            self.core.invalidate()  # the server broke it off: there is nothing to roll back
        self.core.close()
        self.engine.dispose()


def _sqlite_engine(path: Path, read_only: bool) -> Engine:
    return create_engine(
        "sqlite://",
        module=sqlite.LIBRARY,
        creator=lambda: sqlite.connect(path, read_only=read_only),
        poolclass=StaticPool,
    )


def _postgresql_engine(address: str) -> Engine:
    try:
        url = make_url(plain_address(address).replace(SCHEME, "postgresql+psycopg://", 1))
    except (ArgumentError, ValueError):  # whose words may quote the password
        raise StoreError(FileProblem.BAD_ADDRESS, address) from None
    if not database_name(address):
        raise StoreError(FileProblem.BAD_ADDRESS, address)
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_S}
    return create_engine(url, poolclass=StaticPool, connect_args=patience)


def _refused(error: DBAPIError, address: str) -> StoreError:
    """Why a server was not reached, or let nobody in; the detail of the latter is the server's own sentence."""
    said = str(error.orig)
    if isinstance(error, ProgrammingError):  # the driver knows no such option
        return StoreError(FileProblem.BAD_ADDRESS, address)
    if found := _REFUSAL.search(said):
        return StoreError(FileProblem.NO_ENTRY, address, found[1].strip())
    problem = FileProblem.NO_ENTRY if "password" in said else FileProblem.NO_SERVER
    return StoreError(problem, address, said.rpartition("failed: ")[2].strip())
