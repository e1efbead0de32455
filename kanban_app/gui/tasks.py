"""Longer doings of the window as coroutines that are held until they end, and whose failures are heard."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class Tasks:
    """Holds every running doing of one window. Bookings are none of them: they go straight to the shop."""

    def __init__(self, on_failure: Callable[[str, BaseException], None]) -> None:
        self._on_failure = on_failure
        self._running: set[asyncio.Task[Any]] = set()
        self._workers: ThreadPoolExecutor | None = None
        self._closed = False

    def start(self, doing: Coroutine[Any, Any, Any], what: str) -> asyncio.Task[Any]:
        """Begin a doing; `what` names it in the log."""
        task = asyncio.get_event_loop_policy().get_event_loop().create_task(doing, name=what)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            self._on_failure(task.get_name(), problem)

    def on_worker(self, call: Callable[..., T], *arguments: object, **options: object) -> Future[T]:
        """Run something that blocks on a thread beside the window."""
        if self._workers is None:
            self._workers = ThreadPoolExecutor(2, "kanban-window")
        return self._workers.submit(functools.partial(call, *arguments, **options))

    async def wait_for(self, call: Callable[..., T], *arguments: object, **options: object) -> T:
        """The result of something that blocks, without blocking."""
        return await asyncio.wrap_future(self.on_worker(call, *arguments, **options))

    async def end(self) -> None:
        """Stop everything that still runs and wait for it."""
        own = asyncio.current_task()
        others = [task for task in self._running if task is not own]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self.close()

    def close(self) -> None:
        """End the worker threads; what they are at is finished first."""
        if self._workers is not None:
            self._workers.shutdown(wait=True, cancel_futures=True)
            self._workers = None

    def is_busy(self) -> bool:
        """Whether something still runs."""
        return bool(self._running)
