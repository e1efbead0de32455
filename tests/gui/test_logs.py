"""Nothing fails unheard: whatever nobody caught stands in the log file and is told to the window."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kanban_app.logs import Logs, qt_message

pytestmark = pytest.mark.usefixtures("log_lines_allowed")


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    running = Logs(tmp_path / "log")
    running.start()
    yield running
    running.stop()


def test_a_failure_in_a_thread_is_written_and_told(logs):
    heard: list[str] = []
    logs.tell(heard.append)

    def fail() -> None:
        raise ValueError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert heard == ["ValueError: in a thread"]
    assert "ValueError: in a thread" in logs.file.read_text()


def test_a_failure_of_the_main_thread_is_written_and_told(logs):
    heard: list[str] = []
    logs.tell(heard.append)
    problem = RuntimeError("nobody caught me")
    sys.excepthook(RuntimeError, problem, None)
    assert heard == ["RuntimeError: nobody caught me"]
    assert "nobody caught me" in logs.file.read_text()


def test_a_failure_in_a_destructor_is_written(logs):
    class Stubborn:
        def __del__(self) -> None:
            raise OSError("not yet")

    Stubborn()
    gc.collect()
    assert "not yet" in logs.file.read_text()


def test_a_task_that_nobody_awaits_is_written_and_told(logs):
    heard: list[str] = []
    logs.tell(heard.append)

    async def fail() -> None:
        raise KeyError("lost task")

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(logs.on_asyncio)
        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        del task
        gc.collect()

    asyncio.run(main())
    assert heard == ["KeyError: 'lost task'"]


def test_messages_of_qt_go_to_the_log(logs):
    qt_message(1, "QObject: something odd")
    assert "WARNING" in logs.file.read_text()
    assert "something odd" in logs.file.read_text()


def test_everything_is_as_before_when_it_stops(tmp_path):
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    running = Logs(tmp_path)
    running.start()
    assert sys.excepthook is not before[0]
    running.stop()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    running = Logs(in_the_way / "log")
    running.start()
    running.failed("somewhere", ValueError("x"))
    running.stop()


def test_a_crash_leaves_the_stack_of_every_thread(tmp_path):
    program = f"""
from pathlib import Path
from kanban_app.logs import Logs
import ctypes
Logs(Path({str(tmp_path)!r})).start()
ctypes.string_at(0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode != 0
    assert "most recent call first" in (tmp_path / "crashes.log").read_text()


def test_the_log_is_cut_into_files_of_limited_size(logs, monkeypatch):
    handler = logs._handler
    handler.maxBytes = 2_000
    for number in range(100):
        qt_message(1, f"line {number:04d} " + "x" * 60)
    names = sorted(path.name for path in logs.folder.iterdir())
    assert "kanban_app.log.4" in names
    assert "kanban_app.log.5" not in names
