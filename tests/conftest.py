"""What all tests share: real databases, a clock that stands still, and nets for warnings and log lines.

Warnings fail by `filterwarnings = error` in pyproject.toml. Tests of the window have nets of their own besides.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.clock import Clock
from tests.databases import (
    SERVER,
    Databases,
    PostgresqlServer,
    SqliteFiles,
    fast_folder,
    postgresql_databases,
    sqlite_files,
)
from tests.jitter import start_if_asked

DEEP = "KANBAN_TEST_DEEP"
# No deadlines: a shared machine is slow at times. Quick runs are the same each time, deep ones look elsewhere.
hypothesis.settings.register_profile("quick", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=2_000, print_blob=True)
hypothesis.settings.load_profile("deep" if os.environ.get(DEEP) else "quick")
start_if_asked()


@pytest.fixture
def clock() -> Clock:
    """Monday, 6:00 UTC, until the test moves it."""
    return Clock()


@pytest.fixture
def fast_path() -> Iterator[Path]:
    """A folder of the test's own, in memory where the system has such a place."""
    folder = Path(tempfile.mkdtemp(prefix="kanban-test-", dir=fast_folder()))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def files(fast_path: Path) -> Iterator[SqliteFiles]:
    """SQLite files only, for what has no other side: journals, backups, paths."""
    with sqlite_files(fast_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """The server of KANBAN_TEST_POSTGRESQL; skips where none is named."""
    url = os.environ.get(SERVER)
    if not url:
        pytest.skip(f"{SERVER} names no server")
    server = PostgresqlServer(url)
    yield server
    server.drop_all()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def databases(request: pytest.FixtureRequest, fast_path: Path) -> Iterator[Databases]:
    """The same test on a real SQLite file and on a real PostgreSQL database."""
    if request.param == "sqlite":
        with sqlite_files(fast_path) as files:
            yield files
        return
    with postgresql_databases(request.getfixturevalue("postgresql_server")) as on_server:
        yield on_server


@pytest.fixture(autouse=True)
def _no_unexpected_log_line(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test, unless the test asks for `log_lines_allowed`."""
    yield
    if "log_lines_allowed" in request.fixturenames:
        return
    lines = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not lines, [f"{record.name}: {record.getMessage()}" for record in lines]


@pytest.fixture
def log_lines_allowed() -> None:
    """For tests in which something fails on purpose."""
