"""Threads that answer late, for finding tests (and code) that lean on who comes first.

KANBAN_TEST_JITTER_MS=40 make test lets every job of a thread pool begin and end up to 40 ms late, at random. A test
that holds only while the machine is quick fails here within a run or two instead of once in a hundred.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

JITTER = "KANBAN_TEST_JITTER_MS"


def late_threads(limit_ms: float) -> None:
    """From now on every job of a thread pool begins and ends up to `limit_ms` late."""
    submit = ThreadPoolExecutor.submit
    chance = random.Random()  # its own: tests seed the shared one

    def dawdle() -> None:
        if chance.random() < 0.6:
            time.sleep(chance.uniform(0, limit_ms) / 1000)

    def submit_late(self: ThreadPoolExecutor, call: Callable[..., object], /, *args: object, **named: object) -> Future:
        def late() -> object:
            dawdle()
            try:
                return call(*args, **named)
            finally:
                dawdle()

        return submit(self, late)

    ThreadPoolExecutor.submit = submit_late  # type: ignore[method-assign, assignment]


def start_if_asked() -> None:
    """Read the environment; without the variable nothing is changed."""
    if limit_ms := os.environ.get(JITTER):
        late_threads(float(limit_ms))
