"""The watched folder of this terminal: looked at every two seconds, one file at a time, while the plant is open."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.gui.screen_tools import Tools

if TYPE_CHECKING:
    from kanban_app.operations.tills_watching import Taken, WatchedFolder

LOOK_MS = 2_000


class FolderWatch(QObject):
    """`taken` carries each file that was booked or refused, `failed` why the folder cannot be used just now.

    The folder and its shop are a setting of this terminal for one plant; other plants are left alone.
    """

    taken = Signal(object)
    failed = Signal(object)
    looked = Signal()

    def __init__(self, tools: Tools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._stop = threading.Event()
        self._busy = False
        self._watched: WatchedFolder | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.follow()

    @property
    def folder(self) -> Path | None:
        """The folder that is watched for the open plant; None where none is."""
        kept = self._kept()
        return Path(kept["folder"]) if kept else None

    @property
    def station(self) -> str:
        """The shop whose sales the files tell."""
        return self._kept().get("station", "")

    def _kept(self) -> dict[str, str]:
        kept, shop = self._tools.settings.till_watch, self._tools.link.shop
        usable = shop is not None and kept.get("plant") == str(shop.path) and kept.get("folder")
        return kept if usable else {}

    def watch(self, folder: Path | None, station: str) -> None:
        """Watch this folder from now on, None for none; it is remembered on this computer."""
        shop = self._tools.link.shop
        if shop is not None:
            kept = {"plant": str(shop.path), "folder": str(folder), "station": station} if folder else {}
            self._tools.settings.till_watch = kept
            self.follow()

    def follow(self) -> None:
        """Look as the setting says."""
        self._stop.set()
        self._stop = threading.Event()
        self._watched = None
        if self.folder is None:
            self._timer.stop()
        else:
            self._timer.start()

    def look(self) -> None:
        """Find what is whole now, beside the window."""
        folder = self.folder
        if folder is None:  # the plant was closed or another one opened
            self._timer.stop()
            return
        if self._busy:
            return
        from kanban_app.operations.tills_watching import WatchedFolder

        if self._watched is None:
            self._watched = WatchedFolder(folder)
        self._busy = True
        job = self._tools.tasks.on_worker(self._watched.whole_files)
        self._tools.link.when_done(job, self._on_whole, self._on_failed)

    def _on_whole(self, paths: list[Path]) -> None:
        from kanban_app.operations.tills_importing import TillOptions, Watching
        from kanban_app.operations.tills_watching import take_file

        shop, link, stop = self._tools.link.shop, self._tools.link, self._stop
        self.looked.emit()
        if not paths or shop is None or self.folder is None:
            self._busy = False
            return
        watching = Watching(cancelled=lambda: stop.is_set() or link.shop is not shop)
        options = TillOptions(person=self._tools.settings.person)
        take = partial(take_file, shop, paths[0], self.station, options, watching)
        link.when_done(self._tools.tasks.on_worker(take), self._on_taken, self._on_failed)

    def _on_taken(self, taken: Taken | None) -> None:
        self._busy = False
        if taken is not None:
            self.taken.emit(taken)

    def _on_failed(self, problem: BaseException) -> None:
        self._busy = False
        self.failed.emit(problem)
