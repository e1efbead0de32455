"""What this terminal remembers between two starts: one declaration per setting, one small JSON file, no Qt.

What belongs to the plant (undo time, print folder, rules) stands in the plant's file, not here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from kanban_app.files import write_whole

log = logging.getLogger(__name__)

T = TypeVar("T")
MOST_RECENT = 8
FILE_NAME = "settings.json"


class Setting(Generic[T]):
    """One setting: its name is the attribute's; its default and what it accepts stand in the declaration."""

    def __init__(self, default: T, accepts: Callable[[Any], bool]) -> None:
        self.default = default
        self.accepts = accepts
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> Setting[T]: ...
    @overload
    def __get__(self, settings: Settings, owner: type) -> T: ...
    def __get__(self, settings: Settings | None, owner: type) -> Setting[T] | T:
        if settings is None:
            return self
        value = settings.values.get(self.name, self.default)
        return value if self.accepts(value) else self.default

    def __set__(self, settings: Settings, value: T) -> None:
        if not self.accepts(value):
            raise ValueError(f"{self.name} does not accept {value!r}")
        settings.put(self.name, value)


def one_of(*choices: str) -> Callable[[Any], bool]:
    """Accepts one of these texts."""
    return lambda value: value in choices


def whole(least: int, most: int) -> Callable[[Any], bool]:
    """Accepts a whole number of this range, both ends included."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_flag(value: Any) -> bool:
    """Accepts yes or no."""
    return isinstance(value, bool)


def is_text(value: Any) -> bool:
    """Accepts any text."""
    return isinstance(value, str)


def is_text_list(value: Any) -> bool:
    """Accepts a list of texts."""
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def is_text_map(value: Any) -> bool:
    """Accepts texts by text."""
    return isinstance(value, dict) and all(isinstance(part, str) for pair in value.items() for part in pair)


class Settings:
    """The settings of one terminal. Every change is written at once; `path` None keeps them in memory only.

    What a newer version wrote and this one does not know is kept. What cannot be read or is out of range counts as
    not set. A setting that cannot be written (full disk, read-only profile) holds until the program ends.
    """

    last_plant = Setting("", is_text)
    recent_plants: Setting[list[str]] = Setting([], is_text_list)
    # Plant file -> name of the station that this terminal stands at; "" where it stands in the office.
    stations: Setting[dict[str, str]] = Setting({}, is_text_map)
    # This terminal shows its station full screen and nothing else, until a supervisor unlocks it.
    station_lock = Setting(False, is_flag)
    person = Setting("", is_text)
    people: Setting[list[str]] = Setting([], is_text_list)
    theme = Setting("system", one_of("system", "light", "dark"))
    language = Setting("", one_of("", "en", "sv", "nb"))
    zoom_percent = Setting(100, whole(80, 200))
    large_targets = Setting(False, is_flag)
    reduce_motion = Setting(False, is_flag)
    wall_distance_cm = Setting(500, whole(100, 3000))
    # The stations whose pages the wall view shows after the plant's; none for all loops on one plan.
    wall_stations: Setting[list[str]] = Setting([], is_text_list)
    muted = Setting(False, is_flag)
    volume_percent = Setting(80, whole(5, 100))
    flash_strip = Setting(False, is_flag)
    window_geometry = Setting("", is_text)
    last_screen = Setting("", is_text)
    print_format = Setting("a6", is_text)
    print_design = Setting("", is_text)
    # "" prints into the plant's folder; else a printer's name.
    printer = Setting("", is_text)
    # Printer -> "x y across down": millimetres to the right and down, scales; as its calibration page told.
    calibrations: Setting[dict[str, str]] = Setting({}, is_text_map)
    import_folder = Setting("", is_text)
    # Plant, folder and shop of the till files that are taken by themselves; empty: none.
    till_watch: Setting[dict[str, str]] = Setting({}, is_text_map)
    board_views: Setting[dict[str, str]] = Setting({}, is_text_map)
    # The serial port of a scanner, "" where scanners type like keyboards; its speed; what ends a scan.
    serial_port = Setting("", is_text)
    serial_baud = Setting(9600, whole(300, 1_000_000))
    serial_end = Setting("any", one_of("any", "cr", "lf", "crlf", "tab", "none"))
    # What `gui.look.remembering` keeps, by name: columns, filters, places of windows.
    places: Setting[dict[str, str]] = Setting({}, is_text_map)

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.values: dict[str, Any] = dict(_read(path)) if path else {}
        self._watchers: list[Callable[[str], None]] = []

    def watch(self, callback: Callable[[str], None]) -> None:
        """Calls back with the name of each setting that is changed from now on."""
        self._watchers.append(callback)

    def unwatch(self, callback: Callable[[str], None]) -> None:
        """Stops calling back."""
        self._watchers.remove(callback)

    def put(self, name: str, value: object) -> None:
        """Take over one value and write it. Another window of this terminal may have written since: its values stay."""
        if self.values.get(name) == value:
            return
        if self.path:
            self.values = {**_read(self.path), **_only(self.values, self._unwritten), name: value}
            self._write(self.path, name)
        else:
            self.values[name] = value
        for callback in tuple(self._watchers):
            callback(name)

    def remember_plant(self, path: Path) -> None:
        """Makes this plant the last one used and the first of the recent ones."""
        text = str(path)
        self.last_plant = text
        self.recent_plants = [text, *(other for other in self.recent_plants if other != text)][:MOST_RECENT]

    def forget_plant(self, path: Path) -> None:
        """Takes a plant that is gone off the list of recent ones."""
        text = str(path)
        self.recent_plants = [other for other in self.recent_plants if other != text]
        if self.last_plant == text:
            self.last_plant = ""

    def station_at(self, plant: Path) -> str:
        """The name of the station this terminal stands at in that plant, or empty for the office."""
        return self.stations.get(str(plant), "")

    def stand_at(self, plant: Path, station_name: str) -> None:
        """Remembers the station of this terminal in that plant; empty for the office."""
        self.stations = {**self.stations, str(plant): station_name}

    def calibration_of(self, printer: str) -> tuple[float, float, float, float]:
        """(millimetres to the right, millimetres down, scale across, scale down) of a printer as it was measured."""
        try:
            x, y, across, down = (float(part) for part in self.calibrations.get(printer, "").split())
        except ValueError:
            return 0.0, 0.0, 1.0, 1.0
        return x, y, across, down

    def calibrate(self, printer: str, x_mm: float, y_mm: float, across: float, down: float) -> None:
        """Remembers how a printer was measured."""
        self.calibrations = {**self.calibrations, printer: f"{x_mm:g} {y_mm:g} {across:g} {down:g}"}

    def remember_person(self, name: str) -> None:
        """Makes this person the one who books here, and offers them again later."""
        self.person = name
        if name:
            self.people = [name, *(other for other in self.people if other != name)][:MOST_RECENT]

    _unwritten: Collection[str] = frozenset()

    def _write(self, path: Path, name: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, json.dumps(self.values, indent=1, ensure_ascii=False, sort_keys=True).encode())
            self._unwritten = frozenset()
        except OSError as problem:
            self._unwritten = frozenset({*self._unwritten, name})
            log.warning("settings cannot be written to %s: %s", path, problem)


def default_path() -> Path:
    """Where the settings of this user lie, by the custom of the system."""
    import platformdirs

    return Path(platformdirs.user_config_path("kanban_app", appauthor=False)) / FILE_NAME


def plants_folder() -> Path:
    """Where new plants and the demo plant are put unless the person says otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_path("kanban_app", appauthor=False))


def _only(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def _read(path: Path) -> dict[str, Any]:
    """What stands in the file; nothing when there is none or it cannot be read, and the file is kept aside then."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        log.warning("settings in %s cannot be read, defaults are used: %s", path, problem)
        _keep_aside(path)
        return {}
    return found if isinstance(found, dict) else {}


def _keep_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".damaged"))
    except OSError as problem:
        log.warning("the damaged settings stay where they are: %s", problem)
