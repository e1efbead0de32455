"""Qt gives back every reference to None that it takes.

PySide6 6.12.0 on Python 3.11 drops one with each call that answers None. Once they are used up, after some
5,000 calls, the process aborts: "none_dealloc: deallocating None". From Python 3.12 on None is immortal
and the count stands still, so there only an abort can be seen.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

CALLS = 4_000  # of each of eight kinds: 32,000
SLACK = 1_000  # what other code may take or give in the meantime

COUNTS = sys.version_info < (3, 12)

QT_CALLS = """
import json, sys
from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget

application = QApplication([])
thing, widget, label = QObject(), QWidget(), QLabel()
kinds = [
    thing.parent,
    lambda: thing.setParent(None),
    lambda: thing.setObjectName("kanban"),
    lambda: thing.setProperty("card", None),
    lambda: thing.property("nothing"),
    widget.layout,
    lambda: label.setBuddy(None),
    QModelIndex().data,
]
before = sys.getrefcount(None)
for kind in kinds:
    for _ in range(int(sys.argv[1])):
        kind()
print(json.dumps(sys.getrefcount(None) - before), flush=True)
"""

DROPS_REFERENCES = """
import ctypes, json, sys

before = sys.getrefcount(None)
drop = ctypes.pythonapi.Py_DecRef
drop.argtypes, drop.restype = [ctypes.py_object], None
for _ in range(2_000):
    drop(None)
print(json.dumps(sys.getrefcount(None) - before), flush=True)
"""


def complaint(code: str, *arguments: str) -> str | None:
    """Runs the code in its own process; answers what is wrong with its references to None, or None."""
    command = [sys.executable, "-X", "faulthandler", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        return f"the process ended with {done.returncode}: {done.stderr}"
    drift = json.loads(done.stdout)
    if drift < -SLACK:
        return f"{-drift} references to None were dropped"
    if done.returncode != 0:
        return f"the process ended with {done.returncode}: {done.stderr}"
    return None


def test_qt_keeps_references_to_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert complaint(QT_CALLS, str(CALLS)) is None


@pytest.mark.skipif(not COUNTS, reason="None is immortal in this Python: nothing can drop a reference to it")
def test_a_library_that_drops_references_to_none_is_noticed() -> None:
    assert complaint(DROPS_REFERENCES) is not None


def test_an_abort_is_noticed() -> None:
    found = complaint("import os; os.abort()")
    assert found is not None
    assert "ended with" in found
