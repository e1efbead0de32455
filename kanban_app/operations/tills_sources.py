"""Where the files of a source were sold, so that the next one is offered there.

A source is told by the headers of its files and the name of the folder they come from: two shops with one kind of till
have the same headers. Kept in the plant with what was said about headers, so it holds on every computer.
"""

from __future__ import annotations

from kanban_app.operations.importing.mapping import signature
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_reading import TillRows
from kanban_app.operations.tills_reports import read_reports
from kanban_app.store.till_tables import TillFileState

_SOLD_AT = "sales at"
_NEWEST = 20


def remember_station(shop: Shop, rows: TillRows, station_id: int) -> None:
    """Files like this one were sold at this station."""
    kept, text = shop.mappings().result(), str(station_id)
    for key in _keys(rows):
        if kept.get(key) != text:
            shop.remember_mapping(key, text).result()


def station_before(shop: Shop, rows: TillRows) -> str:
    """The name of the station where the last file like this was sold, else any file; empty where none was."""
    kept, stations = shop.mappings().result(), shop.structure.stations
    for key in _keys(rows):
        station_id = kept.get(key, "")
        if station_id.isdecimal() and int(station_id) in stations:
            return stations[int(station_id)].name
    reports = shop.read(read_reports, _NEWEST).result()
    return next((report.station for report in reports if report.state is TillFileState.DONE), "")


def _keys(rows: TillRows) -> list[str]:
    """Under what it is kept: files of this folder first, then those with the same headers from anywhere."""
    headers = {signature(known.headers) for known in rows.used}
    return [f"{_SOLD_AT}|{folder}|{one}" for folder in (rows.folder, "") for one in sorted(headers)]
