"""Whether the program's threads still do something: what a test waits for before it looks or presses on."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtWidgets import QApplication

_running: set[Future[object]] = set()
_submit = ThreadPoolExecutor.submit


def watch_threads() -> None:
    """Keep book of every job of a thread pool from now on; once in a process."""
    ThreadPoolExecutor.submit = _submit_seen  # type: ignore[method-assign, assignment]


def _submit_seen(pool: ThreadPoolExecutor, *work: object, **options: object) -> Future[object]:
    future = _submit(pool, *work, **options)  # type: ignore[arg-type]
    _running.add(future)
    future.add_done_callback(_running.discard)
    return future


def threads_rest() -> bool:
    """Hand out what has come from the threads; whether none of them is at anything."""
    for _ in range(3):
        QApplication.processEvents()
        if _running:
            return False
    return True
