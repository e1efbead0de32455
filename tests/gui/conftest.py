"""What all window tests share: a dressed application, hands that press real keys, and nets for what leaks."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import qasync

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMainWindow, QMenu, QWidget
from shiboken6 import isValid

from kanban_app.domain.cards import Card
from kanban_app.gui.look import theme
from kanban_app.gui.scan_input import ScanInput
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.station.queue_rows import QueueRow
from kanban_app.gui.station.row_list import RowList
from kanban_app.gui.station.screen import StationScreen
from kanban_app.gui.station.strip import StripAnswer
from kanban_app.gui.station.take_rows import TakeRow
from kanban_app.gui.tasks import Tasks
from kanban_app.logs import Logs
from kanban_app.settings import Settings
from tests.gui.at_rest import threads_rest, watch_threads
from tests.gui.plants import Factory

if TYPE_CHECKING:
    from tests.gui.program import Program

watch_threads()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """As `theme.application` starts it."""
    return ["kanban_app", "-style", "Fusion"]


@pytest.fixture(autouse=True)
def _dressed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test starts in the light theme at 100 %."""
    if "qapp" in request.fixturenames or "qtbot" in request.fixturenames:
        app = request.getfixturevalue("qapp")
        theme.apply(app, "light")
        theme.set_zoom(app, 100)
    return


