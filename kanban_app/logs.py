"""One rotating log file, and handlers so that nothing fails unheard: main thread, threads, destructors, asyncio, Qt.

Qt is not imported here: `app` hands its messages to `qt_message`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from kanban_app import __version__

if TYPE_CHECKING:
    # 30 ms that the first picture need not wait for.
    import asyncio

log = logging.getLogger("kanban_app")
LOG_NAME = "kanban_app.log"
CRASH_NAME = "crashes.log"
MOST_BYTES = 2_000_000
KEPT_FILES = 4

FailureCallback = Callable[[str], None]
# The numbers of QtMsgType: 0 debug, 1 warning, 2 critical, 3 fatal, 4 info.
_QT_LEVELS = {0: logging.DEBUG, 1: logging.WARNING, 2: logging.ERROR, 3: logging.CRITICAL, 4: logging.INFO}


def default_folder() -> Path:
    """Where this user's logs lie, by the custom of the system."""
    import platformdirs

    return Path(platformdirs.user_log_path("kanban_app", appauthor=False))


class Logs:
    """The running log of this process. `stop` puts everything back as it was."""

    def __init__(self, folder: Path | None = None, *, level: int = logging.INFO) -> None:
        self.folder = folder or default_folder()
        self.file = self.folder / LOG_NAME
        self._told: list[FailureCallback] = []
        self._level = level
        self._handler: logging.Handler | None = None
        self._crashes: TextIO | None = None
        self._before: tuple[Any, Any, Any] | None = None

    def start(self) -> None:
        """Opens the file and takes over the hooks. A folder that cannot be written is told on stderr, nothing more."""
        import platform  # the first picture need not wait for it

        self._handler = self._open() or logging.StreamHandler()
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
        log.addHandler(self._handler)
        log.setLevel(self._level)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        # Not platform.platform(): it starts a process to ask for the processor.
        system = f"{platform.system()} {platform.release()}"
        log.info("kanban_app %s, Python %s, %s", __version__, platform.python_version(), system)

    def _open(self) -> logging.Handler | None:
        from logging.handlers import RotatingFileHandler

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(self.file, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
            self._crashes = (self.folder / CRASH_NAME).open("a", encoding="utf-8")
        except OSError as problem:
            logging.getLogger(__name__).warning("no log file in %s: %s", self.folder, problem)
            return None
        faulthandler.enable(self._crashes)
        return handler

    def stop(self) -> None:
        """Gives the hooks back and closes the files."""
        if self._before:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = None
        if self._crashes:
            faulthandler.disable()
            self._crashes.close()
            self._crashes = None
        if self._handler:
            log.removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def tell(self, callback: FailureCallback) -> None:
        """Calls back, from whatever thread failed, with one line about each failure nobody caught."""
        self._told.append(callback)

    def untell(self, callback: FailureCallback) -> None:
        """Stops calling back."""
        with contextlib.suppress(ValueError):
            self._told.remove(callback)

    def failed(self, where: str, problem: BaseException) -> None:
        """Writes down a failure that reached the edge of the program, and tells whoever shows it."""
        log.error("bug: %s", where, exc_info=problem)
        line = f"{type(problem).__name__}: {problem}".strip().splitlines()[0][:200]
        for callback in tuple(self._told):
            callback(line)

    def _on_exception(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, problem, trace)
            return
        self.failed("nobody caught it", problem.with_traceback(trace))

    def _on_thread_exception(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None and not isinstance(failure.exc_value, SystemExit):
            self.failed(f"thread {failure.thread.name if failure.thread else '?'}", failure.exc_value)

    def _on_unraisable(self, failure: sys.UnraisableHookArgs) -> None:
        problem = failure.exc_value or RuntimeError(failure.err_msg or "unraisable")
        log.error("%s: %r", failure.err_msg or "ignored", failure.object, exc_info=problem)

    def on_asyncio(self, loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        """The exception handler of the event loop."""
        problem = context.get("exception")
        if isinstance(problem, BaseException):
            self.failed(str(context.get("message", "task")), problem)
        else:
            log.error("asyncio: %s", context.get("message"))


def qt_message(kind: int, text: str) -> None:
    """One message of Qt; `kind` is its QtMsgType as a number."""
    logging.getLogger("kanban_app.qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", text)
