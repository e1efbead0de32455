"""A card design that was edited and not kept: it survives the window, in a small file beside the settings.

It is this terminal's: no other one sees half a design, and the plant has only what was kept.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kanban_app.files import write_whole

if TYPE_CHECKING:
    from kanban_app.printing.elements import Design

FOLDER = "designs"


@dataclass(frozen=True, slots=True)
class DesignDraft:
    """What was being edited. `name` is the own design that was opened, empty for none; `title` the name above it."""

    design: Design
    name: str = ""
    title: str = ""


class DraftFile:
    """The file of one terminal for one plant; without a folder it is kept nowhere.

    What is to be written is said at once, by one thread, and written by `flush`, by any.
    """

    def __init__(self, folder: Path | None, plant: str) -> None:
        name = hashlib.sha256(plant.encode()).hexdigest()[:24]
        self._path = folder / FOLDER / f"{name}.design" if folder is not None else None
        self._wanted: DesignDraft | None = None
        self._is_written = True
        self._lock = threading.Lock()

    def load(self) -> DesignDraft | None:
        """The draft that was left; None where there is none, or none that can be read. Blocks."""
        from kanban_app.printing.design_files import load

        if self._path is None:
            return None
        try:
            found = json.loads(self._path.read_bytes())
            return DesignDraft(load(found["design"]), str(found["name"]), str(found["title"]))
        except (OSError, KeyError, TypeError, ValueError):
            return None

    def put(self, draft: DesignDraft | None) -> None:
        """This is being edited; None: nothing that is not kept."""
        with self._lock:
            self._wanted, self._is_written = draft, False

    def flush(self) -> None:
        """Write what was put last. Blocks. Raises OSError; what was not written is tried again next time."""
        with self._lock:
            if self._path is None or self._is_written:
                return
            if self._wanted is None:
                self._path.unlink(missing_ok=True)
            else:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._path, _as_bytes(self._wanted))
            self._is_written = True


def _as_bytes(draft: DesignDraft) -> bytes:
    from kanban_app.printing.design_files import dump

    return json.dumps({"design": dump(draft.design), "name": draft.name, "title": draft.title}).encode()