def until(happened: Callable[[], object], seconds: float = 20) -> None:
    """Let the window work until something has happened; the limit is only there so that a broken test ends."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"did not happen: {happened}"
        QTest.qWait(5)


@pytest.fixture(autouse=True)
def _no_part_is_a_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the program shows before it has its place is a window of its own for a moment, and takes the keyboard."""
    shown: list[str] = []
    show = QWidget.setVisible

    def set_visible(widget: QWidget, visible: bool) -> None:
        show(widget, visible)
        if visible and widget.isWindow() and not isinstance(widget, QMainWindow | QDialog | QMenu):
            caller = sys._getframe(1)
            if "kanban_app" in caller.f_globals.get("__name__", "").split("."):
                shown.append(f"{widget!r} by {caller.f_code.co_qualname} of {caller.f_globals['__name__']}")

    monkeypatch.setattr(QWidget, "setVisible", set_visible)
    monkeypatch.setattr(QWidget, "show", lambda widget: set_visible(widget, True))
    yield
    assert not shown, f"parts shown as windows: {shown}"


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Threads, running timers and windows that a test leaves behind fail it."""
    threads = set(threading.enumerate())
    # What is there already is no leak of this test, and need not be walked through after it (1 s a test otherwise).
    gc.freeze()
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _close_everything(app)
        gc.collect()
        left = [timer for timer in _running_timers() if not _qt_own(timer)]
        assert not left, f"timers still run: {[_story(timer) for timer in left]}"
        windows = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
        assert not windows, f"windows still open: {windows}"
    deadline = time.monotonic() + 3
    while (late := set(threading.enumerate()) - threads) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not late, f"threads still run: {late}"


def _close_everything(app: QApplication) -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()


def _running_timers() -> list[QTimer]:
    return [thing for thing in gc.get_objects() if type(thing) is QTimer and isValid(thing) and thing.isActive()]


def _qt_own(timer: QTimer) -> bool:
    """Timers of pytest-qt and of widgets that Qt itself runs."""
    return "pytestqt" in _story(timer)


def _story(timer: QTimer) -> str:
    parent: QObject | None = timer.parent()
    return f"{parent!r} {timer.objectName()} {timer.interval()} ms"


# X key codes (evdev + 8) of a US keyboard: what a scanner's firmware presses.
_ROWS = ((10, "1234567890-="), (24, "qwertyuiop[]"), (38, "asdfghjkl;'`"), (52, "zxcvbnm,./"))
SCAN_CODES = {key: first + place for first, row in _ROWS for place, key in enumerate(row)}
ENTER_CODE, TAB_CODE = 36, 23


@dataclass
class Hands:
    """A person or a scanner in front of one window. Times are real."""

    window: QWidget
    pause_ms: int = 0
    # Milliseconds between two keys by the sender's clock; None: as it happens.
    even_gap_ms: int | None = None
    _stamp: int = 0

    def _now(self) -> int:
        if self.even_gap_ms is None:
            return round(time.monotonic() * 1000)
        self._stamp = (self._stamp or round(time.monotonic() * 1000)) + self.even_gap_ms
        return self._stamp

    def handle(self) -> QWindow:
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        handle = popup.window().windowHandle()
        assert handle is not None
        return handle

    def press(
        self,
        key: Qt.Key,
        text: str = "",
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        scan_code: int = 0,
    ) -> None:
        """One key down and up, as the system delivers it to the window that has the keyboard."""
        handle = self.handle()
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, scan_code, 0, 0, text)
        override.ignore()
        QCoreApplication.sendEvent(handle, override)
        stamp = self._now()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, scan_code, 0, 0, text)
            event.setTimestamp(stamp)
            QCoreApplication.sendEvent(handle, event)
        if self.pause_ms:
            QTest.qWait(self.pause_ms)

    def send(self, text: str, end: str = "\r", layout: Callable[[str], str] | None = None) -> None:
        """What a scanner does with a text: its keys, then its terminator."""
        for character in text:
            scan_code = SCAN_CODES.get(character.lower(), 0)
            shown = layout(character) if layout else character
            self.press(_key_of(shown), shown, _shift_of(shown), scan_code)
        for character in end:
            self.control(character)

    def control(self, character: str) -> None:
        """A control character: Enter and Tab have keys of their own, the others are Ctrl and a letter."""
        if character == "\r":
            self.press(Qt.Key.Key_Return, "\r", scan_code=ENTER_CODE)
        elif character == "\t":
            self.press(Qt.Key.Key_Tab, "\t", scan_code=TAB_CODE)
        else:
            key = Qt.Key(ord(character) + 64)
            self.press(key, character, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str, gap_ms: int = 70) -> None:
        """A person types."""
        for character in text:
            if ord(character) < 32:
                self.control(character)
            else:
                self.press(_key_of(character), character, _shift_of(character), SCAN_CODES.get(character.lower(), 0))
            QTest.qWait(gap_ms)


def _key_of(character: str) -> Qt.Key:
    code = ord(character.upper())
    try:
        return Qt.Key(code)
    except ValueError:
        return Qt.Key.Key_unknown


def _shift_of(character: str) -> Qt.KeyboardModifier:
    return Qt.KeyboardModifier.ShiftModifier if character.isupper() else Qt.KeyboardModifier.NoModifier


@pytest.fixture
def factory(fast_path: Path) -> Iterator[Factory]:
    """A full furniture plant with a clock of its own."""
    made = Factory(fast_path)
    yield made
    made.close()


@pytest.fixture
def played() -> list[str]:
    """The names of the sounds that were played."""
    return []


@pytest.fixture
def sounds(played: list[str]) -> Sounds:
    """A loudspeaker that takes notes."""
    settings = Settings()
    settings.volume_percent = 100
    return Sounds(settings, lambda file: played.append(file.stem) is None)


@pytest.fixture
def link(qapp: QApplication, factory: Factory) -> Iterator[ShopLink]:
    """A line to that plant, with its board read."""
    made = ShopLink()
    made.attach(factory.shop)
    until(lambda: made.board is not None)
    yield made
    made.detach()
    made.deleteLater()


class Station:
    """One station screen in a window, with a scanner and fingers in front of it."""

    def __init__(self, link: ShopLink, factory: Factory, sounds: Sounds, name: str) -> None:
        until(threads_rest)  # what was booked before is on the board
        self.settings = Settings()
        self.settings.person = "Anna Lind"
        self.factory = factory
        nowhere: Callable[..., None] = lambda *_asked: None
        tools = Tools(link, self.settings, Tasks(nowhere), sounds, factory.clock, nowhere, nowhere, nowhere)
        self.screen = StationScreen(tools)
        self.scan_input = ScanInput(self.screen)
        self.scan_input.scanned.connect(self.screen.take_scan)
        self.screen.resize(1280, 800)
        self.screen.show()
        self.screen.activateWindow()
        self.scan_input.watch(self.screen.windowHandle())
        self.screen.set_station(factory.station(name))
        until(self.screen.isActiveWindow)
        self.settle()
        self.hands = Hands(self.screen)

    def settle(self) -> None:
        """Rows that have just come take no taps for a moment; a test that has nothing to say about it goes on."""
        for view in (self.screen.take.list, self.screen.make.list, self.screen.make.making):
            view._settled_at = 0.0

    @property
    def answer(self) -> StripAnswer:
        return self.screen.strip.answer

    def scan(self, card: Card) -> StripAnswer:
        self.hands.send(card.code)
        return self.answered()

    def answered(self) -> StripAnswer:
        """Wait for the answer to what was just done."""
        until(lambda: self.screen.booker.running == 0 and self.screen.strip.answer.sign is not None)
        QApplication.processEvents()
        self.settle()
        return self.answer

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, scan_code: int = 0
    ) -> None:
        self.hands.press(key, "", modifiers, scan_code)
        QTest.qWait(80)

    def click(self, view: RowList, place: int, target: object) -> None:
        rect = self.rect_of(view, place, target)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    def rect_of(self, view: RowList, place: int, target: object) -> QRect:
        index = view.rows.index(place)
        targets = view.painter_of_rows.targets(view.visualRect(index), view.rows.rows[place])
        return next(rect for name, rect in targets if target is None or name == target)

    def row_of(self, item: str) -> TakeRow:
        return next(row for row in self.screen.take.list.rows.rows if row.item == item)

    def queue(self) -> list[QueueRow]:
        return self.screen.make.list.rows.rows

    def press_button(self, words: str) -> None:
        """Press the visible button with these words on it."""
        QApplication.processEvents()
        found = [
            button
            for button in self.screen.findChildren(QAbstractButton)
            if button.isVisible() and words in (button.text(), button.accessibleName())
        ]
        assert found, [button.text() for button in self.screen.findChildren(QAbstractButton) if button.isVisible()]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def close(self) -> None:
        self.screen.shut()
        self.screen.close()
        self.screen.deleteLater()


OpenStation = Callable[[str], Station]


@pytest.fixture
def at_station(qapp: QApplication, link: ShopLink, factory: Factory, sounds: Sounds) -> Iterator[OpenStation]:
    """Opens the screen of a station by its name."""
    opened: list[Station] = []

    def open_station(name: str) -> Station:
        opened.append(Station(link, factory, sounds, name))
        return opened[-1]

    yield open_station
    for station in opened:
        station.close()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """The loop of asyncio on Qt's; it counts as running while the test lets the window work."""
    made = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(made)
    asyncio.events._set_running_loop(made)
    yield made
    asyncio.events._set_running_loop(None)
    made.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def program(
    loop: qasync.QEventLoop, fast_path: Path, sounds: Sounds, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """The window as the program runs it, without a plant, with folders of its own."""
    from tests.gui.program import Program

    monkeypatch.setattr("kanban_app.gui.plant_doors.plants_folder", lambda: fast_path / "plants")
    logs = Logs(fast_path / "log")
    running = Program(Settings(fast_path / "settings.json"), logs, sounds, loop)
    yield running
    running.close()


@pytest.fixture
def plant(factory: Factory) -> Path:
    """The furniture plant's file."""
    return factory.path
