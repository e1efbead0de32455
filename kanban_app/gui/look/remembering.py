"""What a terminal remembers about its screens: one small note per name, in the settings under `places`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kanban_app.settings import Settings

# A divider that is dragged and a word that is typed are written once they rest.
REST_MS = 800
# So much of a window's upper edge, in pixels, must be on a screen for a hand to catch it.
GRIP = 120


class Note(QObject):
    """One note of a widget. What was put is written a moment later, and when the widget is hidden at the latest."""

    def __init__(self, widget: QWidget, settings: Settings, name: str) -> None:
        super().__init__(widget)
        self._settings, self._name = settings, name
        self._waiting: dict[str, str] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.write)
        widget.installEventFilter(self)

    def read(self) -> dict[str, str]:
        """What was noted last; empty where nothing was, or nothing that can be read."""
        if self._waiting is not None:
            return dict(self._waiting)
        return read(self._settings, self._name)

    def put(self, content: Mapping[str, str]) -> None:
        """Remember this; an empty mapping forgets."""
        if dict(content) != self.read():
            self._waiting = dict(content)
            self._rest.start()

    def write(self) -> None:
        """Write what waits."""
        self._rest.stop()
        if self._waiting is not None:
            content, self._waiting = self._waiting, None
            write(self._settings, self._name, content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.write()
        return False


def read(settings: Settings, name: str) -> dict[str, str]:
    """The note of this name; empty where there is none that can be read."""
    try:
        found = json.loads(settings.places.get(name, "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def write(settings: Settings, name: str, content: Mapping[str, str]) -> None:
    """Write the note of this name; an empty one is taken off."""
    kept = {other: text for other, text in settings.places.items() if other != name}
    if content:
        kept[name] = json.dumps(dict(content), ensure_ascii=False)
    if kept != settings.places:
        settings.places = kept


# -- windows -----------------------------------------------------------------------------------------------------------


def fit_on_a_screen(place: QRect) -> QRect:
    """This place, moved and made smaller where the screen it was on is gone or another one now."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    grip = QRect(place.topLeft(), QPoint(place.right(), place.top() + 1))
    caught = [room for room in screens if room.intersected(grip).width() >= min(GRIP, place.width())]
    fitting = [room for room in caught if place.width() <= room.width() and place.height() <= room.height()]
    if fitting or not screens:
        return place
    room = caught[0] if caught else QGuiApplication.primaryScreen().availableGeometry()
    size = place.size().boundedTo(room.size())
    corner = QPoint(
        min(max(place.left(), room.left()), room.right() + 1 - size.width()),
        min(max(place.top(), room.top()), room.bottom() + 1 - size.height()),
    )
    return QRect(corner, size)


def put_on_its_screen(window: QWidget, settings: Settings, name: str) -> None:
    """Before a window fills a screen: let it be the one where it was last closed, if that is still there."""
    wanted = read(settings, name).get("screen", "")
    for screen in QGuiApplication.screens():
        if wanted and screen.name() == wanted:
            window.setScreen(screen)
            window.setGeometry(screen.geometry())


def note_its_screen(window: QWidget, settings: Settings, name: str) -> None:
    """A window that filled a screen is closed."""
    write(settings, name, {"screen": window.screen().name()})


def keep_size(window: QWidget, settings: Settings, name: str) -> None:
    """Give a dialog the size that it had when it was last open, as far as the screen has room, and note its size."""
    note = Note(window, settings, name)
    kept = note.read()
    try:
        place = QRect(window.pos(), window.size())
        place.setWidth(int(kept["width"]))
        place.setHeight(int(kept["height"]))
        window.resize(place.size().boundedTo(window.screen().availableGeometry().size()))
    except (KeyError, ValueError):
        pass
    _SizeWatch(window, note)


class _SizeWatch(QObject):
    """Notes the size of a window whenever it changes."""

    def __init__(self, window: QWidget, note: Note) -> None:
        super().__init__(window)
        self._window, self._note = window, note
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._window.isVisible():
            self._note.put({"width": str(self._window.width()), "height": str(self._window.height())})
        return False
