"""What this terminal remembers about its wall view: how far people stand away, and whose pages follow the plant's."""

from __future__ import annotations

from kanban_app.settings import Settings, is_text_list, whole

DISTANCE = "wall_distance_cm"
STATIONS = "wall_stations"
USUAL_DISTANCE_CM = 500
NEAREST_CM, FARTHEST_CM = 100, 3000
_accepts_distance = whole(NEAREST_CM, FARTHEST_CM)


def distance_cm(settings: Settings) -> int:
    """The distance that the wall is read from, 1 to 30 m; 5 m unless somebody chose another."""
    value = settings.values.get(DISTANCE, USUAL_DISTANCE_CM)
    return int(value) if _accepts_distance(value) else USUAL_DISTANCE_CM


def set_distance_cm(settings: Settings, value: int) -> None:
    """Remember another distance. Raises ValueError outside 1 to 30 m."""
    if not _accepts_distance(value):
        raise ValueError(f"{DISTANCE} does not accept {value!r}")
    settings.put(DISTANCE, value)


def station_names(settings: Settings) -> list[str]:
    """The stations whose pages follow the plant's, by name, in their turn; none: the plant's pages only."""
    value = settings.values.get(STATIONS, [])
    return list(value) if is_text_list(value) else []


def set_station_names(settings: Settings, names: list[str]) -> None:
    """Remember other stations."""
    settings.put(STATIONS, names)
