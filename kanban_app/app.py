"""The composition root: settings, then the first picture, then everything heavy beside the window, then the plant."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QLocale, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from kanban_app import i18n, logs
from kanban_app.gui.look import theme
from kanban_app.gui.main_window import MainWindow
from kanban_app.settings import Settings, default_path

STARTED_AFTER_MS = 3_000


def run(
    plant: Path | None,
    *,
    demo: bool = False,
    station: str | None = None,
    on_first_picture: Callable[[MainWindow], None] | None = None,
) -> int:
    """Run the window until it is closed; answers the exit code.

    `plant` is opened, or the last one that was; `demo` makes a demo plant instead. `station` shows that station full
    screen. `on_first_picture` is called once, when the window can be seen and before anything heavy is loaded.
    """
    app = theme.application(sys.argv[:1])
    app.setApplicationName("kanban_app")
    app.setQuitOnLastWindowClosed(False)
    settings = Settings(default_path())
    running_logs = logs.Logs()
    try:
        return _run(app, settings, running_logs, plant, demo=demo, station=station, on_first_picture=on_first_picture)
    except Exception as problem:
        running_logs.failed("the window ended", problem)
        raise
    finally:
        qInstallMessageHandler(None)
        running_logs.stop()


def _run(
    app: QApplication,
    settings: Settings,
    running_logs: logs.Logs,
    plant: Path | None,
    *,
    demo: bool,
    station: str | None,
    on_first_picture: Callable[[MainWindow], None] | None,
) -> int:
    i18n.use(settings.language or QLocale.system().name().split("_")[0])
    theme.apply(app, settings.theme)
    theme.set_zoom(app, settings.zoom_percent)
    wanted = plant or _last_plant(settings)
    window = MainWindow(settings, running_logs, expects_plant=demo or wanted is not None)
    window.show()
    while not window.is_painted:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.processEvents()
    if on_first_picture is not None:
        on_first_picture(window)
    running_logs.start()
    qInstallMessageHandler(_on_qt_message)
    _work(app, window, wanted, demo=demo, station=station)
    window.deleteLater()
    app.processEvents()
    return 0


def _work(app: QApplication, window: MainWindow, plant: Path | None, *, demo: bool, station: str | None) -> None:
    """Everything behind the first picture, until the window is gone."""
    import asyncio

    import qasync

    from kanban_app.gui.office import Office

    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(window.logs.on_asyncio)
    window.gone.connect(loop.stop)
    office = Office(window)
    if station:
        office.full_screens.want_station(station)
    if demo:
        office.doors.demo()
    elif plant is not None:
        office.doors.open(plant)
    else:
        office.go("first")
    QTimer.singleShot(STARTED_AFTER_MS, window, _collect_garbage)
    with loop:
        loop.run_forever()
    asyncio.set_event_loop(None)


def _collect_garbage() -> None:
    """From now on; what starting has made is left out of it, so that a collection holds up no painting."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _last_plant(settings: Settings) -> Path | None:
    path = Path(settings.last_plant) if settings.last_plant else None
    return path if path is not None and path.exists() else None


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logs.qt_message(kind.value, text)
