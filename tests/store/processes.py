"""Other processes of the program: started in milliseconds from one that has imported everything and opened nothing."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

_LOADED_AHEAD = [
    "kanban_app.operations.shop",
    "kanban_app.operations.papers",
    "kanban_app.printing.render",
    "kanban_app.printing.pictures",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql.psycopg",
    "alembic.command",
    "tests.store.loaded_ahead",
]


def context() -> BaseContext:
    """Where the system can fork, from a fork server, never from the tests: nobody inherits an open database."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(_LOADED_AHEAD)
    return found


@contextmanager
def other_process(work: Callable[..., None], *arguments: object) -> Iterator[tuple[Connection, BaseProcess]]:
    """`work(*arguments, connection)` in a process of its own, with the other end of its connection.

    When the block ends the connection is closed and the process, if it has not ended by itself, is killed.
    """
    chosen = context()
    ours, theirs = chosen.Pipe()
    process = chosen.Process(target=work, args=(*arguments, theirs))  # type: ignore[attr-defined] # of each context
    process.start()
    theirs.close()
    try:
        yield ours, process
    finally:
        ours.close()
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
