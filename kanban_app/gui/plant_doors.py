"""Opening, making, restoring and backing up plants: doings that take a while, one at a time, beside the window."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kanban_app import i18n
from kanban_app.gui import dialogs
from kanban_app.gui.main_window import MainWindow
from kanban_app.gui.shop_link import ShopLink, open_shop
from kanban_app.gui.tasks import Tasks
from kanban_app.i18n import _
from kanban_app.operations.clock import utc_now
from kanban_app.settings import Settings, plants_folder

if TYPE_CHECKING:
    from kanban_app.operations.importing.reading import Reading

# What is done faster than this needs no bar: it would only flicker.
BUSY_BAR_AFTER_S = 0.3


class PlantDoors(QObject):
    """`opened` says that another plant is shown, `not_opened` that it could not be, `shut` that none is any more.
    `leaving` comes before a plant is closed: nobody may ask it anything then. `busy_changed` says that a doing begins
    or ends.
    """

    opened = Signal()
    leaving = Signal()
    not_opened = Signal()
    shut = Signal()
    busy_changed = Signal(bool)
    _progressed = Signal(int, int)

    def __init__(self, window: MainWindow, link: ShopLink, tasks: Tasks, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._link, self._tasks, self._settings = window, link, tasks, settings
        self._busy = False
        self._stop = threading.Event()
        self._progressed.connect(self._on_progress)

    # -- one at a time ---------------------------------------------------------------------------------------------

    def begin(self, doing: Callable[[], Coroutine[Any, Any, None]], what: str) -> None:
        """Start a doing, unless one runs already: a double click opens one plant, not two."""
        if not self._busy:
            self._stop.clear()
            self._set_busy(True)
            self._tasks.start(self._guarded(doing), what)

    async def _guarded(self, doing: Callable[[], Coroutine[Any, Any, None]]) -> None:
        from kanban_app.operations.plants import PlantProblem

        try:
            await doing()
        except PlantProblem as problem:
            self._window.bars.show_bar("plant", "stop", problem.text())
            self.not_opened.emit()
        finally:
            self._window.bars.take("busy")
            self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)

    async def _beside(self, text: str, call: Callable[..., Any], *arguments: object, **options: object) -> Any:
        """Run something beside the window; when it takes longer a bar says what is going on and can stop it."""
        work = asyncio.ensure_future(self._tasks.wait_for(call, *arguments, **options))
        try:
            done, _pending = await asyncio.wait([work], timeout=BUSY_BAR_AFTER_S)
            if not done:
                can_stop = "cancelled" in options
                self._window.bars.show_bar("busy", "busy", text, [(_("Stop"), self._stop.set)] if can_stop else ())
            return await work
        except asyncio.CancelledError:
            self._stop.set()
            raise

    def _on_progress(self, done: int, total: int) -> None:
        bar = self._window.bars.shown.get("busy")
        if bar is not None:
            text = _("Making the demo plant: {done} of {total} days lived")
            bar.say(text.format(done=done, total=total), done, total)

    # -- opening ---------------------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open this plant."""
        self.begin(lambda: self._open(path), "opening a plant")

    async def _open(self, path: Path) -> None:
        self._window.bars.take("plant")
        shop = await self._beside(_("Opening {name}…").format(name=path.stem), open_shop, path)
        await self._put_away()
        self._link.attach(shop)
        self._settings.remember_plant(path)
        self.opened.emit()

    async def _put_away(self) -> None:
        shop = self._link.detach()
        self.leaving.emit()
        if shop is not None:
            await self._tasks.wait_for(shop.close)

    def close_plant(self) -> None:
        """Close the plant and show the doors again."""
        self.begin(self._close, "closing the plant")

    async def _close(self) -> None:
        await self._put_away()
        self._settings.last_plant = ""
        self.shut.emit()

    async def finish(self) -> None:
        """The program ends: stop what runs, close the plant, let nothing be left."""
        self._stop.set()
        await self._put_away()

    def ask_open(self) -> None:
        """Let the person choose a plant file."""
        self.begin(self._ask_open, "choosing a plant")

    async def _ask_open(self) -> None:
        folder = Path(self._settings.last_plant).parent if self._settings.last_plant else plants_folder()
        path = await dialogs.ask_plant_file(self._window, _("Open a plant file"), folder)
        if path is not None:
            await self._open(path)

    # -- making ----------------------------------------------------------------------------------------------------

    def demo(self) -> None:
        """Make a demo plant and open it."""
        self.begin(self._demo, "making the demo plant")

    async def _demo(self) -> None:
        path = await self._beside(
            _("Making the demo plant…"), _make_demo, progress=self._progressed.emit, cancelled=self._stop.is_set
        )
        if path is not None:
            await self._open(path)

    def new(self) -> None:
        """Name a plant, make it and open it."""
        self.begin(self._new, "making a plant")

    async def _new(self) -> None:
        named = await dialogs.ask_name(self._window, _("New plant"), plants_folder())
        if named is not None:
            await self._make(*named)

    async def _make(self, path: Path, name: str) -> None:
        made = await self._beside(_("Making {name}…").format(name=name), _make_plant, path, name, i18n.language())
        await self._open(made)

    def for_reading(self, reading: Reading, then: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Make the plant that lists which were read go into; `then` books them."""

        async def doing() -> None:
            named = await dialogs.ask_name(
                self._window, _("A plant for your lists"), plants_folder(), self._proposed_name(reading)
            )
            if named is not None:
                await self._make(*named)
                await then()

        self.begin(doing, "making a plant for lists")

    def _proposed_name(self, reading: Reading) -> str:
        folder = Path(self._settings.import_folder).name.replace("_", " ").strip()
        return folder if reading.draft.items else ""

    # -- copies ----------------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """Bring a backup back as a plant."""
        self.begin(self._restore, "restoring a backup")

    async def _restore(self) -> None:
        copy = await dialogs.ask_plant_file(self._window, _("Which backup?"), plants_folder())
        if copy is None:
            return
        named = await dialogs.ask_name(self._window, _("Restore it as"), plants_folder(), copy.stem)
        if named is not None:
            path = await self._beside(_("Restoring {name}…").format(name=copy.stem), _restore_plant, copy, named[0])
            await self._open(path)

    def backup(self) -> None:
        """Copy the plant while it is in use."""
        self.begin(self._backup, "making a backup")

    async def _backup(self) -> None:
        shop = self._link.shop
        if shop is None:
            return
        stamp = f"{shop.clock().astimezone():%Y-%m-%d}"
        proposal = shop.path.with_name(f"{shop.path.stem} {stamp}{shop.path.suffix}")
        target = await dialogs.ask_new_file(self._window, _("Where does the backup go?"), proposal, "kanban")
        if target is not None:
            made = await asyncio.wrap_future(shop.backup(target))
            self._window.bars.show_bar("backup", "told", _("The backup is {path}.").format(path=made))


def _make_demo(**options: Any) -> Path | None:
    from kanban_app.operations.demo import make_demo

    folder = plants_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return make_demo(folder, **options)
    except InterruptedError:
        return None


def _make_plant(path: Path, name: str, language: str) -> Path:
    from kanban_app.operations.plants import new_plant

    path.parent.mkdir(parents=True, exist_ok=True)
    return new_plant(path, name, language)


def _restore_plant(copy: Path, target: Path) -> Path:
    from kanban_app.operations.plants import restore

    target.parent.mkdir(parents=True, exist_ok=True)
    return restore(copy, target, utc_now())[0]
