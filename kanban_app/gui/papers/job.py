"""Makes papers beside the window: one at a time, the newest wish wins, and any can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from kanban_app.domain.paper_sheets import Sheet, SheetWish
from kanban_app.gui.screen_tools import Tools

if TYPE_CHECKING:
    from kanban_app.operations.paper_sheets import DrawnSheet
    from kanban_app.operations.shop import Shop


@dataclass(frozen=True, slots=True)
class Made:
    """A finished paper, and what was asked for."""

    wish: SheetWish
    sheet: Sheet
    drawn: DrawnSheet


class PaperJob(QObject):
    """`made` carries a finished paper; `progressed` rows done and rows in all; `failed` why there is none; `stopped`
    that somebody stopped it; `saved` the file of a paper that was saved, `not_saved` why not.
    """

    made = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(object)
    stopped = Signal()
    saved = Signal(object)
    not_saved = Signal(object)

    def __init__(self, tools: Tools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._stop = threading.Event()
        self._running = 0
        self.destroyed.connect(self._stop.set)

    def is_busy(self) -> bool:
        """Whether a paper is being made."""
        return self._running > 0

    def make(self, wish: SheetWish, size: str, *, tiled: bool) -> None:
        """Make this paper; one that is being made is given up for it."""
        shop = self._tools.link.shop
        if shop is None:
            return
        self._stop.set()
        stop = self._stop = threading.Event()
        now = self._tools.clock()

        def tell(done: int, whole: int) -> None:
            if isValid(self) and not stop.is_set():
                self.progressed.emit(done, whole)

        def work() -> Made:
            return _made(shop, wish, size, now, tell, stop.is_set, tiled=tiled)

        self._running += 1
        future = shop.draw(work)
        self._tools.link.when_done(
            future, lambda made: self._on_made(stop, made), lambda problem: self._on_failed(stop, problem)
        )

    def stop(self) -> None:
        """Give up what is being made; nothing was written."""
        if self._running and not self._stop.is_set():
            self._stop.set()
            self.stopped.emit()

    def save(self, made: Made, target: Path | None) -> None:
        """Put a finished paper into a file; None is one of its own in the plant's print folder."""
        shop = self._tools.link.shop
        if shop is not None:
            future = self._tools.tasks.on_worker(_save, shop, made, target)
            self._tools.link.when_done(future, self.saved.emit, self.not_saved.emit)

    def _on_made(self, stop: threading.Event, made: Made) -> None:
        self._running -= 1
        if not stop.is_set():
            self.made.emit(made)

    def _on_failed(self, stop: threading.Event, problem: BaseException) -> None:
        self._running -= 1
        if not stop.is_set():
            self.failed.emit(problem)


def _made(
    shop: Shop,
    wish: SheetWish,
    size: str,
    now: object,
    tell: Callable[[int, int], None],
    stopped: Callable[[], bool],
    *,
    tiled: bool,
) -> Made:
    """On the drawing thread."""
    from kanban_app.operations.paper_sheets import draw_sheet, read_sheet

    sheet = shop.read(read_sheet, wish, now).result()
    return Made(wish, sheet, draw_sheet(sheet, size, tell, stopped, tiled=tiled))


def _save(shop: Shop, made: Made, target: Path | None) -> Path:
    """On a worker."""
    from kanban_app.operations.paper_sheets import own_name, print_folder, save_sheet

    if target is None:
        target = own_name(made.sheet, shop.read(print_folder, shop.path).result())
    return save_sheet(made.drawn.data, target)
